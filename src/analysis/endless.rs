//! Iterators that do not end by themselves: `repeat_with(…)`, `0..`, `cycle()`, and what adaptors make of them.
//!
//! Who consumes one runs a loop: it is over when a closure says so, at a time limit that a closure looks at, or never.

use super::control::Leaves;
use super::cost::Cost;
use super::effect::Action;
use super::frame::Frame;
use super::rounds::Loop;
use super::value::{Deadline, Val};
use crate::models::schema::{ArgIndex, Model};
use crate::resolve::db::Db;
use crate::resolve::ids::FnId;
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::ExprId;

/// Consumers that may stop before the last element, by what their closure says or by what they compare.
const STOPPING: [&str; 21] = [
    "all",
    "any",
    "cmp",
    "eq",
    "find",
    "find_map",
    "ge",
    "gt",
    "is_partitioned",
    "is_sorted",
    "is_sorted_by",
    "is_sorted_by_key",
    "le",
    "lt",
    "ne",
    "partial_cmp",
    "position",
    "rposition",
    "try_collect",
    "try_find",
    "try_for_each",
];

/// What std's sources and adaptors make that does not end by itself.
pub(super) fn endless(owner: &str, name: &str, first: &Val, second: &Val) -> Option<Val> {
    let new = |may_end: bool| Some(Val::Endless { until: None, may_end });
    match (owner, name) {
        ("iter", "repeat" | "repeat_with") => return new(false),
        ("iter", "from_fn") => return new(true),
        ("Iterator", "cycle") => return new(false),
        ("Iterator", "chain") if matches!(second, Val::Endless { .. }) => return Some(second.clone()),
        _ => {}
    }
    let Val::Endless { until, .. } = first else { return None };
    match name {
        "map" | "enumerate" | "inspect" | "copied" | "cloned" | "by_ref" | "into_iter" | "fuse" | "peekable" | "filter" | "filter_map"
        | "flat_map" | "flatten" | "skip" | "step_by" | "skip_while" | "chain" => Some(first.clone()),
        "take_while" | "map_while" | "scan" => Some(Val::Endless { until: *until, may_end: true }),
        "zip" if matches!(second, Val::Endless { .. }) => Some(first.clone()),
        _ => None,
    }
}

/// Adaptors of std, which go on as long as what they are made of.
const ADAPTORS: [&str; 26] = [
    "Box",
    "ByRefSized",
    "Cloned",
    "Copied",
    "Enumerate",
    "Filter",
    "FilterMap",
    "FlatMap",
    "Flatten",
    "Fuse",
    "Inspect",
    "Intersperse",
    "Map",
    "MapWhile",
    "MapWindows",
    "Peekable",
    "Pin",
    "Rev",
    "Scan",
    "Skip",
    "SkipWhile",
    "StepBy",
    "Take",
    "TakeWhile",
    "Rc",
    "Arc",
];

/// Whether what has that type ends by itself, whatever a loop over it asks for: std's collections and iterators over them.
pub(super) fn ends_by_itself(db: &Db, ty: &Ty) -> bool {
    match ty.peel_refs().kind() {
        TyKind::Array(..) | TyKind::Slice(_) => true,
        TyKind::Adt(adt, args) if db.is_std(db.crate_of(adt.unit)) => {
            let name = db.adt(*adt).name.name;
            match name.as_str() {
                "RangeFrom" | "Repeat" | "RepeatWith" | "FromFn" | "Successors" | "Cycle" => false,
                "Zip" => args.iter().any(|part| ends_by_itself(db, part)),
                "Chain" => args.iter().all(|part| ends_by_itself(db, part)),
                name if ADAPTORS.contains(&name) => args.first().is_some_and(|of| ends_by_itself(db, of)),
                _ => true,
            }
        }
        _ => false,
    }
}

/// An iterator that does not end by itself, as it is consumed.
pub(super) struct Consumed {
    until: Option<Deadline>,
    may_end: bool,
    /// Whether the consumer asks for every element there is.
    is_exhausted: bool,
    /// The closure's answer on which the consumer goes on, and the closure's place among the arguments.
    goes_on: Option<(bool, usize)>,
}

impl Frame<'_, '_> {
    /// Whether a call consumes an iterator that does not end by itself.
    pub(super) fn consumed(&self, model: &Model, binding: usize, named: Option<FnId>, values: &[Val]) -> Option<Consumed> {
        let ArgIndex::Argument(index) = model.repeats.as_ref()?.resolve(binding) else { return None };
        let Val::Endless { until, may_end } = values.get(index)?.hard() else { return None };
        let name = self.engine.db.fn_data(named?).name.name;
        let name = name.as_str();
        let goes_on = match name {
            "any" | "find" | "position" => Some((false, 1)),
            "all" => Some((true, 1)),
            _ => None,
        };
        let is_stopped = STOPPING.contains(&name) || name.starts_with("try_");
        Some(Consumed { until: *until, may_end: *may_end, is_exhausted: !is_stopped && !may_end, goes_on })
    }

