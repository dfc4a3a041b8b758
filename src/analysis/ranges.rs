//! What comparisons say of the numbers that they compare: within `if got < 3`, `got` is less; after `if n == 0 { return }`,
//! a length is at least 1. So a buffer that is filled bit by bit is filled in so many rounds as it has bytes at most.

use std::sync::Arc;

use super::control::State;
use super::eval::mirrored;
use super::frame::Frame;
use super::loops::negated;
use super::value::Val;
use crate::resolve::ids::Prim;
use crate::resolve::infer::Resolution;
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::{BinaryOp, ExprId, ExprKind, PatId};

impl Frame<'_, '_> {
    /// What a variable can be on the ways on which a comparison holds and does not hold.
    pub(super) fn narrow(&mut self, cond: ExprId, yes: &mut State, no: &mut State) {
        let ExprKind::Binary { op, lhs, rhs, .. } = self.kind(cond) else { return };
        let Some(otherwise) = negated(op) else { return };
        for (side, other, is_left) in [(lhs, rhs, true), (rhs, lhs, false)] {
            let Some(Resolution::Local(pat)) = self.inference.paths.get(&side).cloned() else { continue };
            let Some(prim) = int(&self.type_of(side)) else { continue };
            let Some(Val::Int { lo, hi }) = self.compared_with(other) else { continue };
            for (state, op) in [(&mut *yes, op), (&mut *no, otherwise)] {
                let op = if is_left { op } else { mirrored(op) };
                let known = state.locals.get(&pat).unwrap_or(&Val::Unknown);
                if let Some(narrower) = narrowed(known, op, (lo, hi), prim) {
                    state.locals.insert(pat, narrower);
                }
            }
        }
    }

    /// A number beside a comparison, where asking for it again does nothing.
    fn compared_with(&mut self, other: ExprId) -> Option<Val> {
        let is_plain = match self.kind(other) {
            ExprKind::Lit(_) | ExprKind::Path(_) => true,
            ExprKind::MethodCall { method, args, .. } => method.name == "len" && args.is_empty(),
            _ => false,
        };
        if !is_plain {
            return None;
        }
        self.constant_of(other).map(|value| value.hard().clone())
    }

    /// What a name is bound to is not 0.
    pub(super) fn is_not_zero(&mut self, name: PatId) {
        let ty = self.inference.type_of_pat(name);
        let Some(prim) = int(&ty) else { return };
        let known = self.locals.get(&name).unwrap_or(&Val::Unknown);
        if let Some(narrower) = narrowed(known, BinaryOp::Ne, (0, 0), prim) {
            self.locals.insert(name, narrower);
        }
    }
}

fn int(ty: &Ty) -> Option<Prim> {
    match ty.kind() {
        TyKind::Prim(prim) if prim.is_int() => Some(*prim),
        _ => None,
    }
}

/// What a number is of which `number op x` holds for some `x` between two; `None` where that says nothing new.
fn narrowed(known: &Val, op: BinaryOp, (low, high): (i128, i128), prim: Prim) -> Option<Val> {
    let (mut lo, mut hi) = match known {
        Val::Int { lo, hi } => (*lo, Some(*hi)),
        Val::AtLeast(lo) => (*lo, None),
        Val::Unknown if !prim.is_signed() => (0, None),
        _ => return None,
    };
    let exact = low == high;
    match op {
        BinaryOp::Lt => hi = Some(hi.map_or(high - 1, |hi| hi.min(high - 1))),
        BinaryOp::Le => hi = Some(hi.map_or(high, |hi| hi.min(high))),
        BinaryOp::Gt => lo = lo.max(low.saturating_add(1)),
        BinaryOp::Ge => lo = lo.max(low),
        BinaryOp::Eq => {
            lo = lo.max(low);
            hi = Some(hi.map_or(high, |hi| hi.min(high)));
        }
        BinaryOp::Ne if exact && lo == low => lo += 1,
        BinaryOp::Ne if exact && hi == Some(high) => hi = Some(high - 1),
        _ => return None,
    }
    let narrower = match hi {
        // That way is not taken: whoever compares says so.
        Some(hi) if hi < lo => return None,
        // Of what nobody knows, a limit is good as a bound.
        Some(hi) if *known == Val::Unknown => Val::Soft(Arc::new(Val::Int { lo, hi })),
        Some(hi) => Val::Int { lo, hi },
        None if lo == 0 => return None,
        None => Val::AtLeast(lo),
    };
    (narrower != *known).then_some(narrower)
}

