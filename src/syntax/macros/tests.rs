//! Definitions and calls, and what must come out.

use super::*;
use crate::source::SourceFile;

pub(super) const CRATE: &str = "__looksalive_crate_7";

/// A definition and what came of its calls.
pub(super) struct Bench {
    pub(super) sources: Sources,
    pub(super) rules: MacroRules,
    definition: Span,
}

pub(super) fn whole(sources: &Sources, text: &str) -> Span {
    let file = sources.add(SourceFile::real("t.rs", text, true));
    Span::new(file, 0, text.len() as u32)
}

impl Bench {
    pub(super) fn new(definition: &str) -> Self {
        Self::of_edition(definition, 2021)
    }

    pub(super) fn of_edition(definition: &str, edition: u16) -> Self {
        let sources = Sources::default();
        let definition = whole(&sources, definition);
        let rules = MacroRules::parse(&sources, definition, CRATE, edition).unwrap_or_else(|e| panic!("{e}: {:?}", sources.text(e.span)));
        Self { sources, rules, definition }
    }

    /// Expand and keep the result as a virtual file.
    pub(super) fn expand_in(&self, args: Span) -> Result<Span, MacroError> {
        let (text, origins) = self.rules.expand(&self.sources, args, args)?;
        let len = text.len() as u32;
        let file = self.sources.add(SourceFile::expansion(text, origins, args));
        Ok(Span::new(file, 0, len))
    }

    pub(super) fn call(&self, args: &str) -> Result<Span, MacroError> {
        self.expand_in(whole(&self.sources, args))
    }

    /// The text of the expansion without marks.
    pub(super) fn expand(&self, args: &str) -> String {
        match self.call(args) {
            Ok(span) => plain(&self.sources.text(span)),
            Err(e) => format!("error: {e}"),
        }
    }

    pub(super) fn failure(&self, args: &str) -> (String, String) {
        let error = self.call(args).expect_err("this call must fail");
        (error.message.clone(), self.sources.text(error.span))
    }
}

/// `text` without marks, single-spaced.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find("*/").expect("marks are closed") + 2..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(definition: &str, cases: &[(&str, &str)]) {
    let bench = Bench::new(definition);
    for (args, expected) in cases {
        assert_eq!(bench.expand(args), *expected, "for `{args}` of `{definition}`");
    }
}

#[test]
fn rules_are_tried_in_order_and_tokens_compared_as_the_language_has_them() {
    check(
        "() => { empty }; (a b) => { ab }; (a => b) => { arrow }; (a = > b) => { apart }; (::) => { colons }; ('a r#x) => { life }; (\"s\" 1u8) => { lits }; ($($t:tt)*) => { other }",
        &[
            ("", "empty"),
            ("a b", "ab"),
            ("a => b", "arrow"),
            ("a = > b", "apart"),
            ("a=>b", "arrow"),
            ("::", "colons"),
            (": :", "other"),
            ("'a r#x", "life"),
            ("'a x", "other"),
            ("\"s\" 1u8", "lits"),
            ("\"s\" 1", "other"),
            ("a b c", "other"),
            ("(a b)", "other"),
        ],
    );
}

