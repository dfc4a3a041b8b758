//! `--fix`: what is safe is applied, nothing else, and only where it can be undone. `--also`: Cargo's own messages beside ours.

use crate::ui::{text, tool};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const SOURCE: &str = r#"use std::ffi::c_void;
#[path = "win.rs"]
mod win;
use win::*;

struct Service { process: *mut c_void, thread: *mut c_void }

#[no_mangle]
pub unsafe extern "system" fn LooksAlive(resource: *mut c_void) -> i32 {
    let service = &*(resource as *const Service);
    // It may be commented: INFINITE.
    let runs = WaitForSingleObject(service.process, INFINITE) == WAIT_TIMEOUT;
    let stands = unsafe { WAIT_TIMEOUT == WaitForSingleObject(service.thread, INFINITE) };
    let over = WaitForSingleObject(service.thread, INFINITE) == WAIT_OBJECT_0;
    std::thread::sleep(std::time::Duration::from_millis(1));
    (runs && stands && !over) as i32
}
"#;

const BINDINGS: &str = "#![allow(dead_code)]\nuse std::ffi::c_void;\npub const INFINITE: u32 = u32::MAX;\npub const WAIT_TIMEOUT: u32 = 258;\npub const WAIT_OBJECT_0: u32 = 0;\n\
                        extern \"system\" { pub fn WaitForSingleObject(handle: *mut c_void, milliseconds: u32) -> u32; }\n";

fn project(git: bool) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    std::fs::create_dir(dir.path().join("src")).unwrap();
    for (name, text) in [("Cargo.toml", manifest), ("src/lib.rs", SOURCE), ("src/win.rs", BINDINGS), (".gitignore", "target\nCargo.lock\n")]
    {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    if git {
        self::git(dir.path(), &["init", "-q"]);
        self::git(dir.path(), &["add", "-A"]);
        self::git(dir.path(), &["commit", "-qm", "one"]);
    }
    dir
}

