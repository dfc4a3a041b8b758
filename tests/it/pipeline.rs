//! A workspace of two resource DLLs through the built binary, as its clients run it: editors, hooks, CI, cargo itself.

use cargo_metadata::Message;
use cargo_metadata::diagnostic::DiagnosticLevel;
use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const TABLE: &str = "
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub LooksAlive: Option<unsafe extern \"system\" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern \"system\" fn(*mut c_void) -> i32>,
    pub Terminate: Option<unsafe extern \"system\" fn(*mut c_void)>,
}

unsafe extern \"system\" fn terminate(_: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), IsAlive: Some(looks_alive), Terminate: Some(terminate) };
";

/// Waits without a bound, in a module of its own, behind text that is not ASCII.
const DISK: &str = "\
use std::ffi::c_void;
mod probe;

unsafe extern \"system\" fn looks_alive(_: *mut c_void) -> i32 {
    probe::answers() as i32
}
";
const PROBE: &str = "\
use std::sync::mpsc;

pub fn answers() -> bool {
    let grüße = mpsc::channel::<bool>().1;
    grüße.recv().unwrap_or(false)
}
";

/// Sleeps; and a comment allows a lint that does not exist.
const SHARE: &str = "\
use std::ffi::c_void;

unsafe extern \"system\" fn looks_alive(_: *mut c_void) -> i32 {
    // looksalive: allow(slepes) -- a slip
    std::thread::sleep(std::time::Duration::from_millis(5));
    1
}
";

/// The workspace with members `disk` and `share`.
fn workspace() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    write(dir.path(), "Cargo.toml", "[workspace]\nmembers = [\"disk\", \"share\"]\nresolver = \"2\"\n");
    for (name, text) in [("disk", DISK), ("share", SHARE)] {
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n");
        write(dir.path(), &format!("{name}/Cargo.toml"), &manifest);
        write(dir.path(), &format!("{name}/src/lib.rs"), &format!("{text}{TABLE}"));
    }
    write(dir.path(), "disk/src/probe.rs", PROBE);
    dir
}

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}