#[test]
fn every_fragment_kind_takes_what_it_takes() {
    check(
        "($i:ident $($rest:tt)*) => { $i | $($rest),* }",
        &[
            ("x ..= a::b", "x | ..= , a , :: , b"),
            ("r#fn 'a 1.0 a.0.1 >>= {x y}", "r#fn | 'a , 1.0 , a , . , 0.1 , >>= , { x y }"),
            ("_ x", "error: no rule of this macro expects `_` here"),
            ("self", "self |"),
        ],
    );
    check(
        "($l:lifetime $b:block $v:vis fn) => { $l $b [$v] }",
        &[
            ("'a { x; } pub(crate) fn", "'a { x ; } [ pub ( crate ) ]"),
            ("'a {} fn", "'a { } [ ]"),
            ("'static {} pub(in a::b) fn", "'static { } [ pub ( in a :: b ) ]"),
        ],
    );
    check("($v:vis $t:ty) => { [$v] [$t] }", &[("pub (u8, u8)", "[ pub ] [ ( u8 , u8 ) ]"), ("pub(super) u8", "[ pub ( super ) ] [ u8 ]")]);
    check(
        "($($l:literal),*) => { [$($l)*] }",
        &[
            ("-1, \"a\", true, 'c', b\"x\", 1.5f32", "[ - 1 \"a\" true 'c' b\"x\" 1.5f32 ]"),
            ("x", "error: no rule of this macro expects `x` here"),
        ],
    );
    check(
        "($($e:expr),* $(,)?) => { [$($e);*] }",
        &[
            (
                "a, b + c, f(x)?, |x| x + 1, if a { b } else { c }, S { a: 1 }, a.0.1, x as u8, -1, &mut y",
                "[ a ; ( b + c ) ; f ( x ) ? ; ( | x | x + 1 ) ; if a { b } else { c } ; ( S { a : 1 } ) ; a . 0.1 ; ( x as u8 ) ; - 1 ; ( & mut y ) ]",
            ),
            ("a::<b, c>(d), vec![1, 2].len(), \"x\",", "[ ( a :: < b , c > ( d ) ) ; vec ! [ 1 , 2 ] . len ( ) ; \"x\" ]"),
            ("", "[ ]"),
        ],
    );
    check(
        "($p:pat => $q:pat_param | $r:pat) => { <$p> <$q> <$r> }",
        &[("Some(1..=5) | None => A { x, .. } | B", "< ( Some ( 1 ..= 5 ) | None ) > < A { x , .. } > < B >")],
    );
    check(
        "($($t:ty),*) => { [$($t);*] }",
        &[(
            "Vec<Vec<u8>>, &'a [T; 4], fn(A, B) -> C, dyn A + Send, (), <T as X>::Y, impl Fn(u8) -> u8",
            "[ Vec < Vec < u8 >> ; & 'a [ T ; 4 ] ; fn ( A , B ) -> C ; ( dyn A + Send ) ; ( ) ; < T as X > :: Y ; ( impl Fn ( u8 ) -> u8 ) ]",
        )],
    );
    check(
        "(<$t:ty> $p:path; $m:meta; $s:stmt; $i:item) => { $t | $p | $m | $s | $i }",
        &[
            (
                "<Vec<u8>> a::B<C>; doc = \"x\"; let x: u8 = 1 + 2; #[a] fn f() {}",
                "Vec < u8 > | a :: B :: < C > | doc = \"x\" | let x : u8 = 1 + 2 | # [ a ] fn f ( ) { }",
            ),
            ("<u8> ::a; cfg(all(a, b)); f(x); struct S;", "u8 | :: a | cfg ( all ( a , b ) ) | f ( x ) | struct S ;"),
            (
                "<Option<u8>> a; unsafe(no_mangle); const X: u8 = 1;; use a::b;",
                "Option < u8 > | a | unsafe ( no_mangle ) | const X : u8 = 1 ; | use a :: b ;",
            ),
        ],
    );
}

#[test]
fn repetitions_nest_and_repeat_together() {
    check(
        "($($k:ident: [$($v:expr),*]),* $(,)?) => { $($k($($v,)*);)* }",
        &[("a: [1, 2], b: [], c: [x],", "a ( 1 , 2 , ) ; b ( ) ; c ( x , ) ;")],
    );
    check(
        "($($a:ident),*; $($b:ident),*) => { $($a $b)|* }",
        &[("a, b; c, d", "a c | b d"), ("a, b; c", "error: `$b` repeats 1 times here, but `$a` 2 times")],
    );
    check("($x:ident $($y:ident)*) => { $($x.$y;)* }", &[("a b c", "a . b ; a . c ;")]);
    check(
        "($($(#[$m:meta])* $n:ident $(= $e:expr)?),*) => { $($(#[$m])* const $n: u8 = 0 $(+ $e)?;)* }",
        &[(
            "/// doc \"q\"\n#[cfg(x)] A = 1, B",
            "# [ doc = \" doc \\\"q\\\"\" ] # [ cfg ( x ) ] const A : u8 = 0 + 1 ; const B : u8 = 0 ;",
        )],
    );
    check("($($($($x:ident)|+),+);+) => { $([$(<$($x)*>)*])* }", &[("a|b,c;d", "[ < a b > < c > ] [ < d > ]")]);
    check(
        "($(a)? $(b)+ $(c $d:tt)*) => { $([$d])* }",
        &[("b b c 1 c 2", "[ 1 ] [ 2 ]"), ("a b", ""), ("a", "error: the macro call ends where its rules expect more")],
    );
    check("($($x:ident)=>*) => { $($x)=>* }", &[("a=>b => c", "a => b => c")]);
    check("($($x:ident)+*) => { $($x)+* }", &[("a *", "a *")]);
}

