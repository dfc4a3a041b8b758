// What is in scope where: an impl's own trait, items of bodies, impls in `const _`, items that macros write.
use std::fmt;

struct E(&'static str);
impl fmt::Display for E { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) } } //~ <str as std::fmt::Display>::fmt
impl fmt::Debug for E { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { "e".fmt(f) } } //~ <str as std::fmt::Debug>::fmt

fn outer() {
    fn inner() {}
    struct Local;
    impl Local { fn go(&self) { inner() } } //~ outer::inner
    inner(); //~ outer::inner
    Local.go(); //~ outer::Local::go
}
impl E { fn method(&self) { fn helper() {} helper() } } //~ E::method::helper
trait T { fn default(&self) { fn helper() {} helper() } } //~ T::default::helper

struct S(u8);
const _: () = { impl S { fn hidden(&self) -> String { String::new() } } };
fn uses(s: &S) { s.hidden().len(); } //~ S::hidden | std::string::String::len

macro_rules! make { ($name:ident) => { struct Made(String); impl $name { fn made(&self) -> Made { Made(String::new()) } } } }
const _: () = {
    make!(S);
    impl Made { fn text(&self) -> &str { self.0.trim() } } //~ core::str::<impl str>::trim
    fn here(s: &S) { s.made().text(); } //~ S::made | _::Made::text
};
fn statements(s: &E) {
    make!(E);
    s.made().0.len(); //~ E::made | std::string::String::len
    macro_rules! local { ($e:expr) => { $e.trim() } }
    let t = local!("x");
    t.len(); //~ core::str::<impl str>::len
}

macro_rules! ty { ($t:ty) => { Option<$t> } }
struct Typed { field: ty!(String) }
fn typed(t: &Typed) { t.field.as_ref().unwrap().len(); } //~ std::option::Option::as_ref | std::option::Option::unwrap | std::string::String::len

mod shadows {
    pub struct Mutex;
    impl Mutex { pub fn lock(&self) {} }
    pub mod thread { pub fn sleep(_: u8) {} }
}
use shadows::{thread, Mutex};
fn shadowed(m: &Mutex) {
    m.lock(); //~ shadows::Mutex::lock
    thread::sleep(1); //~ shadows::thread::sleep
}

mod a { pub use self::b::*; mod b { pub fn f() {} pub(in crate::a) fn g() {} pub struct P; impl P { fn private(&self) {} pub fn public(&self) { self.private() } } } pub fn h() { g() } } //~ a::b::P::private | a::b::g
use a::f as renamed;
fn renames(p: &a::P) { renamed(); p.public(); p.private(); } //~ a::b::f | a::b::P::public | ?

struct Cfg;
impl Cfg { #[cfg(unix)] fn both(&self, a: u8) {} #[cfg(windows)] fn both(&self) {} }
fn lists(c: &Cfg) {
    c.both(#[cfg(unix)] 1, #[cfg(windows)] 2); //~ Cfg::both
    let (_, s) = (1, #[cfg(windows)] 2, #[cfg(unix)] "s");
    s.len(); //~ core::str::<impl str>::len
}
