//! Calls: what runs, what it is known to return, and what its model says.

use std::sync::Arc;

use super::bound::Arguments;
use super::effect::{Action, Effect, Hop, Time, merge};
use super::frame::Frame;
use super::target::{Target, Targets};
use super::value::{ClosureVal, HandleVal, Val};
use crate::models::schema::{ArgIndex, ArgRef, Invocation, Kind, Model, SettingKind};
use crate::resolve::defs::Container;
use crate::resolve::ids::{ConstId, Def, FnId, StaticId, VariantId};
use crate::resolve::infer::{BodyOwner, Callee, Resolution};
use crate::resolve::sig::{GenericOwner, ParamKind, Predicate};
use crate::resolve::ty::{Args, FutureOf, Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::{Builtin, ExprId, ExprKind, Literal, PatId, PatKind};

/// How many methods one call may hand on to, through all parts of its receiver.
const FORWARDS: usize = 256;

impl<'a> Frame<'_, 'a> {
    fn text_of(&self, expr: ExprId) -> String {
        let span = self.engine.db.sources.written_at(self.span(expr));
        let text = self.engine.db.sources.text(span);
        if text.len() > 80 || text.contains('\n') { String::new() } else { text }
    }

    /// A name as a value.
    pub(super) fn path(&mut self, id: ExprId) -> Val {
        match self.inference.paths.get(&id).cloned() {
            Some(Resolution::Local(pat)) => self.locals.get(&pat).cloned().unwrap_or(Val::Unknown),
            Some(Resolution::SelfParam) => self.self_val.clone(),
            Some(Resolution::Fn(fn_id, args)) => {
                let args = self.engine.chooser.concrete_args(&args, &self.args.clone());
                Val::Fn(fn_id, args)
            }
            Some(Resolution::Const(const_id, args)) => self.const_value(const_id, &args),
            Some(Resolution::Static(static_id)) => self.static_value(static_id, id),
            Some(Resolution::Ctor(variant, _)) => match self.engine.db.variant(variant).fields {
                crate::syntax::ast::Fields::Unit => Val::Variant(variant, Arc::from([])),
                _ => Val::Unknown,
            },
            Some(Resolution::ConstParam(index)) => match self.args.get(index as usize).cloned().as_ref().map(Ty::kind) {
                Some(TyKind::ConstInt(value)) => match self.type_of(id).kind() {
                    TyKind::Prim(crate::resolve::ids::Prim::Bool) => Val::Bool(*value != 0),
                    _ => Val::int(*value),
                },
                _ => Val::Unknown,
            },
            Some(Resolution::Unresolved) => self.foreign_constant(id),
            None => Val::Unknown,
        }
    }

    fn const_value(&mut self, id: ConstId, args: &Args) -> Val {
        let args = self.engine.chooser.concrete_args(args, &self.args.clone());
        let data = self.engine.db.const_data(id);
        let name = data.name.name;
        // A trait's constant is the impl's.
        if let Container::Trait(of) = data.container {
            let count = self.engine.db.generics(GenericOwner::Trait(of)).params.len();
            let mut solver = crate::resolve::infer::solve::Solver::new(self.engine.db, Arc::default());
            let trait_ref = crate::resolve::ty::TraitRef { id: of, args: args.iter().take(count).cloned().collect() };
            if let crate::resolve::infer::solve::Outcome::Yes(crate::resolve::infer::solve::Selection::Impl(chosen, impl_args)) =
                solver.solve(&trait_ref)
            {
                let own = self.engine.db.impl_data(chosen).consts.iter().find(|(n, _)| *n == name).map(|(_, id)| *id);
                if let Some(own) = own {
                    let impl_args: Args = impl_args.iter().map(|ty| solver.table.finish(ty)).collect();
                    return self.engine.constant(BodyOwner::Const(own), &impl_args).ret.clone();
                }
            }
        }
        if data.value.is_some() {
            return self.engine.constant(BodyOwner::Const(id), &args).ret.clone();
        }
        self.std_constant(id)
    }

    /// Limits of numbers and `Duration`'s constants, which std's signatures have no values for.
    fn std_constant(&self, id: ConstId) -> Val {
        let db = self.engine.db;
        let data = db.const_data(id);
        let Container::Impl(of) = data.container else { return Val::Unknown };
        let Some(header) = db.impl_header(of) else { return Val::Unknown };
        match (header.self_ty.kind(), data.name.name.as_str()) {
            (TyKind::Prim(prim), name) if prim.is_int() => {
                let bits = prim.bits().min(127);
                match name {
                    "MAX" if prim.is_signed() => Val::int((1_i128 << (bits - 1)) - 1),
                    "MAX" => Val::int((1_i128 << bits) - 1),
                    "MIN" if prim.is_signed() => Val::int(-(1_i128 << (bits - 1))),
                    "MIN" => Val::int(0),
                    "BITS" => Val::int(i128::from(prim.bits())),
                    _ => Val::Unknown,
                }
            }
            (TyKind::Adt(..), "ZERO") => Val::time(0),
            (TyKind::Adt(..), "MAX") => Val::time(u128::from(u64::MAX) * 1_000_000_000 + 999_999_999),
            (TyKind::Adt(..), "MILLISECOND") => Val::time(1_000_000),
            (TyKind::Adt(..), "SECOND") => Val::time(1_000_000_000),
            _ => Val::Unknown,
        }
    }

    /// A constant of bindings that are not at hand: the platform's own few that waits are given.
    fn foreign_constant(&self, id: ExprId) -> Val {
        let ExprKind::Path(path) = &self.data.body.expr(id).kind else { return Val::Unknown };
        let Some(full) = self.engine.db.external_path(self.data.module_of(id), path) else { return Val::Unknown };
        match full.last().map(|s| s.as_str()) {
            Some("INFINITE") => Val::int(i128::from(u32::MAX)),
            Some("CLUSREG_NAME_RES_LOOKS_ALIVE") => Val::Str("LooksAlivePollInterval".into()),
            _ => Val::Unknown,
        }
    }

    fn static_value(&mut self, id: StaticId, _expr: ExprId) -> Val {
        let db = self.engine.db;
        let data = db.static_data(id);
        let ty = db.static_type(id);
        let scalar = match ty.peel_refs().kind() {
            TyKind::Prim(_) => true,
            TyKind::Adt(adt, _) => db.path_of(Def::Adt(*adt), None) == "std::time::Duration",
            _ => false,
        };
        if scalar && !data.mutable && data.value.is_some() {
            return self.engine.constant(BodyOwner::Static(id), &Arc::from([])).ret.clone();
        }
        self.force(id, &ty);
        Val::Unknown
    }

    /// The initialiser of a lazy static runs where the static is first used.
    fn force(&mut self, id: StaticId, ty: &Ty) {
        let db = self.engine.db;
        let Some((adt, _)) = ty.as_adt() else { return };
        let of = db.path_of(Def::Adt(adt), None);
        let forces = self
            .engine
            .models
            .lookup_path(&format!("{of}::deref"))
            .is_some_and(|m| m.calls.contains(&ArgRef::Index(0)) || !m.calls.is_empty())
            // A thread's own value is made when its key is first asked for, which only a method of the key does.
            || of == "std::thread::LocalKey";
        if !forces {
            return;
        }
        let owner = BodyOwner::Static(id);
        let (Some(data), Some(inference)) = (db.body(owner), db.inference(owner)) else { return };
        let name = db.static_data(id).name;
        let hop = Hop { at: name.span, callee: name.name.as_str().into(), id: None };
        for (index, expr) in data.body.exprs.iter().enumerate() {
            let expr_id = ExprId(index as u32);
            if let ExprKind::Call { args, .. } = &expr.kind {
                for arg in args {
                    match (&data.body.expr(*arg).kind, inference.paths.get(arg)) {
                        (ExprKind::Closure(_), _) => {
                            let closure =
                                ClosureVal { owner, expr: *arg, args: Arc::from([]), captured: Vec::new(), self_val: Val::Unknown };
                            let summary = self.engine.closure(&Arc::new(closure), Vec::new());
                            self.absorb(&summary, &hop);
                        }
                        (_, Some(Resolution::Fn(fn_id, args))) => {
                            let summary = self.engine.function(*fn_id, args, Vec::new());
                            self.absorb(&summary, &hop);
                        }
                        _ => {}
                    }
                }
            }
            let _ = expr_id;
        }
    }

    pub(super) fn field_of(&mut self, expr: ExprId, value: &Val, name: Symbol) -> Val {
        match (value.hard(), self.inference.fields.get(&expr)) {
            (Val::Variant(id, fields), Some((variant, index))) if id == variant => fields.get(*index).cloned().unwrap_or(Val::Unknown),
            (Val::Tuple(parts), None) => name.as_str().parse::<usize>().ok().and_then(|i| parts.get(i).cloned()).unwrap_or(Val::Unknown),
            _ => Val::Unknown,
        }
    }

    pub(super) fn struct_value(&mut self, id: ExprId, values: &[(Symbol, Val)], base: Option<&Val>) -> Val {
        let Some(Resolution::Ctor(variant, _)) = self.inference.paths.get(&id).cloned() else { return Val::Unknown };
        let names: Vec<Symbol> = self.engine.db.variant(variant).fields.all().iter().map(|f| f.name.name).collect();
        let fields = names.iter().enumerate().map(|(i, name)| {
            let own = values.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
            own.unwrap_or_else(|| match base {
                Some(Val::Variant(of, fields)) if *of == variant => fields.get(i).cloned().unwrap_or(Val::Unknown),
                _ => Val::Unknown,
            })
        });
        Val::Variant(variant, fields.collect())
    }

    /// Whether a pattern matches a value, as far as it can be said.
    pub(super) fn matches(&self, pat: PatId, value: &Val) -> Option<bool> {
        match &self.data.body.pat(pat).kind {
            PatKind::Wild | PatKind::Rest => Some(true),
            PatKind::Bind { sub, .. } => match self.inference.pat_variants.get(&pat) {
                Some(variant) => variant_is(value, *variant),
                None if self.inference.pat_consts.contains_key(&pat) => None,
                None => sub.map_or(Some(true), |s| self.matches(s, value)),
            },
            PatKind::Path(_) => self.inference.pat_variants.get(&pat).and_then(|v| variant_is(value, *v)),
            PatKind::TupleStruct { fields, .. } => {
                let variant = self.inference.pat_variants.get(&pat)?;
                match (variant_is(value, *variant), value) {
                    (Some(true), Val::Variant(_, values)) if values.len() == fields.len() => {
                        all(fields.iter().zip(values.iter()).map(|(f, v)| self.matches(*f, v)))
                    }
                    (Some(true), _) => all(fields.iter().map(|f| self.matches(*f, &Val::Unknown))),
                    (answer, _) => answer,
                }
            }
            PatKind::Struct { fields, .. } => {
                let variant = self.inference.pat_variants.get(&pat)?;
                let is_enum = self.engine.db.adt(variant.adt).variants.len() > 1;
                let head = if is_enum { variant_is(value, *variant) } else { Some(true) };
                match head {
                    Some(true) => all(fields.iter().map(|(_, f)| self.matches(*f, &Val::Unknown))),
                    answer => answer,
                }
            }
            PatKind::Tuple(fields) => match value {
                Val::Tuple(values) if values.len() == fields.len() => {
                    all(fields.iter().zip(values.iter()).map(|(f, v)| self.matches(*f, v)))
                }
                _ => all(fields.iter().map(|f| self.matches(*f, &Val::Unknown))),
            },
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.matches(*pat, value),
            PatKind::Lit(expr) => {
                let wanted = match &self.data.body.expr(*expr).kind {
                    ExprKind::Lit(literal) => super::eval::literal(literal),
                    ExprKind::Unary { operand, .. } => match &self.data.body.expr(*operand).kind {
                        ExprKind::Lit(Literal::Int(n, _)) => Val::int(-i128::try_from(*n).ok()?),
                        _ => return None,
                    },
                    _ => return None,
                };
                match (&wanted, value) {
                    (_, Val::Unknown) | (Val::Unknown, _) => None,
                    (Val::Int { lo: a, .. }, Val::Int { lo, hi }) if lo != hi => {
                        if a < lo || a > hi {
                            Some(false)
                        } else {
                            None
                        }
                    }
                    (a, b) => Some(a == b),
                }
            }
            PatKind::Or(parts) => {
                let answers: Vec<Option<bool>> = parts.iter().map(|p| self.matches(*p, value)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            _ => None,
        }
    }

    /// `callee(args)`
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId]) -> Val {
        let found = self.inference.callees.get(&id).cloned();
        let name_span = match &self.data.body.expr(callee).kind {
            ExprKind::Path(path) => path.segments.last().map_or(path.span, |s| s.name.span),
            _ => self.span(callee),
        };
        match found {
            Some(Callee::Fn(fn_id, fn_args)) => {
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                if self.dead {
                    return Val::Unknown;
                }
                let fn_args = self.engine.chooser.concrete_args(&fn_args, &self.args.clone());
                let value = self.call_fn(Some(id), name_span, fn_id, &fn_args, &values, args);
                self.after_borrow(args);
                value
            }
            Some(Callee::Ctor(variant)) => {
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                Val::Variant(variant, values.into())
            }
            Some(Callee::Value(ty)) => {
                let function = self.place(callee);
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                if self.dead {
                    return Val::Unknown;
                }
                let ty = self.engine.chooser.concrete(&ty, &self.args.clone());
                let shown = self.text_of(callee);
                let value = self.call_value(id, name_span, &shown, &function, &ty, &values, args);
                self.after_borrow(args);
                value
            }
            other => {
                if !matches!(self.data.body.expr(callee).kind, ExprKind::Path(_)) {
                    self.expr(callee);
                }
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                if self.dead {
                    return Val::Unknown;
                }
                let why = match other {
                    Some(Callee::Unresolved(why)) => why.why(),
                    _ => "what is called is not known",
                };
                self.call_external(id, callee, name_span, &values, args, why)
            }
        }
    }

    /// Constants that were lent out mutably are not known any more.
    fn after_borrow(&mut self, args: &[ExprId]) {
        for arg in args {
            if let ExprKind::Ref { mutable: true, operand, .. } = self.kind(*arg) {
                self.forget(operand);
            }
        }
    }

    /// A call of a path into a crate whose sources are not at hand: its model is found by the path's text.
    fn call_external(&mut self, id: ExprId, callee: ExprId, at: Span, values: &[Val], args: &[ExprId], why: &str) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.call_external_within(id, callee, at, values, args, why));
        }
        self.call_external_within(id, callee, at, values, args, why)
    }

    fn call_external_within(&mut self, id: ExprId, callee: ExprId, at: Span, values: &[Val], args: &[ExprId], why: &str) -> Val {
        let full = match &self.data.body.expr(callee).kind {
            ExprKind::Path(path) => self.engine.db.external_path(self.data.module_of(callee), path),
            _ => None,
        };
        if let Some(full) = full {
            let text = full.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("::");
            let name = full.last().map_or("", |s| s.as_str());
            let models = self.engine.models;
            let found = models.lookup_path(&text).map(|m| (m, 0));
            let found = found.or_else(|| {
                let bindings = full.first().is_some_and(|k| k.as_str().starts_with("windows"));
                if bindings { models.lookup_foreign(name, values.len()) } else { None }
            });
            if let Some((model, binding)) = found {
                self.engine.calls.insert((self.owner, id), true);
                return self.modelled(model, binding, name, &text, at, values, args, &Ty::unknown(), None);
            }
        }
        self.not_known(id, at, why);
        Val::Unknown
    }

    fn not_known(&mut self, id: ExprId, at: Span, why: &str) {
        self.not_known_path(id, at, why, "");
    }

    /// As [`Self::not_known`], of what has a path that a model could name.
    fn not_known_path(&mut self, id: ExprId, at: Span, why: &str, path: &str) {
        self.engine.calls.insert((self.owner, id), false);
        let name = self.engine.db.sources.text(at);
        let effect = Effect {
            place: at,
            callee: name.as_str().into(),
            path: path.into(),
            action: Action::Unresolved(why.into()),
            why: None,
            instead: None,
            arguments: Arc::from([]),
            chains: vec![Vec::new()],
        };
        merge(&mut self.effects, &effect, None);
    }

    /// `recv.method(args)`
    pub(super) fn method_call(&mut self, id: ExprId, recv: ExprId, method: crate::syntax::ast::Ident, args: &[ExprId]) -> Val {
        // A receiver is moved where the method takes `self` itself.
        let by_value = !self.inference.autoref.contains_key(&id)
            && match self.inference.callees.get(&id) {
                Some(Callee::Fn(fn_id, _)) => {
                    let sig = self.engine.db.fn_sig(*fn_id);
                    sig.params.first().is_some_and(|own| !matches!(own.kind(), TyKind::Ref { .. }))
                }
                _ => false,
            };
        let mut receiver = if by_value { self.expr(recv) } else { self.place(recv) };
        // An array's length is in its type.
        if receiver == Val::Unknown
            && let TyKind::Array(_, len) = self.type_of(recv).peel_refs().kind()
            && let TyKind::ConstInt(len) = len.kind()
        {
            receiver = u128::try_from(*len).map_or(Val::Unknown, Val::Count);
        }
        // Dereferencing the receiver may call `Deref::deref`.
        self.implicit(id, method.span);
        let mut values = vec![receiver];
        values.extend(args.iter().map(|a| self.expr(*a)));
        if self.dead {
            return Val::Unknown;
        }
        let mut exprs = vec![recv];
        exprs.extend(args);
        let value = match self.inference.callees.get(&id).cloned() {
            Some(Callee::Fn(fn_id, fn_args)) => {
                let fn_args = self.engine.chooser.concrete_args(&fn_args, &self.args.clone());
                self.call_fn(Some(id), method.span, fn_id, &fn_args, &values, &exprs)
            }
            Some(Callee::Unresolved(why)) => {
                self.not_known(id, method.span, why.why());
                Val::Unknown
            }
            _ => {
                self.not_known(id, method.span, "the receiver's type is not known");
                Val::Unknown
            }
        };
        if self.inference.autoref.get(&id) == Some(&true) {
            self.forget(recv);
        }
        self.after_borrow(args);
        if !by_value {
            self.drop_temporary(recv);
        }
        value
    }

    /// Call something that is a value: a closure, a function, an object.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call_value(&mut self, id: ExprId, at: Span, shown: &str, function: &Val, ty: &Ty, values: &[Val], args: &[ExprId]) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.call_value_within(id, at, shown, function, ty, values, args));
        }
        self.call_value_within(id, at, shown, function, ty, values, args)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call_value_within(&mut self, id: ExprId, at: Span, shown: &str, function: &Val, ty: &Ty, values: &[Val], args: &[ExprId]) -> Val {
        match function.hard() {
            Val::Closure(closure) => {
                self.engine.calls.insert((self.owner, id), true);
                return self.run_closure(closure, at, shown, values);
            }
            Val::Fn(fn_id, fn_args) => return self.call_fn(Some(id), at, *fn_id, &Arc::clone(fn_args), values, args),
            _ => {}
        }
        // `Box<dyn Fn()>` is called as what is in it.
        let mut ty = ty.peel_refs();
        while let TyKind::Adt(id, args) = ty.kind() {
            let db = self.engine.db;
            let is_pointer = matches!(db.adt(*id).name.name.as_str(), "Box" | "Rc" | "Arc") && db.is_std(db.crate_of(id.unit));
            match args.first() {
                Some(inner) if is_pointer => ty = inner.peel_refs(),
                _ => break,
            }
        }
        match ty.kind() {
            TyKind::Closure(owner, expr, closure_args) => {
                self.engine.calls.insert((self.owner, id), true);
                let closure =
                    ClosureVal { owner: *owner, expr: *expr, args: Arc::clone(closure_args), captured: Vec::new(), self_val: Val::Unknown };
                self.run_closure(&Arc::new(closure), at, shown, values)
            }
            TyKind::FnDef(fn_id, fn_args) => self.call_fn(Some(id), at, *fn_id, &Arc::clone(fn_args), values, args),
            _ => self.call_unknown_value(id, at, shown, ty, values, args),
        }
    }

    /// A function pointer or object: every function and closure that is turned into that type somewhere.
    fn call_unknown_value(&mut self, id: ExprId, at: Span, shown: &str, ty: &Ty, values: &[Val], args: &[ExprId]) -> Val {
        if let Some((model, binding)) = self.callback_model(id, values.len()) {
            self.engine.calls.insert((self.owner, id), true);
            return self.modelled(model, binding, shown, shown, at, values, args, &Ty::unknown(), None);
        }
        let candidates = self.engine.coerced_to(ty);
        if candidates.is_empty() {
            self.not_known(id, at, "no function or closure that becomes this value is known");
            return Val::Unknown;
        }
        self.engine.calls.insert((self.owner, id), true);
        let mut worst = super::cost::Cost::ZERO;
        let before = std::mem::take(&mut self.cost);
        for candidate in candidates.iter() {
            self.cost = super::cost::Cost::ZERO;
            match candidate.kind() {
                TyKind::Closure(owner, expr, closure_args) => {
                    let closure = ClosureVal {
                        owner: *owner,
                        expr: *expr,
                        args: Arc::clone(closure_args),
                        captured: Vec::new(),
                        self_val: Val::Unknown,
                    };
                    self.run_closure(&Arc::new(closure), at, shown, values);
                }
                TyKind::FnDef(fn_id, fn_args) => {
                    self.call_fn(None, at, *fn_id, &Arc::clone(fn_args), values, args);
                }
                _ => {}
            }
            worst = worst.or(std::mem::take(&mut self.cost));
        }
        self.cost = before.then(worst);
        Val::Unknown
    }

    /// A model for values of the type that the called field, parameter or variable was declared with.
    fn callback_model(&self, id: ExprId, argc: usize) -> Option<(&'a Model, usize)> {
        let ExprKind::Call { callee, .. } = &self.data.body.expr(id).kind else { return None };
        let name = self.declared_type_name(*callee)?;
        self.engine.models.lookup_callback(&name, argc)
    }

    /// The last name of the type that a value was declared with, aliases not looked through.
    fn declared_type_name(&self, mut expr: ExprId) -> Option<String> {
        for _ in 0..16 {
            match &self.data.body.expr(expr).kind {
                ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } | ExprKind::Try(operand) => expr = *operand,
                ExprKind::MethodCall { recv, .. } => expr = *recv,
                ExprKind::Field { .. } => {
                    let (variant, index) = self.inference.fields.get(&expr)?;
                    let field = self.engine.db.variant(*variant).fields.all().get(*index)?;
                    return type_name(&field.ty);
                }
                ExprKind::Path(_) => {
                    return match self.inference.paths.get(&expr)? {
                        Resolution::Static(id) => type_name(&self.engine.db.static_data(*id).ty),
                        Resolution::Local(pat) => {
                            // `if let Some(log) = ctx.log_event`: what the pattern takes apart.
                            let source = self.source_of(*pat)?;
                            return self.declared_type_name(source);
                        }
                        _ => None,
                    };
                }
                _ => return None,
            }
        }
        None
    }

    /// The expression that a pattern is matched against.
    fn source_of(&self, wanted: PatId) -> Option<ExprId> {
        let body = &self.data.body;
        let holds = |pat: PatId| {
            let mut stack = vec![pat];
            while let Some(at) = stack.pop() {
                if at == wanted {
                    return true;
                }
                match &body.pat(at).kind {
                    PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) | PatKind::Or(fields) => {
                        stack.extend(fields)
                    }
                    PatKind::Ref { pat, .. } | PatKind::Box(pat) => stack.push(*pat),
                    _ => {}
                }
            }
            false
        };
        body.exprs.iter().find_map(|e| match &e.kind {
            ExprKind::Let { pat, expr } if holds(*pat) => Some(*expr),
            ExprKind::Match { scrutinee, arms } if arms.iter().any(|a| holds(a.pat)) => Some(*scrutinee),
            ExprKind::Block(block) => block.stmts.iter().find_map(|s| match s {
                crate::syntax::body::Stmt::Let { pat, init: Some(init), .. } if holds(*pat) => Some(*init),
                _ => None,
            }),
            _ => None,
        })
    }

    fn run_closure(&mut self, closure: &Arc<ClosureVal>, at: Span, shown: &str, values: &[Val]) -> Val {
        let summary = self.engine.closure(closure, values.to_vec());
        // A closure of this very body is no hop: its code stands here.
        if closure.owner == self.owner {
            self.add(summary.cost.clone());
            for effect in &summary.effects {
                merge(&mut self.effects, effect, None);
            }
        } else {
            self.absorb(&summary, &Hop { at, callee: shown.into(), id: None });
        }
        if summary.diverges {
            self.dead = true;
        }
        summary.ret.clone()
    }

    /// Call a function: what is chosen for it, its model or its body.
    pub(super) fn call_fn(&mut self, id: Option<ExprId>, at: Span, fn_id: FnId, args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        if self.is_outside(id) {
            return self.muted(|f| f.call_fn_within(id, at, fn_id, args, values, exprs));
        }
        self.call_fn_within(id, at, fn_id, args, values, exprs)
    }

    fn call_fn_within(&mut self, id: Option<ExprId>, at: Span, fn_id: FnId, args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        let db = self.engine.db;
        let sig = db.fn_sig(fn_id);
        if let Some(id) = id {
            self.engine.calls.entry((self.owner, id)).or_insert(true);
        }
        // An `async fn` runs nothing until its future is awaited.
        if sig.is_async && !self.is_awaiting {
            return Val::Unknown;
        }
        match self.engine.chooser.targets(fn_id, args) {
            Targets::Builtin(_, ty) => {
                // `FnOnce::call_once` and its like on a closure; `Clone` of one.
                if let TyKind::Closure(..) | TyKind::FnDef(..) = ty.kind() {
                    let name = db.fn_data(fn_id).name.name;
                    if name.as_str().starts_with("call") {
                        let function = values.first().cloned().unwrap_or(Val::Unknown);
                        let call = id.unwrap_or(ExprId(0));
                        return self.call_value(call, at, name.as_str(), &function, &ty, &[], &[]);
                    }
                }
                // `Future::poll` of what an async function or block makes.
                if let TyKind::Future { .. } = ty.kind() {
                    self.run_future(&ty, at, db.fn_data(fn_id).name.name.as_str());
                }
                // `Clone` of arrays and tuples clones the parts.
                let parts: Vec<Ty> = match ty.kind() {
                    TyKind::Array(element, _) => vec![element.clone()],
                    TyKind::Tuple(parts) => parts.to_vec(),
                    _ => Vec::new(),
                };
                let calls: Vec<(FnId, Args)> = parts.into_iter().map(|part| (fn_id, Arc::from([part]))).collect();
                self.forward(&calls, at);
                Val::Unknown
            }
            Targets::None => {
                if let Some((model, binding)) = self.engine.model_of(fn_id, fn_id, args, values.len()) {
                    let (shown, path) = (self.engine.shown(fn_id, fn_id, args), self.engine.path_of(fn_id, args));
                    let ret = self.engine.chooser.concrete(&sig.ret.clone(), args);
                    return self.modelled(model, binding, &shown, &path, at, values, exprs, &ret, Some((fn_id, args, fn_id)));
                }
                if let Some(id) = id {
                    // As a model names it: `Trait::method`.
                    let data = db.fn_data(fn_id);
                    let path = match data.container {
                        Container::Trait(of) => format!("{}::{}", db.path_of(Def::Trait(of), None), data.name.name),
                        _ => self.engine.path_of(fn_id, args),
                    };
                    self.not_known_path(id, at, "no implementation of this trait is known", &path);
                }
                Val::Unknown
            }
            Targets::Fns(targets) => {
                let recursions = self.recursive_calls.len();
                let value = self.call_targets(id, at, &targets, fn_id, values, exprs);
                // Which of its implementations an object is, nobody knows: that one of them leads back here (a logger
                // that hands on to the installed one) is no recursion.
                if matches!(args.first().map(Ty::kind), Some(TyKind::Dyn(_))) {
                    self.recursive_calls.truncate(recursions);
                }
                value
            }
        }
    }

    /// Each of them possibly: the worst counts.
    fn call_targets(&mut self, id: Option<ExprId>, at: Span, targets: &[Target], named: FnId, values: &[Val], exprs: &[ExprId]) -> Val {
        if let [one] = targets {
            return self.call_target(id, at, one, named, values, exprs);
        }
        let before = std::mem::take(&mut self.cost);
        let mut worst = super::cost::Cost::ZERO;
        let mut value: Option<Val> = None;
        let mut all_dead = true;
        for target in targets {
            self.cost = super::cost::Cost::ZERO;
            let own = self.call_target(id, at, target, named, values, exprs);
            all_dead &= std::mem::replace(&mut self.dead, false);
            worst = worst.or(std::mem::take(&mut self.cost));
            value = Some(value.map_or(own.clone(), |v| v.join(&own)));
        }
        self.dead = all_dead;
        self.cost = before.then(worst);
        value.unwrap_or(Val::Unknown)
    }

    fn call_target(&mut self, id: Option<ExprId>, at: Span, target: &Target, named: FnId, values: &[Val], exprs: &[ExprId]) -> Val {
        let db = self.engine.db;
        let (fn_id, args) = (target.id, &target.args);
        let data = db.fn_data(fn_id);
        let krate = db.crate_of(fn_id.unit);
        let is_std = db.is_std(krate);
        let has_body = data.item.body.is_some() && !is_std;
        let sig = db.fn_sig(fn_id);
        let ret = self.engine.chooser.concrete(&sig.ret.clone(), args);
        let shown = self.engine.shown(fn_id, named, args);
        if let Some((model, binding)) = self.engine.model_of(fn_id, named, args, values.len()) {
            let path = self.engine.path_of(named, args);
            let value = self.modelled(model, binding, &shown, &path, at, values, exprs, &ret, Some((fn_id, args, named)));
            return if value == Val::Unknown && is_std { self.intrinsic(&path, values, &ret) } else { value };
        }
        if has_body {
            let summary = self.engine.function(fn_id, args, values.to_vec());
            self.absorb(&summary, &Hop { at, callee: shown.as_str().into(), id: Some(fn_id) });
            if summary.diverges {
                self.dead = true;
            }
            let returned = self.returned(&summary.ret, data.item.is_const);
            return if returned == Val::Unknown { self.carried_on(fn_id, args, values, &ret) } else { returned };
        }
        self.forward(&target.forwards, at);
        if is_std {
            let rounds = self.rounds_of(named, values, None);
            self.run_handed(values, Some((fn_id, args)), &ret, at, &shown, None, rounds);
            if ret.is_never() {
                self.dead = true;
            }
            let path = self.engine.path_of(named, args);
            let known = self.intrinsic(&path, values, &ret);
            return if known == Val::Unknown { self.carried_on(fn_id, args, values, &ret) } else { known };
        }
        if data.container == Container::Foreign
            && let Some(id) = id
        {
            let path = self.engine.path_of(fn_id, args);
            self.not_known_path(id, at, "a foreign function without a model", &path);
        }
        Val::Unknown
    }

    /// What a method without a text hands on to, each of it once: types that contain each other are a graph with more
    /// ways through it than can be walked, and types that grow as they contain themselves have no end.
    fn forward(&mut self, calls: &[(FnId, Args)], at: Span) {
        let is_outermost = self.engine.forwarding.is_empty();
        for call in calls {
            let is_large = call.1.iter().any(Ty::is_large);
            if !is_large && self.engine.forwarding.len() < FORWARDS && self.engine.forwarding.insert(call.clone()) {
                self.call_fn(None, at, call.0, &call.1, &[Val::Unknown], &[]);
            }
        }
        if is_outermost {
            self.engine.forwarding.clear();
        }
    }

    /// What a function with a body gives to its caller.
    fn returned(&self, value: &Val, is_const: bool) -> Val {
        if is_const {
            return value.clone();
        }
        let db = self.engine.db;
        value.soften(&|id| db.adt(id.adt).variants.len() > 1)
    }

    /// A method that returns its receiver's own type goes on with the receiver's settings; a function that makes a
    /// value of its own type without one makes it without any.
    fn carried_on(&self, fn_id: FnId, args: &Args, values: &[Val], ret: &Ty) -> Val {
        let db = self.engine.db;
        let Container::Impl(of) = db.fn_data(fn_id).container else { return Val::Unknown };
        let Some(header) = db.impl_header(of) else { return Val::Unknown };
        let (Some((own, _)), Some((given, _))) = (
            header.self_ty.subst(args).as_adt().map(|(a, b)| (a, Arc::clone(b))),
            ret.peel_refs().as_adt().map(|(a, b)| (a, Arc::clone(b))),
        ) else {
            return Val::Unknown;
        };
        if own != given {
            return Val::Unknown;
        }
        if db.fn_sig(fn_id).has_self {
            return match values.first().map(Val::hard) {
                Some(handle @ Val::Handle(_)) => handle.clone(),
                _ => Val::Unknown,
            };
        }
        Val::Handle(Arc::new(HandleVal::default()))
    }

    /// By type parameter: whether a bound allows the callee to call what it stands for.
    fn called_params(&self, id: FnId) -> Vec<bool> {
        let db = self.engine.db;
        let lang = db.lang();
        let markers = [lang.sized, lang.meta_sized, lang.pointee_sized, lang.destruct, lang.copy, lang.clone];
        let generics = db.generics(GenericOwner::Fn(id));
        let mut called: Vec<bool> = generics.params.iter().map(|p| p.kind == ParamKind::SelfType).collect();
        let mut owner = Some(GenericOwner::Fn(id));
        while let Some(of) = owner {
            for predicate in db.predicates(of).iter() {
                let Predicate::Trait(bound) = predicate else { continue };
                if let TyKind::Param(index, _) = bound.self_ty().kind()
                    && !markers.contains(&Some(bound.id))
                    && !db.trait_data(bound.id).is_auto
                    && let Some(called) = called.get_mut(*index as usize)
                {
                    *called = true;
                }
            }
            owner = db.parent_owner(of);
        }
        called
    }

    /// Closures (and functions) that are handed to a function without a body run there, unless they go on in its
    /// result or its model keeps them.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn run_handed(
        &mut self,
        values: &[Val],
        callee: Option<(FnId, &Args)>,
        ret: &Ty,
        at: Span,
        shown: &str,
        model: Option<(&Model, usize)>,
        rounds: Rounds,
    ) {
        let no_args: Args = Arc::from([]);
        let args = callee.map_or(&no_args, |(_, args)| args);
        let callee = callee.map(|(id, _)| id);
        let mut kept_types: Vec<Ty> = Vec::new();
        ret.walk(&mut |part| {
            if matches!(part.kind(), TyKind::Closure(..) | TyKind::FnDef(..)) {
                kept_types.push(part.clone());
            }
        });
        let keeps = |i: usize| {
            model.is_some_and(|(m, binding)| m.keeps.iter().chain(&m.spawns).any(|k| k.resolve(binding) == ArgIndex::Argument(i)))
        };
        let mut done: Vec<Ty> = Vec::new();
        let called = callee.map(|id| self.called_params(id));
        let declared = callee.map(|id| self.engine.db.fn_sig(id));
        // `drop(f)`, `list.push(f)`: what no bound allows to call is not called.
        let is_called = |i: usize| {
            let (Some(called), Some(ty)) = (&called, declared.as_ref().and_then(|sig| sig.params.get(i))) else { return true };
            let mut some = false;
            let mut none = true;
            ty.walk(&mut |part| {
                if let TyKind::Param(index, _) = part.kind() {
                    none = false;
                    some |= called.get(*index as usize).copied().unwrap_or(true);
                }
            });
            some || none
        };
        for (i, value) in values.iter().enumerate() {
            if keeps(i) || !is_called(i) {
                // What is kept or runs elsewhere does not run through its type either.
                match value {
                    Val::Closure(c) => done.push(Ty::new(TyKind::Closure(c.owner, c.expr, Arc::clone(&c.args)))),
                    Val::Fn(id, args) => done.push(Ty::new(TyKind::FnDef(*id, Arc::clone(args)))),
                    _ => {}
                }
                continue;
            }
            match value {
                Val::Closure(closure) => {
                    let ty = Ty::new(TyKind::Closure(closure.owner, closure.expr, Arc::clone(&closure.args)));
                    if !kept_types.contains(&ty) {
                        let closure = Arc::clone(closure);
                        self.run_rounds(rounds, at, |f| {
                            f.run_closure(&closure, at, shown, &[]);
                        });
                    }
                    done.push(ty);
                }
                Val::Fn(fn_id, fn_args) => {
                    let ty = Ty::new(TyKind::FnDef(*fn_id, Arc::clone(fn_args)));
                    if !kept_types.contains(&ty) {
                        let (fn_id, fn_args) = (*fn_id, Arc::clone(fn_args));
                        self.run_rounds(rounds, at, |f| {
                            f.call_fn(None, at, fn_id, &fn_args, &[], &[]);
                        });
                    }
                    done.push(ty);
                }
                _ => {}
            }
        }
        // A model that keeps or spawns speaks for the types too: `spawn<F>` does not run `F`.
        if model.is_some_and(|(m, _)| m.spawns.is_some() || !m.keeps.is_empty()) {
            return;
        }
        // What the receiver carries in its type: the closures of an iterator chain that is consumed here.
        let mut carried: Vec<Ty> = Vec::new();
        for (index, ty) in args.iter().enumerate() {
            if called.as_ref().is_some_and(|called| called.get(index) == Some(&false)) {
                continue;
            }
            ty.walk(&mut |part| {
                if matches!(part.kind(), TyKind::Closure(..) | TyKind::FnDef(..))
                    && !done.contains(part)
                    && !kept_types.contains(part)
                    && !carried.contains(part)
                {
                    carried.push(part.clone());
                }
            });
        }
        for ty in carried {
            self.run_rounds(rounds, at, |f| match ty.kind() {
                TyKind::Closure(owner, expr, closure_args) => {
                    let closure = ClosureVal {
                        owner: *owner,
                        expr: *expr,
                        args: Arc::clone(closure_args),
                        captured: Vec::new(),
                        self_val: Val::Unknown,
                    };
                    f.run_closure(&Arc::new(closure), at, shown, &[]);
                }
                TyKind::FnDef(fn_id, fn_args) => {
                    f.call_fn(None, at, *fn_id, &Arc::clone(fn_args), &[], &[]);
                }
                _ => {}
            });
        }
    }

    /// Run what a callee calls, so many times as it does. It may not be called at all: nothing after it is unreachable.
    fn run_rounds(&mut self, rounds: Rounds, at: Span, f: impl FnOnce(&mut Self)) {
        let (dead, before, factor) = (self.dead, std::mem::take(&mut self.cost), self.factor);
        let count = match rounds {
            Rounds::Once => Some(1),
            Rounds::Count(count) => Some(count),
            Rounds::Unknown => None,
        };
        self.factor = factor.saturating_mul(count.unwrap_or(1));
        f(self);
        (self.dead, self.factor) = (dead, factor);
        let once = std::mem::replace(&mut self.cost, before);
        self.add_rounds(&once, count, None, false, at);
    }

    /// How often a function without a body calls what it was handed.
    fn rounds_of(&self, named: FnId, values: &[Val], model: Option<(&Model, usize)>) -> Rounds {
        let db = self.engine.db;
        let length = |value: Option<&Val>| match value.map(Val::hard) {
            Some(Val::Count(count)) => Rounds::Count(*count),
            Some(Val::Tuple(parts)) => Rounds::Count(parts.len() as u128),
            _ => Rounds::Unknown,
        };
        if let Some((model, binding)) = model
            && let Some(ArgIndex::Argument(i)) = model.repeats.as_ref().map(|r| r.resolve(binding))
        {
            return length(values.get(i));
        }
        match db.fn_data(named).container {
            Container::Trait(of) if db.lang().iterator == Some(of) && db.fn_data(named).name.name != "next" => length(values.first()),
            _ => Rounds::Once,
        }
    }

    /// What a model says of a call.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn modelled(
        &mut self,
        model: &'a Model,
        binding: usize,
        shown: &str,
        path: &str,
        at: Span,
        values: &[Val],
        exprs: &[ExprId],
        ret: &Ty,
        callee: Option<(FnId, &Args, FnId)>,
    ) -> Val {
        let texts: Vec<String> = exprs.iter().map(|e| self.text_of(*e)).collect();
        let arguments = Arguments { values, texts: &texts, exprs, binding };
        let blank = Effect {
            place: at,
            callee: shown.into(),
            path: path.into(),
            action: Action::Unresolved("".into()),
            why: None,
            instead: model.instead.as_deref().map(Into::into),
            arguments: texts.clone().into(),
            chains: vec![Vec::new()],
        };
        // What a future does, it does when it is awaited.
        let now = !model.awaited || self.is_awaiting;
        if now {
            if let Some(judged) = self.judge(model, &arguments) {
                self.charge(&judged, shown, at);
                let kind = model.kind.unwrap_or(Kind::Io);
                let effect = Effect {
                    action: Action::Takes { kind, time: judged.time, times: self.factor },
                    why: judged.why.as_deref().map(Into::into),
                    ..blank.clone()
                };
                merge(&mut self.effects, &effect, None);
            }
            if let Some(allocation) = &model.allocates {
                let amount = self.allocated(allocation, &arguments, callee, ret);
                self.allocate(amount, shown, at);
            }
            if let Some(forbidden) = &model.forbidden
                && forbidden.unless.as_ref().and_then(|c| self.holds(c, &arguments)) != Some(true)
            {
                merge(&mut self.effects, &Effect { action: Action::Forbidden(forbidden.usage), ..blank.clone() }, None);
            }
            if let Some(mutation) = &model.mutates {
                let when = mutation.when.as_ref().is_none_or(|c| self.holds(c, &arguments) == Some(true));
                let unless = mutation.unless.as_ref().is_some_and(|c| self.holds(c, &arguments) == Some(true));
                let set = mutation.only_if.is_none_or(|kind| self.may_be_set(values.first(), kind));
                if when && !unless && set {
                    merge(&mut self.effects, &Effect { action: Action::Mutates(mutation.what.as_str().into()), ..blank.clone() }, None);
                }
            }
            self.interval_of_call(path, values, exprs);
            self.call_panics(model, binding, shown, path, at, values, exprs, callee.map(|(id, args, _)| (id, args)));
            if let Some((fn_id, args, named)) = callee {
                for invocation in &model.invokes {
                    self.invoke(fn_id, args, named, invocation, at);
                }
            }
            for awaited in model.awaits.iter().chain(&model.caps) {
                if let ArgIndex::Argument(i) = awaited.resolve(binding)
                    && let Some(expr) = exprs.get(i)
                {
                    let ty = self.type_of(*expr);
                    self.run_future(&ty, at, shown);
                }
            }
        }
        for dropped in &model.drops {
            if let ArgIndex::Argument(i) = dropped.resolve(binding)
                && let Some(expr) = exprs.get(i)
            {
                let ty = self.type_of(*expr);
                self.drop_value(&ty, at);
            }
        }
        let rounds = callee.map_or(Rounds::Once, |(_, _, named)| self.rounds_of(named, values, Some((model, binding))));
        let handed_to = callee.map(|(id, args, _)| (id, args));
        if model.catches_panics {
            self.catching(|f| f.run_handed(values, handed_to, ret, at, shown, Some((model, binding)), rounds));
        } else {
            self.run_handed(values, handed_to, ret, at, shown, Some((model, binding)), rounds);
        }
        if model.diverges || ret.is_never() {
            self.dead = true;
        }
        // What another thread may change while a loop asks for it.
        use crate::models::schema::{AccessKind, LockOp};
        let reads = model.accesses.iter().any(|a| a.how == AccessKind::AtomicRead);
        let tries = model.lock.as_ref().is_some_and(|l| {
            l.op == LockOp::Try
                && model.latency.as_ref().is_none_or(|l| *l == crate::models::schema::Latency::Fixed(crate::models::schema::Bound::Instant))
        });
        let receives = matches!(shown.rsplit("::").next(), Some("try_recv" | "read_volatile"));
        if reads || tries || receives {
            self.shared_reads += 1;
        }
        self.apply_settings(model, &arguments, exprs);
        if matches!(shown, "GetTickCount64" | "GetTickCount") {
            return Val::Ticks(0);
        }
        self.made(model, &arguments, ret)
    }

    /// The drop of a type that a model speaks of.
    pub(super) fn drop_modelled(&mut self, id: crate::resolve::ids::AdtId, at: Span) {
        let db = self.engine.db;
        let path = format!("{}::drop", db.path_of(Def::Adt(id), None));
        let shown = format!("{}::drop", db.adt(id).name.name);
        if let Some(model) = self.engine.models.lookup_path(&path) {
            self.modelled(model, 0, &shown, &path, at, &[Val::Unknown], &[], &Ty::unit(), None);
        }
    }

    fn charge(&mut self, judged: &super::bound::Judged, shown: &str, at: Span) {
        use super::cost::{Cost, Item};
        let cost = match &judged.time {
            Time::Known(nanos) => {
                let why = judged.why.as_deref().map(Into::into);
                Cost::item(Item { nanos: *nanos, callee: shown.into(), place: at, why })
            }
            Time::Unbounded => Cost { is_unbounded: true, ..Cost::ZERO },
            Time::Unknown => Cost { has_unknown: true, ..Cost::ZERO },
        };
        self.add(cost);
    }

    fn may_be_set(&self, on: Option<&Val>, kind: SettingKind) -> bool {
        match on {
            Some(Val::Handle(handle)) => handle.settings.iter().any(|(k, v)| *k == kind && *v.hard() != Val::Bool(false)),
            _ => true,
        }
    }

    /// A method that a callee invokes on a type behind its parameter.
    fn invoke(&mut self, fn_id: FnId, args: &Args, of_call: FnId, invocation: &Invocation, at: Span) {
        let db = self.engine.db;
        let generics = db.generics(GenericOwner::Fn(fn_id));
        let parent = db.parent_owner(GenericOwner::Fn(fn_id)).map(|p| db.generics(p));
        let find = |name: &str| {
            let named = |g: &crate::resolve::sig::Generics| g.params.iter().position(|p| p.name == name);
            named(&generics).or_else(|| parent.as_ref().and_then(|g| named(g)))
        };
        // A trait's parameters, where an implementation names its own otherwise: `impl<T, U> Into<U> for T`.
        let of_trait = match (db.fn_data(of_call).container, db.fn_data(fn_id).container) {
            (Container::Trait(id), Container::Impl(chosen)) => {
                let header = db.impl_header(chosen).and_then(|h| h.trait_ref.as_ref().map(|t| t.args.clone()));
                header.map(|header| (id, header.iter().map(|ty| ty.subst(args)).collect::<Vec<_>>()))
            }
            _ => None,
        };
        let in_trait = |name: &str| {
            let (id, args) = of_trait.as_ref()?;
            let index = db.generics(GenericOwner::Trait(*id)).params.iter().position(|p| p.name == name)?;
            args.get(index).cloned()
        };
        let named = |name: &str| match find(name) {
            _ if in_trait(name).is_some() => in_trait(name),
            Some(index) => args.get(index).cloned(),
            None if name == "Self" => args.first().cloned(),
            None => None,
        };
        let ty = named(&invocation.of);
        let (Some(ty), Some((trait_path, name))) = (ty, invocation.method.rsplit_once("::")) else { return };
        let Some(Def::Trait(trait_id)) = db.find_path(trait_path) else { return };
        let Some(target) = db.trait_fn(Some(trait_id), name) else { return };
        if ty.is_unknown() || matches!(ty.kind(), TyKind::Param(..)) {
            return;
        }
        let count = db.generics(GenericOwner::Fn(target)).params.len();
        let mut all = vec![ty];
        all.extend(invocation.with.iter().map(|name| named(name).unwrap_or_else(Ty::unknown)));
        all.resize(count.max(1), Ty::unknown());
        self.call_fn(None, at, target, &all.into(), &[Val::Unknown], &[]);
    }

    fn apply_settings(&mut self, model: &Model, arguments: &Arguments<'_>, exprs: &[ExprId]) {
        for setting in &model.sets {
            if setting.when.as_ref().is_some_and(|c| self.holds(c, arguments) != Some(true)) {
                continue;
            }
            let on = setting.on.clone().unwrap_or(ArgRef::Index(0));
            let ArgIndex::Argument(index) = on.resolve(arguments.binding) else { continue };
            let value = match (arguments.value(&setting.arg), setting.unit) {
                (Val::Int { lo, hi }, Some(crate::models::schema::TimeUnit::Ms)) if *lo >= 0 => {
                    Val::Time { lo: lo.unsigned_abs() * 1_000_000, hi: hi.unsigned_abs() * 1_000_000 }
                }
                (Val::Int { lo, hi }, Some(crate::models::schema::TimeUnit::S)) if *lo >= 0 => {
                    Val::Time { lo: lo.unsigned_abs() * 1_000_000_000, hi: hi.unsigned_abs() * 1_000_000_000 }
                }
                (value, _) => value.clone(),
            };
            let Some(local) = exprs.get(index).and_then(|e| self.root_local(*e)) else { continue };
            let mut handle = match self.locals.get(&local) {
                Some(Val::Handle(handle)) => (**handle).clone(),
                _ => HandleVal::default(),
            };
            handle.settings.retain(|(kind, _)| *kind != setting.what);
            handle.settings.push((setting.what, value));
            self.locals.insert(local, Val::Handle(Arc::new(handle)));
        }
    }

    /// What a modelled call returns.
    fn made(&mut self, model: &Model, arguments: &Arguments<'_>, ret: &Ty) -> Val {
        let mut handle = HandleVal { object: model.object, ..HandleVal::default() };
        let mut known = model.object.is_some();
        if let Some(opens) = &model.opens {
            handle.path = Some(arguments.value(opens).clone());
            known = true;
        }
        let mut carried = model.carries.clone();
        // A builder's method goes on with its receiver's settings.
        if carried.is_empty() && !model.sets.is_empty() {
            carried.push(ArgRef::Index(0));
        }
        for from in &carried {
            if let Val::Handle(of) = arguments.value(from).hard() {
                handle.path = handle.path.or_else(|| of.path.clone());
                handle.settings.extend(of.settings.iter().cloned());
                handle.object = handle.object.or(of.object);
                known = true;
            }
        }
        for setting in &model.sets {
            handle.settings.retain(|(kind, _)| *kind != setting.what);
            handle.settings.push((setting.what, arguments.value(&setting.arg).clone()));
            known = true;
        }
        for kind in &model.makes {
            handle.settings.push((*kind, Val::Bool(true)));
            known = true;
        }
        if !known || ret.is_unit() {
            return Val::Unknown;
        }
        let value = Val::Handle(Arc::new(handle));
        let lang = self.engine.db.lang();
        match ret.as_adt() {
            Some((adt, _)) if Some(adt) == lang.result => {
                Val::Soft(Arc::new(Val::Variant(VariantId { adt, index: 0 }, Arc::from([value]))))
            }
            Some((adt, _)) if Some(adt) == lang.option => Val::Soft(Arc::new(self.option(Some(value)))),
            _ => match ret.kind() {
                TyKind::Tuple(parts) if parts.len() == 2 => Val::Tuple(Arc::from([value.clone(), value])),
                _ => value,
            },
        }
    }

    /// `expr?`: what it gives, and whether it fails.
    pub(super) fn question(&mut self, value: &Val) -> (Val, Option<bool>) {
        let lang = self.engine.db.lang();
        let is_soft = matches!(value, Val::Soft(_));
        let value = value.hard();
        for adt in [lang.option, lang.result] {
            if let (Val::Variant(_, fields), Some(full)) = (value, self.is_full(value, adt)) {
                let inner = if full { fields.first().cloned().unwrap_or(Val::Unknown) } else { Val::Unknown };
                return (inner, if is_soft { None } else { Some(!full) });
            }
        }
        (Val::Unknown, None)
    }

    /// `expr.await`
    pub(super) fn awaited(&mut self, id: ExprId, operand: ExprId, value: &Val) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.awaited_within(id, operand, value));
        }
        self.awaited_within(id, operand, value)
    }

    fn awaited_within(&mut self, id: ExprId, operand: ExprId, _value: &Val) -> Val {
        let ty = self.type_of(operand);
        let at = match &self.data.body.expr(operand).kind {
            ExprKind::MethodCall { method, .. } => method.span,
            ExprKind::Call { callee, .. } => match &self.data.body.expr(*callee).kind {
                ExprKind::Path(path) => path.segments.last().map_or(path.span, |s| s.name.span),
                _ => self.span(*callee),
            },
            _ => self.span(operand),
        };
        // The call that made the future, run this time for what it does.
        match (self.kind(operand), self.inference.callees.get(&operand).cloned()) {
            (ExprKind::Call { args, .. }, Some(Callee::Fn(fn_id, fn_args))) => {
                let values = vec![Val::Unknown; args.len()];
                return self.await_call(operand, at, fn_id, &fn_args, &values, &args);
            }
            (ExprKind::MethodCall { recv, args, .. }, Some(Callee::Fn(fn_id, fn_args))) => {
                let exprs: Vec<ExprId> = std::iter::once(recv).chain(args).collect();
                let values = vec![Val::Unknown; exprs.len()];
                return self.await_call(operand, at, fn_id, &fn_args, &values, &exprs);
            }
            _ => {}
        }
        let shown = self.text_of(operand);
        if !self.run_future(&ty, at, &shown) {
            self.implicit(id, at);
        }
        Val::Unknown
    }

    fn await_call(&mut self, _call: ExprId, at: Span, fn_id: FnId, fn_args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        let fn_args = self.engine.chooser.concrete_args(fn_args, &self.args.clone());
        let before = std::mem::replace(&mut self.is_awaiting, true);
        let values: Vec<Val> = exprs.iter().zip(values).map(|(e, v)| self.constant_of(*e).unwrap_or_else(|| v.clone())).collect();
        let value = self.call_fn(None, at, fn_id, &fn_args, &values, exprs);
        self.is_awaiting = before;
        value
    }

    /// An argument's value where it is a constant that can be read again without effect.
    pub(super) fn constant_of(&mut self, expr: ExprId) -> Option<Val> {
        let (effects, cost) = (self.effects.len(), self.cost.clone());
        match self.kind(expr) {
            ExprKind::Lit(_) | ExprKind::Path(_) | ExprKind::Call { .. } | ExprKind::Binary { .. } => {
                let value = self.expr(expr);
                self.effects.truncate(effects);
                self.cost = cost;
                Some(value)
            }
            _ => None,
        }
    }

    /// Run what a future does; whether its type says what that is.
    fn run_future(&mut self, ty: &Ty, at: Span, shown: &str) -> bool {
        match ty.peel_refs().kind() {
            TyKind::Future { of: FutureOf::Block(owner, expr), .. } => {
                let closure = ClosureVal {
                    owner: *owner,
                    expr: *expr,
                    args: Arc::clone(&self.args),
                    captured: Vec::new(),
                    self_val: self.self_val.clone(),
                };
                self.run_closure(&Arc::new(closure), at, shown, &[]);
                true
            }
            TyKind::Future { of: FutureOf::Fn(fn_id, args), .. } => {
                let before = std::mem::replace(&mut self.is_awaiting, true);
                self.call_fn(None, at, *fn_id, &Arc::clone(args), &[], &[]);
                self.is_awaiting = before;
                true
            }
            // `Pin<Box<impl Future>>` and its like.
            TyKind::Adt(_, args) => {
                let args = Arc::clone(args);
                args.first().is_some_and(|inner| {
                    matches!(inner.kind(), TyKind::Future { .. } | TyKind::Adt(..)) && self.run_future(inner, at, shown)
                })
            }
            _ => false,
        }
    }

    /// How often a `for` loop runs.
    pub(super) fn count_of(&mut self, iter: ExprId, value: &Val) -> Option<u128> {
        match self.kind(iter) {
            ExprKind::Range { start: Some(start), end: Some(end), inclusive } => {
                let lo = self.constant_of(start)?;
                let hi = self.constant_of(end)?;
                let (Val::Int { lo, .. }, Val::Int { hi, .. }) = (lo, hi) else { return None };
                u128::try_from((hi - lo + i128::from(inclusive)).max(0)).ok()
            }
            ExprKind::Array(parts) => Some(parts.len() as u128),
            _ => {
                let ty = self.type_of(iter);
                if let TyKind::Array(_, len) = ty.peel_refs().kind()
                    && let TyKind::ConstInt(len) = len.kind()
                {
                    return u128::try_from(*len).ok();
                }
                match value.hard() {
                    Val::Tuple(parts) => Some(parts.len() as u128),
                    Val::Count(count) => Some(*count),
                    _ => None,
                }
            }
        }
    }

    /// `w!("…")`, `s!("…")`: the bindings' texts for the platform, whatever code they expand to.
    pub(super) fn wide_literal(&self, id: ExprId) -> Option<Val> {
        let db = self.engine.db;
        let span = self.span(id);
        let invocation = db.sources.file(span.file).invocation?;
        if !matches!(
            self.data.body.expr(id).kind,
            ExprKind::Block(_) | ExprKind::MethodCall { .. } | ExprKind::Call { .. } | ExprKind::Cast { .. }
        ) {
            return None;
        }
        let text = db.sources.text(invocation);
        let (name, rest) = text.split_once('!')?;
        let name = name.trim().rsplit("::").next()?.trim();
        if !matches!(name, "w" | "s" | "h") {
            return None;
        }
        let open = text.len() - rest.len() + rest.find(['(', '[', '{'])? + 1;
        let close = text.rfind([')', ']', '}'])?;
        let range = invocation.lo as usize + open..invocation.lo as usize + close;
        let mut scratch = crate::syntax::body::Body::default();
        let parsed = crate::syntax::parse_expr_into(invocation.file, &db.sources.file(invocation.file).text, range, &mut scratch).ok()?;
        match &scratch.expr(parsed).kind {
            ExprKind::Lit(literal @ (Literal::Str(_) | Literal::CStr(_) | Literal::ByteStr(_))) => Some(super::eval::literal(literal)),
            _ => None,
        }
    }

    /// What is left of a built-in macro: panics end the path, `w!` and its like are texts.
    pub(super) fn builtin(&mut self, id: ExprId, builtin: &Builtin) -> Val {
        match builtin.name.as_str() {
            "panic" | "todo" | "unimplemented" | "unreachable" => {
                self.macro_panics(builtin);
                self.dead = true;
                Val::Unknown
            }
            "compile_error" => {
                self.dead = true;
                Val::Unknown
            }
            "cfg" => match builtin.args.first().map(|a| self.kind(*a)) {
                Some(ExprKind::Lit(Literal::Str(predicate))) => {
                    let krate = self.engine.db.crate_of(self.data.module.unit);
                    self.engine.db.krate(krate).cfg.eval(&predicate).map_or(Val::Unknown, Val::Bool)
                }
                _ => Val::Unknown,
            },
            "format" => {
                self.allocate(super::effect::Amount::Bytes(64), "format!", builtin.name_span);
                Val::Unknown
            }
            "vec" => match builtin.args.first() {
                Some(list) => {
                    let element = match self.type_of(*list).kind() {
                        TyKind::Array(element, _) => element.clone(),
                        _ => Ty::unknown(),
                    };
                    let size = self.size_of(&element).unwrap_or(64);
                    let count = match self.kind(*list) {
                        ExprKind::Array(parts) => Some(parts.len() as u64),
                        ExprKind::Repeat { len, .. } => self.constant_of(len).and_then(|v| v.as_int()).and_then(|n| u64::try_from(n).ok()),
                        _ => None,
                    };
                    let amount = count.map_or(super::effect::Amount::Unsized, |n| super::effect::Amount::Bytes(n.saturating_mul(size)));
                    self.allocate(amount, "vec!", builtin.name_span);
                    match self.kind(*list) {
                        ExprKind::Array(parts) => Val::Tuple(vec![Val::Unknown; parts.len().min(64)].into()),
                        // `vec![value; n]` clones the value.
                        ExprKind::Repeat { value, .. } => {
                            let ty = self.type_of(value);
                            if let (Some(clone), false) = (self.engine.db.trait_fn(self.engine.db.lang().clone, "clone"), ty.is_unknown()) {
                                self.call_fn(None, builtin.name_span, clone, &Arc::from([ty]), &[Val::Unknown], &[]);
                            }
                            count.map_or(Val::Unknown, |n| Val::Count(u128::from(n)))
                        }
                        _ => Val::Unknown,
                    }
                }
                None => Val::Tuple(Arc::from([])),
            },
            "w" | "s" | "h" => match builtin.args.first().map(|a| self.kind(*a)) {
                Some(ExprKind::Lit(literal)) => super::eval::literal(&literal),
                _ => Val::Unknown,
            },
            _ => {
                let _ = id;
                Val::Unknown
            }
        }
    }
}

/// How often something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rounds {
    Once,
    Count(u128),
    Unknown,
}

fn variant_is(value: &Val, variant: VariantId) -> Option<bool> {
    match value {
        Val::Variant(id, _) if id.adt == variant.adt => Some(*id == variant),
        _ => None,
    }
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut sure = true;
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => sure = false,
            Some(true) => {}
        }
    }
    if sure { Some(true) } else { None }
}

fn type_name(ty: &crate::syntax::ast::TypeRef) -> Option<String> {
    match ty {
        crate::syntax::ast::TypeRef::Path(path) => {
            let last = path.segments.last()?;
            if matches!(last.name.name.as_str(), "Option" | "Box" | "Arc")
                && let Some(crate::syntax::ast::GenericArg::Type(inner)) = last.args.as_ref().and_then(|a| a.args.first())
            {
                return type_name(inner);
            }
            Some(last.name.name.to_string())
        }
        crate::syntax::ast::TypeRef::Ref { ty, .. } | crate::syntax::ast::TypeRef::Ptr { ty, .. } => type_name(ty),
        _ => None,
    }
}
