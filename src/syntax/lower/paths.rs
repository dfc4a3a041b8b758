//! Paths, generic arguments, bounds and generics.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{
    Bound, ConstArg, GenericArg, GenericArgs, GenericParam, GenericParamKind, Generics, Ident, Path, Predicate, Segment, TypeRef,
};

impl Lower<'_> {
    pub(in crate::syntax) fn path(&mut self, path: &syn::Path, qself: Option<&syn::QSelf>) -> Path {
        let mut segments = Vec::with_capacity(path.segments.len());
        let mut span: Option<Span> = None;
        let mut cover = |part: Span| span = Some(span.map_or(part, |span| span.to(part)));
        if let Some(qself) = qself {
            cover(self.span(qself.lt_token.span));
            // `<T>::f`: where no segment follows within the brackets.
            cover(self.span(qself.gt_token.span));
        }
        if let Some(colons) = &path.leading_colon {
            cover(self.span(colons.spans[0]));
        }
        for segment in &path.segments {
            let name = self.ident(&segment.ident);
            cover(name.span);
            let args = match &segment.arguments {
                syn::PathArguments::None => None,
                syn::PathArguments::AngleBracketed(args) => {
                    cover(self.span(args.gt_token.span));
                    Some(self.generic_args(args))
                }
                syn::PathArguments::Parenthesized(args) => {
                    let close = match &args.output {
                        syn::ReturnType::Default => self.group(&args.paren_token.span),
                        syn::ReturnType::Type(arrow, ty) => self.span(arrow.spans[0]).to(self.node_span(ty)),
                    };
                    cover(close);
                    Some(self.fn_sugar(args, name))
                }
            };
            segments.push(Segment { name, args });
        }
        let span = span.unwrap_or_else(|| self.at(0, 0));
        let global = path.leading_colon.is_some() && qself.is_none_or(|q| q.position > 0);
        let qself = qself.map(|qself| Box::new((self.ty(&qself.ty), qself.position)));
        Path { qself, global, segments, span }
    }

    pub(super) fn generic_args(&mut self, args: &syn::AngleBracketedGenericArguments) -> GenericArgs {
        let mut out = GenericArgs::default();
        for arg in &args.args {
            match arg {
                syn::GenericArgument::Type(ty) => out.args.push(GenericArg::Type(self.ty(ty))),
                syn::GenericArgument::Const(expr) => {
                    let code = self.node_span(expr);
                    out.args.push(GenericArg::Const(self.const_arg(expr, code)));
                }
                syn::GenericArgument::AssocType(assoc) => out.bindings.push((self.ident(&assoc.ident), self.ty(&assoc.ty))),
                syn::GenericArgument::Constraint(constraint) => {
                    out.constraints.push((self.ident(&constraint.ident), self.bounds(&constraint.bounds)));
                }
                // Lifetimes, and the unstable `CONST = value`, say nothing about types.
                _ => {}
            }
        }
        out
    }

    /// `Fn(A, B) -> C`
    fn fn_sugar(&mut self, args: &syn::ParenthesizedGenericArguments, name: Ident) -> GenericArgs {
        let inputs = args.inputs.iter().map(|ty| self.ty(ty)).collect();
        let output = match &args.output {
            syn::ReturnType::Default => TypeRef::Tuple(Vec::new()),
            syn::ReturnType::Type(_, ty) => self.ty(ty),
        };
        let output_name = Ident { name: "Output".into(), span: name.span };
        GenericArgs {
            args: vec![GenericArg::Type(TypeRef::Tuple(inputs))],
            bindings: vec![(output_name, output)],
            constraints: Vec::new(),
            parenthesized: true,
        }
    }

    /// A constant in a type; `code` is where it stands.
    pub(super) fn const_arg(&mut self, expr: &syn::Expr, code: Span) -> ConstArg {
        use crate::syntax::ast::Code;
        use crate::syntax::body::Literal;
        match expr {
            syn::Expr::Lit(lit) => match self.lit(&lit.lit) {
                Some((Literal::Int(value, _), false)) => ConstArg::Int(value),
                Some((Literal::Bool(value), _)) => ConstArg::Bool(value),
                Some((Literal::Char(value), _)) => ConstArg::Char(value),
                _ => ConstArg::Expr(Code { span: code }),
            },
            syn::Expr::Path(path) => ConstArg::Path(self.path(&path.path, path.qself.as_ref())),
            syn::Expr::Infer(_) => ConstArg::Infer,
            _ => ConstArg::Expr(Code { span: code }),
        }
    }

    pub(super) fn bounds<'b>(&mut self, bounds: impl IntoIterator<Item = &'b syn::TypeParamBound>) -> Vec<Bound> {
        bounds.into_iter().filter_map(|bound| self.bound(bound)).collect()
    }

    fn bound(&mut self, bound: &syn::TypeParamBound) -> Option<Bound> {
        match bound {
            syn::TypeParamBound::Trait(bound) => {
                let is_maybe = matches!(bound.modifier, syn::TraitBoundModifier::Maybe(_));
                Some(Bound { path: self.path(&bound.path, None), is_maybe })
            }
            syn::TypeParamBound::Verbatim(tokens) => self.verbatim_bound(tokens),
            // Lifetimes and `use<…>`.
            _ => None,
        }
    }

    pub(super) fn generics(&mut self, generics: &syn::Generics) -> Generics {
        let mut out = Generics::default();
        for param in &generics.params {
            out.params.push(self.generic_param(param));
        }
        if let Some(clause) = &generics.where_clause {
            self.predicates(clause, &mut out);
        }
        out
    }

    pub(super) fn predicates(&mut self, clause: &syn::WhereClause, out: &mut Generics) {
        for predicate in &clause.predicates {
            if let syn::WherePredicate::Type(predicate) = predicate {
                let ty = self.ty(&predicate.bounded_ty);
                out.predicates.push(Predicate { ty, bounds: self.bounds(&predicate.bounds) });
            }
        }
    }

    fn generic_param(&mut self, param: &syn::GenericParam) -> GenericParam {
        match param {
            syn::GenericParam::Lifetime(param) => GenericParam { name: self.lifetime(&param.lifetime), kind: GenericParamKind::Lifetime },
            syn::GenericParam::Type(param) => {
                let bounds = self.bounds(&param.bounds);
                let default = param.default.as_ref().map(|ty| self.ty(ty));
                GenericParam { name: self.ident(&param.ident), kind: GenericParamKind::Type { bounds, default } }
            }
            syn::GenericParam::Const(param) => {
                let ty = self.ty(&param.ty);
                let default = param.default.as_ref().map(|expr| {
                    let code = self.node_span(expr);
                    self.const_arg(expr, code)
                });
                GenericParam { name: self.ident(&param.ident), kind: GenericParamKind::Const { ty, default } }
            }
        }
    }
}
