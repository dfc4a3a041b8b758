//! The value of a string that a macro gets: a literal, `concat!`, `stringify!`, or what an outer macro
//! substituted for one; and where each of its bytes stands.

use super::macros::{GroupKind, LiteralKind, TokenKind, TokenList};
use crate::source::{Sources, Span};

/// A string's value.
#[derive(Clone, Debug)]
pub(super) struct StringValue {
    pub(super) text: String,
    /// For each byte of `text`, and its end, the byte of the file; empty where the text is put together.
    map: Vec<u32>,
    /// The whole of it in the file.
    pub(super) span: Span,
}

impl StringValue {
    /// Where bytes `lo..hi` of the value stand; the whole literal where that is not known.
    pub(super) fn place(&self, lo: usize, hi: usize) -> Span {
        match (self.map.get(lo), self.map.get(hi)) {
            (Some(&lo), Some(&hi)) if lo <= hi => Span::new(self.span.file, lo, hi),
            _ => self.span,
        }
    }
}

/// The value of tokens `from..to`, if they are a string that is known here.
pub(super) fn string_value(sources: &Sources, list: &TokenList, from: usize, to: usize) -> Option<StringValue> {
    let (from, to) = unwrap(list, from, to);
    if from >= to {
        return None;
    }
    let whole = list.span(from).to(list.span(to - 1));
    if let TokenKind::Literal(LiteralKind::Str) = list.tokens[from].kind
        && from + 1 == to
    {
        let (text, map) = unescape(list.text(from), whole.lo)?;
        let map = if list.is_made(from) { Vec::new() } else { map };
        return Some(StringValue { text, map, span: whole });
    }
    let (name, args) = macro_call(list, from, to)?;
    let text = match name {
        "concat" => concat(sources, list, args.0, args.1)?,
        "stringify" => stringify(sources, list, args.0, args.1),
        _ => return None,
    };
    Some(StringValue { text, map: Vec::new(), span: whole })
}

/// Leave the groups that only hold together what was substituted, or parentheses around a whole.
fn unwrap(list: &TokenList, mut from: usize, mut to: usize) -> (usize, usize) {
    while from + 1 < to
        && matches!(list.tokens[from].kind, TokenKind::Open(GroupKind::Fragment(_) | GroupKind::Paren))
        && list.tokens[from].pair as usize + 1 == to
    {
        from += 1;
        to -= 1;
    }
    (from, to)
}

/// `a::b::name!(…)` and nothing else: the name and the inside of the delimiters.
pub(super) fn macro_call(list: &TokenList, from: usize, to: usize) -> Option<(&str, (usize, usize))> {
    let bang = (from..to).find(|&i| list.is_punct(i, b'!'))?;
    let open = bang + 1;
    if bang == from || open >= to || list.tokens[bang - 1].kind != TokenKind::Ident {
        return None;
    }
    let path = (from..bang).all(|i| matches!(list.tokens[i].kind, TokenKind::Ident) || list.is_punct(i, b':'));
    let TokenKind::Open(_) = list.tokens[open].kind else { return None };
    let close = list.tokens[open].pair as usize;
    (path && close + 1 == to).then(|| (list.text(bang - 1), (open + 1, close)))
}

/// What `concat!` makes of its literals.
pub(super) fn concat(sources: &Sources, list: &TokenList, from: usize, to: usize) -> Option<String> {
    let mut text = String::new();
    for (from, to) in list.comma_separated(from, to) {
        let (from, to) = unwrap(list, from, to);
        if let Some(value) = string_value(sources, list, from, to) {
            text.push_str(&value.text);
            continue;
        }
        let negative = list.is_punct(from, b'-');
        let at = from + usize::from(negative);
        if at + 1 != to {
            return None;
        }
        if negative {
            text.push('-');
        }
        let written = list.text(at);
        match list.tokens[at].kind {
            TokenKind::Literal(LiteralKind::Int) => text.push_str(&integer(written)?),
            TokenKind::Literal(LiteralKind::Float) => {
                let digits: String = written.chars().filter(|&c| c != '_').collect();
                text.push_str(digits.split('f').next().unwrap_or_default());
            }
            TokenKind::Literal(LiteralKind::Char) => text.push_str(&unescape(written, 0)?.0),
            TokenKind::Ident if matches!(written, "true" | "false") => text.push_str(written),
            _ => return None,
        }
    }
    Some(text)
}

