//! Arithmetic of std: numbers, `Duration`, `Instant`, and how many elements iterators have. Values in, value out.

use std::sync::Arc;

use super::value::{Val, wrap};
use crate::resolve::ty::{Ty, TyKind};

const NANOS: [(&str, u128); 7] = [
    ("nanos", 1),
    ("micros", 1_000),
    ("millis", 1_000_000),
    ("secs", 1_000_000_000),
    ("mins", 60_000_000_000),
    ("hours", 3_600_000_000_000),
    ("days", 86_400_000_000_000),
];

/// `Instant` and `SystemTime`. What may fail (`checked_…`, the clock set back) is wrapped by [`Frame::intrinsic`].
pub(super) fn moment(name: &str, first: &Val, second: &Val) -> Val {
    use crate::syntax::body::BinaryOp;
    let by = |op: BinaryOp| super::eval::clock_arithmetic(op, first, second).unwrap_or(Val::Unknown);
    match (name, first) {
        ("now", _) => Val::Moment { after: 0, origin: None },
        ("elapsed", Val::Moment { origin, .. }) => Val::Passed { origin: *origin, unit: 0 },
        ("add" | "checked_add", _) => by(BinaryOp::Add),
        ("duration_since" | "saturating_duration_since" | "checked_duration_since" | "sub" | "checked_sub", _) => by(BinaryOp::Sub),
        _ => Val::Unknown,
    }
}

/// The number that a value is.
pub(super) fn number_of(value: &Val) -> Option<u128> {
    value.as_int().and_then(|n| u128::try_from(n).ok())
}

/// The elements of an iterator, as far as they are known: their values, or how many there are at most.
pub(super) fn counted(name: &str, first: &Val, second: &Val) -> Option<Val> {
    let of = |value: &Val| match value.hard() {
        Val::Count(n) => Some(*n),
        Val::Tuple(parts) => Some(parts.len() as u128),
        _ => None,
    };
    let number = number_of;
    let length = of(first);
    // Each element, where all are known, or how many they are.
    let each = |value: &Val| match value.hard() {
        Val::Tuple(parts) => Some(Arc::clone(parts)),
        Val::Count(n) if *n <= 64 => Some(vec![Val::Unknown; *n as usize].into()),
        _ => None,
    };
    let pairs = matches!(name, "zip" | "enumerate");
    if let Some(parts) = if pairs { each(first) } else { each(first).filter(|_| matches!(first.hard(), Val::Tuple(_))) } {
        let some = |parts: Vec<Val>| Some(Val::Tuple(parts.into()));
        let index = number(second).and_then(|n| usize::try_from(n).ok());
        match (name, index) {
            ("iter" | "iter_mut" | "into_iter" | "cloned" | "copied" | "peekable" | "fuse" | "by_ref" | "inspect" | "to_vec", _) => {
                return Some(first.clone());
            }
            ("rev", _) => return some(parts.iter().rev().cloned().collect()),
            ("enumerate", _) => {
                let numbered = parts.iter().enumerate().map(|(i, part)| Val::Tuple([Val::int(i as i128), part.clone()].into()));
                return some(numbered.collect());
            }
            ("take", Some(n)) => return some(parts.iter().take(n).cloned().collect()),
            ("skip", Some(n)) => return some(parts.iter().skip(n).cloned().collect()),
            ("step_by", Some(n)) if n > 0 => return some(parts.iter().step_by(n).cloned().collect()),
            ("chain", _) => {
                if let Val::Tuple(more) = second.hard() {
                    return some(parts.iter().chain(more.iter()).cloned().collect());
                }
            }
            ("zip", _) => {
                if let Some(more) = each(second) {
                    return some(parts.iter().zip(more.iter()).map(|(a, b)| Val::Tuple([a.clone(), b.clone()].into())).collect());
                }
            }
            _ => {}
        }
    }
    Some(Val::Count(match name {
        "take" => match (length, number(second)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        },
        "skip" => length?.saturating_sub(number(second)?),
        "step_by" | "chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut" | "rchunks" => {
            length?.div_ceil(number(second).filter(|n| *n > 0)?)
        }
        "windows" => (length? + 1).saturating_sub(number(second).filter(|n| *n > 0)?),
        "chain" => length?.saturating_add(of(second)?),
        "zip" => match (length, of(second)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        },
        "iter" | "iter_mut" | "into_iter" | "map" | "enumerate" | "rev" | "cloned" | "copied" | "inspect" | "filter" | "filter_map"
        | "take_while" | "skip_while" | "map_while" | "peekable" | "fuse" | "by_ref" | "drain" | "collect" | "to_vec" | "scan" => length?,
        _ => return None,
    }))
}

