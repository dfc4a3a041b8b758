//! Items, of files, traits, impls and `extern` blocks.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use super::signatures::signature_start;
use super::{Lower, types};
use crate::source::Span;
use crate::syntax::ast::{Attr, Code, EnumItem, Fields, Ident, ImplItem, Item, ItemKind, Items, StructItem, TraitItem, Visibility};
use crate::syntax::{AssocContext, ParsedItems, first_edition};

/// A list of items as the parser has it: what does not parse is skipped and told.
pub(in crate::syntax) struct RawItems {
    attrs: Vec<syn::Attribute>,
    items: Vec<RawItem>,
    errors: Vec<syn::Error>,
}

enum RawItem {
    Free(syn::Item),
    Trait(syn::TraitItem),
    Impl(syn::ImplItem),
    Foreign(syn::ForeignItem),
}

/// A file.
pub(in crate::syntax) fn file(input: ParseStream<'_>) -> syn::Result<RawItems> {
    let attrs = input.call(syn::Attribute::parse_inner)?;
    let (items, errors) = item_list(input, |input| input.parse().map(RawItem::Free));
    Ok(RawItems { attrs, items, errors })
}

/// What stands between the braces of a trait, an impl or an `extern` block.
pub(in crate::syntax) fn assoc_items(input: ParseStream<'_>, context: AssocContext) -> syn::Result<RawItems> {
    let attrs = input.call(syn::Attribute::parse_inner)?;
    let (items, errors) = item_list(input, |input| match context {
        AssocContext::Trait => input.parse().map(RawItem::Trait),
        AssocContext::Impl => input.parse().map(RawItem::Impl),
        AssocContext::Foreign => input.parse().map(RawItem::Foreign),
    });
    Ok(RawItems { attrs, items, errors })
}

fn item_list(input: ParseStream<'_>, one: impl Fn(ParseStream<'_>) -> syn::Result<RawItem> + Copy) -> (Vec<RawItem>, Vec<syn::Error>) {
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    while !input.is_empty() {
        // Macros may leave a `;` behind their items.
        if input.peek(syn::Token![;]) && input.parse::<syn::Token![;]>().is_ok() {
            continue;
        }
        let ahead = input.fork();
        match one(&ahead) {
            Ok(item) => {
                syn::parse::discouraged::Speculative::advance_to(input, &ahead);
                items.push(item);
            }
            Err(error) => {
                let again = first_edition::rewritten(skip_item(input)).and_then(|tokens| one.parse2(tokens).ok());
                match again {
                    Some(item) => items.push(item),
                    None => errors.push(error),
                }
            }
        }
    }
    (items, errors)
}

/// Go on after the next `;` or braced group: what was skipped.
fn skip_item(input: ParseStream<'_>) -> TokenStream {
    let mut skipped = Vec::new();
    while let Ok(tree) = input.parse::<TokenTree>() {
        let is_end = match &tree {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
            _ => false,
        };
        skipped.push(tree);
        if is_end {
            break;
        }
    }
    skipped.into_iter().collect()
}

/// What all items have besides their name and kind.
pub(super) struct ItemHead {
    pub attrs: Vec<Attr>,
    pub vis: Visibility,
    pub span: Span,
}

impl ItemHead {
    pub fn item(self, name: Ident, kind: ItemKind) -> Item {
        Item { attrs: self.attrs, vis: self.vis, name, span: self.span, kind }
    }
}

