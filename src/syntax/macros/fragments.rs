//! Fragment kinds: which tokens may begin one, and how far it reaches.
//!
//! How far an expression or a type reaches is asked of `syn`'s parser, on tokens that stand in for the real
//! ones (only their kind and number matter). The stand-ins are built once an expansion.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span as NoSpan, TokenStream, TokenTree};
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Token, ext::IdentExt};

use super::MacroError;
use super::tokens::{GroupKind, LiteralKind, Token as MacroToken, TokenKind, TokenList};
use crate::syntax::{ast, guard, lexer};

/// What a macro variable stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::syntax) enum FragmentKind {
    Ident,
    Lifetime,
    Literal,
    Tt,
    Vis,
    Block,
    Stmt,
    /// `expr` as of edition 2024: `_` and `const { … }` begin one too.
    Expr,
    /// `expr_2021`, and `expr` before edition 2024.
    ExprBefore2024,
    /// `pat`: with alternatives.
    Pat,
    /// `pat_param`, and `pat` before edition 2021.
    PatNoTopAlternatives,
    Ty,
    Path,
    Meta,
    Item,
}

impl FragmentKind {
    /// The kind that is written `name` in a macro of `edition` (the year).
    pub(super) fn named(name: &str, edition: u16) -> Option<Self> {
        Some(match name {
            "ident" => Self::Ident,
            "lifetime" => Self::Lifetime,
            "literal" => Self::Literal,
            "tt" => Self::Tt,
            "vis" => Self::Vis,
            "block" => Self::Block,
            "stmt" => Self::Stmt,
            "expr" if edition >= 2024 => Self::Expr,
            "expr" | "expr_2021" => Self::ExprBefore2024,
            "pat" if edition >= 2021 => Self::Pat,
            "pat" | "pat_param" => Self::PatNoTopAlternatives,
            "ty" => Self::Ty,
            "path" => Self::Path,
            "meta" => Self::Meta,
            "item" => Self::Item,
            _ => return None,
        })
    }

    /// Whether what it matched goes on as plain tokens rather than as one unit.
    pub(super) fn is_transparent(self) -> bool {
        matches!(self, Self::Ident | Self::Lifetime | Self::Tt)
    }

    /// Whether a parser must say how far it reaches.
    pub(super) fn needs_parser(self) -> bool {
        matches!(
            self,
            Self::Stmt
                | Self::Expr
                | Self::ExprBefore2024
                | Self::Pat
                | Self::PatNoTopAlternatives
                | Self::Ty
                | Self::Path
                | Self::Meta
                | Self::Item
        )
    }

    /// The letter of its mark in expanded text.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Expr | Self::ExprBefore2024 => 'e',
            Self::Ty => 't',
            Self::Pat | Self::PatNoTopAlternatives => 'p',
            Self::Path => 'a',
            Self::Stmt => 's',
            Self::Block => 'b',
            Self::Item => 'i',
            Self::Meta => 'm',
            Self::Vis => 'v',
            Self::Literal => 'l',
            Self::Ident | Self::Lifetime | Self::Tt => 'x',
        }
    }

    pub(super) fn from_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'e' => Self::Expr,
            b't' => Self::Ty,
            b'p' => Self::Pat,
            b'a' => Self::Path,
            b's' => Self::Stmt,
            b'b' => Self::Block,
            b'i' => Self::Item,
            b'm' => Self::Meta,
            b'v' => Self::Vis,
            b'l' => Self::Literal,
            _ => return None,
        })
    }

    fn is_expr(self) -> bool {
        matches!(self, Self::Expr | Self::ExprBefore2024)
    }

    fn is_pat(self) -> bool {
        matches!(self, Self::Pat | Self::PatNoTopAlternatives)
    }
}

fn is_path_word(word: &str) -> bool {
    matches!(word, "self" | "Self" | "super" | "crate")
}

fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "as" | "break"
            | "const"
            | "continue"
            | "crate"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "Self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "abstract"
            | "become"
            | "box"
            | "do"
            | "final"
            | "macro"
            | "override"
            | "priv"
            | "typeof"
            | "unsized"
            | "virtual"
            | "yield"
            | "_"
    )
}

