//! `missing_entry_points`: a table without `LooksAlive` or `Terminate`, or a start function without a table.

use super::facts::Facts;
use crate::findings::{Finding, Help, Label, registry};

/// One finding for each table or start function.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let finding = |missing: &super::facts::Missing| {
        let (message, text, help) = if missing.roles.is_empty() {
            (
                format!("`{}` is exported, but no function table was found", missing.table),
                "the Resource Monitor gets its entry points from here".to_owned(),
                "if a framework fills the table, name its functions under `[entry-points]` in `looksalive.toml`",
            )
        } else {
            let roles: Vec<String> = missing.roles.iter().map(|r| format!("`{r}`")).collect();
            let (lacks, are) = match roles.as_slice() {
                [one] => (format!("no {one}"), "is `None` or left at its default"),
                _ => (format!("neither {}", roles.join(" nor ")), "are `None` or left at their default"),
            };
            (
                format!("the function table `{}` has {lacks}", missing.table),
                format!("{} {are}", roles.join(" and ")),
                "the Resource Monitor calls every entry point of the version that the table names: fill it",
            )
        };
        Finding {
            lint: &registry::MISSING_ENTRY_POINTS,
            message,
            primary: Label { span: missing.place, text },
            labels: Vec::new(),
            notes: Vec::new(),
            helps: vec![Help { text: help.to_owned(), suggestion: None }],
            package: missing.package,
            krate: missing.krate,
        }
    };
    facts.missing.iter().map(finding).collect()
}
