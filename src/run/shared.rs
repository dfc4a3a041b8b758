//! The facts about what the entry points of one package share: walked, timed and named.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::analysis::cost::Cost;
use crate::analysis::engine::Engine;
use crate::analysis::shared::entries::Entries;
use crate::analysis::shared::facts::Hold;
use crate::analysis::shared::place::Place;
use crate::analysis::shared::sections::Length;
use crate::analysis::shared::verdicts::Side;
use crate::checks::facts::{Contended, SharedFacts};
use crate::resolve::db::Db;
use crate::resolve::ids::AdtId;
use crate::roles::Roles;
use crate::source::Span;
use crate::workspace::{CrateIndex, PackageIndex};

/// What is shared in a package; `None` where it has no `LooksAlive`.
pub fn of_package(engine: &Engine<'_>, db: &Db, roles: &Roles, package: PackageIndex, budget: Duration) -> Option<SharedFacts> {
    // What is walked for `Terminate` and the others is no part of any `LooksAlive`'s figures.
    let mut engine = engine.beside();
    let entries = Entries::walk(&mut engine, roles);
    if entries.all.is_empty() {
        return None;
    }
    let (contended, waits) = contended(db, &mut engine, &entries, budget);
    let (names, types) = names(db, &entries);
    let krates = roles.tables.iter().map(|t| CrateIndex(t.krate.0)).collect();
    Some(SharedFacts { entries, contended, waits, names, types, package, krates, budget })
}

/// The locks that are held for longer than the budget, the worst hold of each; and how long the others are held.
fn contended(db: &Db, engine: &mut Engine<'_>, entries: &Entries, budget: Duration) -> (Vec<Contended>, Vec<(Span, Cost)>) {
    let mut lengths: Vec<(*const crate::analysis::shared::sections::Section, Length)> = Vec::new();
    let mut length_of = |hold: &Hold| -> Length {
        let key = std::sync::Arc::as_ptr(&hold.section);
        if let Some((_, known)) = lengths.iter().find(|(k, _)| *k == key) {
            return known.clone();
        }
        let length = Entries::length_of(engine, hold);
        lengths.push((key, length.clone()));
        length
    };
    let mut out: Vec<Contended> = Vec::new();
    let mut waits: Vec<(Span, Cost)> = Vec::new();
    for side in Side::all(entries, &db.sources) {
        let mut worst: Vec<Contended> = Vec::new();
        for found in side.contentions() {
            let length = length_of(found.hold);
            if !length.cost.is_unbounded && length.cost.known <= budget.as_nanos() {
                waits.push((found.ours.lock.taken_at, length.cost));
                continue;
            }
            let rank = |length: &Length| (length.cost.is_unbounded, length.cost.known);
            let same = worst.iter().position(|c| c.ours.lock.taken_at == found.ours.lock.taken_at);
            let one = Contended {
                looks_alive: side.runs.clone(),
                ours: found.ours.clone(),
                runs: found.runs.clone(),
                hold_taken_at: found.hold.lock.taken_at,
                chain: found.hold.chain.clone(),
                length,
            };
            match same {
                Some(at) if rank(&worst[at].length) >= rank(&one.length) => {}
                Some(at) => worst[at] = one,
                None => worst.push(one),
            }
        }
        out.extend(worst);
    }
    // What waits too long is reported as such, and adds nothing to the bill.
    waits.retain(|(at, _)| !out.iter().any(|c| c.ours.lock.taken_at == *at));
    (out, waits)
}

fn names(db: &Db, entries: &Entries) -> (BTreeMap<Place, String>, BTreeMap<AdtId, String>) {
    let mut names: BTreeMap<Place, String> = BTreeMap::new();
    let mut types: BTreeMap<AdtId, String> = BTreeMap::new();
    let mut note = |place: &Place| {
        if !names.contains_key(place) {
            names.insert(place.clone(), place.show(db));
        }
    };
    for runs in &entries.all {
        let does = &runs.does;
        let held = does.accesses.iter().map(|a| &a.held).chain(does.acquisitions.iter().map(|a| &a.held));
        let locks = held.flat_map(|h| &h.may).chain(does.acquisitions.iter().map(|a| &a.lock)).chain(does.holds.iter().map(|h| &h.lock));
        locks.filter_map(|l| l.place.as_ref()).for_each(&mut note);
        does.accesses.iter().map(|a| &a.place).for_each(&mut note);
        for of in does.exclusives.iter().filter_map(|e| e.of) {
            types.entry(of).or_insert_with(|| db.adt(of).name.name.to_string());
        }
    }
    (names, types)
}
