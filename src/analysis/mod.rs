//! What an entry point comes to: everything it may do that takes time, waits, or changes the world, with the way there,
//! and the worst bound of its run time.
//!
//! An abstract interpretation of bodies in their order of evaluation (`frame`), one summary a function and set of
//! constant arguments (`engine`), with what is known of values (`value`), targets of calls (`target`) and the
//! models' bounds (`bound`). Knows nothing of lints: `checks` turn effects into findings.

mod asking;
mod blocks;
mod bound;
mod callbacks;
mod calls;
mod chain;
mod control;
pub mod cost;
mod drops;
pub mod effect;
mod elements;
pub mod engine;
mod eval;
mod fields;
mod filling;
mod frame;
mod futures;
pub mod guards;
mod handed;
mod implicit;
mod intervals;
mod intrinsics;
mod locals;
mod lookup;
mod loop_forms;
mod loops;
mod macros;
mod memory;
mod modelled;
mod names;
mod numbers;
mod panics;
mod patterns;
mod places;
mod ranges;
mod rounds;
pub mod shared;
mod sums;
mod target;
mod texts;
mod unknown;
pub mod value;
