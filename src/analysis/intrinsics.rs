//! What std's functions return, where that matters to what is known of values: `Duration` arithmetic, `Option` and
//! `Result`, numbers, texts and paths. Everything else returns what nobody knows.

use std::sync::Arc;

use super::frame::Frame;
use super::value::{Val, wrap};
use crate::resolve::ids::{AdtId, VariantId};
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

impl Frame<'_, '_> {
    /// The result of a function of std, by the path of its definition's public name.
    pub(super) fn intrinsic(&mut self, path: &str, args: &[Val], ret: &Ty) -> Val {
        // What is computed from something soft is soft.
        if args.iter().any(|a| matches!(a, Val::Soft(_))) {
            let hard: Vec<Val> = args.iter().map(|a| a.hard().clone()).collect();
            let db = self.engine.db;
            return self.intrinsic(path, &hard, ret).soften(&|id| db.adt(id.adt).variants.len() > 1);
        }
        let first = args.first().unwrap_or(&Val::Unknown);
        let second = args.get(1).unwrap_or(&Val::Unknown);
        let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
        // Of a trait's method, the trait: `<Chain<A, B> as std::iter::Iterator>`.
        let owner = match owner.strip_prefix('<').and_then(|rest| rest.rsplit_once(" as ")) {
            Some((_, of)) => of.split(['<', '>']).next().unwrap_or(of),
            None => owner,
        };
        let owner = owner.rsplit("::").next().unwrap_or(owner);
        if let Some(count) = counted(name, first, second) {
            return count;
        }
        if matches!(first, Val::Tuple(_) | Val::Count(_))
            && let Some(found) = self.listed(name, first, second, ret)
        {
            return found;
        }
        match owner {
            "Instant" | "SystemTime" => self.wrapped(moment(name, first, second), ret),
            "Duration" => {
                let value = duration(name, first, second).unwrap_or(Val::Unknown);
                self.wrapped(value, ret)
            }
            "Option" | "Result" => self.optional(owner, name, first, second),
            "ptr" if matches!(name, "null" | "null_mut") => Val::Null,
            "mem" if name == "zeroed" && matches!(ret.kind(), TyKind::Ptr { .. }) => Val::Null,
            "mem" if name == "drop" => Val::Unknown,
            "cmp" | "Ord" if matches!(name, "min" | "max") => least_or_greatest(name, first, second),
            "Ord" if name == "clamp" => {
                let third = args.get(2).unwrap_or(&Val::Unknown);
                clamp(first, second, third)
            }
            "Path" | "PathBuf" if name == "join" => join_path(first, second),
            "Path" | "PathBuf" | "OsStr" | "OsString" | "String" | "CString" if matches!(name, "new" | "from") => first.clone(),
            "From" | "Into" | "TryFrom" | "TryInto" => self.converted(name, first, ret),
            // A text for the platform: `text.encode_utf16().chain(once(0)).collect()`.
            "iter" if name == "once" => self.option(Some(first.clone())),
            "Iterator" if name == "collect" && matches!(first, Val::Str(_)) => first.clone(),
            "Iterator" if name == "chain" && matches!(first, Val::Str(_)) && self.is_terminator(second) => first.clone(),
            // What it holds may have changed since; a handle is still that handle.
            "RefCell" | "Mutex" | "RwLock" | "OnceLock" | "OnceCell" | "ReentrantLock"
                if matches!(name, "borrow" | "borrow_mut" | "get_mut" | "into_inner" | "get" | "as_ptr" | "clone") =>
            {
                self.wrapped(super::places::only_handles(first), ret)
            }
            // What hands its receiver on, in another wrapping.
            _ if matches!(
                name,
                "clone"
                    | "to_owned"
                    | "to_string"
                    | "to_path_buf"
                    | "as_ref"
                    | "as_mut"
                    | "as_path"
                    | "as_str"
                    | "as_os_str"
                    | "borrow"
                    | "deref"
                    | "deref_mut"
                    | "into_boxed_str"
                    | "as_deref"
                    | "as_bytes"
                    | "as_ptr"
                    | "encode_utf16"
                    | "encode_wide"
                    | "into_iter"
                    | "iter"
                    | "by_ref"
                    | "cloned"
                    | "copied"
            ) =>
            {
                first.clone()
            }
            _ if matches!(
                owner,
                "Box" | "Arc" | "Rc" | "ManuallyDrop" | "Cell" | "RefCell" | "Mutex" | "RwLock" | "Pin" | "AssertUnwindSafe"
            ) && name == "new" =>
            {
                first.clone()
            }
            _ if name == "from" && matches!(owner, "Box" | "Arc" | "Rc" | "Mutex" | "RwLock" | "OnceLock") => first.clone(),
            _ if owner.starts_with("<impl ") && name == "clamp" => clamp(first, second, args.get(2).unwrap_or(&Val::Unknown)),
            _ if owner.starts_with("<impl ") && name.starts_with("checked_") => self.checked(name, first, second, ret),
            _ if owner.starts_with("<impl ") => number(name, first, second, ret),
            _ => Val::Unknown,
        }
    }

