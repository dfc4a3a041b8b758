//! Tokens as macros see them: flat, owned, tied to the bytes they stand on.
//!
//! `proc_macro2`'s tokens cannot cross threads, forget the text they came from, and have no way to say "this
//! was one fragment of an outer macro"; these can. Operators are kept as single characters with a note of
//! whether the next one touches them, because a parser may split `>>`; [`TokenList::glued`] puts them together
//! as the language does.

use std::sync::Arc;

use super::fragments::FragmentKind;
use crate::source::{FileId, Span};

/// A lexed stretch of one file.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct TokenList {
    pub(in crate::syntax) file: FileId,
    pub(super) text: Arc<str>,
    pub(in crate::syntax) tokens: Vec<Token>,
    /// Texts of tokens that do not stand in the file as such (documentation comments read as attributes).
    pub(super) made: Vec<Box<str>>,
}

/// One token; a punctuation token is one character.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Token {
    pub(in crate::syntax) kind: TokenKind,
    /// Whether the next token follows without a gap (only of interest for punctuation).
    pub(super) joint: bool,
    pub(super) lo: u32,
    pub(super) hi: u32,
    /// For delimiters: the index of the partner.
    pub(in crate::syntax) pair: u32,
    /// Number of its text in `made`, from 1; 0 for what stands in the file.
    pub(super) made: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum TokenKind {
    /// Also keywords and `_`.
    Ident,
    RawIdent,
    Lifetime,
    Literal(LiteralKind),
    Punct(u8),
    Open(GroupKind),
    Close(GroupKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum LiteralKind {
    Str,
    ByteStr,
    CStr,
    Char,
    Byte,
    Int,
    Float,
}

/// What encloses a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum GroupKind {
    Paren,
    Bracket,
    Brace,
    /// No delimiter is written: what was substituted for a fragment variable of this kind. It stays one unit.
    Fragment(FragmentKind),
}

/// The operators of more than one character, longest first.
const OPERATORS: [&str; 25] = [
    "<<=", ">>=", "...", "..=", "&&", "||", "->", "=>", "::", "..", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "^=",
    "&=", "|=", "<-",
];

impl TokenList {
    /// The text of token `index`.
    pub(in crate::syntax) fn text(&self, index: usize) -> &str {
        let token = &self.tokens[index];
        match token.made {
            0 => &self.text[token.lo as usize..token.hi as usize],
            made => &self.made[made as usize - 1],
        }
    }

    /// Where token `index` stands.
    pub(in crate::syntax) fn span(&self, index: usize) -> Span {
        let token = &self.tokens[index];
        Span::new(self.file, token.lo, token.hi)
    }

    /// The text of the `len` tokens from `index`, which stand together.
    pub(in crate::syntax) fn run(&self, index: usize, len: usize) -> &str {
        if len == 1 {
            return self.text(index);
        }
        &self.text[self.tokens[index].lo as usize..self.tokens[index + len - 1].hi as usize]
    }

    /// Where the `len` tokens from `index` stand.
    pub(in crate::syntax) fn run_span(&self, index: usize, len: usize) -> Span {
        Span::new(self.file, self.tokens[index].lo, self.tokens[index + len - 1].hi)
    }

    /// How many tokens from `index`, but before `end`, make up one token of the language.
    pub(in crate::syntax) fn glued(&self, index: usize, end: usize) -> usize {
        let mut text = [0u8; 3];
        let mut len = 0;
        for token in self.tokens[index..end].iter().take(3) {
            let TokenKind::Punct(c) = token.kind else { break };
            text[len] = c;
            len += 1;
            if !token.joint {
                break;
            }
        }
        if len < 2 {
            return 1;
        }
        let run = &text[..len];
        OPERATORS.iter().find(|op| run.starts_with(op.as_bytes())).map_or(1, |op| op.len())
    }

    /// The index after the token tree at `index`: one token of the language or a group. `None` at a closing
    /// delimiter or the end.
    pub(in crate::syntax) fn tree(&self, index: usize, end: usize) -> Option<usize> {
        if index >= end {
            return None;
        }
        match self.tokens[index].kind {
            TokenKind::Open(_) => Some(self.tokens[index].pair as usize + 1),
            TokenKind::Close(_) => None,
            _ => Some(index + self.glued(index, end)),
        }
    }

    /// Whether the token at `index` is the operator character `c`.
    pub(in crate::syntax) fn is_punct(&self, index: usize, c: u8) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == TokenKind::Punct(c))
    }

    /// Whether the token of the language at `index` is `op`.
    pub(in crate::syntax) fn is_op(&self, index: usize, end: usize, op: &str) -> bool {
        index < end && matches!(self.tokens[index].kind, TokenKind::Punct(_)) && self.run(index, self.glued(index, end)) == op
    }

    /// Whether the token at `index` is the identifier or keyword `word` (not raw).
    pub(in crate::syntax) fn is_word(&self, index: usize, word: &str) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == TokenKind::Ident) && self.text(index) == word
    }

    /// Whether token `index` does not stand in the file as such.
    pub(in crate::syntax) fn is_made(&self, index: usize) -> bool {
        self.tokens[index].made != 0
    }

    /// The ranges between the commas of `from..to` that stand in no group; an empty last one is left out.
    pub(in crate::syntax) fn comma_separated(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut ranges = Vec::new();
        let (mut begin, mut at) = (from, from);
        while at < to {
            if self.is_punct(at, b',') {
                ranges.push((begin, at));
                begin = at + 1;
            }
            at = self.tree(at, to).unwrap_or(at + 1);
        }
        if begin < to {
            ranges.push((begin, to));
        }
        ranges
    }

    /// The first `c` in `from..to` that stands in no group.
    pub(in crate::syntax) fn find_punct(&self, from: usize, to: usize, c: u8) -> Option<usize> {
        let mut at = from;
        while at < to {
            if self.is_punct(at, c) {
                return Some(at);
            }
            at = self.tree(at, to).unwrap_or(at + 1);
        }
        None
    }
}
