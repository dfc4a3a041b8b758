//! Text → [`TokenList`].
//!
//! Knows the lexical grammar and nothing of syntax. In a virtual file it also reads the marks that
//! [`super::write`] leaves around substituted fragments: comments, so that every other reader passes them by.

use super::MacroError;
use super::fragments::FragmentKind;
use super::tokens::{GroupKind, LiteralKind, Token, TokenKind, TokenList};
use crate::source::{Sources, Span};

/// Groups nested deeper than this are refused: parsers below are recursive.
pub(super) const MAX_DEPTH: usize = 128;

/// Lex what stands under `span`.
pub(in crate::syntax) fn lex(sources: &Sources, span: Span) -> Result<TokenList, MacroError> {
    let file = sources.file(span.file);
    let text = file.text.clone();
    if text.get(span.range()).is_none() {
        return Err(MacroError::new("the place does not lie in the file's text", span));
    }
    let mut lexer = Lexer {
        bytes: &text.as_bytes()[..span.hi as usize],
        text: &text[..span.hi as usize],
        at: span.lo as usize,
        is_virtual: file.is_virtual(),
        list: TokenList { file: span.file, text: text.clone(), tokens: Vec::with_capacity(span.len() as usize / 4), made: Vec::new() },
        open: Vec::new(),
        drop_next: false,
    };
    lexer.run()?;
    Ok(lexer.list)
}

struct Open {
    index: usize,
    lo: usize,
    group: GroupKind,
    /// What [`super::write`] put around a fragment to keep its meaning; it is no part of the fragment.
    wrapper: Wrapper,
}

#[derive(Clone, Copy, PartialEq)]
enum Wrapper {
    None,
    /// This entry is the wrapping parenthesis itself.
    Paren,
    /// The fragment's last token is the wrapping `>`.
    Angle,
}

pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    is_virtual: bool,
    list: TokenList,
    open: Vec<Open>,
    drop_next: bool,
}

pub(in crate::syntax) fn is_ident_start(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic())
}

