//! `use` declarations: the tree as written becomes whole paths.

use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{Ident, Path, Segment, UseTree};

impl Lower<'_> {
    /// What stands between `use` and `;`.
    pub(super) fn use_item(&mut self, colons: Option<&syn::Token![::]>, tree: &syn::UseTree) -> UseTree {
        let start = colons.map(|colons| self.span(colons.spans[0]));
        self.use_tree(tree, &Prefix { global: start.is_some(), segments: Vec::new(), start })
    }

    fn use_tree(&mut self, tree: &syn::UseTree, prefix: &Prefix) -> UseTree {
        match tree {
            syn::UseTree::Path(path) => {
                let prefix = prefix.with(self.ident(&path.ident));
                self.use_tree(&path.tree, &prefix)
            }
            syn::UseTree::Name(name) => UseTree::Simple { path: self.use_leaf(prefix, &name.ident), rename: None },
            syn::UseTree::Rename(rename) => {
                UseTree::Simple { path: self.use_leaf(prefix, &rename.ident), rename: Some(self.ident(&rename.rename)) }
            }
            syn::UseTree::Glob(glob) => UseTree::Glob { path: prefix.path(self.span(glob.star_token.span)) },
            syn::UseTree::Group(group) => {
                let prefix = Prefix { start: None, ..prefix.clone() };
                UseTree::Group(group.items.iter().map(|tree| self.use_tree(tree, &prefix)).collect())
            }
        }
    }

    /// A tree that the parser does not take: `use {::a, ::b};`
    pub(super) fn lenient_use(&mut self, tree: &LenientUse) -> UseTree {
        self.lenient_part(tree, &Prefix { global: false, segments: Vec::new(), start: None })
    }

    fn lenient_part(&mut self, tree: &LenientUse, prefix: &Prefix) -> UseTree {
        let mut prefix = prefix.clone();
        if let Some(colons) = &tree.colons {
            let start = prefix.start.unwrap_or_else(|| self.span(colons.spans[0]));
            prefix = Prefix { global: true, start: Some(start), ..prefix };
        }
        for name in &tree.names {
            prefix = prefix.with(self.ident(name));
        }
        match &tree.end {
            LenientEnd::Name(name, rename) => {
                UseTree::Simple { path: self.use_leaf(&prefix, name), rename: rename.as_ref().map(|rename| self.ident(rename)) }
            }
            LenientEnd::Glob(star) => UseTree::Glob { path: prefix.path(self.span(star.span)) },
            LenientEnd::Group(parts) => {
                let prefix = Prefix { start: None, ..prefix };
                UseTree::Group(parts.iter().map(|part| self.lenient_part(part, &prefix)).collect())
            }
        }
    }

    /// `a::{self}` is `a`.
    fn use_leaf(&self, prefix: &Prefix, name: &syn::Ident) -> Path {
        let name = self.ident(name);
        if name.name == "self" && !prefix.segments.is_empty() { prefix.path(name.span) } else { prefix.with(name).path(name.span) }
    }
}

/// What stands before a part of a `use`.
#[derive(Clone)]
struct Prefix {
    global: bool,
    segments: Vec<Segment>,
    /// Where it begins, within the innermost group.
    start: Option<Span>,
}

impl Prefix {
    fn with(&self, name: Ident) -> Self {
        let mut segments = self.segments.clone();
        segments.push(Segment { name, args: None });
        Self { global: self.global, segments, start: Some(self.start.unwrap_or(name.span)) }
    }

    /// As a path that ends at `end`.
    fn path(&self, end: Span) -> Path {
        let span = self.start.map_or(end, |start| start.to(end));
        Path { qself: None, global: self.global, segments: self.segments.clone(), span }
    }
}

/// A `use` tree in which every part may begin with `::`.
pub(super) struct LenientUse {
    colons: Option<syn::Token![::]>,
    names: Vec<syn::Ident>,
    end: LenientEnd,
}

enum LenientEnd {
    Name(syn::Ident, Option<syn::Ident>),
    Glob(syn::Token![*]),
    Group(Vec<LenientUse>),
}

impl Parse for LenientUse {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let colons = input.parse()?;
        let mut names = Vec::new();
        loop {
            if input.peek(syn::token::Brace) {
                let inside;
                syn::braced!(inside in input);
                let parts = inside.parse_terminated(Self::parse, syn::Token![,])?;
                return Ok(Self { colons, names, end: LenientEnd::Group(parts.into_iter().collect()) });
            }
            if input.peek(syn::Token![*]) {
                return Ok(Self { colons, names, end: LenientEnd::Glob(input.parse()?) });
            }
            let name = input.call(syn::Ident::parse_any)?;
            if input.parse::<Option<syn::Token![::]>>()?.is_some() {
                names.push(name);
                continue;
            }
            let rename = input.parse::<Option<syn::Token![as]>>()?.map(|_| input.call(syn::Ident::parse_any)).transpose()?;
            return Ok(Self { colons, names, end: LenientEnd::Name(name, rename) });
        }
    }
}
