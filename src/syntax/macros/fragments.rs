//! Fragment kinds: which tokens may begin one, and where it ends if no parser is needed to tell.

use super::tokens::{GroupKind, TokenKind, TokenList};

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
            None if is_literal(list, at, (at + 2).min(end)) => Some(at + 2),
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
