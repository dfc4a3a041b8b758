//! Summaries of functions: what they cost at worst, what they do that matters, what they return.
//!
//! A function is walked once for each set of type arguments and constant arguments that it is called with; after
//! `WIDEN` sets its arguments count as unknown. Recursion that costs anything has no bound.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::asking::{Asking, UnderWay};
use super::cost::Cost;
use super::effect::Effect;
use super::fields::SharedFacts;
use super::frame::Frame;
use super::shared::{Filter, worse};
use super::target::Chooser;
use super::value::{ClosureVal, Val};
use crate::models::Models;
use crate::resolve::db::Db;
use crate::resolve::defs::ProblemKind;
use crate::resolve::ids::FnId;
use crate::resolve::infer::BodyOwner;
use crate::resolve::ty::{Args, Ty};
use crate::source::{FileId, Span};
use crate::syntax::body::ExprId;

/// How many sets of constant arguments a function is walked for.
const WIDEN: usize = 8;
/// How deep a recursion is followed.
const RECURSION: usize = 128;
/// How often a function is walked anew since what it came to was good only for the circle of calls that it was met in.
const CIRCLES: usize = 16;
/// How many walks one run may take.
const WALKS: usize = 200_000;
/// How deep calls may nest.
const DEPTH: usize = 400;

/// What a function comes to.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The worst path.
    pub cost: Cost,
    /// What it and what it calls do.
    pub effects: Vec<Effect>,
    /// What it returns.
    pub ret: Val,
    /// What it has made of what it was given, by argument: settings of handles.
    pub(super) outs: Vec<Val>,
    /// Whether it asks for what other threads may change.
    pub(super) asks_others: bool,
    /// Whether it never returns.
    pub diverges: bool,
    /// Calls that lead back into functions that are being walked: which one, by its place among these.
    pub(super) recursive: Vec<(usize, Effect)>,
}

impl Summary {
    /// The call that closes a circle; where it stands, whoever calls knows.
    fn recursion(target: usize) -> Self {
        let nowhere = Span::new(FileId(0), 0, 0);
        Self { recursive: vec![(target, Effect::repeats(nowhere, "the recursion has no known depth"))], ..Self::nothing() }
    }

    fn nothing() -> Self {
        Self {
            cost: Cost::ZERO,
            effects: Vec::new(),
            ret: Val::Unknown,
            outs: Vec::new(),
            asks_others: false,
            diverges: false,
            recursive: Vec::new(),
        }
    }
}

/// With all charged that is charged once: nobody further out does.
fn settled(summary: &Summary) -> Arc<Summary> {
    Arc::new(Summary { cost: summary.cost.clone().settle(|_| true), ..summary.clone() })
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    owner: BodyOwner,
    closure: Option<ExprId>,
    args: Args,
    params: Vec<Val>,
    captured: Option<Arc<ClosureVal>>,
    /// Whether awaits in it are cut short from outside.
    is_capped: bool,
}

/// A body, and for which types.
pub(super) type Set = (BodyOwner, Option<ExprId>, Args);

/// A model, and which binding of a foreign function it is for.
type FoundModel<'a> = (&'a crate::models::schema::Model, usize);

/// What was looked up, for all engines of a run: it is the same whoever walks.
#[derive(Default)]
pub(super) struct Lookups<'a> {
    pub(super) model_paths: RefCell<FxHashMap<FnId, Arc<str>>>,
    pub(super) models: RefCell<FxHashMap<(FnId, usize, String), Option<FoundModel<'a>>>>,
    pub(super) coercions: RefCell<FxHashMap<Ty, Arc<[Ty]>>>,
    pub(super) every_coercion: OnceCell<Arc<[(Ty, Ty)]>>,
}

