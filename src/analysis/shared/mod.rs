//! What `LooksAlive` shares with `Terminate`: which places both reach, what each does to them, and under which locks.
//!
//! An abstract interpretation of its own (`walk` and its parts: `exprs`, `making`, `control`, `binds`, `spots`, `calls`,
//! `outside`, `handed`, `results`, `flows`, `shapes`, `drops`) over the same bodies as the one that knows time. Its values (`value`) are pointers to places (`place`); what a
//! function does to places and locks (`lock`) is its summary (`facts`), made once for each set of values that it is given
//! (`analyzer`), so that receivers and arguments are the caller's places in it. `entries` walks the entry points and the
//! threads that they start; `verdicts` says what of it cannot go together. Knows nothing of lints and texts.
//!
//! The guards' lifetimes are `guards`'; how long a lock is held (`sections`) is asked of the interpreter that knows time.

mod analyzer;
mod binds;
mod calls;
mod control;
mod drops;
pub mod entries;
mod exprs;
pub mod facts;
mod flows;
mod handed;
pub mod lock;
mod making;
mod outside;
pub mod place;
mod results;
pub mod sections;
mod shapes;
mod spots;
mod value;
pub mod verdicts;
mod walk;

pub(in crate::analysis) use sections::{Filter, worse};
