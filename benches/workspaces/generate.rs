//! Workspaces made from published crates, for measuring: nothing of theirs is committed.
//!
//! The dependencies of `ROOTS` are fetched by Cargo into its home, and the largest of them are copied out of there as members
//! that replace the registry's crates (`[patch]`), as a company's repository of many packages would have them. Resource DLLs that use
//! some of them stand beside.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table, TableLike, value};

/// What the crates are taken from: these and all that they depend on.
const ROOTS: &str = r#"
ra_ap_rust-analyzer = "=0.0.349"
tokio = { version = "1", features = ["full"] }
rustls = "0.23"
redis = "1"
postgres = "0.19"
ureq = "3"
ignore = "0.4"
time = "0.3"
chrono = "0.4"
clap = { version = "4", features = ["derive"] }
toml_edit = "0.25"
petgraph = "0.8"
hyper = { version = "1", features = ["full"] }
jsonschema = { version = "*", default-features = false }
regex = "1"
sysinfo = "*"
"#;

/// Tables of constants and foreign functions, which programs of other kinds wrote: nobody keeps them in a workspace.
const BINDINGS: &[&str] =
    &["windows", "windows-sys", "winapi", "ntapi", "libc", "linux-raw-sys", "hermit-abi", "wasi", "web-sys", "js-sys"];

/// What one DLL asks in its `LooksAlive`, through a crate of the workspace: its dependency and its code.
const PROBES: &[(&str, &str)] = &[
    ("ureq = \"3\"", "ureq::get(\"http://localhost/health\").call().is_ok()"),
    ("regex = \"1\"", "regex::Regex::new(\"^ok\").is_ok_and(|ok| ok.is_match(\"ok\"))"),
    (
        "postgres = \"0.19\"",
        "postgres::Client::connect(\"host=localhost\", postgres::NoTls).is_ok_and(|mut db| db.simple_query(\"\").is_ok())",
    ),
    ("chrono = \"0.4\"", "chrono::Utc::now().timestamp() > 0"),
    (
        "redis = \"1\"",
        "redis::Client::open(\"redis://localhost\").and_then(|client| client.get_connection()).is_ok_and(|mut db| redis::cmd(\"PING\").query::<String>(&mut db).is_ok())",
    ),
];

/// How large a workspace is to be.
pub struct Size {
    pub name: &'static str,
    /// Stops when there are as many lines of Rust in the copied crates; 0: no crate is copied.
    pub lines: usize,
    /// And when there are as many packages.
    pub packages: usize,
    pub dlls: usize,
    /// Whether the DLLs depend on all `ROOTS`, out of the registry.
    pub all_roots: bool,
}

/// A package that can be copied.
struct Candidate {
    name: String,
    folder: PathBuf,
    lines: usize,
}

/// The folder of the workspace below `at`, made if it is not there.
pub fn workspace(at: &Path, size: &Size) -> PathBuf {
    let root = at.join(size.name);
    if root.join("Cargo.lock").is_file() {
        return root;
    }
    if root.exists() {
        fs::remove_dir_all(&root).expect("a workspace half made can be removed");
    }
    let mut chosen = Vec::new();
    if size.lines > 0 {
        let (mut lines, mut names) = (0, BTreeSet::new());
        // Those of the wanted size first, then larger ones, then smaller ones.
        let typical = size.lines / size.packages;
        let mut all = candidates(at);
        all.sort_by_key(|candidate| (candidate.lines < typical, candidate.lines.abs_diff(typical)));
        for candidate in all {
            if lines < size.lines && chosen.len() < size.packages && names.insert(candidate.name.clone()) {
                lines += candidate.lines;
                chosen.push(candidate);
            }
        }
        println!("{}: {} packages, {lines} lines", size.name, chosen.len());
    }
    for candidate in &chosen {
        copy_package(&candidate.folder, &root.join("crates").join(&candidate.name));
    }
    for at in 0..size.dlls {
        write_dll(&root.join(format!("dlls/dll{at}")), at, size);
    }
    let members = if chosen.is_empty() { "\"dlls/*\"" } else { "\"crates/*\", \"dlls/*\"" };
    let mut manifest = format!("[workspace]\nresolver = \"2\"\nmembers = [{members}]\n\n[patch.crates-io]\n");
    for candidate in &chosen {
        manifest += &format!("{name} = {{ path = \"crates/{name}\" }}\n", name = candidate.name);
    }
    fs::write(root.join("Cargo.toml"), manifest).expect("the folder was made");
    cargo(&root, &["generate-lockfile"]);
    // What another target needs is fetched too: the workspace is then analysed without a network.
    cargo(&root, &["fetch"]);
    root
}

