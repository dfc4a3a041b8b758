//! Calls: what runs, with which values, and what callers take over of it.

use std::sync::Arc;

use super::facts::Summary;
use super::lock::{Held, Lock};
use super::outside::Outside;
use super::value::{ClosureVal, Taken, Val};
use super::walk::{At, Spot, Walk};
use crate::analysis::effect::Hop;
use crate::analysis::target::{Target, Targets};
use crate::models::schema::KernelObject;
use crate::resolve::defs::Container;
use crate::resolve::ids::{FnId, VariantId};
use crate::resolve::impls::head_of;
use crate::resolve::infer::solve::Solver;
use crate::resolve::infer::{Callee, Implicit};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::{ExprId, ExprKind};

impl Walk<'_, '_, '_> {
    /// `callee(args)`
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId]) -> Val {
        let at = self.name_span(id);
        match self.inference.callees.get(&id).cloned() {
            Some(Callee::Fn(function, fn_args)) => {
                let fn_args = self.an.engine.chooser.concrete_args(&fn_args, &Arc::clone(&self.args));
                let values = self.arguments(function, &fn_args, args, 0);
                if self.st.dead {
                    return Val::Unknown;
                }
                self.call_fn(id, at, function, &fn_args, &values, args)
            }
            Some(Callee::Ctor(variant)) => {
                let values = self.values(args);
                if self.st.dead { Val::Unknown } else { self.ctor_value(id, variant, values) }
            }
            Some(Callee::Value(ty)) => {
                let function = match self.spot(callee) {
                    Spot::Places(places) => Val::Load(places, None),
                    Spot::Local(pat) => self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown),
                    Spot::Value(value) => value,
                };
                let values = self.values(args);
                if self.st.dead {
                    return Val::Unknown;
                }
                let ty = self.an.engine.chooser.concrete(&ty, &Arc::clone(&self.args));
                let values = self.as_taken(&function, &ty, values, args);
                let shown = self.an.db.sources.text(self.an.db.sources.written_at(self.span(callee)));
                let value = self.call_value(id, at, &shown, &function, &ty, &values, args);
                self.end_captured(callee);
                value
            }
            _ => {
                if !matches!(self.kind(callee), ExprKind::Path(_)) {
                    self.expr(callee);
                }
                let values = self.values(args);
                if self.st.dead { Val::Unknown } else { self.call_external(id, callee, at, &values, args) }
            }
        }
    }

    fn values(&mut self, args: &[ExprId]) -> Vec<Val> {
        args.iter().map(|a| self.expr(*a)).collect()
    }

    /// Arguments as the function takes them, from its parameter number `from` on.
    fn arguments(&mut self, function: FnId, fn_args: &Args, args: &[ExprId], from: usize) -> Vec<Val> {
        let sig = self.an.db.fn_sig(function);
        let mut out = Vec::with_capacity(args.len());
        for (i, arg) in args.iter().enumerate() {
            let value = self.expr(*arg);
            let wanted = sig.params.get(from + i).map_or_else(Ty::unknown, |ty| ty.subst(fn_args));
            out.push(self.coerced(*arg, value, &wanted));
        }
        out
    }

    /// Arguments as a closure or function value takes them: `&MutexGuard<T>` is `&T` to an `FnOnce(&T)`.
    fn as_taken(&mut self, function: &Val, ty: &Ty, values: Vec<Val>, args: &[ExprId]) -> Vec<Val> {
        let callable = match function {
            Val::Closure(closure) => Ty::new(TyKind::Closure(closure.owner, closure.expr, Arc::clone(&closure.args))),
            Val::Fn(function, args) => Ty::new(TyKind::FnDef(*function, Arc::clone(args))),
            _ => ty.peel_refs().clone(),
        };
        let Some(sig) = Solver::new(self.an.db, Arc::default()).callable(&callable) else { return values };
        let mut out = Vec::with_capacity(values.len());
        for ((value, arg), wanted) in values.into_iter().zip(args).zip(&sig.params) {
            let wanted = self.an.engine.chooser.concrete(wanted, &Arc::from([]));
            out.push(self.coerced(*arg, value, &wanted));
        }
        out
    }

    /// A call of a path into a crate whose sources are not at hand.
    fn call_external(&mut self, id: ExprId, callee: ExprId, at: Span, values: &[Val], args: &[ExprId]) -> Val {
        let full = match &self.data.body.expr(callee).kind {
            ExprKind::Path(path) => self.an.db.external_path(self.data.module_of(callee), path),
            _ => None,
        };
        let models = self.an.engine.models;
        let found = full.as_ref().and_then(|full| {
            let text = full.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("::");
            let name = full.last().map_or("", |s| s.as_str());
            let bindings = full.first().is_some_and(|k| k.as_str().starts_with("windows"));
            models.lookup_path(&text).map(|m| (m, 0)).or_else(|| if bindings { models.lookup_foreign(name, values.len()) } else { None })
        });
        let shown = full.as_ref().and_then(|f| f.last()).map_or_else(String::new, ToString::to_string);
        let ret = self.type_of(id);
        let outside = Outside { model: found, function: None, shown: &shown, at, ret: &ret };
        self.outside(id, &outside, values, args)
    }

    /// `recv.method(args)`
    pub(super) fn method_call(&mut self, id: ExprId, recv: ExprId, at: Span, args: &[ExprId]) -> Val {
        let Some(Callee::Fn(function, fn_args)) = self.inference.callees.get(&id).cloned() else {
            self.spot(recv);
            self.values(args);
            return Val::Unknown;
        };
        let fn_args = self.an.engine.chooser.concrete_args(&fn_args, &Arc::clone(&self.args));
        let sig = self.an.db.fn_sig(function);
        let wanted = sig.params.first().map_or_else(Ty::unknown, |ty| ty.subst(&fn_args));
        let wanted = self.an.engine.chooser.concrete(&wanted, &Arc::from([]));
        let this = self.receiver(id, recv, &wanted);
        let mut values = vec![this];
        values.extend(self.arguments(function, &fn_args, args, 1));
        if self.st.dead {
            return Val::Unknown;
        }
        let mut exprs = vec![recv];
        exprs.extend(args);
        self.call_fn(id, at, function, &fn_args, &values, &exprs)
    }

    /// The receiver as the method takes it: dereferenced as often as it must be, then borrowed or read.
    fn receiver(&mut self, call: ExprId, recv: ExprId, wanted: &Ty) -> Val {
        let (by_ref, of) = match wanted.kind() {
            TyKind::Ref { mutable, ty } => (Some(*mutable), ty.clone()),
            _ => (None, wanted.clone()),
        };
        let head = head_of(&of);
        let mut ty = self.type_of(recv);
        if by_ref.is_none() && (head.is_none() || head == head_of(&ty)) {
            return self.expr(recv);
        }
        let mut spot = self.spot(recv);
        let mut through_raw = matches!(ty.kind(), TyKind::Ref { .. }).then_some(false);
        for _ in 0..8 {
            let same = head.is_some() && head_of(&ty) == head;
            let is_slice = matches!((of.kind(), ty.kind()), (TyKind::Slice(_), TyKind::Array(..)));
            // What is not known is taken as it is, without the references around it.
            let is_open = head.is_none() && !matches!(ty.kind(), TyKind::Ref { .. });
            if same || is_slice || is_open {
                break;
            }
            through_raw = Some(matches!(ty.kind(), TyKind::Ptr { .. }));
            match self.follow(recv, spot.clone(), &ty) {
                Some((next, inner)) => (spot, ty) = (next, inner),
                None => break,
            }
        }
        match by_ref {
            Some(mutable) => {
                let lends = self.inference.autoref.get(&call) == Some(&true);
                if let Spot::Places(places) = &spot
                    && mutable
                    && lends
                    && (through_raw == Some(true) || self.is_through_raw_pointer(recv))
                {
                    let (places, held) = (Arc::clone(places), self.held(At::Access(recv)));
                    self.exclusive_of(&places, &ty, self.span(recv), "&mut", &held);
                }
                let value = self.address(spot);
                if lends {
                    self.lent(recv);
                }
                value
            }
            None => self.load(recv, spot),
        }
    }

    /// Call something that is a value.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call_value(&mut self, id: ExprId, at: Span, shown: &str, function: &Val, ty: &Ty, values: &[Val], exprs: &[ExprId]) -> Val {
        match function {
            Val::Closure(closure) => return self.run_closure(Some(id), &Arc::clone(closure), at, shown, values),
            Val::Fn(function, args) => return self.call_fn(id, at, *function, &Arc::clone(args), values, exprs),
            Val::Ref(inner) | Val::Guard(inner, _) | Val::Adopted(inner, _) => {
                return self.call_value(id, at, shown, &Val::clone(inner), ty, values, exprs);
            }
            _ => {}
        }
        let ty = ty.peel_refs();
        // `Option<Box<dyn Fn()>>`: what is in it.
        let mut inner = ty.clone();
        for _ in 0..6 {
            let carried = self.an.carried(&inner);
            match if carried == inner { self.an.deref_target(&inner) } else { Some(carried) } {
                Some(next) => inner = next.peel_refs().clone(),
                None => break,
            }
        }
        let ty = &inner;
        match ty.kind() {
            TyKind::Closure(owner, expr, args) => {
                let closure = ClosureVal { owner: *owner, expr: *expr, args: Arc::clone(args), captured: Vec::new(), this: Val::Unknown };
                self.run_closure(Some(id), &Arc::new(closure), at, shown, values)
            }
            TyKind::FnDef(function, args) => self.call_fn(id, at, *function, &Arc::clone(args), values, exprs),
            _ => {
                let held = self.held(At::Call(id));
                self.note_call(id, &held);
                let mut out: Option<Val> = None;
                for candidate in self.an.engine.coerced_to(ty).iter() {
                    let value = match candidate.kind() {
                        TyKind::Closure(owner, expr, args) => {
                            let closure =
                                ClosureVal { owner: *owner, expr: *expr, args: Arc::clone(args), captured: Vec::new(), this: Val::Unknown };
                            self.run_closure(Some(id), &Arc::new(closure), at, shown, values)
                        }
                        TyKind::FnDef(function, args) => self.call_fn(id, at, *function, &Arc::clone(args), values, exprs),
                        _ => continue,
                    };
                    self.st.dead = false;
                    out = Some(out.map_or(value.clone(), |o| o.join(&value)));
                }
                out.unwrap_or(Val::Unknown)
            }
        }
    }

    pub(super) fn run_closure(&mut self, id: Option<ExprId>, closure: &Arc<ClosureVal>, at: Span, shown: &str, values: &[Val]) -> Val {
        let summary = self.an.closure(closure, values.to_vec());
        // A closure of this very body is no hop: its code stands here.
        let hop = (closure.owner != self.owner).then(|| Hop { at, callee: shown.into(), id: None });
        self.absorb(id, hop.as_ref(), &summary)
    }

    /// Call a function: what is chosen for it.
    pub(super) fn call_fn(&mut self, id: ExprId, at: Span, function: FnId, args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        match self.an.engine.chooser.targets(function, args) {
            Targets::Builtin(_, ty) => {
                let name = self.an.db.fn_data(function).name.name;
                if matches!(ty.kind(), TyKind::Closure(..) | TyKind::FnDef(..)) && name.as_str().starts_with("call") {
                    let callee = values.first().cloned().unwrap_or(Val::Unknown);
                    return self.call_value(id, at, name.as_str(), &callee, &ty, &[], &[]);
                }
                if name == "clone" { self.cloned(values.first().unwrap_or(&Val::Unknown), &ty) } else { Val::Unknown }
            }
            Targets::None => {
                let model = self.an.engine.model_of(function, function, args, values.len());
                let shown = self.an.engine.shown(function, function, args);
                let ret = self.return_type(function, args);
                let outside = Outside { model, function: Some((function, Arc::clone(args))), shown: &shown, at, ret: &ret };
                self.outside(id, &outside, values, exprs)
            }
            Targets::Fns(targets) => {
                if let [one] = targets.as_slice() {
                    return self.call_target(id, at, one, function, values, exprs);
                }
                let before = self.st.clone();
                let mut after: Option<super::walk::State> = None;
                let mut out: Option<Val> = None;
                for target in targets {
                    self.st = before.clone();
                    let value = self.call_target(id, at, &target, function, values, exprs);
                    out = Some(out.map_or(value.clone(), |o| o.join(&value)));
                    let state = std::mem::take(&mut self.st);
                    match &mut after {
                        Some(after) => after.join(state),
                        none => *none = Some(state),
                    }
                }
                self.st = after.unwrap_or(before);
                out.unwrap_or(Val::Unknown)
            }
        }
    }

    fn return_type(&mut self, function: FnId, args: &Args) -> Ty {
        let sig = self.an.db.fn_sig(function);
        self.an.engine.chooser.concrete(&sig.ret.clone(), args)
    }

    fn call_target(&mut self, id: ExprId, at: Span, target: &Target, named: FnId, values: &[Val], exprs: &[ExprId]) -> Val {
        let db = self.an.db;
        let (function, args) = (target.id, &target.args);
        let data = db.fn_data(function);
        let krate = db.crate_of(function.unit);
        let has_body = data.item.body.is_some() && !db.is_std(krate);
        let model = self.an.engine.model_of(function, named, args, values.len());
        if model.is_none() && has_body {
            let summary = self.an.function(function, args, values.to_vec());
            let hop = Hop { at, callee: self.an.engine.shown(function, named, args).as_str().into(), id: Some(function) };
            let value = self.absorb(Some(id), Some(&hop), &summary);
            self.gave(id, &value);
            return value;
        }
        let shown = self.an.engine.shown(function, named, args);
        let ret = self.return_type(function, args);
        let outside = Outside { model, function: Some((function, Arc::clone(args))), shown: &shown, at, ret: &ret };
        let value = self.outside(id, &outside, values, exprs);
        let diverges = model.is_some_and(|(m, _)| m.diverges) || (ret.is_never() && data.container != Container::Foreign);
        if diverges || ret.is_never() {
            self.st.dead = true;
        }
        value
    }

    /// Take over what a callee does.
    fn absorb(&mut self, id: Option<ExprId>, hop: Option<&Hop>, summary: &Arc<Summary>) -> Val {
        let held = match id {
            Some(id) => {
                let held = self.held(At::Call(id));
                self.note_call(id, &held);
                held
            }
            None => self.held(At::Here),
        };
        self.out.absorb(summary, hop, &held);
        for place in &summary.left_free {
            self.free(place);
        }
        for (lock, must) in &summary.left_held {
            if let Some(id) = id {
                self.acquires(lock, id);
            }
            match self.st.explicit.iter_mut().find(|(l, _)| l == lock) {
                Some(_) => {}
                None => self.st.explicit.push((lock.clone(), *must)),
            }
        }
        // What a callee writes over is no longer where copies of it came from.
        for access in &summary.accesses {
            if access.what.writes() && access.chain.is_empty() {
                let taken = Taken { at: access.at, held: held.with(&access.held) };
                self.overwritten(std::slice::from_ref(&access.place), &taken);
            }
        }
        if summary.diverges {
            self.st.dead = true;
        }
        summary.ret.as_ref().map_or(Val::Unknown, |ret| returned(ret, &held))
    }

    /// A lock is given back by a call.
    pub(super) fn free(&mut self, place: &super::place::Place) {
        let is_it = |lock: &Lock| lock.place.as_ref().is_some_and(|p| p.is_same(place));
        match self.st.explicit.iter().rposition(|(lock, _)| is_it(lock)) {
            Some(index) => {
                self.st.explicit.remove(index);
            }
            None => {
                if !self.out.left_free.contains(place) {
                    self.out.left_free.push(place.clone());
                }
            }
        }
    }

    /// A call that the text does not show.
    pub(super) fn implicit_call(&mut self, id: ExprId, call: &Implicit, values: &[Val]) -> Val {
        let (function, args): (FnId, Args) = match call {
            Implicit::Method(function, args) => (*function, Arc::clone(args)),
            Implicit::Deref { ty, mutable } => {
                let lang = self.an.db.lang();
                let (of, name) = if *mutable { (lang.deref_mut, "deref_mut") } else { (lang.deref, "deref") };
                match self.an.db.trait_fn(of, name) {
                    Some(function) => (function, Arc::from([ty.clone()])),
                    None => return Val::Unknown,
                }
            }
        };
        let args = self.an.engine.chooser.concrete_args(&args, &Arc::clone(&self.args));
        // Of std's own implementations nothing is to be learned.
        let Targets::Fns(targets) = self.an.engine.chooser.targets(function, &args) else { return Val::Unknown };
        let mut out = Val::Unknown;
        for target in targets {
            let has_body = self.an.db.fn_data(target.id).item.body.is_some() && !self.an.db.is_std(self.an.db.crate_of(target.id.unit));
            if has_body {
                let dead = self.st.dead;
                out = self.call_target(id, self.name_span(id), &target, function, values, &[]);
                self.st.dead = dead;
            }
        }
        out
    }

    /// A value of a type whose `Drop` gives a lock back is the guard of what was taken for it.
    pub(super) fn as_guard(&mut self, id: ExprId, value: Val) -> Val {
        let ty = self.type_of(id);
        let is_guard = ty.as_adt().is_some_and(|(adt, _)| self.an.extra.contains(&adt));
        if !is_guard || self.st.explicit.is_empty() {
            return value;
        }
        let mut about: Vec<super::place::Place> = Vec::new();
        if let Val::Fields(_, fields) = &value {
            for (_, field) in fields.iter() {
                about.extend(field.targets());
                about.extend(field.origins().into_iter().map(|(p, _)| p));
            }
        }
        let is_about =
            |lock: &Lock| lock.place.as_ref().is_some_and(|l| about.iter().any(|p| p.is_same(l) || p.is_above(l) || l.is_above(p)));
        let mut locks: Vec<Lock> = self.st.explicit.iter().map(|(l, _)| l).filter(|l| is_about(l)).cloned().collect();
        if locks.is_empty() {
            locks.extend(self.st.explicit.last().map(|(l, _)| l.clone()));
        }
        self.st.explicit.retain(|(l, _)| !locks.contains(l));
        let value = Val::Guard(Arc::new(value), locks.into());
        self.gave(id, &value);
        value
    }

    /// Remember which fields are made with a handle to a mutex.
    pub(super) fn note_object(&mut self, variant: VariantId, name: Symbol, value: &Val) {
        if let Val::Object(KernelObject::Mutex) = value {
            let part = self.part_of(variant, name);
            self.an.mutex_fields.insert(part);
        }
    }
}

/// A value that a function gives back: its constants decide nothing in its caller, and what it took was taken under what
/// the caller holds too.
fn returned(value: &Val, held: &Held) -> Val {
    match value {
        Val::Known(_) => Val::Fresh,
        Val::Fields(Some(_), fields) if fields.is_empty() => Val::Fresh,
        Val::Load(places, Some(taken)) if !held.is_empty() => {
            Val::Load(Arc::clone(places), Some(Arc::new(Taken { at: taken.at, held: held.with(&taken.held) })))
        }
        Val::Fields(of, fields) => Val::Fields(*of, fields.iter().map(|(n, v)| (*n, returned(v, held))).collect()),
        Val::Ref(inner) => Val::Ref(Arc::new(returned(inner, held))),
        Val::Guard(inner, locks) => Val::Guard(Arc::new(returned(inner, held)), Arc::clone(locks)),
        Val::Adopted(inner, how) => Val::Adopted(Arc::new(returned(inner, held)), *how),
        Val::Any(all) => Val::Any(all.iter().map(|v| returned(v, held)).collect()),
        _ => value.clone(),
    }
}
