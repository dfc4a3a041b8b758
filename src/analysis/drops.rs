//! Values that go out of scope: which of them run code, and when.
//!
//! A local that was not moved away on every path is dropped where its scope ends, or where the function is left
//! early; what was conditionally moved may still be dropped there, and counts.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::effect::Hop;
use super::frame::Frame;
use super::value::Val;
use crate::resolve::defs::AdtKind;
use crate::resolve::ids::{AdtId, Def};
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind};

/// Types of std that own values of their type arguments and drop them (and do nothing else that takes time).
const OWNING: &[&str] = &[
    "Option",
    "Result",
    "Box",
    "Vec",
    "VecDeque",
    "LinkedList",
    "BinaryHeap",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "Mutex",
    "RwLock",
    "RefCell",
    "Cell",
    "UnsafeCell",
    "OnceCell",
    "OnceLock",
    "Pin",
    "Reverse",
    "Wrapping",
    "IntoIter",
    "Take",
    "Skip",
    "Peekable",
    "ReentrantLock",
    "AssertUnwindSafe",
];

impl Frame<'_, '_> {
    /// Whether dropping a value of that type may run code that matters.
    pub(super) fn needs_drop(&mut self, ty: &Ty) -> bool {
        !self.dropped_with(ty).is_empty()
    }

    /// The types whose own drop runs where a value of type `ty` ends, in order: what a type is made of is walked once,
    /// however often its values end.
    fn dropped_with(&mut self, ty: &Ty) -> Arc<[Ty]> {
        if let Some(known) = self.engine.dropped_with.get(ty) {
            return Arc::clone(known);
        }
        let mut out = Vec::new();
        self.collect_dropped(ty, &mut FxHashSet::default(), &mut out, 0);
        let out: Arc<[Ty]> = out.into();
        self.engine.dropped_with.insert(ty.clone(), Arc::clone(&out));
        out
    }

