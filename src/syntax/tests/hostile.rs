//! No text may crash the parser or make it lose its places.

use super::FILE;
use crate::syntax::body::Body;
use crate::syntax::{
    AssocContext, guard, lex_comments, parse_assoc_items, parse_expr_into, parse_items, parse_pat_into, parse_stmts_into, parse_type,
};

/// Parse `text` as everything; what comes out does not matter.
fn feed(text: &str) {
    let whole = 0..text.len();
    let mut body = Body::default();
    let errors = parse_items(FILE, text).errors;
    let single = [
        parse_expr_into(FILE, text, whole.clone(), &mut body).err(),
        parse_stmts_into(FILE, text, whole.clone(), &mut body).err(),
        parse_pat_into(FILE, text, whole.clone(), &mut body).err(),
        parse_type(FILE, text, whole).err(),
    ];
    for error in errors.iter().chain(single.iter().flatten()) {
        assert!(text.get(error.span.range()).is_some(), "{error:?} in {text:?}");
        assert!(!error.message.is_empty());
    }
    for comment in lex_comments(text) {
        assert!(text.get(comment.lo as usize..comment.hi as usize).is_some());
    }
    for context in [AssocContext::Trait, AssocContext::Impl, AssocContext::Foreign] {
        parse_assoc_items(FILE, text, context);
    }
}

/// What nests, as what stands before and after the inside.
const NESTING: [(&str, &str); 40] = [
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("f(", ")"),
    ("a.f(", ")"),
    ("a[", "]"),
    ("S { a: ", "}"),
    ("if a {", "}"),
    ("if { ", "} {}"),
    ("if a { b } else { ", "}"),
    ("match a { _ => {", "} }"),
    ("match { ", "} {}"),
    ("let a = { ", "; };"),
    ("fn f() { ", "}"),
    ("mod m { ", "}"),
    ("impl A { fn f() { ", "} }"),
    ("unsafe { ", "}"),
    ("loop { ", "}"),
    ("async move { ", "}"),
    ("|a| ", ""),
    ("|a: A| -> B { ", "}"),
    ("!", ""),
    ("&", ""),
    ("*const ", ""),
    ("&mut ", ""),
    ("a = ", ""),
    ("a += ", ""),
    ("..", ""),
    ("return ", ""),
    ("a @ ", ""),
    ("A<", ">"),
    ("A::<A<", ">>"),
    ("<A as B<", ">>::C"),
    ("fn() -> ", ""),
    ("impl Fn(A) -> ", ""),
    ("dyn A<B = ", ">"),
    ("use a::{", "};"),
    ("a || b && c == d | e ^ f & g << h + i * (", ")"),
    ("a = b || c && d == e | f ^ g & h << i + j * |k| ", ""),
    ("a < b | c ^ d & e << f + g * A::<{", "}>"),
];

#[test]
fn what_is_just_not_too_deep_fits_the_stack() {
    for (open, close) in NESTING {
        for inside in ["a", "", "A", "1"] {
            for levels in [60, 120, 240, 500, 511] {
                feed(&format!("{}{inside}{}", open.repeat(levels), close.repeat(levels)));
            }
        }
    }
}

#[test]
fn what_is_too_deep_is_told() {
    for (open, close) in NESTING {
        feed(&format!("{}a{}", open.repeat(4_000), close.repeat(4_000)));
        feed(&open.repeat(3_000));
    }
    let deep = format!("const A: u8 = {}1{};", "-(".repeat(100_000), ")".repeat(100_000));
    let parsed = parse_items(FILE, &deep);
    assert!(parsed.errors.is_empty(), "an initialiser is not looked into: {:?}", parsed.errors);
    let text = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    let error = parse_expr_into(FILE, &text, 0..text.len(), &mut Body::default()).unwrap_err();
    assert!(error.message.contains("levels deep"), "{error:?}");
    assert_eq!(error.span.lo, guard::MAX_NESTING);
}

#[test]
fn long_chains_are_parsed() {
    let count = guard::MAX_CHAIN as usize / 2 - 10;
    for (first, unit) in [
        ("a", ".b()"),
        ("a", " + b"),
        ("a", "?.b"),
        ("a", "[b]"),
        ("a", " && b"),
        ("a", " as b"),
        ("a", ".await"),
        ("if a {}", " else if b {}"),
        ("if a {}", " else if let b = c {}"),
    ] {
        let count = if unit.contains("if let") { count / 2 } else { count };
        let text = format!("{first}{}", unit.repeat(count));
        let mut body = Body::default();
        let parsed = parse_expr_into(FILE, &text, 0..text.len(), &mut body);
        assert!(parsed.is_ok(), "{unit}: {parsed:?}");
        assert!(body.exprs.len() > count, "{unit}");
        let place = body.expr(parsed.unwrap()).span;
        assert_eq!(place.range(), 0..text.len(), "{unit}");
    }
}

#[test]
fn mutilated_texts_do_no_harm() {
    let seed = include_str!("../lower/exprs.rs").to_owned() + include_str!("forms.rs");
    let tokens: Vec<&str> = [
        "/*", "*/", "\"", "'", "r#\"", "\\", "{", "}", "(", ")", "<", ">", "fn", "ä", "\u{feff}", "#!", "\r", "\0", "b'", "c\"", "1e",
        "0x", "$", "..", "|", "macro", "!", "const", "'a", "🦀",
    ]
    .to_vec();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let border = |mut at: usize| {
        while !seed.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    for _ in 0..1500 {
        let lo = border(random(seed.len() - 1000));
        let hi = border(lo + random(900));
        let mut text = seed[lo..hi].to_owned();
        for _ in 0..random(5) {
            let mut at = random(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, tokens[random(tokens.len())]);
        }
        feed(&text);
    }
    for token in &tokens {
        feed(token);
        for other in &tokens {
            feed(&format!("{token}{other}"));
            feed(&format!("fn a() {{ {token} {other}"));
        }
    }
}
