//! A small lexer: tokens and comments of a text, by place.
//!
//! It exists because three things must be known before a parser may see a text: where comments stand (the
//! parser drops them), which stretches need not be parsed yet, and how deeply the text nests. It knows only
//! what it takes to tell tokens from each other, nothing of the grammar.

use super::ast::Delimiter;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or keyword.
    Ident,
    /// `r#name`
    RawIdent,
    /// `'name`
    Lifetime,
    /// Strings, characters, numbers.
    Literal,
    /// One character of punctuation.
    Punct(u8),
    Open(Delimiter),
    Close(Delimiter),
    /// A character that no token begins with.
    Unknown,
}

/// A token: bytes `lo..hi` of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub lo: u32,
    pub hi: u32,
}

/// A comment of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment<'t> {
    /// First byte.
    pub lo: u32,
    /// One past the last byte (the line's end is not part of a line comment).
    pub hi: u32,
    /// `///`, `//!`, `/** … */`, `/*! … */`
    pub is_doc: bool,
    /// `/* … */`
    pub is_block: bool,
    /// What stands between the markers (`//`, `///`, `//!`, `/*`, … and `*/`), untrimmed.
    pub text: &'t str,
}

/// A place where no token could be made.
#[derive(Clone, Debug)]
pub(crate) struct LexError {
    pub lo: u32,
    pub hi: u32,
    pub message: &'static str,
}

/// All of a text's tokens and comments, in order.
#[derive(Debug, Default)]
pub(crate) struct Lexed<'t> {
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment<'t>>,
    /// How many bytes at the start are a byte-order mark and a shebang line.
    pub preamble: u32,
    /// The first thing that is wrong; lexing goes on after it as well as it can.
    pub error: Option<LexError>,
}

/// All comments of a file's text, in order.
pub fn lex_comments(text: &str) -> Vec<Comment<'_>> {
    lex(text).comments
}

/// Lex `text`. A byte-order mark and a shebang line at its start are skipped.
pub(crate) fn lex(text: &str) -> Lexed<'_> {
    run(text, true)
}

/// The same without the comments.
pub(crate) fn lex_tokens(text: &str) -> Lexed<'_> {
    run(text, false)
}

fn run(text: &str, with_comments: bool) -> Lexed<'_> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: preamble(text), with_comments, out: Lexed::default() };
    lexer.out.preamble = lexer.at as u32;
    lexer.out.tokens.reserve(text.len() / 5);
    while lexer.at < lexer.bytes.len() {
        lexer.step();
    }
    lexer.out
}

fn preamble(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[mark..];
    if !rest.starts_with("#!") {
        return mark;
    }
    // `#![attr]`, even with space or comments before the bracket, is an attribute.
    let mut after = Lexer { text: rest, bytes: rest.as_bytes(), at: 2, with_comments: false, out: Lexed::default() };
    while after.at < after.bytes.len() && after.out.tokens.is_empty() {
        after.step();
    }
    if after.out.tokens.first().is_some_and(|t| t.kind == TokenKind::Open(Delimiter::Bracket)) {
        return mark;
    }
    mark + rest.find('\n').unwrap_or(rest.len())
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    with_comments: bool,
    out: Lexed<'t>,
}

fn is_ident_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_ident_continue(byte: u8) -> bool {
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize || byte >= 0x80;
            byte += 1;
        }
        table
    };
    TABLE[byte as usize]
}

