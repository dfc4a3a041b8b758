//! The skimmer against the parser: the same items at the same places, and the same in them.

use std::fmt::Write as _;

use super::super::ast::{Item, ItemKind};
use super::super::{SkimItem, SkimKind, parse_items, skim_items};
use crate::source::FileId;

const FILE: FileId = FileId(0);

/// An item in a line: attributes, visibility, name, place, kind.
fn line(
    out: &mut String,
    depth: usize,
    head: (&[super::super::ast::Attr], &super::super::ast::Visibility, &str, crate::source::Span),
    kind: &str,
) {
    let (attrs, vis, name, span) = head;
    let attrs: Vec<String> = attrs.iter().map(|a| format!("{}({})", a.path, a.args)).collect();
    writeln!(out, "{:depth$}{attrs:?} {vis:?} {name} {}..{} {kind}", "", span.lo, span.hi).unwrap();
}

fn parsed(items: &[Item], depth: usize, out: &mut String) {
    for item in items {
        let (kind, inside): (String, &[Item]) = match &item.kind {
            ItemKind::Use(tree) => (format!("{tree:?}"), &[]),
            ItemKind::MacroCall(call) => (format!("{call:?}"), &[]),
            ItemKind::MacroRules { body } => (format!("rules {body:?}"), &[]),
            ItemKind::Macro2 { body } => (format!("macro {body:?}"), &[]),
            ItemKind::ExternCrate { krate } => (format!("crate {krate}"), &[]),
            ItemKind::Mod { items } => ("mod".to_owned(), items.as_deref().unwrap_or_default()),
            ItemKind::ForeignMod { items, .. } => ("foreign".to_owned(), items),
            ItemKind::Trait(item) => (format!("trait {:?} {:?}", item.generics, item.bounds), &item.items),
            ItemKind::Impl(item) => (format!("impl {:?} {:?} {:?}", item.generics, item.of_trait, item.self_ty), &item.items),
            other => (format!("{other:?}"), &[]),
        };
        line(out, depth, (&item.attrs, &item.vis, item.name.name.as_str(), item.span), &kind);
        parsed(inside, depth + 1, out);
    }
}

fn skimmed(items: &[SkimItem], text: &str, depth: usize, out: &mut String) {
    for item in items {
        let (kind, inside): (String, &[SkimItem]) = match &item.kind {
            SkimKind::Use(tree) => (format!("{tree:?}"), &[]),
            SkimKind::MacroCall(call) => (format!("{call:?}"), &[]),
            SkimKind::MacroRules(body) => (format!("rules {body:?}"), &[]),
            SkimKind::Macro2(body) => (format!("macro {body:?}"), &[]),
            SkimKind::ExternCrate(krate) => (format!("crate {krate}"), &[]),
            SkimKind::Mod(items) => ("mod".to_owned(), items.as_deref().unwrap_or_default()),
            SkimKind::ForeignMod(items) => ("foreign".to_owned(), items),
            SkimKind::Trait { header, items, .. } => match header.read(FILE, text) {
                Ok(ItemKind::Trait(item)) => (format!("trait {:?} {:?}", item.generics, item.bounds), items),
                other => (format!("{other:?}"), items),
            },
            SkimKind::Impl { header, items, .. } => match header.read(FILE, text) {
                Ok(ItemKind::Impl(item)) => (format!("impl {:?} {:?} {:?}", item.generics, item.of_trait, item.self_ty), items),
                other => (format!("{other:?}"), items),
            },
            SkimKind::Fn(late)
            | SkimKind::Struct(late, _)
            | SkimKind::Union(late)
            | SkimKind::Enum(late)
            | SkimKind::TraitAlias(late)
            | SkimKind::Const(late)
            | SkimKind::Static(late, _)
            | SkimKind::TypeAlias(late, _) => (late.read(FILE, text).map_or_else(|e| e.message, |kind| format!("{kind:?}")), &[]),
            SkimKind::Read(item) => {
                parsed(std::slice::from_ref(item), depth, out);
                continue;
            }
        };
        line(out, depth, (&item.attrs, &item.vis, item.name.name.as_str(), item.span), &kind);
        skimmed(inside, text, depth + 1, out);
    }
}

