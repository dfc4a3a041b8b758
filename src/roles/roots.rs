//! Names and places of what holds tables.

use crate::resolve::bodies::BodyOwner;
use crate::source::Span;
use crate::syntax::body::PatKind;

use super::place::{Root, root_of};
use super::view::Bodies;

/// The body that a root belongs to.
pub fn owner_of(root: Root) -> BodyOwner {
    match root {
        Root::Static(id) => BodyOwner::Static(id),
        Root::Const(id) => BodyOwner::Const(id),
        Root::Result(id) | Root::This(id) => BodyOwner::Fn(id),
        Root::Local(owner, _) | Root::Argument(owner, ..) | Root::Free(owner, _) => owner,
    }
}

fn name_span(bodies: &Bodies<'_>, owner: BodyOwner) -> Span {
    match owner {
        BodyOwner::Fn(id) => bodies.db.fn_data(id).name.span,
        BodyOwner::Const(id) => bodies.db.const_data(id).name.span,
        BodyOwner::Static(id) => bodies.db.static_data(id).name.span,
    }
}

/// The name of what holds a table.
pub fn root_name(bodies: &Bodies<'_>, root: Root) -> String {
    let db = bodies.db;
    let name = match root {
        Root::Static(id) => db.static_data(id).name.name,
        Root::Const(id) => db.const_data(id).name.name,
        Root::Result(id) | Root::This(id) => db.fn_data(id).name.name,
        Root::Local(owner, pat) => {
            let bound = bodies.view(owner).and_then(|view| match &view.data.body.pat(pat).kind {
                PatKind::Bind { name, .. } => Some(name.name),
                _ => None,
            });
            return bound.map_or_else(|| root_name(bodies, root_of(owner)), |name| name.to_string());
        }
        Root::Argument(owner, ..) | Root::Free(owner, _) => return root_name(bodies, root_of(owner)),
    };
    name.to_string()
}

/// The place of a variable that is filled.
pub fn root_span(bodies: &Bodies<'_>, root: Root) -> Span {
    let db = bodies.db;
    match root {
        Root::Static(id) => db.static_data(id).name.span,
        Root::Const(id) => db.const_data(id).name.span,
        Root::Result(id) | Root::This(id) => db.fn_data(id).name.span,
        Root::Local(owner, pat) => match bodies.view(owner) {
            Some(view) => match &view.data.body.pat(pat).kind {
                PatKind::Bind { name, .. } => name.span,
                _ => view.data.body.pat(pat).span,
            },
            None => name_span(bodies, owner),
        },
        Root::Argument(owner, expr, _) | Root::Free(owner, expr) => match bodies.view(owner) {
            Some(view) => view.data.body.expr(expr).span,
            None => name_span(bodies, owner),
        },
    }
}