#[test]
fn what_is_substituted_keeps_its_meaning() {
    check(
        "($e:expr) => { $e * 2; $e.f(); $e as u8 }",
        &[
            ("a + b", "( a + b ) * 2 ; ( a + b ) . f ( ) ; ( a + b ) as u8"),
            ("-1", "- 1 * 2 ; ( - 1 ) . f ( ) ; - 1 as u8"),
            ("x.y", "x . y * 2 ; x . y . f ( ) ; x . y as u8"),
            ("{ x }", "{ x } * 2 ; ( { x } ) . f ( ) ; { x } as u8"),
        ],
    );
    check(
        "($t:ty) => { $t::new(); <$t>::new(); <$t as X>::y; x as $t < 3; f::<$t>(); &$t; $t { a: 1 } }",
        &[(
            "Vec<u8>",
            "< Vec < u8 > > :: new ( ) ; < Vec < u8 > > :: new ( ) ; < Vec < u8 > as X > :: y ; x as ( Vec < u8 > ) < 3 ; f :: < Vec < u8 > > ( ) ; & Vec < u8 > ; Vec :: < u8 > { a : 1 }",
        )],
    );
    check("($t:ty) => { &$t }", &[("dyn A + Send", "& ( dyn A + Send )"), ("u8", "& u8")]);
    check(
        "($p:path) => { $p(1); let x: $p; use $p::*; $p { a } }",
        &[
            ("a::b", "a :: b ( 1 ) ; let x : a :: b ; use a :: b :: * ; a :: b { a }"),
            ("A<B<C>>", "A :: < B < C >> ( 1 ) ; let x : A :: < B < C >> ; use A :: < B < C >> :: * ; A :: < B < C >> { a }"),
        ],
    );
    check(
        "($p:pat) => { |$p| x; let &$p = y; match z { $p => {} } }",
        &[
            ("A | B", "| ( A | B ) | x ; let & ( A | B ) = y ; match z { ( A | B ) => { } }"),
            ("1..=2", "| 1 ..= 2 | x ; let & ( 1 ..= 2 ) = y ; match z { 1 ..= 2 => { } }"),
            ("Some(x)", "| Some ( x ) | x ; let & Some ( x ) = y ; match z { Some ( x ) => { } }"),
        ],
    );
    check(
        "($l:literal) => { match x { $l..=$l => concat!($l, \"a\") } }",
        &[("-1", "match x { - 1 ..= - 1 => concat ! ( - 1 , \"a\" ) }")],
    );
}

#[test]
fn the_output_reads_back_to_the_same_tokens() {
    check(
        "($($t:tt)*) => { $($t)* }",
        &[
            (
                "a.0.1 1. .. 2 1..=2 a<-b x>>=1 &&y 'a: loop{} r#\"a\"b\"# br#\"x\"# c\"z\" '\\'' b'\\\\' '\"' 1e-5 0xffu8 1.0e10f64 x?.y",
                "a . 0.1 1. .. 2 1 ..= 2 a <- b x >>= 1 && y 'a : loop { } r#\"a\"b\"# br#\"x\"# c\"z\" '\\'' b'\\\\' '\"' 1e-5 0xffu8 1.0e10f64 x ? . y",
            ),
            ("ä日 /* c /* d */ */ b // e\n //// f\n c", "ä日 b c"),
        ],
    );
    let bench = Bench::new("($a:tt $b:tt) => { $a$b }");
    assert_eq!(bench.expand("< <"), "< <", "tokens from two places do not become one");
}

