//! How far a fragment reaches, where only a parser can tell.
//!
//! `syn` is asked, on tokens that stand in for the real ones (only their kind and number matter). The stand-ins
//! are built once an expansion, and each is stepped over once a rule: a list of ten thousand expressions takes
//! time in proportion to its length.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span as NoSpan, TokenStream, TokenTree};
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Token, ext::IdentExt};

use super::MacroError;
use super::fragments::FragmentKind;
use super::tokens::{GroupKind, LiteralKind, Token as MacroToken, TokenKind, TokenList};
use crate::source::Span;
use crate::syntax::{ast, guard, lexer};

/// The tokens of `list` in `from..to` as `syn` reads them, one tree a token (two a lifetime).
pub(super) fn stand_ins(list: &TokenList, mut from: usize, to: usize) -> TokenStream {
    let mut trees: Vec<TokenTree> = Vec::with_capacity(to - from);
    while from < to {
        let token = &list.tokens[from];
        let none = NoSpan::call_site();
        match token.kind {
            TokenKind::Ident => {
                let text = list.text(from);
                trees.push(Ident::new(if text.is_ascii() { text } else { "x" }, none).into());
            }
            TokenKind::RawIdent => trees.push(Ident::new("x", none).into()),
            TokenKind::Lifetime => {
                let name = &list.text(from)[1..];
                trees.push(Punct::new('\'', Spacing::Joint).into());
                trees.push(Ident::new(if name.is_ascii() && !name.contains('#') { name } else { "x" }, none).into());
            }
            TokenKind::Literal(kind) => trees.push(
                match kind {
                    LiteralKind::Str => Literal::string(""),
                    LiteralKind::ByteStr => Literal::byte_string(b""),
                    LiteralKind::CStr => Literal::c_string(c""),
                    LiteralKind::Char => Literal::character('x'),
                    LiteralKind::Byte => Literal::byte_character(b'x'),
                    LiteralKind::Int => Literal::u8_unsuffixed(0),
                    LiteralKind::Float => Literal::f64_unsuffixed(0.5),
                }
                .into(),
            ),
            TokenKind::Punct(c) => trees.push(Punct::new(c as char, if token.joint { Spacing::Joint } else { Spacing::Alone }).into()),
            TokenKind::Open(group) => {
                let delimiter = match group {
                    GroupKind::Paren => Delimiter::Parenthesis,
                    GroupKind::Bracket => Delimiter::Bracket,
                    GroupKind::Brace => Delimiter::Brace,
                    GroupKind::Fragment(_) => Delimiter::None,
                };
                trees.push(Group::new(delimiter, stand_ins(list, from + 1, token.pair as usize)).into());
                from = token.pair as usize;
            }
            TokenKind::Close(_) => {}
        }
        from += 1;
    }
    trees.into_iter().collect()
}

/// What parsing the tokens of `list` demands of the stack.
pub(super) fn load(list: &TokenList) -> Result<guard::Load, MacroError> {
    let delimiter = |group| match group {
        GroupKind::Bracket => ast::Delimiter::Bracket,
        GroupKind::Brace => ast::Delimiter::Brace,
        GroupKind::Paren | GroupKind::Fragment(_) => ast::Delimiter::Paren,
    };
    let measured = |token: &MacroToken| {
        let kind = match token.kind {
            TokenKind::Ident => lexer::TokenKind::Ident,
            TokenKind::RawIdent => lexer::TokenKind::RawIdent,
            TokenKind::Lifetime => lexer::TokenKind::Lifetime,
            TokenKind::Literal(_) => lexer::TokenKind::Literal,
            TokenKind::Punct(c) => lexer::TokenKind::Punct(c),
            TokenKind::Open(group) => lexer::TokenKind::Open(delimiter(group)),
            TokenKind::Close(group) => lexer::TokenKind::Close(delimiter(group)),
        };
        lexer::Token { kind, lo: token.lo, hi: token.hi }
    };
    let tokens: Vec<lexer::Token> = list.tokens.iter().map(measured).collect();
    let hidden = vec![false; tokens.len()];
    guard::measure(&list.text, &tokens, &hidden)
        .map_err(|deep| MacroError::new(deep.message, Span::new(list.file, deep.token.lo, deep.token.hi)))
}

/// `syn`'s reading position, kept beside the matcher's.
pub(super) struct Reader<'a> {
    levels: Vec<Level<'a>>,
}

struct Level<'a> {
    /// The group's opening token (unused for the outermost).
    open: usize,
    buffer: ParseBuffer<'a>,
    /// The token that `buffer` stands before.
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(root: &ParseBuffer<'a>) -> Self {
        Self { levels: vec![Level { open: usize::MAX, buffer: root.fork(), at: 0 }] }
    }

    /// Where the fragment of `kind` at token `at` ends; `opens` are the groups that `at` lies in. The error
    /// says what `syn` found wrong.
    pub(super) fn end(&mut self, list: &TokenList, opens: &[usize], at: usize, kind: FragmentKind) -> Result<usize, String> {
        let same = self.levels[1..].iter().zip(opens).take_while(|(level, open)| level.open == **open).count();
        self.levels.truncate(same + 1);
        for &open in &opens[same..] {
            let level = self.levels.last_mut().expect("the outermost level stays");
            level.advance(list, open);
            let content = enter(&level.buffer, list.tokens[open].kind).map_err(|e| e.to_string())?;
            level.at = list.tokens[open].pair as usize + 1;
            self.levels.push(Level { open, buffer: content, at: open + 1 });
        }
        let level = self.levels.last_mut().expect("the outermost level stays");
        level.advance(list, at);
        let fork = level.buffer.fork();
        read(&fork, kind).map_err(|e| e.to_string())?;
        let end = fork.cursor();
        while level.buffer.cursor() < end {
            level.step(list);
        }
        if level.buffer.cursor() == end { Ok(level.at) } else { Err("it ends inside a substituted fragment".to_owned()) }
    }
}

