//! What a field holds, whichever value of its type is meant: what all the places together give it that make such a value
//! or assign to the field.
//!
//! `RESID` comes back as a bare pointer, so what stands in a field of the instance is known by its type alone. The
//! bodies that fill the field are walked, with what their callers give them where that decides; a field that is lent
//! out mutably, or that foreign code may write, is not known. What is found is good as a bound and decides no branch.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::engine::Engine;
use super::filling::{Places, Scan, holds};
use super::frame::Frame;
use super::texts::{self, words};
use super::value::Val;
use crate::resolve::defs::{AdtKind, Container};
use crate::resolve::ids::{AdtId, CrateId, FnId, Prim, VariantId};
use crate::resolve::infer::{BodyOwner, Callee, Resolution};
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::{ExprId, PatId};

/// How many types are looked into, each for the sake of another.
const NESTED: usize = 6;
/// How far up callers are followed that give a constructor its arguments.
const CALLERS: usize = 3;
/// How many bodies are walked for one type.
const BODIES: usize = 64;

/// What is known of fields, for all engines of a run.
#[derive(Default)]
pub(super) struct Facts {
    known: FxHashMap<AdtId, Arc<[Vec<Val>]>>,
    open: Vec<AdtId>,
    /// The questions under way, by number: one for each time that a type is looked into.
    questions: Vec<u64>,
    asked: u64,
    /// Types that were asked for while they were being looked into, and what was known of them by then.
    refused: FxHashSet<AdtId>,
    partly: FxHashMap<AdtId, Arc<[Vec<Val>]>>,
    /// By crate: those that may name its types.
    bodies: FxHashMap<CrateId, Rc<Bodies>>,
    changing: FxHashMap<Ty, bool>,
    callers: FxHashMap<FnId, Rc<[BodyOwner]>>,
}

impl Facts {
    /// The question under way.
    pub(super) fn question(&self) -> Option<u64> {
        self.questions.last().copied()
    }
}

/// Shared by an engine and those that it asks.
pub(super) type SharedFacts = Rc<RefCell<Facts>>;

/// What was given to fields while bodies were walked: by literal, constructor call or assignment. `None` says nothing.
pub(super) type Recorded = FxHashMap<(BodyOwner, ExprId), Vec<Option<Val>>>;

/// The bodies of the workspace, by the words in their texts.
struct Bodies {
    owners: Vec<BodyOwner>,
    by_word: FxHashMap<String, Vec<u32>>,
    /// By macro: the words of what it writes.
    macros: Vec<(String, FxHashSet<String>)>,
}

