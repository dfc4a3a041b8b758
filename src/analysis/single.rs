//! What passes once, however often it is come to: the time until a deadline, the initialiser of a lazy static.
//!
//! Several waits may end at one deadline: parts of the time until then add up to it, and no further.

use std::sync::Arc;

use super::cost::{Bill, Item, items};
use super::value::Deadline;
use crate::resolve::ids::StaticId;

/// What passes once, however often it is come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// The time until a deadline: several waits may end there.
    Until(Deadline),
    /// The initialiser of a lazy static.
    Lazy(StaticId),
}

/// What is charged once, and what it comes to; nothing where another way takes as long anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// What it is.
    pub of: Once,
    /// Nanoseconds.
    pub known: u128,
    /// Bytes.
    pub heap: u128,
    /// What `known` is made of.
    pub bill: Option<Arc<Bill>>,
    /// What `heap` is made of.
    pub heap_bill: Option<Arc<Bill>>,
    /// Whether nothing is left to be charged: after a part of the time until a deadline there may come another.
    pub is_all: bool,
}

impl Single {
    /// How much it can come to, in nanoseconds.
    fn most(&self) -> u128 {
        match self.of {
            Once::Until(deadline) => deadline.nanos,
            Once::Lazy(_) => u128::MAX,
        }
    }

    /// It takes no longer than that.
    pub fn limit(&mut self, most: u128) {
        if self.known > most {
            self.known = most;
            self.bill = self.bill.take().and_then(|bill| shortened(&bill, most));
        }
    }

    /// Another part of the same.
    pub(super) fn with(mut self, other: Self) -> Self {
        if self.is_all {
            return self;
        }
        let most = self.most();
        let both = |a: Option<Arc<Bill>>, b: Option<Arc<Bill>>| match (a, b) {
            (Some(a), Some(b)) => Some(Arc::new(Bill::Both(a, b))),
            (a, b) => a.or(b),
        };
        self.known = self.known.saturating_add(other.known);
        self.bill = both(self.bill, other.bill);
        self.is_all = other.is_all || self.known >= most;
        self.limit(most);
        self
    }

    /// So many parts; nobody knows how many without a count.
    pub(super) fn times(mut self, count: Option<u128>) -> Self {
        if self.is_all || self.known == 0 {
            return self;
        }
        let most = self.most();
        // So many take as long as all that is left.
        let count = count.unwrap_or_else(|| most.div_ceil(self.known));
        self.known = self.known.saturating_mul(count);
        self.bill = self.bill.map(|bill| Arc::new(Bill::Times(count, bill)));
        self.is_all = self.known >= most;
        self.limit(most);
        self
    }
}

/// A bill of no more than that: the same calls, with an operation in them that takes less.
fn shortened(bill: &Arc<Bill>, most: u128) -> Option<Arc<Bill>> {
    let mut calls = Vec::new();
    let mut at = bill;
    while let Bill::Call(callee, place, inner) = &**at {
        calls.push((callee, *place));
        at = inner;
    }
    let (_, item) = items(Some(at)).into_iter().next()?;
    let short = Arc::new(Bill::Item(Item { amount: most, ..item }));
    let whole = calls.into_iter().rev().fold(short, |inner, (callee, place)| Arc::new(Bill::Call(Arc::clone(callee), place, inner)));
    (most > 0).then_some(whole)
}
