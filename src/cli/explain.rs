//! `explain LINT`: the lint's page.

use std::io::Write as _;

use anstyle::Style;

use super::color::Console;
use super::{Status, levels, markdown};
use crate::config::levels::Selector;
use crate::findings::{Lint, registry};

pub(super) fn run(name: &str, console: Console) -> anyhow::Result<Status> {
    let mut stdout = console.stdout();
    match levels::names().parse(name) {
        Some(Selector::Lint(name)) => {
            let lint = registry::find(name).expect("a selector names a lint of the registry");
            stdout.write_all(page(lint).as_bytes())?;
        }
        Some(Selector::Group(group)) => {
            let table = super::list::table(registry::all().iter().copied().filter(|lint| lint.group == group));
            writeln!(stdout, "`{}` is a group:\n\n{table}", group.name())?;
        }
        Some(Selector::Warnings) => {
            writeln!(stdout, "`warnings` stands for every lint that is at warn: `-D warnings` makes them errors")?;
        }
        None => {
            let hint = match levels::names().nearest(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`cargo looksalive-lint list` shows every lint".to_owned(),
            };
            anyhow::bail!("unknown lint `{name}`; {hint}");
        }
    }
    stdout.flush()?;
    Ok(Status::Clean)
}

fn page(lint: &Lint) -> String {
    let bold = Style::new().bold();
    let level = super::list::level_style(lint.default_level);
    format!(
        "{bold}{}{bold:#}\n{}, {level}{}{level:#} by default, since {}\n\n{}",
        lint.code(),
        lint.group.name(),
        lint.default_level.name(),
        lint.since,
        markdown::render(lint.body())
    )
}
