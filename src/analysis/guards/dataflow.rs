//! Which guards are owned at each point: a forward analysis over the graph.
//!
//! May: on some path. Must: on every path, and the value's type leaves no other choice. Beside it runs what the
//! compiler's own view says of whole locals (written, not yet moved, dropped or out of scope).

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cfg::{BlockId, Cfg, Key, LocalId, Op, PathId};
use super::types::GuardTypes;
use super::{HeldGuard, Point, Source};
use crate::resolve::limits::{self, Limit};
use crate::source::Symbol;

/// What a place owns: by where it comes from, whether it does so on every path.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Slot(BTreeMap<Source, bool>);

impl Slot {
    fn of(sources: impl IntoIterator<Item = Source>) -> Self {
        Self(sources.into_iter().map(|s| (s, true)).collect())
    }

    /// What is owned where one of two paths was taken.
    fn either(&mut self, other: &Self) {
        for (source, must) in &mut self.0 {
            *must &= other.0.get(source).copied().unwrap_or(false);
        }
        for source in other.0.keys() {
            self.0.entry(*source).or_insert(false);
        }
    }

    /// What is owned where both are.
    fn both(&mut self, other: Self) {
        for (source, must) in other.0 {
            *self.0.entry(source).or_insert(false) |= must;
        }
    }

