//! Which model stands for a callee, and how callees are named.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::target::Targets;
use crate::models::candidates;
use crate::models::schema::Model;
use crate::resolve::db::Db;
use crate::resolve::defs::Container;
use crate::resolve::ids::{Def, FnId};
use crate::resolve::infer::{BodyOwner, Callee, Inference, Resolution};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Symbol;

/// By name: who calls a function, which, with which arguments.
type Calls = FxHashMap<Symbol, Vec<(BodyOwner, FnId, Args)>>;

/// How many steps are made from generic functions to their callers.
const STORED: usize = 10_000;

impl<'a> Engine<'a> {
    /// A callee's full path as rustc prints it.
    pub(super) fn path_of(&mut self, id: FnId, args: &Args) -> String {
        if matches!(self.db.fn_data(id).container, Container::Trait(_)) {
            return self.db.callee_path(id, args, None);
        }
        if let Some(known) = self.lookups.model_paths.borrow().get(&id) {
            return known.to_string();
        }
        let path = self.db.callee_path(id, args, None);
        self.lookups.model_paths.borrow_mut().insert(id, path.as_str().into());
        path
    }

    /// A callee as people say it: `Receiver::recv`, `thread::sleep`, `WaitForSingleObject`.
    pub(super) fn shown(&self, id: FnId, named: FnId, args: &Args) -> String {
        let data = self.db.fn_data(id);
        let name = data.name.name;
        let of_type = |ty: &Ty| -> Option<String> {
            Some(match ty.peel_refs().kind() {
                TyKind::Adt(adt, _) => format!("{}::{name}", self.db.adt(*adt).name.name),
                TyKind::Prim(prim) => format!("{}::{name}", prim.name()),
                _ => return None,
            })
        };
        match data.container {
            Container::Impl(of) => {
                let header = self.db.impl_header(of);
                header.and_then(|h| of_type(&h.self_ty)).unwrap_or_else(|| name.to_string())
            }
            Container::Trait(of) => {
                args.first().and_then(of_type).unwrap_or_else(|| format!("{}::{name}", self.db.trait_data(of).name.name))
            }
            Container::Foreign => name.to_string(),
            Container::Module => {
                let _ = named;
                let krate = self.db.crate_of(id.unit);
                if self.db.krate(krate).is_member {
                    return name.to_string();
                }
                let path = self.db.path_of(Def::Fn(id), None);
                let parts: Vec<&str> = path.rsplitn(3, "::").collect();
                match parts.as_slice() {
                    [name, outer, ..] => format!("{outer}::{name}"),
                    _ => path,
                }
            }
        }
    }

    /// The model that stands for a callee: `id` is what runs, `named` what the call names (a trait's method).
    pub(super) fn model_of(&mut self, id: FnId, named: FnId, args: &Args, argc: usize) -> Option<(&'a Model, usize)> {
        let head = args.first().map(crate::resolve::impls::head_of);
        let key = (id, argc, format!("{named:?}{head:?}"));
        if let Some(known) = self.lookups.models.borrow().get(&key) {
            return *known;
        }
        let found = self.find_model(id, named, args, argc);
        self.lookups.models.borrow_mut().insert(key, found);
        found
    }

