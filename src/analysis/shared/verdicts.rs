//! What of two threads cannot go together: places that one writes and the other touches, what one frees and the other uses,
//! locks taken in opposite orders, locks held long.
//!
//! Pure functions over what entry points do. A lock that is not known may be any, and suppresses; a place that is not known
//! is none.

use super::entries::{Entries, Runs};
use super::facts::{Access, Acquisition, Exclusive, Hold, What};
use super::lock::{Lock, keeps_apart};
use super::place::{Place, Root};
use crate::models::schema::LockMode;
use crate::roles::Role;
use crate::source::{Sources, Span};

/// What is wrong with a pair of accesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// At least one side holds no lock.
    Unguarded,
    /// Both hold locks, and none keeps them apart.
    Inconsistent,
}

/// Two accesses of one place that may happen at once.
#[derive(Clone, Debug)]
pub struct Race<'e> {
    /// The place: of the two that overlap the one that covers more.
    pub place: Place,
    /// That of `LooksAlive`.
    pub ours: &'e Access,
    /// That of `Terminate`.
    pub theirs: &'e Access,
    /// Whose that is.
    pub runs: &'e Runs,
    /// What is wrong.
    pub fault: Fault,
    /// Further accesses of `LooksAlive` that conflict.
    pub more: Vec<&'e Access>,
}

/// A use of what the other side frees.
#[derive(Clone, Debug)]
pub struct Freed<'e> {
    /// The use.
    pub ours: &'e Access,
    /// The release.
    pub theirs: &'e Access,
    /// Whose that is.
    pub runs: &'e Runs,
}

/// Locks taken in opposite orders.
#[derive(Clone, Debug)]
pub struct Inversion<'e> {
    /// What `LooksAlive` holds.
    pub first: &'e Lock,
    /// What it takes then.
    pub second: &'e Acquisition,
    /// Who holds that meanwhile and takes another, one after the other; the last takes what `LooksAlive` holds.
    pub others: Vec<Step<'e>>,
}

/// A lock that is taken while another is held.
#[derive(Clone, Debug)]
pub struct Step<'e> {
    /// What is held.
    pub holds: &'e Lock,
    /// What is taken then.
    pub takes: &'e Acquisition,
    /// By whom.
    pub runs: &'e Runs,
}

impl Step<'_> {
    /// Whether both hold one lock beside those in question, so that they never meet.
    fn never_meets(&self, other: &Self) -> bool {
        let is_outer = |step: &Self, lock: &Lock| !lock.is_same(step.holds) && !lock.is_same(&step.takes.lock);
        let outer = |step: &Self| step.takes.held.must.iter().filter(|l| is_outer(step, l)).cloned().collect::<Vec<_>>();
        let theirs = outer(other);
        outer(self).iter().any(|a| theirs.iter().any(|b| a.excludes(b)))
    }
}

/// How many threads that wait for each other in a ring are looked for.
const RING: usize = 4;

/// A lock that somebody else may hold.
#[derive(Clone, Debug)]
pub struct Contention<'e> {
    /// How `LooksAlive` takes it.
    pub ours: &'e Acquisition,
    /// How it is held.
    pub hold: &'e Hold,
    /// By whom.
    pub runs: &'e Runs,
}

/// An exclusive reference to the instance.
#[derive(Clone, Debug)]
pub struct Borrow<'e> {
    /// The reference.
    pub one: &'e Exclusive,
    /// Whose.
    pub runs: &'e Runs,
    /// The other side's first access or reference, if it has one.
    pub other: Option<(&'e Runs, Span)>,
}

/// A `LooksAlive` among all that runs.
pub struct Side<'e> {
    /// It.
    pub runs: &'e Runs,
    entries: &'e Entries,
    sources: &'e Sources,
}

/// Whether a lock or place is the same for `LooksAlive` and for something of another table.
fn is_common(place: &Place, ours: &Runs, theirs: &Runs) -> bool {
    ours.table_index == theirs.table_index || matches!(place.root, Root::Static(_))
}

impl<'e> Side<'e> {
    /// Every `LooksAlive`.
    pub fn all(entries: &'e Entries, sources: &'e Sources) -> impl Iterator<Item = Self> {
        let looks = entries.all.iter().filter(|r| r.role == Role::LooksAlive && r.thread.is_none());
        looks.map(move |runs| Self { runs, entries, sources })
    }

    fn order(&self, at: Span) -> (String, u32) {
        let written = self.sources.written_at(at);
        (self.sources.file(written.file).name.clone(), written.lo)
    }

    /// The functions that `Terminate` is, of this table and others.
    fn terminates(&self) -> impl Iterator<Item = &'e Runs> + use<'e> {
        self.entries.all.iter().filter(|r| r.role == Role::Terminate && r.thread.is_none())
    }

