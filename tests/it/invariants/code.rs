//! This package's own sources, as far as the house's rules ask about them: each file's paths (`std::fs::read`, also out
//! of nested `use`), without comments, texts and what is under `cfg(test)`.

use crate::ui::{ROOT, files};
use camino::Utf8Path;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One source file that is not only for tests.
pub struct File {
    /// Below the repository, with `/`.
    pub name: String,
    /// Where it stands among the modules; empty for the crate's root.
    pub module: Vec<String>,
    /// Every path of two or more names, and every macro's name with `!`, each with its line.
    pub paths: Vec<Path>,
    /// Names of methods that are called without arguments.
    pub bare_methods: Vec<(String, usize)>,
}

/// A path as it is written.
pub struct Path {
    pub names: Vec<String>,
    pub line: usize,
}

impl File {
    /// The module of the crate that this file belongs to: `report` for `src/report/json.rs`, `run` for `src/run.rs`.
    pub fn top(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }

    /// The module of the crate that a path leads into, if it leads to one: `crate::report::…`, `super::super::report`.
    pub fn leads_to<'p>(&self, path: &'p Path) -> Option<&'p str> {
        let supers = path.names.iter().take_while(|name| *name == "super").count();
        let next = match path.names.first().map(String::as_str) {
            Some("crate") => path.names.get(1),
            Some("super") if supers >= self.module.len() => path.names.get(supers),
            _ => None,
        };
        next.map(String::as_str)
    }
}

/// All files below `src/` but those that are only for tests.
pub fn sources() -> Vec<File> {
    let root = Utf8Path::new(ROOT);
    let mut read = Vec::new();
    let mut only_tests = Vec::new();
    for path in files(&root.join("src")).into_iter().filter(|path| path.extension() == Some("rs")) {
        // The demonstration's programs are data.
        if path.components().any(|part| part.as_str() == "demo") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let name = path.strip_prefix(root).unwrap().as_str().replace('\\', "/");
        let mut module: Vec<String> = name.trim_start_matches("src/").trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
            module.pop();
        }
        let mut reader = Reader::default();
        reader.group(tokens, &[]);
        only_tests.extend(reader.test_modules.iter().map(|test| [module.as_slice(), std::slice::from_ref(test)].concat()));
        read.push(File { name, module, paths: reader.paths, bare_methods: reader.bare_methods });
    }
    read.retain(|file| !only_tests.iter().any(|test: &Vec<String>| file.module.starts_with(test)));
    assert!(read.len() > 80, "only {} sources were found", read.len());
    read
}

/// What [`sources`] reads off one text, for the tests of this reader.
pub fn read(module: &[&str], text: &str) -> File {
    let mut reader = Reader::default();
    reader.group(text.parse().unwrap(), &[]);
    let module = module.iter().map(ToString::to_string).collect();
    File { name: String::new(), module, paths: reader.paths, bare_methods: reader.bare_methods }
}

#[derive(Default)]
struct Reader {
    paths: Vec<Path>,
    bare_methods: Vec<(String, usize)>,
    /// Modules under `cfg(test)` that have files of their own.
    test_modules: Vec<String>,
}

impl Reader {
    /// Everything in a group; what stands in `use a::{…}` continues `before`.
    fn group(&mut self, tokens: TokenStream, before: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Punct(hash) if hash.as_char() == '#' && is_cfg_test(tokens.get(at + 1)) => self.skip_item(&tokens, at + 2),
                TokenTree::Punct(dot) if dot.as_char() == '.' => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(args))) = (tokens.get(at + 1), tokens.get(at + 2))
                        && args.delimiter() == Delimiter::Parenthesis
                        && args.stream().is_empty()
                    {
                        self.bare_methods.push((name.to_string(), name.span().start().line));
                    }
                    // A field or method is no path.
                    at + if matches!(tokens.get(at + 1), Some(TokenTree::Ident(_))) { 2 } else { 1 }
                }
                // `use a::{b as c}`
                TokenTree::Ident(word) if *word == "as" && !before.is_empty() => at + 2,
                TokenTree::Ident(_) => self.path(&tokens, at, before),
                TokenTree::Group(group) => {
                    self.group(group.stream(), &[]);
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    /// A path that begins here.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, before: &[String]) -> usize {
        let mut names = before.to_vec();
        let line = tokens[at].span().start().line;
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(name)) => names.push(name.to_string().trim_start_matches("r#").to_owned()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.group(group.stream(), &names);
                    return at + 1;
                }
                _ => break,
            }
            at += 1;
            if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
                break;
            }
            at += 2;
        }
        if is_punct(tokens.get(at), '!') && !is_punct(tokens.get(at + 1), '=') {
            let last = names.pop().unwrap_or_default();
            names.push(format!("{last}!"));
            self.paths.push(Path { names, line });
            return at + 1;
        }
        if names.len() > 1 {
            self.paths.push(Path { names, line });
        }
        at
    }

    /// What `#[cfg(test)]` stands before: up to its `;` or its braces.
    fn skip_item(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        let mut module = None;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Ident(word) if *word == "mod" => module = tokens.get(at).map(ToString::to_string),
                TokenTree::Punct(end) if end.as_char() == ';' => {
                    self.test_modules.extend(module);
                    break;
                }
                TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => break,
                _ => {}
            }
        }
        at
    }
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

fn is_cfg_test(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(attribute)) if attribute.stream().to_string().replace(' ', "") == "cfg(test)")
}

#[test]
fn paths_are_read_as_they_are_meant() {
    let file = read(
        &["report", "json"],
        r##"
        use std::{fs, io::{self, Write as _}};
        #[cfg(test)] mod tests { use std::net; }
        #[cfg(test)] mod more;
        /// std::env
        fn f() { let s = "std::process"; super::super::cli::run(); crate::checks::run(&s); x.exists(); x.y::<u8>(1); println!("{a}"); }
        "##,
    );
    let paths: Vec<String> = file.paths.iter().map(|path| path.names.join("::")).collect();
    let expected = ["std::fs", "std::io::self", "std::io::Write", "super::super::cli::run", "crate::checks::run", "println!"];
    assert_eq!(paths, expected);
    let led: Vec<&str> = file.paths.iter().filter_map(|path| file.leads_to(path)).collect();
    assert_eq!(led, ["cli", "checks"]);
    assert_eq!(file.bare_methods, [("exists".to_owned(), 6)]);
}
