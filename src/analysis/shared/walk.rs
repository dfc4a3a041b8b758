//! One walk over one body in its order of evaluation, for what it does to places and locks.
//!
//! Values flow through variables; branches join; a loop's body is walked twice, so that what one round leaves is seen by
//! the next. Which guards are alive where is asked of `guards`; locks that are taken and given back by calls are followed
//! here. Knows nothing of time.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::analyzer::Analyzer;
use super::facts::{Access, Hold, Summary, What};
use super::lock::{Held, Lock};
use super::place::Place;
use super::sections::Section;
use super::value::{ClosureVal, Places, Val};
use crate::analysis::guards::{Held as Guards, Source};
use crate::resolve::bodies::BodyData;
use crate::resolve::infer::{BodyOwner, Inference};
use crate::resolve::ty::{Args, Ty};
use crate::source::{Span, Symbol};
use crate::syntax::body::{BlockKind, ExprId, ExprKind, PatId, PatKind};

/// A place that is about to be read, written or borrowed.
#[derive(Clone, Debug)]
pub(super) enum Spot {
    /// Shared memory, or what may be.
    Places(Places),
    /// A variable.
    Local(PatId),
    /// A value of this thread.
    Value(Val),
}

/// A point of the body.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    /// A call starts.
    Call(ExprId),
    /// A place was evaluated.
    Access(ExprId),
    /// A variable goes out of scope.
    Drop(PatId),
    /// Only what calls took counts.
    Here,
}

/// What differs between the ways through a body.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    pub env: FxHashMap<PatId, Val>,
    /// Locks that calls took and no guard stands for; whether on every path.
    pub explicit: Vec<(Lock, bool)>,
    /// Variables that were moved away.
    pub moved: FxHashSet<PatId>,
    /// Nothing leads here.
    pub dead: bool,
}

impl State {
    /// Where two ways meet.
    pub fn join(&mut self, other: Self) {
        if other.dead {
            return;
        }
        if self.dead {
            *self = other;
            return;
        }
        for (pat, value) in &other.env {
            match self.env.get_mut(pat) {
                Some(known) => *known = known.join(value),
                None => {
                    self.env.insert(*pat, value.clone());
                }
            }
        }
        for (lock, must) in &mut self.explicit {
            *must &= other.explicit.iter().any(|(l, m)| l.is_same(lock) && l.mode == lock.mode && *m);
        }
        for (lock, _) in other.explicit {
            if !self.explicit.iter().any(|(l, _)| l.is_same(&lock) && l.mode == lock.mode) {
                self.explicit.push((lock, false));
            }
        }
        self.moved = self.moved.intersection(&other.moved).copied().collect();
    }
}

#[derive(Debug)]
pub(super) struct LoopFrame {
    pub label: Option<Symbol>,
    pub is_loop: bool,
    pub value: Option<Val>,
    pub left: Option<State>,
    pub declared: usize,
}

/// The state of one walk.
pub(super) struct Walk<'w, 'e, 'a> {
    pub an: &'w mut Analyzer<'e, 'a>,
    pub owner: BodyOwner,
    pub closure: Option<ExprId>,
    pub data: Arc<BodyData>,
    pub inference: Arc<Inference>,
    pub args: Args,
    pub guards: Arc<Guards>,
    pub sources: FxHashMap<Source, Arc<[Lock]>>,
    pub st: State,
    pub this: Val,
    pub out: Summary,
    pub ret: Option<Val>,
    pub exits: Option<State>,
    pub loops: Vec<LoopFrame>,
    pub declared: Vec<PatId>,
    /// The locks of this body that are held at each call, for how long they are held.
    pub at_calls: FxHashMap<ExprId, Vec<Lock>>,
    /// By which calls of this body its locks are taken.
    pub acquirers: Vec<(Lock, ExprId)>,
    /// The same where variables go out of scope.
    pub at_drops: FxHashMap<PatId, Vec<Lock>>,
    /// Closures of this body, with what they are given where they are handed over.
    pub closures_seen: FxHashMap<(BodyOwner, ExprId), (Arc<ClosureVal>, Val)>,
    /// Locks whose guards a call gave up while its closures run.
    pub given_up: Vec<Lock>,
    /// What pointers lead to that were taken out of their places, and what was held then.
    pub taken_under: Vec<(Place, Held)>,
    pub depth: u32,
}

const DEPTH: u32 = 800;

