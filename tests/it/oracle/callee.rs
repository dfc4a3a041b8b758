//! A callee's path as rustc prints it, taken apart: Self type, trait, name.

use std::sync::LazyLock;

use regex::Regex;

/// What of a callee is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callee {
    /// The head of the Self type: `TcpStream` for `&mut std::net::TcpStream`.
    pub this: Option<String>,
    /// The trait through which it is named, without its path.
    pub of_trait: Option<String>,
    /// The function's name.
    pub name: String,
    /// The module or type that the name stands in, generic arguments aside.
    pub module: Option<String>,
}

impl Callee {
    pub fn parse(path: &str) -> Self {
        let path = path.trim();
        let plain = without_arguments(path);
        let mut segments = plain.rsplit("::").map(str::to_owned);
        let last = segments.next().unwrap_or_default();
        let module = segments.next();
        if path.starts_with('<') {
            let end = after_brackets(path, 0);
            let (inner, rest) = (&path[1..end.saturating_sub(1).max(1)], &path[end..]);
            let name = without_arguments(rest).rsplit("::").next().unwrap_or_default().to_owned();
            return match split_at_word(inner, " as ") {
                Some((this, of_trait)) => Self { this: head(this), of_trait: head(of_trait), name, module },
                None => Self { this: head(inner.strip_prefix("impl ").unwrap_or(inner)), of_trait: None, name, module },
            };
        }
        if let Some((inner, name)) = impl_block(path) {
            let name = name.rsplit("::").next().unwrap_or_default().to_owned();
            return match split_at_word(inner, " for ") {
                Some((of_trait, this)) => Self { this: head(this), of_trait: head(of_trait), name, module },
                None => Self { this: head(inner), of_trait: None, name, module },
            };
        }
        let is_type = |name: &String| name.starts_with(char::is_uppercase);
        Self { this: module.clone().filter(is_type), of_trait: None, name: last, module }
    }

    /// Whether `answer` means this callee: the same name, and the same Self type or the same trait; for a free
    /// function the same module, where both have one.
    pub fn is_met_by(&self, answer: &Self) -> bool {
        if self.name != answer.name {
            return false;
        }
        if self.this.is_none() && self.of_trait.is_none() {
            return answer.this.is_none()
                && answer.of_trait.is_none()
                && (self.module.is_none() || answer.module.is_none() || self.module == answer.module);
        }
        (self.of_trait.is_some() && self.of_trait == answer.of_trait) || (answer.this.is_some() && self.this == answer.this)
    }
}

/// `slice::<impl [T]>::iter`: what stands in the brackets, and what comes after them. An `impl` of an argument list
/// (`Box::<impl Read>::new`) is none: that stands behind a type.
fn impl_block(path: &str) -> Option<(&str, &str)> {
    static IMPL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|\b[a-z_]\w*::)<impl (.*)>::([^<>]+?)(?:::<.*)?$").expect("the pattern is well formed"));
    let found = IMPL.captures(path)?;
    Some((found.get(1)?.as_str(), found.get(2)?.as_str()))
}

/// The name that stands for a type.
fn head(ty: &str) -> Option<String> {
    static POINTERS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:&(?:'\w+ )?(?:mut )?|\*const |\*mut |dyn |impl )+").expect("the pattern is well formed"));
    let ty = without_arguments(ty.trim());
    let ty = POINTERS.replace(&ty, "");
    let ty = ty.trim();
    let name = match ty.chars().next()? {
        '[' => "[]",
        '(' => "()",
        '{' if ty.starts_with("{closure") => "{closure}",
        _ => ty.split(" + ").next()?.rsplit("::").next()?,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// The path without its argument lists: `<A as B>` and `<impl T>` stay.
fn without_arguments(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while at < path.len() {
        let rest = &path[at..];
        if rest.starts_with("::<") && !(rest.starts_with("::<impl ") && is_module(&out)) {
            at = after_brackets(path, at + 2);
        } else if bytes[at] == b'<' && out.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            at = after_brackets(path, at);
        } else {
            let next = rest.chars().next().expect("the rest is not empty");
            out.push(next);
            at += next.len_utf8();
        }
    }
    out
}

/// Whether what ends a path names a module: an `impl` behind it is a block of it, behind anything else an argument.
fn is_module(path: &str) -> bool {
    path.rsplit("::").next().is_some_and(|last| last.starts_with(|c: char| c.is_lowercase() || c == '_'))
}

/// Where the bracket that opens at `at` is closed, and one further. The arrow of `fn() -> T` closes nothing.
fn after_brackets(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0;
    for index in at..bytes.len() {
        match bytes[index] {
            b'<' => depth += 1,
            b'>' if index == 0 || !matches!(bytes[index - 1], b'-' | b'=') => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Split at `word` where it stands outside all brackets.
fn split_at_word<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let bytes = text.as_bytes();
    let mut depth = 0;
    for index in 0..bytes.len() {
        match bytes[index] {
            b'<' | b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'>' if index == 0 || !matches!(bytes[index - 1], b'-' | b'=') => depth -= 1,
            b' ' if depth == 0 && text[index..].starts_with(word) => return Some((&text[..index], &text[index + word.len()..])),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(path: &str) -> (Option<String>, Option<String>, String) {
        let Callee { this, of_trait, name, .. } = Callee::parse(path);
        (this, of_trait, name)
    }

    #[test]
    fn paths_come_apart() {
        for (path, this, of_trait, name) in [
            ("std::thread::sleep", None, None, "sleep"),
            ("std::sync::Mutex::<std::vec::Vec<u8>>::lock", Some("Mutex"), None, "lock"),
            ("<std::net::TcpStream as std::io::Read>::read", Some("TcpStream"), Some("Read"), "read"),
            ("<&mut a::B<fn() -> u8> as c::D<E>>::f::<'_, u8>", Some("B"), Some("D"), "f"),
            ("<dyn Probe + std::marker::Send as Probe>::probe", Some("Probe"), Some("Probe"), "probe"),
            ("<(dyn std::any::Any + 'static)>::downcast_ref::<T>", Some("()"), None, "downcast_ref"),
            ("core::slice::<impl [u8]>::iter", Some("[]"), None, "iter"),
            ("core::num::<impl u32>::min::<T>", Some("u32"), None, "min"),
            ("a::<impl b::T for c::S>::f", Some("S"), Some("T"), "f"),
            ("std::boxed::Box::<impl Read>::new", Some("Box"), None, "new"),
            ("<std::iter::Map<I, {closure@src/a.rs:1:2: 3:4}> as std::iter::Iterator>::any::<F>", Some("Map"), Some("Iterator"), "any"),
        ] {
            assert_eq!(parts(path), (this.map(str::to_owned), of_trait.map(str::to_owned), name.to_owned()), "{path}");
        }
    }

    #[test]
    fn what_differs_is_not_met() {
        let meets = |truth: &str, answer: &str| Callee::parse(truth).is_met_by(&Callee::parse(answer));
        assert!(meets("std::thread::sleep", "thread::sleep"));
        assert!(!meets("std::thread::sleep", "tokio::time::sleep"));
        assert!(!meets("std::thread::sleep", "Thread::sleep"));
        assert!(meets("<A as b::T>::f", "<C as T>::f"), "the trait alone will do");
        assert!(meets("<A as b::T>::f", "x::A::f"), "and so will the type");
        assert!(!meets("<A as b::T>::f", "<C as U>::f"));
        assert!(!meets("<A as b::T>::f", "<A as b::T>::g"));
    }
}
