//! What of the findings is reported: baselines, changed lines, files.

use crate::ui::{text, tool};
use std::path::Path;
use std::process::Command;

/// A workspace with five packages, each a resource DLL that sleeps in a helper.
fn workspace() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"disk\", \"share\", \"queue\", \"vm\", \"task\"]\n");
    for name in ["disk", "share", "queue", "vm", "task"] {
        write(
            dir.path(),
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n"),
        );
        write(dir.path(), &format!("{name}/src/lib.rs"), SOURCE);
    }
    dir
}

const SOURCE: &str = r#"use std::ffi::c_void;
use std::time::Duration;

#[no_mangle]
pub extern "system" fn LooksAlive(_: *mut c_void) -> i32 {
    ask();
    1
}

fn ask() {
    std::thread::sleep(Duration::from_millis(1));
}
"#;

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[track_caller]
fn lint(dir: &Path, arguments: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let given = ["check", "--offline", "--message-format=short"].iter().chain(arguments);
    let output = tool(dir, &given.map(ToString::to_string).collect::<Vec<_>>());
    let stderr = text(&output.stderr).replace(&*dir.to_string_lossy(), "$DIR");
    let findings = stderr.lines().filter(|line| line.contains("[looksalive::")).map(|line| line.split(": ").next().unwrap().to_owned());
    (output.status.code(), findings.collect(), stderr.lines().last().unwrap_or_default().to_owned())
}

const BASELINE: [&str; 2] = ["--baseline", "accepted.toml"];

#[test]
fn a_baseline_accepts_what_is_there_and_nothing_else() {
    let dir = workspace();
    let dir = dir.path();
    let (status, findings, _) = lint(dir, &["-D", "sleeps"]);
    assert_eq!((status, findings.len()), (Some(1), 5), "a fresh run: {findings:?}");
    let (status, findings, said) = lint(dir, &["-D", "sleeps", "--baseline", "accepted.toml", "--write-baseline"]);
    assert_eq!((status, findings.len(), said.as_str()), (Some(0), 0, "looksalive: 5 findings accepted: written to accepted.toml"));
    let written = std::fs::read_to_string(dir.join("accepted.toml")).unwrap();
    assert!(written.contains("[[finding]]\nfile = \"disk/src/lib.rs\"\nlint = \"sleeps\"\nitem = \"ask\"\n"), "{written}");
    let (status, findings, line) = lint(dir, &["-D", "sleeps", BASELINE[0], BASELINE[1]]);
    assert_eq!((status, findings.len()), (Some(0), 0));
    assert!(line.contains("5 findings accepted by the baseline"), "{line}");

    // Lines move, a helper is renamed, a sleep is added.
    write(dir, "disk/src/lib.rs", &format!("// A comment.\n\n{SOURCE}"));
    write(dir, "share/src/lib.rs", &SOURCE.replace("ask", "probe"));
    let (status, findings, _) = lint(dir, &["-D", "sleeps", BASELINE[0], BASELINE[1]]);
    assert_eq!((status, findings), (Some(0), Vec::new()));
    write(dir, "vm/src/lib.rs", &SOURCE.replace("    ask();\n", "    ask();\n    std::thread::sleep(Duration::from_millis(1));\n"));
    let (status, findings, _) = lint(dir, &["-D", "sleeps", BASELINE[0], BASELINE[1]]);
    assert_eq!((status, findings), (Some(1), vec!["vm/src/lib.rs:7:18".to_owned()]), "the accepted one stays accepted");

    // What is gone is said, and taken out when somebody asks for it.
    write(dir, "vm/src/lib.rs", SOURCE);
    write(dir, "task/src/lib.rs", &SOURCE.replace("    ask();\n", ""));
    let (_, _, line) = lint(dir, &BASELINE);
    assert!(
        line.contains("4 findings accepted by the baseline; 1 finding of the baseline gone (`--prune-baseline` takes them out)"),
        "{line}"
    );
    let (_, _, line) = lint(dir, &[BASELINE[0], BASELINE[1], "--prune-baseline"]);
    assert_eq!(line, "looksalive: 1 finding taken out of accepted.toml, 4 findings left");
    let pruned = std::fs::read_to_string(dir.join("accepted.toml")).unwrap();
    assert!(!pruned.contains("task/") && pruned.contains("item = \"probe\""), "{pruned}");
    write(dir, "task/src/lib.rs", SOURCE);
    assert_eq!(lint(dir, &BASELINE).1, ["task/src/lib.rs:11:18"]);
}

#[test]
fn a_baseline_that_is_none_is_told() {
    let dir = workspace();
    let fails = |arguments: &[&str], why: &str| {
        let output = tool(dir.path(), &["check", "--offline"].iter().chain(arguments).map(ToString::to_string).collect::<Vec<_>>());
        let stderr = text(&output.stderr);
        assert!(output.status.code() == Some(2) && stderr.contains(why), "{arguments:?}: {stderr}");
    };
    fails(&BASELINE, "--write-baseline` writes one");
    fails(&["--write-baseline"], "--baseline <FILE>");
    write(dir.path(), "accepted.toml", "version = 7\n");
    fails(&BASELINE, "is no baseline: it has version 7");
    fails(&[BASELINE[0], BASELINE[1], "--write-baseline", "-p", "disk"], "a baseline is of the whole workspace: add `--workspace`");
}

