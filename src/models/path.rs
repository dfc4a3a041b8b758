//! Paths of callees as text: braces in models, segments, and the forms in which rustc prints a callee.
//!
//! Knows spelling only; which item a path names is decided where the models are looked up.

/// The paths that a pattern with braces stands for: `a::{b, c::{d, e}}` is `a::b`, `a::c::d`, `a::c::e`.
///
/// # Errors
/// What is wrong with the braces.
pub(super) fn expand(pattern: &str) -> Result<Vec<String>, String> {
    /// More alternatives than any model needs; a bound, since braces multiply.
    const LIMIT: usize = 4096;
    check_braces(pattern)?;
    let mut all = Vec::new();
    each(pattern, &mut |path| {
        if all.len() <= LIMIT {
            all.push(path.to_owned());
        }
        all.len() <= LIMIT
    });
    if all.len() > LIMIT { Err(format!("stands for more than {LIMIT} paths")) } else { Ok(all) }
}

fn check_braces(pattern: &str) -> Result<(), String> {
    let (mut depth, mut empty) = (0_usize, false);
    for c in pattern.chars().filter(|c| !c.is_whitespace()) {
        if empty && matches!(c, ',' | '}') {
            return Err("has an empty alternative in its braces".to_owned());
        }
        empty = c == '{' || (c == ',' && depth > 0);
        match c {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1).ok_or("has a `}` without its `{`")?,
            _ => {}
        }
        // Recursion below is as deep as the braces are.
        if depth > 16 {
            return Err("has braces more than 16 deep".to_owned());
        }
    }
    if depth > 0 { Err("has a `{` without its `}`".to_owned()) } else { Ok(()) }
}

/// Hands every path of a pattern whose braces match to `visit`, in order, until that returns false.
pub(super) fn each(pattern: &str, visit: &mut dyn FnMut(&str) -> bool) {
    if pattern.contains('{') {
        walk(&mut vec![pattern], &mut String::with_capacity(pattern.len()), visit);
    } else {
        visit(pattern.trim());
    }
}

/// Writes what is left (the next part last) behind what is written; false ends the walk.
fn walk(left: &mut Vec<&str>, written: &mut String, visit: &mut dyn FnMut(&str) -> bool) -> bool {
    let Some(part) = left.pop() else { return visit(written) };
    let mark = written.len();
    let go_on = match part.find('{').and_then(|open| Some((open, closing(part, open)?))) {
        None => {
            written.push_str(part.trim());
            walk(left, written, visit)
        }
        Some((open, close)) => {
            written.push_str(part[..open].trim());
            let mut start = open + 1;
            let mut go_on = true;
            while go_on && start <= close {
                let end = alternative_end(part, start, close);
                left.push(&part[close + 1..]);
                left.push(&part[start..end]);
                go_on = walk(left, written, visit);
                left.truncate(left.len() - 2);
                start = end + 1;
            }
            go_on
        }
    };
    written.truncate(mark);
    left.push(part);
    go_on
}

/// Where the brace that opens at `open` closes.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().enumerate().skip(open).find_map(|(i, byte)| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(i)
    })
}

/// Where the alternative that begins at `start` ends: at its comma, or at the closing brace.
fn alternative_end(text: &str, start: usize, close: usize) -> usize {
    let mut depth = 0_usize;
    let comma = text.bytes().enumerate().take(close).skip(start).find(|&(_, byte)| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && byte == b','
    });
    comma.map_or(close, |(i, _)| i)
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
        assert_eq!(
            expand("{a::{b, c}, d}::{e,f}").expect("the braces match"),
            ["a::b::e", "a::b::f", "a::c::e", "a::c::f", "d::e", "d::f"]
        );
        let many = "{a,b,c,d}".repeat(7);
        for wrong in ["a::{b", "a::b}", "a::{}", "a::{b,}", "a::{b,,c}", "a::}b{", "a::{b}}", many.as_str()] {
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
