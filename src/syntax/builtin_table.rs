//! Macros of the standard library that mean ordinary code, as rules that say which.
//!
//! What they write is what evaluation needs: order, calls, traits, control flow and panics are those of the real
//! ones, names are not. `__looksalive_builtin_x!` is the built-in `x` whatever the crate calls `x`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::macros::MacroRules;
use crate::source::{SourceFile, Sources, Span};

/// The prefix of names that only these rules write.
pub(super) const PREFIX: &str = "__looksalive_builtin_";

/// `@` stands for [`PREFIX`], to keep the table readable.
const EXPRESSIONS: &[(&str, &str)] = &[
    (
        "assert",
        "($cond:expr $(,)?) => { if !$cond { (@panic!(\"assertion failed\")) } };
         ($cond:expr, $($message:tt)+) => { if !$cond { (@panic!($($message)+)) } }",
    ),
    (
        "assert_eq",
        "($left:expr, $right:expr $(,)?) => { match (&$left, &$right) { (left, right) => {
             if !(*left == *right) { (@panic!(\"assertion failed: {:?} {:?}\", &*left, &*right)) } } } };
         ($left:expr, $right:expr, $($message:tt)+) => { match (&$left, &$right) { (left, right) => {
             if !(*left == *right) { (@panic!(\"assertion failed: {:?} {:?} {}\", &*left, &*right, @format_args!($($message)+))) } } } }",
    ),
    (
        "assert_ne",
        "($left:expr, $right:expr $(,)?) => { match (&$left, &$right) { (left, right) => {
             if *left == *right { (@panic!(\"assertion failed: {:?} {:?}\", &*left, &*right)) } } } };
         ($left:expr, $right:expr, $($message:tt)+) => { match (&$left, &$right) { (left, right) => {
             if *left == *right { (@panic!(\"assertion failed: {:?} {:?} {}\", &*left, &*right, @format_args!($($message)+))) } } } }",
    ),
    (
        "assert_matches",
        "($value:expr, $pattern:pat $(if $guard:expr)? $(,)?) => { match $value { $pattern $(if $guard)? => {}
             ref other => (@panic!(\"assertion failed: {:?}\", other)) } };
         ($value:expr, $pattern:pat $(if $guard:expr)?, $($message:tt)+) => { match $value { $pattern $(if $guard)? => {}
             ref other => (@panic!(\"assertion failed: {:?} {}\", other, @format_args!($($message)+))) } }",
    ),
    ("debug_assert", "($($all:tt)*) => { if @cfg!(debug_assertions) { (@assert!($($all)*)) } }"),
    ("debug_assert_eq", "($($all:tt)*) => { if @cfg!(debug_assertions) { (@assert_eq!($($all)*)) } }"),
    ("debug_assert_ne", "($($all:tt)*) => { if @cfg!(debug_assertions) { (@assert_ne!($($all)*)) } }"),
    ("debug_assert_matches", "($($all:tt)*) => { if @cfg!(debug_assertions) { (@assert_matches!($($all)*)) } }"),
    ("matches", "($value:expr, $pattern:pat $(if $guard:expr)? $(,)?) => { match $value { $pattern $(if $guard)? => true, _ => false } }"),
    ("write", "($to:expr, $($all:tt)*) => { $to.write_fmt(@format_args!($($all)*)) }"),
    (
        "writeln",
        "($to:expr $(,)?) => { $to.write_fmt(@format_args!(\"\\n\")) };
         ($to:expr, $($all:tt)*) => { $to.write_fmt(@format_args_nl!($($all)*)) }",
    ),
    (
        "dbg",
        "() => { (@eprintln!(\"\")) };
         ($value:expr $(,)?) => { match $value { value => { (@eprintln!(\"{:#?}\", &value)); value } } };
         ($($value:expr),+ $(,)?) => { ($((@dbg!($value))),+,) }",
    ),
    (
        "try",
        "($value:expr $(,)?) => { match $value { ::core::result::Result::Ok(value) => value,
             ::core::result::Result::Err(error) => return ::core::result::Result::Err(::core::convert::From::from(error)) } }",
    ),
    (
        "ready",
        "($value:expr $(,)?) => { match $value { ::core::task::Poll::Ready(value) => value,
             ::core::task::Poll::Pending => return ::core::task::Poll::Pending } }",
    ),
    ("pin", "($value:expr $(,)?) => { unsafe { ::core::pin::Pin::new_unchecked(&mut { $value }) } }"),
    ("join", "($($future:expr),* $(,)?) => { async move { ($($future.await,)*) } }"),
    (
        "cfg_select",
        "() => { {} };
         (_ => { $($code:tt)* } $(,)? $($rest:tt)*) => { { $($code)* } };
         (_ => $code:expr $(, $($rest:tt)*)?) => { $code };
         ($cfg:meta => { $($code:tt)* } $(,)? $($rest:tt)*) => { if @cfg!($cfg) { $($code)* } else { (@cfg_select!($($rest)*)) } };
         ($cfg:meta => $code:expr $(, $($rest:tt)*)?) => { if @cfg!($cfg) { $code } else { (@cfg_select!($($($rest)*)?)) } }",
    ),
    ("addr_of", "($place:expr) => { &raw const $place }"),
    ("addr_of_mut", "($place:expr) => { &raw mut $place }"),
];

/// Macros that write items.
const ITEMS: &[(&str, &str)] = &[
    (
        "thread_local",
        "($($(#[$attr:meta])* $vis:vis static $name:ident : $ty:ty = $(const)? $init:expr);* $(;)?) => {
         $($(#[$attr])* $vis static $name: ::std::thread::LocalKey<$ty> = ::std::thread::LocalKey::new(|| -> $ty { $init });)* }",
    ),
    (
        "cfg_select",
        "() => {};
         (_ => { $($code:tt)* } $($rest:tt)*) => { $($code)* };
         ($cfg:meta => { $($code:tt)* } $(,)? $($rest:tt)*) => {
             #[cfg($cfg)] ::core::cfg_select! { _ => { $($code)* } }
             #[cfg(not($cfg))] ::core::cfg_select! { $($rest)* } }",
    ),
];

type Table = FxHashMap<&'static str, MacroRules>;

fn compile(table: &[(&'static str, &str)]) -> Table {
    let sources = Sources::default();
    let compile = |&(name, rules): &(&'static str, &str)| {
        let text = rules.replace('@', PREFIX);
        let len = text.len() as u32;
        let file = sources.add(SourceFile::real(name, text, false));
        // In this edition `const { … }` does not begin an expression, which `thread_local` builds on. No rule
        // says `$crate`.
        let rules = MacroRules::parse(&sources, Span::new(file, 0, len), "crate", 2021);
        (name, rules.expect("the table's rules are tested"))
    };
    table.iter().map(compile).collect()
}

/// The rules of the macro `name` that writes an expression.
pub(super) fn expression_rules(name: &str) -> Option<&'static MacroRules> {
    static RULES: LazyLock<Table> = LazyLock::new(|| compile(EXPRESSIONS));
    RULES.get(name)
}

/// The names of the macros that write expressions.
#[cfg(test)]
pub(super) fn expression_names() -> impl Iterator<Item = &'static str> {
    EXPRESSIONS.iter().map(|e| e.0)
}

/// The rules of the macro `name` that writes items.
pub(super) fn item_rules(name: &str) -> Option<&'static MacroRules> {
    static RULES: LazyLock<Table> = LazyLock::new(|| compile(ITEMS));
    RULES.get(name)
}
