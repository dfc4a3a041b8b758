//! The library behind `cargo looksalive-lint`.
//!
//! Data flows one way: `argv → request → workspace → files → items → names and types → roles → summaries →
//! findings → report`. A stage knows the stages before it by their types and nothing of those after it.

pub mod analysis;
pub mod budget;
pub mod checks;
pub mod cli;
pub mod config;
pub mod findings;
pub mod models;
mod problems;
pub mod report;
pub mod resolve;
pub mod roles;
mod run;
pub mod sharing;
pub mod source;
pub mod store;
pub mod syntax;
pub mod workspace;

pub use run::run;
