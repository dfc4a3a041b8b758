//! What must hold whatever else changes, each with a test that fails when it is broken. `src/README.md` lists them.
//!
//! Here is what can be seen of the binary: any order of files (4), files that do not parse (5), reports that agree
//! (6), places and paths (7), runs that are killed (8), pages and models (9), and a hostile repository from end to end
//! (3). What can be read off the sources is in [`layers`].

mod code;
mod layers;

use crate::ui::{self, ROOT, copy, findings, text, tool};
use camino::{Utf8Path, Utf8PathBuf};
use looksalive_lint::models::schema::Model;
use looksalive_lint::models::{FILES, Models, parse};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Output, Stdio};

/// A folder with a copy of the programs of some topics, or of all.
fn programs(topics: &[&str]) -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().unwrap()).unwrap();
    let from = Utf8Path::new(ROOT).join("ui-tests");
    for topic in topics.iter().chain(&["support"]) {
        copy(&from, Utf8Path::new(topic), root.as_std_path());
    }
    (folder, root)
}

/// All topics with programs of one file.
fn topics() -> Vec<String> {
    let folders = Utf8Path::new(ROOT).join("ui-tests").read_dir_utf8().unwrap();
    let mut names: Vec<String> = folders.map(|entry| entry.unwrap().file_name().to_owned()).collect();
    names.retain(|name| name != "projects" && name != "support");
    names.sort();
    names
}

fn lint(root: &Utf8Path, args: &[&str]) -> Output {
    let args: Vec<String> = ["check"].iter().chain(args).map(ToString::to_string).collect();
    let output = tool(root.as_std_path(), &args);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {}\n{}", output.status, text(&output.stderr));
    output
}

/// The diagnostics of a JSON stream that have a code of ours.
fn diagnostics(output: &Output) -> Vec<Value> {
    let messages = text(&output.stdout);
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is a message"));
    let diagnostics = messages.filter(|message| message["reason"] == "compiler-message").map(|message| message["message"].clone());
    diagnostics.filter(|diagnostic| diagnostic["code"]["code"].is_string()).collect()
}

fn code(diagnostic: &Value) -> &str {
    let code = diagnostic["code"]["code"].as_str().and_then(|code| code.strip_prefix("looksalive::"));
    code.expect("a code of ours")
}

fn spans(diagnostic: &Value) -> &[Value] {
    diagnostic["spans"].as_array().expect("a diagnostic has spans")
}

/// Invariant 3, from the command line on. What may be set, and that the trap works, is in `workspace`.
#[cfg(unix)]
#[test]
fn nothing_of_the_repository_runs() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_folder, root) = programs(&[]);
    let sentinel = root.join("it-ran");
    let script = root.join("evil.sh");
    fs::write(&script, format!("#!/bin/sh\necho \"$@\" >> '{sentinel}'\nexec \"$@\"\n")).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    for folder in ["src", ".cargo", "macros/src"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    let leave_trace = format!("std::fs::write({:?}, \"\").unwrap()", sentinel.as_str());
    let config = format!(
        "[build]\nrustc = {script:?}\nrustc-wrapper = {script:?}\nrustc-workspace-wrapper = {script:?}\n\
         [alias]\nmetadata = \"run\"\n[env]\nRUSTC = {{ value = {script:?}, force = true }}\n"
    );
    let manifest = "[package]\nname = \"dll\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n\
                    [dependencies]\nmacros = { path = \"macros\" }\n";
    let program = fs::read_to_string(Utf8Path::new(ROOT).join("ui-tests/sleeps/closures.rs")).unwrap();
    for (name, text) in [
        ("Cargo.toml", manifest.to_owned()),
        ("build.rs", format!("fn main() {{ {leave_trace} }}")),
        ("src/lib.rs", format!("macros::run!();\n{}", program)),
        (
            "macros/Cargo.toml",
            "[package]\nname = \"macros\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n".to_owned(),
        ),
        (
            "macros/src/lib.rs",
            format!(
                "#[proc_macro]\npub fn run(_: proc_macro::TokenStream) -> proc_macro::TokenStream {{ {leave_trace}; Default::default() }}"
            ),
        ),
        (".cargo/config.toml", config),
    ] {
        fs::write(root.join(name), text).unwrap();
    }
    let before: BTreeSet<Utf8PathBuf> = ui::files(&root).into_iter().collect();
    let output = lint(&root, &["--message-format=json", "--offline", "--all-targets"]);
    assert!(!findings(&output).unwrap().is_empty(), "the crate was analysed:\n{}", text(&output.stderr));
    assert!(!sentinel.exists(), "something ran: {}", fs::read_to_string(&sentinel).unwrap_or_default());
    assert_eq!(ui::files(&root).into_iter().collect::<BTreeSet<_>>(), before, "something was written");
}