/// Whole nanoseconds of a number of seconds, or of a fraction of a duration.
fn whole(nanos: f64) -> Option<u128> {
    (nanos.is_finite() && (0.0..1e27).contains(&nanos)).then(|| nanos.round() as u128)
}

pub(super) fn duration(name: &str, first: &Val, second: &Val) -> Option<Val> {
    use crate::syntax::body::BinaryOp;
    let as_float = |value: &Val| match value {
        Val::Float(bits) => Some(f64::from_bits(*bits)),
        _ => None,
    };
    if let (true, Some(seconds)) = (name.contains("from_secs_f"), as_float(first)) {
        return Some(Val::time(whole(seconds * 1e9)?));
    }
    if let Some(unit) = name.strip_prefix("from_") {
        let (_, nanos) = NANOS.iter().find(|(n, _)| *n == unit)?;
        return match first {
            Val::Int { lo, hi } => {
                let (lo, hi) = (u128::try_from((*lo).max(0)).ok()?, u128::try_from(*hi).ok()?);
                Some(Val::Time { lo: lo.saturating_mul(*nanos), hi: hi.saturating_mul(*nanos) })
            }
            Val::Left { deadline, unit, most } if unit == nanos => Some(Val::Left { deadline: *deadline, unit: 0, most: *most }),
            Val::Passed { origin, unit } if unit == nanos => Some(Val::Passed { origin: *origin, unit: 0 }),
            _ => None,
        };
    }
    if name == "new" {
        let (secs, nanos) = (u128::try_from(first.as_int()?).ok()?, u128::try_from(second.as_int()?).ok()?);
        return Some(Val::time(secs.saturating_mul(1_000_000_000).saturating_add(nanos)));
    }
    match (name, first) {
        ("as_secs_f32" | "as_secs_f64", Val::Passed { origin, .. }) => return Some(Val::Passed { origin: *origin, unit: 1_000_000_000 }),
        ("as_secs_f32" | "as_secs_f64", Val::Time { lo, hi }) if lo == hi => return Some(Val::Float((*lo as f64 / 1e9).to_bits())),
        ("is_zero", Val::Left { deadline, .. }) => return Some(Val::Before { deadline: *deadline, negated: true }),
        _ => {}
    }
    if let Some(unit) = name.strip_prefix("as_") {
        let (_, nanos) = NANOS.iter().find(|(n, _)| *n == unit)?;
        return match first {
            Val::Time { lo, hi } => Some(Val::Int { lo: i128::try_from(lo / nanos).ok()?, hi: i128::try_from(hi / nanos).ok()? }),
            Val::Passed { origin, .. } => Some(Val::Passed { origin: *origin, unit: *nanos }),
            Val::Left { deadline, most, .. } => Some(Val::Left { deadline: *deadline, unit: *nanos, most: *most }),
            _ => None,
        };
    }
    if matches!(name, "saturating_sub" | "checked_sub" | "sub")
        && let Some(left) = super::eval::clock_arithmetic(BinaryOp::Sub, first, second)
    {
        return Some(left);
    }
    if let Some(plain) = first.without_deadline()
        && !matches!(name, "min" | "max")
    {
        return duration(name, &plain, second);
    }
    let Val::Time { lo, hi } = first else {
        return if name == "min" || name == "max" { Some(least_or_greatest(name, first, second)) } else { None };
    };
    if let Some(unit) = name.strip_prefix("subsec_") {
        let (_, nanos) = NANOS.iter().find(|(n, _)| *n == unit)?;
        let part = |time: &u128| i128::try_from(time % 1_000_000_000 / nanos).unwrap_or(0);
        let most = i128::try_from(999_999_999 / nanos).unwrap_or(0);
        return Some(if lo == hi { Val::int(part(lo)) } else { Val::Int { lo: 0, hi: most } });
    }
    let zero = *lo == 0 && *hi == 0;
    Some(match (name, second) {
        ("saturating_add" | "checked_add" | "add", Val::Time { lo: c, hi: d }) => {
            Val::Time { lo: lo.saturating_add(*c), hi: hi.saturating_add(*d) }
        }
        ("saturating_sub" | "checked_sub" | "sub", Val::Time { lo: c, hi: d }) => {
            Val::Time { lo: lo.saturating_sub(*d), hi: hi.saturating_sub(*c) }
        }
        // Less than it was, however much is taken away.
        ("saturating_sub" | "checked_sub", _) => Val::Time { lo: 0, hi: *hi },
        ("saturating_mul" | "checked_mul" | "mul", Val::Int { lo: c, hi: d }) if *c >= 0 => {
            Val::Time { lo: lo.saturating_mul(c.unsigned_abs()), hi: hi.saturating_mul(d.unsigned_abs()) }
        }
        ("checked_div" | "div", Val::Int { lo: c, hi: d }) if *c > 0 => Val::Time { lo: lo / d.unsigned_abs(), hi: hi / c.unsigned_abs() },
        ("mul_f32" | "mul_f64" | "div_f32" | "div_f64", Val::Float(bits)) => {
            let by = f64::from_bits(*bits);
            let scaled = |nanos: u128| whole(if name.starts_with("mul") { nanos as f64 * by } else { nanos as f64 / by });
            Val::Time { lo: scaled(*lo)?, hi: scaled(*hi)? }
        }
        ("is_zero", _) if zero => Val::Bool(true),
        ("is_zero", _) if *lo > 0 => Val::Bool(false),
        ("min" | "max", _) => least_or_greatest(name, first, second),
        _ => return None,
    })
}

