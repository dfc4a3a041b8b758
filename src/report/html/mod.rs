//! One page for people: how long each `LooksAlive` can take and what that is made of, the findings with their ways and sources, what
//! is shared with `Terminate` and under which locks, and what is unknown. It holds everything it shows, asks the network for nothing, and works without its script.

mod excerpts;
mod sharing;
mod waterfall;

use std::fmt::{self, Write as _};

use super::Report;
use super::diagnostic::{Diagnostic, Severity};
use super::located::{Located, locate};
use super::summary;
use super::text::clean;
use crate::budget::Remark;
use crate::findings::Help;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing is loaded from anywhere, whatever a name in a source may look like.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// Text between tags or in an attribute's quotes, written so that it is neither.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in clean(self.0).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

pub(super) const WRITES: &str = "writing to a string cannot fail";

/// The page.
pub(super) fn render(report: &Report<'_>, diagnostics: &[Diagnostic<'_>]) -> String {
    let mut out = String::new();
    let line = summary::line(report, false);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>LooksAlive report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>LooksAlive report</h1>\n<p class=\"summary\">{}</p>\n\
         <nav aria-label=\"Sections\"><a href=\"#budgets\">Budgets</a><a href=\"#findings\">Findings</a><a href=\"#shared\">Shared state</a><a href=\"#unknown\">Unknown</a></nav>\n</header>\n<main>\n",
        prose(line.trim_end())
    )
    .expect(WRITES);
    out.push_str("<section id=\"budgets\">\n<h2>Budgets</h2>\n");
    if report.budgets.is_empty() {
        out.push_str("<p class=\"dim\">No LooksAlive entry point was found: nothing was checked.</p>\n");
    }
    for budget in report.budgets {
        waterfall::card(&mut out, budget, report.sources);
    }
    out.push_str("</section>\n<section id=\"findings\">\n<h2>Findings</h2>\n");
    findings(&mut out, report, diagnostics);
    out.push_str("</section>\n<section id=\"shared\">\n<h2>Shared state</h2>\n");
    if report.sharing.is_empty() {
        out.push_str("<p class=\"dim\">Nothing.</p>\n");
    }
    for table in report.sharing {
        sharing::card(&mut out, table, report.sources);
    }
    out.push_str("</section>\n<section id=\"unknown\">\n<h2>Unknown</h2>\n");
    unknown(&mut out, report);
    write!(
        out,
        "</section>\n</main>\n<footer class=\"dim\"><p>cargo-looksalive-lint {}, analysed for {}</p></footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        Escaped(&report.workspace.target)
    )
    .expect(WRITES);
    out
}

fn findings(out: &mut String, report: &Report<'_>, diagnostics: &[Diagnostic<'_>]) {
    if diagnostics.is_empty() {
        out.push_str("<p class=\"ok\">None.</p>\n");
        return;
    }
    let count = |severity: Severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    write!(
        out,
        "<div class=\"controls\" role=\"group\" aria-label=\"Filter the findings\">\n\
         <label>Search <input type=\"search\" id=\"search\" placeholder=\"lint, file, function\"></label>\n\
         <label><input type=\"radio\" name=\"severity\" value=\"all\" checked> all ({})</label>\n\
         <label><input type=\"radio\" name=\"severity\" value=\"error\"> errors ({})</label>\n\
         <label><input type=\"radio\" name=\"severity\" value=\"warning\"> warnings ({})</label>\n\
         <button type=\"button\" id=\"open\">Open all</button> <button type=\"button\" id=\"close\">Close all</button>\n\
         <span id=\"shown\" class=\"dim\" role=\"status\"></span>\n</div>\n",
        diagnostics.len(),
        count(Severity::Error),
        count(Severity::Warning)
    )
    .expect(WRITES);
    for (number, diagnostic) in diagnostics.iter().enumerate() {
        finding(out, report, diagnostic, number + 1);
    }
}

