//! What reads along with people: CI servers, which take orders out of what a job prints, and terminals.
//!
//! GitHub's runner obeys lines that begin with `::command::`, and `##[command]` wherever it stands; Azure's obeys `##vso[…]`. A
//! string literal in a linted file must not be such an order, in whatever format it is shown. Here whole outputs are gone
//! through, each in its own way to write a character otherwise: what a reader of the format gets stays the same. Knows nothing
//! of findings.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::text::is_hostile;

const WRITES: &str = "writing to a string cannot fail";

/// Text for people.
pub fn people(text: String) -> String {
    let text = line_orders(text, "\\u{3a}");
    bracket_orders(text, "\\u{5b}")
}

/// JSON: all that steers stands in strings, where any character may be written by its number.
pub(super) fn json(text: String) -> String {
    let text = bracket_orders(text, "\\u005b");
    escaped(text, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect(WRITES);
        }
    })
}

/// XML and HTML.
pub(super) fn markup(text: String) -> String {
    let text = bracket_orders(line_orders(text, "&#58;"), "&#91;");
    escaped(text, |out, c| write!(out, "&#{};", u32::from(c)).expect(WRITES))
}

/// Characters that steer, line ends and tabs aside, written by `write`.
fn escaped(text: String, write: impl Fn(&mut String, char)) -> String {
    let steers = |c: char| is_hostile(c) && !matches!(c, '\n' | '\t' | '\r');
    if !text.chars().any(steers) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { write(&mut out, c) } else { out.push(c) }
    }
    out
}

/// Lines that begin with `::`, blanks aside, begin with `colon` and `:`. rustc's arrow `:::` is no order.
fn line_orders(text: String, colon: &str) -> String {
    let is_order = |line: &str| line.trim_start().strip_prefix("::").is_some_and(|rest| !rest.starts_with(':'));
    if !text.contains("::") || !text.lines().any(is_order) {
        return text;
    }
    let lines = text.split_inclusive('\n').map(|line| match is_order(line) {
        true => Cow::Owned(line.replacen("::", &format!("{colon}:"), 1)),
        false => Cow::Borrowed(line),
    });
    lines.collect()
}

/// The bracket of `##[` and `##word[` is `bracket`.
fn bracket_orders(text: String, bracket: &str) -> String {
    if !text.contains("##") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("##") {
        let word = rest[at + 2..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(rest.len(), |end| at + 2 + end);
        if rest[word..].starts_with('[') {
            out.push_str(&rest[..word]);
            out.push_str(bracket);
            rest = &rest[word + 1..];
        } else {
            // `###[` may follow.
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_runner_would_obey_is_written_otherwise() {
        for (text, shown) in [
            ("a\n  ::error::b\n", "a\n  \\u{3a}:error::b\n"),
            ("::add-mask::x", "\\u{3a}:add-mask::x"),
            ("1 | \"##[error]x\" ###[x] ##vso[task.complete]", "1 | \"##\\u{5b}error]x\" ###\\u{5b}x] ##vso\\u{5b}task.complete]"),
            ("  ::: src/lib.rs:1:1\n  ::::error::", "  ::: src/lib.rs:1:1\n  ::::error::"),
            ("a::b ## c # [d] ##-[", "a::b ## c # [d] ##-["),
            ("##", "##"),
            ("##x", "##x"),
        ] {
            assert_eq!(people(text.to_owned()), shown);
        }
        assert_eq!(markup("<p>\n::x::##[y] \u{202e}\t".to_owned()), "<p>\n&#58;:x::##&#91;y] &#8238;\t");
    }

    #[test]
    fn json_says_the_same() {
        let value = serde_json::json!({ "##[a]": "\u{202e}\u{9b}\u{e0001}##vso[x]ü\n\u{1b}" });
        let text = json(value.to_string());
        assert!(text.chars().all(|c| !is_hostile(c)) && !text.contains("##[") && !text.contains("vso["), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
