//! The bill of each `LooksAlive`: how long it can take at worst, and what that is made of.
//!
//! The analysis gives a bound as a sum that shares its parts; here it becomes the tree that people and tools read, each
//! part with what it takes, how often, where and why, the dearest first. Nothing is judged here and nothing rendered.

mod tree;

use std::sync::Arc;

use crate::analysis::effect::{Action, Effect, Time};
use crate::checks::facts::LooksAlive;
use crate::findings::Problem;
use crate::models::Models;
use crate::source::Span;
use crate::workspace::{CrateIndex, PackageIndex};

pub use crate::analysis::cost::{show, size};
pub use crate::config::Limit;
pub use tree::{Part, Parts};

/// How long one `LooksAlive` can take.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Its table, as shown: `GENERIC_SERVICE_TABLE`.
    pub table: String,
    /// The function's path from its crate's name, by which the configuration speaks of it.
    pub function: String,
    /// Its own name, where it is declared.
    pub place: Span,
    /// The package it belongs to.
    pub package: PackageIndex,
    /// The crate it belongs to.
    pub krate: CrateIndex,
    /// The time within which it should return, in nanoseconds.
    pub allowed: u128,
    /// The bound that the configuration records.
    pub recorded: Option<Limit>,
    /// The bound that was found.
    pub bound: Bound,
    /// What is known of it, as a tree.
    pub parts: Arc<[Part]>,
    /// The memory that is known to be put on the heap.
    pub memory: Memory,
    /// How many further calls were judged to take no time.
    pub instant: usize,
    /// What has no bound.
    pub unbounded: Vec<Remark>,
    /// What has a bound that cannot be evaluated, or could not be followed; it adds nothing.
    pub unknown: Vec<Remark>,
}

/// A bound: a duration, as far as it is known, and what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The sum of what is known, in nanoseconds.
    pub known: u128,
    /// Something on the way has no bound: then there is none.
    pub is_unbounded: bool,
    /// Something on the way has a bound that cannot be evaluated.
    pub has_unknown: bool,
}

impl Bound {
    /// The bound as one to hold to.
    pub fn limit(self) -> Limit {
        if self.is_unbounded { Limit::Unbounded } else { Limit::Nanos(self.known) }
    }

    /// Whether it is larger than `limit`.
    pub fn exceeds(self, limit: Limit) -> bool {
        match limit {
            Limit::Unbounded => false,
            Limit::Nanos(nanos) => self.is_unbounded || self.known > nanos,
        }
    }
}

/// Memory that is put on the heap.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The sum of what is known, in bytes.
    pub known: u128,
    /// What may be put there, in bytes.
    pub allowed: u128,
    /// What the sum is made of, as a tree; amounts are bytes.
    pub parts: Arc<[Part]>,
}

/// Something to be said of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The callee's name where it is called, or a loop's keyword.
    pub place: Span,
    /// The call as written, as far as that is known; `a loop` for one.
    pub call: String,
    /// Why.
    pub why: String,
}

impl Budget {
    /// The bill of an entry point.
    pub fn new(entry: &LooksAlive, models: &Models, recorded: Option<Limit>) -> Self {
        let bound = Bound { known: entry.cost.known, is_unbounded: entry.cost.is_unbounded, has_unknown: entry.cost.has_unknown };
        let instant = entry.effects.iter().filter(|e| matches!(e.action, Action::Takes { time: Time::Known(0), .. })).count();
        let mut budget = Self {
            table: entry.table.clone(),
            function: entry.path.clone(),
            place: entry.name,
            package: entry.package,
            krate: entry.krate,
            allowed: entry.budget.as_nanos(),
            recorded,
            bound,
            parts: tree::parts(entry, models),
            memory: Memory { known: entry.cost.heap, allowed: u128::from(entry.allocation_limit), parts: tree::memory(entry, models) },
            instant,
            unbounded: Vec::new(),
            unknown: Vec::new(),
        };
        for effect in &entry.effects {
            let why = |otherwise: &str| {
                let said = || tree::source(models, effect).and_then(tree::said);
                effect.why.as_deref().or_else(said).unwrap_or(otherwise).to_owned()
            };
            let remark = |why: String| Remark { place: effect.place, call: call_of(effect), why };
            let (list, remark) = match &effect.action {
                Action::Takes { time: Time::Unbounded, .. } => (&mut budget.unbounded, remark(why("it has no bound"))),
                Action::Repeats(why) => (&mut budget.unbounded, remark(why.to_string())),
                Action::Takes { time: Time::Unknown, .. } => (&mut budget.unknown, remark(why("its bound cannot be evaluated"))),
                Action::Unresolved(why) => (&mut budget.unknown, remark(why.to_string())),
                _ => continue,
            };
            if !list.contains(&remark) {
                list.push(remark);
            }
        }
        budget
    }

    /// By how much the bound exceeds what is allowed; `None` where it does not, or there is no bound.
    pub fn over(&self) -> Option<u128> {
        self.bound.known.checked_sub(self.allowed).filter(|over| *over > 0 && !self.bound.is_unbounded)
    }
}

/// What is wrong with a bound that is larger than the recorded one, or, where none is recorded, than what is allowed.
pub fn grown(budget: &Budget) -> Option<Problem> {
    let limit = budget.recorded.unwrap_or(Limit::Nanos(budget.allowed));
    if !budget.bound.exceeds(limit) {
        return None;
    }
    let can = if budget.bound.is_unbounded { "has no bound".to_owned() } else { format!("can take {}", show(budget.bound.known)) };
    let limit = match limit {
        Limit::Nanos(nanos) => show(nanos),
        Limit::Unbounded => "no bound".to_owned(),
    };
    let (message, note) = match budget.recorded {
        Some(_) => (
            format!("the bound of `LooksAlive` of `{}` grew: it {can}, and {limit} are recorded", budget.table),
            "where that is meant to be, `cargo looksalive-lint budget --write-bounds` records the new bound".to_owned(),
        ),
        None => (
            format!("`LooksAlive` of `{}` {can}, and no bound beyond its {limit} is recorded", budget.table),
            "`cargo looksalive-lint budget --write-bounds` records it".to_owned(),
        ),
    };
    Some(Problem {
        message,
        span: budget.place,
        label: format!("`{}`", budget.function),
        notes: vec!["`cargo looksalive-lint budget` shows what it is made of".to_owned(), note],
        is_unparsed_file: false,
        package: budget.package,
        krate: budget.krate,
    })
}

/// A call as written.
fn call_of(effect: &Effect) -> String {
    if effect.callee.is_empty() {
        return "a loop".to_owned();
    }
    // Of what puts something on the heap the name says enough.
    if effect.arguments.is_empty() && matches!(effect.action, Action::Allocates { .. }) {
        return effect.callee.to_string();
    }
    // What is too long for a line is there all the same; of a macro that is not expanded nothing is known.
    let arguments = effect.arguments.iter().map(|argument| if argument.is_empty() { "…" } else { argument });
    let arguments: Vec<&str> = if effect.callee.ends_with('!') { vec!["…"] } else { arguments.collect() };
    format!("{}({})", effect.callee, arguments.join(", "))
}
