use expect_test::{Expect, expect};

use super::*;
use crate::findings::registry::{BLOCKING_IO, SLEEPS, UNEXPLAINED_SUPPRESSIONS};
use crate::findings::{Finding, Label, Lint, ordered};
use crate::source::{Origin, SourceFile, Span};

fn finding(lint: &'static Lint, spans: &[Span]) -> Finding {
    let label = |span: &Span| Label { span: *span, text: String::new() };
    Finding {
        lint,
        message: format!("{} found", lint.name),
        primary: label(&spans[0]),
        labels: spans[1..].iter().map(label).collect(),
        notes: Vec::new(),
        helps: Vec::new(),
        package: PackageIndex(0),
        krate: CrateIndex(0),
    }
}

fn add(sources: &Sources, name: &str, text: &str) -> SuppressibleFile {
    let file = sources.add(SourceFile::real(name, text, true));
    SuppressibleFile { file, package: PackageIndex(0), krate: CrateIndex(0) }
}

/// The `count`th (from 0) occurrence of `needle`.
fn nth(sources: &Sources, file: SuppressibleFile, needle: &str, count: usize) -> Span {
    let (lo, _) = sources.file(file.file).text.match_indices(needle).nth(count).unwrap_or_else(|| panic!("{needle}"));
    Span::new(file.file, lo as u32, (lo + needle.len()) as u32)
}

fn shown(findings: Vec<Finding>, sources: &Sources) -> String {
    let mut lines = String::new();
    for finding in ordered(findings, sources) {
        let place = sources.line_column(finding.primary.span);
        let name = sources.file(sources.written_at(finding.primary.span).file).name.clone();
        lines += &format!("{name}:{}:{}: {} [{}]", place.line, place.column, finding.message, finding.lint.name);
        for label in &finding.labels {
            lines += &format!(" {:?}", sources.text(label.span));
        }
        for note in &finding.notes {
            lines += &format!(" ({note})");
        }
        for suggestion in finding.helps.iter().filter_map(|help| help.suggestion.as_ref()) {
            lines += &format!(" -> {}", suggestion.replacement);
        }
        lines.push('\n');
    }
    lines
}

/// A `sleeps` finding at every `nap` and a `blocking_io` finding at every `read` in `text`; without the lint that
/// is allowed by default.
fn check(text: &str, expected: &Expect) {
    let sources = Sources::default();
    let file = add(&sources, "a.rs", text);
    let mut findings = Vec::new();
    for (word, lint) in [("nap(", &SLEEPS), ("read(", &BLOCKING_IO)] {
        let count = text.matches(word).count();
        findings.extend((0..count).map(|at| finding(lint, &[nth(&sources, file, word, at)])));
    }
    let kept = Suppressions::collect(&sources, &[file]).apply(findings, &sources, &Policy::PLAIN);
    let kept = kept.into_iter().filter(|finding| finding.lint.name != UNEXPLAINED_SUPPRESSIONS.name).collect();
    expected.assert_eq(&shown(kept, &sources));
}

