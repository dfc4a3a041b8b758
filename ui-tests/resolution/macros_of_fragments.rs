//! Fragments: `ident`, `path`, `ty`, `expr`, `block`, `stmt`, `pat`, `literal`, `lifetime`, `vis`, `item`, `meta`, `tt`.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! call_ident {
    ($name:ident, $length:literal) => {
        $name(Duration::from_millis($length))
    };
}

macro_rules! call_path {
    ($name:path) => {
        $name(Duration::from_millis(2))
    };
}

macro_rules! by_type {
    ($ty:ty) => {
        <$ty as Nap>::nap()
    };
}

macro_rules! of_expr {
    ($e:expr) => {
        // A fragment is one operand, whatever is written in it.
        $e * 2 == 6
    };
}

macro_rules! of_block {
    ($b:block) => {
        if true $b
    };
}

macro_rules! of_stmt {
    ($s:stmt) => {
        $s
    };
}

macro_rules! of_pat {
    ($value:expr, $p:pat => $then:expr) => {
        match $value {
            $p => $then,
            _ => {}
        }
    };
}

macro_rules! of_item {
    ($(#[$meta:meta])* $vis:vis fn $name:ident<$life:lifetime>($arg:ident: $ty:ty) $body:block) => {
        $(#[$meta])*
        $vis fn $name<$life>($arg: $ty) $body
    };
    ($i:item) => {
        $i
    };
}

macro_rules! of_tokens {
    ($($t:tt)*) => {
        $($t)*
    };
}

trait Nap {
    fn nap();
}

impl Nap for Option<u8> {
    fn nap() {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
}

impl Nap for Option<u16> {
    fn nap() {
        sleep(Duration::from_millis(4));
    }
}

fn one() -> u32 {
    sleep(Duration::from_millis(5)); //~ sleeps
    1
}

of_item! {
    #[inline]
    pub fn borrowed<'a>(name: &'a str) {
        if name.is_empty() {
            sleep(Duration::from_millis(6)); //~ sleeps
        }
    }
}

of_item! {
    struct Quiet(u8);
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    // The name is written here.
    call_ident!(sleep, 1); //~ sleeps
    call_path!(std::thread::sleep); //~ sleeps
    by_type!(Option<u8>);
    let both = of_expr!(one() + 2);
    of_block!({
        sleep(Duration::from_millis(7)); //~ sleeps
    });
    of_stmt!(let later = Duration::from_millis(8));
    sleep(later); //~ sleeps
    of_pat!(resource.is_null(), true | false => sleep(Duration::from_millis(9))); //~ sleeps
    borrowed("");
    let quiet = Quiet(1);
    of_tokens! { let length = 10; sleep(Duration::from_millis(length)); } //~ sleeps
    (both && quiet.0 == 1) as BOOL
}

pub fn elsewhere() {
    by_type!(Option<u16>);
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
