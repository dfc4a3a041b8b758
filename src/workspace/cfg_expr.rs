//! The language of `cfg` predicates: text to tree to truth value.
//!
//! It reads the text of an attribute's arguments and knows nothing of Rust beyond what may stand there.

use super::Cfg;

/// How deep predicates may nest; deeper ones do not parse. People write three or four levels.
const MAX_DEPTH: u32 = 128;

/// A predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Predicate {
    /// `true`, `false`
    Literal(bool),
    /// `windows`
    Name(String),
    /// `target_os = "windows"`
    Value(String, String),
    /// `all(…)`
    All(Vec<Predicate>),
    /// `any(…)`
    Any(Vec<Predicate>),
    /// `not(…)`
    Not(Box<Predicate>),
    /// `version("1.70")`, `accessible(a::b)`, …: well formed and not decidable here.
    Unknown,
}

impl Predicate {
    /// The predicate that `text` is, a trailing comma aside.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text };
        let predicate = parser.predicate(0)?;
        parser.eat(',');
        parser.skip_space();
        parser.rest.is_empty().then_some(predicate)
    }

    /// Whether it holds; `None` where that hangs on something unknown.
    pub(super) fn eval(&self, cfg: &Cfg) -> Option<bool> {
        match self {
            Self::Literal(value) => Some(*value),
            Self::Name(name) => Some(cfg.names.contains(name)),
            Self::Value(key, value) => Some(cfg.values.contains(&(key.clone(), value.clone()))),
            Self::All(parts) => Self::decide(parts, cfg, false),
            Self::Any(parts) => Self::decide(parts, cfg, true),
            Self::Not(part) => part.eval(cfg).map(|value| !value),
            Self::Unknown => None,
        }
    }

    /// `deciding` as soon as one part is that, its opposite when all parts are.
    fn decide(parts: &[Self], cfg: &Cfg, deciding: bool) -> Option<bool> {
        let mut unknown = false;
        for part in parts {
            match part.eval(cfg) {
                Some(value) if value == deciding => return Some(deciding),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!deciding)
    }
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, expected: char) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn ident(&mut self) -> Option<String> {
        self.skip_space();
        let raw = self.rest.strip_prefix("r#");
        let text = raw.unwrap_or(self.rest);
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        if end == 0 || text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.rest = &text[end..];
        Some(text[..end].to_owned())
    }

    fn string(&mut self) -> Option<String> {
        self.skip_space();
        if let Some(raw) = self.rest.strip_prefix('r') {
            let quote = raw.find(|c| c != '#')?;
            let close = format!("\"{}", &raw[..quote]);
            let body = raw[quote..].strip_prefix('"')?;
            let end = body.find(&close)?;
            self.rest = &body[end + close.len()..];
            return Some(body[..end].to_owned());
        }
        let mut value = String::new();
        let mut chars = self.rest.strip_prefix('"')?.chars();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => value.push(match chars.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    '0' => '\0',
                    c @ ('\\' | '"' | '\'') => c,
                    _ => return None,
                }),
                c => value.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(value)
    }

    fn predicate(&mut self, depth: u32) -> Option<Predicate> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        let raw = self.rest.starts_with("r#");
        let name = self.ident()?;
        if self.eat('=') {
            return Some(Predicate::Value(name, self.string()?));
        }
        if !self.eat('(') {
            return Some(match name.as_str() {
                "true" if !raw => Predicate::Literal(true),
                "false" if !raw => Predicate::Literal(false),
                _ => Predicate::Name(name),
            });
        }
        match name.as_str() {
            "all" => Some(Predicate::All(self.list(depth)?)),
            "any" => Some(Predicate::Any(self.list(depth)?)),
            "not" => {
                let mut parts = self.list(depth)?;
                let part = parts.pop()?;
                parts.is_empty().then(|| Predicate::Not(Box::new(part)))
            }
            _ => self.skip_group().then_some(Predicate::Unknown),
        }
    }

    fn list(&mut self, depth: u32) -> Option<Vec<Predicate>> {
        let mut parts = Vec::new();
        while !self.eat(')') {
            parts.push(self.predicate(depth + 1)?);
            if !self.eat(',') {
                return self.eat(')').then_some(parts);
            }
        }
        Some(parts)
    }

    /// Skip to behind the parenthesis that closes the open one.
    fn skip_group(&mut self) -> bool {
        let mut open = 1u32;
        loop {
            self.skip_space();
            match self.rest.chars().next() {
                None => return false,
                Some('"') => {
                    if self.string().is_none() {
                        return false;
                    }
                    continue;
                }
                Some('(') => open += 1,
                Some(')') => open -= 1,
                Some(_) => {}
            }
            let mut chars = self.rest.chars();
            chars.next();
            self.rest = chars.as_str();
            if open == 0 {
                return true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eval(text: &str) -> Option<bool> {
        let mut cfg = Cfg::default();
        cfg.names.insert("windows".to_owned());
        cfg.values.insert(("feature".to_owned(), "x".to_owned()));
        cfg.eval(text)
    }

    #[test]
    fn predicates_hold_or_do_not() {
        for text in [
            "windows",
            " windows , ",
            "true",
            "not(false)",
            "all()",
            "not(any())",
            "all(windows, not(unix),)",
            "feature=\"x\"",
            "feature = r\"x\"",
            "feature = r#\"x\"#",
            "r#windows",
            "any(unix, all(windows, feature = \"x\"))",
            "any(windows, version(\"1.70\"))",
        ] {
            assert_eq!(eval(text), Some(true), "{text}");
        }
        for text in ["unix", "false", "r#true", "not(windows)", "any()", "all(version(\"1\"), unix)", "feature = \"X\"", "feature"] {
            assert_eq!(eval(text), Some(false), "{text}");
        }
    }

    #[test]
    fn what_does_not_parse_or_is_unknown_is_neither() {
        for text in [
            "",
            "windows unix",
            "not()",
            "not(windows, unix)",
            "all(windows",
            "all(,)",
            "feature = x",
            "feature = \"x",
            "feature = \"\\q\"",
            "= \"x\"",
            "1x",
            "version(\")\")",
            "accessible(std::mem::forget)",
            "target(os = \"windows\")",
            "f(\"",
            "f((",
            "ä = ",
        ] {
            assert_eq!(eval(text), None, "{text}");
        }
        assert_eq!(eval(&"not(".repeat(100_000)), None);
        assert_eq!(eval(&format!("{}windows{}", "not(".repeat(100), ")".repeat(100))), Some(true));
    }
}
