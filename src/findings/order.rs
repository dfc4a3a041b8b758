//! One finding a place and lint, in an order that depends on nothing but the sources.

use std::collections::BTreeMap;

use super::place::PlaceKey;
use super::{Finding, Label, Problem};
use crate::source::Sources;

/// Order by file name, place and lint, and keep one finding of each place and lint: the one with the shortest
/// path, since that is the easiest to follow. Suppressions come first: where one of two paths to a place is
/// suppressed, the other one is what remains.
pub fn ordered(findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    let mut kept: BTreeMap<(PlaceKey, &'static str), Finding> = BTreeMap::new();
    for finding in findings {
        let key = (PlaceKey::new(sources, finding.primary.span), finding.lint.name);
        match kept.entry(key) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(finding);
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                if rank(&finding, sources) < rank(entry.get(), sources) {
                    entry.insert(finding);
                }
            }
        }
    }
    kept.into_values().collect()
}

/// Order by file name and place, and keep one of equal problems: a file may be read for several crates.
pub fn ordered_problems(mut problems: Vec<Problem>, sources: &Sources) -> Vec<Problem> {
    let key = |problem: &Problem| (PlaceKey::new(sources, problem.span), problem.message.clone());
    problems.sort_by_cached_key(|problem| (key(problem), problem.package, problem.krate));
    problems.dedup_by_key(|problem| key(problem));
    problems
}

/// What makes one of several findings at a place the one to show. Ends in everything that is shown, so that ties
/// are between equals.
fn rank(finding: &Finding, sources: &Sources) -> impl Ord + use<> {
    let label = |label: &Label| (PlaceKey::new(sources, label.span), label.text.clone());
    (
        finding.labels.len(),
        finding.labels.iter().map(label).collect::<Vec<_>>(),
        finding.message.clone(),
        finding.primary.text.clone(),
        finding.notes.clone(),
        finding.package,
        finding.krate,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Lint;
    use crate::findings::registry::{BLOCKING_IO, SLEEPS};
    use crate::source::{FileId, Origin, SourceFile, Span};
    use crate::workspace::{CrateIndex, PackageIndex};

    fn finding(lint: &'static Lint, span: Span, labels: &[Span]) -> Finding {
        let label = |span: Span| Label { span, text: String::new() };
        Finding {
            lint,
            message: String::new(),
            primary: label(span),
            labels: labels.iter().map(|span| label(*span)).collect(),
            notes: Vec::new(),
            helps: Vec::new(),
            package: PackageIndex(0),
            krate: CrateIndex(0),
        }
    }

    fn places(findings: &[Finding], sources: &Sources) -> Vec<String> {
        let shown = |finding: &Finding| {
            let name = sources.file(sources.written_at(finding.primary.span).file).name.clone();
            format!("{name}:{} {} {}", sources.line_column(finding.primary.span).column, finding.lint.name, finding.labels.len())
        };
        findings.iter().map(shown).collect()
    }

    #[test]
    fn the_order_is_that_of_the_sources_however_they_were_loaded() {
        let sources = Sources::default();
        let [b, a] = ["b.rs", "a.rs"].map(|name| sources.add(SourceFile::real(name, "0123456789", true)));
        let at = |file: FileId, lo: u32| Span::new(file, lo, lo + 1);
        let mut findings = vec![
            finding(&SLEEPS, at(b, 1), &[]),
            finding(&SLEEPS, at(a, 9), &[]),
            finding(&SLEEPS, at(a, 3), &[]),
            finding(&BLOCKING_IO, at(a, 3), &[]),
        ];
        let expected = ["a.rs:4 blocking_io 0", "a.rs:4 sleeps 0", "a.rs:10 sleeps 0", "b.rs:2 sleeps 0"];
        assert_eq!(places(&ordered(findings.clone(), &sources), &sources), expected);
        findings.reverse();
        assert_eq!(places(&ordered(findings, &sources), &sources), expected);
    }

    #[test]
    fn one_place_is_reported_once_with_its_shortest_path() {
        let sources = Sources::default();
        // One file loaded for two crates, and a macro of it used twice.
        let [first, second] = ["a.rs", "a.rs"].map(|name| sources.add(SourceFile::real(name, "0123456789", true)));
        let at = |file: FileId, lo: u32| Span::new(file, lo, lo + 1);
        let written = [5, 7].map(|invocation| {
            let origin = Origin { at: 0, from: at(first, 3), by_definition: true };
            at(sources.add(SourceFile::expansion("x", vec![origin], at(first, invocation))), 0)
        });
        let findings = vec![
            finding(&SLEEPS, at(first, 3), &[at(first, 0), at(first, 1)]),
            finding(&SLEEPS, at(second, 3), &[at(second, 0)]),
            finding(&SLEEPS, written[0], &[at(first, 0), at(first, 1), at(first, 2)]),
            finding(&SLEEPS, written[1], &[at(first, 0), at(first, 1), at(first, 2)]),
            finding(&SLEEPS, at(first, 4), &[]),
        ];
        assert_eq!(places(&ordered(findings, &sources), &sources), ["a.rs:4 sleeps 1", "a.rs:5 sleeps 0"]);
    }

    #[test]
    fn a_problem_of_a_file_that_two_crates_read_is_one() {
        let sources = Sources::default();
        let [first, second] = ["a.rs", "a.rs"].map(|name| sources.add(SourceFile::real(name, "0123456789", true)));
        let problem = |file, krate| Problem {
            message: "expected `)`".to_owned(),
            span: Span::new(file, 2, 3),
            label: String::new(),
            notes: Vec::new(),
            is_unparsed_file: true,
            package: PackageIndex(0),
            krate: CrateIndex(krate),
        };
        let problems = ordered_problems(vec![problem(second, 1), problem(first, 0)], &sources);
        assert_eq!(problems, [problem(first, 0)]);
    }
}