    /// The rounds of such a call; `run` is one of them.
    pub(super) fn consume(&mut self, consumed: &Consumed, values: &[Val], at: Span, run: impl FnOnce(&mut Self)) {
        let (reads, state_reads) = (std::mem::take(&mut self.shared_reads), std::mem::take(&mut self.state_reads));
        let dead = self.dead;
        let ((), once, exits) = self.apart(run);
        self.dead = dead;
        let (asks, asks_state) = (self.shared_reads > 0, self.state_reads > 0);
        self.shared_reads += reads;
        self.state_reads += state_reads;
        let by_closure = consumed.goes_on.and_then(|(answer, closure)| {
            let given = self.given_back.clone()?;
            limit_of(&given, answer, values.get(closure)?)
        });
        let until = match (consumed.until, by_closure) {
            (Some(a), Some(b)) => Some(if b.nanos < a.nanos { b } else { a }),
            (a, b) => a.or(b),
        };
        // One that ends when there is no more does not spin.
        let spins = if consumed.may_end { asks_state } else { asks };
        let (mut all, all_but_one) = self.rounds_together(&once, None, until, spins, at);
        if consumed.is_exhausted && until.is_none() && !all.is_unbounded && !all.has_unknown && self.is_of_workspace() {
            self.repeats(at, "the iterator never ends");
            all = Cost { is_unbounded: true, ..all };
        }
        self.leave_after(&all_but_one, exits);
        self.add(all);
    }

    /// A loop that no way leaves: what its rounds come to is what the function comes to.
    pub(super) fn never_ends(&mut self, mut rounds: Cost, about: &Loop) {
        // What somebody gives up after a while ends then; of a critical section only what stands in it is seen.
        let is_seen = !self.engine.is_capped && self.section.is_none() && !rounds.has_unknown;
        if !rounds.is_unbounded && is_seen && self.is_of_workspace() && !self.has_unseen(&about.parts) {
            self.repeats(about.keyword, "nothing ends it");
            rounds.is_unbounded = true;
        }
        let cost = self.cost.clone().then(rounds);
        self.exit(Leaves::Function, cost);
    }

    /// Whether code has a macro in it that is not expanded, or leads to a call of which nobody knows what it does: either may
    /// leave.
    fn has_unseen(&self, parts: &[ExprId]) -> bool {
        let within = |at: Span| {
            parts.iter().map(|part| self.span(*part)).any(|whole| whole.file == at.file && whole.lo <= at.lo && at.hi <= whole.hi)
        };
        let unresolved = self.effects.iter().filter(|effect| matches!(effect.action, Action::Unresolved(_)));
        let mut places = unresolved.flat_map(|effect| effect.chains.iter().map(|chain| chain.get(0).map_or(effect.place, |hop| hop.at)));
        places.any(within)
    }

    /// The time limit at which an adaptor's closure ends what it is made of: `take_while(|_| start.elapsed() < LIMIT)`.
    pub(super) fn ended_by(&mut self, path: &str, made: Val, values: &[Val]) -> Val {
        let Val::Endless { until, may_end: true } = made else { return made };
        let [_, function, ..] = values else { return made };
        let Val::Closure(closure) = function.hard() else { return made };
        if !path.ends_with("::take_while") {
            return made;
        }
        let given = self.engine.closure(closure, vec![Val::Unknown]).ret.clone();
        let until = match (until, limit_of(&given, true, function)) {
            (Some(a), Some(b)) => Some(if b.nanos < a.nanos { b } else { a }),
            (a, b) => a.or(b),
        };
        Val::Endless { until, may_end: true }
    }
}

/// The time limit from which on a closure does not answer `answer` any more: that of a clock which was asked before, not of
/// one that it asks anew each time.
fn limit_of(given: &Val, answer: bool, function: &Val) -> Option<Deadline> {
    let Val::Before { deadline, negated } = given.hard() else { return None };
    let Val::Closure(closure) = function.hard() else { return None };
    let origin = deadline.origin?;
    let is_known = closure.self_val.mentions(origin) || closure.captured.iter().any(|(_, value)| value.mentions(origin));
    (*negated != answer && is_known).then_some(*deadline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adaptors_keep_what_never_ends() {
        let (ever, maybe) = (Val::Endless { until: None, may_end: false }, Val::Endless { until: None, may_end: true });
        let of = |name: &str, first: &Val, second: &Val| endless("Iterator", name, first, second);
        assert_eq!(of("map", &ever, &Val::Unknown), Some(ever.clone()));
        assert_eq!(of("take_while", &ever, &Val::Unknown), Some(maybe.clone()));
        assert_eq!(of("take", &ever, &Val::int(3)), None);
        assert_eq!(of("zip", &ever, &Val::Count(3)), None);
        assert_eq!(of("chain", &Val::Count(3), &ever), Some(ever.clone()));
        assert_eq!(of("cycle", &Val::Count(3), &Val::Unknown), Some(ever.clone()));
        assert_eq!(endless("iter", "from_fn", &Val::Unknown, &Val::Unknown), Some(maybe));
        assert_eq!(endless("Option", "map", &Val::Unknown, &Val::Unknown), None);
    }
}