/// Whether the token at `at` may begin a fragment of `kind`; if not, the rule does not match there, and no
/// parser is asked.
pub(super) fn can_begin(list: &TokenList, at: usize, end: usize, kind: FragmentKind) -> bool {
    use FragmentKind as F;
    if at >= end {
        return false;
    }
    let token = &list.tokens[at];
    let op = || list.run(at, list.glued(at, end));
    match (kind, token.kind) {
        (_, TokenKind::Close(_)) => false,
        (F::Tt | F::Item | F::Stmt, _) => true,
        (F::Ident, TokenKind::RawIdent) => true,
        (F::Ident, TokenKind::Ident) => list.text(at) != "_",
        (F::Ident, _) => false,
        (F::Lifetime, kind) => kind == TokenKind::Lifetime,
        (F::Literal, TokenKind::Literal(_)) => true,
        (F::Literal, TokenKind::Ident) => matches!(list.text(at), "true" | "false"),
        (F::Literal, TokenKind::Punct(b'-')) => op() == "-",
        (F::Literal, TokenKind::Open(GroupKind::Fragment(inner))) => {
            inner == F::Literal || (inner.is_expr() && is_literal(list, at + 1, token.pair as usize))
        }
        (F::Literal, _) => false,
        (F::Block, TokenKind::Open(GroupKind::Brace)) => true,
        (F::Block, TokenKind::Open(GroupKind::Fragment(inner))) => inner == F::Block || inner == F::Stmt || inner.is_expr(),
        (F::Block, _) => false,
        (F::Path | F::Meta, TokenKind::Ident | TokenKind::RawIdent) => true,
        (F::Path | F::Meta, TokenKind::Punct(_)) => op() == "::",
        (F::Path, TokenKind::Open(GroupKind::Fragment(inner))) => !matches!(inner, F::Item | F::Block | F::Vis),
        (F::Meta, TokenKind::Open(GroupKind::Fragment(inner))) => !matches!(inner, F::Item | F::Block | F::Vis),
        (F::Path | F::Meta, _) => false,
        (F::Vis, TokenKind::Ident | TokenKind::RawIdent | TokenKind::Open(GroupKind::Fragment(_))) => true,
        (F::Vis, TokenKind::Punct(b',')) => true,
        (F::Vis | F::Ty, TokenKind::RawIdent | TokenKind::Lifetime) => true,
        (F::Ty, TokenKind::Ident) => {
            let word = list.text(at);
            !is_reserved(word) || is_path_word(word) || matches!(word, "_" | "for" | "impl" | "fn" | "unsafe" | "extern" | "typeof" | "dyn")
        }
        (F::Ty, TokenKind::Open(GroupKind::Fragment(inner))) => matches!(inner, F::Ty | F::Path),
        (F::Vis | F::Ty, TokenKind::Open(group)) => matches!(group, GroupKind::Paren | GroupKind::Bracket),
        (F::Vis | F::Ty, TokenKind::Punct(_)) => matches!(op(), "!" | "*" | "&" | "&&" | "?" | "<" | "<<" | "::"),
        (F::Vis | F::Ty, TokenKind::Literal(_)) => false,
        (F::Pat | F::PatNoTopAlternatives, TokenKind::Ident | TokenKind::RawIdent | TokenKind::Literal(_)) => true,
        (F::Pat | F::PatNoTopAlternatives, TokenKind::Open(group)) => match group {
            GroupKind::Paren | GroupKind::Bracket => true,
            GroupKind::Brace => false,
            GroupKind::Fragment(inner) => inner.is_expr() || inner.is_pat() || matches!(inner, F::Literal | F::Path | F::Ty | F::Meta),
        },
        (F::Pat, TokenKind::Punct(b'|')) => op() == "|",
        (F::Pat | F::PatNoTopAlternatives, TokenKind::Punct(_)) => {
            matches!(op(), "&" | "&&" | "-" | ".." | "..=" | "..." | "::" | "<" | "<<")
        }
        (F::Pat | F::PatNoTopAlternatives, TokenKind::Lifetime) => false,
        (F::Expr | F::ExprBefore2024, TokenKind::RawIdent | TokenKind::Literal(_) | TokenKind::Lifetime) => true,
        (F::Expr | F::ExprBefore2024, TokenKind::Ident) => match list.text(at) {
            "let" => false,
            "_" | "const" => kind == F::Expr,
            word => {
                !is_reserved(word)
                    || is_path_word(word)
                    || matches!(
                        word,
                        "break"
                            | "continue"
                            | "do"
                            | "false"
                            | "for"
                            | "if"
                            | "loop"
                            | "match"
                            | "move"
                            | "return"
                            | "become"
                            | "true"
                            | "unsafe"
                            | "while"
                            | "yield"
                            | "static"
                    )
            }
        },
        (F::Expr | F::ExprBefore2024, TokenKind::Open(group)) => match group {
            GroupKind::Fragment(inner) => inner.is_expr() || matches!(inner, F::Literal | F::Path | F::Block | F::Ty | F::Stmt),
            _ => true,
        },
        (F::Expr | F::ExprBefore2024, TokenKind::Punct(_)) => {
            matches!(op(), "!" | "-" | "*" | "|" | "||" | "&" | "&&" | ".." | "..=" | "..." | "<" | "<<" | "::" | "#")
        }
    }
}

