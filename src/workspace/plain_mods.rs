//! Which files a Rust file pulls in, read from its text.
//!
//! Only plain-directory mode asks this, to tell crate roots from modules before anything is parsed. It is a scan for
//! `mod name;`, `#[path = "…"]` and `include!("…")` that knows comments, strings and braces; `cfg` is not looked at,
//! since a file that some configuration pulls in is no root.

use camino::{Utf8Path, Utf8PathBuf};

use crate::source::normalise;

/// The files that the file at `path` with this text may pull in. Whether it is a crate's root or a module is not
/// known, so both readings of `mod name;` are given.
pub(super) fn pulled_in(path: &Utf8Path, text: &str) -> Vec<Utf8PathBuf> {
    let dir = path.parent().unwrap_or(path);
    let stem = path.file_stem().unwrap_or_default();
    let mut bases = vec![dir.to_owned()];
    if !matches!(path.file_name(), Some("lib.rs" | "main.rs" | "mod.rs")) {
        bases.push(dir.join(stem));
    }
    let mut files = Vec::new();
    for declaration in scan(text) {
        match declaration {
            Declaration::Module { outer, name } => {
                for base in &bases {
                    let folder = outer.iter().fold(base.clone(), |folder, name| folder.join(name));
                    files.push(folder.join(format!("{name}.rs")));
                    files.push(folder.join(&name).join("mod.rs"));
                }
            }
            Declaration::Path { outer, path } => {
                files.push(normalise(&dir.join(&path)));
                for base in &bases {
                    let folder = outer.iter().fold(base.clone(), |folder, name| folder.join(name));
                    files.push(normalise(&folder.join(&path)));
                }
            }
        }
    }
    files
}

#[derive(Debug, PartialEq, Eq)]
enum Declaration {
    /// `mod name;` within inline modules.
    Module { outer: Vec<String>, name: String },
    /// A file named by an attribute or `include!`.
    Path { outer: Vec<String>, path: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Text(String),
    Sign(char),
}

fn scan(text: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    // For each open brace the inline module it belongs to.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut last: [Option<Token<'_>>; 3] = [const { None }; 3];
    let mut lexer = Lexer { rest: text };
    while let Some(token) = lexer.next() {
        let outer = || open.iter().flatten().cloned().collect::<Vec<_>>();
        let module = match &last {
            [_, Some(Token::Word("mod")), Some(Token::Word(name))] => Some(name.trim_start_matches("r#")),
            _ => None,
        };
        match (&token, module) {
            (Token::Sign(';'), Some(name)) => found.push(Declaration::Module { outer: outer(), name: name.to_owned() }),
            (Token::Sign('{'), module) => open.push(module.map(str::to_owned)),
            (Token::Sign('}'), _) => {
                open.pop();
            }
            (Token::Text(path), _) => {
                let is_path = matches!(&last, [_, Some(Token::Word("path")), Some(Token::Sign('='))]);
                let is_include = matches!(&last, [Some(Token::Word("include")), Some(Token::Sign('!')), Some(Token::Sign(_))]);
                if is_path || is_include {
                    found.push(Declaration::Path { outer: outer(), path: path.clone() });
                }
            }
            _ => {}
        }
        last.rotate_left(1);
        last[2] = Some(token);
    }
    found
}

struct Lexer<'t> {
    rest: &'t str,
}

