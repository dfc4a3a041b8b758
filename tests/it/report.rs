//! The machine formats, read by the crates that read them elsewhere.

use std::collections::HashSet;

use cargo_metadata::Message;
use cargo_metadata::diagnostic::DiagnosticLevel;
use expect_test::expect;
use looksalive_lint::findings::registry::{SLEEPS, UNBOUNDED_WAITS};
use looksalive_lint::findings::{Applicability, Finding, Help, Label, Level, LevelOrigin, LeveledFinding, Problem, Suggestion};
use looksalive_lint::report::{Format, Options, Report, Summary, render};
use looksalive_lint::source::{FileId, Origin, SourceFile, Sources, Span};
use looksalive_lint::workspace::{CrateIndex, CrateKind, CrateSpec, Package, PackageIndex, Workspace};

const ID: &str = "path+file:///w/disk#0.1.0";
const SERVICE: &str =
    "\u{feff}fn größe() {\r\n\tunsafe { WaitForSingleObject(\"ä\", INFINITE) };\r\n\tnap!(\r\n\t\ttime()\r\n\t);\r\n}\r\n";
const MACROS: &str = "macro_rules! nap { ($e:expr) => { sleep($e) } }\n";

fn workspace() -> Workspace {
    let package = Package {
        name: "disk".to_owned(),
        version: "0.1.0".to_owned(),
        id: ID.to_owned(),
        manifest: "/w/disk/Cargo.toml".into(),
        dir: "/w/disk".into(),
        is_member: true,
        is_selected: true,
        metadata: None,
    };
    let krate = |name: &str, kind, crate_types: &[&str], is_selected| CrateSpec {
        name: name.replace('-', "_"),
        target_name: name.to_owned(),
        package: PackageIndex(0),
        kind,
        crate_types: crate_types.iter().map(|&kind| kind.to_owned()).collect(),
        edition: 2021,
        root_file: "/w/disk/src/lib.rs".into(),
        deps: Vec::new(),
        cfg: Default::default(),
        is_selected,
        is_member: true,
    };
    Workspace {
        root: "/w".into(),
        target_dir: "/w/target".into(),
        packages: vec![package],
        crates: vec![
            krate("disk-resource", CrateKind::Cdylib, &["cdylib", "rlib"], true),
            krate("tool", CrateKind::Bin, &["bin"], true),
            krate("other", CrateKind::Lib, &["lib"], false),
        ],
        ..Workspace::default()
    }
}

struct Case {
    sources: Sources,
    service: FileId,
    macros: FileId,
    findings: Vec<LeveledFinding>,
}

fn at(file: FileId, text: &str, needle: &str) -> Span {
    let lo = text.find(needle).unwrap_or_else(|| panic!("{needle:?} is not in the text"));
    Span::new(file, lo as u32, (lo + needle.len()) as u32)
}

fn label(span: Span, text: &str) -> Label {
    Label { span, text: text.to_owned() }
}

/// A wait in a file with a byte-order mark, `\r\n` and wide characters, and a sleep that a macro writes.
fn case() -> Case {
    let sources = Sources::default();
    let service = sources.add(SourceFile::real("disk/src/service.rs", SERVICE, true));
    let macros = sources.add(SourceFile::real("disk/src/macros.rs", MACROS, true));
    let origins = vec![
        Origin { at: 0, from: at(macros, MACROS, "sleep"), by_definition: true },
        Origin { at: 6, from: at(service, SERVICE, "time"), by_definition: false },
    ];
    let invocation = at(service, SERVICE, "nap!(\r\n\t\ttime()\r\n\t)");
    let written = sources.add(SourceFile::expansion("sleep(time())", origins, invocation));
    let entry = label(at(service, SERVICE, "größe"), "`LooksAlive` of `TABLE`");
    let wait = Finding {
        lint: &UNBOUNDED_WAITS,
        message: "`WaitForSingleObject` can wait for ever".to_owned(),
        primary: label(at(service, SERVICE, "WaitForSingleObject"), "the timeout is `INFINITE`"),
        labels: vec![entry.clone()],
        notes: vec!["five minutes".to_owned()],
        helps: vec![Help {
            text: "ask without waiting".to_owned(),
            suggestion: Some(Suggestion {
                span: at(service, SERVICE, "INFINITE"),
                replacement: "0".to_owned(),
                applicability: Applicability::MachineApplicable,
            }),
        }],
        package: PackageIndex(0),
        krate: CrateIndex(0),
    };
    let sleep = Finding {
        lint: &SLEEPS,
        message: "a sleep".to_owned(),
        primary: label(Span::new(written, 0, 5), "here"),
        labels: vec![entry, label(Span::new(written, 6, 10), "1: asked first")],
        notes: Vec::new(),
        helps: Vec::new(),
        package: PackageIndex(0),
        krate: CrateIndex(0),
    };
    let leveled = |finding: Finding, level| LeveledFinding { finding, level, origin: LevelOrigin::Default };
    Case { sources, service, macros, findings: vec![leveled(wait, Level::Deny), leveled(sleep, Level::Warn)] }
}