pub(in crate::syntax) fn is_ident_continue(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), MacroError> {
        loop {
            self.trivia()?;
            if self.at >= self.bytes.len() {
                break;
            }
            self.token()?;
        }
        match self.open.last() {
            Some(open) => {
                let lo = open.lo as u32;
                Err(MacroError::new("this delimiter is never closed", Span::new(self.list.file, lo, lo + 1)))
            }
            None => Ok(()),
        }
    }

    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|t| t.chars().next())
    }

    pub(super) fn error<T>(&self, message: &str, lo: usize) -> Result<T, MacroError> {
        let hi = self.at.max(lo).min(self.bytes.len());
        Err(MacroError::new(message, Span::new(self.list.file, lo as u32, hi as u32)))
    }

    /// Skip white space and comments, except documentation, which is a token.
    fn trivia(&mut self) -> Result<(), MacroError> {
        loop {
            match self.peek(0) {
                b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c if self.at < self.bytes.len() => self.at += 1,
                b'/' if self.peek(1) == b'/' => {
                    let lo = self.at;
                    self.at = self.text[lo..].find('\n').map_or(self.bytes.len(), |n| lo + n);
                    let line = self.text[lo..self.at].trim_end_matches('\r');
                    if let Some(doc) = line.strip_prefix("//!") {
                        self.doc(doc, true, lo);
                    } else if line.starts_with("///") && !line.starts_with("////") {
                        self.doc(&line[3..], false, lo);
                    }
                }
                b'/' if self.peek(1) == b'*' => self.block_comment()?,
                b if b >= 0x80 => match self.char_at(self.at) {
                    Some(c) if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}') => self.at += c.len_utf8(),
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
    }

    fn block_comment(&mut self) -> Result<(), MacroError> {
        let lo = self.at;
        let mut depth = 0usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ if self.at >= self.bytes.len() => return self.error("this comment is never closed", lo),
                _ => self.at += 1,
            }
        }
        let comment = &self.text[lo..self.at];
        if self.is_virtual && self.mark(comment, lo)? {
            return Ok(());
        }
        if comment.len() >= 5 {
            // Not every comment has a boundary there: those that are documentation do.
            let inside = comment.get(3..comment.len() - 2).unwrap_or_default();
            if comment.starts_with("/*!") {
                self.doc(inside, true, lo);
            } else if comment.starts_with("/**") && !comment.starts_with("/***") {
                self.doc(inside, false, lo);
            }
        }
        Ok(())
    }

    /// Read `/*<e*/` (a fragment begins), `/*<E*/` (one with a wrapper) and `/*>*/` (it ends).
    fn mark(&mut self, comment: &str, lo: usize) -> Result<bool, MacroError> {
        match comment.as_bytes() {
            [b'/', b'*', b'<', letter, b'*', b'/'] => {
                let Some(kind) = FragmentKind::from_letter(letter.to_ascii_lowercase()) else { return Ok(false) };
                self.drop_next = false;
                self.push_open(GroupKind::Fragment(kind), lo)?;
                self.drop_next = letter.is_ascii_uppercase();
                Ok(true)
            }
            b"/*>*/" => {
                let Some(open) = self.open.pop() else { return self.error("a fragment ends that did not begin", lo) };
                if !matches!(open.group, GroupKind::Fragment(_)) {
                    return self.error("a fragment ends inside a group", lo);
                }
                if open.wrapper == Wrapper::Angle {
                    self.list.tokens.pop();
                }
                self.push_close(open, lo);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Documentation is an attribute to macros.
    fn doc(&mut self, text: &str, inner: bool, lo: usize) {
        let literal = format!("{text:?}").replace("\\'", "'");
        let made = |lexer: &mut Self, kind, text: &str| {
            lexer.list.made.push(text.into());
            let made = lexer.list.made.len() as u32;
            lexer.list.tokens.push(Token { kind, joint: false, lo: lo as u32, hi: lexer.at as u32, pair: 0, made });
            lexer.list.tokens.len() - 1
        };
        made(self, TokenKind::Punct(b'#'), "#");
        if inner {
            made(self, TokenKind::Punct(b'!'), "!");
        }
        let open = made(self, TokenKind::Open(GroupKind::Bracket), "[");
        made(self, TokenKind::Ident, "doc");
        made(self, TokenKind::Punct(b'='), "=");
        made(self, TokenKind::Literal(LiteralKind::Str), &literal);
        let close = made(self, TokenKind::Close(GroupKind::Bracket), "]");
        self.list.tokens[open].pair = close as u32;
        self.list.tokens[close].pair = open as u32;
    }

    pub(super) fn push(&mut self, kind: TokenKind, lo: usize) {
        self.list.tokens.push(Token { kind, joint: false, lo: lo as u32, hi: self.at as u32, pair: 0, made: 0 });
    }

    fn push_open(&mut self, group: GroupKind, lo: usize) -> Result<(), MacroError> {
        if self.open.len() >= MAX_DEPTH {
            return self.error("groups are nested more than 128 deep here, which is more than is read", lo);
        }
        let wrapper = if std::mem::take(&mut self.drop_next) { Wrapper::Paren } else { Wrapper::None };
        let index = self.list.tokens.len();
        if wrapper == Wrapper::None {
            self.push(TokenKind::Open(group), lo);
        }
        self.open.push(Open { index, lo, group, wrapper });
        Ok(())
    }

    fn push_close(&mut self, open: Open, lo: usize) {
        let index = self.list.tokens.len();
        self.push(TokenKind::Close(open.group), lo);
        self.list.tokens[index].pair = open.index as u32;
        self.list.tokens[open.index].pair = index as u32;
    }

    fn token(&mut self) -> Result<(), MacroError> {
        let lo = self.at;
        let first = self.char_at(lo).expect("the caller stopped at the end");
        if is_ident_start(first) {
            return self.word(lo);
        }
        match first {
            '0'..='9' => self.number(lo),
            '"' => self.string(lo, LiteralKind::Str),
            '\'' => self.quote(lo),
            '(' | '[' | '{' => {
                self.at += 1;
                let group = match first {
                    '(' => GroupKind::Paren,
                    '[' => GroupKind::Bracket,
                    _ => GroupKind::Brace,
                };
                self.push_open(group, lo)
            }
            ')' | ']' | '}' => {
                self.at += 1;
                let Some(open) = self.open.pop() else { return self.error("this closes a delimiter that was not opened", lo) };
                let closes = match first {
                    ')' => GroupKind::Paren,
                    ']' => GroupKind::Bracket,
                    _ => GroupKind::Brace,
                };
                if open.group != closes {
                    return self.error("this closes another delimiter than the one that was opened last", lo);
                }
                if open.wrapper == Wrapper::None {
                    self.push_close(open, lo);
                }
                Ok(())
            }
            '!' | '#' | '$' | '%' | '&' | '*' | '+' | ',' | '-' | '.' | '/' | ':' | ';' | '<' | '=' | '>' | '?' | '@' | '^' | '|' | '~' => {
                self.at += 1;
                if std::mem::take(&mut self.drop_next) {
                    if let Some(open) = self.open.last_mut() {
                        open.wrapper = Wrapper::Angle;
                    }
                    return Ok(());
                }
                self.push(TokenKind::Punct(first as u8), lo);
                let joint = matches!(
                    self.peek(0),
                    b'!' | b'#'
                        | b'$'
                        | b'%'
                        | b'&'
                        | b'*'
                        | b'+'
                        | b','
                        | b'-'
                        | b'.'
                        | b':'
                        | b';'
                        | b'<'
                        | b'='
                        | b'>'
                        | b'?'
                        | b'@'
                        | b'^'
                        | b'|'
                        | b'~'
                ) || (self.peek(0) == b'/' && !matches!(self.peek(1), b'/' | b'*'));
                if let Some(token) = self.list.tokens.last_mut() {
                    token.joint = joint;
                }
                Ok(())
            }
            _ => {
                self.at += first.len_utf8();
                self.error("this character begins no token", lo)
            }
        }
    }
}