/// An operation of which one side has no greatest value that is known.
pub(super) fn binary(op: BinaryOp, left: &Val, right: &Val) -> Val {
    let ends = |value: &Val| match value {
        Val::Int { lo, hi } => Some((*lo, Some(*hi))),
        Val::AtLeast(lo) => Some((*lo, None)),
        _ => None,
    };
    let (Some((a, b)), Some((c, d))) = (ends(left), ends(right)) else { return Val::Unknown };
    let at_least = |lo: Option<i128>| lo.map_or(Val::Unknown, Val::AtLeast);
    let answer = |no: bool, yes: bool| {
        if no {
            Val::Bool(false)
        } else if yes {
            Val::Bool(true)
        } else {
            Val::Unknown
        }
    };
    // Whether all of the left is below the right, or not above it; and the other way round.
    let (below, not_above) = (b.is_some_and(|b| b < c), b.is_some_and(|b| b <= c));
    let (above, not_below) = (d.is_some_and(|d| a > d), d.is_some_and(|d| a >= d));
    match op {
        BinaryOp::Add => at_least(a.checked_add(c)),
        BinaryOp::Sub => at_least(d.and_then(|d| a.checked_sub(d)).filter(|lo| *lo >= 0)),
        BinaryOp::Mul if a >= 0 && c >= 0 => at_least(a.checked_mul(c)),
        BinaryOp::Lt => answer(not_below, below),
        BinaryOp::Le => answer(above, not_above),
        BinaryOp::Gt => answer(not_above, above),
        BinaryOp::Ge => answer(below, not_below),
        BinaryOp::Eq => answer(below || above, false),
        BinaryOp::Ne => answer(false, below || above),
        _ => Val::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_narrow_what_they_compare() {
        let between = |lo, hi| Some(Val::Int { lo, hi });
        let narrow = |known: Val, op, with| narrowed(&known, op, (with, with), Prim::Usize);
        assert_eq!(narrow(Val::Unknown, BinaryOp::Ne, 0), Some(Val::AtLeast(1)));
        assert_eq!(narrow(Val::Unknown, BinaryOp::Ne, 5), None);
        assert_eq!(narrow(Val::Unknown, BinaryOp::Lt, 3), Some(Val::Soft(Arc::new(Val::int(0).join(&Val::int(2))))));
        assert_eq!(narrow(Val::AtLeast(1), BinaryOp::Lt, 3), between(1, 2));
        assert_eq!(narrow(Val::AtLeast(3), BinaryOp::Lt, 3), None, "it is not taken");
        assert_eq!(narrow(Val::Int { lo: 0, hi: 9 }, BinaryOp::Ge, 4), between(4, 9));
        assert_eq!(narrow(Val::Int { lo: 0, hi: 9 }, BinaryOp::Ne, 9), between(0, 8));
        assert_eq!(narrow(Val::Int { lo: 0, hi: 9 }, BinaryOp::Le, 20), None);
        assert_eq!(narrowed(&Val::Unknown, BinaryOp::Ne, (0, 0), Prim::I32), None, "it may be less");
    }

    #[test]
    fn what_has_no_greatest_value_is_compared_by_its_least() {
        let (three, one) = (Val::AtLeast(3), Val::AtLeast(1));
        assert_eq!(binary(BinaryOp::Add, &Val::int(2), &one), three);
        assert_eq!(binary(BinaryOp::Lt, &three, &Val::int(3)), Val::Bool(false));
        assert_eq!(binary(BinaryOp::Lt, &one, &Val::int(3)), Val::Unknown);
        assert_eq!(binary(BinaryOp::Lt, &Val::int(0), &one), Val::Bool(true));
        assert_eq!(binary(BinaryOp::Eq, &three, &Val::int(2)), Val::Bool(false));
        assert_eq!(binary(BinaryOp::Sub, &one, &Val::int(2)), Val::Unknown);
        assert_eq!(binary(BinaryOp::Div, &three, &Val::int(2)), Val::Unknown);
    }
}
