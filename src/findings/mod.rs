//! Findings: what is reported, at which level, and in which order.
//!
//! A finding is built once, by a check; everything after that filters, orders or renders it.

mod finding;
mod lint;

pub use finding::{Applicability, Finding, Help, Label, Suggestion};
pub use lint::{Group, Level, Lint};
