//! A sum that shares its parts, as a tree of calls.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::cost::Bill;
use crate::analysis::effect::Effect;
use crate::checks::facts::LooksAlive;
use crate::models::Models;
use crate::source::Span;

/// The parts of a call, the dearest first. Shared where the same call is met again.
pub type Parts = Arc<[Part]>;

/// One part of a bill: an operation, or a call and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How often it runs within the call around it: the product of the loops around it and the ways to it.
    pub times: u128,
    /// What it takes once: nanoseconds, or bytes in a bill of memory.
    pub each: u128,
    /// The callee, as shown.
    pub callee: String,
    /// The call as written, as far as that is known.
    pub call: String,
    /// The callee's name where it is called.
    pub place: Span,
    /// Why it takes so long.
    pub why: Option<String>,
    /// The documentation that its model rests on.
    pub source: Option<String>,
    /// Its number in the order in which the parts run.
    pub order: usize,
    /// What it is made of; nothing for an operation.
    pub parts: Parts,
}

impl Part {
    /// What it takes within the call around it, in the same unit.
    pub fn total(&self) -> u128 {
        self.times.saturating_mul(self.each)
    }
}

/// What the bound of an entry point is made of.
pub fn parts(entry: &LooksAlive, models: &Models) -> Parts {
    of(entry, models, entry.cost.bill.as_ref())
}

/// What the memory is made of that an entry point puts on the heap.
pub fn memory(entry: &LooksAlive, models: &Models) -> Parts {
    of(entry, models, entry.cost.heap_bill.as_ref())
}

fn of(entry: &LooksAlive, models: &Models, bill: Option<&Arc<Bill>>) -> Parts {
    let mut written = FxHashMap::default();
    // Those first that say more of the call.
    let (with, without): (Vec<_>, Vec<_>) = entry.effects.iter().partition(|effect| !effect.arguments.is_empty());
    for effect in with.into_iter().chain(without) {
        written.entry((effect.place, &*effect.callee)).or_insert(effect);
    }
    let mut tree = Tree { models, written, known: FxHashMap::default() };
    bill.map_or_else(|| Arc::from([]), |bill| tree.parts(bill))
}

struct Tree<'e> {
    models: &'e Models,
    /// Operations by place and name.
    written: FxHashMap<(Span, &'e str), &'e Effect>,
    /// The parts of calls that were met.
    known: FxHashMap<*const Bill, Parts>,
}

impl Tree<'_> {
    fn parts(&mut self, bill: &Arc<Bill>) -> Parts {
        if let Some(known) = self.known.get(&Arc::as_ptr(bill)) {
            return Arc::clone(known);
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut index: FxHashMap<(Span, String, u128, *const Part), usize> = FxHashMap::default();
        let mut open: Vec<(u128, &Arc<Bill>)> = vec![(1, bill)];
        while let Some((times, bill)) = open.pop() {
            let part = match &**bill {
                Bill::Both(a, b) => {
                    open.extend([(times, b), (times, a)]);
                    continue;
                }
                Bill::Times(count, inner) => {
                    open.push((times.saturating_mul(*count), inner));
                    continue;
                }
                Bill::Item(item) => {
                    let callee = item.callee.to_string();
                    let effect = self.written.get(&(item.place, &*callee));
                    let call = effect.map_or_else(|| callee.clone(), |effect| super::call_of(effect));
                    let source = effect.and_then(|effect| source(self.models, effect)).map(str::to_owned);
                    let why = item.why.as_deref().map(str::to_owned).or_else(|| source.as_deref().and_then(said).map(str::to_owned));
                    Part { times, each: item.amount, callee, call, place: item.place, why, source, order: 0, parts: Arc::from([]) }
                }
                Bill::Call(callee, place, inner) => {
                    let parts = self.parts(inner);
                    let each = parts.iter().fold(0_u128, |sum, part| sum.saturating_add(part.total()));
                    let callee = callee.to_string();
                    Part { times, each, call: callee.clone(), callee, place: *place, why: None, source: None, order: 0, parts }
                }
            };
            let inside = if part.parts.is_empty() { std::ptr::null() } else { part.parts.as_ptr() };
            let at = *index.entry((part.place, part.callee.clone(), part.each, inside)).or_insert(parts.len());
            match parts.get_mut(at) {
                Some(same) => same.times = same.times.saturating_add(part.times),
                None => parts.push(Part { order: at, ..part }),
            }
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.total()));
        let parts: Parts = parts.into();
        self.known.insert(Arc::as_ptr(bill), Arc::clone(&parts));
        parts
    }
}

