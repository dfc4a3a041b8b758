//! What the tool promises to those who use it: the one integration crate, one module a subject.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_input;
mod budget;
mod call_graph;
mod cli;
mod config;
mod dogfood;
mod filters;
mod fix;
mod flows;
mod formats;
mod fuzz;
mod held;
mod hostile;
mod interleavings;
mod invariants;
mod limits;
mod metamorphic;
mod oracle;
mod output_safety;
mod pages;
mod pipeline;
mod reality;
mod report;
mod rust_analyzer;
mod sealed;
mod setup;
mod shared;
mod std_signatures;
mod std_sources;
mod suppressions;
mod ui;
mod workspace;
