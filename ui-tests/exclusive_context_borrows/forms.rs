//! `&mut` to the instance, in every form, in the checks and in `Terminate`; shared references and `&mut` to less are silent.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;
use windows::*;

struct Instance {
    polls: AtomicU32,
    scratch: [u8; 8],
}

impl Instance {
    fn poll(&mut self) -> u32 {
        self.polls.load(Ordering::Relaxed)
    }

    fn peek(&self) -> u32 {
        self.polls.load(Ordering::Relaxed)
    }
}

unsafe fn exclusive<'a>(resource: *mut c_void) -> &'a mut Instance {
    &mut *(resource as *mut Instance) //~ exclusive_context_borrows
}

mod by_helper {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        (exclusive(resource).poll() > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        exclusive(resource).peek();
    }
    pub unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
        let instance = &mut *(resource as *mut Instance);
        (instance.poll() > 0) as BOOL
    }
}

mod as_mut {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Some(instance) = (resource as *mut Instance).as_mut() else { return FALSE }; //~ exclusive_context_borrows
        (instance.poll() > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let Some(mut instance) = NonNull::new(resource as *mut Instance) else { return };
        instance.as_mut().poll(); //~ exclusive_context_borrows
    }
}

mod implicit {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = resource as *mut Instance;
        ((*instance).poll() > 0) as BOOL //~ exclusive_context_borrows
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = resource as *mut Instance;
        (*instance).peek();
    }
}

mod boxes {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = ManuallyDrop::new(Box::from_raw(resource as *mut Instance)); //~ exclusive_context_borrows
        (instance.peek() > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
    pub unsafe extern "system" fn close(resource: *mut c_void) {
        drop(Box::from_raw(resource as *mut Instance));
    }
}

mod shared {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *mut Instance);
        let again = (resource as *mut Instance).as_ref();
        let non_null = NonNull::new(resource as *mut Instance).map(|it| it.as_ref().peek());
        let mut scratch = instance.scratch;
        let bytes = &mut scratch;
        bytes[0] = 1;
        (instance.peek() > 0 && again.is_some() && non_null.is_some()) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = ManuallyDrop::new(Arc::from_raw(resource as *const Instance));
        instance.peek();
    }
    pub unsafe extern "system" fn close(resource: *mut c_void) {
        let instance = &mut *(resource as *mut Instance);
        instance.poll();
        drop(Arc::from_raw(resource as *const Instance));
    }
}

table!(BY_HELPER: by_helper::looks_alive, by_helper::terminate, IsAlive: by_helper::is_alive);
table!(AS_MUT: as_mut::looks_alive, as_mut::terminate);
table!(IMPLICIT: implicit::looks_alive, implicit::terminate);
table!(BOXES: boxes::looks_alive, boxes::terminate, Close: boxes::close);
table!(SHARED: shared::looks_alive, shared::terminate, Close: shared::close);
