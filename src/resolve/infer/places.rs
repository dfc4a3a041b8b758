//! Which places are written or borrowed exclusively: there `IndexMut` and `DerefMut` run instead of `Index` and `Deref`.
//!
//! Decided when a body's types are known, since whether a place is written stands around it. Binds no variable.

use super::{Implicit, Infer};
use crate::resolve::ty::TyKind;
use crate::syntax::body::{ExprId, ExprKind, UnaryOp};

impl Infer<'_> {
    /// Make the implicit calls on the way to every place that is written exclusive ones.
    pub(super) fn exclusive_places(&mut self) {
        if self.out.implicit.is_empty() {
            return;
        }
        let data = self.body_tree();
        for (index, expr) in data.body.exprs.iter().enumerate() {
            let id = ExprId(index as u32);
            match &expr.kind {
                ExprKind::Assign { lhs, .. } | ExprKind::AssignOp { lhs, .. } => self.exclusive(*lhs),
                ExprKind::Ref { mutable: true, operand, .. } => self.exclusive(*operand),
                ExprKind::MethodCall { recv, .. } if self.out.autoref.get(&id) == Some(&true) => {
                    self.exclusive_derefs(id);
                    self.exclusive(*recv);
                }
                _ => {}
            }
        }
    }

    /// The place `expr` is written: so is what it is part of.
    fn exclusive(&mut self, mut expr: ExprId) {
        let data = self.body_tree();
        loop {
            match &data.body.expr(expr).kind {
                ExprKind::Field { base, .. } => {
                    self.exclusive_derefs(expr);
                    expr = *base;
                }
                ExprKind::Index { base, .. } => {
                    self.exclusive_derefs(expr);
                    self.exclusive_index(expr);
                    expr = *base;
                }
                ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                    // What a raw pointer points to is written without the pointer being so.
                    let ty = self.out.expr_types[operand.0 as usize].clone();
                    if matches!(self.solver.table.shallow(&ty).kind(), TyKind::Ptr { .. }) {
                        return;
                    }
                    self.exclusive_derefs(expr);
                    expr = *operand;
                }
                ExprKind::Tuple(parts) => {
                    parts.iter().for_each(|part| self.exclusive(*part));
                    return;
                }
                _ => return,
            }
        }
    }

    fn exclusive_derefs(&mut self, expr: ExprId) {
        for call in self.out.implicit.get_mut(&expr).into_iter().flatten() {
            if let Implicit::Deref { mutable, .. } = call {
                *mutable = true;
            }
        }
    }

    fn exclusive_index(&mut self, expr: ExprId) {
        let lang = *self.db.lang();
        let (Some(shared), Some(exclusive)) = (self.db.trait_fn(lang.index, "index"), self.db.trait_fn(lang.index_mut, "index_mut")) else {
            return;
        };
        for call in self.out.implicit.get_mut(&expr).into_iter().flatten() {
            if let Implicit::Method(id, _) = call
                && *id == shared
            {
                *id = exclusive;
            }
        }
    }
}
