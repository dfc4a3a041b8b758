//! Names and literals: the part of the lexer that knows their forms.

use super::MacroError;
use super::lexer::{Lexer, is_ident_continue, is_ident_start};
use super::tokens::{LiteralKind, TokenKind};

impl Lexer<'_> {
    fn ident_end(&self, from: usize) -> usize {
        from + self.text[from..].find(|c| !is_ident_continue(c)).unwrap_or(self.text.len() - from)
    }

    pub(super) fn word(&mut self, lo: usize) -> Result<(), MacroError> {
        let end = self.ident_end(lo);
        let next = self.bytes.get(end).copied().unwrap_or(0);
        let kind = match &self.text[lo..end] {
            "b" => Some(LiteralKind::ByteStr),
            "c" => Some(LiteralKind::CStr),
            "r" => Some(LiteralKind::Str),
            "br" => Some(LiteralKind::ByteStr),
            "cr" => Some(LiteralKind::CStr),
            _ => None,
        };
        let raw = self.text[lo..end].ends_with('r');
        if let Some(kind) = kind {
            if next == b'"' || (raw && next == b'#') {
                self.at = end;
                if raw {
                    let hashes = self.bytes[end..].iter().take_while(|&&b| b == b'#').count();
                    if self.bytes.get(end + hashes) == Some(&b'"') {
                        return self.raw_string(lo, hashes, kind);
                    }
                    if end - lo == 1 && hashes == 1 && self.char_at(end + 1).is_some_and(is_ident_start) {
                        self.at = self.ident_end(end + 1);
                        self.push(TokenKind::RawIdent, lo);
                        return Ok(());
                    }
                } else {
                    return self.string(lo, kind);
                }
            }
            if next == b'\'' && &self.text[lo..end] == "b" {
                self.at = end;
                return self.character(lo, LiteralKind::Byte);
            }
        }
        self.at = end;
        self.push(TokenKind::Ident, lo);
        Ok(())
    }

    pub(super) fn number(&mut self, lo: usize) -> Result<(), MacroError> {
        let mut kind = LiteralKind::Int;
        if self.peek(0) == b'0' && matches!(self.peek(1), b'x' | b'o' | b'b') {
            self.at = self.ident_end(lo);
            self.push(TokenKind::Literal(kind), lo);
            return Ok(());
        }
        let digits = |lexer: &mut Self| {
            while matches!(lexer.peek(0), b'0'..=b'9' | b'_') {
                lexer.at += 1;
            }
        };
        digits(self);
        if self.peek(0) == b'.' && self.peek(1) != b'.' && !self.char_at(self.at + 1).is_some_and(is_ident_start) {
            kind = LiteralKind::Float;
            self.at += 1;
            digits(self);
        }
        if matches!(self.peek(0), b'e' | b'E') {
            let mut ahead = 1 + usize::from(matches!(self.peek(1), b'+' | b'-'));
            while self.peek(ahead) == b'_' {
                ahead += 1;
            }
            if self.peek(ahead).is_ascii_digit() {
                kind = LiteralKind::Float;
                self.at += ahead;
                digits(self);
            }
        }
        let suffix = self.ident_end(self.at);
        if matches!(&self.text[self.at..suffix], "f32" | "f64" | "f16" | "f128") {
            kind = LiteralKind::Float;
        }
        self.at = suffix;
        self.push(TokenKind::Literal(kind), lo);
        Ok(())
    }

    /// A suffix belongs to the literal.
    fn finish_literal(&mut self, lo: usize, kind: LiteralKind) {
        if self.char_at(self.at).is_some_and(is_ident_start) {
            self.at = self.ident_end(self.at);
        }
        self.push(TokenKind::Literal(kind), lo);
    }

    /// `self.at` is at the opening quote.
    pub(super) fn string(&mut self, lo: usize, kind: LiteralKind) -> Result<(), MacroError> {
        self.at += 1;
        loop {
            match self.peek(0) {
                _ if self.at >= self.bytes.len() => return self.error("this string is never closed", lo),
                b'"' => break,
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.finish_literal(lo, kind);
        Ok(())
    }

    /// `self.at` is at the first `#` or the quote.
    fn raw_string(&mut self, lo: usize, hashes: usize, kind: LiteralKind) -> Result<(), MacroError> {
        self.at += hashes + 1;
        let closed = loop {
            match self.text.get(self.at..).and_then(|t| t.find('"')) {
                None => break false,
                Some(n) => {
                    self.at += n + 1;
                    if self.bytes[self.at..].iter().take(hashes).filter(|&&b| b == b'#').count() == hashes {
                        self.at += hashes;
                        break true;
                    }
                }
            }
        };
        if !closed {
            return self.error("this raw string is never closed", lo);
        }
        self.finish_literal(lo, kind);
        Ok(())
    }

    /// `self.at` is at the quote of a literal that is no lifetime.
    fn character(&mut self, lo: usize, kind: LiteralKind) -> Result<(), MacroError> {
        self.at += 1;
        loop {
            match self.peek(0) {
                _ if self.at >= self.bytes.len() => return self.error("this character literal is never closed", lo),
                b'\'' => break,
                b'\n' => return self.error("this character literal is never closed", lo),
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.finish_literal(lo, kind);
        Ok(())
    }

    pub(super) fn quote(&mut self, lo: usize) -> Result<(), MacroError> {
        let Some(first) = self.char_at(lo + 1) else { return self.error("this quote begins nothing", lo) };
        let after = lo + 1 + first.len_utf8();
        if first == '\\' || (first != '\'' && self.bytes.get(after) == Some(&b'\'')) {
            return self.character(lo, LiteralKind::Char);
        }
        if !is_ident_start(first) {
            self.at = after;
            return self.error("this quote begins neither a lifetime nor a character", lo);
        }
        self.at = self.ident_end(after);
        if &self.text[lo + 1..self.at] == "r" && self.peek(0) == b'#' && self.char_at(self.at + 1).is_some_and(is_ident_start) {
            self.at = self.ident_end(self.at + 1);
        }
        self.push(TokenKind::Lifetime, lo);
        Ok(())
    }
}
