//! What items hold besides their names: signatures, parameters, fields, variants.

use super::{Lower, types};
use crate::source::{Span, Symbol};
use crate::syntax::ast::{Code, Field, Fields, FnItem, Ident, ItemKind, Param, Path, Segment, SelfParam, TypeRef, Variant};

impl Lower<'_> {
    pub(super) fn function(&mut self, sig: &syn::Signature, body: Option<Span>) -> ItemKind {
        let generics = self.generics(&sig.generics);
        let mut self_param = None;
        let mut params = Vec::with_capacity(sig.inputs.len());
        for input in &sig.inputs {
            match input {
                syn::FnArg::Receiver(receiver) => self_param = Some(self.receiver(receiver)),
                syn::FnArg::Typed(param) => params.push(self.param(param)),
            }
        }
        ItemKind::Fn(Box::new(FnItem {
            generics,
            self_param,
            params,
            ret: self.ret(&sig.output),
            is_async: sig.asyncness.is_some(),
            is_unsafe: sig.unsafety.is_some(),
            is_const: sig.constness.is_some(),
            abi: sig.abi.as_ref().map(types::abi),
            is_variadic: sig.variadic.is_some(),
            body: body.map(|span| Code { span }),
        }))
    }

    fn receiver(&mut self, receiver: &syn::Receiver) -> SelfParam {
        let span = self.span(receiver.self_token.span);
        if receiver.colon_token.is_some() {
            return SelfParam { span, ty: self.ty(&receiver.ty) };
        }
        let name = Ident { name: Symbol::intern("Self"), span };
        let path = Path { qself: None, global: false, segments: vec![Segment { name, args: None }], span };
        let ty = TypeRef::Path(path);
        let ty = if receiver.reference.is_some() { TypeRef::Ref { mutable: receiver.mutability.is_some(), ty: Box::new(ty) } } else { ty };
        SelfParam { span, ty }
    }

    fn param(&mut self, param: &syn::PatType) -> Param {
        let (first, name) = match &*param.pat {
            syn::Pat::Ident(pat) => {
                let first = match (&pat.by_ref, &pat.mutability) {
                    (Some(token), _) => token.span,
                    (None, Some(token)) => token.span,
                    (None, None) => pat.ident.span(),
                };
                let plain = pat.subpat.is_none() && pat.by_ref.is_none();
                (self.span(first), plain.then(|| self.ident(&pat.ident).name))
            }
            pat => (self.node_span(pat), None),
        };
        let pat = self.trimmed(first.lo, self.span(param.colon_token.span).lo);
        Param { attrs: self.attrs(&param.attrs), pat, name, ty: self.ty(&param.ty) }
    }

    pub(super) fn struct_end(&self, fields: &syn::Fields, semi: Option<&syn::Token![;]>, name: &syn::Ident) -> Span {
        match (semi, fields) {
            (Some(semi), _) => self.span(semi.span),
            (None, syn::Fields::Named(fields)) => self.group(&fields.brace_token.span),
            (None, syn::Fields::Unnamed(fields)) => self.group(&fields.paren_token.span),
            (None, syn::Fields::Unit) => self.span(name.span()),
        }
    }

    pub(super) fn fields(&mut self, fields: &syn::Fields) -> Fields {
        match fields {
            syn::Fields::Unit => Fields::Unit,
            syn::Fields::Named(fields) => Fields::Named(self.named_fields(fields)),
            syn::Fields::Unnamed(fields) => Fields::Tuple(
                fields
                    .unnamed
                    .iter()
                    .enumerate()
                    .map(|(number, field)| {
                        let span = self.node_span(&field.ty);
                        let name = Ident { name: Symbol::intern(&number.to_string()), span: Span { hi: span.lo, ..span } };
                        self.field(field, name)
                    })
                    .collect(),
            ),
        }
    }

    pub(super) fn named_fields(&mut self, fields: &syn::FieldsNamed) -> Vec<Field> {
        let named = fields.named.iter().filter_map(|field| Some((field, field.ident.as_ref()?)));
        named
            .map(|(field, name)| {
                let name = self.ident(name);
                self.field(field, name)
            })
            .collect()
    }

    fn field(&mut self, field: &syn::Field, name: Ident) -> Field {
        Field { attrs: self.attrs(&field.attrs), vis: self.vis(&field.vis), name, ty: self.ty(&field.ty) }
    }

    /// A variant with the comma after it; `body` is the enum's braces.
    pub(super) fn variant(&mut self, pair: &syn::punctuated::Pair<&syn::Variant, &syn::Token![,]>, body: Span) -> Variant {
        let variant = *pair.value();
        let end = match pair.punct() {
            Some(comma) => self.span(comma.span),
            None => Span { lo: body.hi - 1, ..body },
        };
        let discriminant = variant.discriminant.as_ref().map(|(eq, _)| self.code_between(self.span(eq.span), end));
        Variant { attrs: self.attrs(&variant.attrs), name: self.ident(&variant.ident), fields: self.fields(&variant.fields), discriminant }
    }
}

/// A signature's first token.
pub(super) fn signature_start(sig: &syn::Signature) -> proc_macro2::Span {
    let tokens = [
        sig.constness.as_ref().map(|token| token.span),
        sig.asyncness.as_ref().map(|token| token.span),
        sig.unsafety.as_ref().map(|token| token.span),
        sig.abi.as_ref().map(|abi| abi.extern_token.span),
    ];
    tokens.into_iter().flatten().next().unwrap_or(sig.fn_token.span)
}
