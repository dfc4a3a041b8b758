//! Walks functions for what they do to places and locks, and remembers it by the values that they were given.
//!
//! Knows how to find and remember; how a body is walked is `walk`'s.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::Summary;
use super::place::{Part, Place};
use super::value::{ClosureVal, Val};
use super::walk::Walk;
use crate::analysis::engine::Engine;
use crate::analysis::guards::types::GuardTypes;
use crate::analysis::guards::{Held as Guards, of_body_with};
use crate::analysis::target::Targets;
use crate::analysis::value::Val as Known;
use crate::models::schema::{AccessKind, LockOp};
use crate::resolve::db::Db;
use crate::resolve::ids::{AdtId, FnId};
use crate::resolve::infer::solve::Solver;
use crate::resolve::infer::{BodyOwner, Callee};
use crate::resolve::limits::{self, Limit};
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, TraitRef, Ty};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// How many walks one run may take.
const WALKS: usize = 40_000;
const TOO_MANY_WALKS: Limit = Limit::new("more than {} functions and argument sets touch shared places; the rest is not compared", WALKS);
/// How deep calls may nest.
const DEPTH: usize = 200;
const TOO_DEEP: Limit = Limit::new("calls nest more than {} deep; what they do to shared places below is not compared", DEPTH);
/// For how many sets of values a function is walked; then for nothing known.
const SETS: usize = 64;
const TOO_MANY_SETS: Limit =
    Limit::new("one function is given more than {} sets of values; what it does to shared places with others is not compared", 4 * SETS);

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    owner: BodyOwner,
    closure: Option<ExprId>,
    args: Args,
    params: Vec<Val>,
    captured: Option<Arc<ClosureVal>>,
}

/// Walks and remembers.
pub struct Analyzer<'e, 'a> {
    pub(super) engine: &'e mut Engine<'a>,
    pub(super) db: &'a Db,
    pub(super) guard_types: GuardTypes<'a>,
    /// Types that are guards by what their `Drop` does.
    pub(super) extra: FxHashSet<AdtId>,
    guards: FxHashMap<BodyOwner, Arc<Guards>>,
    known: FxHashMap<Key, Arc<Summary>>,
    sets: FxHashMap<(BodyOwner, Option<ExprId>), usize>,
    active: Vec<Key>,
    walks: usize,
    made: FxHashMap<(BodyOwner, ExprId), u32>,
    derefs: FxHashMap<Ty, Option<Ty>>,
    pub(super) shapes: super::shapes::Shapes,
    /// Where handles of Win32 mutexes are kept, as far as it was seen.
    pub(super) mutexes: FxHashSet<Place>,
    /// Atomic flags that some code takes as one takes a lock.
    pub(super) flags: FxHashSet<Place>,
    /// Fields that are made with such a handle.
    pub(super) mutex_fields: FxHashSet<Part>,
}

impl<'e, 'a> Analyzer<'e, 'a> {
    /// With nothing walked yet.
    pub fn new(engine: &'e mut Engine<'a>) -> Self {
        let db = engine.db;
        let extra = guards_by_drop(engine);
        Self {
            engine,
            db,
            guard_types: GuardTypes::with(db, extra.clone()),
            extra,
            guards: FxHashMap::default(),
            known: FxHashMap::default(),
            sets: FxHashMap::default(),
            active: Vec::new(),
            walks: 0,
            made: FxHashMap::default(),
            derefs: FxHashMap::default(),
            shapes: super::shapes::Shapes::default(),
            mutexes: FxHashSet::default(),
            flags: FxHashSet::default(),
            mutex_fields: FxHashSet::default(),
        }
    }

    /// How much is known of mutexes and flags: what may tell more of a body that was walked before.
    pub fn known_objects(&self) -> usize {
        self.mutexes.len() + self.mutex_fields.len() + self.flags.len()
    }

    /// Forget what functions do, since more is known of what they are given.
    pub fn start_again(&mut self) {
        self.known.clear();
        self.sets.clear();
    }