impl<'t> Lexer<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("//") {
                self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end..]);
            } else if self.rest.starts_with("/*") {
                self.skip_comment();
            } else {
                break;
            }
        }
        let first = self.rest.chars().next()?;
        if let Some(text) = self.string() {
            return Some(Token::Text(text));
        }
        if first == '\'' {
            self.skip_quote();
            return Some(Token::Sign('\''));
        }
        if first.is_alphanumeric() || first == '_' {
            let raw = if self.rest.starts_with("r#") { 2 } else { 0 };
            let end = self.rest[raw..].find(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(self.rest.len(), |e| e + raw);
            let (word, rest) = self.rest.split_at(end.max(first.len_utf8()));
            self.rest = rest;
            return Some(Token::Word(word));
        }
        self.rest = &self.rest[first.len_utf8()..];
        Some(Token::Sign(first))
    }

    /// Block comments nest.
    fn skip_comment(&mut self) {
        let mut depth = 0u32;
        loop {
            let Some(next) = self.rest.find(['/', '*']) else {
                self.rest = "";
                return;
            };
            self.rest = &self.rest[next..];
            if let Some(rest) = self.rest.strip_prefix("/*") {
                depth += 1;
                self.rest = rest;
            } else if let Some(rest) = self.rest.strip_prefix("*/") {
                depth -= 1;
                self.rest = rest;
                if depth == 0 {
                    return;
                }
            } else {
                self.rest = &self.rest[1..];
            }
        }
    }

    /// A string literal of any kind (`b`, `c`, `r`, `br`, `cr`), if one begins here.
    fn string(&mut self) -> Option<String> {
        let prefix = self.rest.strip_prefix(['b', 'c']).unwrap_or(self.rest);
        if let Some(raw) = prefix.strip_prefix('r') {
            let hashes = raw.find(|c| c != '#')?;
            let body = raw[hashes..].strip_prefix('"')?;
            let close = format!("\"{}", &raw[..hashes]);
            let end = body.find(&close);
            self.rest = end.map_or("", |end| &body[end + close.len()..]);
            return Some(body[..end.unwrap_or(body.len())].to_owned());
        }
        let body = prefix.strip_prefix('"')?;
        let mut text = String::new();
        let mut chars = body.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                // Escapes other than of quotes and backslashes do not occur in paths.
                '\\' => text.extend(chars.next()),
                c => text.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(text)
    }

    /// A character literal, or the quote of a lifetime.
    fn skip_quote(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        let after = chars.as_str();
        let first = chars.next();
        if first == Some('\\') {
            chars.next();
            let rest = chars.as_str();
            self.rest = rest.find('\'').map_or("", |end| &rest[end + 1..]);
        } else {
            self.rest = chars.as_str().strip_prefix('\'').unwrap_or(after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &str, text: &str) -> Vec<String> {
        pulled_in(Utf8Path::new(path), text).into_iter().map(|p| p.into_string().replace('\\', "/")).collect()
    }

    #[test]
    fn declarations_name_files() {
        assert_eq!(names("d/lib.rs", "pub(crate) mod a;"), ["d/a.rs", "d/a/mod.rs"]);
        assert_eq!(names("d/x.rs", "mod a;"), ["d/a.rs", "d/a/mod.rs", "d/x/a.rs", "d/x/a/mod.rs"]);
        assert_eq!(
            names("d/lib.rs", "mod o { fn f() {} mod i { mod a; } } mod b;"),
            ["d/o/i/a.rs", "d/o/i/a/mod.rs", "d/b.rs", "d/b/mod.rs"]
        );
        assert!(names("d/lib.rs", "#[path = \"odd/p.rs\"] mod a;").contains(&"d/odd/p.rs".to_owned()));
        assert!(names("d/lib.rs", "#[cfg_attr(windows, path = \"../w.rs\")] mod a;").contains(&"w.rs".to_owned()));
        assert!(names("d/lib.rs", "include!(r\"gen.rs\");").contains(&"d/gen.rs".to_owned()));
        assert_eq!(names("d/lib.rs", "mod r#async;"), ["d/async.rs", "d/async/mod.rs"]);
    }

    #[test]
    fn what_only_looks_like_one_does_not() {
        for text in [
            "// mod a;\n",
            "/* mod a; /* mod b; */ mod c; */",
            "const S: &str = \"mod a;\";",
            "const S: &str = r#\"mod \"a\"; mod b;\"#;",
            "const C: [char; 2] = ['\"', '\\'']; mod a { }",
            "mod a { fn f<'a>(x: &'a str) -> char { '{' } }",
            "fn model() { let path = 1; }",
            "r#\"unclosed mod a;",
            "\"unclosed mod a;",
            "/* unclosed mod a;",
            "'",
            "'\\",
            "r#",
            "}}}}",
        ] {
            assert_eq!(names("d/lib.rs", text), [""; 0], "{text}");
        }
        assert_eq!(names("d/lib.rs", "fn f<'a>(c: char) { if c == '{' {} } mod a;"), ["d/a.rs", "d/a/mod.rs"]);
    }
}
