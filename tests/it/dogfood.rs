//! The tool on this repository, and what this repository promises about itself.

use crate::ui::{ROOT, files, text, tool};
use camino::Utf8Path;
use std::path::Path;
use std::process::Command;

/// There is no resource DLL in here: the tool must find that out, and say so.
#[test]
fn this_package_has_no_entry_point() {
    let output = tool(Path::new(ROOT), &["check".to_owned(), "--offline".to_owned()]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("no LooksAlive entry point found in 1 package: nothing was checked"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

/// Rust of the version that the manifest states builds everything: no dependency needs a newer one.
#[test]
fn dependencies_need_no_newer_rust() {
    let mut command = cargo_metadata::MetadataCommand::new();
    command.current_dir(ROOT).other_options(["--offline".to_owned(), "--locked".to_owned()]);
    let metadata = command.exec().unwrap();
    let ours = metadata.root_package().unwrap().rust_version.clone().expect("the manifest states a version");
    let newer: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| Some((package, package.rust_version.as_ref()?)))
        .filter(|(_, version)| **version > ours)
        .map(|(package, version)| format!("{} {} needs Rust {version}", package.name, package.version))
        .collect();
    assert!(newer.is_empty(), "{}; the manifest states {ours}", newer.join(", "));
    let stated = format!("Rust {}.{} or newer", ours.major, ours.minor);
    for page in ["README.md", "CONTRIBUTING.md"] {
        let page_text = std::fs::read_to_string(Path::new(ROOT).join(page)).unwrap();
        assert!(page_text.contains(&stated), "{page} does not say `{stated}`");
    }
}

/// What is published stands alone: what the sources include is in the package, with the licences.
#[test]
fn the_package_is_whole() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(ROOT)
        .output()
        .expect("Cargo is installed where Cargo's tests run");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let packaged = text(&output.stdout).replace('\\', "/");
    let packaged: Vec<&str> = packaged.lines().collect();
    for needed in
        ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "CHANGELOG.md", "lints/std/signatures.bin", "src/cli/demo/files/manifest.toml"]
    {
        assert!(packaged.contains(&needed), "{needed} is not in the package");
    }
    for folder in ["lints/models", "lints/rules", "src"] {
        for file in files(&Utf8Path::new(ROOT).join(folder)) {
            let name = file.strip_prefix(ROOT).unwrap().as_str().replace('\\', "/");
            assert!(packaged.contains(&name.as_str()), "{name} is not in the package");
        }
    }
}

/// Nothing in here leads out of it.
#[test]
fn nothing_names_a_place_outside() {
    let outside =
        [concat!("../", "shared/"), concat!("/", "work/"), concat!("/.", "library"), concat!("/tmp", "/w/"), concat!("/ro", "ot/")];
    let mut wrong = Vec::new();
    let root = Utf8Path::new(ROOT);
    for file in files(root) {
        let name = file.strip_prefix(root).unwrap();
        if name.starts_with("target") || name.starts_with(".git") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for (number, line) in text.lines().enumerate() {
            wrong.extend(outside.iter().filter(|place| line.contains(**place)).map(|place| format!("{name}:{}: {place}", number + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
