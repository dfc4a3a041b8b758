//! The tool's verdict about a program, in terms of the lines that somebody wrote.
//!
//! In this process, through the library: a variant costs milliseconds, not the start of a program. Knows nothing of rewrites.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use camino::Utf8PathBuf;
use looksalive_lint::cli::{Job, Outcome};
use looksalive_lint::config::levels::{LevelFlag, LintNames};
use looksalive_lint::config::units::parse_duration;
use looksalive_lint::findings::{Level, registry};
use looksalive_lint::workspace::Request;

use super::program::Program;
use crate::ui::ROOT;

/// How often each lint was found at each place: a line as it was written (`file:line`), or a line that a rewrite made.
pub type Verdict = BTreeMap<(String, String), usize>;

/// Writes the program's files, and the bindings that it uses.
pub fn write(program: &Program, folder: &Path) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for file in &program.files {
        write(&file.name, &file.text);
    }
    write("support/cluster_stub.rs", stub());
}

/// The bindings that programs use.
pub fn stub() -> &'static str {
    static STUB: LazyLock<String> =
        LazyLock::new(|| std::fs::read_to_string(Path::new(ROOT).join("ui-tests/support/cluster_stub.rs")).unwrap());
    &STUB
}

/// Lints a program. What could not be read or parsed is part of the verdict.
pub fn verdict(program: &Program) -> Result<Verdict, String> {
    outcome(program).map(|outcome| read(program, &outcome))
}

/// What comes of a run on the program.
pub fn outcome(program: &Program) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().unwrap();
    write(program, folder.path());
    let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().unwrap()).unwrap();
    looksalive_lint::run(&job(program, root)).map_err(|error| format!("{error:#}"))
}

/// What the tool is asked to do.
fn job(program: &Program, root: Utf8PathBuf) -> Job {
    let paths = program.file.iter().map(Utf8PathBuf::from).collect();
    let mut job = Job { request: Request { current_dir: root, paths, offline: true, ..Request::default() }, ..Job::default() };
    let mut args = program.args.iter();
    while let (Some(flag), Some(value)) = (args.next(), args.next()) {
        match flag.as_str() {
            "-W" => {
                let selector = LintNames(registry::all()).parse(value).unwrap();
                job.levels.push(LevelFlag { level: Level::Warn, selector, typed: format!("-W {value}") });
            }
            "--budget" => job.budget = Some(parse_duration(value).unwrap()),
            other => panic!("{}: the argument {other} is not known here", program.name),
        }
    }
    job
}

/// What an outcome says.
pub fn read(program: &Program, outcome: &Outcome) -> Verdict {
    let mut verdict = Verdict::new();
    let found = outcome.findings.iter().map(|found| (found.finding.lint.name.to_owned(), found.finding.primary.span));
    let problems = outcome.problems.iter().map(|problem| (problem.message.clone(), problem.span));
    for (what, span) in found.chain(problems) {
        let place = outcome.sources.written_at(span);
        let file = outcome.sources.file(place.file);
        let known = program.files.iter().find(|known| known.name == file.name);
        // A finding may begin at a parenthesis, which a formatter writes anew: what stands behind it counts.
        let mut offsets = place.lo as usize..place.hi as usize;
        let origin = known.and_then(|known| known.origin(place.lo as usize).or_else(|| offsets.find_map(|offset| known.origin(offset))));
        let place = match origin {
            Some((number, offset)) => written(program, number, offset),
            None => format!("{}:{} of the rewritten program", file.name, file.lines().line_of(place.lo) + 1),
        };
        *verdict.entry((what, place)).or_default() += 1;
    }
    verdict
}

/// A place as it was written, for people: `2:17`, file and line.
fn written(program: &Program, number: usize, offset: usize) -> String {
    let text = &program.written[number];
    format!("{number}:{}", text[..offset.min(text.len())].matches('\n').count() + 1)
}

/// What differs, in words.
pub fn differences(expected: &Verdict, got: &Verdict) -> Vec<String> {
    let count = |verdict: &Verdict, key: &(String, String)| verdict.get(key).copied().unwrap_or(0);
    let keys: std::collections::BTreeSet<_> = expected.keys().chain(got.keys()).collect();
    let told = |key: &&(String, String)| {
        let (before, after) = (count(expected, key), count(got, key));
        (before != after).then(|| format!("{} at {}: {before} as written, {after} rewritten", key.0, key.1))
    };
    keys.iter().filter_map(told).collect()
}
