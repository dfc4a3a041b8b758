//! A value that is there, or that is made when somebody looks at it: read from the built-in file, or from a text.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::stdlib;
use crate::source::{FileId, SourceFile};
use crate::syntax::Late;
use crate::syntax::ast::ItemKind;
use crate::workspace::Cfg;

/// See the module.
pub struct Lazy<T> {
    cell: OnceLock<Box<T>>,
    source: Source<T>,
}

enum Source<T> {
    Ready,
    /// A number in the built-in file's pool, and the file that spans name.
    Packed(FileId, u32, fn(FileId, u32) -> T),
    Made(Box<dyn Fn() -> T + Send + Sync>),
}

impl<T> Lazy<T> {
    /// One that is there.
    pub fn ready(value: T) -> Self {
        Self { cell: OnceLock::from(Box::new(value)), source: Source::Ready }
    }

    /// One that `make` makes.
    pub(super) fn made(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { cell: OnceLock::new(), source: Source::Made(Box::new(make)) }
    }
}

impl<T: stdlib::Pack> Lazy<T> {
    /// One of the built-in file's.
    pub(super) fn packed(file: FileId, number: u32) -> Self {
        Self { cell: OnceLock::new(), source: Source::Packed(file, number, stdlib::unpack) }
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.cell.get_or_init(|| {
            Box::new(match &self.source {
                Source::Ready => unreachable!("a value that is ready is in its cell"),
                Source::Packed(file, number, read) => read(*file, *number),
                Source::Made(make) => make(),
            })
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// An item of a text that the parser reads when somebody asks for a part of it.
pub(super) struct LateItem {
    file: FileId,
    source: Arc<SourceFile>,
    late: Late,
    /// What decides which fields and variants there are.
    pub(super) cfg: Arc<Cfg>,
    kind: OnceLock<Option<ItemKind>>,
}

impl LateItem {
    pub(super) fn new(file: FileId, source: Arc<SourceFile>, late: Late, cfg: Arc<Cfg>) -> Self {
        Self { file, source, late, cfg, kind: OnceLock::new() }
    }

    /// What it is; `None` where the parser does not take it. Kept.
    pub(super) fn kind(&self) -> Option<&ItemKind> {
        self.kind.get_or_init(|| self.read()).as_ref()
    }

    /// As [`Self::kind`], not kept.
    pub(super) fn read(&self) -> Option<ItemKind> {
        self.late.read(self.file, &self.source.text).ok()
    }
}
