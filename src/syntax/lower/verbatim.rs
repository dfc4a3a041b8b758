//! Forms that the parser accepts but hands over as bare tokens: unstable or only meant for macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use super::Lower;
use super::items::ItemHead;
use super::uses::LenientUse;
use crate::source::Span;
use crate::syntax::SyntaxError;
use crate::syntax::ast::{Bound, Generics, Item, ItemKind, TypeRef};
use crate::syntax::body::{ExprKind, PatKind};

impl Lower<'_> {
    fn unknown(&mut self, what: &str, span: Span) {
        self.errors.push(SyntaxError { span, message: format!("this form of {what} is not known: it is left out") });
    }

    /// `become f(x)`; attributes before it are dropped.
    pub(super) fn verbatim_expr(&mut self, tokens: &TokenStream) -> (ExprKind, Span) {
        let span = self.tokens_span(tokens).unwrap_or_else(|| self.at(0, 0));
        let parser = |input: ParseStream<'_>| -> syn::Result<syn::Expr> {
            syn::Attribute::parse_outer(input)?;
            input.parse::<syn::Token![become]>()?;
            input.parse()
        };
        match parser.parse2(tokens.clone()) {
            Ok(expr) => (ExprKind::Become(self.expr(&expr).id), span),
            Err(_) => {
                self.unknown("expression", span);
                (ExprKind::Error, span)
            }
        }
    }

    /// `const { … }`, `box pat`
    pub(super) fn verbatim_pat(&mut self, tokens: &TokenStream) -> (PatKind, Span) {
        let span = self.tokens_span(tokens).unwrap_or_else(|| self.at(0, 0));
        if let Ok(block) = syn::parse2::<syn::ExprConst>(tokens.clone()) {
            return (PatKind::Lit(self.expr(&syn::Expr::Const(block)).id), span);
        }
        let boxed = |input: ParseStream<'_>| -> syn::Result<syn::Pat> {
            input.parse::<syn::Token![box]>()?;
            syn::Pat::parse_single(input)
        };
        match boxed.parse2(tokens.clone()) {
            Ok(pat) => (PatKind::Box(self.pat(&pat)), span),
            Err(_) => {
                self.unknown("pattern", span);
                (PatKind::Error, span)
            }
        }
    }

    /// `dyn* Trait`, C's `...`
    pub(super) fn verbatim_type(&mut self, tokens: &TokenStream) -> TypeRef {
        let without = |punct: char| -> TokenStream {
            tokens.clone().into_iter().filter(|tree| !matches!(tree, TokenTree::Punct(p) if p.as_char() == punct)).collect()
        };
        if let Ok(ty) = syn::parse2::<syn::TypeTraitObject>(without('*')) {
            return TypeRef::DynTrait(self.bounds(&ty.bounds));
        }
        if let Some(span) = self.tokens_span(tokens) {
            self.unknown("type", span);
        }
        TypeRef::Error
    }

    /// `~const Trait`, `const Trait`, `[const] Trait`, `async Fn()`
    pub(super) fn verbatim_bound(&mut self, tokens: &TokenStream) -> Option<Bound> {
        let plain: TokenStream = tokens
            .clone()
            .into_iter()
            .filter(|tree| match tree {
                TokenTree::Ident(word) => word != "const" && word != "async",
                TokenTree::Punct(punct) => punct.as_char() != '~',
                TokenTree::Group(group) => group.delimiter() != proc_macro2::Delimiter::Bracket,
                TokenTree::Literal(_) => true,
            })
            .collect();
        match syn::parse2::<syn::TraitBound>(plain) {
            Ok(bound) => {
                let is_maybe = matches!(bound.modifier, syn::TraitBoundModifier::Maybe(_));
                Some(Bound { path: self.path(&bound.path, None), is_maybe })
            }
            Err(_) => {
                if let Some(span) = self.tokens_span(tokens) {
                    self.unknown("bound", span);
                }
                None
            }
        }
    }

    /// Items that are complete in a macro's eyes only (`const X: u8;`, `type T: Bound;`), or unstable (`macro`,
    /// `impl const`), or newer than the parser's tree (`safe fn`).
    pub(super) fn verbatim_item(&mut self, tokens: &TokenStream) -> Option<Item> {
        let span = self.tokens_span(tokens)?;
        if let Ok(parts) = syn::parse2::<Parts>(tokens.clone()) {
            return Some(self.parts(parts, span));
        }
        // Only `impl const` is left that can be read by leaving a word out.
        let plain: TokenStream = leave_out_const(tokens.clone());
        match syn::parse2::<syn::ItemImpl>(plain) {
            Ok(item) => self.item(&syn::Item::Impl(item)),
            Err(_) => {
                self.unknown("item", span);
                None
            }
        }
    }

    fn parts(&mut self, parts: Parts, span: Span) -> Item {
        let Parts { attrs, vis, kind } = parts;
        let head = ItemHead { attrs: self.attrs(&attrs), vis: self.vis(&vis), span };
        match kind {
            Kind::Fn(sig, body) => {
                let name = self.ident(&sig.ident);
                let body = body.map(|group| self.group(&group));
                let kind = self.function(&sig, body);
                head.item(name, kind)
            }
            Kind::Value { ident, mutable, generics, ty, value, semi } => {
                let name = self.ident(&ident);
                let generics = self.generics(&generics);
                let ty = ty.map_or(TypeRef::Infer, |ty| self.ty(&ty));
                let value = value.map(|(eq, end)| self.code_between(self.span(eq.span), self.span(end.unwrap_or(semi.span))));
                head.item(
                    name,
                    match mutable {
                        Some(mutable) => ItemKind::Static { ty, mutable, value },
                        None => ItemKind::Const { generics, ty, value },
                    },
                )
            }
            Kind::Type { ident, generics, bounds, ty, late } => {
                let name = self.ident(&ident);
                let mut generics: Generics = self.generics(&generics);
                if let Some(clause) = &late {
                    self.predicates(clause, &mut generics);
                }
                let bounds = self.bounds(&bounds);
                let ty = ty.map(|ty| self.ty(&ty));
                head.item(name, ItemKind::TypeAlias { generics, bounds, ty })
            }
            Kind::Use(tree) => {
                let name = self.nameless(span.lo);
                head.item(name, ItemKind::Use(self.lenient_use(&tree)))
            }
            Kind::Macro(ident, rest) => {
                let name = self.ident(&ident);
                let body = self.tokens_span(&rest).unwrap_or(Span::new(self.file, span.hi, span.hi));
                head.item(name, ItemKind::Macro2 { body })
            }
        }
    }
}

