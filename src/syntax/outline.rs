//! What a parser need not see, replaced by spaces of the same length.
//!
//! A file's outline is its text with the insides of function bodies, macro arguments, initialisers and all
//! comments blanked: a parser that reads it finds every item at its own place and does a fraction of the work.
//! What is blanked is only ever the inside of a group where an empty group parses too. When in doubt nothing is
//! blanked, which costs time and nothing else.

use super::ast::Delimiter;
use super::lexer::{Lexed, Token, TokenKind};

/// A text's tokens with what has been found out about them.
pub(super) struct Outline<'a, 't> {
    text: &'t str,
    tokens: &'a [Token],
    /// For each delimiter the index of its partner; for other tokens 0.
    partners: &'a [u32],
    /// For each token whether it is blanked.
    pub hidden: Vec<bool>,
    /// The brackets of attributes, in order.
    attrs: Vec<(usize, usize)>,
}

/// An unpaired delimiter: its token's index and what is wrong.
pub(super) struct Unbalanced {
    pub token: usize,
    pub message: String,
}

/// The partner of each delimiter.
pub(super) fn pair(tokens: &[Token]) -> Result<Vec<u32>, Unbalanced> {
    let mut partners = vec![0; tokens.len()];
    let mut open: Vec<(usize, Delimiter)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(delimiter) => open.push((index, delimiter)),
            TokenKind::Close(delimiter) => match open.pop() {
                Some((partner, expected)) if expected == delimiter => {
                    partners[partner] = index as u32;
                    partners[index] = partner as u32;
                }
                Some((_, expected)) => {
                    let message = format!("found `{}` where `{}` must close what was opened", close(delimiter), close(expected));
                    return Err(Unbalanced { token: index, message });
                }
                None => return Err(Unbalanced { token: index, message: format!("`{}` closes nothing", close(delimiter)) }),
            },
            _ => {}
        }
    }
    match open.pop() {
        Some((token, delimiter)) => {
            Err(Unbalanced { token, message: format!("this delimiter is never closed: add `{}`", close(delimiter)) })
        }
        None => Ok(partners),
    }
}

fn close(delimiter: Delimiter) -> char {
    match delimiter {
        Delimiter::Paren => ')',
        Delimiter::Bracket => ']',
        Delimiter::Brace => '}',
    }
}

/// Words after which `!` is an operator rather than the end of a macro's name.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "break"
            | "const"
            | "continue"
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
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "yield"
            | "become"
            | "box"
            | "do"
    )
}

impl<'a, 't> Outline<'a, 't> {
    /// Find what may be blanked in a text whose delimiters are paired. `in_body` also blanks inner attributes,
    /// which blocks carry and the parser does not take everywhere.
    pub fn new(text: &'t str, tokens: &'a [Token], partners: &'a [u32], in_body: bool) -> Self {
        let mut outline = Self { text, tokens, partners, hidden: vec![false; tokens.len()], attrs: Vec::new() };
        outline.walk(in_body);
        outline
    }

    /// The text with everything hidden and all comments replaced by spaces.
    pub fn blanked(&self, lexed: &Lexed<'_>) -> String {
        let mut bytes = self.text.as_bytes().to_vec();
        bytes[..lexed.preamble as usize].fill(b' ');
        for comment in &lexed.comments {
            bytes[comment.lo as usize..comment.hi as usize].fill(b' ');
        }
        for (token, _) in self.tokens.iter().zip(&self.hidden).filter(|(_, hidden)| **hidden) {
            bytes[token.lo as usize..token.hi as usize].fill(b' ');
        }
        // One line is enough, and the parser counts them.
        let mut token = 0;
        let mut at = 0;
        let mut attrs = self.attrs.iter().peekable();
        while let Some(next) = memchr::memchr(b'\n', &bytes[at..]) {
            at += next;
            while self.tokens.get(token).is_some_and(|t| t.hi as usize <= at) {
                token += 1;
            }
            while attrs.next_if(|(_, close)| self.tokens[*close].hi as usize <= at).is_some() {}
            let in_attr = attrs.peek().is_some_and(|(open, _)| self.tokens[*open].lo as usize <= at);
            // Literals and attributes keep their lines: they are handed on as written.
            if !in_attr && self.tokens.get(token).is_none_or(|t| t.lo as usize > at || self.hidden[token]) {
                bytes[at] = b' ';
            }
            at += 1;
        }
        String::from_utf8(bytes).expect("tokens and comments begin and end between characters")
    }

