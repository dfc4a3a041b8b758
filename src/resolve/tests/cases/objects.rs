// Object types are sets of traits; their own methods are told apart by all of them.
use std::any::Any;
use std::error::Error;

fn downcasts(a: &(dyn Any + Send), b: Box<dyn Error + Send + Sync>, c: &(dyn Sync + Any + Send)) {
    a.downcast_ref::<u8>(); //~ <(dyn std::any::Any + std::marker::Send + 'static)>::downcast_ref
    b.downcast_ref::<std::io::Error>(); //~ <(dyn std::error::Error + std::marker::Send + std::marker::Sync + 'static)>::downcast_ref
    c.is::<u8>(); //~ <(dyn std::any::Any + std::marker::Send + std::marker::Sync + 'static)>::is
}

trait Probe {
    fn probe(&self) -> bool;
    fn twice(&self) -> bool where Self: Sized { self.probe() && self.probe() } //~ <Self as Probe>::probe | <Self as Probe>::probe
}
trait Deep: Probe { fn deep(&self); }
struct A;
impl Probe for A { fn probe(&self) -> bool { true } }
impl dyn Deep { fn own(&self) { self.probe(); self.deep() } } //~ <dyn Deep as Probe>::probe | <dyn Deep as Deep>::deep

fn objects(p: &dyn Probe, d: Box<dyn Deep>, all: &[Box<dyn Probe>]) {
    p.probe(); //~ <dyn Probe as Probe>::probe
    d.probe(); //~ <dyn Deep as Probe>::probe
    d.own(); //~ <(dyn Deep + 'static)>::own
    all.iter().any(|p| p.probe()); //~ core::slice::<impl [std::boxed::Box<dyn Probe, std::alloc::Global>]>::iter | <std::slice::Iter<std::boxed::Box<dyn Probe, std::alloc::Global>> as std::iter::Iterator>::any | <dyn Probe as Probe>::probe
    A.twice(); //~ <A as Probe>::twice
}

type Handler = dyn Fn(&str) -> Option<Box<dyn Probe>>;
struct Table { handlers: Vec<Box<Handler>> }
impl Table {
    fn run(&self) {
        for handler in &self.handlers {
            handler("a").map(|p| p.probe()); //~ std::option::Option::map | <dyn Probe as Probe>::probe
            if let Some(p) = (handler)("b") { p.probe(); } //~ <dyn Probe as Probe>::probe
        }
    }
}

fn boxed(f: Box<dyn FnOnce() -> String>) -> Box<dyn Iterator<Item = String>> {
    f().len(); //~ std::string::String::len
    Box::new(std::iter::once(String::new()).filter(|s| s.is_empty())) //~ std::boxed::Box::new | std::iter::once | std::string::String::new | <std::iter::Once<std::string::String> as std::iter::Iterator>::filter | std::string::String::is_empty
}
fn items() { boxed(Box::new(|| String::new())).next().unwrap().len(); } //~ boxed | std::boxed::Box::new | std::string::String::new | <std::boxed::Box<dyn std::iter::Iterator<Item = std::string::String>, std::alloc::Global> as std::iter::Iterator>::next | std::option::Option::unwrap | std::string::String::len
