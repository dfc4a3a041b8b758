use expect_test::{Expect, expect};

use super::*;
use crate::findings::registry::{BLOCKING_IO, SLEEPS, UNBOUNDED_WAITS};
use crate::findings::{Applicability, Finding, Help, Label, Level, LevelOrigin, Lint, Suggestion};
use crate::source::{FileId, Origin, SourceFile, Span};
use crate::workspace::{CrateIndex, PackageIndex};

struct Texts {
    sources: Sources,
}

impl Texts {
    fn new() -> Self {
        Self { sources: Sources::default() }
    }

    fn add(&self, name: &str, text: &str) -> FileId {
        self.sources.add(SourceFile::real(name, text, true))
    }

    fn at(&self, file: FileId, needle: &str) -> Span {
        let text = &self.sources.file(file).text;
        let lo = text.find(needle).unwrap_or_else(|| panic!("{needle:?} is not in {text:?}"));
        Span::new(file, lo as u32, (lo + needle.len()) as u32)
    }
}

fn label(span: Span, text: &str) -> Label {
    Label { span, text: text.to_owned() }
}

fn finding(lint: &'static Lint, message: &str, primary: Label, labels: Vec<Label>) -> Finding {
    Finding {
        lint,
        message: message.to_owned(),
        primary,
        labels,
        notes: Vec::new(),
        helps: Vec::new(),
        package: PackageIndex(0),
        krate: CrateIndex(0),
    }
}

fn leveled(finding: Finding) -> LeveledFinding {
    let level = finding.lint.default_level;
    LeveledFinding { finding, level, origin: LevelOrigin::Default }
}

