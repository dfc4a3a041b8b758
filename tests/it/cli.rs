//! The command line through the built binary: what it prints, where, and the exit status.

use std::io::Read;
use std::process::{Command, Output, Stdio};

fn tool() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
    for variable in ["CARGO_TERM_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    tool().args(arguments).output().expect("the tool starts")
}

#[track_caller]
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

#[track_caller]
fn fails(arguments: &[&str], message: &str) {
    let output = run(arguments);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert!(stderr.starts_with("error: ") && stderr.contains(message), "{arguments:?}: {stderr}");
    assert!(output.stdout.is_empty(), "{arguments:?}: mistakes are told on standard error only");
}

#[test]
fn help_and_version_are_no_mistakes() {
    for arguments in [&["--help"][..], &["-h"], &["looksalive-lint", "--help"], &["check", "--help"], &["help", "explain"]] {
        let output = run(arguments);
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}");
        assert!(text(&output.stdout).contains("cargo looksalive-lint"), "{arguments:?}: {}", text(&output.stdout));
    }
    let version = run(&["-V"]);
    assert_eq!(text(&version.stdout), format!("cargo-looksalive-lint {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_names_the_exit_statuses() {
    let output = run(&["--help"]);
    let help = text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("0 nothing at deny level, 1 findings at deny level or a file that does not parse, 2 the work could not be done"));
}

#[test]
fn mistakes_are_told_once_on_standard_error() {
    fails(&["--wrokspace"], "'--workspace'");
    fails(&["-D", "slepes"], "did you mean `sleeps`?");
    fails(&["--budget", "soon"], "`soon` does not begin with a number");
    fails(&["--message-format=human,short"], "cannot both go to the terminal");
    fails(&["no/such/file.rs"], "no file or folder `no/such/file.rs`");
    fails(&["exlpain"], "did you mean `explain`?");
    fails(&["--", "-D", "warnings"], "leave the `--` out");
    fails(&["explain", "slepes"], "unknown lint `slepes`; did you mean `sleeps`?");
    fails(&["explain", "xyzzy"], "`cargo looksalive-lint list` shows every lint");
}

#[test]
fn every_listed_lint_can_be_explained() {
    let output = run(&["list"]);
    assert!(output.status.success());
    let list = text(&output.stdout);
    let names: Vec<&str> = list
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains(&"sleeps") && names.contains(&"unbounded_waits"), "{list}");
    for name in names {
        let page = run(&["explain", name]);
        let page = text(&page.stdout);
        assert!(page.starts_with(&format!("looksalive::{name}\n")), "{page}");
        assert!(page.contains("\nWhat it does\n") && !page.contains("+++") && !page.contains("```"), "{page}");
    }
}

#[test]
fn a_group_explains_itself_by_its_lints() {
    let output = run(&["explain", "looksalive::unbounded"]);
    let shown = text(&output.stdout);
    assert!(shown.contains("`unbounded` is a group") && shown.contains("blocking_io") && !shown.contains("sleeps"), "{shown}");
}