    fn is_punct(&self, index: usize, punct: u8) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == TokenKind::Punct(punct))
    }

    fn is_open(&self, index: usize, delimiter: Delimiter) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == TokenKind::Open(delimiter))
    }

    fn is_any_open(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| matches!(t.kind, TokenKind::Open(_)))
    }

    /// The word at `index`, if one stands there (raw identifiers are names, never words of the language).
    fn word(&self, index: usize) -> Option<&'t str> {
        let token = self.tokens.get(index)?;
        (token.kind == TokenKind::Ident).then(|| &self.text[token.lo as usize..token.hi as usize])
    }

    fn is_name(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == TokenKind::RawIdent) || self.word(index).is_some_and(|w| !is_keyword(w))
    }

    fn partner(&self, index: usize) -> usize {
        self.partners[index] as usize
    }

    fn hide(&mut self, from: usize, to: usize) {
        self.hidden[from..to].fill(true);
    }

    /// Hide the inside of the group that opens at `index`; the index after it.
    fn hide_group(&mut self, index: usize) -> usize {
        let close = self.partner(index);
        self.hide(index + 1, close);
        close + 1
    }

    fn walk(&mut self, in_body: bool) {
        // How many `<` are open in each group around here: a `const` among them is a parameter.
        let mut angles = vec![0usize];
        let mut index = 0;
        while index < self.tokens.len() {
            let level = angles.last_mut().expect("the text's own level is never left");
            match self.tokens[index].kind {
                TokenKind::Open(_) => angles.push(0),
                TokenKind::Close(delimiter) => {
                    angles.pop();
                    if delimiter == Delimiter::Brace
                        && let Some(level) = angles.last_mut()
                    {
                        *level = 0;
                    }
                }
                TokenKind::Punct(b';') => *level = 0,
                TokenKind::Punct(b'<') => *level += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(index) => *level = level.saturating_sub(1),
                TokenKind::Punct(b'#') if self.is_open(index + 1, Delimiter::Bracket) => {
                    self.attrs.push((index + 1, self.partner(index + 1)));
                    index = self.partner(index + 1) + 1;
                    continue;
                }
                TokenKind::Punct(b'#') if self.is_punct(index + 1, b'!') && self.is_open(index + 2, Delimiter::Bracket) => {
                    let end = self.partner(index + 2) + 1;
                    self.attrs.push((index + 2, end - 1));
                    if in_body {
                        self.hide(index, end);
                    }
                    index = end;
                    continue;
                }
                TokenKind::Ident | TokenKind::RawIdent => {
                    let in_angles = *level > 0;
                    if let Some(next) = self.at_word(index, in_angles) {
                        index = next;
                        continue;
                    }
                }
                _ => {}
            }
            index += 1;
        }
    }

    /// Whether the `>` at `index` ends `->` or `=>`.
    fn is_arrow(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        (self.is_punct(before, b'-') || self.is_punct(before, b'=')) && self.tokens[before].hi == self.tokens[index].lo
    }

    /// Hide what the word at `index` introduces; where to go on.
    fn at_word(&mut self, index: usize, in_angles: bool) -> Option<usize> {
        match self.word(index) {
            Some("fn") if self.is_any_name(index + 1) => return self.function(index + 2),
            Some("macro") if self.is_any_name(index + 1) => return self.macro_item(index + 2),
            Some("const") if !in_angles && self.is_any_name(index + 1) && self.is_punct(index + 2, b':') => {
                return self.initialiser(index + 3);
            }
            Some("static") if !in_angles => {
                let name = if self.word(index + 1) == Some("mut") { index + 2 } else { index + 1 };
                if self.is_any_name(name) && self.is_punct(name + 1, b':') {
                    return self.initialiser(name + 2);
                }
            }
            _ => {}
        }
        if self.is_name(index) && self.is_punct(index + 1, b'!') {
            let group = if self.is_any_open(index + 2) { index + 2 } else { index + 3 };
            if group == index + 3 && !(self.word(index) == Some("macro_rules") && self.is_any_name(index + 2)) {
                return None;
            }
            if self.is_any_open(group) {
                return Some(self.hide_group(group));
            }
        }
        None
    }

    fn is_any_name(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| matches!(t.kind, TokenKind::Ident | TokenKind::RawIdent))
    }

    /// `macro name (…)? {…}`
    fn macro_item(&mut self, mut index: usize) -> Option<usize> {
        if self.is_open(index, Delimiter::Paren) {
            index = self.hide_group(index);
        }
        self.is_open(index, Delimiter::Brace).then(|| self.hide_group(index))
    }

    /// From after a function's name: hide the inside of its body.
    fn function(&mut self, mut index: usize) -> Option<usize> {
        let mut angles = 0usize;
        while let Some(token) = self.tokens.get(index) {
            match token.kind {
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(index) => angles = angles.checked_sub(1)?,
                TokenKind::Punct(b';') => return Some(index + 1),
                TokenKind::Open(Delimiter::Brace) if angles == 0 => {
                    // `-> name! { … } { body }`
                    if self.is_punct(index - 1, b'!') && self.is_name(index - 2) {
                        index = self.partner(index) + 1;
                        continue;
                    }
                    return Some(self.body(index));
                }
                TokenKind::Open(_) => {
                    index = self.partner(index) + 1;
                    continue;
                }
                TokenKind::Close(_) => return None,
                _ => {}
            }
            index += 1;
        }
        None
    }

    /// Hide a body's inside but for the inner attributes at its start, which belong to the function.
    fn body(&mut self, open: usize) -> usize {
        let close = self.partner(open);
        let mut start = open + 1;
        while self.is_punct(start, b'#') && self.is_punct(start + 1, b'!') && self.is_open(start + 2, Delimiter::Bracket) {
            start = self.partner(start + 2) + 1;
        }
        self.hide(start, close);
        close + 1
    }

    /// From the type of a constant or static: hide the insides of its initialiser's groups. A group that an empty
    /// one cannot stand for (an index, an array type) stays.
    fn initialiser(&mut self, mut index: usize) -> Option<usize> {
        let mut angles = 0usize;
        loop {
            match self.tokens.get(index)?.kind {
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(index) => angles = angles.checked_sub(1)?,
                TokenKind::Punct(b'=') if angles == 0 => break,
                TokenKind::Punct(b';') | TokenKind::Close(_) | TokenKind::Open(Delimiter::Brace) => return None,
                TokenKind::Open(_) => {
                    index = self.partner(index) + 1;
                    continue;
                }
                _ => {}
            }
            index += 1;
        }
        index += 1;
        let mut only_borrows = true;
        loop {
            match self.tokens.get(index)?.kind {
                TokenKind::Punct(b';') => return Some(index + 1),
                TokenKind::Close(_) => return None,
                TokenKind::Open(Delimiter::Bracket) if !only_borrows => index = self.partner(index),
                TokenKind::Open(_) => {
                    index = self.hide_group(index);
                    only_borrows = false;
                    continue;
                }
                TokenKind::Punct(b'&') => {}
                _ => only_borrows &= self.word(index) == Some("mut"),
            }
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexer::lex;
    use super::*;

    fn blank(text: &str) -> String {
        let lexed = lex(text);
        let partners = pair(&lexed.tokens).map_err(|e| e.message).unwrap();
        let blanked = Outline::new(text, &lexed.tokens, &partners, false).blanked(&lexed);
        assert_eq!(blanked.len(), text.len());
        blanked.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bodies_are_emptied_and_headers_stay() {
        for (text, expected) in [
            (
                "fn a<const N: usize>(x: [u8; {3}]) -> B<{ N }> where [(); { 1 }]: C { x }",
                "fn a<const N: usize>(x: [u8; {3}]) -> B<{ N }> where [(); { 1 }]: C { }",
            ),
            ("fn a() -> impl Fn() -> T { #![x] x }", "fn a() -> impl Fn() -> T { #![x] }"),
            ("fn a() -> ! { loop {} } fn b();", "fn a() -> ! { } fn b();"),
            ("fn a() -> m! { x } { y }", "fn a() -> m! { x } { }"),
            ("trait T { fn a(f: fn(u8)); fn b() { x } }", "trait T { fn a(f: fn(u8)); fn b() { } }"),
            ("struct S<const N: usize = 3> { a: [u8; N], b: u8 }", "struct S<const N: usize = 3> { a: [u8; N], b: u8 }"),
            ("const X: A<B = C> = D { e: f } + g[1] as [u8; 2]; // c", "const X: A<B = C> = D { } + g[1] as [u8; 2];"),
            ("static mut X: &[u8] = &[1, 2];", "static mut X: &[u8] = &[ ];"),
            (
                "macro_rules! m { (fn a() { b }) => {} } impl !Send for X { fn a() { x } }",
                "macro_rules! m { } impl !Send for X { fn a() { } }",
            ),
            ("m!{ fn a() { x } } pub macro n($a:expr) { fn b() {} }", "m!{ } pub macro n( ) { }"),
            ("#[m(fn a() { x })] struct r#fn { a: u8 }", "#[m(fn a() { x })] struct r#fn { a: u8 }"),
            ("enum E { A = 1 << 3, B { c: u8 } } const D: u8 = 1;", "enum E { A = 1 << 3, B { c: u8 } } const D: u8 = 1;"),
        ] {
            assert_eq!(blank(text), expected);
        }
    }

    #[test]
    fn unpaired_delimiters_are_told() {
        for (text, token) in [("fn a() { ( }", 6), ("fn a() }", 4), ("{ ( [", 2)] {
            assert_eq!(pair(&lex(text).tokens).err().map(|e| e.token), Some(token), "{text}");
        }
    }
}
