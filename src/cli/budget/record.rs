//! `--write-bounds`: the bounds of today, written where the workspace is configured. All else in that file stays as it
//! is, comments included.

use anyhow::Context as _;
use camino::Utf8PathBuf;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::budget::{Bound, Budget};
use crate::cli::check::{Job, Outcome, write_file};
use crate::config::FILE_NAME;
use crate::source::display_name;
use crate::workspace::Workspace;

/// The table of `looksalive.toml` that has a table for each `LooksAlive`.
const TABLE: &str = "looks-alive";

/// Record every bound of a run; says what was written where.
pub fn write(outcome: &Outcome, job: &Job) -> anyhow::Result<String> {
    let workspace = &outcome.workspace;
    let (path, prefix) = place(workspace);
    let shown = display_name(&workspace.root, &path);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{path}`")),
    };
    // Only a run that saw everything can say what is gone.
    let saw_all = job.request.paths.is_empty() && workspace.packages.iter().all(|package| package.is_selected || !package.is_member);
    let written = recorded(&text, prefix, &outcome.budgets, saw_all).with_context(|| format!("cannot record bounds in `{shown}`"))?;
    if written == text {
        return Ok(format!("looksalive: the bounds in {shown} are those of today\n"));
    }
    write_file(&path, &written).with_context(|| format!("cannot write `{path}`"))?;
    let count = outcome.budgets.len();
    Ok(format!("looksalive: {count} bound{} recorded in {shown}\n", if count == 1 { "" } else { "s" }))
}

/// The file that configures a workspace, and the table in it.
fn place(workspace: &Workspace) -> (Utf8PathBuf, &'static [&'static str]) {
    let own = workspace.root.join(FILE_NAME);
    match &workspace.manifest {
        Some(_) if workspace.metadata.is_some() && !own.exists() => {
            (workspace.root.join("Cargo.toml"), &["workspace", "metadata", "looksalive"])
        }
        _ => (own, &[]),
    }
}

/// `text` with the bounds of `budgets` in the table at `prefix`. Where `saw_all`, bounds of others are taken out.
fn recorded(text: &str, prefix: &[&str], budgets: &[Budget], saw_all: bool) -> anyhow::Result<String> {
    let mut document: DocumentMut = text.parse()?;
    let mut item: &mut Item = document.as_item_mut();
    for key in prefix.iter().chain([&TABLE]) {
        let table = item.as_table_like_mut().with_context(|| format!("what stands around `{key}` is no table"))?;
        item = table.entry(key).or_insert_with(implicit);
    }
    let all = item.as_table_like_mut().with_context(|| format!("`{TABLE}` is no table"))?;
    if saw_all {
        let gone: Vec<String> =
            all.iter().map(|(key, _)| key.to_owned()).filter(|key| budgets.iter().all(|budget| budget.function != *key)).collect();
        for key in gone {
            let Some(named) = all.get_mut(&key).and_then(Item::as_table_like_mut) else { continue };
            named.remove("bound");
            if named.is_empty() {
                all.remove(&key);
            }
        }
    }
    for budget in budgets {
        // What several tables hold has the bound of the worst.
        let same = budgets.iter().filter(|other| other.function == budget.function);
        let worst = same.map(|other| other.bound).reduce(|a, b| if b.exceeds(a.limit()) { b } else { a }).unwrap_or(budget.bound);
        let named = all.entry(&budget.function).or_insert(Item::Table(Table::new()));
        let named = named.as_table_like_mut().with_context(|| format!("`{TABLE}.\"{}\"` is no table", budget.function))?;
        let bound = exact(worst);
        match named.get_mut("bound").and_then(Item::as_value_mut) {
            Some(known) if known.as_str() == Some(&bound) => {}
            Some(known) => {
                let decor = known.decor().clone();
                *known = bound.into();
                *known.decor_mut() = decor;
            }
            None => drop(named.insert("bound", value(bound))),
        }
    }
    let empty = all.is_empty();
    let mut written = document.to_string();
    if empty && !text.contains(TABLE) {
        text.clone_into(&mut written);
    }
    Ok(written)
}

fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

/// A bound as the configuration reads it, to the nanosecond.
fn exact(bound: Bound) -> String {
    if bound.is_unbounded {
        return "none".to_owned();
    }
    let units = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")];
    let nanos = bound.known;
    match units.into_iter().find(|(unit, _)| nanos.is_multiple_of(*unit) && nanos >= *unit) {
        Some((unit, name)) => format!("{}{name}", nanos / unit),
        None if nanos == 0 => "0ms".to_owned(),
        None => format!("{nanos}ns"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};
    use crate::workspace::{CrateIndex, PackageIndex};

    fn budget(function: &str, known: u128, is_unbounded: bool) -> Budget {
        Budget {
            table: "TABLE".into(),
            function: function.into(),
            place: Span::new(FileId(0), 0, 1),
            package: PackageIndex(0),
            krate: CrateIndex(0),
            allowed: 300_000_000,
            recorded: None,
            bound: Bound { known, is_unbounded, has_unknown: false },
            parts: [].into(),
            memory: crate::budget::Memory { known: 0, allowed: 0, parts: [].into() },
            instant: 0,
            unbounded: Vec::new(),
            unknown: Vec::new(),
        }
    }

    #[test]
    fn bounds_are_written_beside_what_is_there() {
        let text = "# ours\nbudget = \"1s\" # long\n\n[looks-alive.\"disk::looks_alive\"]\nbudget = \"150ms\"\nbound = \"9ms\" # old\n\n\
                    [looks-alive.\"gone::looks_alive\"]\nbound = \"9ms\"\n";
        let now = [budget("disk::looks_alive", 25_000_000, false), budget("share::looks_alive", 7, true)];
        let kept = "# ours\nbudget = \"1s\" # long\n\n[looks-alive.\"disk::looks_alive\"]\nbudget = \"150ms\"\nbound = \"25ms\" # old\n";
        let new = "\n[looks-alive.\"share::looks_alive\"]\nbound = \"none\"\n";
        let gone = "\n[looks-alive.\"gone::looks_alive\"]\nbound = \"9ms\"\n";
        assert_eq!(recorded(text, &[], &now, true).unwrap(), format!("{kept}{new}"));
        assert_eq!(recorded(text, &[], &now, false).unwrap(), format!("{kept}{gone}{new}"));
        assert_eq!(recorded(&format!("{kept}{new}"), &[], &now, true).unwrap(), format!("{kept}{new}"));
        assert_eq!(recorded("", &[], &[], true).unwrap(), "");
        assert!(recorded("looks-alive = 1", &[], &now, true).is_err());
    }

    #[test]
    fn manifests_take_them_too() {
        let text = "[workspace]\nmembers = [\"a\"]\n\n[workspace.metadata.looksalive]\nbudget = \"1s\"\n";
        let written = recorded(text, &["workspace", "metadata", "looksalive"], &[budget("a::f", 1_500, false)], true).unwrap();
        assert_eq!(written, format!("{text}\n[workspace.metadata.looksalive.looks-alive.\"a::f\"]\nbound = \"1500ns\"\n"));
    }

    #[test]
    fn the_worst_of_several_tables_is_recorded() {
        let two = [budget("a::f", 1, false), budget("a::f", 2_000, false)];
        assert_eq!(recorded("", &[], &two, true).unwrap(), "[looks-alive.\"a::f\"]\nbound = \"2us\"\n");
    }
}
