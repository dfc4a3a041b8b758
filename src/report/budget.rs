//! The bill of each `LooksAlive`, for people.

mod json;

use std::fmt::Write as _;

use super::text::{EMPHASIS, ERROR, GUTTER, WARNING, clean, styled};
use crate::budget::{Budget, Part, Remark, show, size};
use crate::findings::place;
use crate::source::{Sources, Span};

pub use json::{Document, json, schema};

/// How many lines a tree may take before the rest is only counted.
const LINES: usize = 120;
/// How many characters of a call are shown.
const CALL: usize = 72;

/// One block for each `LooksAlive`, and what they come to together.
pub fn human(budgets: &[Budget], sources: &Sources, color: bool) -> String {
    let mut out = String::new();
    for budget in budgets {
        block(&mut out, budget, sources, color);
        out.push('\n');
    }
    out
}

/// The closing line: what was looked at, and how it came out.
pub fn line(budgets: &[Budget], packages: usize, color: bool) -> String {
    let packages = format!("{packages} package{}", if packages == 1 { "" } else { "s" });
    if budgets.is_empty() {
        let text = format!(": looksalive: no LooksAlive entry point found in {packages}: there is no bill");
        return format!("{}{}\n", styled("warning", WARNING, color), styled(&text, EMPHASIS, color));
    }
    let mut parts = vec![format!("{} LooksAlive in {packages}", budgets.len())];
    let unbounded = budgets.iter().filter(|budget| budget.bound.is_unbounded).count();
    let over = budgets.iter().filter(|budget| budget.over().is_some()).count();
    parts.extend((unbounded > 0).then(|| format!("{unbounded} without a bound")));
    parts.extend((over > 0).then(|| format!("{over} over budget")));
    if unbounded + over == 0 {
        parts.push("all within budget".to_owned());
    }
    format!("{}\n", styled(&format!("looksalive: {}", parts.join(", ")), EMPHASIS, color))
}

fn block(out: &mut String, budget: &Budget, sources: &Sources, color: bool) {
    let (known, allowed) = (show(budget.bound.known), show(budget.allowed));
    let title = format!("LooksAlive of {}", clean(&budget.table));
    let function = format!("{}, {}", clean(&budget.function), at(sources, budget.place));
    let (verdict, style) = match (budget.bound.is_unbounded, budget.over()) {
        (true, _) if budget.bound.known > 0 => (format!("NO BOUND; what is known: {known} of {allowed}"), ERROR),
        (true, _) => (format!("NO BOUND of {allowed}"), ERROR),
        (false, Some(over)) => (format!("{known} of {allowed}   OVER by {}", show(over)), ERROR),
        (false, None) => (format!("{known} of {allowed}"), EMPHASIS),
    };
    writeln!(out, "{}   {}", styled(&title, EMPHASIS, color), styled(&verdict, style, color)).expect(WRITES);
    writeln!(out, "{}", styled(&function, GUTTER, color)).expect(WRITES);

    let (total, share, has_rows) = tree(out, &budget.parts, budget.allowed, show, sources, color);
    if budget.instant > 0 {
        let (further, s) = (if has_rows { "further " } else { "" }, if budget.instant == 1 { "" } else { "s" });
        let take = if budget.instant == 1 { "takes" } else { "take" };
        let (total, share) = if has_rows { (total, share + 2) } else { (0, 0) };
        writeln!(out, "  {:>total$}{:share$}  {} {further}call{s} that {take} no time", "0 ms", "", budget.instant).expect(WRITES);
    }
    let memory = &budget.memory;
    if memory.known > 0 {
        let over = memory.known.checked_sub(memory.allowed).filter(|over| *over > 0);
        let over = over.map(|over| format!("   OVER by {}", size(over))).unwrap_or_default();
        writeln!(out, "\n  memory: {} of {}{over}", size(memory.known), size(memory.allowed)).expect(WRITES);
        tree(out, &memory.parts, memory.allowed, size, sources, color);
    }
    list(out, "without a bound", &budget.unbounded, sources, color);
    list(out, "unknown, which adds nothing", &budget.unknown, sources, color);
}

