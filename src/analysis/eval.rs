//! Literals and operators on what is known.

use crate::resolve::ids::Prim;
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::{BinaryOp, Literal, UnaryOp};

use super::value::{Deadline, Val, wrap};

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
        Literal::Float(value, _) => Val::Float(value.to_bits()),
    }
}

/// What a comparison with a clock says: `start.elapsed() < LIMIT`, `Instant::now() < deadline`.
fn by_the_clock(op: BinaryOp, left: &Val, right: &Val) -> Option<Val> {
    // Written with what grows on the left.
    let grows = |val: &Val| matches!(val, Val::Passed { .. } | Val::Moment { after: 0, .. } | Val::Ticks { after: 0, .. });
    let (op, left, right) = match op {
        BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge if !grows(left) || matches!(right, Val::Passed { .. }) => {
            (mirrored(op), right, left)
        }
        _ => (op, left, right),
    };
    let negated = match op {
        BinaryOp::Lt | BinaryOp::Le => false,
        BinaryOp::Gt | BinaryOp::Ge => true,
        _ => return None,
    };
    // `elapsed.as_secs() <= 2` is true until the third second has passed.
    let more = |unit: u128| if matches!(op, BinaryOp::Le | BinaryOp::Gt) && unit > 1 { unit } else { 0 };
    let deadline = match (left, right) {
        (Val::Passed { origin, unit: 0 }, Val::Time { hi, .. }) => Deadline { origin: *origin, nanos: *hi },
        (Val::Passed { origin, unit }, Val::Int { hi, .. }) => {
            Deadline { origin: *origin, nanos: u128::try_from(*hi).ok()?.saturating_mul(*unit).saturating_add(more(*unit)) }
        }
        (Val::Passed { origin, unit }, Val::Float(bits)) => {
            let units = f64::from_bits(*bits);
            // Compared as a fraction, one is a second or a part of one.
            (units.is_finite() && (0.0..1e15).contains(&units)).then_some(())?;
            Deadline { origin: *origin, nanos: (units * (*unit).max(1) as f64) as u128 }
        }
        (Val::Moment { after: 0, origin: now }, Val::Moment { after, origin }) if now != origin || now.is_none() => {
            Deadline { origin: *origin, nanos: *after }
        }
        (Val::Ticks { after: 0, origin: now }, Val::Ticks { after, origin }) if now != origin || now.is_none() => {
            Deadline { origin: *origin, nanos: after.saturating_mul(1_000_000) }
        }
        _ => return None,
    };
    Some(Val::Before { deadline, negated })
}

/// `!left.is_zero()`, `left > 0`: as long as something is left of a deadline, it is not over.
fn while_left(op: BinaryOp, left: &Val, right: &Val) -> Option<Val> {
    let is_zero = |val: &Val| matches!(val, Val::Time { hi: 0, .. } | Val::Int { lo: 0, hi: 0 });
    match (left, right) {
        (Val::Left { deadline, .. }, zero) if is_zero(zero) => match op {
            BinaryOp::Gt | BinaryOp::Ne => Some(Val::Before { deadline: *deadline, negated: false }),
            BinaryOp::Le | BinaryOp::Eq => Some(Val::Before { deadline: *deadline, negated: true }),
            _ => None,
        },
        (zero, Val::Left { .. }) if is_zero(zero) => while_left(mirrored(op), right, left),
        _ => None,
    }
}

/// The comparison with its sides exchanged.
pub fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Ge,
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Ge => BinaryOp::Le,
        other => other,
    }
}