impl Engine<'_> {
    /// What a field holds in any value.
    pub(super) fn field_fact(&mut self, variant: VariantId, index: usize) -> Val {
        let all = self.facts_of(variant.adt);
        all.get(variant.index as usize).and_then(|fields| fields.get(index)).cloned().unwrap_or(Val::Unknown)
    }

    fn facts_of(&mut self, adt: AdtId) -> Arc<[Vec<Val>]> {
        let nothing: Arc<[Vec<Val>]> = Arc::from([]);
        {
            let mut facts = self.facts.borrow_mut();
            if let Some(known) = facts.known.get(&adt) {
                return Arc::clone(known);
            }
            if facts.open.contains(&adt) || facts.open.len() >= NESTED {
                facts.refused.insert(adt);
                if let Some(asking) = &mut self.asking {
                    asking.met_the_question();
                }
                return facts.partly.get(&adt).cloned().unwrap_or(nothing);
            }
        }
        let data = self.db.adt(adt);
        let is_read = data.attrs.iter().any(|attr| attr.path == "derive" && attr.args.contains("Deserialize"));
        // Of somebody else's types the models speak: what fills them would be looked for in all of their crates.
        let is_ours = self.db.krate(self.db.crate_of(adt.unit)).is_member;
        let found = if !is_ours || data.kind == AdtKind::Union || is_read {
            nothing
        } else {
            self.facts.borrow_mut().open.push(adt);
            let mut found = self.find_facts(adt);
            // What one field is given may come from another field of the same type: what is known by now helps.
            if self.facts.borrow_mut().refused.remove(&adt) && found.iter().flatten().any(Val::is_known) {
                self.facts.borrow_mut().partly.insert(adt, found);
                found = self.find_facts(adt);
                self.facts.borrow_mut().refused.remove(&adt);
            }
            self.facts.borrow_mut().open.pop();
            found
        };
        // More might be found out of it once a type is known that is being looked into now; but types that lead to each
        // other would be looked into without end.
        self.facts.borrow_mut().known.insert(adt, Arc::clone(&found));
        found
    }

    fn find_facts(&mut self, adt: AdtId) -> Arc<[Vec<Val>]> {
        {
            let mut facts = self.facts.borrow_mut();
            facts.asked += 1;
            let question = facts.asked;
            facts.questions.push(question);
        }
        let found = self.find_all(adt);
        self.facts.borrow_mut().questions.pop();
        found
    }

    fn find_all(&mut self, adt: AdtId) -> Arc<[Vec<Val>]> {
        let bodies = self.bodies(adt);
        let mut places = Places::default();
        for owner in bodies.naming(&self.names_of(adt)) {
            self.scan(owner, adt, &mut places);
        }
        let mut owners: Vec<BodyOwner> = places.made.iter().map(|(owner, ..)| *owner).collect();
        owners.extend(places.assigned.iter().map(|(owner, ..)| *owner));
        owners.extend(places.loose.iter().map(|(owner, ..)| *owner));
        owners.sort_unstable();
        owners.dedup();
        let mut recorded = Recorded::default();
        for owner in owners.into_iter().take(BODIES) {
            let made = places.made.iter().map(|(o, e, _)| (*o, *e));
            let assigned = places.assigned.iter().map(|(o, e, ..)| (*o, *e));
            let loose = places.loose.iter().map(|(o, e, _)| (*o, *e));
            let mine: Vec<ExprId> = made.chain(assigned).chain(loose).filter(|(o, _)| *o == owner).map(|(_, e)| e).collect();
            self.record(owner, &mine, &bodies, &mut recorded);
        }
        let data = self.db.adt(adt);
        let types = self.db.field_types(adt);
        let default = self.derives_default(adt);
        let variants = data.variants.iter().enumerate().map(|(v, variant)| {
            let id = VariantId { adt, index: v as u32 };
            let fields = variant.fields.all().iter().enumerate().map(|(index, _)| {
                let ty = types.get(v).and_then(|fields| fields.get(index)).cloned().unwrap_or_else(Ty::unknown);
                self.join_of(id, index, &ty, &places, &recorded, default)
            });
            fields.collect()
        });
        let found: Vec<Vec<Val>> = variants.collect();
        found.into()
    }

    /// What all places together give a field.
    fn join_of(&mut self, id: VariantId, index: usize, ty: &Ty, places: &Places, recorded: &Recorded, default: bool) -> Val {
        if places.opaque.contains(&id) {
            return Val::Unknown;
        }
        let mut given: Vec<Option<Val>> = Vec::new();
        for (owner, expr, variant) in &places.made {
            if *variant == id {
                match recorded.get(&(*owner, *expr)) {
                    Some(values) => given.push(values.get(index).cloned().unwrap_or(Some(Val::Unknown))),
                    // Nobody saw it run.
                    None => given.push(Some(Val::Unknown)),
                }
            }
        }
        for (owner, expr, variant, at) in &places.assigned {
            if *variant == id && *at == index {
                given.push(recorded.get(&(*owner, *expr)).and_then(|v| v.first().cloned()).unwrap_or(Some(Val::Unknown)));
            }
        }
        if default && !given.is_empty() {
            given.push(Some(self.default_of(ty)));
        }
        if given.is_empty() {
            return Val::Unknown;
        }
        let is_open = places.escapes || places.lent.contains(&(id, index)) || self.changes_inside(ty);
        if is_open {
            for (owner, expr, written) in &places.loose {
                if holds(ty, written) {
                    given.push(recorded.get(&(*owner, *expr)).and_then(|v| v.first().cloned()).unwrap_or(Some(Val::Unknown)));
                }
            }
        }
        let Some(value) = given.into_iter().flatten().reduce(|known, value| self.fuller(&known, &value)) else { return Val::Unknown };
        // A handle is what it is, whoever uses it; that another takes its place, an assignment would say.
        if is_open && !is_handle(&value) {
            return Val::Unknown;
        }
        soft(&value, &|id| self.db.adt(id.adt).variants.len() > 1)
    }

    /// Either of two values; a handle that may not be there is the handle, where it is.
    fn fuller(&self, a: &Val, b: &Val) -> Val {
        let option = self.db.lang().option;
        match (a.hard(), b.hard()) {
            (Val::Variant(x, own), Val::Variant(y, other)) if x != y && Some(x.adt) == option && x.adt == y.adt => {
                let full = if own.is_empty() { b } else { a };
                if own.is_empty() != other.is_empty() && is_handle(full) { full.clone() } else { Val::Unknown }
            }
            // `*slot = stream` where `slot` is the `Some` of an `Option`, or the other way round.
            (Val::Variant(x, parts), inner) | (inner, Val::Variant(x, parts))
                if Some(x.adt) == option && matches!(inner, Val::Handle(_)) =>
            {
                match parts.first() {
                    Some(part) => Val::Variant(*x, Arc::from([part.join(inner)])),
                    None => Val::Unknown,
                }
            }
            _ => a.join(b),
        }
    }

    fn derives_default(&self, adt: AdtId) -> bool {
        self.db
            .adt(adt)
            .attrs
            .iter()
            .any(|attr| attr.path == "derive" && attr.args.split(',').any(|d| d.trim().rsplit("::").next() == Some("Default")))
    }

    /// What `Default` gives to a type that the tool has values for.
    fn default_of(&self, ty: &Ty) -> Val {
        match ty.kind() {
            TyKind::Prim(Prim::Bool) => Val::Bool(false),
            TyKind::Prim(prim) if prim.is_int() => Val::int(0),
            TyKind::Adt(id, _) if Some(*id) == self.db.lang().option => {
                let none = self.db.adt(*id).variants.iter().position(|v| v.name.name == "None").unwrap_or(0);
                Val::Variant(VariantId { adt: *id, index: none as u32 }, Arc::from([]))
            }
            TyKind::Adt(id, _) if self.db.adt(*id).name.name == "Duration" && self.db.is_std(self.db.crate_of(id.unit)) => Val::time(0),
            _ => Val::Unknown,
        }
    }

    /// Walk the body that fills fields; where its arguments decide, those that call it.
    fn record(&mut self, owner: BodyOwner, wanted: &[ExprId], bodies: &Bodies, into: &mut Recorded) {
        let mut level = vec![owner];
        let mut seen: FxHashSet<BodyOwner> = level.iter().copied().collect();
        // Callers say more of the arguments than the body alone; who only names the function (a table of entry points) says
        // nothing, and what the level below came to stands.
        let mut found = Recorded::default();
        for up in 0..=CALLERS {
            let mut here = Recorded::default();
            for walked in level.iter().take(BODIES) {
                for (place, values) in self.given_by(*walked, owner).unwrap_or_default() {
                    merge_recorded(&mut here, place, values);
                }
            }
            found.extend(here);
            let open = wanted.iter().any(|expr| found.get(&(owner, *expr)).is_none_or(|values| values.contains(&Some(Val::Unknown))));
            let callers: Vec<BodyOwner> = if open && up < CALLERS {
                let all = level.iter().flat_map(|owner| self.callers_of(*owner, bodies).to_vec());
                all.filter(|caller| seen.insert(*caller)).collect()
            } else {
                Vec::new()
            };
            if callers.is_empty() {
                for expr in wanted {
                    if let Some(values) = found.remove(&(owner, *expr)) {
                        merge_recorded(into, (owner, *expr), values);
                    }
                }
                return;
            }
            level = callers;
        }
    }

    fn callers_of(&self, owner: BodyOwner, bodies: &Bodies) -> Rc<[BodyOwner]> {
        let BodyOwner::Fn(callee) = owner else { return Rc::from([]) };
        if let Some(known) = self.facts.borrow().callers.get(&callee) {
            return Rc::clone(known);
        }
        let data = self.db.fn_data(callee);
        let mut name = FxHashSet::default();
        name.insert(data.name.name.to_string());
        let calls = |caller: &BodyOwner| *caller != owner && self.names_function(*caller, callee);
        let found: Rc<[BodyOwner]> = bodies.naming(&name).into_iter().filter(calls).collect();
        self.facts.borrow_mut().callers.insert(callee, Rc::clone(&found));
        found
    }

    /// Whether a body names a function (of a trait's, the one that it implements).
    pub(super) fn names_function(&self, owner: BodyOwner, wanted: FnId) -> bool {
        let Some(inference) = self.db.inference(owner) else { return false };
        let data = self.db.fn_data(wanted);
        let is = |id: FnId| {
            id == wanted
                || (self.db.fn_data(id).name.name == data.name.name
                    && matches!(self.db.fn_data(id).container, Container::Trait(_))
                    && matches!(data.container, Container::Impl(of) if self.db.impl_header(of).is_some_and(|h| h.trait_ref.is_some())))
        };
        let by_path = inference.paths.values().any(|path| matches!(path, Resolution::Fn(id, _) if is(*id)));
        by_path || inference.callees.values().any(|callee| matches!(callee, Callee::Fn(id, _) if is(*id)))
    }

    /// The words without which a body does nothing to a value of the type.
    fn names_of(&self, adt: AdtId) -> FxHashSet<String> {
        let data = self.db.adt(adt);
        let mut names: FxHashSet<String> = FxHashSet::default();
        names.insert(data.name.name.to_string());
        names.insert("Self".to_owned());
        for variant in data.variants.iter() {
            names.insert(variant.name.name.to_string());
            names.extend(variant.fields.all().iter().map(|field| field.name.name.to_string()));
        }
        names
    }

    fn bodies(&self, of: AdtId) -> Rc<Bodies> {
        let db = self.db;
        let own = db.crate_of(of.unit);
        if let Some(known) = self.facts.borrow().bodies.get(&own) {
            return Rc::clone(known);
        }
        // What does not depend on the type's crate cannot name it.
        let mut crates = vec![own];
        while let Some(next) = db
            .crates()
            .find(|(id, krate)| krate.is_member && !crates.contains(id) && krate.deps.iter().any(|(_, dep)| crates.contains(dep)))
            .map(|(id, _)| id)
        {
            crates.push(next);
        }
        let units = texts::units(db, &crates);
        let mut bodies = Bodies { owners: Vec::new(), by_word: FxHashMap::default(), macros: Vec::new() };
        for item in units.iter().flat_map(|unit| &unit.macros) {
            let text = db.sources.text(item.body);
            bodies.macros.push((item.name.name.to_string(), words(&text).map(str::to_owned).collect()));
        }
        texts::each_body(db, &units, |owner, text| {
            let index = bodies.owners.len() as u32;
            bodies.owners.push(owner);
            let mut seen: FxHashSet<&str> = FxHashSet::default();
            for word in words(text).filter(|word| seen.insert(word)) {
                bodies.by_word.entry(word.to_owned()).or_default().push(index);
            }
        });
        let bodies = Rc::new(bodies);
        self.facts.borrow_mut().bodies.insert(own, Rc::clone(&bodies));
        bodies
    }

    /// What one body does to values of a type.
    fn scan(&self, owner: BodyOwner, adt: AdtId, places: &mut Places) {
        let (Some(data), Some(inference)) = (self.db.body(owner), self.db.inference(owner)) else { return };
        let scan = Scan { engine: self, owner, adt, data: &data, inference: &inference };
        for index in 0..data.body.exprs.len() {
            scan.expr(ExprId(index as u32), places);
        }
        for index in 0..data.body.pats.len() {
            scan.pat(PatId(index as u32), places);
        }
    }

    /// Whether a value of that type may change while it is only looked at.
    pub(super) fn changes_inside(&self, ty: &Ty) -> bool {
        if let Some(known) = self.facts.borrow().changing.get(ty) {
            return *known;
        }
        // What contains itself does not change by that.
        self.facts.borrow_mut().changing.insert(ty.clone(), false);
        let found = match ty.kind() {
            TyKind::Adt(id, args) => {
                let name = self.db.adt(*id).name.name;
                let name = name.as_str();
                name.starts_with("Atomic")
                    || name.contains("Cell")
                    || name.contains("Mutex")
                    || name.contains("RwLock")
                    || name.starts_with("Once")
                    || name.starts_with("Lazy")
                    || args.iter().any(|arg| self.changes_inside(arg))
                    || (!self.db.is_std(self.db.crate_of(id.unit))
                        && self.db.field_types(*id).iter().flatten().any(|field| self.changes_inside(&field.subst(args))))
            }
            TyKind::Tuple(parts) => parts.iter().any(|part| self.changes_inside(part)),
            TyKind::Array(element, _) | TyKind::Slice(element) => self.changes_inside(element),
            TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } => self.changes_inside(ty),
            TyKind::Prim(_) | TyKind::FnPtr { .. } | TyKind::FnDef(..) | TyKind::Never | TyKind::ConstInt(_) => false,
            _ => true,
        };
        self.facts.borrow_mut().changing.insert(ty.clone(), found);
        found
    }
}

