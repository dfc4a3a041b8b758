//! `shared` through the built binary: the table of what `LooksAlive` shares with `Terminate`, for people and for tools.

use crate::ui::{ROOT, text, tool};
use serde_json::Value;
use std::path::Path;

const PROGRAM: &str = r#"#[path = "cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, RwLock};
use windows::*;

struct Service {
    online: AtomicBool,
    name: u32,
    slot: Mutex<Option<usize>>,
    table: RwLock<u32>,
    process: HANDLE,
    code: u32,
    own: u32,
}

impl Service {
    fn close(&self) {
        let taken = self.slot.lock().ok().and_then(|mut slot| slot.take());
        if let Some(handle) = taken {
            unsafe { CloseHandle(handle as HANDLE) };
        }
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    (*(resource as *const Service)).online.store(true, Ordering::Release);
    0
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let service = &*(resource as *const Service);
    let Ok(slot) = service.slot.lock() else { return FALSE };
    let Ok(table) = service.table.read() else { return FALSE };
    let alive = slot.is_some() && *table == service.name && service.online.load(Ordering::Acquire) && service.own == 0;
    (alive && service.code == 0 && WaitForSingleObject(service.process, 0) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let service = resource as *mut Service;
    (*service).online.store(false, Ordering::Release);
    (*service).code = (*service).name;
    if let Ok(mut table) = (*service).table.write() {
        *table = 0;
    }
    (*service).close();
    CloseHandle((*service).process);
}

table!(TABLE: looks_alive, terminate, Online: online);
"#;

fn shared(args: &[&str]) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(Path::new(ROOT).join("ui-tests/support/cluster_stub.rs"), folder.path().join("cluster_stub.rs")).unwrap();
    std::fs::write(folder.path().join("dll.rs"), PROGRAM).unwrap();
    let args: Vec<String> = ["shared"].iter().chain(args).map(|a| (*a).to_owned()).collect();
    let output = tool(folder.path(), &args);
    (text(&output.stdout).to_string(), text(&output.stderr).to_string(), output.status.code())
}

#[test]
fn people_see_who_does_what_under_which_locks() {
    let (stdout, _, status) = shared(&["dll.rs"]);
    assert_eq!(status, Some(0), "a table is not a verdict: {stdout}");
    let shown: Vec<&str> =
        stdout.lines().map(|line| line.trim().rsplit_once("  dll.rs:").map_or(line.trim(), |(rest, _)| rest.trim())).collect();
    let has = |lines: &[&str]| {
        let squeezed: Vec<String> = shown.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let found = squeezed.windows(lines.len()).any(|window| window.iter().zip(lines).all(|(a, b)| a == b));
        assert!(found, "not shown together: {lines:#?}\nin:\n{stdout}");
    };
    has(&[
        "Service.code UNGUARDED: a side holds no lock",
        "LooksAlive reads Service.slot, Service.table (shared)",
        "Terminate writes no lock",
    ]);
    has(&["Service.name only read"]);
    has(&[
        "Service.online atomic",
        "LooksAlive atomically reads Service.slot, Service.table (shared)",
        "Terminate atomically writes no lock",
        "Online atomically writes no lock",
    ]);
    has(&["Service.process FREED: released while it may be used"]);
    has(&["Service.slot guarded by Service.slot"]);
    has(&[
        "Service.table guarded by Service.table",
        "LooksAlive reads Service.slot, Service.table (shared)",
        "Terminate writes Service.table",
    ]);
    assert!(!stdout.contains("Service.own"), "what only one side reaches is not shared: {stdout}");
    assert!(stdout.ends_with("looksalive: 1 LooksAlive in 1 package, 6 places shared with Terminate, 2 not guarded\n"), "{stdout}");
}

#[test]
fn tools_get_one_object() {
    let (stdout, stderr, status) = shared(&["--message-format=json", "dll.rs"]);
    assert_eq!(status, Some(0), "{stderr}");
    let document: Value = serde_json::from_str(&stdout).unwrap();
    let table = &document["looks_alive"][0];
    assert_eq!(table["table"], "TABLE");
    let places = table["shared"].as_array().unwrap();
    let verdict = |name: &str| {
        let place = places.iter().find(|p| p["place"] == name);
        place.unwrap_or_else(|| panic!("`{name}` is not there: {stdout}"))["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict("Service.code"), "unguarded");
    assert_eq!(verdict("Service.name"), "only-read");
    assert_eq!(verdict("Service.online"), "atomic");
    assert_eq!(verdict("Service.process"), "freed");
    assert_eq!(verdict("Service.slot"), "guarded");
    let slot = places.iter().find(|p| p["place"] == "Service.slot").unwrap();
    assert_eq!(slot["guards"], serde_json::json!(["Service.slot"]));
    let release = slot["accesses"].as_array().unwrap().iter().find(|a| a["what"] == "releases").unwrap();
    assert_eq!((&release["who"], &release["locks"]), (&"Terminate".into(), &serde_json::json!(["Service.slot"])));
    let line = |text: &str| PROGRAM.lines().position(|l| l.contains(text)).unwrap() + 1;
    assert_eq!(release["place"]["line"], line("unsafe { CloseHandle(handle"));
    assert_eq!(release["path"][0]["callee"], "Service::close");
    assert_eq!(release["path"][0]["place"]["line"], line("(*service).close()"));
    assert!(stderr.contains("6 places shared with Terminate"), "{stderr}");
}
