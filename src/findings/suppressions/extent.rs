//! How far the statement, item or expression reaches that begins at a token.
//!
//! Works on tokens, so that it answers the same inside macro definitions, in files that do not parse, and for
//! expressions that no tree keeps. Where the tokens leave a doubt it answers with the smaller extent, since a
//! suppression that reaches too far hides findings.

use std::ops::Range;

use crate::syntax::ast::Delimiter;
use crate::syntax::{Token, TokenKind as Kind};

/// A text's tokens without comments, and which delimiters belong together.
pub(super) struct Tokens<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// For an opening or closing delimiter its partner's index; for one without, `None`.
    partner: Vec<Option<usize>>,
}

/// How many delimiters in a row may lack their partner before a text is given up as broken.
const UNMATCHED: usize = 64;

/// How many tokens generic arguments or a closure's parameters may take before they are given up as something else.
const LONGEST_LIST: usize = 512;

/// How a node ends.
enum Shape {
    /// At the first block in braces, or at `;`.
    Item,
    /// At `;` only.
    Statement,
    /// At its block; the flag says whether a header comes first.
    Block { header: bool },
    /// At `;`, at `,` or with the enclosing delimiter.
    Expression,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        let mut partner = vec![None; tokens.len()];
        let mut open: Vec<usize> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Open(_) => open.push(at),
                Kind::Close(close) => {
                    let last = open.len().saturating_sub(UNMATCHED);
                    let mate = open[last..].iter().rposition(|&o| matches!(tokens[o].kind, Kind::Open(o) if o == close));
                    if let Some(mate) = mate.map(|mate| last + mate) {
                        partner[at] = Some(open[mate]);
                        partner[open[mate]] = Some(at);
                        open.truncate(mate);
                    }
                }
                _ => {}
            }
        }
        Self { text, tokens, partner }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    /// The index of the first token that begins at byte `offset` or after it.
    pub(super) fn from(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.lo < offset)
    }

    pub(super) fn is(&self, at: usize, punct: u8) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Punct(punct))
    }

    pub(super) fn is_open(&self, at: usize, open: Delimiter) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Open(open))
    }

    pub(super) fn word(&self, at: usize) -> Option<&'t str> {
        self.get(at).filter(|token| token.kind == Kind::Ident).map(|token| &self.text[token.lo as usize..token.hi as usize])
    }

    /// The closing partner of the opening delimiter at `at`, or the end of the text.
    pub(super) fn close_of(&self, at: usize) -> usize {
        self.partner[at].unwrap_or(self.tokens.len())
    }

    /// If an attribute begins at `at`: whether it is an inner one, and the index of its `[`.
    pub(super) fn attribute(&self, at: usize) -> Option<(bool, usize)> {
        if !self.is(at, b'#') {
            return None;
        }
        let inner = self.is(at + 1, b'!');
        let open = at + 1 + usize::from(inner);
        self.is_open(open, Delimiter::Bracket).then_some((inner, open))
    }

    /// The bytes of the node that begins at token `start`, attributes included; `None` where none begins there.
    pub(super) fn node(&self, start: usize) -> Option<Range<u32>> {
        let mut at = start;
        while let Some((_, open)) = self.attribute(at) {
            at = self.close_of(open) + 1;
        }
        let first = self.get(at)?;
        if matches!(first.kind, Kind::Close(_)) {
            return None;
        }
        let (shape, from) = self.shape(at);
        let end = self.end(shape, at, from).max(at + 1).min(self.len());
        Some(self.tokens[start].lo..self.tokens[end - 1].hi)
    }

    /// The bytes of the item (or other node) in whose braces the token at `inside` stands, the whole text at top
    /// level.
    pub(super) fn enclosing(&self, inside: usize) -> Range<u32> {
        let open = (0..inside).rev().find(|&at| matches!(self.tokens[at].kind, Kind::Open(_)) && self.close_of(at) > inside);
        let Some(open) = open else { return 0..u32::try_from(self.text.len()).unwrap_or(u32::MAX) };
        let mut start = open;
        while let Some(before) = start.checked_sub(1) {
            start = match self.tokens[before].kind {
                Kind::Punct(b';') | Kind::Open(_) | Kind::Close(Delimiter::Brace) => break,
                Kind::Close(_) => self.partner[before].unwrap_or(before),
                _ => before,
            };
        }
        let end = self.close_of(open).min(self.len() - 1);
        self.tokens[start].lo..self.tokens[end].hi
    }

    /// What begins at `at`, and where its end is to be looked for.
    fn shape(&self, mut at: usize) -> (Shape, usize) {
        loop {
            if self.get(at).is_some_and(|token| token.kind == Kind::Lifetime) && self.is(at + 1, b':') {
                at += 2;
                continue;
            }
            if self.is_open(at, Delimiter::Brace) {
                return (Shape::Block { header: false }, at);
            }
            let next_is_word = self.word(at + 1).is_some();
            let block_follows = self.is_open(at + 1, Delimiter::Brace);
            return match self.word(at) {
                Some("pub") => {
                    at += 1;
                    if self.is_open(at, Delimiter::Paren) {
                        at = self.close_of(at) + 1;
                    }
                    continue;
                }
                Some("unsafe" | "async" | "const" | "loop") if block_follows => (Shape::Block { header: false }, at + 1),
                Some("async") if self.word(at + 1) == Some("move") && self.is_open(at + 2, Delimiter::Brace) => {
                    (Shape::Block { header: false }, at + 2)
                }
                Some("const") => match self.word(at + 1) {
                    Some("fn" | "unsafe" | "extern" | "async") => {
                        at += 1;
                        continue;
                    }
                    Some("move") => (Shape::Expression, at),
                    Some(_) => (Shape::Statement, at),
                    None => (Shape::Expression, at),
                },
                Some("unsafe" | "async" | "default" | "auto" | "safe") if next_is_word => {
                    at += 1;
                    continue;
                }
                Some("extern") => {
                    at += 1;
                    if self.get(at).is_some_and(|token| token.kind == Kind::Literal) {
                        at += 1;
                    }
                    if self.word(at) == Some("crate") { (Shape::Statement, at) } else { (Shape::Item, at) }
                }
                Some("fn" | "impl" | "trait" | "mod" | "enum" | "struct") => (Shape::Item, at),
                Some("union" | "macro") if next_is_word => (Shape::Item, at),
                Some("macro_rules") if self.is(at + 1, b'!') => (Shape::Item, at),
                Some("let" | "use") => (Shape::Statement, at),
                Some("type" | "static") if next_is_word => (Shape::Statement, at),
                Some("if" | "match" | "while" | "for") => (Shape::Block { header: true }, at),
                _ => (Shape::Expression, at),
            };
        }
    }

    /// The index after the last token of the node.
    fn end(&self, shape: Shape, start: usize, from: usize) -> usize {
        match shape {
            Shape::Item => self.item_end(from),
            Shape::Statement => self.statement_end(from),
            Shape::Block { header } => self.block_end(start, from, header),
            Shape::Expression => self.expression_end(start, from, true),
        }
    }

    fn item_end(&self, mut at: usize) -> usize {
        while let Some(token) = self.get(at) {
            match token.kind {
                // `<{ N }>` and `<const N: usize = { 3 }>` are not the body.
                Kind::Open(Delimiter::Brace) if !self.is(at - 1, b'<') && !self.is(at - 1, b'=') => return self.close_of(at) + 1,
                Kind::Open(_) => at = self.close_of(at),
                Kind::Close(_) => return at,
                Kind::Punct(b';') => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn statement_end(&self, mut at: usize) -> usize {
        while let Some(token) = self.get(at) {
            match token.kind {
                Kind::Open(_) => at = self.close_of(at),
                Kind::Close(_) => return at,
                Kind::Punct(b';') => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn block_end(&self, start: usize, from: usize, mut header: bool) -> usize {
        let mut at = from;
        // How many `if` and `match` within the header still wait for their blocks.
        let mut inner = 0;
        while let Some(token) = self.get(at) {
            match token.kind {
                Kind::Ident if header && at > from && matches!(self.word(at), Some("if" | "match")) => inner += 1,
                Kind::Open(Delimiter::Brace) => {
                    let next = self.close_of(at) + 1;
                    let has_else = self.word(next) == Some("else");
                    if header && inner > 0 {
                        inner -= usize::from(!has_else);
                        at = next + usize::from(has_else && self.word(next + 1) == Some("if")) + usize::from(has_else);
                        continue;
                    }
                    if header && self.is_in_header(at, next) {
                        at = next;
                        continue;
                    }
                    if has_else {
                        header = self.word(next + 1) == Some("if");
                        at = next + 1 + usize::from(header);
                        continue;
                    }
                    if self.continues(next) {
                        return self.expression_end(start, next, false);
                    }
                    return next + usize::from(self.is(next, b';'));
                }
                Kind::Open(_) => at = self.close_of(at),
                Kind::Close(_) => return at,
                Kind::Punct(b';') => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// Whether the braces from `open` up to `next` belong to what stands before a body: an operand
    /// (`if unsafe { .. } {`, `if a && { .. } {`) or a pattern (`if let S { .. } = x {`, `for S { .. } in x {`).
    fn is_in_header(&self, open: usize, next: usize) -> bool {
        let operand = match open.checked_sub(1).and_then(|before| self.get(before)).map(|before| before.kind) {
            Some(Kind::Ident) => {
                matches!(self.word(open - 1), Some("unsafe" | "const" | "async" | "move" | "loop" | "match" | "if" | "while" | "in"))
            }
            Some(Kind::Punct(operator)) => b"=&|!<+-*/%^".contains(&operator),
            _ => false,
        };
        operand || self.is(next, b'=') || self.is(next, b'|') || self.word(next) == Some("in")
    }

    /// Whether an expression that could end before the token at `at` goes on: a method, `?`, an operator that
    /// cannot begin a statement.
    fn continues(&self, at: usize) -> bool {
        let pair = |a, b| self.is(at, a) && self.is(at + 1, b);
        [b'.', b'?', b'+', b'/', b'%', b'^', b'>'].into_iter().any(|c| self.is(at, c))
            || pair(b'=', b'=')
            || pair(b'!', b'=')
            || pair(b'&', b'&')
            || self.word(at) == Some("as")
    }

    /// `may_be_arm`: whether what was read so far may be the pattern of a match arm. (It also bounds the recursion.)
    fn expression_end(&self, start: usize, mut at: usize, mut may_be_arm: bool) -> usize {
        while let Some(token) = self.get(at) {
            match token.kind {
                Kind::Open(Delimiter::Brace) if self.is_macro_call(start, at) => {
                    let next = self.close_of(at) + 1;
                    if !self.continues(next) {
                        return next + usize::from(self.is(next, b';'));
                    }
                    at = next - 1;
                }
                Kind::Open(_) => at = self.close_of(at),
                Kind::Close(_) | Kind::Punct(b',') => return at,
                Kind::Punct(b';') => return at + 1,
                Kind::Punct(b'=') if may_be_arm && self.is(at + 1, b'>') && self.adjacent(at) => {
                    may_be_arm = false;
                    // A match arm: what follows decides where it ends.
                    let (shape, from) = self.shape(at + 2);
                    if let Shape::Block { .. } = shape {
                        return self.end(shape, at + 2, from);
                    }
                    at += 1;
                }
                Kind::Punct(b'|') if self.begins_operand(start, at) => at = self.closure_head_end(at),
                Kind::Punct(b'<') if self.begins_operand(start, at) || (at > 1 && self.is(at - 1, b':') && self.is(at - 2, b':')) => {
                    at = self.angle_end(at);
                }
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn adjacent(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|next| next.lo == self.tokens[at].hi)
    }

    /// Whether the braces at `open` are those of `path! { … }` with the path at `start`.
    fn is_macro_call(&self, start: usize, open: usize) -> bool {
        open > start + 1
            && self.is(open - 1, b'!')
            && (start..open - 1).all(|at| matches!(self.tokens[at].kind, Kind::Ident | Kind::Punct(b':' | b'$')))
    }

    /// Whether the token at `at` stands where an operand begins rather than where an operator does.
    fn begins_operand(&self, start: usize, at: usize) -> bool {
        if at == start {
            return true;
        }
        match self.tokens[at - 1].kind {
            Kind::Open(_) | Kind::Punct(b'=' | b',' | b';' | b'>' | b'&' | b'!') => true,
            Kind::Ident => matches!(self.word(at - 1), Some("move" | "mut" | "return" | "static" | "async" | "in" | "else")),
            _ => false,
        }
    }

    /// The index of the last token before the body of the closure whose first `|` is at `at`; `at` itself where
    /// the tokens are not those of a closure.
    fn closure_head_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while let Some(token) = self.get(end).filter(|_| end < at + LONGEST_LIST) {
            match token.kind {
                Kind::Punct(b'|') if self.is(end + 1, b'-') && self.is(end + 2, b'>') => {
                    // A result type is followed by a block.
                    let block =
                        (end..self.len().min(end + LONGEST_LIST)).find(|&at| self.is_open(at, Delimiter::Brace) || self.is(at, b';'));
                    return block.map_or(end, |block| block - 1);
                }
                Kind::Punct(b'|') => return end,
                Kind::Open(_) => end = self.close_of(end),
                Kind::Close(_) | Kind::Punct(b';') => return at,
                _ => {}
            }
            end += 1;
        }
        at
    }

    /// The index of the `>` that closes the `<` at `at`; `at` itself where none does.
    fn angle_end(&self, at: usize) -> usize {
        let (mut depth, mut end) = (0, at);
        while let Some(token) = self.get(end).filter(|_| end < at + LONGEST_LIST) {
            match token.kind {
                Kind::Punct(b'<') => depth += 1,
                Kind::Punct(b'>') if !self.is(end - 1, b'-') && !self.is(end - 1, b'=') => {
                    depth -= 1;
                    if depth == 0 {
                        return end;
                    }
                }
                Kind::Open(_) => end = self.close_of(end),
                Kind::Close(_) | Kind::Punct(b';') => return at,
                _ => {}
            }
            end += 1;
        }
        at
    }
}

#[cfg(test)]
#[path = "extent_tests.rs"]
mod tests;
