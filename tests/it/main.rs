//! What the tool promises to those who use it: the one integration crate, one module a subject.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_input;
mod call_graph;
mod cli;
mod dogfood;
mod interleavings;
mod invariants;
mod oracle;
mod pages;
mod pipeline;
mod report;
mod shared;
mod std_signatures;
mod std_sources;
mod ui;
mod workspace;