fn finding(out: &mut String, report: &Report<'_>, diagnostic: &Diagnostic<'_>, number: usize) {
    let severity = diagnostic.severity.name();
    let at = locate(report.sources, diagnostic.span);
    let open = if number == 1 { " open" } else { "" };
    write!(
        out,
        "<details class=\"finding card\" id=\"finding-{number}\" data-severity=\"{severity}\"{open}>\n<summary><span class=\"badge {severity}\">{severity}</span>{}\n\
         <span class=\"where dim mono\">{}{}</span></summary>\n",
        prose(diagnostic.message),
        place(&at),
        diagnostic.lint.map(|lint| format!(" &middot; {}", Escaped(&lint.code()))).unwrap_or_default()
    )
    .expect(WRITES);
    if !diagnostic.labels.is_empty() {
        out.push_str("<ol class=\"path\">\n");
        for label in diagnostic.labels {
            let at = locate(report.sources, label.span);
            writeln!(out, "<li><span class=\"mono dim\">{}</span> {}</li>", place(&at), prose(step(&label.text))).expect(WRITES);
        }
        writeln!(out, "<li><span class=\"mono dim\">{}</span> <strong>{}</strong></li>\n</ol>", place(&at), prose(diagnostic.label))
            .expect(WRITES);
    }
    excerpts::write(out, report.sources, diagnostic);
    let notes = diagnostic.notes.iter().map(|note| ("", note.as_str()));
    let helps = diagnostic.helps.iter().map(|Help { text, .. }| ("<strong>help:</strong> ", text.as_str()));
    let level = diagnostic.level_note.iter().map(|note| ("", note.as_str()));
    out.push_str("<ul class=\"notes\">\n");
    for (word, text) in notes.chain(helps).chain(level) {
        writeln!(out, "<li>{word}{}</li>", prose(text)).expect(WRITES);
    }
    out.push_str("</ul>\n</details>\n");
}

/// A step's text without its number: the list has its own.
fn step(text: &str) -> &str {
    text.split_once(": ").filter(|(number, _)| number.bytes().all(|b| b.is_ascii_digit())).map_or(text, |(_, rest)| rest)
}

fn unknown(out: &mut String, report: &Report<'_>) {
    let mut nothing = true;
    for budget in report.budgets {
        for (title, remarks) in [("without a bound", &budget.unbounded), ("unknown, which adds nothing", &budget.unknown)] {
            if remarks.is_empty() {
                continue;
            }
            nothing = false;
            writeln!(out, "<div class=\"card\">\n<h3>LooksAlive of <code>{}</code>: {title}</h3>\n<table>", Escaped(&budget.table))
                .expect(WRITES);
            out.push_str(
                "<thead><tr><th scope=\"col\">call</th><th scope=\"col\">place</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n",
            );
            for Remark { place: at, call, why } in remarks {
                let at = locate(report.sources, *at);
                writeln!(
                    out,
                    "<tr><td class=\"call mono\">{}</td><td class=\"mono dim\">{}</td><td>{}</td></tr>",
                    Escaped(call),
                    place(&at),
                    prose(why)
                )
                .expect(WRITES);
            }
            out.push_str("</tbody></table>\n</div>\n");
        }
    }
    if nothing {
        out.push_str("<p class=\"ok\">Nothing: every call on the way has a bound that is known.</p>\n");
    }
    let summary = report.summary;
    let resolved = format!("{} of {} calls that the entry points reach are resolved.", summary.calls_resolved, summary.calls);
    writeln!(out, "<p class=\"dim\">{resolved}</p>").expect(WRITES);
}

/// `src/lib.rs:3`
pub(super) fn place(located: &Located) -> String {
    format!("{}:{}", Escaped(&located.file), located.start.0)
}

/// A message, what stands in backticks as code.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split('`').enumerate() {
        let escaped = Escaped(part);
        match number % 2 {
            0 => write!(out, "{escaped}").expect(WRITES),
            _ => write!(out, "<code>{escaped}</code>").expect(WRITES),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_neither_tags_nor_attributes() {
        let hostile = "</script><img src=x onerror=\"alert('1')\">&\u{202e}";
        let shown = Escaped(hostile).to_string();
        assert_eq!(shown, "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;\\u{202e}");
        assert_eq!(prose("a `<b>` c"), "a <code>&lt;b&gt;</code> c");
        assert_eq!(step("2: calls `x`"), "calls `x`");
        assert_eq!(step("held: by `x`"), "held: by `x`");
    }
}
