// What a `use` may name: a private module of another crate does not hide the crate's own name.
use helper::{helper, inner};
fn calls() {
    helper(); //~ helper::helper
    helper::inner::deep(); //~ helper::inner::deep
    inner::deep(); //~ helper::inner::deep
}
//@ crate: helper
mod helper { pub fn helper() {} }
pub use self::helper::helper;
pub mod inner { pub fn deep() {} }

mod shadowed_globs {
    mod bindings { pub type Code = i32; pub type Other = u8; }
    use bindings::*;
    mod code { pub struct Code(pub i32); impl Code { pub fn make() -> Self { Code(1) } pub fn ok(&self) -> bool { true } } }
    pub use code::Code;
    mod error {
        use super::*;
        fn f() { Code::make().ok(); } //~ shadowed_globs::code::Code::make | shadowed_globs::code::Code::ok
        fn g(o: Other) { o.count_ones(); } //~ core::num::<impl u8>::count_ones
    }
}
