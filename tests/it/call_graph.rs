//! `call-graph` through the built binary: the lines of a small workspace, for Windows and for Linux.
//!
//! The sources say what is expected: `//= a; b` on a line lists the callees of its calls in order, `null` for one that
//! is not resolved; `//= windows: a` and `//= linux: a` for one target only. A line without a mark has no call.

use std::fs;
use std::process::{Command, Output};

use camino::Utf8PathBuf;
use serde_json::Value;

const PROBE: &str = r#"
use std::io::Read;
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

pub trait Probe {
    fn probe(&self) -> bool;
    fn twice(&self) -> bool { self.probe() && self.probe() } //= <Self as Probe>::probe; <Self as Probe>::probe
}

pub struct Disk { pub state: Mutex<u32>, pub ready: fn() -> bool }

impl Disk {
    pub fn new(ready: fn() -> bool) -> Self { Self { state: Mutex::new(0), ready } } //= std::sync::Mutex::new
    fn check(&self) -> bool { (self.ready)() && Self::limit() > 0 } //= Disk::limit
    fn limit() -> u32 { 3 }
}

impl Probe for Disk {
    fn probe(&self) -> bool { self.check() && *self.state.lock().unwrap() > 0 } //= Disk::check; std::sync::Mutex::lock; std::result::Result::unwrap
}

pub fn object(probe: &dyn Probe) -> bool { probe.probe() } //= <dyn Probe as Probe>::probe
pub fn boxed(probe: Box<dyn Probe>) -> bool { probe.twice() } //= <dyn Probe as Probe>::twice
pub fn parameter<P: Probe>(probe: P) -> bool { probe.probe() } //= <P as Probe>::probe
pub fn concrete(disk: &Disk) -> bool { disk.probe() } //= <Disk as Probe>::probe
pub fn qualified(disk: &Disk) -> bool { <Disk as Probe>::probe(disk) } //= <Disk as Probe>::probe
pub fn read(stream: &mut TcpStream, buffer: &mut [u8]) { let _ = stream.read(buffer); } //= <std::net::TcpStream as std::io::Read>::read
pub fn slice(bytes: &[u8]) -> usize { bytes.iter().count() } //= core::slice::<impl [u8]>::iter; <std::slice::Iter<u8> as std::iter::Iterator>::count
pub fn number(n: u32) -> u32 { n.max(1).wrapping_add(2) } //= <u32 as std::cmp::Ord>::max; core::num::<impl u32>::wrapping_add

macro_rules! nap {
    ($time:expr) => { std::thread::sleep($time) }; //= std::thread::sleep
}

macro_rules! make {
    ($name:ident) => { pub fn $name() -> u32 { helper() } }; //= helper
}
make!(first);
make!(second);

pub fn naps() {
    nap!(Duration::from_millis(1)); //= std::time::Duration::from_millis
    nap!(Duration::from_secs(2)); //= std::time::Duration::from_secs
}

fn helper() -> u32 { 1 }

pub fn values(ready: fn() -> u32) -> Option<u32> {
    let ä = |n: u32| n; println!("ä {}", helper()); //= helper
    let same = helper;
    ä(1); ready(); same();
    Some(2)
}

pub fn blocks() {
    fn inner() { struct Deep; impl Deep { fn f(&self) { helper(); } } Deep.f() } //= helper; blocks::inner::Deep::f
    inner(); //= blocks::inner
}

pub fn targets() {
    #[cfg(windows)]
    on_windows(); //= windows: on_windows
    #[cfg(not(windows))]
    on_linux(); //= linux: on_linux
    match helper() { //= helper
        #[cfg(windows)]
        1 => on_windows(), //= windows: on_windows
        #[cfg(any())]
        2 => on_linux(),
        _ => {}
    }
}
#[cfg(windows)]
fn on_windows() { helper(); } //= windows: helper
#[cfg(not(windows))]
fn on_linux() { helper(); } //= linux: helper

static START: Mutex<u32> = Mutex::new(LIMIT); //= std::sync::Mutex::new
const LIMIT: u32 = limit(); //= limit
const fn limit() -> u32 { 7 }

pub fn unknown() {
    nowhere::gone(); //= null
    let thing = nowhere::THING;
    thing.method(); //= null
}

#[cfg(test)]
mod tests {
    #[test]
    fn t() { super::helper(); }
}
"#;

const APP_LIB: &str = "
mod shared;
pub fn run() -> bool { shared::common() } //= shared::common
";

const APP_MAIN: &str = "
mod shared;
fn main() {
    shared::common(); //= shared::common
    app::run(); //= app::run
}
";

const APP_SHARED: &str = "
use probe::{Disk, Probe};
pub fn common() -> bool {
    probe::naps(); //= probe::naps
    let disk = Disk::new(|| true); //= probe::Disk::new
    disk.twice() //= <probe::Disk as probe::Probe>::twice
}
";

const FILES: [(&str, &str); 8] = [
    ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"probe\"]\ndefault-members = [\"probe\"]\nresolver = \"2\"\n"),
    (
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"probe\",\n]\n\n[[package]]\nname = \"probe\"\nversion = \"0.1.0\"\n",
    ),
    (
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nprobe = { path = \"../probe\" }\n",
    ),
    ("app/src/lib.rs", APP_LIB),
    ("app/src/main.rs", APP_MAIN),
    ("app/src/shared.rs", APP_SHARED),
    ("probe/Cargo.toml", "[package]\nname = \"probe\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"),
    ("probe/src/lib.rs", PROBE),
];

const SOURCES: [&str; 4] = ["app/src/lib.rs", "app/src/main.rs", "app/src/shared.rs", "probe/src/lib.rs"];
const WINDOWS: &str = "x86_64-pc-windows-msvc";
const LINUX: &str = "x86_64-unknown-linux-gnu";

