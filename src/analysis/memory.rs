//! What is put on the heap: sizes of types and of allocations.

use super::bound::Arguments;
use super::cost::{Cost, Item};
use super::effect::{Action, Amount, Effect, merge};
use super::frame::Frame;
use super::value::Val;
use crate::models::schema::{Allocation, UnknownCount};
use crate::resolve::defs::AdtKind;
use crate::resolve::ids::{FnId, Prim};
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Span;

/// What an allocation of unknown small size counts as.
const SMALL: u64 = 64;

/// Sizes of std's own types on a 64-bit target, in bytes, where they do not depend on their arguments.
const SIZES: &[(&str, u64)] = &[
    ("Vec", 24),
    ("String", 24),
    ("Box", 8),
    ("Rc", 8),
    ("Arc", 8),
    ("HashMap", 48),
    ("HashSet", 48),
    ("BTreeMap", 24),
    ("BTreeSet", 24),
    ("VecDeque", 32),
    ("PathBuf", 32),
    ("OsString", 32),
    ("Duration", 16),
    ("Instant", 16),
    ("SystemTime", 16),
    ("AtomicBool", 1),
    ("AtomicU8", 1),
    ("AtomicU32", 4),
    ("AtomicI32", 4),
    ("AtomicU64", 8),
    ("AtomicI64", 8),
    ("AtomicUsize", 8),
];

impl Frame<'_, '_> {
    /// The size of a value in bytes on a 64-bit target; `None` where it is not known.
    pub(super) fn size_of(&mut self, ty: &Ty) -> Option<u64> {
        self.size_and_align(ty, 0).map(|(size, _)| size)
    }