/// What both make of a text.
pub(super) fn both(text: &str) -> (String, String) {
    let (mut by_parser, mut by_skimmer) = (String::new(), String::new());
    parsed(&parse_items(FILE, text).items.items, 0, &mut by_parser);
    skimmed(&skim_items(FILE, text, None).items, text, 0, &mut by_skimmer);
    (by_parser, by_skimmer)
}

#[test]
fn the_skimmer_finds_what_the_parser_finds() {
    for text in [
        "#[a /* b */ (c)] pub(crate) fn f<T: A<B>>(x: [u8; {3}]) -> impl Fn() -> T where T: C { #![d] x }",
        "pub const unsafe extern \"C\" fn f() {} async fn g() {} unsafe fn h() {} extern fn i() {}",
        "struct A; pub struct B<T = u8>(T) where T: C; struct D<const N: usize> { a: [u8; N] } union E { a: u8 }",
        "enum A<T> { B, C(T), D { e: u8 } = 3 } type F<T> = Vec<T>; const G: A<B = C> = D { e: 1 }; static mut H: u8 = 1;",
        "use a::{self, b as c, d::*, r#e::{f, g as _}}; use ::h; pub use crate::i::*; extern crate j as k; extern crate self as l;",
        "mod a; pub mod b { #![c] use super::*; mod d { fn e() {} } } ",
        "unsafe impl<T: ?Sized> A<T> for B<T> where T: C { type D = u8; const E: u8 = 1; fn f(&self) {} g! { h } }",
        "impl<'a, const N: usize> !Send for &'a [u8; N] {} impl A { pub(super) default fn b() {} }",
        "pub unsafe trait A<T>: B + C<T> { type D: E; const F: u8; fn g(&self); fn h() {} } auto trait I {} trait J = K;",
        "extern \"system\" { pub fn a(b: u8, ...); static C: u8; type D; } unsafe extern { safe fn e(); }",
        "macro_rules! a { () => {} } macro_rules! b [ x ]; c!(d); e::f! { g } pub macro h($a:expr) { $a } crate::i![j];",
        "fn a() -> m! { x } { y } fn b() {}",
        "fn a() -> ! { b() } mod c { fn d() -> ! where T: E {} } fn f() {}",
    ] {
        let (by_parser, by_skimmer) = both(text);
        assert!(!by_parser.is_empty(), "{text}");
        assert_eq!(by_parser, by_skimmer, "{text}");
    }
}

#[test]
fn what_is_broken_is_told_and_the_rest_is_there() {
    let skimmed = skim_items(FILE, "fn a() {} struct ? { } fn b() {}", None);
    let names: Vec<_> = skimmed.items.iter().map(|item| item.name.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(!skimmed.errors.is_empty());
    assert!(!skim_items(FILE, "fn a() { ( }", None).errors.is_empty());
}

#[test]
fn impls_are_found_by_their_names() {
    use super::super::{ImplKey, SelfName};
    let key = |text: &str| match skim_items(FILE, text, None).items.pop().unwrap().kind {
        SkimKind::Impl { key, .. } => key.map(|ImplKey { of_trait, this }| {
            (
                of_trait.map(|name| name.as_str()),
                match this {
                    SelfName::Named(name) => name.as_str(),
                    SelfName::Param => "<param>",
                    SelfName::Other => "<other>",
                },
            )
        }),
        other => panic!("{other:?}"),
    };
    assert_eq!(key("impl A {}"), Some((None, "A")));
    assert_eq!(key("impl<T> a::B<T> for c::D<T, E> where F: G {}"), Some((Some("B"), "D")));
    assert_eq!(key("impl<T: for<'a> X<'a>> B for T {}"), Some((Some("B"), "<param>")));
    assert_eq!(key("impl<T> B for &T {}"), Some((Some("B"), "<other>")));
    assert_eq!(key("impl B for dyn C {}"), Some((Some("B"), "<other>")));
    assert_eq!(key("impl Fn(u8) -> u8 for C {}"), Some((Some("Fn"), "C")));
    assert_eq!(key("impl<T> !Send for m!(T) {}"), Some((Some("Send"), "<other>")));
}
