//! Text → owned tree. The only module that knows `syn`.
//!
//! Two steps: [`parse_items`] reads a file's items and skips function bodies; [`parse_body`] reads one body when
//! somebody asks for it. Both give byte spans in the file's own text. A text that does not parse gives an error
//! with its place, never a failed run.

pub mod ast;
pub mod body;
pub mod macros;
