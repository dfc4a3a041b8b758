//! The tokens of an expansion → its text and the origin of each token.
//!
//! A substituted fragment is one unit to the compiler. In text that takes two things: a mark around it (a
//! comment, which [`super::lexer`] reads again when the text becomes another macro's argument), and, where its
//! meaning would else change, parentheses (`a + b` in `$e * 2`), angle brackets (`$t::new()`) or the `::` of a
//! generic path in an expression. They are only written where they are needed, since not every place takes them.

use super::MacroError;
use super::fragments::FragmentKind;
use super::tokens::{TokenKind, TokenList};
use crate::source::{Origin, Span};

/// Bytes that one expansion may write.
const MAX_BYTES: usize = 4 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Definition,
    Argument,
}

/// A token of the expansion.
#[derive(Debug)]
pub(super) enum Written {
    Token {
        side: Side,
        at: u32,
        len: u32,
    },
    /// What stands nowhere as such (`$crate`, a count), made by the definition's token `at`.
    Made {
        text: Box<str>,
        at: u32,
    },
    Open(FragmentKind),
    Close,
}

pub(super) struct Writer<'w> {
    pub(super) definition: &'w TokenList,
    pub(super) argument: &'w TokenList,
    tokens: &'w [Written],
    /// For each opening mark the index of its close, and the reverse.
    pairs: Vec<usize>,
    /// Tokens before which a `::` is to be written.
    turbofish: Vec<bool>,
    text: String,
    origins: Vec<Origin>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrap {
    None,
    Parens,
    Angles,
}

