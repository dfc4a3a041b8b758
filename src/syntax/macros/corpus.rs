//! Opt-in check over other people's crates: `LOOKSALIVE_CORPUS=<folder of crates> cargo test corpus -- --ignored`.
//!
//! Every definition must compile, every file must lex as the parser's library lexes it, and what a call of a
//! macro of the same crate writes must read back.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use super::*;
use crate::source::{FileId, SourceFile};
use crate::syntax::{self, AssocContext, body::Body};

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Texts of leaves and delimiters, as the library sees them.
fn library_tokens(stream: TokenStream, into: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) => {
                into.push("open".to_owned());
                library_tokens(group.stream(), into);
                into.push("close".to_owned());
            }
            tree => into.push(tree.to_string()),
        }
    }
}

fn own_tokens(list: &TokenList) -> Vec<String> {
    let mut out = Vec::new();
    for i in 0..list.tokens.len() {
        match list.tokens[i].kind {
            TokenKind::Open(GroupKind::Fragment(_)) | TokenKind::Close(GroupKind::Fragment(_)) => {}
            TokenKind::Open(_) => out.push("open".to_owned()),
            TokenKind::Close(_) => out.push("close".to_owned()),
            TokenKind::Lifetime => out.extend(["'".to_owned(), list.text(i)[1..].to_owned()]),
            _ => out.push(list.text(i).to_owned()),
        }
    }
    out
}

/// Doc comments escape differently; only their place matters.
fn without_docs(tokens: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for token in tokens {
        let is_doc = out.len() > 1 && out[out.len() - 1] == "=" && out[out.len() - 2] == "doc";
        out.push(if is_doc { "…".to_owned() } else { token });
    }
    out
}

/// What the text of an expansion is.
fn parses_as(file: FileId, text: &str) -> &'static str {
    let mut body = Body::default();
    let all = 0..text.len();
    if syntax::parse_items(file, text).errors.is_empty() {
        "items"
    } else if syntax::parse_stmts_into(file, text, all.clone(), &mut body).is_ok() {
        "statements"
    } else if [AssocContext::Impl, AssocContext::Trait, AssocContext::Foreign]
        .iter()
        .any(|&c| syntax::parse_assoc_items(file, text, c).errors.is_empty())
    {
        "associated items"
    } else if syntax::parse_pat_into(file, text, all.clone(), &mut body).is_ok() {
        "pattern"
    } else if syntax::parse_type(file, text, all).is_ok() {
        "type"
    } else {
        "nothing"
    }
}

fn crate_of(file: &Path, root: &Path) -> PathBuf {
    file.strip_prefix(root).ok().and_then(|p| p.components().next()).map(|c| root.join(c)).unwrap_or_default()
}

