//! The forms of items.

use super::{FILE, show};
use crate::syntax::ast::{ConstArg, Fields, GenericParamKind, Item, ItemKind, UseTree, Visibility};
use crate::syntax::{AssocContext, parse_assoc_items, parse_items};

fn items(text: &str) -> Vec<Item> {
    let parsed = parse_items(FILE, text);
    assert!(parsed.errors.is_empty(), "{text}: {:?}", parsed.errors);
    parsed.items.items
}

fn one(text: &str) -> Item {
    let mut items = items(text);
    assert_eq!(items.len(), 1, "{text}");
    items.remove(0)
}

fn uses(tree: &UseTree) -> String {
    match tree {
        UseTree::Simple { path, rename } => show::path(path) + &rename.map_or_else(String::new, |name| format!(" as {}", name.name)),
        UseTree::Glob { path } => show::path(path) + "::*",
        UseTree::Group(parts) => format!("{{{}}}", parts.iter().map(uses).collect::<Vec<_>>().join(", ")),
    }
}

#[test]
fn use_trees_are_joined() {
    for (text, expected) in [
        ("use a::{self, b::*, c as d, e::{f, self as g}};", "{a, a::b::*, a::c as d, {a::e::f, a::e as g}}"),
        ("use ::a::b as _;", "::a::b as _"),
        ("use self::a;", "self::a"),
        ("use crate::*;", "crate::*"),
        ("use {a, super::b};", "{a, super::b}"),
        ("use {::a::{b, c}, d::*};", "{{::a::b, ::a::c}, d::*}"),
        ("use *;", "::*"),
        ("use r#fn::r#match;", "fn::match"),
    ] {
        let ItemKind::Use(tree) = one(text).kind else { panic!("{text}") };
        assert_eq!(uses(&tree), expected);
    }
    let text = "use a::b::{c, d::e};";
    let ItemKind::Use(UseTree::Group(parts)) = one(text).kind else { panic!() };
    let UseTree::Simple { path, .. } = &parts[1] else { panic!() };
    assert_eq!(&text[path.span.range()], "d::e");
}

#[test]
fn functions() {
    let text = "#[unsafe(no_mangle)]\n/// doc\npub(crate) unsafe extern fn f<'a, T: A + ?Sized, const N: usize = 3>(\
        &'a mut self, #[cfg(x)] mut a: [T; N], (b, _): B, ...) -> C where T: D<E = F> { #![allow(y)] a }";
    let item = one(text);
    assert_eq!(&text[item.span.range()], text);
    assert_eq!(item.attrs.iter().map(|a| (a.path.as_str(), a.args.as_str())).collect::<Vec<_>>(), [("no_mangle", ""), ("allow", "y")]);
    assert!(matches!(item.vis, Visibility::Restricted(ref path) if show::path(path) == "crate"));
    let ItemKind::Fn(f) = item.kind else { panic!() };
    assert!(f.is_unsafe && !f.is_async && !f.is_const && f.is_variadic);
    assert_eq!(f.abi.as_deref(), Some("C"));
    let this = f.self_param.unwrap();
    assert_eq!((show::ty(&this.ty).as_str(), &text[this.span.range()]), ("&mut Self", "self"));
    let params: Vec<_> = f.params.iter().map(|p| (&text[p.pat.range()], p.name.map(|n| n.as_str()), p.attrs.len())).collect();
    assert_eq!(params, [("mut a", Some("a"), 1), ("(b, _)", None, 0)]);
    assert_eq!(show::ty(&f.ret.unwrap()), "C");
    assert_eq!(&text[f.body.unwrap().span.range()], "{ #![allow(y)] a }");
    let names: Vec<_> = f.generics.params.iter().map(|p| p.name.name.as_str()).collect();
    assert_eq!(names, ["'a", "T", "N"]);
    assert!(matches!(&f.generics.params[1].kind, GenericParamKind::Type { bounds, .. } if bounds.len() == 2 && bounds[1].is_maybe));
    assert!(matches!(f.generics.params[2].kind, GenericParamKind::Const { default: Some(ConstArg::Int(3)), .. }));
    assert_eq!(f.generics.predicates.len(), 1);
}

#[test]
fn attributes() {
    let text = "#![no_std]\n#[cfg(all(windows, /* c */ not(test)))] #[path = \"x.rs\"] #[derive(A)] #[a::b[c]] #[r#type] mod m;";
    let parsed = parse_items(FILE, text);
    assert_eq!(parsed.items.attrs[0].path, "no_std");
    let shown: Vec<_> =
        parsed.items.items[0].attrs.iter().map(|a| (a.path.as_str(), a.args.replace("         ", " "), a.is_value)).collect();
    assert_eq!(
        shown,
        [
            ("cfg", "all(windows, not(test))".to_owned(), false),
            ("path", "\"x.rs\"".to_owned(), true),
            ("derive", "A".to_owned(), false),
            ("a::b", "c".to_owned(), false),
            ("type", String::new(), false),
        ]
    );
    assert_eq!(&text[parsed.items.items[0].attrs[1].span.range()], "#[path = \"x.rs\"]");
}

