//! Programs and the entry points that they have.

mod harness;
mod loose;
mod lookalikes;
mod memory;
mod programs;
mod trampolines;
mod values;
