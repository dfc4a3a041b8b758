//! Types as the resolver computes with them.
//!
//! A type is an immutable tree behind a counted pointer, with flags for what it holds, so that substitution and
//! resolution pass by what they cannot change. Lifetimes are not represented. Constants in types are types too
//! (`[T; N]`, `Foo<3>`), so that one list of arguments serves.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::ids::{AdtId, FnId, Prim, TraitId, VariantId};
use super::infer::BodyOwner;
use super::limits::{self, Limit};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// A type.
#[derive(Clone)]
pub struct Ty(Arc<TyData>);

struct TyData {
    kind: TyKind,
    flags: u8,
    size: u32,
}

/// The most names that a type is written with. Types that double from line to line have more in no time, and are then not
/// known; rustc has such a limit, too.
const MAX_SIZE: u32 = 1 << 14;
/// A type that is cut for it.
pub(super) const TOO_LARGE: Limit = Limit::new("types are written with more than {} names; they are not known", MAX_SIZE as usize);

const HAS_INFER: u8 = 1;
const HAS_PARAM: u8 = 2;
const HAS_ALIAS: u8 = 4;
const HAS_UNKNOWN: u8 = 8;

/// Arguments of a generic definition: the parent's first, `Self` of a trait at 0.
pub type Args = Arc<[Ty]>;

/// A trait with its arguments, `Self` first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TraitRef {
    /// The trait.
    pub id: TraitId,
    /// Its arguments, `Self` first.
    pub args: Args,
}

impl TraitRef {
    /// The type that implements it.
    pub fn self_ty(&self) -> &Ty {
        &self.args[0]
    }
}

/// `dyn A<X, Item = Y> + B`: the traits (`args` without `Self`) and the associated types that are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DynTy {
    /// Trait and arguments after `Self`.
    pub traits: Vec<(TraitId, Args)>,
    /// Trait, name, type.
    pub bindings: Vec<(TraitId, Symbol, Ty)>,
}

/// A number that inference is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InferVar(pub u32);

/// What a type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as in the language")]
pub enum TyKind {
    Adt(AdtId, Args),
    Prim(Prim),
    Never,
    Ref {
        mutable: bool,
        ty: Ty,
    },
    Ptr {
        mutable: bool,
        ty: Ty,
    },
    Slice(Ty),
    /// The length is a constant type.
    Array(Ty, Ty),
    Tuple(Args),
    FnPtr {
        params: Args,
        ret: Ty,
    },
    /// The type of a function's name.
    FnDef(FnId, Args),
    /// The type of a tuple struct's or variant's name as a function.
    Ctor(VariantId, Args),
    /// A closure: the body and the expression that it is, and the arguments of the item around it.
    Closure(BodyOwner, ExprId, Args),
    /// `async` block, or the future of an `async fn` (then the function).
    Future {
        of: FutureOf,
        output: Ty,
    },
    /// A parameter: its index in the item's arguments, and its name.
    Param(u32, Symbol),
    /// `<args[0] as trait>::name` that is not (or cannot be) resolved.
    Alias {
        trait_ref: TraitRef,
        name: Symbol,
    },
    /// `impl Trait` as a function's result: which function, which of its `impl`s.
    Opaque(FnId, u32, Args),
    Dyn(Arc<DynTy>),
    /// A constant in a type.
    ConstInt(i128),
    /// A constant that is not evaluated here.
    ConstUnknown,
    Infer(InferVar),
    /// Nothing is known; never an error by itself.
    Unknown,
}

/// Whose future.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain")]
pub enum FutureOf {
    Block(BodyOwner, ExprId),
    Fn(FnId, Args),
}

impl Ty {
    /// Build a type.
    pub fn new(kind: TyKind) -> Self {
        let (flags, size) = measure(&kind);
        if size > MAX_SIZE {
            limits::mark(TOO_LARGE);
            return Self::unknown();
        }
        Self(Arc::new(TyData { kind, flags, size }))
    }

    /// What it is.
    pub fn kind(&self) -> &TyKind {
        &self.0.kind
    }

    /// Nothing is known.
    pub fn unknown() -> Self {
        thread_local!(static UNKNOWN: Ty = Ty::new(TyKind::Unknown));
        UNKNOWN.with(Clone::clone)
    }

    /// `()`
    pub fn unit() -> Self {
        thread_local!(static UNIT: Ty = Ty::new(TyKind::Tuple(Arc::from([]))));
        UNIT.with(Clone::clone)
    }

