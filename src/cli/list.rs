//! `list`: every lint with its group, level and purpose.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use super::color::Console;
use super::{Status, markdown};
use crate::findings::{Level, Lint, registry};

const HEADER: [&str; 4] = ["lint", "group", "default", "reports"];

pub(super) fn run(console: Console) -> anyhow::Result<Status> {
    let mut stdout = console.stdout();
    write!(stdout, "{}", table(registry::all().iter().copied()))?;
    writeln!(stdout, "\n`cargo looksalive-lint explain LINT` shows a lint's page.")?;
    stdout.flush()?;
    Ok(Status::Clean)
}

/// A table of lints.
pub(super) fn table(lints: impl Iterator<Item = &'static Lint>) -> String {
    let lints: Vec<&Lint> = lints.collect();
    let width = |column: usize, cell: &dyn Fn(&Lint) -> usize| lints.iter().map(|lint| cell(lint)).chain([HEADER[column].len()]).max();
    let names = width(0, &|lint| lint.name.len()).unwrap_or_default();
    let groups = width(1, &|lint| lint.group.name().len()).unwrap_or_default();
    let levels = HEADER[2].len();
    let bold = Style::new().bold();
    let mut out = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| out.write_fmt(text).expect("writing to a string cannot fail");
    line(format_args!("{bold}{:names$}  {:groups$}  {:levels$}  {}{bold:#}\n", HEADER[0], HEADER[1], HEADER[2], HEADER[3]));
    for lint in lints {
        let indent = names + groups + levels + 6;
        let summary = markdown::wrap(&first_sentence(&lint.summary()), indent);
        let (level, name) = (level_style(lint.default_level), lint.default_level.name());
        line(format_args!("{:names$}  {:groups$}  {level}{name:levels$}{level:#}  {summary}\n", lint.name, lint.group.name()));
    }
    out
}

/// A level's colour, as compilers have them.
pub(super) fn level_style(level: Level) -> Style {
    match level {
        Level::Allow => Style::new().dimmed(),
        Level::Warn => AnsiColor::Yellow.on_default(),
        Level::Deny | Level::Forbid => AnsiColor::Red.on_default(),
    }
}

/// What comes after "Reports", up to the first period, colon or semicolon that ends a clause.
fn first_sentence(text: &str) -> String {
    let end = [". ", ": ", "; "].into_iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let sentence = text[..end].trim_end_matches(['.', ':', ';']);
    sentence.strip_prefix("Reports ").unwrap_or(sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_one_clause() {
        assert_eq!(first_sentence("Reports a sleep: `Sleep`, …"), "a sleep");
        assert_eq!(first_sentence("Reports a sleep. More."), "a sleep");
        assert_eq!(first_sentence("Sleeps are bad:"), "Sleeps are bad");
    }
}
