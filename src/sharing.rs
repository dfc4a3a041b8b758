//! The table of what `LooksAlive` shares with `Terminate`, for whoever shows it: who does what to each place, under which
//! locks, and whether that goes together.
//!
//! Built from the same accesses and verdicts as the lints' findings; knows nothing of levels and forms of output.

use crate::analysis::shared::entries::Runs;
use crate::analysis::shared::facts::{Access, What};
use crate::analysis::shared::lock::keeps_apart;
use crate::analysis::shared::place::{Place, Root};
use crate::analysis::shared::verdicts::{Fault, Side, is_shared};
use crate::checks::facts::SharedFacts;
use crate::roles::Role;
use crate::source::{Sources, Span};
use crate::workspace::PackageIndex;

/// What one `LooksAlive` shares.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Its table, as shown.
    pub table: String,
    /// The function's own name, where it is declared.
    pub place: Span,
    /// The package it belongs to.
    pub package: PackageIndex,
    /// The places, by name.
    pub rows: Vec<Row>,
}

/// One place.
#[derive(Clone, Debug)]
pub struct Row {
    /// As code names it: `Service.state.handle`.
    pub place: String,
    /// How it goes together.
    pub verdict: Verdict,
    /// Who does what, entry points first: each of them once for each thing it does under the same locks.
    pub accesses: Vec<Touch>,
}

/// One thing that somebody does to a place.
#[derive(Clone, Debug)]
pub struct Touch {
    /// Who: `LooksAlive`, `Terminate`, `Online`, "a thread of `Online`".
    pub who: String,
    /// What: "reads", "writes", "atomically reads", "atomically writes", "uses", "releases".
    pub what: &'static str,
    /// The locks that are held then whatever happens, by the place they live in; a shared one says so.
    pub locks: Vec<String>,
    /// Where, the first of several.
    pub at: Span,
    /// The calls that lead there: where, and what is called.
    pub way: Vec<(Span, String)>,
}

/// How what both sides do to a place goes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A side holds no lock.
    Unguarded,
    /// The locks do not keep the sides apart.
    Inconsistent,
    /// It is released while it may be used.
    Freed,
    /// All is atomic.
    Atomic,
    /// Nobody of the two writes it.
    OnlyRead,
    /// These locks keep the sides apart.
    Guarded(Vec<String>),
}

impl Verdict {
    /// One word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unguarded => "unguarded",
            Self::Inconsistent => "inconsistent",
            Self::Freed => "freed",
            Self::Atomic => "atomic",
            Self::OnlyRead => "only-read",
            Self::Guarded(_) => "guarded",
        }
    }

    /// Whether something is wrong.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Unguarded | Self::Inconsistent | Self::Freed)
    }
}

/// What each `LooksAlive` of a package shares.
pub fn of(shared: &SharedFacts, sources: &Sources) -> Vec<Sharing> {
    Side::all(&shared.entries, sources)
        .map(|side| {
            let rows = rows(shared, &side, sources);
            Sharing { table: side.runs.table.clone(), place: side.runs.name, package: shared.package, rows }
        })
        .collect()
}

