//! Which functions are `LooksAlive`, `Terminate`, … and why.
//!
//! Five rules, in this order; a function that an earlier one found is not found again by a later one:
//!
//! 1. It is stored in that field of a platform table (`CLRES_V1_FUNCTIONS` to `CLRES_V4_FUNCTIONS`).
//! 2. It is stored in that field of a hand-written `#[repr(C)]` table.
//! 3. It is exported under that name.
//! 4. The configuration names it.
//! 5. Where these found nothing in a package that builds a DLL: its name ends so, and its signature fits.
//!
//! Values are followed by what inference says they are, never by their names. Knows nothing of models and findings.

mod alias;
mod assemble;
mod configured;
mod exported;
mod facts;
mod instance;
mod named;
mod partial;
mod place;
mod role;
mod roots;
mod scan;
mod shape;
mod table;
mod text;
mod trampoline;
mod value;
mod view;

#[cfg(test)]
mod tests;

pub use configured::EntryPoints;
pub use role::Role;
pub use table::{Entry, Forward, Kind, Roles, Rule, Startup, Table, Target};

use rustc_hash::FxHashSet;

use crate::resolve::db::Db;
use crate::resolve::ids::{CrateId, FnId};
use view::Bodies;

/// The entry points of `krates`: the crates of one package, or of all that are analysed.
pub fn find(db: &Db, krates: &[CrateId], entry_points: &[(Role, String)]) -> Roles {
    let mut krates = krates.to_vec();
    krates.sort_unstable();
    krates.dedup();
    let bodies = Bodies::new(db);
    let mut facts = scan::collect(&bodies, &krates);
    copied_by_others(&bodies, &krates, &mut facts);
    let resting = assemble::assemble(&bodies, &facts);
    let mut roles = Roles { tables: table::of_memory(&bodies, &facts, &resting), ..Roles::default() };

    let mut known: FxHashSet<FnId> = roles.functions().collect();
    let exports = exported::find(&bodies, &krates, &known);
    roles.tables.extend(exports.tables);
    known.extend(roles.functions());
    let configured = configured::find(&bodies, &krates, entry_points, &known);
    roles.tables.extend(configured.tables);
    roles.unmatched = configured.unmatched;

    let with_tables: FxHashSet<_> = roles.tables.iter().map(|t| package_of(db, t.krate)).collect();
    roles.startups_without_table = exports.startups;
    roles.startups_without_table.retain(|startup| !with_tables.contains(&package_of(db, startup.krate)));
    roles.tables.extend(named::find(&bodies, &krates, &with_tables));

    roles.sort(db);
    roles
}

/// A constant that crates which depend on these take as a base is no table of its own here.
fn copied_by_others(bodies: &Bodies<'_>, krates: &[CrateId], facts: &mut facts::Facts) {
    let is_const = |root: &place::Root| matches!(root, place::Root::Const(_));
    if !facts.contents.keys().any(is_const) {
        return;
    }
    let others = bodies.db.dependents(krates);
    if others.is_empty() {
        return;
    }
    let of_others = scan::collect(bodies, &[krates, &others].concat());
    facts.copied.extend(of_others.copied.into_iter().filter(is_const));
    facts.lost.extend(of_others.lost.into_iter().filter(is_const));
}

/// What counts as one package: the crate itself where it has none.
fn package_of(db: &Db, krate: CrateId) -> Result<crate::workspace::PackageIndex, CrateId> {
    db.krate(krate).package.ok_or(krate)
}
