//! Which method a trampoline forwards to.
//!
//! A trampoline is a function at the border that finds the instance and hands the call on: among the functions of
//! the workspace that it calls, all but one only make what that one is given.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::bodies::children;
use crate::resolve::defs::Container;
use crate::resolve::ids::FnId;
use crate::resolve::infer::Resolution;
use crate::resolve::limits::Limit;
use crate::resolve::ty::{Args, TyKind, subst_args};
use crate::syntax::body::{ExprId, ExprKind, Stmt};

use super::table::Forward;
use super::view::{Binding, Bodies, View};
use super::{alias, instance};

/// How many trampolines may stand one behind the other.
const CHAIN: usize = 8;
const TOO_MANY: Limit = Limit::new("more than {} generic functions hand on to each other; what the last hands on to is not known", CHAIN);

/// Where a trampoline leads.
#[derive(Default)]
pub struct Ways {
    /// The one function or method that it is for.
    pub aim: Option<Forward>,
    /// The functions that run instead of it: the way to the aim, the aim, and what that is under other names.
    pub all: Vec<Forward>,
}

/// Where `id` leads when it runs with `args`.
pub fn ways(bodies: &Bodies<'_>, id: FnId, args: &Args) -> Ways {
    let mut at = Forward { function: id, args: Arc::clone(args), mode: Vec::new() };
    let mut ways = Ways::default();
    let mut seen = FxHashSet::default();
    // A method of somebody's type is what was asked for; what it does in turn is its own business, unless it is another's name.
    let mut is_there = false;
    while seen.insert(at.function) {
        let alias = alias::of(bodies, at.function, &at.args).map(|next| Forward { mode: at.mode.clone(), ..next });
        let is_alias = alias.is_some();
        let Some(next) = alias.or_else(|| (!is_there).then(|| step(bodies, at.function, &at.args))?) else { break };
        if next.function == id {
            break;
        }
        if ways.all.len() == CHAIN {
            bodies.db.limits.reach(TOO_MANY, bodies.db.fn_data(id).name.span);
            break;
        }
        let is_border = is_generic_border(bodies, next.function);
        // A name of the trampoline's itself is where it leads only if nothing better comes.
        if !is_there && (!is_alias || ways.aim.is_none()) {
            ways.aim = Some(next.clone());
        }
        is_there |= !is_alias && !is_border;
        ways.all.push(next.clone());
        at = next;
    }
    ways
}

/// Whether a function is itself only a way to another: generic, or with an ABI of its own.
fn is_generic_border(bodies: &Bodies<'_>, id: FnId) -> bool {
    let data = bodies.db.fn_data(id);
    let generics = bodies.db.generics(crate::resolve::sig::GenericOwner::Fn(id));
    data.item.abi.is_some() || (matches!(data.container, Container::Module) && !generics.params.is_empty())
}

fn step(bodies: &Bodies<'_>, id: FnId, args: &Args) -> Option<Forward> {
    let view = bodies.view(BodyOwner::Fn(id))?;
    let is_silent = bodies.db.fn_sig(id).ret.is_unit();
    let calls: Vec<ExprId> =
        view.order.iter().copied().filter(|expr| is_candidate(bodies, &view, *expr) && (is_silent || is_answer(&view, *expr))).collect();
    // The method of the type that the function is generic over is what it is for.
    let of_param: Vec<ExprId> = calls.iter().copied().filter(|call| is_method_of_param(bodies, &view, *call)).collect();
    if let Some(found) = only_target(bodies, &view, &of_param, args) {
        return Some(found);
    }
    // What turns a number into another only dresses the answer.
    let real: Vec<ExprId> = calls.iter().copied().filter(|call| !is_converter(bodies, &view, *call)).collect();
    only_target(bodies, &view, if real.is_empty() { &calls } else { &real }, args)
}

