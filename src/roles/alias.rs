//! A function under another name: one that hands on what it is given, in its order.
//!
//! `fn is_alive(resource) -> BOOL { checks::is_alive(resource) }` is `checks::is_alive`. What is done before decides
//! nothing (a line for a log), and what else the call gives (the receiver of a method) is made of nothing. Knows nothing of tables and roles.

use crate::resolve::bodies::{BodyOwner, children};
use crate::resolve::ids::FnId;
use crate::resolve::infer::Resolution;
use crate::resolve::ty::{Args, subst_args};
use crate::syntax::body::{ExprId, ExprKind, Stmt};

use super::instance;
use super::table::Forward;
use super::trampoline::{given, is_candidate};
use super::view::{Binding, Bodies, View};

/// The function that `id`, run with `args`, is under another name.
pub fn of(bodies: &Bodies<'_>, id: FnId, args: &Args) -> Option<Forward> {
    let view = bodies.view(BodyOwner::Fn(id))?;
    let call = only_value(bodies, &view, view.data.body.root?)?;
    if !matches!(view.kind(call), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) || !is_candidate(bodies, &view, call) {
        return None;
    }
    let mut next = 0;
    for value in given(&view, call) {
        let param = match view.path(value) {
            Some(Resolution::SelfParam) => Some(0),
            Some(Resolution::Local(pat)) => match view.binding(*pat) {
                Some(Binding::Param(param)) => Some(param),
                _ => None,
            },
            _ => None,
        };
        match param {
            Some(param) if param >= next => next = param + 1,
            None if is_of_nothing(bodies, &view, value, 0) => {}
            _ => return None,
        }
    }
    let (callee, own) = view.callee(call)?;
    let (function, args) = instance::of_only_impl(bodies.db, callee, &subst_args(own, args));
    (function != id).then_some(Forward { function, args, mode: Vec::new() })
}

/// What a body comes to, if that is one value, and what happens before it decides nothing.
fn only_value(bodies: &Bodies<'_>, view: &View, mut at: ExprId) -> Option<ExprId> {
    loop {
        at = match view.kind(at) {
            ExprKind::Block(block) => {
                let is_nothing = |stmt: &Stmt| match stmt {
                    Stmt::Let { init, otherwise, .. } => {
                        otherwise.is_none() && init.is_some_and(|init| is_of_nothing(bodies, view, init, 0) || is_aside(bodies, view, init))
                    }
                    Stmt::Expr { expr, .. } => is_aside(bodies, view, *expr),
                    Stmt::Item { .. } => true,
                    Stmt::Macro { .. } => false,
                };
                match (block.stmts.as_slice(), block.tail) {
                    (stmts, Some(tail)) if stmts.iter().all(is_nothing) => tail,
                    ([before @ .., Stmt::Expr { expr, .. }], None) if before.iter().all(is_nothing) => *expr,
                    _ => return None,
                }
            }
            ExprKind::Return(Some(value)) => *value,
            _ => return Some(at),
        };
    }
}

/// Whether code is beside the point: it calls nothing that is written in the open, and leaves nothing early.
fn is_aside(bodies: &Bodies<'_>, view: &View, expr: ExprId) -> bool {
    let mut open = vec![expr];
    while let Some(at) = open.pop() {
        let kind = view.kind(at);
        let leaves = matches!(kind, ExprKind::Return(_) | ExprKind::Try(_) | ExprKind::Become(_) | ExprKind::Macro(_) | ExprKind::Error);
        if leaves || view.callee(at).is_some_and(|(id, _)| bodies.is_open(id)) {
            return false;
        }
        open.extend(children(kind).0);
    }
    true
}

/// Whether a value needs nothing that was given and says nothing itself: a struct without content, or a reference to one.
fn is_of_nothing(bodies: &Bodies<'_>, view: &View, expr: ExprId, depth: u32) -> bool {
    if depth > 16 {
        return false;
    }
    match view.kind(expr) {
        ExprKind::Path(_) => match view.path(expr) {
            Some(Resolution::Local(pat)) => {
                matches!(view.binding(*pat), Some(Binding::Whole(Some(from))) if is_of_nothing(bodies, view, from, depth + 1))
                    && view.stores(*pat).is_empty()
            }
            Some(Resolution::Ctor(variant, _)) => bodies.db.adt(variant.adt).variants.len() == 1,
            _ => false,
        },
        ExprKind::Call { args, .. } => {
            view.ctor(expr).is_some_and(|v| bodies.db.adt(v.adt).variants.len() == 1)
                && args.iter().all(|arg| is_of_nothing(bodies, view, *arg, depth + 1))
        }
        ExprKind::Tuple(_) | ExprKind::Ref { .. } | ExprKind::Struct { .. } => {
            children(view.kind(expr)).0.into_iter().all(|part| is_of_nothing(bodies, view, part, depth + 1))
        }
        _ => false,
    }
}
