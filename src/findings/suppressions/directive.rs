//! What a comment or an attribute says: which lints, how far, and why.

use super::extent::Tokens;
use crate::findings::TOOL;
use crate::findings::registry::Selector;
use crate::syntax::TokenKind as Kind;
use crate::syntax::ast::Delimiter;
use std::ops::Range;

/// A suppression as written. Offsets count in its file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// The comment or attribute.
    pub(super) at: Range<u32>,
    /// `expect` rather than `allow`.
    pub(super) is_expect: bool,
    /// The lints and groups.
    pub(super) names: Vec<Name>,
    /// Whether a reason is given.
    pub(super) has_reason: bool,
    /// How far it reaches.
    pub(super) scope: Scope,
}

/// One name in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Where.
    pub(super) at: Range<u32>,
    /// As written.
    pub(super) text: String,
    /// What it stands for, if anything.
    pub(super) selector: Option<Selector>,
}

/// The longest text that is taken for a misspelt name, in bytes.
const LONGEST_NAME: usize = 64;

impl Name {
    /// Whether it may be meant as a name: a list without an end goes on through the code behind it.
    fn may_be_one(&self) -> bool {
        self.text.len() <= LONGEST_NAME && !self.text.contains(char::is_control)
    }
}

/// How far a suppression reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// What begins on the line (0-based) of the comment.
    Line(usize),
    /// The bytes of a node.
    Node(Range<u32>),
    /// The file.
    File,
    /// Nothing follows.
    Nothing,
}

/// A directive that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The comment or attribute.
    pub(super) at: Range<u32>,
    /// What is wrong with it.
    pub(super) why: String,
}

/// What stands in a directive before its reach is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) verb: Verb,
    pub(super) names: Vec<Name>,
    pub(super) has_reason: bool,
}

/// The verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Allow,
    Expect,
    AllowFile,
}

impl Verb {
    const ALL: [(&'static str, Self); 3] = [("allow-file", Self::AllowFile), ("allow", Self::Allow), ("expect", Self::Expect)];

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, verb)| verb)
    }
}

/// Read a comment that begins at byte `lo`. `None`: it is no directive.
pub(super) fn from_comment(comment: &str, lo: u32) -> Option<Result<Words, String>> {
    let content = match comment.strip_prefix("//") {
        Some(line) => line.trim_start_matches('/'),
        None => comment.strip_prefix("/*").unwrap_or(comment).trim_end_matches('/').trim_end_matches('*'),
    };
    let head = content.trim_start();
    let Some(rest) = strip_tool(head) else { return misplaced(content).then(|| Err(MISPLACED.to_owned())) };
    let exact = head.starts_with(TOOL);
    let Some(after_colon) = rest.trim_start().strip_prefix(':').filter(|rest| !rest.starts_with(':')) else {
        return looks_like_verb(rest.trim_start_matches([' ', '\t', '-'])).then(|| Err(format!("a colon is missing after `{TOOL}`")));
    };
    if !exact {
        return looks_like_verb(after_colon).then(|| Err(format!("`{TOOL}` is written in lower case")));
    }
    let offset_of = |part: &str| lo + (part.as_ptr() as usize - comment.as_ptr() as usize) as u32;
    Some(words(after_colon.trim(), &offset_of))
}

const MISPLACED: &str = "a directive stands at the start of its comment";

/// A directive in the middle of a comment, where nobody looks for it. Quoted ones are talk about directives.
fn misplaced(content: &str) -> bool {
    let found = content.match_indices(TOOL).find(|(at, _)| looks_like_directive(&content[*at..]));
    found.is_some_and(|(at, _)| !content[..at].ends_with(['`', '"', '\'', '/']) && !content[..at].trim_end().ends_with("//"))
}

fn looks_like_directive(text: &str) -> bool {
    strip_tool(text).and_then(|rest| rest.trim_start().strip_prefix(':')).is_some_and(looks_like_verb)
}

fn looks_like_verb(text: &str) -> bool {
    let text = text.trim_start();
    Verb::ALL.into_iter().any(|(verb, _)| text.strip_prefix(verb).is_some_and(|rest| rest.trim_start().starts_with('(')))
}

fn strip_tool(text: &str) -> Option<&str> {
    let head = text.get(..TOOL.len())?;
    head.eq_ignore_ascii_case(TOOL).then(|| &text[TOOL.len()..])
}

