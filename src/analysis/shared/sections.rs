//! Critical sections: how long a lock is held at most, and what takes the time.
//!
//! Which calls run while the lock is held is known here; what they cost is asked of the interpreter that knows time: the
//! body is walked by it again, and only those calls count.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::cost::Cost;
use crate::analysis::effect::{Action, Effect, Time, merge};
use crate::analysis::engine::Engine;
use crate::analysis::frame::Frame;
use crate::resolve::bodies::children;
use crate::resolve::infer::BodyOwner;
use crate::resolve::ty::Args;
use crate::source::Span;
use crate::syntax::body::{ExprId, PatId};

/// Where in a body a lock is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The body.
    pub owner: BodyOwner,
    /// The closure or async block in it, if it is one of these.
    pub closure: Option<ExprId>,
    /// Type arguments.
    pub args: Args,
    /// The calls that run meanwhile.
    pub calls: Vec<ExprId>,
    /// The variables that end meanwhile.
    pub drops: Vec<PatId>,
    /// The calls that take the lock in this body.
    pub acquirers: Vec<ExprId>,
    /// The name of the call that takes it, here or deeper.
    pub taken_at: Span,
}

/// What of a body counts.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct Filter {
    calls: FxHashSet<ExprId>,
    drops: FxHashSet<PatId>,
    acquirers: Vec<ExprId>,
}

/// How long a section takes.
#[derive(Clone, Debug)]
pub struct Length {
    /// At most.
    pub cost: Cost,
    /// The operation that takes longest, or has no bound.
    pub longest: Option<Effect>,
}

impl Engine<'_> {
    /// How long a section takes at most, for whatever the body was called with so far.
    pub(super) fn length_of(&mut self, section: &Section) -> Length {
        let filter = Filter {
            calls: section.calls.iter().copied().collect(),
            drops: section.drops.iter().copied().collect(),
            acquirers: section.acquirers.clone(),
        };
        let summary = self.walk_section(section.owner, section.closure, &section.args, &Arc::new(filter));
        let rank = |effect: &&Effect| match &effect.action {
            Action::Takes { time: Time::Unbounded, .. } | Action::Repeats(_) => u128::MAX,
            Action::Takes { time: Time::Known(nanos), times, .. } => nanos.saturating_mul(*times),
            _ => 0,
        };
        let longest = summary.1.iter().filter(|e| rank(e) > 0).max_by_key(rank).cloned();
        Length { cost: summary.0, longest }
    }
}

impl Frame<'_, '_> {
    /// Whether a call runs outside of the section that is looked at.
    pub(in crate::analysis) fn is_outside(&self, call: Option<ExprId>) -> bool {
        let Some(section) = &self.section else { return false };
        call.or(self.current).is_none_or(|call| !section.calls.contains(&call))
    }

    /// The same for the end of a variable.
    pub(in crate::analysis) fn ends_outside(&self, pat: PatId) -> bool {
        self.section.as_ref().is_some_and(|section| !section.drops.contains(&pat))
    }

    /// Whether each round of a loop takes the lock anew.
    pub(in crate::analysis) fn takes_anew(&self, parts: &[ExprId]) -> bool {
        let Some(section) = &self.section else { return false };
        let mut stack = parts.to_vec();
        while let Some(id) = stack.pop() {
            if section.acquirers.contains(&id) {
                return true;
            }
            stack.extend(children(&self.data.body.expr(id).kind).0);
        }
        false
    }

    /// Walk something of which nothing counts.
    pub(in crate::analysis) fn muted<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let (cost, effects) = (std::mem::take(&mut self.cost), std::mem::take(&mut self.effects));
        let (recursive, exits) = (self.recursive.len(), self.exits.len());
        let value = f(self);
        self.recursive.truncate(recursive);
        self.exits.truncate(exits);
        (self.cost, self.effects) = (cost, effects);
        value
    }
}

/// The worse of two lengths.
pub(in crate::analysis) fn worse(into: &mut (Cost, Vec<Effect>), cost: &Cost, effects: &[Effect]) {
    into.0 = std::mem::take(&mut into.0).or(cost.clone());
    for effect in effects {
        merge(&mut into.1, effect, None);
    }
}
