//! Blocks and statements.

use super::Infer;
use crate::resolve::ty::Ty;
use crate::syntax::body::{Block, BlockKind, ExprId, Stmt};

impl Infer<'_> {
    /// A block's statements and value, in a scope of their own.
    pub(super) fn block(&mut self, id: ExprId, block: &Block, expected: Option<&Ty>) -> Ty {
        if let BlockKind::Async { .. } = block.kind {
            return self.async_block(id, block);
        }
        if block.label.is_some() {
            let ty = expected.cloned().unwrap_or_else(|| self.fresh());
            self.breakables.push(super::Breakable {
                label: block.label.map(|l| l.name),
                ty: Some(ty.clone()),
                broken: false,
                is_loop: false,
            });
            let before = self.diverges;
            let inner = self.block_inner(block, Some(&ty));
            let broken = self.breakables.pop().is_some_and(|b| b.broken);
            if broken {
                self.diverges = before;
            }
            if !inner.is_never() {
                self.coerce(id, &inner, &ty);
            } else if !broken {
                return inner;
            }
            return ty;
        }
        self.block_inner(block, expected)
    }

    pub(super) fn block_inner(&mut self, block: &Block, expected: Option<&Ty>) -> Ty {
        let scope = self.locals.len();
        let outer = std::mem::replace(&mut self.diverges, false);
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        let ty = match block.tail {
            Some(tail) => match expected {
                Some(expected) => self.coerced(tail, expected),
                None => self.expr(tail, None),
            },
            None if self.diverges => Ty::never(),
            None => Ty::unit(),
        };
        self.locals.truncate(scope);
        self.diverges |= outer;
        ty
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { pat, ty, init, otherwise, .. } => {
                let module = self.data.module_of_pat(*pat);
                let declared = ty.as_ref().map(|ty| self.lower(ty, module));
                let value = match (init, &declared) {
                    (Some(init), Some(declared)) => {
                        self.coerced(*init, declared);
                        declared.clone()
                    }
                    (Some(init), None) => {
                        let hint = self.pat_hint(*pat);
                        let value = self.expr(*init, hint.as_ref());
                        if value.is_never() { self.fresh() } else { value }
                    }
                    (None, Some(declared)) => declared.clone(),
                    (None, None) => self.fresh(),
                };
                if let Some(otherwise) = otherwise {
                    let before = self.diverges;
                    let never = Ty::never();
                    self.expr(*otherwise, Some(&never));
                    self.diverges = before;
                }
                self.pat_top(*pat, &value);
                self.solver.settle();
            }
            Stmt::Expr { expr, semi, .. } => {
                let unit = Ty::unit();
                let ty = self.expr(*expr, if *semi { None } else { Some(&unit) });
                if ty.is_never() {
                    self.diverges = true;
                }
                self.solver.settle();
            }
            Stmt::Item { .. } | Stmt::Macro { .. } => {}
        }
    }
}
