//! The limits that cut work short, and where they did.
//!
//! What people write reaches none of them; what somebody wrote to bring the analysis down does. Work that is cut is never
//! passed by in silence: whoever stops notes the limit here, the run counts and tells them, and `--strict` fails for them.
//! Noting is done when a limit is met, so that it costs nothing on the way. Knows nothing of what is limited.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashSet;

use super::bodies::BodyOwner;
use super::db::Db;
use super::ids::UnitId;
use crate::source::Span;

/// A limit: how much there may be of what, and what becomes of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit {
    says: &'static str,
    most: usize,
}

impl Limit {
    /// `says` has `{}` where the number stands: `more than {} calls of each other; the rest is not analysed`.
    pub const fn new(says: &'static str, most: usize) -> Self {
        Self { says, most }
    }

    /// What it says, for people.
    pub fn in_words(self) -> String {
        self.says.replacen("{}", &self.most.to_string(), 1)
    }
}

/// What is limited stands in one place of the sources, or in a crate or block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Span(Span),
    Unit(UnitId),
    Somewhere,
}

thread_local! {
    /// What this thread has cut where no store was at hand, since the last [`Limits::around`] began.
    static MARKED: RefCell<Vec<Limit>> = const { RefCell::new(Vec::new()) };
}

/// Note a limit where no store is at hand: it is counted for what [`Limits::around`] goes on around.
pub fn mark(limit: Limit) {
    MARKED.with_borrow_mut(|marked| {
        if !marked.contains(&limit) {
            marked.push(limit);
        }
    });
}

/// How many places of one limit are told apart: whoever reaches limits may reach them everywhere.
const PLACES: usize = 1_000;

/// A limit that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Which.
    pub limit: Limit,
    /// In how many places; at most a thousand are told apart.
    pub places: usize,
    /// The places that are known, in no order.
    pub spans: Vec<Span>,
}

/// Take back what was noted of `limits`: the work that they cut was not needed.
pub fn unmark(limits: &[Limit]) {
    MARKED.with_borrow_mut(|marked| marked.retain(|limit| !limits.contains(limit)));
}

impl Db {
    /// Do `work` on a body: what it marks is counted there.
    pub fn limits_of<T>(&self, owner: BodyOwner, work: impl FnOnce() -> T) -> T {
        self.limits.around(|| self.body(owner).and_then(|data| Some(data.body.expr(data.body.root?).span)), work)
    }
}

/// The limits that were reached so far.
#[derive(Debug, Default)]
pub struct Limits {
    reached: RwLock<BTreeMap<Limit, FxHashSet<Place>>>,
}

impl Limits {
    /// Work on what stands at `span` was cut.
    pub fn reach(&self, limit: Limit, span: Span) {
        self.note(limit, Place::Span(span));
    }

    /// Work on a crate or block as a whole was cut.
    pub fn reach_in(&self, limit: Limit, unit: UnitId) {
        self.note(limit, Place::Unit(unit));
    }

    /// Do `work` on what stands at `span`: what it marks is counted there.
    pub fn around<T>(&self, span: impl FnOnce() -> Option<Span>, work: impl FnOnce() -> T) -> T {
        let outer = MARKED.take();
        let result = work();
        let marked = MARKED.replace(outer);
        if !marked.is_empty() {
            let place = span().map_or(Place::Somewhere, Place::Span);
            marked.into_iter().for_each(|limit| self.note(limit, place));
        }
        result
    }

    fn note(&self, limit: Limit, place: Place) {
        let mut reached = self.reached.write().unwrap_or_else(PoisonError::into_inner);
        let places = reached.entry(limit).or_default();
        if places.len() < PLACES {
            places.insert(place);
        }
    }

    /// What was reached, in the order of what it says; with what this thread marked outside of everything.
    pub fn all(&self) -> Vec<Reached> {
        MARKED.take().into_iter().for_each(|limit| self.note(limit, Place::Somewhere));
        let reached = self.reached.read().unwrap_or_else(PoisonError::into_inner);
        let span = |place: &Place| match place {
            Place::Span(span) => Some(*span),
            Place::Unit(_) | Place::Somewhere => None,
        };
        reached
            .iter()
            .map(|(limit, places)| Reached { limit: *limit, places: places.len(), spans: places.iter().filter_map(span).collect() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_limit_is_counted_once_a_place() {
        const DEEP: Limit = Limit::new("nests more than {} levels deep", 4);
        let limits = Limits::default();
        assert!(limits.all().is_empty());
        for lo in [1, 2, 1] {
            limits.reach(DEEP, Span::new(FileId(0), lo, 9));
        }
        limits.reach_in(Limit::new("more than {} rounds", 2), UnitId(1));
        let all = limits.all();
        assert_eq!(
            all.iter().map(|r| (r.limit.in_words(), r.places)).collect::<Vec<_>>(),
            [("more than 2 rounds".to_owned(), 1), ("nests more than 4 levels deep".to_owned(), 2)]
        );
        limits.around(
            || Some(Span::new(FileId(1), 0, 1)),
            || {
                mark(DEEP);
                limits.around(|| Some(Span::new(FileId(1), 2, 3)), || mark(DEEP));
                mark(DEEP);
            },
        );
        assert_eq!(limits.all()[1].places, 4, "each for its own");
        mark(DEEP);
        assert_eq!(limits.all()[1].places, 5, "what stands nowhere, too");
        for lo in 0..2 * PLACES as u32 {
            limits.reach(DEEP, Span::new(FileId(0), lo, lo + 1));
        }
        assert_eq!(limits.all()[1].places, PLACES);
    }
}
