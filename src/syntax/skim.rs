//! The items of a file by their names and places, found without the parser.
//!
//! Of another's crate a run needs few items, but must know which there are. A pass over the tokens says what each
//! item is called, what it is and where it stands; the [`Late`] in it is read by the parser when somebody asks. What
//! decides which other items there are (attributes, `use`, modules, macro calls) is read here in full. An item of a
//! form that is not known here is given to the parser at once.

mod headers;
mod imports;
mod items;

use std::ops::Range;

pub use self::headers::{ImplKey, SelfName};
use super::ast::{Attr, Delimiter, Ident, Item, ItemKind, MacroCall, Path, Segment, UseTree, Visibility};
use super::lexer::{Lexed, Token, TokenKind, lex_comments, lex_tokens};
use super::lower::split_meta;
use super::outline::pair;
use super::parse::{AssocContext, ParsedItems, Source, SyntaxError};
use crate::source::{FileId, Span, Symbol};

/// How deep modules may nest in one file before the parser, which counts, has to read them.
const MAX_NESTING: u32 = 64;

/// A file's items by name and place.
#[derive(Debug, Default)]
pub struct Skimmed {
    /// Inner attributes.
    pub attrs: Vec<Attr>,
    /// Items in order.
    pub items: Vec<SkimItem>,
    /// What could not be read.
    pub errors: Vec<SyntaxError>,
}

/// One item.
#[derive(Debug)]
pub struct SkimItem {
    /// Outer attributes, and the inner ones of modules, functions and impls.
    pub attrs: Vec<Attr>,
    /// As written.
    pub vis: Visibility,
    /// Its name; empty at the item's start where it has none.
    pub name: Ident,
    /// From the first attribute to the last token.
    pub span: Span,
    /// What it is.
    pub kind: SkimKind,
}

/// What an item is.
#[derive(Debug)]
#[expect(missing_docs, reason = "each variant is named as in the Rust reference")]
pub enum SkimKind {
    Fn(Late),
    /// Also whether a name of it is a value: a tuple or unit struct.
    Struct(Late, bool),
    Union(Late),
    Enum(Late),
    Trait {
        header: Late,
        is_auto: bool,
        items: Vec<SkimItem>,
    },
    TraitAlias(Late),
    Impl {
        header: Late,
        key: Option<ImplKey>,
        is_negative: bool,
        is_unsafe: bool,
        items: Vec<SkimItem>,
    },
    Const(Late),
    Static(Late, bool),
    /// Also the name of the type that it stands for, where that is a path's.
    TypeAlias(Late, Option<Symbol>),
    Mod(Option<Vec<SkimItem>>),
    Use(UseTree),
    ExternCrate(Symbol),
    ForeignMod(Vec<SkimItem>),
    MacroRules(Span),
    Macro2(Span),
    MacroCall(MacroCall),
    /// Read by the parser: of a form that is not known here.
    Read(Box<Item>),
}

/// An item that the parser has not read yet.
#[derive(Clone, Copy, Debug)]
pub struct Late {
    /// Without attributes and visibility; of an item with a body in braces, up to those.
    header: (u32, u32),
    /// The braces that were left out.
    braces: Option<Span>,
    /// Where it stands, if not in a module.
    context: Option<AssocContext>,
}

impl Late {
    /// Read it. `text` is the whole file's.
    ///
    /// # Errors
    /// Where the parser does not take it.
    pub fn read(&self, file: FileId, text: &str) -> Result<ItemKind, SyntaxError> {
        let range = self.header.0 as usize..self.header.1 as usize;
        let mut source = Source::new(file, text, range, false)?;
        if self.braces.is_some() {
            source.blanked.push_str("{}");
        }
        let mut parsed = source.parse_as(self.context)?;
        let Some(item) = parsed.items.items.pop() else {
            let span = Span::new(file, self.header.0, self.header.1);
            let unknown = SyntaxError { span, message: "this form of item is not known".to_owned() };
            return Err(parsed.errors.into_iter().next().unwrap_or(unknown));
        };
        let mut kind = item.kind;
        if let (ItemKind::Fn(item), Some(span)) = (&mut kind, self.braces)
            && let Some(body) = &mut item.body
        {
            body.span = span;
        }
        Ok(kind)
    }
}