fn git(dir: &Path, arguments: &[&str]) {
    let settings = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").args(settings).args(arguments).current_dir(dir).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

#[track_caller]
fn run(dir: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let arguments: Vec<String> = ["check", "--offline"].iter().chain(arguments).map(ToString::to_string).collect();
    let output = tool(dir, &arguments);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_safe_is_applied_and_the_rest_reported() {
    let dir = project(true);
    let (status, _, stderr) = run(dir.path(), &["--fix"]);
    assert_eq!(status, Some(1), "{stderr}");
    assert!(stderr.ends_with("looksalive: 2 fixes in src/lib.rs\n"), "{stderr}");
    let fixed = std::fs::read_to_string(dir.path().join("src/lib.rs")).unwrap();
    let expected = SOURCE.replacen("process, INFINITE)", "process, 0)", 1).replacen("thread, INFINITE) }", "thread, 0) }", 1);
    assert_eq!(fixed, expected);
    assert_eq!(
        stderr.matches("[looksalive::").count() + stderr.matches("`looksalive::unbounded_waits` is denied").count(),
        1,
        "one wait is left: {stderr}"
    );
    // Nothing more to do: nothing is touched, so a dirty tree is the only obstacle.
    let (status, _, stderr) = run(dir.path(), &["--fix"]);
    assert_eq!(status, Some(2));
    assert!(stderr.contains("M src/lib.rs") && stderr.contains("`--allow-dirty`"), "{stderr}");
    let (_, _, stderr) = run(dir.path(), &["--fix", "--allow-dirty"]);
    assert!(!stderr.contains("fixes in"), "{stderr}");
    assert_eq!(std::fs::read_to_string(dir.path().join("src/lib.rs")).unwrap(), expected);
}

#[test]
fn what_could_not_be_undone_is_refused() {
    let bare = project(false);
    let (status, _, stderr) = run(bare.path(), &["--fix"]);
    assert_eq!(status, Some(2));
    assert!(stderr.contains("`--allow-no-vcs`"), "{stderr}");
    assert_eq!(std::fs::read_to_string(bare.path().join("src/lib.rs")).unwrap(), SOURCE);
    assert!(run(bare.path(), &["--fix", "--allow-no-vcs"]).2.contains("2 fixes in src/lib.rs"));

    let staged = project(true);
    std::fs::write(staged.path().join("src/win.rs"), format!("{BINDINGS}// more\n")).unwrap();
    git(staged.path(), &["add", "-A"]);
    let (status, _, stderr) = run(staged.path(), &["--fix"]);
    assert!(status == Some(2) && stderr.contains("M  src/win.rs"), "{stderr}");
    assert!(run(staged.path(), &["--fix", "--allow-staged"]).2.contains("2 fixes in src/lib.rs"));
}

#[test]
fn an_acceptance_is_offered_and_never_applied() {
    let dir = project(true);
    let (_, stream, _) = run(dir.path(), &["--message-format=json"]);
    let mut offered = 0;
    for line in stream.lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        for child in message["message"]["children"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|child| child["message"] == "or accept it, with a reason")
        {
            let span = &child["spans"][0];
            assert_eq!(span["suggestion_applicability"], "HasPlaceholders");
            // Where it stands it does what it says.
            let at = span["byte_start"].as_u64().unwrap() as usize;
            let lint = message["message"]["code"]["code"].as_str().unwrap().trim_start_matches("looksalive::");
            let accepted = format!("{}{}{}", &SOURCE[..at], span["suggested_replacement"].as_str().unwrap(), &SOURCE[at..]);
            std::fs::write(dir.path().join("src/lib.rs"), accepted).unwrap();
            let (_, _, stderr) = run(dir.path(), &["--message-format=short"]);
            let line =
                message["message"]["spans"].as_array().unwrap().iter().find(|span| span["is_primary"] == true).unwrap()["line_start"]
                    .clone();
            assert!(!stderr.lines().any(|found| found.starts_with(&format!("src/lib.rs:{line}:")) && found.contains(lint)), "{stderr}");
            assert!(!stderr.contains("unused_suppressions"), "{stderr}");
            offered += 1;
        }
    }
    assert_eq!(offered, 4);
}

fn messages(stream: &str) -> Vec<(String, String)> {
    let read = |line: &str| {
        let message: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let code = message["message"]["code"]["code"].as_str().unwrap_or_default().to_owned();
        (message["reason"].as_str().unwrap().to_owned(), if code.is_empty() { message["success"].to_string() } else { code })
    };
    stream.lines().map(read).collect()
}

#[test]
fn cargos_messages_come_first_and_the_end_once() {
    let dir = project(false);
    std::fs::write(dir.path().join("src/lib.rs"), SOURCE.replace("    let service", "    let unused = 1;\n    let service")).unwrap();
    let target = dir.path().join("target");
    let target = target.to_str().unwrap();
    let (status, stdout, stderr) =
        run(dir.path(), &["--also", "check", "--message-format=json", "--target-dir", target, "--all-targets", "-A", "unbounded"]);
    assert_eq!(status, Some(0), "{stderr}");
    let all = messages(&stdout);
    let at = |what: &str| all.iter().position(|(_, code)| code == what).unwrap_or_else(|| panic!("no {what} in {all:?}"));
    assert!(at("unused_variables") < at("looksalive::sleeps"), "{all:?}");
    assert_eq!(all.iter().filter(|(reason, _)| reason == "build-finished").count(), 1);
    assert_eq!(all.last().unwrap(), &("build-finished".to_owned(), "true".to_owned()));

    // What does not compile fails, whatever we find; and we look at it all the same.
    std::fs::write(dir.path().join("src/lib.rs"), SOURCE.replace("    let service", "    let wrong: u8 = \"\";\n    let service")).unwrap();
    let (status, stdout, _) = run(dir.path(), &["--also", "check", "--message-format=json", "--target-dir", target, "-A", "unbounded"]);
    assert_eq!(status, Some(1));
    let all = messages(&stdout);
    assert!(all.iter().any(|(_, code)| code == "E0308") && all.iter().any(|(_, code)| code == "looksalive::sleeps"), "{all:?}");
    assert_eq!(all.last().unwrap(), &("build-finished".to_owned(), "false".to_owned()));

    // For people both write where they always do.
    let (status, _, stderr) = run(dir.path(), &["--also", "check", "--target-dir", target]);
    assert!(status == Some(1) && stderr.contains("error[E0308]") && stderr.contains("`looksalive::sleeps` warns"), "{stderr}");
}

#[test]
fn clippy_is_passed_on_too() {
    if !Command::new("cargo").args(["clippy", "--version"]).output().is_ok_and(|output| output.status.success()) {
        return;
    }
    let dir = project(false);
    std::fs::write(
        dir.path().join("src/lib.rs"),
        SOURCE.replace("    let service", "    let _none = 1.max(1) == 1.max(1);\n    let service"),
    )
    .unwrap();
    let target = dir.path().join("target");
    let arguments = ["--also", "clippy", "--message-format=json", "--target-dir", target.to_str().unwrap()];
    let (_, stdout, stderr) = run(dir.path(), &arguments);
    assert!(messages(&stdout).iter().any(|(_, code)| code.starts_with("clippy::")), "{stdout}\n{stderr}");
}
