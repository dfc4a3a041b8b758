//! `budget`: the bill as people and tools read it, budgets of single functions, and bounds that may not grow.

use crate::ui::{text, tool};
use std::path::Path;

const MANIFEST: &str = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n";

const SOURCE: &str = r#"
#![allow(non_snake_case, non_camel_case_types, dead_code)]
use std::ffi::c_void;
use std::thread::sleep;
use std::time::Duration;

type RESID = *mut c_void;
type Check = Option<unsafe extern "system" fn(RESID) -> i32>;
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS { pub LooksAlive: Check, pub IsAlive: Check, pub Terminate: Option<unsafe extern "system" fn(RESID)> }

const REST: Duration = Duration::from_millis(100);

unsafe extern "system" fn looks_alive(_: RESID) -> i32 {
    for _ in 0..3 {
        ask();
    }
    std::path::Path::new("C:\\beat").exists() as i32
}
fn ask() {
    sleep(REST);
}
unsafe extern "system" fn endless(_: RESID) -> i32 {
    let (_sender, receiver) = std::sync::mpsc::channel::<i32>();
    receiver.recv().unwrap_or(0)
}
unsafe extern "system" fn is_alive(_: RESID) -> i32 { 1 }
unsafe extern "system" fn terminate(_: RESID) {}

pub static DISK: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), IsAlive: Some(is_alive), Terminate: Some(terminate) };
pub static SHARE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(endless), IsAlive: Some(is_alive), Terminate: Some(terminate) };
"#;

fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("src")).unwrap();
    std::fs::write(dir.path().join("Cargo.toml"), MANIFEST).unwrap();
    std::fs::write(dir.path().join("src/lib.rs"), SOURCE).unwrap();
    dir
}

