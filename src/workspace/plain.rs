//! Sources without a manifest: which files are crate roots.
//!
//! A file that is named is a root. In a folder, `lib.rs` and `main.rs` are, and every file that no other file pulls in. What a
//! manifest would say is assumed: edition 2021, no features, no dependencies, and a DLL for everything but `main.rs`, so
//! that an entry point that is known by its name and shape alone is still found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::graph::code_name;
use super::plain_mods::pulled_in;
use super::{Cfg, CrateIndex, CrateKind, CrateSpec, Error, Package, PackageIndex, Request, Workspace};

/// The edition assumed.
const EDITION: u16 = 2021;

/// The workspaces, one per target, that the request's paths make up.
pub(super) fn load(request: &Request, cfgs: &[Cfg]) -> Result<Vec<Workspace>, Error> {
    let paths: Vec<Utf8PathBuf> = request.paths.iter().map(|path| request.absolute(path)).collect();
    let mut roots = BTreeSet::new();
    for path in &paths {
        let metadata = std::fs::metadata(path).map_err(|source| Error::BadPath { path: path.clone(), source })?;
        let found = if metadata.is_dir() {
            roots_in(path)
        } else if metadata.is_file() && path.extension() == Some("rs") {
            vec![path.clone()]
        } else {
            Vec::new()
        };
        if found.is_empty() {
            return Err(Error::NoSources { path: path.clone() });
        }
        roots.extend(found);
    }
    let root = common_root(&request.current_dir, &paths);
    let target_dir = request.target_dir.as_ref().map_or_else(|| root.join("target"), |dir| request.absolute(dir));
    Ok(cfgs.iter().map(|cfg| workspace(&root, &target_dir, &roots, cfg)).collect())
}

/// The current folder where all paths lie below it, else the nearest folder that holds them all.
fn common_root(current_dir: &Utf8Path, paths: &[Utf8PathBuf]) -> Utf8PathBuf {
    let mut root = current_dir;
    if !paths.iter().all(|path| path.starts_with(root)) {
        root = paths.first().map_or(root, |path| if path.is_dir() { path } else { path.parent().unwrap_or(path) });
        while let Some(parent) = root.parent().filter(|_| !paths.iter().all(|path| path.starts_with(root))) {
            root = parent;
        }
    }
    root.to_owned()
}

/// The crate roots below a folder, in order of their paths.
fn roots_in(dir: &Utf8Path) -> Vec<Utf8PathBuf> {
    let files = rust_files(dir);
    let texts = files.iter().map(|file| crate::source::read(file).unwrap_or_default());
    let pulls: BTreeMap<&Utf8PathBuf, Vec<Utf8PathBuf>> =
        files.iter().zip(texts).map(|(file, text)| (file, pulled_in(file, &text))).collect();
    let pulled: BTreeSet<&Utf8PathBuf> = pulls.iter().flat_map(|(file, pulled)| pulled.iter().filter(move |p| p != file)).collect();
    let is_root = |file: &&Utf8PathBuf| matches!(file.file_name(), Some("lib.rs" | "main.rs")) || !pulled.contains(*file);
    let mut roots: Vec<Utf8PathBuf> = files.iter().filter(is_root).cloned().collect();
    // Files that pull in one another and that nobody else does: the first of them is taken for the root.
    let mut reached = BTreeSet::new();
    let reach = |from: &Utf8PathBuf, reached: &mut BTreeSet<Utf8PathBuf>| {
        let mut open = vec![from.clone()];
        while let Some(file) = open.pop() {
            if let Some(more) = pulls.get(&file)
                && reached.insert(file)
            {
                open.extend(more.iter().cloned());
            }
        }
    };
    roots.iter().for_each(|root| reach(root, &mut reached));
    for file in &files {
        if !reached.contains(file) {
            roots.push(file.clone());
            reach(file, &mut reached);
        }
    }
    roots.sort();
    roots
}

/// All Rust files below a folder; links, hidden and build folders aside, and what Cargo would build for tests only.
fn rust_files(dir: &Utf8Path) -> Vec<Utf8PathBuf> {
    let walk = walkdir::WalkDir::new(dir).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let beside_src = || entry.path().parent().is_some_and(|parent| parent.join("src").is_dir());
        entry.depth() == 0
            || match name.as_ref() {
                "target" => !entry.file_type().is_dir(),
                "tests" | "examples" | "benches" => !entry.file_type().is_dir() || !beside_src(),
                "build.rs" => !beside_src(),
                name => !name.starts_with('.'),
            }
    });
    walk.flatten()
        .filter(|entry| entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "rs"))
        .filter_map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).ok())
        .collect()
}

