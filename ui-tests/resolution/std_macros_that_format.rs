//! The `format!` family runs the formatting trait that each placeholder names, of the argument that it takes.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fmt::{self, Write as _};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! formats {
    ($name:ident: $($of:ident = $length:literal),*) => {
        struct $name;

        $(impl fmt::$of for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                quick(f)
            }
        })*
    };
}

fn quick(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("x")
}

formats!(Quiet: Display = 0, Debug = 0, LowerHex = 0);

struct Shown;

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(1)); //~ sleeps
        quick(f)
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(2));
        quick(f)
    }
}

struct Captured;

impl fmt::Display for Captured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(3)); //~ sleeps
        quick(f)
    }
}

struct Debugged;

impl fmt::Debug for Debugged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(4)); //~ sleeps
        quick(f)
    }
}

struct Hex;

impl fmt::LowerHex for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(5)); //~ sleeps
        quick(f)
    }
}

impl fmt::UpperHex for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(6));
        quick(f)
    }
}

struct Written;

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(7)); //~ sleeps
        quick(f)
    }
}

struct Named;

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(8)); //~ sleeps
        quick(f)
    }
}

/// Its `fmt` runs another's.
struct Outer(Inner);
struct Inner;

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(9)); //~ sleeps
        f.write_str("x")
    }
}

#[derive(Debug)]
struct Derived {
    part: Part,
}

struct Part;

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(10)); //~ sleeps
        quick(f)
    }
}

struct Argued;

impl fmt::Display for Argued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(11)); //~ sleeps
        quick(f)
    }
}

struct Texted;

impl fmt::Display for Texted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(12)); //~ sleeps
        quick(f)
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut text = format!("{} {:?} {{}}", Shown, Quiet);
    let captured = Captured;
    text += &format!("{captured:>10} {0:x}", Quiet);
    let width = 3;
    text += &format!("{0:#?} {1:width$x} {name}", Debugged, Hex, name = Named);
    write!(text, "{}", Written).ok();
    writeln!(text).ok();
    text += &Outer(Inner).to_string();
    text += &format!("{:?}", Some(vec![Derived { part: Part }]));
    text.write_fmt(format_args!("{}", Argued)).ok();
    text.push_str(&Texted.to_string());
    text.len() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
