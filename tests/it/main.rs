//! The integration tests.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod pages;
mod ui;
mod workspace;