#[test]
fn names_that_only_the_definition_knows() {
    check(
        "($x:ident) => { $crate::a::$x!($crate); $x$y; $$z }",
        &[("f", "__looksalive_crate_7 :: a :: f ! ( __looksalive_crate_7 ) ; f $ y ; $ z")],
    );
    check("($($x:ident),*) => { ${count($x)} $( ${ignore($x)} ${index()} )* ${concat(a_, b)} }", &[("a, b, c", "3 0 1 2 a_b")]);
    check(
        "($name:ident) => { macro_rules! $name { ($a:expr) => { $a + 1 }; } }",
        &[("m", "macro_rules ! m { ( $ a : expr ) => { $ a + 1 } ; }")],
    );
    check(
        "($d:tt $name:ident) => { macro_rules! $name { ($d($d x:expr),*) => { [$d($d x),*] }; } }",
        &[("$ m", "macro_rules ! m { ( $ ( $ x : expr ) , * ) => { [ $ ( $ x ) , * ] } ; }")],
    );
}

#[test]
fn tt_munchers_callbacks_and_internal_rules() {
    let bench = Bench::new(
        "(@count) => { 0 }; (@count $head:tt $($tail:tt)*) => { 1 + m!(@count $($tail)*) }; (@call $cb:ident, $($args:tt)*) => { $cb!($($args)*) }; ($($any:tt)*) => { m!(@count $($any)*) }",
    );
    assert_eq!(bench.expand("a b"), "m ! ( @ count a b )");
    assert_eq!(bench.expand("@count a b c"), "1 + m ! ( @ count b c )");
    assert_eq!(bench.expand("@count"), "0");
    assert_eq!(bench.expand("@call f, x, (y z)"), "f ! ( x , ( y z ) )");
}

/// The argument of the first macro call in an expansion.
fn inner_args(sources: &Sources, expansion: Span) -> Span {
    let text = sources.text(expansion);
    let lo = text.find("! (").expect("a call") + 3;
    let hi = text.rfind(')').expect("its end");
    Span::new(expansion.file, lo as u32, hi as u32)
}

#[test]
fn a_fragment_that_is_passed_on_stays_one_unit() {
    let outer = Bench::new("($e:expr, $t:ty, $i:ident) => { inner!($e, $t, $i) }");
    let expansion = outer.call("a + b, Vec<u8>, x").unwrap();
    let args = inner_args(&outer.sources, expansion);
    let inner = |definition: &str| {
        let span = whole(&outer.sources, definition);
        let rules = MacroRules::parse(&outer.sources, span, CRATE, 2021).unwrap();
        rules.expand(&outer.sources, args, args).map_or_else(|e| format!("error: {e}"), |(text, _)| plain(&text))
    };
    assert_eq!(inner("($($t:tt)*) => { $([$t])* }"), "[ ( a + b ) ] [ , ] [ Vec < u8 > ] [ , ] [ x ]");
    assert_eq!(inner("(a + b, $($t:tt)*) => { tokens }; ($e:expr, $t:ty, x) => { $e * $t::X }"), "( a + b ) * < Vec < u8 > > :: X");
    assert_eq!(inner("($e:expr, $t:ident, x) => { 1 }; ($e:tt, $t:path, $i:ident) => { $e.$i }"), "( a + b ) . x");
    assert_eq!(inner("($e:literal, $($t:tt)*) => { 1 }; ($e:expr, $($t:tt)*) => { 2 }"), "2");
}

#[test]
fn wrappers_do_not_pile_up_and_are_no_part_of_the_fragment() {
    let bench = Bench::new("($e:expr) => { m!($e) }; ($e:expr, x) => { $e }");
    let mut span = bench.call("a + b").unwrap();
    for _ in 0..5 {
        span = bench.expand_in(inner_args(&bench.sources, span)).unwrap();
    }
    assert_eq!(plain(&bench.sources.text(span)), "m ! ( ( a + b ) )");
    let list = lex(&bench.sources, inner_args(&bench.sources, span)).unwrap();
    let tokens: Vec<&str> = (0..list.tokens.len())
        .filter(|&i| !matches!(list.tokens[i].kind, TokenKind::Open(_) | TokenKind::Close(_)))
        .map(|i| list.text(i))
        .collect();
    assert_eq!(tokens, ["a", "+", "b"]);
    assert_eq!(list.tokens.len(), 5, "the parentheses are not among them");
}

