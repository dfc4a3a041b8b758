//! What is configured: any text is a configuration or is refused with its places, and what is read is the same each time.

use std::sync::LazyLock;

use camino::Utf8Path;
use looksalive_lint::config::levels::{LevelTable, LintNames};
use looksalive_lint::config::units::{parse_duration, parse_size};
use looksalive_lint::config::{self, Config, LoadError};
use looksalive_lint::findings::{Baseline, registry};
use looksalive_lint::models;
use looksalive_lint::source::LineIndex;
use looksalive_lint::workspace::{Cfg, Package};

static WINDOWS: LazyLock<Cfg> = LazyLock::new(|| Cfg::for_target("x86_64-pc-windows-msvc").expect("a built-in target"));

/// Panics where a promise is broken.
pub fn check(text: &str) {
    for role in ["looksalive.toml", "Cargo.toml", "member/Cargo.toml"] {
        let (first, second) = (load(role, text), load(role, text));
        assert_eq!(format!("{first:?}"), format!("{second:?}"), "the same configuration is read differently");
        match first {
            Ok(config) => used(&config),
            Err(LoadError::Invalid(errors)) => refused(role, text, &errors),
            Err(LoadError::Read(error)) => panic!("what was read cannot be read: {error}"),
        }
    }
    baseline(text);
    // What stands in configurations and manifests besides.
    let line = text.lines().next().unwrap_or_default();
    let _ = (parse_duration(line), parse_size(line), models::parse_duration(line), models::parse_size(line));
    let cfg = &*WINDOWS;
    assert_eq!(cfg.eval(line), cfg.eval(line));
    if let (Some(holds), Some(negated)) = (cfg.eval(line), cfg.eval(&format!("not({line})"))) {
        assert_ne!(holds, negated, "`{line}` and its opposite");
    }
    cfg.matches(line);
    if let Err(error) = Cfg::for_target(line) {
        assert!(!error.to_string().is_empty());
    }
}

/// Loads a configuration of which one file has the text.
fn load(role: &str, text: &str) -> Result<Config, LoadError> {
    let root = Utf8Path::new("/workspace");
    let package = Package {
        name: "member".to_owned(),
        version: String::new(),
        id: String::new(),
        manifest: root.join("member/Cargo.toml"),
        dir: root.join("member"),
        is_member: true,
        is_selected: true,
        metadata: Some(serde_json::Value::Null),
    };
    let file = root.join(role);
    config::load(root, &[package], LintNames(registry::all()), &|path| Ok((path == file).then(|| text.to_owned())))
}

/// What is accepted can be asked.
fn used(config: &Config) {
    let table = LevelTable::new(config, &[]);
    for lint in registry::all() {
        let setting = table.level_at(lint, "member", "src/lib.rs");
        assert_eq!(setting.level, table.level_at(lint, "member", "src/lib.rs").level);
    }
    config.budget("member");
    config.allocation_limit("member");
    for problem in config.unknown_packages(["member"].into_iter()) {
        rendered(&problem);
    }
}

/// What is refused is told with places in the file, in order.
fn refused(role: &str, text: &str, errors: &config::ConfigErrors) {
    assert!(!errors.0.is_empty(), "refused without a reason");
    for problem in &errors.0 {
        assert_eq!(problem.place.file.name, role);
        let range = problem.place.range.clone();
        assert!(text.get(range.clone()).is_some(), "{range:?} is no stretch of the {} bytes: {}", text.len(), problem.message);
        rendered(problem);
    }
    let shown = errors.to_string();
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?} obeys the file");
}

fn rendered(problem: &config::Problem) {
    let shown = problem.render("error");
    let lines = LineIndex::new(&problem.place.file.text).lines();
    let place = shown.lines().nth(1).and_then(|line| line.rsplit(':').nth(1)).and_then(|line| line.parse::<usize>().ok());
    assert!(place.is_some_and(|line| (1..=lines).contains(&line)), "{shown:?} is told of no line of {lines}");
    assert!(problem.message.chars().next().is_some_and(|c| !c.is_uppercase()), "`{}` is no message", problem.message);
}

/// A baseline that is read and written is the same.
fn baseline(text: &str) {
    let Ok(baseline) = Baseline::parse(text) else { return };
    let written = baseline.render();
    let again = Baseline::parse(&written).expect("what was written can be read");
    assert_eq!(again.render(), written);
    assert_eq!(again.len(), baseline.len());
}
