//! A value that is there, or that is read from the embedded file when somebody looks at it.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use super::Archive;
use super::codec::Pack;
use crate::source::FileId;

/// See the module.
pub struct Lazy<T> {
    cell: OnceLock<Box<T>>,
    /// The given file, and the number in the pool.
    packed: (FileId, u32),
}

impl<T> Lazy<T> {
    /// One that is there.
    pub fn ready(value: T) -> Self {
        Self { cell: OnceLock::from(Box::new(value)), packed: (FileId(0), 0) }
    }

    pub(super) fn packed(file: FileId, number: u32) -> Self {
        Self { cell: OnceLock::new(), packed: (file, number) }
    }
}

impl<T: Pack> Deref for Lazy<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.cell.get_or_init(|| Box::new(T::unpack(&mut Archive::get().pooled(self.packed.0, self.packed.1))))
    }
}

impl<T: Pack + fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
