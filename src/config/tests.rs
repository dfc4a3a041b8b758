use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use super::levels::Selector;
use super::*;
use crate::findings::{Group, Level, Lint};
use crate::models::schema::{Bound, Latency};

static SLEEPS: Lint = Lint { name: "sleeps", group: Group::Recommended, default_level: Level::Warn, since: "", page: "" };
static IO: Lint = Lint { name: "blocking_io", group: Group::Unbounded, default_level: Level::Deny, since: "", page: "" };
const NAMES: LintNames = LintNames(&[&SLEEPS, &IO]);

fn package(name: &str, metadata: bool) -> Package {
    let dir = Utf8PathBuf::from(format!("/ws/{name}"));
    Package {
        name: name.into(),
        version: "0.1.0".into(),
        id: format!("path+file:///ws/{name}#0.1.0"),
        manifest: dir.join("Cargo.toml"),
        dir,
        is_member: true,
        is_selected: true,
        metadata: metadata.then(|| serde_json::json!({})),
    }
}

fn load_files(files: &[(&str, &str)], packages: &[Package]) -> Result<Config, LoadError> {
    let files: BTreeMap<String, String> = files.iter().map(|(name, text)| (format!("/ws/{name}"), (*text).to_owned())).collect();
    load(Utf8Path::new("/ws"), packages, NAMES, &|path| Ok(files.get(path.as_str()).cloned()))
}

