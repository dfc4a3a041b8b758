//! Two traits give one type one method: the one in scope is meant, from wherever the scope has it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
pub struct Disk;

mod slow {
    pub trait Check {
        fn check(&self);
    }

    impl Check for super::Disk {
        fn check(&self) {
            std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
        }
    }
}

mod quick {
    pub trait Check {
        fn check(&self);
    }

    impl Check for super::Disk {
        fn check(&self) {}
    }
}

mod slower {
    pub trait Check {
        fn check(&self);
    }

    impl Check for super::Disk {
        fn check(&self) {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }
}

mod prelude {
    pub use super::slow::Check as _;
}

mod with_slow {
    pub fn run(disk: &super::Disk) {
        use super::prelude::*;
        disk.check();
    }
}

mod with_quick {
    use super::quick::Check;

    pub fn run(disk: &super::Disk) {
        disk.check();
    }
}

mod both {
    use super::quick::Check;

    pub fn run(disk: &super::Disk) {
        // Named, so in no need of scope.
        super::slow::Check::check(disk);
        <super::Disk as Check>::check(disk);
    }
}

mod std_like {
    /// Not in scope where `sleep` is called on a number.
    pub trait Sleep {
        fn min(self, other: u64) -> u64;
    }

    impl Sleep for u64 {
        fn min(self, other: u64) -> u64 {
            std::thread::sleep(std::time::Duration::from_millis(other));
            self
        }
    }
}

pub fn elsewhere(disk: &Disk) -> u64 {
    slower::Check::check(disk);
    std_like::Sleep::min(1, 2)
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    with_slow::run(&Disk);
    with_quick::run(&Disk);
    both::run(&Disk);
    (1u64.min(2) == 1) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
