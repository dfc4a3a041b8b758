//! What holds for every finding of every program, whatever it is: where it stands, and that it can be accepted alone.

use looksalive_lint::cli::Outcome;
use looksalive_lint::source::{Sources, Span};
use rayon::prelude::*;

use super::code::Code;
use super::judge::{self, Verdict};
use super::program::{Program, new};

/// Whether every program is looked at, not some.
fn takes_all() -> bool {
    std::env::var("METAMORPHIC").is_ok_and(|wanted| wanted == "all")
}

/// A place that is told lies in its file, and begins and ends between characters; `None` where it does.
fn misplaced(sources: &Sources, span: Span) -> Option<String> {
    let written = sources.written_at(span);
    [span, written].into_iter().find_map(|span| {
        let file = sources.file(span.file);
        file.text.get(span.range()).is_none().then(|| format!("{span:?} is no stretch of `{}` ({} bytes)", file.name, file.text.len()))
    })
}

/// Everything that an outcome places somewhere.
pub fn misplaced_spans(outcome: &Outcome) -> Vec<String> {
    let mut spans: Vec<Span> = outcome.problems.iter().map(|problem| problem.span).collect();
    for found in &outcome.findings {
        let finding = &found.finding;
        spans.push(finding.primary.span);
        spans.extend(finding.labels.iter().map(|label| label.span));
        spans.extend(finding.helps.iter().filter_map(|help| help.suggestion.as_ref()).map(|suggestion| suggestion.span));
    }
    spans.extend(outcome.budgets.iter().map(|budget| budget.place));
    spans.iter().filter_map(|span| misplaced(&outcome.sources, *span)).collect()
}

#[test]
fn spans_lie_in_their_files_and_between_characters() {
    let programs: Vec<Program> = super::programs().into_iter().step_by(if takes_all() { 1 } else { 5 }).collect();
    let wrong: Vec<String> = programs
        .par_iter()
        .flat_map_iter(|program| {
            // Characters of several bytes before and behind everything.
            let text = program.root().text.clone();
            let code = Code::parse(&text);
            let ends = text.match_indices('\n').map(|(at, _)| (at..at, vec![new(" /* Ä\u{1F600}\u{202E} */")]));
            let marked =
                program.with_root(program.root().edited(ends.filter(|(at, _)| !in_literal(program, code.as_ref(), at.start)).collect()));
            [program.clone(), marked].into_iter().flat_map(|program| {
                let outcome = judge::outcome(&program).unwrap_or_else(|error| panic!("{}: {error}", program.name));
                misplaced_spans(&outcome).into_iter().map(move |wrong| format!("{}: {wrong}", program.name))
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the byte lies in a token, which a comment would change, or in a line's comment, which would hide it.
fn in_literal(program: &Program, code: Option<&Code>, at: usize) -> bool {
    let text = &program.root().text;
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    line.contains("//")
        || line.ends_with('\r')
        || code.is_none_or(|code| code.tokens.iter().any(|token| token.range.start < at && at < token.range.end))
}

/// A suppression on a finding's line takes away what the lint found on that line, and nothing else.
#[test]
fn a_suppression_takes_away_its_finding_alone() {
    let takes_all = takes_all();
    let programs = super::programs();
    let results: Vec<(usize, Vec<String>)> = programs.par_iter().map(|program| suppressed(program, takes_all)).collect();
    let tried: usize = results.iter().map(|(tried, _)| tried).sum();
    let wrong: Vec<String> = results.into_iter().flat_map(|(_, wrong)| wrong).collect();
    println!("{tried} findings were suppressed, {} wrongly", wrong.len());
    assert!(tried > 60, "only {tried} findings were suppressed");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// How many findings of the program were suppressed, one at a time, and what went wrong.
fn suppressed(program: &Program, takes_all: bool) -> (usize, Vec<String>) {
    let outcome = judge::outcome(program).unwrap_or_else(|error| panic!("{}: {error}", program.name));
    let before = judge::read(program, &outcome);
    let Some(code) = Code::parse(&program.root().text) else { return (0, Vec::new()) };
    let text = &program.root().text;
    // For every lint, the lines that its findings are told with, the path to them included.
    let line_of = |span: Span| {
        let span = outcome.sources.written_at(span);
        let file = outcome.sources.file(span.file);
        (file.name == program.root().name).then(|| file.lines().line_of(span.lo) + 1)
    };
    let mut tried = Vec::new();
    let mut wrong = Vec::new();
    let step = if takes_all { 1 } else { 7 };
    let first = program.name.len() % step;
    for found in outcome.findings.iter().map(|found| &found.finding).skip(first).step_by(step) {
        let Some(line) = line_of(found.primary.span) else { continue };
        let lint = found.lint.name;
        let others = outcome.findings.iter().map(|other| &other.finding).filter(|other| other.lint.name == lint);
        let is_hop = others.flat_map(|other| &other.labels).any(|label| line_of(label.span) == Some(line));
        let is_about_suppressions = matches!(lint, "unused_suppressions" | "unexplained_suppressions" | "unknown_lints");
        if is_hop || is_about_suppressions || tried.contains(&(lint, line)) {
            continue;
        }
        let Some((start, end)) = trailing(text, &code, line) else { continue };
        tried.push((lint, line));
        let comment = format!(" // looksalive: allow({lint}) -- accepted");
        let edited = program.with_root(program.root().edited(vec![(start..end, vec![new(comment)])]));
        let mut expected: Verdict = before.clone();
        expected.remove(&(lint.to_owned(), format!("0:{line}")));
        match judge::verdict(&edited) {
            Ok(got) => wrong.extend(judge::differences(&expected, &got).iter().map(|d| format!("{}:{line}: {lint}: {d}", program.name))),
            Err(error) => wrong.push(format!("{}: {error}", program.name)),
        }
    }
    (tried.len(), wrong)
}

/// Where a comment may stand at the end of the line: behind its last token, in the place of the comment there, unless that says
/// something to the tool already, or a token goes on over the line's end.
fn trailing(text: &str, code: &Code, line: usize) -> Option<(usize, usize)> {
    let start = text.match_indices('\n').map(|(at, _)| at + 1).nth(line.checked_sub(2)?)?;
    let end = start + text[start..].find('\n')?;
    let last =
        code.tokens.iter().filter(|token| start <= token.range.start && token.range.start < end).map(|token| token.range.end).max()?;
    if last > end {
        return None;
    }
    let rest = &text[last..end];
    let comment = rest.find("//").map_or(end, |at| last + at);
    (!rest.contains("looksalive") && !rest.contains('"') && !text[..end].ends_with('\r')).then_some((comment, end))
}