impl<'w, 'e, 'a> Walk<'w, 'e, 'a> {
    pub(super) fn walk(
        an: &'w mut Analyzer<'e, 'a>,
        owner: BodyOwner,
        closure: Option<ExprId>,
        args: &Args,
        params: &[Val],
        captured: Option<&Arc<ClosureVal>>,
    ) -> Option<Summary> {
        let data = an.db.body(owner)?;
        let inference = an.db.inference(owner)?;
        let guards = an.guards_of(owner);
        let mut walk = Walk {
            an,
            owner,
            closure,
            data: Arc::clone(&data),
            inference,
            args: Arc::clone(args),
            guards,
            sources: FxHashMap::default(),
            st: State::default(),
            this: Val::Unknown,
            out: Summary::default(),
            ret: None,
            exits: None,
            loops: Vec::new(),
            declared: Vec::new(),
            at_calls: FxHashMap::default(),
            acquirers: Vec::new(),
            at_drops: FxHashMap::default(),
            closures_seen: FxHashMap::default(),
            given_up: Vec::new(),
            taken_under: Vec::new(),
            depth: 0,
        };
        let root = match closure.map(|id| (id, data.body.expr(id).kind.clone())) {
            Some((_, ExprKind::Closure(closure))) => {
                walk.capture(captured);
                for (i, (pat, _)) in closure.params.iter().enumerate() {
                    walk.parameter(*pat, params.get(i).cloned().unwrap_or(Val::Unknown));
                }
                closure.body
            }
            Some((id, ExprKind::Block(_))) => {
                walk.capture(captured);
                id
            }
            _ => {
                let mut params = params.iter().cloned();
                if walk.inference.self_type.is_some() {
                    walk.this = params.next().unwrap_or(Val::Unknown);
                    let guards = walk.this.guards();
                    walk.given(Source::SelfParam, guards);
                }
                for pat in data.body.params.clone() {
                    walk.parameter(pat, params.next().unwrap_or(Val::Unknown));
                }
                data.body.root?
            }
        };
        let value = match &data.body.expr(root).kind {
            ExprKind::Block(block) if matches!(block.kind, BlockKind::Async { .. }) && closure.is_some() => {
                let block = block.clone();
                walk.block(&block)
            }
            _ => walk.expr(root),
        };
        walk.finish(root, value)
    }

    fn capture(&mut self, captured: Option<&Arc<ClosureVal>>) {
        let Some(captured) = captured else { return };
        for (pat, value) in &captured.captured {
            self.given(Source::Captured(*pat), value.guards());
        }
        self.st.env.extend(captured.captured.iter().cloned());
        self.this = captured.this.clone();
    }

    fn parameter(&mut self, pat: PatId, value: Val) {
        self.given(Source::Param(pat), value.guards());
        self.bind(pat, &value, None);
    }

    fn given(&mut self, source: Source, locks: Vec<Lock>) {
        if !locks.is_empty() {
            self.sources.insert(source, locks.into());
        }
    }

    fn finish(mut self, root: ExprId, value: Val) -> Option<Summary> {
        if !self.st.dead {
            self.leave(0);
            let value = self.as_returned(root, value);
            self.ret = Some(self.ret.take().map_or(value.clone(), |v| v.join(&value)));
        }
        let mut end = std::mem::take(&mut self.st);
        match self.exits.take() {
            Some(exits) => end.join(exits),
            None if end.dead => {
                self.out.diverges = true;
            }
            None => {}
        }
        self.out.left_held = end.explicit;
        self.out.ret = self.ret.take().map(|v| v.cut());
        self.sections();
        for (place, held) in &self.taken_under {
            let below = self.out.accesses.iter_mut().filter(|a| place.is_above(&a.place) || place.is_same(&a.place));
            below.for_each(|access| access.held = access.held.with(held));
        }
        Some(self.out)
    }

    /// A value as the function's type has it.
    pub(super) fn as_returned(&mut self, expr: ExprId, value: Val) -> Val {
        let (None, BodyOwner::Fn(id)) = (self.closure, self.owner) else { return value };
        let wanted = self.an.db.fn_sig(id).ret.subst(&self.args);
        let expr = self.last_value(expr).unwrap_or(expr);
        self.coerced(expr, value, &wanted)
    }

    /// The expression whose value a block, a branch or an arm has: of several ways the first that comes to one.
    fn last_value(&self, expr: ExprId) -> Option<ExprId> {
        let mut open = vec![expr];
        while let Some(at) = open.pop() {
            match &self.data.body.expr(at).kind {
                ExprKind::Block(block) => open.extend(block.tail),
                ExprKind::If { then, otherwise, .. } => open.extend(otherwise.iter().chain(std::iter::once(then))),
                ExprKind::Match { arms, .. } => open.extend(arms.iter().rev().map(|arm| arm.body)),
                _ if self.inference.type_of(at).is_never() => {}
                _ => return Some(at),
            }
        }
        None
    }

