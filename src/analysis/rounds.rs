//! Loops: what their rounds cost together, and what is known after them.
//!
//! Where variables change from round to round in a way that can be followed, or the elements are known, the rounds are
//! walked one by one, which bounds counters and back-off of any form. Otherwise one round is walked with what holds in
//! each, and counted as often as it can run: a number of times, until a deadline, or nobody knows how often.

use std::sync::Arc;

use super::control::{Leaves, State};
use super::cost::{Cost, Item};
use super::effect::{Effect, merge};
use super::frame::{Frame, LoopFrame};
use super::sums::added_up;
use super::value::{Deadline, Val};
use crate::resolve::infer::Resolution;
use crate::resolve::ty::TyKind;
use crate::source::{Span, Symbol};
use crate::syntax::body::{ExprId, ExprKind, PatId};

/// How many rounds of one loop are walked one by one.
const ROUNDS: usize = 64;
/// The same where nothing but the walk itself says that the loop ends.
const ROUNDS_TO_THE_END: usize = 40;
/// The same where a counter grows by at least something each time: `got += n` up to the length of a buffer.
const ROUNDS_OF_A_COUNTER: usize = 1_024;
/// How many rounds are walked one by one in loops that stand in each other.
const ROUNDS_NESTED: u128 = 512;

/// A loop as it is written.
pub(super) struct Loop {
    pub(super) label: Option<Symbol>,
    /// Whether only a `break` ends it.
    pub(super) is_endless: bool,
    /// How often it runs at most.
    pub(super) count: Option<u128>,
    /// What it runs over, where each element is known.
    pub(super) elements: Option<Arc<[Val]>>,
    pub(super) keyword: Span,
    /// The condition and the body.
    pub(super) parts: Vec<ExprId>,
    /// What it runs over ends then at the latest.
    pub(super) until: Option<Deadline>,
    /// What it runs over ends by itself: a question in it ends it sooner, if at all.
    pub(super) ends: bool,
}

/// What a loop came to, counted from where it began.
#[derive(Default)]
struct Ended {
    /// Where it ended by itself.
    through: Option<State>,
    /// What its `break`s cost.
    broken: Option<Cost>,
    /// Ways that left it for somewhere further out.
    left: Vec<(Leaves, Cost)>,
}

impl Ended {
    fn end(&mut self, before: &Cost, mut state: State) {
        state.cost = before.clone().then(state.cost);
        self.through = Some(match self.through.take() {
            Some(known) => known.join(state),
            None => state,
        });
    }

    /// Sort the ways that have left a round which began after `before`; the cost of those that go to the next.
    fn leave(&mut self, index: usize, before: &Cost, exits: Vec<(Leaves, Cost)>) -> Option<Cost> {
        let mut next = None;
        for (to, cost) in exits {
            if to == Leaves::Round(index) {
                next = Some(cost);
                continue;
            }
            let all = before.clone().then(cost);
            if to == Leaves::Loop(index) {
                self.broken = Some(self.broken.take().map_or(all.clone(), |known| known.or(all)));
            } else {
                self.left.push((to, all));
            }
        }
        next
    }
}

impl Frame<'_, '_> {
    /// A loop; its value is what its `break`s give.
    pub(super) fn repeat(&mut self, about: &Loop, body: &mut dyn FnMut(&mut Self, Option<&Val>)) -> Val {
        if self.dead {
            return Val::Unknown;
        }
        if about.count == Some(0) {
            return Val::Unknown;
        }
        // Where each round takes the lock that is looked at, a hold is as long as one of them.
        let one = Loop { count: Some(1), is_endless: false, elements: None, parts: about.parts.clone(), ..*about };
        let about = if self.takes_anew(&about.parts) { &one } else { about };
        let (changed, changes_self) = self.assigned(&about.parts);
        self.conditional += 1;
        let followed = if self.is_worth_following(about, &changed) { self.one_by_one(about, &changed, body) } else { None };
        let value = followed.unwrap_or_else(|| self.all_at_once(about, &changed, changes_self, body));
        self.conditional -= 1;
        value
    }