impl<'w> Writer<'w> {
    pub(super) fn new(definition: &'w TokenList, argument: &'w TokenList, tokens: &'w [Written]) -> Self {
        let mut pairs = vec![0; tokens.len()];
        let mut open = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            match token {
                Written::Open(_) => open.push(i),
                Written::Close => {
                    if let Some(partner) = open.pop() {
                        pairs[partner] = i;
                        pairs[i] = partner;
                    }
                }
                _ => {}
            }
        }
        let turbofish = vec![false; tokens.len()];
        Self {
            definition,
            argument,
            tokens,
            pairs,
            turbofish,
            text: String::with_capacity(tokens.len() * 6),
            origins: Vec::with_capacity(tokens.len()),
        }
    }

    pub(super) fn run(mut self) -> Result<(String, Vec<Origin>), MacroError> {
        let mut wraps: Vec<Wrap> = Vec::new();
        let tokens = self.tokens;
        for (i, token) in tokens.iter().enumerate() {
            if self.text.len() > MAX_BYTES {
                let span = self.origins.last().map_or(Span::new(self.definition.file, 0, 0), |o| o.from);
                return Err(MacroError::new("the macro writes more than four megabytes", span));
            }
            match token {
                Written::Open(kind) => {
                    let wrap = self.wrap(i, *kind);
                    let letter = if wrap == Wrap::None { kind.letter() } else { kind.letter().to_ascii_uppercase() };
                    self.space();
                    self.text.extend(["/*<", letter.encode_utf8(&mut [0; 4]), "*/"]);
                    self.wrapper(i, [("", Wrap::None), ("(", Wrap::Parens), ("<", Wrap::Angles)], wrap);
                    wraps.push(wrap);
                }
                Written::Close => {
                    let wrap = wraps.pop().unwrap_or(Wrap::None);
                    self.wrapper(i, [("", Wrap::None), (")", Wrap::Parens), (">", Wrap::Angles)], wrap);
                    self.space();
                    self.text.push_str("/*>*/");
                }
                _ => {
                    let from = self.from(i);
                    let by_definition = matches!(token, Written::Made { .. } | Written::Token { side: Side::Definition, .. });
                    if self.turbofish[i] {
                        self.put("::", Origin { at: 0, from, by_definition });
                    }
                    let text = self.text_of(i).to_owned();
                    self.put(&text, Origin { at: 0, from, by_definition });
                }
            }
        }
        Ok((self.text, self.origins))
    }

    fn space(&mut self) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    fn put(&mut self, text: &str, origin: Origin) {
        self.space();
        self.origins.push(Origin { at: self.text.len() as u32, ..origin });
        self.text.push_str(text);
    }

    /// Write the wrapper's delimiter; it comes from the fragment's first (or last) token.
    fn wrapper(&mut self, i: usize, texts: [(&str, Wrap); 3], wrap: Wrap) {
        let Some((text, _)) = texts.iter().find(|t| t.1 == wrap && wrap != Wrap::None) else { return };
        let token = match self.tokens[i] {
            Written::Open(_) => (i..self.pairs[i]).find(|&t| self.is_token(t)),
            _ => (self.pairs[i]..i).rev().find(|&t| self.is_token(t)),
        };
        let from = token.map_or(Span::new(self.argument.file, 0, 0), |t| self.from(t));
        self.put(text, Origin { at: 0, from, by_definition: false });
    }

    fn is_token(&self, i: usize) -> bool {
        matches!(self.tokens[i], Written::Token { .. } | Written::Made { .. })
    }

    fn list(&self, side: Side) -> &'w TokenList {
        match side {
            Side::Definition => self.definition,
            Side::Argument => self.argument,
        }
    }

    fn from(&self, i: usize) -> Span {
        match &self.tokens[i] {
            Written::Token { side, at, len } => self.list(*side).run_span(*at as usize, *len as usize),
            // `$crate` stands at the dollar and the word.
            Written::Made { at, .. } => {
                let span = self.definition.span(*at as usize);
                match *at {
                    0 => span,
                    at => self.definition.span(at as usize - 1).to(span),
                }
            }
            _ => Span::new(self.argument.file, 0, 0),
        }
    }

    fn text_of(&self, i: usize) -> &str {
        match &self.tokens[i] {
            Written::Token { side, at, len } => self.list(*side).run(*at as usize, *len as usize),
            Written::Made { text, .. } => text,
            Written::Open(_) | Written::Close => "",
        }
    }

    fn kind_of(&self, i: usize) -> Option<TokenKind> {
        match &self.tokens[i] {
            Written::Token { side, at, .. } => Some(self.list(*side).tokens[*at as usize].kind),
            Written::Made { .. } => Some(TokenKind::Ident),
            _ => None,
        }
    }

    /// The text of the token before the fragment that opens at `i`, and of the one after it closes.
    fn neighbours(&self, i: usize) -> (&str, &str) {
        let before = (0..i).rev().find(|&t| self.is_token(t)).map_or("", |t| self.text_of(t));
        let after = (self.pairs[i]..self.tokens.len()).find(|&t| self.is_token(t)).map_or("", |t| self.text_of(t));
        (before, after)
    }

    /// The units between `from` and `to`: index and end of each token, group or fragment. Stops after `limit`.
    fn units(&self, mut at: usize, to: usize, limit: usize) -> Vec<(usize, usize)> {
        let mut units = Vec::new();
        while at < to && units.len() < limit {
            let end = match (&self.tokens[at], self.kind_of(at)) {
                (Written::Open(_), _) => self.pairs[at] + 1,
                (_, Some(TokenKind::Open(_))) => self.group_end(at, to),
                _ => at + 1,
            };
            units.push((at, end));
            at = end;
        }
        units
    }

    fn group_end(&self, at: usize, to: usize) -> usize {
        let mut depth = 0usize;
        for i in at..to {
            match self.kind_of(i) {
                Some(TokenKind::Open(_)) => depth += 1,
                Some(TokenKind::Close(_)) => {
                    depth -= 1;
                    if depth == 0 {
                        return i + 1;
                    }
                }
                _ => {}
            }
        }
        to
    }

    fn wrap(&mut self, i: usize, kind: FragmentKind) -> Wrap {
        use FragmentKind as F;
        let inside = (i + 1, self.pairs[i]);
        // One unit that is a fragment itself takes care of itself.
        match kind {
            F::Expr | F::ExprBefore2024 | F::Literal => self.wrap_expr(i, inside),
            F::Ty => self.wrap_type(i, inside),
            F::Path => {
                self.mark_turbofish(inside);
                Wrap::None
            }
            F::Pat | F::PatNoTopAlternatives => self.wrap_pattern(i, inside),
            _ => Wrap::None,
        }
    }

    fn wrap_expr(&self, i: usize, (from, to): (usize, usize)) -> Wrap {
        const LIMIT: usize = 32;
        let units = self.units(from, to, LIMIT);
        let (before, after) = self.neighbours(i);
        let is_negative =
            units.len() == 2 && self.text_of(units[0].0) == "-" && matches!(self.kind_of(units[1].0), Some(TokenKind::Literal(_)));
        let plain = match units.as_slice() {
            [] => true,
            [_, _] if is_negative => !matches!(after, "." | "?"),
            // As a statement a block, loop or condition needs no semicolon, so it must not look like an operand.
            [.., (last, _)]
                if matches!(before, "" | "{" | "}" | ";" | "]" | "=>") && self.text_of(*last) == "{" && self.is_block_like(units[0].0) =>
            {
                !matches!(after, "." | "?")
            }
            // A block needs no help except where more of an expression, or another block, follows.
            [(at, _)] if self.text_of(*at) == "{" => {
                before == "<" || matches!(after, "" | ";" | "," | ")" | "]" | "}" | "=>" | ">" | "else")
            }
            units => units.len() < LIMIT && self.is_primary(units),
        };
        if plain { Wrap::None } else { Wrap::Parens }
    }

    /// Whether an expression that ends in `}` and begins with this token needs no semicolon as a statement.
    fn is_block_like(&self, first: usize) -> bool {
        matches!(self.kind_of(first), Some(TokenKind::Lifetime))
            || matches!(self.text_of(first), "{" | "if" | "match" | "loop" | "while" | "for" | "unsafe" | "const" | "try")
    }

    /// A path, literal, group or macro call, followed by fields, calls, indices and `?`: nothing binds tighter.
    fn is_primary(&self, units: &[(usize, usize)]) -> bool {
        let word =
            |i: usize| matches!(self.kind_of(i), Some(TokenKind::Ident | TokenKind::RawIdent)) && !is_expression_keyword(self.text_of(i));
        let mut rest = units;
        // Head.
        match rest {
            [(at, _), ..] => match self.kind_of(*at) {
                _ if self.text_of(*at) == "::" => {}
                Some(TokenKind::Literal(_)) | None => rest = &rest[1..],
                Some(TokenKind::Open(_)) if matches!(self.text_of(*at), "(" | "[") => rest = &rest[1..],
                _ if word(*at) => rest = &rest[1..],
                _ => return false,
            },
            [] => return true,
        }
        while let [(at, _), tail @ ..] = rest {
            rest = match (self.text_of(*at), tail) {
                ("::", [(name, _), more @ ..]) if word(*name) => more,
                (".", [(name, _), more @ ..])
                    if word(*name) || matches!(self.kind_of(*name), Some(TokenKind::Literal(_))) || self.text_of(*name) == "await" =>
                {
                    more
                }
                ("?" | "(" | "[", _) => tail,
                ("!", [(group, _), more @ ..]) if matches!(self.text_of(*group), "(" | "[") => more,
                _ => return false,
            };
        }
        true
    }

    fn wrap_type(&mut self, i: usize, (from, to): (usize, usize)) -> Wrap {
        const LIMIT: usize = 256;
        let units = self.units(from, to, LIMIT);
        let (before, after) = self.neighbours(i);
        let (before, after) = (before.to_owned(), after.to_owned());
        let Some(&(first, _)) = units.first() else { return Wrap::None };
        if after == "::" {
            return Wrap::Angles;
        }
        let head = self.text_of(first);
        let has_bounds = matches!(head, "dyn" | "impl" | "for") || units.iter().any(|u| self.text_of(u.0) == "+");
        if has_bounds || (before == "as" && matches!(after.as_str(), "<" | "<<")) {
            return Wrap::Parens;
        }
        if matches!(after.as_str(), "{" | "(") && !matches!(head, "fn" | "unsafe" | "extern" | "&" | "*") {
            self.mark_turbofish((from, to));
        }
        Wrap::None
    }

    /// A generic path reads the same in a type and in an expression when `::` stands before its arguments.
    fn mark_turbofish(&mut self, (from, to): (usize, usize)) {
        let mut depth = 0usize;
        let mut before = None;
        for (at, _) in self.units(from, to, usize::MAX) {
            match self.text_of(at) {
                "<" => {
                    if depth == 0 && matches!(before.and_then(|b| self.kind_of(b)), Some(TokenKind::Ident | TokenKind::RawIdent)) {
                        self.turbofish[at] = true;
                    }
                    depth += 1;
                }
                ">" => depth = depth.saturating_sub(1),
                ">>" => depth = depth.saturating_sub(2),
                _ => {}
            }
            before = Some(at);
        }
    }

    fn wrap_pattern(&self, i: usize, (from, to): (usize, usize)) -> Wrap {
        let units = self.units(from, to, 4096);
        let (before, _) = self.neighbours(i);
        let has = |ops: &[&str]| units.len() > 1 && units.iter().any(|u| ops.contains(&self.text_of(u.0)));
        if has(&["|"]) || (matches!(before, "&" | "&&" | "mut") && has(&["..", "..=", "..."])) { Wrap::Parens } else { Wrap::None }
    }
}

fn is_expression_keyword(word: &str) -> bool {
    matches!(
        word,
        "if" | "match"
            | "loop"
            | "while"
            | "for"
            | "unsafe"
            | "const"
            | "static"
            | "async"
            | "move"
            | "return"
            | "break"
            | "continue"
            | "become"
            | "yield"
            | "let"
            | "box"
            | "try"
            | "do"
            | "as"
            | "in"
    )
}