    fn collect_dropped(&mut self, ty: &Ty, seen: &mut FxHashSet<Ty>, out: &mut Vec<Ty>, depth: u32) {
        if depth > 24 || ty.is_large() || !seen.insert(ty.clone()) {
            return;
        }
        match ty.kind() {
            TyKind::Tuple(parts) => parts.iter().for_each(|part| self.collect_dropped(part, seen, out, depth + 1)),
            TyKind::Array(element, _) | TyKind::Slice(element) => self.collect_dropped(element, seen, out, depth + 1),
            TyKind::Adt(id, args) => {
                // A model stands for all that dropping the value does, instead of the source.
                if self.drop_model(*id).is_some() {
                    out.push(ty.clone());
                    return;
                }
                if self.drop_impl(ty, *id).is_some() {
                    out.push(ty.clone());
                }
                for part in self.owned_parts(*id, args) {
                    let part = self.engine.chooser.concrete(&part, &Arc::from([]));
                    self.collect_dropped(&part, seen, out, depth + 1);
                }
            }
            // What it has captured by value ends with a closure.
            TyKind::Closure(owner, expr, args) => {
                let captured = self.engine.captures.get(&(*owner, *expr, Arc::clone(args))).cloned();
                for part in captured.iter().flat_map(|parts| parts.iter()) {
                    self.collect_dropped(part, seen, out, depth + 1);
                }
            }
            // Behind an object may be any type that becomes one somewhere.
            TyKind::Dyn(_) => {
                for behind in self.engine.objects_of(ty).iter() {
                    self.collect_dropped(behind, seen, out, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Remember what a closure takes over where it is made: its type alone does not say.
    pub(super) fn captures(&mut self, closure: ExprId, taken: &[PatId]) {
        let types: Arc<[Ty]> =
            taken.iter().map(|pat| self.engine.chooser.concrete(&self.inference.type_of_pat(*pat), &Arc::clone(&self.args))).collect();
        self.engine.captures.insert((self.owner, closure, Arc::clone(&self.args)), types);
    }

    /// The parts that are dropped with a value: a struct's fields, what a type of std owns.
    fn owned_parts(&self, id: AdtId, args: &Args) -> Vec<Ty> {
        let db = self.engine.db;
        let krate = db.crate_of(id.unit);
        let data = db.adt(id);
        if db.is_std(krate) {
            return if OWNING.contains(&data.name.name.as_str()) { args.to_vec() } else { Vec::new() };
        }
        if data.kind == AdtKind::Union {
            return Vec::new();
        }
        db.field_types(id).iter().flatten().map(|ty| ty.subst(args)).collect()
    }

    fn drop_impl(&self, ty: &Ty, id: AdtId) -> Option<crate::resolve::ids::FnId> {
        let db = self.engine.db;
        if db.is_std(db.crate_of(id.unit)) {
            return None;
        }
        let of = db.lang().drop?;
        let mut impls = db.trait_impls(of, Some(crate::resolve::impls::Head::Adt(id)), std::slice::from_ref(ty)).into_iter();
        let chosen = impls.find(|i| db.impl_header(*i).is_some_and(|h| h.self_ty.as_adt().map(|(a, _)| a) == Some(id)))?;
        db.impl_data(chosen).fns.iter().find(|(name, _)| *name == "drop").map(|(_, id)| *id)
    }

    fn drop_model(&self, id: AdtId) -> Option<&crate::models::schema::Model> {
        let db = self.engine.db;
        let path = db.path_of(Def::Adt(id), None);
        if db.krate(db.crate_of(id.unit)).is_member {
            return None;
        }
        self.engine.models.lookup_path(&format!("{path}::drop"))
    }

    /// Drop a value of that type: its own `Drop`, then its parts.
    pub(super) fn drop_value(&mut self, ty: &Ty, at: Span) {
        for dropped in self.dropped_with(ty).iter() {
            let Some((id, args)) = dropped.as_adt() else { continue };
            if self.drop_model(id).is_some() {
                self.drop_modelled(id, at);
            } else if let Some(function) = self.drop_impl(dropped, id) {
                let name = self.engine.db.adt(id).name.name;
                let impl_args = self.impl_args(dropped, args);
                let summary = self.engine.function(function, &impl_args, vec![Val::Unknown]);
                self.absorb(&summary, &Hop { at, callee: format!("{name}::drop").as_str().into(), id: Some(function) });
            }
        }
    }

    /// The arguments of the `Drop` impl, which are those of the type in some order.
    fn impl_args(&self, ty: &Ty, args: &Args) -> Args {
        let db = self.engine.db;
        let Some(of) = db.lang().drop else { return Arc::clone(args) };
        let mut solver = crate::resolve::infer::solve::Solver::new(db, Arc::default());
        match solver.solve(&TraitRef { id: of, args: Arc::from([ty.clone()]) }) {
            crate::resolve::infer::solve::Outcome::Yes(crate::resolve::infer::solve::Selection::Impl(_, impl_args)) => {
                impl_args.iter().map(|ty| solver.table.finish(ty)).collect()
            }
            _ => Arc::clone(args),
        }
    }

    /// Leave a scope: what was declared in it and not moved away is dropped, the last first.
    pub(super) fn leave(&mut self, from: usize) {
        let declared = self.declared.split_off(from.min(self.declared.len()));
        if self.dead {
            return;
        }
        self.drop_locals(&declared);
    }

    /// Leave the function (or, with `from`, a loop) early: what is declared so far is dropped on that way.
    pub(super) fn leave_early(&mut self, from: usize) {
        if self.dead {
            return;
        }
        let declared = self.declared.get(from..).unwrap_or(&[]).to_vec();
        self.drop_locals(&declared);
    }

    /// Whether a variable is known to hold a variant without fields, such as `None`: nothing ends with it.
    fn is_empty(&self, pat: PatId) -> bool {
        let Some(Val::Variant(id, _)) = self.locals.get(&pat) else { return false };
        let variant = self.engine.db.variant(*id);
        self.engine.db.adt(id.adt).variants.len() > 1
            && variant.fields.all().is_empty()
            && self.drop_impl(&self.inference.type_of_pat(pat), id.adt).is_none()
    }

    pub(super) fn drop_locals(&mut self, declared: &[PatId]) {
        for pat in declared.iter().rev() {
            if self.moved.contains(pat) || self.is_empty(*pat) || self.ends_outside(*pat) {
                continue;
            }
            let ty = self.inference.type_of_pat(*pat);
            let ty = self.engine.chooser.concrete(&ty, &self.args.clone());
            let at = match &self.data.body.pat(*pat).kind {
                PatKind::Bind { name, .. } => name.span,
                _ => self.data.body.pat(*pat).span,
            };
            self.drop_value(&ty, at);
        }
    }

    /// Whether an expression makes a new value (rather than naming a place).
    pub(super) fn is_temporary(&self, expr: ExprId) -> bool {
        matches!(
            self.data.body.expr(expr).kind,
            ExprKind::Call { .. }
                | ExprKind::MethodCall { .. }
                | ExprKind::Struct { .. }
                | ExprKind::Tuple(_)
                | ExprKind::Array(_)
                | ExprKind::Await(_)
                | ExprKind::Try(_)
                | ExprKind::Block(_)
                | ExprKind::If { .. }
                | ExprKind::Match { .. }
                | ExprKind::Loop { .. }
        )
    }

    /// Drop what an expression made, where nothing takes it over.
    pub(super) fn drop_temporary(&mut self, expr: ExprId) {
        if self.dead || !self.is_temporary(expr) || self.is_outside(Some(expr)) {
            return;
        }
        let ty = self.type_of(expr);
        if self.needs_drop(&ty) {
            self.drop_value(&ty, self.name_span(expr));
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
            ExprKind::Struct { path, .. } => path.segments.last().map_or(path.span, |s| s.name.span),
            _ => self.span(expr),
        }
    }

    /// Whether a pattern takes a value over: binds some part of it by move.
    pub(super) fn takes_over(&mut self, pat: PatId) -> bool {
        match self.data.body.pat(pat).kind.clone() {
            PatKind::Bind { by_ref, sub, .. } => {
                if by_ref || self.inference.ref_bindings.contains_key(&pat) {
                    return sub.is_some_and(|s| self.takes_over(s));
                }
                !self.inference.pat_variants.contains_key(&pat)
            }
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) | PatKind::Or(fields) => {
                fields.into_iter().any(|f| self.takes_over(f))
            }
            PatKind::Struct { fields, .. } => fields.into_iter().any(|(_, f)| self.takes_over(f)),
            PatKind::Box(inner) => self.takes_over(inner),
            _ => false,
        }
    }
}