    fn sorted(&self, runs: &'e Runs) -> Vec<&'e Access> {
        let mut all: Vec<&Access> = runs.does.accesses.iter().filter(|a| !matches!(a.place.root, Root::Made(_))).collect();
        all.sort_by_cached_key(|a| (self.order(a.at), a.what, a.chain.len()));
        all
    }

    /// Places that both write, or one writes and the other reads: one for each.
    pub fn races(&self) -> Vec<Race<'e>> {
        let ours = self.sorted(self.runs);
        let mut out: Vec<Race<'e>> = Vec::new();
        for runs in self.terminates() {
            let theirs = self.sorted(runs);
            for a in ours.iter().copied().filter(|a| is_memory(a)) {
                let mut found: Option<(Fault, &Access)> = None;
                for b in theirs.iter().copied().filter(|b| is_memory(b) && is_common(&b.place, self.runs, runs)) {
                    let Some(fault) = fault(a, b) else { continue };
                    // A write is the other side that matters; then the graver fault; then the first.
                    let rank = |fault: Fault, b: &Access| (fault, !b.what.writes());
                    if found.is_none_or(|(f, known)| rank(fault, b) < rank(f, known)) {
                        found = Some((fault, b));
                    }
                }
                let Some((fault, b)) = found else { continue };
                let place = if a.place.path.len() <= b.place.path.len() { &a.place } else { &b.place };
                match out.iter_mut().find(|r| r.place.is_same(place) || r.place.covers(place) || place.covers(&r.place)) {
                    Some(race) => {
                        if race.ours.at != a.at && race.runs.name == runs.name {
                            race.more.push(a);
                        }
                    }
                    None => out.push(Race { place: place.clone(), ours: a, theirs: b, runs, fault, more: Vec::new() }),
                }
            }
        }
        out
    }

    /// What `Terminate` frees and this uses.
    pub fn freed(&self) -> Vec<Freed<'e>> {
        let ours = self.sorted(self.runs);
        let mut out: Vec<Freed<'e>> = Vec::new();
        for runs in self.terminates() {
            for theirs in self.sorted(runs) {
                if theirs.what != What::Release || !is_common(&theirs.place, self.runs, runs) {
                    continue;
                }
                if out.iter().any(|f| f.theirs.place.is_same(&theirs.place) || f.theirs.place.is_above(&theirs.place)) {
                    continue;
                }
                let used = |a: &&&Access| {
                    a.what != What::Release
                        && (theirs.place.is_above(&a.place) || ((a.what == What::Use || theirs.is_place) && a.place.is_same(&theirs.place)))
                        && !keeps_apart(&a.place, &a.held, &theirs.held)
                };
                if let Some(ours) = ours.iter().find(used) {
                    out.push(Freed { ours, theirs, runs });
                }
            }
        }
        out
    }

    /// Exclusive references to the instance that either side makes, unless a lock keeps the other side away.
    pub fn borrows(&self) -> Vec<Borrow<'e>> {
        let mut out: Vec<Borrow<'e>> = Vec::new();
        let own: Vec<&Runs> = self.terminates().filter(|r| r.table_index == self.runs.table_index).collect();
        for one in &self.runs.does.exclusives {
            let others: Vec<(&Runs, bool, Span)> =
                own.iter().flat_map(|r| touched(r).map(move |(h, at)| (*r, keeps_apart(&RESID(), &one.held, h), at))).collect();
            if others.is_empty() || !others.iter().all(|(_, apart, _)| *apart) {
                let other = others.iter().find(|(_, apart, _)| !apart).map(|(r, _, at)| (*r, *at));
                out.push(Borrow { one, runs: self.runs, other });
            }
        }
        for runs in own {
            for one in &runs.does.exclusives {
                let others: Vec<(bool, Span)> = touched(self.runs).map(|(h, at)| (keeps_apart(&RESID(), &one.held, h), at)).collect();
                if others.is_empty() || !others.iter().all(|(apart, _)| *apart) {
                    let other = others.iter().find(|(apart, _)| !apart).map(|(_, at)| (self.runs, *at));
                    out.push(Borrow { one, runs, other });
                }
            }
        }
        out
    }

    /// Whoever runs while this does: `Terminate`, threads; for locks that all instances share, the entry points too.
    fn others(&self) -> impl Iterator<Item = &'e Runs> + use<'e> {
        self.entries.all.iter().filter(|r| r.thread.is_some() || r.role == Role::Terminate)
    }

    /// Locks that this and others take in orders that let each wait for the next.
    pub fn inversions(&self) -> Vec<Inversion<'e>> {
        let mut out: Vec<Inversion<'e>> = Vec::new();
        let theirs: Vec<Step<'e>> = self.others().flat_map(steps).collect();
        for own in steps(self.runs) {
            if out.iter().any(|i| i.second.lock.taken_at == own.takes.lock.taken_at) {
                continue;
            }
            // The shortest ring tells most.
            let ring = (2..=RING).find_map(|length| {
                let mut ring = vec![own.clone()];
                self.closes(&mut ring, &theirs, length).then_some(ring)
            });
            if let Some(ring) = ring {
                out.push(Inversion { first: own.holds, second: own.takes, others: ring[1..].to_vec() });
            }
        }
        out
    }

    /// Whether steps of other threads make `ring` one of that length in which each waits for the next.
    fn closes(&self, ring: &mut Vec<Step<'e>>, theirs: &[Step<'e>], length: usize) -> bool {
        let (Some(first), Some(last)) = (ring.first().cloned(), ring.last().cloned()) else { return false };
        for step in theirs {
            let follows = step.holds.excludes(&last.takes.lock)
                && is_common_lock(step.holds, last.runs, step.runs)
                && ring.iter().skip(1).all(|r| !std::ptr::eq(r.runs, step.runs))
                && !ring.iter().any(|r| r.never_meets(step));
            if !follows {
                continue;
            }
            ring.push(step.clone());
            let closed = match ring.len() == length {
                true => step.takes.lock.excludes(first.holds) && is_common_lock(first.holds, first.runs, step.runs),
                false => !step.takes.lock.excludes(first.holds) && self.closes(ring, theirs, length),
            };
            if closed {
                return true;
            }
            ring.pop();
        }
        false
    }

    /// Locks that this waits for and others hold: how long is for the caller to ask.
    pub fn contentions(&self) -> Vec<Contention<'e>> {
        let mut out = Vec::new();
        for ours in self.runs.does.acquisitions.iter().filter(|a| a.blocks) {
            let Some(place) = &ours.lock.place else { continue };
            for runs in &self.entries.all {
                let with = runs.thread.is_some() || runs.role == Role::Terminate || (place.is_global() && runs.role != Role::LooksAlive);
                if !with || !is_common(place, self.runs, runs) {
                    continue;
                }
                for hold in runs.does.holds.iter().filter(|h| h.lock.excludes(&ours.lock)) {
                    out.push(Contention { ours, hold, runs });
                }
            }
        }
        out
    }
}

