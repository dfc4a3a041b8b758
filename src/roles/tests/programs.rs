//! The programs of the interface tests: those that have entry points, and those that only look so.

use super::harness::{Given, lib, roles_of, show, store};

fn program(path: &str) -> (String, usize) {
    let db = store(&[Given { text: path.to_owned(), ..lib("") }], true);
    let roles = roles_of(&db, &[]);
    (show(&db, &roles), roles.looks_alives().count())
}

fn programs(folder: &str) -> Vec<String> {
    let root = format!("{}/ui-tests/{folder}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(&root).expect("the folder of programs is there");
    let mut out: Vec<String> = entries.filter_map(|e| e.ok()?.path().to_str().map(str::to_owned)).filter(|p| p.ends_with(".rs")).collect();
    out.sort();
    assert!(!out.is_empty(), "no programs in {root}");
    out
}

#[test]
fn every_form_of_a_table_is_found() {
    for folder in ["entry_points", "sleeps", "unbounded_waits", "blocking_io", "cluster_api_calls", "mutating_health_checks", "dlls"] {
        for path in programs(folder) {
            let (shown, count) = program(&path);
            if std::env::var_os("SHOW").is_some() {
                println!("{path}\n{shown}");
            }
            assert!(count > 0, "{path} has no `LooksAlive`:\n{shown}");
        }
    }
}

#[test]
fn what_only_looks_like_a_table_is_none() {
    for path in programs("look_alikes") {
        let (shown, count) = program(&path);
        assert_eq!(count, 0, "{path}:\n{shown}");
    }
}

#[test]
fn what_is_missing_is_marked() {
    for path in programs("missing_entry_points") {
        let text = std::fs::read_to_string(&path).expect("listed above");
        let db = store(&[Given { text: path.clone(), ..lib("") }], true);
        let roles = roles_of(&db, &[]);
        let line = |span| db.sources.line_column(span).line as usize;
        let missing = roles.tables.iter().filter(|t| t.missing_required().next().is_some()).map(|t| line(t.place));
        let mut found: Vec<usize> = missing.chain(roles.startups_without_table.iter().map(|s| line(s.place))).collect();
        found.sort_unstable();
        found.dedup();
        let marked: Vec<usize> =
            text.lines().enumerate().filter(|(_, l)| l.contains("//~ missing_entry_points")).map(|(i, _)| i + 1).collect();
        assert_eq!(found, marked, "{path}:\n{}", show(&db, &roles));
    }
}
