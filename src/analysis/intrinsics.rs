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
        match owner {
            "Instant" | "SystemTime" => moment(name, first, second),
            "Duration" => duration(name, first, second).unwrap_or(Val::Unknown),
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
            _ if matches!(owner, "Box" | "Arc" | "Rc" | "ManuallyDrop" | "Cell" | "RefCell") && name == "new" => first.clone(),
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

fn moment(name: &str, first: &Val, second: &Val) -> Val {
    match (name, first, second) {
        ("now", ..) => Val::Moment(0),
        ("elapsed", Val::Moment(_), _) => Val::Passed { ticks: false },
        ("add" | "checked_add", Val::Moment(after), Val::Time { hi, .. }) => Val::Moment(after.saturating_add(*hi)),
        ("duration_since" | "saturating_duration_since" | "checked_duration_since" | "sub", Val::Moment(after), Val::Moment(_)) => {
            if *after > 0 { Val::Time { lo: 0, hi: *after } } else { Val::Passed { ticks: false } }
        }
        _ => Val::Unknown,
    }
}

/// How many elements an iterator's adaptor leaves at most.
fn counted(name: &str, first: &Val, second: &Val) -> Option<Val> {
    let of = |value: &Val| match value.hard() {
        Val::Count(n) => Some(*n),
        Val::Tuple(parts) => Some(parts.len() as u128),
        _ => None,
    };
    let number = |value: &Val| value.as_int().and_then(|n| u128::try_from(n).ok());
    let length = of(first);
    Some(Val::Count(match name {
        "take" => match (length, number(second)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        },
        "skip" => length?.saturating_sub(number(second)?),
        "step_by" | "chunks" | "chunks_exact" | "chunks_mut" => length?.div_ceil(number(second).filter(|n| *n > 0)?),
        "chain" => length?.saturating_add(of(second)?),
        "zip" => match (length, of(second)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        },
        "iter" | "iter_mut" | "into_iter" | "map" | "enumerate" | "rev" | "cloned" | "copied" | "inspect" | "filter" | "filter_map"
        | "take_while" | "skip_while" | "map_while" | "peekable" | "fuse" | "by_ref" | "drain" | "collect" | "to_vec" => length?,
        _ => return None,
    }))
}

fn duration(name: &str, first: &Val, second: &Val) -> Option<Val> {
    if let Some(unit) = name.strip_prefix("from_") {
        let (_, nanos) = NANOS.iter().find(|(n, _)| *n == unit)?;
        let Val::Int { lo, hi } = first else { return None };
        let (lo, hi) = (u128::try_from(*lo).ok()?, u128::try_from(*hi).ok()?);
        return Some(Val::Time { lo: lo.saturating_mul(*nanos), hi: hi.saturating_mul(*nanos) });
    }
    if name == "new" {
        let (secs, nanos) = (u128::try_from(first.as_int()?).ok()?, u128::try_from(second.as_int()?).ok()?);
        return Some(Val::time(secs.saturating_mul(1_000_000_000).saturating_add(nanos)));
    }
    let Val::Time { lo, hi } = first else { return None };
    if let Some(unit) = name.strip_prefix("as_") {
        let (_, nanos) = NANOS.iter().find(|(n, _)| *n == unit)?;
        return Some(Val::Int { lo: i128::try_from(lo / nanos).ok()?, hi: i128::try_from(hi / nanos).ok()? });
    }
    let zero = *lo == 0 && *hi == 0;
    Some(match (name, second) {
        ("saturating_add", Val::Time { lo: c, hi: d }) => Val::Time { lo: lo.saturating_add(*c), hi: hi.saturating_add(*d) },
        ("saturating_sub", Val::Time { lo: c, hi: d }) => Val::Time { lo: lo.saturating_sub(*d), hi: hi.saturating_sub(*c) },
        ("saturating_mul", Val::Int { lo: c, hi: d }) if *c >= 0 => {
            Val::Time { lo: lo.saturating_mul(c.unsigned_abs()), hi: hi.saturating_mul(d.unsigned_abs()) }
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

fn number(name: &str, first: &Val, second: &Val, ret: &Ty) -> Val {
    let TyKind::Prim(prim) = ret.kind() else { return Val::Unknown };
    if prim.is_int() && matches!(name, "max_value" | "min_value") {
        let bits = prim.bits().min(127);
        let value = match (name, prim.is_signed()) {
            ("max_value", true) => (1_i128 << (bits - 1)) - 1,
            ("max_value", false) => (1_i128 << bits) - 1,
            (_, true) => -(1_i128 << (bits - 1)),
            (_, false) => 0,
        };
        return Val::int(value);
    }
    let (Some(a), Some(b)) = (first.as_int(), second.as_int()) else {
        return match name {
            "min" | "max" => least_or_greatest(name, first, second),
            _ => Val::Unknown,
        };
    };
    let cut = |value: Option<i128>| value.map_or(Val::Unknown, |v| Val::int(wrap(v, *prim)));
    match name {
        "min" | "max" => least_or_greatest(name, first, second),
        "wrapping_add" => cut(a.checked_add(b)),
        "wrapping_sub" => cut(a.checked_sub(b)),
        "wrapping_mul" => cut(a.checked_mul(b)),
        "saturating_sub" if !prim.is_signed() => Val::int((a - b).max(0)),
        "pow" => u32::try_from(b).ok().and_then(|e| a.checked_pow(e)).filter(|v| wrap(*v, *prim) == *v).map_or(Val::Unknown, Val::int),
        _ => Val::Unknown,
    }
}
