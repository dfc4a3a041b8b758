//! Program → findings: the whole way, on one file, without Cargo.
//!
//! Whatever the program, the run ends, every place that is told lies in its file, findings are in order and no two the same,
//! another run says the same, every report can be written, and accepting a finding takes it away and leaves the others.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use looksalive_lint::cli::{Job, Outcome};
use looksalive_lint::config::levels::{LevelFlag, LintNames};
use looksalive_lint::findings::place::PlaceKey;
use looksalive_lint::findings::{Finding, Group, Level, registry};
use looksalive_lint::report::{self, Format, Options, Report};
use looksalive_lint::source::Span;
use looksalive_lint::syntax::lex_comments;
use looksalive_lint::workspace::Request;

use super::{hash, programs, spans};

/// The bindings that programs of `ui-tests/` name by a path.
const BINDINGS: &str = include_str!("../../ui-tests/support/cluster_stub.rs");

/// The first byte of an input that is no text, but the bytes of a program of [`programs`].
pub const GENERATED: u8 = 0xff;

/// Panics where a promise is broken.
pub fn check(data: &[u8]) {
    match data.split_first() {
        Some((&GENERATED, bytes)) => generated(bytes),
        _ => {
            if let Ok(text) = std::str::from_utf8(data) {
                written(text);
            }
        }
    }
}

/// A program that is made says the same whatever its local variables are called and in whatever order its files come.
pub fn generated(bytes: &[u8]) {
    let folder = Folder::new();
    let files = programs::files(bytes, programs::PLAIN);
    let outcome = folder.run_files(&files);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    placed(&outcome);
    ordered(&outcome);
    match bytes.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into())) % 5 {
        0 => {
            let renamed = folder.run_files(&programs::files(bytes, programs::Style { local: "renamed_", ..programs::PLAIN }));
            assert_eq!(by_line(&outcome, Some), by_line(&renamed, Some), "names of local variables change findings");
        }
        1 => {
            let reversed = Folder::new().run_files(&programs::files(bytes, programs::Style { is_reversed: true, ..programs::PLAIN }));
            assert_eq!(by_line(&outcome, Some), by_line(&reversed, Some), "the order of files changes findings");
        }
        2 => accepted(&folder, &files[0].1, &outcome),
        3 => with_unreachable_code(&folder, &files[0].1, &outcome),
        _ => {
            assert_eq!(shown(&outcome), shown(&folder.run_files(&files)), "another run says something else");
            reports(&outcome);
        }
    }
}

/// Any text.
pub fn written(text: &str) {
    let folder = Folder::new();
    let outcome = folder.run(text);
    placed(&outcome);
    ordered(&outcome);
    // Each input is run once more; which promise is looked at hangs on the input.
    match hash(text) % 4 {
        0 => assert_eq!(shown(&outcome), shown(&folder.run(text)), "another run says something else"),
        1 => accepted(&folder, text, &outcome),
        2 => with_unreachable_code(&folder, text, &outcome),
        _ => reports(&outcome),
    }
}

/// A folder with the bindings, in which one program after the other is linted.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// A new one, in memory where the system has such a place.
    pub fn new() -> Self {
        let memory = Utf8Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("support")).expect("a folder can be made");
        fs::write(folder.path().join("support/cluster_stub.rs"), BINDINGS).expect("a file can be written");
        fs::create_dir(folder.path().join("program")).expect("a folder can be made");
        Self(folder)
    }

    /// Lints a program of several files, the root first.
    pub fn run_files(&self, files: &[(String, String)]) -> Outcome {
        for (name, text) in &files[1..] {
            fs::write(self.0.path().join("program").join(name), text).expect("a file can be written");
        }
        self.run(&files[0].1)
    }

    /// Lints the program; every lint that is allowed by default is looked at, too.
    pub fn run(&self, text: &str) -> Outcome {
        let root = self.0.path().canonicalize().expect("it is there");
        let root = Utf8PathBuf::from_path_buf(root).expect("temporary folders have plain names");
        let file = root.join("program/lib.rs");
        fs::write(&file, text).expect("a file can be written");
        let names = LintNames(registry::all());
        let level =
            |name: &&str| LevelFlag { level: Level::Warn, selector: names.parse(name).expect("a group"), typed: format!("-W {name}") };
        let job = Job {
            request: Request { current_dir: root, paths: vec![file], offline: true, ..Request::default() },
            levels: ["pedantic", "suppressions"].iter().map(level).collect(),
            ..Job::default()
        };
        looksalive_lint::run(&job).unwrap_or_else(|error| panic!("the run failed: {error:#}"))
    }
}

