//! Which part of the sources may know what: the operating system, outside crates, each other.

use super::code::{File, sources};
use std::collections::{BTreeMap, BTreeSet};

/// The parts in the order of the data flow, each with the parts before it that it knows.
const LAYERS: [(&str, &[&str]); 18] = [
    ("source", &[]),
    ("syntax", &["source"]),
    ("workspace", &["source"]),
    ("models", &[]),
    ("findings", &["source", "syntax", "workspace"]),
    ("config", &["source", "workspace", "models", "findings"]),
    ("resolve", &["source", "syntax", "workspace"]),
    ("store", &["source", "workspace", "resolve"]),
    ("problems", &["source", "workspace", "findings", "resolve"]),
    ("roles", &["source", "syntax", "workspace", "resolve"]),
    ("analysis", &["source", "syntax", "models", "resolve", "roles"]),
    ("checks", &["source", "workspace", "models", "findings", "resolve", "roles", "analysis"]),
    ("budget", &["source", "workspace", "models", "findings", "config", "analysis", "checks"]),
    ("sharing", &["source", "workspace", "roles", "analysis", "checks"]),
    // `resolve` for the call graph's records, which are rendered as they are.
    ("report", &["source", "workspace", "findings", "resolve", "budget", "sharing"]),
    // `resolve`, `store`, `problems` and `analysis` for the call graph, which needs no more of the pipeline.
    ("cli", &["source", "workspace", "findings", "config", "resolve", "store", "problems", "analysis", "budget", "sharing", "report"]),
    (
        "run",
        &[
            "source",
            "workspace",
            "models",
            "findings",
            "config",
            "resolve",
            "store",
            "problems",
            "roles",
            "analysis",
            "checks",
            "budget",
            "sharing",
            "report",
            "cli",
        ],
    ),
    ("lib", &["run"]),
];

/// Crates that belong to one part.
const OWNED_CRATES: [(&str, &str); 18] = [
    ("syn", "src/syntax/"),
    ("proc_macro2", "src/syntax/"),
    ("quote", "src/syntax/"),
    ("codespan_reporting", "src/report/human.rs"),
    ("cargo_metadata", "src/workspace/"),
    ("cargo_platform", "src/workspace/"),
    ("clap", "src/cli/"),
    ("clap_cargo", "src/cli/"),
    ("toml", "src/config/ src/findings/baseline.rs src/models/ src/workspace/"),
    ("globset", "src/config/ src/workspace/"),
    ("quick_junit", "src/report/junit.rs"),
    ("toml_edit", "src/cli/"),
    ("rustfix", "src/cli/fix.rs"),
    ("clap_complete", "src/cli/"),
    ("clap_mangen", "src/cli/"),
    ("indicatif", "src/cli/"),
    ("schemars", "src/config/ src/report/"),
    ("postcard", "src/resolve/stdlib/"),
];

/// What is or leads to the operating system.
const SYSTEM: [&str; 18] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::path::absolute",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "anstream",
    "fs_err",
    "tempfile",
    "walkdir",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
];

/// Who may use it.
const SYSTEM_USERS: [&str; 5] = ["src/cli/", "src/workspace/", "src/source/load.rs", "src/report/write.rs", "src/main.rs"];

/// What others may use of it, and why.
const EXCEPTIONS: [(&str, &str); 5] = [
    // The analysis and deep parses run where the stack is large.
    ("src/store.rs", "std::thread"),
    ("src/syntax/guard.rs", "std::thread"),
    // codespan-reporting renders into a writer, which is a buffer here.
    ("src/report/human.rs", "std::io"),
    // Addresses as texts.
    ("src/analysis/", "std::net::SocketAddr"),
    ("src/analysis/", "std::net::IpAddr"),
];

/// Methods of paths that ask the file system.
const ASKING: [&str; 10] = [
    "canonicalize",
    "canonicalize_utf8",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "read_dir",
    "read_dir_utf8",
    "symlink_metadata",
];

