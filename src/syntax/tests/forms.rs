//! The forms of expressions, statements, patterns and types, and where they stand.

use super::{FILE, show};
use crate::source::Span;
use crate::syntax::ast::Code;
use crate::syntax::body::{Body, ExprKind, Literal, Stmt};
use crate::syntax::{
    as_dollar_crate, dollar_crate, parse_body, parse_expr_into, parse_exprs_into, parse_pat_into, parse_path, parse_stmts_into, parse_type,
};

fn expr(text: &str) -> String {
    let mut body = Body::default();
    let id = parse_expr_into(FILE, text, 0..text.len(), &mut body).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    show::expr(&body, id)
}

fn stmts(text: &str) -> String {
    let mut body = Body::default();
    let block = parse_stmts_into(FILE, text, 0..text.len(), &mut body).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    show::block(&body, &block)
}

fn pat(text: &str) -> String {
    let mut body = Body::default();
    let id = parse_pat_into(FILE, text, 0..text.len(), &mut body).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    show::pat(&body, id)
}

fn ty(text: &str) -> String {
    show::ty(&parse_type(FILE, text, 0..text.len()).unwrap_or_else(|e| panic!("{text}: {e:?}")))
}

#[test]
fn expressions() {
    for (text, expected) in [
        ("(a + b) * c", "(Mul (Add a b) c)"),
        ("a = b = c", "(= a (= b c))"),
        ("a <<= 1 as u8", "(Shl= a (as Int(1, None) u8))"),
        ("a.b.0.1.c::<T>(d)?.await[e]", "(index (await (? (.c<T> (field (field (field a b) 0) 1) d))) e)"),
        ("&raw const a", "(&raw a)"),
        ("&raw mut *a", "(&rawmut (Deref a))"),
        ("&mut -!a", "(&mut (Neg (Not a)))"),
        ("'a: { break 'a 1 }", "'a {(break 'a Int(1, None))}"),
        ("const { 1 }", "Const {Int(1, None)}"),
        ("unsafe { f() }", "Unsafe {(call f )}"),
        ("async move { f().await }", "Async { is_move: true } {(await (call f ))}"),
        ("try { a? }", "Try {(? a)}"),
        ("async move |a: &u8| -> u8 { *a }", "(async move |a:&u8| {(Deref a)})"),
        ("|(a, _), &b| a", "(|(a _):_,&b:_| a)"),
        ("if a { b } else if let Some(c) = d && e { f } else { g }", "(if a {b} (if (And (let Some(c) d) e) {f} {g}))"),
        ("match a { 1 | 2 if b => c, _ => {} }", "(match a Int(1, None)|Int(2, None) if b => c, _ if - => {})"),
        ("'x: loop { continue 'x }", "('x loop {(continue 'x )})"),
        ("while let Some(a) = b.next() {}", "(while (let Some(a) (.next b )) {})"),
        ("'l: for (a, b) in c..=d {}", "('l for (a b) (..= c d) {})"),
        ("(a, b) = (b, a)", "(= (tuple a b) (tuple b a))"),
        ("S { a, 0: b, ..c }", "(S {a: a, 0: b} c false)"),
        ("S { a, .. } = b", "(= (S {a: a} - true) b)"),
        ("[_, ..] = a", "(= (array _ (.. - -)) a)"),
        ("[a; 3]", "(repeat a Int(3, None))"),
        ("(a,)", "(tuple a)"),
        ("()", "(tuple )"),
        ("<T as A<B>>::f::<C>(<T>::g)", "(call <T as A<B>>::f<C> <T as >g)"),
        ("::std::mem::drop(a)", "(call ::std::mem::drop a)"),
        ("become f(a)", "(become (call f a))"),
        ("return", "(return -)"),
        ("vec![1, 2].len()", "(.len vec! )"),
        ("r#fn(r#match)", "(call fn match)"),
        ("a as *const dyn B", "(as a *dyn B)"),
        ("a < b as usize", "(Lt a (as b usize))"),
        ("yield a", "(yield a)"),
        ("__looksalive_crate_7::f()", "(call __looksalive_crate_7::f )"),
    ] {
        assert_eq!(expr(text), expected, "{text}");
    }
}