/// Walks functions and remembers what they come to.
pub struct Engine<'a> {
    pub(super) db: &'a Db,
    pub(super) models: &'a Models,
    pub(super) chooser: Chooser<'a>,
    /// Whether what is being walked is a future that something gives up after a while: what is awaited then costs nothing more.
    pub(super) is_capped: bool,
    known: FxHashMap<Key, Arc<Summary>>,
    sets: FxHashMap<Set, usize>,
    active: Vec<Key>,
    /// What is good only while a function is being walked: the last of these, by its place among them.
    provisional: FxHashMap<Key, (usize, Arc<Summary>)>,
    /// What such functions last came to.
    latest: FxHashMap<Key, Arc<Summary>>,
    /// What is known, in the order in which it was found out.
    kept: Vec<Key>,
    /// Recursions that no constant argument ends.
    bottomless: FxHashSet<Set>,
    /// What the methods without a text under way have handed on to.
    pub(super) forwarding: FxHashSet<(FnId, Args)>,
    walks: usize,
    /// Calls that were met: where, and whether they are resolved.
    pub(super) calls: FxHashMap<(BodyOwner, ExprId), bool>,
    /// Closures that are walked where they stand, and the closure that they stand in, if it is one.
    pub(super) in_place: FxHashMap<(BodyOwner, ExprId), Option<ExprId>>,
    /// Bodies that were walked.
    pub(super) reached: FxHashSet<BodyOwner>,
    /// Limits that were hit, in words.
    pub(super) limits: Vec<String>,
    /// How long others hold the locks that are taken at these places, in nanoseconds.
    pub(super) holds: FxHashMap<Span, u128>,
    /// Closures as they were last made, by body, expression and type arguments.
    pub(super) closures: FxHashMap<(BodyOwner, ExprId, Args), Arc<ClosureVal>>,
    /// What closures are given that an iterator keeps, the same way.
    pub(super) given: FxHashMap<(BodyOwner, ExprId, Args), Vec<Vec<Val>>>,
    /// The element that an iterator is asked for, of how many.
    pub(super) asked: Option<(usize, usize)>,
    /// What is known of fields.
    pub(super) facts: SharedFacts,
    /// Where it is asked for what fields are given: what is known for that.
    pub(super) asking: Option<Box<Asking>>,
    /// The engine that answers such questions.
    pub(super) asker: Option<Box<Engine<'a>>>,
    pub(super) lookups: Rc<Lookups<'a>>,
    pub(super) dropped_with: FxHashMap<Ty, Arc<[Ty]>>,
    /// What closures have taken over, by body, expression and type arguments.
    pub(super) captures: FxHashMap<(BodyOwner, ExprId, Args), Arc<[Ty]>>,
}

impl<'a> Engine<'a> {
    /// With nothing walked yet.
    pub fn new(db: &'a Db, models: &'a Models) -> Self {
        Self {
            db,
            models,
            chooser: Chooser::new(db),
            is_capped: false,
            known: FxHashMap::default(),
            sets: FxHashMap::default(),
            active: Vec::new(),
            provisional: FxHashMap::default(),
            latest: FxHashMap::default(),
            kept: Vec::new(),
            bottomless: FxHashSet::default(),
            forwarding: FxHashSet::default(),
            walks: 0,
            calls: FxHashMap::default(),
            in_place: FxHashMap::default(),
            reached: FxHashSet::default(),
            limits: Vec::new(),
            holds: FxHashMap::default(),
            closures: FxHashMap::default(),
            given: FxHashMap::default(),
            asked: None,
            facts: SharedFacts::default(),
            asking: None,
            asker: None,
            lookups: Rc::default(),
            dropped_with: FxHashMap::default(),
            captures: FxHashMap::default(),
        }
    }

    /// One that walks for other ends, and knows what `self` has looked up.
    pub fn beside(&self) -> Self {
        let mut engine = Self::new(self.db, self.models);
        engine.chooser = self.chooser.clone();
        engine.lookups = Rc::clone(&self.lookups);
        engine.facts = Rc::clone(&self.facts);
        engine
    }

    /// Puts what is under way aside, as if nothing had been walked in this run.
    pub(super) fn set_aside(&mut self) -> UnderWay {
        UnderWay {
            active: std::mem::take(&mut self.active),
            sets: std::mem::take(&mut self.sets),
            provisional: std::mem::take(&mut self.provisional),
            latest: std::mem::take(&mut self.latest),
            bottomless: std::mem::take(&mut self.bottomless),
            kept: std::mem::take(&mut self.kept),
            is_capped: std::mem::take(&mut self.is_capped),
            asked: std::mem::take(&mut self.asked),
        }
    }

    /// Goes on with what was put aside.
    pub(super) fn take_up(&mut self, outer: UnderWay) {
        let UnderWay { active, sets, provisional, latest, bottomless, kept, is_capped, asked } = outer;
        (self.active, self.sets, self.provisional, self.latest) = (active, sets, provisional, latest);
        (self.bottomless, self.kept, self.is_capped, self.asked) = (bottomless, kept, is_capped, asked);
    }

    /// What is known of a function.
    fn recall(&mut self, key: &Key) -> Option<Arc<Summary>> {
        match &mut self.asking {
            Some(asking) => asking.recall(key, self.facts.borrow().question()),
            None => self.known.get(key).cloned(),
        }
    }

    /// Somebody else may hold the lock that is taken at `taken_at` (the call's own name) for that long: waiting for it
    /// takes as long. Of several, the longest counts; what has no bound is for others to report. To be said before what
    /// takes the lock is walked.
    pub fn is_held(&mut self, taken_at: Span, hold: &Cost) {
        let known = self.holds.entry(taken_at).or_default();
        *known = (*known).max(hold.total());
    }

    /// A function under type arguments and what is known of its arguments.
    pub fn function(&mut self, id: FnId, args: &Args, params: Vec<Val>) -> Arc<Summary> {
        self.summary(BodyOwner::Fn(id), None, args, params, None)
    }

