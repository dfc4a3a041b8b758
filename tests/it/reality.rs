//! Bounds against reality: the `LooksAlive` of each program below `reality/` runs here, on this machine, and is linted. It may
//! take no longer than its bound, and where the bound is exact it comes to it.

mod arguments;
mod backoff;
mod branches;
mod channels;
mod constants;
mod deadline;
mod drops;
mod loops;
mod recursion;
mod sequence;
mod sockets;
mod traits;

use crate::ui::{ROOT, text, tool};
use std::ffi::c_void;
use std::time::{Duration, Instant};

type LooksAlive = extern "system" fn(*mut c_void) -> i32;

/// Each program with the part of its bound that it really takes, in percent, and its `LooksAlive`.
const PROGRAMS: [(&str, u32, LooksAlive); 12] = [
    ("arguments", 100, arguments::TABLE.looks_alive),
    ("backoff", 100, backoff::TABLE.looks_alive),
    ("branches", 100, branches::TABLE.looks_alive),
    ("channels", 100, channels::TABLE.looks_alive),
    ("constants", 100, constants::TABLE.looks_alive),
    ("deadline", 77, deadline::TABLE.looks_alive),
    ("drops", 100, drops::TABLE.looks_alive),
    ("loops", 100, loops::TABLE.looks_alive),
    ("recursion", 100, recursion::TABLE.looks_alive),
    ("sequence", 100, sequence::TABLE.looks_alive),
    ("sockets", 100, sockets::TABLE.looks_alive),
    ("traits", 100, traits::TABLE.looks_alive),
];

/// How much later than asked for a busy machine may wake a thread, for all waits of one call together.
const SLACK: Duration = Duration::from_millis(40);
/// How often a call is tried when the machine was too busy.
const TRIES: usize = 8;

#[test]
fn no_call_takes_longer_than_its_bound() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (name, percent, looks_alive) in PROGRAMS {
        let bound = bound(folder.path(), name);
        // What is asked for always passes; what comes on top is the machine's, and least in the best try.
        let mut best = Duration::MAX;
        for _ in 0..TRIES {
            let start = Instant::now();
            looks_alive(std::ptr::null_mut());
            best = best.min(start.elapsed());
            if best <= bound + SLACK / 4 {
                break;
            }
        }
        if best > bound + SLACK {
            wrong.push(format!("{name}: took {best:?}, and its bound is {bound:?}"));
        }
        if best < bound * percent / 100 {
            wrong.push(format!("{name}: took {best:?}, which is far from its bound of {bound:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The bound that the tool gives.
fn bound(folder: &std::path::Path, name: &str) -> Duration {
    let file = format!("{name}.rs");
    std::fs::copy(format!("{ROOT}/tests/it/reality/{file}"), folder.join(&file)).unwrap();
    let output = tool(folder, &["budget".to_owned(), "--message-format=json".to_owned(), file]);
    let bill: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{name}: {}", text(&output.stderr)));
    let entry = &bill["looks_alive"][0];
    assert_eq!(entry["has_unknown"], false, "{name}: {entry}");
    Duration::from_nanos(entry["bound_ns"].as_u64().unwrap_or_else(|| panic!("{name} has no bound: {entry}")))
}