#[test]
fn literals_have_values() {
    let suffix = |text: &str| Some(text.into());
    for (text, expected) in [
        ("1_000u64", Literal::Int(1000, suffix("u64"))),
        ("0xff_u8", Literal::Int(255, suffix("u8"))),
        ("0b1010", Literal::Int(10, None)),
        ("0o17", Literal::Int(15, None)),
        ("340282366920938463463374607431768211455", Literal::Int(u128::MAX, None)),
        ("1f32", Literal::Float(1.0, suffix("f32"))),
        ("1_0.5e-1", Literal::Float(1.05, None)),
        ("2.", Literal::Float(2.0, None)),
        ("true", Literal::Bool(true)),
        ("'\\u{e4}'", Literal::Char('ä')),
        ("b'\\n'", Literal::Byte(b'\n')),
        ("\"a\\x41\\\n   b\\r\\n\"", Literal::Str("aAb\r\n".to_owned())),
        ("\"a\r\nb\"", Literal::Str("a\nb".to_owned())),
        ("r#\"a\r\n\"\\n\"#", Literal::Str("a\n\"\\n".to_owned())),
        ("b\"a\\xff\"", Literal::ByteStr(vec![b'a', 0xff])),
        ("br\"\\\"", Literal::ByteStr(vec![b'\\'])),
        ("c\"a\"", Literal::CStr(vec![b'a'])),
        ("cr\"\\a\"", Literal::CStr(vec![b'\\', b'a'])),
    ] {
        let mut body = Body::default();
        let id = parse_expr_into(FILE, text, 0..text.len(), &mut body).unwrap();
        assert!(matches!(&body.expr(id).kind, ExprKind::Lit(literal) if *literal == expected), "{text}: {:?}", body.expr(id));
    }
    let text = "340282366920938463463374607431768211456";
    assert_eq!(expr(text), "error");
    let (_, errors) = parse_body(FILE, text, &[], Code { span: Span::new(FILE, 0, text.len() as u32) });
    assert_eq!(errors.len(), 1, "what is not understood is told");
}

#[test]
fn patterns() {
    for (text, expected) in [
        ("ref mut a @ Some(..)", "ref mut a@Some(..)"),
        ("a::B", "path a::B"),
        ("A { b, c: (d), ref e, .. }", "A{b: b, c: d, e: ref e true}"),
        ("&mut [a, .., b]", "&mut [a .. b]"),
        ("-1..=5", "(Neg Int(1, None))..=Int(5, None)"),
        ("..=A", "-..=A"),
        ("| 1 | -2", "Int(1, None)|(Neg Int(2, None))"),
        ("const { 1 }", "Const {Int(1, None)}"),
        ("box a", "box a"),
        ("m!(x)", "m!"),
        ("(a, _, ..)", "(a _ ..)"),
        ("\"a\"", "Str(\"a\")"),
        ("self::A(b)", "self::A(b)"),
    ] {
        assert_eq!(pat(text), expected, "{text}");
    }
}

#[test]
fn types() {
    for (text, expected) in [
        ("Box<dyn Fn(A, &B) -> C + Send + 'static>", "Box<dyn Fn()<(A,&B),Output=C>+Send>"),
        ("impl FnOnce()", "impl FnOnce()<(),Output=()>"),
        ("[u8; 4]", "[u8;Int(4)]"),
        ("[u8; _]", "[u8;Infer]"),
        ("unsafe extern fn(a: *mut u8, ...) -> !", "fn[Some(\"C\"),true](*mut u8)->!"),
        ("extern \"system\" fn()", "fn[Some(\"system\"),false]()->"),
        ("<T as I>::Item", "<T as I>::Item"),
        ("I<Item = (A, B), 'a>", "I<Item=(A,B)>"),
        ("(A)", "A"),
        ("(A,)", "(A)"),
        ("A<_, true, 'x', { 1 }>", "A<_,Bool(true),Char('x'),Expr(Code { span: Span { file: FileId(3), lo: 16, hi: 21 } })>"),
        ("m![a]", "m!"),
        ("&'a mut [T]", "&mut [T]"),
        ("dyn for<'a> Fn(&'a u8)", "dyn Fn()<(&u8),Output=()>"),
    ] {
        assert_eq!(ty(text), expected, "{text}");
    }
    for text in ["a::b<T>", "a::b::<T>"] {
        assert_eq!(show::path(&parse_path(FILE, text, 0..text.len()).unwrap()), "a::b<T>");
    }
    let text = "x = $; Fn(u8) -> Vec<u8> ;";
    assert_eq!(parse_path(FILE, text, 7..24).unwrap().span, Span::new(FILE, 7, 24));
}

#[test]
fn statements() {
    for (text, expected) in [
        ("let a: u8 = 1; a", "{let a:u8 = Int(1, None) else -; a}"),
        ("let Some(a) = b else { return };", "{let Some(a):_ = b else {(return -)}; }"),
        ("a; b", "{a; b}"),
        ("if a {} b", "{(if a {} -); b}"),
        ("m!(a); m!(b)", "{stmt m!; m!}"),
        ("m! { a } m! { b }", "{stmt m!; stmt m!?; }"),
        ("m! { a }.b()", "{(.b m! )}"),
        ("fn f() { 1 } f()", "{item f; (call f )}"),
        ("macro_rules! x { () => {} } x!();", "{item x; stmt x!; }"),
        ("use a::b; struct S; const C: u8 = 1;", "{item ; item S; item C; }"),
        ("#[cfg(a)] { b } #[cfg(c)] { d }", "{#cfg(a) {b}?; #cfg(c) {d}?; }"),
        ("#[cfg(a)] { b } c()", "{#cfg(a) {b}; (call c )}"),
        ("#[cfg(a)] b.c(); #[cfg(d)] e = f;", "{#cfg(a) (.c b ); #cfg(d) (= e f); }"),
        ("#[cfg(a)] let b = 1;", "{#cfg(a) let b:_ = Int(1, None) else -; }"),
        ("{ a }\n#[cfg(b)] c!();", "{{a}?; #cfg(b) stmt c!; }"),
        (";; a;", "{a; }"),
        ("/// doc\n a /* b */", "{a}"),
        ("unsafe { #![allow(x)] a }", "{Unsafe {a}}"),
        ("if x { #![allow(x)] a }", "{(if x {a} -)}"),
        ("", "{}"),
    ] {
        assert_eq!(stmts(text), expected, "{text}");
    }
}