    /// What is held how long: one section for each lock that was taken in this body.
    fn sections(&mut self) {
        let mut locks: Vec<Lock> = Vec::new();
        for lock in self.at_calls.values().chain(self.at_drops.values()).flatten() {
            if !locks.contains(lock) {
                locks.push(lock.clone());
            }
        }
        locks.sort();
        for lock in locks {
            let mut calls: Vec<ExprId> = self.at_calls.iter().filter(|(_, held)| held.contains(&lock)).map(|(e, _)| *e).collect();
            let mut drops: Vec<PatId> = self.at_drops.iter().filter(|(_, held)| held.contains(&lock)).map(|(p, _)| *p).collect();
            calls.sort_unstable();
            drops.sort_unstable();
            let acquirers = self.acquirers.iter().filter(|(l, _)| *l == lock).map(|(_, e)| *e).collect();
            let (owner, closure, args, taken_at) = (self.owner, self.closure, Arc::clone(&self.args), lock.taken_at);
            let section = Section { owner, closure, args, calls, drops, acquirers, taken_at };
            self.out.holds.push(Hold { lock, section: Arc::new(section), chain: Default::default() });
        }
    }

    pub(super) fn kind(&self, expr: ExprId) -> ExprKind {
        self.data.body.expr(expr).kind.clone()
    }

    pub(super) fn span(&self, expr: ExprId) -> Span {
        self.data.body.expr(expr).span
    }

    pub(super) fn type_of(&mut self, expr: ExprId) -> Ty {
        let ty = self.inference.type_of(expr);
        self.an.engine.chooser.concrete(&ty, &Arc::clone(&self.args))
    }

    pub(super) fn type_of_pat(&mut self, pat: PatId) -> Ty {
        let ty = self.inference.type_of_pat(pat);
        self.an.engine.chooser.concrete(&ty, &Arc::clone(&self.args))
    }

    /// The locks that are held at a point, those of callers left out.
    pub(super) fn held(&self, at: At) -> Held {
        let guards = match at {
            At::Call(expr) => self.guards.at(expr),
            At::Access(expr) => self.guards.at_access(expr),
            At::Drop(pat) => self.guards.at_drop.get(&pat).map_or(&[][..], Vec::as_slice),
            At::Here => &[],
        };
        let mut held = Held::default();
        let is_given_up = |lock: &Lock| self.given_up.contains(lock);
        for guard in guards {
            for lock in self.sources.get(&guard.acquired_by).map_or(&[][..], |l| l).iter().filter(|l| !is_given_up(l)) {
                held.add(lock, guard.must);
            }
        }
        for (lock, must) in &self.st.explicit {
            held.add(lock, *must);
        }
        held
    }

    /// Note what is done to places.
    pub(super) fn touch(&mut self, places: &[Place], what: What, at: Span, by: &str, held: &Held) {
        if self.st.dead {
            return;
        }
        for place in places {
            self.out.access(Access {
                place: place.clone(),
                what,
                at,
                by: by.into(),
                held: held.clone(),
                taken_at: None,
                is_place: false,
                chain: Default::default(),
            });
        }
    }

    /// A call starts: what is held while it runs.
    pub(super) fn note_call(&mut self, call: ExprId, held: &Held) {
        let known = self.at_calls.entry(call).or_default();
        for lock in &held.may {
            if !known.contains(lock) {
                known.push(lock.clone());
            }
        }
    }

    pub(super) fn expr(&mut self, id: ExprId) -> Val {
        if self.st.dead {
            return Val::Unknown;
        }
        self.depth += 1;
        let value = if self.depth > DEPTH { Val::Unknown } else { self.expr_inner(id) };
        self.depth -= 1;
        value
    }

    /// The guards in what an expression gave are its own from here on.
    pub(super) fn gave(&mut self, id: ExprId, value: &Val) {
        let locks = value.guards();
        for lock in &locks {
            self.acquires(lock, id);
        }
        if !locks.is_empty() {
            let source = self.sources.entry(Source::Call(id)).or_insert_with(|| Arc::from([]));
            let mut all = source.to_vec();
            all.extend(locks.into_iter().filter(|l| !source.contains(l)));
            *source = all.into();
        }
    }

    /// A lock is taken by a call of this body.
    pub(super) fn acquires(&mut self, lock: &Lock, by: ExprId) {
        if !self.acquirers.iter().any(|(l, e)| l == lock && *e == by) {
            self.acquirers.push((lock.clone(), by));
        }
    }

    /// Where a call's own name stands; the whole expression for anything else.
    pub(super) fn name_span(&self, expr: ExprId) -> Span {
        match &self.data.body.expr(expr).kind {
            ExprKind::MethodCall { method, .. } => method.span,
            ExprKind::Call { callee, .. } => match &self.data.body.expr(*callee).kind {
                ExprKind::Path(path) => path.segments.last().map_or(path.span, |s| s.name.span),
                _ => self.span(*callee),
            },
            _ => self.span(expr),
        }
    }

    /// A name of a pattern, for labels.
    pub(super) fn pat_span(&self, pat: PatId) -> Span {
        match &self.data.body.pat(pat).kind {
            PatKind::Bind { name, .. } => name.span,
            _ => self.data.body.pat(pat).span,
        }
    }
}