    /// `!`
    pub fn never() -> Self {
        Self::new(TyKind::Never)
    }

    /// A primitive.
    pub fn prim(prim: Prim) -> Self {
        Self::new(TyKind::Prim(prim))
    }

    /// `bool`
    pub fn bool() -> Self {
        Self::prim(Prim::Bool)
    }

    /// `&ty`, `&mut ty`
    pub fn reference(ty: Self, mutable: bool) -> Self {
        Self::new(TyKind::Ref { mutable, ty })
    }

    /// A tuple.
    pub fn tuple(parts: Vec<Self>) -> Self {
        Self::new(TyKind::Tuple(parts.into()))
    }

    /// Whether an inference variable is in it.
    pub fn has_infer(&self) -> bool {
        self.0.flags & HAS_INFER != 0
    }

    /// Whether a parameter is in it.
    pub fn has_param(&self) -> bool {
        self.0.flags & HAS_PARAM != 0
    }

    /// Whether an associated type that is not resolved is in it.
    pub fn has_alias(&self) -> bool {
        self.0.flags & HAS_ALIAS != 0
    }

    /// Whether something unknown is in it.
    pub fn has_unknown(&self) -> bool {
        self.0.flags & HAS_UNKNOWN != 0
    }

    /// Whether it is unknown at its head.
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind(), TyKind::Unknown)
    }

    /// Whether it is `!`.
    pub fn is_never(&self) -> bool {
        matches!(self.kind(), TyKind::Never)
    }

    /// Whether it is `()`.
    pub fn is_unit(&self) -> bool {
        matches!(self.kind(), TyKind::Tuple(parts) if parts.is_empty())
    }

    /// What a reference refers to.
    pub fn as_ref(&self) -> Option<(&Self, bool)> {
        match self.kind() {
            TyKind::Ref { mutable, ty } => Some((ty, *mutable)),
            _ => None,
        }
    }

    /// The type and arguments of a struct, union or enum.
    pub fn as_adt(&self) -> Option<(AdtId, &Args)> {
        match self.kind() {
            TyKind::Adt(id, args) => Some((*id, args)),
            _ => None,
        }
    }

    /// Without references around it.
    pub fn peel_refs(&self) -> &Self {
        let mut ty = self;
        while let TyKind::Ref { ty: inner, .. } = ty.kind() {
            ty = inner;
        }
        ty
    }

    /// Rebuild with `f` applied to each direct part.
    #[must_use]
    pub fn map_parts(&self, f: &mut dyn FnMut(&Self) -> Self) -> Self {
        let list = |args: &Args, f: &mut dyn FnMut(&Self) -> Self| -> Args { args.iter().map(&mut *f).collect() };
        let kind = match self.kind() {
            TyKind::Adt(id, args) if !args.is_empty() => TyKind::Adt(*id, list(args, f)),
            TyKind::Ref { mutable, ty } => TyKind::Ref { mutable: *mutable, ty: f(ty) },
            TyKind::Ptr { mutable, ty } => TyKind::Ptr { mutable: *mutable, ty: f(ty) },
            TyKind::Slice(ty) => TyKind::Slice(f(ty)),
            TyKind::Array(ty, len) => TyKind::Array(f(ty), f(len)),
            TyKind::Tuple(parts) if !parts.is_empty() => TyKind::Tuple(list(parts, f)),
            TyKind::FnPtr { params, ret } => TyKind::FnPtr { params: list(params, f), ret: f(ret) },
            TyKind::FnDef(id, args) => TyKind::FnDef(*id, list(args, f)),
            TyKind::Ctor(id, args) => TyKind::Ctor(*id, list(args, f)),
            TyKind::Closure(owner, expr, args) => TyKind::Closure(*owner, *expr, list(args, f)),
            TyKind::Future { of, output } => {
                let of = match of {
                    FutureOf::Fn(id, args) => FutureOf::Fn(*id, list(args, f)),
                    FutureOf::Block(owner, expr) => FutureOf::Block(*owner, *expr),
                };
                TyKind::Future { of, output: f(output) }
            }
            TyKind::Alias { trait_ref, name } => {
                TyKind::Alias { trait_ref: TraitRef { id: trait_ref.id, args: list(&trait_ref.args, f) }, name: *name }
            }
            TyKind::Opaque(id, index, args) => TyKind::Opaque(*id, *index, list(args, f)),
            TyKind::Dyn(dyn_ty) => TyKind::Dyn(Arc::new(DynTy {
                traits: dyn_ty.traits.iter().map(|(id, args)| (*id, list(args, f))).collect(),
                bindings: dyn_ty.bindings.iter().map(|(id, name, ty)| (*id, *name, f(ty))).collect(),
            })),
            _ => return self.clone(),
        };
        Self::new(kind)
    }

    /// Replace parameters by `args`. A parameter beyond them stays.
    #[must_use]
    pub fn subst(&self, args: &[Self]) -> Self {
        if !self.has_param() || args.is_empty() {
            return self.clone();
        }
        match self.kind() {
            TyKind::Param(index, _) => args.get(*index as usize).cloned().unwrap_or_else(|| self.clone()),
            _ => self.map_parts(&mut |part| part.subst(args)),
        }
    }

    /// Whether it is written with more than 256 names: a type that grows as it contains itself, not one that is meant.
    pub fn is_large(&self) -> bool {
        let mut left = 256_u32;
        !self.fits(&mut left)
    }

    fn fits(&self, left: &mut u32) -> bool {
        let Some(less) = left.checked_sub(1) else { return false };
        *left = less;
        let mut fits = true;
        let _ = self.map_parts(&mut |part| {
            fits = fits && part.fits(left);
            part.clone()
        });
        fits
    }

    /// Visit this type and all its parts.
    pub fn walk(&self, f: &mut dyn FnMut(&Self)) {
        f(self);
        let _ = self.map_parts(&mut |part| {
            part.walk(f);
            part.clone()
        });
    }

    /// The same, but not of what a closure or function was instantiated with: its values are not part of this type's.
    pub fn walk_values(&self, f: &mut dyn FnMut(&Self)) {
        f(self);
        if !matches!(self.kind(), TyKind::Closure(..) | TyKind::FnDef(..)) {
            let _ = self.map_parts(&mut |part| {
                part.walk_values(f);
                part.clone()
            });
        }
    }
}

