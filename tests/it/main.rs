//! The tests that see the tool from outside: one crate, one module a subject.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cli;
mod workspace;
