//! The models that come with the tool: `lints/models/*.toml`, embedded in the binary.
//!
//! Reading a few hundred kilobytes of TOML at every start would cost more than the rest of a small run. So a start only
//! finds where each `[[model]]` stands and what it is called (a walk over lines), and a model is read when a
//! call first asks for it. The files are therefore written in one way: `path` first, then `foreign` or `callback`.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::index::{Index, Matching};
use super::load;
use super::schema::Model;

macro_rules! files {
    ($($name:literal)*) => {
        /// Name and text of every built-in model file.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../lints/models/", $name)))),*];
    };
}

files! {
    "arc-swap.toml"
    "async-std.toml"
    "clusapi-database.toml"
    "clusapi-service.toml"
    "clusapi.toml"
    "crossbeam.toml"
    "dashmap.toml"
    "flume.toml"
    "futures.toml"
    "hyper.toml"
    "lazy_static.toml"
    "log.toml"
    "odbc-api.toml"
    "once_cell.toml"
    "parking_lot.toml"
    "postgres.toml"
    "rayon.toml"
    "redis.toml"
    "regex.toml"
    "reqwest.toml"
    "resutils-property.toml"
    "resutils.toml"
    "rusqlite.toml"
    "smol.toml"
    "spin.toml"
    "sqlx.toml"
    "std-alloc.toml"
    "std-collections.toml"
    "std-core.toml"
    "std-fs.toml"
    "std-io.toml"
    "std-memory.toml"
    "std-net.toml"
    "std-process.toml"
    "std-sync.toml"
    "std-thread.toml"
    "std-windows.toml"
    "sysinfo.toml"
    "tiberius.toml"
    "tokio-io.toml"
    "tokio.toml"
    "tracing.toml"
    "ureq.toml"
    "win32-com.toml"
    "win32-file.toml"
    "win32-http.toml"
    "win32-io.toml"
    "win32-lock.toml"
    "win32-log.toml"
    "win32-memory.toml"
    "win32-net.toml"
    "win32-odbc.toml"
    "win32-path.toml"
    "win32-process.toml"
    "win32-registry.toml"
    "win32-rpc.toml"
    "win32-security.toml"
    "win32-service.toml"
    "win32-share.toml"
    "win32-snapshot.toml"
    "win32-socket.toml"
    "win32-system.toml"
    "win32-threadpool.toml"
    "win32-wait.toml"
    "win32-window.toml"
    "windows-registry.toml"
    "windows-service.toml"
    "winreg.toml"
    "wmi.toml"
}

/// The built-in models, indexed.
pub(super) struct Builtin {
    entries: Vec<Entry>,
    pub(super) index: Index,
}

/// One `[[model]]`: its text, and what it says once somebody asked.
struct Entry {
    file: &'static str,
    text: &'static str,
    model: OnceLock<Model>,
}

impl Builtin {
    /// The one copy that the process needs.
    pub(super) fn get() -> &'static Self {
        static BUILTIN: OnceLock<Builtin> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::new(FILES))
    }

    fn new(files: &[(&'static str, &'static str)]) -> Self {
        let mut entries = Vec::new();
        let mut index = Index::default();
        for &(file, text) in files {
            for text in tables(text) {
                let head = Head::of(text);
                let matching = match head {
                    Head { foreign: true, .. } => Matching::Foreign,
                    Head { callback: true, .. } => Matching::Callback,
                    _ => Matching::Path,
                };
                index.insert(Cow::Borrowed(head.path), matching, entries.len());
                entries.push(Entry { file, text, model: OnceLock::new() });
            }
        }
        index.finish();
        Self { entries, index }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The model with that number.
    pub(super) fn model(&self, number: usize) -> &Model {
        let entry = &self.entries[number];
        entry.model.get_or_init(|| {
            let model = load::parse(entry.file, entry.text).ok().and_then(|mut models| models.pop());
            model.expect("a test reads every built-in model")
        })
    }
}

/// The texts of the `[[model]]` tables of a file.
fn tables(text: &'static str) -> impl Iterator<Item = &'static str> {
    const HEADER: &str = "[[model]]\n";
    let mut rest = text.find(HEADER).map_or("", |start| &text[start..]);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        // A header stands at the start of a line.
        let end = rest[HEADER.len()..].find("\n[[model]]\n").map_or(rest.len(), |i| HEADER.len() + i + 1);
        let (table, after) = rest.split_at(end);
        rest = after;
        Some(table)
    })
}

/// What the index needs of a table, read off its lines.
struct Head {
    path: &'static str,
    foreign: bool,
    callback: bool,
}

impl Head {
    /// `path` is the first key, `foreign` or `callback` the second.
    fn of(table: &'static str) -> Self {
        let mut lines = table.lines().skip(1);
        let path = lines.next().and_then(|line| line.strip_prefix("path = \"")).and_then(|rest| rest.strip_suffix('"'));
        let second = lines.next();
        Self { path: path.unwrap_or_default(), foreign: second == Some("foreign = true"), callback: second == Some("callback = true") }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints/models");
        let entries = fs_err::read_dir(folder).expect("the folder exists").map(|e| e.expect("it can be listed").file_name());
        let there: BTreeSet<String> =
            entries.map(|name| name.into_string().expect("UTF-8")).filter(|name| name.ends_with(".toml")).collect();
        let listed: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(there, listed, "lints/models and the list in src/models/builtin.rs");
    }

    #[test]
    fn every_model_is_well_formed_and_found_as_it_is_read() {
        let mut errors = Vec::new();
        let mut all: Vec<Model> = Vec::new();
        for (file, text) in FILES {
            match load::parse(&format!("lints/models/{file}"), text) {
                Ok(models) => {
                    let walked: Vec<&str> = tables(text).map(|table| Head::of(table).path).collect();
                    let read: Vec<&str> = models.iter().map(|model| model.path.as_str()).collect();
                    assert_eq!(walked, read, "{file}: what the walk over lines finds is what TOML says");
                    for (table, model) in tables(text).zip(&models) {
                        let head = Head::of(table);
                        assert_eq!((head.foreign, head.callback), (model.foreign, model.callback), "{file}: {}", model.path);
                    }
                    all.extend(models);
                }
                Err(error) => errors.push(error.to_string()),
            }
        }
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        let mut seen: BTreeMap<String, Vec<&Model>> = BTreeMap::new();
        for model in &all {
            for path in model.paths() {
                let name = if model.foreign || model.callback { path.rsplit("::").next().unwrap_or_default().to_owned() } else { path };
                seen.entry(name).or_default().push(model);
            }
        }
        for (name, models) in seen {
            for (i, model) in models.iter().enumerate() {
                assert!(models[..i].iter().all(|other| load::common_path(other, model).is_none()), "`{name}` has two models");
            }
        }
    }
}