    /// A function under type arguments and what it is given.
    pub fn function(&mut self, id: FnId, args: &Args, params: Vec<Val>) -> Arc<Summary> {
        self.summary(BodyOwner::Fn(id), None, args, params, None)
    }

    /// A closure.
    pub fn closure(&mut self, closure: &Arc<ClosureVal>, params: Vec<Val>) -> Arc<Summary> {
        self.summary(closure.owner, Some(closure.expr), &Arc::clone(&closure.args), params, Some(Arc::clone(closure)))
    }

    fn summary(
        &mut self,
        owner: BodyOwner,
        closure: Option<ExprId>,
        args: &Args,
        params: Vec<Val>,
        captured: Option<Arc<ClosureVal>>,
    ) -> Arc<Summary> {
        let params: Vec<Val> = params.iter().map(Val::cut).collect();
        let mut key = Key { owner, closure, args: Arc::clone(args), params, captured };
        if let Some(known) = self.known.get(&key) {
            return Arc::clone(known);
        }
        let nested = self.active.iter().filter(|k| k.owner == owner && k.closure == closure).count();
        let count = self.sets.entry((owner, closure)).or_default();
        if *count >= SETS && nested == 0 {
            // What runs stays what it is; constants no longer tell calls apart.
            for param in &mut key.params {
                if matches!(param, Val::Known(_)) {
                    *param = Val::Unknown;
                }
            }
            if let Some(known) = self.known.get(&key) {
                return Arc::clone(known);
            }
        }
        *count += 1;
        let is_too_much = *count > 4 * SETS;
        self.walks += 1;
        // A recursion finds nothing else in the next round.
        if nested > 4 || self.active.contains(&key) {
            return Arc::new(Summary::default());
        }
        let cut = [(is_too_much, TOO_MANY_SETS), (self.active.len() >= DEPTH, TOO_DEEP), (self.walks > WALKS, TOO_MANY_WALKS)];
        if let Some((_, limit)) = cut.into_iter().find(|(is_cut, _)| *is_cut) {
            limits::mark(limit);
            return Arc::new(Summary::default());
        }
        self.active.push(key.clone());
        let walked = self.db.limits_of(owner, || Walk::walk(self, owner, closure, args, &key.params, key.captured.as_ref()));
        let summary = walked.unwrap_or_default();
        let summary = Arc::new(summary);
        self.active.pop();
        self.known.insert(key, Arc::clone(&summary));
        summary
    }

    /// Which guards are alive where in a body.
    pub(super) fn guards_of(&mut self, owner: BodyOwner) -> Arc<Guards> {
        if let Some(known) = self.guards.get(&owner) {
            return Arc::clone(known);
        }
        let found = Arc::new(of_body_with(self.db, owner, &self.guard_types));
        self.guards.insert(owner, Arc::clone(&found));
        found
    }

    /// The number of what an expression makes.
    pub(super) fn made_by(&mut self, owner: BodyOwner, expr: ExprId) -> u32 {
        let next = self.made.len() as u32;
        *self.made.entry((owner, expr)).or_insert(next)
    }

    /// What a value of that type dereferences to by `Deref`.
    pub(super) fn deref_target(&mut self, ty: &Ty) -> Option<Ty> {
        if let Some(known) = self.derefs.get(ty) {
            return known.clone();
        }
        let found = self.db.lang().deref.and_then(|deref| {
            let mut solver = Solver::new(self.db, Arc::default());
            let target = solver.project(&TraitRef { id: deref, args: Arc::from([ty.clone()]) }, Symbol::intern("Target"))?;
            solver.settle();
            let target = solver.table.finish(&target);
            (!target.is_unknown()).then_some(target)
        });
        self.derefs.insert(ty.clone(), found.clone());
        found
    }
}

