//! Operators, indexing, `for`, `?`, `.await`, format arguments: what they call.

use std::sync::Arc;

use super::solve::Outcome;
use super::table::VarKind;
use super::{Implicit, Infer};
use crate::resolve::ids::{Prim, TraitId};
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::{BinaryOp, ExprId, UnaryOp};

impl Infer<'_> {
    fn is_number(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Prim(p) => p.is_int() || p.is_float(),
            TyKind::Infer(var) => self.solver.table.kind_of(*var) != VarKind::General,
            _ => false,
        }
    }

    fn is_builtin_scalar(&self, ty: &Ty) -> bool {
        self.is_number(ty) || matches!(ty.kind(), TyKind::Prim(Prim::Bool | Prim::Char) | TyKind::Ptr { .. })
    }

    /// Call `trait::method` on `args`, written down as an implicit call; its result.
    fn by_trait(&mut self, expr: ExprId, of: Option<TraitId>, method: &str, args: Vec<Ty>) -> Option<Ty> {
        let of = of?;
        let id = self.db.trait_fn(Some(of), method)?;
        let trait_ref = TraitRef { id: of, args: args.into() };
        match self.solver.solve(&trait_ref) {
            Outcome::No => return None,
            Outcome::Maybe => self.solver.pending.push(super::solve::Obligation::Trait(trait_ref.clone())),
            Outcome::Yes(_) => {}
        }
        let fn_args = self.solver.fresh_args(GenericOwner::Fn(id), &trait_ref.args);
        self.out.implicit.entry(expr).or_default().push(Implicit::Method(id, Arc::clone(&fn_args)));
        Some(self.solver.fn_types(id, &fn_args).ret)
    }

    pub(super) fn unary(&mut self, expr: ExprId, op: UnaryOp, operand: ExprId, expected: Option<&Ty>) -> Ty {
        match op {
            UnaryOp::Deref => {
                let ty = self.expr(operand, None);
                let ty = self.known(&ty);
                if let TyKind::Ptr { ty, .. } = ty.kind() {
                    return ty.clone();
                }
                match self.deref(&ty) {
                    Some((inner, overloaded)) => {
                        if overloaded {
                            self.out.implicit.entry(expr).or_default().push(Implicit::Deref { ty, mutable: false });
                        }
                        inner
                    }
                    None => Ty::unknown(),
                }
            }
            UnaryOp::Not | UnaryOp::Neg => {
                let ty = self.expr(operand, expected);
                let ty = self.known(&ty);
                if self.is_builtin_scalar(&ty) || ty.is_unknown() || ty.is_never() {
                    return ty;
                }
                let lang = *self.db.lang();
                let (of, name) = if op == UnaryOp::Not { (lang.not, "not") } else { (lang.neg, "neg") };
                self.by_trait(expr, of, name, vec![ty]).unwrap_or_else(Ty::unknown)
            }
        }
    }

    pub(super) fn binary(&mut self, expr: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId, expected: Option<&Ty>) -> Ty {
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let bool_ty = Ty::bool();
            let scope = self.locals.len();
            self.coerced(lhs, &bool_ty);
            let diverges = self.diverges;
            self.coerced(rhs, &bool_ty);
            self.diverges = diverges;
            // `a && let P = b` binds for what follows; `||` binds nothing.
            if op == BinaryOp::Or {
                self.locals.truncate(scope);
            }
            return bool_ty;
        }
        let comparison = matches!(op, BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge);
        let shift = matches!(op, BinaryOp::Shl | BinaryOp::Shr);
        let left = self.expr(lhs, if comparison { None } else { expected });
        let left = self.known(&left);
        let hint = (self.is_builtin_scalar(&left) && !shift).then(|| left.clone());
        let right = self.expr(rhs, hint.as_ref());
        let right = self.known(&right);
        if comparison {
            if self.is_builtin_scalar(&left) && (self.is_builtin_scalar(&right) || matches!(right.kind(), TyKind::Infer(_))) {
                self.solver.table.unify(&left, &right);
                return Ty::bool();
            }
            let lang = *self.db.lang();
            let (of, name) = match op {
                BinaryOp::Eq => (lang.partial_eq, "eq"),
                BinaryOp::Ne => (lang.partial_eq, "ne"),
                BinaryOp::Lt => (lang.partial_ord, "lt"),
                BinaryOp::Le => (lang.partial_ord, "le"),
                BinaryOp::Gt => (lang.partial_ord, "gt"),
                _ => (lang.partial_ord, "ge"),
            };
            if !left.is_unknown() {
                self.by_trait(expr, of, name, vec![left, right]);
            }
            return Ty::bool();
        }
        if self.is_number(&left) && self.is_number(&right) {
            if !shift {
                self.solver.table.unify(&left, &right);
            }
            return left;
        }
        if matches!((left.kind(), right.kind()), (TyKind::Prim(Prim::Bool), TyKind::Prim(Prim::Bool))) {
            return left;
        }
        if left.is_unknown() || left.is_never() {
            return left;
        }
        let lang = *self.db.lang();
        let (of, name) = match op {
            BinaryOp::Add => (lang.add, "add"),
            BinaryOp::Sub => (lang.sub, "sub"),
            BinaryOp::Mul => (lang.mul, "mul"),
            BinaryOp::Div => (lang.div, "div"),
            BinaryOp::Rem => (lang.rem, "rem"),
            BinaryOp::BitAnd => (lang.bit_and, "bitand"),
            BinaryOp::BitOr => (lang.bit_or, "bitor"),
            BinaryOp::BitXor => (lang.bit_xor, "bitxor"),
            BinaryOp::Shl => (lang.shl, "shl"),
            _ => (lang.shr, "shr"),
        };
        // `number + &number` is a number: the impls are the compiler's own and cost nothing.
        let (l, r) = (self.known(left.peel_refs()), self.known(right.peel_refs()));
        if self.is_number(&l) && self.is_number(&r) {
            if !shift {
                self.solver.table.unify(&l, &r);
            }
            return l;
        }
        // A literal beside a type of its own that only one number's impl takes is that number; what is wholly open waits.
        let is_literal = self.is_number(&left) && !matches!(right.kind(), TyKind::Infer(_) | TyKind::Unknown);
        if matches!(left.kind(), TyKind::Infer(_)) && !is_literal {
            let ret = self.fresh();
            if let Some(of) = of {
                let trait_ref = TraitRef { id: of, args: Arc::from([left, right]) };
                self.solver.pending.push(super::solve::Obligation::Projection(trait_ref, Symbol::intern("Output"), ret.clone()));
            }
            return ret;
        }
        // `&String` as the right side of `String +` is a `&str` by coercion.
        let right = match (left.as_adt(), right.as_ref()) {
            (Some((id, _)), Some((inner, false))) if Some(id) == lang.string && op == BinaryOp::Add => {
                if self.known(inner).as_adt().map(|(i, _)| Some(i)) == Some(lang.string) {
                    Ty::reference(Ty::prim(Prim::Str), false)
                } else {
                    right
                }
            }
            _ => right,
        };
        self.by_trait(expr, of, name, vec![left, right]).unwrap_or_else(Ty::unknown)
    }

    pub(super) fn assign_op(&mut self, expr: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> Ty {
        let left = self.expr(lhs, None);
        let left = self.known(&left);
        let shift = matches!(op, BinaryOp::Shl | BinaryOp::Shr);
        let hint = (self.is_builtin_scalar(&left) && !shift).then(|| left.clone());
        let right = self.expr(rhs, hint.as_ref());
        let right = self.known(&right);
        let (l, r) = (self.known(left.peel_refs()), self.known(right.peel_refs()));
        if self.is_builtin_scalar(&l) && self.is_builtin_scalar(&r) {
            if !shift {
                self.solver.table.unify(&l, &r);
            }
            return Ty::unit();
        }
        let lang = *self.db.lang();
        let (of, name) = match op {
            BinaryOp::Add => (lang.add_assign, "add_assign"),
            BinaryOp::Sub => (lang.sub_assign, "sub_assign"),
            BinaryOp::Mul => (lang.mul_assign, "mul_assign"),
            BinaryOp::Div => (lang.div_assign, "div_assign"),
            BinaryOp::Rem => (lang.rem_assign, "rem_assign"),
            BinaryOp::BitAnd => (lang.bit_and_assign, "bitand_assign"),
            BinaryOp::BitOr => (lang.bit_or_assign, "bitor_assign"),
            BinaryOp::BitXor => (lang.bit_xor_assign, "bitxor_assign"),
            BinaryOp::Shl => (lang.shl_assign, "shl_assign"),
            _ => (lang.shr_assign, "shr_assign"),
        };
        if !left.is_unknown() && !matches!(left.kind(), TyKind::Infer(_)) {
            self.by_trait(expr, of, name, vec![left, right]);
        }
        Ty::unit()
    }

    pub(super) fn index(&mut self, expr: ExprId, base: ExprId, index: ExprId) -> Ty {
        let base_ty = self.expr(base, None);
        let index_ty = self.expr(index, None);
        let index_ty = self.known(&index_ty);
        let mut at = self.known(&base_ty);
        for _ in 0..16 {
            // Arrays and slices by a number or a range of numbers are the compiler's own.
            let element = match at.kind() {
                TyKind::Array(element, _) | TyKind::Slice(element) => Some(element.clone()),
                _ => None,
            };
            if let Some(element) = element {
                let is_number = match index_ty.kind() {
                    TyKind::Prim(p) => p.is_int(),
                    TyKind::Infer(var) => self.solver.table.kind_of(*var) == VarKind::Int,
                    _ => false,
                };
                if is_number {
                    self.solver.table.unify(&index_ty, &Self::usize());
                    return element;
                }
                if let Some((id, args)) = index_ty.as_adt() {
                    let lang = self.db.lang();
                    let ranges =
                        [lang.range, lang.range_from, lang.range_to, lang.range_full, lang.range_inclusive, lang.range_to_inclusive];
                    if ranges.contains(&Some(id)) {
                        if let Some(bound) = args.first() {
                            self.solver.table.unify(bound, &Self::usize());
                        }
                        return Ty::new(TyKind::Slice(element));
                    }
                }
            }
            if matches!(at.kind(), TyKind::Infer(_) | TyKind::Unknown) {
                return Ty::unknown();
            }
            let lang = *self.db.lang();
            if let Some(of) = lang.index {
                let trait_ref = TraitRef { id: of, args: Arc::from([at.clone(), index_ty.clone()]) };
                if self.solver.may_hold(&trait_ref) {
                    // An index that is a plain number means `usize` wherever that is possible.
                    if let TyKind::Infer(var) = index_ty.kind()
                        && self.solver.table.kind_of(*var) == VarKind::Int
                    {
                        let as_usize = TraitRef { id: of, args: Arc::from([at.clone(), Self::usize()]) };
                        if self.solver.may_hold(&as_usize) {
                            self.solver.table.unify(&index_ty, &Self::usize());
                        }
                    }
                    if let Some(ret) = self.by_trait(expr, Some(of), "index", vec![at.clone(), index_ty.clone()]) {
                        return self.known(ret.as_ref().map_or(&ret, |(ty, _)| ty));
                    }
                }
            }
            match self.deref(&at) {
                Some((inner, overloaded)) => {
                    if overloaded {
                        self.out.implicit.entry(expr).or_default().push(Implicit::Deref { ty: at, mutable: false });
                    }
                    at = self.known(&inner);
                }
                None => break,
            }
        }
        Ty::unknown()
    }

    /// What `for pat in ty` gives to `pat`.
    pub(super) fn iterate(&mut self, expr: ExprId, ty: &Ty) -> Ty {
        let ty = self.known(ty);
        if ty.is_unknown() || matches!(ty.kind(), TyKind::Infer(_)) {
            return Ty::unknown();
        }
        let lang = *self.db.lang();
        let Some(into) = lang.into_iterator else { return Ty::unknown() };
        let Some(iterator) = self.by_trait(expr, Some(into), "into_iter", vec![ty]) else { return Ty::unknown() };
        let iterator = self.known(&iterator);
        let Some(of) = lang.iterator else { return Ty::unknown() };
        self.by_trait(expr, Some(of), "next", vec![iterator.clone()]);
        let item = Ty::new(TyKind::Alias { trait_ref: TraitRef { id: of, args: Arc::from([iterator]) }, name: Symbol::intern("Item") });
        let item = self.solver.normalize(&item);
        self.known(&item)
    }

    /// `expr?`
    pub(super) fn question(&mut self, expr: ExprId, operand: ExprId) -> Ty {
        let ty = self.expr(operand, None);
        let ty = self.known(&ty);
        let lang = *self.db.lang();
        if let Some((id, args)) = ty.as_adt() {
            if Some(id) == lang.option {
                return args.first().cloned().unwrap_or_else(Ty::unknown);
            }
            if Some(id) == lang.result {
                let (ok, error) = (args.first().cloned(), args.get(1).cloned());
                // The error goes through `From` into the error of what is returned.
                let mut ret = self.known(&self.ret.clone());
                // Of a closure that may be said later: a `Result` it is.
                if matches!(ret.kind(), TyKind::Infer(_)) {
                    let open = Ty::new(TyKind::Adt(id, Arc::from([self.fresh(), self.fresh()])));
                    self.solver.table.unify(&ret, &open);
                    ret = open;
                }
                if let (Some(error), Some((ret_id, ret_args))) = (error, ret.as_adt())
                    && Some(ret_id) == lang.result
                    && let Some(wanted) = ret_args.get(1).cloned()
                {
                    self.by_trait(expr, lang.from, "from", vec![wanted, error]);
                }
                return ok.unwrap_or_else(Ty::unknown);
            }
        }
        if ty.is_unknown() || matches!(ty.kind(), TyKind::Infer(_)) {
            return Ty::unknown();
        }
        let Some(of) = lang.try_trait else { return Ty::unknown() };
        let output = Ty::new(TyKind::Alias { trait_ref: TraitRef { id: of, args: Arc::from([ty]) }, name: Symbol::intern("Output") });
        self.solver.normalize(&output)
    }

    /// `expr.await`
    pub(super) fn awaited(&mut self, expr: ExprId, operand: ExprId) -> Ty {
        let ty = self.expr(operand, None);
        let ty = self.known(&ty);
        if let TyKind::Future { output, .. } = ty.kind() {
            return output.clone();
        }
        if ty.is_unknown() || matches!(ty.kind(), TyKind::Infer(_)) {
            return Ty::unknown();
        }
        let lang = *self.db.lang();
        let Some(into) = lang.into_future else { return Ty::unknown() };
        let Some(future) = self.by_trait(expr, Some(into), "into_future", vec![ty]) else { return Ty::unknown() };
        let future = self.known(&future);
        self.by_trait(expr, lang.future, "poll", vec![future.clone()]);
        let Some(of) = lang.future else { return Ty::unknown() };
        let output = Ty::new(TyKind::Alias { trait_ref: TraitRef { id: of, args: Arc::from([future]) }, name: Symbol::intern("Output") });
        self.solver.normalize(&output)
    }

    /// `{}` and its like: the formatting trait's method for an argument.
    pub(super) fn formatted(&mut self, expr: ExprId, trait_name: Symbol, ty: &Ty) {
        let ty = self.known(ty);
        if ty.is_unknown() {
            return;
        }
        let Some(std) = self.db.std_crates() else { return };
        let root = crate::resolve::ids::ModuleId { unit: crate::resolve::ids::UnitId(std.core.0), index: 0 };
        let Some(fmt) = self.names().module_below(root, &[Symbol::intern("fmt")]) else { return };
        let found = self.db.module(fmt).scope.get(crate::resolve::defs::Ns::Types, trait_name).map(|b| b.def);
        if let Some(crate::resolve::ids::Def::Trait(id)) = found {
            self.by_trait(expr, Some(id), "fmt", vec![ty]);
        }
    }

    /// What is left of numbers and conditions at the end: open integers are `i32`, floats `f64`.
    pub(super) fn default_numbers(&mut self) {
        let open: Vec<Ty> = self.out.expr_types.clone();
        for ty in open {
            let ty = self.solver.table.shallow(&ty);
            if let TyKind::Infer(var) = ty.kind() {
                match self.solver.table.kind_of(*var) {
                    VarKind::Int => {
                        self.solver.table.unify(&ty, &Ty::prim(Prim::I32));
                    }
                    VarKind::Float => {
                        self.solver.table.unify(&ty, &Ty::prim(Prim::F64));
                    }
                    VarKind::General => {}
                }
            }
        }
    }
}
