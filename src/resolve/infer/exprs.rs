//! Expressions.

use std::sync::Arc;

use super::solve::ClosureSig;
use super::table::VarKind;
use super::{Breakable, Implicit, Infer, Resolution};
use crate::resolve::ids::{FnId, Prim};
use crate::resolve::ty::{FutureOf, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::{Ident, Path};
use crate::syntax::body::{Block, Closure, ExprId, ExprKind, Literal};

impl Infer<'_> {
    /// The type of an expression. `expected` is a hint, never a demand.
    pub(super) fn expr(&mut self, id: ExprId, expected: Option<&Ty>) -> Ty {
        self.depth += 1;
        let ty = if self.is_too_deep() { Ty::unknown() } else { self.expr_inner(id, expected) };
        self.depth -= 1;
        if ty.is_never() {
            self.diverges = true;
        }
        self.record(id, ty)
    }

    fn expr_inner(&mut self, id: ExprId, expected: Option<&Ty>) -> Ty {
        let data = self.body_tree();
        match &data.body.expr(id).kind {
            ExprKind::Lit(literal) => self.literal(literal, expected),
            ExprKind::Path(path) => self.path_expr(id, path),
            ExprKind::Call { callee, args } => self.call(id, *callee, args, expected),
            ExprKind::MethodCall { recv, method, turbofish, args } => {
                self.method_call(id, *recv, *method, turbofish.as_ref(), args, expected)
            }
            ExprKind::Field { base, name } => self.field(id, *base, *name),
            ExprKind::Index { base, index } => self.index(id, *base, *index),
            ExprKind::Unary { op, operand } => self.unary(id, *op, *operand, expected),
            ExprKind::Binary { op, lhs, rhs, .. } => self.binary(id, *op, *lhs, *rhs, expected),
            ExprKind::Assign { lhs, rhs } => {
                let place = self.assignee(*lhs);
                match place {
                    Some(ty) => {
                        self.coerced(*rhs, &ty);
                    }
                    None => {
                        let value = self.expr(*rhs, None);
                        self.destructure(*lhs, &value);
                    }
                }
                Ty::unit()
            }
            ExprKind::AssignOp { op, lhs, rhs, .. } => self.assign_op(id, *op, *lhs, *rhs),
            ExprKind::Ref { mutable, raw, operand } => {
                let hint = expected.map(|e| self.known(e)).and_then(|e| match e.kind() {
                    TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } => Some(ty.clone()),
                    _ => None,
                });
                // What is behind the reference may still be unsized: the hint is for literals and closures only.
                let hint = hint.filter(|h| !matches!(h.kind(), TyKind::Prim(Prim::Str) | TyKind::Dyn(_)));
                let ty = self.expr(*operand, hint.as_ref());
                let ty = if ty.is_never() { self.fresh() } else { ty };
                if *raw { Ty::new(TyKind::Ptr { mutable: *mutable, ty }) } else { Ty::reference(ty, *mutable) }
            }
            ExprKind::Cast { operand, ty } => {
                let module = self.data.module_of(id);
                let target = self.lower(ty, module);
                let number = matches!(target.kind(), TyKind::Prim(_));
                let from = self.expr(*operand, if number { None } else { Some(&target) });
                let from = self.solver.table.shallow(&from);
                match (from.kind(), target.kind()) {
                    // `expr as _` and casts that coerce teach; numbers keep their own type.
                    (TyKind::Infer(var), TyKind::Prim(_)) if self.solver.table.kind_of(*var) != VarKind::General => {}
                    (TyKind::Prim(_), TyKind::Prim(_)) => {}
                    (TyKind::Ptr { .. } | TyKind::FnPtr { .. } | TyKind::FnDef(..) | TyKind::Adt(..), TyKind::Prim(_)) => {}
                    (TyKind::Prim(_), TyKind::Ptr { .. }) => {}
                    (TyKind::Ptr { ty: a, .. } | TyKind::Ref { ty: a, .. }, TyKind::Ptr { ty: b, .. }) => {
                        if matches!(self.solver.table.shallow(b).kind(), TyKind::Infer(_)) {
                            self.solver.table.unify(a, b);
                        }
                        self.coerce(id, &from, &target);
                    }
                    _ => {
                        self.coerce(id, &from, &target);
                    }
                }
                target
            }
            ExprKind::Block(block) => self.block(id, block, expected),
            ExprKind::If { cond, then, otherwise } => self.if_expr(id, *cond, *then, *otherwise, expected),
            ExprKind::Let { pat, expr } => {
                let value = self.expr(*expr, None);
                self.pat_top(*pat, &value);
                Ty::bool()
            }
            ExprKind::Match { scrutinee, arms } => {
                let value = self.expr(*scrutinee, None);
                let value = if value.is_never() { self.fresh() } else { value };
                let before = self.diverges;
                let mut all_diverge = true;
                let mut merged: Option<Ty> = None;
                for arm in arms {
                    self.diverges = false;
                    let scope = self.locals.len();
                    self.pat_top(arm.pat, &value);
                    if let Some(guard) = arm.guard {
                        let bool_ty = Ty::bool();
                        self.coerced(guard, &bool_ty);
                        self.diverges = false;
                    }
                    let ty = self.branch(arm.body, expected, merged.as_ref());
                    self.locals.truncate(scope);
                    all_diverge &= self.diverges || ty.is_never();
                    merged = Some(self.join(arm.body, merged, &ty));
                }
                self.diverges = before || all_diverge;
                merged.unwrap_or_else(Ty::never)
            }
            ExprKind::Loop { label, body, .. } => {
                let ty = self.fresh();
                self.breakables.push(Breakable { label: label.map(|l| l.name), ty: Some(ty.clone()), broken: false, is_loop: true });
                let before = self.diverges;
                let unit = Ty::unit();
                self.expr(*body, Some(&unit));
                self.diverges = before;
                if self.breakables.pop().is_some_and(|b| b.broken) { ty } else { Ty::never() }
            }
            ExprKind::While { label, cond, body, .. } => {
                let scope = self.locals.len();
                self.breakables.push(Breakable { label: label.map(|l| l.name), ty: None, broken: false, is_loop: true });
                let bool_ty = Ty::bool();
                self.coerced(*cond, &bool_ty);
                let before = self.diverges;
                let unit = Ty::unit();
                self.expr(*body, Some(&unit));
                self.diverges = before;
                self.breakables.pop();
                self.locals.truncate(scope);
                Ty::unit()
            }
            ExprKind::For { label, pat, iter, body, .. } => {
                let iterable = self.expr(*iter, None);
                let item = self.iterate(id, &iterable);
                let scope = self.locals.len();
                self.pat_top(*pat, &item);
                self.breakables.push(Breakable { label: label.map(|l| l.name), ty: None, broken: false, is_loop: true });
                let before = self.diverges;
                let unit = Ty::unit();
                self.expr(*body, Some(&unit));
                self.diverges = before;
                self.breakables.pop();
                self.locals.truncate(scope);
                Ty::unit()
            }
            ExprKind::Break { label, value } => {
                let at = match label {
                    Some(label) => self.breakables.iter().rposition(|b| b.label == Some(label.name)),
                    None => self.breakables.iter().rposition(|b| b.is_loop),
                };
                let wanted = at.and_then(|at| {
                    self.breakables[at].broken = true;
                    self.breakables[at].ty.clone()
                });
                match (value, wanted) {
                    (Some(value), Some(wanted)) => {
                        self.coerced(*value, &wanted);
                    }
                    (Some(value), None) => {
                        self.expr(*value, None);
                    }
                    (None, Some(wanted)) => {
                        self.solver.table.unify(&wanted, &Ty::unit());
                    }
                    (None, None) => {}
                }
                Ty::never()
            }
            ExprKind::Continue { .. } => Ty::never(),
            ExprKind::Return(value) => {
                let ret = self.ret.clone();
                match value {
                    Some(value) => {
                        self.coerced(*value, &ret);
                    }
                    None => {
                        self.solver.table.unify(&ret, &Ty::unit());
                    }
                }
                Ty::never()
            }
            ExprKind::Become(value) => {
                let ret = self.ret.clone();
                self.coerced(*value, &ret);
                Ty::never()
            }
            ExprKind::Yield(value) => {
                if let Some(value) = value {
                    self.expr(*value, None);
                }
                Ty::unknown()
            }
            ExprKind::Closure(closure) => self.closure(id, closure, expected),
            ExprKind::Tuple(parts) => {
                let hints = expected.map(|e| self.known(e)).and_then(|e| match e.kind() {
                    TyKind::Tuple(hints) if hints.len() == parts.len() => Some(Arc::clone(hints)),
                    _ => None,
                });
                let mut types = Vec::with_capacity(parts.len());
                for (index, part) in parts.iter().enumerate() {
                    let ty = match &hints {
                        Some(hints) => self.coerced(*part, &hints[index].clone()),
                        None => self.expr(*part, None),
                    };
                    types.push(if ty.is_never() { self.fresh() } else { ty });
                }
                Ty::tuple(types)
            }
            ExprKind::Array(parts) => {
                let mut element = self.element_hint(expected);
                let declared = element.is_some();
                for part in parts {
                    match &element {
                        Some(wanted) if declared => {
                            let wanted = wanted.clone();
                            self.coerced(*part, &wanted);
                        }
                        _ => {
                            let ty = self.expr(*part, element.clone().as_ref());
                            element = Some(self.join(*part, element, &ty));
                        }
                    }
                }
                let element = element.unwrap_or_else(|| self.fresh());
                Ty::new(TyKind::Array(element, Ty::new(TyKind::ConstInt(parts.len() as i128))))
            }
            ExprKind::Repeat { value, len } => {
                let hint = self.element_hint(expected);
                let element = match hint {
                    Some(wanted) => self.coerced(*value, &wanted),
                    None => self.expr(*value, None),
                };
                let usize_ty = Self::usize();
                self.coerced(*len, &usize_ty);
                let len = match &data.body.expr(*len).kind {
                    ExprKind::Lit(Literal::Int(n, _)) => Ty::new(TyKind::ConstInt(*n as i128)),
                    ExprKind::Path(_) => match self.out.paths.get(len) {
                        Some(Resolution::ConstParam(index)) => {
                            let generics = self.db.generics(self.generic_owner());
                            let name = generics.params.get(*index as usize).map_or_else(|| Symbol::intern("N"), |p| p.name);
                            Ty::new(TyKind::Param(*index, name))
                        }
                        Some(Resolution::Const(id, _)) => {
                            self.db.simple_const(*id).map_or_else(|| Ty::new(TyKind::ConstUnknown), |n| Ty::new(TyKind::ConstInt(n)))
                        }
                        _ => Ty::new(TyKind::ConstUnknown),
                    },
                    ExprKind::Underscore => self.fresh(),
                    _ => {
                        let value = self.db.simple_expr(&data.body, *len, data.module_of(*len));
                        value.map_or_else(|| Ty::new(TyKind::ConstUnknown), |n| Ty::new(TyKind::ConstInt(n)))
                    }
                };
                Ty::new(TyKind::Array(element, len))
            }
            ExprKind::Struct { path, fields, base, .. } => {
                let module = self.data.module_of(id);
                let found = self.variant_path(path, module);
                let ty = match &found {
                    Some((variant, args)) => {
                        self.out.paths.insert(id, Resolution::Ctor(*variant, Arc::clone(args)));
                        Ty::new(TyKind::Adt(variant.adt, Arc::clone(args)))
                    }
                    None => Ty::unknown(),
                };
                if let Some(expected) = expected {
                    let expected = self.solver.table.resolve(expected);
                    if expected.as_adt().map(|(id, _)| id) == ty.as_adt().map(|(id, _)| id) {
                        let mut unsizes = false;
                        expected.walk(&mut |part| unsizes |= matches!(part.kind(), TyKind::Dyn(_)));
                        if !unsizes {
                            self.solver.table.unify(&ty, &expected);
                        }
                    }
                }
                for field in fields {
                    let wanted = match &found {
                        Some((variant, args)) => self.field_type(*variant, args, field.name.name),
                        None => Ty::unknown(),
                    };
                    self.coerced(field.value, &wanted);
                }
                if let Some(base) = base {
                    self.coerced(*base, &ty);
                }
                ty
            }
            ExprKind::Range { start, end, inclusive } => {
                let lang = *self.db.lang();
                let item = self.fresh();
                for bound in start.iter().chain(end) {
                    self.coerced(*bound, &item);
                }
                let adt = match (start, end, inclusive) {
                    (Some(_), Some(_), false) => lang.range,
                    (Some(_), Some(_), true) => lang.range_inclusive,
                    (Some(_), None, _) => lang.range_from,
                    (None, Some(_), false) => lang.range_to,
                    (None, Some(_), true) => lang.range_to_inclusive,
                    (None, None, _) => lang.range_full,
                };
                match adt {
                    Some(adt) if start.is_none() && end.is_none() => Ty::new(TyKind::Adt(adt, Arc::from([]))),
                    Some(adt) => Ty::new(TyKind::Adt(adt, Arc::from([item]))),
                    None => Ty::unknown(),
                }
            }
            ExprKind::Try(operand) => self.question(id, *operand),
            ExprKind::Await(operand) => self.awaited(id, *operand),
            ExprKind::Underscore => self.fresh(),
            ExprKind::Builtin(builtin) => self.builtin(id, builtin, expected),
            ExprKind::Macro(_) | ExprKind::Error => Ty::unknown(),
        }
    }

    fn element_hint(&mut self, expected: Option<&Ty>) -> Option<Ty> {
        let expected = self.known(expected?);
        match expected.kind() {
            TyKind::Array(element, _) | TyKind::Slice(element) => Some(element.clone()),
            _ => None,
        }
    }

    fn literal(&mut self, literal: &Literal, expected: Option<&Ty>) -> Ty {
        match literal {
            Literal::Int(_, Some(suffix)) | Literal::Float(_, Some(suffix)) => {
                Prim::from_name(suffix.as_str()).map_or_else(Ty::unknown, Ty::prim)
            }
            Literal::Int(_, None) => {
                if let Some(expected) = expected.map(|e| self.solver.table.shallow(e))
                    && matches!(expected.kind(), TyKind::Prim(p) if p.is_int())
                {
                    return expected;
                }
                self.solver.table.fresh_of(VarKind::Int)
            }
            Literal::Float(_, None) => {
                if let Some(expected) = expected.map(|e| self.solver.table.shallow(e))
                    && matches!(expected.kind(), TyKind::Prim(p) if p.is_float())
                {
                    return expected;
                }
                self.solver.table.fresh_of(VarKind::Float)
            }
            Literal::Bool(_) => Ty::bool(),
            Literal::Char(_) => Ty::prim(Prim::Char),
            Literal::Byte(_) => Ty::prim(Prim::U8),
            Literal::Str(_) => Ty::reference(Ty::prim(Prim::Str), false),
            Literal::ByteStr(bytes) => {
                let len = Ty::new(TyKind::ConstInt(bytes.len() as i128));
                let array = Ty::new(TyKind::Array(Ty::prim(Prim::U8), len));
                // A pattern or argument may want the slice.
                if let Some(expected) = expected.map(|e| self.solver.table.shallow(e))
                    && let Some((inner, false)) = expected.as_ref()
                    && matches!(self.solver.table.shallow(inner).kind(), TyKind::Slice(_))
                {
                    return expected;
                }
                Ty::reference(array, false)
            }
            Literal::CStr(_) => match self.db.lang().c_str {
                Some(id) => Ty::reference(Ty::new(TyKind::Adt(id, Arc::from([]))), false),
                None => Ty::unknown(),
            },
        }
    }

    fn path_expr(&mut self, id: ExprId, path: &Path) -> Ty {
        if path.qself.is_none()
            && !path.global
            && let [segment] = path.segments.as_slice()
            && segment.args.is_none()
            && let Some(local) = self.local(segment.name)
        {
            let (ty, pat) = (local.ty.clone(), local.pat);
            self.out.paths.insert(id, pat.map_or(Resolution::SelfParam, Resolution::Local));
            return ty;
        }
        let module = self.data.module_of(id);
        match self.value_path(path, module) {
            Some((resolution, ty)) => {
                self.out.paths.insert(id, resolution);
                ty
            }
            None => {
                self.out.paths.insert(id, Resolution::Unresolved);
                Ty::unknown()
            }
        }
    }

    fn field(&mut self, expr: ExprId, base: ExprId, name: Ident) -> Ty {
        let base_ty = self.expr(base, None);
        let mut at = self.known(&base_ty);
        let module = self.data.module_of(expr);
        for _ in 0..32 {
            match at.kind() {
                TyKind::Tuple(parts) => {
                    if let Some(ty) = name.name.as_str().parse::<usize>().ok().and_then(|i| parts.get(i)) {
                        return ty.clone();
                    }
                }
                TyKind::Adt(adt, args) => {
                    let variant = crate::resolve::ids::VariantId { adt: *adt, index: 0 };
                    let data = self.db.adt(*adt);
                    if data.kind != crate::resolve::defs::AdtKind::Enum
                        && let Some((index, ty)) = self.db.field(variant, name.name)
                    {
                        // A private field of a type on the way is passed by.
                        if self.sees_field(variant, index, module) {
                            self.out.fields.insert(expr, (variant, index));
                            let ty = ty.subst(args);
                            return self.solver.normalize(&ty);
                        }
                    }
                }
                TyKind::Infer(_) | TyKind::Unknown => return Ty::unknown(),
                _ => {}
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

    fn sees_field(&self, variant: crate::resolve::ids::VariantId, index: usize, module: crate::resolve::ids::ModuleId) -> bool {
        let data = self.db.adt(variant.adt);
        let Some(field) = self.db.variant(variant).fields.all().get(index) else { return false };
        match &field.vis {
            crate::syntax::ast::Visibility::Public => true,
            crate::syntax::ast::Visibility::Inherited => {
                let home = self.names().nearest_real_module(data.module);
                self.names().is_within(module, home)
            }
            crate::syntax::ast::Visibility::Restricted(_) => self.db.crate_of(module.unit) == self.db.crate_of(variant.adt.unit),
        }
    }

    /// The place on the left of `=`; `None` where it destructures.
    fn assignee(&mut self, lhs: ExprId) -> Option<Ty> {
        let data = self.body_tree();
        match &data.body.expr(lhs).kind {
            ExprKind::Tuple(_) | ExprKind::Array(_) | ExprKind::Struct { .. } | ExprKind::Underscore => None,
            ExprKind::Call { .. } => None,
            _ => Some(self.expr(lhs, None)),
        }
    }

    fn destructure(&mut self, lhs: ExprId, value: &Ty) {
        let data = self.body_tree();
        match &data.body.expr(lhs).kind {
            ExprKind::Tuple(parts) => {
                let value = self.known(value);
                let types = match value.kind() {
                    TyKind::Tuple(types) => types.to_vec(),
                    _ => Vec::new(),
                };
                for (index, part) in parts.iter().enumerate() {
                    let ty = types.get(index).cloned().unwrap_or_else(Ty::unknown);
                    self.destructure(*part, &ty);
                }
            }
            ExprKind::Underscore | ExprKind::Range { .. } => {}
            ExprKind::Array(parts) => {
                let value = self.known(value);
                let element = match value.kind() {
                    TyKind::Array(element, _) | TyKind::Slice(element) => element.clone(),
                    _ => Ty::unknown(),
                };
                for part in parts {
                    self.destructure(*part, &element);
                }
            }
            ExprKind::Struct { fields, .. } => {
                for field in fields {
                    self.destructure(field.value, &Ty::unknown());
                }
            }
            ExprKind::Call { args, .. } => {
                for arg in args {
                    self.destructure(*arg, &Ty::unknown());
                }
            }
            _ => {
                let place = self.expr(lhs, None);
                self.coerce(lhs, value, &place);
            }
        }
    }

    fn branch(&mut self, body: ExprId, expected: Option<&Ty>, merged: Option<&Ty>) -> Ty {
        match (expected, merged) {
            (Some(expected), _) if !matches!(self.solver.table.shallow(expected).kind(), TyKind::Infer(_)) => {
                let ty = self.expr(body, Some(expected));
                if ty.is_never() {
                    return ty;
                }
                let expected = expected.clone();
                if self.coerce(body, &ty, &expected) { expected } else { ty }
            }
            (_, Some(merged)) if !merged.is_never() => self.expr(body, Some(&merged.clone())),
            _ => self.expr(body, expected),
        }
    }

    fn if_expr(&mut self, id: ExprId, cond: ExprId, then: ExprId, otherwise: Option<ExprId>, expected: Option<&Ty>) -> Ty {
        let scope = self.locals.len();
        let bool_ty = Ty::bool();
        self.coerced(cond, &bool_ty);
        let before = self.diverges;
        let expected = if otherwise.is_none() { None } else { expected };
        let first = self.branch(then, expected, None);
        let then_diverges = self.diverges || first.is_never();
        self.locals.truncate(scope);
        self.diverges = before;
        match otherwise {
            None => Ty::unit(),
            Some(otherwise) => {
                let second = self.branch(otherwise, expected, Some(&first));
                let else_diverges = self.diverges || second.is_never();
                self.diverges = before || (then_diverges && else_diverges);
                self.join(id, Some(first), &second)
            }
        }
    }

    fn closure(&mut self, id: ExprId, closure: &Closure, expected: Option<&Ty>) -> Ty {
        let module = self.data.module_of(id);
        let mut wanted = expected.and_then(|e| self.solver.wanted_signature(e));
        if wanted.is_none()
            && let Some(expected) = expected
        {
            let expected = self.known(expected);
            wanted = self.signature_of(&expected);
        }
        let (params, ret) = match wanted {
            Some((params, ret)) if params.len() == closure.params.len() => (Some(params), ret),
            _ => (None, None),
        };
        let mut types = Vec::with_capacity(closure.params.len());
        for (index, (_, written)) in closure.params.iter().enumerate() {
            let hint = params.as_ref().map(|p| p[index].clone());
            let ty = match (written, hint) {
                (Some(written), hint) => {
                    let ty = self.lower(written, module);
                    if let Some(hint) = hint {
                        self.solver.table.unify(&ty, &hint);
                    }
                    ty
                }
                (None, Some(hint)) => hint,
                (None, None) => self.fresh(),
            };
            types.push(ty);
        }
        let body_ret = match (&closure.ret, ret) {
            (Some(written), _) => self.lower(written, module),
            (None, Some(ret)) if !closure.is_async => ret,
            _ => self.fresh(),
        };
        let closure_ret = if closure.is_async {
            Ty::new(TyKind::Future { of: FutureOf::Block(self.owner, id), output: body_ret.clone() })
        } else {
            body_ret.clone()
        };
        let args = self.db.generics(self.generic_owner()).identity();
        let ty = Ty::new(TyKind::Closure(self.owner, id, args));
        self.solver.closures.insert((self.owner, id), ClosureSig { params: types.clone(), ret: closure_ret });
        // The closure's own type is known before its body is: what is demanded of it can flow in.
        if let Some(expected) = expected
            && matches!(self.solver.table.shallow(expected).kind(), TyKind::Infer(_))
        {
            self.solver.table.unify(expected, &ty);
            self.solver.settle();
        }
        let scope = self.locals.len();
        for ((pat, _), ty) in closure.params.iter().zip(&types) {
            self.pat_top(*pat, ty);
        }
        let outer_ret = std::mem::replace(&mut self.ret, body_ret.clone());
        let outer_breaks = std::mem::take(&mut self.breakables);
        let before = std::mem::replace(&mut self.diverges, false);
        let value = self.expr(closure.body, Some(&body_ret));
        if value.is_never() {
            // `|| panic!()` returns whatever is wanted.
        } else {
            self.coerce(closure.body, &value, &body_ret);
        }
        self.diverges = before;
        self.breakables = outer_breaks;
        self.ret = outer_ret;
        self.locals.truncate(scope);
        ty
    }

    /// The signature that a type asks of a closure: a function pointer's, an object's, an opaque type's.
    fn signature_of(&mut self, ty: &Ty) -> Option<(Vec<Ty>, Option<Ty>)> {
        let lang = *self.db.lang();
        let fns = [lang.fn_once, lang.fn_mut, lang.fn_trait];
        match ty.kind() {
            TyKind::FnPtr { params, ret } => Some((params.to_vec(), Some(ret.clone()))),
            TyKind::Dyn(dyn_ty) => {
                let (_, args) = dyn_ty.traits.iter().find(|(id, _)| fns.contains(&Some(*id)))?;
                let TyKind::Tuple(params) = args.first()?.kind() else { return None };
                let ret = dyn_ty.bindings.iter().find(|(_, name, _)| *name == "Output").map(|(_, _, ty)| ty.clone());
                Some((params.to_vec(), ret))
            }
            // `Box<dyn Fn(A) -> B>` where the box is what is being made.
            TyKind::Opaque(id, index, args) => {
                let (id, index, args) = (*id, *index, Arc::clone(args));
                let bounds = self.solver.opaque_bounds(id, index, &args);
                let bound = bounds.traits.iter().find(|t| fns.contains(&Some(t.id)))?;
                let TyKind::Tuple(params) = bound.args.get(1)?.kind() else { return None };
                let ret = bounds.projections.iter().find(|(_, name, _)| *name == "Output").map(|(_, _, ty)| ty.clone());
                Some((params.to_vec(), ret))
            }
            _ => None,
        }
    }

    pub(super) fn async_block(&mut self, id: ExprId, block: &Block) -> Ty {
        let output = self.fresh();
        let outer_ret = std::mem::replace(&mut self.ret, output.clone());
        let outer_breaks = std::mem::take(&mut self.breakables);
        let before = std::mem::replace(&mut self.diverges, false);
        let value = self.block_inner(block, Some(&output));
        if !value.is_never() {
            self.coerce(id, &value, &output);
        }
        self.diverges = before;
        self.breakables = outer_breaks;
        self.ret = outer_ret;
        Ty::new(TyKind::Future { of: FutureOf::Block(self.owner, id), output })
    }

    /// `impl Trait` in the result: inside the function it is whatever the body gives.
    pub(super) fn open_opaques(&mut self, id: FnId, ty: &Ty) -> Ty {
        match ty.kind() {
            TyKind::Opaque(of, index, args) if *of == id => {
                let (index, args) = (*index, Arc::clone(args));
                let hidden = self.fresh();
                while self.out.opaques.len() <= index as usize {
                    self.out.opaques.push(None);
                }
                self.out.opaques[index as usize] = Some(hidden.clone());
                // What the bounds say tells the body: a closure's parameters, an item type.
                let whole = Ty::new(TyKind::Opaque(id, index, Arc::clone(&args)));
                let sig = self.db.fn_sig(id);
                for predicate in sig.opaques.get(index as usize).map_or(&[][..], |p| p) {
                    let replace = |ty: &Ty| replace_type(ty, &whole, &hidden);
                    match predicate {
                        crate::resolve::sig::Predicate::Trait(t) => {
                            let args = t.args.iter().map(replace).collect();
                            self.solver.pending.push(super::solve::Obligation::Trait(crate::resolve::ty::TraitRef { id: t.id, args }));
                        }
                        crate::resolve::sig::Predicate::Projection { trait_ref, name, ty } => {
                            let args = trait_ref.args.iter().map(replace).collect();
                            let of = crate::resolve::ty::TraitRef { id: trait_ref.id, args };
                            let ty = self.open_opaques(id, ty);
                            let ty = self.solver.normalize(&ty);
                            self.solver.pending.push(super::solve::Obligation::Projection(of, *name, ty));
                        }
                    }
                }
                hidden
            }
            _ => {
                let parts = ty.clone();
                parts.map_parts(&mut |part| self.open_opaques(id, part))
            }
        }
    }

    pub(super) fn record_opaques(&mut self, _id: FnId, _ret: &Ty) {
        self.solver.settle();
    }
}

fn replace_type(ty: &Ty, from: &Ty, to: &Ty) -> Ty {
    if ty == from {
        return to.clone();
    }
    ty.map_parts(&mut |part| replace_type(part, from, to))
}
