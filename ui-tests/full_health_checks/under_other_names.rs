//! A function that hands on exactly what it is given is the function that it hands it to: helpers between a table and its check,
//! or between the check and its method, change nothing. What computes something of its own, or is given another mode, is another.
//@ bounds: HELPER=none METHOD=none OTHER_NAME=none PART=none RIGHT=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

struct Disk {
    process: HANDLE,
}

impl Disk {
    fn is_alive(&self) -> bool {
        self.is_alive_now()
    }

    fn is_alive_now(&self) -> bool {
        self.connects() && self.runs()
    }

    fn connects(&self) -> bool {
        TcpStream::connect("localhost:1433").is_ok() //~ blocking_io
    }

    fn runs(&self) -> bool {
        unsafe { WaitForSingleObject(self.process, 0) == WAIT_TIMEOUT }
    }
}

unsafe fn disk<'a>(resource: *mut c_void) -> &'a Disk {
    &*(resource as *const Disk)
}

mod checks {
    use super::windows::*;

    pub unsafe fn is_alive(resource: *mut c_void) -> BOOL {
        super::disk(resource).is_alive() as BOOL
    }

    pub trait Runs {
        unsafe fn run(&self, resource: *mut c_void) -> BOOL;
    }

    pub struct Now;

    impl Runs for Now {
        unsafe fn run(&self, resource: *mut c_void) -> BOOL {
            is_alive(resource)
        }
    }
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    checks::is_alive(resource)
}

unsafe extern "system" fn is_alive_by_object(resource: *mut c_void) -> BOOL {
    let check: &dyn checks::Runs = &checks::Now;
    return check.run(resource);
}

unsafe extern "system" fn calls_the_helper(resource: *mut c_void) -> BOOL {
    checks::is_alive(resource) //~ full_health_checks
}

unsafe extern "system" fn calls_the_method(resource: *mut c_void) -> BOOL {
    let disk = disk(resource);
    (disk.runs() && disk.is_alive()) as BOOL //~ full_health_checks
}

unsafe extern "system" fn calls_it_by_its_other_name(resource: *mut c_void) -> BOOL {
    disk(resource).is_alive_now() as BOOL //~ full_health_checks
}

/// A part of the check is not the check.
unsafe extern "system" fn calls_a_part(resource: *mut c_void) -> BOOL {
    disk(resource).connects() as BOOL
}

unsafe extern "system" fn looks_at_the_process(resource: *mut c_void) -> BOOL {
    disk(resource).runs() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(HELPER: calls_the_helper, terminate, IsAlive: is_alive);
table!(METHOD: calls_the_method, terminate, IsAlive: is_alive_by_object);
table!(OTHER_NAME: calls_it_by_its_other_name, terminate, IsAlive: is_alive);
table!(PART: calls_a_part, terminate, IsAlive: is_alive);
table!(RIGHT: looks_at_the_process, terminate, IsAlive: is_alive);