fn rendered(texts: &Texts, findings: &[LeveledFinding], format: Format, color: bool) -> String {
    let (workspace, summary) = (Workspace::default(), Summary::default());
    let report = Report {
        sources: &texts.sources,
        workspace: &workspace,
        findings,
        problems: &[],
        summary: &summary,
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    document(&report, format, Options { color, quiet: false })
}

fn check(texts: &Texts, finding: Finding, expected: &Expect) {
    expected.assert_eq(&rendered(texts, &[leveled(finding)], Format::Human, false));
}

fn service() -> (Texts, LeveledFinding) {
    let texts = Texts::new();
    let mut text = "\n".repeat(26);
    text += "unsafe extern \"system\" fn looks_alive(resource: *mut c_void) -> BOOL {\n\n\n\n\n\n    service.stopped() as BOOL\n";
    text += "\n\n\n\n\n\n\n        unsafe { WaitForSingleObject(self.process, INFINITE) == WAIT_OBJECT_0 }\n";
    let file = texts.add("src/service.rs", &text);
    let mut found = finding(
        &UNBOUNDED_WAITS,
        "`WaitForSingleObject` can wait for ever inside `LooksAlive`",
        label(texts.at(file, "WaitForSingleObject"), "the timeout is `INFINITE`"),
        vec![
            label(texts.at(file, "looks_alive"), "`LooksAlive` of `GENERIC_SERVICE_TABLE`"),
            label(texts.at(file, "stopped"), "1: calls `Service::stopped`"),
        ],
    );
    found.notes.push("the cluster ends the Resource Monitor, and every resource in it, when a call takes five minutes".to_owned());
    found.helps.push(Help {
        text: "ask without waiting".to_owned(),
        suggestion: Some(Suggestion {
            span: texts.at(file, "WaitForSingleObject(self.process, INFINITE)"),
            replacement: "WaitForSingleObject(self.process, 0)".to_owned(),
            applicability: Applicability::MaybeIncorrect,
        }),
    });
    (texts, leveled(found))
}

#[test]
fn a_finding_is_shaped_as_rustc_shapes_it() {
    let (texts, found) = service();
    expect![[r#"
        error: `WaitForSingleObject` can wait for ever inside `LooksAlive`
           --> src/service.rs:41:18
           |
        27 | unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
           |                           ----------- `LooksAlive` of `GENERIC_SERVICE_TABLE`
           |
        33 |     service.stopped() as BOOL
           |             ------- 1: calls `Service::stopped`
           |
        41 |         unsafe { WaitForSingleObject(self.process, INFINITE) == WAIT_OBJECT_0 }
           |                  ^^^^^^^^^^^^^^^^^^^ the timeout is `INFINITE`
           |
           = note: the cluster ends the Resource Monitor, and every resource in it, when a call takes five minutes
           = help: ask without waiting: `WaitForSingleObject(self.process, 0)`
           = note: `looksalive::unbounded_waits` is denied by default

    "#]]
    .assert_eq(&rendered(&texts, &[found], Format::Human, false));
}

#[test]
fn the_short_form_is_one_line() {
    let (texts, found) = service();
    expect![[r#"
        src/service.rs:41:18: error: `WaitForSingleObject` can wait for ever inside `LooksAlive` [looksalive::unbounded_waits]
    "#]]
    .assert_eq(&rendered(&texts, &[found], Format::Short, false));
}

#[test]
fn colours_are_escape_sequences_that_end() {
    let (texts, found) = service();
    let colored = rendered(&texts, std::slice::from_ref(&found), Format::Human, true);
    assert!(colored.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), rendered(&texts, std::slice::from_ref(&found), Format::Human, false));
    expect![[r#"
        src/service.rs:41:18: ESC[1mESC[91merrorESC[0mESC[1m: `WaitForSingleObject` can wait for ever inside `LooksAlive`ESC[0m [looksalive::unbounded_waits]
    "#]].assert_eq(&rendered(&texts, &[found], Format::Short, true).replace('\u{1b}', "ESC"));
}

#[test]
fn who_set_the_level_is_said() {
    let (_, mut found) = service();
    let mut note = |level, origin| {
        (found.level, found.origin) = (level, origin);
        found.level_note()
    };
    assert_eq!(note(Level::Deny, LevelOrigin::Default), "`looksalive::unbounded_waits` is denied by default");
    assert_eq!(
        note(Level::Forbid, LevelOrigin::CommandLine("-F looksalive::unbounded".to_owned())),
        "`looksalive::unbounded_waits` is forbidden because of `-F looksalive::unbounded` on the command line"
    );
    assert_eq!(
        note(Level::Warn, LevelOrigin::Configuration("looksalive.toml".to_owned())),
        "`looksalive::unbounded_waits` warns because of looksalive.toml"
    );
}

#[test]
fn a_path_through_two_files_shows_both() {
    let texts = Texts::new();
    let main = texts.add("src/lib.rs", "fn looks_alive() {\n    probe::ask();\n}\n");
    let probe = texts.add("src/probe.rs", "pub fn ask() {\n    sleep(Duration::from_millis(5));\n}\n");
    check(
        &texts,
        finding(
            &SLEEPS,
            "`sleep` inside `LooksAlive`",
            label(texts.at(probe, "sleep"), "5 ms of 300 ms"),
            vec![label(texts.at(main, "looks_alive"), "`LooksAlive` of `TABLE`"), label(texts.at(main, "ask"), "1: calls `probe::ask`")],
        ),
        &expect![[r#"
            warning: `sleep` inside `LooksAlive`
              --> src/probe.rs:2:5
              |
            2 |     sleep(Duration::from_millis(5));
              |     ^^^^^ 5 ms of 300 ms
              |
              ::: src/lib.rs:1:4
              |
            1 | fn looks_alive() {
              |    ----------- `LooksAlive` of `TABLE`
            2 |     probe::ask();
              |            --- 1: calls `probe::ask`
              |
              = note: `looksalive::sleeps` warns by default

        "#]],
    );
}

#[test]
fn wide_characters_tabs_marks_and_line_ends_keep_carets_in_place() {
    let texts = Texts::new();
    let file = texts.add("src/ä.rs", "\u{feff}fn größe() {\r\n\t\tlet 名前 = nap(\"🦀\");\t// x\r\n}\r\n");
    check(
        &texts,
        finding(&SLEEPS, "a nap", label(texts.at(file, "nap"), "here"), vec![label(texts.at(file, "größe"), "`LooksAlive`")]),
        &expect![[r#"
            warning: a nap
              --> src/ä.rs:2:12
              |
            1 | fn größe() {
              |    ----- `LooksAlive`
            2 |         let 名前 = nap("🦀");    // x
              |                    ^^^ here
              |
              = note: `looksalive::sleeps` warns by default

        "#]],
    );
    expect![[r#"
        src/ä.rs:1:1: warning: a nap [looksalive::sleeps]
    "#]]
    .assert_eq(&rendered(&texts, &[leveled(finding(&SLEEPS, "a nap", label(texts.at(file, "fn"), ""), Vec::new()))], Format::Short, false));
}

#[test]
fn nothing_of_the_sources_steers_the_terminal() {
    let texts = Texts::new();
    let file = texts.add("src/\u{1b}[2Jx.rs", "fn f() { /* \u{202e}\u{1b}[31m\u{1} */ nap(\"\u{7}\"); } // -->\n");
    let found = finding(
        &SLEEPS,
        "a \u{1b}]0;title\u{7} nap\nsecond line",
        label(texts.at(file, "nap"), "in \u{202e}reverse\u{1}"),
        vec![label(texts.at(file, "f()"), "\u{1b}[31mred")],
    );
    let mut found = leveled(found);
    found.finding.notes.push("first\nsecond \u{1b}[31m".to_owned());
    for format in [Format::Human, Format::Short] {
        let text = rendered(&texts, std::slice::from_ref(&found), format, false);
        assert!(!text.chars().any(|c| c != '\n' && is_hostile(c)), "{text:?}");
    }
    expect![[r#"
        warning: a \u{1b}]0;title\u{7} nap\nsecond line
          --> src/\u{1b}[2Jx.rs:1:24
          |
        1 | fn f() { /* \u{202e}\u{1b}[31m\u{1} */ nap("\u{7}"); } // -->
          |    ---                                 ^^^ in \u{202e}reverse\u{1}
          |    |
          |    \u{1b}[31mred
          |
          = note: first
                  second \u{1b}[31m
          = note: `looksalive::sleeps` warns by default

    "#]]
    .assert_eq(&rendered(&texts, &[found], Format::Human, false));
}

#[test]
fn long_lines_are_cut_around_what_is_marked() {
    let texts = Texts::new();
    let text =
        format!("fn f() {{ {} nap(\"{}\"); {} end(); {} }}\n", "a(); ".repeat(60), "x".repeat(300), "b(); ".repeat(60), "c(); ".repeat(60));
    let file = texts.add("src/generated.rs", &text);
    check(
        &texts,
        finding(&SLEEPS, "a nap", label(texts.at(file, "nap"), "here"), vec![label(texts.at(file, "end"), "there")]),
        &expect![[r#"
            warning: a nap
              --> src/generated.rs:1:311
              |
            1 | ...(); a(); a(); a(); a(); a(); a(); a();  nap("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...(); b(); b(); b(); b(); b(); b(); b();  end(); c(); c(); c(); c(); c(); c(); c(); c...
              |                                            ^^^                                                                                   --- there
              |                                            |
              |                                            here
              |
              = note: `looksalive::sleeps` warns by default

        "#]],
    );
    let literal = format!("\"{}\"", "x".repeat(300));
    check(
        &texts,
        finding(&SLEEPS, "long", label(texts.at(file, &literal), "all of this"), Vec::new()),
        &expect![[r#"
        warning: long
          --> src/generated.rs:1:315
          |
        1 | ...a(); a(); a(); a(); a(); a(); a();  nap("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"); b(); b(); b(); b(); b(); b(); b(); b(...
          |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ all of this
          |
          = note: `looksalive::sleeps` warns by default

    "#]],
    );
}

#[test]
fn places_over_several_lines_and_at_the_end_of_the_file() {
    let texts = Texts::new();
    let file =
        texts.add("src/a.rs", "fn f() {\n    nap(\n        1,\n        2,\n        3,\n        4,\n        5,\n        6,\n    );\n");
    let text = texts.sources.file(file).text.clone();
    let whole = Span::new(file, text.find("nap").unwrap() as u32, text.find(';').unwrap() as u32);
    check(
        &texts,
        finding(&SLEEPS, "a nap", label(whole, "all of this"), Vec::new()),
        &expect![[r#"
        warning: a nap
          --> src/a.rs:2:5
          |
        2 | /     nap(
        3 | |         1,
        4 | |         2,
        5 | |         3,
          | |
        8 | |         6,
        9 | |     );
          | \-----^ all of this
          |
          = note: `looksalive::sleeps` warns by default

    "#]],
    );
    let end = Span::new(file, text.len() as u32, text.len() as u32);
    check(
        &texts,
        finding(&SLEEPS, "unclosed", label(end, "`}` is missing"), Vec::new()),
        &expect![[r#"
        warning: unclosed
           --> src/a.rs:10:1
           |
        10 |
           | ^ `}` is missing
           |
           = note: `looksalive::sleeps` warns by default

    "#]],
    );
    // A place that is no place is shown somewhere rather than not at all.
    let beyond = Span::new(file, 900, 1000);
    check(
        &texts,
        finding(&SLEEPS, "beyond", label(beyond, "?"), Vec::new()),
        &expect![[r#"
        warning: beyond
           --> src/a.rs:10:1
           |
        10 |
           | ^ ?
           |
           = note: `looksalive::sleeps` warns by default

    "#]],
    );
}

/// `nap!` is defined and used; the definition wrote `sleep`, a person wrote `time`.
fn with_macro(in_workspace: bool) -> (Texts, Finding) {
    let texts = Texts::new();
    let file = texts.add("src/lib.rs", "fn looks_alive() {\n    tools::nap!(\n        time()\n    );\n}\n");
    let definition = "macro_rules! nap { ($e:expr) => { sleep($e) } }\n";
    let macros = texts.sources.add(SourceFile::real("src/macros.rs", definition, in_workspace));
    let origins = vec![
        Origin { at: 0, from: texts.at(macros, "sleep"), by_definition: true },
        Origin { at: 6, from: texts.at(file, "time"), by_definition: false },
    ];
    let whole = texts.at(file, "tools::nap!(\n        time()\n    )");
    let expansion = texts.sources.add(SourceFile::expansion("sleep(time())", origins, whole));
    let labels = vec![label(texts.at(file, "looks_alive"), "`LooksAlive`"), label(Span::new(expansion, 6, 10), "1: asked first")];
    (texts, finding(&SLEEPS, "a sleep", label(Span::new(expansion, 0, 5), "here"), labels))
}

#[test]
fn what_a_macro_writes_stands_in_its_definition() {
    let (texts, found) = with_macro(true);
    check(
        &texts,
        found,
        &expect![[r#"
        warning: a sleep
          --> src/macros.rs:1:35
          |
        1 | macro_rules! nap { ($e:expr) => { sleep($e) } }
          |                                   ^^^^^ here
          |
          ::: src/lib.rs:1:4
          |
        1 | fn looks_alive() {
          |    ----------- `LooksAlive`
        2 |     tools::nap!(
          |     ----------- in this expansion of `nap!`
        3 |         time()
          |         ---- 1: asked first
          |
          = note: `looksalive::sleeps` warns by default

    "#]],
    );
}

#[test]
fn what_a_foreign_macro_writes_stands_at_its_invocation() {
    let (texts, found) = with_macro(false);
    check(
        &texts,
        found,
        &expect![[r#"
        warning: a sleep
          --> src/lib.rs:2:5
          |
        1 |   fn looks_alive() {
          |      ----------- `LooksAlive`
        2 | /     tools::nap!(
        3 | |         time()
          | |         ---- 1: asked first
        4 | |     );
          | \-----^ here
          |
          = note: the call is written by `nap!`, a macro from outside the workspace
          = note: `looksalive::sleeps` warns by default

    "#]],
    );
}

#[test]
fn advice_shows_the_replacement_once() {
    let texts = Texts::new();
    let file = texts.add("src/a.rs", "fn f() { nap(); }\n");
    let mut found = finding(
        &SLEEPS,
        "a nap",
        label(texts.at(file, "nap"), ""),
        vec![label(texts.at(file, "f"), "`f`"), label(texts.at(file, "f"), "`f`")],
    );
    let edit = |replacement: &str| {
        let applicability = Applicability::MachineApplicable;
        Some(Suggestion { span: texts.at(file, "nap()"), replacement: replacement.to_owned(), applicability })
    };
    for (text, suggestion) in [
        ("no edit", None),
        ("remove it", edit("")),
        ("write `rest()`", edit("rest()")),
        ("write", edit("rest()")),
        ("write two lines", edit("rest();\nrest()\n")),
    ] {
        found.helps.push(Help { text: text.to_owned(), suggestion });
    }
    check(
        &texts,
        found,
        &expect![[r#"
            warning: a nap
              --> src/a.rs:1:10
              |
            1 | fn f() { nap(); }
              | -        ^^^
              | |
              | `f`
              |
              = help: no edit
              = help: remove it
              = help: write `rest()`
              = help: write: `rest()` instead of `nap()`
              = help: write two lines:
                      rest();
                      rest()
              = note: `looksalive::sleeps` warns by default

        "#]],
    );
}

#[test]
fn what_does_not_parse_looks_the_same() {
    let texts = Texts::new();
    let file = texts.add("src/a.rs", "fn f( {\n");
    let problem = Problem {
        message: "expected `)`".to_owned(),
        span: texts.at(file, "{"),
        label: "unexpected `{`".to_owned(),
        notes: vec!["the rest of the package is analysed".to_owned()],
        is_unparsed_file: true,
        package: PackageIndex(0),
        krate: CrateIndex(0),
    };
    let (workspace, summary) = (Workspace::default(), Summary { packages: 1, ..Summary::default() });
    let report = Report {
        sources: &texts.sources,
        workspace: &workspace,
        findings: &[],
        problems: &[problem],
        summary: &summary,
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    assert!(!report.is_success());
    expect![[r#"
        error: expected `)`
          --> src/a.rs:1:7
          |
        1 | fn f( {
          |       ^ unexpected `{`
          |
          = note: the rest of the package is analysed

        error: looksalive: 1 error in 1 package; no LooksAlive entry point found in 1 package: nothing was checked; 1 file could not be parsed
    "#]].assert_eq(&render(&report, Format::Human, Options::default()).stderr);
    expect![[r#"
        src/a.rs:1:7: error: expected `)`
    "#]]
    .assert_eq(&render(&report, Format::Short, Options { quiet: true, color: false }).stderr);
}

#[test]
fn the_summary_says_what_was_looked_at() {
    let (texts, denied) = service();
    let mut warned = denied.clone();
    (warned.level, warned.finding.lint) = (Level::Warn, &BLOCKING_IO);
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let workspace = Workspace::default();
    let mut lines = String::new();
    let mut add = |findings: &[LeveledFinding], summary: Summary| {
        let report = Report {
            sources: &texts.sources,
            workspace: &workspace,
            findings,
            problems: &[],
            summary: &summary,
            budgets: &[],
            sharing: &[],
            prefix: "",
            other_failed: false,
        };
        lines += &summary::line(&report, false);
    };
    let bound = |text: &str| Some(text.to_owned());
    let one = Summary {
        packages: 1,
        entry_points: names(&["GENERIC_SERVICE_TABLE"]),
        bound: bound("none (1 wait without one)"),
        calls_resolved: 214,
        calls: 214,
        ..Summary::default()
    };
    add(std::slice::from_ref(&denied), one.clone());
    add(&[denied.clone(), warned.clone(), warned.clone()], Summary { bound: None, ..one.clone() });
    add(std::slice::from_ref(&warned), Summary { packages: 3, entry_points: names(&["A", "B", "C", "D", "E", "F"]), ..one.clone() });
    add(&[], Summary { bound: bound("31 ms of 300 ms"), calls: 1, calls_resolved: 0, ..one.clone() });
    add(&[], Summary { packages: 2, ..Summary::default() });
    add(&[warned], Summary { packages: 2, ..Summary::default() });
    expect![[r#"
        error: looksalive: 1 error in 1 package; 1 LooksAlive (`GENERIC_SERVICE_TABLE`), bound: none (1 wait without one); 214 of 214 calls resolved
        error: looksalive: 1 error, 2 warnings in 1 package; 1 LooksAlive (`GENERIC_SERVICE_TABLE`); 214 of 214 calls resolved
        warning: looksalive: 1 warning in 3 packages; 6 LooksAlive (`A`, `B`, `C`, `D`, 2 more), bound: none (1 wait without one); 214 of 214 calls resolved
        looksalive: no findings in 1 package; 1 LooksAlive (`GENERIC_SERVICE_TABLE`), bound: 31 ms of 300 ms; 0 of 1 call resolved
        warning: looksalive: no LooksAlive entry point found in 2 packages: nothing was checked
        warning: looksalive: 1 warning in 2 packages; no LooksAlive entry point found in 2 packages: nothing was checked
    "#]].assert_eq(&lines);
}

mod random {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // No file with seeds is left behind: what fails becomes a test of its own.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_place_in_any_text_is_shown(
            pieces in proptest::collection::vec(prop_oneof!["[a-z(){} ]{0,9}", "[äß🦀名\u{202e}\t\u{7}]{1,3}", Just("\n".to_owned()), Just("\r\n".to_owned()), Just("long".repeat(60))], 0..12),
            marked in proptest::bool::ANY,
            places in proptest::collection::vec((0u32..2000, 0u32..300), 1..5),
        ) {
            let text = format!("{}{}", if marked { "\u{feff}" } else { "" }, pieces.concat());
            let texts = Texts::new();
            let file = texts.add("a.rs", &text);
            let length = text.len() as u32 + 2;
            let spans: Vec<Span> = places.iter().map(|(lo, len)| (lo % length, len)).map(|(lo, len)| Span::new(file, lo, lo + len)).collect();
            let labels = spans[1..].iter().map(|span| label(*span, "label")).collect();
            let found = [leveled(finding(&SLEEPS, "message", label(spans[0], "primary"), labels))];
            let human = rendered(&texts, &found, Format::Human, false);
            let start = format!("warning: message\n{:>1$}--> a.rs:", "", human.lines().nth(1).unwrap_or_default().find('-').unwrap_or(0));
            prop_assert!(human.starts_with(&start), "{human}");
            prop_assert!(human.contains("^"), "{human}");
            prop_assert!(human.contains("primary"), "{human}");
            prop_assert!(!human.chars().any(|c| c != '\n' && is_hostile(c)), "{human:?}");
            let short = rendered(&texts, &found, Format::Short, false);
            let place = human.lines().nth(1).unwrap_or_default().rsplit("--> ").next().unwrap_or_default();
            prop_assert!(short.starts_with(&format!("{place}: ")), "{human}{short}");
            prop_assert_eq!(rendered(&texts, &found, Format::Json, false).lines().count(), 2);
        }
    }
}
