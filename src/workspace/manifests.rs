//! A look at the manifests that Cargo is going to read, before it does.
//!
//! Cargo opens whatever a `Cargo.toml` leads to: a pipe would have it wait for ever, `/dev/zero` would fill the memory. So what is
//! no file, or a file of more than may be read, is told before Cargo is started. What is wrong *in* a manifest is for Cargo to
//! say; here such a manifest leads nowhere.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use super::Error;
use crate::source::{self, LoadError, normalise};

/// How many manifests are looked at; workspaces of thousands of packages exist.
const MOST: usize = 20_000;
/// The most folders that one pattern among the members may lead to.
const MOST_FOLDERS: usize = 20_000;

/// Look at `manifest`, at those above it, and at all that these lead to.
///
/// # Errors
/// The first that is no file or too large.
pub(super) fn look(manifest: &Utf8Path) -> Result<(), Error> {
    let above = manifest.ancestors().skip(2).map(|folder| folder.join("Cargo.toml"));
    let mut open: Vec<Utf8PathBuf> = above.chain([manifest.to_owned()]).collect();
    let mut seen: BTreeSet<Utf8PathBuf> = BTreeSet::new();
    while let Some(next) = open.pop() {
        // A folder of that name is no manifest, and what is not there is for Cargo to miss.
        if seen.len() >= MOST || !next.exists() || next.is_dir() || !seen.insert(next.clone()) {
            continue;
        }
        match source::read(&next) {
            Ok(text) => {
                let Ok(table) = text.parse::<Table>() else { continue };
                open.extend(leads_to(&table, next.parent().unwrap_or(&next)));
            }
            Err(error @ (LoadError::NotAFile { .. } | LoadError::TooLarge { .. })) => {
                return Err(Error::Manifest { path: None, line: None, column: None, message: error.to_string() });
            }
            Err(_) => {}
        }
    }
    Ok(())
}

/// The manifests that one names, absolute.
fn leads_to(table: &Table, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut folders: Vec<Utf8PathBuf> = Vec::new();
    paths(&Value::Table(table.clone()), folder, &mut folders);
    let members = table.get("workspace").and_then(|workspace| workspace.get("members")).and_then(Value::as_array);
    for pattern in members.into_iter().flatten().filter_map(Value::as_str) {
        folders.extend(expanded(folder, pattern));
    }
    let root = table.get("package").and_then(|package| package.get("workspace")).and_then(Value::as_str);
    folders.extend(root.map(|root| folder.join(root)));
    folders.iter().map(|folder| normalise(&folder.join("Cargo.toml"))).collect()
}

/// What stands under `path` anywhere: dependencies of any kind, patches, replacements. Targets have paths, too, to files.
fn paths(value: &Value, folder: &Utf8Path, out: &mut Vec<Utf8PathBuf>) {
    match value {
        Value::Table(table) => {
            out.extend(table.get("path").and_then(Value::as_str).map(|path| folder.join(path)));
            table.iter().filter(|(key, _)| *key != "metadata").for_each(|(_, value)| paths(value, folder, out));
        }
        Value::Array(all) => all.iter().for_each(|value| paths(value, folder, out)),
        _ => {}
    }
}

/// The folders that a pattern among the members means.
fn expanded(folder: &Utf8Path, pattern: &str) -> Vec<Utf8PathBuf> {
    let mut found = vec![folder.to_owned()];
    for part in Utf8Path::new(pattern).components() {
        let part = part.as_str();
        if !part.contains(['*', '?', '[']) {
            found.iter_mut().for_each(|folder| folder.push(part));
            continue;
        }
        let Ok(glob) = globset::Glob::new(part) else { return Vec::new() };
        let (glob, is_deep) = (glob.compile_matcher(), part == "**");
        let mut next: Vec<Utf8PathBuf> = if is_deep { found.clone() } else { Vec::new() };
        while let Some(folder) = found.pop() {
            for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
                // A link is not followed down: it may lead up.
                let is_folder = if is_deep { entry.file_type().is_ok_and(|kind| kind.is_dir()) } else { entry.path().is_dir() };
                if is_folder && glob.is_match(entry.file_name()) && next.len() < MOST_FOLDERS {
                    next.push(entry.path().to_owned());
                    found.extend(is_deep.then(|| entry.path().to_owned()));
                }
            }
        }
        found = next;
    }
    found
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_met_before_cargo_meets_it() {
        let dir = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(dir.path().canonicalize().unwrap()).unwrap();
        let write = |name: &str, text: &str| {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\", \"deep/**\"]\n[workspace.dependencies]\na = { path = \"a\" }\n");
        write("a/Cargo.toml", "[package]\nname = \"a\"\n[dependencies]\nroot = { path = \"..\" }\n[lib]\npath = \"lib.rs\"\n");
        write("crates/b/Cargo.toml", "[target.'cfg(unix)'.dependencies.c]\npath = \"../../c\"\n");
        write("crates/broken/Cargo.toml", "[");
        write("deep/x/y/Cargo.toml", "");
        assert!(look(&root.join("Cargo.toml")).is_ok(), "circles end");
        for name in ["a", "c", "crates/b", "deep/x/y", "crates/new"] {
            let manifest = root.join(name).join("Cargo.toml");
            let old = std::fs::read_to_string(&manifest).ok();
            std::fs::create_dir_all(manifest.parent().unwrap()).unwrap();
            let _ = std::fs::remove_file(&manifest);
            std::os::unix::fs::symlink("/dev/zero", &manifest).unwrap();
            let Err(Error::Manifest { message, .. }) = look(&root.join("Cargo.toml")) else { panic!("{name}") };
            assert!(message.contains(manifest.as_str()) && message.contains("pipe or device"), "{name}: {message}");
            std::fs::remove_file(&manifest).unwrap();
            if let Some(old) = old {
                std::fs::write(&manifest, old).unwrap();
            }
        }
        assert!(look(&root.join("a/Cargo.toml")).is_ok());
    }
}
