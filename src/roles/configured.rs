//! Rule 4: functions and trait methods that the configuration names.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::resolve::db::Db;
use crate::resolve::defs::Ns;
use crate::resolve::ids::{CrateId, Def, FnId, ModuleId, TraitId, UnitId};
use crate::resolve::paths::Names;
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, Ty};
use crate::source::{Span, Symbol};

use super::role::Role;
use super::table::{Entry, Kind, Rule, Table, entry};
use super::view::Bodies;

/// What is configured, in order: a role and the path of a function or of a trait's method, from its crate's name.
pub type EntryPoints = Vec<(Role, String)>;

/// What came of it.
#[derive(Default)]
pub(super) struct Configured {
    pub tables: Vec<Table>,
    pub unmatched: Vec<String>,
}

/// What belongs together: the functions of one type, or the free functions of one crate.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Group {
    Type(CrateId, Ty),
    Free(CrateId),
}

pub(super) fn find(bodies: &Bodies<'_>, krates: &[CrateId], points: &[(Role, String)], known: &FxHashSet<FnId>) -> Configured {
    let db = bodies.db;
    let mut out = Configured::default();
    let mut groups: Vec<(Group, BTreeMap<Role, Vec<Entry>>)> = Vec::new();
    let reachable = with_dependencies(db, krates);
    for (role, path) in points {
        for (group, id, args, span) in functions(db, krates, &reachable, path) {
            if known.contains(&id) {
                continue;
            }
            let index = groups.iter().position(|(g, _)| *g == group).unwrap_or_else(|| {
                groups.push((group.clone(), BTreeMap::new()));
                groups.len() - 1
            });
            let entries = groups[index].1.entry(*role).or_default();
            let found = entry(bodies, id, args, span);
            if !entries.iter().any(|e| e.target == found.target) {
                entries.push(found);
            }
        }
        if !exists(db, path) {
            out.unmatched.push(path.clone());
        }
    }
    for (group, fields) in groups {
        let first = fields.get(&Role::LooksAlive).or_else(|| fields.values().next()).and_then(|entries| entries.first());
        let Some(place) = first.map(|entry| entry.span) else { continue };
        let (krate, name) = match group {
            Group::Type(krate, ty) => (krate, db.show_type(&ty, Some(krate))),
            Group::Free(krate) => (krate, db.sources.text(place)),
        };
        out.tables.push(Table {
            place,
            name,
            krate,
            kind: Kind::Loose,
            rule: Rule::Configuration,
            fields,
            missing: Default::default(),
            unknown: Default::default(),
        });
    }
    out
}

fn with_dependencies(db: &Db, krates: &[CrateId]) -> Vec<CrateId> {
    let mut out = krates.to_vec();
    let mut next = 0;
    while next < out.len() {
        for (_, dep) in &db.krate(out[next]).deps {
            if !out.contains(dep) && !db.is_std(*dep) {
                out.push(*dep);
            }
        }
        next += 1;
    }
    out
}

/// The crate's name and the rest of a configured path.
fn split(path: &str) -> Option<(String, Vec<Symbol>)> {
    let mut segments = path.split("::").map(str::trim);
    let krate = segments.next()?.replace('-', "_");
    Some((krate, segments.map(Symbol::intern).collect()))
}

fn is_called(db: &Db, krate: CrateId, name: &str) -> bool {
    db.krate(krate).name.replace('-', "_") == name
}

/// Whether a path names a function in any crate of the run: one configuration may speak of several packages.
fn exists(db: &Db, path: &str) -> bool {
    let Some((name, rest)) = split(path) else { return false };
    let crates: Vec<CrateId> = db.crates().map(|(id, _)| id).filter(|id| is_called(db, *id, &name)).collect();
    crates.into_iter().any(|krate| lookup(db, ModuleId { unit: UnitId(krate.0), index: 0 }, &rest).is_some())
}

/// The functions that a configured path means, in the analysed crates.
fn functions(db: &Db, krates: &[CrateId], reachable: &[CrateId], path: &str) -> Vec<(Group, FnId, Args, Span)> {
    let Some((name, rest)) = split(path) else { return Vec::new() };
    let mut out = Vec::new();
    for &krate in reachable.iter().filter(|k| is_called(db, **k, &name)) {
        let root = ModuleId { unit: UnitId(krate.0), index: 0 };
        match lookup(db, root, &rest) {
            Some(Named::Fn(id)) => {
                let args = db.generics(GenericOwner::Fn(id)).identity();
                out.push((Group::Free(db.crate_of(id.unit)), id, args, db.fn_data(id).name.span));
            }
            Some(Named::Method(id, this)) => {
                let args = db.generics(GenericOwner::Fn(id)).identity();
                out.push((Group::Type(db.crate_of(id.unit), this), id, args, db.fn_data(id).name.span));
            }
            Some(Named::TraitMethod(of, name)) => out.extend(implementations(db, krates, of, name)),
            None => {}
        }
    }
    out
}

enum Named {
    Fn(FnId),
    Method(FnId, Ty),
    TraitMethod(TraitId, Symbol),
}

/// By the definitions alone: who may see what does not matter to the configuration.
fn lookup(db: &Db, root: ModuleId, segments: &[Symbol]) -> Option<Named> {
    let (name, above) = segments.split_last()?;
    let mut module = root;
    for (index, segment) in above.iter().enumerate() {
        match Names::of(db).binding(module, Ns::Types, *segment)?.def {
            Def::Module(id) => module = id,
            Def::Trait(id) if index + 1 == above.len() => {
                return db.trait_data(id).fns.iter().any(|(n, _)| n == name).then_some(Named::TraitMethod(id, *name));
            }
            Def::Adt(id) if index + 1 == above.len() => {
                let this = Ty::new(crate::resolve::ty::TyKind::Adt(id, db.generics(GenericOwner::Adt(id)).identity()));
                let impls = db.inherent_impls(&this);
                let found = impls.iter().flat_map(|i| &db.impl_data(*i).fns).find(|(n, _)| n == name).map(|(_, f)| *f)?;
                return Some(Named::Method(found, this));
            }
            _ => return None,
        }
    }
    match Names::of(db).binding(module, Ns::Values, *name)?.def {
        Def::Fn(id) => Some(Named::Fn(id)),
        _ => None,
    }
}

/// Each implementation of a trait in the analysed crates: the impl's method, or the trait's own for that type.
fn implementations(db: &Db, krates: &[CrateId], of: TraitId, name: Symbol) -> Vec<(Group, FnId, Args, Span)> {
    let own = db.trait_data(of).fns.iter().find(|(n, _)| *n == name).map(|(_, id)| *id);
    let mut out = Vec::new();
    for id in db.all_impls(of) {
        let krate = db.crate_of(id.unit);
        let data = db.impl_data(id);
        let header = db.impl_header(id).filter(|_| krates.contains(&krate) && !data.is_negative);
        let Some((this, trait_ref)) = header.and_then(|h| Some((h.self_ty.clone(), h.trait_ref.clone()?))) else { continue };
        let group = Group::Type(krate, this);
        if let Some((_, method)) = data.fns.iter().find(|(n, _)| *n == name) {
            let args = db.generics(GenericOwner::Fn(*method)).identity();
            out.push((group, *method, args, db.fn_data(*method).name.span));
        } else if let Some(method) = own.filter(|m| db.fn_data(*m).item.body.is_some()) {
            out.push((group, method, Arc::clone(&trait_ref.args), db.fn_data(method).name.span));
        }
    }
    out
}