#[test]
#[ignore = "needs LOOKSALIVE_CORPUS, a folder of crates"]
fn corpus() {
    let root = PathBuf::from(std::env::var_os("LOOKSALIVE_CORPUS").expect("LOOKSALIVE_CORPUS is set"));
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    let sources = Sources::default();
    let mut definitions: HashMap<(PathBuf, String), Vec<MacroRules>> = HashMap::new();
    let mut lists = Vec::new();
    let (mut compiled, mut failures) = (0, Vec::new());
    for path in &files {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let library = TokenStream::from_str(&text);
        let len = text.len() as u32;
        let file = sources.add(SourceFile::real(path.display().to_string(), text.as_str(), false));
        let list = lex(&sources, Span::new(file, 0, len));
        let (library, list) = match (library, list) {
            (Ok(library), Ok(list)) => (library, list),
            (Ok(_), Err(e)) => {
                failures.push(format!("{}: lexes elsewhere, but here: {e}", path.display()));
                continue;
            }
            (Err(_), _) => continue,
        };
        let mut expected = Vec::new();
        library_tokens(library, &mut expected);
        proc_macro2::extra::invalidate_current_thread_spans();
        let (expected, found) = (without_docs(expected), without_docs(own_tokens(&list)));
        if let Some(at) = (0..expected.len().max(found.len())).find(|&i| expected.get(i) != found.get(i)) {
            failures.push(format!("{}: token {at}: {:?} here, {:?} there", path.display(), found.get(at), expected.get(at)));
        }
        let mut outer_end = 0;
        for i in 0..list.tokens.len() {
            if !(list.is_word(i, "macro_rules") && list.is_punct(i + 1, b'!') && i + 3 < list.tokens.len()) {
                continue;
            }
            let TokenKind::Open(_) = list.tokens[i + 3].kind else { continue };
            let close = list.tokens[i + 3].pair as usize;
            let body = Span::new(file, list.tokens[i + 3].hi, list.tokens[close].lo);
            // A definition that a macro writes is not one yet.
            let nested = i < outer_end;
            outer_end = outer_end.max(close);
            match MacroRules::parse(&sources, body, "__krate", 2021) {
                Ok(rules) => {
                    compiled += 1;
                    definitions.entry((crate_of(path, &root), list.text(i + 2).to_owned())).or_default().push(rules);
                }
                Err(e) if !nested => failures.push(format!("{}: {}: {e}", path.display(), list.text(i + 2))),
                Err(_) => {}
            }
        }
        lists.push((path, list));
    }
    let (mut expanded, mut ambiguous) = (0, 0);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut parsed: BTreeMap<&str, usize> = BTreeMap::new();
    let verbose = std::env::var_os("LOOKSALIVE_VERBOSE").is_some();
    for (path, list) in &lists {
        for i in 0..list.tokens.len() {
            let is_call = list.tokens[i].kind == TokenKind::Ident && list.is_punct(i + 1, b'!') && i + 2 < list.tokens.len();
            let TokenKind::Open(_) = list.tokens.get(i + 2).map_or(TokenKind::Ident, |t| t.kind) else { continue };
            let Some(rules) = definitions.get(&(crate_of(path, &root), list.text(i).to_owned())).filter(|_| is_call) else { continue };
            let args = Span::new(list.file, list.tokens[i + 2].hi, list.tokens[list.tokens[i + 2].pair as usize].lo);
            let mut results: Vec<_> = rules.iter().map(|r| r.expand(&sources, args, args)).collect();
            ambiguous += usize::from(rules.len() > 1);
            let best = results.iter().position(Result::is_ok).unwrap_or(0);
            match results.swap_remove(best) {
                Ok((text, origins)) => {
                    expanded += 1;
                    let library = TokenStream::from_str(&text);
                    let len = text.len() as u32;
                    let file = sources.add(SourceFile::expansion(text.as_str(), origins, args));
                    let again = lex(&sources, Span::new(file, 0, len)).map(|l| own_tokens(&l).len());
                    if library.is_err() || again.is_err() {
                        failures.push(format!("{}: {}!: does not read back: {text}", path.display(), list.text(i)));
                    }
                    proc_macro2::extra::invalidate_current_thread_spans();
                    let is_template = sources.text(args).contains('$');
                    if library.is_ok() && !is_template {
                        let kind = parses_as(file, &text);
                        *parsed.entry(kind).or_default() += 1;
                        if kind == "nothing" && verbose {
                            eprintln!("unparsed {}: {}!: {}", path.display(), list.text(i), text.chars().take(2_000).collect::<String>());
                        }
                    }
                }
                Err(e) => {
                    *refused.entry(e.message.split('`').next().unwrap_or_default().to_owned()).or_default() += 1;
                    if verbose {
                        eprintln!(
                            "{}: {}!({}): {e}",
                            path.display(),
                            list.text(i),
                            sources.text(args).chars().take(160).collect::<String>()
                        );
                    }
                }
            }
        }
    }
    eprintln!("{} files, {compiled} definitions, {expanded} calls expanded, {ambiguous} of names with several definitions", lists.len());
    eprintln!("{refused:#?} {parsed:#?}");
    failures.truncate(60);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
