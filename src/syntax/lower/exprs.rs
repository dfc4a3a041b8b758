//! Expressions.
//!
//! Chains that nest to the left (calls, methods, operators) and `else if` are walked in loops: they may be
//! thousands long.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{Attr, Ident};
use crate::syntax::body::{Arm, BinaryOp, BlockKind, Closure, ExprId, ExprKind, FieldInit, UnaryOp};

/// A lowered expression and where it stands, parentheses included.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Placed {
    pub id: ExprId,
    pub span: Span,
}

impl Lower<'_> {
    fn place(&mut self, kind: ExprKind, span: Span) -> Placed {
        Placed { id: self.body.alloc_expr(kind, span), span }
    }

    pub(in crate::syntax) fn expr(&mut self, expr: &syn::Expr) -> Placed {
        let mut outer = Vec::new();
        let mut inner = expr;
        while let Some(left) = left_operand(inner) {
            outer.push(inner);
            inner = left;
        }
        let mut placed = self.atom(inner);
        while let Some(expr) = outer.pop() {
            placed = self.extend(placed, expr);
        }
        placed
    }

    fn boxed(&mut self, expr: Option<&syn::Expr>) -> Option<Placed> {
        expr.map(|expr| self.expr(expr))
    }

    /// Elements of a list, which may have attributes.
    pub(in crate::syntax) fn list(&mut self, exprs: &syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>) -> Vec<ExprId> {
        exprs
            .iter()
            .map(|expr| {
                let id = self.expr(expr).id;
                let attrs = expr_attrs(expr);
                if !attrs.is_empty() {
                    let attrs = self.attrs(attrs);
                    self.body.expr_attrs.push((id, attrs));
                }
                id
            })
            .collect()
    }

    /// An expression whose leftmost operand is lowered.
    fn extend(&mut self, left: Placed, expr: &syn::Expr) -> Placed {
        let (kind, end) = match expr {
            syn::Expr::MethodCall(call) => {
                let method = self.ident(&call.method);
                let turbofish = call.turbofish.as_ref().map(|args| self.generic_args(args));
                let args = self.list(&call.args);
                (ExprKind::MethodCall { recv: left.id, method, turbofish, args }, self.delim(&call.paren_token.span).1)
            }
            syn::Expr::Call(call) => {
                let args = self.list(&call.args);
                (ExprKind::Call { callee: left.id, args }, self.delim(&call.paren_token.span).1)
            }
            syn::Expr::Field(field) => {
                let name = self.member(&field.member);
                (ExprKind::Field { base: left.id, name }, name.span)
            }
            syn::Expr::Index(index) => {
                let at = self.expr(&index.index).id;
                (ExprKind::Index { base: left.id, index: at }, self.delim(&index.bracket_token.span).1)
            }
            syn::Expr::Try(expr) => (ExprKind::Try(left.id), self.span(expr.question_token.span)),
            syn::Expr::Await(expr) => (ExprKind::Await(left.id), self.span(expr.await_token.span)),
            syn::Expr::Cast(cast) => {
                let ty = self.ty(&cast.ty);
                (ExprKind::Cast { operand: left.id, ty }, self.node_span(&cast.ty))
            }
            syn::Expr::Binary(binary) => return self.binary(left, binary),
            // `left_operand` descends into nothing else.
            _ => return left,
        };
        self.place(kind, left.span.to(end))
    }

    fn binary(&mut self, left: Placed, binary: &syn::ExprBinary) -> Placed {
        let right = self.expr(&binary.right);
        let op_span = self.operator_span(&binary.op);
        let (lhs, rhs) = (left.id, right.id);
        let kind = match operator(&binary.op) {
            Some((op, false)) => ExprKind::Binary { op, op_span, lhs, rhs },
            Some((op, true)) => ExprKind::AssignOp { op, op_span, lhs, rhs },
            None => ExprKind::Error,
        };
        self.place(kind, left.span.to(right.span))
    }

    /// An operator's tokens; each of its characters has a place of its own.
    fn operator_span(&self, op: &syn::BinOp) -> Span {
        macro_rules! ends {
            ($($variant:ident)*) => {
                match op {
                    $(syn::BinOp::$variant(token) => (token.spans.first().copied(), token.spans.last().copied()),)*
                    _ => (None, None),
                }
            };
        }
        let (first, last) = ends!(
            Add Sub Mul Div Rem And Or BitXor BitAnd BitOr Shl Shr Eq Lt Le Ne Ge Gt AddAssign SubAssign MulAssign DivAssign
            RemAssign BitXorAssign BitAndAssign BitOrAssign ShlAssign ShrAssign
        );
        match (first, last) {
            (Some(first), Some(last)) => self.span(first).to(self.span(last)),
            _ => self.at(0, 0),
        }
    }

    /// An expression that begins with a token of its own.
    fn atom(&mut self, expr: &syn::Expr) -> Placed {
        let (kind, span) = match expr {
            syn::Expr::Paren(paren) => {
                let inner = self.expr(&paren.expr);
                return Placed { id: inner.id, span: self.group(&paren.paren_token.span) };
            }
            syn::Expr::Group(group) => return self.expr(&group.expr),
            syn::Expr::If(expr) => return self.conditional(expr),
            syn::Expr::Lit(lit) => {
                let span = self.span(lit.lit.span());
                return Placed { id: self.literal(&lit.lit, span), span };
            }
            syn::Expr::Path(path) => {
                let path = self.path(&path.path, path.qself.as_ref());
                let span = path.span;
                (ExprKind::Path(path), span)
            }
            syn::Expr::Macro(mac) => {
                let call = self.mac(&mac.mac);
                let span = call.span;
                (ExprKind::Macro(call), span)
            }
            syn::Expr::Assign(assign) => {
                let (lhs, rhs) = (self.expr(&assign.left), self.expr(&assign.right));
                (ExprKind::Assign { lhs: lhs.id, rhs: rhs.id }, lhs.span.to(rhs.span))
            }
            syn::Expr::Unary(unary) => {
                let operand = self.expr(&unary.expr);
                let (op, token) = match &unary.op {
                    syn::UnOp::Deref(token) => (Some(UnaryOp::Deref), token.spans[0]),
                    syn::UnOp::Not(token) => (Some(UnaryOp::Not), token.spans[0]),
                    syn::UnOp::Neg(token) => (Some(UnaryOp::Neg), token.spans[0]),
                    _ => return operand,
                };
                let kind = op.map_or(ExprKind::Error, |op| ExprKind::Unary { op, operand: operand.id });
                (kind, self.span(token).to(operand.span))
            }
            syn::Expr::Reference(reference) => {
                let operand = self.expr(&reference.expr);
                let mutable = reference.mutability.is_some();
                let span = self.span(reference.and_token.spans[0]).to(operand.span);
                (ExprKind::Ref { mutable, raw: false, operand: operand.id }, span)
            }
            syn::Expr::RawAddr(raw) => {
                let operand = self.expr(&raw.expr);
                let mutable = matches!(raw.mutability, syn::PointerMutability::Mut(_));
                let span = self.span(raw.and_token.spans[0]).to(operand.span);
                (ExprKind::Ref { mutable, raw: true, operand: operand.id }, span)
            }
            syn::Expr::Range(range) => self.range(range),
            syn::Expr::Tuple(tuple) => (ExprKind::Tuple(self.list(&tuple.elems)), self.group(&tuple.paren_token.span)),
            syn::Expr::Array(array) => (ExprKind::Array(self.list(&array.elems)), self.group(&array.bracket_token.span)),
            syn::Expr::Repeat(repeat) => {
                let (value, len) = (self.expr(&repeat.expr).id, self.expr(&repeat.len).id);
                (ExprKind::Repeat { value, len }, self.group(&repeat.bracket_token.span))
            }
            syn::Expr::Struct(expr) => self.struct_literal(expr),
            syn::Expr::Infer(infer) => (ExprKind::Underscore, self.span(infer.underscore_token.span)),
            syn::Expr::Let(expr) => {
                let pat = self.pat(&expr.pat);
                let value = self.expr(&expr.expr);
                (ExprKind::Let { pat, expr: value.id }, self.span(expr.let_token.span).to(value.span))
            }
            syn::Expr::Closure(closure) => self.closure(closure),
            syn::Expr::Verbatim(tokens) => self.verbatim_expr(tokens),
            syn::Expr::Block(_) | syn::Expr::Unsafe(_) | syn::Expr::Const(_) | syn::Expr::Async(_) | syn::Expr::TryBlock(_) => {
                return self.block_expr(expr);
            }
            syn::Expr::Match(_) | syn::Expr::Loop(_) | syn::Expr::While(_) | syn::Expr::ForLoop(_) => self.control(expr),
            _ => self.jump(expr),
        };
        self.place(kind, span)
    }

    fn block_expr(&mut self, expr: &syn::Expr) -> Placed {
        let (block, kind, label, first) = match expr {
            syn::Expr::Block(e) => {
                let first = e.label.as_ref().map(|label| label.name.apostrophe);
                (&e.block, BlockKind::Plain, e.label.as_ref(), first)
            }
            syn::Expr::Unsafe(e) => (&e.block, BlockKind::Unsafe, None, Some(e.unsafe_token.span)),
            syn::Expr::Const(e) => (&e.block, BlockKind::Const, None, Some(e.const_token.span)),
            syn::Expr::Async(e) => (&e.block, BlockKind::Async { is_move: e.capture.is_some() }, None, Some(e.async_token.span)),
            syn::Expr::TryBlock(e) => (&e.block, BlockKind::Try, None, Some(e.try_token.span)),
            _ => {
                let span = self.node_span(expr);
                return self.place(ExprKind::Error, span);
            }
        };
        let braces = self.group(&block.brace_token.span);
        let span = first.map_or(braces, |first| self.span(first).to(braces));
        Placed { id: self.block(block, kind, label, span), span }
    }

    /// `if … else if … else …`
    fn conditional(&mut self, first: &syn::ExprIf) -> Placed {
        let mut clauses = vec![first];
        let mut otherwise = None;
        let mut last = first;
        while let Some((_, expr)) = &last.else_branch {
            match &**expr {
                syn::Expr::If(next) => {
                    clauses.push(next);
                    last = next;
                }
                expr => {
                    otherwise = Some(self.expr(expr));
                    break;
                }
            }
        }
        let mut placed = None;
        for clause in clauses.into_iter().rev() {
            let cond = self.expr(&clause.cond).id;
            let then = self.plain_block(&clause.then_branch);
            let mut span = self.span(clause.if_token.span).to(self.group(&clause.then_branch.brace_token.span));
            if let Some(otherwise) = otherwise {
                span = span.to(otherwise.span);
            }
            let kind = ExprKind::If { cond, then, otherwise: otherwise.map(|e: Placed| e.id) };
            otherwise = Some(self.place(kind, span));
            placed = otherwise;
        }
        placed.expect("there is at least the first clause")
    }

    /// `match` and loops.
    fn control(&mut self, expr: &syn::Expr) -> (ExprKind, Span) {
        match expr {
            syn::Expr::Match(expr) => {
                let scrutinee = self.expr(&expr.expr).id;
                let arms = expr.arms.iter().map(|arm| self.arm(arm)).collect();
                (ExprKind::Match { scrutinee, arms }, self.span(expr.match_token.span).to(self.group(&expr.brace_token.span)))
            }
            syn::Expr::Loop(expr) => {
                let (label, keyword, span) = self.loop_head(expr.label.as_ref(), expr.loop_token.span, &expr.body);
                (ExprKind::Loop { label, body: self.plain_block(&expr.body), keyword }, span)
            }
            syn::Expr::While(expr) => {
                let (label, keyword, span) = self.loop_head(expr.label.as_ref(), expr.while_token.span, &expr.body);
                let cond = self.expr(&expr.cond).id;
                (ExprKind::While { label, cond, body: self.plain_block(&expr.body), keyword }, span)
            }
            syn::Expr::ForLoop(expr) => {
                let (label, keyword, span) = self.loop_head(expr.label.as_ref(), expr.for_token.span, &expr.body);
                let pat = self.pat(&expr.pat);
                let iter = self.expr(&expr.expr).id;
                (ExprKind::For { label, pat, iter, body: self.plain_block(&expr.body), keyword }, span)
            }
            _ => (ExprKind::Error, self.node_span(expr)),
        }
    }

    fn loop_head(&mut self, label: Option<&syn::Label>, keyword: proc_macro2::Span, body: &syn::Block) -> (Option<Ident>, Span, Span) {
        let keyword = self.span(keyword);
        let label = label.map(|label| self.lifetime(&label.name));
        let start = label.map_or(keyword, |label| label.span);
        (label, keyword, start.to(self.group(&body.brace_token.span)))
    }

    fn arm(&mut self, arm: &syn::Arm) -> Arm {
        let attrs = self.attrs(&arm.attrs);
        let pat = self.pat(&arm.pat);
        let guard = arm.guard.as_ref().map(|(_, guard)| self.expr(guard).id);
        Arm { attrs, pat, guard, body: self.expr(&arm.body).id }
    }

    /// `break`, `continue`, `return`, `yield`
    fn jump(&mut self, expr: &syn::Expr) -> (ExprKind, Span) {
        let (kind, mut span, value) = match expr {
            syn::Expr::Break(jump) => {
                let mut span = self.span(jump.break_token.span);
                let label = jump.label.as_ref().map(|label| self.lifetime(label));
                if let Some(label) = label {
                    span = span.to(label.span);
                }
                let value = self.boxed(jump.expr.as_deref());
                (ExprKind::Break { label, value: value.map(|e| e.id) }, span, value)
            }
            syn::Expr::Continue(jump) => {
                let span = self.span(jump.continue_token.span);
                let label = jump.label.as_ref().map(|label| self.lifetime(label));
                let span = label.map_or(span, |label| span.to(label.span));
                (ExprKind::Continue { label }, span, None)
            }
            syn::Expr::Return(jump) => {
                let value = self.boxed(jump.expr.as_deref());
                (ExprKind::Return(value.map(|e| e.id)), self.span(jump.return_token.span), value)
            }
            syn::Expr::Yield(jump) => {
                let value = self.boxed(jump.expr.as_deref());
                (ExprKind::Yield(value.map(|e| e.id)), self.span(jump.yield_token.span), value)
            }
            _ => (ExprKind::Error, self.node_span(expr), None),
        };
        if let Some(value) = value {
            span = span.to(value.span);
        }
        (kind, span)
    }

    fn range(&mut self, range: &syn::ExprRange) -> (ExprKind, Span) {
        let mut span = self.range_limits(&range.limits);
        let start = self.boxed(range.start.as_deref());
        let end = self.boxed(range.end.as_deref());
        for bound in [start, end].into_iter().flatten() {
            span = span.to(bound.span);
        }
        let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        (ExprKind::Range { start: start.map(|e| e.id), end: end.map(|e| e.id), inclusive }, span)
    }

    /// The place of `..` or `..=`.
    pub(super) fn range_limits(&self, limits: &syn::RangeLimits) -> Span {
        match limits {
            syn::RangeLimits::HalfOpen(dots) => self.span(dots.spans[0]).to(self.span(dots.spans[1])),
            syn::RangeLimits::Closed(dots) => self.span(dots.spans[0]).to(self.span(dots.spans[2])),
        }
    }

    fn struct_literal(&mut self, expr: &syn::ExprStruct) -> (ExprKind, Span) {
        let path = self.path(&expr.path, expr.qself.as_ref());
        let span = path.span.to(self.group(&expr.brace_token.span));
        let fields = expr.fields.iter().map(|field| self.field_init(field)).collect();
        let base = self.boxed(expr.rest.as_deref()).map(|e| e.id);
        let rest = expr.dot2_token.is_some() && base.is_none();
        (ExprKind::Struct { path, fields, base, rest }, span)
    }

    fn field_init(&mut self, field: &syn::FieldValue) -> FieldInit {
        let attrs: Vec<Attr> = self.attrs(&field.attrs);
        FieldInit { name: self.member(&field.member), value: self.expr(&field.expr).id, attrs }
    }

    fn closure(&mut self, closure: &syn::ExprClosure) -> (ExprKind, Span) {
        let mut params = Vec::with_capacity(closure.inputs.len());
        for input in &closure.inputs {
            let (pat, ty, attrs) = match input {
                syn::Pat::Type(typed) => (self.pat(&typed.pat), Some(self.ty(&typed.ty)), typed.attrs.as_slice()),
                pat => (self.pat(pat), None, super::pats::pat_attrs(pat)),
            };
            if !attrs.is_empty() {
                let attrs = self.attrs(attrs);
                self.body.pat_attrs.push((pat, attrs));
            }
            params.push((pat, ty));
        }
        let ret = self.ret(&closure.output);
        let body = self.expr(&closure.body);
        let first = [
            closure.lifetimes.as_ref().map(|token| token.for_token.span),
            closure.constness.as_ref().map(|token| token.span),
            closure.movability.as_ref().map(|token| token.span),
            closure.asyncness.as_ref().map(|token| token.span),
            closure.capture.as_ref().map(|token| token.span),
        ];
        let first = first.into_iter().flatten().next().unwrap_or(closure.or1_token.spans[0]);
        let span = self.span(first).to(body.span);
        let is_move = closure.capture.is_some();
        let is_async = closure.asyncness.is_some();
        (ExprKind::Closure(Box::new(Closure { params, ret, body: body.id, is_move, is_async })), span)
    }

    /// A field's name or number.
    pub(super) fn member(&self, member: &syn::Member) -> Ident {
        match member {
            syn::Member::Named(name) => self.ident(name),
            syn::Member::Unnamed(index) => Ident { name: index.index.to_string().as_str().into(), span: self.span(index.span) },
        }
    }
}

