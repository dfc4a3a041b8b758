//! A copy of a workspace's manifests, for Cargo to write its lock file into.
//!
//! Without a lock file that is up to date, `cargo metadata` writes one beside the workspace's manifest. The
//! linted repository is not ours to write to, so Cargo then resolves this copy: the manifests of all packages that
//! are reached by paths, and empty files where their targets are. The copy lies below a temporary folder under
//! the same path as the original (so that relative paths between packages stay right), and goes when it is
//! dropped.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use crate::source::{normalise, read};

/// The copy.
#[derive(Debug)]
pub(super) struct Shadow {
    /// Removes the copy when it goes.
    _base: tempfile::TempDir,
    /// Where the workspace's own manifest was copied to.
    pub(super) manifest: Utf8PathBuf,
    /// How to turn paths of the copy in what Cargo prints into those of the original: text, replacement.
    pub(super) replace: Vec<(String, String)>,
}

impl Shadow {
    /// Copy the workspace at `root` with these members' folders, and what their manifests refer to by path.
    pub(super) fn new(root: &Utf8Path, members: impl Iterator<Item = Utf8PathBuf>) -> std::io::Result<Self> {
        let base = tempfile::Builder::new().prefix("looksalive-").tempdir()?;
        let path = Utf8PathBuf::from_path_buf(base.path().to_owned()).map_err(|_| std::io::Error::other("its path is not UTF-8"))?;
        let mut shadow = Self { _base: base, manifest: mirrored(&path, &root.join("Cargo.toml")), replace: Vec::new() };
        let mut done = BTreeSet::new();
        let mut open: Vec<Utf8PathBuf> = members.chain([root.to_owned()]).collect();
        while let Some(dir) = open.pop() {
            if done.insert(dir.clone()) {
                open.extend(shadow.copy_package(&path, &dir)?);
            }
        }
        let lock = root.join("Cargo.lock");
        if lock.is_file() {
            fs::copy(&lock, mirrored(&path, &lock))?;
        }
        shadow.replace = replacements(&path, done.iter());
        Ok(shadow)
    }

    /// Copy one folder's manifest and mark its targets; the folders its manifest refers to.
    fn copy_package(&mut self, base: &Utf8Path, dir: &Utf8Path) -> std::io::Result<Vec<Utf8PathBuf>> {
        let manifest = dir.join("Cargo.toml");
        let Ok(text) = read(&manifest) else { return Ok(Vec::new()) };
        let copy = mirrored(base, &manifest);
        fs::create_dir_all(mirrored(base, dir))?;
        fs::write(&copy, &text)?;
        for file in ["src/lib.rs", "src/main.rs", "build.rs"] {
            touch(base, &dir.join(file))?;
        }
        for folder in ["src/bin", "examples", "tests", "benches"] {
            for entry in dir.join(folder).read_dir_utf8().into_iter().flatten().flatten() {
                touch(base, entry.path())?;
                touch(base, &entry.path().join("main.rs"))?;
            }
        }
        // Cargo says what is wrong with a manifest that does not parse.
        let Ok(table) = text.parse::<Table>() else { return Ok(Vec::new()) };
        let mut paths = Vec::new();
        collect_paths(&Value::Table(table), &mut paths);
        let mut found = Vec::new();
        for path in paths {
            let target = normalise(&dir.join(&path));
            if target.is_file() {
                touch(base, &target)?;
            } else if target.join("Cargo.toml").is_file() && Utf8Path::new(&path).is_relative() {
                // What it inherits may stand in a workspace of its own.
                found.extend(target.ancestors().skip(1).filter(|a| is_workspace(a)).map(Utf8Path::to_owned));
                found.push(target);
            }
        }
        Ok(found)
    }
}

fn is_workspace(dir: &Utf8Path) -> bool {
    let manifest = dir.join("Cargo.toml");
    manifest.is_file() && read(&manifest).is_ok_and(|text| text.parse::<Table>().is_ok_and(|t| t.contains_key("workspace")))
}

/// Every value of a key `path`, and of `package.workspace`, at any depth.
fn collect_paths(value: &Value, paths: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                match value {
                    Value::String(path) if key == "path" || key == "workspace" => paths.push(path.clone()),
                    other => collect_paths(other, paths),
                }
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| collect_paths(part, paths)),
        _ => {}
    }
}

/// An empty file in the copy where the original has one with Rust source.
fn touch(base: &Utf8Path, original: &Utf8Path) -> std::io::Result<()> {
    if !original.is_file() || original.extension() != Some("rs") {
        return Ok(());
    }
    let copy = mirrored(base, original);
    if let Some(parent) = copy.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(copy, "")
}

/// Where a file of the original lies in the copy.
fn mirrored(base: &Utf8Path, original: &Utf8Path) -> Utf8PathBuf {
    let mut copy = base.to_owned();
    for component in original.components() {
        match component {
            Utf8Component::Normal(name) => copy.push(name),
            Utf8Component::Prefix(prefix) => copy.push(prefix_name(prefix.as_str())),
            Utf8Component::RootDir | Utf8Component::CurDir | Utf8Component::ParentDir => {}
        }
    }
    copy
}

/// A folder's name for `C:` or `\\server\share`.
fn prefix_name(prefix: &str) -> String {
    prefix.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

/// What turns the copy's paths back, both as paths and as they stand in `file://` URLs.
fn replacements<'d>(base: &Utf8Path, dirs: impl Iterator<Item = &'d Utf8PathBuf>) -> Vec<(String, String)> {
    let mut replace = Vec::new();
    let prefixes: BTreeSet<&str> = dirs
        .filter_map(|dir| match dir.components().next() {
            Some(Utf8Component::Prefix(prefix)) => Some(prefix.as_str()),
            _ => None,
        })
        .collect();
    let forward = base.as_str().replace('\\', "/");
    for prefix in prefixes {
        let name = prefix_name(prefix);
        replace.push((format!("{}/", mirrored(base, Utf8Path::new(prefix))).replace('/', "\\"), format!("{prefix}\\")));
        replace.push((format!("{forward}/{name}/"), format!("{}/", prefix.replace('\\', "/"))));
    }
    if replace.is_empty() {
        replace.push((format!("{forward}/"), "/".to_owned()));
    }
    replace
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_and_targets_are_copied_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(dir.path().join("w")).unwrap();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"m\"]\n[workspace.dependencies]\nout = { path = \"../out\" }\n");
        write("m/Cargo.toml", "[package]\nname = \"m\"\n[lib]\npath = \"odd/place.rs\"\n");
        write("m/odd/place.rs", "secret");
        write("m/src/bin/tool.rs", "secret");
        write("m/src/bin/notes.txt", "secret");
        write("../out/Cargo.toml", "[package]\nname = \"out\"\n");
        write("../out/src/lib.rs", "secret");
        write("../other/Cargo.toml", "[package]\nname = \"other\"\n");
        let shadow = Shadow::new(&root, [root.join("m")].into_iter()).unwrap();
        let copied = shadow.manifest.parent().unwrap();
        assert_eq!(fs::read_to_string(copied.join("m/odd/place.rs")).unwrap(), "");
        assert!(copied.join("m/src/bin/tool.rs").is_file());
        assert!(!copied.join("m/src/bin/notes.txt").exists());
        assert!(copied.join("../out/src/lib.rs").is_file());
        assert!(!copied.join("../other").exists());
        let (from, to) = &shadow.replace[0];
        assert_eq!(copied.as_str().replace('\\', "/").replace(from.as_str(), to), root.as_str().replace('\\', "/"));
        let gone = copied.to_owned();
        drop(shadow);
        assert!(!gone.exists());
    }
}