    /// `Some(0)`, `once(0)`, `[0]`: what ends a text of the platform.
    fn is_terminator(&self, value: &Val) -> bool {
        match value {
            Val::Variant(_, parts) | Val::Tuple(parts) => matches!(parts.as_ref(), [Val::Int { lo: 0, hi: 0 }]),
            _ => false,
        }
    }

    /// What a list says of itself and its elements.
    fn listed(&self, name: &str, list: &Val, index: &Val, ret: &Ty) -> Option<Val> {
        let length = match list {
            Val::Tuple(parts) => Val::int(parts.len() as i128),
            Val::Count(n) => Val::Int { lo: 0, hi: i128::try_from(*n).ok()? },
            _ => return None,
        };
        let at = |i: i128| super::eval::element(list, &Val::int(i));
        let found = match (name, list) {
            // Good as a bound: how long a list is today decides no branch.
            ("len" | "count", _) => return Some(Val::Soft(Arc::new(length))),
            ("first", _) => at(0),
            ("last", Val::Tuple(parts)) => at(parts.len() as i128 - 1),
            ("get" | "nth", _) => super::eval::element(list, index),
            ("next" | "min" | "max" | "next_back", Val::Tuple(_)) => super::eval::element(list, &Val::Unknown),
            _ => return None,
        };
        Some(if found == Val::Unknown { found } else { self.wrapped(found, ret) })
    }

    /// What `Option`'s and `Result`'s methods come to that were handed a closure, by what it gave back.
    pub(super) fn by_closure(&self, path: &str, args: &[Val], given_back: &Val, ret: &Ty) -> Val {
        let lang = self.engine.db.lang();
        let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
        let receiver = args.first().unwrap_or(&Val::Unknown).hard();
        let of = match owner.rsplit("::").next() {
            Some("Option") => lang.option,
            Some("Result") => lang.result,
            // Initialisers: what they make is there from then on.
            Some("OnceCell" | "OnceLock" | "LazyLock" | "LazyCell") => return Val::Unknown,
            Some("bool") | Some("<impl bool>") if name == "then" => return self.wrapped(given_back.clone(), ret),
            Some("panic") if name == "catch_unwind" => return self.wrapped(given_back.clone(), ret),
            _ => return Val::Unknown,
        };
        let state = self.is_full(receiver, of);
        let inner = match receiver {
            Val::Variant(_, parts) if state == Some(true) => parts.first().cloned().unwrap_or(Val::Unknown),
            _ => Val::Unknown,
        };
        match (name, state) {
            ("map", Some(true)) => match receiver {
                Val::Variant(id, _) => Val::Variant(*id, Arc::from([given_back.clone()])),
                _ => Val::Unknown,
            },
            ("and_then" | "map_or" | "map_or_else", Some(true)) => given_back.clone(),
            ("map_or", Some(false)) => args.get(1).cloned().unwrap_or(Val::Unknown),
            ("map_or", None) => args.get(1).map_or(Val::Unknown, |other| self.either(other, given_back)),
            ("unwrap_or_else", Some(true)) => inner,
            ("unwrap_or_else", Some(false)) => given_back.clone(),
            _ => Val::Unknown,
        }
    }

    /// `checked_add` and its like of integers: `None` where the type cannot hold the result.
    fn checked(&self, name: &str, first: &Val, second: &Val, ret: &Ty) -> Val {
        let Some((_, args)) = ret.as_adt() else { return Val::Unknown };
        let Some(TyKind::Prim(prim)) = args.first().map(Ty::kind) else { return Val::Unknown };
        let (Some(a), Some(b)) = (first.as_int(), second.as_int()) else { return Val::Unknown };
        let value = match name {
            "checked_add" => a.checked_add(b),
            "checked_sub" => a.checked_sub(b),
            "checked_mul" => a.checked_mul(b),
            "checked_div" => a.checked_div(b),
            "checked_rem" => a.checked_rem(b),
            "checked_pow" => u32::try_from(b).ok().and_then(|e| a.checked_pow(e)),
            "checked_shl" => u32::try_from(b).ok().filter(|e| *e < prim.bits()).and_then(|e| a.checked_shl(e)).map(|v| wrap(v, *prim)),
            _ => return Val::Unknown,
        };
        self.option(value.filter(|v| wrap(*v, *prim) == *v).map(Val::int))
    }

