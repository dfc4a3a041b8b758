//! Which texts can matter to the search for tables, so that the others need not be parsed.

use rustc_hash::FxHashSet;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::resolve::ids::CrateId;
use crate::source::Symbol;

/// Whether text may speak of tables: letter case and underscores aside.
fn speaks_of_tables(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
    ["looksalive", "isalive", "terminate", "clresv", "1functions", "2functions", "3functions", "4functions"]
        .iter()
        .any(|word| plain.contains(word))
}

/// Whether a body speaks of tables, or of one of `names`.
pub fn matters(db: &Db, owner: BodyOwner, names: &FxHashSet<&str>) -> bool {
    let Some(code) = db.code_of(owner) else { return false };
    let file = db.sources.file(code.span.file);
    let text = file.text.get(code.span.range()).unwrap_or_default();
    speaks_of_tables(text) || has_one(text, names)
}

/// The names and numbers of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn has_one(text: &str, names: &FxHashSet<&str>) -> bool {
    !names.is_empty() && words(text).any(|word| names.contains(word))
}

/// Macros that write something about tables, directly or through others: of those that `krates` can name.
pub fn table_macros(db: &Db, krates: &[CrateId]) -> FxHashSet<Symbol> {
    let mut seen = krates.to_vec();
    let mut at = 0;
    while let Some(krate) = seen.get(at).copied() {
        at += 1;
        for (_, dep) in &db.krate(krate).deps {
            if !seen.contains(dep) && !db.is_std(*dep) {
                seen.push(*dep);
            }
        }
    }
    seen.sort_unstable();
    let mut open: Vec<(&str, String)> = Vec::new();
    for unit in db.loaded_units().filter(|unit| seen.binary_search(&unit.krate).is_ok()) {
        open.extend(unit.macros.iter().map(|m| (m.name.name.as_str(), db.sources.text(m.body))));
    }
    let mut names: FxHashSet<&str> = open.iter().filter(|(_, text)| speaks_of_tables(text)).map(|(name, _)| *name).collect();
    loop {
        let before = names.len();
        for (name, text) in &open {
            if !names.contains(name) && has_one(text, &names) {
                names.insert(name);
            }
        }
        if names.len() == before {
            return names.into_iter().map(Symbol::intern).collect();
        }
    }
}
