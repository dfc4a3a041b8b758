//! The table of what `LooksAlive` shares with `Terminate`: for people, and as one JSON object for tools.

use std::fmt::Write as _;

use serde::Serialize;

use super::text::{EMPHASIS, ERROR, GUTTER, NOTE, clean, styled};
use crate::findings::place;
use crate::sharing::{Row, Sharing, Touch, Verdict};
use crate::source::{Sources, Span};
use crate::workspace::Workspace;

const WRITES: &str = "a text takes what is written to it";

/// One block for each `LooksAlive`.
pub fn human(tables: &[Sharing], sources: &Sources, color: bool) -> String {
    let mut out = String::new();
    for table in tables {
        let title = format!("LooksAlive of {}", clean(&table.table));
        let at = at(sources, table.place);
        writeln!(out, "{}   {}", styled(&title, EMPHASIS, color), styled(&format!("{}:{}", at.file, at.line), GUTTER, color))
            .expect(WRITES);
        if table.rows.is_empty() {
            out.push_str("\n  shares nothing with `Terminate`\n");
        }
        for row in &table.rows {
            out.push('\n');
            one(&mut out, row, sources, color);
        }
        out.push('\n');
    }
    out
}

fn one(out: &mut String, row: &Row, sources: &Sources, color: bool) {
    let verdict = match &row.verdict {
        Verdict::Unguarded => "UNGUARDED: a side holds no lock".to_owned(),
        Verdict::Inconsistent => "INCONSISTENT: the locks do not keep the sides apart".to_owned(),
        Verdict::Freed => "FREED: released while it may be used".to_owned(),
        Verdict::Atomic => "atomic".to_owned(),
        Verdict::OnlyRead => "only read".to_owned(),
        Verdict::Guarded(locks) if locks.is_empty() => "guarded".to_owned(),
        Verdict::Guarded(locks) => format!("guarded by {}", locks.iter().map(|l| clean(l).into_owned()).collect::<Vec<_>>().join(", ")),
    };
    let style = if row.verdict.is_fault() { ERROR } else { NOTE };
    writeln!(out, "  {}   {}", styled(&clean(&row.place), EMPHASIS, color), styled(&verdict, style, color)).expect(WRITES);
    let who = |touch: &Touch| clean(&touch.who).into_owned();
    let locks = |touch: &Touch| match touch.locks.as_slice() {
        [] => "no lock".to_owned(),
        locks => locks.iter().map(|l| clean(l).into_owned()).collect::<Vec<_>>().join(", "),
    };
    let width = |f: &dyn Fn(&Touch) -> usize| row.accesses.iter().map(f).max().unwrap_or(0);
    let (first, second, third) = (width(&|t| who(t).chars().count()), width(&|t| t.what.len()), width(&|t| locks(t).chars().count()));
    for touch in &row.accesses {
        let at = at(sources, touch.at);
        let place = styled(&format!("{}:{}", at.file, at.line), GUTTER, color);
        writeln!(out, "    {:first$}  {:second$}  {:third$}  {place}", who(touch), touch.what, locks(touch)).expect(WRITES);
    }
}

/// The closing line: what was looked at, and how it came out.
pub fn line(tables: &[Sharing], packages: usize, color: bool) -> String {
    let packages = format!("{packages} package{}", if packages == 1 { "" } else { "s" });
    if tables.is_empty() {
        let text = format!("looksalive: no LooksAlive entry point found in {packages}: nothing is shared");
        return format!("{}\n", styled(&text, EMPHASIS, color));
    }
    let places: usize = tables.iter().map(|t| t.rows.len()).sum();
    let faults = tables.iter().flat_map(|t| &t.rows).filter(|r| r.verdict.is_fault()).count();
    let verdict = match faults {
        0 => "all guarded".to_owned(),
        1 => "1 not guarded".to_owned(),
        n => format!("{n} not guarded"),
    };
    let shared = format!("{places} place{} shared with Terminate", if places == 1 { "" } else { "s" });
    let text = format!("looksalive: {} LooksAlive in {packages}, {shared}, {verdict}", tables.len());
    format!("{}\n", styled(&text, EMPHASIS, color))
}

/// What each `LooksAlive` shares.
#[derive(Debug, Serialize)]
struct Document<'a> {
    /// A number that changes only when something is removed or means something else.
    version: u32,
    /// The target that was analysed for.
    target: &'a str,
    /// One object for each `LooksAlive`.
    looks_alive: Vec<Table<'a>>,
}

#[derive(Debug, Serialize)]
struct Table<'a> {
    /// The name of its table.
    table: &'a str,
    /// The name of its package.
    package: &'a str,
    /// Where it is declared.
    place: At,
    /// The places that it shares.
    shared: Vec<Place<'a>>,
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    /// As code names it.
    place: &'a str,
    /// `unguarded`, `inconsistent`, `freed`, `atomic`, `only-read` or `guarded`.
    verdict: &'static str,
    /// The locks that keep the sides apart.
    guards: &'a [String],
    /// Who does what.
    accesses: Vec<Doing<'a>>,
}

#[derive(Debug, Serialize)]
struct Doing<'a> {
    /// Who.
    who: &'a str,
    /// What.
    what: &'static str,
    /// Under which locks.
    locks: &'a [String],
    /// Where.
    place: At,
    /// The calls that lead there.
    path: Vec<Call<'a>>,
}

#[derive(Debug, Serialize)]
struct Call<'a> {
    /// The callee, as shown.
    callee: &'a str,
    /// Its name where it is called.
    place: At,
}

/// A place: relative to the workspace's root, from 1, columns in characters.
#[derive(Debug, Serialize)]
struct At {
    file: String,
    line: u32,
    column: u32,
}

fn at(sources: &Sources, span: Span) -> At {
    let shown = place::shown(sources, span);
    let position = sources.line_column(shown);
    At { file: sources.file(shown.file).name.clone(), line: position.line, column: position.column }
}

/// The table as one JSON object.
pub fn json(tables: &[Sharing], sources: &Sources, workspace: &Workspace) -> String {
    let document = Document {
        version: 1,
        target: &workspace.target,
        looks_alive: tables
            .iter()
            .map(|table| Table {
                table: &table.table,
                package: workspace.packages.get(table.package.0 as usize).map_or("", |p| p.name.as_str()),
                place: at(sources, table.place),
                shared: table.rows.iter().map(|row| place_of(row, sources)).collect(),
            })
            .collect(),
    };
    let text = serde_json::to_string(&document).expect("the table is plain structures with text for keys");
    super::orders::json(text) + "\n"
}

fn place_of<'a>(row: &'a Row, sources: &Sources) -> Place<'a> {
    let guards: &[String] = match &row.verdict {
        Verdict::Guarded(locks) => locks,
        _ => &[],
    };
    let accesses = row
        .accesses
        .iter()
        .map(|touch| Doing {
            who: &touch.who,
            what: touch.what,
            locks: &touch.locks,
            place: at(sources, touch.at),
            path: touch.way.iter().map(|(span, callee)| Call { callee, place: at(sources, *span) }).collect(),
        })
        .collect();
    Place { place: &row.place, verdict: row.verdict.word(), guards, accesses }
}
