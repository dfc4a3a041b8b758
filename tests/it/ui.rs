//! Runs the tool on every program under `ui-tests/` and compares what it finds with what the program's marks demand.
//!
//! A program is a file `ui-tests/<topic>/<name>.rs`, with its file modules, if any, in the folder `<name>/` beside it,
//! or a Cargo project `ui-tests/projects/<name>/` (its manifest may lie in `dll/` below, so that what stands beside
//! `dll/` is no member of its workspace). Each is copied to a folder of its own and linted there, once as JSON, of which
//! the primary spans must be the marks, and, where something is marked, once for the human output, which must be the
//! file `<name>.stderr` (`BLESS=1` rewrites it; read what it wrote). A line `//@ bounds: TABLE=325ms OTHER=none`, in a project
//! in any of its files, says what the bill of `budget` must come to (`bounds`). `UI=text` runs the programs whose path
//! contains the text.
//!
//! `ui_test` was considered: it reads diagnostics from the standard error of one file's run and annotations from that
//! file alone. Here they come on the standard output, as Cargo sends them, and from several files of several crates.

mod bounds;
pub mod marks;

use camino::{Utf8Path, Utf8PathBuf};
use marks::Findings;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// One program or project.
struct Case {
    /// Its path below `ui-tests/`, for people.
    name: String,
    /// What is copied: paths below `ui-tests/`.
    copied: Vec<Utf8PathBuf>,
    /// Where the tool runs, below the copy.
    run_in: Utf8PathBuf,
    /// The file it is told to lint; a project is found by its manifest.
    file: Option<Utf8PathBuf>,
    /// More arguments.
    args: Vec<String>,
    /// The human output it must print.
    stderr: PathBuf,
    /// The bound of each table's `LooksAlive`, where the program says it.
    bounds: bounds::Expected,
}

#[test]
fn programs() {
    let cases = cases();
    assert!(std::env::var_os("UI").is_some() || cases.len() > 100, "only {} programs were found", cases.len());
    let failures: Vec<String> = cases.par_iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} of {} programs disagree:\n\n{}", failures.len(), cases.len(), failures.join("\n\n"));
}

/// The programs are Rust: what the tool is judged by must not be what no compiler would accept.
#[test]
fn programs_type_check() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let check = |case: &Case| {
        let file = Utf8Path::new(ROOT).join("ui-tests").join(case.file.as_ref()?);
        let out = folder.path().join(case.name.replace('/', "-")).with_extension("rmeta");
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2021", "--crate-type=lib", "--emit=metadata", "-Awarnings", "-o"]).arg(out).arg(file);
        let output = rustc.output().expect("Rust is installed where Rust's tests run");
        (!output.status.success()).then(|| text(&output.stderr))
    };
    let failures: Vec<String> = cases().par_iter().filter_map(check).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn cases() -> Vec<Case> {
    let root = Utf8Path::new(ROOT).join("ui-tests");
    let filter = std::env::var("UI").unwrap_or_default();
    let mut cases = Vec::new();
    for topic in entries(&root) {
        let topic_name = topic.file_name().expect("an entry has a name").to_owned();
        for entry in entries(&topic) {
            let name = entry.strip_prefix(&root).expect("an entry lies below the root").to_owned();
            let case = match topic_name.as_str() {
                "support" => continue,
                "projects" if entry.is_dir() => project(&entry, name),
                _ if entry.extension() == Some("rs") => program(&entry, name),
                _ => continue,
            };
            if case.name.contains(&filter) {
                cases.push(case);
            }
        }
    }
    cases
}

fn program(path: &Utf8Path, name: Utf8PathBuf) -> Case {
    let text = read(path.as_std_path());
    let modules = name.with_extension("");
    let mut copied = vec![name.clone(), "support".into()];
    copied.extend(path.with_extension("").is_dir().then_some(modules));
    Case {
        name: name.to_string(),
        copied,
        run_in: ".".into(),
        file: Some(name),
        args: marks::directive(&text, "args").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        stderr: path.with_extension("stderr").into(),
        bounds: bounds::Expected {
            bounds: marks::directive(&text, "bounds").map(str::to_owned),
            memory: marks::directive(&text, "memory").map(str::to_owned),
        },
    }
}

fn project(path: &Utf8Path, name: Utf8PathBuf) -> Case {
    let below = if path.join("Cargo.toml").exists() { name.clone() } else { name.join("dll") };
    // Of a workspace, each member's file says the bounds of its own tables.
    let said = |directive: &str| {
        let texts = files(path).into_iter().filter(|file| file.extension() == Some("rs")).map(|file| read(file.as_std_path()));
        let all: Vec<String> = texts.filter_map(|text| marks::directive(&text, directive).map(str::to_owned)).collect();
        (!all.is_empty()).then(|| all.join(" "))
    };
    Case {
        name: name.to_string(),
        copied: vec![name.clone()],
        run_in: below,
        file: None,
        args: vec!["--offline".to_owned()],
        stderr: path.join("expected.stderr").into(),
        bounds: bounds::Expected { bounds: said("bounds"), memory: said("memory") },
    }
}

