//! What a closure called in place takes with it ends with it, unless it hands it on; what a block or an arm gives and nobody
//! takes ends there. `?` in a closure runs `From` for the error that the caller says.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::JoinHandle;
use std::time::Duration;
use windows::*;

macro_rules! worker {
    ($name:ident, $body:expr) => {
        struct $name(Option<JoinHandle<()>>);

        impl Drop for $name {
            fn drop(&mut self) {
                if let Some(handle) = self.0.take() {
                    $body(handle);
                }
            }
        }
    };
}

worker!(Taken, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(HandedOn, |handle: JoinHandle<()>| handle.join());
worker!(Borrowed, |handle: JoinHandle<()>| handle.join());
worker!(OfBlock, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(OfArm, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Kept, |handle: JoinHandle<()>| handle.join());

struct Failed;
struct Broken;

impl From<Failed> for Broken {
    fn from(_: Failed) -> Self {
        std::thread::sleep(Duration::from_millis(1)); //~ sleeps
        Broken
    }
}

struct Other;

impl From<Failed> for Other {
    fn from(_: Failed) -> Self {
        std::thread::sleep(Duration::from_millis(2));
        Other
    }
}

fn check(name: &str) -> Result<u8, Failed> {
    if name.is_empty() { Err(Failed) } else { Ok(1) }
}

fn converted() -> Result<u8, Broken> {
    (|| {
        let found = check("c:")?;
        Ok(found + 1)
    })()
}

/// Nobody calls it.
pub fn elsewhere() -> Result<u8, Other> {
    (|| Ok(check("d:")?))()
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let taken = Taken(None);
    (move || std::hint::black_box(taken.0.is_some()))();
    let handed_on = HandedOn(None);
    (move || std::mem::forget(handed_on))();
    let borrowed = Borrowed(None);
    (|| std::hint::black_box(borrowed.0.is_some()))();
    std::mem::forget(borrowed);
    let _ = { OfBlock(None) };
    match () {
        () => OfArm(None),
    };
    let kept = { Kept(None) };
    std::mem::forget(kept);
    converted().is_ok() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(TABLE: looks_alive, terminate);
