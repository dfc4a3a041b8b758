//! How long something takes at worst.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use super::value::{Deadline, Origin};
use crate::source::Span;

pub use super::single::{Once, Single};

/// One entry of the bill: an operation, and how often it runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// What it takes once: nanoseconds, or bytes where the bill is one of memory.
    pub amount: u128,
    /// The callee, as shown.
    pub callee: Arc<str>,
    /// Its name, where it is called.
    pub place: Span,
    /// Why it takes so long.
    pub why: Option<Arc<str>>,
}

/// Where the time goes, or the memory: a tree that shares its parts.
#[derive(Debug, PartialEq, Eq)]
pub enum Bill {
    /// One operation.
    Item(Item),
    /// One after the other.
    Both(Arc<Bill>, Arc<Bill>),
    /// So many times.
    Times(u128, Arc<Bill>),
    /// What a call comes to: of what, where its name stands.
    Call(Arc<str>, Span, Arc<Bill>),
}

/// A bound: the sum of what is known, and whether something has no bound or none that can be evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Nanoseconds that are known to be possible, saturating.
    pub known: u128,
    /// Something on the way has no bound.
    pub is_unbounded: bool,
    /// Something on the way has a bound that cannot be evaluated; it adds nothing.
    pub has_unknown: bool,
    /// Bytes that are known to be put on the heap, saturating.
    pub heap: u128,
    /// What `known` is made of.
    pub bill: Option<Arc<Bill>>,
    /// What `heap` is made of.
    pub heap_bill: Option<Arc<Bill>>,
    /// What is charged once, by whoever knows where that begins and ends; not part of `known` and `heap`.
    pub singles: Vec<Single>,
}

impl Cost {
    /// Nothing.
    pub const ZERO: Self =
        Self { known: 0, is_unbounded: false, has_unknown: false, heap: 0, bill: None, heap_bill: None, singles: Vec::new() };

    /// One operation.
    pub fn item(item: Item) -> Self {
        if item.amount == 0 {
            return Self::ZERO;
        }
        Self { known: item.amount, bill: Some(Arc::new(Bill::Item(item))), ..Self::ZERO }
    }

    /// Bytes that are put on the heap.
    pub fn bytes(item: Item) -> Self {
        if item.amount == 0 {
            return Self::ZERO;
        }
        Self { heap: item.amount, heap_bill: Some(Arc::new(Bill::Item(item))), ..Self::ZERO }
    }

    /// A wait that ends at a deadline, at the latest, or, where `is_all`, only there.
    pub fn until(deadline: Deadline, item: Item, is_all: bool) -> Self {
        let mut cost = Self::once(Once::Until(deadline), Self::item(item));
        cost.singles.iter_mut().for_each(|single| single.is_all = is_all);
        cost
    }

    /// What is charged once.
    pub fn once(of: Once, cost: Self) -> Self {
        let single = Single { of, known: cost.known, heap: cost.heap, bill: cost.bill, heap_bill: cost.heap_bill, is_all: true };
        let mut singles = cost.singles;
        singles.push(single);
        Self { known: 0, heap: 0, bill: None, heap_bill: None, singles, ..cost }
    }

    /// All that is known, with what is charged once.
    pub fn total(&self) -> u128 {
        self.singles.iter().fold(self.known, |sum, single| sum.saturating_add(single.known))
    }

