//! Patterns.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::Ident;
use crate::syntax::body::{ExprKind, PatId, PatKind, UnaryOp};

impl Lower<'_> {
    pub(in crate::syntax) fn pat(&mut self, pat: &syn::Pat) -> PatId {
        self.pat_at(pat).0
    }

    fn list_of_pats<'p>(&mut self, pats: impl IntoIterator<Item = &'p syn::Pat>) -> Vec<PatId> {
        pats.into_iter().map(|pat| self.pat(pat)).collect()
    }

    /// The pattern and where it stands, parentheses included.
    fn pat_at(&mut self, pat: &syn::Pat) -> (PatId, Span) {
        let (kind, span) = match pat {
            syn::Pat::Wild(pat) => (PatKind::Wild, self.span(pat.underscore_token.span)),
            syn::Pat::Rest(pat) => (PatKind::Rest, self.span(pat.dot2_token.spans[0]).to(self.span(pat.dot2_token.spans[1]))),
            syn::Pat::Ident(pat) => self.binding(pat),
            syn::Pat::Path(pat) => {
                let path = self.path(&pat.path, pat.qself.as_ref());
                let span = path.span;
                (PatKind::Path(path), span)
            }
            syn::Pat::TupleStruct(pat) => {
                let path = self.path(&pat.path, pat.qself.as_ref());
                let span = path.span.to(self.group(&pat.paren_token.span));
                (PatKind::TupleStruct { path, fields: self.list_of_pats(&pat.elems) }, span)
            }
            syn::Pat::Struct(pat) => {
                let path = self.path(&pat.path, pat.qself.as_ref());
                let span = path.span.to(self.group(&pat.brace_token.span));
                let fields = pat.fields.iter().map(|field| self.field_pat(field)).collect();
                (PatKind::Struct { path, fields, rest: pat.rest.is_some() }, span)
            }
            syn::Pat::Tuple(pat) => (PatKind::Tuple(self.list_of_pats(&pat.elems)), self.group(&pat.paren_token.span)),
            syn::Pat::Slice(pat) => (PatKind::Slice(self.list_of_pats(&pat.elems)), self.group(&pat.bracket_token.span)),
            syn::Pat::Reference(pat) => {
                let (inner, end) = self.pat_at(&pat.pat);
                (PatKind::Ref { mutable: pat.mutability.is_some(), pat: inner }, self.span(pat.and_token.span).to(end))
            }
            syn::Pat::Or(pat) => {
                let mut span = pat.leading_vert.as_ref().map(|bar| self.span(bar.span));
                let mut cases = Vec::with_capacity(pat.cases.len());
                for case in &pat.cases {
                    let (id, place) = self.pat_at(case);
                    span = Some(span.map_or(place, |span| span.to(place)));
                    cases.push(id);
                }
                (PatKind::Or(cases), span.unwrap_or_else(|| self.at(0, 0)))
            }
            syn::Pat::Paren(paren) => {
                let (id, _) = self.pat_at(&paren.pat);
                return (id, self.group(&paren.paren_token.span));
            }
            syn::Pat::Type(typed) => return self.pat_at(&typed.pat),
            syn::Pat::Lit(lit) => {
                let span = self.span(lit.lit.span());
                (PatKind::Lit(self.literal(&lit.lit, span)), span)
            }
            syn::Pat::Const(block) => {
                let expr = self.expr(&syn::Expr::Const(block.clone()));
                (PatKind::Lit(expr.id), expr.span)
            }
            syn::Pat::Range(range) => {
                let limits = self.range_limits(&range.limits);
                let start = range.start.as_ref().map(|expr| self.expr(expr));
                let end = range.end.as_ref().map(|expr| self.expr(expr));
                let mut span = limits;
                for bound in [&start, &end].into_iter().flatten() {
                    span = span.to(bound.span);
                }
                let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
                (PatKind::Range { start: start.map(|e| e.id), end: end.map(|e| e.id), inclusive }, span)
            }
            syn::Pat::Macro(mac) => {
                let call = self.mac(&mac.mac);
                let span = call.span;
                (PatKind::Macro(call), span)
            }
            syn::Pat::Verbatim(tokens) => self.verbatim_pat(tokens),
            _ => (PatKind::Error, self.node_span(pat)),
        };
        (self.body.alloc_pat(kind, span), span)
    }

    fn binding(&mut self, pat: &syn::PatIdent) -> (PatKind, Span) {
        let name = self.ident(&pat.ident);
        let mut span = name.span;
        if let Some(keyword) = &pat.mutability {
            span = span.to(self.span(keyword.span));
        }
        if let Some(keyword) = &pat.by_ref {
            span = span.to(self.span(keyword.span));
        }
        let sub = pat.subpat.as_ref().map(|(_, sub)| {
            let (id, place) = self.pat_at(sub);
            span = span.to(place);
            id
        });
        (PatKind::Bind { name, by_ref: pat.by_ref.is_some(), mutable: pat.mutability.is_some(), sub }, span)
    }

    fn field_pat(&mut self, field: &syn::FieldPat) -> (Ident, PatId) {
        let name = self.member(&field.member);
        let pat = self.pat(&field.pat);
        if !field.attrs.is_empty() {
            let attrs = self.attrs(&field.attrs);
            self.body.pat_attrs.push((pat, attrs));
        }
        (name, pat)
    }

    /// A literal as an expression; a `-` that the parser made part of it becomes an operator.
    pub(super) fn literal(&mut self, lit: &syn::Lit, span: Span) -> crate::syntax::body::ExprId {
        let Some((literal, negative)) = self.lit(lit) else {
            self.errors.push(crate::syntax::SyntaxError {
                span,
                message: "this literal is too large or not known: its value is not used".to_owned(),
            });
            return self.body.alloc_expr(ExprKind::Error, span);
        };
        if !negative {
            return self.body.alloc_expr(ExprKind::Lit(literal), span);
        }
        let number = self.trimmed(span.lo + 1, span.hi);
        let operand = self.body.alloc_expr(ExprKind::Lit(literal), number);
        self.body.alloc_expr(ExprKind::Unary { op: UnaryOp::Neg, operand }, span)
    }
}

/// Attributes of one pattern.
pub(super) fn pat_attrs(pat: &syn::Pat) -> &[syn::Attribute] {
    macro_rules! attrs {
        ($($variant:ident)*) => {
            match pat {
                $(syn::Pat::$variant(pat) => &pat.attrs,)*
                _ => &[],
            }
        };
    }
    attrs!(Const Ident Lit Macro Or Paren Path Range Reference Rest Slice Struct Tuple TupleStruct Type Wild)
}