fn is_literal(list: &TokenList, at: usize, end: usize) -> bool {
    let at = at + usize::from(list.is_punct(at, b'-'));
    at + 1 == end && (matches!(list.tokens[at].kind, TokenKind::Literal(_)) || list.is_word(at, "true") || list.is_word(at, "false"))
}

/// Where the fragment of `kind` that begins at `at` ends, where no parser is needed to tell: `Ok(None)` asks
/// for one. The error says what was expected.
pub(super) fn simple_end(list: &TokenList, at: usize, end: usize, kind: FragmentKind) -> Result<Option<usize>, &'static str> {
    use FragmentKind as F;
    let group = match list.tokens[at].kind {
        TokenKind::Open(GroupKind::Fragment(inner)) => Some((inner, list.tokens[at].pair as usize + 1)),
        _ => None,
    };
    let follows = |next: usize, ops: &[&str]| {
        next < end && matches!(list.tokens[next].kind, TokenKind::Punct(_)) && ops.contains(&list.run(next, list.glued(next, end)))
    };
    Ok(match kind {
        F::Ident | F::Lifetime => Some(at + 1),
        F::Tt => list.tree(at, end),
        F::Literal => match group {
            Some((_, after)) => Some(after),
            None if !list.is_punct(at, b'-') => Some(at + 1),
            None if at + 1 < end && matches!(list.tokens[at + 1].kind, TokenKind::Literal(_)) => Some(at + 2),
            None => return Err("a literal"),
        },
        F::Block => match list.tokens[at].kind {
            TokenKind::Open(_) => Some(list.tokens[at].pair as usize + 1),
            _ => return Err("a block"),
        },
        F::Vis => Some(match group {
            Some((F::Vis, after)) => after,
            _ => visibility_end(list, at, end),
        }),
        F::Ty => match group {
            Some((F::Ty | F::Path, after)) if !follows(after, &["+", "::", "!"]) => Some(after),
            _ => None,
        },
        F::Path => match group {
            Some((F::Path | F::Ty, after)) if !follows(after, &["::"]) => Some(after),
            _ => None,
        },
        F::Pat | F::PatNoTopAlternatives => match group {
            Some((_, after)) if !follows(after, &["|", "..", "..=", "...", "::", "!", "@"]) && !opens(list, after, end) => Some(after),
            _ => None,
        },
        F::Item => group.filter(|g| g.0 == F::Item).map(|g| g.1),
        F::Meta => group.filter(|g| g.0 == F::Meta).map(|g| g.1),
        F::Stmt => group.filter(|g| g.0 == F::Stmt || g.0 == F::Item).map(|g| g.1),
        F::Expr | F::ExprBefore2024 => None,
    })
}

fn opens(list: &TokenList, at: usize, end: usize) -> bool {
    at < end && matches!(list.tokens[at].kind, TokenKind::Open(GroupKind::Paren | GroupKind::Brace))
}

/// `pub`, `pub(crate)`, `pub(in path)`; `pub (T)` is `pub` and a type.
fn visibility_end(list: &TokenList, at: usize, end: usize) -> usize {
    if !list.is_word(at, "pub") {
        return at;
    }
    let open = at + 1;
    if open >= end || list.tokens[open].kind != TokenKind::Open(GroupKind::Paren) {
        return open;
    }
    let close = list.tokens[open].pair as usize;
    let restricted = list.is_word(open + 1, "in")
        || (close == open + 2
            && matches!(list.tokens[open + 1].kind, TokenKind::Ident)
            && matches!(list.text(open + 1), "crate" | "self" | "super"));
    if restricted { close + 1 } else { open }
}

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
        .map_err(|deep| MacroError::new(deep.message, crate::source::Span::new(list.file, deep.token.lo, deep.token.hi)))
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
        F::Path => input.parse::<syn::Path>().map(drop),
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
    if input.peek(Token![=]) {
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
        if input.peek(Token![=]) {
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