    /// One after the other.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let both = |a: Option<Arc<Bill>>, b: Option<Arc<Bill>>| match (a, b) {
            (Some(a), Some(b)) => Some(Arc::new(Bill::Both(a, b))),
            (a, b) => a.or(b),
        };
        let mut singles = self.singles;
        for single in next.singles {
            match singles.iter().position(|known| known.of == single.of) {
                Some(at) => {
                    let known = singles.swap_remove(at);
                    singles.push(known.with(single));
                }
                None => singles.push(single),
            }
        }
        Self {
            known: self.known.saturating_add(next.known),
            is_unbounded: self.is_unbounded || next.is_unbounded,
            has_unknown: self.has_unknown || next.has_unknown,
            heap: self.heap.saturating_add(next.heap),
            bill: both(self.bill, next.bill),
            heap_bill: both(self.heap_bill, next.heap_bill),
            singles,
        }
    }

    /// Either of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let (heap, heap_bill) =
            if other.heap > self.heap { (other.heap, other.heap_bill.clone()) } else { (self.heap, self.heap_bill.clone()) };
        let (longer, shorter) = if other.total() > self.total() { (other, self) } else { (self, other) };
        let mut singles = longer.singles;
        for single in shorter.singles {
            // The longer way takes as long as the shorter one with it: it adds nothing later on.
            if !singles.iter().any(|known| known.of == single.of) {
                singles.push(Single { known: 0, bill: None, ..single });
            }
        }
        Self {
            known: longer.known,
            is_unbounded: longer.is_unbounded || shorter.is_unbounded,
            has_unknown: longer.has_unknown || shorter.has_unknown,
            heap,
            bill: longer.bill,
            heap_bill,
            singles,
        }
    }

    /// `count` times; `None` where nobody knows how often, which has no bound unless it costs nothing.
    #[must_use]
    pub fn times(self, count: Option<u128>) -> Self {
        match count {
            Some(0) => Self::ZERO,
            Some(1) => self,
            Some(count) => Self {
                known: self.known.saturating_mul(count),
                heap: self.heap.saturating_mul(count),
                bill: self.bill.map(|b| Arc::new(Bill::Times(count, b))),
                heap_bill: self.heap_bill.map(|b| Arc::new(Bill::Times(count, b))),
                singles: self.singles.into_iter().map(|single| single.times(Some(count))).collect(),
                ..self
            },
            None => Self {
                is_unbounded: self.is_unbounded || self.known > 0,
                singles: self.singles.into_iter().map(|single| single.times(None)).collect(),
                ..self
            },
        }
    }

    /// With that charged of which `is` says that it is over.
    #[must_use]
    pub fn settle(mut self, is: impl Fn(Once) -> bool) -> Self {
        let (over, open): (Vec<Single>, Vec<Single>) = std::mem::take(&mut self.singles).into_iter().partition(|single| is(single.of));
        self.singles = open;
        over.into_iter()
            .map(|single| Self { known: single.known, heap: single.heap, bill: single.bill, heap_bill: single.heap_bill, ..Self::ZERO })
            .fold(self, Self::then)
    }

    /// The same for deadlines that count from where the clock was asked in a part of the code that is over.
    #[must_use]
    pub fn settle_clocks(self, over: &[Origin]) -> Self {
        self.settle(|of| matches!(of, Once::Until(Deadline { origin, .. }) if origin.is_none_or(|o| over.contains(&o))))
    }

    /// Without the waits for deadlines that are no later than `deadline`: something else takes until then.
    #[must_use]
    pub fn within(mut self, deadline: Deadline) -> Self {
        let is_later = |of: &Once| !matches!(of, Once::Until(d) if d.origin == deadline.origin && d.nanos <= deadline.nanos);
        self.singles.retain(|single| is_later(&single.of));
        self
    }

    /// The same, as what a call at `at` of `callee` comes to.
    #[must_use]
    pub fn via(self, callee: &Arc<str>, at: Span) -> Self {
        let called = |bill: Arc<Bill>| Arc::new(Bill::Call(Arc::clone(callee), at, bill));
        let through = |single: Single| Single { bill: single.bill.map(called), heap_bill: single.heap_bill.map(called), ..single };
        let singles = self.singles.into_iter().map(through).collect();
        Self { bill: self.bill.map(called), heap_bill: self.heap_bill.map(called), singles, ..self }
    }

    /// The known part.
    pub fn duration(&self) -> Duration {
        Duration::from_nanos(u64::try_from(self.known).unwrap_or(u64::MAX))
    }

    /// The entries of the bill with how often each runs, the dearest first.
    pub fn items(&self) -> Vec<(u128, Item)> {
        items(self.bill.as_ref())
    }

    /// The same of the memory.
    pub fn heap_items(&self) -> Vec<(u128, Item)> {
        items(self.heap_bill.as_ref())
    }
}

/// The entries of a bill.
pub(super) fn items(bill: Option<&Arc<Bill>>) -> Vec<(u128, Item)> {
    let mut out: Vec<(u128, Item)> = Vec::new();
    let mut known: FxHashMap<&Item, usize> = FxHashMap::default();
    // Parts are shared: each is looked at once, with the sum of the ways that lead to it.
    let order = bill.map(outside_in).unwrap_or_default();
    let mut times: FxHashMap<*const Bill, u128> = FxHashMap::default();
    times.extend(bill.iter().map(|bill| (Arc::as_ptr(bill), 1)));
    for bill in order {
        let own = times.get(&std::ptr::from_ref(bill)).copied().unwrap_or_default();
        let mut hand_on = |part: &Arc<Bill>, count: u128| {
            let known = times.entry(Arc::as_ptr(part)).or_default();
            *known = known.saturating_add(own.saturating_mul(count));
        };
        match bill {
            Bill::Item(item) => {
                let at = *known.entry(item).or_insert(out.len());
                match out.get_mut(at) {
                    Some((count, _)) => *count = count.saturating_add(own),
                    None => out.push((own, item.clone())),
                }
            }
            Bill::Both(a, b) => {
                hand_on(a, 1);
                hand_on(b, 1);
            }
            Bill::Times(count, inner) => hand_on(inner, *count),
            Bill::Call(_, _, inner) => hand_on(inner, 1),
        }
    }
    out.sort_by_key(|(times, item)| std::cmp::Reverse(times.saturating_mul(item.amount)));
    out
}