    fn find_model(&mut self, id: FnId, named: FnId, args: &Args, argc: usize) -> Option<(&'a Model, usize)> {
        let db = self.db;
        let models = self.models;
        let data = db.fn_data(id);
        let krate = db.crate_of(id.unit);
        let is_member = db.krate(krate).is_member;
        let has_body = data.item.body.is_some() && !db.is_std(krate);
        let mut paths = candidates(&db.callee_path(id, args, None));
        if named != id {
            // The trait's own method, for implementations that have no body to look into.
            let of_trait = candidates(&db.callee_path(named, args, None));
            paths.extend(of_trait.into_iter().filter(|p| !paths.contains(p)).collect::<Vec<_>>());
        }
        // The path of the definition, where the public one leads through a re-export.
        if let Container::Module | Container::Foreign = data.container {
            let defined = db.definition_path(Def::Fn(id), None);
            if !paths.contains(&defined) {
                paths.push(defined);
            }
        } else if let Some(TyKind::Adt(adt, _)) = self.owner_type(id, args).as_ref().map(Ty::kind) {
            paths.push(format!("{}::{}", db.definition_path(Def::Adt(*adt), None), data.name.name));
        }
        let is_trait_entry = |path: &str| self.is_trait_path(path, id, named);
        for path in &paths {
            // Of the workspace's own functions only the user's models speak. An implementation with a body is looked
            // into: a built-in model of the trait's method does not speak for it, a user's does.
            let only_user = is_member || (has_body && is_trait_entry(path));
            let found = if only_user { models.lookup_user(path) } else { models.lookup_path(path) };
            if let Some(model) = found {
                return Some((model, 0));
            }
        }
        let bindings = db.krate(krate).name.starts_with("windows");
        if data.container == Container::Foreign || (bindings && data.container == Container::Module) || self.wraps_foreign(id) {
            return models.lookup_foreign(data.name.name.as_str(), argc);
        }
        None
    }

    fn owner_type(&self, id: FnId, args: &Args) -> Option<Ty> {
        match self.db.fn_data(id).container {
            Container::Impl(of) => Some(self.db.impl_header(of)?.self_ty.subst(args)),
            Container::Trait(_) => args.first().cloned(),
            _ => None,
        }
    }

    fn is_trait_path(&self, path: &str, id: FnId, named: FnId) -> bool {
        let of = match (self.db.fn_data(named).container, self.db.fn_data(id).container) {
            (Container::Trait(of), _) | (_, Container::Trait(of)) => of,
            (_, Container::Impl(of)) => match self.db.impl_header(of).and_then(|h| h.trait_ref.as_ref().map(|t| t.id)) {
                Some(of) => of,
                None => return false,
            },
            _ => return false,
        };
        let name = self.db.trait_data(of).name.name;
        path.rsplit("::").nth(1) == Some(name.as_str())
    }

    /// Generated bindings: a function whose body declares the foreign function of its own name and calls it.
    fn wraps_foreign(&self, id: FnId) -> bool {
        let data = self.db.fn_data(id);
        if data.container != Container::Module || data.item.body.is_none() {
            return false;
        }
        let owner = BodyOwner::Fn(id);
        let Some(inference) = self.db.inference(owner) else { return false };
        inference.paths.values().any(|path| match path {
            Resolution::Fn(called, _) => {
                let called = self.db.fn_data(*called);
                called.container == Container::Foreign && called.name.name == data.name.name
            }
            _ => false,
        })
    }

    /// Functions and closures that become values of `ty` (a function pointer, an object) somewhere in the crates that
    /// were read.
    pub(super) fn coerced_to(&mut self, ty: &Ty) -> Arc<[Ty]> {
        let wanted = ty.peel_refs().clone();
        if let Some(known) = self.lookups.coercions.borrow().get(&wanted) {
            return Arc::clone(known);
        }
        // What becomes a function pointer, and that then an object.
        let mut all = vec![wanted.clone()];
        let mut out: Vec<Ty> = Vec::new();
        let mut at = 0;
        while let Some(wanted) = all.get(at).cloned() {
            at += 1;
            for (from, to) in self.all_coercions().iter() {
                let mut table = crate::resolve::infer::table::Table::default();
                let list = match from.kind() {
                    TyKind::Closure(..) | TyKind::FnDef(..) => &mut out,
                    TyKind::FnPtr { .. } => &mut all,
                    _ => continue,
                };
                if table.unify(&to.peel_refs().clone(), &wanted) && !list.contains(from) {
                    list.push(from.clone());
                }
            }
        }
        let out: Arc<[Ty]> = out.into();
        self.lookups.coercions.borrow_mut().insert(wanted, Arc::clone(&out));
        out
    }

    /// Types that become the object `ty` somewhere in the crates that are analysed.
    pub(super) fn objects_of(&mut self, ty: &Ty) -> Arc<[Ty]> {
        let wanted = ty.peel_refs().clone();
        let mut out: Vec<Ty> = Vec::new();
        for (from, to) in self.all_coercions().iter() {
            let mut table = crate::resolve::infer::table::Table::default();
            if matches!(from.kind(), TyKind::Adt(..)) && table.unify(to, &wanted) && !out.contains(from) {
                out.push(from.clone());
            }
        }
        out.into()
    }

