//! std's signatures, built in: core, alloc and std as units that are read from an embedded file.
//!
//! The file holds what the crates define as [`write()`] found it in their sources, for a Windows and for a Unix
//! target: modules, names, types, traits, impls, and the signatures of functions, each read when somebody asks.
//! No body is there: what calls cost is said by the models. `cargo test` says whether the file is that of the
//! toolchain at hand, `BLESS=1 cargo test std_signatures` rewrites it.

mod ahead;
mod codec;
mod plan;
mod read;
mod select;
mod tree;
mod write;

use std::sync::{Arc, LazyLock, OnceLock};

use camino::Utf8PathBuf;

pub use self::ahead::{Ahead, FIRST};
pub(super) use self::codec::Pack;
use self::codec::Reader;
pub(super) use self::read::read_unit;
pub use self::write::write;
use super::db::{CrateData, GivenItems, StdCrates};
use super::ids::CrateId;
use crate::source::{FileId, SourceFile, Sources, Symbol};
use crate::workspace::{Cfg, CrateKind};

/// First bytes of the file; the number is that of its form.
const MAGIC: &[u8] = b"looksalive std 1\n";

/// The attribute of what a stable toolchain does not give.
const UNSTABLE: &str = "unstable";

const FILE: &[u8] = include_bytes!("../../../lints/std/signatures.bin");

/// A crate of the file.
#[derive(Clone, Copy, Debug)]
pub struct Packed {
    /// The file that its spans name.
    pub file: FileId,
    /// 0 for Windows, 1 for Unix.
    variant: u8,
    /// 0 to 2: core, alloc, std.
    krate: u8,
    /// The number of core; those of alloc and std follow.
    first: CrateId,
}

/// std's crates, to be numbered `first` and the two after it. What `cfg` says of the system chooses between what
/// std has on Windows and elsewhere.
pub fn load(sources: &Sources, cfg: &Arc<Cfg>, first: CrateId) -> ([CrateData; 3], StdCrates) {
    let archive = Archive::get();
    let file = sources.add(SourceFile::real("std", archive.text, false));
    let variant = variant_of(cfg.names.contains("windows"));
    let id = |i: u32| CrateId(first.0 + i);
    let all = [("core", id(0)), ("alloc", id(1)), ("std", id(2))];
    let krate = |number: usize| CrateData {
        name: all[number].0.to_owned(),
        edition: 2024,
        root_file: Utf8PathBuf::new(),
        kind: CrateKind::Lib,
        package: None,
        is_member: false,
        is_selected: false,
        deps: all[..number].iter().map(|(name, id)| ((*name).to_owned(), *id)).collect(),
        cfg: Arc::clone(cfg),
        items: Some(Arc::new(GivenItems::Packed(Packed { file, variant, krate: number as u8, first }))),
    };
    ([krate(0), krate(1), krate(2)], StdCrates { core: id(0), alloc: id(1), std: id(2) })
}

fn variant_of(windows: bool) -> u8 {
    u8::from(!windows)
}

/// Read number `number` of the pool.
pub(super) fn unpack<T: Pack>(file: FileId, number: u32) -> T {
    T::unpack(&mut Archive::get().pooled(file, number))
}

/// The release of Rust that the embedded signatures are of.
pub fn version() -> &'static str {
    Archive::get().version
}

/// The embedded file, its tables read.
struct Archive {
    version: &'static str,
    names: Vec<Symbol>,
    text: &'static str,
    pool: Vec<&'static [u8]>,
    /// By crate: what Windows has, and how much of its start and end the other has too; then what the other has
    /// between these.
    parts: Vec<&'static [u8]>,
    /// By crate, what the other has, put together.
    units: [OnceLock<Vec<u8>>; 3],
}

impl Archive {
    fn get() -> &'static Self {
        static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| Archive::read(FILE));
        &ARCHIVE
    }

    /// Read the tables. A file that is not ours, or of another form, is empty: so it is before it is first written.
    fn read(bytes: &'static [u8]) -> Self {
        let body = bytes.strip_prefix(MAGIC).unwrap_or_default();
        let mut r = Reader::new(body, &[], FileId(0));
        let text = |r: &mut Reader| {
            let len = r.len();
            std::str::from_utf8(r.slice(len)).unwrap_or_default()
        };
        let version = text(&mut r);
        let names = text(&mut r);
        // All at once, and before any other thread has names: a symbol's number hangs on the order.
        let names = Symbol::intern_all(names.split('\n').chain([UNSTABLE]));
        let texts = text(&mut r);
        let list = |r: &mut Reader| {
            let lens: Vec<usize> = (0..r.len()).map(|_| r.len()).collect();
            lens.into_iter().map(|len| r.slice(len)).collect()
        };
        let pool = list(&mut r);
        let parts = list(&mut r);
        Self { version, names, text: texts, pool, parts, units: Default::default() }
    }

    fn unit(&'static self, variant: u8, krate: u8) -> &'static [u8] {
        let part = |i: usize| self.parts.get(usize::from(krate) * 2 + i).copied().unwrap_or_default();
        let windows = part(0);
        if variant == 0 {
            return windows;
        }
        let build = || {
            let mut r = Reader::new(part(1), &[], FileId(0));
            let (start, end) = (r.len_of(windows), r.len_of(windows));
            let middle = r.rest();
            let end = &windows[windows.len() - end..];
            [&windows[..start], middle, end].concat()
        };
        self.units[usize::from(krate)].get_or_init(build)
    }

    fn pooled(&'static self, file: FileId, number: u32) -> Reader {
        let bytes = (number as usize).checked_sub(1).and_then(|i| self.pool.get(i));
        Reader::new(bytes.copied().unwrap_or(&[0, 0]), &self.names, file)
    }
}
