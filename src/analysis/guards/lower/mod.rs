//! From a body's tree to graphs: one for the body, one for each closure and async block in it.
//!
//! Evaluation order, scopes and temporaries as the reference has them: [`scopes`] opens and closes them, [`values`]
//! evaluates, [`places`] names places, [`calls`] calls, [`control`] branches, [`pats`] takes values apart,
//! [`extended`] says which temporaries of a `let` live on.

mod calls;
mod captures;
mod control;
mod extended;
mod pats;
mod places;
mod scopes;
mod values;

use rustc_hash::FxHashMap;

use self::captures::Upvar;
use self::scopes::{Scope, Target};
use super::cfg::{BlockId, Cfg, LocalId, Op, PathId};
use super::types::GuardTypes;
use super::{Point, Source};
use crate::resolve::bodies::{BodyData, BodyOwner};
use crate::resolve::db::Db;
use crate::resolve::infer::Inference;
use crate::resolve::limits::Limit;
use crate::resolve::ty::Ty;
use crate::syntax::body::{ExprId, PatId, PatKind};

/// How deep expressions may nest before the inner ones are passed by.
const DEPTH: u32 = 1_000;
const TOO_DEEP: Limit = Limit::new("expressions nest more than {} deep; what guards the inner ones is not known", DEPTH as usize);

/// What all graphs of a body share.
struct Shared<'a> {
    db: &'a Db,
    owner: BodyOwner,
    data: &'a BodyData,
    inference: &'a Inference,
    types: &'a GuardTypes<'a>,
    edition: u16,
}

struct Builder<'s, 'a> {
    shared: &'s Shared<'a>,
    cfg: Cfg,
    current: BlockId,
    scopes: Vec<Scope>,
    /// Where temporaries go.
    temp_scope: usize,
    /// Where variables go.
    var_scope: usize,
    /// Expressions whose temporary goes elsewhere.
    extended: FxHashMap<ExprId, usize>,
    vars: FxHashMap<PatId, LocalId>,
    this: Option<LocalId>,
    targets: Vec<Target>,
    /// Variables of the function around this closure.
    upvars: Vec<Upvar>,
    /// Closures met so far that give away what they captured: they can be called once.
    once: rustc_hash::FxHashSet<ExprId>,
    /// Graphs of closures met so far.
    nested: Vec<Cfg>,
    depth: u32,
}

/// Lower a body.
pub(super) fn lower<'a>(db: &'a Db, owner: BodyOwner, data: &'a BodyData, inference: &'a Inference, types: &'a GuardTypes<'a>) -> Vec<Cfg> {
    let krate = db.crate_of(data.module.unit);
    let shared = Shared { db, owner, data, inference, types, edition: db.krate(krate).edition };
    let mut builder = Builder::new(&shared);
    builder.parameters(inference.self_type.as_ref(), &data.body.params);
    if let Some(root) = data.body.root {
        builder.root(root);
    }
    let mut all = builder.nested;
    all.insert(0, builder.cfg);
    all
}

impl<'s, 'a> Builder<'s, 'a> {
    fn new(shared: &'s Shared<'a>) -> Self {
        let mut cfg = Cfg::default();
        let current = cfg.block();
        Self {
            shared,
            cfg,
            current,
            scopes: vec![Scope::default()],
            temp_scope: 0,
            var_scope: 0,
            extended: FxHashMap::default(),
            vars: FxHashMap::default(),
            this: None,
            targets: Vec::new(),
            upvars: Vec::new(),
            once: rustc_hash::FxHashSet::default(),
            nested: Vec::new(),
            depth: 0,
        }
    }

    /// Bind parameters: what they own is owned from the start.
    fn parameters(&mut self, this: Option<&Ty>, params: &[PatId]) {
        if let Some(ty) = this {
            let local = self.cfg.local(ty, self.shared.types, true);
            self.give(local, Source::SelfParam);
            self.this = Some(local);
            self.scopes[0].locals.push((local, None));
        }
        for pat in params {
            let simple = matches!(self.shared.data.body.pat(*pat).kind, PatKind::Bind { by_ref: false, sub: None, .. });
            let ty = self.shared.inference.type_of_pat(*pat);
            let local = self.cfg.local(&ty, self.shared.types, true);
            self.give(local, Source::Param(*pat));
            self.scopes[0].locals.push((local, simple.then_some(*pat)));
            if simple {
                self.vars.insert(*pat, local);
            } else {
                let path = self.cfg.root(local);
                self.declare(*pat);
                self.bind(*pat, path, Source::Param(*pat));
            }
        }
    }

    fn give(&mut self, local: LocalId, source: Source) {
        if let Some(path) = self.cfg.root(local).filter(|p| self.cfg.at(*p).info.is_some()) {
            self.cfg.given.push((path, source));
        }
    }

    /// The expression that is the whole body: its temporaries end before the parameters do.
    fn root(&mut self, root: ExprId) {
        self.terminating(|b| {
            if let Some(value) = b.value(root) {
                b.consume(value);
            }
        });
        self.pop_all();
    }

    fn type_of(&self, expr: ExprId) -> Ty {
        self.shared.inference.type_of(expr)
    }

    /// Whether a value of the type has a place of its own here.
    fn is_tracked(&self, ty: &Ty) -> bool {
        self.shared.types.info(ty).is_some() || self.shared.types.named(ty).is_some()
    }

    fn emit(&mut self, op: Op) {
        self.note_moves(&op);
        self.cfg.blocks[self.current.0 as usize].ops.push(op);
    }

    /// A call starts; `moved` is passed by value.
    fn point(&mut self, expr: ExprId, moved: &[PathId]) {
        self.emit(Op::Point { point: Point::Call(expr), moved: moved.to_vec() });
    }

    fn goto(&mut self, to: BlockId) {
        self.cfg.blocks[self.current.0 as usize].next.push(to);
    }

    /// Go on in a new block that follows the current one.
    fn next_block(&mut self) {
        let next = self.cfg.block();
        self.goto(next);
        self.current = next;
    }

    /// Go on where nothing leads: after `return`, `break`, a call that does not return.
    fn unreachable(&mut self) {
        self.current = self.cfg.block();
    }

    fn consume(&mut self, local: LocalId) {
        if let Some(path) = self.cfg.root(local) {
            self.emit(Op::Consume(path));
        }
    }

    fn move_local(&mut self, from: LocalId, to: LocalId) {
        if let (Some(from), Some(to)) = (self.cfg.root(from), self.cfg.root(to)) {
            self.emit(Op::Move { from, to });
        }
    }

    fn produce(&mut self, from: Vec<PathId>, to: LocalId, by: ExprId) {
        if let Some(to) = self.cfg.root(to) {
            self.emit(Op::Produce { from, to, by: Source::Call(by) });
        } else {
            from.into_iter().for_each(|path| self.emit(Op::Consume(path)));
        }
    }
}