/// Every part of a bill once, each before what it is made of, in the order in which they run.
fn outside_in(bill: &Arc<Bill>) -> Vec<&Bill> {
    let mut seen: FxHashSet<*const Bill> = FxHashSet::default();
    let mut out = Vec::new();
    let mut open = vec![(&**bill, false)];
    while let Some((bill, done)) = open.pop() {
        if done {
            out.push(bill);
        } else if seen.insert(std::ptr::from_ref(bill)) {
            open.push((bill, true));
            match bill {
                Bill::Item(_) => {}
                // What comes out last is first once all is turned round.
                Bill::Both(a, b) => open.extend([(&**a, false), (&**b, false)]),
                Bill::Times(_, inner) | Bill::Call(_, _, inner) => open.push((inner, false)),
            }
        }
    }
    out.reverse();
    out
}

/// The sum as people write it: `3 × 100 ms + 25 ms = 325 ms`.
pub fn arithmetic(items: &[(u128, Item)], sum: u128) -> String {
    arithmetic_in(items, sum, show)
}

/// The same in another unit.
pub fn arithmetic_in(items: &[(u128, Item)], sum: u128, show: fn(u128) -> String) -> String {
    const SHOWN: usize = 8;
    let term = |(times, item): &(u128, Item)| if *times == 1 { show(item.amount) } else { format!("{times} × {}", show(item.amount)) };
    let mut terms: Vec<String> = items.iter().take(SHOWN).map(term).collect();
    if items.len() > SHOWN {
        terms.push("…".to_owned());
    }
    if terms.len() == 1 && items[0].0 == 1 { show(sum) } else { format!("{} = {}", terms.join(" + "), show(sum)) }
}

/// Bytes as people write them.
pub fn size(bytes: u128) -> String {
    const KIB: u128 = 1024;
    match bytes {
        n if n >= KIB * KIB && n % (KIB * KIB) == 0 => format!("{} MiB", n / (KIB * KIB)),
        n if n >= KIB && n % KIB == 0 => format!("{} KiB", n / KIB),
        // Rounded up: what is above a limit must not look as if it were not.
        n if n >= 10 * KIB * KIB => format!("{} MiB", n.div_ceil(KIB * KIB)),
        n if n >= 10 * KIB => {
            let tenths = (n * 10).div_ceil(KIB);
            format!("{}.{} KiB", tenths / 10, tenths % 10)
        }
        1 => "1 byte".to_owned(),
        n => format!("{n} bytes"),
    }
}

