use std::time::Duration;

use super::*;
use crate::findings::{Finding, Label, Level, LevelOrigin, LeveledFinding, registry};
use crate::source::{SourceFile, Span};
use crate::workspace::{CrateIndex, CrateKind, CrateSpec, Package, PackageIndex, Request, TargetFilter};

fn words(line: &str) -> Vec<OsString> {
    line.split_whitespace().map(OsString::from).collect()
}

fn check_args(line: &str) -> args::CheckArgs {
    let cli = parse(&without_cargos_word(words(line))).unwrap_or_else(|error| panic!("{line}: {error}"));
    match cli.command {
        Some(Command::Check(check)) => *check,
        None => cli.check,
        Some(other) => panic!("{line}: {other:?}"),
    }
}

fn request(line: &str) -> Request {
    check_args(line).request("/here".into())
}

fn refusal(line: &str) -> String {
    parse(&words(line)).expect_err(line).to_string()
}

#[test]
fn cargos_word_and_check_can_be_left_out() {
    for line in ["prog --workspace", "prog check --workspace", "prog looksalive-lint --workspace", "prog looksalive-lint check --workspace"]
    {
        assert!(request(line).workspace, "{line}");
    }
}

#[test]
fn every_selecting_flag_reaches_the_request() {
    let request = request(
        "prog check -p path+file:///a/b#c@0.1.0 --package d --exclude e --lib --bin f --bins --all-targets --features g,h --all-features \
         --no-default-features --target i --target j --locked --offline --frozen --config k=1 --target-dir l --manifest-path m/Cargo.toml \
         src/n.rs",
    );
    assert_eq!(request.packages, ["path+file:///a/b#c@0.1.0", "d"]);
    assert_eq!(request.exclude, ["e"]);
    let targets = TargetFilter { lib: true, bins: true, bin: vec!["f".into()], all_targets: true, others: false };
    assert_eq!(request.targets, targets);
    assert_eq!(request.features, ["g,h"]);
    assert!(request.all_features && request.no_default_features && request.locked && request.offline && request.frozen);
    assert_eq!(request.triples, ["i", "j"]);
    assert_eq!(request.config, ["k=1"]);
    assert_eq!(request.target_dir.as_deref(), Some("l".into()));
    assert_eq!(request.manifest_path.as_deref(), Some("m/Cargo.toml".into()));
    assert_eq!(request.paths, ["src/n.rs"]);
    assert_eq!(request.current_dir, "/here");
}

#[test]
fn what_cargo_is_given_means_the_same() {
    let line = "prog check -p path+file:///a/b#c@0.1.0 --exclude e --workspace --lib --bin f --bins --all-targets --tests --test t --features g,h \
                --all-features --no-default-features --target i --target j --locked --offline --frozen --config k=1 --target-dir l --manifest-path m/Cargo.toml \
                --release --profile p -j 3 --keep-going -Z x --ignore-rust-version --timings=html --budget 1s -D warnings src/n.rs";
    let given = check_args(line).selection.cargo_arguments();
    assert!(!given.iter().any(|word| word.contains("budget") || word.contains("warnings") || word.contains("n.rs")), "{given:?}");
    let again = check_args(&format!("prog check {} src/n.rs", given.join(" ")));
    assert_eq!(again.selection.cargo_arguments(), given);
    assert_eq!(format!("{:?}", again.request("/".into())), format!("{:?}", check_args(line).request("/".into())));
}

#[test]
fn targets_that_are_never_analysed_are_known_to_be_asked_for() {
    for line in ["prog --tests", "prog --test a", "prog --examples", "prog --example a", "prog --benches", "prog --bench a"] {
        assert!(request(line).targets.others, "{line}");
    }
    assert!(request("prog").targets.is_default());
}

#[test]
fn what_editors_and_scripts_append_is_accepted() {
    for line in [
        "prog looksalive-lint --workspace --message-format=json-diagnostic-rendered-ansi --manifest-path /a/Cargo.toml --keep-going --all-targets",
        "prog -p path+file:///a#0.1.0 --message-format=json --lib --target-dir /t --target x86_64-pc-windows-msvc",
        "prog --release -r --profile dev -j 4 --jobs=8 -Zunstable-options -Z script --timings --timings=html --ignore-rust-version",
        "prog --config net.offline=true --config /a/config.toml --future-incompat-report --all",
        "prog --message-format json,json-diagnostic-short --message-format=json-render-diagnostics",
        "prog --color=always -v -v check",
    ] {
        check_args(line);
    }
    let spaced = check_args_of(&["prog", "--features", "a b"]);
    assert_eq!(spaced.request("/".into()).feature_names().collect::<Vec<_>>(), ["a", "b"]);
}

fn check_args_of(arguments: &[&str]) -> args::CheckArgs {
    parse(&arguments.iter().map(OsString::from).collect::<Vec<_>>()).unwrap_or_else(|error| panic!("{error}")).check
}