    fn enter_loop(&mut self, about: &Loop, changed: &[PatId]) {
        let mut frame = LoopFrame::new(about.label, true, self.declared.len(), self.created.len());
        frame.changed = changed.to_vec();
        frame.read = self.read_from_others.len();
        frame.deadline = about.until;
        self.loops.push(frame);
    }

    /// The condition of a `while` does not hold: the loop around ends here.
    pub(super) fn end_loop(&mut self) {
        if self.dead {
            return;
        }
        let here = self.state();
        if let Some(frame) = self.loops.last_mut() {
            frame.ends = Some(match frame.ends.take() {
                Some(known) => known.join(here),
                None => here,
            });
        }
    }

    /// Whether the rounds differ in something that is known.
    fn is_worth_following(&self, about: &Loop, changed: &[PatId]) -> bool {
        let count = about.elements.as_ref().map(|e| e.len() as u128).or(about.count);
        if count.is_some_and(|n| n > ROUNDS as u128) || self.simulated.saturating_mul(count.unwrap_or(8)) > ROUNDS_NESTED {
            return false;
        }
        let differ = about.elements.as_ref().is_some_and(|elements| elements.windows(2).any(|pair| pair[0] != pair[1]));
        differ || changed.iter().any(|pat| self.locals.get(pat).is_some_and(|v| is_number(v.hard())))
    }

    fn one_by_one(&mut self, about: &Loop, changed: &[PatId], body: &mut dyn FnMut(&mut Self, Option<&Val>)) -> Option<Val> {
        let start = self.state();
        let (exits, ret, loops) = (self.exits.clone(), self.ret.clone(), self.loops.len());
        let (created, recursive, simulated) = (self.created.len(), self.recursive.len(), self.simulated);
        let effects = std::mem::take(&mut self.effects);
        let most = about.elements.as_ref().map(|e| e.len()).or(about.count.and_then(|n| usize::try_from(n).ok()));
        self.simulated = simulated.saturating_mul(most.unwrap_or(8) as u128);
        self.enter_loop(about, changed);
        let mut ended = Ended::default();
        let mut before = Cost::ZERO;
        let mut last = Cost::ZERO;
        let passed = |f: &Self, deadline: Deadline| Deadline { nanos: f.ahead(deadline), ..deadline };
        let mut rounds: Vec<Vec<Effect>> = Vec::new();
        let finished = loop {
            let round = rounds.len();
            if most == Some(round) {
                if !about.is_endless {
                    let here = State { cost: Cost::ZERO, ..self.state() };
                    ended.end(&before, here);
                }
                break true;
            }
            let numbers = self.numbers(changed);
            let grows = round > 0 && numbers.iter().flatten().any(|v| matches!(v, Val::AtLeast(_)));
            let limit = if grows { ROUNDS_OF_A_COUNTER } else { ROUNDS_TO_THE_END };
            if round >= if most.is_some() { ROUNDS } else { limit } {
                break false;
            }
            let element = about.elements.as_ref().and_then(|e| e.get(round));
            let asked = self.created.len();
            let ((), once, exits) = self.apart(|f| body(f, element));
            let over = self.created[asked..].to_vec();
            let settled = |cost: Cost| cost.settle_clocks(&over);
            let (once, exits): (Cost, Vec<(Leaves, Cost)>) =
                (settled(once), exits.into_iter().map(|(to, cost)| (to, settled(cost))).collect());
            rounds.push(std::mem::take(&mut self.effects));
            let Some(frame) = self.loops.last_mut() else { break false };
            let (ends, continues, deadline) = (frame.ends.take(), frame.continues.take(), frame.deadline);
            let frame_deadline = deadline;
            // No round begins after the deadline: the one before may have, just before it.
            let late = deadline.map(|deadline| passed(self, deadline)).filter(|deadline| before.total() > deadline.nanos);
            let exits = match late {
                Some(deadline) => {
                    before = until(frame_deadline.unwrap_or(deadline), deadline.nanos, about.keyword);
                    exits_after(&last, frame_deadline, exits)
                }
                None => exits,
            };
            if let Some(ends) = ends {
                ended.end(&before, State { cost: settled(ends.cost.clone()), ..ends });
            }
            let next = ended.leave(loops, &before, exits);
            let through = State { cost: once, ..self.state() };
            let all = match (continues, next) {
                (Some(state), Some(cost)) => through.join(State { cost, dead: false, ..state }),
                _ => through,
            };
            let (dead, once) = (all.dead, all.cost.clone());
            let outer = self.cost.clone();
            self.enter(State { cost: outer, ..all });
            if dead {
                break true;
            }
            last = once.clone();
            before = before.then(once);
            // What does not change will not end it.
            if most.is_none() && self.numbers(changed) == numbers {
                break false;
            }
        };
        let frame = self.loops.pop()?;
        self.simulated = simulated;
        let inner = std::mem::replace(&mut self.effects, effects);
        if !finished {
            self.enter(start);
            (self.exits, self.ret) = (exits, ret);
            self.created.truncate(created);
            self.recursive.truncate(recursive);
            return None;
        }
        rounds.push(inner);
        for effect in added_up(rounds, self.factor) {
            merge(&mut self.effects, &effect, None);
        }
        self.cost = start.cost;
        Some(self.after_loop(frame, ended))
    }