    /// In the `Option` or `Result` that a function returns; whether it is there, nobody knows.
    pub(super) fn wrapped(&self, value: Val, ret: &Ty) -> Val {
        let lang = self.engine.db.lang();
        match ret.as_adt() {
            _ if value == Val::Unknown => value,
            Some((adt, _)) if Some(adt) == lang.option => Val::Soft(Arc::new(self.option(Some(value)))),
            Some((adt, _)) if Some(adt) == lang.result => {
                Val::Soft(Arc::new(Val::Variant(VariantId { adt, index: 0 }, Arc::from([value]))))
            }
            _ => value,
        }
    }

    /// `Option`'s and `Result`'s methods.
    fn optional(&mut self, owner: &str, name: &str, first: &Val, second: &Val) -> Val {
        let lang = self.engine.db.lang();
        let adt = if owner == "Option" { lang.option } else { lang.result };
        let state = self.is_full(first, adt);
        let inner = match first {
            Val::Variant(id, fields) if Some(id.adt) == adt && state == Some(true) => fields.first().cloned().unwrap_or(Val::Unknown),
            _ => Val::Unknown,
        };
        match name {
            "unwrap" | "expect" | "unwrap_unchecked" => inner,
            "unwrap_or" => match state {
                Some(true) => inner,
                Some(false) => second.clone(),
                None => Val::Unknown,
            },
            "unwrap_or_default" if state == Some(true) => inner,
            "is_some" | "is_ok" => state.map_or(Val::Unknown, Val::Bool),
            "is_none" | "is_err" => state.map_or(Val::Unknown, |full| Val::Bool(!full)),
            "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "cloned" | "copied" | "take" | "map_err" | "inspect" | "inspect_err"
            | "clone" => first.clone(),
            "ok" => match state {
                Some(full) => self.option(full.then_some(inner)),
                None => Val::Unknown,
            },
            "ok_or" | "ok_or_else" => match (state, lang.result) {
                (Some(true), Some(result)) => Val::Variant(VariantId { adt: result, index: 0 }, Arc::from([inner])),
                _ => Val::Unknown,
            },
            _ => Val::Unknown,
        }
    }

    /// Whether an `Option` is `Some`, a `Result` is `Ok`.
    pub(super) fn is_full(&self, value: &Val, adt: Option<AdtId>) -> Option<bool> {
        match value {
            Val::Variant(id, _) if Some(id.adt) == adt => {
                let name = self.engine.db.variant(*id).name.name;
                Some(name == "Some" || name == "Ok")
            }
            _ => None,
        }
    }

    /// `Some(value)` or `None`.
    pub(super) fn option(&self, value: Option<Val>) -> Val {
        let Some(option) = self.engine.db.lang().option else { return Val::Unknown };
        let wanted = if value.is_some() { "Some" } else { "None" };
        let index = self.engine.db.adt(option).variants.iter().position(|v| v.name.name == wanted).unwrap_or(0);
        Val::Variant(VariantId { adt: option, index: index as u32 }, value.into_iter().collect())
    }

    fn converted(&self, name: &str, value: &Val, ret: &Ty) -> Val {
        let inner = match ret.as_adt() {
            Some((adt, args)) if Some(adt) == self.engine.db.lang().result => args.first().cloned(),
            _ => Some(ret.clone()),
        };
        let converted = match (inner.as_ref().map(Ty::kind), value) {
            (Some(TyKind::Prim(prim)), Val::Int { .. } | Val::Bool(_)) => {
                let fits = value.cast(*prim);
                if fits.as_int() == value.as_int() { fits } else { Val::Unknown }
            }
            (Some(TyKind::Adt(..)), Val::Str(_)) => value.clone(),
            (Some(TyKind::Adt(adt, _)), _) if Some(*adt) == self.engine.db.lang().option => return self.option(Some(value.clone())),
            _ => Val::Unknown,
        };
        match (name.starts_with("try_"), self.engine.db.lang().result, &converted) {
            (true, Some(result), known) if *known != Val::Unknown => {
                Val::Variant(VariantId { adt: result, index: 0 }, Arc::from([converted]))
            }
            (true, ..) => Val::Unknown,
            _ => converted,
        }
    }
}

