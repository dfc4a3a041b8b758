//! How the share is looked at: over the network, from the file system, and after a rest.

use std::fs;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

const REST: Duration = Duration::from_millis(200);
const ATTEMPTS: u32 = 3;

/// A thread that sends a beat every second.
pub fn heart() -> Receiver<bool> {
    let (beat, beats) = channel();
    let _ = thread::Builder::new().spawn(move || {
        while beat.send(true).is_ok() {
            thread::sleep(Duration::from_secs(1));
        }
    });
    beats
}

/// Whether the server answers and shows its folder.
pub fn reachable(server: &str) -> bool {
    for _ in 0..ATTEMPTS {
        if connects(server) && shows_folder(server) {
            return true;
        }
        thread::sleep(REST);
    }
    false
}

fn connects(server: &str) -> bool {
    let Ok(mut addresses) = (server, 445).to_socket_addrs() else { return false };
    addresses.next().is_some_and(|address| TcpStream::connect(address).is_ok())
}

fn shows_folder(server: &str) -> bool {
    let folder = PathBuf::from([r"\\", server, r"\contoso"].concat());
    fs::read_dir(folder).is_ok()
}