/// The items of a file (`context` is `None`), or what a macro wrote inside a trait, an impl or an `extern` block.
pub fn skim_items(file: FileId, text: &str, context: Option<AssocContext>) -> Skimmed {
    let error = |lo: u32, hi: u32, message: &str| Skimmed {
        errors: vec![SyntaxError { span: Span::new(file, lo, hi), message: message.to_owned() }],
        ..Skimmed::default()
    };
    if u32::try_from(text.len()).is_err() {
        return error(0, 0, "the file has more than four thousand million bytes");
    }
    let lexed = lex_tokens(text);
    if let Some(wrong) = &lexed.error {
        return error(wrong.lo, wrong.hi, wrong.message);
    }
    let partners = match pair(&lexed.tokens) {
        Ok(partners) => partners,
        Err(wrong) => {
            let token = lexed.tokens[wrong.token];
            return error(token.lo, token.hi, &wrong.message);
        }
    };
    let Lexed { tokens, .. } = &lexed;
    let mut skim = Skim { file, text, tokens, partners: &partners, at: 0, end: tokens.len(), errors: Vec::new() };
    let attrs = skim.inner_attrs();
    let items = skim.items(context, 0);
    Skimmed { attrs, items, errors: skim.errors }
}

/// Reads tokens `at..end`.
struct Skim<'a, 't> {
    file: FileId,
    text: &'t str,
    tokens: &'a [Token],
    partners: &'a [u32],
    at: usize,
    end: usize,
    errors: Vec<SyntaxError>,
}

/// What stands before an item's own words.
struct Head {
    attrs: Vec<Attr>,
    vis: Visibility,
    start: u32,
    /// Its first token after attributes and visibility.
    first: usize,
}

