//! Properties that hold for all code: checked on the sources of the crates that this package is built from.

use std::path::PathBuf;

use serde_json::Value;

use super::FILE;
use crate::source::Span;
use crate::syntax::ast::{Code, Item, ItemKind, Items};
use crate::syntax::body::ExprKind;
use crate::syntax::lexer::lex;
use crate::syntax::lower::items;
use crate::syntax::parse::Source;
use crate::syntax::{ParsedItems, guard, parse_body, parse_items};

/// Rust files of the dependencies, as far as cargo has them here: every `step`th.
fn registry_files(step: usize) -> Vec<(PathBuf, String)> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).expect("a home directory");
    let files = walkdir::WalkDir::new(cargo.join("registry/src")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let rust = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    rust.step_by(step).filter_map(|entry| Some((entry.path().to_owned(), std::fs::read_to_string(entry.path()).ok()?))).collect()
}

/// Every place lies in the text, between characters, and a name's place holds the name.
fn check_places(value: &Value, text: &str) {
    if let Value::Object(fields) = value {
        if let (Some(lo), Some(hi)) = (fields.get("lo"), fields.get("hi")) {
            let range = lo.as_u64().unwrap() as usize..hi.as_u64().unwrap() as usize;
            assert!(text.get(range.clone()).is_some(), "{range:?} of {}", text.len());
            assert_eq!(fields["file"], 3);
        }
        if let (Some(Value::String(name)), Some(span @ Value::Object(_))) = (fields.get("name"), fields.get("span")) {
            let range = span["lo"].as_u64().unwrap() as usize..span["hi"].as_u64().unwrap() as usize;
            let written = &text[range];
            let written = written.strip_prefix("r#").unwrap_or(written);
            let known = written == name || written.is_empty() || name == "Self" && written == "self" || name == "Output";
            assert!(known, "{name:?} stands where {written:?} is written");
        }
    }
    match value {
        Value::Object(fields) => fields.values().for_each(|value| check_places(value, text)),
        Value::Array(values) => values.iter().for_each(|value| check_places(value, text)),
        _ => {}
    }
}

/// As text first: a `Value` cannot be made of a `u128`.
fn json(tree: &impl serde::Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(tree).unwrap()).unwrap()
}

/// All code of the items, with its parameters.
fn codes(items: &[Item], out: &mut Vec<(Vec<Span>, Code)>) {
    for item in items {
        match &item.kind {
            ItemKind::Fn(item) => out.extend(item.body.map(|body| (item.params.iter().map(|p| p.pat).collect(), body))),
            ItemKind::Const { value, .. } | ItemKind::Static { value, .. } => out.extend(value.map(|value| (Vec::new(), value))),
            ItemKind::Enum(item) => out.extend(item.variants.iter().filter_map(|v| Some((Vec::new(), v.discriminant?)))),
            ItemKind::Impl(item) => codes(&item.items, out),
            ItemKind::Trait(item) => codes(&item.items, out),
            ItemKind::Mod { items: Some(items) } | ItemKind::ForeignMod { items, .. } => codes(items, out),
            _ => {}
        }
    }
}

/// What the parser makes of the text with nothing but comments blanked.
fn parse_whole(text: &str) -> ParsedItems {
    let lexed = lex(text);
    let mut blanked = text.as_bytes().to_vec();
    blanked[..lexed.preamble as usize].fill(b' ');
    for comment in &lexed.comments {
        blanked[comment.lo as usize..comment.hi as usize].fill(b' ');
    }
    let blanked = String::from_utf8(blanked).unwrap();
    let load = guard::Load { nesting: 250, ..guard::Load::default() };
    let source = Source { file: FILE, base: 0, blanked, is_block: false, load };
    source.parse(items::file, |lower, parsed| lower.file(parsed)).unwrap()
}

fn check_file(path: &std::path::Path, text: &str) {
    let parsed = parse_items(FILE, text);
    if !parsed.errors.is_empty() {
        return;
    }
    let bytes = postcard::to_stdvec(&parsed.items).unwrap();
    let whole = parse_whole(text);
    if whole.errors.is_empty() {
        assert!(bytes == postcard::to_stdvec(&whole.items).unwrap(), "{}: blanking changes the items", path.display());
    }
    let (by_parser, by_skimmer) = super::skim::both(text);
    let differs = by_parser.lines().zip(by_skimmer.lines()).find(|(a, b)| a != b);
    assert!(by_parser == by_skimmer, "{}: the skimmer finds other items: {differs:?}", path.display());
    let again: Items = postcard::from_bytes(&bytes).unwrap();
    assert!(bytes == postcard::to_stdvec(&again).unwrap(), "{}: items do not survive a round trip", path.display());
    check_places(&json(&parsed.items), text);
    let mut todo = Vec::new();
    codes(&parsed.items.items, &mut todo);
    while let Some((params, code)) = todo.pop() {
        let (body, errors) = parse_body(FILE, text, &params, code);
        if !errors.is_empty() {
            println!("{}: {errors:?}", path.display());
        }
        if errors.is_empty() {
            let errors = body.exprs.iter().filter(|e| matches!(e.kind, ExprKind::Error)).count();
            assert_eq!(errors, 0, "{}", path.display());
        }
        for expr in &body.exprs {
            assert!(code.span.contains(expr.span) || params.iter().any(|p| p.contains(expr.span)), "{}: {expr:?}", path.display());
            if let ExprKind::Block(block) = &expr.kind {
                codes(&block.items, &mut todo);
            }
        }
        check_places(&json(&body), text);
    }
}

#[test]
fn real_files_parse_and_every_place_is_right() {
    // Every so many of them; `SYNTAX_CORPUS_STEP=1` checks all.
    let step = std::env::var("SYNTAX_CORPUS_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(307);
    let mut checked = 0;
    for (path, text) in registry_files(step).iter().filter(|(_, text)| text.len() < 300_000) {
        check_file(path, text);
        checked += 1;
    }
    assert!(checked > 5, "no files to check: only {checked}");
}