    /// A function that the host calls, with arguments that nobody knows.
    pub fn entry(&mut self, id: FnId, args: &Args) -> Arc<Summary> {
        let params = vec![Val::Unknown; self.db.fn_sig(id).params.len()];
        settled(&self.function(id, args, params))
    }

    /// A closure that the host calls.
    pub fn entry_closure(&mut self, owner: BodyOwner, expr: ExprId, args: &Args) -> Arc<Summary> {
        let closure = ClosureVal { owner, expr, args: Arc::clone(args), captured: Vec::new(), self_val: Val::Unknown };
        settled(&self.closure(&Arc::new(closure), vec![Val::Unknown]))
    }

    /// The value of a constant or static.
    pub(super) fn constant(&mut self, owner: BodyOwner, args: &Args) -> Arc<Summary> {
        self.summary(owner, None, args, Vec::new(), None)
    }

    /// A closure that is called.
    pub(super) fn closure(&mut self, closure: &Arc<ClosureVal>, params: Vec<Val>) -> Arc<Summary> {
        self.summary(closure.owner, Some(closure.expr), &closure.args.clone(), params, Some(Arc::clone(closure)))
    }

    fn summary(
        &mut self,
        owner: BodyOwner,
        closure: Option<ExprId>,
        args: &Args,
        params: Vec<Val>,
        captured: Option<Arc<ClosureVal>>,
    ) -> Arc<Summary> {
        let params: Vec<Val> = params.iter().map(Val::distinguishing).collect();
        let mut key = Key { owner, closure, args: Arc::clone(args), params, captured, is_capped: self.is_capped };
        if let Some(known) = self.recall(&key) {
            return known;
        }
        if let Some((_, known)) = self.provisional.get(&key) {
            if let (Some(asking), Some(first)) = (&mut self.asking, known.recursive.iter().map(|(target, _)| *target).min()) {
                asking.leads_back_to(first);
            }
            return Arc::clone(known);
        }
        let same = |k: &Key| k.owner == owner && k.closure == closure && k.args == *args;
        let nested = self.active.iter().filter(|k| same(k)).count();
        let set = (owner, closure, Arc::clone(args));
        let count = self.sets.get(&set).copied().unwrap_or(0);
        // A recursion is followed through its constant arguments: that is how its depth becomes known.
        if count >= WIDEN && nested == 0 {
            // What runs is not widened: a closure stays the closure that it is.
            for param in &mut key.params {
                if !matches!(param, Val::Closure(_) | Val::Fn(..)) {
                    *param = Val::Unknown;
                }
            }
            if let Some(known) = self.recall(&key) {
                return known;
            }
        }
        if let Some(target) = self.active.iter().position(|k| *k == key) {
            self.leads_back_to(target);
            return Arc::new(Summary::recursion(target));
        }
        if let Some(target) = self.active.iter().position(same)
            && (nested > RECURSION || self.bottomless.contains(&set))
        {
            self.bottomless.insert(set);
            self.leads_back_to(target);
            return Arc::new(Summary::recursion(target));
        }
        if self.active.len() >= DEPTH {
            if let Some(asking) = &mut self.asking {
                asking.cut();
            }
            self.limit(format!("calls nest more than {DEPTH} deep; what lies below is not analysed"));
            return Arc::new(Summary::nothing());
        }
        // Where everybody calls everybody, there are more circles than anybody can walk; another finds no other effects.
        if nested == 0
            && count >= CIRCLES
            && let Some(last) = self.latest.get(&key).cloned()
        {
            if let Some(asking) = &mut self.asking {
                asking.cut();
            }
            self.limit(format!("functions call each other in more than {CIRCLES} circles; costs of the others are not analysed"));
            return last;
        }
        if nested == 0 {
            *self.sets.entry(set.clone()).or_default() += 1;
        }
        let was_bottomless = self.bottomless.contains(&set);
        let kept = self.kept.len();
        let mut summary = self.walk(&key);
        // Followed in vain: what was found out on the way down says nothing.
        if nested == 0 && !was_bottomless && self.bottomless.contains(&set) {
            for key in self.kept.split_off(kept) {
                self.known.remove(&key);
                if let Some(asking) = &mut self.asking {
                    asking.forget(&key);
                }
            }
            let depth = self.active.len();
            self.provisional.retain(|_, (target, _)| *target < depth);
            summary = self.walk(&key);
        }
        let depth = self.active.len();
        self.provisional.retain(|_, (target, _)| *target < depth);
        if let Some(asking) = &mut self.asking {
            asking.keep(key.clone(), &summary, depth, self.facts.borrow().question());
        }
        match summary.recursive.iter().map(|(target, _)| *target).max() {
            // Good as long as the functions are being walked that it leads back to.
            Some(target) => {
                self.latest.insert(key.clone(), Arc::new(Summary { recursive: Vec::new(), ..(*summary).clone() }));
                self.provisional.insert(key, (target, Arc::clone(&summary)));
            }
            None => {
                self.kept.push(key.clone());
                if self.asking.is_none() {
                    self.known.insert(key, Arc::clone(&summary));
                }
            }
        }
        summary
    }

