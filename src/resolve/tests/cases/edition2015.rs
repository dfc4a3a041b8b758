//@ edition: 2015
// Paths of `use` start at the root, bare trait names are objects, `::name` is the crate's.
mod m { pub fn f() {} pub mod n { use m::f; pub fn g() { f(); ::m::f(); } } } //~ m::f | m::f
use m::n::g;
trait T { fn t(&self); }
fn objects(x: &T, y: Box<T>) {
    x.t(); //~ <dyn T as T>::t
    y.t(); //~ <dyn T as T>::t
    g(); //~ m::n::g
}
