//! Paths of callees as text: braces in models, segments, and the forms in which rustc prints a callee.
//!
//! Knows spelling only; which item a path names is decided where the models are looked up.

/// The paths that a pattern with braces stands for: `a::{b, c::{d, e}}` is `a::b`, `a::c::d`, `a::c::e`.
///
/// # Errors
/// What is wrong with the braces.
pub(super) fn expand(pattern: &str) -> Result<Vec<String>, String> {
    /// More alternatives than any model needs; a bound, since nested braces multiply.
    const LIMIT: usize = 4096;
    let Some(open) = pattern.find('{') else {
        return if pattern.contains('}') { Err("has a `}` without its `{`".to_owned()) } else { Ok(vec![pattern.trim().to_owned()]) };
    };
    let mut depth = 0_usize;
    let mut commas = vec![open];
    let mut close = None;
    for (i, c) in pattern[open..].char_indices().map(|(i, c)| (open + i, c)) {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    close = Some(i);
                    break;
                }
            }
            ',' if depth == 1 => commas.push(i),
            _ => {}
        }
    }
    let Some(close) = close else { return Err("has a `{` without its `}`".to_owned()) };
    commas.push(close);
    let (head, rest) = (&pattern[..open], &pattern[close + 1..]);
    let mut all = Vec::new();
    for pair in commas.windows(2) {
        let alternative = pattern[pair[0] + 1..pair[1]].trim();
        if alternative.is_empty() {
            return Err("has an empty alternative in its braces".to_owned());
        }
        all.extend(expand(&format!("{}{alternative}{rest}", head.trim_start()))?);
        if all.len() > LIMIT {
            return Err(format!("stands for more than {LIMIT} paths"));
        }
    }
    Ok(all)
}

/// The segments of a path, split at `::` outside angle brackets.
pub(super) fn segments(path: &str) -> impl DoubleEndedIterator<Item = &str> + Clone {
    let mut cuts = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    let bytes = path.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'<' => depth += 1,
            // Not the arrow of a function type.
            b'>' if i == 0 || bytes[i - 1] != b'-' => depth -= 1,
            b':' if depth == 0 && bytes.get(i + 1) == Some(&b':') => {
                cuts.push((start, i));
                i += 1;
                start = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    cuts.push((start, bytes.len()));
    cuts.into_iter().map(move |(a, b)| &path[a..b])
}

/// The paths under which a model may stand for a callee as rustc prints it, most specific first:
/// `<std::net::TcpStream as std::io::Read>::read` is `std::net::TcpStream::read`, then `std::io::Read::read`;
/// `core::slice::<impl [T]>::iter` is `<[T]>::iter`; `<dyn Probe as Probe>::probe` is `Probe::probe`; generic
/// arguments are left out.
pub fn candidates(callee: &str) -> Vec<String> {
    let parts: Vec<&str> = segments(callee).collect();
    if let Some(at) = parts.iter().rposition(|part| part.starts_with("<impl ")) {
        let inner = parts[at].strip_prefix("<impl ").and_then(|p| p.strip_suffix('>')).unwrap_or(parts[at]);
        let rest = parts[at + 1..].join("::");
        return match split_as(inner, " for ") {
            Some((of, ty)) => pair(ty, of, &rest),
            None => vec![format!("{}::{rest}", self_type(inner))],
        };
    }
    match parts.split_first() {
        Some((first, rest)) if first.starts_with('<') && first.ends_with('>') => {
            let inner = &first[1..first.len() - 1];
            let rest: Vec<&str> = rest.iter().copied().filter(|part| !part.starts_with('<')).collect();
            match split_as(inner, " as ") {
                Some((ty, of)) => pair(ty, of, &rest.join("::")),
                None => vec![format!("{}::{}", self_type(inner), rest.join("::"))],
            }
        }
        _ => vec![without_generics(callee)],
    }
}

fn pair(ty: &str, of: &str, rest: &str) -> Vec<String> {
    let of = format!("{}::{rest}", without_generics(of));
    if ty.starts_with("dyn ") || ty.starts_with("impl ") { vec![of] } else { vec![format!("{}::{rest}", self_type(ty)), of] }
}

/// A type as a model's path begins with it: a path without generics, `str`, or `<[T]>` for what is no path.
fn self_type(ty: &str) -> String {
    let ty = ty.trim();
    match ty.chars().next() {
        Some('[') if ty.contains(';') => "<[T; N]>".to_owned(),
        Some('[') => "<[T]>".to_owned(),
        Some('*') if ty.starts_with("*mut") => "<*mut T>".to_owned(),
        Some('*') => "<*const T>".to_owned(),
        Some('&') => self_type(ty.trim_start_matches('&').trim_start_matches("mut ")),
        _ => without_generics(ty),
    }
}

fn split_as<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let mut depth = 0_i32;
    for (i, c) in text.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '>' if !text[..i].ends_with('-') => depth -= 1,
            ' ' if depth == 0 && text[i..].starts_with(separator) => return Some((&text[..i], &text[i + separator.len()..])),
            _ => {}
        }
    }
    None
}

fn without_generics(path: &str) -> String {
    let parts = segments(path).filter(|part| !part.starts_with('<')).map(|part| part.split('<').next().unwrap_or(part));
    parts.collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces() {
        assert_eq!(expand("a::b").as_deref(), Ok(&["a::b".to_owned()][..]));
        let paths = expand("std::fs::{metadata, File::{open, create}}").expect("the braces match");
        assert_eq!(paths, ["std::fs::metadata", "std::fs::File::open", "std::fs::File::create"]);
        assert_eq!(expand("a::{b, c}::d").expect("the braces match"), ["a::b::d", "a::c::d"]);
        for wrong in ["a::{b", "a::b}", "a::{}", "a::{b,}", "a::{b,,c}"] {
            assert!(expand(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn printed_callees() {
        let one = |callee: &str| candidates(callee).join(" ");
        assert_eq!(one("std::thread::sleep"), "std::thread::sleep");
        assert_eq!(one("<std::net::TcpStream as std::io::Read>::read"), "std::net::TcpStream::read std::io::Read::read");
        assert_eq!(one("<&mut std::io::BufReader<std::fs::File> as std::io::Read>::read"), "std::io::BufReader::read std::io::Read::read");
        assert_eq!(one("<dyn Probe as Probe>::probe"), "Probe::probe");
        assert_eq!(one("core::slice::<impl [T]>::iter"), "<[T]>::iter");
        assert_eq!(one("core::str::<impl str>::split_at"), "str::split_at");
        assert_eq!(one("core::num::<impl u32>::pow"), "u32::pow");
        assert_eq!(one("std::vec::Vec::<u8>::with_capacity"), "std::vec::Vec::with_capacity");
        assert_eq!(one("<std::vec::Vec<fn() -> u8> as std::ops::Index<usize>>::index"), "std::vec::Vec::index std::ops::Index::index");
        assert_eq!(one("<[u8] as std::io::Write>::write"), "<[T]>::write std::io::Write::write");
        for odd in ["", "::", "<", "<>", "<a as", "<impl >", ">>::a", "é::<ü"] {
            let _ = candidates(odd);
        }
    }
}
