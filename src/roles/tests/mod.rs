//! Programs and the entry points that they have.

mod harness;
mod lookalikes;
mod loose;
mod memory;
mod programs;
mod trampolines;
mod values;
