//! Branches, loops, and ways out.

use super::Builder;
use super::scopes::Target;
use super::values::EARLY_TEMPORARIES;
use crate::analysis::guards::Source;
use crate::analysis::guards::cfg::{BlockId, LocalId, Op, PathId};
use crate::resolve::infer::Implicit;
use crate::source::Symbol;
use crate::syntax::body::{Arm, BinaryOp, ExprId, ExprKind, PatId, PatKind};

impl Builder<'_, '_> {
    /// Go to `failed` on one of two ways, ending the scopes from `depth` on; on the other go on here. `test`: the pattern
    /// that did not fit there.
    pub(super) fn fork(&mut self, failed: BlockId, depth: usize, test: Option<(PatId, Option<PathId>)>) {
        let out = self.cfg.block();
        let on = self.cfg.block();
        self.goto(out);
        self.goto(on);
        self.current = out;
        if let Some((pat, Some(path))) = test
            && let Some(variant) = self.excludes(pat).and_then(|v| self.remaining(pat, &[v]))
        {
            self.emit(Op::Refine { path, variant });
        }
        self.leave(depth);
        self.goto(failed);
        self.current = on;
    }

    /// The variant that cannot be there once the pattern did not fit.
    fn excludes(&self, pat: PatId) -> Option<u32> {
        let variant = self.shared.inference.pat_variants.get(&pat)?.index;
        let body = &self.shared.data.body;
        let fits_all = |sub: &PatId| match &body.pat(*sub).kind {
            PatKind::Wild | PatKind::Rest => true,
            PatKind::Bind { sub: None, .. } => {
                !self.shared.inference.pat_variants.contains_key(sub) && !self.shared.inference.pat_consts.contains_key(sub)
            }
            _ => false,
        };
        let all = match &body.pat(pat).kind {
            PatKind::TupleStruct { fields, .. } => fields.iter().all(fits_all),
            PatKind::Struct { fields, .. } => fields.iter().all(|(_, f)| fits_all(f)),
            PatKind::Path(_) | PatKind::Bind { .. } => true,
            _ => false,
        };
        all.then_some(variant)
    }

    /// The only variant of the type that the pattern names a variant of, other than `excluded`.
    fn remaining(&self, pat: PatId, excluded: &[u32]) -> Option<u32> {
        let adt = self.shared.inference.pat_variants.get(&pat)?.adt;
        let count = self.shared.db.adt(adt).variants.len() as u32;
        let mut left = (0..count).filter(|v| !excluded.contains(v));
        left.next().filter(|_| left.next().is_none())
    }