impl Level<'_> {
    fn advance(&mut self, list: &TokenList, to: usize) {
        while self.at < to && !self.buffer.cursor().eof() {
            self.step(list);
        }
    }

    fn step(&mut self, list: &TokenList) {
        let trees = if list.tokens[self.at].kind == TokenKind::Lifetime { 2 } else { 1 };
        for _ in 0..trees {
            // At the end there is nothing to step over, and the caller's loop ends.
            let _ = self.buffer.step(|cursor| cursor.token_tree().map(|(_, rest)| ((), rest)).ok_or_else(|| cursor.error("end")));
        }
        self.at = match list.tokens[self.at].kind {
            TokenKind::Open(_) => list.tokens[self.at].pair as usize + 1,
            _ => self.at + 1,
        };
    }
}

fn enter<'a>(buffer: &ParseBuffer<'a>, open: TokenKind) -> syn::Result<ParseBuffer<'a>> {
    let content;
    match open {
        TokenKind::Open(GroupKind::Paren) => {
            syn::parenthesized!(content in buffer);
        }
        TokenKind::Open(GroupKind::Bracket) => {
            syn::bracketed!(content in buffer);
        }
        TokenKind::Open(GroupKind::Brace) => {
            syn::braced!(content in buffer);
        }
        _ => return Err(buffer.error("expected a group")),
    }
    Ok(content)
}

/// Parse one fragment and forget it.
fn read(input: ParseStream<'_>, kind: FragmentKind) -> syn::Result<()> {
    use FragmentKind as F;
    match kind {
        F::Expr | F::ExprBefore2024 => input.parse::<syn::Expr>().map(drop),
        F::Ty => input.parse::<syn::Type>().map(drop),
        F::Path => {
            let path = input.parse::<syn::Path>()?;
            // `FnMut(A) -> B` is a path too, as in types.
            if input.peek(syn::token::Paren) && path.segments.last().is_some_and(|s| s.arguments.is_none()) {
                input.parse::<syn::ParenthesizedGenericArguments>()?;
            }
            Ok(())
        }
        F::Pat => syn::Pat::parse_multi_with_leading_vert(input).map(drop),
        F::PatNoTopAlternatives => syn::Pat::parse_single(input).map(drop),
        F::Item => input.parse::<syn::Item>().map(drop),
        F::Meta => read_meta(input),
        F::Stmt => read_stmt(input),
        F::Ident | F::Lifetime | F::Literal | F::Tt | F::Vis | F::Block => Ok(()),
    }
}

fn read_meta(input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(Token![unsafe]) {
        input.parse::<Token![unsafe]>()?;
    } else {
        input.call(syn::Path::parse_mod_style)?;
    }
    if input.peek(Token![=]) && !input.peek(Token![=>]) && !input.peek(Token![==]) {
        input.parse::<Token![=]>()?;
        input.parse::<syn::Expr>()?;
    } else if input.peek(syn::token::Paren) || input.peek(syn::token::Bracket) || input.peek(syn::token::Brace) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// A statement without the semicolon that may end it.
fn read_stmt(input: ParseStream<'_>) -> syn::Result<()> {
    let ahead = input.fork();
    ahead.call(syn::Attribute::parse_outer)?;
    if ahead.peek(Token![let]) {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<Token![let]>()?;
        syn::Pat::parse_multi_with_leading_vert(input)?;
        if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            input.parse::<syn::Type>()?;
        }
        if input.peek(Token![=]) && !input.peek(Token![=>]) {
            input.parse::<Token![=]>()?;
            input.parse::<syn::Expr>()?;
            if input.peek(Token![else]) {
                input.parse::<Token![else]>()?;
                input.parse::<syn::Block>()?;
            }
        }
        return Ok(());
    }
    if ahead.peek(Token![;]) {
        return Ok(());
    }
    if let Ok(word) = ahead.call(Ident::parse_any) {
        let word = word.to_string();
        let may_be_item = matches!(
            word.as_str(),
            "use"
                | "static"
                | "const"
                | "unsafe"
                | "mod"
                | "type"
                | "struct"
                | "enum"
                | "union"
                | "trait"
                | "impl"
                | "auto"
                | "fn"
                | "async"
                | "extern"
                | "pub"
                | "macro_rules"
                | "macro"
        );
        let item = input.fork();
        if may_be_item && item.parse::<syn::Item>().is_ok_and(|i| !matches!(&i, syn::Item::Macro(m) if m.ident.is_none())) {
            return input.parse::<syn::Item>().map(drop);
        }
    }
    syn::Expr::parse_with_earlier_boundary_rule(input).map(drop)
}
