//! Value expressions, blocks and statements.

use super::Builder;
use crate::analysis::guards::Source;
use crate::analysis::guards::cfg::{Key, LocalId, Op, PathId};
use crate::resolve::infer::{Implicit, Resolution};
use crate::syntax::body::{BinaryOp, Block, BlockKind, ExprId, ExprKind, FieldInit, PatKind, Stmt, UnaryOp};

/// From this edition on temporaries of a block's value and of `if let` end early.
pub(super) const EARLY_TEMPORARIES: u16 = 2024;

impl Builder<'_, '_> {
    /// Evaluate for the value: a temporary that owns it, if it concerns guards.
    pub(super) fn value(&mut self, expr: ExprId) -> Option<LocalId> {
        if !self.enter() {
            return None;
        }
        let value = self.value_of(expr);
        self.accessed(expr);
        self.depth -= 1;
        value
    }

    /// Evaluate; the value, if it concerns guards, goes to `to`.
    pub(super) fn value_into(&mut self, expr: ExprId, to: Option<LocalId>) {
        match (self.value(expr), to) {
            (Some(from), Some(to)) => self.move_local(from, to),
            // What is wanted concerns guards and what is there does not: a type that is not known in full.
            (None, Some(to)) if !self.type_of(expr).is_never() => self.produce(Vec::new(), to, expr),
            _ => {}
        }
    }

    /// Evaluate; the value is not used.
    pub(super) fn value_dropped(&mut self, expr: ExprId) {
        self.value(expr);
    }

