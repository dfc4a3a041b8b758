//! Rule 5: where nothing else tells, a function's name and signature in a package that builds a DLL.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::resolve::db::Db;
use crate::resolve::defs::FnData;
use crate::resolve::ids::{CrateId, FnId, Prim};
use crate::resolve::ty::TyKind;
use crate::syntax::ast::TypeRef;
use crate::workspace::{CrateKind, PackageIndex};

use super::exported::functions_of;
use super::role::Role;
use super::table::{Kind, Rule, Table, entry};
use super::view::Bodies;

pub(super) fn find(bodies: &Bodies<'_>, krates: &[CrateId], with_tables: &FxHashSet<Result<PackageIndex, CrateId>>) -> Vec<Table> {
    let db = bodies.db;
    let dlls: FxHashSet<_> = krates.iter().filter(|k| db.krate(**k).kind == CrateKind::Cdylib).map(|k| super::package_of(db, *k)).collect();
    let mut out = Vec::new();
    for &krate in krates {
        let package = super::package_of(db, krate);
        if !dlls.contains(&package) || with_tables.contains(&package) {
            continue;
        }
        for id in functions_of(db, krate).into_iter().filter(|id| fits(db, *id)) {
            let data = db.fn_data(id);
            let args = db.generics(crate::resolve::sig::GenericOwner::Fn(id)).identity();
            out.push(Table {
                place: data.name.span,
                name: data.name.name.to_string(),
                krate,
                kind: Kind::Loose,
                rule: Rule::Name,
                fields: BTreeMap::from([(Role::LooksAlive, vec![entry(bodies, id, args, data.name.span)])]),
                missing: Default::default(),
                unknown: Default::default(),
            });
        }
    }
    out
}

fn fits(db: &Db, id: FnId) -> bool {
    let data: &FnData = db.fn_data(id);
    let name: String = data.name.name.as_str().chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
    if !name.ends_with("looksalive") || data.item.abi.is_none() || data.item.body.is_none() || data.item.self_param.is_some() {
        return false;
    }
    let ([param], Some(ret)) = (data.item.params.as_slice(), &data.item.ret) else { return false };
    let sig = db.fn_sig(id);
    let is_pointer =
        matches!(param.ty, TypeRef::Ptr { .. }) || sig.params.first().is_some_and(|ty| matches!(ty.kind(), TyKind::Ptr { .. }));
    let is_bool = matches!(ret, TypeRef::Path(path) if path.segments.last().is_some_and(|s| s.name.name == "BOOL"))
        || matches!(sig.ret.kind(), TyKind::Prim(Prim::I32));
    is_pointer && is_bool
}
