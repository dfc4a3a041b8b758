//! What bodies say before any of them is parsed: of many, the words single out the few that are worth reading.

use crate::resolve::bodies::BodyOwner;
use crate::resolve::call_graph::bodies_of;
use crate::resolve::db::Db;
use crate::resolve::defs::Unit;
use crate::resolve::ids::{CrateId, UnitId};

/// The names and numbers of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The units of these crates, and those of their blocks that were read so far.
pub(super) fn units<'a>(db: &'a Db, crates: &[CrateId]) -> Vec<&'a Unit> {
    let mut units: Vec<_> = crates.iter().map(|krate| db.unit(UnitId(krate.0))).collect();
    let is_block = |unit: &&Unit| unit.id.0 != unit.krate.0;
    units.extend(db.loaded_units().filter(|unit| is_block(unit) && crates.contains(&unit.krate)));
    units
}

/// Look at the text of each body.
pub(super) fn each_body(db: &Db, units: &[&Unit], mut look: impl FnMut(BodyOwner, &str)) {
    for owner in units.iter().flat_map(|unit| bodies_of(unit)) {
        if let Some(code) = db.code_of(owner) {
            let file = db.sources.file(code.span.file);
            look(owner, file.text.get(code.span.range()).unwrap_or_default());
        }
    }
}