/// Where it is documented how long an operation takes.
pub(super) fn source<'m>(models: &'m Models, effect: &Effect) -> Option<&'m str> {
    let name = effect.path.rsplit("::").next().unwrap_or(&effect.path);
    let foreign = || models.lookup_foreign(name, effect.arguments.len()).map(|(model, _)| model);
    models.lookup_callee(&effect.path).or_else(foreign)?.source.as_deref()
}

/// What is said behind the address of a document, or all of it where there is no address.
pub(super) fn said(source: &str) -> Option<&str> {
    if !source.starts_with("http") {
        return Some(source);
    }
    source.split_once(": ").map(|(_, said)| said)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::analysis::cost::{Cost, Item};
    use crate::source::FileId;
    use crate::workspace::{CrateIndex, PackageIndex};

    fn at(lo: u32) -> Span {
        Span::new(FileId(0), lo, lo + 1)
    }

    fn item(nanos: u128, lo: u32) -> Cost {
        Cost::item(Item { amount: nanos, callee: format!("f{lo}").into(), place: at(lo), why: None })
    }

    fn tree(cost: Cost) -> Parts {
        let entry = LooksAlive {
            table: "TABLE".into(),
            path: "disk::looks_alive".into(),
            name: at(0),
            whole: at(0),
            is_extern: true,
            effects: Vec::new(),
            cost,
            package: PackageIndex(0),
            krate: CrateIndex(0),
            budget: Duration::from_millis(300),
            allocation_limit: 0,
            function: None,
            field: at(0),
            is_alive: Vec::new(),
        };
        parts(&entry, &Models::default())
    }

    fn shown(parts: &[Part]) -> String {
        let one = |part: &Part| {
            let inner = if part.parts.is_empty() { String::new() } else { format!(" [{}]", shown(&part.parts)) };
            format!("{}:{}x{} {}{inner}", part.order, part.times, part.each, part.callee)
        };
        parts.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn parts_are_calls_with_their_parts_the_dearest_first() {
        let helper = || item(5, 1).then(item(7, 2)).times(Some(2));
        let cost = item(3, 3).then(helper().via(&"helper".into(), at(4)).times(Some(3))).then(item(3, 3));
        assert_eq!(cost.known, 78);
        assert_eq!(shown(&tree(cost)), "1:3x24 helper [1:2x7 f2, 0:2x5 f1], 0:2x3 f3");
        assert_eq!(shown(&tree(Cost::ZERO)), "");
    }

    #[test]
    fn what_is_shared_is_not_told_apart() {
        // Sixty helpers, each of which calls the one below it at two places.
        let mut cost = item(1, 0);
        for level in 1..60 {
            let name = format!("h{level}").as_str().into();
            cost = cost.clone().via(&name, at(2 * level)).then(cost.via(&name, at(2 * level + 1)));
        }
        let parts = tree(cost);
        assert_eq!(parts.iter().map(Part::total).sum::<u128>(), 1 << 59);
        assert!(Arc::ptr_eq(&parts[0].parts, &parts[1].parts));
    }

    #[test]
    fn a_source_is_told_without_its_address() {
        assert_eq!(said("https://example.org/a:b: blocks for 30 s"), Some("blocks for 30 s"));
        assert_eq!(said("https://example.org/a"), None);
        assert_eq!(said("the manual, section 3"), Some("the manual, section 3"));
    }

    /// Costs of every shape: operations, one after the other, loops, calls; parts are shared now and then.
    fn costs() -> impl proptest::strategy::Strategy<Value = Cost> {
        use proptest::prelude::*;
        let leaf = (0_u128..50, 0_u32..6).prop_map(|(nanos, lo)| item(nanos, lo));
        leaf.prop_recursive(5, 40, 3, |inner| {
            prop_oneof![
                (inner.clone(), inner.clone()).prop_map(|(a, b)| a.then(b)),
                (inner.clone(), 0_u128..5).prop_map(|(a, count)| a.times(Some(count))),
                (inner.clone(), 6_u32..9).prop_map(|(a, lo)| a.via(&format!("g{lo}").into(), at(lo))),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| a.or(b)),
                inner.prop_map(|a| a.clone().then(a)),
            ]
        })
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn the_tree_and_the_entries_come_to_the_sum(cost in costs()) {
            let items: u128 = cost.items().iter().map(|(times, item)| times * item.amount).sum();
            proptest::prop_assert_eq!(items, cost.known);
            let known = cost.known;
            fn sum(parts: &[Part]) -> u128 {
                parts.iter().map(|part| part.times * if part.parts.is_empty() { part.each } else { sum(&part.parts) }).sum()
            }
            let parts = tree(cost);
            proptest::prop_assert_eq!(sum(&parts), known);
            proptest::prop_assert!(parts.is_sorted_by(|a, b| a.total() >= b.total()));
        }
    }
}
