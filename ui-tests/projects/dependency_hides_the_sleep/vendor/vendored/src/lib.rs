//! Not a member: findings stand at the last call from the workspace into it.

pub mod deep {
    pub fn probe() -> bool {
        std::thread::sleep(std::time::Duration::from_millis(11));
        true
    }
}

pub use deep::probe;

pub struct Client {
    ready: bool,
}

impl Client {
    pub fn new() -> Self {
        Client { ready: true }
    }

    pub fn ready(&self) -> bool {
        std::thread::sleep(std::time::Duration::from_millis(12));
        self.ready
    }
}

pub fn quick() -> bool {
    true
}