    fn numbers(&self, of: &[PatId]) -> Vec<Option<Val>> {
        of.iter().map(|pat| self.locals.get(pat).filter(|v| is_number(v.hard())).cloned()).collect()
    }

    fn all_at_once(&mut self, about: &Loop, changed: &[PatId], changes_self: bool, body: &mut dyn FnMut(&mut Self, Option<&Val>)) -> Val {
        let element = about.elements.as_ref().and_then(|elements| {
            let mut all = elements.iter();
            let first = all.next()?.clone();
            Some(all.fold(first, |known, more| known.join(more)))
        });
        self.hold_in_each(about, changed, changes_self, element.as_ref(), body);
        let index = self.loops.len();
        let created = self.created.len();
        self.enter_loop(about, changed);
        let factor = self.factor;
        self.factor = factor.saturating_mul(about.count.unwrap_or(1));
        let entry = self.state();
        let ((), once, exits) = self.apart(|f| body(f, element.as_ref()));
        self.factor = factor;
        let Some(mut frame) = self.loops.pop() else { return Val::Unknown };
        let over = self.created.split_off(created);
        let settled = |cost: Cost| cost.settle_clocks(&over);
        let exits: Vec<(Leaves, Cost)> = exits.into_iter().map(|(to, cost)| (to, settled(cost))).collect();
        let next = exits.iter().find(|(to, _)| *to == Leaves::Round(index)).map(|(_, cost)| cost.clone());
        let goes_on = !self.dead || next.is_some();
        let mut round = State { cost: settled(once), ..self.state() };
        if let (Some(state), Some(cost)) = (frame.continues.take(), next) {
            round = round.join(State { cost, dead: false, ..state });
        }
        // A body that always leaves runs once.
        let (all, all_but_one) = if goes_on {
            self.rounds_together(&round.cost, about.count, frame.deadline, frame.asks_state && !frame.retries && !about.ends, about.keyword)
        } else {
            (Cost::ZERO, Cost::ZERO)
        };
        let mut ended = Ended::default();
        // Whoever looks at the clock first thing in a round may see it after the one that began just before the deadline.
        let exits = if frame.deadline.is_some() { exits_after(&round.cost, frame.deadline, exits) } else { exits };
        ended.leave(index, &all_but_one, exits);
        match frame.ends.take() {
            Some(ends) => {
                let cost = settled(ends.cost.clone());
                let cost = match frame.deadline {
                    Some(deadline) => cost.within(deadline),
                    None => cost,
                };
                ended.end(&all, State { cost, ..ends });
            }
            None if about.is_endless => {}
            // `for`: after the last element, or where there is none.
            None => {
                let none = State { cost: Cost::ZERO, ..entry.clone() };
                let after = if goes_on { none.join(State { cost: Cost::ZERO, ..round }) } else { none };
                ended.end(&all, after);
            }
        }
        (self.dead, self.cost) = (false, entry.cost);
        if goes_on && about.is_endless && ended.through.is_none() && ended.broken.is_none() && ended.left.is_empty() {
            self.never_ends(all, about);
        }
        self.after_loop(frame, ended)
    }

