//! Macros by example: whatever is defined and called, an expansion ends, is the same each time, and knows where each of its
//! tokens was written.

use looksalive_lint::source::{Origin, SourceFile, Sources, Span};
use looksalive_lint::syntax::ast::{Item, ItemKind, MacroCall};
use looksalive_lint::syntax::body::{Body, ExprKind, PatKind};
use looksalive_lint::syntax::macros::MacroRules;
use looksalive_lint::syntax::{self, AssocContext};

use super::spans;

/// How many calls are expanded for one text: a macro may write calls of itself.
const CALLS: usize = 48;
/// How many bytes all expansions may write: what a single one may is the tool's to bound.
const BYTES: usize = 1 << 20;

/// Panics where a promise is broken.
pub fn check(text: &str) {
    let sources = Sources::default();
    let file = sources.add(SourceFile::real("lib.rs", text, true));
    let mut found = Found::default();
    found.file(&sources, file);
    let mut next = 0;
    let mut written = 0;
    while let Some(call) = found.calls.get(next).cloned() {
        next += 1;
        if next > CALLS || written > BYTES {
            break;
        }
        let name = call.path.segments.last().map_or(String::new(), |segment| segment.name.name.to_string());
        builtin(&sources, &name, &call);
        let defined: Vec<usize> = (0..found.rules.len()).filter(|rule| found.rules[*rule].0 == name).collect();
        for rule in defined {
            let expand = |rules: &MacroRules| rules.expand(&sources, call.args, call.span);
            match (expand(&found.rules[rule].1), expand(&found.rules[rule].1)) {
                (Ok(first), second) => {
                    assert_eq!(Ok(&first), second.as_ref(), "the same call is expanded differently");
                    written += first.0.len();
                    let file = expansion(&sources, first, call.span);
                    found.file(&sources, file);
                }
                (Err(error), second) => {
                    spans::check(&sources, [error.span]);
                    assert_eq!(Some(error), second.err(), "the same call fails differently");
                }
            }
        }
    }
}

/// The macros and calls of the files that were looked at.
#[derive(Default)]
struct Found {
    rules: Vec<(String, MacroRules)>,
    calls: Vec<MacroCall>,
}

impl Found {
    /// Takes the file's text for items, for an expression and for statements: a macro may write any of these.
    fn file(&mut self, sources: &Sources, file: looksalive_lint::source::FileId) {
        let text = sources.file(file).text.clone();
        let mut printed = Vec::new();
        let items = syntax::parse_items(file, &text);
        printed.extend(spans::of(&items));
        self.items(sources, &items.items.items);
        let mut body = Body::default();
        if items.items.items.is_empty()
            && let Ok(block) = syntax::parse_stmts_into(file, &text, 0..text.len(), &mut body)
        {
            self.items(sources, &block.items);
        }
        self.body(&body);
        printed.extend(spans::of(&body));
        spans::check(sources, printed);
    }

    fn items(&mut self, sources: &Sources, items: &[Item]) {
        for item in items {
            let text = sources.file(item.span.file).text.clone();
            match &item.kind {
                ItemKind::MacroRules { body } | ItemKind::Macro2 { body } => {
                    let parse = if matches!(item.kind, ItemKind::Macro2 { .. }) { MacroRules::parse_macro2 } else { MacroRules::parse };
                    match parse(sources, *body, &syntax::dollar_crate(7), 2021) {
                        Ok(rules) => self.rules.push((item.name.name.to_string(), rules)),
                        Err(error) => spans::check(sources, [error.span]),
                    }
                }
                ItemKind::MacroCall(call) => self.calls.push(call.clone()),
                ItemKind::Fn(function) => {
                    if let Some(code) = function.body {
                        self.body(&syntax::parse_body(item.span.file, &text, &[], code).0);
                    }
                }
                ItemKind::Const { value: Some(code), .. } | ItemKind::Static { value: Some(code), .. } => {
                    self.body(&syntax::parse_body(item.span.file, &text, &[], *code).0);
                }
                ItemKind::Mod { items: Some(items) } | ItemKind::ForeignMod { items, .. } => self.items(sources, items),
                ItemKind::Trait(of) => self.items(sources, &of.items),
                ItemKind::Impl(of) => self.items(sources, &of.items),
                _ => {}
            }
        }
    }

    fn body(&mut self, body: &Body) {
        self.calls.extend(body.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Macro(call) => Some(call.clone()),
            _ => None,
        }));
        self.calls.extend(body.pats.iter().filter_map(|pat| match &pat.kind {
            PatKind::Macro(call) => Some(call.clone()),
            _ => None,
        }));
    }
}

/// Adds what a macro wrote, once it is seen that each token comes from somewhere.
fn expansion(sources: &Sources, (text, origins): (String, Vec<Origin>), invocation: Span) -> looksalive_lint::source::FileId {
    assert!(origins.is_sorted_by_key(|origin| origin.at), "origins are not in order");
    for origin in &origins {
        assert!(text.is_char_boundary(origin.at as usize), "an origin within a character");
        spans::check(sources, [origin.from]);
    }
    let items = sources.add(SourceFile::expansion(text, origins, invocation));
    let text = sources.file(items).text.clone();
    // It may stand where associated items do.
    for context in [AssocContext::Trait, AssocContext::Impl, AssocContext::Foreign] {
        spans::check(sources, spans::of(&syntax::parse_assoc_items(items, &text, context)));
    }
    items
}

/// What is built in is given the same arguments.
fn builtin(sources: &Sources, name: &str, call: &MacroCall) {
    let mut body = Body::default();
    match syntax::expand_builtin(name, call, sources, &mut body) {
        None => assert!(!syntax::is_builtin(name), "`{name}` is built in and cannot be expanded"),
        Some(Ok(_)) => {}
        Some(Err(error)) => spans::check(sources, [error.span]),
    }
    spans::check(sources, spans::of(&body));
    match syntax::expand_builtin_items(name, call, sources) {
        Some(Ok(written)) => {
            expansion(sources, written, call.span);
        }
        Some(Err(error)) => spans::check(sources, [error.span]),
        None => {}
    }
    match syntax::cfg_select_arm(call, sources, |condition| condition.len() % 2 == 0) {
        Ok(arm) => spans::check(sources, arm),
        Err(error) => spans::check(sources, [error.span]),
    }
    if let Err(error) = syntax::included_path(call, sources, |_| Some("out".to_owned())) {
        spans::check(sources, [error.span]);
    }
}