/// What an expression extends to the right.
fn left_operand(expr: &syn::Expr) -> Option<&syn::Expr> {
    Some(match expr {
        syn::Expr::MethodCall(e) => &e.receiver,
        syn::Expr::Call(e) => &e.func,
        syn::Expr::Field(e) => &e.base,
        syn::Expr::Index(e) => &e.expr,
        syn::Expr::Try(e) => &e.expr,
        syn::Expr::Await(e) => &e.base,
        syn::Expr::Cast(e) => &e.expr,
        syn::Expr::Binary(e) => &e.left,
        _ => return None,
    })
}

/// The operator, and whether it assigns.
fn operator(op: &syn::BinOp) -> Option<(BinaryOp, bool)> {
    use syn::BinOp as B;
    Some(match op {
        B::Add(_) => (BinaryOp::Add, false),
        B::Sub(_) => (BinaryOp::Sub, false),
        B::Mul(_) => (BinaryOp::Mul, false),
        B::Div(_) => (BinaryOp::Div, false),
        B::Rem(_) => (BinaryOp::Rem, false),
        B::And(_) => (BinaryOp::And, false),
        B::Or(_) => (BinaryOp::Or, false),
        B::BitXor(_) => (BinaryOp::BitXor, false),
        B::BitAnd(_) => (BinaryOp::BitAnd, false),
        B::BitOr(_) => (BinaryOp::BitOr, false),
        B::Shl(_) => (BinaryOp::Shl, false),
        B::Shr(_) => (BinaryOp::Shr, false),
        B::Eq(_) => (BinaryOp::Eq, false),
        B::Lt(_) => (BinaryOp::Lt, false),
        B::Le(_) => (BinaryOp::Le, false),
        B::Ne(_) => (BinaryOp::Ne, false),
        B::Ge(_) => (BinaryOp::Ge, false),
        B::Gt(_) => (BinaryOp::Gt, false),
        B::AddAssign(_) => (BinaryOp::Add, true),
        B::SubAssign(_) => (BinaryOp::Sub, true),
        B::MulAssign(_) => (BinaryOp::Mul, true),
        B::DivAssign(_) => (BinaryOp::Div, true),
        B::RemAssign(_) => (BinaryOp::Rem, true),
        B::BitXorAssign(_) => (BinaryOp::BitXor, true),
        B::BitAndAssign(_) => (BinaryOp::BitAnd, true),
        B::BitOrAssign(_) => (BinaryOp::BitOr, true),
        B::ShlAssign(_) => (BinaryOp::Shl, true),
        B::ShrAssign(_) => (BinaryOp::Shr, true),
        _ => return None,
    })
}

/// Attributes of one expression.
pub(super) fn expr_attrs(expr: &syn::Expr) -> &[syn::Attribute] {
    macro_rules! attrs {
        ($($variant:ident)*) => {
            match expr {
                $(syn::Expr::$variant(expr) => &expr.attrs,)*
                _ => &[],
            }
        };
    }
    attrs!(
        Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop Group If Index Infer Let Lit
        Loop Macro Match MethodCall Paren Path Range RawAddr Reference Repeat Return Struct Try TryBlock Tuple Unary Unsafe
        While Yield
    )
}
