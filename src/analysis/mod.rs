//! What an entry point comes to: everything it may do that takes time, waits, or changes the world, with the way there,
//! and the worst bound of its run time.
//!
//! An abstract interpretation of bodies in their order of evaluation (`frame`), one summary a function and set of
//! constant arguments (`engine`), with what is known of values (`value`), targets of calls (`target`) and the
//! models' bounds (`bound`). Knows nothing of lints: `checks` turn effects into findings.

mod bound;
mod calls;
pub mod cost;
mod drops;
pub mod effect;
pub mod engine;
mod eval;
mod frame;
pub mod guards;
mod intervals;
mod intrinsics;
mod lookup;
mod loops;
mod memory;
mod panics;
pub mod shared;
mod target;
pub mod value;