    fn value_of(&mut self, expr: ExprId) -> Option<LocalId> {
        let data = self.shared.data;
        match &data.body.expr(expr).kind {
            ExprKind::Path(_) => self.path_value(expr),
            ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. } => {
                let from = self.place(expr);
                let value = self.copy_out(expr, from);
                if self.shared.inference.implicit.contains_key(&expr) {
                    self.point(expr, &[]);
                }
                value
            }
            ExprKind::Call { callee, args } => self.call(expr, *callee, args),
            ExprKind::MethodCall { recv, args, .. } => self.method_call(expr, *recv, args),
            ExprKind::Unary { operand, .. } => {
                self.value(*operand);
                None
            }
            ExprKind::Binary { op: BinaryOp::And, .. } | ExprKind::Binary { op: BinaryOp::Or, .. } | ExprKind::Let { .. } => {
                self.condition_value(expr);
                None
            }
            ExprKind::Binary { op, lhs, rhs, .. } => {
                let compares = matches!(op, BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge);
                let moved: Vec<PathId> = if compares {
                    self.place(*lhs);
                    self.place(*rhs);
                    Vec::new()
                } else {
                    let values = [self.value(*lhs), self.value(*rhs)];
                    values.into_iter().flatten().filter_map(|v| self.cfg.root(v)).collect()
                };
                if self.shared.inference.implicit.contains_key(&expr) {
                    self.point(expr, &moved);
                }
                let result = self.temp(expr);
                if let Some(result) = result {
                    self.produce(moved, result, expr);
                }
                result
            }
            ExprKind::Assign { lhs, rhs } => {
                self.assign(*lhs, *rhs);
                None
            }
            ExprKind::AssignOp { lhs, rhs, .. } => {
                let by_trait =
                    self.shared.inference.implicit.get(&expr).is_some_and(|l| l.iter().any(|i| matches!(i, Implicit::Method(..))));
                if by_trait {
                    self.place(*lhs);
                    self.value(*rhs);
                    self.point(expr, &[]);
                } else {
                    self.value(*rhs);
                    self.place(*lhs);
                }
                None
            }
            ExprKind::Ref { operand, .. } => {
                self.place(*operand);
                self.not_a_place(expr)
            }
            ExprKind::Cast { operand, .. } => {
                let from = self.value(*operand);
                let to = self.temp(expr);
                if let (Some(from), Some(to)) = (from, to) {
                    self.move_local(from, to);
                }
                to
            }
            ExprKind::Block(block) => match block.kind {
                BlockKind::Async { is_move } => self.async_block(expr, block, is_move),
                _ => {
                    let result = self.temp(expr);
                    self.block_inner(block, result);
                    result
                }
            },
            ExprKind::If { cond, then, otherwise } => self.if_expr(expr, *cond, *then, *otherwise),
            ExprKind::Match { scrutinee, arms } => self.match_expr(expr, *scrutinee, arms),
            ExprKind::Loop { label, body, .. } => self.loop_expr(expr, label.map(|l| l.name), *body),
            ExprKind::While { label, cond, body, .. } => {
                self.while_expr(label.map(|l| l.name), *cond, *body);
                None
            }
            ExprKind::For { label, pat, iter, body, .. } => {
                self.for_expr(expr, label.map(|l| l.name), *pat, *iter, *body);
                None
            }
            ExprKind::Break { label, value } => {
                self.break_expr(label.map(|l| l.name), *value);
                None
            }
            ExprKind::Continue { label } => {
                self.continue_expr(label.map(|l| l.name));
                None
            }
            ExprKind::Return(value) => {
                self.return_value(*value);
                None
            }
            ExprKind::Become(value) => {
                self.return_value(Some(*value));
                None
            }
            ExprKind::Yield(value) => {
                if let Some(value) = value {
                    self.value(*value);
                }
                self.not_a_place(expr)
            }
            ExprKind::Closure(closure) => self.closure(expr, closure),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => {
                let values: Vec<_> = parts.iter().enumerate().map(|(i, p)| (i as u32, self.value(*p))).collect();
                self.aggregate(expr, 0, values)
            }
            ExprKind::Repeat { value, len } => {
                let value = self.value(*value);
                self.value(*len);
                self.aggregate(expr, 0, vec![(0, value)])
            }
            ExprKind::Struct { fields, base, .. } => self.struct_expr(expr, fields, *base),
            ExprKind::Range { start, end, .. } => {
                let values: Vec<_> = start.iter().chain(end).enumerate().map(|(i, p)| (i as u32, self.value(*p))).collect();
                self.aggregate(expr, 0, values)
            }
            ExprKind::Try(operand) => self.try_expr(expr, *operand),
            ExprKind::Await(operand) => {
                let moved: Vec<PathId> = self.value(*operand).and_then(|v| self.cfg.root(v)).into_iter().collect();
                self.point(expr, &[]);
                let result = self.temp(expr);
                match result {
                    Some(result) => self.produce(moved, result, expr),
                    None => moved.into_iter().for_each(|path| self.emit(Op::Consume(path))),
                }
                result
            }
            ExprKind::Builtin(builtin) => self.builtin(expr, builtin),
            ExprKind::Lit(_) | ExprKind::Underscore | ExprKind::Macro(_) | ExprKind::Error => None,
        }
    }

    /// A value of a type that concerns guards by name only (a reference among its arguments).
    fn not_a_place(&mut self, expr: ExprId) -> Option<LocalId> {
        let temp = self.temp(expr)?;
        self.emit(Op::Live(temp));
        Some(temp)
    }

    fn path_value(&mut self, expr: ExprId) -> Option<LocalId> {
        match self.shared.inference.paths.get(&expr) {
            Some(Resolution::Local(_) | Resolution::SelfParam) => {
                let from = self.place(expr);
                self.copy_out(expr, from)
            }
            // `None` and its like own nothing.
            _ => self.not_a_place(expr),
        }
    }

    fn copy_out(&mut self, expr: ExprId, from: Option<PathId>) -> Option<LocalId> {
        let temp = self.temp(expr)?;
        match (from, self.cfg.root(temp)) {
            (Some(from), Some(to)) => self.emit(Op::Move { from, to }),
            _ => self.emit(Op::Live(temp)),
        }
        Some(temp)
    }

    fn struct_expr(&mut self, expr: ExprId, fields: &[FieldInit], base: Option<ExprId>) -> Option<LocalId> {
        let variant = match self.shared.inference.paths.get(&expr) {
            Some(Resolution::Ctor(variant, _)) => Some(*variant),
            _ => None,
        };
        let mut values = Vec::with_capacity(fields.len());
        for field in fields {
            let value = self.value(field.value);
            let index = variant.and_then(|v| self.shared.db.field(v, field.name.name)).map_or(0, |(index, _)| index as u32);
            values.push((index, value));
        }
        let number = variant.map_or(0, |v| v.index);
        let from = base.and_then(|base| self.place(base));
        let given: Vec<u32> = values.iter().map(|(index, _)| *index).collect();
        let whole = self.aggregate(expr, number, values);
        if let (Some(from), Some(to)) = (from, whole.and_then(|w| self.cfg.root(w))) {
            for part in self.cfg.parts(from, number, self.shared.types) {
                let Some((_, key @ Key::Field { index, .. })) = self.cfg.at(part).parent else { continue };
                if given.contains(&index) {
                    continue;
                }
                if let Some(to) = self.cfg.child(to, key, self.shared.types) {
                    self.emit(Op::Move { from: part, to });
                }
            }
        }
        whole
    }

    fn assign(&mut self, lhs: ExprId, rhs: ExprId) {
        let data = self.shared.data;
        match &data.body.expr(lhs).kind {
            ExprKind::Underscore if self.is_place(rhs) => {
                self.place(rhs);
            }
            ExprKind::Tuple(_) | ExprKind::Array(_) | ExprKind::Struct { .. } | ExprKind::Underscore | ExprKind::Call { .. } => {
                let from = self.value(rhs).and_then(|v| self.cfg.root(v));
                self.destructure(lhs, from);
            }
            _ => {
                let from = self.value(rhs).and_then(|v| self.cfg.root(v));
                let to = self.place(lhs);
                self.overwrite(from, to);
            }
        }
    }

    fn overwrite(&mut self, from: Option<PathId>, to: Option<PathId>) {
        match (from, to) {
            (Some(from), Some(to)) => {
                self.emit(Op::Drop(to));
                self.emit(Op::Move { from, to });
            }
            (Some(from), None) => self.emit(Op::Consume(from)),
            (None, Some(to)) => self.emit(Op::Drop(to)),
            (None, None) => {}
        }
    }

    fn destructure(&mut self, lhs: ExprId, from: Option<PathId>) {
        let data = self.shared.data;
        let parts: Vec<(u32, ExprId)> = match &data.body.expr(lhs).kind {
            ExprKind::Underscore | ExprKind::Range { .. } => return,
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => parts.iter().enumerate().map(|(i, p)| (i as u32, *p)).collect(),
            ExprKind::Call { args, .. } => args.iter().enumerate().map(|(i, p)| (i as u32, *p)).collect(),
            ExprKind::Struct { fields, .. } => fields.iter().enumerate().map(|(i, f)| (i as u32, f.value)).collect(),
            _ => {
                let to = self.place(lhs);
                self.overwrite(from, to);
                return;
            }
        };
        for (index, part) in parts {
            let from = from.and_then(|path| self.cfg.child(path, Key::Field { variant: 0, index }, self.shared.types));
            self.destructure(part, from);
        }
    }

    /// A block's statements and value, which goes to `result`.
    pub(super) fn block_inner(&mut self, block: &Block, result: Option<LocalId>) {
        self.labelled(block.label.map(|l| l.name), result, |b| {
            b.with_vars(|b| {
                for stmt in &block.stmts {
                    b.stmt(stmt);
                }
                let Some(tail) = block.tail else { return };
                if b.shared.edition >= EARLY_TEMPORARIES {
                    b.terminating(|b| b.value_into(tail, result));
                } else {
                    b.value_into(tail, result);
                }
            });
        });
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Expr { expr, .. } => self.terminating(|b| b.value_dropped(*expr)),
            Stmt::Let { pat, init: None, .. } => self.declare(*pat),
            Stmt::Let { pat, init: Some(init), otherwise, .. } => {
                let (pat, init) = (*pat, *init);
                self.extend(Some(pat), init, self.var_scope);
                let depth = self.scopes.len();
                let failed = otherwise.map(|_| self.cfg.block());
                self.terminating(|b| {
                    let is_wild = matches!(b.shared.data.body.pat(pat).kind, PatKind::Wild);
                    let at = if b.is_place(init) && !(b.is_plain(pat)) { b.place(init) } else { b.value(init).and_then(|v| b.cfg.root(v)) };
                    if is_wild {
                        return;
                    }
                    if let Some(failed) = failed {
                        b.fork(failed, depth, Some((pat, at)));
                    }
                    b.refine(pat, at);
                    b.declare(pat);
                    b.bind(pat, at, Source::Call(init));
                });
                if let (Some(otherwise), Some(failed)) = (otherwise, failed) {
                    let after = std::mem::replace(&mut self.current, failed);
                    self.terminating(|b| b.value_dropped(*otherwise));
                    self.current = after;
                }
            }
            Stmt::Item { .. } | Stmt::Macro { .. } => {}
        }
    }

    /// A name, bound by value: `let x = …`.
    fn is_plain(&self, pat: crate::syntax::body::PatId) -> bool {
        matches!(self.shared.data.body.pat(pat).kind, PatKind::Bind { by_ref: false, sub: None, .. })
    }
}