    fn has_let(&self, expr: ExprId) -> bool {
        match &self.shared.data.body.expr(expr).kind {
            ExprKind::Let { .. } => true,
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } => self.has_let(*lhs) || self.has_let(*rhs),
            _ => false,
        }
    }

    /// A condition: falls through where it holds, else goes to `failed`.
    fn condition(&mut self, expr: ExprId, failed: BlockId, depth: usize) {
        let data = self.shared.data;
        match &data.body.expr(expr).kind {
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } if self.has_let(expr) => {
                self.condition(*lhs, failed, depth);
                self.condition(*rhs, failed, depth);
            }
            ExprKind::Let { pat, expr } => {
                let at = self.scrutinee(*expr);
                self.fork(failed, depth, Some((*pat, at)));
                self.refine(*pat, at);
                self.declare(*pat);
                self.bind(*pat, at, Source::Call(*expr));
            }
            _ => {
                self.terminating(|b| b.value_dropped(expr));
                self.fork(failed, depth, None);
            }
        }
    }

    /// `&&`, `||` and `let` for their value.
    pub(super) fn condition_value(&mut self, expr: ExprId) {
        let data = self.shared.data;
        let join = self.cfg.block();
        match &data.body.expr(expr).kind {
            ExprKind::Binary { lhs, rhs, .. } if !self.has_let(expr) => {
                self.terminating(|b| b.value_dropped(*lhs));
                self.fork(join, self.scopes.len(), None);
                self.terminating(|b| b.value_dropped(*rhs));
            }
            _ => {
                let depth = self.scopes.len();
                self.with_vars(|b| b.condition(expr, join, depth));
            }
        }
        self.goto(join);
        self.current = join;
    }

    fn scrutinee(&mut self, expr: ExprId) -> Option<PathId> {
        if self.is_place(expr) { self.place(expr) } else { self.value(expr).and_then(|v| self.cfg.root(v)) }
    }

    pub(super) fn if_expr(&mut self, expr: ExprId, cond: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Option<LocalId> {
        let result = self.temp(expr);
        let failed = self.cfg.block();
        let join = self.cfg.block();
        let depth = self.scopes.len();
        let outer = self.temp_scope;
        self.with_vars(|b| {
            if b.shared.edition >= EARLY_TEMPORARIES {
                b.temp_scope = depth;
            }
            b.condition(cond, failed, depth);
            b.terminating(|b| b.value_into(then, result));
        });
        self.temp_scope = outer;
        self.goto(join);
        self.current = failed;
        if let Some(otherwise) = otherwise {
            self.terminating(|b| b.value_into(otherwise, result));
        }
        self.goto(join);
        self.current = join;
        result
    }

    pub(super) fn match_expr(&mut self, expr: ExprId, scrutinee: ExprId, arms: &[Arm]) -> Option<LocalId> {
        let result = self.temp(expr);
        let at = self.scrutinee(scrutinee);
        let dispatch = self.current;
        let join = self.cfg.block();
        let depth = self.scopes.len();
        // Where a guard said no, with the variant that is there.
        let mut failed: Vec<(BlockId, Option<u32>)> = Vec::new();
        let mut excluded: Vec<u32> = Vec::new();
        let mut named = None;
        for arm in arms {
            let entry = self.cfg.block();
            let variant = self.shared.inference.pat_variants.get(&arm.pat).map(|v| v.index);
            self.cfg.blocks[dispatch.0 as usize].next.push(entry);
            for (from, is) in &failed {
                if variant.is_none() || is.is_none() || *is == variant {
                    self.cfg.blocks[from.0 as usize].next.push(entry);
                }
            }
            self.current = entry;
            let outer = self.temp_scope;
            self.with_vars(|b| {
                b.temp_scope = depth;
                let is_rest = matches!(b.shared.data.body.pat(arm.pat).kind, PatKind::Wild | PatKind::Bind { .. });
                let left = named.filter(|_| is_rest && b.excludes(arm.pat).is_none()).and_then(|pat| b.remaining(pat, &excluded));
                if let (Some(path), Some(variant)) = (at, left) {
                    b.emit(Op::Refine { path, variant });
                }
                b.refine(arm.pat, at);
                b.declare(arm.pat);
                if let Some(guard) = arm.guard {
                    let block = b.cfg.block();
                    b.condition(guard, block, depth);
                    failed.push((block, variant));
                }
                b.bind(arm.pat, at, Source::Call(scrutinee));
                b.terminating(|b| b.value_into(arm.body, result));
            });
            self.temp_scope = outer;
            self.goto(join);
            if arm.guard.is_none()
                && let Some(variant) = self.excludes(arm.pat)
            {
                excluded.push(variant);
                named = Some(arm.pat);
            }
        }
        self.current = join;
        result
    }

    pub(super) fn labelled(&mut self, label: Option<Symbol>, result: Option<LocalId>, f: impl FnOnce(&mut Self)) {
        if label.is_none() {
            f(self);
            return;
        }
        let exit = self.cfg.block();
        self.targets.push(Target { label, is_loop: false, exit, again: None, depth: self.scopes.len(), result });
        f(self);
        self.targets.pop();
        self.goto(exit);
        self.current = exit;
    }

    pub(super) fn loop_expr(&mut self, expr: ExprId, label: Option<Symbol>, body: ExprId) -> Option<LocalId> {
        let result = self.temp(expr);
        let exit = self.cfg.block();
        self.next_block();
        let head = self.current;
        self.targets.push(Target { label, is_loop: true, exit, again: Some(head), depth: self.scopes.len(), result });
        self.terminating(|b| b.value_dropped(body));
        self.targets.pop();
        self.goto(head);
        self.current = exit;
        result
    }

    pub(super) fn while_expr(&mut self, label: Option<Symbol>, cond: ExprId, body: ExprId) {
        let exit = self.cfg.block();
        self.next_block();
        let head = self.current;
        let depth = self.scopes.len();
        self.targets.push(Target { label, is_loop: true, exit, again: Some(head), depth, result: None });
        let outer = self.temp_scope;
        self.with_vars(|b| {
            b.temp_scope = depth;
            b.condition(cond, exit, depth);
            b.terminating(|b| b.value_dropped(body));
        });
        self.temp_scope = outer;
        self.targets.pop();
        self.goto(head);
        self.current = exit;
    }

    pub(super) fn for_expr(&mut self, expr: ExprId, label: Option<Symbol>, pat: PatId, iter: ExprId, body: ExprId) {
        self.terminating(|b| {
            let moved: Vec<PathId> = b.value(iter).and_then(|v| b.cfg.root(v)).into_iter().collect();
            // The receiver of `next` is the iterator.
            let iterator = b.shared.inference.implicit.get(&expr).and_then(|list| {
                list.iter().rev().find_map(|i| match i {
                    Implicit::Method(_, args) => args.first().cloned(),
                    Implicit::Deref { .. } => None,
                })
            });
            match iterator.and_then(|ty| b.temp_of(&ty)) {
                Some(to) if !moved.is_empty() => b.produce(moved, to, expr),
                Some(to) => b.emit(Op::Live(to)),
                None => moved.into_iter().for_each(|path| b.emit(Op::Consume(path))),
            }
            let exit = b.cfg.block();
            b.next_block();
            let head = b.current;
            let depth = b.scopes.len();
            b.targets.push(Target { label, is_loop: true, exit, again: Some(head), depth, result: None });
            b.point(expr, &[]);
            b.fork(exit, depth, None);
            let outer = b.temp_scope;
            b.with_vars(|b| {
                b.temp_scope = depth;
                b.declare(pat);
                b.bind(pat, None, Source::Call(expr));
                b.terminating(|b| b.value_dropped(body));
            });
            b.temp_scope = outer;
            b.targets.pop();
            b.goto(head);
            b.current = exit;
        });
    }

    pub(super) fn break_expr(&mut self, label: Option<Symbol>, value: Option<ExprId>) {
        let found = match label {
            Some(label) => self.targets.iter().rposition(|t| t.label == Some(label)),
            None => self.targets.iter().rposition(|t| t.is_loop),
        };
        let Some(found) = found else {
            self.return_value(value);
            return;
        };
        let (exit, depth, result) = (self.targets[found].exit, self.targets[found].depth, self.targets[found].result);
        if let Some(value) = value {
            self.value_into(value, result);
        }
        self.leave(depth);
        self.goto(exit);
        self.unreachable();
    }

    pub(super) fn continue_expr(&mut self, label: Option<Symbol>) {
        let found = self.targets.iter().rev().filter(|t| t.is_loop).find(|t| label.is_none() || t.label == label);
        let Some((again, depth)) = found.and_then(|t| Some((t.again?, t.depth))) else {
            self.unreachable();
            return;
        };
        self.leave(depth);
        self.goto(again);
        self.unreachable();
    }

    pub(super) fn return_value(&mut self, value: Option<ExprId>) {
        if let Some(value) = value.and_then(|v| self.value(v)) {
            self.consume(value);
        }
        self.leave(0);
        self.unreachable();
    }

    /// `operand?`: the value goes through a `ControlFlow`, which stays until the statement ends.
    pub(super) fn try_expr(&mut self, expr: ExprId, operand: ExprId) -> Option<LocalId> {
        let ty = self.type_of(operand);
        let value = self.value(operand);
        let moved: Vec<PathId> = value.and_then(|v| self.cfg.root(v)).into_iter().collect();
        if value.is_none() {
            // Nothing of guards in it.
            let result = self.temp(expr);
            if let Some(result) = result {
                self.produce(Vec::new(), result, expr);
            }
            return result;
        }
        self.point(expr, &moved);
        let flow = self.temp_of(&ty);
        if let Some(flow) = flow {
            self.produce(moved, flow, expr);
        }
        let flow = flow.and_then(|f| self.cfg.root(f));
        let on = self.cfg.block();
        let out = self.cfg.block();
        self.goto(out);
        self.goto(on);
        self.current = out;
        self.leave(0);
        self.current = on;
        let result = self.temp(expr);
        if let (Some(from), Some(to)) = (flow, result.and_then(|r| self.cfg.root(r))) {
            // The payload leaves, the rest of the value stays where it is.
            self.emit(Op::Take { from, to });
        } else if let Some(flow) = flow {
            self.emit(Op::Drop(flow));
        }
        result
    }
}