/// The types whose `Drop` gives a lock back: guards, whatever they are called.
fn guards_by_drop(engine: &mut Engine<'_>) -> FxHashSet<AdtId> {
    let db = engine.db;
    let mut out = FxHashSet::default();
    let Some(drop) = db.lang().drop else { return out };
    for chosen in db.all_impls(drop) {
        if db.is_std(db.crate_of(chosen.unit)) {
            continue;
        }
        let Some(header) = db.impl_header(chosen) else { continue };
        let Some((adt, _)) = header.self_ty.as_adt() else { continue };
        let Some((_, function)) = db.impl_data(chosen).fns.iter().find(|(name, _)| *name == "drop") else { continue };
        if gives_back(engine, *function, 0) {
            out.insert(adt);
        }
    }
    out
}

/// Whether a function gives a lock back, itself or by what it calls.
fn gives_back(engine: &mut Engine<'_>, id: FnId, depth: usize) -> bool {
    // Flags that are set back, and nothing else: the guard of a spin lock.
    if depth == 0 && flags_set_back(engine, id, 0).is_some_and(|flags| flags > 0) {
        return true;
    }
    callees_of(engine, id).into_iter().any(|(_, id, args)| {
        let argc = engine.db.fn_sig(id).params.len();
        match engine.model_of(id, id, &args, argc) {
            Some((model, _)) => model.lock.as_ref().is_some_and(|lock| lock.op == LockOp::Release),
            None => is_own(engine.db, id) && depth < HELPERS && gives_back(engine, id, depth + 1),
        }
    })
}

/// How many helpers deep a guard's end is looked for.
const HELPERS: usize = 3;

/// Whether a function is written in the workspace.
fn is_own(db: &Db, id: FnId) -> bool {
    db.krate(db.crate_of(id.unit)).is_member && db.fn_data(id).item.body.is_some()
}

/// The functions that a body calls by name or method, in order; of a trait's, those that run.
fn callees_of(engine: &mut Engine<'_>, id: FnId) -> Vec<(ExprId, FnId, Args)> {
    let db = engine.db;
    let owner = BodyOwner::Fn(id);
    let (Some(_), Some(inference)) = (db.body(owner), db.inference(owner)) else { return Vec::new() };
    let functions = inference.callees.iter().filter_map(|(expr, callee)| match callee {
        Callee::Fn(id, args) => Some((*expr, *id, Arc::clone(args))),
        _ => None,
    });
    let mut callees: Vec<_> = functions.collect();
    callees.sort_by_key(|(expr, ..)| *expr);
    let run = |(expr, id, args): (ExprId, FnId, Args)| match engine.chooser.targets(id, &args) {
        Targets::Fns(targets) => targets.into_iter().map(|target| (expr, target.id, target.args)).collect(),
        _ => vec![(expr, id, args)],
    };
    callees.into_iter().flat_map(run).collect()
}

/// How many flags a function sets back, itself or by its helpers, if that is all that it does.
fn flags_set_back(engine: &mut Engine<'_>, id: FnId, depth: usize) -> Option<usize> {
    let db = engine.db;
    let (flags, mut others): (Vec<_>, Vec<_>) = callees_of(engine, id).into_iter().partition(|(_, id, args)| {
        let model = engine.model_of(*id, *id, args, db.fn_sig(*id).params.len());
        model.is_some_and(|(m, _)| m.accesses.iter().any(|a| a.how == AccessKind::AtomicWrite))
    });
    others.retain(|(_, id, _)| !db.fn_sig(*id).ret.is_never());
    if others.iter().any(|(_, id, _)| !is_own(db, *id)) {
        if flags.is_empty() {
            return None;
        }
        // What the constants of the body rule out does not run.
        let mut walked = engine.beside();
        walked.function(id, &db.generics(GenericOwner::Fn(id)).identity(), vec![Known::Unknown]);
        others.retain(|(expr, ..)| walked.calls.contains_key(&(BodyOwner::Fn(id), *expr)));
    }
    others.into_iter().try_fold(flags.len(), |flags, (_, id, _)| {
        if !is_own(db, id) || depth >= HELPERS {
            return None;
        }
        Some(flags + flags_set_back(engine, id, depth + 1)?)
    })
}
