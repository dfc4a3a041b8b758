//! Every call in the workspace's code, and what it resolves to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bodies::{BodyData, BodyOwner, children};
use super::db::Db;
use super::ids::{ConstId, CrateId, FnId, StaticId, UnitId};
use super::infer::{Callee, Inference, Resolution, Unresolved};
use crate::source::{FileId, LineColumn, Span};
use crate::syntax::ast::Ident;
use crate::syntax::body::{ExprId, ExprKind};

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
    /// What is called, as rustc prints paths; why not, where it is not known.
    pub callee: Result<String, Unresolved>,
    /// The types of the guards alive when the call starts, in order.
    pub held: Vec<String>,
}

/// Which guards are alive at which calls of a body: their types' names.
pub type Held = FxHashMap<ExprId, Vec<String>>;

/// The bodies of a unit, in the order of declaration.
pub fn bodies_of(unit: &super::defs::Unit) -> Vec<BodyOwner> {
    let fns = (0..unit.fns.len()).map(|i| BodyOwner::Fn(FnId { unit: unit.id, index: i as u32 }));
    let consts = (0..unit.consts.len()).map(|i| BodyOwner::Const(ConstId { unit: unit.id, index: i as u32 }));
    let statics = (0..unit.statics.len()).map(|i| BodyOwner::Static(StaticId { unit: unit.id, index: i as u32 }));
    fns.chain(consts).chain(statics).collect()
}

/// Visit the bodies of a crate, those of items in blocks included.
pub fn for_each_body(db: &Db, krate: CrateId, visit: &mut dyn FnMut(BodyOwner, &BodyData)) {
    let mut visit_unit = |unit| {
        for owner in bodies_of(unit) {
            if let Some(body) = db.body(owner) {
                visit(owner, &body);
            }
        }
    };
    visit_unit(db.unit(UnitId(krate.0)));
    // Blocks are known once the bodies around them are; theirs may hold blocks again.
    let mut done = FxHashSet::default();
    loop {
        let open: Vec<_> = db.block_units().filter(|u| u.krate == krate && !done.contains(&u.id)).collect();
        if open.is_empty() {
            break;
        }
        for unit in open {
            done.insert(unit.id);
            visit_unit(unit);
        }
    }
}

/// All calls in bodies of `krate` that are written in some file, with the guards that `held` says are alive. One place
/// comes several times where a macro writes it several times, and lies in another package where its macro does.
pub fn calls(db: &Db, krate: CrateId, held: &mut dyn FnMut(BodyOwner) -> Held) -> Vec<CallRecord> {
    let mut out = Vec::new();
    let mut files = FxHashMap::default();
    for_each_body(db, krate, &mut |owner, body| {
        let Some(inference) = db.inference(owner) else { return };
        let mut guards = held(owner);
        for id in live_exprs(body) {
            let Some((name, found)) = named_call(body, &inference, id) else { continue };
            let Some(place) = place_of(db, &mut files, name) else { continue };
            let callee = found.and_then(|callee| match callee {
                Callee::Unresolved(why) => Err(*why),
                callee => db.show_callee(callee, Some(krate)).ok_or(Unresolved::NotCallable),
            });
            let (file, at, span) = place;
            out.push(CallRecord { file, at, span, name: name.name.to_string(), callee, held: guards.remove(&id).unwrap_or_default() });
        }
    });
    out
}

/// Order calls by file and place, one for each place: a macro's body, and a file that several crates hold, are written
/// once. The first that is resolved says the callee; the guards are those of all.
pub fn by_place(mut calls: Vec<CallRecord>) -> Vec<CallRecord> {
    calls.sort_by(|a, b| (&a.file, a.at, a.callee.is_err()).cmp(&(&b.file, b.at, b.callee.is_err())));
    calls.dedup_by(|next, kept| {
        let same = next.file == kept.file && next.at == kept.at;
        if same {
            kept.held.append(&mut next.held);
        }
        same
    });
    for call in &mut calls {
        call.held.sort_unstable();
        call.held.dedup();
    }
    calls
}

/// The expressions of a body, without those that a `cfg` took out of the tree, in the order in which they were read.
fn live_exprs(body: &BodyData) -> Vec<ExprId> {
    let mut out = Vec::with_capacity(body.body.exprs.len());
    let mut open: Vec<ExprId> = body.body.root.into_iter().collect();
    while let Some(id) = open.pop() {
        out.push(id);
        open.extend(children(&body.body.expr(id).kind).0);
    }
    out.sort_unstable();
    out
}

/// The name that an expression calls, and what that is. `None` for what is no call, a call of a value (closure,
/// function pointer), which has no name of its own, and a constructor, which runs no code.
fn named_call<'i>(body: &BodyData, inference: &'i Inference, id: ExprId) -> Option<(Ident, Result<&'i Callee, Unresolved>)> {
    let found = inference.callees.get(&id);
    match &body.body.expr(id).kind {
        ExprKind::MethodCall { method, .. } => Some((*method, found.ok_or(Unresolved::Receiver))),
        ExprKind::Call { callee, .. } => {
            let ExprKind::Path(path) = &body.body.expr(*callee).kind else { return None };
            let is_function = matches!(inference.paths.get(callee), None | Some(Resolution::Fn(..) | Resolution::Unresolved));
            if !is_function || matches!(found, Some(Callee::Ctor(_) | Callee::Value(_))) {
                return None;
            }
            Some((path.segments.last()?.name, found.ok_or(Unresolved::Path)))
        }
        _ => None,
    }
}

/// Where a name is written, if it is written in a file: the file as it is shown, a place in it.
fn place_of(db: &Db, files: &mut FxHashMap<FileId, Option<String>>, name: Ident) -> Option<(String, LineColumn, Span)> {
    let span = db.sources.written_at(name.span);
    let shown = files.entry(span.file).or_insert_with(|| {
        // Macros of other packages lie in files, too; those that are built in do not.
        db.is_from_disk(span.file).then(|| db.sources.file(span.file).name.clone())
    });
    let shown = shown.clone()?;
    let file = db.sources.file(span.file);
    // A macro that pastes names together leaves them written nowhere.
    let text = file.text.get(span.range())?;
    let is_written = text.strip_prefix("r#").unwrap_or(text) == name.name.as_str().trim_start_matches("r#");
    is_written.then(|| (shown, file.lines().line_column(&file.text, span.lo), span))
}