/// Everything that is told stands in its file.
fn placed(outcome: &Outcome) {
    let mut all: Vec<Span> = spans::of(&outcome.problems);
    all.extend(spans::of(&outcome.findings));
    all.extend(spans::of(&outcome.budgets));
    all.extend(spans::of(&outcome.sharing));
    spans::check(&outcome.sources, all);
}

/// No two findings of one lint at one place, and all in the order of their places.
fn ordered(outcome: &Outcome) {
    let findings = outcome.findings.iter().map(|found| &found.finding);
    let keys: Vec<_> = findings.map(|found| (PlaceKey::new(&outcome.sources, found.primary.span), found.lint.name)).collect();
    assert!(keys.is_sorted_by(|before, after| before < after), "findings are not in order, or told twice: {keys:?}");
}

/// The findings in words: lint, place, message and path; places are lines and columns.
fn shown(outcome: &Outcome) -> Vec<String> {
    let place = |span: Span| {
        let written = outcome.sources.written_at(span);
        let at = outcome.sources.line_column(span);
        format!("{}:{}:{}", outcome.sources.file(written.file).name, at.line, at.column)
    };
    let finding = |finding: &Finding| {
        let labels: Vec<_> = finding.labels.iter().map(|label| format!("{} {}", place(label.span), label.text)).collect();
        format!("{} {} {} {labels:?} {:?}", finding.lint.name, place(finding.primary.span), finding.message, finding.notes)
    };
    let mut all: Vec<String> = outcome.findings.iter().map(|found| finding(&found.finding)).collect();
    all.extend(outcome.problems.iter().map(|problem| format!("{} {}", place(problem.span), problem.message)));
    all.extend(outcome.warnings.iter().cloned());
    all.push(format!("{:?}", outcome.summary));
    all
}

/// The findings by lint and line, in order; what is said about suppressions or about what is unknown is left out.
fn by_line(outcome: &Outcome, line: impl Fn(u32) -> Option<u32>) -> Vec<(String, &'static str, Option<u32>)> {
    let findings = outcome.findings.iter().map(|found| &found.finding);
    let counted = findings.filter(|finding| finding.lint.group != Group::Suppressions);
    let mut all: Vec<_> = counted
        .map(|finding| {
            let written = outcome.sources.written_at(finding.primary.span);
            let name = outcome.sources.file(written.file).name.clone();
            let at = outcome.sources.line_column(finding.primary.span).line;
            let at = if name.ends_with("program/lib.rs") { line(at) } else { Some(at) };
            (name, finding.lint.name, at)
        })
        .collect();
    all.sort();
    all
}

/// Accepting a finding on its line takes away what its lint found on that line, and nothing else.
fn accepted(folder: &Folder, text: &str, outcome: &Outcome) {
    let sources = &outcome.sources;
    let line_of = |span: Span| {
        let written = sources.written_at(span);
        sources.file(written.file).name.ends_with("program/lib.rs").then(|| sources.line_column(written).line)
    };
    let findings: Vec<&Finding> = outcome.findings.iter().map(|found| &found.finding).collect();
    let wanted: Vec<(&Finding, u32)> = findings
        .iter()
        .filter(|finding| finding.lint.group != Group::Suppressions)
        .filter_map(|finding| {
            // Nothing of it may have come out of a macro: a suppression also counts where that is called.
            let is_plain = !sources.file(finding.primary.span.file).is_virtual();
            Some((*finding, line_of(finding.primary.span)?)).filter(|_| is_plain)
        })
        .collect();
    let Some(&(finding, line)) = wanted.get(hash(text) / 4 % wanted.len().max(1)) else { return };
    // A suppression on the path of another finding of the lint accepts that as well.
    let of_lint = || findings.iter().filter(|other| other.lint.name == finding.lint.name);
    if of_lint()
        .any(|other| other.labels.iter().any(|label| line_of(label.span) == Some(line) || sources.file(label.span.file).is_virtual()))
    {
        return;
    }
    let comment = format!(" // looksalive: allow({}) -- accepted", finding.lint.name);
    let Some(edited) = at_line_end(text, line, &comment) else { return };
    let after = folder.run(&edited);
    let mut expected = by_line(outcome, Some);
    expected.retain(|(name, lint, at)| !(name.ends_with("program/lib.rs") && *lint == finding.lint.name && *at == Some(line)));
    assert_eq!(by_line(&after, Some), expected, "`{comment}` on line {line}");
}

