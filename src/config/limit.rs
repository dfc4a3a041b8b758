//! `[looks-alive."crate::path"]`: what is said of one `LooksAlive`: its budget, and the bound that is recorded for it.

use std::time::Duration;

use toml::de::DeTable;

use super::problem::Located;
use super::reader::{Reader, Value};
use super::settings::is_path;
use super::units::parse_duration;

/// A bound to hold to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// At most so many nanoseconds.
    Nanos(u128),
    /// None: it may take for ever.
    Unbounded,
}

/// What is said of one `LooksAlive`.
#[derive(Clone, Debug)]
pub struct NamedBudget {
    /// The function's path from its crate's name.
    pub path: Located<String>,
    /// The time within which it should return.
    pub budget: Option<Duration>,
    /// The bound that it may not outgrow.
    pub bound: Option<Located<Limit>>,
}

/// How an absent bound is written.
pub const NONE: &str = "none";

/// Read the table of all.
pub fn read(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Vec<NamedBudget> {
    let mut out = Vec::new();
    for (key, value) in table {
        let path = key.get_ref().as_ref();
        // Type arguments stand at the end, as in `dll::looks_alive::<dll::Disk>`.
        if !path.starts_with('<') && !is_path(path.split("::<").next().unwrap_or(path).trim_end_matches("::{closure}")) {
            reader
                .error(key.span(), format!("`{path}` is no path of a function"))
                .help("write it in quotes, from the crate's name, as `cargo looksalive-lint budget` shows it");
            continue;
        }
        let Some(table) = reader.table(value, &format!("`looks-alive.\"{path}\"`")) else { continue };
        let mut named =
            NamedBudget { path: Located { value: path.to_owned(), place: reader.place(key.span()) }, budget: None, bound: None };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "budget" => {
                    named.budget = reader.parsed(value, "`budget`", parse_duration);
                    if named.budget.is_some_and(|budget| budget.is_zero()) {
                        reader.error(value.span(), "a budget of nothing cannot be met").help("the platform recommends `300ms`");
                    }
                }
                "bound" => named.bound = read_bound(reader, value),
                _ => reader.unknown_key(key, &["budget", "bound"]),
            }
        }
        out.push(named);
    }
    out
}

fn read_bound(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Located<Limit>> {
    let text = reader.string(value, "`bound`")?;
    if text.value == NONE {
        return Some(Located { value: Limit::Unbounded, place: text.place });
    }
    let duration = reader.parsed(value, "`bound`", parse_duration)?;
    Some(Located { value: Limit::Nanos(duration.as_nanos()), place: text.place })
}