/// `Instant` and `SystemTime`. What may fail (`checked_…`, the clock set back) is wrapped by [`Frame::intrinsic`].
fn moment(name: &str, first: &Val, second: &Val) -> Val {
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

/// The elements of an iterator, as far as they are known: their values, or how many there are at most.
fn counted(name: &str, first: &Val, second: &Val) -> Option<Val> {
    let of = |value: &Val| match value.hard() {
        Val::Count(n) => Some(*n),
        Val::Tuple(parts) => Some(parts.len() as u128),
        _ => None,
    };
    let number = |value: &Val| value.as_int().and_then(|n| u128::try_from(n).ok());
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

fn duration(name: &str, first: &Val, second: &Val) -> Option<Val> {
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
            Val::Left { deadline, unit } if unit == nanos => Some(Val::Left { deadline: *deadline, unit: 0 }),
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
            Val::Left { deadline, .. } => Some(Val::Left { deadline: *deadline, unit: *nanos }),
            _ => None,
        };
    }
    if matches!(name, "saturating_sub" | "checked_sub" | "sub")
        && let Some(left) = super::eval::clock_arithmetic(BinaryOp::Sub, first, second)
    {
        return Some(left);
    }
    let Val::Time { lo, hi } = first else {
        return if name == "min" || name == "max" { Some(least_or_greatest(name, first, second)) } else { None };
    };
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

fn least_or_greatest(name: &str, a: &Val, b: &Val) -> Val {
    let least = name == "min";
    match (a, b) {
        (Val::Left { deadline, unit }, other) | (other, Val::Left { deadline, unit }) if least => {
            let most = match other {
                Val::Time { hi, .. } => Some(*hi),
                Val::Int { hi, .. } => u128::try_from(*hi).ok().map(|n| n.saturating_mul((*unit).max(1))),
                _ => None,
            };
            match (most, other) {
                (Some(most), Val::Time { hi, .. }) if most < deadline.nanos => Val::Time { lo: 0, hi: *hi },
                (Some(most), Val::Int { hi, .. }) if most < deadline.nanos => Val::Int { lo: 0, hi: *hi },
                // The shorter of the two ends at the deadline at the latest.
                _ => Val::Left { deadline: *deadline, unit: *unit },
            }
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
        // The lesser of something unknown and a constant is the constant at most.
        (Val::Unknown, Val::Int { hi, .. }) | (Val::Int { hi, .. }, Val::Unknown) if least && *hi >= 0 => Val::Int { lo: 0, hi: *hi },
        (Val::Unknown, Val::Time { hi, .. }) | (Val::Time { hi, .. }, Val::Unknown) if least => Val::Time { lo: 0, hi: *hi },
        _ => Val::Unknown,
    }
}

fn clamp(value: &Val, low: &Val, high: &Val) -> Val {
    match (value, low, high) {
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

fn join_path(base: &Val, rest: &Val) -> Val {
    match (base.as_str(), rest.as_str()) {
        (_, Some(rest)) if rest.starts_with(['\\', '/']) || rest.get(1..2) == Some(":") => Val::Str(rest.into()),
        (Some(base), Some(rest)) => Val::Str(format!("{}\\{rest}", base.trim_end_matches(['\\', '/'])).into()),
        _ => Val::Unknown,
    }
}

/// The least and the greatest number of a type, as far as 127 bits go.
fn limits(prim: crate::resolve::ids::Prim) -> (i128, i128) {
    let bits = prim.bits().clamp(1, 127);
    if prim.is_signed() { (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1) } else { (0, (1_i128 << bits) - 1) }
}

fn number(name: &str, first: &Val, second: &Val, ret: &Ty) -> Val {
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
            "div_ceil" if *a >= 0 && *c > 0 => return Val::Int { lo: (a + d - 1) / d, hi: (b + c - 1) / c },
            "abs_diff" => return Val::Int { lo: 0, hi: (b - c).abs().max((d - a).abs()) },
            _ => {}
        }
    }
    if let Val::Int { lo, hi } = first
        && matches!(name, "abs" | "unsigned_abs")
    {
        return Val::Int { lo: if *lo <= 0 && *hi >= 0 { 0 } else { lo.abs().min(hi.abs()) }, hi: lo.abs().max(hi.abs()) };
    }
    let (Some(a), Some(b)) = (first.as_int(), second.as_int()) else {
        return match name {
            "min" | "max" => least_or_greatest(name, first, second),
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
        Val::Left { deadline: super::super::value::Deadline { origin: None, nanos }, unit: 0 }
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
        assert_eq!(least_or_greatest("min", &left(80 * MS), &Val::time(30 * MS)), Val::Time { lo: 0, hi: 30 * MS });
        assert_eq!(least_or_greatest("min", &Val::time(300 * MS), &left(80 * MS)), left(80 * MS));
        assert_eq!(least_or_greatest("max", &left(80 * MS), &Val::time(30 * MS)), Val::Unknown);
    }

    #[test]
    fn a_limit_bounds_what_is_not_known() {
        assert_eq!(least_or_greatest("min", &Val::Unknown, &Val::int(10)), hull(0, 10));
        assert_eq!(least_or_greatest("max", &Val::Unknown, &Val::int(10)), Val::Unknown);
        assert_eq!(clamp(&Val::Unknown, &Val::int(1), &Val::int(10)), hull(1, 10));
        assert_eq!(clamp(&hull(0, 50), &Val::int(1), &Val::int(10)), hull(1, 10));
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