    /// Leave the variables with what holds at the beginning of each round.
    fn hold_in_each(
        &mut self,
        about: &Loop,
        changed: &[PatId],
        changes_self: bool,
        element: Option<&Val>,
        body: &mut dyn FnMut(&mut Self, Option<&Val>),
    ) {
        let before: Vec<(PatId, Val)> =
            changed.iter().filter_map(|pat| Some((*pat, self.locals.get(pat).filter(|v| is_number(v.hard()))?.clone()))).collect();
        for pat in changed {
            match self.locals.get(pat) {
                // Settings that are made in a round hold in the next at the earliest.
                Some(Val::Handle(_)) => {}
                _ => {
                    self.locals.insert(*pat, Val::Unknown);
                }
            }
        }
        if changes_self {
            self.self_val = Val::Unknown;
        }
        // What a clock said before the loop is old.
        for value in self.locals.values_mut() {
            if matches!(value, Val::Before { .. } | Val::Passed { .. }) {
                *value = Val::Unknown;
            }
        }
        if before.is_empty() || self.loops.len() > 2 {
            return;
        }
        // Whatever a variable was, after a round it is this: that or what it was before the first.
        let after = self.dry(|f| {
            let (index, created) = (f.loops.len(), f.created.len());
            f.loops.push(LoopFrame::new(about.label, true, f.declared.len(), created));
            body(f, element);
            let here = f.state();
            let next = f.exits_to(Leaves::Round(index));
            match (f.loops.pop().and_then(|frame| frame.continues), next) {
                (Some(state), Some(cost)) => here.join(State { cost, dead: false, ..state }),
                _ => here,
            }
        });
        for (pat, first) in before {
            let value = match after.locals.get(&pat) {
                _ if after.dead => first,
                Some(later) => first.join(later),
                None => Val::Unknown,
            };
            self.locals.insert(pat, value);
        }
    }

