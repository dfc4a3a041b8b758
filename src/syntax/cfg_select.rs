//! `cfg_select!`: the arm whose condition holds.

use super::SyntaxError;
use super::ast::MacroCall;
use super::macros::{GroupKind, TokenKind, lex};
use crate::source::{Sources, Span};

/// What the first arm that `holds` writes: its text, without the braces around it. `None` where no arm holds.
///
/// # Errors
/// The argument is no sequence of arms.
pub fn cfg_select_arm(call: &MacroCall, sources: &Sources, holds: impl Fn(&str) -> bool) -> Result<Option<Span>, SyntaxError> {
    let list = lex(sources, call.args)?;
    let end = list.tokens.len();
    let error = |message: &str| SyntaxError { span: call.span, message: message.to_owned() };
    let mut at = 0;
    while at < end {
        let start = at;
        while at < end && !list.is_op(at, end, "=>") {
            at = list.tree(at, end).ok_or_else(|| error("a condition of `cfg_select!` has no `=>`"))?;
        }
        if at == start || at >= end {
            return Err(error("an arm of `cfg_select!` is a condition, `=>` and what it writes"));
        }
        // Without the comments that may stand in it.
        let condition = (start..at).map(|i| list.text(i)).collect::<Vec<_>>().join(" ");
        at += 2;
        if at >= end {
            return Err(error("an arm of `cfg_select!` ends after `=>`"));
        }
        let body = if list.tokens[at].kind == TokenKind::Open(GroupKind::Brace) {
            let close = list.tokens[at].pair as usize;
            let inside = Span::new(call.args.file, list.span(at).hi, list.span(close).lo);
            at = close + 1;
            inside
        } else {
            let first = at;
            while at < end && !list.is_punct(at, b',') {
                at = list.tree(at, end).ok_or_else(|| error("an arm of `cfg_select!` cannot be read"))?;
            }
            list.span(first).to(list.span(at - 1))
        };
        if list.is_punct(at, b',') {
            at += 1;
        }
        if condition.trim() == "_" || holds(&condition) {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use crate::syntax::ast::{Delimiter, Path};

    fn arm(args: &str, on: &str) -> Result<Option<String>, SyntaxError> {
        let sources = Sources::default();
        let file = sources.add(SourceFile::real("a.rs", args, true));
        let span = Span::new(file, 0, args.len() as u32);
        let path = Path { qself: None, global: false, segments: Vec::new(), span };
        let call = MacroCall { path, args: span, delimiter: Delimiter::Brace, span };
        let found = cfg_select_arm(&call, &sources, |condition| condition == on)?;
        Ok(found.map(|span| sources.text(span).trim().to_owned()))
    }

    #[test]
    fn the_first_arm_that_holds_is_taken() {
        let arms = "windows => { mod w; } any(unix, x) => { mod u; fn f() {} } _ => {}";
        assert_eq!(arm(arms, "windows").unwrap().unwrap(), "mod w;");
        assert_eq!(arm(arms, "any ( unix , x )").unwrap().unwrap(), "mod u; fn f() {}");
        assert_eq!(arm(arms, "wasm").unwrap().unwrap(), "");
        assert_eq!(arm("a => i32, b => f(1, 2) + 1, _ => u8", "b").unwrap().unwrap(), "f(1, 2) + 1");
        assert_eq!(arm("a => 1", "b").unwrap(), None);
        assert_eq!(arm("/* x */ all(a, // y\n b) => 1", "all ( a , b )").unwrap().unwrap(), "1");
        assert!(arm("a =>", "a").is_err());
        assert!(arm("a b c", "a").is_err());
    }
}