/// The parts of a bill, one a line; how wide its first columns are, and whether there is any.
fn tree(out: &mut String, parts: &[Part], allowed: u128, show: fn(u128) -> String, sources: &Sources, color: bool) -> (usize, usize, bool) {
    let mut rows = Vec::new();
    let mut hidden = 0;
    Rows { allowed, show, sources, rows: &mut rows, hidden: &mut hidden, around: Vec::new() }.add(parts, 1);
    if !rows.is_empty() {
        out.push('\n');
    }
    let width = |cell: fn(&Row) -> &str| rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or_default();
    let (total, share, call, place) = (width(|r| &r.total), width(|r| &r.share), width(|r| &r.call), width(|r| &r.place));
    for row in &rows {
        let text = format!(
            "  {:>total$}  {:>share$}  {:call$}  {}  {}",
            row.total,
            row.share,
            row.call,
            styled(&format!("{:place$}", row.place), GUTTER, color),
            row.why
        );
        writeln!(out, "{}", text.trim_end()).expect(WRITES);
    }
    if hidden > 0 {
        writeln!(out, "  and {hidden} further parts; --message-format=json has them all").expect(WRITES);
    }
    (total, share, !rows.is_empty())
}

const WRITES: &str = "writing to a string cannot fail";

fn list(out: &mut String, title: &str, remarks: &[Remark], sources: &Sources, color: bool) {
    if remarks.is_empty() {
        return;
    }
    let s = if remarks.len() == 1 { "" } else { "s" };
    writeln!(out, "\n  {title}: {} place{s}", remarks.len()).expect(WRITES);
    let rows: Vec<(String, String, String)> =
        remarks.iter().map(|r| (short(&r.call), at(sources, r.place), clean(&r.why).into_owned())).collect();
    let width = |cell: fn(&(String, String, String)) -> &String| rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or_default();
    let (call, place) = (width(|r| &r.0), width(|r| &r.1));
    for row in &rows {
        let line = format!("    {:call$}  {}  {}", row.0, styled(&format!("{:place$}", row.1), GUTTER, color), row.2);
        writeln!(out, "{}", line.trim_end()).expect(WRITES);
    }
}

struct Row {
    total: String,
    share: String,
    call: String,
    place: String,
    why: String,
}

/// The parts of a bill as they become rows.
struct Rows<'r> {
    allowed: u128,
    show: fn(u128) -> String,
    sources: &'r Sources,
    rows: &'r mut Vec<Row>,
    /// How many parts there was no room for.
    hidden: &'r mut usize,
    /// The calls around the part under way.
    around: Vec<&'r Part>,
}

impl<'r> Rows<'r> {
    fn add(&mut self, parts: &'r [Part], outer: u128) {
        for part in parts {
            if self.rows.len() >= LINES {
                *self.hidden += 1;
                continue;
            }
            let total = part.total().saturating_mul(outer);
            let factor = if part.times > 1 { format!("{} × ", part.times) } else { String::new() };
            let mut why = part.why.as_deref().map(|why| clean(why).into_owned()).unwrap_or_default();
            if part.times > 1 && !why.contains(&(self.show)(part.each)) {
                let each = format!("{} each time", (self.show)(part.each));
                why = if why.is_empty() { each } else { format!("{why}, {each}") };
            }
            // What a call does that is made within itself, it did the first time: it is told how deep that goes.
            let repeated = self.levels(part);
            if repeated > 1 {
                why = format!("and so on, {repeated} calls deep");
            }
            self.rows.push(Row {
                total: (self.show)(total),
                share: format!("{} %", total.saturating_mul(100) / self.allowed.max(1)),
                call: format!("{:1$}{factor}{2}", "", self.around.len() * 2, short(&part.call)),
                place: at(self.sources, part.place),
                why,
            });
            if repeated > 1 {
                continue;
            }
            self.around.push(part);
            self.add(&part.parts, outer.saturating_mul(part.times));
            self.around.pop();
        }
    }

    /// How many calls lie in each other from here on that are all among those around.
    fn levels(&self, part: &Part) -> usize {
        let is_around = |part: &Part| self.around.iter().any(|outer| outer.place == part.place && outer.callee == part.callee);
        let (mut levels, mut at) = (0, part);
        while !at.parts.is_empty() && is_around(at) {
            levels += 1;
            match at.parts.iter().find(|inner| is_around(inner)) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        levels
    }
}

/// A call in one line of bearable length.
fn short(call: &str) -> String {
    let words = call.split_whitespace().collect::<Vec<_>>().join(" ");
    let call = clean(&words);
    if call.chars().count() <= CALL {
        return call.into_owned();
    }
    let head: String = call.chars().take(CALL - 2).collect();
    format!("{head}…{}", if call.ends_with(')') { ")" } else { "" })
}

fn at(sources: &Sources, span: Span) -> String {
    let shown = place::shown(sources, span);
    format!("{}:{}", clean(&sources.file(shown.file).name), sources.line_column(shown).line)
}
