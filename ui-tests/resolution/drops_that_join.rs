//! A `Drop` that joins a thread blocks where the value ends: at the end of its scope, overwritten, as a temporary, as a field.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::JoinHandle;
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

fn quiet(_handle: JoinHandle<()>) {}

worker!(AtScopeEnd, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Overwritten, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Temporary, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Field, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Explicit, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(InBox, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(ByParameter, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(AtReturn, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(InOption, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Wildcard, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(InDyn, |handle: JoinHandle<()>| handle.join()); //~ unbounded_waits
worker!(Silent, quiet);

struct Holder {
    #[allow(dead_code)]
    field: Field,
}

struct Outer {
    #[allow(dead_code)]
    holder: Holder,
}

trait Job {}

impl Job for InDyn {}

fn made() -> Temporary {
    Temporary(None)
}

fn takes(_worker: ByParameter) {}

fn early(empty: bool) -> u8 {
    let _worker = AtReturn(None);
    if empty {
        return 0;
    }
    1
}

fn question(slot: Option<u8>) -> Option<u8> {
    let _silent = Silent(None);
    slot?;
    Some(1)
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    {
        let _worker = AtScopeEnd(None);
    }
    let mut slot = Overwritten(None);
    slot = Overwritten(None);
    std::mem::forget(slot);
    made();
    let _outer = Outer { holder: Holder { field: Field(None) } };
    drop(Explicit(None));
    let boxed = Box::new(InBox(None));
    takes(ByParameter(None));
    early(resource.is_null());
    question(Some(1));
    let some = Some(InOption(None));
    let _ = Wildcard(None);
    let job: Box<dyn Job> = Box::new(InDyn(None));
    let _ = (&some, &boxed, &job);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
