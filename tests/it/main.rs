//! The tests that see the tool from outside: one crate, one module a subject.

mod cli;