/// An item's attributes.
pub(super) fn item_attrs(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::ExternCrate(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::ForeignMod(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::TraitAlias(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Union(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl Lower<'_> {
    pub(in crate::syntax) fn file(&mut self, raw: RawItems) -> ParsedItems {
        let attrs = self.attrs(&raw.attrs);
        let items = raw.items.iter().filter_map(|item| self.raw_item(item)).collect();
        let mut errors: Vec<_> = raw.errors.iter().map(|error| self.error(error)).collect();
        errors.append(&mut self.errors);
        errors.sort_by_key(|error| error.span);
        ParsedItems { items: Items { attrs, items }, errors }
    }

    fn raw_item(&mut self, item: &RawItem) -> Option<Item> {
        match item {
            RawItem::Free(item) => self.item(item),
            RawItem::Trait(item) => self.trait_item(item),
            RawItem::Impl(item) => self.impl_item(item),
            RawItem::Foreign(item) => self.foreign_item(item),
        }
    }

    /// `first` and `last` are the item's first token after attributes and visibility, and its last token.
    fn head(&mut self, attrs: &[syn::Attribute], vis: &syn::Visibility, first: proc_macro2::Span, last: Span) -> ItemHead {
        let mut span = self.span(first).to(last);
        match vis {
            syn::Visibility::Public(token) => span = span.to(self.span(token.span)),
            syn::Visibility::Restricted(restricted) => span = span.to(self.span(restricted.pub_token.span)),
            syn::Visibility::Inherited => {}
        }
        // Inner attributes lie within the item.
        if let Some(attr) = attrs.first() {
            span = span.to(self.span(attr.pound_token.span));
        }
        ItemHead { attrs: self.attrs(attrs), vis: self.vis(vis), span }
    }

    pub(super) fn item(&mut self, item: &syn::Item) -> Option<Item> {
        let private = &syn::Visibility::Inherited;
        Some(match item {
            syn::Item::Fn(item) => {
                let block = self.group(&item.block.brace_token.span);
                let head = self.head(&item.attrs, &item.vis, signature_start(&item.sig), block);
                self.named(head, &item.sig.ident, |lower| lower.function(&item.sig, Some(block)))
            }
            syn::Item::Struct(item) => {
                let end = self.struct_end(&item.fields, item.semi_token.as_ref(), &item.ident);
                let head = self.head(&item.attrs, &item.vis, item.struct_token.span, end);
                self.named(head, &item.ident, |lower| {
                    let (generics, fields) = (lower.generics(&item.generics), lower.fields(&item.fields));
                    ItemKind::Struct(Box::new(StructItem { generics, fields }))
                })
            }
            syn::Item::Union(item) => {
                let end = self.group(&item.fields.brace_token.span);
                let head = self.head(&item.attrs, &item.vis, item.union_token.span, end);
                self.named(head, &item.ident, |lower| {
                    let fields = Fields::Named(lower.named_fields(&item.fields));
                    ItemKind::Union(Box::new(StructItem { generics: lower.generics(&item.generics), fields }))
                })
            }
            syn::Item::Enum(item) => {
                let body = self.group(&item.brace_token.span);
                let head = self.head(&item.attrs, &item.vis, item.enum_token.span, body);
                self.named(head, &item.ident, |lower| {
                    let variants = item.variants.pairs().map(|pair| lower.variant(&pair, body)).collect();
                    ItemKind::Enum(Box::new(EnumItem { generics: lower.generics(&item.generics), variants }))
                })
            }
            syn::Item::Trait(item) => {
                let first = match (&item.unsafety, &item.auto_token) {
                    (Some(token), _) => token.span,
                    (None, Some(token)) => token.span,
                    (None, None) => item.trait_token.span,
                };
                let end = self.group(&item.brace_token.span);
                let head = self.head(&item.attrs, &item.vis, first, end);
                self.named(head, &item.ident, |lower| {
                    let generics = lower.generics(&item.generics);
                    let bounds = lower.bounds(&item.supertraits);
                    let items = item.items.iter().filter_map(|item| lower.trait_item(item)).collect();
                    ItemKind::Trait(Box::new(TraitItem { generics, bounds, items, is_auto: item.auto_token.is_some() }))
                })
            }
            syn::Item::TraitAlias(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.trait_token.span, end);
                self.named(head, &item.ident, |lower| {
                    let generics = lower.generics(&item.generics);
                    ItemKind::TraitAlias { generics, bounds: lower.bounds(&item.bounds) }
                })
            }
            syn::Item::Impl(item) => self.impl_block(item),
            syn::Item::Const(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.const_token.span, end);
                let value = self.code_between(self.span(item.eq_token.span), end);
                self.named(head, &item.ident, |lower| lower.constant(&item.generics, &item.ty, Some(value)))
            }
            syn::Item::Static(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.static_token.span, end);
                let value = Some(self.code_between(self.span(item.eq_token.span), end));
                let mutable = matches!(item.mutability, syn::StaticMutability::Mut(_));
                self.named(head, &item.ident, |lower| ItemKind::Static { ty: lower.ty(&item.ty), mutable, value })
            }
            syn::Item::Type(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.type_token.span, end);
                self.named(head, &item.ident, |lower| lower.type_alias(&item.generics, None, Some(&item.ty)))
            }
            syn::Item::Mod(item) => {
                let end = match (&item.content, &item.semi) {
                    (Some((brace, _)), _) => self.group(&brace.span),
                    (None, Some(semi)) => self.span(semi.span),
                    (None, None) => self.span(item.ident.span()),
                };
                let first = item.unsafety.as_ref().map_or(item.mod_token.span, |token| token.span);
                let head = self.head(&item.attrs, &item.vis, first, end);
                self.named(head, &item.ident, |lower| {
                    let items = item.content.as_ref().map(|(_, items)| items.iter().filter_map(|item| lower.item(item)).collect());
                    ItemKind::Mod { items }
                })
            }
            syn::Item::Use(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.use_token.span, end);
                let tree = self.use_item(item.leading_colon.as_ref(), &item.tree);
                let name = self.nameless(head.span.lo);
                head.item(name, ItemKind::Use(tree))
            }
            syn::Item::ExternCrate(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.extern_token.span, end);
                let krate = self.ident(&item.ident).name;
                let alias = item.rename.as_ref().map_or(&item.ident, |(_, alias)| alias);
                self.named(head, alias, |_| ItemKind::ExternCrate { krate })
            }
            syn::Item::ForeignMod(item) => {
                let first = item.unsafety.as_ref().map_or(item.abi.extern_token.span, |token| token.span);
                let end = self.group(&item.brace_token.span);
                let head = self.head(&item.attrs, private, first, end);
                let items = item.items.iter().filter_map(|item| self.foreign_item(item)).collect();
                let name = self.nameless(head.span.lo);
                head.item(name, ItemKind::ForeignMod { abi: Some(types::abi(&item.abi)), items })
            }
            syn::Item::Macro(item) => self.macro_item(&item.attrs, item.ident.as_ref(), &item.mac, item.semi_token.as_ref()),
            syn::Item::Verbatim(tokens) => return self.verbatim_item(tokens),
            _ => return None,
        })
    }

    fn named(&mut self, head: ItemHead, name: &syn::Ident, kind: impl FnOnce(&mut Self) -> ItemKind) -> Item {
        let name = self.ident(name);
        head.item(name, kind(self))
    }

    fn macro_item(&mut self, attrs: &[syn::Attribute], name: Option<&syn::Ident>, mac: &syn::Macro, semi: Option<&syn::Token![;]>) -> Item {
        let call = self.mac(mac);
        let end = semi.map_or(call.span, |semi| self.span(semi.span));
        let mut head = self.head(attrs, &syn::Visibility::Inherited, mac.bang_token.span, end);
        head.span = head.span.to(call.span);
        match name {
            Some(name) if mac.path.is_ident("macro_rules") => {
                let name = self.ident(name);
                head.item(name, ItemKind::MacroRules { body: call.args })
            }
            Some(name) => {
                let name = self.ident(name);
                head.item(name, ItemKind::MacroCall(call))
            }
            None => {
                let name = self.nameless(head.span.lo);
                head.item(name, ItemKind::MacroCall(call))
            }
        }
    }

    fn impl_block(&mut self, item: &syn::ItemImpl) -> Item {
        let first = match (&item.defaultness, &item.unsafety) {
            (Some(token), _) => token.span,
            (None, Some(token)) => token.span,
            (None, None) => item.impl_token.span,
        };
        let end = self.group(&item.brace_token.span);
        let head = self.head(&item.attrs, &syn::Visibility::Inherited, first, end);
        let generics = self.generics(&item.generics);
        let (of_trait, is_negative) = match &item.trait_ {
            Some((bang, path, _)) => (Some(self.path(path, None)), bang.is_some()),
            None => (None, false),
        };
        let self_ty = self.ty(&item.self_ty);
        let items = item.items.iter().filter_map(|item| self.impl_item(item)).collect();
        let name = self.nameless(head.span.lo);
        let is_unsafe = item.unsafety.is_some();
        head.item(name, ItemKind::Impl(Box::new(ImplItem { generics, of_trait, is_negative, is_unsafe, self_ty, items })))
    }

    fn trait_item(&mut self, item: &syn::TraitItem) -> Option<Item> {
        let private = &syn::Visibility::Inherited;
        Some(match item {
            syn::TraitItem::Fn(item) => {
                let block = item.default.as_ref().map(|block| self.group(&block.brace_token.span));
                let semi = item.semi_token.as_ref().map(|semi| self.span(semi.span));
                let end = block.or(semi).unwrap_or_else(|| self.group(&item.sig.paren_token.span));
                let head = self.head(&item.attrs, private, signature_start(&item.sig), end);
                self.named(head, &item.sig.ident, |lower| lower.function(&item.sig, block))
            }
            syn::TraitItem::Const(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, private, item.const_token.span, end);
                let value = item.default.as_ref().map(|(eq, _)| self.code_between(self.span(eq.span), end));
                self.named(head, &item.ident, |lower| lower.constant(&item.generics, &item.ty, value))
            }
            syn::TraitItem::Type(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, private, item.type_token.span, end);
                let ty = item.default.as_ref().map(|(_, ty)| ty);
                self.named(head, &item.ident, |lower| lower.type_alias(&item.generics, Some(&item.bounds), ty))
            }
            syn::TraitItem::Macro(item) => self.macro_item(&item.attrs, None, &item.mac, item.semi_token.as_ref()),
            syn::TraitItem::Verbatim(tokens) => return self.verbatim_item(tokens),
            _ => return None,
        })
    }

    fn impl_item(&mut self, item: &syn::ImplItem) -> Option<Item> {
        let after = |default: &Option<syn::Token![default]>, span: proc_macro2::Span| default.as_ref().map_or(span, |token| token.span);
        Some(match item {
            syn::ImplItem::Fn(item) => {
                let block = self.group(&item.block.brace_token.span);
                let head = self.head(&item.attrs, &item.vis, after(&item.defaultness, signature_start(&item.sig)), block);
                self.named(head, &item.sig.ident, |lower| lower.function(&item.sig, Some(block)))
            }
            syn::ImplItem::Const(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, after(&item.defaultness, item.const_token.span), end);
                let value = self.code_between(self.span(item.eq_token.span), end);
                self.named(head, &item.ident, |lower| lower.constant(&item.generics, &item.ty, Some(value)))
            }
            syn::ImplItem::Type(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, after(&item.defaultness, item.type_token.span), end);
                self.named(head, &item.ident, |lower| lower.type_alias(&item.generics, None, Some(&item.ty)))
            }
            syn::ImplItem::Macro(item) => self.macro_item(&item.attrs, None, &item.mac, item.semi_token.as_ref()),
            syn::ImplItem::Verbatim(tokens) => return self.verbatim_item(tokens),
            _ => return None,
        })
    }

    fn foreign_item(&mut self, item: &syn::ForeignItem) -> Option<Item> {
        Some(match item {
            syn::ForeignItem::Fn(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, signature_start(&item.sig), end);
                self.named(head, &item.sig.ident, |lower| lower.function(&item.sig, None))
            }
            syn::ForeignItem::Static(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.static_token.span, end);
                let mutable = matches!(item.mutability, syn::StaticMutability::Mut(_));
                self.named(head, &item.ident, |lower| ItemKind::Static { ty: lower.ty(&item.ty), mutable, value: None })
            }
            syn::ForeignItem::Type(item) => {
                let end = self.span(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, item.type_token.span, end);
                self.named(head, &item.ident, |lower| lower.type_alias(&item.generics, None, None))
            }
            syn::ForeignItem::Macro(item) => self.macro_item(&item.attrs, None, &item.mac, item.semi_token.as_ref()),
            syn::ForeignItem::Verbatim(tokens) => return self.verbatim_item(tokens),
            _ => return None,
        })
    }

    fn constant(&mut self, generics: &syn::Generics, ty: &syn::Type, value: Option<Code>) -> ItemKind {
        ItemKind::Const { generics: self.generics(generics), ty: self.ty(ty), value }
    }

    fn type_alias(
        &mut self,
        generics: &syn::Generics,
        bounds: Option<&syn::punctuated::Punctuated<syn::TypeParamBound, syn::Token![+]>>,
        ty: Option<&syn::Type>,
    ) -> ItemKind {
        let generics = self.generics(generics);
        let bounds = bounds.map(|bounds| self.bounds(bounds)).unwrap_or_default();
        ItemKind::TypeAlias { generics, bounds, ty: ty.map(|ty| self.ty(ty)) }
    }
}
