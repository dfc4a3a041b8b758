//! One body as the search for tables sees it: what stands in what, and where variables get their values.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::resolve::bodies::{BodyData, BodyOwner, children};
use crate::resolve::db::Db;
use crate::resolve::ids::{FnId, VariantId};
use crate::resolve::infer::{Callee, Inference, Resolution};
use crate::resolve::ty::{Args, TyKind};
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind, Stmt};

use super::shape::Shape;

/// How a variable gets its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// `let x = value;`, or without a value yet.
    Whole(Option<ExprId>),
    /// It is a part of a value, or what a value holds.
    Part(ExprId),
    /// As that parameter, `self` counted.
    Param(usize),
    /// As a parameter of that closure.
    Closure(ExprId),
}

/// A body with its inference.
pub struct View {
    /// Whose.
    pub owner: BodyOwner,
    /// The tree.
    pub data: Arc<BodyData>,
    /// Its types and names.
    pub inference: Arc<Inference>,
    /// Expressions that are in the tree, outer before inner, in source order.
    pub order: Vec<ExprId>,
    parents: FxHashMap<ExprId, ExprId>,
    bindings: FxHashMap<PatId, Binding>,
    stores: FxHashMap<PatId, Vec<ExprId>>,
}

impl View {
    fn new(db: &Db, owner: BodyOwner) -> Option<Self> {
        let data = db.body(owner)?;
        let inference = db.inference(owner)?;
        let mut this = Self {
            owner,
            data: Arc::clone(&data),
            inference,
            order: Vec::new(),
            parents: FxHashMap::default(),
            bindings: FxHashMap::default(),
            stores: FxHashMap::default(),
        };
        let skip = match owner {
            BodyOwner::Fn(id) => usize::from(db.fn_data(id).item.self_param.is_some()),
            _ => 0,
        };
        for (index, pat) in data.body.params.iter().enumerate() {
            this.bind(*pat, Binding::Param(index + skip));
        }
        let mut open: Vec<ExprId> = data.body.root.into_iter().collect();
        while let Some(expr) = open.pop() {
            this.order.push(expr);
            this.note(expr);
            let (parts, _) = children(&data.body.expr(expr).kind);
            for part in parts.iter().rev() {
                this.parents.insert(*part, expr);
                open.push(*part);
            }
        }
        Some(this)
    }

    fn note(&mut self, expr: ExprId) {
        let data = Arc::clone(&self.data);
        match &data.body.expr(expr).kind {
            ExprKind::Block(block) => {
                for stmt in &block.stmts {
                    if let Stmt::Let { pat, init, .. } = stmt {
                        self.bind(*pat, Binding::Whole(*init));
                    }
                }
            }
            ExprKind::Let { pat, expr } => self.bind(*pat, Binding::Whole(Some(*expr))),
            ExprKind::Match { scrutinee, arms } => arms.iter().for_each(|arm| self.bind(arm.pat, Binding::Whole(Some(*scrutinee)))),
            ExprKind::For { pat, iter, .. } => self.bind(*pat, Binding::Part(*iter)),
            ExprKind::Closure(closure) => closure.params.iter().for_each(|(pat, _)| self.bind(*pat, Binding::Closure(expr))),
            ExprKind::Assign { lhs, rhs } => {
                if let Some(Resolution::Local(pat)) = self.inference.paths.get(lhs) {
                    self.stores.entry(*pat).or_default().push(*rhs);
                }
            }
            _ => {}
        }
    }

    fn bind(&mut self, pat: PatId, how: Binding) {
        let data = Arc::clone(&self.data);
        let part = match how {
            Binding::Whole(Some(value)) => Binding::Part(value),
            other => other,
        };
        match &data.body.pat(pat).kind {
            PatKind::Bind { sub, .. } => {
                self.bindings.insert(pat, how);
                sub.iter().for_each(|sub| self.bind(*sub, how));
            }
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => {
                fields.iter().for_each(|p| self.bind(*p, part));
            }
            PatKind::Or(parts) => parts.iter().for_each(|p| self.bind(*p, how)),
            PatKind::Struct { fields, .. } => fields.iter().for_each(|(_, p)| self.bind(*p, part)),
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.bind(*pat, how),
            _ => {}
        }
    }

