//! Derives of other crates: what they implement is known by their names.

extern crate vendor;
use vendor::{Error, Pack};

trait Explain<T> {
    fn explain(self) -> T;
}

impl<T, E: std::error::Error> Explain<T> for Result<T, E> {
    fn explain(self) -> T {
        loop {}
    }
}

#[derive(Debug, Error)]
struct Derived(u8);

#[derive(Debug, Error)]
struct Shown(u8);

impl std::fmt::Display for Shown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("shown") //~ std::fmt::Formatter::write_str
    }
}

#[derive(Debug)]
struct Plain(u8);

#[derive(Pack)]
struct Packed(u8);

fn all(derived: Derived, shown: Shown, packed: Packed) {
    derived.to_string(); //~ <Derived as std::string::ToString>::to_string
    shown.to_string(); //~ <Shown as std::string::ToString>::to_string
    packed.pack(); //~ <Packed as vendor::Pack>::pack
    let one: Result<u8, Derived> = Err(derived);
    one.explain(); //~ <std::result::Result<u8, Derived> as Explain>::explain
    let two: Result<u8, Plain> = Err(Plain(1));
    two.explain(); //~ ?
}

//@ crate: vendor
pub trait Pack {
    fn pack(&self);
}
