//! `include!`: which file it names.

use super::SyntaxError;
use super::ast::MacroCall;
use super::builtin_string::{concat, string_value};
use super::macros::lex;
use crate::source::Sources;

/// The path that `include!` is given. `env` answers for the variables of `concat!(env!("…"), "…")`. `None` where the
/// path is known only when the crate is built (`OUT_DIR`).
///
/// # Errors
/// The argument is no string.
pub fn included_path(call: &MacroCall, sources: &Sources, env: impl Fn(&str) -> Option<String>) -> Result<Option<String>, SyntaxError> {
    let list = lex(sources, call.args)?;
    let mut end = list.tokens.len();
    if end > 0 && list.is_punct(end - 1, b',') {
        end -= 1;
    }
    if let Some(value) = string_value(sources, &list, 0, end) {
        return Ok(Some(value.text));
    }
    let error = || SyntaxError { span: call.args, message: "`include!` takes the path of a file, as a string".to_owned() };
    let Some(("concat", (from, to))) = super::builtin_string::macro_call(&list, 0, end) else {
        // `env!("X")` alone, or what a procedural macro computes.
        return if super::builtin_string::macro_call(&list, 0, end).is_some() { Ok(None) } else { Err(error()) };
    };
    let mut path = String::new();
    for (from, to) in list.comma_separated(from, to) {
        if let Some(("env", (from, to))) = super::builtin_string::macro_call(&list, from, to) {
            let (from, to) = list.comma_separated(from, to).into_iter().next().unwrap_or((from, to));
            let name = string_value(sources, &list, from, to).ok_or_else(error)?;
            match env(&name.text) {
                Some(value) => path.push_str(&value),
                None => return Ok(None),
            }
        } else {
            path.push_str(&concat(sources, &list, from, to).ok_or_else(error)?);
        }
    }
    Ok(Some(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, Span};
    use crate::syntax::ast::{Delimiter, Path};

    fn path(args: &str) -> Result<Option<String>, String> {
        let sources = Sources::default();
        let file = sources.add(SourceFile::real("a.rs".to_owned(), args.to_owned(), true));
        let span = Span::new(file, 0, args.len() as u32);
        let path = Path { segments: Vec::new(), ..crate::syntax::parse_path(file, "include", 0..7).expect("it is a path") };
        let call = MacroCall { path, args: span, delimiter: Delimiter::Paren, span };
        let env = |name: &str| (name == "CARGO_MANIFEST_DIR").then(|| "/pkg".to_owned());
        included_path(&call, &sources, env).map_err(|e| e.message)
    }

    #[test]
    fn literals_and_what_is_put_together_are_known() {
        assert_eq!(path(r#""a/b.rs""#), Ok(Some("a/b.rs".to_owned())));
        assert_eq!(path(r#""a.rs","#), Ok(Some("a.rs".to_owned())));
        assert_eq!(path(r#"concat!("a", "/", "b.rs")"#), Ok(Some("a/b.rs".to_owned())));
        assert_eq!(path(r#"concat!(env!("CARGO_MANIFEST_DIR"), "/src/b.rs")"#), Ok(Some("/pkg/src/b.rs".to_owned())));
    }

    #[test]
    fn what_only_the_build_knows_is_not() {
        assert_eq!(path(r#"concat!(env!("OUT_DIR"), "/bindings.rs")"#), Ok(None));
        assert_eq!(path(r#"env!("BINDINGS")"#), Ok(None));
    }

    #[test]
    fn no_string_is_an_error() {
        assert!(path("bindings").is_err());
        assert!(path("").is_err());
        assert!(path("concat!(bindings)").is_err());
    }
}
