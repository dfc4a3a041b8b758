//! Temporaries of a `let` that live as long as its variables.

use super::Builder;
use crate::resolve::infer::Callee;
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind, UnaryOp};

impl Builder<'_, '_> {
    /// Mark what `let pat = init` extends to scope `scope`.
    pub(super) fn extend(&mut self, pat: Option<PatId>, init: ExprId, scope: usize) {
        if pat.is_some_and(|pat| self.binds_by_ref(pat)) {
            self.extend_operand(init, scope);
        }
        self.extend_borrows(init, scope);
    }

    /// The operand of a borrow, and the places that it is a part of.
    fn extend_operand(&mut self, expr: ExprId, scope: usize) {
        let mut at = expr;
        loop {
            self.extended.insert(at, scope);
            at = match &self.shared.data.body.expr(at).kind {
                ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
                ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => *base,
                _ => return,
            };
        }
    }

    /// Borrows that become the variable's value, or a part of it.
    fn extend_borrows(&mut self, expr: ExprId, scope: usize) {
        let body = &self.shared.data.body;
        match &body.expr(expr).kind {
            ExprKind::Ref { operand, .. } => {
                self.extend_borrows(*operand, scope);
                self.extend_operand(*operand, scope);
            }
            ExprKind::Struct { fields, .. } => fields.iter().for_each(|f| self.extend_borrows(f.value, scope)),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => parts.iter().for_each(|p| self.extend_borrows(*p, scope)),
            ExprKind::Cast { operand, .. } => self.extend_borrows(*operand, scope),
            ExprKind::Block(block) => {
                if let Some(tail) = block.tail {
                    self.extend_borrows(tail, scope);
                }
            }
            ExprKind::If { then, otherwise, .. } => {
                self.extend_borrows(*then, scope);
                if let Some(otherwise) = otherwise {
                    self.extend_borrows(*otherwise, scope);
                }
            }
            ExprKind::Match { arms, .. } => arms.iter().for_each(|arm| self.extend_borrows(arm.body, scope)),
            ExprKind::Call { args, .. } if matches!(self.shared.inference.callees.get(&expr), Some(Callee::Ctor(_))) => {
                args.iter().for_each(|arg| self.extend_borrows(*arg, scope));
            }
            _ => {}
        }
    }

    /// Whether the pattern as written borrows a part of what it is matched against.
    fn binds_by_ref(&self, pat: PatId) -> bool {
        match &self.shared.data.body.pat(pat).kind {
            PatKind::Bind { by_ref, sub, .. } => *by_ref || sub.is_some_and(|sub| self.binds_by_ref(sub)),
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) | PatKind::Or(fields) => {
                fields.iter().any(|f| self.binds_by_ref(*f))
            }
            PatKind::Struct { fields, .. } => fields.iter().any(|(_, f)| self.binds_by_ref(*f)),
            PatKind::Box(inner) => self.binds_by_ref(*inner),
            _ => false,
        }
    }
}
