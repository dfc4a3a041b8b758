//! Calls: arguments against parameters, closures last.

use std::sync::Arc;

use super::methods::Pick;
use super::result::OpenMethod;
use super::solve::ClosureSig;
use super::{Callee, Infer, Resolution, Unresolved};
use crate::resolve::ids::ModuleId;
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::{GenericArgs, Ident};
use crate::syntax::body::{ExprId, ExprKind};

impl Infer<'_> {
    /// `callee(args)`
    pub(super) fn call(&mut self, expr: ExprId, callee: ExprId, args: &[ExprId], expected: Option<&Ty>) -> Ty {
        let callee_ty = self.expr(callee, None);
        let ty = self.known(&callee_ty);
        match ty.kind() {
            TyKind::FnDef(id, fn_args) => {
                let (id, fn_args) = (*id, Arc::clone(fn_args));
                self.out.callees.insert(expr, Callee::Fn(id, Arc::clone(&fn_args)));
                let sig = self.solver.fn_types(id, &fn_args);
                let wanted = self.expect_result(&sig, expected);
                self.arguments_for(args, &sig.params, &wanted);
                sig.ret
            }
            TyKind::Ctor(id, _) => {
                self.out.callees.insert(expr, Callee::Ctor(*id));
                let Some(sig) = self.solver.callable(&ty) else { return Ty::unknown() };
                let wanted = self.expect_result(&sig, expected);
                self.arguments_for(args, &sig.params, &wanted);
                sig.ret
            }
            _ => {
                // Closures, pointers, and whatever dereferences to them or implements `Fn`.
                let mut at = ty.clone();
                for _ in 0..8 {
                    if let Some(sig) = self.solver.callable(&at) {
                        self.out.callees.insert(expr, Callee::Value(at));
                        self.arguments(args, &sig.params);
                        return sig.ret;
                    }
                    if let Some(ret) = self.call_by_trait(expr, &at, args) {
                        return ret;
                    }
                    match self.deref(&at) {
                        Some((inner, _)) => at = self.known(&inner),
                        None => break,
                    }
                }
                if !matches!(self.out.callees.get(&expr), Some(Callee::Unresolved(_))) {
                    let why = match self.out.paths.get(&callee) {
                        Some(Resolution::Unresolved) => Unresolved::Path,
                        _ => Unresolved::NotCallable,
                    };
                    self.unresolved(expr, why);
                }
                for arg in args {
                    self.expr(*arg, None);
                }
                Ty::unknown()
            }
        }
    }

    /// A call through a bound `F: Fn(A) -> B` or an object `dyn Fn(A) -> B`.
    fn call_by_trait(&mut self, expr: ExprId, ty: &Ty, args: &[ExprId]) -> Option<Ty> {
        if matches!(ty.kind(), TyKind::Infer(_) | TyKind::Unknown) {
            return None;
        }
        let lang = *self.db.lang();
        let params: Vec<Ty> = args.iter().map(|_| self.fresh()).collect();
        for id in [lang.fn_trait, lang.fn_mut, lang.fn_once].into_iter().flatten() {
            let trait_ref = TraitRef { id, args: Arc::from([ty.clone(), Ty::tuple(params.clone())]) };
            let snapshot = self.solver.table.snapshot();
            let pending = self.solver.pending.len();
            if let super::solve::Outcome::Yes(_) = self.solver.solve(&trait_ref) {
                let once = TraitRef { id: lang.fn_once?, args: trait_ref.args };
                let ret = Ty::new(TyKind::Alias { trait_ref: once, name: Symbol::intern("Output") });
                let ret = self.solver.normalize(&ret);
                self.out.callees.insert(expr, Callee::Value(ty.clone()));
                self.arguments(args, &params);
                return Some(ret);
            }
            self.solver.pending.truncate(pending);
            self.solver.table.rollback(snapshot);
        }
        None
    }

    /// What is wanted of the result tells of the arguments: without binding what a coercion would still change. Where
    /// one may, the parameters as they would be are returned: arguments are coerced to those (`Some(Box::new(f))` where
    /// an `Option<Box<dyn Fn()>>` is wanted).
    fn expect_result(&mut self, sig: &ClosureSig, expected: Option<&Ty>) -> Vec<Ty> {
        let Some(expected) = expected else { return Vec::new() };
        let expected = self.solver.table.resolve(expected);
        let ret = self.solver.table.resolve(&sig.ret);
        if matches!(ret.kind(), TyKind::Infer(_)) || matches!(expected.kind(), TyKind::Infer(_)) || expected.has_unknown() {
            return Vec::new();
        }
        // A pointer may still be unsized: what is behind it is not decided here.
        let mut unsizes = false;
        expected.walk(&mut |part| unsizes |= matches!(part.kind(), TyKind::Dyn(_) | TyKind::Slice(_) | TyKind::FnPtr { .. }));
        if !unsizes {
            self.solver.table.unify(&ret, &expected);
            return Vec::new();
        }
        let snapshot = self.solver.table.snapshot();
        let fits = self.solver.table.unify(&ret, &expected);
        let wanted = if fits { sig.params.iter().map(|p| self.solver.table.resolve(p)).collect() } else { Vec::new() };
        self.solver.table.rollback(snapshot);
        wanted
    }

    /// Arguments where the wanted result says what the parameters should be.
    fn arguments_for(&mut self, args: &[ExprId], params: &[Ty], wanted: &[Ty]) {
        // A pointer to something unsized can be wanted of an argument, something unsized itself cannot.
        let tells = |ty: &Ty| matches!(ty.kind(), TyKind::Adt(..) | TyKind::Ref { .. } | TyKind::FnPtr { .. }) && !ty.has_infer();
        let params: Vec<Ty> = params
            .iter()
            .enumerate()
            .map(|(i, param)| match wanted.get(i) {
                Some(wanted) if tells(wanted) && self.solver.table.resolve(param).has_infer() => {
                    self.solver.table.unify(param, wanted);
                    wanted.clone()
                }
                _ => param.clone(),
            })
            .collect();
        self.arguments(args, &params);
    }

    /// Arguments in two rounds: closures see what the others taught.
    pub(super) fn arguments(&mut self, args: &[ExprId], params: &[Ty]) {
        let data = self.body_tree();
        let is_closure = |id: ExprId| matches!(data.body.expr(id).kind, ExprKind::Closure(_));
        let closures = args.iter().any(|a| is_closure(*a));
        for closures_now in [false, true] {
            if closures_now {
                if !closures {
                    break;
                }
                self.solver.settle();
            }
            for (index, arg) in args.iter().enumerate() {
                if is_closure(*arg) != closures_now {
                    continue;
                }
                match params.get(index) {
                    Some(param) => {
                        let param = param.clone();
                        self.coerced(*arg, &param);
                    }
                    // `...`
                    None => {
                        self.expr(*arg, None);
                    }
                }
            }
        }
        self.solver.settle();
    }

    /// `receiver.name::<…>(args)`
    pub(super) fn method_call(
        &mut self,
        expr: ExprId,
        recv: ExprId,
        method: Ident,
        turbofish: Option<&GenericArgs>,
        args: &[ExprId],
        expected: Option<&Ty>,
    ) -> Ty {
        let receiver = self.expr(recv, None);
        let module = self.data.module_of(expr);
        let mut receiver = self.known(&receiver);
        // Inference variables inside are worth deciding before candidates are compared.
        if receiver.has_infer() && self.solver.has_open() {
            self.solver.settle();
            receiver = self.solver.table.resolve(&receiver);
        }
        if receiver.is_never() {
            for arg in args {
                self.expr(*arg, None);
            }
            self.unresolved(expr, Unresolved::Receiver);
            return Ty::never();
        }
        match self.method(&receiver, method.name, module) {
            Ok(pick) => self.confirm(expr, &pick, turbofish, args, expected, module),
            Err(why) => {
                // A field that holds a function is called `(x.f)(…)`; `x.f(…)` is always a method.
                self.unresolved(expr, why);
                let types: Vec<Ty> = args.iter().map(|a| self.expr(*a, None)).collect();
                if why == Unresolved::Receiver && !receiver.is_unknown() {
                    let ret = self.fresh();
                    self.out.open_methods.push(OpenMethod { expr, receiver, args: types, ret: ret.clone() });
                    return ret;
                }
                Ty::unknown()
            }
        }
    }

    fn confirm(
        &mut self,
        expr: ExprId,
        pick: &Pick,
        turbofish: Option<&GenericArgs>,
        args: &[ExprId],
        expected: Option<&Ty>,
        module: ModuleId,
    ) -> Ty {
        let owner = GenericOwner::Fn(pick.id);
        let fn_args = self.args_of(owner, turbofish, &pick.parent, module);
        self.solver.require(owner, &fn_args);
        self.record_derefs(expr, &pick.derefs, pick.autoref == Some(true));
        if let Some(mutable) = pick.autoref {
            self.out.autoref.insert(expr, mutable);
        }
        self.out.callees.insert(expr, Callee::Fn(pick.id, Arc::clone(&fn_args)));
        let sig = self.solver.fn_types(pick.id, &fn_args);
        if let Some(own) = sig.params.first() {
            self.solver.table.unify(own, &pick.receiver);
        }
        let wanted = self.expect_result(&sig, expected);
        self.arguments_for(args, sig.params.get(1..).unwrap_or(&[]), wanted.get(1..).unwrap_or(&[]));
        sig.ret
    }

    /// Method calls whose receiver was open: it may be known by now.
    pub(super) fn retry_methods(&mut self) {
        for open in std::mem::take(&mut self.out.open_methods) {
            let data = self.body_tree();
            let ExprKind::MethodCall { method, turbofish, .. } = &data.body.expr(open.expr).kind else { continue };
            let module = self.data.module_of(open.expr);
            let receiver = self.solver.table.resolve(&open.receiver);
            match self.method(&receiver, method.name, module) {
                Ok(pick) => {
                    let ret = self.confirm(open.expr, &pick, turbofish.as_ref(), &[], None, module);
                    if let Some(Callee::Fn(id, fn_args)) = self.out.callees.get(&open.expr).cloned() {
                        let sig = self.solver.fn_types(id, &fn_args);
                        for (arg, param) in open.args.iter().zip(sig.params.iter().skip(1)) {
                            self.coerce(open.expr, arg, param);
                        }
                    }
                    self.solver.table.unify(&open.ret, &ret);
                    self.solver.settle();
                }
                Err(why) => {
                    self.unresolved(open.expr, why);
                    self.out.open_methods.push(open);
                }
            }
        }
    }
}
