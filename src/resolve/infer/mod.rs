//! Types of the expressions of one body, and what its calls resolve to.
//!
//! Hindley–Milner unification with the compiler's own order of work: expressions from the outside in with expected
//! types, obligations decided as types become known, closures after the other arguments of their call. What cannot
//! be known stays [`Ty::unknown`], and a call on it is counted as unresolved with its reason.

mod builtins;
mod calls;
mod coerce;
mod exprs;
mod methods;
mod ops;
mod paths;
mod pats;
mod places;
mod result;
pub mod solve;
mod stmts;
pub mod table;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use self::result::{Callee, Implicit, Inference, Resolution, Unresolved};
use self::solve::{ClosureSig, Env, Solver};
use super::bodies::BodyData;
pub use super::bodies::BodyOwner;
use super::db::Db;
use super::ids::ModuleId;
use super::limits::{self, Limit};
use super::lower::{Holes, Lower};
use super::sig::GenericOwner;
use super::ty::Ty;
use crate::source::{FileId, Span, Symbol};
use crate::syntax::ast::{Ident, TypeRef};
use crate::syntax::body::{Body, ExprId, PatId};

/// A local variable.
#[derive(Clone, Debug)]
struct Local {
    name: Symbol,
    hygiene: Option<FileId>,
    /// `None` for `self`.
    pat: Option<PatId>,
    ty: Ty,
}

/// What `break` leads to.
#[derive(Clone, Debug)]
struct Breakable {
    label: Option<Symbol>,
    /// `None` for `while` and `for`, whose `break` has no value.
    ty: Option<Ty>,
    /// Whether a `break` was seen.
    broken: bool,
    is_loop: bool,
}

/// The inference of one body.
struct Infer<'a> {
    db: &'a Db,
    solver: Solver<'a>,
    owner: BodyOwner,
    data: Arc<BodyData>,
    out: Inference,
    locals: Vec<Local>,
    breakables: Vec<Breakable>,
    /// What `return` gives; of the innermost closure or async block.
    ret: Ty,
    diverges: bool,
    /// Whether names of this body may need hygiene at all.
    has_macros: bool,
    /// Method calls whose receiver was not known when they were met.
    depth: u32,
}

/// How deep expressions may nest before inference gives up on the inner ones.
const DEPTH: u32 = 2_000;
const TOO_DEEP: Limit = Limit::new("expressions nest more than {} deep; the types of the inner ones are not known", DEPTH as usize);

struct Fresh<'t>(&'t mut table::Table);

impl Holes for Fresh<'_> {
    fn fresh(&mut self) -> Ty {
        self.0.fresh()
    }
}

impl Db {
    /// What inference says of a body; `None` for a declaration.
    pub fn inference(&self, owner: BodyOwner) -> Option<Arc<Inference>> {
        let data = self.body(owner)?;
        let cell = self.inference_cell(owner);
        if let Some(done) = cell.get() {
            return Some(Arc::clone(done));
        }
        let result = Arc::new(self.limits_of(owner, || Infer::run(self, owner, data)));
        Some(Arc::clone(cell.get_or_init(|| result)))
    }

    /// The same, if it was computed already.
    pub(super) fn inference_if_done(&self, owner: BodyOwner) -> Option<Arc<Inference>> {
        self.inference_cell(owner).get().cloned()
    }

    fn inference_cell(&self, owner: BodyOwner) -> &std::sync::OnceLock<Arc<Inference>> {
        match owner {
            BodyOwner::Fn(id) => &self.fn_data(id).inference,
            BodyOwner::Const(id) => &self.const_data(id).inference,
            BodyOwner::Static(id) => &self.static_data(id).inference,
        }
    }

    /// What stands behind an `impl Trait` result: the type that the function's body gives, under `args`.
    pub fn revealed_opaque(&self, id: super::ids::FnId, index: u32, args: &super::ty::Args) -> Option<Ty> {
        let inference = self.inference(BodyOwner::Fn(id))?;
        let hidden = inference.opaques.get(index as usize)?.clone()?;
        Some(hidden.subst(args))
    }
}

impl<'a> Infer<'a> {
    fn run(db: &'a Db, owner: BodyOwner, data: Arc<BodyData>) -> Inference {
        let generic = owner.generic_owner();
        let env = Arc::new(Env::of(db, generic));
        let body = &data.body;
        let out = Inference::empty(body.exprs.len(), body.pats.len());
        let file = body.root.map(|r| body.expr(r).span.file);
        let has_macros = body.exprs.iter().any(|e| Some(e.span.file) != file);
        let mut this = Self {
            db,
            solver: Solver::new(db, env),
            owner,
            data: Arc::clone(&data),
            out,
            locals: Vec::new(),
            breakables: Vec::new(),
            ret: Ty::unit(),
            diverges: false,
            has_macros,
            depth: 0,
        };
        this.body();
        this.finish()
    }