/// The function that `calls` come to, if it is one: those that make what another is given are left out.
fn only_target(bodies: &Bodies<'_>, view: &View, calls: &[ExprId], args: &Args) -> Option<Forward> {
    let mut helpers = FxHashSet::default();
    for call in calls {
        given(view, *call).into_iter().for_each(|arg| makers(view, arg, &mut helpers, 0));
    }
    let mut targets: Vec<Forward> = Vec::new();
    for call in calls.iter().filter(|call| !helpers.contains(*call)) {
        let (callee, own) = view.callee(*call)?;
        let (function, args) = instance::of_fn(bodies.db, callee, &subst_args(own, args));
        let found = Forward { function, args, mode: constants(view, *call) };
        if !targets.contains(&found) {
            targets.push(found);
        }
    }
    match targets.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

pub(super) fn given(view: &View, call: ExprId) -> Vec<ExprId> {
    match view.kind(call) {
        ExprKind::Call { args, .. } => args.clone(),
        ExprKind::MethodCall { recv, args, .. } => std::iter::once(*recv).chain(args.iter().copied()).collect(),
        _ => Vec::new(),
    }
}

/// The constants among what a call gives: literals, named constants, variants without fields.
fn constants(view: &View, call: ExprId) -> Vec<(usize, String)> {
    let said = |expr: ExprId| match view.kind(expr) {
        ExprKind::Lit(literal) => Some(format!("{literal:?}")),
        ExprKind::Path(_) => match view.path(expr)? {
            constant @ (Resolution::Const(..) | Resolution::Ctor(..)) => Some(format!("{constant:?}")),
            _ => None,
        },
        _ => None,
    };
    given(view, call).into_iter().enumerate().filter_map(|(at, arg)| Some((at, said(arg)?))).collect()
}

fn is_method_of_param(bodies: &Bodies<'_>, view: &View, call: ExprId) -> bool {
    view.callee(call).is_some_and(|(id, args)| {
        let is_trait = matches!(bodies.db.fn_data(id).container, Container::Trait(_));
        is_trait && args.first().is_some_and(|this| matches!(this.kind(), TyKind::Param(..)))
    })
}

fn is_converter(bodies: &Bodies<'_>, view: &View, call: ExprId) -> bool {
    view.callee(call).is_some_and(|(id, _)| {
        let sig = bodies.db.fn_sig(id);
        !sig.params.is_empty() && sig.params.iter().all(|ty| matches!(ty.kind(), TyKind::Prim(_)))
    })
}

/// A call of something that is written in the open: not std, not a foreign function.
pub(super) fn is_candidate(bodies: &Bodies<'_>, view: &View, expr: ExprId) -> bool {
    let Some((id, _)) = view.callee(expr) else { return false };
    let db = bodies.db;
    // What only runs what it is given is the way, not the aim: `guarded(|| disk.looks_alive())`.
    let runs_closure = given(view, expr).into_iter().any(|arg| matches!(view.kind(arg), ExprKind::Closure(_)));
    if runs_closure || db.is_std(db.crate_of(id.unit)) {
        return false;
    }
    let data = db.fn_data(id);
    data.item.body.is_some() || matches!(data.container, Container::Trait(_))
}

/// Whether the value of a call goes anywhere: it is no statement.
fn is_answer(view: &View, call: ExprId) -> bool {
    let mut at = call;
    while let Some(parent) = view.parent(at) {
        if matches!(view.kind(parent), ExprKind::Return(_)) {
            return true;
        }
        if let ExprKind::Block(block) = view.kind(parent)
            && block.tail != Some(at)
        {
            return block.stmts.iter().any(|stmt| matches!(stmt, Stmt::Let { init, .. } if *init == Some(at)));
        }
        at = parent;
    }
    true
}

/// The calls that make a value.
fn makers(view: &View, expr: ExprId, out: &mut FxHashSet<ExprId>, depth: u32) {
    if depth > 64 {
        return;
    }
    match view.kind(expr) {
        ExprKind::Path(_) => {
            if let Some(Resolution::Local(pat)) = view.path(expr)
                && let Some(Binding::Whole(Some(from)) | Binding::Part(from)) = view.binding(*pat)
            {
                makers(view, from, out, depth + 1);
            }
        }
        // What a closure does when it runs is not what makes it.
        ExprKind::Closure(_) => {}
        kind => {
            if matches!(kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                out.insert(expr);
            }
            children(kind).0.into_iter().for_each(|part| makers(view, part, out, depth + 1));
        }
    }
}
