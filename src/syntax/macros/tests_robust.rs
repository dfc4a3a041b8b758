//! Bounds on work, output and depth; threads; texts that nobody would write.

use super::tests::{Bench, CRATE, plain, whole};
use super::*;
use crate::source::SourceFile;

#[test]
fn a_definition_serves_many_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let bench = Bench::new("($($e:expr),*) => { [$($e),*] }");
    shared(&bench.rules);
    let args = whole(&bench.sources, "a + b, c");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(plain(&bench.rules.expand(&bench.sources, args, args).unwrap().0), "[ ( a + b ) , c ]"));
        }
    });
}

#[test]
fn work_output_and_depth_are_bounded() {
    let long = "a ".repeat(20_000);
    let nested = Bench::new("($($($($x:ident)*)*)*) => { $($($($x)*)*)* }");
    // Whatever comes of it comes within `MAX_STEPS`.
    let _ = nested.call(&long);
    let many = Bench::new("($($(a)* $(a)* $(a)* b?)* $($(a)*)*) => { done }");
    let _ = many.call(&long);
    let long = "x ".repeat(1_100);
    let square = Bench::new("($($a:ident)*; $($b:tt)*) => { $( [ $a $( , )? ] )* }; ($($a:ident)*) => { m!($($a [$($a)*])*) }");
    let _ = square.call(&long);
    let cube = Bench::new("($($a:ident)* ; $b:tt) => { $($a $b)* }");
    let (message, _) = cube.failure(&format!("{long} ; [{long}]"));
    assert_eq!(message, "the macro writes more than a million tokens");
    let deep = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(Bench::new("($e:expr) => { $e }").failure(&deep).0.contains("128"));
    let prefix = "-".repeat(100_000);
    assert!(Bench::new("($e:expr) => { $e }").failure(&format!("{} 1", prefix.replace('-', "- "))).0.contains("nests"));
}

#[test]
fn a_long_list_of_expressions_takes_linear_work() {
    // 160 000 tokens: work that grows with their square would be more than the steps that are allowed.
    let list = "a + f(1, 2), ".repeat(20_000);
    assert!(160_000_usize.pow(2) > 100 * matcher::MAX_STEPS);
    let bench = Bench::new("($($e:expr),* $(,)?) => { [$($e),*] }");
    assert!(bench.call(&list).is_ok());
}

/// What random texts have found.
#[test]
fn comments_may_begin_with_any_character() {
    let sources = Sources::default();
    for text in ["A/*\u{2DD0}*/", "A/**\u{AC9}*/", "/*\u{1F600}*/ A", "A/*\u{E9}*/"] {
        assert!(lex(&sources, whole(&sources, text)).is_ok(), "{text}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    /// No text makes it panic, hang or write what does not read back.
    #[test]
    fn any_text_is_answered(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..24), args in proptest::collection::vec(proptest::sample::select(WORDS), 0..12)) {
        let sources = Sources::default();
        let args = whole(&sources, &args.join(" "));
        for definition in [words.join(" "), format!("({}) => {{ {} }}", words[..words.len() / 2].join(" "), words[words.len() / 2..].join(" "))] {
            let Ok(rules) = MacroRules::parse(&sources, whole(&sources, &definition), CRATE, 2024) else { continue };
            let Ok((text, origins)) = rules.expand(&sources, args, args) else { continue };
            let len = text.len() as u32;
            let file = sources.add(SourceFile::expansion(text.as_str(), origins, args));
            let list = lex(&sources, Span::new(file, 0, len));
            proptest::prop_assert!(list.is_ok(), "{definition} writes {text}");
        }
    }

    #[test]
    fn any_characters_are_answered(text in "[\\PC\\n\"'/*#<>r{}()]{0,40}") {
        let sources = Sources::default();
        let span = whole(&sources, &text);
        let _ = lex(&sources, span);
        let file = sources.add(SourceFile::expansion(text.as_str(), Vec::new(), span));
        let _ = lex(&sources, Span::new(file, 0, text.len() as u32));
    }
}

const WORDS: &[&str] = &[
    "$",
    "$a",
    "$a:expr",
    "$b:tt",
    "$c:ty",
    "$v:vis",
    "$p:pat",
    "$s:stmt",
    "$i:item",
    "$m:meta",
    "$q:path",
    "$l:literal",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "$(",
    ")*",
    "),*",
    ")+",
    ")?",
    "=>",
    ";",
    ",",
    "a",
    "b",
    "<",
    ">",
    ">>",
    "::",
    "-",
    "1",
    "1.0",
    "\"s\"",
    "'a",
    "|",
    "..",
    "..=",
    "&",
    "let",
    "=",
    "if",
    "fn",
    "pub",
    "${count(a)}",
    "$crate",
    "#",
    "!",
    "/// d\n",
    "r#x",
    ".",
    "?",
    "+",
    "dyn",
    "_",
    "struct",
    "use",
];
