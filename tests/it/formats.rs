//! SARIF, GitHub, GitLab, JUnit and the page: what their readers need, from a real run.

use crate::ui::{ROOT, text, tool};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The demonstration's findings in every format, linted below the top of a repository.
struct Reports {
    dir: tempfile::TempDir,
    findings: Vec<Value>,
}

impl Reports {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join(".git")).unwrap();
        assert!(tool(dir.path(), &["demo", "dlls/a b", "-q"].map(str::to_owned)).status.success());
        let formats =
            ["sarif", "github", "gitlab", "junit", "html", "json"].map(|format| format!("--message-format={format}=../../{format}"));
        let arguments: Vec<String> = ["check".to_owned(), "--offline".to_owned()].into_iter().chain(formats).collect();
        let output = tool(&dir.path().join("dlls/a b"), &arguments);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
        let stream = std::fs::read_to_string(dir.path().join("json")).unwrap();
        let messages = stream.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let findings: Vec<Value> =
            messages.filter(|message| message["reason"] == "compiler-message").map(|message| message["message"].clone()).collect();
        assert!(findings.len() > 5);
        Self { dir, findings }
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(name)).unwrap()
    }
}

fn primary(finding: &Value) -> &Value {
    finding["spans"].as_array().unwrap().iter().find(|span| span["is_primary"] == true).unwrap()
}

/// Whether a SARIF log fulfils the standard's schema.
fn validated(log: &Value) -> Result<(), String> {
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(Path::new(ROOT).join("tests/it/schemas/sarif-2.1.0.json")).unwrap()).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    schemas.validate(log, index).map_err(|error| format!("{error:#}"))
}

