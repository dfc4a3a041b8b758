//! Places: what is known of a part of a variable or of `self`, and how it changes.
//!
//! A setting that is made on `self.stream` is known of that part from there on; what is assigned to `config.timeout` is
//! known of the field. Through a reference constants may change, handles stay the handles that they are.

use std::sync::Arc;

use super::frame::Frame;
use super::value::{ClosureVal, Val};
use crate::resolve::ids::{FnId, VariantId};
use crate::resolve::infer::Resolution;
use crate::syntax::body::{ExprId, ExprKind, PatId};

/// Where a place begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Local(PatId),
    SelfParam,
}

/// A step into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Field(VariantId, usize),
    Part(usize),
}

/// How deep a place may lie.
const DEPTH: usize = 8;

impl Frame<'_, '_> {
    /// The variable and the fields that lead to a place.
    fn way_to(&self, place: ExprId) -> Option<(Root, Vec<Step>)> {
        let mut steps = Vec::new();
        let mut at = place;
        for _ in 0..64 {
            match &self.data.body.expr(at).kind {
                ExprKind::Path(_) => {
                    let root = match self.inference.paths.get(&at)? {
                        Resolution::Local(pat) => Root::Local(*pat),
                        Resolution::SelfParam => Root::SelfParam,
                        _ => return None,
                    };
                    steps.reverse();
                    return (steps.len() <= DEPTH).then_some((root, steps));
                }
                ExprKind::Field { base, name } => {
                    steps.push(match self.inference.fields.get(&at) {
                        Some((variant, index)) => Step::Field(*variant, *index),
                        None => Step::Part(name.name.as_str().parse().ok()?),
                    });
                    at = *base;
                }
                ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } => at = *operand,
                // What hands its receiver on.
                ExprKind::MethodCall { recv, method, args, .. }
                    if args.is_empty()
                        && matches!(
                            method.name.as_str(),
                            "by_ref" | "get_ref" | "get_mut" | "deref" | "deref_mut" | "borrow" | "as_ref" | "as_mut"
                        ) =>
                {
                    at = *recv;
                }
                _ => return None,
            }
        }
        None
    }

    /// Change what is known of a place.
    pub(super) fn update(&mut self, place: ExprId, change: &dyn Fn(&Val) -> Val) {
        let Some((root, steps)) = self.way_to(place) else { return };
        let old = match root {
            Root::Local(pat) => self.locals.get(&pat).cloned().unwrap_or(Val::Unknown),
            Root::SelfParam => self.self_val.clone(),
        };
        let new = self.changed(&old, &steps, change);
        match root {
            Root::Local(pat) => {
                self.locals.insert(pat, new);
            }
            Root::SelfParam => self.self_val = new,
        }
    }

    fn changed(&mut self, value: &Val, steps: &[Step], change: &dyn Fn(&Val) -> Val) -> Val {
        let Some((step, rest)) = steps.split_first() else { return change(value) };
        match (step, value.hard()) {
            (Step::Part(index), Val::Tuple(parts)) => {
                let mut parts = parts.to_vec();
                let Some(part) = parts.get(*index).cloned() else { return value.clone() };
                parts[*index] = self.changed(&part, rest, change);
                Val::Tuple(parts.into())
            }
            (Step::Part(_), _) => value.clone(),
            (Step::Field(variant, index), known) => {
                let count = self.engine.db.variant(*variant).fields.all().len();
                let mut parts = match known {
                    Val::Variant(id, parts) if id == variant && parts.len() == count => parts.to_vec(),
                    // Of an enum, which variant it is would be said with it.
                    _ if self.engine.db.adt(variant.adt).variants.len() > 1 => return value.clone(),
                    _ => vec![Val::Unknown; count],
                };
                let Some(mut part) = parts.get(*index).cloned() else { return value.clone() };
                if part == Val::Unknown {
                    part = self.engine.field_fact(*variant, *index);
                }
                parts[*index] = self.changed(&part, rest, change);
                Val::Variant(*variant, parts.into())
            }
        }
    }

    /// What a function has made of the handles that it was given, or a closure of those that it has captured.
    pub(super) fn note_outs(&mut self) {
        if self.dead {
            return;
        }
        let known = |pat: &PatId| self.locals.get(pat).cloned().unwrap_or(Val::Unknown);
        let mut outs: Vec<Val> = Vec::new();
        if let Some(closure) = &self.captured {
            outs.extend(closure.captured.iter().map(|(pat, _)| known(pat)));
        } else {
            if self.inference.self_type.is_some() {
                outs.push(self.self_val.clone());
            }
            outs.extend(self.data.body.params.iter().map(known));
        }
        self.outs = Some(match self.outs.take() {
            Some(known) => known.iter().zip(&outs).map(|(a, b)| a.join(b)).collect(),
            None => outs,
        });
    }

    /// Take over what a callee has made of the handles that it was given.
    pub(super) fn take_outs(&mut self, callee: FnId, outs: &[Val], values: &[Val], exprs: &[ExprId]) {
        let sig = self.engine.db.fn_sig(callee);
        for (index, out) in outs.iter().enumerate() {
            if let (Val::Closure(after), Some(Val::Closure(before))) = (out.hard(), values.get(index).map(Val::hard))
                && (before.owner, before.expr) == (after.owner, after.expr)
            {
                let outs: Vec<Val> = after.captured.iter().map(|(_, value)| value.clone()).collect();
                self.take_captured(&Arc::clone(before), &outs);
            }
            let by_reference = sig.params.get(index).is_some_and(|ty| matches!(ty.kind(), crate::resolve::ty::TyKind::Ref { .. }));
            if !by_reference || values.get(index) == Some(out) || !has_handle(out) {
                continue;
            }
            if let Some(expr) = exprs.get(index) {
                self.update(*expr, &|_| only_handles(out));
            }
        }
    }

    /// Take over what a closure that has run has made of the handles that it has captured: in the variables that these are, where
    /// they are this body's, and in whatever variable holds the closure.
    pub(super) fn take_captured(&mut self, closure: &Arc<ClosureVal>, outs: &[Val]) {
        if closure.captured.len() != outs.len() || !closure.captured.iter().zip(outs).any(|((_, before), after)| set_anew(before, after)) {
            return;
        }
        let captured: Vec<(PatId, Val)> =
            closure.captured.iter().zip(outs).map(|((pat, before), after)| (*pat, with_handles(before, after))).collect();
        let after = Val::Closure(Arc::new(ClosureVal { captured: captured.clone(), ..(**closure).clone() }));
        for value in self.locals.values_mut().filter(|value| matches!(value.hard(), Val::Closure(known) if known == closure)) {
            *value = after.clone();
        }
        if closure.owner == self.owner {
            for (pat, value) in captured {
                if let Some(known) = self.locals.get_mut(&pat) {
                    *known = with_handles(known, &value);
                }
            }
        }
    }
}