fn tool(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
    command.current_dir(dir).env_remove("CARGO_TERM_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    tool(dir).arg("check").args(arguments).output().expect("the tool starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

fn messages(stream: &str) -> Vec<Message> {
    stream.lines().map(|line| serde_json::from_str(line).expect("every line is a message of Cargo's")).collect()
}

/// `level lint file:line:column` of each finding, in order.
fn findings(dir: &Path, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let output = run(dir, &[&["--message-format=json"], arguments].concat());
    let shown = messages(text(&output.stdout)).into_iter().filter_map(|message| {
        let Message::CompilerMessage(message) = message else { return None };
        let primary = message.message.spans.iter().find(|span| span.is_primary).expect("a finding has a place");
        let level = match message.message.level {
            DiagnosticLevel::Error => "error",
            DiagnosticLevel::Warning => "warning",
            _ => "other",
        };
        let code = message.message.code.expect("a finding has a code").code;
        let lint = code.strip_prefix("looksalive::").expect("the code begins with the tool's name").to_owned();
        Some(format!("{level} {lint} {}:{}:{}", primary.file_name, primary.line_start, primary.column_start))
    });
    (output.status.code(), shown.collect())
}

const WAIT: &str = "error unbounded_waits disk/src/probe.rs:5:11";
const SLEEP: &str = "warning sleeps share/src/lib.rs:5:18";
const SLIP: &str = "warning unknown_lints share/src/lib.rs:4:5";

#[test]
fn editors_get_cargos_stream() {
    let dir = workspace();
    let output = run(dir.path(), &["--message-format=json"]);
    assert_eq!(output.status.code(), Some(1));
    let messages = messages(text(&output.stdout));
    let mut kinds = Vec::new();
    for message in &messages {
        kinds.push(match message {
            Message::CompilerMessage(message) => {
                let diagnostic = &message.message;
                assert_eq!(diagnostic.spans.iter().filter(|span| span.is_primary).count(), 1, "one place: {diagnostic:?}");
                for span in &diagnostic.spans {
                    assert!(!span.text.is_empty() && span.text[0].highlight_end > span.text[0].highlight_start, "{span:?}");
                    let file = std::fs::read(dir.path().join(&span.file_name)).expect("a path from the workspace's root");
                    let bytes = &file[span.byte_start as usize..span.byte_end as usize];
                    let line: Vec<char> = span.text[0].text.chars().collect();
                    let shown: String = line[span.column_start - 1..span.column_end - 1].iter().collect();
                    assert_eq!(text(bytes), shown, "bytes and columns mean the same");
                }
                assert!(diagnostic.rendered.as_ref().is_some_and(|rendered| rendered.contains("--> ")));
                format!("{} {}", message.target.name, message.package_id.repr.contains(&message.target.name))
            }
            Message::CompilerArtifact(artifact) => format!("artifact {} {}", artifact.target.name, artifact.fresh),
            Message::BuildFinished(finished) => format!("finished {}", finished.success),
            other => panic!("unexpected: {other:?}"),
        });
    }
    kinds.sort();
    assert_eq!(kinds, ["artifact disk false", "artifact share false", "disk true", "finished false", "share true", "share true"]);
    assert!(matches!(messages.last(), Some(Message::BuildFinished(_))));
    assert!(text(&output.stderr).contains("looksalive: 1 error, 2 warnings in 2 packages; 2 LooksAlive"), "{}", text(&output.stderr));
}

#[test]
fn rustfix_mends_what_is_misspelt() {
    let dir = workspace();
    let output = run(dir.path(), &["--message-format=json"]);
    let lines: Vec<serde_json::Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let only = HashSet::from(["looksalive::unknown_lints".to_owned()]);
    let suggestions: Vec<_> = lines
        .iter()
        .filter(|line| line["reason"] == "compiler-message")
        .flat_map(|line| {
            let message = line["message"].to_string();
            rustfix::get_suggestions_from_json(&message, &only, rustfix::Filter::Everything).expect("rustfix reads it")
        })
        .collect();
    assert_eq!(suggestions.len(), 1);
    let before = std::fs::read_to_string(dir.path().join("share/src/lib.rs")).expect("it is there");
    let after = rustfix::apply_suggestions(&before, &suggestions).expect("the edit applies");
    assert_eq!(after, before.replace("slepes", "sleeps"));
    std::fs::write(dir.path().join("share/src/lib.rs"), after).expect("it can be written");
    assert_eq!(findings(dir.path(), &["-p", "share"]), (Some(0), Vec::new()), "the comment now allows the sleep");
}

#[test]
fn levels_by_flag_group_file_and_package() {
    let dir = workspace();
    let here = dir.path();
    let all = |status, expected: &[&str], arguments: &[&str]| {
        let (code, mut found) = findings(here, arguments);
        let mut expected: Vec<String> = expected.iter().map(|&line| line.to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!((code, found), (Some(status), expected), "{arguments:?}");
    };
    all(1, &[WAIT, SLEEP, SLIP], &[]);
    let warned = WAIT.replace("error", "warning");
    let denied = SLEEP.replace("warning", "error");
    all(0, &[SLEEP, SLIP], &["-A", "unbounded_waits"]);
    all(0, &[&warned, SLEEP, SLIP], &["-W", "unbounded"]);
    all(1, &[WAIT, &denied, SLIP], &["-D", "recommended"]);
    all(1, &[WAIT, &denied, &SLIP.replace("warning", "error")], &["-D", "warnings"]);
    all(1, &[WAIT, &denied, SLIP], &["-F", "sleeps"]);
    all(1, &[&denied, SLIP], &["-A", "unbounded", "-D", "looksalive::sleeps"]);
    // The last flag wins; a package's level over the workspace's; a flag over both.
    all(0, &[SLIP], &["-D", "sleeps", "-A", "sleeps", "-A", "unbounded_waits"]);
    write(here, "looksalive.toml", "[lints]\nunbounded = \"warn\"\nsleeps = \"deny\"\n\n[package.share.lints]\nsleeps = \"allow\"\n");
    all(0, &[&warned, SLIP], &[]);
    all(1, &[WAIT, SLIP], &["-D", "unbounded_waits"]);
}

#[test]
fn hooks_name_files() {
    let dir = workspace();
    assert_eq!(findings(dir.path(), &["share/src/lib.rs"]), (Some(0), vec![SLIP.to_owned(), SLEEP.to_owned()]));
    assert_eq!(findings(dir.path(), &["disk/src/probe.rs"]), (Some(1), vec![WAIT.to_owned()]));
    // Only the entry point stands there: what it reaches is reported where it is.
    assert_eq!(findings(dir.path(), &["disk/src/lib.rs"]), (Some(0), Vec::new()));
    assert_eq!(findings(dir.path(), &["disk"]), (Some(1), vec![WAIT.to_owned()]));
    let below = run(&dir.path().join("share"), &["--message-format=short", "src/lib.rs"]);
    assert_eq!(below.status.code(), Some(0));
    assert!(text(&below.stderr).contains("share/src/lib.rs:5:18: warning: "), "{}", text(&below.stderr));
}

#[test]
fn short_is_a_line_each() {
    let dir = workspace();
    let output = run(dir.path(), &["--message-format=short"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    let stderr = text(&output.stderr);
    let lines: Vec<&str> = stderr.lines().filter(|line| line.contains("[looksalive::")).collect();
    assert_eq!(lines.len(), 3, "{stderr}");
    assert!(lines.iter().any(|line| line.starts_with("disk/src/probe.rs:5:11: error: `Receiver::recv` can wait for ever")), "{stderr}");
}

#[test]
fn cargo_finds_the_tool_on_the_path() {
    let dir = workspace();
    let folder = Path::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint")).parent().expect("it lies in a folder");
    let mut path = vec![folder.to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(dir.path()).env("PATH", std::env::join_paths(path).expect("a path"));
    let output = cargo.args(["looksalive-lint", "-p", "disk"]).output().expect("cargo starts");
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("--> disk/src/probe.rs:5:11") && stderr.contains("in 1 package"), "{stderr}");
}

#[test]
fn a_reader_who_goes_away_changes_nothing() {
    let dir = workspace();
    let mut child =
        tool(dir.path()).args(["check", "--message-format=json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1), "the findings are denied all the same");
    assert!(!text(&output.stderr).contains("panicked") && !text(&output.stderr).contains("cannot write"), "{}", text(&output.stderr));
    let mut child = tool(dir.path()).arg("check").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn output_is_the_same_every_time() {
    let dir = workspace();
    let first = run(dir.path(), &["--message-format=json"]);
    for _ in 0..3 {
        let again = run(dir.path(), &["--message-format=json"]);
        assert_eq!(first.stdout, again.stdout);
        assert_eq!(first.stderr, again.stderr);
    }
}