/// The text with a comment at the end of the line, if it is one there, all others stay what they are, and code stands before it.
fn at_line_end(text: &str, line: u32, comment: &str) -> Option<String> {
    let start = text.match_indices('\n').map(|(at, _)| at + 1).nth((line as usize).checked_sub(2)?)?;
    let end = start + text[start..].find('\n')?;
    if text[..end].ends_with('\r') {
        return None;
    }
    let places = |text: &str| lex_comments(text).iter().map(|comment| (comment.lo as usize, comment.hi as usize)).collect::<Vec<_>>();
    let before = places(text);
    // Another comment on the line may be a directive, or hide this one.
    if before.iter().any(|&(lo, hi)| lo <= end && hi > start) {
        return None;
    }
    let edited = format!("{}{comment}{}", &text[..end], &text[end..]);
    let mut after = places(&edited);
    let place = after.iter().position(|&(lo, hi)| lo == end + 1 && hi == end + comment.len())?;
    after.remove(place);
    let moved = |at: usize| if at > end { at + comment.len() } else { at };
    (after == before.iter().map(|&(lo, hi)| (moved(lo), moved(hi))).collect::<Vec<_>>()).then_some(edited)
}

/// A function that nobody calls changes no finding.
fn with_unreachable_code(folder: &Folder, text: &str, outcome: &Outcome) {
    const UNREACHABLE: &str =
        "\nfn __nobody_calls_this(__a: u32) -> u32 { ::std::thread::sleep(::std::time::Duration::from_secs(9)); __a }\n";
    // Behind a text or comment without an end, nothing is code.
    let is_code = lex_comments(&format!("{text}\n// x\n")).last().is_some_and(|comment| comment.text == " x");
    if !outcome.problems.is_empty() || !is_code {
        return;
    }
    let after = folder.run(&format!("{text}{UNREACHABLE}"));
    assert_eq!(by_line(&after, Some), by_line(outcome, Some), "unreachable code changes findings");
}

/// Every report can be written, and no text of the program reaches a terminal as a command.
fn reports(outcome: &Outcome) {
    let report = Report {
        sources: &outcome.sources,
        workspace: &outcome.workspace,
        findings: &outcome.findings,
        problems: &outcome.problems,
        summary: &outcome.summary,
        budgets: &outcome.budgets,
        sharing: &outcome.sharing,
        prefix: "",
        other_failed: false,
    };
    for format in Format::ALL {
        let options = Options { color: false, quiet: false };
        let rendered = report::render(&report, format, options);
        let texts = [rendered.stderr, rendered.stdout, report::document(&report, format, Options { color: false, quiet: true })];
        for text in &texts {
            let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            assert!(!text.contains(obeyed), "{} obeys the program: {text:?}", format.name());
        }
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
        match format {
            Format::Json | Format::JsonDiagnosticShort | Format::JsonDiagnosticRenderedAnsi => {
                assert!(texts[1].lines().all(json), "{} is not JSON by lines: {}", format.name(), texts[1]);
            }
            Format::Sarif | Format::Gitlab => assert!(json(&texts[2]), "{} is not JSON: {}", format.name(), texts[2]),
            _ => {}
        }
    }
}