#[track_caller]
fn run(dir: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).chain(["--offline".to_owned()]).collect();
    let output = tool(dir, &arguments);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn people_read_a_tree() {
    let dir = project();
    let (status, bill, stderr) = run(dir.path(), &["budget"]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    expect_test::expect![[r#"
        LooksAlive of DISK   325 ms of 300 ms   OVER by 25 ms
        disk::looks_alive, src/lib.rs:14

          300 ms  100 %  3 × ask                                         src/lib.rs:16  100 ms each time
          300 ms  100 %    thread::sleep(REST)                           src/lib.rs:21  the duration `REST` is 100 ms
           25 ms    8 %  Path::exists(std::path::Path::new("C:\\beat"))  src/lib.rs:18  a local path

        LooksAlive of SHARE   NO BOUND of 300 ms
        disk::endless, src/lib.rs:23
          0 ms  1 call that takes no time

          memory: 64 bytes of 64 KiB

          64 bytes  0 %  mpsc::channel()  src/lib.rs:24

          without a bound: 1 place
            Receiver::recv(receiver)  src/lib.rs:25  it has no bound

        looksalive: 2 LooksAlive in 1 package, 1 without a bound, 1 over budget
    "#]]
    .assert_eq(&bill);
}

#[test]
fn tools_read_numbers_that_add_up() {
    let dir = project();
    let (status, bill, stderr) = run(dir.path(), &["budget", "--message-format=json", "--budget", "1s"]);
    assert_eq!(status, Some(0));
    assert!(stderr.contains("2 LooksAlive in 1 package"), "{stderr}");
    let bill: serde_json::Value = serde_json::from_str(&bill).unwrap();
    let [disk, share] = bill["looks_alive"].as_array().unwrap().as_slice() else { panic!("{bill}") };
    assert_eq!(
        (disk["bound_ns"].as_u64(), disk["budget_ns"].as_u64(), disk["over_ns"].as_u64()),
        (Some(325_000_000), Some(1_000_000_000), Some(0))
    );
    assert_eq!((disk["function"].as_str(), disk["package"].as_str()), (Some("disk::looks_alive"), Some("disk")));
    let ask = &disk["parts"][0];
    assert_eq!((ask["times"].as_u64(), ask["each_ns"].as_u64(), ask["callee"].as_str()), (Some(3), Some(100_000_000), Some("ask")));
    assert_eq!(ask["parts"][0]["why"], "the duration `REST` is 100 ms");
    assert_eq!(ask["parts"][0]["place"], serde_json::json!({ "file": "src/lib.rs", "line": 21, "column": 5 }));
    assert!(share["bound_ns"].is_null() && share["over_ns"].is_null());
    assert_eq!(share["unbounded"][0]["call"], "Receiver::recv(receiver)");
}

#[test]
fn memory_has_a_bill_of_its_own() {
    let dir = project();
    let source = SOURCE.replace("fn ask() {", "fn ask() {\n    let _buffer: Vec<u8> = Vec::with_capacity(30 * 1024);");
    std::fs::write(dir.path().join("src/lib.rs"), source).unwrap();
    let (_, bill, _) = run(dir.path(), &["budget", "--message-format=json"]);
    let bill: serde_json::Value = serde_json::from_str(&bill).unwrap();
    let disk = &bill["looks_alive"][0];
    assert_eq!((disk["heap_bytes"].as_u64(), disk["heap_limit_bytes"].as_u64()), (Some(3 * 30 * 1024), Some(64 * 1024)));
    let ask = &disk["heap_parts"][0];
    assert_eq!((ask["times"].as_u64(), ask["each_bytes"].as_u64(), ask["callee"].as_str()), (Some(3), Some(30 * 1024), Some("ask")));
    let (_, bill, _) = run(dir.path(), &["budget"]);
    assert!(bill.contains("memory: 90 KiB of 64 KiB   OVER by 26 KiB") && bill.contains("3 × ask"), "{bill}");
    let (_, _, report) = run(dir.path(), &["check"]);
    assert!(report.contains("3 × 30 KiB = 90 KiB > 64 KiB"), "{report}");
}

#[test]
fn one_function_has_a_budget_of_its_own() {
    let dir = project();
    std::fs::write(dir.path().join("looksalive.toml"), "[looks-alive.\"disk::looks_alive\"]\nbudget = \"400ms\"\n").unwrap();
    let (_, bill, _) = run(dir.path(), &["budget"]);
    assert!(
        bill.contains("LooksAlive of DISK   325 ms of 400 ms\n") && bill.contains("LooksAlive of SHARE   NO BOUND of 300 ms\n"),
        "{bill}"
    );
    let (_, _, report) = run(dir.path(), &["check"]);
    assert!(!report.contains("latency_overruns"), "{report}");
    let (_, bill, _) = run(dir.path(), &["budget", "--budget", "50ms"]);
    assert!(bill.contains("325 ms of 50 ms   OVER by 275 ms") && bill.contains("NO BOUND of 50 ms"), "the flag wins: {bill}");
}

#[test]
fn what_the_configuration_names_is_there() {
    let dir = project();
    std::fs::write(dir.path().join("looksalive.toml"), "[looks-alive.\"disk::looks_alives\"]\nbudget = \"1s\"\n").unwrap();
    let (status, _, stderr) = run(dir.path(), &["budget"]);
    assert_eq!(status, Some(0));
    assert!(stderr.contains("`disk::looks_alives` is no `LooksAlive` that was found\n --> looksalive.toml:1:14"), "{stderr}");
    assert!(stderr.contains("did you mean `disk::looks_alive`?"), "{stderr}");
    // What is not selected may well be there.
    std::fs::write(dir.path().join("Cargo.toml"), format!("{MANIFEST}[workspace]\nmembers = [\"other\"]\n")).unwrap();
    std::fs::create_dir_all(dir.path().join("other/src")).unwrap();
    std::fs::write(dir.path().join("other/src/lib.rs"), "").unwrap();
    std::fs::write(dir.path().join("other/Cargo.toml"), MANIFEST.replace("disk", "other")).unwrap();
    assert!(!run(dir.path(), &["budget", "-p", "other"]).2.contains("is no `LooksAlive`"));
    assert!(run(dir.path(), &["budget", "--workspace"]).2.contains("is no `LooksAlive`"));
}

#[test]
fn bounds_do_not_grow_unnoticed() {
    let dir = project();
    // Nothing is recorded: the budget is what they are held to.
    for command in ["budget", "check"] {
        let (status, _, stderr) = run(dir.path(), &[command, "--max-bound", "-q"]);
        assert_eq!(status, Some(1), "{stderr}");
        assert!(
            stderr.contains(
                "error: `LooksAlive` of `DISK` can take 325 ms, and no bound beyond its 300 ms is recorded\n   --> src/lib.rs:14:27"
            ),
            "{stderr}"
        );
        assert!(stderr.contains("`LooksAlive` of `SHARE` has no bound, and no bound beyond its 300 ms is recorded"), "{stderr}");
    }
    let (status, bill, _) = run(dir.path(), &["budget", "--write-bounds"]);
    assert_eq!(status, Some(0));
    assert!(bill.ends_with("looksalive: 2 bounds recorded in looksalive.toml\n"), "{bill}");
    let recorded = std::fs::read_to_string(dir.path().join("looksalive.toml")).unwrap();
    assert_eq!(recorded, "[looks-alive.\"disk::looks_alive\"]\nbound = \"325ms\"\n\n[looks-alive.\"disk::endless\"]\nbound = \"none\"\n");
    let (status, _, stderr) = run(dir.path(), &["budget", "--max-bound", "-q"]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));

    std::fs::write(dir.path().join("src/lib.rs"), SOURCE.replace("0..3", "0..4")).unwrap();
    let (status, _, stderr) = run(dir.path(), &["budget", "--max-bound", "-q"]);
    assert_eq!(status, Some(1));
    assert!(stderr.contains("error: the bound of `LooksAlive` of `DISK` grew: it can take 425 ms, and 325 ms are recorded\n"), "{stderr}");
    assert!(!stderr.contains("SHARE"), "{stderr}");
    let (status, stdout, _) = run(dir.path(), &["check", "--max-bound", "--message-format=json", "-A", "unbounded"]);
    assert!(status == Some(1) && stdout.contains("the bound of `LooksAlive` of `DISK` grew"), "{stdout}");
    // What became quicker is recorded when somebody asks for it; until then nothing is wrong.
    std::fs::write(dir.path().join("src/lib.rs"), SOURCE.replace("0..3", "0..1")).unwrap();
    assert_eq!(run(dir.path(), &["budget", "--max-bound", "-q"]).0, Some(0));
    run(dir.path(), &["budget", "--write-bounds"]);
    assert!(std::fs::read_to_string(dir.path().join("looksalive.toml")).unwrap().contains("bound = \"125ms\""));
}

/// The bill of another `looks_alive`, with items around it.
fn bill_of(looks_alive: &str, items: &str) -> String {
    let dir = project();
    let (head, rest) = SOURCE.split_once("unsafe extern \"system\" fn looks_alive").unwrap();
    let (_, rest) = rest.split_once("fn ask()").unwrap();
    let source = format!("{head}{looks_alive}\n{items}\nfn ask(){rest}");
    std::fs::write(dir.path().join("src/lib.rs"), source).unwrap();
    run(dir.path(), &["budget"]).1
}

#[test]
fn a_recursion_is_told_once() {
    let looks_alive = "unsafe extern \"system\" fn looks_alive(_: RESID) -> i32 { deep(60); ping(6); 1 }";
    let items = "fn deep(n: u32) {
    if n == 0 { return; }
    sleep(Duration::from_millis(1));
    deep(n - 1);
}
fn ping(n: u32) { if n > 0 { sleep(Duration::from_millis(5)); pong(n - 1); } }
fn pong(n: u32) { if n > 0 { ping(n - 1); } }";
    let bill = bill_of(looks_alive, items);
    let (disk, _) = bill.split_once("LooksAlive of SHARE").unwrap();
    expect_test::expect![[r#"
        LooksAlive of DISK   75 ms of 300 ms
        disk::looks_alive, src/lib.rs:14

          60 ms  20 %  deep                                           src/lib.rs:14
          59 ms  19 %    deep                                         src/lib.rs:18
          58 ms  19 %      deep                                       src/lib.rs:18  and so on, 58 calls deep
           1 ms   0 %      thread::sleep(Duration::from_millis(1))    src/lib.rs:17  the duration `Duration::from_millis(1)` is 1 ms
           1 ms   0 %    thread::sleep(Duration::from_millis(1))      src/lib.rs:17  the duration `Duration::from_millis(1)` is 1 ms
          15 ms   5 %  ping                                           src/lib.rs:14
          10 ms   3 %    pong                                         src/lib.rs:20
          10 ms   3 %      ping                                       src/lib.rs:21
           5 ms   1 %        thread::sleep(Duration::from_millis(5))  src/lib.rs:20  the duration `Duration::from_millis(5)` is 5 ms
           5 ms   1 %        pong                                     src/lib.rs:20  and so on, 2 calls deep
           5 ms   1 %    thread::sleep(Duration::from_millis(5))      src/lib.rs:20  the duration `Duration::from_millis(5)` is 5 ms

    "#]]
    .assert_eq(disk);
}

#[test]
fn arguments_that_are_not_shown_are_there() {
    let looks_alive = "unsafe extern \"system\" fn looks_alive(_: RESID) -> i32 {
    sleep(Duration::from_millis(
        20,
    ));
    vendor::unknown!(1);
    1
}";
    let bill = bill_of(looks_alive, "");
    assert!(bill.contains("thread::sleep(…)") && bill.contains("unknown!(…)"), "{bill}");
}

#[test]
fn who_holds_a_lock_is_named() {
    let looks_alive = "static STATE: std::sync::Mutex<i32> = std::sync::Mutex::new(0);
unsafe extern \"system\" fn looks_alive(_: RESID) -> i32 { STATE.lock().map_or(0, |state| *state) }";
    let dir = project();
    let (head, rest) = SOURCE.split_once("unsafe extern \"system\" fn looks_alive").unwrap();
    let (_, rest) = rest.split_once("fn ask()").unwrap();
    let stop =
        "unsafe extern \"system\" fn terminate(_: RESID) { stop() }\nfn stop() {\n    let _state = STATE.lock();\n    sleep(REST);\n}";
    let source = format!("{head}{looks_alive}\nfn ask(){rest}").replace("unsafe extern \"system\" fn terminate(_: RESID) {}", stop);
    std::fs::write(dir.path().join("src/lib.rs"), source).unwrap();
    let (_, bill, _) = run(dir.path(), &["budget"]);
    assert!(bill.contains("100 ms  33 %  Mutex::lock  src/lib.rs:15"), "{bill}");
    assert!(bill.contains("as long as `Terminate` (`stop`, src/lib.rs:26) holds the lock"), "{bill}");
}

/// What a dependency allocates in small parts has its label at the call that leads there.
#[test]
fn what_a_dependency_takes_is_shown_at_the_call_into_it() {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["dll/src", "vendored/src"] {
        std::fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    let manifest = MANIFEST.replace("[lib]", "[dependencies]\nvendored = { path = \"../vendored\" }\n[lib]");
    std::fs::write(dir.path().join("dll/Cargo.toml"), format!("{manifest}[workspace]\n")).unwrap();
    std::fs::write(dir.path().join("vendored/Cargo.toml"), "[package]\nname = \"vendored\"\nversion = \"0.1.0\"\nedition = \"2021\"\n")
        .unwrap();
    let vendored = "pub fn encode() -> usize { let a: Vec<u8> = Vec::with_capacity(40 * 1024); let b: Vec<u8> = Vec::with_capacity(39 * 1024); a.len() + b.len() }
pub fn settle() { std::thread::sleep(std::time::Duration::from_millis(200)); std::thread::sleep(std::time::Duration::from_millis(150)); }";
    std::fs::write(dir.path().join("vendored/src/lib.rs"), vendored).unwrap();
    let (head, rest) = SOURCE.split_once("unsafe extern \"system\" fn looks_alive").unwrap();
    let (_, rest) = rest.split_once("fn ask()").unwrap();
    let looks_alive =
        "unsafe extern \"system\" fn looks_alive(_: RESID) -> i32 {\n    vendored::settle();\n    vendored::encode() as i32\n}";
    std::fs::write(dir.path().join("dll/src/lib.rs"), format!("{head}{looks_alive}\nfn ask(){rest}")).unwrap();
    let (_, _, report) = run(&dir.path().join("dll"), &["check"]);
    assert!(report.contains("`vendored::encode`: 40 KiB by `Vec::with_capacity`"), "{report}");
    assert!(report.contains("`vendored::settle`: 200 ms by `thread::sleep`"), "{report}");
}

#[test]
fn a_bill_of_nothing_says_so() {
    let dir = project();
    std::fs::write(dir.path().join("src/lib.rs"), "pub fn f() {}\n").unwrap();
    let (status, bill, _) = run(dir.path(), &["budget"]);
    assert_eq!((status, bill.as_str()), (Some(0), "warning: looksalive: no LooksAlive entry point found in 1 package: there is no bill\n"));
}
