//! The one crate of integration tests.

mod pages;
mod ui;
