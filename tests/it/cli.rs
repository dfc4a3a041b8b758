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