/// An item read leniently.
struct Parts {
    attrs: Vec<syn::Attribute>,
    vis: syn::Visibility,
    kind: Kind,
}

enum Kind {
    Fn(Box<syn::Signature>, Option<proc_macro2::extra::DelimSpan>),
    /// A constant, or with `mutable` a static.
    Value {
        ident: syn::Ident,
        mutable: Option<bool>,
        generics: Box<syn::Generics>,
        ty: Option<Box<syn::Type>>,
        /// `=`, and a `where` after the value.
        value: Option<(syn::Token![=], Option<proc_macro2::Span>)>,
        semi: syn::Token![;],
    },
    Type {
        ident: syn::Ident,
        generics: Box<syn::Generics>,
        bounds: Vec<syn::TypeParamBound>,
        ty: Option<Box<syn::Type>>,
        late: Option<syn::WhereClause>,
    },
    Use(LenientUse),
    Macro(syn::Ident, TokenStream),
}

impl syn::parse::Parse for Parts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt as _;
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let vis = input.parse()?;
        let word = |input: ParseStream<'_>, word: &str| {
            let fork = input.fork();
            fork.call(syn::Ident::parse_any).is_ok_and(|ident| ident == word)
        };
        if word(input, "default") {
            input.call(syn::Ident::parse_any)?;
        }
        if word(input, "safe") || input.peek(syn::Token![unsafe]) && input.peek2(syn::Token![static]) {
            input.call(syn::Ident::parse_any)?;
        }
        let kind = if input.peek(syn::Token![macro]) {
            input.parse::<syn::Token![macro]>()?;
            Kind::Macro(input.parse()?, input.parse()?)
        } else if input.peek(syn::Token![use]) {
            input.parse::<syn::Token![use]>()?;
            let tree = input.parse()?;
            input.parse::<syn::Token![;]>()?;
            Kind::Use(tree)
        } else if input.peek(syn::Token![type]) {
            Self::type_alias(input)?
        } else if input.peek(syn::Token![static]) || input.peek(syn::Token![const]) && !input.peek2(syn::Token![fn]) && !is_signature(input)
        {
            Self::value(input)?
        } else {
            let sig = input.parse()?;
            if input.peek(syn::token::Brace) {
                let group: proc_macro2::Group = input.parse()?;
                Kind::Fn(Box::new(sig), Some(group.delim_span()))
            } else {
                input.parse::<syn::Token![;]>()?;
                Kind::Fn(Box::new(sig), None)
            }
        };
        Ok(Self { attrs, vis, kind })
    }
}

