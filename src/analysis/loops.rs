//! How often loops run: counters with a constant limit.

use super::eval::mirrored;
use super::frame::Frame;
use super::value::Val;
use crate::resolve::bodies::children;
use crate::resolve::infer::Resolution;
use crate::syntax::body::{BinaryOp, Block, BlockKind, ExprId, ExprKind, PatId, Stmt, UnaryOp};

/// A statement of a round.
struct Part {
    /// Which one, in order.
    at: usize,
    expr: ExprId,
    /// Whether a `break` or `return` in it leaves the loop.
    may_leave: bool,
}

impl Frame<'_, '_> {
    /// How often `while cond { body }` (or `loop { if … { break } … }`) runs at most, where a counter that starts at a
    /// constant goes by constant steps towards a constant limit.
    pub(super) fn counted(&mut self, cond: Option<ExprId>, body: ExprId) -> Option<u128> {
        let ExprKind::Block(block) = self.kind(body) else { return None };
        match cond {
            Some(cond) => self.conditions(cond).into_iter().filter_map(|c| self.rounds(c, true, &block)).map(|(rounds, _)| rounds).min(),
            None => {
                let parts = self.parts(&block).into_iter().filter(|part| part.may_leave);
                let guards: Vec<(usize, ExprId)> = parts.filter_map(|part| Some((part.at, self.leaving_guard(part.expr)?))).collect();
                let rounds = guards.into_iter().filter_map(|(at, guard)| {
                    let (rounds, step_at) = self.rounds(guard, false, &block)?;
                    // A guard that stands before the step is come to once more: that round ends there.
                    Some(rounds.saturating_add(u128::from(at < step_at)))
                });
                rounds.min()
            }
        }
    }

