//! What std's functions return, where that matters to what is known of values: `Duration` arithmetic, `Option` and
//! `Result`, numbers, texts and paths. Everything else returns what nobody knows.

use std::sync::Arc;

use super::endless::endless;
use super::frame::Frame;
use super::numbers::{clamp, counted, duration, least_or_greatest, least_or_greatest_of, moment, number, number_of};
use super::value::{Val, wrap};
use crate::resolve::ids::{AdtId, VariantId};
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::BinaryOp;

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
        if let Some(path) = self.path_made(owner, name, first, second, ret) {
            return path;
        }
        if let Some(found) = endless(owner, name, first, second).or_else(|| counted(name, first, second)) {
            return found;
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
            "NonZero" if name == "new" => match first {
                Val::Int { lo: 0, hi: 0 } => self.option(None),
                Val::Int { lo, .. } if *lo > 0 => self.option(Some(first.clone())),
                _ => Val::Unknown,
            },
            "NonZero" if matches!(name, "get" | "new_unchecked") => first.clone(),
            "ptr" if matches!(name, "null" | "null_mut") => Val::Null,
            "mem" if name == "zeroed" && matches!(ret.kind(), TyKind::Ptr { .. }) => Val::Null,
            "mem" if name == "drop" => Val::Unknown,
            "cmp" | "Ord" if matches!(name, "min" | "max") => least_or_greatest_of(name, first, second, ret),
            "Ord" if name == "clamp" => {
                let third = args.get(2).unwrap_or(&Val::Unknown);
                clamp(first, second, third)
            }
            "Path" | "PathBuf" | "OsStr" | "OsString" | "String" | "CString" if matches!(name, "new" | "from") => first.clone(),
            "From" | "Into" | "TryFrom" | "TryInto" => self.converted(name, first, ret),
            // A text for the platform: `text.encode_utf16().chain(once(0)).collect()`.
            "iter" if name == "repeat_n" => number_of(second).map_or(Val::Unknown, Val::Count),
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
            ("sum" | "product", Val::Tuple(parts)) => {
                let op = if name == "sum" { BinaryOp::Add } else { BinaryOp::Mul };
                let start = match ret.as_adt() {
                    Some(_) => Val::time(0),
                    None => Val::int(i128::from(name == "product")),
                };
                return Some(parts.iter().fold(start, |sum, part| super::eval::binary(op, &sum, part.hard(), ret)));
            }
            ("max" | "min", Val::Tuple(parts)) if parts.iter().all(Val::is_known) => {
                parts.iter().map(|part| part.hard().clone()).reduce(|a, b| least_or_greatest(name, &a, &b))?
            }
            ("first", _) => at(0),
            ("last", Val::Tuple(parts)) => at(parts.len() as i128 - 1),
            ("get" | "nth", _) => super::eval::element(list, index),
            ("next" | "next_back" | "pop" | "pop_front" | "pop_back", Val::Tuple(parts)) => {
                let taken = if matches!(name, "next" | "pop_front") { parts.first() } else { parts.last() };
                return Some(self.option(taken.cloned()));
            }
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
            Some("bool") | Some("<impl bool>") if name == "then" => {
                return match receiver {
                    Val::Bool(false) => self.option(None),
                    Val::Bool(true) => self.option(Some(given_back.clone())),
                    _ => self.wrapped(given_back.clone(), ret),
                };
            }
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