fn rows(shared: &SharedFacts, side: &Side<'_>, sources: &Sources) -> Vec<Row> {
    let ours = |runs: &&Runs| std::ptr::eq(*runs, side.runs);
    let is_terminate = |runs: &&Runs| runs.role == Role::Terminate && runs.thread.is_none();
    let can_meet = |runs: &Runs, place: &Place| runs.table_index == side.runs.table_index || matches!(place.root, Root::Static(_));
    let mut places: Vec<&Place> = Vec::new();
    for a in memory(side.runs) {
        for runs in shared.entries.all.iter().filter(is_terminate) {
            for b in memory(runs).filter(|b| can_meet(runs, &b.place) && meets(a, b)) {
                let place = if a.place.path.len() <= b.place.path.len() { &a.place } else { &b.place };
                if !places.iter().any(|p| p.is_same(place)) {
                    places.push(place);
                }
            }
        }
    }
    // What lies in another place of the table is told there.
    let tops: Vec<&Place> = places.iter().copied().filter(|p| !places.iter().any(|q| !q.is_same(p) && q.covers(p))).collect();
    let (races, freed) = (side.races(), side.freed());
    let mut rows: Vec<Row> = tops
        .into_iter()
        .map(|place| {
            let about = |a: &&Access| a.place.overlaps(place) || place.covers(&a.place);
            let mut accesses: Vec<Touch> = Vec::new();
            let (mine, rest): (Vec<&Runs>, Vec<&Runs>) = shared.entries.all.iter().partition(ours);
            let (terminates, rest): (Vec<&Runs>, Vec<&Runs>) = rest.into_iter().partition(is_terminate);
            for runs in mine.into_iter().chain(terminates).chain(rest) {
                if runs.role == Role::LooksAlive && runs.thread.is_none() && !std::ptr::eq(runs, side.runs) {
                    continue;
                }
                let mut own: Vec<&Access> = runs.does.accesses.iter().filter(|a| can_meet(runs, &a.place)).filter(about).collect();
                own.sort_by_cached_key(|a| (a.what, key(sources, a.at)));
                for access in own {
                    let touch = touch(shared, runs, access);
                    if !accesses.iter().any(|t| t.who == touch.who && t.what == touch.what && t.locks == touch.locks) {
                        accesses.push(touch);
                    }
                }
            }
            let fault = races.iter().find(|r| r.place.overlaps(place) || place.covers(&r.place)).map(|r| r.fault);
            let is_freed = freed.iter().any(|f| f.theirs.place.is_same(place) || place.covers(&f.theirs.place));
            let verdict = match fault {
                Some(Fault::Unguarded) => Verdict::Unguarded,
                Some(Fault::Inconsistent) => Verdict::Inconsistent,
                None if is_freed => Verdict::Freed,
                None => sound(shared, side, place),
            };
            Row { place: shared.name(place), verdict, accesses }
        })
        .collect();
    rows.sort_by(|a, b| a.place.cmp(&b.place));
    rows
}

fn memory(runs: &Runs) -> impl Iterator<Item = &Access> {
    runs.does.accesses.iter().filter(|a| !matches!(a.place.root, Root::Made(_)))
}

fn meets(a: &Access, b: &Access) -> bool {
    a.place.overlaps(&b.place) || a.place.covers(&b.place) || b.place.covers(&a.place)
}

fn key(sources: &Sources, at: Span) -> (String, u32) {
    let written = sources.written_at(at);
    (sources.file(written.file).name.clone(), written.lo)
}

fn touch(shared: &SharedFacts, runs: &Runs, access: &Access) -> Touch {
    let what = match access.what {
        What::Read => "reads",
        What::Write => "writes",
        What::Load => "atomically reads",
        What::Store => "atomically writes",
        What::Use => "uses",
        What::Release => "releases",
    };
    let mut locks: Vec<String> = access
        .held
        .must
        .iter()
        .map(|lock| {
            let name = lock.place.as_ref().map_or_else(|| "?".to_owned(), |p| shared.name(p));
            if is_shared(lock) { format!("{name} (shared)") } else { name }
        })
        .collect();
    locks.sort();
    locks.dedup();
    let who = if runs.thread.is_some() { format!("a thread of {}", runs.role) } else { runs.role.to_string() };
    let way = access.chain.iter().map(|hop| (hop.at, hop.callee.to_string())).collect();
    Touch { who, what, locks, at: access.at, way }
}

/// Why a place without a fault has none.
fn sound(shared: &SharedFacts, side: &Side<'_>, place: &Place) -> Verdict {
    let about = |a: &&Access| a.place.overlaps(place) || place.covers(&a.place);
    let mine: Vec<&Access> = memory(side.runs).filter(about).collect();
    let terminate = |r: &&Runs| r.role == Role::Terminate && r.thread.is_none() && r.table_index == side.runs.table_index;
    let theirs: Vec<&Access> = shared.entries.all.iter().filter(terminate).flat_map(memory).filter(about).collect();
    let changes = |a: &&&Access| a.what.writes() || a.what == What::Release;
    if !mine.iter().chain(&theirs).any(|a| changes(&a)) {
        return Verdict::OnlyRead;
    }
    if mine.iter().chain(&theirs).all(|a| a.what.is_atomic()) {
        return Verdict::Atomic;
    }
    let mut names: Vec<String> = Vec::new();
    for a in &mine {
        for b in theirs.iter().filter(|b| keeps_apart(place, &a.held, &b.held)) {
            for lock in &a.held.must {
                if let (Some(p), true) = (&lock.place, b.held.must.iter().any(|l| l.is_same(lock))) {
                    names.push(shared.name(p));
                }
            }
        }
    }
    names.sort();
    names.dedup();
    if names.is_empty() && mine.iter().chain(&theirs).any(|a| a.what.is_atomic()) { Verdict::Atomic } else { Verdict::Guarded(names) }
}
