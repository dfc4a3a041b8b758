//! Where code can panic, and which of these panics can end the process.
//!
//! A panic matters where somebody of the workspace wrote it, and where what is known of the values does not rule it out.
//! It unwinds until `catch_unwind` catches it, or until it comes to the boundary of an `extern` function, where the
//! process aborts: from there on nothing catches it any more ([`Action::Panics`] says which). Knows nothing of lints.

use std::sync::Arc;

use super::effect::{Action, Effect, merge};
use super::frame::Frame;
use super::value::Val;
use crate::models::schema::{ArgIndex, Model};
use crate::resolve::ids::FnId;
use crate::resolve::infer::{BodyOwner, Callee, Implicit};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::{BinaryOp, Builtin, ExprId, ExprKind, Literal};

/// What the errors of locks are called, in std and in the crates that follow it.
const LOCK_ERRORS: [&str; 2] = ["PoisonError", "TryLockError"];

/// A place that can panic.
struct Panic<'p> {
    at: Span,
    callee: &'p str,
    path: &'p str,
    why: &'p str,
    instead: Option<&'p str>,
}

/// Whether a panic in the body of `owner` aborts before it leaves it: at the boundary of an `extern` function whose ABI
/// does not unwind.
pub(super) fn stops_unwinding(db: &crate::resolve::db::Db, owner: BodyOwner) -> bool {
    let BodyOwner::Fn(id) = owner else { return false };
    db.fn_data(id).item.abi.as_deref().is_some_and(|abi| !abi.ends_with("-unwind") && !abi.starts_with("Rust") && !abi.starts_with("rust-"))
}

/// The effects of a function at whose boundary a panic aborts.
pub(super) fn at_boundary(effects: Vec<Effect>) -> Vec<Effect> {
    let mut out = Vec::with_capacity(effects.len());
    for mut effect in effects {
        if let Action::Panics { aborts } = &mut effect.action {
            *aborts = true;
            // The same place may also be reached through an `extern` function further in.
            merge(&mut out, &effect, None);
        } else {
            out.push(effect);
        }
    }
    out
}