/// Invariant 4: the order in which files are named, and how many threads there are, change nothing.
#[test]
fn output_is_the_same_in_any_order() {
    let (_folder, root) = programs(&["sleeps", "blocking_io", "entry_points"]);
    let mut named: Vec<String> = ["sleeps", "blocking_io", "entry_points"]
        .iter()
        .flat_map(|topic| root.join(topic).read_dir_utf8().unwrap())
        .map(|entry| entry.unwrap().path().strip_prefix(&root).unwrap().to_string())
        .filter(|name| name.ends_with(".rs"))
        .collect();
    named.sort();
    assert!(named.len() > 20);
    let run_in = |root: &Utf8Path, named: &[String], threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"))
            .args(["check", "--message-format=json", "-v"])
            .args(named)
            .current_dir(root)
            .env("RAYON_NUM_THREADS", threads)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        // Packages are named by their folders.
        let shown = |bytes: &[u8]| text(bytes).replace(root.as_str(), "ROOT");
        (output.status.code(), shown(&output.stdout), shown(&output.stderr))
    };
    let run = |named: &[String], threads: &str| run_in(&root, named, threads);
    let first = run(&named, "1");
    assert_eq!(first.0, Some(1), "{}", first.2);
    assert_eq!(run(&named, "8"), first, "the same again");
    named.reverse();
    assert_eq!(run(&named, "2"), first, "the other way round");
    let middle = named.len() / 2;
    named.rotate_left(middle);
    assert_eq!(run(&named, "8"), first, "from the middle on");
    // What the folders list in another order, since it was made in another.
    let (_other, other) = programs(&[]);
    let mut all = ui::files(&root);
    all.sort();
    for file in all.iter().rev() {
        let to = other.join(file.strip_prefix(&root).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    let folders = ["sleeps", "blocking_io", "entry_points"].map(str::to_owned);
    let plain = run(&folders, "2");
    assert_eq!(plain.0, Some(1), "{}", plain.2);
    assert_eq!(run_in(&other, &folders, "2"), plain, "made in another order");
}

/// Invariant 5: what does not parse is told with its place, and the rest is analysed as if it were alone.
#[test]
fn parsing_never_fails_a_run() {
    let (_folder, root) = programs(&["sleeps"]);
    let alone = findings(&lint(&root, &["--message-format=json", "sleeps"])).unwrap();
    assert!(!alone.is_empty());
    let broken = root.join("sleeps/broken");
    fs::create_dir(&broken).unwrap();
    let program = fs::read_to_string(root.join("sleeps/expressions.rs")).unwrap();
    let mut hostile: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\xff\xfe\x00".to_vec(),
        b"fn f() { \"".to_vec(),
        b"macro_rules! m { ($($a:tt)*) => { m!($($a)* x); } } m!();".to_vec(),
        "fn f() { ".repeat(20_000).into_bytes(),
        format!("const X: u8 = {}1{};", "(".repeat(50_000), ")".repeat(50_000)).into_bytes(),
        format!("fn f() {{ {}x{} }}", "&".repeat(50_000), "?".repeat(50_000)).into_bytes(),
        b"#[path = \"a12.rs\"] mod a; #[path = \"a7.rs\"] mod b;".to_vec(),
        b"mod missing; #[path = \"..\"] mod folder;".to_vec(),
        b"static A: u8 = B; static B: u8 = A; type T = T; impl T { fn f(self) { self.f() } }".to_vec(),
    ];
    // A text may end anywhere while it is being typed.
    let ends = (1..25).map(|part| program.len() * part / 25).filter(|&end| program.is_char_boundary(end));
    hostile.extend(ends.map(|end| program.as_bytes()[..end].to_vec()));
    for (number, text) in hostile.iter().enumerate() {
        fs::write(broken.join(format!("a{number}.rs")), text).unwrap();
    }
    let output = lint(&root, &["--message-format=json", "sleeps"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("could not be parsed"), "{}", text(&output.stderr));
    let mut told = BTreeSet::new();
    let mut with = BTreeMap::new();
    for line in text(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        let diagnostic = &message["message"];
        for span in diagnostic["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true) {
            let (file, line) = (span["file_name"].as_str().unwrap().to_owned(), span["line_start"].as_u64().unwrap() as usize);
            if diagnostic["code"]["code"].is_null() {
                told.insert(file);
            } else if !file.starts_with("sleeps/broken/") {
                let level = diagnostic["level"].as_str().unwrap();
                with.entry((file, line)).or_insert_with(Vec::new).push(format!("{level}:{}", code(diagnostic)));
            }
        }
    }
    assert_eq!(with, alone, "the files that parse have the findings that they have alone");
    assert!(told.iter().all(|file| file.starts_with("sleeps/broken/")), "{told:?}");
    for number in [1, 2, 4, 8] {
        assert!(told.contains(&format!("sleeps/broken/a{number}.rs")), "a{number}.rs is not told of: {told:?}");
    }
}

/// Invariant 5: unknown is neither safe nor a finding, and it is counted.
#[test]
fn what_is_unknown_is_counted() {
    let (_folder, root) = programs(&["unresolved_calls"]);
    let quiet = lint(&root, &["--message-format=json", "unresolved_calls"]);
    assert!(!diagnostics(&quiet).iter().any(|diagnostic| code(diagnostic) == "unresolved_calls"));
    let line = text(&quiet.stderr).lines().last().unwrap_or_default().to_owned();
    let (before, _) = line.split_once(" resolved").unwrap_or_else(|| panic!("the closing line counts calls: {line}"));
    let counts: Vec<usize> = before.split(' ').filter_map(|word| word.parse().ok()).collect();
    let [.., resolved, all] = counts[..] else { panic!("the closing line has two counts: {line}") };
    assert!(resolved < all, "{line}");
    let asked = lint(&root, &["--message-format=json", "-W", "unresolved_calls", "unresolved_calls"]);
    assert!(diagnostics(&asked).iter().any(|diagnostic| code(diagnostic) == "unresolved_calls"));
}

/// Invariant 6: all formats say the same.
#[test]
fn reports_agree() {
    let (_folder, root) = programs(&["sleeps", "dlls", "unbounded_waits", "mutating_health_checks"]);
    let folders = ["sleeps", "dlls", "unbounded_waits", "mutating_health_checks"];
    let json = lint(&root, &[&["--message-format=json"], &folders[..]].concat());
    let of_json: Vec<String> = diagnostics(&json)
        .iter()
        .flat_map(|diagnostic| {
            let primary = spans(diagnostic).iter().filter(|span| span["is_primary"] == true);
            let place = |span: &Value| format!("{}:{}:{}", span["file_name"].as_str().unwrap(), span["line_start"], span["column_start"]);
            let says = |span: &Value| format!("{} {} {}", place(span), diagnostic["level"], diagnostic["message"]);
            primary.map(says).collect::<Vec<_>>()
        })
        .collect();
    assert!(of_json.len() > 20);
    let human = text(&lint(&root, &[&["--message-format=human"], &folders[..]].concat()).stderr);
    let mut of_human = Vec::new();
    let mut message = None;
    for line in human.lines() {
        if let Some((level, said)) = line.split_once(": ").filter(|(level, _)| matches!(*level, "error" | "warning")) {
            message = Some((level, said));
        } else if let Some((place, (level, said))) = line.trim_start().strip_prefix("--> ").zip(message.take()) {
            of_human.push(format!("{place} {} {}", Value::from(level), Value::from(said)));
        }
    }
    assert_eq!(of_human, of_json);
    let short = text(&lint(&root, &[&["--message-format=short"], &folders[..]].concat()).stderr);
    let places = |lines: &[String]| lines.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
    let of_short: Vec<String> = short.lines().filter(|line| line.contains(".rs:")).map(|line| line.replacen(": ", " ", 1)).collect();
    assert_eq!(places(&of_short), places(&of_json));
    // What tools read beside it is what people read.
    assert_eq!(text(&json.stderr), human);
}

/// Invariant 7: over all programs and projects.
#[test]
fn findings_stand_in_the_workspace_and_say_their_path() {
    let topics = topics();
    let (_folder, root) = programs(&topics.iter().map(String::as_str).collect::<Vec<_>>());
    let all: Vec<&str> = topics.iter().map(String::as_str).collect();
    let args = [&["--message-format=json", "-W", "unresolved_calls", "-W", "unexplained_suppressions"], &all[..]].concat();
    let mut count = check_places(&root, &lint(&root, &args));
    for project in Utf8Path::new(ROOT).join("ui-tests/projects").read_dir_utf8().unwrap() {
        let name = Utf8Path::new("projects").join(project.unwrap().file_name());
        let (_folder, root) = programs(&[name.as_str()]);
        let mut workspace = root.join(&name);
        if !workspace.join("Cargo.toml").exists() {
            workspace.push("dll");
        }
        count += check_places(&workspace, &lint(&workspace, &["--message-format=json", "--offline"]));
    }
    assert!(count > 250, "only {count} findings were looked at");
}

/// Looks at every finding's places, and says how many findings there were.
fn check_places(workspace: &Utf8Path, output: &Output) -> usize {
    /// Lints about what no path leads to: tables, intervals that an installer sets, and suppressions.
    const WITHOUT_PATH: [&str; 5] =
        ["missing_entry_points", "poll_intervals", "unused_suppressions", "unexplained_suppressions", "unknown_lints"];
    let diagnostics = diagnostics(output);
    for diagnostic in &diagnostics {
        let primary: Vec<&Value> = spans(diagnostic).iter().filter(|span| span["is_primary"] == true).collect();
        assert_eq!(primary.len(), 1, "{diagnostic:#}");
        for span in spans(diagnostic) {
            let name = Utf8Path::new(span["file_name"].as_str().unwrap());
            let is_normal = !name.components().any(|part| matches!(part.as_str(), "." | "..")) && !name.as_str().contains('\\');
            assert!(is_normal, "`{name}` is not normalised: {diagnostic:#}");
            assert!(span["line_start"].as_u64() >= Some(1) && span["column_start"].as_u64() >= Some(1), "{diagnostic:#}");
            if span["is_primary"] == true {
                assert!(name.is_relative() && workspace.join(name).is_file(), "`{name}` is not in the workspace: {diagnostic:#}");
                let source = fs::read_to_string(workspace.join(name)).unwrap();
                let (lo, hi) = (span["byte_start"].as_u64().unwrap() as usize, span["byte_end"].as_u64().unwrap() as usize);
                assert!(source.get(lo..hi).is_some_and(|text| !text.is_empty()), "no text at the primary span: {diagnostic:#}");
            }
        }
        if !WITHOUT_PATH.contains(&code(diagnostic)) {
            let says = |span: &Value| span["label"].as_str().is_some_and(|label| label.contains("`LooksAlive` of"));
            assert!(spans(diagnostic).iter().any(says), "no label leads from `LooksAlive`: {diagnostic:#}");
        }
    }
    diagnostics.len()
}

/// Invariant 8: a report that is asked for as a file is whole or as it was.
#[test]
fn a_run_that_is_killed_leaves_no_half_report() {
    const OLD: &str = "the report of the last run\n";
    let (_folder, root) = programs(&["sleeps", "blocking_io"]);
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
        command.args(["check", "--message-format=json=report.json", "sleeps", "blocking_io"]).current_dir(&root);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let report = root.join("report.json");
    let begin = std::time::Instant::now();
    run().wait().unwrap();
    let takes = begin.elapsed();
    let whole = fs::read_to_string(&report).unwrap();
    assert!(whole.trim_end().ends_with('}') && whole.contains("build-finished"));
    for part in 1..=12 {
        fs::write(&report, OLD).unwrap();
        let mut running = run();
        std::thread::sleep(takes * part / 12);
        running.kill().unwrap();
        running.wait().unwrap();
        let left = fs::read_to_string(&report).unwrap();
        assert!(left == OLD || left == whole, "after {part}/12 of a run the report is:\n{left}");
    }
}

/// Invariant 9: every path of a model is well formed. `pages` executes the pages, the registry's own tests compare
/// it with the pages, and the models' own tests look each Win32 function up in both bindings.
#[test]
fn paths_of_models_are_well_formed() {
    let mut count = 0;
    for path in model_paths() {
        // Types without a name of their own.
        let bare = ["<[T]>", "<[T; N]>", "<*const T>", "<*mut T>"].iter().fold(path.clone(), |path, form| path.replace(form, "primitive"));
        for segment in bare.split("::").map(|segment| segment.strip_suffix('!').unwrap_or(segment)) {
            let is_name =
                segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !segment.starts_with(|c: char| c.is_ascii_digit());
            assert!(is_name && !segment.is_empty(), "`{path}` is no path: `{segment}`");
        }
        count += 1;
    }
    assert!(count > 2000, "only {count} paths were found");
}

/// Invariant 9: every path of every model is found, and leads to that model and to no other that hides it.
#[test]
fn every_path_of_a_model_leads_to_it() {
    let models = Models::builtin();
    let mut wrong = Vec::new();
    for (file, text) in FILES {
        for model in parse(file, text).unwrap() {
            for path in model.paths() {
                let name = path.rsplit("::").next().unwrap();
                let arities = if model.arity.is_empty() { &[1][..] } else { &model.arity[..] };
                let found: Vec<Option<&Model>> = if model.callback {
                    arities.iter().map(|argc| models.lookup_callback(name, *argc).map(|(found, _)| found)).collect()
                } else if model.foreign {
                    arities.iter().map(|argc| models.lookup_foreign(name, *argc).map(|(found, _)| found)).collect()
                } else {
                    vec![models.lookup_path(&path)]
                };
                let hidden = found.iter().any(|found| found.is_none_or(|found| *found != model));
                wrong.extend(
                    hidden.then(|| format!("{file}: `{path}` leads to {:?}", found.iter().map(|f| f.map(|f| &f.path)).collect::<Vec<_>>())),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{} paths do not lead to their model:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every path that a built-in model is for.
fn model_paths() -> Vec<String> {
    let models = FILES.iter().flat_map(|(file, text)| parse(file, text).unwrap_or_else(|error| panic!("{file}: {error}")));
    models.flat_map(|model| model.paths()).collect()
}
