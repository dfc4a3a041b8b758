// Bounds, associated types, blanket impls, closures.
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

trait Source { type Item: AsRef<str>; const N: usize; fn get(&self) -> Self::Item; }
struct One;
impl Source for One { type Item = String; const N: usize = 3; fn get(&self) -> String { String::new() } }
fn generic<S: Source>(s: &S) where S::Item: Clone {
    s.get().as_ref().len(); //~ <S as Source>::get | <<S as Source>::Item as std::convert::AsRef>::as_ref | core::str::<impl str>::len
    s.get().clone(); //~ <S as Source>::get | <<S as Source>::Item as std::clone::Clone>::clone
    S::N.count_ones(); //~ core::num::<impl usize>::count_ones
}
fn concrete() { One.get().len(); generic(&One); One::N.pow(2); } //~ <One as Source>::get | std::string::String::len | generic | core::num::<impl usize>::pow

trait Ext { fn ext(&self) -> String; }
impl<T: std::fmt::Display + ?Sized> Ext for T { fn ext(&self) -> String { self.to_string() } } //~ <T as std::string::ToString>::to_string
fn blanket() { 3.ext().len(); "s".ext(); } //~ <i32 as Ext>::ext | std::string::String::len | <str as Ext>::ext

// A header that names projections many times must not be lowered once for each.
struct Wide<A, B, C, D>(A, B, C, D);
impl<I: Iterator> Wide<I::Item, I::Item, I::Item, I> where I::Item: Clone { fn wide(&self) -> I::Item { self.0.clone() } } //~ <<I as std::iter::Iterator>::Item as std::clone::Clone>::clone
impl<I: Iterator> Iterator for Wide<I::Item, I, I::Item, Vec<(I::Item, I::Item, I::Item)>> { type Item = I::Item; fn next(&mut self) -> Option<I::Item> { self.1.next() } } //~ <I as std::iter::Iterator>::next

fn apply<F, T>(f: F) -> T where F: FnOnce(&str) -> T { f("x") }
fn through(f: impl Fn(u8) -> Option<String>) -> impl Iterator<Item = String> {
    apply(|s| s.len()).count_ones(); //~ apply | core::str::<impl str>::len | core::num::<impl usize>::count_ones
    (0..3).filter_map(move |i| f(i)).map(|s| s.to_uppercase()) //~ <std::ops::Range<u8> as std::iter::Iterator>::filter_map | <std::iter::FilterMap<std::ops::Range<u8>, {closure}> as std::iter::Iterator>::map | alloc::str::<impl str>::to_uppercase
}
fn opaque() { through(|i| Some(i.to_string())).next().unwrap().len(); } //~ through | <u8 as std::string::ToString>::to_string | <impl std::iter::Iterator as std::iter::Iterator>::next | std::option::Option::unwrap | std::string::String::len

fn convert() -> Result<u64, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string("x")?; //~ std::fs::read_to_string
    let n: u64 = text.trim().parse()?; //~ core::str::<impl str>::trim | core::str::<impl str>::parse
    let s: String = "a".into(); //~ <&str as std::convert::Into>::into
    let o: Option<Option<u8>> = Some(Some(1));
    let v = Vec::from([s]); //~ <std::vec::Vec<std::string::String, std::alloc::Global> as std::convert::From>::from
    v.first().map(|s| s.len()); //~ core::slice::<impl [std::string::String]>::first | std::option::Option::map | std::string::String::len
    let d: Vec<u8> = Default::default(); //~ <std::vec::Vec<u8, std::alloc::Global> as std::default::Default>::default
    d.len(); //~ std::vec::Vec::len
    o.flatten().map(u8::count_ones); //~ std::option::Option::flatten | std::option::Option::map
    Ok(n)
}

struct Wrapper(Vec<String>);
impl std::ops::Deref for Wrapper { type Target = Vec<String>; fn deref(&self) -> &Vec<String> { &self.0 } }
impl std::ops::Index<u8> for Wrapper { type Output = String; fn index(&self, i: u8) -> &String { &self.0[i as usize] } }
impl std::ops::Add for Wrapper { type Output = String; fn add(self, _: Wrapper) -> String { String::new() } }
fn operators(a: Wrapper, b: Wrapper) {
    a.iter().next(); //~ core::slice::<impl [std::string::String]>::iter | <std::slice::Iter<std::string::String> as std::iter::Iterator>::next
    a[1u8].len(); //~ std::string::String::len
    a[0..1].len(); //~ core::slice::<impl [std::string::String]>::len
    (a + b).len(); //~ std::string::String::len
}

async fn leaf() -> String { String::new() }
async fn awaits() -> usize {
    let f = async { leaf().await.len() }; //~ leaf | std::string::String::len
    f.await.count_ones(); //~ core::num::<impl usize>::count_ones
    leaf().await.len() //~ leaf | std::string::String::len
}
struct Fut<F>(F);
impl<F: Future<Output = String> + Unpin> Future for Fut<F> {
    type Output = usize;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<usize> {
        Pin::new(&mut self.0).poll(cx).map(|s| s.len()) //~ std::pin::Pin::new | <F as std::future::Future>::poll | std::task::Poll::map | std::string::String::len
    }
}

fn arrays<const N: usize>(a: [String; N], b: [&str; 2]) {
    for s in a { s.len(); } //~ std::string::String::len
    b.map(|s| s.trim()).iter().count(); //~ core::array::<impl [&str; 2]>::map | core::str::<impl str>::trim | core::slice::<impl [&str]>::iter | <std::slice::Iter<&str> as std::iter::Iterator>::count
}
union U { a: u32, b: f32 }
fn unions(u: U) { unsafe { u.a.count_ones(); u.b.floor(); } } //~ core::num::<impl u32>::count_ones | std::f32::<impl f32>::floor
fn never(x: Option<u8>) -> u8 { let v = match x { Some(v) => v, None => return 0 }; v.count_ones(); loop {} } //~ core::num::<impl u8>::count_ones

// What a trait demands of its supertraits holds of what implements it.
trait NumOps<Rhs = Self, Output = Self>: std::ops::Add<Rhs, Output = Output> {}
trait Num: NumOps { fn to_usize(&self) -> Option<usize>; }
trait Bytes: Iterator<Item = u8> {}
fn supertraits<T: Num>(a: T, b: T, c: &mut dyn Bytes, mut d: impl Bytes) {
    (a + b).to_usize().unwrap().count_ones(); //~ <T as Num>::to_usize | std::option::Option::unwrap | core::num::<impl usize>::count_ones
    c.next().unwrap().count_ones(); //~ <dyn Bytes as std::iter::Iterator>::next | std::option::Option::unwrap | core::num::<impl u8>::count_ones
    d.next().unwrap().count_ones(); //~ <impl Trait as std::iter::Iterator>::next | std::option::Option::unwrap | core::num::<impl u8>::count_ones
}

// A pattern's shape is a hint only.
fn hints(m: &std::collections::BTreeMap<u8, String>) {
    let (k, v) = { m.iter().next().unwrap() };
    v.trim(); //~ core::str::<impl str>::trim
    let (k, v) = unsafe { *(&raw const m) }.first_key_value().unwrap();
    k.count_ones(); //~ core::num::<impl u8>::count_ones
    let pair = &(String::new(), 1u8);
    let (s, n) = { pair };
    n.count_ones(); //~ core::num::<impl u8>::count_ones
}