struct Fixture {
    _dir: tempfile::TempDir,
    root: Utf8PathBuf,
}

impl Fixture {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(dir.path().canonicalize().unwrap()).unwrap();
        let fixture = Self { _dir: dir, root };
        for (name, text) in FILES {
            fixture.write(name, text);
        }
        fixture
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, dir: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"))
            .arg("call-graph")
            .args(arguments)
            .current_dir(self.root.join(dir))
            .output()
            .expect("the tool starts")
    }

    #[track_caller]
    fn lines(&self, dir: &str, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(dir, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Every line as `file:line callee`.
fn shown(lines: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("null").to_owned();
    lines.iter().map(|line| format!("{}:{} {}", text(&line["file"]), line["line"], text(&line["callee"]))).collect()
}

/// What the marks of `files` say for the systems.
fn expected(files: &[&str], systems: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for file in files {
        let text = FILES.iter().find(|(name, _)| name == file).unwrap().1;
        for (index, line) in text.lines().enumerate() {
            let Some((_, mark)) = line.split_once("//= ") else { continue };
            let mark = match mark.split_once(": ") {
                Some((only, rest)) if systems.contains(&only) => rest,
                Some(_) => continue,
                None => mark,
            };
            out.extend(mark.split("; ").map(|callee| format!("{file}:{} {callee}", index + 1)));
        }
    }
    out
}

#[test]
fn every_call_of_the_workspace_is_a_line() {
    let fixture = Fixture::new();
    for (target, system) in [(WINDOWS, "windows"), (LINUX, "linux")] {
        let lines = fixture.lines("", &["--target", target, "--offline"]);
        assert_eq!(shown(&lines), expected(&SOURCES, &[system]), "{target}");
        for line in &lines {
            let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
            assert_eq!(keys.len(), 6, "{keys:?}");
            assert_eq!(line["held"], Value::Array(Vec::new()), "nothing here runs under a guard: {line}");
            let text = fs::read_to_string(fixture.root.join(line["file"].as_str().unwrap())).unwrap();
            let written = text.lines().nth(line["line"].as_u64().unwrap() as usize - 1).unwrap();
            let from: String = written.chars().skip(line["column"].as_u64().unwrap() as usize - 1).collect();
            assert!(from.starts_with(line["name"].as_str().unwrap()), "the name stands at its place: {line}");
        }
    }
    assert_eq!(
        fixture.lines("", &["--offline"]),
        fixture.lines("app/src", &["--target", WINDOWS, "--offline"]),
        "wherever the user stands"
    );
}

#[test]
fn several_targets_are_one_graph() {
    let fixture = Fixture::new();
    let lines = fixture.lines("", &["--target", LINUX, "--target", WINDOWS, "--offline"]);
    assert_eq!(shown(&lines), expected(&SOURCES, &["windows", "linux"]), "each place once, those of one target only included");
}

#[test]
fn selection_flags_and_files_narrow_it_down() {
    let fixture = Fixture::new();
    let files = |arguments: &[&str]| {
        let mut files: Vec<String> = fixture.lines("", arguments).iter().map(|line| line["file"].as_str().unwrap().to_owned()).collect();
        files.dedup();
        files
    };
    assert_eq!(files(&["-p", "app"]), SOURCES[..3]);
    assert_eq!(files(&["-p", "app", "--lib"]), ["app/src/lib.rs", "app/src/shared.rs"]);
    assert_eq!(files(&["--bins"]), ["app/src/main.rs", "app/src/shared.rs"]);
    assert_eq!(files(&["--workspace", "--exclude", "app"]), ["probe/src/lib.rs"]);
    assert_eq!(files(&["app/src/main.rs"]), ["app/src/main.rs"]);
    let manifest = fixture.root.join("app/Cargo.toml");
    assert_eq!(files(&["--manifest-path", manifest.as_str()]), SOURCES);
}

#[test]
fn plain_folders_need_no_manifest() {
    let fixture = Fixture::new();
    fs::remove_file(fixture.root.join("Cargo.toml")).unwrap();
    fs::remove_file(fixture.root.join("probe/Cargo.toml")).unwrap();
    let lines = fixture.lines("probe", &["src", "--target", LINUX]);
    let shown: Vec<String> = shown(&lines).into_iter().map(|call| format!("probe/{call}")).collect();
    assert_eq!(shown, expected(&["probe/src/lib.rs"], &["linux"]));
}

#[test]
fn statistics_go_to_people() {
    let fixture = Fixture::new();
    let verbose = fixture.run("", &["-v", "-p", "probe", "--target", LINUX]);
    let said = String::from_utf8(verbose.stderr).unwrap();
    let all = expected(&["probe/src/lib.rs"], &["linux"]).len();
    assert!(said.contains(&format!("looksalive: {all} calls in 1 package; {} resolved (9", all - 2)), "{said}");
    assert!(
        said.contains("1 not resolved: the path leads nowhere") && said.contains("1 not resolved: the receiver's type is not known"),
        "{said}"
    );
    let quiet = fixture.run("", &["-q"]);
    assert!(quiet.stderr.is_empty() && quiet.status.success());
}

#[test]
fn a_file_that_does_not_parse_is_said_and_the_rest_is_printed() {
    let fixture = Fixture::new();
    fixture.write("app/src/shared.rs", "pub fn common() -> bool { true }\npub fn broken( {\n");
    let output = fixture.run("", &["-p", "app"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("error: ") && said.contains("app/src/shared.rs:2"), "{said}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"app/src/lib.rs\""));
    let missing = fixture.run("", &["--manifest-path", "no/Cargo.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(missing.stdout.is_empty());
}
