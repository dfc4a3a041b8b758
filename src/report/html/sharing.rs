//! What each `LooksAlive` shares with `Terminate`, on the page: who does what to each place, and under which locks.

use std::fmt::Write as _;

use super::{Escaped, WRITES, place};
use crate::report::located::locate;
use crate::sharing::{Row, Sharing, Touch, Verdict};
use crate::source::Sources;

pub(super) fn card(out: &mut String, table: &Sharing, sources: &Sources) {
    let at = locate(sources, table.place);
    writeln!(
        out,
        "<article class=\"card sharing\">\n<h3>LooksAlive of <code>{}</code></h3>\n<div class=\"mono dim\">{}</div>",
        Escaped(&table.table),
        place(&at)
    )
    .expect(WRITES);
    if table.rows.is_empty() {
        out.push_str("<p class=\"ok\">It shares nothing with <code>Terminate</code>.</p>\n</article>\n");
        return;
    }
    out.push_str(
        "<table>\n<thead><tr><th scope=\"col\">place</th><th scope=\"col\">who</th><th scope=\"col\">does</th><th scope=\"col\">under</th>\
         <th scope=\"col\">where</th></tr></thead>\n",
    );
    for row in &table.rows {
        one(out, row, sources);
    }
    out.push_str("</table>\n</article>\n");
}

/// A place: its name and verdict beside the first thing that is done to it, the others below.
fn one(out: &mut String, row: &Row, sources: &Sources) {
    let class = if row.verdict.is_fault() { "error" } else { "ok" };
    let name = format!(
        "<th scope=\"rowgroup\" rowspan=\"{}\"><code>{}</code><br><span class=\"{class}\">{}</span></th>",
        row.accesses.len().max(1),
        Escaped(&row.place),
        verdict(&row.verdict)
    );
    out.push_str("<tbody>\n");
    if row.accesses.is_empty() {
        writeln!(out, "<tr>{name}<td colspan=\"4\"></td></tr>").expect(WRITES);
    }
    for (number, Touch { who, what, locks, at, .. }) in row.accesses.iter().enumerate() {
        let at = locate(sources, *at);
        let under: Vec<String> = locks.iter().map(|lock| format!("<code>{}</code>", Escaped(lock))).collect();
        let under = if under.is_empty() { "<span class=\"dim\">no lock</span>".to_owned() } else { under.join(", ") };
        let name = if number == 0 { name.as_str() } else { "" };
        writeln!(out, "<tr>{name}<td>{}</td><td>{what}</td><td>{under}</td><td class=\"mono dim\">{}</td></tr>", Escaped(who), place(&at))
            .expect(WRITES);
    }
    out.push_str("</tbody>\n");
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Unguarded => "unguarded: a side holds no lock".to_owned(),
        Verdict::Inconsistent => "the locks do not keep the sides apart".to_owned(),
        Verdict::Freed => "released while it may be used".to_owned(),
        Verdict::Atomic => "atomic".to_owned(),
        Verdict::OnlyRead => "only read".to_owned(),
        Verdict::Guarded(locks) => {
            let locks: Vec<String> = locks.iter().map(|lock| format!("<code>{}</code>", Escaped(lock))).collect();
            if locks.is_empty() { "guarded".to_owned() } else { format!("guarded by {}", locks.join(", ")) }
        }
    }
}
