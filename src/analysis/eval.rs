//! Literals and operators on what is known.

use crate::resolve::ids::Prim;
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::{BinaryOp, Literal, UnaryOp};

use super::value::{Val, wrap};

/// A literal's value.
pub fn literal(literal: &Literal) -> Val {
    match literal {
        Literal::Int(value, _) => i128::try_from(*value).map_or(Val::Unknown, Val::int),
        Literal::Bool(value) => Val::Bool(*value),
        Literal::Char(value) => Val::int(i128::from(u32::from(*value))),
        Literal::Byte(value) => Val::int(i128::from(*value)),
        Literal::Str(text) => Val::Str(text.as_str().into()),
        Literal::ByteStr(bytes) | Literal::CStr(bytes) => {
            std::str::from_utf8(bytes).map_or(Val::Unknown, |text| Val::Str(text.trim_end_matches('\0').into()))
        }
        Literal::Float(..) => Val::Unknown,
    }
}

/// The limit that a comparison sets to the time that passes: `start.elapsed() < LIMIT`, `Instant::now() < deadline`.
pub fn time_limit(op: BinaryOp, left: &Val, right: &Val) -> Option<u128> {
    if !matches!(op, BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge) {
        return None;
    }
    match (left.hard(), right.hard()) {
        (Val::Passed { ticks: false }, Val::Time { hi, .. }) | (Val::Time { hi, .. }, Val::Passed { ticks: false }) => Some(*hi),
        (Val::Passed { ticks: true }, Val::Int { hi, .. }) | (Val::Int { hi, .. }, Val::Passed { ticks: true }) => {
            u128::try_from(*hi).ok().map(|ms| ms.saturating_mul(1_000_000))
        }
        (Val::Moment(0), Val::Moment(after)) | (Val::Moment(after), Val::Moment(0)) => Some(*after),
        (Val::Ticks(0), Val::Ticks(after)) | (Val::Ticks(after), Val::Ticks(0)) => Some(after.saturating_mul(1_000_000)),
        _ => None,
    }
}

fn prim(ty: &Ty) -> Option<Prim> {
    match ty.peel_refs().kind() {
        TyKind::Prim(prim) => Some(*prim),
        _ => None,
    }
}

/// A prefix operator; `ty` is the result's type.
pub fn unary(op: UnaryOp, value: &Val, ty: &Ty) -> Val {
    if let (Val::Soft(inner), UnaryOp::Not | UnaryOp::Neg) = (value, op) {
        return soft(unary(op, inner, ty));
    }
    match (op, value) {
        (UnaryOp::Deref, value) => value.clone(),
        (UnaryOp::Not, Val::Bool(value)) => Val::Bool(!value),
        (UnaryOp::Not, Val::Int { lo, hi }) if lo == hi => match prim(ty) {
            Some(prim) if prim.is_int() => Val::int(wrap(!lo, prim)),
            _ => Val::Unknown,
        },
        (UnaryOp::Neg, Val::Int { lo, hi }) => Val::Int { lo: hi.saturating_neg(), hi: lo.saturating_neg() },
        _ => Val::Unknown,
    }
}

