//! Attributes that decide what exists: `cfg`, `cfg_attr`, and reading the others.

use crate::source::Symbol;
use crate::syntax::ast::Attr;
use crate::syntax::literal_text;
use crate::workspace::Cfg;

/// The attributes that hold under `cfg`: `cfg_attr` replaced by what it gives. `None` if a `cfg` removes the thing.
pub fn active(attrs: &[Attr], cfg: &Cfg) -> Option<Vec<Attr>> {
    let mut out = Vec::with_capacity(attrs.len());
    for attr in attrs {
        expand_into(attr.clone(), cfg, &mut out, 0)?;
    }
    Some(out)
}

/// Whether `cfg` leaves a thing with these attributes.
pub fn is_active(attrs: &[Attr], cfg: &Cfg) -> bool {
    attrs.is_empty() || active(attrs, cfg).is_some()
}

fn expand_into(attr: Attr, cfg: &Cfg, out: &mut Vec<Attr>, depth: u32) -> Option<()> {
    match attr.path.as_str() {
        // A condition that cannot be read leaves the thing in: what is analysed too much is seen, what is left out is not.
        "cfg" => (cfg.eval(&attr.args) != Some(false)).then(|| out.push(attr)),
        "cfg_attr" if depth < 8 => {
            let mut parts = split_commas(&attr.args).into_iter();
            let condition = parts.next().unwrap_or_default();
            if cfg.eval(condition) == Some(true) {
                for part in parts.filter(|p| !p.trim().is_empty()) {
                    expand_into(parse_meta(part, &attr), cfg, out, depth + 1)?;
                }
            }
            Some(())
        }
        _ => {
            out.push(attr);
            Some(())
        }
    }
}

/// `path = "x"`, `derive(A, B)`, `no_mangle`, `unsafe(no_mangle)` as an attribute of its own.
fn parse_meta(text: &str, of: &Attr) -> Attr {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let (path, rest) = (text[..end].trim(), text[end..].trim());
    if path == "unsafe" {
        return parse_meta(inside_delimiters(rest), of);
    }
    let (args, is_value) = match rest.strip_prefix('=') {
        Some(value) => (value.trim(), true),
        None => (inside_delimiters(rest), false),
    };
    Attr { path: Symbol::intern(path), args: args.to_owned(), is_value, span: of.span }
}

fn inside_delimiters(text: &str) -> &str {
    let text = text.trim();
    match (text.chars().next(), text.chars().next_back()) {
        (Some('('), Some(')')) | (Some('['), Some(']')) | (Some('{'), Some('}')) => text[1..text.len() - 1].trim(),
        _ => text,
    }
}

/// Split at commas that stand in no bracket and no string.
pub fn split_commas(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut in_string, mut escaped) = (0_i32, 0, false, false);
    let mut parts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The first attribute of that name.
pub fn find<'a>(attrs: &'a [Attr], path: &str) -> Option<&'a Attr> {
    attrs.iter().find(|a| a.path == path)
}

/// Whether there is an attribute of that name.
pub fn has(attrs: &[Attr], path: &str) -> bool {
    find(attrs, path).is_some()
}

/// The text of `name = "text"`, if it is a string literal.
pub fn string_value(attr: &Attr) -> Option<String> {
    if !attr.is_value {
        return None;
    }
    let text = attr.args.trim();
    if text.starts_with(['"', 'r']) { literal_text(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_brackets_and_strings_do_not_split() {
        assert_eq!(split_commas(r#"all(a, b), path = "x,y", derive(A, B)"#), ["all(a, b)", r#" path = "x,y""#, " derive(A, B)"]);
    }

    #[test]
    fn values_are_what_the_compiler_reads() {
        let value = |args: &str| {
            let span = crate::source::Span::new(crate::source::FileId(0), 0, 0);
            string_value(&Attr { path: Symbol::intern("path"), args: args.to_owned(), is_value: true, span })
        };
        assert_eq!(value(r#""a\u{1b}\x41\'\\.rs""#).as_deref(), Some("a\u{1b}A'\\.rs"));
        assert_eq!(value(r##"r#"a"\u{1b}"#"##).as_deref(), Some("a\"\\u{1b}"));
        assert_eq!((value("concat!(\"a\")"), value("'a'"), value("\"a\\q\"")), (None, None, None));
    }
}
