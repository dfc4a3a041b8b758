//! A text as a flat list of tokens and comments, enough to find directives and where a statement ends.
//!
//! Knows Rust's lexical rules and none of its grammar. Every byte of a text that is not white space belongs to
//! exactly one token, whatever the text holds.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `// …`, `/* … */`; not documentation.
    Comment,
    /// `/// …`, `//! …`, `/** … */`, `/*! … */`.
    Doc,
    /// An identifier, keyword or number.
    Word,
    /// `'a`
    Lifetime,
    /// A string, byte string, C string or character.
    Literal,
    /// `(`, `[` or `{`
    Open(u8),
    /// `)`, `]` or `}`
    Close(u8),
    /// One other character.
    Punct(char),
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) lo: u32,
    pub(super) hi: u32,
}

impl Token {
    pub(super) fn range(self) -> Range<usize> {
        self.lo as usize..self.hi as usize
    }

    pub(super) fn is_trivia(self) -> bool {
        matches!(self.kind, Kind::Comment | Kind::Doc)
    }
}

/// The tokens of `text` in order. A byte-order mark and a shebang line are skipped.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = text.strip_prefix('\u{feff}').map_or(0, |_| '\u{feff}'.len_utf8());
    let start = &text[at..];
    if start.starts_with("#!") && !start[2..].trim_start().starts_with('[') {
        at += start.find('\n').unwrap_or(start.len());
    }
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (kind, len) = token(rest, c);
        tokens.push(Token { kind, lo: at as u32, hi: (at + len) as u32 });
        at += len;
    }
    tokens
}

fn token(rest: &str, first: char) -> (Kind, usize) {
    if rest.starts_with("//") {
        let len = rest.find('\n').unwrap_or(rest.len());
        let len = rest[..len].trim_end_matches('\r').len();
        let doc = (rest.starts_with("///") && !rest.starts_with("////")) || rest.starts_with("//!");
        return (if doc { Kind::Doc } else { Kind::Comment }, len);
    }
    if rest.starts_with("/*") {
        let doc = (rest.starts_with("/**") && !rest.starts_with("/***") && !rest.starts_with("/**/")) || rest.starts_with("/*!");
        return (if doc { Kind::Doc } else { Kind::Comment }, block_comment(rest));
    }
    if let Some(len) = prefixed_literal(rest) {
        return (Kind::Literal, len);
    }
    match first {
        '"' => (Kind::Literal, quoted(rest, '"')),
        '\'' => quote(rest),
        '(' | '[' | '{' => (Kind::Open(first as u8), 1),
        ')' | ']' | '}' => (Kind::Close(first as u8), 1),
        _ if is_word(first) => (Kind::Word, word(rest)),
        _ => (Kind::Punct(first), first.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn word(rest: &str) -> usize {
    let rest_of_raw = rest.strip_prefix("r#").filter(|raw| raw.starts_with(is_word));
    let (skipped, rest) = rest_of_raw.map_or((0, rest), |raw| (2, raw));
    skipped + rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
}

fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut at, mut depth) = (2, 1);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`, `c"…"`, `cr#"…"#`, `b'…'`.
fn prefixed_literal(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let after = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = after.len() - after.trim_start_matches('#').len();
        let inner = after[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let len = inner.find(&end).map_or(inner.len(), |found| found + end.len());
        return Some(prefix.len() + hashes + 1 + len);
    }
    match after.chars().next()? {
        '"' => Some(prefix.len() + quoted(after, '"')),
        '\'' if prefix == "b" => Some(prefix.len() + quoted(after, '\'')),
        _ => None,
    }
}

/// The length of a literal that begins and ends with `mark` and knows `\`.
fn quoted(rest: &str, mark: char) -> usize {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == mark {
            return at + c.len_utf8();
        }
        if c == '\\' {
            chars.next();
        }
    }
    rest.len()
}

/// A character or a lifetime.
fn quote(rest: &str) -> (Kind, usize) {
    let mut chars = rest.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => (Kind::Literal, quoted(rest, '\'')),
        (Some(c), Some('\'')) => (Kind::Literal, 2 + c.len_utf8()),
        (Some(c), _) if is_word(c) => (Kind::Lifetime, 1 + word(&rest[1..])),
        _ => (Kind::Punct('\''), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(Kind, &str)> {
        scan(text).into_iter().map(|token| (token.kind, &text[token.range()])).collect()
    }

    #[test]
    fn literals_hide_what_looks_like_comments_and_braces() {
        let text = r####"f(r#"// a " { "#, "\" // b", 'x', '\'', b'"', b"\"}", c"//", br##"{"##); // c"####;
        let literals: Vec<&str> = shown(text).into_iter().filter(|(kind, _)| *kind == Kind::Literal).map(|(_, t)| t).collect();
        assert_eq!(
            literals,
            [r##"r#"// a " { "#"##, r#""\" // b""#, "'x'", r"'\''", r#"b'"'"#, r#"b"\"}""#, r#"c"//""#, r###"br##"{"##"###]
        );
        assert_eq!(shown(text).last(), Some(&(Kind::Comment, "// c")));
    }

    #[test]
    fn comments_nest_and_documentation_is_told_apart() {
        let text = "/* a /* b */ c */ /// d\r\n//! e\n//// f\n/** g */ /**/ x";
        assert_eq!(
            shown(text),
            [
                (Kind::Comment, "/* a /* b */ c */"),
                (Kind::Doc, "/// d"),
                (Kind::Doc, "//! e"),
                (Kind::Comment, "//// f"),
                (Kind::Doc, "/** g */"),
                (Kind::Comment, "/**/"),
                (Kind::Word, "x"),
            ]
        );
    }

    #[test]
    fn lifetimes_raw_names_marks_and_shebangs() {
        assert_eq!(shown("\u{feff}#!/bin/run // no\n'a r#fn"), [(Kind::Lifetime, "'a"), (Kind::Word, "r#fn")]);
        assert_eq!(shown("#![x]").len(), 5);
        assert_eq!(shown("'ä' 'ä"), [(Kind::Literal, "'ä'"), (Kind::Lifetime, "'ä")]);
    }

    #[test]
    fn unfinished_text_ends_with_the_text() {
        for text in ["\"a", "r#\"a\"", "/* /* */", "'\\", "b'", "'", "r#", "b\"\\", "#!"] {
            let tokens = scan(text);
            assert!(tokens.iter().all(|token| token.hi as usize <= text.len() && text.is_char_boundary(token.hi as usize)), "{text}");
        }
    }
}