fn stream(case: &Case, findings: &[LeveledFinding], problems: &[Problem], format: Format) -> String {
    let (workspace, summary) = (workspace(), Summary::default());
    let report = Report {
        sources: &case.sources,
        workspace: &workspace,
        findings,
        problems,
        summary: &summary,
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    render(&report, format, Options::default()).stdout
}

fn messages(stream: &str) -> Vec<Message> {
    Message::parse_stream(stream.as_bytes()).map(|message| message.expect("a message that Cargo's users can read")).collect()
}

#[test]
fn cargo_metadata_reads_every_message() {
    let case = case();
    let messages = messages(&stream(&case, &case.findings, &[], Format::Json));
    let mut reasons = Vec::new();
    for message in &messages {
        reasons.push(match message {
            Message::CompilerMessage(message) => {
                assert_eq!(message.package_id.repr, ID);
                assert_eq!((message.target.name.as_str(), message.target.is_cdylib()), ("disk-resource", true));
                let spans = &message.message.spans;
                assert_eq!(spans.iter().filter(|span| span.is_primary).count(), 1);
                assert!(spans[0].is_primary && spans.iter().all(|span| !span.text.is_empty() && span.suggested_replacement.is_none()));
                format!("{:?} {}", message.message.level, message.message.code.as_ref().expect("a lint has a code").code)
            }
            Message::CompilerArtifact(artifact) => {
                assert!(!artifact.fresh, "a fresh artifact would keep a package's old diagnostics in the editor");
                format!("artifact {}", artifact.target.name)
            }
            Message::BuildFinished(finished) => format!("finished {}", finished.success),
            other => panic!("{other:?} is not expected"),
        });
    }
    assert_eq!(
        reasons,
        ["Error looksalive::unbounded_waits", "Warning looksalive::sleeps", "artifact disk-resource", "artifact tool", "finished false"]
    );
}

#[test]
fn success_is_the_absence_of_errors() {
    let case = case();
    let finished =
        |findings: &[LeveledFinding], problems: &[Problem]| match messages(&stream(&case, findings, problems, Format::Json)).pop() {
            Some(Message::BuildFinished(finished)) => finished.success,
            other => panic!("{other:?} ends the stream"),
        };
    assert!(finished(&[], &[]));
    assert!(finished(&case.findings[1..], &[]));
    assert!(!finished(&case.findings[..1], &[]));
    assert!(!finished(&[], &[problem(&case)]));
}

fn problem(case: &Case) -> Problem {
    Problem {
        message: "expected `)`".to_owned(),
        span: at(case.macros, MACROS, "sleep"),
        label: String::new(),
        notes: Vec::new(),
        is_unparsed_file: true,
        package: PackageIndex(0),
        krate: CrateIndex(1),
    }
}

#[test]
fn a_file_that_does_not_parse_is_an_error_without_a_code() {
    let case = case();
    let Some(Message::CompilerMessage(message)) = messages(&stream(&case, &[], &[problem(&case)], Format::Json)).into_iter().next() else {
        panic!("a message comes first")
    };
    assert_eq!((message.message.level, message.message.code, message.target.name.as_str()), (DiagnosticLevel::Error, None, "tool"));
    assert_eq!(message.message.spans[0].label, None);
}

#[test]
fn places_are_those_of_the_files_on_disk() {
    let case = case();
    let mut lines = String::new();
    for message in messages(&stream(&case, &case.findings, &[], Format::Json)) {
        let Message::CompilerMessage(message) = message else { continue };
        for span in &message.message.spans {
            let text = case.sources.file(if span.file_name.ends_with("macros.rs") { case.macros } else { case.service }).text.clone();
            let bytes = &text[span.byte_start as usize..span.byte_end as usize];
            let line = &span.text[0];
            let highlighted: String =
                line.text.chars().skip(line.highlight_start - 1).take(line.highlight_end - line.highlight_start).collect();
            assert_eq!(bytes, highlighted, "offsets and columns mean the same");
            assert!(!line.text.contains(['\r', '\u{feff}']));
            lines += &format!("{}:{}:{}-{}:{} {bytes}", span.file_name, span.line_start, span.column_start, span.line_end, span.column_end);
            if let Some(expansion) = &span.expansion {
                let from = &expansion.span;
                lines += &format!(
                    " from {} at {}:{}:{}-{}:{}, {} lines",
                    expansion.macro_decl_name,
                    from.file_name,
                    from.line_start,
                    from.column_start,
                    from.line_end,
                    from.column_end,
                    from.text.len()
                );
            }
            lines.push('\n');
        }
    }
    expect![[r#"
        disk/src/service.rs:2:11-2:30 WaitForSingleObject
        disk/src/service.rs:1:4-1:9 größe
        disk/src/macros.rs:1:35-1:40 sleep from nap! at disk/src/service.rs:3:2-5:3, 3 lines
        disk/src/service.rs:1:4-1:9 größe
        disk/src/service.rs:4:3-4:7 time
    "#]]
    .assert_eq(&lines);
}

#[test]
fn rustfix_applies_the_suggestions() {
    let case = case();
    let stream = stream(&case, &case.findings, &[], Format::Json);
    let first: serde_json::Value = serde_json::from_str(stream.lines().next().expect("a line")).expect("JSON");
    let only = HashSet::from(["looksalive::unbounded_waits".to_owned()]);
    let suggestions = rustfix::get_suggestions_from_json(&first["message"].to_string(), &only, rustfix::Filter::MachineApplicableOnly)
        .expect("suggestions");
    assert_eq!(suggestions.len(), 1);
    let fixed = rustfix::apply_suggestions(SERVICE, &suggestions).expect("an edit that applies");
    assert_eq!(fixed, SERVICE.replace("INFINITE", "0"));
}

#[test]
fn one_message_whole() {
    let case = case();
    let stream = stream(&case, &case.findings[..1], &[], Format::Json);
    let first: serde_json::Value = serde_json::from_str(stream.lines().next().expect("a line")).expect("JSON");
    expect![[r#"
        {
          "manifest_path": "/w/disk/Cargo.toml",
          "message": {
            "$message_type": "diagnostic",
            "children": [
              {
                "$message_type": "diagnostic",
                "children": [],
                "code": null,
                "level": "note",
                "message": "five minutes",
                "rendered": null,
                "spans": []
              },
              {
                "$message_type": "diagnostic",
                "children": [],
                "code": null,
                "level": "help",
                "message": "ask without waiting",
                "rendered": null,
                "spans": [
                  {
                    "byte_end": 63,
                    "byte_start": 55,
                    "column_end": 44,
                    "column_start": 36,
                    "expansion": null,
                    "file_name": "disk/src/service.rs",
                    "is_primary": true,
                    "label": null,
                    "line_end": 2,
                    "line_start": 2,
                    "suggested_replacement": "0",
                    "suggestion_applicability": "MachineApplicable",
                    "text": [
                      {
                        "highlight_end": 44,
                        "highlight_start": 36,
                        "text": "\tunsafe { WaitForSingleObject(\"ä\", INFINITE) };"
                      }
                    ]
                  }
                ]
              },
              {
                "$message_type": "diagnostic",
                "children": [],
                "code": null,
                "level": "note",
                "message": "`looksalive::unbounded_waits` is denied by default",
                "rendered": null,
                "spans": []
              }
            ],
            "code": {
              "code": "looksalive::unbounded_waits",
              "explanation": "Reports a synchronisation wait without a bound that `LooksAlive` can reach: `Receiver::recv`, iterating a `Receiver`, `JoinHandle::join`, `thread::scope`, `Condvar::wait`, `Barrier::wait`, `thread::park`, `block_on`, `Child::wait`, `WaitForSingleObject(handle, INFINITE)` and its relatives, `ClusWorkerTerminate`, a Win32 mutex taken with `INFINITE`."
            },
            "level": "error",
            "message": "`WaitForSingleObject` can wait for ever",
            "rendered": "error: `WaitForSingleObject` can wait for ever\n  --> disk/src/service.rs:2:11\n  |\n1 | fn größe() {\n  |    ----- `LooksAlive` of `TABLE`\n2 |     unsafe { WaitForSingleObject(\"ä\", INFINITE) };\n  |              ^^^^^^^^^^^^^^^^^^^ the timeout is `INFINITE`\n  |\n  = note: five minutes\n  = help: ask without waiting: `0` instead of `INFINITE`\n  = note: `looksalive::unbounded_waits` is denied by default\n\n",
            "spans": [
              {
                "byte_end": 48,
                "byte_start": 29,
                "column_end": 30,
                "column_start": 11,
                "expansion": null,
                "file_name": "disk/src/service.rs",
                "is_primary": true,
                "label": "the timeout is `INFINITE`",
                "line_end": 2,
                "line_start": 2,
                "suggested_replacement": null,
                "suggestion_applicability": null,
                "text": [
                  {
                    "highlight_end": 30,
                    "highlight_start": 11,
                    "text": "\tunsafe { WaitForSingleObject(\"ä\", INFINITE) };"
                  }
                ]
              },
              {
                "byte_end": 13,
                "byte_start": 6,
                "column_end": 9,
                "column_start": 4,
                "expansion": null,
                "file_name": "disk/src/service.rs",
                "is_primary": false,
                "label": "`LooksAlive` of `TABLE`",
                "line_end": 1,
                "line_start": 1,
                "suggested_replacement": null,
                "suggestion_applicability": null,
                "text": [
                  {
                    "highlight_end": 9,
                    "highlight_start": 4,
                    "text": "fn größe() {"
                  }
                ]
              }
            ]
          },
          "package_id": "path+file:///w/disk#0.1.0",
          "reason": "compiler-message",
          "target": {
            "crate_types": [
              "cdylib",
              "rlib"
            ],
            "doc": true,
            "doctest": true,
            "edition": "2021",
            "kind": [
              "cdylib",
              "rlib"
            ],
            "name": "disk-resource",
            "src_path": "/w/disk/src/lib.rs",
            "test": true
          }
        }"#]].assert_eq(&format!("{first:#}"));
}

#[test]
fn each_json_format_renders_its_way() {
    let case = case();
    let first = |format| match messages(&stream(&case, &case.findings, &[], format)).remove(0) {
        Message::CompilerMessage(message) => message.message.rendered.expect("a rendered message"),
        other => panic!("{other:?} comes first"),
    };
    let human = first(Format::Json);
    assert!(human.starts_with("error: `WaitForSingleObject` can wait for ever\n  --> disk/src/service.rs:2:11\n"), "{human}");
    assert_eq!(
        first(Format::JsonDiagnosticShort),
        "disk/src/service.rs:2:11: error: `WaitForSingleObject` can wait for ever [looksalive::unbounded_waits]\n"
    );
    let ansi = first(Format::JsonDiagnosticRenderedAnsi);
    assert!(ansi.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&ansi).to_string(), human);
}

#[test]
fn tools_read_one_stream_and_people_the_other() {
    let case = case();
    let (workspace, summary) = (workspace(), Summary { packages: 1, ..Summary::default() });
    let report = Report {
        sources: &case.sources,
        workspace: &workspace,
        findings: &case.findings,
        problems: &[],
        summary: &summary,
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    for format in Format::ALL {
        let rendered = render(&report, format, Options::default());
        assert_eq!(rendered.stdout.is_empty(), !format.is_machine(), "{}", format.name());
        assert!(rendered.stderr.contains("disk/src/service.rs:2:11"), "{}", format.name());
        assert!(
            rendered.stderr.lines().last().is_some_and(|line| line.starts_with("error: looksalive: 1 error, 1 warning in 1 package; "))
        );
        let quiet = render(&report, format, Options { quiet: true, color: false });
        assert!(!quiet.stderr.contains("error: looksalive"), "{}", format.name());
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
}
