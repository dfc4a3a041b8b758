//! Names as values: constants, statics, fields, struct literals.
//!
//! Knows nothing of calls and costs, but for the initialiser of a lazy static, which runs where it is first used.

use super::cost::{Cost, Once};
use super::effect::Hop;
use super::frame::Frame;
use super::places::only_handles;
use super::value::{ClosureVal, Val};
use crate::models::schema::ArgRef;
use crate::resolve::defs::Container;
use crate::resolve::ids::{ConstId, Def, StaticId, VariantId};
use crate::resolve::infer::{BodyOwner, Resolution};
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::{ExprId, ExprKind};
use std::sync::Arc;

impl<'a> Frame<'_, 'a> {
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
            Some(Resolution::Static(static_id)) => self.static_value(static_id),
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

    pub(super) fn const_value(&mut self, id: ConstId, args: &Args) -> Val {
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
    pub(super) fn std_constant(&self, id: ConstId) -> Val {
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
    pub(super) fn foreign_constant(&self, id: ExprId) -> Val {
        let ExprKind::Path(path) = &self.data.body.expr(id).kind else { return Val::Unknown };
        let Some(full) = self.engine.db.external_path(self.data.module_of(id), path) else { return Val::Unknown };
        match full.last().map(|s| s.as_str()) {
            Some("INFINITE") => Val::int(i128::from(u32::MAX)),
            Some("CLUSREG_NAME_RES_LOOKS_ALIVE") => Val::Str("LooksAlivePollInterval".into()),
            _ => Val::Unknown,
        }
    }

    fn static_value(&mut self, id: StaticId) -> Val {
        let db = self.engine.db;
        let data = db.static_data(id);
        let ty = db.static_type(id);
        if !data.mutable && data.value.is_some() && !self.engine.changes_inside(&ty) {
            return self.engine.constant(BodyOwner::Static(id), &Arc::from([])).ret.clone();
        }
        self.force(id, &ty)
    }

    /// The initialiser of a lazy static runs where the static is first used. What it makes is there from then on; of what
    /// may change inside, the handles.
    pub(super) fn force(&mut self, id: StaticId, ty: &Ty) -> Val {
        let db = self.engine.db;
        let Some((adt, args)) = ty.as_adt() else { return Val::Unknown };
        let of = db.path_of(Def::Adt(adt), None);
        let forces = self
            .engine
            .models
            .lookup_path(&format!("{of}::deref"))
            .is_some_and(|m| m.calls.contains(&ArgRef::Index(0)) || !m.calls.is_empty())
            // A thread's own value is made when its key is first asked for, which only a method of the key does.
            || of == "std::thread::LocalKey";
        if !forces {
            return Val::Unknown;
        }
        let owner = BodyOwner::Static(id);
        let (Some(data), Some(inference)) = (db.body(owner), db.inference(owner)) else { return Val::Unknown };
        let name = db.static_data(id).name;
        let hop = Hop { at: name.span, callee: name.name.as_str().into(), id: None };
        let (made, cost, exits) = self.apart(|f| {
            let mut made = Val::Unknown;
            for expr in &data.body.exprs {
                let ExprKind::Call { args, .. } = &expr.kind else { continue };
                for arg in args {
                    match (&data.body.expr(*arg).kind, inference.paths.get(arg)) {
                        (ExprKind::Closure(_), _) => {
                            let closure =
                                ClosureVal { owner, expr: *arg, args: Arc::from([]), captured: Vec::new(), self_val: Val::Unknown };
                            let summary = f.engine.closure(&Arc::new(closure), Vec::new());
                            f.absorb(&summary, &hop);
                            made = f.returned(&summary.ret, false);
                        }
                        (_, Some(Resolution::Fn(fn_id, args))) => {
                            let summary = f.engine.function(*fn_id, args, Vec::new());
                            f.absorb(&summary, &hop);
                            made = f.returned(&summary.ret, false);
                        }
                        _ => {}
                    }
                }
            }
            made
        });
        self.leave_after(&Cost::ZERO, exits);
        // It runs once, however often the static is mentioned.
        if cost != Cost::ZERO {
            self.add(Cost::once(Once::Lazy(id), cost));
        }
        if args.iter().any(|arg| self.engine.changes_inside(arg)) { only_handles(&made) } else { made }
    }

    /// What is known of a field: of this very value, else of every value of its type.
    pub(super) fn field_of(&mut self, expr: ExprId, value: &Val, name: Symbol) -> Val {
        let field = self.inference.fields.get(&expr).copied();
        let known = match (value.hard(), field) {
            (Val::Variant(id, fields), Some((variant, index))) if *id == variant => fields.get(index).cloned().unwrap_or(Val::Unknown),
            (Val::Tuple(parts), None) => name.as_str().parse::<usize>().ok().and_then(|i| parts.get(i).cloned()).unwrap_or(Val::Unknown),
            _ => Val::Unknown,
        };
        match field {
            Some((variant, index)) if known == Val::Unknown => self.engine.field_fact(variant, index),
            _ => known,
        }
    }

    pub(super) fn struct_value(&mut self, id: ExprId, values: &[(Symbol, Val)], base: Option<&Val>) -> Val {
        let Some(Resolution::Ctor(variant, _)) = self.inference.paths.get(&id).cloned() else { return Val::Unknown };
        let names: Vec<Symbol> = self.engine.db.variant(variant).fields.all().iter().map(|f| f.name.name).collect();
        let of_base = |i: usize| match base.map(Val::hard) {
            Some(Val::Variant(of, fields)) if *of == variant => fields.get(i).cloned(),
            _ => None,
        };
        let given: Vec<Option<Val>> = names
            .iter()
            .enumerate()
            .map(|(i, name)| match values.iter().find(|(n, _)| n == name) {
                Some((_, value)) => Some(value.clone()),
                // What another value has, the place that made that one says.
                None => of_base(i).filter(|value| base.is_none() || *value != Val::Unknown),
            })
            .collect();
        if base.is_some() || given.iter().all(Option::is_some) {
            self.record(id, given.clone());
        }
        let fields = given.into_iter().map(|value| value.unwrap_or(Val::Unknown));
        Val::Variant(variant, fields.collect())
    }

    /// The number of a variant without fields: written at it, or counted on from one that is written before.
    pub(super) fn discriminant(&self, of: VariantId) -> Val {
        let variants = &self.engine.db.adt(of.adt).variants;
        let mut next = Some(0_i128);
        for (index, variant) in variants.iter().enumerate() {
            let own = match &variant.discriminant {
                Some(code) => super::texts::integer(&self.engine.db.sources.text(code.span)),
                None => next,
            };
            if index == of.index as usize {
                return own.map_or(Val::Unknown, Val::int);
            }
            next = own.and_then(|n| n.checked_add(1));
        }
        Val::Unknown
    }

    /// An argument's value where it is a constant that can be read again without effect.
    pub(super) fn constant_of(&mut self, expr: ExprId) -> Option<Val> {
        match self.kind(expr) {
            ExprKind::Lit(_)
            | ExprKind::Path(_)
            | ExprKind::Call { .. }
            | ExprKind::MethodCall { .. }
            | ExprKind::Field { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Cast { .. }
            | ExprKind::Binary { .. } => Some(self.dry(|f| f.expr(expr))),
            _ => None,
        }
    }
}