#[test]
fn color_follows_flag_then_environment() {
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = tool().args(arguments).envs(variables.iter().copied()).output().expect("the tool starts");
        text(&output.stdout).contains('\u{1b}')
    };
    assert!(!colored(&["list"], &[]), "no terminal, no colour");
    assert!(colored(&["list", "--color=always"], &[("NO_COLOR", "1")]));
    assert!(colored(&["list"], &[("CARGO_TERM_COLOR", "always")]));
    assert!(colored(&["list"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["list"], &[("CARGO_TERM_COLOR", "never"), ("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--color", "never", "--help"], &[("CLICOLOR_FORCE", "1")]));
    let mistake = tool().args(["--color=always", "--nonsense"]).output().expect("the tool starts");
    assert!(text(&mistake.stderr).contains('\u{1b}'));
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let mut child = tool().args(["explain", "sleeps"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the tool starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("it is piped").read_to_string(&mut said).expect("it is text");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    for arguments in [&["list"][..], &["explain", "sleeps"], &["--help"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = tool().args(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with("error: "), "{arguments:?}");
    }
}

/// A workspace with one resource DLL package that has no entry point.
pub fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[features]\na = []\nb = []\n";
    for (name, text) in [("Cargo.toml", manifest), ("src/lib.rs", "pub fn looks_alive() -> bool {\n    true\n}\n")].iter().chain(files) {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

#[track_caller]
fn lint(dir: &tempfile::TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = tool().current_dir(dir.path()).args(arguments).output().unwrap();
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

#[test]
fn a_run_that_looked_at_nothing_says_so() {
    let (status, stdout, stderr) = lint(&project(&[]), &[]);
    assert_eq!((status, stdout.as_str()), (Some(0), ""));
    assert!(stderr.contains("no LooksAlive entry point found"), "{stderr}");
    let (status, stdout, stderr) = lint(&project(&[]), &["-q"]);
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn what_rust_analyzer_runs_is_a_message_stream() {
    let project = project(&[]);
    let manifest = project.path().join("Cargo.toml");
    let arguments = [
        "looksalive-lint",
        "--workspace",
        "--message-format=json-diagnostic-rendered-ansi",
        "--manifest-path",
        manifest.to_str().unwrap(),
        "--target-dir",
        "target/rust-analyzer",
        "--keep-going",
        "--all-targets",
        "--features",
        "a b",
        "--no-default-features",
        "--config",
        "net.offline=true",
        "-Zunstable-options",
    ];
    let (status, stdout, stderr) = lint(&project, &arguments);
    assert_eq!(status, Some(0), "{stderr}");
    let reasons: Vec<String> = stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["reason"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(reasons, ["compiler-artifact", "build-finished"]);
    assert!(!project.path().join("target").exists(), "nothing is written into the repository");
}

#[test]
fn reports_go_to_files_beside_what_people_read() {
    let project = project(&[]);
    let (status, stdout, stderr) = lint(&project, &["--message-format=json=out.json", "--message-format", "short=out.txt"]);
    assert_eq!((status, stdout.as_str()), (Some(0), ""));
    assert!(stderr.contains("looksalive: "), "{stderr}");
    assert!(std::fs::read_to_string(project.path().join("out.json")).unwrap().contains("build-finished"));
    assert!(project.path().join("out.txt").exists());
}

#[test]
fn a_broken_configuration_is_told_with_its_place() {
    let project = project(&[("looksalive.toml", "budgte = \"300ms\"\n\n[lints]\nslepes = \"allow\"\n")]);
    let (status, stdout, stderr) = lint(&project, &[]);
    let expected = "\
error: unknown key `budgte`
 --> looksalive.toml:1:1
  |
1 | budgte = \"300ms\"
  | ^^^^^^
  |
  = help: did you mean `budget`?

error: unknown lint `slepes`
 --> looksalive.toml:4:1
  |
4 | slepes = \"allow\"
  | ^^^^^^
  |
  = help: did you mean `sleeps`?
";
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (Some(2), "", expected));
}

#[test]
fn a_configuration_that_cannot_be_read_is_an_error() {
    let project = project(&[]);
    std::fs::create_dir(project.path().join("looksalive.toml")).unwrap();
    let (status, _, stderr) = lint(&project, &[]);
    assert_eq!(status, Some(2));
    assert!(stderr.starts_with("error: cannot read `") && stderr.contains("looksalive.toml"), "{stderr}");
}

#[test]
fn a_configured_target_is_used_and_checked() {
    let (status, _, stderr) = lint(&project(&[("looksalive.toml", "target = \"aarch64-pc-windows-msvc\"\n")]), &[]);
    assert_eq!(status, Some(0), "{stderr}");
    let (status, _, stderr) = lint(&project(&[("looksalive.toml", "target = \"aarch46-pc-windows-msvc\"\n")]), &[]);
    assert_eq!(status, Some(2), "{stderr}");
    assert!(stderr.contains(" --> looksalive.toml:1:10\n"), "{stderr}");
}

#[test]
fn what_may_be_a_mistake_is_a_warning() {
    let project = project(&[("looksalive.toml", "[lints]\nsleeps = \"forbid\"\n[package.dsik]\nbudget = \"1s\"\n")]);
    let (status, _, stderr) = lint(&project, &["-A", "sleeps"]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(stderr.contains("warning: no package `dsik` in the workspace\n --> looksalive.toml:3:10\n"), "{stderr}");
    assert!(stderr.contains("warning: `-A sleeps` has no effect: the lint is forbidden by looksalive.toml\n"), "{stderr}");
}

#[test]
fn without_a_usable_manifest_there_is_one_clear_message() {
    let empty = tempfile::tempdir().unwrap();
    let (status, _, stderr) = lint(&empty, &[]);
    assert_eq!(status, Some(2));
    assert!(stderr.starts_with("error: no `Cargo.toml` found") && stderr.lines().count() == 1, "{stderr}");
    let (status, _, stderr) = lint(&project(&[("Cargo.toml", "[package\n")]), &[]);
    assert_eq!(status, Some(2));
    assert!(stderr.starts_with("error: ") && stderr.contains("Cargo.toml"), "{stderr}");
    let (status, _, stderr) = lint(&project(&[]), &["-p", "dsik"]);
    assert_eq!(status, Some(2));
    assert!(stderr.starts_with("error: ") && stderr.contains("dsik"), "{stderr}");
}

#[test]
fn manifests_configure_too() {
    let manifest = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\n[workspace]\n[workspace.metadata.looksalive]\nbudget = \"1s\"\n\
                    [package.metadata.looksalive]\nlints.slepes = \"deny\"\n";
    let project = project(&[("Cargo.toml", manifest)]);
    let (status, _, stderr) = lint(&project, &[]);
    assert_eq!(status, Some(2), "{stderr}");
    assert!(stderr.contains("unknown lint `slepes`\n --> Cargo.toml:8:7\n"), "{stderr}");
    std::fs::write(project.path().join("Cargo.toml"), manifest.replace("slepes", "sleeps")).unwrap();
    let (status, _, stderr) = lint(&project, &[]);
    assert_eq!(status, Some(0), "{stderr}");
}

#[test]
fn the_demo_is_code_that_compiles() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let output = tool().arg("demo").arg(&demo).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("What to look at"));
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", dir.path().join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(&demo)
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", text(&check.stderr));
}

/// What rust-analyzer shows after one run and the next: it forgets a package's findings at the first message or artifact about it that
/// is not fresh, and shows what follows.
#[test]
fn an_editor_shows_and_forgets_findings() {
    let wrong = "#[no_mangle]\npub extern \"system\" fn LooksAlive(_: *mut u8) -> i32 {\n    ask();\n    1\n}\nfn ask() {\n    std::thread::sleep(std::time::Duration::from_millis(1));\n}\n";
    let project = project(&[("src/lib.rs", wrong)]);
    let mut shown: std::collections::BTreeMap<String, Vec<serde_json::Value>> = Default::default();
    let mut save = |text: &str| {
        std::fs::write(project.path().join("src/lib.rs"), text).unwrap();
        let saved = project.path().join("src/lib.rs");
        let (_, stdout, stderr) = lint(
            &project,
            &["--workspace", "--message-format=json-diagnostic-rendered-ansi", "--keep-going", "--all-targets", saved.to_str().unwrap()],
        );
        let mut cleared = std::collections::BTreeSet::new();
        let mut ended = 0;
        for line in stdout.lines() {
            let message: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}: {stderr}"));
            let package = message["package_id"].as_str().unwrap_or_default().to_owned();
            match message["reason"].as_str().unwrap() {
                "compiler-message" => {
                    if cleared.insert(package.clone()) {
                        shown.remove(&package);
                    }
                    shown.entry(package).or_default().push(message["message"].clone());
                }
                "compiler-artifact" => {
                    if message["fresh"] == false && cleared.insert(package.clone()) {
                        shown.remove(&package);
                    }
                }
                "build-finished" => ended += 1,
                other => panic!("{other}"),
            }
        }
        assert_eq!(ended, 1);
        shown.values().flatten().cloned().collect::<Vec<_>>()
    };
    let one = save(wrong);
    assert_eq!(one.len(), 1, "{one:?}");
    let spans = one[0]["spans"].as_array().unwrap();
    assert_eq!(spans.iter().filter(|span| span["is_primary"] == true).count(), 1);
    // Related information along the path, each with its text.
    assert_eq!(spans.len(), 3, "{spans:?}");
    assert!(spans.iter().all(|span| !span["text"].as_array().unwrap().is_empty() && span["label"].is_string()), "{spans:?}");
    assert!(save(&wrong.replace("    ask();\n", "")).is_empty(), "mended");
    assert_eq!(save(wrong).len(), 1, "and wrong again");
}
