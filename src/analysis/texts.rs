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

/// The integer that a text is: a literal of any base, with `_`, a sign or a suffix.
pub(super) fn integer(text: &str) -> Option<i128> {
    let text = text.trim().replace('_', "");
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest.trim()));
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    let suffixes = ["8", "16", "32", "64", "128", "size"].into_iter().flat_map(|width| ["u", "i"].map(|kind| format!("{kind}{width}")));
    let digits = suffixes.into_iter().find_map(|suffix| digits.strip_suffix(&suffix).map(str::to_owned)).unwrap_or(digits.to_owned());
    i128::from_str_radix(&digits, radix).ok().filter(|_| !digits.starts_with(['+', '-'])).map(|n| sign * n)
}

#[cfg(test)]
mod tests {
    #[test]
    fn integers_are_read_as_they_are_written() {
        use super::integer;
        assert_eq!(integer(" 1_000 "), Some(1000));
        assert_eq!(integer("0xFFu32"), Some(255));
        assert_eq!(integer("-3isize"), Some(-3));
        assert_eq!(integer("0b101"), Some(5));
        assert_eq!(integer("1 << 3"), None);
        assert_eq!(integer("é"), None);
    }
}
