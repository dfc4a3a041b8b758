//! Every lint can be suppressed, in both forms, at every place that counts: at its primary place, at each place on the path, at the
//! entry point, for a file; and a suppression of another lint takes nothing away.
//!
//! The programs are the bad examples of the lints' pages, so a new lint is tested here as soon as it has its page.

use crate::pages::{completed, examples, lint, pages};
use crate::ui::text;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A finding: its lint, the line of its primary span, and those of its path in the program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    lint: String,
    line: usize,
    path: BTreeSet<usize>,
}

fn found(name: &str, program: &str) -> Vec<Found> {
    let output = lint(name, program);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{name}: {}\n{program}", text(&output.stderr));
    let mut found = Vec::new();
    for line in text(&output.stdout).lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        if message["reason"] != "compiler-message" {
            continue;
        }
        let message = &message["message"];
        let spans = || message["spans"].as_array().unwrap().iter().filter(|span| span["file_name"] == "example.rs");
        let line_of = |span: &serde_json::Value| span["line_start"].as_u64().unwrap() as usize;
        found.push(Found {
            lint: message["code"]["code"].as_str().unwrap().trim_start_matches("looksalive::").to_owned(),
            line: spans().find(|span| span["is_primary"] == true).map(line_of).unwrap(),
            path: spans().filter(|span| span["is_primary"] == false).map(line_of).collect(),
        });
    }
    found
}

/// The program with a text at the end of a line.
fn behind(program: &str, line: usize, what: &str) -> String {
    let mut lines: Vec<String> = program.lines().map(str::to_owned).collect();
    lines[line - 1] += what;
    lines.join("\n") + "\n"
}

/// The program with a line above another.
fn above(program: &str, line: usize, what: &str) -> String {
    let mut lines: Vec<&str> = program.lines().collect();
    lines.insert(line - 1, what);
    lines.join("\n") + "\n"
}

/// The first line of the item around a line, as these programs are laid out: the nearest one above that is not indented.
fn item_around(program: &str, line: usize) -> usize {
    let lines: Vec<&str> = program.lines().collect();
    let opens = |text: &str| text.starts_with(|c: char| c.is_alphabetic());
    (1..=line).rev().find(|number| opens(lines[number - 1])).unwrap_or(1)
}

/// What is wrong with one suppressed program: it must yield what it did, but not what is suppressed.
fn check(name: &str, before: &[Found], one: &Found, what: &str, program: &str) -> Option<String> {
    let count = |all: &[Found], lint: &str| all.iter().filter(|found| found.lint == lint).count();
    let after = found(name, program);
    let lints: BTreeSet<&str> = before.iter().chain(&after).map(|found| found.lint.as_str()).collect();
    let gone = before.iter().filter(|other| other.lint == one.lint && (*other == one || what.starts_with("all"))).count();
    let wrong = lints.into_iter().find_map(|lint| {
        let expected = count(before, lint) - if lint == one.lint { gone } else { 0 };
        // A place on the path or an item may cover more than the one finding.
        let fits = count(&after, lint) == expected || (lint == one.lint && count(&after, lint) < expected && !what.starts_with("at"));
        (!fits).then(|| format!("{} of `{lint}`, not {expected}", count(&after, lint)))
    });
    wrong.map(|wrong| format!("{name}: suppressed {what}: {wrong}\n{program}"))
}

#[test]
fn every_lint_is_suppressed_at_every_place() {
    let wrong: Vec<String> = pages()
        .par_iter()
        .flat_map_iter(|page| {
            let name = page.file_stem().unwrap().to_str().unwrap().to_owned();
            let example = examples(&std::fs::read_to_string(page).unwrap()).into_iter().find(|example| example.bad).unwrap();
            let program = completed(&example.code);
            let before = found(&name, &program);
            let one =
                before.iter().find(|found| found.lint == name).unwrap_or_else(|| panic!("{name}: its example does not yield it")).clone();
            let about_suppressions = page.parent().unwrap().ends_with("suppressions");
            let mut cases = vec![
                ("all, for the file", format!("// looksalive: allow-file({name}) -- a test\n{program}")),
                (
                    "all, for the file, in the attribute's form",
                    format!("#![cfg_attr(any(), looksalive::allow({name}, reason = \"a test\"))]\n{program}"),
                ),
            ];
            if !about_suppressions {
                cases.push(("at its place", behind(&program, one.line, &format!(" // looksalive: allow({name}) -- a test"))));
                cases.push(("at its place, as expected", behind(&program, one.line, &format!(" // looksalive: expect({name}) -- a test"))));
                let item = item_around(&program, one.line);
                let comment = format!("// looksalive: allow({name}) -- a test");
                cases.push(("on the item", above(&program, item, &comment)));
                let attribute = format!("#[cfg_attr(any(), looksalive::expect({name}, reason = \"a test\"))]");
                cases.push(("on the item, by an attribute", above(&program, item, &attribute)));
                for line in one.path.iter().filter(|line| **line != one.line) {
                    cases.push(("on the path", behind(&program, *line, &format!(" // looksalive: allow({name}) -- a test"))));
                }
            }
            let mut wrong: Vec<String> = cases.iter().filter_map(|(what, program)| check(&name, &before, &one, what, program)).collect();
            // Another lint's suppression changes nothing, and is unused.
            if !about_suppressions {
                let other = if name == "sleeps" { "blocking_io" } else { "sleeps" };
                let program = behind(&program, one.line, &format!(" // looksalive: allow({other}) -- a test"));
                let after = found(&name, &program);
                let kept = after.iter().any(|found| found.lint == name && found.line == one.line);
                let unused = after.iter().any(|found| found.lint == "unused_suppressions" && found.line == one.line);
                let also = before.iter().any(|found| found.lint == other && found.line == one.line);
                if !kept || (!unused && !also) {
                    wrong.push(format!("{name}: a suppression of `{other}` gives {after:?}\n{program}"));
                }
            }
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