/// A duration as people write it: `1.5 s`, `325 ms`, `20 µs`.
pub fn show(nanos: u128) -> String {
    let scaled = |unit: u128, name: &str| {
        let whole = nanos / unit;
        let rest = nanos % unit * 1000 / unit;
        if rest == 0 {
            format!("{whole} {name}")
        } else {
            let text = format!("{whole}.{rest:03}");
            format!("{} {name}", text.trim_end_matches('0'))
        }
    };
    match nanos {
        0 => "0 ms".to_owned(),
        n if n < 1_000 => format!("{n} ns"),
        n if n < 1_000_000 => scaled(1_000, "µs"),
        n if n < 1_000_000_000 => scaled(1_000_000, "ms"),
        _ => scaled(1_000_000_000, "s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let ms = 1_000_000;
        assert_eq!(show(0), "0 ms");
        assert_eq!(show(325 * ms), "325 ms");
        assert_eq!(show(1_500 * ms), "1.5 s");
        assert_eq!(show(20_000), "20 µs");
    }

    /// An operation of so many nanoseconds that stands at a byte.
    fn item(nanos: u128, at: u32) -> Cost {
        Cost::item(Item { amount: nanos, callee: "f".into(), place: Span::new(crate::source::FileId(0), at, at + 1), why: None })
    }

    #[test]
    fn slices_of_a_deadline_add_up_to_it_and_no_further() {
        let deadline = Deadline { origin: None, nanos: 100 };
        let place = Span::new(crate::source::FileId(0), 0, 1);
        let slice = |amount| Cost::until(deadline, Item { amount, callee: "wait".into(), place, why: None }, false);
        let known = |cost: Cost| {
            let cost = cost.settle(|_| true);
            let items: u128 = cost.items().iter().map(|(times, item)| times * item.amount).sum();
            assert_eq!(items, cost.known, "the bill comes to the sum");
            (cost.known, cost.is_unbounded)
        };
        assert_eq!(known(slice(20).then(slice(30))), (50, false));
        assert_eq!(known(slice(60).then(slice(70))), (100, false));
        assert_eq!(known(slice(20).times(Some(3))), (60, false));
        assert_eq!(known(slice(20).times(Some(30))), (100, false));
        assert_eq!(known(slice(20).times(None)), (100, false), "until the deadline, however many");
        assert_eq!(known(slice(20).then(slice(20).via(&"f".into(), place).times(Some(9)))), (100, false));
        assert_eq!(known(slice(20).within(deadline)), (0, false));
    }

    #[test]
    fn entries_count_every_way_and_shared_parts_are_looked_at_once() {
        let inner = item(7, 0).then(item(5, 1)).times(Some(3));
        let counts = |cost: &Cost| cost.items().iter().map(|(times, item)| (*times, item.amount)).collect::<Vec<_>>();
        assert_eq!(counts(&inner.clone().then(item(5, 1))), [(3, 7), (4, 5)]);
        // Sixty doublings: more ways than anybody could walk.
        let mut doubled = item(1, 0).via(&"g".into(), Span::new(crate::source::FileId(0), 9, 10));
        for _ in 0..60 {
            doubled = doubled.clone().then(doubled);
        }
        assert_eq!(counts(&doubled), [(1 << 60, 1)]);
        assert_eq!(doubled.known, 1 << 60);
    }

    fn takes(ms: u128, callee: &str) -> Cost {
        let place = Span::new(crate::source::FileId(0), 0, 1);
        Cost::item(Item { amount: ms * 1_000_000, callee: callee.into(), place, why: None })
    }

    fn until(ms: u128) -> (Deadline, Cost) {
        let deadline = Deadline { origin: None, nanos: ms * 1_000_000 };
        let place = Span::new(crate::source::FileId(0), 0, 1);
        (deadline, Cost::until(deadline, Item { amount: deadline.nanos, callee: "wait".into(), place, why: None }, true))
    }

    #[test]
    fn sequences_add_and_branches_take_the_larger() {
        let both = takes(10, "a").then(takes(20, "b"));
        assert_eq!(both.known, 30_000_000);
        let either = takes(10, "a").or(takes(20, "b"));
        assert_eq!(either.known, 20_000_000);
        assert_eq!(either.items().len(), 1, "the bill is that of the longer way");
        assert_eq!(takes(10, "a").times(Some(3)).then(takes(10, "a")).items()[0].0, 4, "the same entry is one entry");
    }

    #[test]
    fn a_deadline_is_charged_once_however_often_it_is_waited_for() {
        let (deadline, wait) = until(250);
        let twice = wait.clone().then(takes(51, "other")).then(wait.clone());
        assert_eq!(twice.total(), 301_000_000);
        assert_eq!(twice.clone().times(Some(4)).total(), 250_000_000 + 4 * 51_000_000);
        assert_eq!(twice.clone().settle(|_| true).known, 301_000_000);
        assert_eq!(twice.within(deadline).total(), 51_000_000, "a loop until then takes that long anyway");
    }

    #[test]
    fn of_two_ways_the_longer_has_waited_for_the_shorter_ones_deadline() {
        let (_, wait) = until(100);
        let met = takes(150, "other").or(wait.clone());
        assert_eq!(met.total(), 150_000_000);
        assert_eq!(met.then(wait).total(), 150_000_000);
    }

    #[test]
    fn memory_is_multiplied_too() {
        let cost = Cost { heap: 16, ..Cost::ZERO };
        assert_eq!(cost.clone().times(Some(5)).heap, 80);
        assert_eq!(cost.clone().then(cost.clone()).or(cost).heap, 32);
    }

    #[test]
    fn an_unknown_number_of_times_is_unbounded_only_where_it_costs() {
        assert!(!Cost::ZERO.times(None).is_unbounded);
        assert!(Cost { known: 1, ..Cost::ZERO }.times(None).is_unbounded);
        assert_eq!(Cost { known: 5, ..Cost::ZERO }.times(Some(3)).known, 15);
    }
}
