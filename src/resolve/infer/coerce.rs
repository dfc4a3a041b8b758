//! Coercions, and types that several branches share.

use std::sync::Arc;

use super::{Implicit, Infer};
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::ExprId;

impl Infer<'_> {
    /// Infer `expr` where a value of type `expected` is wanted, and coerce it.
    pub(super) fn coerced(&mut self, expr: ExprId, expected: &Ty) -> Ty {
        let actual = self.expr(expr, Some(expected));
        if actual.is_never() {
            self.diverges = true;
            return expected.clone();
        }
        // What was only hinted at may not be so.
        if self.coerce(expr, &actual, expected) { expected.clone() } else { actual }
    }

    /// Make `actual` fit `expected`, as the compiler may: never a wrong binding, and an unfit pair is left alone.
    pub(super) fn coerce(&mut self, expr: ExprId, actual: &Ty, expected: &Ty) -> bool {
        let actual = self.solver.table.shallow(actual);
        let expected = self.solver.table.shallow(expected);
        if actual.is_never() {
            return true;
        }
        if let (TyKind::Infer(_), _) | (_, TyKind::Infer(_)) = (actual.kind(), expected.kind()) {
            return self.solver.table.unify(&actual, &expected);
        }
        match (actual.kind(), expected.kind()) {
            (TyKind::Ref { mutable: from, ty: a }, TyKind::Ref { mutable: to, ty: b }) if *from || !*to => {
                return self.coerce_ref(expr, a, b, *to);
            }
            (TyKind::Ref { ty: a, .. }, TyKind::Ptr { ty: b, .. }) | (TyKind::Ptr { ty: a, .. }, TyKind::Ptr { ty: b, .. }) => {
                return self.solver.table.unify(a, b) || self.unsize(expr, a, b);
            }
            (_, TyKind::FnPtr { params, ret }) => {
                if let Some(sig) = self.solver.callable(&actual) {
                    let (params, ret) = (Arc::clone(params), ret.clone());
                    if sig.params.len() == params.len() {
                        for (a, b) in sig.params.iter().zip(params.iter()) {
                            self.solver.table.unify(a, b);
                        }
                        self.solver.table.unify(&sig.ret, &ret);
                        self.out.coercions.push((expr, actual, expected));
                        return true;
                    }
                }
                return self.solver.table.unify(&actual, &expected);
            }
            (TyKind::Adt(a, xs), TyKind::Adt(b, ys)) if a == b => {
                let (xs, ys) = (Arc::clone(xs), Arc::clone(ys));
                if self.solver.table.unify(&actual, &expected) {
                    return true;
                }
                // `Box<T>` to `Box<dyn Trait>`, and every pointer that `CoerceUnsized` names.
                let Some((x, y)) = xs.first().zip(ys.first()) else { return false };
                let (x, y) = (x.clone(), y.clone());
                return self.unsize(expr, &x, &y);
            }
            _ => {}
        }
        self.solver.table.unify(&actual, &expected)
    }

    /// `&a` to `&b`: the same, a slice of an array, an object, or what `a` dereferences to.
    fn coerce_ref(&mut self, expr: ExprId, a: &Ty, b: &Ty, mutable: bool) -> bool {
        if self.solver.table.unify(a, b) || self.unsize(expr, a, b) {
            return true;
        }
        let mut at = a.clone();
        let mut derefs = Vec::new();
        for _ in 0..16 {
            let Some((inner, overloaded)) = self.deref(&at) else { return false };
            derefs.push(overloaded.then(|| at.clone()));
            if self.solver.table.unify(&inner, b) || self.unsize(expr, &inner, b) {
                for ty in derefs.into_iter().flatten() {
                    self.out.implicit.entry(expr).or_default().push(Implicit::Deref { ty, mutable });
                }
                return true;
            }
            at = inner;
        }
        false
    }

    /// `a: Unsize<b>`
    fn unsize(&mut self, expr: ExprId, a: &Ty, b: &Ty) -> bool {
        let (a, b) = (self.solver.table.shallow(a), self.solver.table.shallow(b));
        match (a.kind(), b.kind()) {
            (TyKind::Array(x, _), TyKind::Slice(y)) => self.solver.table.unify(x, y),
            (TyKind::Dyn(x), TyKind::Dyn(y)) => {
                // To fewer traits, or to a supertrait's object.
                let wanted = y.traits.first().map(|(id, _)| *id);

                x.traits.iter().any(|(id, args)| {
                    let mut full = vec![a.clone()];
                    full.extend(args.iter().cloned());
                    let of = crate::resolve::ty::TraitRef { id: *id, args: full.into() };
                    self.db.with_supertraits(&of).iter().any(|t| Some(t.id) == wanted)
                })
            }
            (TyKind::Infer(_), TyKind::Dyn(_)) => false,
            (_, TyKind::Dyn(dyn_ty)) => {
                let dyn_ty = Arc::clone(dyn_ty);
                // What the object says of its traits tells of what is behind it (a closure's parameters, an item type).
                for (id, args) in &dyn_ty.traits {
                    let mut full = vec![a.clone()];
                    full.extend(args.iter().cloned());
                    let trait_ref = crate::resolve::ty::TraitRef { id: *id, args: full.into() };
                    self.solver.pending.push(super::solve::Obligation::Trait(trait_ref));
                }
                for (id, name, ty) in &dyn_ty.bindings {
                    let args = dyn_ty.traits.iter().find(|(t, _)| t == id).map_or_else(|| Arc::from([]), |(_, args)| Arc::clone(args));
                    let mut full = vec![a.clone()];
                    full.extend(args.iter().cloned());
                    let trait_ref = crate::resolve::ty::TraitRef { id: *id, args: full.into() };
                    self.solver.pending.push(super::solve::Obligation::Projection(trait_ref, *name, ty.clone()));
                }
                self.out.coercions.push((expr, a, b));
                true
            }
            // A struct whose last field is unsized.
            (TyKind::Adt(x, xs), TyKind::Adt(y, ys)) if x == y && !xs.is_empty() => {
                let (xs, ys) = (Arc::clone(xs), Arc::clone(ys));
                let last = xs.len() - 1;
                (0..last).all(|i| self.solver.table.unify(&xs[i], &ys[i])) && self.unsize(expr, &xs[last], &ys[last])
            }
            _ => false,
        }
    }

    /// The type that all branches of an `if` or `match` share.
    pub(super) fn join(&mut self, expr: ExprId, merged: Option<Ty>, branch: &Ty) -> Ty {
        let Some(merged) = merged else { return branch.clone() };
        if branch.is_never() {
            return merged;
        }
        if merged.is_never() {
            return branch.clone();
        }
        if self.solver.table.unify(&merged, branch) {
            return merged;
        }
        // Two functions meet as a function pointer.
        let (a, b) = (self.solver.table.shallow(&merged), self.solver.table.shallow(branch));
        if let (Some(x), Some(y)) = (self.solver.callable(&a), self.solver.callable(&b))
            && x.params.len() == y.params.len()
        {
            let pointer = Ty::new(TyKind::FnPtr { params: x.params.into(), ret: x.ret });
            self.coerce(expr, &b, &pointer);
            return pointer;
        }
        self.coerce(expr, branch, &merged);
        merged
    }
}