pub(super) fn least_or_greatest(name: &str, a: &Val, b: &Val) -> Val {
    let least = name == "min";
    match (a, b) {
        // The shorter of the two ends at the deadline at the latest.
        (Val::Left { deadline, unit, most }, other) | (other, Val::Left { deadline, unit, most }) if least => {
            let limit = match other {
                Val::Time { hi, .. } => Some(*hi),
                Val::Int { hi, .. } => u128::try_from(*hi).ok().map(|n| n.saturating_mul((*unit).max(1))),
                _ => None,
            };
            Val::Left { deadline: *deadline, unit: *unit, most: limit.map_or(*most, |limit| limit.min(*most)) }
        }
        (Val::Int { lo: a, hi: b }, Val::Int { lo: c, hi: d }) => {
            if least {
                Val::Int { lo: *a.min(c), hi: *b.min(d) }
            } else {
                Val::Int { lo: *a.max(c), hi: *b.max(d) }
            }
        }
        (Val::Time { lo: a, hi: b }, Val::Time { lo: c, hi: d }) => {
            if least {
                Val::Time { lo: *a.min(c), hi: *b.min(d) }
            } else {
                Val::Time { lo: *a.max(c), hi: *b.max(d) }
            }
        }
        (Val::AtLeast(a), Val::Int { lo, hi }) | (Val::Int { lo, hi }, Val::AtLeast(a)) => {
            if least {
                Val::Int { lo: *a.min(lo), hi: *hi }
            } else {
                Val::AtLeast(*a.max(lo))
            }
        }
        // The lesser of something unknown and a constant is the constant at most.
        (Val::Unknown, Val::Int { hi, .. }) | (Val::Int { hi, .. }, Val::Unknown) if least && *hi >= 0 => Val::Int { lo: 0, hi: *hi },
        (Val::Unknown, Val::Time { hi, .. }) | (Val::Time { hi, .. }, Val::Unknown) if least => Val::Time { lo: 0, hi: *hi },
        _ => Val::Unknown,
    }
}

