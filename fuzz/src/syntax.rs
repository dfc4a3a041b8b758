//! Text → tree: whatever the text, every place lies in it, and the same text gives the same tree.

use std::fmt::Write as _;

use looksalive_lint::source::{SourceFile, Sources, Span};
use looksalive_lint::syntax::ast::{Code, ImplItem, Item, ItemKind, TraitItem};
use looksalive_lint::syntax::body::Body;
use looksalive_lint::syntax::{self, AssocContext, SkimItem, SkimKind};

use super::spans;

/// How many bodies are read of one text.
const BODIES: usize = 64;

/// Panics where a promise is broken.
pub fn check(text: &str) {
    let sources = Sources::default();
    let file = sources.add(SourceFile::real("lib.rs", text, true));
    let looked = look(&sources, text);
    spans::check(&sources, spans::in_text(&looked));
    // Whoever reads a file twice, for two crates, reads the same.
    assert_eq!(looked, look(&sources, text), "the same text is read differently");
    comments(text);
    let items = syntax::parse_items(file, text);
    if items.errors.is_empty() {
        let skimmed = syntax::skim_items(file, text, None);
        assert!(skimmed.errors.is_empty(), "the parser takes what the skimmer does not: {:?}", skimmed.errors);
        assert_eq!(outline(&items.items.items), skim_outline(&skimmed.items), "the skimmer sees other items");
    }
}

/// Everything that is read of a text, in words.
fn look(sources: &Sources, text: &str) -> String {
    let file = looksalive_lint::source::FileId(0);
    let whole = 0..text.len();
    let mut seen = String::new();
    let mut say = |what: &dyn std::fmt::Debug| writeln!(seen, "{what:?}").expect("a string can be written to");
    let items = syntax::parse_items(file, text);
    say(&items);
    let skimmed = syntax::skim_items(file, text, None);
    say(&skimmed);
    read_late(sources, &skimmed.items, &mut say);
    for context in [AssocContext::Trait, AssocContext::Impl, AssocContext::Foreign] {
        say(&syntax::parse_assoc_items(file, text, context));
        say(&syntax::skim_items(file, text, Some(context)));
    }
    let mut codes = Vec::new();
    bodies(&items.items.items, &mut codes);
    for (params, code) in codes.into_iter().take(BODIES) {
        let (body, errors) = syntax::parse_body(file, text, &params, code);
        assert!(body.root.is_some(), "a body without a root");
        say(&(body, errors));
    }
    let mut body = Body::default();
    say(&syntax::parse_expr_into(file, text, whole.clone(), &mut body));
    say(&syntax::parse_exprs_into(file, text, whole.clone(), &mut body));
    say(&syntax::parse_stmts_into(file, text, whole.clone(), &mut body));
    say(&syntax::parse_pat_into(file, text, whole.clone(), &mut body));
    say(&body);
    say(&syntax::parse_type(file, text, whole.clone()));
    say(&syntax::parse_path(file, text, whole));
    seen
}

/// What the parser says of the items that were skimmed.
fn read_late(sources: &Sources, items: &[SkimItem], say: &mut impl FnMut(&dyn std::fmt::Debug)) {
    for item in items {
        let text = sources.file(item.span.file).text.clone();
        match &item.kind {
            SkimKind::Fn(late)
            | SkimKind::Struct(late, _)
            | SkimKind::Union(late)
            | SkimKind::Enum(late)
            | SkimKind::TraitAlias(late)
            | SkimKind::Const(late)
            | SkimKind::Static(late, _)
            | SkimKind::TypeAlias(late, _) => say(&late.read(item.span.file, &text)),
            SkimKind::Trait { header, items, .. } | SkimKind::Impl { header, items, .. } => {
                say(&header.read(item.span.file, &text));
                read_late(sources, items, say);
            }
            SkimKind::Mod(Some(items)) | SkimKind::ForeignMod(items) => read_late(sources, items, say),
            _ => {}
        }
    }
}

/// The bodies of functions, constants and statics, with the places of their parameters.
fn bodies(items: &[Item], found: &mut Vec<(Vec<Span>, Code)>) {
    for item in items {
        match &item.kind {
            ItemKind::Fn(function) => {
                found.extend(function.body.map(|code| (function.params.iter().map(|param| param.pat).collect(), code)));
            }
            ItemKind::Const { value, .. } | ItemKind::Static { value, .. } => found.extend(value.map(|code| (Vec::new(), code))),
            ItemKind::Mod { items: Some(items) } | ItemKind::ForeignMod { items, .. } => bodies(items, found),
            ItemKind::Trait(of) => {
                let TraitItem { items, .. } = &**of;
                bodies(items, found);
            }
            ItemKind::Impl(of) => {
                let ImplItem { items, .. } = &**of;
                bodies(items, found);
            }
            _ => {}
        }
    }
}

/// Comments stand in order, are what the text says, and begin as comments do.
fn comments(text: &str) {
    let mut end = 0;
    for comment in syntax::lex_comments(text) {
        assert!(end <= comment.lo && comment.lo < comment.hi, "comments overlap at {}", comment.lo);
        end = comment.hi;
        let written = text.get(comment.lo as usize..comment.hi as usize).expect("a comment stands between characters");
        assert!(written.starts_with("//") || written.starts_with("/*"), "`{written}` is no comment");
    }
}

/// Name and place of each item.
fn outline(items: &[Item]) -> Vec<(String, Span)> {
    items.iter().map(|item| (item.name.name.to_string(), item.span)).collect()
}

fn skim_outline(items: &[SkimItem]) -> Vec<(String, Span)> {
    items.iter().map(|item| (item.name.name.to_string(), item.span)).collect()
}
