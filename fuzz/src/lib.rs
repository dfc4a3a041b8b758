//! What must hold for any input, one module a fuzz target.
//!
//! Each module has `check`, which takes an input and panics where a promise is broken; not only where the tool
//! itself does. `fuzz_targets/` hands them to the fuzzer; `tests/it/fuzz.rs` includes this file and hands them seeds, random
//! inputs and what the fuzzer once found. Knows of the tool what its library makes public.

pub mod config;
pub mod constants;
pub mod directives;
pub mod macros;
pub mod mutate;
pub mod program;
pub mod programs;
pub mod seeds;
pub mod spans;
pub mod syntax;

/// A number that hangs on the input alone: which of several things to look at.
pub fn hash(text: &str) -> usize {
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)) as usize
}
