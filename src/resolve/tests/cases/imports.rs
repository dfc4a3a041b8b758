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