/// Lints a case and says what is wrong.
fn check(case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut expected = Findings::new();
    for part in &case.copied {
        copy(&Utf8Path::new(ROOT).join("ui-tests"), part, folder.path());
        expected.extend(marks_below(part, &case.run_in)?);
    }
    let run = |format: &str| {
        let mut args = vec!["check".to_owned(), format!("--message-format={format}")];
        args.extend(case.args.iter().cloned());
        args.extend(case.file.iter().map(ToString::to_string));
        tool(&folder.path().join(&case.run_in), &args)
    };
    let json = run("json");
    let found = findings(&json).map_err(|error| format!("{}: {error}", case.name))?;
    let mut wrong = marks::compare(&expected, &found);
    let denied = found.values().flatten().any(|finding| finding.starts_with("error:"));
    let status = if denied { 1 } else { 0 };
    if json.status.code() != Some(status) {
        wrong.push(format!("the exit status is {:?}, not {status}; standard error:\n{}", json.status.code(), text(&json.stderr)));
    }
    let topic = case.name.split('/').next().unwrap_or_default();
    wrong.extend(bounds::check(topic, &case.bounds, &case.args, &|args| {
        let args: Vec<String> = args.iter().cloned().chain(case.file.iter().map(ToString::to_string)).collect();
        tool(&folder.path().join(&case.run_in), &args)
    }));
    if wrong.is_empty() && (!expected.is_empty() || case.stderr.exists()) {
        let human = normalised(&text(&run("human").stderr), folder.path());
        wrong.extend(differs(&case.stderr, &human));
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{}\n  {}", case.name, wrong.join("\n  "))) }
}

/// Runs the tool without what the environment of this test would tell it.
pub fn tool(folder: &Path, args: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
    command.args(args).current_dir(folder).env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_") && told != "CARGO_HOME" && told != "CARGO_TERM_COLOR"
            || told.starts_with("RUST") && told != "RUSTUP_HOME"
        {
            command.env_remove(name);
        }
    }
    command.output().expect("the tool's binary was built with this test")
}

/// The findings in a JSON stream: each has one primary span and a code of ours.
pub fn findings(output: &Output) -> Result<Findings, String> {
    let mut findings = Findings::new();
    let mut finished = false;
    for message in cargo_metadata::Message::parse_stream(output.stdout.as_slice()) {
        match message.map_err(|error| format!("standard output is no message stream: {error}"))? {
            cargo_metadata::Message::CompilerMessage(message) => {
                let diagnostic = message.message;
                let code = diagnostic.code.as_ref().map(|code| code.code.as_str());
                let Some(lint) = code.and_then(|code| code.strip_prefix("looksalive::")) else {
                    return Err(format!("a message without one of our codes: {}", diagnostic.message));
                };
                let primary: Vec<_> = diagnostic.spans.iter().filter(|span| span.is_primary).collect();
                let [span] = primary.as_slice() else {
                    return Err(format!("{} primary spans: {}", primary.len(), diagnostic.message));
                };
                let level = if diagnostic.level == cargo_metadata::diagnostic::DiagnosticLevel::Error { "error" } else { "warning" };
                findings.entry((span.file_name.clone(), span.line_start)).or_default().push(format!("{level}:{lint}"));
            }
            cargo_metadata::Message::BuildFinished(_) => finished = true,
            cargo_metadata::Message::TextLine(line) => return Err(format!("standard output has a line that is no message: {line}")),
            _ => {}
        }
    }
    if !finished {
        return Err(format!("the stream has no `build-finished`; standard error:\n{}", text(&output.stderr)));
    }
    Ok(findings)
}

/// The marks of all Rust files at or below a path, under the names that the tool gives them when it runs in `run_in`.
fn marks_below(part: &Utf8Path, run_in: &Utf8Path) -> Result<Findings, String> {
    let root = Utf8Path::new(ROOT).join("ui-tests");
    let mut findings = Findings::new();
    for file in files(&root.join(part)) {
        if file.extension() != Some("rs") {
            continue;
        }
        let below = file.strip_prefix(&root).expect("the file lies below the root");
        let name = below.strip_prefix(run_in).unwrap_or(below);
        findings.extend(marks::read(name.as_str(), &read(file.as_std_path()), &|lint| marks::has_page(Path::new(ROOT), lint))?);
    }
    Ok(findings)
}

/// Compares with a file that `BLESS=1` rewrites.
fn differs(path: &Path, human: &str) -> Option<String> {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, human).expect("the expected output can be written");
        return None;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    (expected != human).then(|| format!("the human output is not that of {} (BLESS=1 rewrites it):\n{human}", path.display()))
}

fn normalised(human: &str, folder: &Path) -> String {
    human.replace("\r\n", "\n").replace(&*folder.to_string_lossy(), "$DIR")
}

fn entries(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut entries: Vec<_> = match folder.read_dir_utf8() {
        Ok(entries) => entries.flatten().map(|entry| entry.path().to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    entries.sort();
    entries
}

/// A file, or all files below a folder, without what Cargo built there.
pub fn files(path: &Utf8Path) -> Vec<Utf8PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    entries(path).iter().filter(|entry| entry.file_name() != Some("target")).flat_map(|entry| files(entry)).collect()
}

pub fn copy(root: &Utf8Path, part: &Utf8Path, to: &Path) {
    for file in files(&root.join(part)) {
        let target = to.join(file.strip_prefix(root).expect("the file lies below the root"));
        std::fs::create_dir_all(target.parent().expect("a file has a parent")).expect("a folder can be made");
        std::fs::copy(&file, target).expect("a file can be copied");
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
