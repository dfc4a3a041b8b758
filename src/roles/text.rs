//! Which texts can matter to the search for tables, so that the others need not be parsed.

use rustc_hash::FxHashSet;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::source::Symbol;

/// Whether text may speak of tables: letter case and underscores aside.
fn speaks_of_tables(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
    ["looksalive", "isalive", "terminate", "clresv", "1functions", "2functions", "3functions", "4functions"]
        .iter()
        .any(|word| plain.contains(word))
}

/// Whether a body speaks of tables, or of one of `names`.
pub fn matters(db: &Db, owner: BodyOwner, names: &FxHashSet<Symbol>) -> bool {
    let Some(code) = db.code_of(owner) else { return false };
    let file = db.sources.file(code.span.file);
    let text = file.text.get(code.span.range()).unwrap_or_default();
    speaks_of_tables(text) || names.iter().any(|name| has_word(text, name.as_str()))
}

fn has_word(text: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].chars().next_back().is_some_and(is_name) && !text[at + word.len()..].chars().next().is_some_and(is_name))
}

/// Macros that write something about tables, directly or through others.
pub fn table_macros(db: &Db) -> FxHashSet<Symbol> {
    let mut open: Vec<(Symbol, String)> = Vec::new();
    for unit in db.loaded_units().filter(|u| !db.is_std(u.krate)) {
        open.extend(unit.macros.iter().map(|m| (m.name.name, db.sources.text(m.body))));
    }
    let mut names = FxHashSet::default();
    loop {
        let before = names.len();
        for (name, text) in &open {
            if !names.contains(name) && (speaks_of_tables(text) || names.iter().any(|n: &Symbol| has_word(text, n.as_str()))) {
                names.insert(*name);
            }
        }
        if names.len() == before {
            return names;
        }
    }
}
