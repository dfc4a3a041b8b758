use super::*;
use crate::syntax::lex;

/// The node after the first `§` (which stands for a directive).
fn node(text: &str) -> Option<String> {
    let marker = text.find('§').expect("a mark");
    let text = text.replacen('§', "", 1);
    let lexed = lex(&text);
    let tokens = Tokens::new(&text, &lexed.tokens);
    let range = tokens.node(tokens.from(marker as u32))?;
    Some(text[range.start as usize..range.end as usize].to_owned())
}

fn check(text: &str, expected: &str) {
    assert_eq!(node(text).as_deref(), Some(expected), "{text}");
}

#[test]
fn statements_end_at_their_semicolon() {
    check("{ §let x: M<A, B> = f(1, { 2; 3 }).g(); h(); }", "let x: M<A, B> = f(1, { 2; 3 }).g();");
    check("{ §let Some(x) = f() else { return; }; h(); }", "let Some(x) = f() else { return; };");
    check("{ §a.b = if c { d() } else { e() }; h(); }", "a.b = if c { d() } else { e() };");
    check("{ §f::<A, B>(|x, y| x); h(); }", "f::<A, B>(|x, y| x);");
    check("{ §<T as U<A, B>>::f(); h(); }", "<T as U<A, B>>::f();");
    check("{ §return f(); }", "return f();");
    check("{ §f() }", "f()");
    check("{ §x.await?; y }", "x.await?;");
}

#[test]
fn blocks_end_at_their_last_brace() {
    check(
        "{ §if unsafe { a() } == 1 { b() } else if c { d() } else { e() } h(); }",
        "if unsafe { a() } == 1 { b() } else if c { d() } else { e() }",
    );
    check("{ §if unsafe { a() } { b() } h(); }", "if unsafe { a() } { b() }");
    check("{ §if let S { a, .. } = b && c { d() } e(); }", "if let S { a, .. } = b && c { d() }");
    check(
        "{ §while let Some(a) = if b { c } else if d { e } else { f } { g() } h(); }",
        "while let Some(a) = if b { c } else if d { e } else { f } { g() }",
    );
    check("{ §match { a() } { B => c() } d(); }", "match { a() } { B => c() }");
    check("{ §for S { a } in 0.. { b() } { c() } }", "for S { a } in 0.. { b() }");
    check("{ §if a { b() } <T as U>::f(); }", "if a { b() }");
    check("{ §match x { A => 1, B => 2 }.f(); h(); }", "match x { A => 1, B => 2 }.f();");
    check("{ §'a: loop { b(); } h(); }", "'a: loop { b(); }");
    check("{ §unsafe { f() } h(); }", "unsafe { f() }");
    check("{ §unsafe { f() }; h(); }", "unsafe { f() };");
    check("{ §async move { f() }.await; h(); }", "async move { f() }.await;");
    check("{ §for x in f() { g() } *h() = 1; }", "for x in f() { g() }");
    check("{ §{ f() } h() }", "{ f() }");
    check("g(§unsafe { f() } == 1, 2)", "unsafe { f() } == 1");
    check("{ §thread_local! { static X: u8 = 1; } h(); }", "thread_local! { static X: u8 = 1; }");
    check("{ §vec![1, 2].len(); h(); }", "vec![1, 2].len();");
}

#[test]
fn items_end_at_their_body_or_semicolon() {
    check(
        "§#[a] #[b(c)] pub(crate) unsafe extern \"system\" fn f<A, B>(a: [u8; { 3 }]) -> C where A: D, { e() } fn g() {}",
        "#[a] #[b(c)] pub(crate) unsafe extern \"system\" fn f<A, B>(a: [u8; { 3 }]) -> C where A: D, { e() }",
    );
    check("§const fn f<const N: usize = { 3 }>() {} x", "const fn f<const N: usize = { 3 }>() {}");
    check("§const X: T = T { a: 1 }; fn g() {}", "const X: T = T { a: 1 };");
    check("§static mut X: M<A, B> = f(); fn g() {}", "static mut X: M<A, B> = f();");
    check("§use a::{b, c}; fn g() {}", "use a::{b, c};");
    check("§impl<A> B<A> for C { fn d() {} } fn g() {}", "impl<A> B<A> for C { fn d() {} }");
    check("§struct S(u8, u8); fn g() {}", "struct S(u8, u8);");
    check("§extern \"C\" { fn f(); } fn g() {}", "extern \"C\" { fn f(); }");
    check("§macro_rules! m { () => {} } fn g() {}", "macro_rules! m { () => {} }");
    check("trait T { §fn f(); fn g(); }", "fn f();");
}

#[test]
fn expressions_end_at_a_comma_or_with_what_holds_them() {
    check("f(a, §b(1, 2), c)", "b(1, 2)");
    check("f(§|x, y| g(x, y), c)", "|x, y| g(x, y)");
    check("f(§|x| -> Result<A, B> { g(x) }, c)", "|x| -> Result<A, B> { g(x) }");
    check("f(§&mut |x, y| { g(x) }, c)", "&mut |x, y| { g(x) }");
    check("f(§h::<A, B>(x))", "h::<A, B>(x)");
    check("T { a: 1, §b: f(2), c: 3 }", "b: f(2)");
    check("match x { §A | B if c => f(1, 2), _ => 3 }", "A | B if c => f(1, 2)");
    check("match x { §A { b, .. } => { f() } _ => 3 }", "A { b, .. } => { f() }");
    check("match x { §A => unsafe { f() } _ => 3 }", "A => unsafe { f() }");
    check("a <§b, c", "b");
}

#[test]
fn nothing_follows_at_the_end() {
    assert_eq!(node("{ f(); § }"), None);
    assert_eq!(node("f() §"), None);
    assert_eq!(node("{ §#[a] }"), None);
}

#[test]
fn broken_text_is_no_trouble() {
    for text in [
        "§fn",
        "§pub(",
        "§if {",
        "§{ ( } )",
        "§#[",
        "§}",
        "§=>",
        "§match x { A =>",
        "§|a",
        "§f::<",
        "§'a:",
        "§extern",
        "§const",
        "§<",
        "§m! {",
        "§{ => {",
    ] {
        let _ = node(text);
    }
}

#[test]
fn endless_text_takes_neither_stack_nor_time() {
    for piece in ["a => {}.", "if a {} else ", "{", "(}", "|a| ", "f::<", "a => if ", "#[a] ", "'a: ", "pub ", "unsafe "] {
        let _ = node(&format!("§{}", piece.repeat(20_000)));
    }
}
