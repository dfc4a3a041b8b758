//! Values that expressions make: structs, closures, constants, what built-in macros give.

use std::sync::Arc;

use super::facts::What;
use super::place::Part;
use super::value::{ClosureVal, Val};
use super::walk::{At, Spot, Walk};
use crate::analysis::locals::consumes;
use crate::analysis::value::Val as Known;
use crate::resolve::bodies::children;
use crate::resolve::ids::{Prim, VariantId};
use crate::resolve::infer::{BodyOwner, Resolution};
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::Fields;
use crate::syntax::body::{Builtin, ExprId, ExprKind, FieldInit, PatId};

impl Walk<'_, '_, '_> {
    pub(super) fn closure_value(&mut self, id: ExprId, body: ExprId, is_move: bool) -> Val {
        let used = self.used_locals(body);
        for pat in &used {
            // What a closure moves into itself is dropped with it; a constant that it may change is none.
            if self.declared.contains(pat) && (is_move || consumes(&self.data, &self.inference, body, *pat)) {
                self.st.moved.insert(*pat);
            }
        }
        let captured = used.iter().filter_map(|pat| self.st.env.get(pat).map(|v| (*pat, v.cut()))).filter(|(_, v)| *v != Val::Unknown);
        let captured = captured.collect();
        let closure = ClosureVal { owner: self.owner, expr: id, args: Arc::clone(&self.args), captured, this: self.this.cut() };
        for pat in used {
            if let Some(value @ Val::Known(_)) = self.st.env.get_mut(&pat) {
                *value = Val::Unknown;
            }
        }
        let closure = Arc::new(closure);
        self.closures_seen.insert((self.owner, id), (Arc::clone(&closure), Val::Unknown));
        Val::Closure(closure)
    }

    /// What a closure called in place took with it and did not hand on ends with it.
    pub(super) fn end_captured(&mut self, callee: ExprId) {
        let ExprKind::Closure(closure) = self.kind(callee) else { return };
        if !closure.is_move {
            return;
        }
        let mut ended = self.used_locals(closure.body);
        ended.retain(|pat| {
            self.declared.contains(pat) && self.st.moved.contains(pat) && !consumes(&self.data, &self.inference, closure.body, *pat)
        });
        ended.iter().for_each(|pat| {
            self.st.moved.remove(pat);
        });
        self.end_locals(&ended);
        self.st.moved.extend(ended);
    }

    pub(super) fn struct_value(&mut self, id: ExprId, fields: &[FieldInit], base: Option<ExprId>) -> Val {
        let mut values: Vec<(Symbol, Val)> = Vec::with_capacity(fields.len());
        let of = self.type_of(id);
        for field in fields {
            let value = self.expr(field.value);
            let wanted = match (self.inference.paths.get(&id), of.as_adt()) {
                (Some(Resolution::Ctor(variant, _)), Some((adt, args))) => {
                    let (variant, args) = (*variant, Arc::clone(args));
                    let types = self.an.db.field_types(adt);
                    let index = self.an.db.field(variant, field.name.name).map_or(0, |(i, _)| i);
                    types.get(variant.index as usize).and_then(|v| v.get(index)).map_or_else(Ty::unknown, |t| t.subst(&args))
                }
                _ => Ty::unknown(),
            };
            let value = self.coerced(field.value, value, &wanted);
            values.push((field.name.name, value));
        }
        let base = base.map(|b| self.expr(b));
        let Some(Resolution::Ctor(variant, _)) = self.inference.paths.get(&id).cloned() else { return Val::Unknown };
        if let Some(base) = base {
            let names: Vec<Symbol> = self.an.db.variant(variant).fields.all().iter().map(|f| f.name.name).collect();
            for name in names {
                if !values.iter().any(|(n, _)| *n == name) {
                    let part = self.part_of(variant, name);
                    values.push((name, base.field(name, part)));
                }
            }
        }
        for (name, value) in &values {
            self.note_object(variant, *name, value);
        }
        let value = Val::Fields(Some(variant), values.into()).bounded();
        self.as_guard(id, value)
    }

    /// A tuple struct's or variant's value.
    pub(super) fn ctor_value(&mut self, id: ExprId, variant: VariantId, values: Vec<Val>) -> Val {
        // `Some(x)` and `Ok(x)` are what is in them.
        if self.an.db.is_std(self.an.db.crate_of(variant.adt.unit)) && self.an.db.adt(variant.adt).variants.len() > 1 {
            return values.into_iter().next().unwrap_or(Val::Fresh);
        }
        let names: Vec<Symbol> = self.an.db.variant(variant).fields.all().iter().map(|f| f.name.name).collect();
        let fields: Vec<(Symbol, Val)> = names.into_iter().zip(values).collect();
        for (name, value) in &fields {
            self.note_object(variant, *name, value);
        }
        self.as_guard(id, Val::Fields(Some(variant), fields.into()).bounded())
    }

    /// A field of a variant as a part of a path; a union's fields lie in one place.
    pub(super) fn part_of(&self, variant: VariantId, name: Symbol) -> Part {
        super::place::part_of(self.an.db, variant, name)
    }

    /// The value of a constant.
    pub(super) fn constant(&mut self, id: ExprId) -> Val {
        match self.inference.paths.get(&id).cloned() {
            Some(Resolution::SelfParam) => self.this.clone(),
            Some(Resolution::Fn(id, args)) => {
                let args = self.an.engine.chooser.concrete_args(&args, &Arc::clone(&self.args));
                Val::Fn(id, args)
            }
            Some(Resolution::Const(id, args)) => {
                let ty = self.an.db.const_type(id);
                let is_scalar = matches!(ty.peel_refs().kind(), TyKind::Prim(_) | TyKind::Ptr { .. });
                // A newtype's constant (`WAIT_OBJECT_0`) is the number in it.
                let is_newtype = ty.as_adt().is_some_and(|(id, _)| matches!(&self.an.db.field_types(id)[..], [one] if one.len() == 1));
                if !(is_scalar || is_newtype) || self.an.db.const_data(id).value.is_none() {
                    return Val::Fresh;
                }
                let args = self.an.engine.chooser.concrete_args(&args, &Arc::clone(&self.args));
                let value = self.an.engine.constant(BodyOwner::Const(id), &args).ret.hard().clone();
                match value.as_int() {
                    Some(number) if is_newtype => Val::int(number),
                    None if is_newtype => Val::Fresh,
                    _ => Val::Known(value),
                }
            }
            Some(Resolution::Ctor(variant, _)) => match self.an.db.variant(variant).fields {
                Fields::Unit if !self.an.db.is_std(self.an.db.crate_of(variant.adt.unit)) => Val::Fields(Some(variant), Arc::from([])),
                Fields::Unit => Val::Fresh,
                _ => Val::Unknown,
            },
            Some(Resolution::ConstParam(index)) => match self.args.get(index as usize).map(Ty::kind) {
                Some(TyKind::ConstInt(value)) => match self.inference.type_of(id).kind() {
                    TyKind::Prim(Prim::Bool) => Val::Known(Known::Bool(*value != 0)),
                    _ => Val::int(*value),
                },
                _ => Val::Unknown,
            },
            Some(Resolution::Unresolved) => {
                let ExprKind::Path(path) = &self.data.body.expr(id).kind else { return Val::Unknown };
                match path.segments.last().map(|s| s.name.name) {
                    Some(name) if name == "INFINITE" => Val::int(i128::from(u32::MAX)),
                    Some(name) if name == "WAIT_OBJECT_0" => Val::int(0),
                    _ => Val::Unknown,
                }
            }
            _ => Val::Unknown,
        }
    }

    /// A built-in macro: its operands are looked at.
    pub(super) fn builtin(&mut self, id: ExprId, builtin: &Builtin) -> Val {
        let makes = matches!(builtin.name.as_str(), "vec");
        let takes_place = matches!(builtin.name.as_str(), "addr_of" | "addr_of_mut" | "raw_const" | "raw_mut");
        let mut values = Vec::new();
        for arg in &builtin.args {
            if takes_place {
                return match self.spot(*arg) {
                    Spot::Places(places) => Val::Ptr(places),
                    Spot::Local(pat) => Val::Ref(Arc::new(self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown))),
                    Spot::Value(value) => Val::Ref(Arc::new(value)),
                };
            }
            if makes {
                values.push(self.expr(*arg));
                continue;
            }
            // `{}` of a place reads it by reference.
            let spot = self.spot(*arg);
            let value = match spot {
                Spot::Places(places) => {
                    let held = self.held(At::Access(*arg));
                    self.touch(&places, What::Read, self.span(*arg), "", &held);
                    Val::Ptr(places)
                }
                Spot::Local(pat) => Val::Ref(Arc::new(self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown))),
                Spot::Value(value) => Val::Ref(Arc::new(value)),
            };
            values.push(value);
        }
        let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
        for (call, value) in calls.iter().zip(values.iter().chain(std::iter::repeat(&Val::Unknown))) {
            self.implicit_call(id, call, std::slice::from_ref(value));
        }
        if self.type_of(id).is_never() {
            self.st.dead = true;
        }
        if makes && !values.is_empty() {
            let held = self.held(At::Call(id));
            self.note_call(id, &held);
            let value = Val::Fields(None, values.into_iter().map(|v| (Symbol::intern("[0]"), v)).collect());
            self.gave(id, &value);
            return value;
        }
        Val::Fresh
    }

    /// The variables that code uses.
    pub(super) fn used_locals(&self, code: ExprId) -> Vec<PatId> {
        let mut out = Vec::new();
        let mut stack = vec![code];
        while let Some(id) = stack.pop() {
            if let Some(Resolution::Local(pat)) = self.inference.paths.get(&id)
                && !out.contains(pat)
            {
                out.push(*pat);
            }
            stack.extend(children(&self.data.body.expr(id).kind).0);
        }
        out.sort_unstable();
        out
    }
}