#[test]
fn tokens_lead_back_to_where_they_are_written_and_carry_their_hygiene() {
    let bench = Bench::new("($e:expr) => { let tmp = $e; tmp }");
    let expansion = bench.call("tmp + 1").unwrap();
    let text = bench.sources.text(expansion);
    let at = |n: usize| {
        let lo = text.match_indices("tmp").nth(n).unwrap().0 as u32;
        Span::new(expansion.file, lo, lo + 3)
    };
    assert_eq!(bench.sources.hygiene(at(0)), Some(expansion.file));
    assert_eq!(bench.sources.hygiene(at(1)), None);
    assert_eq!(bench.sources.hygiene(at(2)), Some(expansion.file));
    assert_eq!(bench.sources.written_at(at(0)).file, bench.definition.file);
    let written = bench.sources.written_at(at(1));
    assert_ne!(written.file, bench.definition.file);
    assert_eq!((written.lo, written.hi), (0, 3));
    assert_eq!(bench.sources.text(bench.sources.written_at(at(2))), "tmp");

    // Through a second macro the name is still the person's.
    let second = Bench::new("($e:expr) => { m!($e) }");
    let first = second.call("tmp").unwrap();
    let again = second.expand_in(inner_args(&second.sources, first)).unwrap();
    let lo = second.sources.text(again).find("tmp").unwrap() as u32;
    assert_eq!(second.sources.hygiene(Span::new(again.file, lo, lo + 3)), None);
}

#[test]
fn failures_say_what_and_where() {
    let bench = Bench::new("($a:ident, $e:expr) => { $a = $e }; (@x $($t:tt)*) => {}");
    assert_eq!(bench.failure("a, +"), ("no rule of this macro expects `+` here".to_owned(), "+".to_owned()));
    assert_eq!(bench.failure("a;"), ("no rule of this macro expects `;` here".to_owned(), ";".to_owned()));
    assert_eq!(bench.failure("a").0, "the macro call ends where its rules expect more");
    assert!(bench.failure("a, if").0.starts_with("what stands for `$e` does not parse: "));
    assert_eq!(bench.failure("a, (").0, "this delimiter is never closed");
    assert_eq!(bench.failure("a, 'x").0.split(':').next().unwrap(), "what stands for `$e` does not parse");
    assert!(Bench::new("($($a:tt)* $b:tt) => {}").failure("x").0.contains("ambiguous"));
    assert!(Bench::new("($($a:tt)*) => { $a }").failure("x").0.contains("no repetition is written around it"));
    assert!(Bench::new("($a:tt) => { $($a)* }").failure("x").0.contains("holds no variable that repeats"));
    let sources = Sources::default();
    for (text, expected) in [
        ("($a) => {}", "`$a` has no fragment kind (`$a:expr`)"),
        ("($a:nonsense) => {}", "`nonsense` is no fragment kind that is known"),
        ("($a:tt $a:tt) => {}", "`$a` is declared twice"),
        ("() = {}", "expected `=>` in the macro definition, found `=`"),
        ("($($a:tt),) => {}", "expected `*`, `+` or `?` after `$(…)` in the macro definition, found `,`"),
        ("() => {} () => {}", "expected `;` between rules in the macro definition, found `(`"),
        ("()", "the macro definition ends where `=>` must follow"),
        (
            "() => { ${x} }",
            "expected `count(…)`, `ignore(…)`, `index()`, `len()` or `concat(…)` in `${…}` in the macro definition, found `x`",
        ),
    ] {
        let error = MacroRules::parse(&sources, whole(&sources, text), CRATE, 2021).expect_err(text);
        assert_eq!(error.message, expected);
    }
}

