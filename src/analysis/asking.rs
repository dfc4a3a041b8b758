//! Questions beside the way: what do bodies give to fields, when they are walked with nothing known of their arguments?
//!
//! One engine answers all of a run, so that a function is walked once for them and not once for each: nearly all walks of a run
//! over large crates were such repetitions. What a walk came to is kept with what it wrote down, and what it
//! called; it is good for every question, unless it met a field that was itself being asked for (then for that question) or one of
//! the limits (then for nobody else). Knows nothing of what the answers are for.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::engine::{Engine, Key, Set, Summary};
use super::fields::{Recorded, merge_recorded};
use super::value::Val;
use crate::resolve::infer::BodyOwner;
use crate::resolve::sig::GenericOwner;
use crate::syntax::body::ExprId;

/// How many walks one question may take: what constructors give to the fields of a type is found soon or not at all.
const WALKS: usize = 2_000;
/// How many all of them together, those in dependencies included.
const ALL_WALKS: usize = 50_000;
/// How many of a dependency's functions are walked for one call into it: a getter or a builder is followed, a compiler of regular
/// expressions is a value of which nothing is known.
const FOREIGN: usize = 100;

/// What an engine has at hand that asks.
#[derive(Default)]
pub(super) struct Asking {
    walked: FxHashMap<Key, Rc<Walked>>,
    /// What was walked for the present question, and is good for it alone.
    spent: FxHashMap<Key, (Arc<Summary>, Limits)>,
    /// What the walks under way have come to so far.
    stack: Vec<Noted>,
    /// What the last one came to.
    finished: Noted,
    /// In the present question, and in all.
    walks: usize,
    all_walks: usize,
    /// How many there were in each question under way.
    by_question: FxHashMap<Option<u64>, usize>,
    /// How many of a dependency's functions were walked since it was called.
    foreign: usize,
    is_cut: bool,
}

/// A walk that is over.
struct Walked {
    summary: Arc<Summary>,
    own: Recorded,
    below: Vec<Rc<Walked>>,
    /// Whether anything was written down in it or below.
    has_records: bool,
    /// The type whose fields are asked for, where it is good for that question only.
    question: Option<u64>,
}

/// A walk under way.
#[derive(Default)]
struct Noted {
    own: Recorded,
    below: Vec<Rc<Walked>>,
    limits: Limits,
}

/// What a walk is good for.
#[derive(Clone, Copy)]
struct Limits {
    /// The first of the active functions whose circle it is in.
    circle: usize,
    /// Only the present question.
    question: bool,
    /// Nothing else: a limit was met.
    spent: bool,
    /// The same, for a limit that whoever calls into the dependency meets every time.
    foreign: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { circle: usize::MAX, question: false, spent: false, foreign: false }
    }
}

impl Limits {
    fn and(self, other: Self) -> Self {
        Self {
            circle: self.circle.min(other.circle),
            question: self.question || other.question,
            spent: self.spent || other.spent,
            foreign: self.foreign || other.foreign,
        }
    }
}

impl Asking {
    fn limits(&mut self) -> Option<&mut Limits> {
        self.stack.last_mut().map(|noted| &mut noted.limits)
    }

    /// What is known of a function for the present question.
    pub(super) fn recall(&mut self, key: &Key, question: Option<u64>) -> Option<Arc<Summary>> {
        if let Some(walked) = self.walked.get(key)
            && (walked.question.is_none() || walked.question == question)
        {
            let walked = Rc::clone(walked);
            let summary = Arc::clone(&walked.summary);
            if let Some(top) = self.stack.last_mut() {
                top.limits.question |= walked.question.is_some();
                top.below.push(walked);
            }
            return Some(summary);
        }
        let (summary, known) = self.spent.get(key).cloned()?;
        let limits = self.limits()?;
        *limits = limits.and(known);
        Some(summary)
    }

    /// A function was met that is being walked further out, or whose circle is: of these, the first.
    pub(super) fn leads_back_to(&mut self, target: usize) {
        if let Some(limits) = self.limits() {
            limits.circle = limits.circle.min(target);
        }
    }

    /// A limit cut something off.
    pub(super) fn cut(&mut self) {
        if let Some(limits) = self.limits() {
            limits.spent = true;
        }
    }

    /// A field was met that is being asked for.
    pub(super) fn met_the_question(&mut self) {
        if let Some(limits) = self.limits() {
            limits.question = true;
        }
    }

    /// Write down what a field is given.
    pub(super) fn note(&mut self, place: (BodyOwner, ExprId), values: Vec<Option<Val>>) {
        if let Some(top) = self.stack.last_mut() {
            merge_recorded(&mut top.own, place, values);
        }
    }

    /// Whether one more function may be walked, which a member has or not, called by a member or not.
    pub(super) fn begin(&mut self, is_member: bool, by_member: bool) -> bool {
        if is_member {
            self.walks += 1;
            self.foreign = 0;
        } else {
            self.foreign = if by_member { 1 } else { self.foreign + 1 };
        }
        self.all_walks += 1;
        let is_long = self.walks > WALKS || self.all_walks > ALL_WALKS;
        if is_long || self.foreign > FOREIGN {
            self.is_cut |= is_long;
            let limits = Limits { spent: is_long, foreign: self.foreign > FOREIGN, ..Limits::default() };
            self.finished = Noted { limits, ..Noted::default() };
            return false;
        }
        self.stack.push(Noted::default());
        true
    }

