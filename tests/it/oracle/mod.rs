//! The call graph against the compiler's own, over crates that people use.
//!
//! Takes a network or a filled registry cache, minutes, and a compiler whose MIR reads as expected, so it runs only
//! when asked to: `ORACLE=1 cargo test --test it oracle -- --nocapture` compares the crates below,
//! `ORACLE_CRATES="ureq-2.12.1 r2d2-0.8.10"` those named, and `ORACLE_SHOW=20` prints that many differences a crate.

mod callee;
mod mir;
mod score;
mod truth;

use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};

use score::Score;

/// Compared when nothing else is asked for.
const CRATES: [&str; 4] = ["tiny_http-0.12.0", "ureq-2.12.1", "r2d2-0.8.10", "threadpool-1.8.1"];
/// Recall and precision that every crate reaches.
const OF_EACH: f64 = 0.93;
/// Recall of all together.
const RECALL: f64 = 0.97;
/// Precision of all together.
const PRECISION: f64 = 0.995;

#[test]
fn calls_resolve_as_the_compiler_resolves_them() {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty() && value != "0");
    let named = variable("ORACLE_CRATES");
    if named.is_none() && variable("ORACLE").is_none() {
        return;
    }
    let shown: usize = variable("ORACLE_SHOW").and_then(|count| count.parse().ok()).unwrap_or(0);
    let crates: Vec<&str> = match &named {
        Some(names) => names.split([' ', ',']).filter(|name| !name.is_empty()).collect(),
        None => CRATES.to_vec(),
    };
    let work = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    let mut sum = Score::default();
    let mut below = Vec::new();
    for name in crates {
        let dir = copy_of(name, &work);
        let truth = truth::calls(&truth::mir_of(&dir, &work.join("target")), &dir);
        assert!(!truth.is_empty(), "no call was found in the MIR of {name}: its format must have changed");
        let (score, differences) = score::score(&truth, &score::answers(&call_graph(&dir)));
        println!("{name}: {score}");
        for difference in differences.iter().take(shown) {
            println!("    {difference}");
        }
        if score.recall.value() < OF_EACH || score.precision.value() < OF_EACH {
            below.push(format!("{name} is below {OF_EACH}: {score}"));
        }
        sum += score;
    }
    println!("in sum: {sum}");
    if sum.recall.value() < RECALL || sum.precision.value() < PRECISION {
        below.push(format!("the sum is below {RECALL} (recall) or {PRECISION} (precision): {sum}"));
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

/// The tool's call graph of a crate, for the target that the compiler builds for.
fn call_graph(dir: &Utf8Path) -> String {
    let tool = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"))
        .args(["call-graph", "--lib", "--offline", "--target", &host()])
        .current_dir(dir)
        .output()
        .expect("the tool starts");
    assert!(tool.status.success(), "`{dir}`: {}", String::from_utf8_lossy(&tool.stderr));
    String::from_utf8(tool.stdout).expect("output is UTF-8")
}

fn host() -> String {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc starts");
    let version = String::from_utf8_lossy(&rustc.stdout).into_owned();
    version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// A copy of a published crate that is a workspace of its own.
fn copy_of(name: &str, work: &Utf8Path) -> Utf8PathBuf {
    let original = in_registry(name).or_else(|| {
        fetch(name, &work.join("fetch"));
        in_registry(name)
    });
    let original = original.unwrap_or_else(|| panic!("`{name}` is not in the registry's cache and could not be fetched"));
    let copy = work.join(name);
    if copy.exists() {
        fs::remove_dir_all(&copy).unwrap();
    }
    for entry in walkdir::WalkDir::new(&original) {
        let entry = entry.unwrap();
        let to = copy.join(Utf8Path::from_path(entry.path().strip_prefix(&original).unwrap()).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let manifest = copy.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    if !text.lines().any(|line| line.trim() == "[workspace]") {
        fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
    }
    copy
}

/// Where Cargo has unpacked a crate (`name-version`).
fn in_registry(name: &str) -> Option<Utf8PathBuf> {
    let home = std::env::var("CARGO_HOME").map(Utf8PathBuf::from);
    let home = home.or_else(|_| std::env::var("HOME").map(|home| Utf8PathBuf::from(home).join(".cargo"))).ok()?;
    let mut registries: Vec<Utf8PathBuf> = home.join("registry/src").read_dir_utf8().ok()?.flatten().map(|e| e.path().to_owned()).collect();
    registries.sort();
    registries.into_iter().map(|registry| registry.join(name)).find(|dir| dir.is_dir())
}

/// Have Cargo unpack a crate: it does for a package that depends on it.
fn fetch(name: &str, dir: &Utf8Path) {
    let (package, version) = name.rsplit_once('-').unwrap_or_else(|| panic!("`{name}` is not `name-version`"));
    fs::create_dir_all(dir.join("src")).unwrap();
    fs::write(dir.join("src/lib.rs"), "").unwrap();
    let manifest = format!(
        "[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{package} = \"={version}\"\n\n[workspace]\n"
    );
    fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    let fetched = Command::new("cargo").arg("fetch").current_dir(dir).output().expect("cargo starts");
    assert!(fetched.status.success(), "`{name}` cannot be fetched: {}", String::from_utf8_lossy(&fetched.stderr));
}