fn workspace(root: &Utf8Path, target_dir: &Utf8Path, roots: &BTreeSet<Utf8PathBuf>, cfg: &Cfg) -> Workspace {
    let mut workspace =
        Workspace { root: root.to_owned(), target_dir: target_dir.to_owned(), target: cfg.target.clone(), ..Workspace::default() };
    let cfg = Arc::new(cfg.clone());
    // `lib.rs` and `main.rs` of one folder are one package; they come one after the other.
    let mut package_of: BTreeMap<Utf8PathBuf, PackageIndex> = BTreeMap::new();
    let mut library_of: BTreeMap<PackageIndex, (String, CrateIndex)> = BTreeMap::new();
    for file in roots {
        let dir = file.parent().unwrap_or(file);
        let is_conventional = matches!(file.file_name(), Some("lib.rs" | "main.rs"));
        let owner = if is_conventional { dir.to_owned() } else { file.clone() };
        let name = if is_conventional { folder_name(dir) } else { file.file_stem().unwrap_or_default().to_owned() };
        let package = *package_of.entry(owner.clone()).or_insert_with(|| {
            workspace.packages.push(Package {
                name: name.clone(),
                version: String::new(),
                id: owner.to_string(),
                manifest: dir.to_owned(),
                dir: dir.to_owned(),
                is_member: true,
                is_selected: true,
                metadata: None,
            });
            PackageIndex(u32::try_from(workspace.packages.len() - 1).expect("fewer than four thousand million packages"))
        });
        let is_bin = file.file_name() == Some("main.rs");
        let index = CrateIndex(u32::try_from(workspace.crates.len()).expect("fewer than four thousand million crates"));
        let deps = if is_bin { library_of.get(&package).cloned().into_iter().collect() } else { Vec::new() };
        if !is_bin {
            library_of.insert(package, (code_name(&name), index));
        }
        workspace.crates.push(CrateSpec {
            name: code_name(&name),
            target_name: name,
            package,
            kind: if is_bin { CrateKind::Bin } else { CrateKind::Cdylib },
            crate_types: vec![if is_bin { "bin" } else { "cdylib" }.to_owned()],
            edition: EDITION,
            root_file: file.clone(),
            deps,
            cfg: Arc::clone(&cfg),
            is_selected: true,
            is_member: true,
        });
    }
    workspace
}

/// The folder's name; of `src` the one above it.
fn folder_name(dir: &Utf8Path) -> String {
    let named = if dir.file_name() == Some("src") { dir.parent().unwrap_or(dir) } else { dir };
    named.file_name().unwrap_or("root").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(files: &[(&str, &str)]) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
        for (name, text) in files {
            let file = path.join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let found = roots_in(&path).into_iter().map(|root| crate::source::display_name(&path, &root));
        found.collect()
    }

    #[test]
    fn roots_are_told_from_modules() {
        assert_eq!(
            roots(&[("src/lib.rs", "mod a;"), ("src/a.rs", "mod b;"), ("src/a/b.rs", ""), ("src/main.rs", "")]),
            ["src/lib.rs", "src/main.rs"]
        );
        assert_eq!(roots(&[("a.rs", "mod b;"), ("b.rs", ""), ("c.rs", "")]), ["a.rs", "c.rs"]);
        assert_eq!(roots(&[("a.rs", "mod b;"), ("b.rs", "mod a;")]), ["a.rs"]);
        assert_eq!(roots(&[("a.rs", "mod a;")]), ["a.rs"]);
        assert_eq!(roots(&[("x/lib.rs", ""), ("y/lib.rs", ""), ("y/orphan.rs", "")]), ["x/lib.rs", "y/lib.rs", "y/orphan.rs"]);
    }

    #[test]
    fn what_no_build_takes_in_is_no_root() {
        let files =
            [("src/lib.rs", ""), ("tests/t.rs", ""), ("build.rs", ""), ("target/debug/x.rs", ""), (".git/x.rs", ""), ("notes.txt", "")];
        assert_eq!(roots(&files), ["src/lib.rs"]);
        assert_eq!(roots(&[("tests/t.rs", "")]), ["tests/t.rs"]);
    }
}
