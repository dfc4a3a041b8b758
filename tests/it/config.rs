//! Configuration as users meet it: schemas that are fresh and right, `--print-config`, and which level wins.

use crate::ui::{ROOT, text, tool};
use serde_json::Value;
use std::path::Path;

fn printed(of: &str) -> String {
    let output = tool(Path::new(ROOT), &["schema".to_owned(), of.to_owned()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).replace("\r\n", "\n")
}

#[test]
fn the_published_schemas_are_those_of_the_program() {
    for (of, file) in [("config", "looksalive.json"), ("budget", "budget.json")] {
        let path = Path::new(ROOT).join("lints/schemas").join(file);
        let schema = printed(of);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, schema).unwrap();
        } else {
            let published = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            assert!(published == schema, "{} is not what `schema {of}` prints; BLESS=1 rewrites it", path.display());
        }
    }
}

fn valid(of: &str, document: &Value) -> Result<(), String> {
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", serde_json::from_str(&printed(of)).unwrap()).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|error| panic!("{of}: {error:#}"));
    schemas.validate(document, index).map_err(|error| format!("{error:#}"))
}

const FULL: &str = r#"
budget = "250ms"
allocation-limit = "1MiB"
target = "aarch64-pc-windows-msvc"

[lints]
unbounded = "warn"
"looksalive::blocking-io" = { level = "deny" }
warnings = "deny"

[entry-points]
looks-alive = ["my_framework::Resource::looks_alive"]
terminate = "my_framework::Resource::terminate"

[looks-alive."disk::LooksAlive"]
budget = "1.5s"
bound = "none"

[[model]]
path = "disk::probe"
latency = { arg = 0, unit = "ms" }

[package.disk]
budget = "1s"
lints.sleeps = "allow"

[[path]]
glob = "src/generated/**"
lints.recommended = "allow"
"#;

/// The exit status and what is said of a package with that configuration.
fn read(config: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let dir = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
    let source = "pub fn probe(_: u32) {}\n#[no_mangle]\npub extern \"system\" fn LooksAlive(_: *mut u8) -> i32 { probe(3); std::thread::sleep(std::time::Duration::from_millis(1)); 1 }\n\
                  pub mod my_framework { pub trait Resource { fn looks_alive(&self); fn terminate(&self); } }\n";
    std::fs::create_dir(dir.path().join("src")).unwrap();
    for (name, text) in [("Cargo.toml", manifest), ("src/lib.rs", source), ("looksalive.toml", config)] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let arguments: Vec<String> = ["check", "--offline"].iter().chain(arguments).map(ToString::to_string).collect();
    let output = tool(dir.path(), &arguments);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn json(config: &str) -> Value {
    serde_json::to_value(config.parse::<toml::Table>().unwrap()).unwrap()
}

#[test]
fn schema_and_reader_agree() {
    assert_ne!(read(FULL, &[]).0, Some(2), "{}", read(FULL, &[]).2);
    valid("config", &json(FULL)).unwrap_or_else(|error| panic!("{error}"));
    for wrong in [
        "budgte = \"1s\"",
        "budget = \"soon\"",
        "budget = 300",
        "allocation-limit = -1",
        "target = \"a b\"",
        "lints.slepes = \"warn\"",
        "lints.sleeps = \"loud\"",
        "lints.sleeps = { level = \"warn\", priority = 1 }",
        "entry-points.looks_alive = \"a::b\"",
        "looks-alive.\"a::b\".bound = \"never\"",
        "looks-alive.\"a::b\".budgte = \"1s\"",
        "[[model]]\nlatency = \"1ms\"",
        "[[model]]\npath = \"a::b\"\nlatencie = \"1ms\"",
        "package.disk.target = \"x\"",
        "[[path]]\nglob = \"x\"",
    ] {
        assert!(valid("config", &json(wrong)).is_err(), "the schema takes {wrong}");
        assert_eq!(read(wrong, &[]).0, Some(2), "the reader takes {wrong}");
    }
}

#[test]
fn the_bill_fulfils_its_schema() {
    let dir = tempfile::tempdir().unwrap();
    assert!(tool(dir.path(), &["demo", "demo", "-q"].map(str::to_owned)).status.success());
    let output = tool(&dir.path().join("demo"), &["budget", "--offline", "--message-format=json"].map(str::to_owned));
    let mut bill: Value = serde_json::from_slice(&output.stdout).unwrap();
    valid("budget", &bill).unwrap_or_else(|error| panic!("{error}"));
    bill["looks_alive"][0]["parts"] = "none".into();
    assert!(valid("budget", &bill).is_err());
}

#[test]
fn what_holds_is_printed_as_a_configuration() {
    let (status, printed, stderr) = read(FULL, &["--print-config", "-A", "sleeps", "--budget", "100ms"]);
    assert_eq!(status, Some(0), "{stderr}");
    let lines =
        |what: &str| printed.lines().find(|line| line.starts_with(what)).unwrap_or_else(|| panic!("no {what} in\n{printed}")).to_owned();
    assert!(lines("budget").starts_with("budget = \"100ms\"") && lines("budget").ends_with("# --budget"), "{printed}");
    assert!(lines("blocking_io").contains("\"deny\"") && lines("blocking_io").ends_with("# looksalive.toml"), "{printed}");
    assert!(lines("sleeps").contains("\"allow\"") && lines("sleeps").ends_with("# -A sleeps"), "{printed}");
    assert!(lines("panics_across_ffi").contains("\"deny\""), "`warnings` counts: {printed}");
    assert!(lines("unresolved_calls").ends_with("# default"), "{printed}");
    // It can be read again and then says the same.
    valid("config", &json(&printed)).unwrap_or_else(|error| panic!("{error}\n{printed}"));
    let (status, again, stderr) = read(&printed, &["--print-config"]);
    assert_eq!(status, Some(0), "{stderr}");
    let bare = |text: &str| {
        text.lines().map(|line| line.split('#').next().unwrap().trim_end().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(bare(&again), bare(&printed));
}

#[test]
fn the_nearest_and_latest_word_counts() {
    let sleeps = |config: &str, arguments: &[&str]| {
        let (status, stdout, stderr) = read(config, &[&["--message-format=json"], arguments].concat());
        assert!(matches!(status, Some(0 | 1)), "{stderr}");
        let levels: Vec<String> = stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|message| message["message"]["code"]["code"] == "looksalive::sleeps")
            .map(|message| message["message"]["level"].as_str().unwrap().to_owned())
            .collect();
        levels.join(" ")
    };
    for (config, arguments, level) in [
        ("", &[][..], "warning"),
        ("lints.sleeps = \"deny\"", &[], "error"),
        ("lints.recommended = \"deny\"", &[], "error"),
        ("lints.recommended = \"deny\"\nlints.sleeps = \"allow\"", &[], ""),
        ("lints.sleeps = \"allow\"\n[package.disk]\nlints.sleeps = \"deny\"", &[], "error"),
        ("[package.disk]\nlints.sleeps = \"deny\"\n[[path]]\nglob = \"src/**\"\nlints.sleeps = \"allow\"", &[], ""),
        ("[[path]]\nglob = \"src/generated/**\"\nlints.sleeps = \"allow\"", &[], "warning"),
        ("lints.sleeps = \"deny\"", &["-A", "sleeps"], ""),
        ("lints.sleeps = \"allow\"", &["-W", "recommended"], "warning"),
        ("", &["-D", "warnings"], "error"),
        ("", &["-D", "sleeps", "-A", "recommended"], ""),
        ("", &["-A", "recommended", "-D", "sleeps"], "error"),
        ("", &["-F", "sleeps", "-A", "sleeps"], "error"),
        ("lints.sleeps = \"forbid\"", &["-A", "sleeps"], "error"),
    ] {
        assert_eq!(sleeps(config, arguments), level, "{config:?} {arguments:?}");
    }
}