/// All packages that `ROOTS` bring and that are written by hand.
fn candidates(at: &Path) -> Vec<Candidate> {
    let scratch = at.join("roots");
    fs::create_dir_all(scratch.join("src")).expect("the target folder can be written");
    fs::write(scratch.join("src/lib.rs"), "").expect("the folder was made");
    let manifest = format!("[package]\nname = \"roots\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n[dependencies]\n{ROOTS}");
    fs::write(scratch.join("Cargo.toml"), manifest).expect("the folder was made");
    let text = cargo(&scratch, &["metadata", "--format-version", "1", "--filter-platform", "x86_64-pc-windows-msvc"]);
    let metadata: Value = serde_json::from_str(&text).expect("Cargo writes JSON");
    let needed: BTreeSet<&str> =
        metadata["resolve"]["nodes"].as_array().into_iter().flatten().filter_map(|node| node["id"].as_str()).collect();
    let packages = metadata["packages"].as_array().expect("metadata lists packages");
    let copied = packages.iter().filter(|package| {
        package["source"].is_string()
            && package["links"].is_null()
            && package["id"].as_str().is_some_and(|id| needed.contains(id))
            && package["name"].as_str().is_some_and(|name| !BINDINGS.contains(&name))
    });
    copied
        .map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str().expect("a package has a manifest"));
            let folder = manifest.parent().expect("a manifest is in a folder").to_owned();
            let lines = rust_files(&folder.join("src")).iter().map(|file| lines_of(file)).sum();
            Candidate { name: package["name"].as_str().unwrap_or_default().to_owned(), folder, lines }
        })
        .collect()
}

fn lines_of(file: &Path) -> usize {
    fs::read(file).map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count())
}

/// All Rust files below a folder.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// Copies a package without its tests, and without what its manifest says of them.
fn copy_package(from: &Path, to: &Path) {
    let left_out = ["tests", "benches", "examples", "target", ".git", ".cargo"];
    let entries = walkdir::WalkDir::new(from)
        .into_iter()
        .filter_entry(|entry| entry.depth() != 1 || !left_out.iter().any(|name| entry.file_name() == *name));
    for entry in entries.filter_map(Result::ok) {
        let path = to.join(entry.path().strip_prefix(from).expect("it was found below the folder"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(path).expect("the target folder can be written");
        } else if entry.file_type().is_file() {
            fs::copy(entry.path(), path).expect("the target folder can be written");
        }
    }
    let manifest = to.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a package has a manifest");
    let mut document: DocumentMut = text.parse().expect("a published manifest parses");
    for key in ["workspace", "dev-dependencies", "test", "bench", "example", "profile", "patch", "lints"] {
        document.remove(key);
    }
    let mut left: BTreeSet<String> = dependencies_in(document.as_table());
    if let Some(targets) = document.get_mut("target").and_then(Item::as_table_like_mut) {
        for (_, target) in targets.iter_mut() {
            if let Some(target) = target.as_table_like_mut() {
                target.remove("dev-dependencies");
                left.extend(dependencies_in(target));
            }
        }
    }
    // A feature may not turn on one of what was only there for tests.
    if let Some(features) = document.get_mut("features").and_then(Item::as_table_like_mut) {
        for (_, feature) in features.iter_mut() {
            if let Some(list) = feature.as_array_mut() {
                let of = |value: &toml_edit::Value| Some(value.as_str()?.split_once('/')?.0.trim_end_matches('?').to_owned());
                list.retain(|value| of(value).is_none_or(|dependency| left.contains(&dependency)));
            }
        }
    }
    fs::write(&manifest, document.to_string()).expect("the target folder can be written");
}

fn dependencies_in(table: &dyn TableLike) -> BTreeSet<String> {
    let kinds = ["dependencies", "build-dependencies"].into_iter().filter_map(|kind| table.get(kind)?.as_table_like());
    kinds.flat_map(|kind| kind.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()).collect()
}

/// One resource DLL: the one of the tests that does everything wrong, with one more question.
fn write_dll(folder: &Path, at: usize, size: &Size) {
    let mut manifest = DocumentMut::new();
    let mut package = Table::new();
    package["name"] = value(format!("dll{at}"));
    package["version"] = value("0.1.0");
    package["edition"] = value("2021");
    manifest["package"] = Item::Table(package);
    let mut lib = Table::new();
    lib["crate-type"] = value(toml_edit::Array::from_iter(["cdylib"]));
    manifest["lib"] = Item::Table(lib);
    let (dependency, question) = PROBES[at % PROBES.len()];
    let alone = size.lines == 0 && !size.all_roots;
    let dependencies = match (alone, size.all_roots) {
        (true, _) => "",
        (_, true) => ROOTS,
        _ => dependency,
    };
    let manifest = format!("{manifest}\n[dependencies]\n{dependencies}\n");
    let text = include_str!("../../ui-tests/dlls/share_wrong.rs").replace("../support/cluster_stub.rs", "windows.rs");
    let text = if alone { text } else { text.replacen("self.root.exists() &&", &format!("{question} && self.root.exists() &&"), 1) };
    fs::create_dir_all(folder.join("src")).expect("the target folder can be written");
    fs::write(folder.join("Cargo.toml"), manifest).expect("the folder was made");
    fs::write(folder.join("src/lib.rs"), text).expect("the folder was made");
    fs::write(folder.join("src/windows.rs"), include_str!("../../ui-tests/support/cluster_stub.rs")).expect("the folder was made");
}

/// What Cargo prints; ends the benchmark where it fails.
fn cargo(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("cargo").args(args).current_dir(folder).stderr(Stdio::inherit()).output().expect("cargo is there");
    assert!(output.status.success(), "cargo {} fails in {}", args.join(" "), folder.display());
    String::from_utf8(output.stdout).expect("Cargo writes UTF-8")
}