/// `deadline - now`, `LIMIT - start.elapsed()`, `now - start`, `deadline + more`: arithmetic of what a clock gave.
pub fn clock_arithmetic(op: BinaryOp, left: &Val, right: &Val) -> Option<Val> {
    let ms = |ms: u128| ms.saturating_mul(1_000_000);
    Some(match (op, left, right) {
        (BinaryOp::Add, Val::Moment { after, origin }, Val::Time { hi, .. })
        | (BinaryOp::Add, Val::Time { hi, .. }, Val::Moment { after, origin }) => {
            Val::Moment { after: after.saturating_add(*hi), origin: *origin }
        }
        (BinaryOp::Sub, Val::Moment { after, origin }, Val::Time { lo, .. }) => {
            Val::Moment { after: after.saturating_sub(*lo), origin: *origin }
        }
        (BinaryOp::Sub, Val::Moment { after, origin }, Val::Moment { .. }) if *after > 0 => {
            Val::left(Deadline { origin: *origin, nanos: *after }, 0)
        }
        (BinaryOp::Sub, Val::Moment { .. }, Val::Moment { origin, .. }) => Val::Passed { origin: *origin, unit: 0 },
        (BinaryOp::Add, Val::Ticks { after, origin }, Val::Int { hi, .. })
        | (BinaryOp::Add, Val::Int { hi, .. }, Val::Ticks { after, origin }) => {
            Val::Ticks { after: after.saturating_add(u128::try_from(*hi).ok()?), origin: *origin }
        }
        (BinaryOp::Sub, Val::Ticks { after, origin }, Val::Ticks { .. }) if *after > 0 => {
            Val::left(Deadline { origin: *origin, nanos: ms(*after) }, 1_000_000)
        }
        (BinaryOp::Sub, Val::Ticks { .. }, Val::Ticks { origin, .. }) => Val::Passed { origin: *origin, unit: 1_000_000 },
        (BinaryOp::Sub, Val::Time { hi, .. }, Val::Passed { origin, unit: 0 }) => Val::left(Deadline { origin: *origin, nanos: *hi }, 0),
        (BinaryOp::Sub, Val::Int { hi, .. }, Val::Passed { origin, unit }) if *unit > 0 => {
            Val::left(Deadline { origin: *origin, nanos: u128::try_from(*hi).ok()?.saturating_mul(*unit) }, *unit)
        }
        // Part of what is left is no longer than all of it.
        (BinaryOp::Div, Val::Left { deadline, unit, most }, Val::Int { lo, .. }) if *lo > 0 => {
            Val::Left { deadline: *deadline, unit: *unit, most: most / lo.unsigned_abs() }
        }
        (BinaryOp::Sub, left @ Val::Left { unit: 0, .. }, _) => left.clone(),
        _ => return None,
    })
}

fn prim(ty: &Ty) -> Option<Prim> {
    match ty.peel_refs().kind() {
        TyKind::Prim(prim) => Some(*prim),
        _ => None,
    }
}

/// `list[index]`: that element, or any, where which is not known.
pub fn element(list: &Val, index: &Val) -> Val {
    let Val::Tuple(parts) = list.hard() else { return Val::Unknown };
    match index.hard() {
        Val::Int { lo, hi } => {
            let within = |n: i128| usize::try_from(n).unwrap_or(if n < 0 { 0 } else { parts.len() });
            let some = parts.get(within(*lo)..within(*hi).saturating_add(1).min(parts.len())).unwrap_or(&[]);
            some.iter().cloned().reduce(|a, b| a.join(&b)).unwrap_or(Val::Unknown)
        }
        Val::Unknown => parts.iter().cloned().reduce(|a, b| a.join(&b)).unwrap_or(Val::Unknown),
        // A part of the list.
        _ => Val::Unknown,
    }
}

/// `from..to`: its numbers, where there are few; how many there are, where not.
pub fn range(from: &Val, to: &Val, inclusive: bool) -> Val {
    const FEW: i128 = 64;
    let (Val::Int { lo, hi: start }, Val::Int { lo: end, hi }) = (from, to) else { return Val::Unknown };
    let Some(count) = hi.checked_sub(*lo).and_then(|n| n.checked_add(i128::from(inclusive))) else { return Val::Unknown };
    if lo == start && end == hi && (0..=FEW).contains(&count) {
        return Val::Tuple((0..count).map(|i| Val::int(lo + i)).collect());
    }
    u128::try_from(count.max(0)).map_or(Val::Unknown, Val::Count)
}

