//! What a program says about itself: `//~ lint` marks and `//@ name: value` directives.
//!
//! A mark names the lints whose primary span lies on its line, separated by commas, once for each finding. `//~^`
//! means the line above, `//~^^` two above, `//~v` the line below. `error:` or `warning:` before a name also says at
//! which level. Knows nothing of the tool: what is marked is what the specification demands.

use std::collections::BTreeMap;
use std::path::Path;

/// Every lint that the project means to have. A mark of one that has no page yet waits for it; any other name is a
/// mistake in the mark.
const LINTS: [&str; 24] = [
    "unguarded_shared_state",
    "inconsistent_guards",
    "exclusive_context_borrows",
    "use_after_terminate",
    "lock_order_inversions",
    "unbounded_waits",
    "blocking_io",
    "unbounded_loops",
    "contended_guards",
    "cluster_api_calls",
    "sleeps",
    "latency_overruns",
    "heavy_allocations",
    "full_health_checks",
    "mutating_health_checks",
    "poll_intervals",
    "panics_across_ffi",
    "missing_entry_points",
    "unknown_bounds",
    "unresolved_calls",
    "unsized_allocations",
    "unused_suppressions",
    "unexplained_suppressions",
    "unknown_lints",
];

/// A place: file as the tool names it, and line, counted from 1.
pub type Place = (String, usize);

/// The lints at each place, sorted; a level is kept where it is said.
pub type Findings = BTreeMap<Place, Vec<String>>;

/// The marks of one file. `has_page` says whether a lint exists yet.
pub fn read(file: &str, text: &str, has_page: &dyn Fn(&str) -> bool) -> Result<Findings, String> {
    let mut findings = Findings::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, mark)) = line.split_once("//~") else { continue };
        let line = index + 1;
        let up = mark.bytes().take_while(|&byte| byte == b'^').count();
        let down = usize::from(mark.starts_with('v') && !mark[1..].starts_with(|next: char| next.is_alphanumeric()));
        let target = (line + down).checked_sub(up).ok_or_else(|| format!("{file}:{line}: the mark points above the file"))?;
        for name in mark[up + down..].split(',').map(str::trim) {
            let lint = name.rsplit(':').next().expect("a split has at least one part");
            if !LINTS.contains(&lint) {
                return Err(format!("{file}:{line}: the mark names `{lint}`, which no lint is called"));
            }
            if has_page(lint) {
                findings.entry((file.to_owned(), target)).or_default().push(name.to_owned());
            }
        }
    }
    findings.values_mut().for_each(|lints| lints.sort());
    Ok(findings)
}

/// The value of `//@ name: value`.
pub fn directive<'text>(text: &'text str, name: &str) -> Option<&'text str> {
    text.lines().find_map(|line| line.strip_prefix("//@ ")?.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

/// Whether a lint's page stands under `lints/rules/`, that is, whether it exists.
pub fn has_page(root: &Path, lint: &str) -> bool {
    let groups = std::fs::read_dir(root.join("lints/rules")).expect("the folder of rules exists");
    groups.flatten().any(|group| group.path().join(format!("{lint}.md")).is_file())
}

/// What differs, one line a difference; empty if nothing does. `found` carries levels, marks need not.
pub fn compare(expected: &Findings, found: &Findings) -> Vec<String> {
    let mut differences = Vec::new();
    let places: std::collections::BTreeSet<&Place> = expected.keys().chain(found.keys()).collect();
    for place in places {
        let mut missing = expected.get(place).cloned().unwrap_or_default();
        for finding in found.get(place).into_iter().flatten() {
            let matching = |mark: &String| mark == finding || finding.rsplit(':').next() == Some(mark);
            match missing.iter().position(matching) {
                Some(index) => drop(missing.remove(index)),
                None => differences.push(format!("{}:{}: found, not marked: {finding}", place.0, place.1)),
            }
        }
        differences.extend(missing.iter().map(|mark| format!("{}:{}: marked, not found: {mark}", place.0, place.1)));
    }
    differences
}

#[test]
fn marks_point_to_their_lines() {
    let text = "a //~ sleeps\nb\n//~^ blocking_io, error:sleeps\n//~v unknown_lints\nc\n// ~ no mark\n";
    let marks = read("x.rs", text, &|_| true).unwrap();
    let place = |line| ("x.rs".to_owned(), line);
    assert_eq!(marks[&place(1)], ["sleeps"]);
    assert_eq!(marks[&place(2)], ["blocking_io", "error:sleeps"]);
    assert_eq!(marks[&place(5)], ["unknown_lints"]);
    assert_eq!(marks.len(), 3);
    assert!(read("x.rs", "//~^^ sleeps", &|_| true).is_err());
    assert!(read("x.rs", "//~ sleep", &|_| true).is_err());
    assert!(read("x.rs", "//~ sleeps", &|_| false).unwrap().is_empty());
}

#[test]
fn both_directions_fail() {
    let at = |line, lint: &str| Findings::from([(("x.rs".to_owned(), line), vec![lint.to_owned()])]);
    assert!(compare(&at(1, "sleeps"), &at(1, "warning:sleeps")).is_empty());
    assert!(compare(&at(1, "warning:sleeps"), &at(1, "warning:sleeps")).is_empty());
    assert_eq!(compare(&at(1, "error:sleeps"), &at(1, "warning:sleeps")).len(), 2);
    assert_eq!(compare(&at(1, "sleeps"), &Findings::new()).len(), 1);
    assert_eq!(compare(&Findings::new(), &at(1, "warning:sleeps")).len(), 1);
    assert_eq!(compare(&at(1, "sleeps"), &at(2, "warning:sleeps")).len(), 2);
    let twice = Findings::from([(("x.rs".to_owned(), 1), vec!["warning:sleeps".to_owned(); 2])]);
    assert_eq!(compare(&at(1, "sleeps"), &twice).len(), 1);
}

#[test]
fn directives_are_read() {
    assert_eq!(directive("//! x\n//@ args: -W sleeps\nfn main() {}", "args"), Some("-W sleeps"));
    assert_eq!(directive("// //@ args: x", "args"), None);
}
