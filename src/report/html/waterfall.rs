//! One `LooksAlive` on the page: its bound against its budget, and its worst path as a waterfall in the order in which it runs.

use std::fmt::Write as _;

use super::{Escaped, WRITES, place, prose};
use crate::budget::{Budget, Part, show};
use crate::report::located::locate;
use crate::source::Sources;

/// How many rows are drawn.
const ROWS: usize = 200;

pub(super) fn card(out: &mut String, budget: &Budget, sources: &Sources) {
    let (known, allowed) = (show(budget.bound.known), show(budget.allowed));
    let (verdict, class) = match (budget.bound.is_unbounded, budget.over()) {
        (true, _) => (format!("no bound; {known} of {allowed} are known"), "error"),
        (false, Some(over)) => (format!("{known} of {allowed}, over by {}", show(over)), "error"),
        (false, None) => (format!("{known} of {allowed}"), "ok"),
    };
    let at = locate(sources, budget.place);
    write!(
        out,
        "<article class=\"card budget\">\n<span class=\"verdict {class}\">{verdict}</span>\n<h3>LooksAlive of <code>{}</code></h3>\n\
         <div class=\"mono dim\">{}, {}</div>\n",
        Escaped(&budget.table),
        Escaped(&budget.function),
        place(&at)
    )
    .expect(WRITES);
    // The whole width is the larger of the two, so that both are on it.
    let scale = budget.bound.known.max(budget.allowed).max(1);
    let limit = percent(budget.allowed, scale);
    let within = percent(budget.bound.known.min(budget.allowed), scale);
    writeln!(
        out,
        "<div class=\"scale\" role=\"img\" aria-label=\"{verdict}\"><i style=\"left:0;width:{within}%\"></i>\
         <i class=\"over\" style=\"left:{within}%;width:{}%\"></i><span class=\"limit\" style=\"left:calc({limit}% - 2px)\" title=\"budget: {allowed}\"></span></div>",
        if budget.over().is_some() || budget.bound.is_unbounded { percent(budget.bound.known.saturating_sub(budget.allowed), scale) } else { "0".into() }
    )
    .expect(WRITES);
    if !budget.parts.is_empty() {
        out.push_str(
            "<details open><summary>The worst path, in the order in which it runs</summary>\n<table class=\"waterfall\">\n<thead><tr><th scope=\"col\">time</th>\
             <th scope=\"col\">call</th><th scope=\"col\" class=\"track\">when</th><th scope=\"col\">place</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n",
        );
        let mut rows = Rows { out, sources, scale, limit: &limit, left: ROWS };
        rows.write(&budget.parts, 0, 1, 0);
        let left = rows.left;
        if left == 0 {
            out.push_str("<tr><td colspan=\"5\" class=\"dim\">and more; <code>budget --message-format=json</code> has it all</td></tr>\n");
        }
        out.push_str("</tbody></table></details>\n");
    }
    if budget.instant > 0 {
        let s = if budget.instant == 1 { "" } else { "s" };
        writeln!(out, "<p class=\"dim\">{} call{s} on the way take no time.</p>", budget.instant).expect(WRITES);
    }
    out.push_str("</article>\n");
}

struct Rows<'r> {
    out: &'r mut String,
    sources: &'r Sources,
    scale: u128,
    limit: &'r str,
    left: usize,
}

impl Rows<'_> {
    /// The parts of a call that begins at `start` and runs `outer` times, one row each, with their own parts below them.
    fn write(&mut self, parts: &[Part], mut start: u128, outer: u128, depth: usize) {
        let mut ordered: Vec<&Part> = parts.iter().collect();
        ordered.sort_by_key(|part| part.order);
        for part in ordered {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let total = part.total().saturating_mul(outer);
            let times = if part.times > 1 { format!("{} &times; ", part.times) } else { String::new() };
            let why = match (&part.why, part.times > 1) {
                (Some(why), true) if !why.contains(&show(part.each)) => format!("{}, {} each time", prose(why), show(part.each)),
                (Some(why), _) => prose(why),
                (None, true) => format!("{} each time", show(part.each)),
                (None, false) => String::new(),
            };
            let inner = if part.parts.is_empty() { "" } else { " class=\"inner\"" };
            let at = locate(self.sources, part.place);
            writeln!(
                self.out,
                "<tr><td class=\"number\">{}</td><td class=\"call mono\" style=\"padding-left:{}rem\">{times}{}</td>\
                 <td class=\"track\"><div><i{inner} style=\"left:{}%;width:{}%\"></i><span class=\"limit\" style=\"left:{}%\"></span></div></td>\
                 <td class=\"mono dim\">{}</td><td>{why}</td></tr>",
                show(total),
                depth.min(24),
                Escaped(&part.call),
                percent(start.min(self.scale), self.scale),
                percent(total, self.scale),
                self.limit,
                place(&at)
            )
            .expect(WRITES);
            self.write(&part.parts, start, outer.saturating_mul(part.times), depth + 1);
            start = start.saturating_add(total);
        }
    }
}

/// A share in percent, with two decimals.
fn percent(part: u128, whole: u128) -> String {
    let hundredths = part.min(whole).saturating_mul(10_000) / whole.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
