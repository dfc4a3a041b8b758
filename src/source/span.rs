//! A place: a file and a byte range.

use serde::{Deserialize, Serialize};

/// A file known to [`Sources`](super::Sources), real or virtual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file the offsets count in.
    pub file: FileId,
    /// First byte.
    pub lo: u32,
    /// One past the last byte.
    pub hi: u32,
}

impl Span {
    /// A range in `file`; `lo <= hi` is the caller's duty.
    pub fn new(file: FileId, lo: u32, hi: u32) -> Self {
        debug_assert!(lo <= hi, "a span ends before it begins");
        Self { file, lo, hi }
    }

    /// The smallest span that covers both; `self` where the files differ.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file == other.file { Self { file: self.file, lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) } } else { self }
    }

    /// Whether `other` lies within `self`.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.lo <= other.lo && other.hi <= self.hi
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.hi - self.lo
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.lo == self.hi
    }

    /// The range as indices into the file's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.lo as usize..self.hi as usize
    }
}