#[test]
fn a_trailing_comment_is_for_its_line_and_another_for_what_follows() {
    check(
        "fn f() {\n    nap(); // looksalive: allow(sleeps) -- short\n    nap();\n    // looksalive: allow(sleeps) -- short\n    nap();\n    nap();\n}\n",
        &expect![[r#"
            a.rs:3:5: sleeps found [sleeps]
            a.rs:6:5: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn it_reaches_over_the_whole_item_and_no_further() {
    check(
        "// looksalive: allow(sleeps)\n#[inline]\nfn f() {\n    nap(); { nap(); }\n}\nfn g() { nap(); }\n",
        &expect![[r#"
            a.rs:6:10: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn only_what_is_named_is_suppressed() {
    check(
        "// looksalive: allow(looksalive::sleeps)\nfn f() { nap(); read(); }\n// looksalive: allow(unbounded)\nfn g() { nap(); read(); }\n",
        &expect![[r#"
            a.rs:2:17: blocking_io found [blocking_io]
            a.rs:4:10: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn inside_an_expression_it_is_for_the_next_one() {
    check(
        "fn f() { g(/* looksalive: allow(sleeps) */ nap(), nap()); }",
        &expect![[r#"
            a.rs:1:51: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn attributes_mean_the_same() {
    check(
        concat!(
            "#[cfg_attr(any(), looksalive::allow(sleeps, reason = \"short\"))]\nfn f() { nap(); }\n",
            "fn g() {\n    #[cfg_attr(any(), looksalive::expect(sleeps))]\n    let a = nap();\n    nap();\n}\n",
            "fn h() {\n    #![cfg_attr(any(), looksalive::allow(looksalive::sleeps), looksalive::allow(blocking_io))]\n    nap(); read();\n}\n",
            "fn i() { nap(); }\n",
        ),
        &expect![[r#"
            a.rs:6:5: sleeps found [sleeps]
            a.rs:12:10: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn a_file_is_suppressed_at_its_top_only() {
    check("#![no_std]\n// looksalive: allow-file(sleeps) -- all of it\nfn f() { nap(); }\n", &expect![""]);
    check(
        "fn f() { nap(); }\n// looksalive: allow-file(sleeps)\nfn g() { nap(); }\n",
        &expect![[r#"
            a.rs:1:10: sleeps found [sleeps]
            a.rs:2:1: a suppression cannot be read: `allow-file` belongs at the top of the file, before the first item [unused_suppressions]
            a.rs:3:10: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn what_meets_nothing_is_reported_name_by_name() {
    check(
        "// looksalive: allow(sleeps, blocking_io)\nfn f() { nap(); }\n// looksalive: expect(sleeps)\nfn g() {}\nfn h() { // looksalive: allow(unbounded, sleeps)\n}\n// looksalive: allow(sleeps)\n",
        &expect![[r#"
            a.rs:1:1: `blocking_io` suppressed here, but not reported [unused_suppressions] "blocking_io"
            a.rs:3:1: `sleeps` expected here, but not reported [unused_suppressions]
            a.rs:5:10: `unbounded` and `sleeps` suppressed here, but not reported [unused_suppressions] "unbounded" "sleeps"
            a.rs:7:1: `sleeps` suppressed here, but not reported [unused_suppressions] (no statement, item or expression follows)
        "#]],
    );
}

#[test]
fn what_names_nothing_is_reported_with_the_nearest_name() {
    check(
        "// looksalive: allow(sleep, sleeps)\nfn f() { nap(); }\n// looksalive: allow(dead_code)\nfn g() {}\n",
        &expect![[r#"
            a.rs:1:1: unknown lint `sleep` in a suppression [unknown_lints] "sleep" -> sleeps
            a.rs:3:1: unknown lint `dead_code` in a suppression [unknown_lints]
        "#]],
    );
}

#[test]
fn what_cannot_be_read_is_reported() {
    check(
        concat!(
            "// looksalive: alow(sleeps)\n// looksalive: allow sleeps\n// looksalive: allow(sleeps\n// looksalive: allow()\n",
            "// looksalive: allow(sleeps) because\n// looksalive:\n// looksalive: be quick\n// looksalive allow(sleeps)\n// LooksAlive: allow(sleeps)\n",
            "// short. looksalive: allow(sleeps)\n#[cfg_attr(any(), looksalive::deny(sleeps))]\n#[cfg_attr(any(), looksalive::allow)]\n",
            "#[cfg_attr(any(), looksalive::allow(reason = \"x\"))]\nfn f() {}\n"
        ),
        &expect![[r#"
            a.rs:1:1: a suppression cannot be read: `alow` is no directive; did you mean `allow`? [unused_suppressions]
            a.rs:2:1: a suppression cannot be read: the lints are missing after `allow` [unused_suppressions]
            a.rs:3:1: a suppression cannot be read: the `)` after the lints is missing [unused_suppressions]
            a.rs:4:1: a suppression cannot be read: `allow()` names no lint [unused_suppressions]
            a.rs:5:1: a suppression cannot be read: a reason begins with `--` [unused_suppressions]
            a.rs:6:1: a suppression cannot be read: `allow`, `expect` or `allow-file` is missing [unused_suppressions]
            a.rs:7:1: a suppression cannot be read: `be` is no directive: `allow`, `expect` and `allow-file` are [unused_suppressions]
            a.rs:8:1: a suppression cannot be read: a colon is missing after `looksalive` [unused_suppressions]
            a.rs:9:1: a suppression cannot be read: `looksalive` is written in lower case [unused_suppressions]
            a.rs:10:1: a suppression cannot be read: a directive stands at the start of its comment [unused_suppressions]
            a.rs:11:1: a suppression cannot be read: `looksalive::deny` is no attribute: `looksalive::allow` and `looksalive::expect` are [unused_suppressions]
            a.rs:12:1: a suppression cannot be read: the lints are missing after `looksalive::allow` [unused_suppressions]
            a.rs:13:1: a suppression cannot be read: `looksalive::allow` names no lint [unused_suppressions]
        "#]],
    );
}

/// Not the whole file is told as the name of a lint that nobody knows.
#[test]
fn a_list_without_an_end_is_no_list() {
    check(
        "#[looksalive::allow(fn f() {\n    nap();\n}\n",
        &expect![[r#"
            a.rs:1:1: a suppression cannot be read: what stands in `looksalive::allow(…)` is no list of lints [unused_suppressions]
            a.rs:2:5: sleeps found [sleeps]
        "#]],
    );
    check(
        "fn f() {\n    /* looksalive: allow(sleeps\n       of devices) */\n    nap();\n}\n",
        &expect![[r#"
            a.rs:2:5: a suppression cannot be read: what stands in `allow(…)` is no list of lints [unused_suppressions]
            a.rs:4:5: sleeps found [sleeps]
        "#]],
    );
    check("fn f() {\n    /* looksalive: allow(\n       sleeps,\n    ) -- why */\n    nap();\n}\n", &expect![""]);
}

#[test]
fn strings_documentation_and_talk_are_no_directives() {
    check(
        "/// looksalive: allow(sleeps)\n//! looksalive: allow(sleeps)\n// LooksAlive runs often; write `looksalive: allow(sleeps)` here\n// LooksAlive: must be quick\n// see looksalive::sleeps\n// looksalive::allow is an attribute\nfn f() { let s = \"// looksalive: allow(sleeps)\"; nap(); }\n",
        &expect![[r#"
            a.rs:7:50: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn line_ends_marks_and_wide_characters_do_not_shift_it() {
    check(
        "\u{feff}fn f() {\r\n    ä(nap()); // looksalive: allow(sleeps) -- ü\r\n    nap();\r\n    // looksalive: allow(sleeps)\r\n    nap();\r\n}\r\n",
        &expect![[r#"
            a.rs:3:5: sleeps found [sleeps]
        "#]],
    );
}

#[test]
fn findings_about_suppressions_can_be_suppressed() {
    check("// looksalive: allow-file(unused_suppressions, sleeps)\n// looksalive: allow(sleeps)\nfn f() {}\n", &expect![""]);
    check(
        "// looksalive: allow(unused_suppressions)\nfn f() {}\n",
        &expect![[r#"
            a.rs:1:1: `unused_suppressions` suppressed here, but not reported [unused_suppressions]
        "#]],
    );
    check("// looksalive: allow(unknown_lints, sleepz)\nfn f() {}\n", &expect![""]);
}

#[test]
fn the_entry_point_and_each_hop_count_also_in_another_file() {
    for allowed in ["fn looks_alive", "    hop", "    nap"] {
        let sources = Sources::default();
        let directive = |text: &str| text.replace(allowed, &format!("// looksalive: allow(sleeps) -- x\n{allowed}"));
        let main = add(&sources, "main.rs", &directive("fn looks_alive() {\n    hop();\n}\n"));
        let other = add(&sources, "other.rs", &directive("fn hop() {\n    nap();\n}\n"));
        let path = [nth(&sources, other, "nap", 0), nth(&sources, main, "looks_alive()", 0), nth(&sources, main, "hop", 0)];
        let suppressions = Suppressions::collect(&sources, &[main, other]);
        let kept = suppressions.apply(vec![finding(&SLEEPS, &path)], &sources, &Policy::PLAIN);
        assert_eq!(shown(kept, &sources), "", "{allowed}");
        // Another path to the same place remains.
        let kept = suppressions.apply(vec![finding(&SLEEPS, &path), finding(&SLEEPS, &path[..1])], &sources, &Policy::PLAIN);
        assert_eq!(kept.len(), usize::from(allowed != "    nap"), "{allowed}");
    }
}

#[test]
fn what_a_macro_writes_is_suppressed_in_its_definition_and_at_its_invocation() {
    for (text, kept) in [
        ("macro_rules! m { () => { nap() } }\nfn f() {\n    m!();\n}\n", 1),
        ("macro_rules! m { () => { /* looksalive: allow(sleeps) */ nap() } }\nfn f() {\n    m!();\n}\n", 0),
        ("macro_rules! m { () => { nap() } }\nfn f() {\n    m!(); // looksalive: allow(sleeps)\n}\n", 0),
        ("// looksalive: allow(sleeps)\nmacro_rules! m { () => { nap() } }\nfn f() {\n    m!();\n}\n", 0),
    ] {
        let sources = Sources::default();
        let file = add(&sources, "a.rs", text);
        let origin = Origin { at: 0, from: nth(&sources, file, "nap", 0), by_definition: true };
        let expansion = sources.add(SourceFile::expansion("nap()", vec![origin], nth(&sources, file, "m!()", 0)));
        let findings = vec![finding(&SLEEPS, &[Span::new(expansion, 0, 3)])];
        let remaining = Suppressions::collect(&sources, &[file]).apply(findings, &sources, &Policy::PLAIN);
        assert_eq!(remaining.iter().filter(|finding| finding.lint == &SLEEPS).count(), kept, "{text}");
    }
}

#[test]
fn a_forbidden_lint_is_reported_nevertheless() {
    let sources = Sources::default();
    let file = add(&sources, "a.rs", "fn f() {\n    nap(); // looksalive: allow(sleeps) -- x\n}\n");
    let policy = Policy { is_forbidden: &|finding| finding.lint == &SLEEPS, was_checked: &|_| true };
    let findings = vec![finding(&SLEEPS, &[nth(&sources, file, "nap", 0)])];
    let kept = Suppressions::collect(&sources, &[file]).apply(findings, &sources, &policy);
    expect![[r#"
        a.rs:2:5: sleeps found [sleeps] (the suppression at a.rs:2:12 has no effect: the lint is forbidden)
    "#]]
    .assert_eq(&shown(kept, &sources));
}

#[test]
fn what_was_not_looked_for_is_not_unused() {
    let sources = Sources::default();
    let file = add(&sources, "a.rs", "// looksalive: allow(sleeps, blocking_io, unbounded) -- x\nfn f() {}\n");
    let policy = Policy { is_forbidden: &|_| false, was_checked: &|lint| lint != &BLOCKING_IO };
    let kept = Suppressions::collect(&sources, &[file]).apply(Vec::new(), &sources, &policy);
    expect![[r#"
        a.rs:1:1: `sleeps` suppressed here, but not reported [unused_suppressions] "sleeps"
    "#]]
    .assert_eq(&shown(kept, &sources));
}

#[test]
fn reasons_are_asked_for() {
    let sources = Sources::default();
    let text = "nap(); // looksalive: allow(sleeps)\nnap(); // looksalive: allow(sleeps) -- \nnap(); // looksalive: allow(sleeps) -- x\n#[cfg_attr(any(), looksalive::allow(sleeps, reason = \"\"))]\nnap();\n#[cfg_attr(any(), looksalive::allow(sleeps, reason = \"x\"))]\nnap();\n";
    let file = add(&sources, "a.rs", text);
    let findings = (0..5).map(|at| finding(&SLEEPS, &[nth(&sources, file, "nap", at)])).collect();
    let kept = Suppressions::collect(&sources, &[file]).apply(findings, &sources, &Policy::PLAIN);
    expect![[r#"
        a.rs:1:8: a suppression gives no reason [unexplained_suppressions]
        a.rs:2:8: a suppression gives no reason [unexplained_suppressions]
        a.rs:4:1: a suppression gives no reason [unexplained_suppressions]
    "#]]
    .assert_eq(&shown(kept, &sources));
}

#[test]
fn a_file_that_two_crates_load_is_read_once() {
    let sources = Sources::default();
    let text = "fn f() {\n    nap(); // looksalive: allow(sleeps) -- x\n}\n";
    let (first, second) = (add(&sources, "a.rs", text), add(&sources, "a.rs", text));
    let findings = vec![finding(&SLEEPS, &[nth(&sources, second, "nap", 0)])];
    let kept = Suppressions::collect(&sources, &[first, second]).apply(findings, &sources, &Policy::PLAIN);
    assert_eq!(shown(kept, &sources), "");
}

mod random {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // No file with seeds is left behind: what fails becomes a test of its own.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_text_is_trouble(text in r#"(// looksalive: |allow\(|sleeps|\)|\{|\}|\(|;|,|=>|fn |if |#\[cfg_attr\(any\(\), looksalive::allow\(sleeps\)\)\]|#!|\[|"|'|/\*|\*/|\n|é|<|>|\||::|unsafe |match |!|r#|\\){0,24}"#) {
            let sources = Sources::default();
            let file = add(&sources, "a.rs", &text);
            let length = sources.file(file.file).text.len() as u32;
            let kept = Suppressions::collect(&sources, &[file]).apply(Vec::new(), &sources, &Policy::PLAIN);
            for finding in kept {
                prop_assert!(finding.primary.span.hi <= length);
                prop_assert!(text.is_char_boundary(finding.primary.span.lo as usize));
            }
        }
    }
}