/// What writes, and who may.
const WRITING: [(&str, &str); 12] = [
    ("fs::write", "src/cli/demo.rs src/workspace/load.rs src/workspace/shadow.rs"),
    ("fs::copy", "src/workspace/shadow.rs"),
    ("fs::create_dir", "src/workspace/shadow.rs"),
    ("fs::create_dir_all", "src/cli/demo.rs src/cli/init.rs src/workspace/shadow.rs"),
    ("fs::rename", ""),
    ("fs::remove_file", ""),
    ("fs::remove_dir_all", ""),
    ("fs::hard_link", ""),
    ("fs::set_permissions", ""),
    ("fs::OpenOptions", "src/cli/check.rs src/cli/demo.rs"),
    ("File::create", ""),
    ("File::create_new", ""),
];

fn is_in(file: &File, places: &str) -> bool {
    places.split(' ').any(|place| !place.is_empty() && file.name.starts_with(place))
}

/// Whether `names` begins with the path `path`.
fn begins_with(names: &[String], path: &str) -> bool {
    let mut names = names.iter();
    path.split("::").all(|part| names.next().is_some_and(|name| name == part))
}

/// Fails with every place where `is_wrong` says what is wrong with a path.
fn no_path(is_wrong: impl Fn(&File, &[String]) -> Option<String>) {
    let mut wrong = BTreeSet::new();
    for file in sources() {
        for path in &file.paths {
            wrong
                .extend(is_wrong(&file, &path.names).map(|why| format!("{}:{}: `{}`: {why}", file.name, path.line, path.names.join("::"))));
        }
    }
    assert!(wrong.is_empty(), "{}", Vec::from_iter(wrong).join("\n"));
}

/// Invariant 1.
#[test]
fn few_touch_the_operating_system() {
    no_path(|file, names| {
        let used = SYSTEM.iter().find(|system| begins_with(names, system))?;
        let may = SYSTEM_USERS.iter().any(|user| is_in(file, user))
            || EXCEPTIONS.iter().any(|(place, what)| is_in(file, place) && begins_with(names, what));
        (!may).then(|| format!("{used} belongs to cli, workspace, source's loading and report's writing"))
    });
    let mut asked = Vec::new();
    for file in sources().iter().filter(|file| !SYSTEM_USERS.iter().any(|user| is_in(file, user))) {
        let asks = file.bare_methods.iter().filter(|(name, _)| ASKING.contains(&name.as_str()));
        asked.extend(asks.map(|(name, line)| format!("{}:{line}: `.{name}()` asks the file system", file.name)));
    }
    assert!(asked.is_empty(), "{}", asked.join("\n"));
}

/// Invariant 1: the same facts give the same findings, whatever was checked before.
#[test]
fn checks_are_pure() {
    const STATE: [&str; 9] = ["Cell", "RefCell", "UnsafeCell", "Mutex", "RwLock", "OnceLock", "LazyLock", "thread_local!", "atomic"];
    let is_atomic = |name: &str| name.strip_prefix("Atomic").is_some_and(|of| of == "Bool" || of == "Ptr" || of.starts_with(['U', 'I']));
    let stateful = |name: &String| STATE.contains(&name.as_str()) || is_atomic(name);
    no_path(|file, names| (is_in(file, "src/checks/") && names.iter().any(stateful)).then(|| "a check keeps no state".to_owned()));
}

/// Invariant 2.
#[test]
fn outside_crates_have_one_home() {
    no_path(|file, names| {
        let (krate, home) = OWNED_CRATES.iter().find(|(krate, _)| begins_with(names, krate))?;
        (!is_in(file, home)).then(|| format!("{krate} belongs to {home}"))
    });
}

