//! Properties that hold for all code, checked on the sources of the crates that this package is built from, and
//! forms that those do not have.

use std::path::PathBuf;

use super::*;
use crate::source::FileId;

const FILE: FileId = FileId(3);

/// Rust files of the dependencies, as far as cargo has them here.
fn registry_files() -> Vec<(PathBuf, String)> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?).join(".cargo")));
    let root = home.expect("a home directory").join("registry/src");
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|e| e.path().extension().is_some_and(|e| e == "rs"));
    files.filter_map(|e| Some((e.path().to_owned(), std::fs::read_to_string(e.path()).ok()?))).collect()
}

#[test]
fn every_file_gives_items() {
    let (mut items, mut errors) = (0, 0);
    for (_, text) in registry_files().iter().step_by(97) {
        let parsed = parse_items(FILE, text);
        items += parsed.items.items.len();
        errors += parsed.errors.len();
    }
    assert!(errors * 1000 <= items, "{errors} errors in {items} items");
}