#[test]
fn foreign_modules() {
    let text = "unsafe extern \"system\" { pub safe fn f(a: u8); static S: u8; unsafe static mut T: u8; type O; m!{} pub fn g(...); }";
    let ItemKind::ForeignMod { abi, items } = one(text).kind else { panic!() };
    assert_eq!(abi.as_deref(), Some("system"));
    let names: Vec<_> = items.iter().map(|i| i.name.name.as_str()).collect();
    assert_eq!(names, ["f", "S", "T", "O", "", "g"]);
    assert!(matches!(&items[0].kind, ItemKind::Fn(f) if f.body.is_none() && f.params.len() == 1));
    assert_eq!(items[0].vis, Visibility::Public);
    assert!(matches!(items[2].kind, ItemKind::Static { mutable: true, value: None, .. }));
    assert!(matches!(items[4].kind, ItemKind::MacroCall(_)));
}

#[test]
fn values_and_types() {
    let text = "const A: u8 = { 1 } + 2; static mut B: [u8; 2] = [1, 2]; enum E { X = 1 << 3, Y(u8), Z { a: u8 } = -1 }\
        type T<U> = V<U>; const _: () = (); const W: u8 = if x { 1 } else { 2 };";
    let items = items(text);
    let codes: Vec<_> = items
        .iter()
        .flat_map(|item| match &item.kind {
            ItemKind::Const { value, .. } | ItemKind::Static { value, .. } => vec![value.unwrap()],
            ItemKind::Enum(item) => item.variants.iter().filter_map(|v| v.discriminant).collect(),
            _ => Vec::new(),
        })
        .map(|code| &text[code.span.range()])
        .collect();
    assert_eq!(codes, ["{ 1 } + 2", "[1, 2]", "1 << 3", "-1", "()", "if x { 1 } else { 2 }"]);
    let ItemKind::Enum(item) = &items[2].kind else { panic!() };
    assert!(matches!(&item.variants[1].fields, Fields::Tuple(fields) if fields[0].name.name == "0"));
}

#[test]
fn macros_are_places() {
    let text =
        "macro_rules! r#m { (a) => {} } pub macro n($a:expr) { $a } a::b!(c { d }); #[x] thread_local! { static Q: u8 = 1; } o! p { q }";
    let items = items(text);
    let places: Vec<_> = items
        .iter()
        .map(|item| match &item.kind {
            ItemKind::MacroRules { body } | ItemKind::Macro2 { body } => (item.name.name.as_str(), &text[body.range()]),
            ItemKind::MacroCall(call) => (item.name.name.as_str(), &text[call.args.range()]),
            kind => panic!("{kind:?}"),
        })
        .collect();
    assert_eq!(places, [("m", " (a) => {} "), ("n", "($a:expr) { $a }"), ("", "c { d }"), ("", " static Q: u8 = 1; "), ("p", " q ")]);
    assert_eq!(&text[items[2].span.range()], "a::b!(c { d });");
    assert_eq!(&text[items[3].span.range()], "#[x] thread_local! { static Q: u8 = 1; }");
}

#[test]
fn forms_that_only_macros_write() {
    for (text, name) in [
        ("fn f();", "f"),
        ("const A: u8;", "A"),
        ("static A: u8;", "A"),
        ("type A: B;", "A"),
        ("const A<T>: u8 = 1 where T: B;", "A"),
        ("impl const A for B { fn f() { x } }", ""),
        ("impl<T> const B<T> for C {}", ""),
    ] {
        let parsed = parse_items(FILE, text);
        assert!(parsed.errors.is_empty(), "{text}: {:?}", parsed.errors);
        assert_eq!(parsed.items.items[0].name.name, name);
        assert_eq!(parsed.items.items[0].span.len() as usize, text.len());
    }
    let ItemKind::Impl(item) = one("impl<T> const B<T> for C {}").kind else { panic!() };
    assert_eq!(show::path(item.of_trait.as_ref().unwrap()), "B<T>");
}

#[test]
fn associated_items() {
    for (context, text, names) in [
        (AssocContext::Trait, "fn f(&self); const A: u8; type B: C; m!(); fn g() { x }", "f A B  g"),
        (AssocContext::Impl, "pub fn f(self: Box<Self>) {} const A: u8 = 1; type B = C; default fn h() {} fn i();", "f A B h i"),
        (AssocContext::Foreign, "fn f(); static A: u8;", "f A"),
    ] {
        let parsed = parse_assoc_items(FILE, text, context);
        assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
        let found: Vec<_> = parsed.items.items.iter().map(|i| i.name.name.as_str()).collect();
        assert_eq!(found.join(" "), names);
    }
}

#[test]
fn a_broken_item_leaves_the_others() {
    let text = "fn a() {}\nstruct B { c d }\nfn e() { this is [not] rust }\nuse ;\nmod f { fn g() {} }";
    let parsed = parse_items(FILE, text);
    let names: Vec<_> = parsed.items.items.iter().map(|i| i.name.name.as_str()).collect();
    assert_eq!(names, ["a", "e", "f"]);
    let places: Vec<_> = parsed.errors.iter().map(|e| &text[e.span.range()]).collect();
    assert_eq!(places, ["d", ";"]);
    let parsed = parse_items(FILE, "fn a() { ( }");
    assert!(parsed.items.items.is_empty());
    assert_eq!(parsed.errors.len(), 1);
    assert_eq!(parsed.errors[0].span.lo, 11);
}

#[test]
fn the_files_start_is_skipped() {
    let text = "\u{feff}#!/usr/bin/env x [ {\r\n#![allow(a)]\r\nfn ü() {}\r\n";
    let parsed = parse_items(FILE, text);
    assert!(parsed.errors.is_empty());
    assert_eq!(parsed.items.attrs.len(), 1);
    assert_eq!(&text[parsed.items.items[0].name.span.range()], "ü");
    assert!(items("").is_empty());
}