#[test]
fn editions_change_what_expr_and_pat_take() {
    let definition = "($e:expr) => { expr }; ($($t:tt)*) => { other }";
    assert_eq!(Bench::of_edition(definition, 2021).expand("_"), "other");
    assert_eq!(Bench::of_edition(definition, 2024).expand("_"), "expr");
    assert_eq!(Bench::of_edition(definition, 2021).expand("const { 1 }"), "other");
    assert_eq!(Bench::of_edition(definition, 2024).expand("const { 1 }"), "expr");
    let definition = "($p:pat | $q:pat) => { two }; ($p:pat) => { one }";
    assert_eq!(Bench::of_edition(definition, 2018).expand("A | B"), "two");
    assert_eq!(Bench::of_edition("($p:pat) => { one }", 2021).expand("A | B"), "one");
}

#[test]
fn macros_of_the_second_form() {
    let sources = Sources::default();
    for (definition, expected) in
        [("($a:expr, $b:expr) { f($a, $b) }", "f ( x , y )"), ("{ () => { none }, ($a:ident, y) => { g($a) } }", "g ( x )")]
    {
        let rules = MacroRules::parse_macro2(&sources, whole(&sources, definition), CRATE, 2021).unwrap();
        let args = whole(&sources, "x, y");
        assert_eq!(plain(&rules.expand(&sources, args, args).unwrap().0), expected);
    }
}

/// The answers are rustc's.
#[test]
fn what_a_passed_on_fragment_matches() {
    let outer = |kind: &str, args: &str, inner: &str| {
        let bench = Bench::new(&format!("($e:{kind}) => {{ inner!($e) }}; ($e:{kind} fn) => {{ inner!($e x) }}"));
        let expansion = bench.call(args).unwrap_or_else(|e| panic!("{e}"));
        let rules = MacroRules::parse(&bench.sources, whole(&bench.sources, inner), CRATE, 2021).unwrap();
        let args = inner_args(&bench.sources, expansion);
        rules.expand(&bench.sources, args, args).map_or_else(|e| e.message, |(text, _)| text)
    };
    let inner = "(1) => { one }; (x) => { x }; ($i:ident) => { ident }; ($l:literal) => { literal }; ($l:lifetime) => { lifetime }; ($t:tt) => { tt }; ($e:expr) => { expr }";
    let cases = [
        ("expr", "1", "literal"),
        ("expr", "x", "tt"),
        ("expr", "a + b", "tt"),
        ("literal", "1", "literal"),
        ("literal", "-1", "literal"),
        ("tt", "1", "one"),
        ("tt", "x", "x"),
        ("ident", "x", "x"),
        ("ty", "u8", "tt"),
        ("path", "x", "tt"),
        ("lifetime", "'a", "lifetime"),
    ];
    for (kind, args, expected) in cases {
        assert_eq!(outer(kind, args, inner), expected, "{kind} {args}");
    }
    let inner = "(pub x) => { tokens }; ($v:vis x) => { vis }; ($($t:tt)*) => { many }";
    assert_eq!(outer("vis", "pub fn", inner), "vis");
    assert_eq!(outer("vis", "fn", inner), "vis");
    let inner = "($p:path) => { path }; ($t:ty) => { ty }";
    assert_eq!(outer("path", "a::b<c>", inner), "path");
}

#[test]
fn attributes_and_literals_at_their_edges() {
    check(
        "($m:meta => $t:tt) => { [$m] $t }",
        &[("unix => { x }", "[ unix ] { x }"), ("all(a, b) => y", "[ all ( a , b ) ] y"), ("a = \"b\" => y", "[ a = \"b\" ] y")],
    );
    check("($l:literal) => { [$l] }", &[("-true", "[ ( - true ) ]"), ("-x", "error: expected a literal, found `-`")]);
    check(
        "($s:stmt => $t:tt) => { [$s] $t }",
        &[
            ("let x => y", "[ let x ] y"),
            ("let Some(x) = y else { return } => z", "[ let Some ( x ) = y else { return } ] z"),
            ("if a { b } => y", "[ if a { b } ] y"),
        ],
    );
}