#[test]
fn attributes_of_list_elements_are_kept() {
    let text = "[#[cfg(a)] 1, 2], f(#[cfg(b)] 3), |#[cfg(c)] d| e";
    let mut body = Body::default();
    let list = parse_exprs_into(FILE, text, 0..text.len(), &mut body).unwrap();
    assert_eq!(list.len(), 3);
    let shown: Vec<_> = body.expr_attrs.iter().map(|(id, attrs)| (show::expr(&body, *id), attrs[0].args.clone())).collect();
    assert_eq!(shown, [("Int(1, None)".to_owned(), "a".to_owned()), ("Int(3, None)".to_owned(), "b".to_owned())]);
    assert_eq!(body.pat_attrs.len(), 1);
    assert_eq!(parse_exprs_into(FILE, "a, b,", 0..5, &mut body).unwrap().len(), 2);
    assert!(parse_exprs_into(FILE, "", 0..0, &mut body).unwrap().is_empty());
    assert!(parse_exprs_into(FILE, "a b", 0..3, &mut body).is_err());
}

#[test]
fn bodies_stand_at_their_own_places() {
    let text = "\u{feff}// ä\r\nfn f(mut a: u8, (b, _): (u8, u8), _: u8) {\r\n  let ü = /* 🦀 */ g(a, \"ö\") + (b).c;\r\n}\r\n";
    let at = |needle: &str| {
        let lo = text.find(needle).unwrap() as u32;
        Span::new(FILE, lo, lo + needle.len() as u32)
    };
    let block = at("{").to(at("}"));
    let (body, errors) = parse_body(FILE, text, &[at("mut a"), at("(b, _)"), at("_: u8) {")], Code { span: block });
    assert_eq!(errors.len(), 1, "the last is no pattern: {errors:?}");
    assert_eq!(body.params.len(), 3);
    assert_eq!(show::pat(&body, body.params[0]), "mut a");
    assert_eq!(show::pat(&body, body.params[1]), "(b _)");
    let root = body.expr(body.root.unwrap());
    assert_eq!(root.span, block);
    let ExprKind::Block(inner) = &root.kind else { panic!("{root:?}") };
    let Stmt::Let { init: Some(init), pat, span, .. } = &inner.stmts[0] else { panic!("{inner:?}") };
    assert_eq!(body.pat(*pat).span, at("ü"));
    assert_eq!(*span, at("let").to(at(";")));
    let sum = body.expr(*init);
    assert_eq!(sum.span, at("g(a").to(at(".c")));
    let ExprKind::Binary { lhs, rhs, op_span, .. } = sum.kind else { panic!("{sum:?}") };
    assert_eq!(body.expr(lhs).span, at("g(a, \"ö\")"));
    assert_eq!(body.expr(rhs).span, at("(b).c"));
    assert_eq!(op_span, at("+"));
}

#[test]
fn errors_have_places() {
    let text = "fn f() { a b }";
    let (body, errors) = parse_body(FILE, text, &[], Code { span: Span::new(FILE, 7, 14) });
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].span.lo, errors[0].span.hi), (11, 12));
    assert!(matches!(body.expr(body.root.unwrap()).kind, ExprKind::Error));
    let error = parse_expr_into(FILE, "a + ", 0..4, &mut Body::default()).unwrap_err();
    assert_eq!((error.span.lo, error.span.hi), (3, 3), "{error:?}");
    let error = parse_expr_into(FILE, "1 + ß 3 ", 0..9, &mut Body::default()).unwrap_err();
    assert_eq!((error.span.lo, error.span.hi), (7, 8), "{error:?}");
    assert!(parse_expr_into(FILE, "ä", 1..2, &mut Body::default()).is_err(), "a range that splits a character");
    assert!(parse_expr_into(FILE, "a", 0..9, &mut Body::default()).is_err());
}

#[test]
fn dollar_crate_goes_both_ways() {
    assert_eq!(as_dollar_crate(&dollar_crate(12)), Some(12));
    for name in ["crate", "__looksalive_crate_", "__looksalive_crate_012", "__looksalive_crate_+1", "__looksalive_crate_x"] {
        assert_eq!(as_dollar_crate(name), None, "{name}");
    }
}
