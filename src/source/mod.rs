//! File texts and places in them.
//!
//! Every stage speaks of places as [`Span`]s: a file and a byte range in that file's text as it stands on
//! disk (a byte-order mark and a shebang line are part of the text). What a macro writes gets a *virtual*
//! file of its own ([`SourceFile::origins`]), so that later stages need not know that macros exist: a span in
//! a virtual file leads back to the place where the token was written, and to the invocation.
//!
//! This module knows nothing of Rust's syntax.

mod line_index;
mod load;
mod map;
mod span;
mod symbol;

pub use line_index::{LineColumn, LineIndex};
pub use load::{LoadError, MAX_BYTES, display_name, is_there, normalise, read};
pub use map::{Origin, SourceFile, Sources};
pub use span::{FileId, Span};
pub use symbol::Symbol;
