//! What checks are given: for each entry point, what it does and by which ways.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::analysis::cost::Cost;
use crate::analysis::effect::{Chain, Effect};
use crate::analysis::shared::entries::{Entries, Runs};
use crate::analysis::shared::facts::Acquisition;
use crate::analysis::shared::place::Place;
use crate::analysis::shared::sections::Length;
use crate::resolve::ids::{AdtId, FnId};
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
    /// The packages that depend on that one: it may be for theirs where the own one has no `LooksAlive`.
    pub dependents: Vec<PackageIndex>,
    /// The crate it is reported for.
    pub krate: CrateIndex,
    /// The time within which `LooksAlive` should return.
    pub budget: Duration,
}

/// A lock that a `LooksAlive` waits for while somebody holds it for too long.
#[derive(Debug)]
pub struct Contended {
    /// Which `LooksAlive`.
    pub looks_alive: Runs,
    /// How that takes it.
    pub ours: Acquisition,
    /// Who holds it.
    pub runs: Runs,
    /// Where that takes it.
    pub hold_taken_at: Span,
    /// The way there.
    pub chain: Chain,
    /// How long, and doing what.
    pub length: Length,
}

/// A lock that a `LooksAlive` waits for while somebody holds it, not for too long.
#[derive(Debug)]
pub struct Wait {
    /// The table of the `LooksAlive`.
    pub table_index: usize,
    /// The name of the call by which that takes it.
    pub taken_at: Span,
    /// How long.
    pub hold: Cost,
    /// Who holds it, as shown, with the place where that takes it.
    pub by: Arc<str>,
}

/// What the entry points and threads of one package do to what they share.
#[derive(Debug)]
pub struct SharedFacts {
    /// Each of them.
    pub entries: Entries,
    /// Locks that are held for too long.
    pub contended: Vec<Contended>,
    /// How long others hold what `LooksAlive` waits for otherwise.
    pub waits: Vec<Wait>,
    /// What places are called.
    pub names: BTreeMap<Place, String>,
    /// What the types of instances are called.
    pub types: BTreeMap<AdtId, String>,
    /// The package it is reported for.
    pub package: PackageIndex,
    /// The crate that each table is reported for.
    pub krates: Vec<CrateIndex>,
    /// The time within which `LooksAlive` should return.
    pub budget: Duration,
}

impl SharedFacts {
    /// What a place is called.
    pub fn name(&self, place: &Place) -> String {
        self.names.get(place).cloned().unwrap_or_else(|| "the instance".to_owned())
    }

    /// What a type is called.
    pub fn type_name(&self, of: AdtId) -> &str {
        self.types.get(&of).map_or("the instance", String::as_str)
    }
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
    /// What is shared, by package.
    pub shared: Vec<SharedFacts>,
}