impl Bodies {
    /// The bodies in which one of the words stands, or which a macro may write that has one.
    fn naming(&self, wanted: &FxHashSet<String>) -> Vec<BodyOwner> {
        let mut wanted = wanted.clone();
        loop {
            let before = wanted.len();
            for (name, words) in &self.macros {
                if words.iter().any(|word| wanted.contains(word)) {
                    wanted.insert(name.clone());
                }
            }
            if wanted.len() == before {
                break;
            }
        }
        let mut found: Vec<u32> = wanted.iter().filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|index| self.owners.get(index as usize).copied()).collect()
    }
}

impl Frame<'_, '_> {
    /// Write down what a field is given, where somebody asks for it.
    pub(super) fn record(&mut self, at: ExprId, values: Vec<Option<Val>>) {
        let owner = self.owner;
        if let Some(asking) = &mut self.engine.asking {
            asking.note((owner, at), values);
        }
    }
}

pub(super) fn merge_recorded(into: &mut Recorded, place: (BodyOwner, ExprId), values: Vec<Option<Val>>) {
    match into.get_mut(&place) {
        None => {
            into.insert(place, values);
        }
        Some(known) => {
            for (known, value) in known.iter_mut().zip(values) {
                *known = match (known.take(), value) {
                    (Some(a), Some(b)) => Some(a.join(&b)),
                    (a, b) => a.or(b),
                };
            }
        }
    }
}

/// Whether nothing else is known than handles.
fn is_handle(value: &Val) -> bool {
    match value.hard() {
        Val::Handle(_) => true,
        Val::Variant(_, parts) | Val::Tuple(parts) => parts.iter().all(is_handle),
        _ => false,
    }
}

/// Good as a bound: what a field holds today is not what the code around it means.
fn soft(value: &Val, is_enum: &dyn Fn(VariantId) -> bool) -> Val {
    match value.soften(is_enum) {
        time @ (Val::Time { .. } | Val::Count(_)) => Val::Soft(Arc::new(time)),
        other => other,
    }
}
