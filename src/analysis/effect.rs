//! What code does that matters, and by which way it is reached.

use std::sync::Arc;

use crate::models::schema::{ForbiddenUse, Kind};
use crate::source::Span;

pub use super::chain::{Chain, Hop};

/// How many ways to one operation are kept.
pub const CHAINS: usize = 4;

/// How many operations one function's summary keeps; past it the rest is counted as not analysed.
pub const EFFECTS: usize = 4_000;

/// How long one operation takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// At most so many nanoseconds.
    Known(u128),
    /// For ever.
    Unbounded,
    /// Its bound cannot be evaluated.
    Unknown,
}

/// How much is put on the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many bytes.
    Bytes(u64),
    /// As much as there is to read.
    Input,
    /// A collection whose length is not known.
    Unsized,
}

/// What an operation does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Takes time.
    Takes {
        /// What kind.
        kind: Kind,
        /// How much.
        time: Time,
        /// How often the known loops around it in its own function run it.
        times: u128,
    },
    /// Puts something on the heap.
    Allocates {
        /// How much.
        amount: Amount,
        /// How often the known loops around it in its own function run it.
        times: u128,
    },
    /// Goes on for a number of rounds that nobody knows: why that matters.
    Repeats(Arc<str>),
    /// Is forbidden by the platform.
    Forbidden(ForbiddenUse),
    /// Changes the world: what.
    Mutates(Arc<str>),
    /// Sets an interval at which the host polls, in milliseconds.
    Polls {
        /// What it is of the interval: "interval", "minimum", "default".
        what: &'static str,
        /// That of `LooksAlive`.
        looks_alive: u64,
        /// That of `IsAlive`, where it is set beside it.
        is_alive: Option<u64>,
    },
    /// Can panic.
    Panics {
        /// Whether the panic has come to the boundary of an `extern` function, where the process aborts: nothing that
        /// lies further out catches it.
        aborts: bool,
    },
    /// A call that is not resolved and has no model: why.
    Unresolved(Arc<str>),
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The callee's own name.
    pub place: Span,
    /// The callee, as shown.
    pub callee: Arc<str>,
    /// The callee's whole path, for advice.
    pub path: Arc<str>,
    /// What it does.
    pub action: Action,
    /// Why, in words: "the timeout is `INFINITE`".
    pub why: Option<Arc<str>>,
    /// What its model says to do instead.
    pub instead: Option<Arc<str>>,
    /// The arguments as written, for advice.
    pub arguments: Arc<[String]>,
    /// The ways to it, shortest first; empty ways stand for the function itself.
    pub chains: Vec<Chain>,
}

impl Effect {
    /// The same in a loop that runs `factor` times, where that matters to it and it stands in this very function.
    pub fn times(&self, factor: u128) -> Option<Self> {
        if factor == 1 || !self.chains.iter().any(Chain::is_empty) {
            return None;
        }
        let mut more = self.clone();
        match &mut more.action {
            Action::Takes { times, .. } | Action::Allocates { times, .. } => *times = times.saturating_mul(factor),
            _ => return None,
        }
        Some(more)
    }

    /// A loop, or a recursion, that goes on for nobody knows how long.
    pub fn repeats(at: Span, why: &str) -> Self {
        Self {
            place: at,
            callee: "".into(),
            path: "".into(),
            action: Action::Repeats(why.into()),
            why: None,
            instead: None,
            arguments: Arc::from([]),
            chains: vec![Chain::default()],
        }
    }
}

/// Merge `effect`, reached through `hop`, into `into`.
pub fn merge(into: &mut Vec<Effect>, effect: &Effect, hop: Option<&Hop>) {
    let reached = |chain: &Chain| match hop {
        Some(hop) => chain.behind(hop.clone()),
        None => chain.clone(),
    };
    if let Some(known) = into.iter_mut().find(|e| e.place == effect.place && e.action == effect.action) {
        for chain in &effect.chains {
            let is_known = |known: &Chain| match hop {
                Some(hop) => known.is_behind(hop, chain),
                None => known == chain,
            };
            if !known.chains.iter().any(is_known) {
                known.chains.push(reached(chain));
            }
        }
        known.chains.sort_by_key(Chain::len);
        known.chains.truncate(CHAINS);
        return;
    }
    if into.len() < EFFECTS {
        into.push(Effect { chains: effect.chains.iter().map(reached).collect(), ..effect.clone() });
    }
}