/// The same for values of a type: what is not known of a signed number may be negative, so that the limit bounds it, and decides
/// nothing.
pub(super) fn least_or_greatest_of(name: &str, a: &Val, b: &Val, ty: &Ty) -> Val {
    let is_open = matches!(a, Val::Unknown) || matches!(b, Val::Unknown);
    let is_unsigned = matches!(ty.kind(), TyKind::Prim(prim) if prim.is_int() && !prim.is_signed());
    match least_or_greatest(name, a, b) {
        bound @ Val::Int { .. } if is_open && !is_unsigned => Val::Soft(Arc::new(bound)),
        known => known,
    }
}

/// A value between two limits; where they are the wrong way round, it panics.
pub(super) fn clamp(value: &Val, low: &Val, high: &Val) -> Val {
    match (value, low, high) {
        (_, Val::Int { lo, .. }, Val::Int { hi, .. }) if lo > hi => Val::Unknown,
        (_, Val::Time { lo, .. }, Val::Time { hi, .. }) if lo > hi => Val::Unknown,
        (_, Val::Int { lo, .. }, Val::Int { hi, .. }) => match value {
            Val::Int { lo: a, hi: b } => Val::Int { lo: *a.clamp(lo, hi), hi: *b.clamp(lo, hi) },
            _ => Val::Int { lo: *lo, hi: *hi },
        },
        (_, Val::Time { lo, .. }, Val::Time { hi, .. }) => match value {
            Val::Time { lo: a, hi: b } => Val::Time { lo: *a.clamp(lo, hi), hi: *b.clamp(lo, hi) },
            _ => Val::Time { lo: *lo, hi: *hi },
        },
        _ => Val::Unknown,
    }
}

/// The least and the greatest number of a type, as far as 127 bits go.
fn limits(prim: crate::resolve::ids::Prim) -> (i128, i128) {
    let bits = prim.bits().clamp(1, 127);
    if prim.is_signed() { (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1) } else { (0, (1_i128 << bits) - 1) }
}