    fn all_coercions(&mut self) -> Arc<[(Ty, Ty)]> {
        if let Some(all) = self.lookups.every_coercion.get() {
            return Arc::clone(all);
        }
        let db = self.db;
        let mut out = Vec::new();
        let mut of_params = Vec::new();
        let mut calls: Calls = FxHashMap::default();
        for (krate, data) in db.crates() {
            if !data.is_selected || !data.is_member {
                continue;
            }
            let units: Vec<_> = db.loaded_units().filter(|u| u.krate == krate).map(|u| u.id).collect();
            for unit in units {
                for owner in crate::resolve::call_graph::bodies_of(db.unit(unit)) {
                    let Some(inference) = db.inference(owner) else { continue };
                    for (_, from, to) in &inference.coercions {
                        match from.peel_refs().kind() {
                            TyKind::Closure(..) | TyKind::FnDef(..) | TyKind::FnPtr { .. } | TyKind::Adt(..) => {
                                out.push((from.peel_refs().clone(), to.clone()))
                            }
                            TyKind::Param(..) => of_params.push((owner, from.peel_refs().clone(), to.clone())),
                            _ => {}
                        }
                    }
                    note_calls(db, owner, &inference, &mut calls);
                }
            }
        }
        // A parameter of a generic function is what it stands for in each call; calls in generic functions lead on to theirs.
        let mut hops = of_params.len();
        while let Some((owner, from, to)) = of_params.pop() {
            let BodyOwner::Fn(id) = owner else { continue };
            for (caller, args) in &self.calls_of(id, &calls) {
                let (from, to) = (from.subst(args).peel_refs().clone(), to.subst(args));
                match from.kind() {
                    TyKind::Closure(..) | TyKind::FnDef(..) | TyKind::FnPtr { .. } | TyKind::Adt(..)
                        if !out.iter().any(|(f, t)| *f == from && *t == to) =>
                    {
                        out.push((from, to));
                    }
                    TyKind::Param(..) if *caller != owner && hops < STORED => {
                        hops += 1;
                        of_params.push((*caller, from, to));
                    }
                    _ => {}
                }
            }
        }
        let out: Arc<[(Ty, Ty)]> = out.into();
        Arc::clone(self.lookups.every_coercion.get_or_init(|| out))
    }

    /// Who calls a function, or names it as a value, and with which arguments.
    fn calls_of(&mut self, wanted: FnId, calls: &Calls) -> Vec<(BodyOwner, Args)> {
        let db = self.db;
        let mut out: Vec<(BodyOwner, Args)> = Vec::new();
        let mut note = |by: BodyOwner, args: &Args| {
            if !out.iter().any(|(known, with)| *known == by && with == args) {
                out.push((by, Arc::clone(args)));
            }
        };
        for (by, id, args) in calls.get(&db.fn_data(wanted).name.name).into_iter().flatten() {
            if *id == wanted {
                note(*by, args);
            } else if matches!(db.fn_data(*id).container, Container::Trait(_))
                && let Targets::Fns(targets) = self.chooser.targets(*id, args)
            {
                targets.iter().filter(|target| target.id == wanted).for_each(|target| note(*by, &target.args));
            }
        }
        out
    }
}

/// The functions that a body calls, or names as values, with their arguments.
fn note_calls(db: &Db, owner: BodyOwner, inference: &Inference, calls: &mut Calls) {
    let called = inference.callees.values().filter_map(|callee| match callee {
        Callee::Fn(id, args) => Some((*id, args)),
        _ => None,
    });
    let named = inference.paths.values().filter_map(|path| match path {
        Resolution::Fn(id, args) => Some((*id, args)),
        _ => None,
    });
    for (id, args) in called.chain(named).filter(|(_, args)| !args.is_empty()) {
        calls.entry(db.fn_data(id).name.name).or_default().push((owner, id, Arc::clone(args)));
    }
}
