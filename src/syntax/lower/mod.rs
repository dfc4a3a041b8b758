//! The parser's tree → ours. Nothing here parses text of its own but for the few forms that the parser hands
//! over as bare tokens.
//!
//! Places are put together from tokens; the parser's own `span()` of a node prints all of the node first.

mod exprs;
pub(super) mod items;
mod lits;
mod paths;
mod pats;
mod signatures;
mod stmts;
mod types;
mod uses;
mod verbatim;

use proc_macro2::extra::DelimSpan;

use super::ast::{Attr, Delimiter, Ident, MacroCall, Visibility};
use super::body::Body;
use super::parse::SyntaxError;
use crate::source::{FileId, Span, Symbol};

/// Lowers one text.
pub(super) struct Lower<'t> {
    file: FileId,
    base: u32,
    /// What the parser saw.
    text: &'t str,
    /// Where its lines begin, if a place in a line is a number of bytes: it is all ASCII.
    lines: Option<Vec<u32>>,
    /// Where expressions and patterns go.
    body: &'t mut Body,
    /// What cannot be lowered.
    pub(super) errors: Vec<SyntaxError>,
}

impl<'t> Lower<'t> {
    pub(super) fn new(file: FileId, base: u32, text: &'t str, body: &'t mut Body) -> Self {
        let lines = text.is_ascii().then(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(ends).collect()
        });
        Self { file, base, text, lines, body, errors: Vec::new() }
    }

    /// The place of a token.
    pub(super) fn span(&self, span: proc_macro2::Span) -> Span {
        // The parser knows lines and characters; it has to look for bytes.
        let Some(lines) = &self.lines else {
            let range = span.byte_range();
            return self.at(range.start, range.end);
        };
        let at = |place: proc_macro2::LineColumn| lines.get(place.line.saturating_sub(1)).map_or(0, |line| *line as usize) + place.column;
        self.at(at(span.start()), at(span.end()))
    }

    /// The place of bytes `lo..hi` of the text that the parser saw.
    fn at(&self, lo: usize, hi: usize) -> Span {
        Span::new(self.file, self.base + lo as u32, self.base + hi.max(lo) as u32)
    }

    /// What the parser saw at `span`.
    fn written(&self, span: Span) -> &'t str {
        self.text.get((span.lo - self.base) as usize..(span.hi - self.base) as usize).unwrap_or_default()
    }

    /// `lo..hi` without the white space at its ends.
    fn trimmed(&self, lo: u32, hi: u32) -> Span {
        let span = Span::new(self.file, lo, hi.max(lo));
        let written = self.written(span);
        let start = lo + (written.len() - written.trim_start().len()) as u32;
        Span::new(self.file, start.min(span.hi), (start + written.trim().len() as u32).min(span.hi))
    }

    /// From the first to the last token of `tokens`.
    fn tokens_span(&self, tokens: &proc_macro2::TokenStream) -> Option<Span> {
        let mut trees = tokens.clone().into_iter();
        let first = self.span(trees.next()?.span());
        let last = trees.last().map_or(first, |tree| self.span(tree.span()));
        Some(first.to(last))
    }

    fn node_span(&self, node: &impl syn::spanned::Spanned) -> Span {
        self.span(node.span())
    }

    /// The parser's error as ours.
    pub(super) fn error(&self, error: &syn::Error) -> SyntaxError {
        let mut span = self.span(error.span());
        if span.hi == self.base {
            // The text ended too early.
            let end = self.text.trim_end().len();
            span = self.at(end, end);
        }
        let message = error.to_string();
        let mut chars = message.chars();
        let message = match (chars.next(), chars.next()) {
            (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
                first.to_lowercase().to_string() + &message[first.len_utf8()..]
            }
            _ => message,
        };
        SyntaxError { span, message }
    }

    fn symbol(&self, span: Span) -> Symbol {
        let written = self.written(span);
        Symbol::intern(written.strip_prefix("r#").unwrap_or(written))
    }

    fn ident(&self, ident: &syn::Ident) -> Ident {
        let span = self.span(ident.span());
        Ident { name: self.symbol(span), span }
    }

    /// A lifetime with its quote.
    fn lifetime(&self, lifetime: &syn::Lifetime) -> Ident {
        let span = self.span(lifetime.apostrophe).to(self.span(lifetime.ident.span()));
        let written = self.written(span);
        let name = match written.strip_prefix("'r#") {
            Some(name) => Symbol::intern(&format!("'{name}")),
            None => Symbol::intern(written),
        };
        Ident { name, span }
    }

    fn nameless(&self, at: u32) -> Ident {
        Ident { name: Symbol::intern(""), span: Span::new(self.file, at, at) }
    }

    fn attrs(&self, attrs: &[syn::Attribute]) -> Vec<Attr> {
        attrs.iter().map(|attr| self.attr(attr)).collect()
    }

    fn attr(&self, attr: &syn::Attribute) -> Attr {
        let (open, close) = self.delim(&attr.bracket_token.span);
        let (path, args, is_value) = split_meta(self.written(Span::new(self.file, open.hi, close.lo)));
        Attr { path: Symbol::intern(&path), args: args.to_owned(), is_value, span: self.span(attr.pound_token.span).to(close) }
    }

    fn vis(&mut self, vis: &syn::Visibility) -> Visibility {
        match vis {
            syn::Visibility::Inherited => Visibility::Inherited,
            syn::Visibility::Public(_) => Visibility::Public,
            syn::Visibility::Restricted(restricted) => Visibility::Restricted(self.path(&restricted.path, None)),
        }
    }

    /// The places of a group's delimiters.
    fn delim(&self, delim: &DelimSpan) -> (Span, Span) {
        (self.span(delim.open()), self.span(delim.close()))
    }

    /// A group with its delimiters.
    fn group(&self, delim: &DelimSpan) -> Span {
        let (open, close) = self.delim(delim);
        open.to(close)
    }

    fn mac(&mut self, mac: &syn::Macro) -> MacroCall {
        let path = self.path(&mac.path, None);
        let (open, close) = self.delim(mac.delimiter.span());
        let delimiter = match mac.delimiter {
            syn::MacroDelimiter::Paren(_) => Delimiter::Paren,
            syn::MacroDelimiter::Bracket(_) => Delimiter::Bracket,
            syn::MacroDelimiter::Brace(_) => Delimiter::Brace,
        };
        let span = path.span.to(close);
        MacroCall { path, args: Span::new(self.file, open.hi, close.lo), delimiter, span }
    }
}

/// An attribute's inside as path, arguments, and whether those follow a `=`. `unsafe(…)` is looked through.
pub(super) fn split_meta(inside: &str) -> (String, &str, bool) {
    let inside = inside.trim();
    let end = inside.find(['(', '[', '{', '=']).unwrap_or(inside.len());
    let path: String = inside[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let path = path.replace("r#", "");
    match inside[end..].strip_prefix('=') {
        Some(value) => (path, value.trim(), true),
        None => {
            let mut group = inside[end..].chars();
            group.next();
            group.next_back();
            let args = group.as_str().trim();
            if path == "unsafe" && !args.is_empty() { split_meta(args) } else { (path, args, false) }
        }
    }
}