/// Whether a handle in a value is not what it was.
fn set_anew(before: &Val, after: &Val) -> bool {
    with_handles(before, after) != *before
}

/// A value with the handles of another of the same form.
fn with_handles(value: &Val, of: &Val) -> Val {
    let each = |parts: &[Val], others: &[Val]| parts.iter().zip(others).map(|(part, other)| with_handles(part, other)).collect();
    match (value, of.hard()) {
        (Val::Handle(_), Val::Handle(_)) => of.hard().clone(),
        (Val::Variant(id, parts), Val::Variant(other, others)) if id == other && parts.len() == others.len() => {
            Val::Variant(*id, each(parts, others))
        }
        (Val::Tuple(parts), Val::Tuple(others)) if parts.len() == others.len() => Val::Tuple(each(parts, others)),
        (Val::Soft(inner), _) => Val::Soft(Arc::new(with_handles(inner, of))),
        _ => value.clone(),
    }
}

fn has_handle(value: &Val) -> bool {
    match value.hard() {
        Val::Handle(_) => true,
        Val::Variant(_, parts) | Val::Tuple(parts) => parts.iter().any(has_handle),
        _ => false,
    }
}

/// What is left of a value that others may change: its handles.
pub(super) fn only_handles(value: &Val) -> Val {
    match value {
        Val::Handle(_) => value.clone(),
        Val::Variant(id, parts) if has_handle(value) => Val::Variant(*id, parts.iter().map(only_handles).collect()),
        Val::Tuple(parts) if has_handle(value) => Val::Tuple(parts.iter().map(only_handles).collect()),
        Val::Soft(inner) if has_handle(inner) => Val::Soft(Arc::new(only_handles(inner))),
        _ => Val::Unknown,
    }
}