pub(super) fn number(name: &str, first: &Val, second: &Val, ret: &Ty) -> Val {
    let TyKind::Prim(prim) = ret.kind() else { return Val::Unknown };
    if prim.is_int() && matches!(name, "max_value" | "min_value") {
        let (least, most) = limits(*prim);
        return Val::int(if name == "max_value" { most } else { least });
    }
    if name == "min" && (matches!(first, Val::Left { .. }) || matches!(second, Val::Left { .. })) {
        return least_or_greatest(name, first, second);
    }
    if matches!(name, "saturating_sub" | "wrapping_sub" | "saturating_add" | "wrapping_add") {
        let op = if name.ends_with("sub") { crate::syntax::body::BinaryOp::Sub } else { crate::syntax::body::BinaryOp::Add };
        if let Some(found) = super::eval::clock_arithmetic(op, first, second) {
            return found;
        }
    }
    if let (Val::Int { lo: a, hi: b }, Val::Int { lo: c, hi: d }) = (first, second) {
        let (least, most) = limits(*prim);
        let cut = |lo: Option<i128>, hi: Option<i128>| match (lo, hi) {
            (Some(lo), Some(hi)) => Val::Int { lo: lo.clamp(least, most), hi: hi.clamp(least, most) },
            _ => Val::Unknown,
        };
        match name {
            "saturating_add" => return cut(a.checked_add(*c), b.checked_add(*d)),
            "saturating_sub" => return cut(a.checked_sub(*d), b.checked_sub(*c)),
            "saturating_mul" if *a >= 0 && *c >= 0 => return cut(a.checked_mul(*c), b.checked_mul(*d)),
            "saturating_pow" if a == b && c == d => {
                return u32::try_from(*c).map_or(Val::Unknown, |e| Val::int(a.saturating_pow(e).clamp(least, most)));
            }
            "div_ceil" if *a >= 0 && *c > 0 => {
                let up = |n: i128, by: i128| n / by + i128::from(n % by != 0);
                return Val::Int { lo: up(*a, *d), hi: up(*b, *c) };
            }
            "abs_diff" => {
                let most = b.checked_sub(*c).zip(d.checked_sub(*a));
                return most.map_or(Val::Unknown, |(x, y)| Val::Int { lo: 0, hi: x.saturating_abs().max(y.saturating_abs()) });
            }
            _ => {}
        }
    }
    if let Val::Int { lo, hi } = first
        && matches!(name, "abs" | "unsigned_abs")
    {
        let (a, b) = (lo.saturating_abs(), hi.saturating_abs());
        return Val::Int { lo: if *lo <= 0 && *hi >= 0 { 0 } else { a.min(b) }, hi: a.max(b) };
    }
    let (Some(a), Some(b)) = (first.as_int(), second.as_int()) else {
        return match name {
            "min" | "max" => least_or_greatest_of(name, first, second, ret),
            "rem_euclid" => match second {
                Val::Int { lo, hi } if *lo > 0 => Val::Soft(Arc::new(Val::Int { lo: 0, hi: hi - 1 })),
                _ => Val::Unknown,
            },
            // What is left of an unsigned number is no more than it was.
            "saturating_sub" if !prim.is_signed() => match first {
                Val::Int { hi, .. } => Val::Int { lo: 0, hi: *hi },
                _ => Val::Unknown,
            },
            _ => Val::Unknown,
        };
    };
    let cut = |value: Option<i128>| value.map_or(Val::Unknown, |v| Val::int(wrap(v, *prim)));
    match name {
        "min" | "max" => least_or_greatest(name, first, second),
        "wrapping_add" => cut(a.checked_add(b)),
        "wrapping_sub" => cut(a.checked_sub(b)),
        "wrapping_mul" => cut(a.checked_mul(b)),
        "wrapping_div" | "div_euclid" if b > 0 => cut(a.checked_div_euclid(b)),
        "rem_euclid" if b > 0 => cut(a.checked_rem_euclid(b)),
        "wrapping_shl" => cut(u32::try_from(b).ok().and_then(|e| a.checked_shl(e % prim.bits().max(1)))),
        "pow" => u32::try_from(b).ok().and_then(|e| a.checked_pow(e)).filter(|v| wrap(*v, *prim) == *v).map_or(Val::Unknown, Val::int),
        _ => Val::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::ids::Prim;

    const MS: u128 = 1_000_000;

    fn hull(lo: i128, hi: i128) -> Val {
        Val::Int { lo, hi }
    }

    fn left(nanos: u128) -> Val {
        Val::left(super::super::value::Deadline { origin: None, nanos }, 0)
    }

    #[test]
    fn durations_of_numbers_and_fractions() {
        let float = |value: f64| Val::Float(value.to_bits());
        assert_eq!(duration("from_millis", &hull(10, 20), &Val::Unknown), Some(Val::Time { lo: 10 * MS, hi: 20 * MS }));
        assert_eq!(duration("from_secs_f64", &float(0.301), &Val::Unknown), Some(Val::time(301 * MS)));
        assert_eq!(duration("from_secs_f64", &float(-1.0), &Val::Unknown), None);
        assert_eq!(duration("mul_f64", &Val::time(200 * MS), &float(1.5)), Some(Val::time(300 * MS)));
        assert_eq!(duration("saturating_mul", &Val::time(200 * MS), &Val::int(3)), Some(Val::time(600 * MS)));
        assert_eq!(duration("saturating_sub", &Val::time(50 * MS), &Val::time(80 * MS)), Some(Val::time(0)));
        assert_eq!(duration("as_millis", &Val::time(1_500 * MS), &Val::Unknown), Some(Val::int(1_500)));
        assert_eq!(duration("from_millis", &Val::Unknown, &Val::Unknown), None, "unknown is not harmless");
    }

    #[test]
    fn the_shorter_of_what_is_left_and_a_limit() {
        let slice = least_or_greatest("min", &left(80 * MS), &Val::time(30 * MS));
        assert!(matches!(slice, Val::Left { most, .. } if most == 30 * MS), "{slice:?}");
        assert_eq!(slice.without_deadline(), Some(Val::Time { lo: 0, hi: 30 * MS }));
        assert_eq!(duration("mul", &slice, &Val::int(2)), Some(Val::Time { lo: 0, hi: 60 * MS }));
        assert_eq!(least_or_greatest("min", &Val::time(300 * MS), &left(80 * MS)), left(80 * MS));
        assert_eq!(least_or_greatest("max", &left(80 * MS), &Val::time(30 * MS)), Val::Unknown);
    }

    #[test]
    fn a_limit_bounds_what_is_not_known() {
        assert_eq!(least_or_greatest("min", &Val::Unknown, &Val::int(10)), hull(0, 10));
        assert_eq!(least_or_greatest("max", &Val::Unknown, &Val::int(10)), Val::Unknown);
        assert_eq!(least_or_greatest("min", &Val::AtLeast(3), &Val::int(10)), hull(3, 10));
        assert_eq!(least_or_greatest("max", &Val::AtLeast(3), &Val::int(10)), Val::AtLeast(10));
        assert_eq!(clamp(&Val::Unknown, &Val::int(1), &Val::int(10)), hull(1, 10));
        assert_eq!(clamp(&hull(0, 50), &Val::int(1), &Val::int(10)), hull(1, 10));
        // An unsigned number is not negative; of a signed one, the limit is a bound that decides nothing.
        let lesser = |prim| least_or_greatest_of("min", &Val::Unknown, &Val::int(10), &Ty::prim(prim));
        assert_eq!(lesser(Prim::U32), hull(0, 10));
        assert_eq!(lesser(Prim::I32), Val::Soft(Arc::new(hull(0, 10))));
    }

    /// What a fuzzer found, and what stood beside it.
    #[test]
    fn nothing_panics_that_the_program_does_wrong() {
        assert_eq!(clamp(&Val::int(7), &Val::int(10), &Val::int(5)), Val::Unknown);
        assert_eq!(clamp(&Val::time(7), &Val::time(10), &Val::time(5)), Val::Unknown);
        let of = |name: &str, a: i128, b: i128| number(name, &Val::int(a), &Val::int(b), &Ty::prim(Prim::I128));
        assert_eq!(of("div_ceil", i128::MAX, 2), Val::int(1 << 126));
        assert_eq!(of("abs_diff", i128::MAX, -2), Val::Unknown);
        assert_eq!(of("abs", i128::MIN, 0), Val::int(i128::MAX));
    }

    #[test]
    fn numbers_saturate_and_wrap_as_their_type_does() {
        let u8_ty = Ty::prim(Prim::U8);
        assert_eq!(number("saturating_add", &Val::int(250), &Val::int(10), &u8_ty), Val::int(255));
        assert_eq!(number("saturating_sub", &Val::int(3), &Val::int(10), &u8_ty), Val::int(0));
        assert_eq!(number("wrapping_add", &Val::int(250), &Val::int(10), &u8_ty), Val::int(4));
        assert_eq!(number("saturating_mul", &hull(2, 100), &Val::int(3), &u8_ty), hull(6, 255));
        assert_eq!(number("pow", &Val::int(2), &Val::int(3), &u8_ty), Val::int(8));
        assert_eq!(number("pow", &Val::int(2), &Val::int(8), &u8_ty), Val::Unknown, "it overflows");
        assert_eq!(number("div_ceil", &Val::int(7), &Val::int(2), &u8_ty), Val::int(4));
    }

    #[test]
    fn adaptors_keep_what_is_known_of_elements() {
        let list = Val::Tuple([Val::int(1), Val::int(2), Val::int(3)].into());
        assert_eq!(counted("rev", &list, &Val::Unknown), Some(Val::Tuple([Val::int(3), Val::int(2), Val::int(1)].into())));
        assert_eq!(counted("take", &list, &Val::int(2)), Some(Val::Tuple([Val::int(1), Val::int(2)].into())));
        assert_eq!(counted("map", &list, &Val::Unknown), Some(Val::Count(3)));
        assert_eq!(counted("take", &Val::Unknown, &Val::int(2)), Some(Val::Count(2)));
        assert_eq!(counted("windows", &Val::Count(5), &Val::int(2)), Some(Val::Count(4)));
        assert_eq!(counted("chunks", &Val::Count(7), &Val::int(2)), Some(Val::Count(4)));
        assert_eq!(counted("map", &Val::Unknown, &Val::Unknown), None);
        let Some(Val::Tuple(pairs)) = counted("zip", &Val::Count(2), &list) else { panic!("pairs") };
        assert_eq!(pairs[1], Val::Tuple([Val::Unknown, Val::int(2)].into()));
    }
}