/// A stage knows the stages before it, and those are what [`LAYERS`] says.
#[test]
fn a_stage_knows_only_stages_before_it() {
    let order: BTreeMap<&str, usize> = LAYERS.iter().enumerate().map(|(place, (name, _))| (*name, place)).collect();
    for (name, known) in LAYERS {
        assert!(known.iter().all(|known| order[known] < order[name]), "{name} knows a stage after it");
    }
    let mut wrong = BTreeSet::new();
    let mut found = BTreeSet::new();
    for file in sources().iter().filter(|file| file.top() != "main" && file.top() != "lib") {
        let (name, known) = LAYERS.iter().find(|(name, _)| *name == file.top()).unwrap_or_else(|| panic!("{} is in no layer", file.name));
        found.insert(*name);
        for path in &file.paths {
            let Some(led) = file.leads_to(path).filter(|led| order.contains_key(led) && led != name) else { continue };
            if !known.contains(&led) {
                wrong.insert(format!("{}:{}: {name} does not know {led}", file.name, path.line));
            }
        }
    }
    assert_eq!(found.len() + 1, LAYERS.len(), "a layer has no files");
    assert!(wrong.is_empty(), "{}", Vec::from_iter(wrong).join("\n"));
}

/// Invariant 3, as far as the text shows it: one place starts a program, and it is Cargo; git is asked what changed, with all that it could
/// start switched off; and a command of Cargo's runs where the user asks for it.
#[test]
fn one_place_starts_a_program() {
    no_path(|file, names| {
        let starts = begins_with(names, "std::process::Command") || begins_with(names, "Command::new");
        let may = ["src/workspace/cargo.rs", "src/cli/git.rs", "src/cli/also.rs"].contains(&file.name.as_str());
        (starts && !may).then(|| "a program is started where Cargo or git is asked, and nowhere else".to_owned())
    });
}

/// Invariant 4, as far as the text shows it: no order that changes from run to run.
#[test]
fn nothing_iterates_in_a_random_order() {
    no_path(|_, names| {
        let random = ["HashMap", "HashSet", "RandomState"].iter().any(|name| begins_with(names, &format!("std::collections::{name}")))
            || names.iter().any(|name| name == "RandomState");
        random.then(|| "its order changes from run to run; take rustc-hash's, or a sorted one".to_owned())
    });
}

/// Invariant 6: reporters have nothing to compute with, and build no finding.
#[test]
fn reporters_only_render() {
    let stages = ["analysis", "checks", "resolve", "roles", "models", "config", "syntax"];
    for file in sources().iter().filter(|file| file.top() == "report") {
        for path in &file.paths {
            let led =
                file.leads_to(path).filter(|_| !(is_in(file, "src/report/call_graph.rs") && path.names.contains(&"resolve".to_owned())));
            assert!(!led.is_some_and(|led| stages.contains(&led)), "{}:{} knows {led:?}", file.name, path.line);
            let builds = path.names.windows(2).any(|pair| pair[0] == "Finding" && pair[1] == "new");
            assert!(!builds, "{}:{} builds a finding", file.name, path.line);
        }
    }
}

/// Invariant 8, as far as the text shows it: what is written where a user looks is written whole and then moved there.
#[test]
fn few_write_files() {
    no_path(|file, names| {
        let ending = |what: &str| names.windows(2).any(|pair| format!("{}::{}", pair[0], pair[1]) == what);
        let (what, home) = WRITING.iter().find(|(what, _)| ending(what))?;
        (!is_in(file, home)).then(|| format!("{what} is not for this file; a file is written beside its place and moved there"))
    });
}

/// Files have one concept each. Those that are too long are listed with a length that they may not exceed.
#[test]
fn files_are_short() {
    const LONG: usize = 500;
    const TOO_LONG: [(&str, usize); 3] =
        [("src/resolve/infer/exprs.rs", 700), ("src/resolve/infer/solve.rs", 800), ("src/report/tests.rs", 600)];
    let mut wrong = Vec::new();
    let root = camino::Utf8Path::new(crate::ui::ROOT);
    for path in crate::ui::files(&root.join("src")).iter().filter(|path| path.extension() == Some("rs")) {
        let name = path.strip_prefix(root).unwrap().as_str().replace('\\', "/");
        let lines = std::fs::read_to_string(path).unwrap().lines().count();
        match TOO_LONG.iter().find(|(long, _)| *long == name) {
            Some(_) if lines <= LONG => wrong.push(format!("{name}: has {lines} lines; take it off the list")),
            Some((_, limit)) if lines > *limit => wrong.push(format!("{name}: has {lines} lines, and {limit} were too many: split it")),
            None if lines > LONG => wrong.push(format!("{name}: has {lines} lines: split it")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