    fn may(mut self) -> Self {
        self.0.values_mut().for_each(|must| *must = false);
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct State {
    slots: BTreeMap<PathId, Slot>,
    live: FxHashSet<LocalId>,
    forgotten: BTreeMap<Source, Symbol>,
}

/// What is held at a point.
#[derive(Clone, Debug, Default)]
pub(super) struct AtPoint {
    pub guards: Vec<HeldGuard>,
    /// In the compiler's view.
    pub named: Vec<Symbol>,
}

/// How often a block may be looked at again before the analysis stops as it is: states only grow, so this is never met.
const ROUNDS: usize = 1_000;
const TOO_MANY: Limit = Limit::new("guards did not settle in {} rounds; what they guard is not known", ROUNDS);

struct Flow<'c, 'a> {
    cfg: &'c mut Cfg,
    types: &'c GuardTypes<'a>,
}

/// Run the analysis; what every point says.
pub(super) fn run(cfg: &mut Cfg, types: &GuardTypes<'_>, out: &mut FxHashMap<Point, AtPoint>) {
    let mut start = State::default();
    for (path, source) in &cfg.given {
        start.slots.insert(*path, Slot::of([*source]));
    }
    let count = cfg.blocks.len();
    if count == 0 {
        return;
    }
    let mut flow = Flow { cfg, types };
    let mut states: Vec<Option<State>> = vec![None; count];
    states[0] = Some(start);
    let mut work = vec![BlockId(0)];
    let mut budget = count.saturating_mul(ROUNDS);
    while let Some(block) = work.pop() {
        budget = match budget.checked_sub(1) {
            Some(left) => left,
            None => {
                limits::mark(TOO_MANY);
                break;
            }
        };
        let Some(mut state) = states[block.0 as usize].clone() else { continue };
        let ops = flow.cfg.blocks[block.0 as usize].ops.clone();
        for op in &ops {
            flow.step(&mut state, op);
        }
        let next = flow.cfg.blocks[block.0 as usize].next.clone();
        for to in next {
            let merged = match &states[to.0 as usize] {
                None => state.clone(),
                Some(known) => flow.join(known.clone(), state.clone()),
            };
            if states[to.0 as usize].as_ref() != Some(&merged) {
                states[to.0 as usize] = Some(merged);
                work.push(to);
            }
        }
    }
    for (index, state) in states.into_iter().enumerate() {
        let Some(mut state) = state else { continue };
        let ops = flow.cfg.blocks[index].ops.clone();
        for op in &ops {
            if let Op::Point { point, moved } = op {
                let mut state = state.clone();
                for path in moved {
                    flow.step(&mut state, &Op::Consume(*path));
                }
                let here = flow.read(&state);
                merge_points(out, *point, here);
            }
            flow.step(&mut state, op);
        }
    }
}

fn merge_points(out: &mut FxHashMap<Point, AtPoint>, point: Point, here: AtPoint) {
    let Some(known) = out.get_mut(&point) else {
        out.insert(point, here);
        return;
    };
    let same = |a: &HeldGuard, b: &HeldGuard| a.acquired_by == b.acquired_by && a.ty_name == b.ty_name && a.is_forgotten == b.is_forgotten;
    for old in &mut known.guards {
        old.must &= here.guards.iter().any(|new| same(old, new) && new.must);
    }
    for new in here.guards {
        if !known.guards.iter().any(|old| same(old, &new)) {
            known.guards.push(HeldGuard { must: false, ..new });
        }
    }
    for name in here.named {
        if !known.named.contains(&name) {
            known.named.push(name);
        }
    }
    known.named.sort();
}

impl Flow<'_, '_> {
    fn step(&mut self, state: &mut State, op: &Op) {
        match op {
            Op::Live(local) => {
                state.live.insert(*local);
            }
            Op::Move { from, to } | Op::Take { from, to } => {
                let slot = self.take_out(state, *from);
                if matches!(op, Op::Move { .. }) {
                    self.ended(state, *from);
                }
                self.put(state, *to, slot);
            }
            Op::Produce { from, to, by } => {
                let mut slot = Slot::default();
                // A guard of another kind is held otherwise from here on: by the call that made it so.
                for path in from {
                    let kind = |path: PathId| self.cfg.at(path).info.filter(|i| !i.wrapper).map(|i| i.name);
                    let goes_on = kind(*path).zip(kind(*to)).is_none_or(|(from, to)| from == to);
                    if let Some(taken) = self.take_out(state, *path)
                        && goes_on
                    {
                        slot.both(taken);
                    }
                    self.ended(state, *path);
                }
                if slot.0.is_empty() {
                    slot = Slot::of([*by]);
                }
                self.put(state, *to, Some(slot));
            }
            Op::Consume(path) => {
                self.take_out(state, *path);
                self.ended(state, *path);
            }
            Op::Forget(path) => {
                if let (Some(slot), Some(info)) = (self.take_out(state, *path), self.cfg.at(*path).info) {
                    state.forgotten.extend(slot.0.into_keys().map(|s| (s, info.name)));
                }
                self.ended(state, *path);
            }
            Op::Drop(path) => {
                self.take_out(state, *path);
            }
            Op::Dead(local) => {
                state.live.remove(local);
                if let Some(root) = self.cfg.root(*local) {
                    self.take_out(state, root);
                }
            }
            Op::Refine { path, variant } => {
                if self.find_above(state, *path).is_some() {
                    if let Some(slot) = self.take_out(state, *path) {
                        for part in self.cfg.parts(*path, *variant, self.types) {
                            if self.cfg.at(part).info.is_some() {
                                state.slots.insert(part, slot.clone());
                            }
                        }
                    }
                } else {
                    // It was taken apart already: what another variant held is not there.
                    let cfg = &*self.cfg;
                    state.slots.retain(|below, _| cfg.variant_within(*below, *path).is_none_or(|v| v == *variant));
                }
            }
            Op::Point { .. } => {}
        }
    }

    /// A local that was moved as a whole is over.
    fn ended(&self, state: &mut State, path: PathId) {
        let at = self.cfg.at(path);
        if at.parent.is_none() {
            state.live.remove(&at.local);
        }
    }

    fn put(&self, state: &mut State, to: PathId, slot: Option<Slot>) {
        let at = self.cfg.at(to);
        if at.parent.is_none() {
            state.live.insert(at.local);
        }
        if let (Some(slot), Some(_)) = (slot, at.info) {
            state.slots.entry(to).or_default().both(slot);
        }
    }

    /// The place itself or the one that it is a part of, if one of them is whole.
    fn find_above(&self, state: &State, path: PathId) -> Option<PathId> {
        self.cfg.chain(path).into_iter().find(|p| state.slots.contains_key(p))
    }

    /// Take what is at `path`: itself, its part of what is whole above it, or all its parts.
    fn take_out(&mut self, state: &mut State, path: PathId) -> Option<Slot> {
        if let Some(above) = self.find_above(state, path) {
            self.split(state, above, path);
        }
        let mut found = state.slots.remove(&path);
        let below: Vec<PathId> = state.slots.keys().copied().filter(|p| self.cfg.is_within(*p, path)).collect();
        for part in below {
            let Some(slot) = state.slots.remove(&part) else { continue };
            found.get_or_insert_default().both(slot);
        }
        found
    }

    /// Replace what is whole at `above` by its parts on the way to `path`.
    fn split(&mut self, state: &mut State, above: PathId, path: PathId) {
        let chain = self.cfg.chain(path);
        let first = chain.iter().position(|p| *p == above).unwrap_or(0);
        for pair in chain[first..].windows(2) {
            let [whole, wanted] = pair else { continue };
            let Some(slot) = state.slots.remove(whole) else { return };
            if let Some((_, Key::Field { variant, .. })) = self.cfg.at(*wanted).parent {
                for part in self.cfg.parts(*whole, variant, self.types) {
                    if self.cfg.at(part).info.is_some() {
                        state.slots.insert(part, slot.clone());
                    }
                }
            }
            state.slots.insert(*wanted, slot);
        }
    }

    /// Bring two states to the same grain, then unite them.
    fn join(&mut self, mut a: State, mut b: State) -> State {
        self.align(&mut a, &b);
        self.align(&mut b, &a);
        for (path, slot) in &mut a.slots {
            match b.slots.get(path) {
                Some(other) => slot.either(other),
                None => slot.0.values_mut().for_each(|must| *must = false),
            }
        }
        for (path, slot) in b.slots {
            a.slots.entry(path).or_insert_with(|| slot.may());
        }
        a.live.extend(b.live);
        a.forgotten.extend(b.forgotten);
        a
    }

    fn align(&mut self, coarse: &mut State, fine: &State) {
        for path in fine.slots.keys() {
            if coarse.slots.contains_key(path) {
                continue;
            }
            if let Some(above) = self.find_above(coarse, *path) {
                self.split(coarse, above, *path);
            }
        }
    }

    fn read(&self, state: &State) -> AtPoint {
        let mut out = AtPoint::default();
        for (path, slot) in &state.slots {
            let at = self.cfg.at(*path);
            // A guard that only a poisoned lock's error would hold is not there in a healthy run.
            let Some(info) = at.info.filter(|info| !info.poisoned) else { continue };
            for (source, must) in &slot.0 {
                let guard = HeldGuard {
                    ty_name: info.name,
                    acquired_by: *source,
                    must: *must && info.definite,
                    wrapper: info.wrapper,
                    is_forgotten: false,
                };
                match out.guards.iter_mut().find(|g| g.acquired_by == *source && g.ty_name == info.name) {
                    Some(known) => known.must |= guard.must,
                    None => out.guards.push(guard),
                }
            }
        }
        for (source, name) in &state.forgotten {
            let guard = HeldGuard { ty_name: *name, acquired_by: *source, must: false, wrapper: false, is_forgotten: true };
            out.guards.push(guard);
        }
        let named = state.live.iter().map(|l| &self.cfg.locals[l.0 as usize]).filter(|l| !l.is_param);
        out.named = named.filter_map(|l| l.named).collect();
        out.named.sort();
        out.named.dedup();
        out
    }
}