/// What something takes while it holds something else, waiting for it.
fn steps(runs: &Runs) -> impl Iterator<Item = Step<'_>> {
    let taken = runs.does.acquisitions.iter().filter(|a| a.blocks);
    taken.flat_map(move |takes| {
        let held = takes.held.may.iter().filter(|holds| !holds.is_same(&takes.lock));
        held.map(move |holds| Step { holds, takes, runs })
    })
}

fn is_common_lock(lock: &Lock, ours: &Runs, theirs: &Runs) -> bool {
    lock.place.as_ref().is_some_and(|place| is_common(place, ours, theirs))
}

#[expect(non_snake_case, reason = "as the platform spells it")]
fn RESID() -> Place {
    Place::root(Root::Resid)
}

/// Where and under what something touches the instance.
fn touched(runs: &Runs) -> impl Iterator<Item = (&super::lock::Held, Span)> {
    let accesses = runs.does.accesses.iter().filter(|a| a.place.root == Root::Resid).map(|a| (&a.held, a.at));
    accesses.chain(runs.does.exclusives.iter().map(|e| (&e.held, e.at)))
}

fn is_memory(access: &Access) -> bool {
    !matches!(access.what, What::Use | What::Release)
}

/// What is wrong with two accesses, if they may meet and something is.
fn fault(a: &Access, b: &Access) -> Option<Fault> {
    let meets = a.place.overlaps(&b.place)
        || (a.what == What::Write && a.place.covers(&b.place))
        || (b.what == What::Write && b.place.covers(&a.place));
    if !meets || !(a.what.writes() || b.what.writes()) || (a.what.is_atomic() && b.what.is_atomic()) {
        return None;
    }
    let place = if a.place.path.len() <= b.place.path.len() { &a.place } else { &b.place };
    if keeps_apart(place, &a.held, &b.held) {
        return None;
    }
    // What is held on some path only is not nothing, but does not guard.
    let bare = a.held.must.is_empty() || b.held.must.is_empty();
    Some(if bare { Fault::Unguarded } else { Fault::Inconsistent })
}

/// Whether a lock is held in a mode that lets others in.
pub fn is_shared(lock: &Lock) -> bool {
    lock.mode == LockMode::Shared
}