    /// The walk is over; `is_entry`: that of a dependency's function, for a member.
    pub(super) fn end(&mut self, is_entry: bool) {
        self.finished = self.stack.pop().unwrap_or_default();
        if is_entry {
            self.finished.limits.foreign = false;
        }
    }

    /// Keep what the last walk came to; `depth`: how many are under way around it.
    pub(super) fn keep(&mut self, key: Key, summary: &Arc<Summary>, depth: usize, question: Option<u64>) {
        let Noted { own, below, mut limits } = std::mem::take(&mut self.finished);
        if limits.circle >= depth {
            limits.circle = usize::MAX;
        }
        let has_records = !own.is_empty() || below.iter().any(|walked| walked.has_records);
        let below = if has_records { below } else { Vec::new() };
        let question = if limits.question { question } else { None };
        let walked = Rc::new(Walked { summary: Arc::clone(summary), own, below, has_records, question });
        if limits.circle == usize::MAX {
            if limits.spent || limits.foreign {
                self.spent.insert(key, (Arc::clone(summary), limits));
            } else {
                self.walked.insert(key, Rc::clone(&walked));
            }
        }
        if let Some(top) = self.stack.last_mut() {
            top.limits = top.limits.and(limits);
            if has_records {
                top.below.push(walked);
            }
        }
    }

    /// What was found out on a way that led nowhere says nothing.
    pub(super) fn forget(&mut self, key: &Key) {
        self.walked.remove(key);
        self.spent.remove(key);
    }
}

impl Engine<'_> {
    /// What the walk of one body gives to the fields in another (or itself); `None` where that would take too long.
    pub(super) fn given_by(&mut self, walked: BodyOwner, about: BodyOwner) -> Option<Recorded> {
        if self.asking.is_some() {
            return self.given_here(walked, about);
        }
        let mut asker = self.asker.take().unwrap_or_else(|| {
            let mut engine = Box::new(self.beside());
            engine.asking = Some(Box::default());
            engine
        });
        let found = asker.given_here(walked, about);
        for limit in asker.limits.iter().filter(|limit| limit.contains("what fields hold")) {
            self.limit(limit.clone());
        }
        self.asker = Some(asker);
        found
    }

    fn given_here(&mut self, walked: BodyOwner, about: BodyOwner) -> Option<Recorded> {
        // A question may come up while another is walked for: that one goes on afterwards as if nothing had been.
        let outer = self.set_aside();
        let question = self.facts.borrow().question();
        let asking = self.asking.as_mut()?;
        let before = asking.by_question.remove(&question).unwrap_or(0);
        let saved = (
            std::mem::take(&mut asking.spent),
            std::mem::replace(&mut asking.stack, vec![Noted::default()]),
            std::mem::take(&mut asking.finished),
            (std::mem::replace(&mut asking.walks, before), std::mem::take(&mut asking.foreign), std::mem::take(&mut asking.is_cut)),
        );
        match walked {
            BodyOwner::Fn(id) => {
                let args = self.db.generics(GenericOwner::Fn(id)).identity();
                self.entry(id, &args);
            }
            BodyOwner::Const(_) | BodyOwner::Static(_) => {
                self.constant(walked, &Arc::from([]));
            }
        }
        self.take_up(outer);
        let asking = self.asking.as_mut()?;
        asking.by_question.insert(question, asking.walks);
        let (is_cut, stack) = (asking.is_cut, std::mem::replace(&mut asking.stack, saved.1));
        (asking.spent, asking.finished) = (saved.0, saved.2);
        (asking.walks, asking.foreign, asking.is_cut) = saved.3;
        if is_cut {
            if asking.all_walks > ALL_WALKS {
                self.limit(format!("more than {ALL_WALKS} walks for what fields hold; the other fields count as unknown"));
            }
            return None;
        }
        let mut found = Recorded::default();
        let mut seen: FxHashSet<*const Walked> = FxHashSet::default();
        let mut open: Vec<Rc<Walked>> = stack.into_iter().flat_map(|noted| noted.below).collect();
        while let Some(walked) = open.pop() {
            if !walked.has_records || !seen.insert(Rc::as_ptr(&walked)) {
                continue;
            }
            for (place, values) in walked.own.iter().filter(|((owner, _), _)| *owner == about) {
                merge_recorded(&mut found, *place, values.clone());
            }
            open.extend(walked.below.iter().cloned());
        }
        Some(found)
    }
}

/// What an engine has under way.
pub(super) struct UnderWay {
    pub(super) active: Vec<Key>,
    pub(super) sets: FxHashMap<Set, usize>,
    pub(super) provisional: FxHashMap<Key, (usize, Arc<Summary>)>,
    pub(super) latest: FxHashMap<Key, Arc<Summary>>,
    pub(super) bottomless: FxHashSet<Set>,
    pub(super) kept: Vec<Key>,
    pub(super) is_capped: bool,
    pub(super) asked: Option<(usize, usize)>,
}
