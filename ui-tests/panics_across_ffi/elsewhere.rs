//! What `LooksAlive` does not reach, what other threads run, tests, and closures that nobody calls.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    answer: Option<u32>,
}

impl Instance {
    fn answer(&self) -> u32 {
        self.answer.unwrap()
    }
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    (&*(resource as *const Instance)).answer();
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let _never_called = || instance.answer();
    let on_a_thread = || panic!("only this thread ends");
    std::thread::Builder::new().spawn(on_a_thread).is_ok() as BOOL
}

#[cfg(test)]
mod tests {
    #[test]
    fn unwraps() {
        super::Instance { answer: None }.answer.unwrap();
    }
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