impl<'t> Lexer<'t> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: TokenKind, lo: usize) {
        self.out.tokens.push(Token { kind, lo: lo as u32, hi: self.at as u32 });
    }

    fn fail(&mut self, lo: usize, message: &'static str) {
        let hi = self.at;
        self.out.error.get_or_insert(LexError { lo: lo as u32, hi: hi as u32, message });
    }

    /// One token, comment or stretch of white space.
    fn step(&mut self) {
        let lo = self.at;
        let byte = self.bytes[lo];
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                let rest = &self.bytes[lo + 1..];
                self.at += 1 + rest.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r')).unwrap_or(rest.len());
            }
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'(' => self.delimiter(TokenKind::Open(Delimiter::Paren)),
            b'[' => self.delimiter(TokenKind::Open(Delimiter::Bracket)),
            b'{' => self.delimiter(TokenKind::Open(Delimiter::Brace)),
            b')' => self.delimiter(TokenKind::Close(Delimiter::Paren)),
            b']' => self.delimiter(TokenKind::Close(Delimiter::Bracket)),
            b'}' => self.delimiter(TokenKind::Close(Delimiter::Brace)),
            b'"' => self.string(lo),
            b'\'' => self.quote(lo),
            b'0'..=b'9' => self.number(),
            _ if byte.is_ascii_punctuation() && byte != b'_' => {
                self.at += 1;
                self.push(TokenKind::Punct(byte), lo);
            }
            _ if is_ident_start(byte) => self.word(),
            _ => {
                self.at += 1;
                self.push(TokenKind::Unknown, lo);
            }
        }
    }

    fn delimiter(&mut self, kind: TokenKind) {
        let lo = self.at;
        self.at += 1;
        self.push(kind, lo);
    }

    fn line_comment(&mut self) {
        let lo = self.at;
        let end = memchr::memchr(b'\n', &self.bytes[lo..]).map_or(self.text.len(), |n| lo + n);
        if !self.with_comments {
            self.at = end;
            return;
        }
        let end = if end > lo && self.bytes[end - 1] == b'\r' { end - 1 } else { end };
        let inside = &self.text[lo + 2..end];
        let is_doc = inside.starts_with('!') || inside.starts_with('/') && !inside.starts_with("//");
        let text = if is_doc { &inside[1..] } else { inside };
        self.at = end;
        self.out.comments.push(Comment { lo: lo as u32, hi: end as u32, is_doc, is_block: false, text });
    }

    fn block_comment(&mut self) {
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
                _ if self.at >= self.bytes.len() => {
                    self.fail(lo, "this block comment is never closed: add `*/`");
                    self.out.comments.push(Comment {
                        lo: lo as u32,
                        hi: self.at as u32,
                        is_doc: false,
                        is_block: true,
                        text: &self.text[lo + 2..],
                    });
                    return;
                }
                _ => self.at += 1,
            }
        }
        if !self.with_comments {
            return;
        }
        let inside = &self.text[lo + 2..self.at - 2];
        let is_doc = inside.starts_with('!') || inside.len() > 1 && inside.starts_with('*') && !inside.starts_with("**");
        let text = if is_doc { &inside[1..] } else { inside };
        self.out.comments.push(Comment { lo: lo as u32, hi: self.at as u32, is_doc, is_block: true, text });
    }

    /// A string with escapes; `self.at` is at its opening quote.
    fn string(&mut self, lo: usize) {
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            match memchr::memchr2(b'"', b'\\', rest) {
                Some(n) if rest[n] == b'"' => break self.at += n + 1,
                Some(n) => self.at += n + 2,
                None => {
                    self.at = self.bytes.len();
                    self.fail(lo, "this string is never closed: add `\"`");
                    break;
                }
            }
        }
        self.suffix();
        self.push(TokenKind::Literal, lo);
    }

    /// A raw string; `self.at` is at the first `#` or the quote.
    fn raw_string(&mut self, lo: usize, hashes: usize) {
        self.at += hashes + 1;
        let close = |bytes: &[u8], at: usize| {
            bytes[at] == b'"' && bytes.len() > at + hashes && bytes[at + 1..=at + hashes].iter().all(|b| *b == b'#')
        };
        while self.at < self.bytes.len() && !close(self.bytes, self.at) {
            self.at += 1;
        }
        if self.at < self.bytes.len() {
            self.at += hashes + 1;
            self.suffix();
        } else {
            self.fail(lo, "this raw string is never closed: add `\"` and as many `#` as at its start");
        }
        self.push(TokenKind::Literal, lo);
    }

    fn suffix(&mut self) {
        while is_ident_continue(self.peek(0)) {
            self.at += 1;
        }
    }

    /// A character literal or a lifetime; `self.at` is at the quote.
    fn quote(&mut self, lo: usize) {
        self.at += 1;
        let Some(first) = self.text[self.at..].chars().next() else {
            self.fail(lo, "a quote stands alone");
            return self.push(TokenKind::Unknown, lo);
        };
        if first == '\\' {
            self.at += 2;
            // `\'` was just passed; what is left of the escape holds no quote.
            while self.at < self.bytes.len() && self.bytes[self.at] != b'\'' && self.bytes[self.at] != b'\n' {
                self.at += 1;
            }
            return self.close_char(lo);
        }
        let after = self.at + first.len_utf8();
        if self.bytes.get(after) == Some(&b'\'') {
            self.at = after;
            return self.close_char(lo);
        }
        if first.is_ascii() && !is_ident_start(first as u8) {
            self.fail(lo, "this character literal is never closed: add `'`");
            return self.push(TokenKind::Unknown, lo);
        }
        if first == 'r' && self.peek(1) == b'#' && is_ident_start(self.peek(2)) {
            self.at += 2;
        }
        self.suffix();
        self.push(TokenKind::Lifetime, lo);
    }

    fn close_char(&mut self, lo: usize) {
        if self.peek(0) == b'\'' {
            self.at += 1;
            self.suffix();
        } else {
            self.at = self.at.min(self.bytes.len());
            self.fail(lo, "this character literal is never closed: add `'`");
        }
        self.push(TokenKind::Literal, lo);
    }

    fn number(&mut self) {
        let lo = self.at;
        let radix = self.bytes[lo] == b'0' && matches!(self.peek(1), b'x' | b'o' | b'b');
        self.suffix();
        if !radix {
            let next = self.peek(1);
            if self.peek(0) == b'.' && next != b'.' && !is_ident_start(next) {
                self.at += 1;
                self.suffix();
            }
            if matches!(self.bytes[self.at - 1], b'e' | b'E') && matches!(self.peek(0), b'+' | b'-') {
                self.at += 1;
                self.suffix();
            }
        }
        self.push(TokenKind::Literal, lo);
    }

    /// An identifier, or a literal that begins with letters.
    fn word(&mut self) {
        let lo = self.at;
        let mut wide = 0;
        let mut end = lo;
        while let Some(byte) = self.bytes.get(end).filter(|byte| is_ident_continue(**byte)) {
            wide |= byte;
            end += 1;
        }
        if wide >= 0x80 {
            let rest = &self.text[lo..end];
            let first = rest.chars().next().expect("a word is not empty");
            if first.is_whitespace() || matches!(first, '\u{200e}' | '\u{200f}' | '\u{feff}') {
                self.at += first.len_utf8();
                return;
            }
            // Wide white space ends a word.
            end = rest.find(char::is_whitespace).map_or(end, |len| lo + len);
        }
        self.at = end;
        // A literal's letters are at most two.
        if end - lo > 2 || !matches!(self.bytes[lo], b'r' | b'b' | b'c') {
            return self.push(TokenKind::Ident, lo);
        }
        let word = &self.text[lo..end];
        match (word, self.peek(0)) {
            ("r" | "br" | "cr", b'"') => return self.raw_string(lo, 0),
            ("r" | "br" | "cr", b'#') => {
                let hashes = self.bytes[self.at..].iter().take_while(|b| **b == b'#').count();
                if self.peek(hashes) == b'"' {
                    return self.raw_string(lo, hashes);
                }
                if word == "r" && hashes == 1 && is_ident_start(self.peek(1)) {
                    self.at += 1;
                    self.suffix();
                    return self.push(TokenKind::RawIdent, lo);
                }
            }
            ("b" | "c", b'"') => return self.string(lo),
            ("b", b'\'') => return self.quote(lo),
            _ => {}
        }
        self.push(TokenKind::Ident, lo);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<(TokenKind, &str)> {
        lex(text).tokens.iter().map(|t| (t.kind, &text[t.lo as usize..t.hi as usize])).collect()
    }

    #[test]
    fn quotes_are_characters_or_lifetimes() {
        use TokenKind::{Lifetime, Literal};
        for (text, kind) in [
            ("'a'", Literal),
            ("'a", Lifetime),
            ("'static", Lifetime),
            ("'\\''", Literal),
            ("'\\u{1F600}'", Literal),
            ("'ä'", Literal),
            ("'('", Literal),
            ("b'\\\\'", Literal),
            ("'r#fn", Lifetime),
            ("'\"'", Literal),
        ] {
            assert_eq!(shapes(text), [(kind, text)], "{text}");
        }
    }

    #[test]
    fn strings_hide_what_they_hold() {
        for text in ["\"a // b \\\" {\"", "r#\"a \" b\"#", "br##\"\"# \"##", "c\"{\"", "b\"\\\\\"", "cr\"/*\""] {
            let lexed = lex(text);
            assert!(lexed.comments.is_empty() && lexed.error.is_none(), "{text}: {lexed:?}");
            assert_eq!(shapes(text), [(TokenKind::Literal, text)]);
        }
        assert_eq!(shapes("r#fn")[0].0, TokenKind::RawIdent);
        assert!(lex("\"abc").error.is_some());
        assert!(lex("r#\"abc\"").error.is_some());
    }

    #[test]
    fn numbers_leave_ranges_and_methods() {
        let texts = |text| shapes(text).into_iter().map(|(_, t)| t.to_owned()).collect::<Vec<_>>().join(" ");
        assert_eq!(texts("1..2"), "1 . . 2");
        assert_eq!(texts("1.max(2)"), "1 . max ( 2 )");
        assert_eq!(texts("1.5e-3f64+1"), "1.5e-3f64 + 1");
        assert_eq!(texts("0xE+1"), "0xE + 1");
        assert_eq!(texts("1.+2."), "1. + 2.");
    }

    #[test]
    fn comments_are_told_apart() {
        let text = "\u{feff}#!/bin/x // no\n// a\r\n/// b\n//// c\n//! d\n/* e /* f */ */ /** g */ /**/ /*** h */ \"// s\" /*! i */";
        let found: Vec<_> = lex_comments(text).into_iter().map(|c| (c.text, c.is_doc, c.is_block)).collect();
        assert_eq!(
            found,
            [
                (" a", false, false),
                (" b", true, false),
                ("// c", false, false),
                (" d", true, false),
                (" e /* f */ ", false, true),
                (" g ", true, true),
                ("", false, true),
                ("** h ", false, true),
                (" i ", true, true),
            ]
        );
        assert_eq!(lex_comments("#![allow(x)] // a").len(), 1);
        assert_eq!(lex("/* /* */").error.map(|e| (e.lo, e.hi)), Some((0, 8)));
    }
}