fn own(text: &str) -> Config {
    load_files(&[("looksalive.toml", text)], &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn errors(text: &str) -> String {
    load_files(&[("looksalive.toml", text)], &[]).expect_err("the configuration is wrong").to_string()
}

#[test]
fn nothing_configured_is_the_default() {
    let config = load_files(&[], &[package("disk", false)]).unwrap();
    assert_eq!(config.budget("disk"), Duration::from_millis(300));
    assert_eq!(config.allocation_limit("disk"), 65_536);
    assert!(config.target.is_none());
}

#[test]
fn everything_at_once() {
    let config = own(r#"
        budget = "150ms"
        allocation-limit = "1MiB"
        target = "aarch64-pc-windows-msvc"

        [lints]
        unbounded = "warn"
        "looksalive::sleeps" = { level = "allow" }

        [entry-points]
        looks-alive = ["my_framework::Resource::looks_alive", "other::alive"]
        terminate = "my_framework::Resource::terminate"

        [[model]]
        path = "disk_probe::Probe::check"
        latency = "20ms"

        [[model]]
        path = "DskQuery"
        foreign = true
        latency = { arg = 1, unit = "ms", plus = "5ms" }

        [package.disk]
        budget = "100ms"
        lints.sleeps = "deny"

        [[path]]
        glob = ["disk/src/old/*.rs"]
        lints.unbounded = "allow"
    "#);
    assert_eq!(config.budget("disk"), Duration::from_millis(100));
    assert_eq!(config.budget("share"), Duration::from_millis(150));
    assert_eq!(config.allocation_limit("disk"), 1 << 20);
    assert_eq!(config.target.as_ref().unwrap().value, "aarch64-pc-windows-msvc");
    let levels = &config.workspace.levels.levels;
    assert_eq!(levels.get(&Selector::Lint("sleeps")), Some(&Level::Allow));
    assert_eq!(levels.get(&Selector::Group(Group::Unbounded)), Some(&Level::Warn));
    let points: Vec<_> = config.entry_points("disk").map(|p| (p.role, p.path.value.as_str())).collect();
    assert!(points.contains(&("looks-alive", "other::alive")) && points.contains(&("terminate", "my_framework::Resource::terminate")));
    assert_eq!(config.models[0].value.path, "disk_probe::Probe::check");
    assert_eq!(config.models[0].value.latency, Some(Latency::Fixed(Bound::For(Duration::from_millis(20)))));
    assert!(config.paths[0].globs.is_match("disk/src/old/a.rs"));
    assert!(!config.paths[0].globs.is_match("disk/src/old/deeper/a.rs"), "`*` stays in its folder");
}

#[test]
fn the_example_in_the_documentation_is_valid() {
    let documentation = include_str!("mod.rs");
    let example: Vec<&str> = documentation
        .lines()
        .skip_while(|line| *line != "//! ```toml")
        .skip(1)
        .take_while(|line| *line != "//! ```")
        .map(|line| line.trim_start_matches("//!"))
        .collect();
    let example = example.join("\n");
    assert!(example.contains("budget"));
    assert_eq!(own(&example).budget("legacy"), Duration::from_secs(1));
}

#[test]
fn the_flag_wins_over_every_budget() {
    let mut config = own("budget = \"1s\"\n[package.disk]\nbudget = \"2s\"\n");
    config.budget_flag = Some(Duration::from_millis(50));
    assert_eq!(config.budget("disk"), Duration::from_millis(50));
}

#[test]
fn several_mistakes_are_told_at_once_from_top_to_bottom() {
    let shown = errors("target = 5\nbudgte = \"300ms\"\nbudget = \"300\"\n[lints]\nsleeps = \"alow\"\n[entry-points]\nlook-alive = []\n");
    let expected = "\
error: `target` is a string, not an integer
 --> looksalive.toml:1:10
  |
1 | target = 5
  |          ^

error: unknown key `budgte`
 --> looksalive.toml:2:1
  |
2 | budgte = \"300ms\"
  | ^^^^^^
  |
  = help: did you mean `budget`?

error: `300` has no unit: write `300ms`, or another of `ns`, `us`, `ms`, `s`, `m`, `h`
 --> looksalive.toml:3:10
  |
3 | budget = \"300\"
  |          ^^^^^

error: unknown level `alow`
 --> looksalive.toml:5:10
  |
5 | sleeps = \"alow\"
  |          ^^^^^^
  |
  = help: did you mean `allow`?

error: unknown key `look-alive`
 --> looksalive.toml:7:1
  |
7 | look-alive = []
  | ^^^^^^^^^^
  |
  = help: did you mean `looks-alive`?
";
    assert_eq!(shown, expected);
}

#[test]
fn each_mistake_has_its_message_and_place() {
    for (text, message, place) in [
        ("allocation_limit = \"1KiB\"", "did you mean `allocation-limit`?", "1:1"),
        ("budget = \"0ms\"", "a budget of nothing cannot be met", "1:10"),
        ("budget = 300", "`budget` is a string, not an integer", "1:10"),
        ("allocation-limit = \"64Kib/s\"", "unknown unit `Kib/s`", "1:20"),
        ("allocation-limit = -1", "a size is not negative", "1:20"),
        ("target = \"x86 64\"", "`x86 64` is no target triple", "1:10"),
        ("lints = \"deny\"", "`lints` is a table, not a string", "1:9"),
        ("[lints]\nsleeps = { level = \"warn\", priority = 1 }", "levels have no priority", "2:28"),
        ("[lints]\nsleeps = {}", "missing key `level`", "2:10"),
        ("[lints]\nblocking_io = \"warn\"\nblocking-io = \"deny\"", "`blocking_io` is set twice", "2:1"),
        ("[entry-points]\nopen = [\"a::<b>\"]", "`a::<b>` is no path of a function", "2:9"),
        ("[entry-points]\nopen = [1]", "each item of `open` is a string, not an integer", "2:9"),
        ("[model]\npath = \"a\"", "`model` is an array of tables, not a table", "1:1"),
        ("[[model]]\npath = \"a::b\"", "`path` has no effect", "2:8"),
        ("[[model]]\nlatency = \"instant\"", "missing key `path`", "1:1"),
        ("[[model]]\npath = \"a\"\nlatencies = \"1ms\"", "unknown key `latencies`", "3:1"),
        ("[[model]]\npath = \"a\"\nlatency = \"1 moon\"", "`1 moon` is no bound", "3:11"),
        ("[[model]]\npath = \"a\"\nlatency = { path = 0, local = \"soon\" }", "`soon` is no bound", "3:31"),
        ("[[model]]\npath = \"a\"\nlatency = \"1ms\"\nkind = \"netwrok\"", "unknown value `netwrok`", "4:8"),
        ("[[model]]\npath = \"a\"\nlatency = { arg = 1, unit = \"mss\" }", "unknown value `mss`", "3:29"),
        ("[[model]]\npath = \"a\"\nlatency = { arg = 1, unti = \"ms\" }", "did you mean `unit`?", "3:22"),
        ("[[model]]\npath = \"a\"\nlatency = { arg = \"first\" }", "`first` is not an argument: its number from 0", "3:19"),
        ("[[model]]\npath = \"a\"\nlatency = { null = 0, then = \"1 s\", otherwise = \"2\" }", "`2` is no bound", "3:49"),
        ("[[model]]\npath = \"a\"\nlatency = { null = 0, zero = 0, then = \"1s\", otherwise = \"2s\" }", "more than one condition", "3:11"),
        ("[[model]]\npath = \"a\"\nlatency = { null = 0, then = \"1s\" }", "a condition needs `then` and `otherwise`", "3:11"),
        ("[[model]]\npath = \"a\"\nlatency = {}", "no bound: give `arg`", "3:11"),
        ("[[model]]\npath = \"a\"\nlatency = 5", "expected a bound (`instant`", "3:11"),
        ("[[model]]\npath = \"a\"\nallocates = \"lots\"", "`lots` is no allocation", "3:13"),
        ("[[model]]\npath = \"a\"\nlatency = \"1ms\"", "`path` has one segment", "2:8"),
        ("[[model]]\npath = \"a::b\"\narity = [2]\nlatency = \"1ms\"", "`arity` needs `foreign = true`", "3:9"),
        ("[[model]]\npath = \"a\"\nlock = { op = \"acquire\" }", "missing key `on`", "3:8"),
        ("[[path]]\nglob = \"a[\"\nlints.sleeps = \"allow\"", "no valid glob", "2:8"),
        ("[[path]]\nlints.sleeps = \"allow\"", "missing key `glob`", "1:1"),
        ("[package.disk]\ntarget = \"x\"", "`target` cannot be set for one package", "2:1"),
        ("budget = \"1s\"\nbudget = \"2s\"", "not valid TOML", "2:1"),
        ("budget = ", "not valid TOML", "1:"),
    ] {
        let shown = errors(text);
        assert!(shown.contains(message), "{text}\n{shown}");
        assert!(shown.contains(&format!("looksalive.toml:{place}")), "{text}\n{shown}");
    }
}

#[test]
fn what_is_no_toml_is_told_alone() {
    let shown = errors("[lints\nsleeps = \"nothing\"\nbudgte = 1\n");
    assert_eq!(shown.matches("error: ").count(), 1, "{shown}");
}

#[test]
fn serdes_words_are_ours() {
    let shown = errors("[[model]]\npath = \"a\"\nlatency = \"1ms\"\nkind = \"netwrok\"");
    assert!(shown.contains("did you mean `network`?"), "{shown}");
    let shown = errors("[[model]]\npath = \"a\"\nlatnecy = \"1ms\"");
    assert!(shown.contains("did you mean `latency`?"), "{shown}");
    let shown = errors("[[model]]\npath = \"a\"\nlatency = [1]");
    assert!(!shown.contains("untagged"), "{shown}");
}

#[test]
fn an_unknown_lint_is_an_unknown_key() {
    let shown = errors("[lints]\nslepes = \"allow\"\nfrobnicate = \"warn\"\n");
    assert!(shown.contains("error: unknown lint `slepes`\n --> looksalive.toml:2:1\n"), "{shown}");
    assert!(shown.contains("did you mean `sleeps`?"), "{shown}");
    assert!(shown.contains("error: unknown lint `frobnicate`\n --> looksalive.toml:3:1\n"), "{shown}");
}

#[test]
fn metadata_tables_of_manifests() {
    let root = "[workspace]\nmembers = [\"disk\"]\n[workspace.metadata.looksalive]\nbudget = \"200ms\"\n[workspace.metadata.looksalive.package.disk]\nlints.sleeps = \"deny\"\n";
    let member = "[package]\nname = \"disk\"\n[package.metadata.looksalive]\nbudget = \"100ms\"\nlints.sleeps = \"allow\"\n";
    let packages = [package("disk", true), package("share", false)];
    let config = load_files(&[("Cargo.toml", root), ("disk/Cargo.toml", member)], &packages).unwrap();
    assert_eq!(config.budget("disk"), Duration::from_millis(100));
    assert_eq!(config.budget("share"), Duration::from_millis(200));
    let level = levels::LevelTable::new(&config, &[]).level_at(&SLEEPS, "disk", "disk/src/lib.rs");
    assert_eq!(level.level, Level::Deny, "what the workspace says of a package by name wins");
}

#[test]
fn a_mistake_in_a_manifest_points_into_the_manifest() {
    let member = "[package]\nname = \"disk\"\n\n[package.metadata.looksalive]\nbugdet = \"100ms\"\ntarget = \"x\"\n";
    let error = load_files(&[("disk/Cargo.toml", member)], &[package("disk", true)]).unwrap_err().to_string();
    assert!(error.contains(" --> disk/Cargo.toml:5:1\n"), "{error}");
    assert!(error.contains("did you mean `budget`?"), "{error}");
    assert!(error.contains("`target` cannot be set for one package"), "{error}");
}

#[test]
fn two_configurations_of_one_workspace_are_refused() {
    let root = "[workspace.metadata.looksalive]\nbudget = \"200ms\"\n";
    let error = load_files(&[("Cargo.toml", root), ("looksalive.toml", "")], &[]).unwrap_err().to_string();
    assert!(error.contains("the workspace is configured twice"), "{error}");
    assert!(error.contains(" --> Cargo.toml:1:"), "{error}");
}

#[test]
fn a_table_for_a_package_that_is_not_there() {
    let config = own("[package.dsik]\nbudget = \"1s\"\n");
    let problems = config.unknown_packages(["disk", "share"].into_iter());
    assert!(problems[0].render("warning").contains("no package `dsik` in the workspace"));
    assert!(problems[0].render("warning").contains("did you mean `disk`?"));
    assert!(config.unknown_packages(["dsik"].into_iter()).is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let denied = |path: &Utf8Path| Err(format!("cannot read `{path}`: permission denied").into());
    let error = load(Utf8Path::new("/ws"), &[], NAMES, &denied).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `/ws/looksalive.toml`: permission denied");
}

#[test]
fn a_byte_order_mark_and_carriage_returns_do_not_shift_places() {
    let shown = errors("\u{feff}budgte = \"1s\"\r\ntarget = 1\r\n");
    assert!(shown.contains("looksalive.toml:1:1\n"), "{shown}");
    assert!(shown.contains("1 | budgte = \"1s\"\n  | ^^^^^^\n"), "{shown}");
    assert!(shown.contains("looksalive.toml:2:10\n"), "{shown}");
}

/// Text of the configuration's own words, in any order.
fn any_configuration() -> impl proptest::strategy::Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "budget",
        "allocation-limit",
        "target",
        "lints",
        "entry-points",
        "model",
        "package",
        "path",
        "glob",
        "sleeps",
        "looks-alive",
        "level",
        "latency",
        "arg",
        "kind",
        " = ",
        "=",
        "\n",
        "\r\n",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ".",
        ",",
        "\"",
        "'",
        "\"1ms\"",
        "\"deny\"",
        "\"\"\"",
        "5",
        "-1",
        "true",
        "1979-05-27",
        "[]",
        "{}",
        "#",
        "\u{feff}",
        "ä",
        "\t",
        "\\u0000",
        "::",
        "\"a::b\"",
    ];
    use proptest::strategy::Strategy as _;
    proptest::collection::vec(proptest::sample::select(WORDS), 0..40).prop_map(|words| words.concat())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_it_panic_and_every_mistake_has_its_place(text in any_configuration()) {
        if let Err(LoadError::Invalid(errors)) = load_files(&[("looksalive.toml", &text)], &[]) {
            proptest::prop_assert!(!errors.0.is_empty());
            let places: Vec<usize> = errors.0.iter().map(|problem| problem.place.range.start).collect();
            proptest::prop_assert!(places.is_sorted(), "{places:?}");
            for problem in errors.0 {
                let shown = problem.render("error");
                proptest::prop_assert!(shown.contains(" --> looksalive.toml:"), "{shown}");
            }
        }
    }
}