#[test]
fn files_and_folders_filter_what_is_reported() {
    let dir = workspace();
    assert_eq!(lint(dir.path(), &["disk/src/lib.rs", "share"]).1, ["disk/src/lib.rs:11:18", "share/src/lib.rs:11:18"]);
    let (status, findings, line) = lint(dir.path(), &["-D", "sleeps", "disk/Cargo.toml"]);
    assert_eq!((status, findings.len()), (Some(0), 0));
    assert!(line.contains("5 LooksAlive"), "all is analysed: {line}");
}

fn git(dir: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(dir)
        .output()
        .expect("git is installed where these tests run");
    assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
}

#[test]
fn changed_lines_filter_what_is_reported() {
    let dir = workspace();
    let dir = dir.path();
    git(dir, &["init", "-q"]);
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "one"]);
    let changed = |arguments: &[&str]| lint(dir, &[&["--changed-since", "HEAD"], arguments].concat()).1;
    assert_eq!(changed(&[]), Vec::<String>::new(), "nothing changed");
    // The place itself; a call on the path; the entry point; a line that matters to neither.
    write(dir, "disk/src/lib.rs", &SOURCE.replace("from_millis(1)", "from_millis(2)"));
    write(dir, "share/src/lib.rs", &SOURCE.replace("    ask();", "    ask(); // now"));
    write(dir, "queue/src/lib.rs", &SOURCE.replace("LooksAlive(_:", "LooksAlive(_id:"));
    write(dir, "vm/src/lib.rs", &format!("// A comment.\n{SOURCE}"));
    assert_eq!(changed(&[]), ["disk/src/lib.rs:11:18", "queue/src/lib.rs:11:18", "share/src/lib.rs:11:18"]);
    assert_eq!(changed(&["disk"]), ["disk/src/lib.rs:11:18"], "filters add up");
    git(dir, &["add", "-A"]);
    assert_eq!(changed(&[]).len(), 3, "staged is changed, too");
    git(dir, &["commit", "-qm", "two"]);
    assert_eq!(changed(&[]).len(), 0);
    assert_eq!(lint(dir, &["--changed-since", "HEAD~1"]).1.len(), 3);
    // A file that git does not know yet is changed as a whole, also when asked from below.
    write(dir, "task/src/new file.rs", "pub fn rest() {\n    std::thread::sleep(std::time::Duration::from_millis(1));\n}\n");
    write(
        dir,
        "task/src/lib.rs",
        &SOURCE.replace("    ask();", "    rest::rest();").replace("fn ask", "#[path = \"new file.rs\"]\nmod rest;\nfn _ask"),
    );
    git(dir, &["add", "task/src/lib.rs"]);
    git(dir, &["commit", "-qm", "three"]);
    assert_eq!(lint(&dir.join("task"), &["--changed-since", "HEAD"]).1, ["task/src/new file.rs:2:18"]);
    // What others did since the branches parted is not ours.
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "four"]);
    git(dir, &["checkout", "-qb", "ours", "HEAD~3"]);
    assert_eq!(lint(dir, &["--changed-since", "main"]).1.len(), 0);
    let output = tool(dir, &["check", "--offline", "--changed-since", "nowhere"].map(str::to_owned));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("git knows no revision `nowhere`"), "{}", text(&output.stderr));
}

#[test]
fn without_a_repository_nothing_is_said_to_have_changed() {
    let dir = workspace();
    let output = tool(dir.path(), &["check", "--offline", "--changed-since", "HEAD"].map(str::to_owned));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is in no git repository"), "{}", text(&output.stderr));
}

/// Neither configuration nor attributes of a repository make git start a program of it.
#[cfg(unix)]
#[test]
fn git_starts_nothing_of_the_repository() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = workspace();
    let dir = dir.path();
    git(dir, &["init", "-q"]);
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "one"]);
    let trap = dir.join("trap");
    write(dir, "trap", &format!("#!/bin/sh\ntouch {}/sprung\ncat \"$1\"\n", dir.display()));
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", trap),
        ("diff.external", trap),
        ("diff.x.textconv", trap),
        ("diff.x.command", trap),
        ("core.pager", trap),
        ("filter.x.clean", trap),
        ("filter.x.process", trap),
    ] {
        git(dir, &["config", key, value]);
    }
    write(dir, ".gitattributes", "*.rs diff=x filter=x\n");
    write(dir, "disk/src/lib.rs", &SOURCE.replace("from_millis(1)", "from_millis(2)"));
    assert_eq!(lint(dir, &["--changed-since", "HEAD"]).1, ["disk/src/lib.rs:11:18"]);
    assert!(!dir.join("sprung").exists());
}
