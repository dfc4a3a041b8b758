// Macros of other crates: `$crate`, `local_inner_macros`, item macros, `#[macro_use]`.
use helper::outer;

fn calls() {
    outer!("x");
    helper::lazy! { static NAME: String = String::from("a"); }
    NAME.len(); //~ std::string::String::len
}

thread_local! { static CELL: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) }; }
fn locals() {
    CELL.with(|c| c.borrow_mut().push(1)); //~ std::thread::LocalKey::with | std::cell::RefCell::borrow_mut | std::vec::Vec::push
}
macro_rules! bounded { ($name:ident<$p:ident: $bound:path>) => { struct $name<$p: $bound>($p); impl<$p: $bound> $name<$p> { fn run(&self) {} } } }
bounded!(Run<F: Fn(u8) -> u16>);
fn paths(r: Run<fn(u8) -> u16>) {
    r.run(); //~ Run::run
}
fn hygiene(input: &str) {
    let s = String::new();
    macro_rules! local { ($e:expr) => {{ let b = input.trim(); b.len() + s.len() + $e }} } //~ core::str::<impl str>::trim | core::str::<impl str>::len | std::string::String::len
    let s = 1u8;
    local!(usize::from(s.swap_bytes())); //~ <usize as std::convert::From>::from | core::num::<impl u8>::swap_bytes
}
fn formats(s: &str) {
    format!("{s}").len(); //~ std::string::String::len
    assert!(s.is_empty(), "{}", s.trim()); //~ core::str::<impl str>::is_empty | core::str::<impl str>::trim
    let v = vec![s.to_owned()]; //~ <str as std::borrow::ToOwned>::to_owned
    matches!(v.first(), Some(x) if x.is_empty()); //~ core::slice::<impl [std::string::String]>::first | std::string::String::is_empty
}
//@ crate: helper
#[macro_export(local_inner_macros)]
macro_rules! outer { ($e:expr) => { inner!($e) } }
#[macro_export]
macro_rules! inner { ($e:expr) => { $crate::run($e) } } //~ helper::run
pub fn run(_: &str) {}
#[macro_export]
macro_rules! lazy { (static $n:ident : $t:ty = $e:expr;) => {
    struct $n; static $n: $n = $n;
    impl std::ops::Deref for $n { type Target = $t; fn deref(&self) -> &$t { $crate::once(|| $e) } } } } //~ helper::once
pub fn once<T>(_: fn() -> T) -> &'static T { loop {} }
