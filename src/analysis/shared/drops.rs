//! Values that end: what is given back with them, and what their `Drop` does.

use std::sync::Arc;

use super::facts::{Access, What};
use super::lock::Held;
use super::place::{Part, Place};
use super::value::{Adopted, Taken, Val};
use super::walk::{At, Walk};
use crate::analysis::effect::Hop;
use crate::resolve::ids::{AdtId, Def, FnId};
use crate::resolve::impls::Head;
use crate::resolve::ty::{Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::PatId;

/// std's types that own values of their arguments and drop them.
const OWNING: &[&str] = &[
    "Option",
    "Result",
    "Box",
    "Vec",
    "VecDeque",
    "HashMap",
    "BTreeMap",
    "HashSet",
    "BTreeSet",
    "Mutex",
    "RwLock",
    "RefCell",
    "Cell",
    "UnsafeCell",
    "OnceCell",
    "OnceLock",
    "Pin",
    "Arc",
    "Rc",
];
/// How deep what is dropped is taken apart.
const DEPTH: usize = 8;

impl Walk<'_, '_, '_> {
    /// A variable whose end may give something back is remembered.
    pub(super) fn declare(&mut self, pat: PatId) {
        self.declared.retain(|known| *known != pat);
        self.st.moved.remove(&pat);
        let ty = self.type_of_pat(pat);
        if self.ends_with(&ty, 0) {
            self.declared.push(pat);
        }
    }

    /// Whether something may end with a value of that type.
    fn ends_with(&mut self, ty: &Ty, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        match ty.kind() {
            TyKind::Tuple(parts) => parts.iter().any(|p| self.ends_with(p, depth + 1)),
            TyKind::Array(element, _) => self.ends_with(element, depth + 1),
            TyKind::Adt(id, args) => {
                if self.an.extra.contains(id) {
                    return false;
                }
                let db = self.an.db;
                if db.is_std(db.crate_of(id.unit)) {
                    let name = db.adt(*id).name.name;
                    return matches!(name.as_str(), "Box" | "Arc" | "Rc" | "Vec" | "CString" | "String")
                        || self.is_resource(*id)
                        || (OWNING.contains(&name.as_str()) && args.iter().any(|a| self.ends_with(a, depth + 1)));
                }
                if self.drop_fn(*id, ty).is_some() {
                    return true;
                }
                let types: Vec<Ty> = db.field_types(*id).iter().flatten().map(|t| t.subst(args)).collect();
                types.iter().any(|t| self.ends_with(t, depth + 1))
            }
            TyKind::Dyn(_) => true,
            _ => false,
        }
    }

    /// std's owners of handles.
    pub(super) fn is_resource(&self, id: AdtId) -> bool {
        let path = self.an.db.path_of(Def::Adt(id), None);
        ["std::fs::", "std::net::", "std::os::", "std::process::"].iter().any(|p| path.starts_with(p))
    }

    pub(super) fn drop_fn(&self, id: AdtId, ty: &Ty) -> Option<FnId> {
        let db = self.an.db;
        if db.is_std(db.crate_of(id.unit)) {
            return None;
        }
        let of = db.lang().drop?;
        let mut impls = db.trait_impls(of, Some(Head::Adt(id)), std::slice::from_ref(ty)).into_iter();
        let chosen = impls.find(|i| db.impl_header(*i).is_some_and(|h| h.self_ty.as_adt().map(|(a, _)| a) == Some(id)))?;
        db.impl_data(chosen).fns.iter().find(|(name, _)| *name == "drop").map(|(_, id)| *id)
    }

    /// Leave a scope: what was declared in it and not moved away ends, the last first.
    pub(super) fn leave(&mut self, from: usize) {
        let declared = self.declared.split_off(from.min(self.declared.len()));
        self.end_locals(&declared);
    }

    /// Leave early: what is declared so far ends on that way.
    pub(super) fn leave_early(&mut self, from: usize) {
        let declared = self.declared.get(from..).unwrap_or(&[]).to_vec();
        self.end_locals(&declared);
    }

    pub(super) fn end_locals(&mut self, declared: &[PatId]) {
        if self.st.dead {
            return;
        }
        for pat in declared.iter().rev() {
            if self.st.moved.contains(pat) {
                continue;
            }
            let Some(value) = self.st.env.get(pat).cloned() else { continue };
            let ty = self.type_of_pat(*pat);
            let held = self.held(At::Drop(*pat));
            if !held.is_empty() {
                let known = self.at_drops.entry(*pat).or_default();
                known.extend(held.may.iter().filter(|l| !known.contains(l)).cloned().collect::<Vec<_>>());
            }
            self.drop_value(&value, &ty, self.pat_span(*pat), &held);
        }
    }

    /// What a value stands for is given back.
    pub(super) fn release(&mut self, value: &Val, at: Span, by: &str, held: &Held) {
        if self.st.dead {
            return;
        }
        let origins = value.origins();
        let is_place = origins.is_empty();
        let pointed: Vec<(Place, Option<Arc<Taken>>)> =
            if is_place { value.targets().into_iter().map(|p| (p, None)).collect() } else { origins };
        for (place, taken) in pointed {
            let (held, taken_at) = match &taken {
                Some(taken) => (taken.held.clone(), (taken.at != at).then_some(taken.at)),
                None => (held.clone(), None),
            };
            self.out.access(Access { place, what: What::Release, at, by: by.into(), held, taken_at, is_place, chain: Default::default() });
        }
    }

    /// A value of that type ends at `at`.
    pub(super) fn drop_value(&mut self, value: &Val, ty: &Ty, at: Span, held: &Held) {
        if !self.st.dead {
            self.drop_at(value, ty, at, held, 0);
        }
    }

    fn drop_at(&mut self, value: &Val, ty: &Ty, at: Span, held: &Held, depth: usize) {
        if depth > DEPTH || matches!(value, Val::Known(_)) {
            return;
        }
        match ty.kind() {
            TyKind::Tuple(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    let name = Symbol::intern(&i.to_string());
                    let inner = value.field(name, Part::Field(None, name));
                    self.drop_at(&inner, part, at, held, depth + 1);
                }
            }
            TyKind::Array(element, _) | TyKind::Slice(element) => {
                let inner = value.field(Symbol::intern("[0]"), Part::Item);
                self.drop_at(&inner, element, at, held, depth + 1);
            }
            TyKind::Adt(id, args) => {
                if self.an.extra.contains(id) {
                    return;
                }
                if self.is_std_type(ty) {
                    self.drop_std(value, *id, args, at, held, depth);
                } else {
                    self.drop_own(value, *id, ty, at, held, depth);
                }
            }
            _ => {}
        }
    }

    fn drop_std(&mut self, value: &Val, id: AdtId, args: &crate::resolve::ty::Args, at: Span, held: &Held, depth: usize) {
        let name = self.an.db.adt(id).name.name;
        let first = args.first().cloned();
        match name.as_str() {
            "Box" | "Arc" | "Rc" => {
                if let Val::Adopted(inner, how) = value {
                    if *how == Adopted::Count && self.out.retained > 0 {
                        self.out.retained -= 1;
                        return;
                    }
                    let by = format!("drop({name})");
                    self.release(inner, at, &by, held);
                    if let (Adopted::Whole, Some(first)) = (how, first) {
                        let pointee = Val::Load(inner.targets().into(), None);
                        self.drop_at(&pointee, &first, at, held, depth + 1);
                    }
                    return;
                }
                // A count of something shared goes; it stays.
                if name == "Box" && !value.origins().is_empty() {
                    self.release(value, at, "drop(Box)", held);
                    if let Some(first) = first {
                        self.drop_at(&boxed(value), &first, at, held, depth + 1);
                    }
                }
            }
            _ if self.is_resource(id) => {
                let by = format!("drop({name})");
                self.release(value, at, &by, held);
            }
            "Option" | "Result" | "Pin" => {
                if let Some(first) = first {
                    self.drop_at(value, &first, at, held, depth + 1);
                }
            }
            "Mutex" | "RwLock" | "RefCell" | "Cell" | "UnsafeCell" => {
                if let Some(first) = args.last().cloned() {
                    let inner = value.field(Symbol::intern("<content>"), Part::Content);
                    self.drop_at(&inner, &first, at, held, depth + 1);
                }
            }
            "Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "HashMap" | "BTreeMap" => {
                let inner = value.field(Symbol::intern("[0]"), Part::Item);
                for arg in args.iter().take(2) {
                    self.drop_at(&inner, arg, at, held, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn drop_own(&mut self, value: &Val, id: AdtId, ty: &Ty, at: Span, held: &Held, depth: usize) {
        let db = self.an.db;
        if let Some(function) = self.drop_fn(id, ty) {
            let args = self.drop_args(ty);
            let summary = self.an.function(function, &args, vec![Val::Ref(Arc::new(value.clone()))]);
            let hop = Hop { at, callee: format!("{}::drop", db.adt(id).name.name).as_str().into(), id: Some(function) };
            self.out.absorb(&summary, Some(&hop), held);
        }
        let data = db.adt(id);
        if data.variants.len() != 1 && !matches!(value, Val::Load(..)) {
            return;
        }
        let Some((_, args)) = ty.as_adt() else { return };
        let args = Arc::clone(args);
        for (v, variant) in data.variants.iter().enumerate() {
            let variant_id = crate::resolve::ids::VariantId { adt: id, index: v as u32 };
            for (i, field) in variant.fields.all().iter().enumerate() {
                let Some(field_ty) = db.field_types(id).get(v).and_then(|t| t.get(i)).map(|t| t.subst(&args)) else { continue };
                if !self.ends_with(&field_ty, 0) {
                    continue;
                }
                let field_ty = self.an.engine.chooser.concrete(&field_ty, &Arc::from([]));
                let part = self.part_of(variant_id, field.name.name);
                let inner = value.field(field.name.name, part);
                self.drop_at(&inner, &field_ty, at, held, depth + 1);
            }
        }
    }

    /// The arguments of the `Drop` impl, which are those of the type in some order.
    fn drop_args(&self, ty: &Ty) -> crate::resolve::ty::Args {
        use crate::resolve::infer::solve::{Outcome, Selection, Solver};
        let own = ty.as_adt().map_or_else(|| Arc::from([]), |(_, args)| Arc::clone(args));
        let Some(of) = self.an.db.lang().drop else { return own };
        let mut solver = Solver::new(self.an.db, Arc::default());
        match solver.solve(&crate::resolve::ty::TraitRef { id: of, args: Arc::from([ty.clone()]) }) {
            Outcome::Yes(Selection::Impl(_, args)) => args.iter().map(|ty| solver.table.finish(ty)).collect(),
            _ => own,
        }
    }
}

/// What was in a box that was moved out of its place.
fn boxed(value: &Val) -> Val {
    match value {
        Val::Load(places, taken) => Val::Load(places.iter().map(|p| p.then(Part::Deref)).collect(), taken.clone()),
        _ => Val::Unknown,
    }
}