    fn size_and_align(&mut self, ty: &Ty, depth: u32) -> Option<(u64, u64)> {
        if depth > 24 {
            return None;
        }
        let both = |n: u64| Some((n, n.clamp(1, 16)));
        match ty.kind() {
            TyKind::Prim(Prim::Str) | TyKind::Slice(_) | TyKind::Dyn(_) => None,
            TyKind::Prim(Prim::Char) => both(4),
            TyKind::Prim(prim) => both(u64::from(prim.bits() / 8)),
            TyKind::Never => both(0),
            TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } => {
                let wide = matches!(ty.kind(), TyKind::Prim(Prim::Str) | TyKind::Slice(_) | TyKind::Dyn(_));
                Some((if wide { 16 } else { 8 }, 8))
            }
            TyKind::FnPtr { .. } => both(8),
            TyKind::FnDef(..) | TyKind::Ctor(..) => both(0),
            TyKind::Tuple(parts) => {
                let parts = parts.to_vec();
                self.laid_out(&parts, depth)
            }
            TyKind::Array(element, len) => {
                let TyKind::ConstInt(len) = len.kind() else { return None };
                let len = u64::try_from(*len).ok()?;
                let (size, align) = self.size_and_align(&element.clone(), depth + 1)?;
                Some((size.saturating_mul(len), align))
            }
            TyKind::Adt(id, args) => {
                let db = self.engine.db;
                let (id, args) = (*id, args.clone());
                let data = db.adt(id);
                if db.is_std(db.crate_of(id.unit)) {
                    let name = data.name.name;
                    // A pointer that cannot be null has room for `None`.
                    if Some(id) == db.lang().option && args.first().is_some_and(|inner| self.has_niche(inner)) {
                        return self.size_and_align(args.first()?, depth + 1);
                    }
                    if let Some((_, size)) = SIZES.iter().find(|(n, _)| name == *n) {
                        return Some((*size, (*size).min(8)));
                    }
                    // What wraps its argument is about as large.
                    let (size, align) = self.size_and_align(args.first()?, depth + 1)?;
                    return Some((size + align, align));
                }
                let mut largest = (0, 1);
                for fields in db.field_types(id) {
                    let fields: Vec<Ty> = fields.iter().map(|f| self.engine.chooser.concrete(f, &args)).collect();
                    let (size, align) = self.laid_out(&fields, depth)?;
                    largest = (largest.0.max(size), largest.1.max(align));
                }
                let tag = if data.kind == AdtKind::Enum && data.variants.len() > 1 { largest.1 } else { 0 };
                Some((largest.0 + tag, largest.1))
            }
            _ => None,
        }
    }

    /// Whether a type has a bit pattern that no value has: references, boxes, vectors, `bool`, `char`, `NonZero…`.
    fn has_niche(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Ref { .. } | TyKind::FnPtr { .. } | TyKind::Prim(Prim::Bool | Prim::Char) => true,
            TyKind::Adt(id, _) => {
                let db = self.engine.db;
                let name = db.adt(*id).name.name;
                let of_std = [
                    "Box", "Rc", "Arc", "Vec", "String", "NonNull", "VecDeque", "PathBuf", "OsString", "CString", "Duration", "Instant",
                    "HashMap", "HashSet",
                ];
                db.is_std(db.crate_of(id.unit)) && (of_std.contains(&name.as_str()) || name.as_str().starts_with("NonZero"))
            }
            _ => false,
        }
    }

    fn laid_out(&mut self, fields: &[Ty], depth: u32) -> Option<(u64, u64)> {
        let (mut size, mut align) = (0_u64, 1_u64);
        for field in fields {
            let (own, own_align) = self.size_and_align(field, depth + 1)?;
            size = size.next_multiple_of(own_align).saturating_add(own);
            align = align.max(own_align);
        }
        Some((size.next_multiple_of(align), align))
    }

    /// What a modelled call puts on the heap.
    pub(super) fn allocated(
        &mut self,
        allocation: &Allocation,
        args: &Arguments<'_>,
        callee: Option<(FnId, &Args, FnId)>,
        ret: &Ty,
    ) -> Amount {
        let bytes = |n: u64| Amount::Bytes(n);
        match allocation {
            Allocation::Input => Amount::Input,
            Allocation::Small => bytes(SMALL),
            Allocation::Unsized => Amount::Unsized,
            Allocation::Bytes(n) => bytes(*n),
            Allocation::Value { of } => match self.named_type(of, callee, ret) {
                Some(ty) => bytes(self.size_of(&ty).unwrap_or(SMALL)),
                None => bytes(SMALL),
            },
            Allocation::Count { arg, of } => {
                let element = self.element_size(of.as_deref(), callee, ret);
                match args.value(arg).as_int().and_then(|n| u64::try_from(n).ok()) {
                    Some(count) => bytes(count.saturating_mul(element)),
                    None => Amount::Unsized,
                }
            }
            Allocation::Items { items, times, of, unknown } => {
                let element = self.element_size(of.as_deref(), callee, ret);
                let count = match args.value(items).hard() {
                    Val::Count(n) => u64::try_from(*n).ok(),
                    Val::Tuple(parts) => Some(parts.len() as u64),
                    Val::Str(text) => Some(text.len() as u64),
                    _ => None,
                };
                let times = match times {
                    Some(times) => args.value(times).as_int().and_then(|n| u64::try_from(n).ok()),
                    None => Some(1),
                };
                match (count, times) {
                    (Some(count), Some(times)) => bytes(count.saturating_mul(times).saturating_mul(element)),
                    _ if *unknown == UnknownCount::Small => bytes(SMALL),
                    _ => Amount::Unsized,
                }
            }
        }
    }

    fn element_size(&mut self, of: Option<&str>, callee: Option<(FnId, &Args, FnId)>, ret: &Ty) -> u64 {
        match of {
            None => 1,
            Some(of) => match self.named_type(of, callee, ret) {
                Some(ty) => self.size_of(&ty).unwrap_or(SMALL),
                None => SMALL,
            },
        }
    }

    /// The type that a model names: a type parameter of the callee, else a primitive.
    fn named_type(&self, of: &str, callee: Option<(FnId, &Args, FnId)>, ret: &Ty) -> Option<Ty> {
        let db = self.engine.db;
        if let Some((id, args, _)) = callee {
            let generics = db.generics(GenericOwner::Fn(id));
            if let Some(index) = generics.params.iter().rposition(|p| p.name == of) {
                return args.get(index).cloned();
            }
        }
        // `(K, V)`: a pair, or more, of these.
        if let Some(parts) = of.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            let parts: Option<Vec<Ty>> = parts.split(',').map(|part| self.named_type(part.trim(), callee, ret)).collect();
            return Some(Ty::new(TyKind::Tuple(parts?.into())));
        }
        // What is collected into: the element of the result.
        if let Some(prim) = Prim::from_name(of) {
            return Some(Ty::prim(prim));
        }
        ret.as_adt().and_then(|(_, args)| args.first().cloned())
    }

    /// Write down an allocation.
    pub(super) fn allocate(&mut self, amount: Amount, shown: &str, at: Span) {
        if let Amount::Bytes(bytes) = amount {
            if bytes == 0 {
                return;
            }
            self.add(Cost::bytes(Item { amount: u128::from(bytes), callee: shown.into(), place: at, why: None }));
        }
        let effect = Effect {
            place: at,
            callee: shown.into(),
            path: "".into(),
            action: Action::Allocates { amount, times: self.factor },
            why: None,
            instead: None,
            arguments: std::sync::Arc::from([]),
            chains: vec![Default::default()],
        };
        merge(&mut self.effects, &effect, None);
    }
}
