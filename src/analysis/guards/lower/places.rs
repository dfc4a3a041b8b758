//! Place expressions: which part of which local an expression means.

use super::Builder;
use crate::analysis::guards::Point;
use crate::analysis::guards::cfg::{Key, Op, PathId};
use crate::resolve::infer::Resolution;
use crate::resolve::ty::TyKind;
use crate::syntax::body::{ExprId, ExprKind, UnaryOp};

impl Builder<'_, '_> {
    /// Evaluate `expr` as a place: what it borrows, assigns or looks at. `None` where no guard can be moved out of it. A
    /// value becomes a temporary.
    pub(super) fn place(&mut self, expr: ExprId) -> Option<PathId> {
        let path = self.place_inner(expr);
        if let Some(path) = path {
            self.mention(path);
        }
        self.accessed(expr);
        path
    }

    fn place_inner(&mut self, expr: ExprId) -> Option<PathId> {
        if !self.enter() {
            return None;
        }
        let found = self.place_of(expr);
        self.depth -= 1;
        found
    }

    /// What the place is part of, or is reached through, is alive here; of a value, what it may lead to.
    pub(super) fn accessed(&mut self, expr: ExprId) {
        if !matches!(self.shared.data.body.expr(expr).kind, ExprKind::Lit(_)) {
            self.emit(Op::Point { point: Point::Access(expr), moved: Vec::new() });
        }
    }

    fn place_of(&mut self, expr: ExprId) -> Option<PathId> {
        let data = self.shared.data;
        match &data.body.expr(expr).kind {
            ExprKind::Path(_) => match self.shared.inference.paths.get(&expr) {
                Some(Resolution::Local(pat)) => {
                    let local = self.var(*pat)?;
                    self.cfg.root(local)
                }
                Some(Resolution::SelfParam) => {
                    let local = self.this_var()?;
                    self.cfg.root(local)
                }
                _ => {
                    let value = self.value(expr)?;
                    self.cfg.root(value)
                }
            },
            ExprKind::Field { base, name } => {
                let of = self.place_inner(*base);
                self.accessed(*base);
                let of = of?;
                // Through a reference or a guard no guard is moved out.
                if self.shared.inference.implicit.contains_key(&expr) {
                    self.mention(of);
                    return None;
                }
                let (variant, index) = match self.shared.inference.fields.get(&expr) {
                    Some((variant, index)) => (variant.index, u32::try_from(*index).ok()?),
                    None => (0, name.name.as_str().parse().ok()?),
                };
                let part = self.cfg.child(of, Key::Field { variant, index }, self.shared.types);
                if part.is_none() {
                    self.mention_outside_edition(of);
                }
                part
            }
            ExprKind::Index { base, index } => {
                self.place(*base);
                self.value_dropped(*index);
                None
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                let of = self.place_inner(*operand);
                self.accessed(*operand);
                let of = of?;
                let is_box = matches!(self.type_of(*operand).kind(), TyKind::Adt(id, _) if Some(*id) == self.shared.db.lang().boxed);
                let part = if is_box { self.cfg.child(of, Key::Deref, self.shared.types) } else { None };
                if part.is_none() {
                    self.mention(of);
                }
                part
            }
            _ => {
                let value = self.value(expr)?;
                self.cfg.root(value)
            }
        }
    }

    /// Whether the expression names a place, rather than making a value.
    pub(super) fn is_place(&self, expr: ExprId) -> bool {
        match &self.shared.data.body.expr(expr).kind {
            ExprKind::Path(_) => {
                matches!(self.shared.inference.paths.get(&expr), Some(Resolution::Local(_) | Resolution::SelfParam | Resolution::Static(_)))
            }
            ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. } => true,
            _ => false,
        }
    }
}