/// An infix operator; `ty` is the left side's type.
pub fn binary(op: BinaryOp, left: &Val, right: &Val, ty: &Ty) -> Val {
    if matches!(left, Val::Soft(_)) || matches!(right, Val::Soft(_)) {
        return soft(binary(op, left.hard(), right.hard(), ty));
    }
    let fit = |value: Option<i128>| match (value, prim(ty)) {
        (Some(value), Some(prim)) if prim.is_int() => {
            // What overflows panics or wraps: nothing is said of it.
            if wrap(value, prim) == value { Some(value) } else { None }
        }
        (value, _) => value,
    };
    match (left, right) {
        (Val::Int { lo: a, hi: b }, Val::Int { lo: c, hi: d }) => {
            let exact = (a == b && c == d).then_some((*a, *c));
            let hull = |lo: Option<i128>, hi: Option<i128>| match (fit(lo), fit(hi)) {
                (Some(lo), Some(hi)) if lo <= hi => Val::Int { lo, hi },
                _ => Val::Unknown,
            };
            let one = |value: Option<i128>| fit(value).map_or(Val::Unknown, Val::int);
            match op {
                BinaryOp::Add => hull(a.checked_add(*c), b.checked_add(*d)),
                BinaryOp::Sub => hull(a.checked_sub(*d), b.checked_sub(*c)),
                BinaryOp::Mul if *a >= 0 && *c >= 0 => hull(a.checked_mul(*c), b.checked_mul(*d)),
                BinaryOp::Mul => exact.map_or(Val::Unknown, |(x, y)| one(x.checked_mul(y))),
                BinaryOp::Div if *a >= 0 && *c > 0 => hull(Some(a / d), Some(b / c)),
                BinaryOp::Div => exact.map_or(Val::Unknown, |(x, y)| one(x.checked_div(y))),
                BinaryOp::Rem => exact.map_or(Val::Unknown, |(x, y)| one(x.checked_rem(y))),
                BinaryOp::BitAnd => exact.map_or(Val::Unknown, |(x, y)| one(Some(x & y))),
                BinaryOp::BitOr => exact.map_or(Val::Unknown, |(x, y)| one(Some(x | y))),
                BinaryOp::BitXor => exact.map_or(Val::Unknown, |(x, y)| one(Some(x ^ y))),
                BinaryOp::Shl => exact.map_or(Val::Unknown, |(x, y)| {
                    let shifted = u32::try_from(y).ok().filter(|s| *s < 64).and_then(|s| x.checked_mul(1_i128 << s));
                    match (shifted, prim(ty)) {
                        (Some(value), Some(prim)) => Val::int(wrap(value, prim)),
                        (Some(value), None) => Val::int(value),
                        _ => Val::Unknown,
                    }
                }),
                BinaryOp::Shr => exact.map_or(Val::Unknown, |(x, y)| one(u32::try_from(y).ok().and_then(|s| x.checked_shr(s)))),
                BinaryOp::Eq => compare(b < c || d < a, exact.is_some_and(|(x, y)| x == y)),
                BinaryOp::Ne => compare(exact.is_some_and(|(x, y)| x == y), b < c || d < a),
                BinaryOp::Lt => compare(a >= d, b < c),
                BinaryOp::Le => compare(a > d, b <= c),
                BinaryOp::Gt => compare(b <= c, a > d),
                BinaryOp::Ge => compare(b < c, a >= d),
                BinaryOp::And | BinaryOp::Or => Val::Unknown,
            }
        }
        (Val::Bool(a), Val::Bool(b)) => match op {
            BinaryOp::Eq => Val::Bool(a == b),
            BinaryOp::Ne => Val::Bool(a != b),
            BinaryOp::BitAnd => Val::Bool(a & b),
            BinaryOp::BitOr => Val::Bool(a | b),
            BinaryOp::BitXor => Val::Bool(a ^ b),
            _ => Val::Unknown,
        },
        (Val::Time { lo: a, hi: b }, Val::Time { lo: c, hi: d }) => match op {
            BinaryOp::Add => Val::Time { lo: a.saturating_add(*c), hi: b.saturating_add(*d) },
            BinaryOp::Sub => Val::Time { lo: a.saturating_sub(*d), hi: b.saturating_sub(*c) },
            BinaryOp::Lt => compare(a >= d, b < c),
            BinaryOp::Le => compare(a > d, b <= c),
            BinaryOp::Gt => compare(b <= c, a > d),
            BinaryOp::Ge => compare(b < c, a >= d),
            BinaryOp::Eq => compare(b < c || d < a, a == b && c == d && a == c),
            BinaryOp::Ne => compare(a == b && c == d && a == c, b < c || d < a),
            _ => Val::Unknown,
        },
        (Val::Time { lo, hi }, Val::Int { lo: c, hi: d }) if *c > 0 => {
            let (c, d) = (c.unsigned_abs(), d.unsigned_abs());
            match op {
                BinaryOp::Mul => Val::Time { lo: lo.saturating_mul(c), hi: hi.saturating_mul(d) },
                BinaryOp::Div => Val::Time { lo: lo / d, hi: hi / c },
                _ => Val::Unknown,
            }
        }
        (Val::Int { lo: c, hi: d }, Val::Time { lo, hi }) if *c > 0 && op == BinaryOp::Mul => {
            Val::Time { lo: lo.saturating_mul(c.unsigned_abs()), hi: hi.saturating_mul(d.unsigned_abs()) }
        }
        (Val::Moment(after), Val::Time { hi, .. }) => match op {
            BinaryOp::Add => Val::Moment(after.saturating_add(*hi)),
            BinaryOp::Sub => Val::Moment(after.saturating_sub(*hi)),
            _ => Val::Unknown,
        },
        // A deadline minus now is what is left of it; now minus a start is what has passed.
        (Val::Moment(after), Val::Moment(_)) if op == BinaryOp::Sub => {
            if *after > 0 {
                Val::Time { lo: 0, hi: *after }
            } else {
                Val::Passed { ticks: false }
            }
        }
        (Val::Ticks(_), Val::Ticks(_)) if op == BinaryOp::Sub => Val::Passed { ticks: true },
        (Val::Ticks(after), Val::Int { hi, .. }) if op == BinaryOp::Add => {
            u128::try_from(*hi).map_or(Val::Unknown, |ms| Val::Ticks(after.saturating_add(ms)))
        }
        (Val::Str(a), Val::Str(b)) => match op {
            BinaryOp::Eq => Val::Bool(a == b),
            BinaryOp::Ne => Val::Bool(a != b),
            BinaryOp::Add => Val::Str(format!("{a}{b}").into()),
            _ => Val::Unknown,
        },
        (Val::Null, Val::Null) => match op {
            BinaryOp::Eq => Val::Bool(true),
            BinaryOp::Ne => Val::Bool(false),
            _ => Val::Unknown,
        },
        _ => Val::Unknown,
    }
}

/// A result that decides nothing.
fn soft(value: Val) -> Val {
    match value {
        Val::Unknown | Val::Bool(_) => Val::Unknown,
        known => Val::Soft(std::sync::Arc::new(known)),
    }
}

fn compare(no: bool, yes: bool) -> Val {
    match (no, yes) {
        (true, _) => Val::Bool(false),
        (_, true) => Val::Bool(true),
        _ => Val::Unknown,
    }
}
