//! What calls outside the analysed sources do: the built-in models (`lints/models/*.toml`) and the user's.
//!
//! Answers one question: what does this callee do? Knows paths as text and numbers of arguments, nothing of
//! types, bodies or findings.

mod bound;
mod condition;
mod effects;
mod latency;
mod path;
pub mod schema;
mod setting;
pub mod validate;

pub use bound::{parse_duration, parse_size};
pub use path::candidates;
