//! Setting up: `init`, the pre-commit hooks with the real client, completions and the manual page.

use crate::ui::{ROOT, text, tool};
use std::path::Path;
use std::process::{Command, Stdio};

const SOURCE: &str = "#[no_mangle]\npub extern \"system\" fn LooksAlive(_: *mut u8) -> i32 {\n    std::thread::sleep(std::time::Duration::from_millis(1));\n    1\n}\n";

/// A resource DLL in the folder `dll` of a git repository.
fn repository() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
    std::fs::create_dir_all(dir.path().join("dll/src")).unwrap();
    for (name, text) in [("dll/Cargo.toml", manifest), ("dll/src/lib.rs", SOURCE)] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    git(dir.path(), &["init", "-q"]);
    dir
}

fn git(dir: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(dir)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
}

#[track_caller]
fn init(dir: &Path, arguments: &[&str]) -> String {
    let output = tool(dir, &["init"].iter().chain(arguments).map(ToString::to_string).collect::<Vec<_>>());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).replace(&*dir.parent().unwrap().to_string_lossy(), "$TOP").replace(&*dir.to_string_lossy(), "$TOP/dll")
}

fn read(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn init_writes_what_is_missing_and_changes_nothing() {
    let dir = repository();
    let dll = dir.path().join("dll");
    let said = init(&dll, &[]);
    assert_eq!(said, "wrote $TOP/dll/looksalive.toml\nwrote $TOP/.pre-commit-config.yaml\nwrote $TOP/.github/workflows/looksalive.yml\n");
    assert!(
        read(dir.path(), ".pre-commit-config.yaml").contains("- id: looksalive-lint\n        args: [\"--manifest-path=dll/Cargo.toml\"]\n")
    );
    assert!(read(dir.path(), ".github/workflows/looksalive.yml").contains("args: --manifest-path=dll/Cargo.toml\n"));
    // What it writes is a configuration that changes nothing.
    let lint = |arguments: &[&str]| {
        text(&tool(&dll, &["check", "--offline"].iter().chain(arguments).map(ToString::to_string).collect::<Vec<_>>()).stderr)
    };
    let with = lint(&[]);
    assert!(with.contains("1 warning in 1 package"), "{with}");
    let written = read(&dll, "looksalive.toml");
    std::fs::remove_file(dll.join("looksalive.toml")).unwrap();
    assert_eq!(lint(&[]).replace("by default", ""), with.replace("because of looksalive.toml", ""));
    std::fs::write(dll.join("looksalive.toml"), format!("{written}# ours\n")).unwrap();

    let before = ["dll/looksalive.toml", ".pre-commit-config.yaml", ".github/workflows/looksalive.yml"].map(|name| read(dir.path(), name));
    let said = init(&dll, &[]);
    assert!(said.contains("looksalive.toml is there") && said.contains("has the hook") && said.contains("has the job"), "{said}");
    let after = ["dll/looksalive.toml", ".pre-commit-config.yaml", ".github/workflows/looksalive.yml"].map(|name| read(dir.path(), name));
    assert_eq!(before, after);
}

#[test]
fn init_prints_what_has_to_be_added_to_what_is_there() {
    let dir = repository();
    let dll = dir.path().join("dll");
    for (name, text) in [(".pre-commit-config.yaml", "repos: []\n"), (".gitlab-ci.yml", "test:\n  script: [cargo test]\n")] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    std::fs::write(dll.join("Cargo.toml"), read(&dll, "Cargo.toml") + "[package.metadata.looksalive]\nbudget = \"1s\"\n").unwrap();
    let said = init(&dll, &[]);
    assert!(said.contains("the configuration is in Cargo.toml"), "{said}");
    assert!(said.contains("add to the `repos:` of $TOP/.pre-commit-config.yaml:\n\n  - repo: "), "{said}");
    assert!(said.contains("add to $TOP/.gitlab-ci.yml:\n\nlooksalive:\n"), "{said}");
    assert_eq!(read(dir.path(), ".gitlab-ci.yml"), "test:\n  script: [cargo test]\n");
    assert!(!dll.join("looksalive.toml").exists() && !dir.path().join(".github").exists());
    assert!(!init(&dll, &["--ci", "none"]).contains("gitlab"));
}

/// The hook in the real client, where that is installed: it blocks a commit, and lets the mended one pass.
#[test]
fn pre_commit_blocks_and_passes() {
    if !Command::new("pre-commit").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return;
    }
    let hooks = tempfile::tempdir().unwrap();
    std::fs::copy(Path::new(ROOT).join(".pre-commit-hooks.yaml"), hooks.path().join(".pre-commit-hooks.yaml")).unwrap();
    git(hooks.path(), &["init", "-q"]);
    git(hooks.path(), &["add", "-A"]);
    git(hooks.path(), &["commit", "-qm", "hooks"]);
    git(hooks.path(), &["tag", "v1"]);
    let dir = repository();
    let config = format!(
        "repos:\n  - repo: {}\n    rev: v1\n    hooks:\n      - id: looksalive-lint-system\n        args: [\"--manifest-path=dll/Cargo.toml\", \"-D\", \"sleeps\", \"--offline\"]\n",
        hooks.path().display()
    );
    std::fs::write(dir.path().join(".pre-commit-config.yaml"), config).unwrap();
    std::fs::write(dir.path().join("dll/src/other.rs"), "pub fn other() {}\n").unwrap();
    git(dir.path(), &["add", "-A"]);
    let binaries = Path::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint")).parent().unwrap();
    let path = std::env::join_paths(std::iter::once(binaries.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())))
        .unwrap();
    let hook = || {
        let home = hooks.path().join("home");
        let mut command = Command::new("pre-commit");
        command.arg("run").current_dir(dir.path()).env("PATH", &path).env("PRE_COMMIT_HOME", home).stdin(Stdio::null());
        let output = command.output().unwrap();
        (output.status.success(), text(&output.stdout) + &text(&output.stderr))
    };
    let (passes, said) = hook();
    assert!(
        !passes && said.contains("`thread::sleep` sleeps for 1 ms") && said.contains("dll/src/lib.rs") | said.contains("src/lib.rs:3:"),
        "{said}"
    );
    // Only another file is in the commit: the finding is not its business.
    git(dir.path(), &["commit", "-qnm", "one"]);
    std::fs::write(dir.path().join("dll/src/other.rs"), "pub fn other() { let _ = 1; }\n").unwrap();
    git(dir.path(), &["add", "-A"]);
    let (passes, said) = hook();
    assert!(passes, "{said}");
    std::fs::write(dir.path().join("dll/src/lib.rs"), SOURCE.replace("    std::thread::sleep(std::time::Duration::from_millis(1));\n", ""))
        .unwrap();
    git(dir.path(), &["add", "-A"]);
    let (passes, said) = hook();
    assert!(passes && said.contains("Passed"), "{said}");
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let output = |arguments: &[&str]| {
        let output = tool(Path::new(ROOT), &arguments.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let man = output(&["man"]);
    for what in ["budget", "call\\-graph", "\\-\\-message\\-format", "\\-\\-changed\\-since", "COMMAND INIT", "Exit status"] {
        assert!(man.contains(what), "{what} is not in the manual");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let completions = output(&["completions", shell]);
        assert!(completions.contains("write-baseline") && completions.contains("call-graph"), "{shell}");
    }
    let script = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(script.path(), output(&["completions", "bash"])).unwrap();
    if let Ok(checked) = Command::new("bash").arg("-n").arg(script.path()).output() {
        assert!(checked.status.success(), "{}", text(&checked.stderr));
    }
}

/// Every hook and the action speak of what exists.
#[test]
fn hooks_and_action_use_flags_that_exist() {
    let hooks = std::fs::read_to_string(Path::new(ROOT).join(".pre-commit-hooks.yaml")).unwrap();
    assert_eq!(hooks.matches("entry: cargo-looksalive-lint check\n").count(), hooks.matches("- id: ").count());
    let action = std::fs::read_to_string(Path::new(ROOT).join("action.yml")).unwrap();
    let dir = repository();
    let command = action
        .lines()
        .find_map(|line| line.trim().strip_prefix("cargo-looksalive-lint "))
        .expect("no alias of the repository can stand for it");
    let words = command.split(" $ARGS").next().unwrap().replace("$SARIF", "out.sarif").replace('"', "");
    let arguments: Vec<String> = words.split_whitespace().chain(["--offline"]).map(str::to_owned).collect();
    let output = tool(&dir.path().join("dll"), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("::warning file=dll/src/lib.rs,line=3,"), "{}", text(&output.stdout));
    assert!(dir.path().join("dll/out.sarif").exists());
}
