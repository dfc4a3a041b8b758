//! Rule 3: functions that are exported under an entry point's name.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::resolve::attrs;
use crate::resolve::db::Db;
use crate::resolve::defs::FnData;
use crate::resolve::ids::{CrateId, FnId};

use super::role::Role;
use super::table::{Entry, Kind, Rule, Startup, Table, entry};
use super::view::Bodies;

/// What is exported.
#[derive(Default)]
pub(super) struct Exports {
    /// One table for each crate that exports entry points.
    pub tables: Vec<Table>,
    /// `Startup` and `StartupEx`.
    pub startups: Vec<Startup>,
}

pub(super) fn find(bodies: &Bodies<'_>, krates: &[CrateId], known: &FxHashSet<FnId>) -> Exports {
    let db = bodies.db;
    let mut out = Exports::default();
    for &krate in krates {
        let mut fields: BTreeMap<Role, Vec<Entry>> = BTreeMap::new();
        for id in functions_of(db, krate) {
            let data = db.fn_data(id);
            let Some(name) = exported_name(data) else { continue };
            let Some(role) = Role::from_export(&name) else { continue };
            if role == Role::Startup {
                out.startups.push(Startup { name, place: data.name.span, krate });
            } else if !known.contains(&id) {
                let args = db.generics(crate::resolve::sig::GenericOwner::Fn(id)).identity();
                fields.entry(role).or_default().push(entry(bodies, id, args, data.name.span));
            }
        }
        // `Open` or `Release` alone may be anything's.
        let telling = [Role::LooksAlive, Role::IsAlive, Role::Terminate].into_iter().find_map(|role| fields.get(&role)?.first());
        let Some((place, name)) = telling.map(|entry| (entry.span, db.sources.text(entry.span))) else { continue };
        out.tables.push(Table {
            place,
            name,
            krate,
            kind: Kind::Loose,
            rule: Rule::Export,
            fields,
            missing: Default::default(),
            unknown: Default::default(),
        });
    }
    out
}

/// All functions of a crate, those in blocks that were read included.
pub(super) fn functions_of(db: &Db, krate: CrateId) -> Vec<FnId> {
    let own = std::iter::once(db.unit(crate::resolve::ids::UnitId(krate.0)));
    let blocks = db.loaded_units().filter(|u| u.krate == krate && u.id.0 != krate.0);
    own.chain(blocks).flat_map(|unit| (0..unit.fns.len()).map(|i| FnId { unit: unit.id, index: i as u32 })).collect()
}

/// The name under which others find a function: it needs a body, an ABI and an attribute that exports it.
pub(super) fn exported_name(data: &FnData) -> Option<String> {
    data.item.body?;
    data.item.abi.as_ref()?;
    if let Some(attr) = attrs::find(&data.attrs, "export_name") {
        return attrs::string_value(attr);
    }
    attrs::has(&data.attrs, "no_mangle").then(|| data.name.name.to_string())
}