#[test]
fn sarif_is_valid_and_complete() {
    let reports = Reports::new();
    let log: Value = serde_json::from_str(&reports.read("sarif")).unwrap();
    validated(&log).unwrap_or_else(|error| panic!("{error}"));
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = "deny".into();
    assert!(validated(&broken).is_err(), "the schema is not asleep");

    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), reports.findings.len());
    let mut fingerprints = BTreeSet::new();
    for (result, finding) in results.iter().zip(&reports.findings) {
        assert_eq!(result["ruleId"], finding["code"]["code"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        assert_eq!(result["level"], finding["level"]);
        let (span, place) = (primary(finding), &result["locations"][0]["physicalLocation"]);
        assert_eq!(place["artifactLocation"]["uri"], format!("dlls/a%20b/{}", span["file_name"].as_str().unwrap()));
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        for (ours, theirs) in
            [("startLine", "line_start"), ("startColumn", "column_start"), ("endLine", "line_end"), ("endColumn", "column_end")]
        {
            assert_eq!(place["region"][ours], span[theirs]);
        }
        // The way begins at `LooksAlive` and ends at the place.
        let spans = finding["spans"].as_array().unwrap();
        if spans.len() == 1 {
            assert!(result["codeFlows"].is_null());
        } else {
            let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
            assert_eq!(steps.len(), spans.len());
            let labels = spans.iter().filter(|span| span["is_primary"] == false).map(|span| &span["label"]);
            assert!(labels.eq(steps[..steps.len() - 1].iter().map(|step| &step["location"]["message"]["text"])));
            assert_eq!(&steps.last().unwrap()["location"]["physicalLocation"], place);
        }
        assert!(fingerprints.insert(result["partialFingerprints"]["looksalive/v1"].as_str().unwrap().to_owned()));
    }
    let ways = results.iter().filter(|result| !result["codeFlows"].is_null());
    let first = |result: &Value| {
        result["codeFlows"][0]["threadFlows"][0]["locations"][0]["location"]["message"]["text"].as_str().unwrap().to_owned()
    };
    assert!(ways.map(first).any(|text| text.starts_with("`LooksAlive` of")));
    for rule in rules {
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## What it does"), "{rule}");
    }
}

#[test]
fn fingerprints_outlive_moved_lines() {
    let reports = Reports::new();
    let fingerprints = |log: &str| {
        let log: Value = serde_json::from_str(log).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"]["looksalive/v1"].clone()).collect::<Vec<_>>()
    };
    let before = fingerprints(&reports.read("sarif"));
    let dll = reports.dir.path().join("dlls/a b");
    let probe = dll.join("src/share/probe.rs");
    std::fs::write(&probe, format!("// A line.\n// And one more.\n{}", std::fs::read_to_string(&probe).unwrap())).unwrap();
    let output = tool(&dll, &["check", "--offline", "-q", "--message-format=sarif"].map(str::to_owned));
    let after = text(&output.stdout);
    assert_eq!(fingerprints(&after), before);
    assert_ne!(after, reports.read("sarif"));
}

#[test]
fn github_is_told_in_commands() {
    let reports = Reports::new();
    let commands = reports.read("github");
    assert_eq!(commands.lines().count(), reports.findings.len());
    for (command, finding) in commands.lines().zip(&reports.findings) {
        let span = primary(finding);
        let place = format!("file=dlls/a b/{},line={},", span["file_name"].as_str().unwrap(), span["line_start"]);
        assert!(command.starts_with(&format!("::{} {place}", finding["level"].as_str().unwrap())), "{command}");
        let (properties, message) = command[2..].split_once("::").unwrap();
        assert!(properties.contains(&format!("title={}", finding["code"]["code"].as_str().unwrap().replace(':', "%3A"))), "{properties}");
        assert!(message.starts_with(finding["message"].as_str().unwrap()) && message.contains("%0Ahelp: "), "{message}");
    }
}

#[test]
fn gitlab_has_a_line_and_a_fingerprint_for_each() {
    let reports = Reports::new();
    let issues: Vec<Value> = serde_json::from_str(&reports.read("gitlab")).unwrap();
    assert_eq!(issues.len(), reports.findings.len());
    let unique: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(unique.len(), issues.len());
    for (issue, finding) in issues.iter().zip(&reports.findings) {
        assert_eq!(issue["description"], finding["message"]);
        assert_eq!(issue["check_name"], finding["code"]["code"]);
        assert_eq!(issue["location"]["path"], format!("dlls/a b/{}", primary(finding)["file_name"].as_str().unwrap()));
        assert_eq!(issue["location"]["lines"]["begin"], primary(finding)["line_start"]);
        assert_eq!(issue["severity"], if finding["level"] == "error" { "critical" } else { "minor" });
    }
}

#[test]
fn junit_fails_for_errors_alone() {
    let reports = Reports::new();
    let xml = quick_junit::Report::deserialize_from_str(&reports.read("junit")).unwrap();
    let [suite] = xml.test_suites.as_slice() else { panic!("{xml:?}") };
    let errors = reports.findings.iter().filter(|finding| finding["level"] == "error").count();
    assert_eq!((suite.tests, suite.failures, suite.errors), (reports.findings.len() + 2, errors, 0), "two LooksAlive and the findings");
}

#[test]
fn the_page_holds_everything_and_loads_nothing() {
    let reports = Reports::new();
    let page = reports.read("html");
    assert_eq!(page.matches("<details class=\"finding card\"").count(), reports.findings.len());
    assert_eq!(page.matches("<article class=\"card budget\"").count(), 2);
    for finding in &reports.findings {
        assert!(page.contains(finding["code"]["code"].as_str().unwrap()));
    }
    // What is shared is what `shared` says.
    let shared = tool(&reports.dir.path().join("dlls/a b"), &["shared", "--offline", "--message-format=json"].map(str::to_owned));
    let shared: Value = serde_json::from_slice(&shared.stdout).unwrap();
    let rows: Vec<&str> = shared["looks_alive"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|table| table["shared"].as_array().unwrap())
        .map(|row| row["place"].as_str().unwrap())
        .collect();
    assert!(!rows.is_empty());
    assert_eq!(page.matches("<th scope=\"rowgroup\"").count(), rows.len());
    assert!(rows.iter().all(|place| page.contains(&format!("<code>{place}</code><br>"))), "{rows:?}");
    for foreign in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    // Every opened tag is closed.
    for tag in [
        "details", "summary", "article", "section", "table", "tbody", "tr", "td", "th", "ol", "li", "ul", "pre", "span", "div", "mark",
        "code", "p",
    ] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

/// The page in a browser, where there is one: it is built, and its script works.
#[test]
fn the_page_works_in_a_browser() {
    let Some(browser) = ["chromium", "google-chrome", "chromium-browser", "chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok())
    else {
        return;
    };
    let reports = Reports::new();
    // What a person does, done by the page itself: search, look at what is left.
    let probe = "<script>window.addEventListener('load', () => { const s = document.getElementById('search'); s.value = 'unbounded_waits'; \
                 s.dispatchEvent(new Event('input')); const all = Array.from(document.querySelectorAll('.finding')); \
                 document.title = 'left ' + all.filter((f) => !f.hidden).length + ' of ' + all.length; });</script></body>";
    let page = reports.dir.path().join("probe.html");
    std::fs::write(&page, reports.read("html").replace("</body>", probe)).unwrap();
    let profile = reports.dir.path().join("profile");
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            "--v=0",
            "--virtual-time-budget=2000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let (dom, log) = (text(&output.stdout), text(&output.stderr));
    let waits = reports.findings.iter().filter(|finding| finding["code"]["code"] == "looksalive::unbounded_waits").count();
    assert!(dom.contains(&format!("<title>left {waits} of {}</title>", reports.findings.len())), "{log}");
    assert!(!log.contains("CONSOLE"), "the page's script complains: {log}");
}

#[test]
fn a_clean_run_is_valid_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("lib.rs"), "pub fn f() {}\n").unwrap();
    let run = |format: &str| {
        text(&tool(dir.path(), &["check".to_owned(), "-q".to_owned(), format!("--message-format={format}"), "lib.rs".to_owned()]).stdout)
    };
    validated(&serde_json::from_str(&run("sarif")).unwrap()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(run("github"), "");
    assert_eq!(run("gitlab"), "[]\n");
    assert!(quick_junit::Report::deserialize_from_str(&run("junit")).unwrap().test_suites.is_empty());
    assert!(run("html").contains("nothing was checked"));
    // What cannot be parsed is in all of them.
    std::fs::write(dir.path().join("lib.rs"), "fn f( {}\n").unwrap();
    let log: Value = serde_json::from_str(&run("sarif")).unwrap();
    validated(&log).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "looksalive::error");
    assert!(run("github").starts_with("::error file=lib.rs,line=1,"));
    assert!(run("gitlab").contains("looksalive::error"));
}
