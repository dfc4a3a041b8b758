//! Every call in the workspace's code, and what it resolves to.

use super::bodies::BodyOwner;
use super::db::Db;
use super::ids::{ConstId, CrateId, FnId, StaticId};
use super::infer::{Callee, Resolution, Unresolved};
use crate::source::{LineColumn, Span};
use crate::syntax::ast::Ident;
use crate::syntax::body::ExprKind;

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// The file, as shown.
    pub file: String,
    /// Where the callee's own name is written.
    pub at: LineColumn,
    /// The same as a span (in a real file).
    pub span: Span,
    /// The name.
    pub name: String,
    /// What is called, as rustc prints paths; `None` where it is not known.
    pub callee: Option<String>,
    /// Why it is not known.
    pub why: Option<Unresolved>,
}

/// The bodies of a unit, in the order of declaration.
pub fn bodies_of(unit: &super::defs::Unit) -> Vec<BodyOwner> {
    let fns = (0..unit.fns.len()).map(|i| BodyOwner::Fn(FnId { unit: unit.id, index: i as u32 }));
    let consts = (0..unit.consts.len()).map(|i| BodyOwner::Const(ConstId { unit: unit.id, index: i as u32 }));
    let statics = (0..unit.statics.len()).map(|i| BodyOwner::Static(StaticId { unit: unit.id, index: i as u32 }));
    fns.chain(consts).chain(statics).collect()
}

/// All calls of the bodies of `krate` (blocks' items included), ordered by file and place.
pub fn calls(db: &Db, krate: CrateId) -> Vec<CallRecord> {
    let mut out = Vec::new();
    for body in bodies_of(db.unit(super::ids::UnitId(krate.0))) {
        calls_of(db, body, krate, &mut out);
    }
    // Blocks are known once the bodies around them are; theirs may hold blocks again.
    let mut done = rustc_hash::FxHashSet::default();
    loop {
        let open: Vec<_> = db.block_units().filter(|u| u.krate == krate && !done.contains(&u.id)).collect();
        if open.is_empty() {
            break;
        }
        for unit in open {
            done.insert(unit.id);
            for body in bodies_of(unit) {
                calls_of(db, body, krate, &mut out);
            }
        }
    }
    out.sort_by(|a, b| (&a.file, a.at, &a.name, a.callee.is_none()).cmp(&(&b.file, b.at, &b.name, b.callee.is_none())));
    out.dedup_by(|b, a| a.file == b.file && a.at == b.at && a.name == b.name);
    out
}

fn calls_of(db: &Db, owner: BodyOwner, krate: CrateId, out: &mut Vec<CallRecord>) {
    let Some(data) = db.body(owner) else { return };
    let Some(inference) = db.inference(owner) else { return };
    let mut push = |name: Ident, callee: Option<String>, why: Option<Unresolved>| {
        let span = db.sources.written_at(name.span);
        let file = db.sources.file(span.file);
        let at = file.lines().line_column(&file.text, span.lo);
        out.push(CallRecord { file: file.name.clone(), at, span, name: name.name.to_string(), callee, why });
    };
    for (index, expr) in data.body.exprs.iter().enumerate() {
        let id = crate::syntax::body::ExprId(index as u32);
        let found = inference.callees.get(&id);
        match &expr.kind {
            ExprKind::MethodCall { method, .. } => {
                let why = match found {
                    Some(Callee::Unresolved(why)) => Some(*why),
                    None => Some(Unresolved::Receiver),
                    _ => None,
                };
                push(*method, found.and_then(|c| db.show_callee(c, Some(krate))), why);
            }
            ExprKind::Call { callee, .. } => {
                let ExprKind::Path(path) = &data.body.expr(*callee).kind else { continue };
                let Some(segment) = path.segments.last() else { continue };
                // Calls of local variables and of constructors are not calls of a name.
                match (found, inference.paths.get(callee)) {
                    (Some(Callee::Ctor(_)), _) | (_, Some(Resolution::Local(_))) => {}
                    (Some(Callee::Unresolved(why)), _) => push(segment.name, None, Some(*why)),
                    (Some(found @ Callee::Fn(..)), _) => push(segment.name, db.show_callee(found, Some(krate)), None),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