    fn leads_back_to(&mut self, target: usize) {
        if let Some(asking) = &mut self.asking {
            asking.leads_back_to(target);
        }
    }

    fn walk(&mut self, key: &Key) -> Arc<Summary> {
        let is_member = |key: &Key| self.db.krate(self.db.crate_of(key.owner.unit())).is_member;
        let (is_own, by_member) = (is_member(key), self.active.last().is_none_or(is_member));
        match &mut self.asking {
            Some(asking) => {
                if !asking.begin(is_own, by_member) {
                    return Arc::new(Summary::nothing());
                }
            }
            None => {
                self.walks += 1;
                if self.walks > WALKS {
                    self.limit(format!("more than {WALKS} functions and argument sets; the rest is not analysed"));
                    return Arc::new(Summary::nothing());
                }
            }
        }
        self.active.push(key.clone());
        self.reached.insert(key.owner);
        let forwarding = std::mem::take(&mut self.forwarding);
        let mut summary =
            Frame::walk(self, key.owner, key.closure, &key.args, &key.params, key.captured.clone(), None).unwrap_or_else(Summary::nothing);
        // Of a body that does not parse nothing is known; it is reported, and must not look quick.
        if let Some(body) = self.db.body(key.owner) {
            summary.cost.has_unknown |= body.problems.iter().any(|p| p.kind == ProblemKind::Syntax);
        }
        self.active.pop();
        self.forwarding = forwarding;
        if let Some(asking) = &mut self.asking {
            asking.end(!is_own && by_member);
            // Nobody asks what it does and costs, and to hand that on is most of the work.
            summary.effects = Vec::new();
            (summary.cost.bill, summary.cost.heap_bill) = (None, None);
        }
        Arc::new(summary)
    }

    /// What counts of a body by `filter`, at worst, for whatever it was called with so far.
    pub(super) fn walk_section(
        &mut self,
        owner: BodyOwner,
        closure: Option<ExprId>,
        args: &Args,
        filter: &Arc<Filter>,
    ) -> (Cost, Vec<Effect>) {
        // A closure that is called in place is a part of what is around it.
        let mut closure = closure;
        while let Some(outer) = closure.and_then(|closure| self.in_place.get(&(owner, closure))) {
            closure = *outer;
        }
        let mut keys: Vec<Key> =
            self.known.keys().filter(|k| k.owner == owner && k.closure == closure && k.args == *args).cloned().collect();
        // The order of a map is no order; the sets differ by what they say only.
        keys.sort_by_cached_key(|k| format!("{:?}", k.params));
        keys.truncate(WIDEN);
        if keys.is_empty() {
            keys.push(Key { owner, closure, args: Arc::clone(args), params: Vec::new(), captured: None, is_capped: false });
        }
        let mut out = (Cost::ZERO, Vec::new());
        for key in keys {
            self.active.push(key.clone());
            let walked = Frame::walk(self, owner, closure, args, &key.params, key.captured.clone(), Some(Arc::clone(filter)));
            self.active.pop();
            if let Some(summary) = walked {
                worse(&mut out, &summary.cost.settle(|_| true), &summary.effects);
            }
        }
        out
    }

    /// The place of the function that is being walked among those that are.
    pub(super) fn depth(&self) -> usize {
        self.active.len().saturating_sub(1)
    }

    /// Calls that were reached: resolved (or modelled), and all.
    pub fn call_counts(&self) -> (usize, usize) {
        (self.calls.values().filter(|resolved| **resolved).count(), self.calls.len())
    }

    /// Limits that were hit, each a message.
    pub fn take_limits(&mut self) -> Vec<String> {
        std::mem::take(&mut self.limits)
    }

    /// How many reached calls are not resolved, by file, for `--verbose`.
    pub fn unresolved_in_words(&self) -> Vec<String> {
        let mut by_file: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        for ((owner, expr), resolved) in &self.calls {
            if *resolved {
                continue;
            }
            if let Some(body) = self.db.body(*owner) {
                let span = self.db.sources.written_at(body.body.expr(*expr).span);
                *by_file.entry(self.db.sources.file(span.file).name.clone()).or_default() += 1;
            }
        }
        by_file.into_iter().map(|(file, count)| format!("{count} unresolved call{} in {file}", if count == 1 { "" } else { "s" })).collect()
    }

    pub(super) fn limit(&mut self, message: String) {
        if !self.limits.contains(&message) {
            self.limits.push(message);
        }
    }
}