    /// The conditions of which each must hold.
    fn conditions(&self, cond: ExprId) -> Vec<ExprId> {
        match &self.data.body.expr(cond).kind {
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } => {
                let mut all = self.conditions(*lhs);
                all.extend(self.conditions(*rhs));
                all
            }
            _ => vec![cond],
        }
    }

    /// `if cond { break }` (or `return`) as a statement.
    fn leaving_guard(&self, stmt: ExprId) -> Option<ExprId> {
        let ExprKind::If { cond, then, otherwise: None } = &self.data.body.expr(stmt).kind else { return None };
        let ExprKind::Block(block) = &self.data.body.expr(*then).kind else { return None };
        let last = block.tail.or(match block.stmts.last() {
            Some(Stmt::Expr { expr, .. }) => Some(*expr),
            _ => None,
        })?;
        matches!(self.data.body.expr(last).kind, ExprKind::Break { label: None, .. } | ExprKind::Return(_)).then_some(*cond)
    }

    fn local_of(&self, expr: ExprId) -> Option<PatId> {
        match self.inference.paths.get(&expr) {
            Some(Resolution::Local(pat)) => Some(*pat),
            _ => match &self.data.body.expr(expr).kind {
                ExprKind::Unary { op: UnaryOp::Deref, operand } => self.local_of(*operand),
                _ => None,
            },
        }
    }

    /// The rounds that one comparison allows, and which statement of the body makes the step; `goes_on` where the comparison
    /// holds while the loop goes on.
    fn rounds(&mut self, cond: ExprId, goes_on: bool, block: &Block) -> Option<(u128, usize)> {
        let ExprKind::Binary { op, lhs, rhs, .. } = self.kind(cond) else { return None };
        let (counter, limit, op) = match (self.local_of(lhs), self.local_of(rhs)) {
            (Some(pat), _) if self.step(pat, block).is_some() => (pat, rhs, op),
            (_, Some(pat)) if self.step(pat, block).is_some() => (pat, lhs, mirrored(op)),
            _ => return None,
        };
        let op = if goes_on { op } else { negated(op)? };
        let (step, at) = self.step(counter, block)?;
        let Some(Val::Int { lo: start_lo, hi: start_hi }) = self.locals.get(&counter).map(|v| v.hard().clone()) else { return None };
        let Val::Int { lo, hi } = self.constant_of(limit)?.hard().clone() else { return None };
        let distance = match (op, step > 0) {
            (BinaryOp::Lt, true) => hi - start_lo,
            (BinaryOp::Le, true) => hi - start_lo + 1,
            (BinaryOp::Gt, false) => start_hi - lo,
            (BinaryOp::Ge, false) => start_hi - lo + 1,
            (BinaryOp::Ne, true) if (hi - start_lo) % step == 0 => hi - start_lo,
            (BinaryOp::Ne, false) if (start_hi - lo) % step == 0 => start_hi - lo,
            _ => return None,
        };
        Some((u128::try_from(distance.max(0)).ok()?.div_ceil(step.unsigned_abs()), at))
    }

    /// By how much each round changes the counter, and where: one statement of the body itself, reached by every round.
    fn step(&mut self, counter: PatId, block: &Block) -> Option<(i128, usize)> {
        let mut found = None;
        for part in self.parts(block) {
            match self.kind(part.expr) {
                ExprKind::AssignOp { op: op @ (BinaryOp::Add | BinaryOp::Sub), lhs, rhs, .. } if self.local_of(lhs) == Some(counter) => {
                    let by = self.constant_of(rhs)?.as_int()?;
                    if found.is_some() || by <= 0 {
                        return None;
                    }
                    found = Some((if op == BinaryOp::Add { by } else { -by }, part.at));
                }
                _ => {
                    if self.changes(part.expr, counter) || (found.is_none() && self.skips(part.expr)) {
                        return None;
                    }
                }
            }
        }
        found
    }

    /// What a round does, one after the other: the statements of the body, and of the blocks and the closures called in place
    /// that are statements of it.
    fn parts(&self, block: &Block) -> Vec<Part> {
        let mut out = Vec::new();
        self.add_parts(block, true, &mut out);
        out.iter_mut().enumerate().for_each(|(at, part)| part.at = at);
        out
    }

    fn add_parts(&self, block: &Block, may_leave: bool, out: &mut Vec<Part>) {
        let plain = |expr: ExprId, may_leave: bool| Part { at: 0, expr, may_leave };
        for stmt in &block.stmts {
            match stmt {
                Stmt::Expr { expr, .. } => self.add_part(*expr, may_leave, out),
                Stmt::Let { init, otherwise, .. } => out.extend(init.iter().chain(otherwise).map(|part| plain(*part, false))),
                Stmt::Item { .. } | Stmt::Macro { .. } => {}
            }
        }
        if let Some(tail) = block.tail {
            self.add_part(tail, may_leave, out);
        }
    }

    fn add_part(&self, expr: ExprId, may_leave: bool, out: &mut Vec<Part>) {
        let body = &self.data.body;
        match &body.expr(expr).kind {
            // What a label lets leave early may not come to its end.
            ExprKind::Block(block) if block.label.is_none() && matches!(block.kind, BlockKind::Plain | BlockKind::Unsafe) => {
                self.add_parts(block, may_leave, out);
            }
            ExprKind::Call { callee, args } if args.is_empty() => match &body.expr(*callee).kind {
                ExprKind::Closure(closure)
                    if closure.params.is_empty()
                        && !closure.is_async
                        && !self.any_below(closure.body, &|kind| matches!(kind, ExprKind::Return(_) | ExprKind::Try(_))) =>
                {
                    self.add_part(closure.body, false, out);
                }
                _ => out.push(Part { at: 0, expr, may_leave }),
            },
            _ => out.push(Part { at: 0, expr, may_leave }),
        }
    }

    fn changes(&self, expr: ExprId, counter: PatId) -> bool {
        self.any_below(expr, &|kind| match kind {
            ExprKind::Assign { lhs, .. } | ExprKind::AssignOp { lhs, .. } => self.root_local(*lhs) == Some(counter),
            ExprKind::Ref { mutable: true, operand, .. } => self.root_local(*operand) == Some(counter),
            _ => false,
        })
    }

    /// Whether a round may end there without coming to what follows.
    fn skips(&self, expr: ExprId) -> bool {
        self.any_below(expr, &|kind| matches!(kind, ExprKind::Continue { .. }))
    }

    fn any_below(&self, expr: ExprId, is: &dyn Fn(&ExprKind) -> bool) -> bool {
        let mut stack = vec![expr];
        while let Some(id) = stack.pop() {
            let kind = &self.data.body.expr(id).kind;
            if is(kind) {
                return true;
            }
            stack.extend(children(kind).0);
        }
        false
    }
}

/// The comparison that holds where this one does not.
pub(super) fn negated(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Ge => BinaryOp::Lt,
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        _ => return None,
    })
}
