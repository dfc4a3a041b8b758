//! What inference says.

use rustc_hash::FxHashMap;

use super::solve::ClosureSig;
use super::table::Table;
use crate::resolve::ids::{ConstId, FnId, StaticId, VariantId};
use crate::resolve::ty::{Args, Ty};
use crate::syntax::body::{ExprId, PatId};

/// What a call calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A function or method; of a trait's method, the trait's own with `Self` as the first argument.
    Fn(FnId, Args),
    /// A tuple struct's or variant's constructor: no code runs.
    Ctor(VariantId),
    /// A value of that type: a closure, function pointer, or something that implements `Fn…`.
    Value(Ty),
    /// Not known.
    Unresolved(Unresolved),
}

/// Why a call is not resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unresolved {
    /// The receiver's type is not known.
    Receiver,
    /// The type is known and has no such method that can be seen.
    NoMethod,
    /// Several traits offer it.
    Ambiguous,
    /// The path leads nowhere.
    Path,
    /// What is called is not known to be callable.
    NotCallable,
}

impl Unresolved {
    /// The reason in words.
    pub fn why(self) -> &'static str {
        match self {
            Self::Receiver => "the receiver's type is not known",
            Self::NoMethod => "no such method of that type can be seen",
            Self::Ambiguous => "several traits in scope offer it",
            Self::Path => "the path leads nowhere",
            Self::NotCallable => "the type of what is called is not known",
        }
    }
}

/// What a path expression names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain")]
pub enum Resolution {
    Local(PatId),
    SelfParam,
    Fn(FnId, Args),
    Const(ConstId, Args),
    Static(StaticId),
    Ctor(VariantId, Args),
    ConstParam(u32),
    Unresolved,
}

/// A call that the text does not show as one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain")]
pub enum Implicit {
    /// `Deref::deref` or `DerefMut::deref_mut` on a type that implements it.
    Deref { ty: Ty, mutable: bool },
    /// An operator's, index's, `for`'s, `?`'s, `.await`'s or format's trait method.
    Method(FnId, Args),
}

/// The facts of one body.
#[derive(Clone, Debug, Default)]
pub struct Inference {
    /// By expression.
    pub expr_types: Vec<Ty>,
    /// By pattern.
    pub pat_types: Vec<Ty>,
    /// Of `self`, if there is one.
    pub self_type: Option<Ty>,
    /// By call and method call.
    pub callees: FxHashMap<ExprId, Callee>,
    /// By path expression (of struct literals too).
    pub paths: FxHashMap<ExprId, Resolution>,
    /// By path, struct or tuple-struct pattern: the variant.
    pub pat_variants: FxHashMap<PatId, VariantId>,
    /// By pattern that turned out to be a constant.
    pub pat_consts: FxHashMap<PatId, ConstId>,
    /// By pattern: whether it binds by reference through default binding modes, and how (`mutable`).
    pub ref_bindings: FxHashMap<PatId, bool>,
    /// By field expression: the variant and the field's number (tuples have none).
    pub fields: FxHashMap<ExprId, (VariantId, usize)>,
    /// By expression: calls that the text does not show, in order.
    pub implicit: FxHashMap<ExprId, Vec<Implicit>>,
    /// By method call: how the receiver is adjusted before the call (`true`: borrowed mutably).
    pub autoref: FxHashMap<ExprId, bool>,
    /// By closure.
    pub closures: FxHashMap<ExprId, ClosureSig>,
    /// Where a value becomes a `dyn` object, or a function or closure a function pointer: from, to.
    pub coercions: Vec<(ExprId, Ty, Ty)>,
    /// By `impl Trait` of the result: what stands behind it.
    pub opaques: Vec<Option<Ty>>,
    /// Method calls whose receiver is still open (while inference runs).
    pub(super) open_methods: Vec<OpenMethod>,
}

/// A method call put off.
#[derive(Clone, Debug)]
pub(super) struct OpenMethod {
    pub(super) expr: ExprId,
    pub(super) receiver: Ty,
    pub(super) args: Vec<Ty>,
    pub(super) ret: Ty,
}

impl Inference {
    pub(super) fn empty(exprs: usize, pats: usize) -> Self {
        Self { expr_types: vec![Ty::unknown(); exprs], pat_types: vec![Ty::unknown(); pats], ..Self::default() }
    }

    /// The type of an expression.
    pub fn type_of(&self, expr: ExprId) -> Ty {
        self.expr_types.get(expr.0 as usize).cloned().unwrap_or_else(Ty::unknown)
    }

    /// The type of a pattern.
    pub fn type_of_pat(&self, pat: PatId) -> Ty {
        self.pat_types.get(pat.0 as usize).cloned().unwrap_or_else(Ty::unknown)
    }

    pub(super) fn finish(&mut self, table: &Table) {
        let args = |args: &mut Args| {
            if args.iter().any(Ty::has_infer) {
                *args = args.iter().map(|ty| table.finish(ty)).collect();
            }
        };
        for ty in self.expr_types.iter_mut().chain(&mut self.pat_types) {
            *ty = table.finish(ty);
        }
        for callee in self.callees.values_mut() {
            match callee {
                Callee::Fn(_, list) => args(list),
                Callee::Value(ty) => *ty = table.finish(ty),
                Callee::Ctor(_) | Callee::Unresolved(_) => {}
            }
        }
        for path in self.paths.values_mut() {
            if let Resolution::Fn(_, list) | Resolution::Const(_, list) | Resolution::Ctor(_, list) = path {
                args(list);
            }
        }
        for implicit in self.implicit.values_mut().flatten() {
            match implicit {
                Implicit::Deref { ty, .. } => *ty = table.finish(ty),
                Implicit::Method(_, list) => args(list),
            }
        }
        for (_, from, to) in &mut self.coercions {
            *from = table.finish(from);
            *to = table.finish(to);
        }
        for hidden in self.opaques.iter_mut().flatten() {
            *hidden = table.finish(hidden);
        }
        self.open_methods.clear();
    }
}