#[test]
fn levels_keep_the_order_in_which_they_were_typed() {
    let levels = check_args("prog -D warnings -A sleeps --warn unbounded -Fblocking-io --deny=looksalive::sleeps").levels.0;
    let shown: Vec<_> = levels.iter().map(|flag| (flag.level, flag.typed.as_str())).collect();
    let expected = [
        (Level::Deny, "-D warnings"),
        (Level::Allow, "-A sleeps"),
        (Level::Warn, "-W unbounded"),
        (Level::Forbid, "-F blocking-io"),
        (Level::Deny, "-D looksalive::sleeps"),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn common_flags_stand_before_or_after_the_command() {
    for line in ["prog --color never -q list", "prog list --color never -q", "prog --color never list -q"] {
        let cli = parse(&words(line)).unwrap();
        assert!(cli.common.quiet && cli.common.color == Some(color::When::Never), "{line}");
    }
}

#[test]
fn mistakes_are_refused_with_a_suggestion() {
    for (line, parts) in [
        ("prog --wrokspace", &["unexpected argument '--wrokspace'", "'--workspace'"][..]),
        ("prog -D slepes", &["invalid value 'slepes' for '--deny <LINT>'", "did you mean `sleeps`?"]),
        ("prog -F serde", &["`-F` is `--forbid`; features are `--features`"]),
        ("prog -A xyzzy", &["`cargo looksalive-lint list` shows every lint"]),
        ("prog --message-format=jsn", &["unknown format `jsn`, did you mean `json`?"]),
        ("prog --budget 300", &["`300` has no unit"]),
        ("prog --budget 0ms", &["must be more than nothing"]),
        ("prog --color sometimes", &["invalid value 'sometimes'"]),
        ("prog --workspace list", &["'--workspace' cannot be used with 'list'"]),
        ("prog -D warnings check", &["write it after `check`"]),
        ("prog explain", &["<LINT>"]),
        ("prog -q -v", &["cannot be used with"]),
    ] {
        let shown = refusal(line);
        assert!(parts.iter().all(|part| shown.contains(part)), "{line}: {shown}");
        assert!(shown.starts_with("error: "), "{line}: {shown}");
    }
}

#[test]
fn budget_is_a_duration() {
    assert_eq!(check_args("prog --budget 150ms").budget, Some(Duration::from_millis(150)));
    assert_eq!(check_args("prog --budget=1.5s").budget, Some(Duration::from_millis(1500)));
}

fn clean(_: &Job) -> anyhow::Result<Outcome> {
    Ok(Outcome::default())
}

/// One finding at deny level.
fn denied(_: &Job) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let file = outcome.sources.add(SourceFile::real("src/lib.rs", "fn f() {}\n", true));
    outcome.workspace.packages.push(Package {
        name: "demo".into(),
        version: String::new(),
        id: "demo".into(),
        manifest: "Cargo.toml".into(),
        dir: ".".into(),
        is_member: true,
        is_selected: true,
        metadata: None,
    });
    outcome.workspace.crates.push(CrateSpec {
        name: "demo".into(),
        target_name: "demo".into(),
        package: PackageIndex(0),
        kind: CrateKind::Cdylib,
        crate_types: vec!["cdylib".into()],
        edition: 2024,
        root_file: "src/lib.rs".into(),
        deps: Vec::new(),
        cfg: Default::default(),
        is_selected: true,
        is_member: true,
    });
    let finding = Finding {
        lint: &registry::BLOCKING_IO,
        message: "it blocks".into(),
        primary: Label { span: Span::new(file, 3, 4), text: "here".into() },
        labels: Vec::new(),
        notes: Vec::new(),
        helps: Vec::new(),
        package: PackageIndex(0),
        krate: CrateIndex(0),
    };
    outcome.findings.push(LeveledFinding { finding, level: Level::Deny, origin: LevelOrigin::Default });
    Ok(outcome)
}

#[test]
fn the_exit_status_says_how_it_went() {
    assert_eq!(status(words("prog"), clean), Status::Clean);
    assert_eq!(status(words("prog"), denied), Status::Denied);
    assert_eq!(status(words("prog"), |_| anyhow::bail!("cannot")), Status::Failed);
    assert_eq!(status(words("prog nowhere/lib.rs"), clean), Status::Failed);
    assert_eq!(status(words("prog --message-format=json=/nowhere/at/all/x"), clean), Status::Failed);
    let gone = |_: &Job| Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
    assert_eq!(status(words("prog"), gone), Status::Clean);
}

#[test]
fn a_report_goes_to_its_file_whole() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("out.json");
    std::fs::write(&file, "old and much longer than what is written now").unwrap();
    let line = format!("prog --message-format=json={}", file.display());
    assert_eq!(status(words(&line), denied), Status::Denied);
    let stream = std::fs::read_to_string(&file).unwrap();
    let reasons: Vec<String> =
        stream.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["reason"].to_string()).collect();
    assert_eq!(reasons, ["\"compiler-message\"", "\"compiler-artifact\"", "\"build-finished\""]);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing half-written is left");
}

#[test]
fn the_demo_is_written_and_succeeds_whatever_it_finds() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let line = format!("prog -q --color never demo {}", demo.display());
    let engine: Engine = |job| {
        let manifest = job.request.manifest_path.as_ref().expect("the demo's own");
        assert!(manifest.exists() && job.request.offline);
        denied(job)
    };
    assert_eq!(status(words(&line), engine), Status::Clean);
    assert!(demo.join("src/share/probe.rs").exists());
    assert_eq!(status(words(&line), engine), Status::Failed, "a folder with something in it is left alone");
}
