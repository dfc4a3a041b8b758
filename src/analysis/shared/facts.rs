//! What one function does to places and locks, and what callers take over of it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lock::{Held, Lock};
use super::place::Place;
use super::value::Val;
use crate::analysis::effect::{Chain, Hop};
use crate::resolve::ids::AdtId;
use crate::source::Span;

/// How many facts of one kind a function's summary keeps.
const FACTS: usize = 2_000;

/// What is done to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// Its value is read.
    Read,
    /// It is written.
    Write,
    /// It is read by an atomic operation.
    Load,
    /// It is written by an atomic operation.
    Store,
    /// What its value stands for (a handle, memory) is used.
    Use,
    /// What its value stands for is given back, or the memory that it is is freed.
    Release,
}

impl What {
    /// Whether it changes the place.
    pub fn writes(self) -> bool {
        matches!(self, Self::Write | Self::Store)
    }

    /// Whether it is one atomic operation.
    pub fn is_atomic(self) -> bool {
        matches!(self, Self::Load | Self::Store)
    }
}

/// One thing that is done to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Which place.
    pub place: Place,
    /// What.
    pub what: What,
    /// The innermost expression that does it; of a use or release the call's name.
    pub at: Span,
    /// What does it, as shown: a function's name; nothing for a plain read or write.
    pub by: Arc<str>,
    /// What is held then.
    pub held: Held,
    /// Of a release: where what is released was taken out of the place before.
    pub taken_at: Option<Span>,
    /// Of a release: whether the place itself is gone, rather than what its value stands for.
    pub is_place: bool,
    /// The way there.
    pub chain: Chain,
}

/// A lock that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquisition {
    /// Which, and where.
    pub lock: Lock,
    /// The callee, as shown.
    pub by: Arc<str>,
    /// Whether it waits without a limit until it has it.
    pub blocks: bool,
    /// What is held then.
    pub held: Held,
    /// The way there.
    pub chain: Chain,
}

/// An exclusive reference to the instance that is made from the `RESID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusive {
    /// The expression.
    pub at: Span,
    /// How, as shown: `Box::from_raw`.
    pub by: Arc<str>,
    /// The type that it is a reference to.
    pub of: Option<AdtId>,
    /// What is held then.
    pub held: Held,
    /// The way there.
    pub chain: Chain,
}

/// What runs while a lock is held.
#[derive(Clone, Debug)]
pub struct Hold {
    /// Which, and where it was taken.
    pub lock: Lock,
    /// How long at most, and what takes the time.
    pub section: Arc<super::sections::Section>,
    /// The way there.
    pub chain: Chain,
}

/// A thread that is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// Where.
    pub at: Span,
    /// What it runs.
    pub runs: Val,
    /// What it is given.
    pub given: Val,
    /// The way there.
    pub chain: Chain,
}

/// A value that is stored in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Where to.
    pub place: Place,
    /// What.
    pub value: Val,
}

/// What a function does.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// To places.
    pub accesses: Vec<Access>,
    /// To locks.
    pub acquisitions: Vec<Acquisition>,
    /// Exclusive references to the instance.
    pub exclusives: Vec<Exclusive>,
    /// How long it holds locks.
    pub holds: Vec<Hold>,
    /// Threads that it starts.
    pub started: Vec<Started>,
    /// Values that it stores.
    pub stored: Vec<Stored>,
    /// What it returns.
    pub ret: Option<Val>,
    /// Locks that it takes and does not give back, without a guard.
    pub left_held: Vec<(Lock, bool)>,
    /// Locks that it gives back without having taken them.
    pub left_free: Vec<Place>,
    /// Owners that it adds to what pointers lead to and does not take back: as many later ones free nothing.
    pub retained: usize,
    /// Whether it never returns.
    pub diverges: bool,
}

fn longer(hop: Option<&Hop>, chain: &Chain) -> Chain {
    hop.map_or_else(|| chain.clone(), |hop| chain.behind(hop.clone()))
}

impl Summary {
    /// Note an access; of the same with the same locks the shortest way is kept.
    pub fn access(&mut self, access: Access) {
        let same = |a: &Access| a.place == access.place && a.what == access.what && a.at == access.at && a.held.must == access.held.must;
        if let Some(known) = self.accesses.iter_mut().find(|a| same(a)) {
            if access.chain.len() < known.chain.len() {
                known.chain = access.chain;
            }
            return;
        }
        if self.accesses.len() < FACTS {
            self.accesses.push(access);
        }
    }

    /// Note a lock that is taken.
    pub fn acquisition(&mut self, one: Acquisition) {
        let known = self.acquisitions.iter().any(|a| a.lock == one.lock && a.held == one.held);
        if !known && self.acquisitions.len() < FACTS {
            self.acquisitions.push(one);
        }
    }

    /// Take over what a callee does, reached by `hop` with `held`.
    pub fn absorb(&mut self, callee: &Self, hop: Option<&Hop>, held: &Held) {
        // Most callees touch nothing; of the others an index spares comparing each with each.
        let mut known: FxHashMap<(Span, What), usize> = FxHashMap::default();
        for access in &self.accesses {
            *known.entry((access.at, access.what)).or_default() += 1;
        }
        for access in &callee.accesses {
            let access = Access { held: held.with(&access.held), chain: longer(hop, &access.chain), ..access.clone() };
            if known.contains_key(&(access.at, access.what)) {
                self.access(access);
            } else if self.accesses.len() < FACTS {
                self.accesses.push(access);
            }
        }
        for one in &callee.acquisitions {
            self.acquisition(Acquisition { held: held.with(&one.held), chain: longer(hop, &one.chain), ..one.clone() });
        }
        for one in &callee.exclusives {
            if !self.exclusives.iter().any(|e| e.at == one.at) {
                self.exclusives.push(Exclusive { held: held.with(&one.held), chain: longer(hop, &one.chain), ..one.clone() });
            }
        }
        for hold in &callee.holds {
            let same = |h: &Hold| h.lock == hold.lock && Arc::ptr_eq(&h.section, &hold.section);
            if !self.holds.iter().any(same) && self.holds.len() < FACTS {
                self.holds.push(Hold { chain: longer(hop, &hold.chain), ..hold.clone() });
            }
        }
        for started in &callee.started {
            if !self.started.iter().any(|s| s.at == started.at && s.runs == started.runs && s.given == started.given) {
                self.started.push(Started { chain: longer(hop, &started.chain), ..started.clone() });
            }
        }
        self.retained += callee.retained;
        for stored in &callee.stored {
            if !self.stored.contains(stored) && self.stored.len() < FACTS {
                self.stored.push(stored.clone());
            }
        }
    }
}