fn is_signature(input: ParseStream<'_>) -> bool {
    input.fork().parse::<syn::Signature>().is_ok()
}

impl Parts {
    fn value(input: ParseStream<'_>) -> syn::Result<Kind> {
        use syn::ext::IdentExt as _;
        let mutable = if input.peek(syn::Token![static]) {
            input.parse::<syn::Token![static]>()?;
            Some(input.parse::<Option<syn::Token![mut]>>()?.is_some())
        } else {
            input.parse::<syn::Token![const]>()?;
            None
        };
        let ident = input.call(syn::Ident::parse_any)?;
        let mut generics: syn::Generics = input.parse()?;
        let ty = input.parse::<Option<syn::Token![:]>>()?.map(|_| input.parse().map(Box::new)).transpose()?;
        let eq: Option<syn::Token![=]> = input.parse()?;
        if eq.is_some() {
            input.parse::<syn::Expr>()?;
        }
        let end = input.peek(syn::Token![where]).then(|| input.span());
        generics.where_clause = input.parse()?;
        let semi = input.parse()?;
        Ok(Kind::Value { ident, mutable, generics: Box::new(generics), ty, value: eq.map(|eq| (eq, end)), semi })
    }

    fn type_alias(input: ParseStream<'_>) -> syn::Result<Kind> {
        input.parse::<syn::Token![type]>()?;
        let ident = input.parse()?;
        let mut generics: syn::Generics = input.parse()?;
        let mut bounds = Vec::new();
        if input.parse::<Option<syn::Token![:]>>()?.is_some() {
            while !input.peek(syn::Token![=]) && !input.peek(syn::Token![;]) && !input.peek(syn::Token![where]) {
                bounds.push(input.parse()?);
                if input.parse::<Option<syn::Token![+]>>()?.is_none() {
                    break;
                }
            }
        }
        generics.where_clause = input.parse()?;
        let ty = input.parse::<Option<syn::Token![=]>>()?.map(|_| input.parse().map(Box::new)).transpose()?;
        let late = input.parse()?;
        input.parse::<syn::Token![;]>()?;
        Ok(Kind::Type { ident, generics: Box::new(generics), bounds, ty, late })
    }
}

/// `impl<…> const Trait for …` without the `const`, and without a visibility.
fn leave_out_const(tokens: TokenStream) -> TokenStream {
    let mut angles = 0usize;
    let mut before = ' ';
    let mut in_header = false;
    let mut done = false;
    tokens
        .into_iter()
        .filter(|tree| {
            match tree {
                TokenTree::Punct(punct) => {
                    match punct.as_char() {
                        '<' => angles += 1,
                        '>' if before != '-' => angles = angles.saturating_sub(1),
                        _ => {}
                    }
                    before = punct.as_char();
                    return true;
                }
                TokenTree::Ident(word) if word == "impl" => in_header = true,
                TokenTree::Ident(word) if word == "pub" && !in_header => return false,
                TokenTree::Ident(word) if word == "const" && in_header && angles == 0 && !done => {
                    done = true;
                    return false;
                }
                _ => {}
            }
            before = ' ';
            true
        })
        .collect()
}
