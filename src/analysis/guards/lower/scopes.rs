//! Scopes: who ends when, on every way out.

use super::Builder;
use crate::analysis::guards::Point;
use crate::analysis::guards::cfg::{BlockId, LocalId, Op};
use crate::source::Symbol;
use crate::syntax::body::{ExprId, PatId};

/// A scope: its locals in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// With the pattern that names it, for a variable.
    pub locals: Vec<(LocalId, Option<PatId>)>,
}

/// What `break` and `continue` lead to.
#[derive(Debug)]
pub(super) struct Target {
    pub label: Option<Symbol>,
    pub is_loop: bool,
    pub exit: BlockId,
    pub again: Option<BlockId>,
    /// How many scopes stay.
    pub depth: usize,
    pub result: Option<LocalId>,
}

impl Builder<'_, '_> {
    pub(super) fn push_scope(&mut self) -> usize {
        self.scopes.push(Scope::default());
        self.scopes.len() - 1
    }

    pub(super) fn pop_scope(&mut self) {
        self.leave(self.scopes.len() - 1);
        self.scopes.pop();
    }

    /// End what the scopes from `depth` on hold, without closing them: a way out.
    pub(super) fn leave(&mut self, depth: usize) {
        for scope in (depth..self.scopes.len()).rev() {
            for index in (0..self.scopes[scope].locals.len()).rev() {
                let (local, pat) = self.scopes[scope].locals[index];
                if let Some(pat) = pat {
                    self.emit(Op::Point { point: Point::Drop(pat), moved: self.cfg.root(local).into_iter().collect() });
                }
                if self.cfg.root(local).is_some() {
                    self.emit(Op::Dead(local));
                }
            }
        }
    }

    pub(super) fn pop_all(&mut self) {
        while !self.scopes.is_empty() {
            self.pop_scope();
        }
    }

    /// Evaluate in a scope in which temporaries end.
    pub(super) fn terminating<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let scope = self.push_scope();
        let outer = std::mem::replace(&mut self.temp_scope, scope);
        let result = f(self);
        self.pop_scope();
        self.temp_scope = outer;
        result
    }

    /// Evaluate in a scope for variables; temporaries go where they went.
    pub(super) fn with_vars<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let scope = self.push_scope();
        let outer = std::mem::replace(&mut self.var_scope, scope);
        let result = f(self);
        self.pop_scope();
        self.var_scope = outer;
        result
    }

    /// A temporary for the value of `expr`, if it concerns guards.
    pub(super) fn temp(&mut self, expr: ExprId) -> Option<LocalId> {
        let ty = self.type_of(expr);
        if !self.is_tracked(&ty) {
            return None;
        }
        let scope = self.extended.get(&expr).copied().unwrap_or(self.temp_scope).min(self.scopes.len() - 1);
        let local = self.cfg.local(&ty, self.shared.types, false);
        self.scopes[scope].locals.push((local, None));
        Some(local)
    }

    /// A temporary of that type in the current scope of temporaries.
    pub(super) fn temp_of(&mut self, ty: &crate::resolve::ty::Ty) -> Option<LocalId> {
        if !self.is_tracked(ty) {
            return None;
        }
        let local = self.cfg.local(ty, self.shared.types, false);
        self.scopes[self.temp_scope].locals.push((local, None));
        Some(local)
    }

    /// A variable in the current scope of variables.
    pub(super) fn variable(&mut self, pat: PatId) -> LocalId {
        let ty = self.shared.inference.type_of_pat(pat);
        let local = self.cfg.local(&ty, self.shared.types, false);
        self.scopes[self.var_scope].locals.push((local, Some(pat)));
        self.vars.insert(pat, local);
        local
    }
}