impl Frame<'_, '_> {
    /// Do `f` where panics are caught, or are no panics of the running program: those that can still unwind are left out.
    pub(super) fn catching<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::take(&mut self.effects);
        let value = f(self);
        let inner = std::mem::replace(&mut self.effects, before);
        for effect in inner.iter().filter(|e| e.action != Action::Panics { aborts: false }) {
            merge(&mut self.effects, effect, None);
        }
        value
    }

    fn panics(&mut self, panic: &Panic<'_>) {
        let sources = &self.engine.db.sources;
        if self.dead || !sources.file(sources.written_at(panic.at).file).in_workspace {
            return;
        }
        let effect = Effect {
            place: panic.at,
            callee: panic.callee.into(),
            path: panic.path.into(),
            action: Action::Panics { aborts: false },
            why: Some(panic.why.into()),
            instead: panic.instead.map(Into::into),
            arguments: Arc::from([]),
            chains: vec![Default::default()],
        };
        merge(&mut self.effects, &effect, None);
    }

    /// `panic!` and its like, also where an assertion writes them. What `debug_assert!` checks is not checked in a
    /// release build, which is what the cluster runs.
    pub(super) fn macro_panics(&mut self, builtin: &Builtin) {
        let written = self.engine.db.sources.text(builtin.name_span);
        let why = match written.as_str() {
            name if name.starts_with("debug_assert") => return,
            name if name.starts_with("assert") => "the condition may not hold",
            _ => "always panics",
        };
        let shown = format!("{written}!");
        self.panics(&Panic { at: builtin.name_span, callee: &shown, path: &shown, why, instead: None });
    }

    /// `left / right`, `left % right` of integers.
    pub(super) fn division_panics(&mut self, op: BinaryOp, at: Span, left: ExprId, right: ExprId, divisor: &Val) {
        let sign = match op {
            BinaryOp::Div => "/",
            BinaryOp::Rem => "%",
            _ => return,
        };
        let is_int = |ty: Ty| matches!(ty.peel_refs().kind(), TyKind::Prim(prim) if prim.is_int());
        if is_not_zero(divisor) || !is_int(self.type_of(left)) || !is_int(self.type_of(right)) {
            return;
        }
        let instead = if op == BinaryOp::Div { "use `checked_div`" } else { "use `checked_rem`" };
        self.panics(&Panic { at, callee: sign, path: sign, why: "the divisor may be 0", instead: Some(instead) });
    }

    /// `base[index]`, of arrays, slices and std's collections; a user's `Index` is analysed where it is written.
    pub(super) fn index_panics(&mut self, id: ExprId, base: ExprId, index: ExprId, value: &Val) {
        let db = self.engine.db;
        let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
        let method = calls.iter().find_map(|call| match call {
            Implicit::Method(id, args) => Some((*id, Arc::clone(args))),
            Implicit::Deref { .. } => None,
        });
        let index_ty = self.type_of(index);
        if index_ty.as_adt().is_some_and(|(adt, _)| Some(adt) == db.lang().range_full) {
            return;
        }
        let is_map = match method {
            Some((fn_id, args)) => {
                let args = self.engine.chooser.concrete_args(&args, &self.args.clone());
                let super::target::Targets::Fns(targets) = self.engine.chooser.targets(fn_id, &args) else { return };
                if !targets.iter().any(|t| db.is_std(db.crate_of(t.id.unit))) {
                    return;
                }
                let of = args.first().and_then(|ty| ty.peel_refs().as_adt().map(|(adt, _)| adt));
                of.is_some_and(|adt| db.adt(adt).name.name.as_str().ends_with("Map"))
            }
            None if self.type_of(id).is_unknown() => return,
            None => {
                let derefs = calls.iter().all(|call| matches!(call, Implicit::Deref { .. }));
                if derefs && self.is_in_array(base, index, value) {
                    return;
                }
                false
            }
        };
        let (why, instead) = match (is_map, self.kind(index)) {
            (true, _) => ("the key may not be in the map", "use `get`"),
            (_, ExprKind::Range { .. }) => ("the range may lie out of bounds", "use `get`"),
            _ => ("the index may be out of bounds", "use `get`"),
        };
        let at = self.bracket(id, base, index);
        self.panics(&Panic { at, callee: "[]", path: "[]", why, instead: Some(instead) });
    }

    /// Whether a constant index, or a range of constants, lies within an array.
    fn is_in_array(&mut self, base: ExprId, index: ExprId, value: &Val) -> bool {
        let mut ty = self.type_of(base).peel_refs().clone();
        // `Box<[u8; 4]>`, a guard of an array: what std's pointers point to is their first type.
        while let Some((adt, args)) = ty.as_adt()
            && self.engine.db.is_std(self.engine.db.crate_of(adt.unit))
            && let Some(TyKind::Array(..) | TyKind::Adt(..)) = args.first().map(Ty::kind)
        {
            ty = args[0].clone();
        }
        let TyKind::Array(_, len) = ty.kind() else { return false };
        let len = match len.kind() {
            TyKind::ConstInt(len) => Some(*len),
            _ => None,
        };
        if let ExprKind::Range { start, end, inclusive } = self.kind(index) {
            let Some(len) = len else { return false };
            let mut bound = |expr: Option<ExprId>, default: i128| match expr {
                Some(expr) => match self.constant_of(expr) {
                    Some(Val::Int { lo, hi }) if lo == hi => Some(lo),
                    _ => None,
                },
                None => Some(default),
            };
            let (start, end) = (bound(start, 0), bound(end, len).map(|end| end + i128::from(inclusive)));
            return matches!((start, end), (Some(start), Some(end)) if 0 <= start && start <= end && end <= len);
        }
        // The compiler refuses a constant index beyond an array's end, so where the length is not known it is right.
        match (value, len) {
            (Val::Int { lo, hi }, Some(len)) => 0 <= *lo && *hi < len,
            (Val::Int { lo, hi }, None) => lo == hi,
            _ => false,
        }
    }

    /// `[index]`: the operator, without what it is applied to.
    fn bracket(&self, id: ExprId, base: ExprId, index: ExprId) -> Span {
        let (whole, base, index) = (self.span(id), self.span(base), self.span(index));
        if whole.file != base.file || whole.file != index.file || base.hi > index.lo {
            return whole;
        }
        let between = Span::new(whole.file, base.hi, index.lo);
        match self.engine.db.sources.text(between).rfind('[') {
            Some(open) if base.hi + (open as u32) < whole.hi => Span::new(whole.file, base.hi + open as u32, whole.hi),
            _ => whole,
        }
    }

    /// What a model says of a call's panics.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    pub(super) fn call_panics(
        &mut self,
        model: &Model,
        binding: usize,
        shown: &str,
        path: &str,
        at: Span,
        values: &[Val],
        exprs: &[ExprId],
        callee: Option<(FnId, &Args)>,
    ) {
        let Some(why) = &model.panics else { return };
        if !self.is_spoken_for(path, callee) {
            return;
        }
        if let Some(zero) = &model.panics_on_zero
            && let ArgIndex::Argument(i) = zero.resolve(binding)
            && values.get(i).is_some_and(is_not_zero)
        {
            return;
        }
        // `base[index]` is reported as what it is.
        if exprs.is_empty() && matches!(path.rsplit("::").next(), Some("index" | "index_mut")) {
            return;
        }
        if self.is_ruled_out(path, values, exprs) || self.is_lock_result(path, callee, exprs) {
            return;
        }
        let why = if why == "always" { "always panics".to_owned() } else { format!("panics where {why}") };
        self.panics(&Panic { at, callee: shown, path, why: &why, instead: model.instead.as_deref() });
    }

    /// Of the built-in models, only those of std speak of panics that a `LooksAlive` is to be rid of; a user's own does.
    fn is_spoken_for(&mut self, path: &str, callee: Option<(FnId, &Args)>) -> bool {
        let db = self.engine.db;
        let is_std = match callee {
            Some((id, _)) => db.is_std(db.crate_of(id.unit)),
            None => path.starts_with("std::"),
        };
        is_std || crate::models::candidates(path).iter().any(|path| self.engine.models.lookup_user(path).is_some())
    }

    /// Whether the values that are known leave no room for the panic.
    fn is_ruled_out(&self, path: &str, values: &[Val], exprs: &[ExprId]) -> bool {
        let lang = self.engine.db.lang();
        let name = path.rsplit("::").next().unwrap_or(path);
        match (name, values) {
            ("unwrap" | "expect", [value, ..]) => {
                [lang.option, lang.result].into_iter().any(|adt| adt.is_some() && self.is_full(value, adt) == Some(true))
            }
            ("unwrap_err" | "expect_err", [value, ..]) => self.is_full(value, lang.result) == Some(false),
            ("sub" | "sub_assign", [Val::Time { lo, .. }, Val::Time { hi, .. }]) => lo >= hi,
            // A number of seconds that is written out: far from the greatest `Duration`.
            ("from_secs_f32" | "from_secs_f64", _) => exprs.first().is_some_and(|seconds| match &self.data.body.expr(*seconds).kind {
                ExprKind::Lit(Literal::Float(value, _)) => (0.0..1e18).contains(value),
                _ => false,
            }),
            _ => false,
        }
    }

    /// Whether `unwrap` or `expect` is called on what a lock gave: a poisoned lock is another matter.
    fn is_lock_result(&mut self, path: &str, callee: Option<(FnId, &Args)>, exprs: &[ExprId]) -> bool {
        if !matches!(path.rsplit("::").next(), Some("unwrap" | "expect" | "unwrap_err" | "expect_err")) {
            return false;
        }
        let db = self.engine.db;
        let of = callee.map_or_else(Vec::new, |(_, args)| args.iter().take(2).cloned().collect());
        let is_error = |ty: &Ty| ty.peel_refs().as_adt().is_some_and(|(adt, _)| LOCK_ERRORS.contains(&db.adt(adt).name.name.as_str()));
        if of.iter().any(is_error) {
            return true;
        }
        // `parking_lot`'s and `spin`'s `try_lock` give an `Option` of a guard.
        let Some(receiver) = exprs.first() else { return false };
        let argc = match self.kind(*receiver) {
            ExprKind::MethodCall { args, .. } => args.len() + 1,
            ExprKind::Call { args, .. } => args.len(),
            _ => return false,
        };
        let Some(Callee::Fn(id, args)) = self.inference.callees.get(receiver).cloned() else { return false };
        let args = self.engine.chooser.concrete_args(&args, &self.args.clone());
        self.engine.model_of(id, id, &args, argc).is_some_and(|(model, _)| model.lock.is_some())
    }
}

fn is_not_zero(value: &Val) -> bool {
    match value {
        Val::Int { lo, hi } => *lo > 0 || *hi < 0,
        Val::Time { lo, .. } => *lo > 0,
        _ => false,
    }
}