/// Replace parameters in a list.
pub fn subst_args(list: &[Ty], args: &[Ty]) -> Args {
    list.iter().map(|ty| ty.subst(args)).collect()
}

impl TraitRef {
    /// Replace parameters.
    #[must_use]
    pub fn subst(&self, args: &[Ty]) -> Self {
        Self { id: self.id, args: subst_args(&self.args, args) }
    }
}

/// The flags of a type, and with how many names it is written.
fn measure(kind: &TyKind) -> (u8, u32) {
    let (mut flags, mut size) = (0_u8, 1_u32);
    let mut add = |parts: &[Ty]| {
        for ty in parts {
            flags |= ty.0.flags;
            size = size.saturating_add(ty.0.size);
        }
    };
    let part = std::slice::from_ref;
    match kind {
        TyKind::Adt(_, args)
        | TyKind::Tuple(args)
        | TyKind::FnDef(_, args)
        | TyKind::Ctor(_, args)
        | TyKind::Closure(_, _, args)
        | TyKind::Opaque(_, _, args) => add(args),
        TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } | TyKind::Slice(ty) => add(part(ty)),
        TyKind::Array(ty, len) => {
            add(part(ty));
            add(part(len));
        }
        TyKind::FnPtr { params, ret } => {
            add(params);
            add(part(ret));
        }
        TyKind::Future { of, output } => {
            add(part(output));
            if let FutureOf::Fn(_, args) = of {
                add(args);
            }
        }
        TyKind::Alias { trait_ref, .. } => add(&trait_ref.args),
        TyKind::Dyn(dyn_ty) => {
            dyn_ty.traits.iter().for_each(|(_, args)| add(args));
            dyn_ty.bindings.iter().for_each(|(_, _, ty)| add(part(ty)));
        }
        TyKind::Param(..)
        | TyKind::Infer(_)
        | TyKind::Unknown
        | TyKind::Prim(_)
        | TyKind::Never
        | TyKind::ConstInt(_)
        | TyKind::ConstUnknown => {}
    }
    flags |= match kind {
        TyKind::Alias { .. } => HAS_ALIAS,
        TyKind::Param(..) => HAS_PARAM,
        TyKind::Infer(_) => HAS_INFER,
        TyKind::Unknown => HAS_UNKNOWN,
        _ => 0,
    };
    (flags, size)
}

impl PartialEq for Ty {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.flags == other.0.flags && self.0.kind == other.0.kind)
    }
}

impl Eq for Ty {}

impl Hash for Ty {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.kind.hash(state);
    }
}

impl fmt::Debug for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)
    }
}
