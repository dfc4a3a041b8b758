//! The one integration crate: what the tool promises to those who use it.

mod report;
