//! What names of a dependency mean, whose imports are followed when somebody asks: an import by name shadows a glob, also
//! seen through another glob.

fn members() {
    vendor::make().kept(); //~ vendor::make | vendor::Code::kept
}

//@ dependency: vendor
mod bindings {
    pub type Code = i32;
    pub type Other = u8;
    pub struct Shape;
}
use bindings::*;

mod code {
    pub struct Code(pub i32);
    impl Code {
        pub fn made() -> Self {
            Code(1)
        }
        pub fn kept(&self) -> bool {
            true
        }
    }
    pub struct Shape;
    impl Shape {
        pub fn wrong(&self) {}
    }
}
pub use code::Code;

mod error {
    use super::*;
    pub fn by_name() -> Code {
        Code::made().kept(); //~ code::Code::made | code::Code::kept
        Code::made() //~ code::Code::made
    }
    pub fn by_glob(other: Other) -> u32 {
        other.count_ones() //~ core::num::<impl u8>::count_ones
    }
}
pub use error::by_name as make;

mod declares {
    use super::*;
    pub struct Code(u8);
    impl Code {
        pub fn own(&self) {}
    }
    pub mod below {
        use super::*;
        pub fn takes(code: Code) {
            code.own(); //~ declares::Code::own
        }
    }
}
