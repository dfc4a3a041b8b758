//! The item that a place stands in, by name: what stays the same when lines move.
//!
//! Works on tokens, as suppressions do, so that it answers the same in files that do not parse and inside macros.

use crate::syntax::ast::Delimiter;
use crate::syntax::{Token, TokenKind as Kind, lex};

/// The names of the items around the byte `offset`, outermost first: `share::Share::check`; empty at the top level.
pub fn item_around(text: &str, offset: u32) -> String {
    let lexed = lex(text);
    // An open delimiter and the item whose body it is.
    let mut open: Vec<Option<&str>> = Vec::new();
    // The item whose head is being read, and how many delimiters were open where it began.
    let mut head: Option<(&str, usize)> = None;
    for (at, token) in lexed.tokens.iter().enumerate() {
        if token.lo > offset {
            break;
        }
        match token.kind {
            Kind::Ident => {
                if let Some(name) = named_here(text, &lexed.tokens, at) {
                    head = Some((name, open.len()));
                }
            }
            Kind::Open(Delimiter::Brace) if head.is_some_and(|(_, depth)| depth == open.len()) => {
                open.push(head.take().map(|(name, _)| name))
            }
            Kind::Open(_) => open.push(None),
            Kind::Close(_) => {
                open.pop();
            }
            Kind::Punct(b';') if head.is_some_and(|(_, depth)| depth >= open.len()) => head = None,
            _ => {}
        }
    }
    open.into_iter().flatten().chain(head.map(|(name, _)| name)).collect::<Vec<_>>().join("::")
}

/// The name of the item whose keyword stands at `at`.
fn named_here<'t>(text: &'t str, tokens: &[Token], at: usize) -> Option<&'t str> {
    let word = |at: usize| tokens.get(at).filter(|t| t.kind == Kind::Ident).map(|t| &text[t.lo as usize..t.hi as usize]);
    match word(at)? {
        "fn" | "mod" | "trait" | "struct" | "enum" | "union" | "static" | "const" => {
            let name = word(at + 1)?;
            let name = if name == "mut" { word(at + 2)? } else { name };
            (!matches!(name, "fn" | "unsafe" | "extern" | "async")).then_some(name)
        }
        // A type in an argument's place (`impl Fn()`) has no braces of its own.
        "impl"
            if at == 0
                || matches!(tokens[at - 1].kind, Kind::Close(_) | Kind::Punct(b';') | Kind::Open(Delimiter::Brace))
                || word(at - 1) == Some("unsafe") =>
        {
            implemented(text, tokens, at + 1)
        }
        _ => None,
    }
}

/// The type of an `impl`, by its last name: what stands before the braces, after `for` if there is one.
fn implemented<'t>(text: &'t str, tokens: &[Token], from: usize) -> Option<&'t str> {
    let mut depth = 0_usize;
    let mut name = None;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.kind {
            Kind::Punct(b'<') => depth += 1,
            Kind::Punct(b'>') if at > from && tokens[at - 1].kind != Kind::Punct(b'-') => depth = depth.saturating_sub(1),
            Kind::Open(Delimiter::Brace) | Kind::Punct(b';') => break,
            Kind::Ident if depth == 0 => match &text[token.lo as usize..token.hi as usize] {
                "where" => break,
                "for" => name = None,
                "dyn" | "mut" | "const" => {}
                word => name = Some(word),
            },
            _ => {}
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_named_by_what_is_around() {
        let text = "mod share {\n  unsafe impl<T: Into<u8>> Probe<T> for a::Share<T> where T: Fn(u8) -> u8 {\n    const fn check(&self) -> [u8; 2] { if x { Y } else { [0; 2] } }\n  }\n\
                    static TABLE: T = T { field: Some(f), g: { 3 } };\n}\nfn last(_: impl Fn(u8) -> u8) { W }\npub struct S { a: u8 }\n";
        let at = |needle: &str| item_around(text, text.find(needle).unwrap() as u32);
        assert_eq!(at("Y }"), "share::Share::check");
        assert_eq!(at("check("), "share::Share::check");
        assert_eq!(at("field"), "share::TABLE");
        assert_eq!(at("last("), "last");
        assert_eq!(at("W }"), "last");
        assert_eq!(at("a: u8"), "S");
        assert_eq!(item_around(text, 0), "share");
        assert_eq!(item_around("", 7), "");
        assert_eq!(item_around("fn f() { } } } fn g() {", 22), "g");
    }
}
