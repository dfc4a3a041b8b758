//! Findings: what is reported, at which level, and in which order.
//!
//! A finding is built once, by a check; everything after that filters, orders or renders it.

mod baseline;
mod changed;
mod edits;
mod enclosing;
mod finding;
mod level;
mod lint;
mod order;
pub mod place;
mod problem;
pub mod registry;
mod suppressions;

pub use baseline::{Baseline, Compared};
pub use changed::{Changes, ShownChanges};
pub use edits::{acceptance, endless_timeout_test};
pub use enclosing::item_around;
pub use finding::{Applicability, Finding, Help, Label, Suggestion};
pub use level::{LevelOrigin, LeveledFinding};
pub use lint::{Group, Level, Lint, TOOL};
pub use order::{ordered, ordered_problems};
pub use problem::Problem;
pub use suppressions::{Policy, SuppressibleFile, Suppressions};