fn words(text: &str, offset_of: &dyn Fn(&str) -> u32) -> Result<Words, String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let Some(verb) = Verb::parse(word) else {
        let nearest =
            Verb::ALL.into_iter().map(|(verb, _)| verb).find(|verb| !word.is_empty() && strsim::damerau_levenshtein(word, verb) <= 2);
        return Err(match (word, nearest) {
            ("", _) => "`allow`, `expect` or `allow-file` is missing".to_owned(),
            (_, Some(verb)) => format!("`{word}` is no directive; did you mean `{verb}`?"),
            (_, None) => format!("`{word}` is no directive: `allow`, `expect` and `allow-file` are"),
        });
    };
    let Some(list) = rest.trim_start().strip_prefix('(') else { return Err(format!("the lints are missing after `{word}`")) };
    let Some((list, after)) = list.split_once(')') else { return Err("the `)` after the lints is missing".to_owned()) };
    let names: Vec<Name> =
        list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| name_at(name, offset_of(name))).collect();
    if names.is_empty() {
        return Err(format!("`{word}()` names no lint"));
    }
    if !names.iter().all(Name::may_be_one) {
        return Err(format!("what stands in `{word}(…)` is no list of lints"));
    }
    let after = after.trim();
    let has_reason = match after.strip_prefix("--") {
        Some(reason) => !reason.trim().is_empty(),
        None if after.is_empty() => false,
        None => return Err("a reason begins with `--`".to_owned()),
    };
    Ok(Words { verb, names, has_reason })
}

fn name_at(text: &str, lo: u32) -> Name {
    Name { at: lo..lo + text.len() as u32, text: text.to_owned(), selector: Selector::parse(text) }
}

/// Read the attribute whose `[` is the token at `open`: everything in it that begins with `looksalive::`.
pub(super) fn from_attribute(text: &str, tokens: &Tokens<'_>, open: usize) -> Vec<Result<Words, String>> {
    let end = tokens.close_of(open);
    let mut found = Vec::new();
    match tokens.word(open + 1) {
        Some("cfg_attr") if tokens.is_open(open + 2, Delimiter::Paren) => {
            let inner = open + 2;
            let mut at = inner + 1;
            while at < tokens.close_of(inner) {
                // Only what stands first, or after a comma, is an attribute.
                if tokens.is(at - 1, b',') {
                    found.extend(tool_attribute(text, tokens, at));
                }
                at = if matches!(tokens.get(at), Some(token) if matches!(token.kind, Kind::Open(_))) {
                    tokens.close_of(at) + 1
                } else {
                    at + 1
                };
            }
        }
        Some(TOOL) if open + 1 < end => found.extend(tool_attribute(text, tokens, open + 1)),
        _ => {}
    }
    found
}

/// `looksalive::allow(a, b, reason = "…")` at `at`.
fn tool_attribute(text: &str, tokens: &Tokens<'_>, at: usize) -> Option<Result<Words, String>> {
    if tokens.word(at) != Some(TOOL) || !tokens.is(at + 1, b':') || !tokens.is(at + 2, b':') {
        return None;
    }
    let word = tokens.word(at + 3).unwrap_or_default();
    let verb = match word {
        "allow" => Verb::Allow,
        "expect" => Verb::Expect,
        _ => return Some(Err(format!("`{TOOL}::{word}` is no attribute: `{TOOL}::allow` and `{TOOL}::expect` are"))),
    };
    if !tokens.is_open(at + 4, Delimiter::Paren) {
        return Some(Err(format!("the lints are missing after `{TOOL}::{word}`")));
    }
    let (mut names, mut has_reason) = (Vec::new(), false);
    let (mut from, close) = (at + 5, tokens.close_of(at + 4));
    while from < close {
        let to = (from..close).find(|&at| tokens.is(at, b',')).unwrap_or(close);
        if let (Some(first), Some(last)) = (tokens.get(from), to.checked_sub(1).and_then(|last| tokens.get(last)).filter(|_| to > from)) {
            if tokens.word(from) == Some("reason") && tokens.is(from + 1, b'=') {
                has_reason |= last.kind == Kind::Literal && text[last.lo as usize..last.hi as usize].chars().any(char::is_alphanumeric);
            } else {
                names.push(name_at(&text[first.lo as usize..last.hi as usize], first.lo));
            }
        }
        from = to + 1;
    }
    if names.is_empty() {
        return Some(Err(format!("`{TOOL}::{word}` names no lint")));
    }
    if !names.iter().all(Name::may_be_one) {
        return Some(Err(format!("what stands in `{TOOL}::{word}(…)` is no list of lints")));
    }
    Some(Ok(Words { verb, names, has_reason }))
}