/// A prefix operator; `ty` is the result's type.
pub fn unary(op: UnaryOp, value: &Val, ty: &Ty) -> Val {
    if let (Val::Soft(inner), UnaryOp::Not | UnaryOp::Neg) = (value, op) {
        return soft(unary(op, inner, ty));
    }
    match (op, value) {
        (UnaryOp::Deref, value) => value.clone(),
        (UnaryOp::Not, Val::Bool(value)) => Val::Bool(!value),
        (UnaryOp::Not, Val::Before { deadline, negated }) => Val::Before { deadline: *deadline, negated: !negated },
        (UnaryOp::Neg, Val::Float(bits)) => Val::Float((-f64::from_bits(*bits)).to_bits()),
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
    if let Some(found) = by_the_clock(op, left, right).or_else(|| while_left(op, left, right)).or_else(|| clock_arithmetic(op, left, right))
    {
        return found;
    }
    if let (Val::Left { .. }, other) | (other, Val::Left { .. }) = (left, right)
        && !matches!(other, Val::Unknown)
    {
        let plain = |value: &Val| value.without_deadline().unwrap_or_else(|| value.clone());
        return binary(op, &plain(left), &plain(right), ty);
    }
    if let Some(found) = limited(op, left, right, ty) {
        return found;
    }
    if matches!(left, Val::AtLeast(_)) || matches!(right, Val::AtLeast(_)) {
        return super::ranges::binary(op, left, right);
    }
    if let (Val::Float(a), Val::Float(b)) = (left, right) {
        return float(op, f64::from_bits(*a), f64::from_bits(*b), ty);
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
        (Val::Str(a), Val::Str(b)) => match op {
            BinaryOp::Eq => Val::Bool(a == b),
            BinaryOp::Ne => Val::Bool(a != b),
            BinaryOp::Add => super::paths::concatenated(a, b),
            _ => Val::Unknown,
        },
        (Val::Variant(a, xs), Val::Variant(b, ys)) if xs.is_empty() && ys.is_empty() && a.adt == b.adt => match op {
            BinaryOp::Eq => Val::Bool(a == b),
            BinaryOp::Ne => Val::Bool(a != b),
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

/// What a mask or a division leaves of a number is no more than the mask, and less than the divisor, whatever the number is.
/// Of one that is not known that is good as a bound.
fn limited(op: BinaryOp, left: &Val, right: &Val, ty: &Ty) -> Option<Val> {
    let most = |value: &Val| match value {
        Val::Int { lo, hi } if *lo >= 0 => Some(*hi),
        _ => None,
    };
    let is_exact = |value: &Val| matches!(value, Val::Int { lo, hi } if lo == hi);
    if is_exact(left) && is_exact(right) {
        return None;
    }
    let hi = match op {
        BinaryOp::BitAnd => match (most(left), most(right)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        },
        BinaryOp::Rem if matches!(right, Val::Int { lo, .. } if *lo > 0) => {
            let below = most(right)? - 1;
            match most(left) {
                Some(whole) => whole.min(below),
                None if prim(ty).is_some_and(|p| p.is_int() && !p.is_signed()) => below,
                None => return None,
            }
        }
        _ => return None,
    };
    // All bits are no limit.
    let value = Some(Val::Int { lo: 0, hi }).filter(|_| hi < i128::from(u32::MAX))?;
    Some(if most(left).is_some() && most(right).is_some() { value } else { soft(value) })
}

fn float(op: BinaryOp, a: f64, b: f64, ty: &Ty) -> Val {
    let round = |value: f64| Val::Float(if prim(ty) == Some(Prim::F32) { f64::from(value as f32) } else { value }.to_bits());
    match op {
        BinaryOp::Add => round(a + b),
        BinaryOp::Sub => round(a - b),
        BinaryOp::Mul => round(a * b),
        BinaryOp::Div => round(a / b),
        BinaryOp::Lt => Val::Bool(a < b),
        BinaryOp::Le => Val::Bool(a <= b),
        BinaryOp::Gt => Val::Bool(a > b),
        BinaryOp::Ge => Val::Bool(a >= b),
        _ => Val::Unknown,
    }
}

/// A result that decides nothing.
fn soft(value: Val) -> Val {
    match value {
        Val::Unknown | Val::Bool(_) => Val::Unknown,
        // A clock is a clock, wherever its limit comes from.
        clock @ (Val::Before { .. } | Val::Left { .. } | Val::Passed { .. } | Val::Moment { .. } | Val::Ticks { .. }) => clock,
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

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u128 = 1_000_000;

    fn u32_ty() -> Ty {
        Ty::prim(Prim::U32)
    }

    fn with(op: BinaryOp, left: &Val, right: &Val) -> Val {
        binary(op, left, right, &u32_ty())
    }

    fn hull(lo: i128, hi: i128) -> Val {
        Val::Int { lo, hi }
    }

    fn start() -> Val {
        Val::Moment { after: 0, origin: None }
    }

    fn limit(nanos: u128, negated: bool) -> Val {
        Val::Before { deadline: Deadline { origin: None, nanos }, negated }
    }

    #[test]
    fn hulls_follow_their_ends() {
        assert_eq!(with(BinaryOp::Add, &hull(1, 5), &hull(10, 20)), hull(11, 25));
        assert_eq!(with(BinaryOp::Sub, &hull(10, 20), &hull(1, 5)), hull(5, 19));
        assert_eq!(with(BinaryOp::Mul, &hull(2, 3), &hull(10, 20)), hull(20, 60));
        assert_eq!(with(BinaryOp::Div, &hull(10, 21), &hull(2, 5)), hull(2, 10));
        assert_eq!(with(BinaryOp::Rem, &hull(0, 100), &hull(7, 7)), hull(0, 6));
        // What may wrap or panic is not known.
        assert_eq!(with(BinaryOp::Sub, &hull(1, 5), &hull(2, 2)), Val::Unknown);
        assert_eq!(with(BinaryOp::Add, &Val::int(i128::from(u32::MAX)), &Val::int(1)), Val::Unknown);
        assert_eq!(with(BinaryOp::Div, &Val::int(1), &Val::int(0)), Val::Unknown);
    }

    #[test]
    fn comparisons_of_hulls_decide_only_what_they_must() {
        assert_eq!(with(BinaryOp::Lt, &hull(1, 5), &hull(6, 9)), Val::Bool(true));
        assert_eq!(with(BinaryOp::Lt, &hull(6, 9), &hull(1, 6)), Val::Bool(false));
        assert_eq!(with(BinaryOp::Lt, &hull(1, 5), &hull(5, 9)), Val::Unknown);
        assert_eq!(with(BinaryOp::Eq, &hull(1, 5), &hull(6, 9)), Val::Bool(false));
    }

    #[test]
    fn what_a_function_returned_decides_nothing() {
        let soft = Val::Soft(std::sync::Arc::new(Val::int(3)));
        assert_eq!(with(BinaryOp::Lt, &soft, &Val::int(5)), Val::Unknown);
        assert_eq!(with(BinaryOp::Add, &soft, &Val::int(5)).as_int(), Some(8));
    }

    #[test]
    fn clocks_bound_from_either_side() {
        let passed = Val::Passed { origin: None, unit: 0 };
        let time = Val::time(20 * MS);
        assert_eq!(with(BinaryOp::Lt, &passed, &time), limit(20 * MS, false));
        assert_eq!(with(BinaryOp::Gt, &time, &passed), limit(20 * MS, false));
        assert_eq!(with(BinaryOp::Ge, &passed, &time), limit(20 * MS, true));
        assert_eq!(with(BinaryOp::Le, &time, &passed), limit(20 * MS, true));
        assert_eq!(with(BinaryOp::Eq, &passed, &time), Val::Unknown);
        // `elapsed().as_secs() <= 2` until the third second is over.
        let seconds = Val::Passed { origin: None, unit: 1_000 * MS };
        assert_eq!(with(BinaryOp::Le, &seconds, &Val::int(2)), limit(3_000 * MS, false));
        assert_eq!(with(BinaryOp::Lt, &seconds, &Val::int(2)), limit(2_000 * MS, false));
    }

    #[test]
    fn moments_and_what_is_left_of_them() {
        let deadline = with(BinaryOp::Add, &start(), &Val::time(50 * MS));
        assert_eq!(deadline, Val::Moment { after: 50 * MS, origin: None });
        let left = with(BinaryOp::Sub, &deadline, &start());
        assert_eq!(left, Val::left(Deadline { origin: None, nanos: 50 * MS }, 0));
        assert_eq!(with(BinaryOp::Lt, &start(), &deadline), limit(50 * MS, false));
        assert_eq!(with(BinaryOp::Gt, &left, &Val::time(0)), limit(50 * MS, false));
        let passed = with(BinaryOp::Sub, &start(), &start());
        assert_eq!(passed, Val::Passed { origin: None, unit: 0 });
        let rest = with(BinaryOp::Sub, &Val::time(30 * MS), &passed);
        assert_eq!(rest, Val::left(Deadline { origin: None, nanos: 30 * MS }, 0));
    }

    #[test]
    fn short_ranges_are_their_numbers_and_long_ones_how_many() {
        assert_eq!(range(&Val::int(2), &Val::int(4), true), Val::Tuple([Val::int(2), Val::int(3), Val::int(4)].into()));
        assert_eq!(range(&Val::int(0), &Val::int(1_000), false), Val::Count(1_000));
        assert_eq!(range(&Val::int(0), &hull(3, 9), false), Val::Count(9));
        assert_eq!(range(&Val::int(5), &Val::int(2), false), Val::Count(0));
        assert_eq!(range(&Val::int(0), &Val::Unknown, false), Val::Unknown);
    }

    #[test]
    fn an_element_is_that_one_or_any() {
        let list = Val::Tuple([Val::int(10), Val::int(30), Val::int(20)].into());
        assert_eq!(element(&list, &Val::int(1)), Val::int(30));
        assert_eq!(element(&list, &Val::Unknown), hull(10, 30));
        assert_eq!(element(&list, &hull(1, 9)), hull(20, 30));
        assert_eq!(element(&list, &Val::int(7)), Val::Unknown);
    }
}