/// An integer literal in decimal.
fn integer(written: &str) -> Option<String> {
    let digits: String = written.chars().filter(|&c| c != '_').collect();
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (&digits[..], 10),
    };
    let end = digits.find(|c: char| matches!(c, 'u' | 'i') || !c.is_digit(radix)).unwrap_or(digits.len());
    u128::from_str_radix(&digits[..end], radix).ok().map(|n| n.to_string())
}

/// The tokens as text; one space where there is a gap between them where they were written.
pub(super) fn stringify(sources: &Sources, list: &TokenList, from: usize, to: usize) -> String {
    let mut text = String::new();
    let mut before: Option<Span> = None;
    for i in from..to {
        if let TokenKind::Open(GroupKind::Fragment(_)) | TokenKind::Close(GroupKind::Fragment(_)) = list.tokens[i].kind {
            continue;
        }
        let span = sources.written_at(list.span(i));
        if before.is_some_and(|before| before.file != span.file || before.hi != span.lo) {
            text.push(' ');
        }
        text.push_str(list.text(i));
        before = Some(span);
    }
    text
}

/// The value of a string literal, as it is written.
pub fn literal_text(written: &str) -> Option<String> {
    unescape(written, 0).map(|(text, _)| text)
}

/// The value of a string or character literal, and for each byte of it (and the end) the byte of the file, where
/// the literal begins at `base`.
fn unescape(written: &str, base: u32) -> Option<(String, Vec<u32>)> {
    let mut map = Vec::new();
    if let Some(raw) = written.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|&b| b == b'#').count();
        let start = 1 + hashes + 1;
        let end = written.rfind('"')?;
        let mut text = String::new();
        for (at, c) in written.get(start..end)?.char_indices() {
            if c == '\r' && written[start + at + 1..].starts_with('\n') {
                continue;
            }
            map.extend((0..c.len_utf8()).map(|i| base + (start + at + i) as u32));
            text.push(c);
        }
        map.push(base + end as u32);
        return Some((text, map));
    }
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = written.rfind(quote).filter(|&end| end > 0)?;
    let inside = &written[1..end];
    let mut text = String::new();
    let mut at = 0;
    while let Some(c) = inside[at..].chars().next() {
        let begin = at;
        at += c.len_utf8();
        let value = match c {
            '\\' => {
                let escape = inside[at..].chars().next()?;
                at += escape.len_utf8();
                match escape {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '0' => '\0',
                    '\\' | '\'' | '"' => escape,
                    'x' => {
                        let code = u8::from_str_radix(inside.get(at..at + 2)?, 16).ok()?;
                        at += 2;
                        code as char
                    }
                    'u' => {
                        let close = inside[at..].find('}')? + at;
                        let digits: String = inside.get(at + 1..close)?.chars().filter(|&c| c != '_').collect();
                        at = close + 1;
                        char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                    }
                    // The line goes on where the next one begins.
                    '\n' | '\r' => {
                        let rest = &inside[at..];
                        at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
                        continue;
                    }
                    _ => return None,
                }
            }
            '\r' if inside[at..].starts_with('\n') => continue,
            c => c,
        };
        map.push(base + 1 + begin as u32);
        // The bytes of one character that is written as itself stand one by one.
        let one_by_one = u32::from(value == c && c != '\\');
        map.extend((1..value.len_utf8() as u32).map(|i| base + 1 + begin as u32 + i * one_by_one));
        text.push(value);
    }
    map.push(base + end as u32);
    Some((text, map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_places_of_literals() {
        let value = |written: &str| unescape(written, 10).map(|v| v.0);
        assert_eq!(value(r#""a\n\x41\u{1F_600}\"b""#).as_deref(), Some("a\nA\u{1F600}\"b"));
        assert_eq!(value("\"a\\\n   b\"").as_deref(), Some("ab"));
        assert_eq!(value("\"a\r\nb\"").as_deref(), Some("a\nb"));
        assert_eq!(value("r##\"a\"#b\\n\"##").as_deref(), Some("a\"#b\\n"));
        assert_eq!(value(r"'\''").as_deref(), Some("'"));
        assert_eq!(value(r#""\q""#), None);
        let (text, map) = unescape("\"\\u{e4}{x}\"", 10).unwrap();
        assert_eq!(text, "ä{x}");
        let lo = text.find('{').unwrap();
        assert_eq!((map[lo], map[lo + 3]), (17, 20));
        assert_eq!(map.len(), text.len() + 1);
    }
}
