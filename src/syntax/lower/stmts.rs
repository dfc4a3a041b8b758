//! Blocks and statements.

use super::Lower;
use crate::source::Span;
use crate::syntax::body::{Block, BlockKind, ExprId, ExprKind, Stmt};

impl Lower<'_> {
    pub(in crate::syntax) fn plain_block(&mut self, block: &syn::Block) -> ExprId {
        let span = self.group(&block.brace_token.span);
        self.block(block, BlockKind::Plain, None, span)
    }

    pub(super) fn block(&mut self, block: &syn::Block, kind: BlockKind, label: Option<&syn::Label>, span: Span) -> ExprId {
        let label = label.map(|label| self.lifetime(&label.name));
        let block = Block { kind, label, ..self.block_of(&block.stmts) };
        self.body.alloc_expr(ExprKind::Block(block), span)
    }

    pub(in crate::syntax) fn block_of(&mut self, stmts: &[syn::Stmt]) -> Block {
        let mut block =
            Block { kind: BlockKind::Plain, label: None, stmts: Vec::with_capacity(stmts.len()), tail: None, items: Vec::new() };
        // From here on every statement has attributes.
        let conditional = stmts.iter().rposition(|stmt| stmt_attrs(stmt).is_empty()).map_or(0, |last| last + 1);
        for (index, stmt) in stmts.iter().enumerate() {
            let may_be_last = index + 1 >= conditional;
            match stmt {
                syn::Stmt::Local(local) => {
                    let stmt = self.local(local);
                    block.stmts.push(stmt);
                }
                syn::Stmt::Item(item) => {
                    if let Some(item) = self.item(item) {
                        block.stmts.push(Stmt::Item { index: block.items.len() });
                        block.items.push(item);
                    }
                }
                syn::Stmt::Macro(mac) => {
                    let attrs = self.attrs(&mac.attrs);
                    let semi = mac.semi_token.is_some() || !may_be_last;
                    block.stmts.push(Stmt::Macro { attrs, call: self.mac(&mac.mac), semi });
                }
                // A lone `;`.
                syn::Stmt::Expr(syn::Expr::Verbatim(tokens), Some(_)) if tokens.is_empty() => {}
                syn::Stmt::Expr(expr, semi) => {
                    let attrs = self.attrs(expr_stmt_attrs(expr));
                    let id = self.expr(expr).id;
                    if semi.is_none() && attrs.is_empty() && index + 1 == stmts.len() {
                        block.tail = Some(id);
                    } else {
                        block.stmts.push(Stmt::Expr { attrs, expr: id, semi: semi.is_some() || !may_be_last });
                    }
                }
            }
        }
        block
    }

    fn local(&mut self, local: &syn::Local) -> Stmt {
        let attrs = self.attrs(&local.attrs);
        let (pat, ty) = match &local.pat {
            syn::Pat::Type(typed) => (self.pat(&typed.pat), Some(self.ty(&typed.ty))),
            pat => (self.pat(pat), None),
        };
        let init = local.init.as_ref().map(|init| self.expr(&init.expr).id);
        let otherwise = local.init.as_ref().and_then(|init| init.diverge.as_ref()).map(|(_, diverge)| self.expr(diverge).id);
        let start = local.attrs.first().map_or(local.let_token.span, |attr| attr.pound_token.span);
        let span = self.span(start).to(self.span(local.semi_token.span));
        Stmt::Let { attrs, pat, ty, init, otherwise, span }
    }
}

fn stmt_attrs(stmt: &syn::Stmt) -> &[syn::Attribute] {
    match stmt {
        syn::Stmt::Local(local) => &local.attrs,
        syn::Stmt::Item(item) => super::items::item_attrs(item),
        syn::Stmt::Macro(mac) => &mac.attrs,
        syn::Stmt::Expr(expr, _) => expr_stmt_attrs(expr),
    }
}

/// Attributes written before a statement: the parser hands them to its leftmost operand.
fn expr_stmt_attrs(mut expr: &syn::Expr) -> &[syn::Attribute] {
    loop {
        expr = match expr {
            syn::Expr::Assign(e) => &e.left,
            syn::Expr::Binary(e) => &e.left,
            syn::Expr::Cast(e) => &e.expr,
            _ => return super::exprs::expr_attrs(expr),
        };
    }
}
