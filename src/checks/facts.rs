//! What checks are given: for each entry point, what it does and by which ways.

use std::time::Duration;

use crate::analysis::cost::Cost;
use crate::analysis::effect::Effect;
use crate::resolve::ids::FnId;
use crate::source::{Sources, Span};
use crate::workspace::{CrateIndex, PackageIndex};

/// One `LooksAlive`.
#[derive(Debug)]
pub struct LooksAlive {
    /// Its table, as shown: `GENERIC_SERVICE_TABLE`.
    pub table: String,
    /// The function's path from its crate's name: `disk::share::looks_alive`.
    pub path: String,
    /// The function's own name, where it is declared.
    pub name: Span,
    /// Whether it is an `extern` function itself: no panic may leave it.
    pub is_extern: bool,
    /// What it does.
    pub effects: Vec<Effect>,
    /// Its worst path.
    pub cost: Cost,
    /// The package it is reported for.
    pub package: PackageIndex,
    /// The crate it is reported for.
    pub krate: CrateIndex,
    /// The time within which it should return.
    pub budget: Duration,
    /// How many bytes one place may put on the heap.
    pub allocation_limit: u64,
    /// The function, if it is one.
    pub function: Option<FnId>,
    /// Where findings stand that are about all of it: its name, or that of the method that a trampoline forwards to.
    pub whole: Span,
    /// The table's field that holds it.
    pub field: Span,
    /// The functions that are its table's `IsAlive`, those that it only forwards to included.
    pub is_alive: Vec<Option<FnId>>,
}

/// A table, or an exported `Startup`, that lacks something.
#[derive(Debug)]
pub struct Missing {
    /// Where.
    pub place: Span,
    /// What, as shown: the table's name.
    pub table: String,
    /// What is missing: `LooksAlive`, `Terminate`; empty where there is no table at all.
    pub roles: Vec<&'static str>,
    /// The package it is reported for.
    pub package: PackageIndex,
    /// The crate it is reported for.
    pub krate: CrateIndex,
}

/// A constant poll interval that code sets.
#[derive(Debug)]
pub struct Interval {
    /// The argument or field value.
    pub place: Span,
    /// "interval", "minimum", "default".
    pub what: &'static str,
    /// That of `LooksAlive`, in milliseconds.
    pub looks_alive: u64,
    /// That of `IsAlive` beside it, in milliseconds.
    pub is_alive: Option<u64>,
    /// The package it is reported for.
    pub package: PackageIndex,
    /// The crate it is reported for.
    pub krate: CrateIndex,
    /// The time within which `LooksAlive` should return.
    pub budget: Duration,
}

/// All that the checks look at.
pub struct Facts<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// Every `LooksAlive`, in order.
    pub looks_alives: Vec<LooksAlive>,
    /// Tables and start functions that lack something.
    pub missing: Vec<Missing>,
    /// Poll intervals that code sets.
    pub intervals: Vec<Interval>,
}
