//! The store of definitions over a loaded workspace, and the thread that works on it.
//!
//! Where the stages that must not touch the operating system get their files from. Knows nothing of what is asked of
//! the store.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::resolve::db::{CrateData, Db, Loader};
use crate::resolve::ids::CrateId;
use crate::resolve::stdlib;
use crate::source::{self, Sources};
use crate::workspace::Workspace;

/// How much stack the analysis gets, in bytes: code may nest, and so does the walk over it. Only what is used is
/// ever taken from the system.
const STACK: usize = 1 << 30;

/// Do `work` on a thread whose stack is large enough for any code.
///
/// # Errors
/// Where the thread cannot be started, or the work ended in a panic; else what the work says.
pub fn on_large_stack<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    let worker = std::thread::Builder::new().name("analysis".to_owned()).stack_size(STACK);
    let running = worker.spawn(work)?;
    running.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the analysis ended unexpectedly: this is a bug of the tool, please report it")))
}

/// Begin what does not hang on the workspace, beside whatever finds it: `target` is what it will most likely be read for.
pub fn prepare(target: &str) {
    // A guess is enough here: what is read for another system is not used.
    if let Some(ahead) = stdlib::Ahead::new(target.contains("windows")) {
        // Where no thread can be had, the work is dropped, and done when it is needed.
        drop(std::thread::Builder::new().name("std".to_owned()).spawn(move || ahead.read()));
    }
}

/// The store of a workspace's crates and the standard library. A crate's number is its place in
/// [`Workspace::crates`]. Texts are added to `sources` as they are read.
pub fn open(workspace: &Workspace, sources: &Arc<Sources>) -> Db {
    let mut crates: Vec<CrateData> = workspace
        .crates
        .iter()
        .map(|spec| CrateData {
            name: spec.name.clone(),
            edition: spec.edition,
            root_file: spec.root_file.clone(),
            kind: spec.kind,
            package: Some(spec.package),
            is_member: spec.is_member,
            is_selected: spec.is_selected,
            deps: spec.deps.iter().map(|(name, index)| (name.clone(), CrateId(index.0))).collect(),
            cfg: Arc::clone(&spec.cfg),
            items: None,
        })
        .collect();
    let cfg = crates.first().map(|k| Arc::clone(&k.cfg)).unwrap_or_default();
    let (std, numbers) = stdlib::load(sources, &cfg, stdlib::FIRST);
    crates.extend(std);
    Db::new(Arc::clone(sources), Box::new(Disk { root: workspace.root.clone() }), crates, Some(numbers))
}

/// Be done with the store of one workspace. The last one's memory goes with the process: to give it back piece by
/// piece takes a twentieth of a run.
pub fn close(mut db: Db, is_last: bool) {
    if is_last {
        db.sources = Arc::default();
        std::mem::forget(db);
    }
}

/// Reads files for the store.
struct Disk {
    root: Utf8PathBuf,
}

impl Loader for Disk {
    fn read(&self, path: &Utf8Path) -> Result<String, String> {
        source::read(path).map_err(|error| error.to_string())
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        source::is_there(path)
    }

    fn show(&self, path: &Utf8Path) -> String {
        source::display_name(&self.root, path)
    }
}