impl<'t> Skim<'_, 't> {
    fn token(&self, index: usize) -> Option<Token> {
        (index < self.end).then(|| self.tokens[index])
    }

    fn kind(&self, index: usize) -> Option<TokenKind> {
        self.token(index).map(|t| t.kind)
    }

    /// The word at `index`, raw identifiers aside.
    fn word(&self, index: usize) -> &'t str {
        match self.token(index) {
            Some(Token { kind: TokenKind::Ident, lo, hi }) => &self.text[lo as usize..hi as usize],
            _ => "",
        }
    }

    fn is_punct(&self, index: usize, punct: u8) -> bool {
        self.kind(index) == Some(TokenKind::Punct(punct))
    }

    fn is_open(&self, index: usize, delimiter: Delimiter) -> bool {
        self.kind(index) == Some(TokenKind::Open(delimiter))
    }

    fn is_colons(&self, index: usize) -> bool {
        self.is_punct(index, b':') && self.is_punct(index + 1, b':')
    }

    fn partner(&self, open: usize) -> usize {
        self.partners[open] as usize
    }

    /// Whether the `>` at `index` ends `->` or `=>`.
    fn is_arrow(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        (self.is_punct(before, b'-') || self.is_punct(before, b'=')) && self.tokens[before].hi == self.tokens[index].lo
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.file, self.tokens[from].lo, self.tokens[to].hi)
    }

    /// The name at `index`, raw or not.
    fn ident(&self, index: usize) -> Option<Ident> {
        let token = self.token(index)?;
        let text = &self.text[token.lo as usize..token.hi as usize];
        let name = match token.kind {
            TokenKind::Ident => Symbol::intern(text),
            TokenKind::RawIdent => Symbol::intern(text.strip_prefix("r#").unwrap_or(text)),
            _ => return None,
        };
        Some(Ident { name, span: Span::new(self.file, token.lo, token.hi) })
    }

    /// `#![…]`, as many as there are.
    fn inner_attrs(&mut self) -> Vec<Attr> {
        let mut attrs = Vec::new();
        while self.is_punct(self.at, b'#') && self.is_punct(self.at + 1, b'!') && self.is_open(self.at + 2, Delimiter::Bracket) {
            attrs.push(self.attr(self.at, self.at + 2));
            self.at = self.partner(self.at + 2) + 1;
        }
        attrs
    }

    fn attr(&self, hash: usize, open: usize) -> Attr {
        let close = self.partner(open);
        let span = self.span(hash, close);
        let written = &self.text[self.tokens[open].hi as usize..self.tokens[close].lo as usize];
        let mut blanked = None;
        // Comments are no part of it.
        if written.contains("//") || written.contains("/*") {
            for comment in lex_comments(written) {
                let bytes: &mut Vec<u8> = blanked.get_or_insert_with(|| written.as_bytes().to_vec());
                bytes[comment.lo as usize..comment.hi as usize].fill(b' ');
            }
        }
        let blanked = blanked.map(|bytes| String::from_utf8(bytes).expect("comments begin and end between characters"));
        let (path, args, is_value) = split_meta(blanked.as_deref().unwrap_or(written));
        Attr { path: Symbol::intern(&path), args: args.to_owned(), is_value, span }
    }

    fn items(&mut self, context: Option<AssocContext>, depth: u32) -> Vec<SkimItem> {
        let mut items = Vec::new();
        while self.at < self.end {
            // Macros may leave a `;` behind their items.
            if self.is_punct(self.at, b';') {
                self.at += 1;
                continue;
            }
            let start = self.at;
            match self.item(context, depth) {
                Some(item) => items.push(item),
                None => {
                    self.at = start;
                    self.parse_item(context, &mut items);
                }
            }
        }
        items
    }

    /// The items between the braces that open at `open`, and the inner attributes there; goes on behind them.
    fn group(&mut self, open: usize, context: Option<AssocContext>, depth: u32) -> (Vec<Attr>, Vec<SkimItem>) {
        let close = self.partner(open);
        let end = std::mem::replace(&mut self.end, close);
        self.at = open + 1;
        let attrs = self.inner_attrs();
        let items = self.items(context, depth + 1);
        self.end = end;
        self.at = close + 1;
        (attrs, items)
    }

    /// Give the parser what stands here, up to the next `;` or braced group.
    fn parse_item(&mut self, context: Option<AssocContext>, items: &mut Vec<SkimItem>) {
        let start = self.at;
        let mut last = start;
        while let Some(token) = self.token(self.at) {
            last = self.at;
            match token.kind {
                TokenKind::Punct(b';') => {
                    self.at += 1;
                    break;
                }
                TokenKind::Open(delimiter) => {
                    last = self.partner(self.at);
                    self.at = last + 1;
                    if delimiter == Delimiter::Brace {
                        break;
                    }
                }
                _ => self.at += 1,
            }
        }
        let range = self.tokens[start].lo as usize..self.tokens[last].hi as usize;
        let ParsedItems { items: read, mut errors } = read_range(self.file, self.text, range, context);
        self.errors.append(&mut errors);
        items.extend(read.items.into_iter().map(|item| SkimItem {
            attrs: item.attrs.clone(),
            vis: item.vis.clone(),
            name: item.name,
            span: item.span,
            kind: SkimKind::Read(Box::new(item)),
        }));
    }

    fn head(&mut self) -> Option<Head> {
        let start = self.token(self.at)?.lo;
        let mut attrs = Vec::new();
        while self.is_punct(self.at, b'#') && self.is_open(self.at + 1, Delimiter::Bracket) {
            attrs.push(self.attr(self.at, self.at + 1));
            self.at = self.partner(self.at + 1) + 1;
        }
        let mut vis = Visibility::Inherited;
        if self.word(self.at) == "pub" {
            self.at += 1;
            vis = Visibility::Public;
            if self.is_open(self.at, Delimiter::Paren) {
                let close = self.partner(self.at);
                let first = if self.word(self.at + 1) == "in" { self.at + 2 } else { self.at + 1 };
                vis = Visibility::Restricted(self.plain_path(first, close)?);
                self.at = close + 1;
            }
        }
        Some(Head { attrs, vis, start, first: self.at })
    }

    /// A path without arguments, of the tokens `from..to`.
    fn plain_path(&self, from: usize, to: usize) -> Option<Path> {
        let global = self.is_colons(from);
        let mut at = if global { from + 2 } else { from };
        let mut segments = Vec::new();
        loop {
            segments.push(Segment { name: self.ident(at)?, args: None });
            at += 1;
            if at == to {
                return Some(Path { qself: None, global, segments, span: self.span(from, to - 1) });
            }
            if !self.is_colons(at) {
                return None;
            }
            at += 2;
        }
    }

    fn nameless(&self, at: u32) -> Ident {
        Ident { name: Symbol::intern(""), span: Span::new(self.file, at, at) }
    }

    fn late(&self, first: usize, last: usize, braces: Option<usize>, context: Option<AssocContext>) -> Late {
        let hi = braces.map_or(self.tokens[last].hi, |open| self.tokens[open].lo);
        let braces = braces.map(|open| self.span(open, self.partner(open)));
        Late { header: (self.tokens[first].lo, hi), braces, context }
    }

    /// The `;` that ends an item, or the braces of its body: from its name or what follows it.
    fn to_braces(&self, mut at: usize) -> Option<(usize, Option<usize>)> {
        let mut angles = 0usize;
        loop {
            match self.kind(at)? {
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(at) => angles = angles.checked_sub(1)?,
                TokenKind::Punct(b';') => return Some((at, None)),
                // `-> name! { … } { body }`
                TokenKind::Open(Delimiter::Brace) if angles == 0 && !(self.is_punct(at - 1, b'!') && self.ident(at - 2).is_some()) => {
                    return Some((at, Some(at)));
                }
                TokenKind::Open(_) => at = self.partner(at),
                TokenKind::Close(_) => return None,
                _ => {}
            }
            at += 1;
        }
    }

    fn to_semicolon(&self, mut at: usize) -> Option<usize> {
        loop {
            match self.kind(at)? {
                TokenKind::Punct(b';') => return Some(at),
                TokenKind::Open(_) => at = self.partner(at),
                TokenKind::Close(_) => return None,
                _ => {}
            }
            at += 1;
        }
    }

    /// The group of a macro's arguments: its end and that of the `;` behind it, what is inside, and its delimiters.
    fn macro_group(&self, open: usize) -> Option<(usize, Span, Delimiter)> {
        let Some(TokenKind::Open(delimiter)) = self.kind(open) else { return None };
        let close = self.partner(open);
        let args = Span::new(self.file, self.tokens[open].hi, self.tokens[close].lo);
        let last = if delimiter == Delimiter::Brace {
            close
        } else if self.is_punct(close + 1, b';') {
            close + 1
        } else if close + 1 == self.end {
            close
        } else {
            return None;
        };
        Some((last, args, delimiter))
    }

    fn macro_call(&self, first: usize) -> Option<(usize, MacroCall)> {
        let mut bang = first;
        while !self.is_punct(bang, b'!') {
            if self.ident(bang).is_none() && !self.is_punct(bang, b':') {
                return None;
            }
            bang += 1;
        }
        if bang == first {
            return None;
        }
        let path = self.plain_path(first, bang)?;
        let (last, args, delimiter) = self.macro_group(bang + 1)?;
        let span = path.span.to(self.span(bang + 1, self.partner(bang + 1)));
        Some((last, MacroCall { path, args, delimiter, span }))
    }
}

/// Have the parser read a stretch of a file.
fn read_range(file: FileId, text: &str, range: Range<usize>, context: Option<AssocContext>) -> ParsedItems {
    let parsed = Source::new(file, text, range, false).and_then(|source| source.parse_as(context));
    parsed.unwrap_or_else(|error| ParsedItems { errors: vec![error], ..ParsedItems::default() })
}
