//! Locks by the place they live in, and what is held of them where.

use super::place::{Place, Root};
use crate::models::schema::LockMode;
use crate::source::Span;

/// A lock in one mode.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lock {
    /// Where it lives; `None` where that is not known: it may be any.
    pub place: Option<Place>,
    /// How it is held.
    pub mode: LockMode,
    /// Where it was taken: the call's own name.
    pub taken_at: Span,
}

impl Lock {
    /// Whether both are the same lock, as far as it is known.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.place, &other.place) {
            (Some(a), Some(b)) => a.is_same(b),
            _ => false,
        }
    }

    /// Whether the one cannot be held while the other is.
    pub fn excludes(&self, other: &Self) -> bool {
        self.is_same(other) && !(self.mode == LockMode::Shared && other.mode == LockMode::Shared)
    }

    /// Whether it can guard that place: a lock of one instance does not guard what all instances share.
    pub fn can_guard(&self, place: &Place) -> bool {
        match &self.place {
            None => true,
            Some(lock) => lock.is_global() || !place.is_global(),
        }
    }
}

/// What is held at a point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Held {
    /// On every path that leads there.
    pub must: Vec<Lock>,
    /// On some path, those of `must` included.
    pub may: Vec<Lock>,
}

impl Held {
    /// Nothing is held.
    pub fn is_empty(&self) -> bool {
        self.may.is_empty()
    }

    /// Add what else is held there.
    pub fn add(&mut self, lock: &Lock, must: bool) {
        if must && !self.must.contains(lock) {
            self.must.push(lock.clone());
        }
        if !self.may.contains(lock) {
            self.may.push(lock.clone());
        }
    }

    /// What is held by both together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for lock in &other.may {
            out.add(lock, other.must.contains(lock));
        }
        out
    }
}

/// Whether both sides hold a lock that keeps them apart at `place`.
pub fn keeps_apart(place: &Place, one: &Held, other: &Held) -> bool {
    // A lock that nobody knows may be the one.
    if one.must.iter().chain(&other.must).any(|lock| lock.place.is_none()) {
        return true;
    }
    one.must.iter().any(|a| a.can_guard(place) && other.must.iter().any(|b| a.excludes(b)))
}

/// Whether a root belongs to everybody or to an instance, rather than to one call.
pub fn is_shared(root: Root) -> bool {
    matches!(root, Root::Resid | Root::Static(_))
}

#[cfg(test)]
mod tests {
    use super::super::place::Part;
    use super::*;
    use crate::resolve::ids::{StaticId, UnitId};
    use crate::source::{FileId, Symbol};

    fn lock(place: Option<Place>, mode: LockMode) -> Lock {
        Lock { place, mode, taken_at: Span::new(FileId(0), 0, 1) }
    }

    fn held(locks: &[Lock]) -> Held {
        Held { must: locks.to_vec(), may: locks.to_vec() }
    }

    fn field(name: &str) -> Place {
        Place::root(Root::Resid).then(Part::Field(None, Symbol::intern(name)))
    }

    fn global() -> Place {
        Place::root(Root::Static(StaticId { unit: UnitId(0), index: 0 }))
    }

    #[test]
    fn one_lock_keeps_apart_unless_both_share_it() {
        use LockMode::{Exclusive, Shared};
        let data = field("data");
        let (a, read) = (lock(Some(field("a")), Exclusive), lock(Some(field("a")), Shared));
        let b = lock(Some(field("b")), Exclusive);
        assert!(keeps_apart(&data, &held(std::slice::from_ref(&a)), &held(&[b.clone(), a.clone()])));
        assert!(keeps_apart(&data, &held(std::slice::from_ref(&a)), &held(std::slice::from_ref(&read))));
        assert!(!keeps_apart(&data, &held(std::slice::from_ref(&read)), &held(std::slice::from_ref(&read))));
        assert!(!keeps_apart(&data, &held(std::slice::from_ref(&a)), &held(std::slice::from_ref(&b))));
        assert!(!keeps_apart(&data, &held(std::slice::from_ref(&a)), &held(&[])));
    }

    #[test]
    fn what_is_held_on_some_path_only_keeps_nobody_away() {
        let a = lock(Some(field("a")), LockMode::Exclusive);
        let perhaps = Held { must: Vec::new(), may: vec![a.clone()] };
        assert!(!keeps_apart(&field("data"), &perhaps, &held(&[a])));
    }

    #[test]
    fn an_instances_lock_does_not_guard_what_all_share() {
        let own = held(&[lock(Some(field("a")), LockMode::Exclusive)]);
        assert!(!keeps_apart(&global(), &own, &own));
        let common = held(&[lock(Some(global()), LockMode::Exclusive)]);
        assert!(keeps_apart(&global(), &common, &common));
        assert!(keeps_apart(&field("data"), &common, &common));
        // What an id leads to in a static is the instance's own.
        assert!(keeps_apart(&global().then(Part::Item), &own, &own));
    }

    #[test]
    fn a_lock_that_nobody_knows_may_be_the_one() {
        let unknown = held(&[lock(None, LockMode::Exclusive)]);
        assert!(keeps_apart(&field("data"), &unknown, &held(&[])));
    }
}