    /// What an expression is.
    pub fn kind(&self, expr: ExprId) -> &ExprKind {
        &self.data.body.expr(expr).kind
    }

    /// The expression around it.
    pub fn parent(&self, expr: ExprId) -> Option<ExprId> {
        self.parents.get(&expr).copied()
    }

    /// How a variable gets its value.
    pub fn binding(&self, pat: PatId) -> Option<Binding> {
        self.bindings.get(&pat).copied()
    }

    /// What is assigned to a variable later.
    pub fn stores(&self, pat: PatId) -> &[ExprId] {
        self.stores.get(&pat).map_or(&[], Vec::as_slice)
    }

    /// What a path names.
    pub fn path(&self, expr: ExprId) -> Option<&Resolution> {
        self.inference.paths.get(&expr)
    }

    /// The function that a call or method call runs.
    pub fn callee(&self, expr: ExprId) -> Option<(FnId, &Args)> {
        match self.inference.callees.get(&expr)? {
            Callee::Fn(id, args) => Some((*id, args)),
            _ => None,
        }
    }

    /// Whether a call makes a tuple struct or variant.
    pub fn ctor(&self, expr: ExprId) -> Option<VariantId> {
        match self.inference.callees.get(&expr)? {
            Callee::Ctor(id) => Some(*id),
            _ => None,
        }
    }

    /// The last name of a path expression, or of the path that a call calls.
    pub fn last_name(&self, expr: ExprId) -> Option<&'static str> {
        match self.kind(expr) {
            ExprKind::Path(path) => path.segments.last().map(|s| s.name.name.as_str()),
            ExprKind::Call { callee, .. } => self.last_name(*callee),
            ExprKind::MethodCall { method, .. } => Some(method.name.as_str()),
            _ => None,
        }
    }

    /// What a struct literal is, if it is a table.
    pub fn literal_shape(&self, db: &Db, expr: ExprId) -> Option<Shape> {
        let ExprKind::Struct { path, .. } = self.kind(expr) else { return None };
        match self.path(expr) {
            Some(Resolution::Ctor(variant, _)) => Shape::of_adt(db, variant.adt),
            _ => Shape::of_path(db, self.data.module_of(expr), path),
        }
    }

    /// Whether the variable is a reference or pointer, as far as that is known.
    pub fn is_pointer(&self, pat: PatId) -> bool {
        matches!(self.inference.type_of_pat(pat).kind(), TyKind::Ref { .. } | TyKind::Ptr { .. })
    }

    /// The value of a block, through blocks.
    pub fn tail(&self, mut expr: ExprId) -> Option<ExprId> {
        while let ExprKind::Block(block) = self.kind(expr) {
            expr = block.tail?;
        }
        Some(expr)
    }
}

/// All bodies that were looked at.
pub struct Bodies<'a> {
    /// The store.
    pub db: &'a Db,
    views: RefCell<FxHashMap<BodyOwner, Option<Rc<View>>>>,
}

impl<'a> Bodies<'a> {
    /// None yet.
    pub fn new(db: &'a Db) -> Self {
        Self { db, views: RefCell::default() }
    }

    /// A body; `None` for a declaration.
    pub fn view(&self, owner: BodyOwner) -> Option<Rc<View>> {
        if let Some(known) = self.views.borrow().get(&owner) {
            return known.clone();
        }
        let view = View::new(self.db, owner).map(Rc::new);
        self.views.borrow_mut().insert(owner, view.clone());
        view
    }

    /// Whether a function has a body that is not std's: one whose inside says more than its name.
    pub fn is_open(&self, id: FnId) -> bool {
        !self.db.is_std(self.db.crate_of(id.unit)) && self.db.fn_data(id).item.body.is_some()
    }

    /// What the body gives: its tail and what it returns.
    pub fn results(&self, view: &View) -> Vec<ExprId> {
        let mut out: Vec<ExprId> = view.data.body.root.into_iter().collect();
        for expr in &view.order {
            if let ExprKind::Return(Some(value)) = view.kind(*expr) {
                let mut at = Some(*expr);
                let in_closure = std::iter::from_fn(|| {
                    at = view.parent(at?);
                    at
                })
                .any(|e| matches!(view.kind(e), ExprKind::Closure(_)));
                if !in_closure {
                    out.push(*value);
                }
            }
        }
        out
    }
}