    /// Walk `f` for what it finds out; nothing else is left of it.
    pub(super) fn dry<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let state = self.state();
        let (exits, ret, effects) = (std::mem::take(&mut self.exits), self.ret.clone(), std::mem::take(&mut self.effects));
        let (created, recursive, declared) = (self.created.len(), self.recursive.len(), self.declared.clone());
        let (reads, state_reads) = (self.shared_reads, self.state_reads);
        let guards: Vec<_> = self.loops.iter().map(|l| (l.deadline, l.asks_state)).collect();
        let value = f(self);
        self.enter(state);
        (self.exits, self.ret, self.effects) = (exits, ret, effects);
        self.created.truncate(created);
        self.recursive.truncate(recursive);
        (self.declared, self.shared_reads, self.state_reads) = (declared, reads, state_reads);
        for (frame, (deadline, asks_state)) in self.loops.iter_mut().zip(guards) {
            (frame.deadline, frame.asks_state) = (deadline, asks_state);
        }
        value
    }

    fn after_loop(&mut self, mut frame: LoopFrame, ended: Ended) -> Val {
        let before = self.cost.clone();
        self.leave_after(&Cost::ZERO, ended.left);
        let mut ways: Vec<(Val, State)> = Vec::new();
        if let Some(through) = ended.through {
            ways.push((Val::Unknown, State { cost: before.clone().then(through.cost.clone()), ..through }));
        }
        if let (Some(cost), Some(state)) = (ended.broken, frame.breaks.take()) {
            ways.push((frame.value.take().unwrap_or(Val::Unknown), State { cost: before.then(cost), dead: false, ..state }));
        }
        self.meet(ways)
    }

    /// What all rounds cost, and all but the last.
    pub(super) fn rounds_together(
        &mut self,
        once: &Cost,
        count: Option<u128>,
        deadline: Option<Deadline>,
        asks_state: bool,
        at: Span,
    ) -> (Cost, Cost) {
        let counted = count.map(|n| (once.clone().times(Some(n)), once.clone().times(Some(n.saturating_sub(1)))));
        // Rounds begin until the deadline; the last one may begin just before it.
        let timed = deadline.map(|deadline| {
            let waiting = until(deadline, self.ahead(deadline), at);
            (waiting.clone().then(once.clone().within(deadline)), waiting)
        });
        match (counted, timed) {
            (Some(a), Some(b)) => {
                if b.0.total() < a.0.total() {
                    b
                } else {
                    a
                }
            }
            (Some(cost), None) | (None, Some(cost)) => cost,
            (None, None) => {
                let mut all = once.clone().times(None);
                // What passes once, however often it is come to, does not take longer by more rounds.
                if once.known > 0 {
                    self.repeats(at, "each round takes time, and nobody knows how many there are");
                } else if asks_state && !once.is_unbounded && self.is_of_workspace() {
                    self.repeats(at, "it spins until another thread changes what it asks for");
                    all.is_unbounded = true;
                }
                let so_far = Cost { is_unbounded: all.is_unbounded, has_unknown: all.has_unknown, ..Cost::ZERO };
                (all, so_far)
            }
        }
    }

    /// Whether the body is the users' own. What spins in a published crate is a lock-free structure that waits for the
    /// end of another thread's step; where one may wait for more, its model says so.
    pub(super) fn is_of_workspace(&self) -> bool {
        self.engine.db.krate(self.engine.db.crate_of(self.owner.unit())).is_member
    }

    /// The rounds of what a callee calls.
    pub(super) fn add_rounds(&mut self, once: &Cost, exits: Vec<(Leaves, Cost)>, count: Option<u128>, at: Span) {
        let (all, all_but_one) = self.rounds_together(once, count, None, false, at);
        self.leave_after(&all_but_one, exits);
        self.add(all);
    }

    /// How often a `for` loop runs, and over what.
    pub(super) fn count_of(&mut self, iter: ExprId, value: &Val) -> (Option<u128>, Option<Arc<[Val]>>) {
        match value.hard() {
            Val::Tuple(parts) => return (Some(parts.len() as u128), Some(Arc::clone(parts))),
            Val::Count(count) => return (Some(*count), None),
            _ => {}
        }
        let ty = self.type_of(iter);
        let len = match ty.peel_refs().kind() {
            TyKind::Array(_, len) => match len.kind() {
                TyKind::ConstInt(len) => u128::try_from(*len).ok(),
                _ => None,
            },
            _ => None,
        };
        (len, None)
    }

    /// `while let Some(x) = elements.next()`: as often as the iterator gives something.
    pub(super) fn drained(&self, cond: ExprId) -> Option<u128> {
        let body = &self.data.body;
        let ExprKind::Let { expr, .. } = &body.expr(cond).kind else { return None };
        let ExprKind::MethodCall { recv, method, .. } = &body.expr(*expr).kind else { return None };
        if !matches!(method.name.as_str(), "next" | "next_back" | "pop" | "pop_front" | "pop_back") {
            return None;
        }
        let Some(Resolution::Local(pat)) = self.inference.paths.get(recv) else { return None };
        match self.locals.get(pat).map(Val::hard) {
            Some(Val::Count(count)) => Some(*count),
            Some(Val::Tuple(parts)) => Some(parts.len() as u128),
            _ => None,
        }
    }
}

/// What changes from round to round in a way that is followed.
fn is_number(value: &Val) -> bool {
    matches!(value, Val::Tuple(_) | Val::Int { .. } | Val::AtLeast(_) | Val::Time { .. } | Val::Float(_) | Val::Bool(_))
}

/// Ways that leave, of which none costs less than a round.
fn exits_after(once: &Cost, deadline: Option<Deadline>, exits: Vec<(Leaves, Cost)>) -> Vec<(Leaves, Cost)> {
    let within = |cost: Cost| match deadline {
        Some(deadline) => cost.within(deadline),
        None => cost,
    };
    exits.into_iter().map(|(to, cost)| (to, within(cost).or(within(once.clone())))).collect()
}

/// Rounds until a deadline of which so many nanoseconds are ahead. Where others go on until then too, it is charged once.
fn until(deadline: Deadline, ahead: u128, at: Span) -> Cost {
    let item = Item { amount: ahead, callee: "rounds until the deadline".into(), place: at, why: None };
    match deadline.origin {
        Some(_) => Cost::until(deadline, item, true),
        None => Cost::item(item),
    }
}
