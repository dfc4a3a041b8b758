//! Edits that are read off the text around a place: what a machine may change, and how a finding is accepted.
//!
//! Works on tokens of what a person wrote; where a macro wrote the code there is nothing to edit.

use super::{Applicability, Finding, Group, Suggestion, TOOL, place};
use crate::source::{Sources, Span};
use crate::syntax::ast::Delimiter;
use crate::syntax::{Token, TokenKind as Kind, lex};

/// The `INFINITE` in `Wait…(…, INFINITE) == WAIT_TIMEOUT`, by the place of the callee's name: a wait that was meant to ask. With 0 it
/// asks: a wait without end never times out, so the comparison says what the writer wants to know.
pub fn endless_timeout_test(sources: &Sources, callee: Span) -> Option<Span> {
    let file = sources.file(callee.file);
    if file.is_virtual() {
        return None;
    }
    let text = &*file.text;
    let lexed = lex(text);
    let tokens = &lexed.tokens;
    let name = tokens.binary_search_by_key(&callee.lo, |token| token.lo).ok()?;
    let word = |at: usize| tokens.get(at).filter(|t| t.kind == Kind::Ident).map(|t| &text[t.lo as usize..t.hi as usize]);
    let is = |at: usize, punct: u8| tokens.get(at).is_some_and(|token| token.kind == Kind::Punct(punct));
    let close = close_of(tokens, name + 1)?;
    let last = close.checked_sub(if is(close - 1, b',') { 2 } else { 1 })?;
    if word(last) != Some("INFINITE") || !is(last.checked_sub(1)?, b',') {
        return None;
    }
    // What may stand between the call and the comparison: the end of `unsafe { … }` or of parentheses.
    let mut after = close + 1;
    while matches!(tokens.get(after)?.kind, Kind::Close(Delimiter::Brace | Delimiter::Paren)) {
        after += 1;
    }
    let compares = |at: usize| (is(at, b'=') || is(at, b'!')) && is(at + 1, b'=');
    let behind = compares(after) && {
        let mut at = after + 2;
        while word(at).is_some() && is(at + 1, b':') && is(at + 2, b':') {
            at += 3;
        }
        word(at) == Some("WAIT_TIMEOUT")
    };
    let before = || {
        // The path of the callee, then what opens, then the comparison.
        let mut at = name;
        while at >= 3 && is(at - 1, b':') && is(at - 2, b':') && word(at - 3).is_some() {
            at -= 3;
        }
        while at >= 1 && (matches!(tokens[at - 1].kind, Kind::Open(Delimiter::Brace | Delimiter::Paren)) || word(at - 1) == Some("unsafe"))
        {
            at -= 1;
        }
        at >= 3 && compares(at - 2) && word(at - 3) == Some("WAIT_TIMEOUT")
    };
    (behind || before()).then(|| Span::new(callee.file, tokens[last].lo, tokens[last].hi))
}

/// The index of the partner of the opening parenthesis at `open`.
fn close_of(tokens: &[Token], open: usize) -> Option<usize> {
    if tokens.get(open)?.kind != Kind::Open(Delimiter::Paren) {
        return None;
    }
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The comment by which a finding is accepted where it stands, to be completed with a reason; `None` where its line has no room for one.
pub fn acceptance(finding: &Finding, sources: &Sources) -> Option<Suggestion> {
    if finding.lint.group == Group::Suppressions {
        return None;
    }
    let shown = place::shown(sources, finding.primary.span);
    let file = sources.file(shown.file);
    let index = file.lines();
    let line = index.line_of(shown.lo);
    let text = index.line_text(&file.text, line);
    // A comment behind another would be part of it; a backslash or a quote may mean that the line does not end here.
    if !file.in_workspace || text.contains("//") || text.contains("/*") || text.contains('"') || text.trim_end().ends_with('\\') {
        return None;
    }
    let end = index.line_start(line)? + text.trim_end().len() as u32;
    let replacement = format!(" // {TOOL}: allow({}) -- <why this is right>", finding.lint.name);
    Some(Suggestion { span: Span::new(shown.file, end, end), replacement, applicability: Applicability::HasPlaceholders })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn edited(text: &str) -> Option<String> {
        let sources = Sources::default();
        let file = sources.add(SourceFile::real("x.rs", text, true));
        let lo = text.find("Wait").expect("it waits") as u32;
        let end = lo + text[lo as usize..].find('(').expect("it calls") as u32;
        let span = endless_timeout_test(&sources, Span::new(file, lo, end))?;
        Some(format!("{}0{}", &text[..span.lo as usize], &text[span.hi as usize..]))
    }

    #[test]
    fn a_wait_whose_timeout_is_asked_for_is_edited() {
        for (text, expected) in [
            (
                "f(unsafe { WaitForSingleObject(self.a(1), INFINITE) } == WAIT_TIMEOUT)",
                Some("f(unsafe { WaitForSingleObject(self.a(1), 0) } == WAIT_TIMEOUT)"),
            ),
            (
                "(WaitForSingleObject(h, INFINITE,) != win::WAIT_TIMEOUT) as BOOL",
                Some("(WaitForSingleObject(h, 0,) != win::WAIT_TIMEOUT) as BOOL"),
            ),
            (
                "WAIT_TIMEOUT == unsafe { a::b::WaitForSingleObject(h, INFINITE) };",
                Some("WAIT_TIMEOUT == unsafe { a::b::WaitForSingleObject(h, 0) };"),
            ),
            ("WaitForSingleObject(h, INFINITE) == WAIT_OBJECT_0", None),
            ("WaitForSingleObject(h, INFINITE);", None),
            ("WaitForSingleObject(h, forever(INFINITE)) == WAIT_TIMEOUT", None),
            ("WaitForSingleObject(h, 5) == WAIT_TIMEOUT", None),
            ("WaitForSingleObject(INFINITE", None),
        ] {
            assert_eq!(edited(text).as_deref(), expected, "{text}");
        }
    }
}