    fn body(&mut self) {
        let data = Arc::clone(&self.data);
        let Some(root) = data.body.root else { return };
        match self.owner {
            BodyOwner::Fn(id) => {
                let sig = self.db.fn_sig(id);
                let declared: Vec<Ty> = sig.params.iter().map(|p| self.solver.normalize(p)).collect();
                let mut params = declared.into_iter();
                if sig.has_self {
                    let ty = params.next().unwrap_or_else(Ty::unknown);
                    self.locals.push(Local { name: Symbol::intern("self"), hygiene: None, pat: None, ty: ty.clone() });
                    self.out.self_type = Some(ty);
                }
                for pat in &data.body.params {
                    let ty = params.next().unwrap_or_else(Ty::unknown);
                    self.pat_top(*pat, &ty);
                }
                let ret = self.solver.normalize(&sig.ret);
                self.ret = self.open_opaques(id, &ret);
                let ret = self.ret.clone();
                self.coerced(root, &ret);
                self.record_opaques(id, &ret);
            }
            BodyOwner::Const(id) => {
                let ty = self.db.const_type(id);
                let ty = self.solver.normalize(&ty);
                self.coerced(root, &ty);
            }
            BodyOwner::Static(id) => {
                let ty = self.db.static_type(id);
                self.coerced(root, &ty);
            }
        }
    }

    fn body_tree(&self) -> Arc<BodyData> {
        Arc::clone(&self.data)
    }

    fn generic_owner(&self) -> GenericOwner {
        self.owner.generic_owner()
    }

    /// Lower a type written in this body.
    fn lower(&mut self, written: &TypeRef, module: ModuleId) -> Ty {
        let owner = self.generic_owner();
        let ty = {
            let mut fresh = Fresh(&mut self.solver.table);
            Lower::in_body(self.db, owner, module, &mut fresh).ty(written)
        };
        self.solver.normalize(&ty)
    }

    fn fresh(&mut self) -> Ty {
        self.solver.table.fresh()
    }

    /// Follow what is known, deciding obligations if the head is still open.
    fn known(&mut self, ty: &Ty) -> Ty {
        let ty = self.solver.table.shallow(ty);
        if matches!(ty.kind(), super::ty::TyKind::Infer(_)) && self.solver.has_open() {
            self.solver.settle();
            return self.solver.table.shallow(&ty);
        }
        ty
    }

    fn hygiene(&self, span: Span) -> Option<FileId> {
        if self.has_macros { self.db.sources.hygiene(span) } else { None }
    }

    fn local(&self, name: Ident) -> Option<&Local> {
        let mut hygiene = self.hygiene(name.span);
        let mut at = name.span;
        loop {
            // A macro's definition in this body sees what was declared before it.
            let before = |l: &Local| {
                at == name.span
                    || l.pat.is_none_or(|pat| {
                        let span = self.data.body.pat(pat).span;
                        span.file != at.file || span.lo < at.lo
                    })
            };
            let found = self.locals.iter().rev().find(|l| l.name == name.name && (l.hygiene == hygiene || l.pat.is_none()) && before(l));
            if found.is_some() || hygiene.is_none() {
                return found;
            }
            at = self.definition_site(at)?;
            hygiene = self.hygiene(at);
        }
    }

    /// Where the macro definition that wrote the name stands, if it stands in this body.
    fn definition_site(&self, mut span: Span) -> Option<Span> {
        loop {
            let origin = self.db.sources.origin(span)?;
            span = origin.from;
            if origin.by_definition {
                break;
            }
        }
        let root = self.data.body.expr(self.data.body.root?).span;
        let inside = self.db.sources.origin(span).is_some() || (span.file == root.file && root.lo <= span.lo && span.hi <= root.hi);
        inside.then_some(span)
    }

    fn is_too_deep(&self) -> bool {
        let is_too_deep = self.depth > DEPTH;
        if is_too_deep {
            limits::mark(TOO_DEEP);
        }
        is_too_deep
    }

    fn record(&mut self, expr: ExprId, ty: Ty) -> Ty {
        self.out.expr_types[expr.0 as usize] = ty.clone();
        ty
    }

    fn unresolved(&mut self, expr: ExprId, why: Unresolved) {
        self.out.callees.insert(expr, Callee::Unresolved(why));
    }

    /// Everything that is left open is decided as far as it goes, and written down.
    fn finish(mut self) -> Inference {
        self.solver.settle();
        self.retry_methods();
        self.solver.settle();
        self.default_numbers();
        self.solver.settle();
        self.retry_methods();
        self.solver.settle();
        self.exclusive_places();
        let table = std::mem::take(&mut self.solver.table);
        let closures: FxHashMap<ExprId, ClosureSig> = self
            .solver
            .closures
            .iter()
            .map(|((_, expr), sig)| {
                (*expr, ClosureSig { params: sig.params.iter().map(|p| table.finish(p)).collect(), ret: table.finish(&sig.ret) })
            })
            .collect();
        let mut out = self.out;
        out.finish(&table);
        out.closures = closures;
        // A question that was given up and that nothing hung on.
        let is_unresolved = |callee: &Callee| matches!(callee, Callee::Unresolved(_));
        if !out.callees.values().any(is_unresolved) && !out.expr_types.iter().any(Ty::is_unknown) {
            limits::unmark(&solve::LIMITS);
        }
        out
    }
}

/// The body tree behind inference, for readers of both.
pub fn tree(data: &BodyData) -> &Body {
    &data.body
}
