//! Which types are tables of entry points.
//!
//! The platform's structs are known by their name alone, wherever they are declared, and also where their
//! declaration is not at hand. A table written by hand is known by its fields.

use crate::resolve::db::Db;
use crate::resolve::defs::{AdtKind, Ns};
use crate::resolve::ids::{AdtId, Def, ModuleId};
use crate::resolve::limits::Limit;
use crate::resolve::paths::Names;
use crate::resolve::{attrs, ty::Ty};
use crate::syntax::ast::{GenericArg, Path, TypeRef};

use super::role::Role;

/// How many aliases are followed.
const DEPTH: u32 = 16;
const TOO_DEEP: Limit =
    Limit::new("more than {} type aliases lead to each other; what is behind them is no function table", DEPTH as usize);

/// What kind of table a struct is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// `CLRES_V1_FUNCTIONS` to `CLRES_V4_FUNCTIONS`: the version; with its declaration, if that is at hand.
    Platform(u8, Option<AdtId>),
    /// A `#[repr(C)]` struct of function pointers for looking alive, being alive and terminating.
    HandWritten(AdtId),
}

impl Shape {
    /// Of a struct.
    pub fn of_adt(db: &Db, id: AdtId) -> Option<Self> {
        let data = db.adt(id);
        if data.kind != AdtKind::Struct {
            return None;
        }
        if let Some(version) = version_of(data.name.name.as_str()) {
            return Some(Self::Platform(version, Some(id)));
        }
        is_hand_written(db, id).then_some(Self::HandWritten(id))
    }

    /// Of a type, references and pointers aside.
    pub fn of_type(db: &Db, ty: &Ty) -> Option<Self> {
        use crate::resolve::ty::TyKind;
        match ty.kind() {
            TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } => Self::of_type(db, ty),
            TyKind::Adt(id, _) => Self::of_adt(db, *id),
            _ => None,
        }
    }

    /// Of a path as written, in `module`: for types that lead nowhere.
    pub fn of_path(db: &Db, module: ModuleId, path: &Path) -> Option<Self> {
        Self::of_path_at(db, module, path, 0)
    }

    /// Of a type as written.
    pub fn of_written(db: &Db, module: ModuleId, ty: &TypeRef) -> Option<Self> {
        Self::of_written_at(db, module, ty, 0)
    }

    fn of_path_at(db: &Db, module: ModuleId, path: &Path, depth: u32) -> Option<Self> {
        match Names::of(db).resolve_in(module, path, Ns::Types) {
            Some(Def::Adt(id)) => return Self::of_adt(db, id),
            Some(Def::Alias(id)) if depth < DEPTH => {
                let alias = db.alias(id);
                return Self::of_written_at(db, alias.module, alias.ty.as_ref()?, depth + 1);
            }
            Some(Def::Alias(id)) => db.limits.reach(TOO_DEEP, db.alias(id).name.span),
            Some(_) => return None,
            None => {}
        }
        version_of(path.segments.last()?.name.name.as_str()).map(|version| Self::Platform(version, None))
    }

    fn of_written_at(db: &Db, module: ModuleId, ty: &TypeRef, depth: u32) -> Option<Self> {
        match ty {
            TypeRef::Path(path) => Self::of_path_at(db, module, path, depth),
            TypeRef::Ref { ty, .. } | TypeRef::Ptr { ty, .. } => Self::of_written_at(db, module, ty, depth),
            _ => None,
        }
    }

    /// Its fields that are entry points.
    pub fn roles(self, db: &Db) -> Vec<Role> {
        match self {
            Self::Platform(version, None) => Role::of_version(version).collect(),
            Self::Platform(_, Some(id)) | Self::HandWritten(id) => {
                let fields = db.adt(id).variants.first().map_or(&[][..], |v| v.fields.all());
                fields.iter().filter_map(|f| Role::from_field(f.name.name.as_str())).collect()
            }
        }
    }
}

/// The version that a struct's name says.
pub fn version_of(name: &str) -> Option<u8> {
    match name {
        "CLRES_V1_FUNCTIONS" => Some(1),
        "CLRES_V2_FUNCTIONS" => Some(2),
        "CLRES_V3_FUNCTIONS" => Some(3),
        "CLRES_V4_FUNCTIONS" => Some(4),
        _ => None,
    }
}

/// The version that a field of the union around the structs says.
pub fn version_of_field(name: &str) -> Option<u8> {
    match name {
        "V1Functions" => Some(1),
        "V2Functions" => Some(2),
        "V3Functions" => Some(3),
        "V4Functions" => Some(4),
        _ => None,
    }
}

/// Whether a field only leads from the platform's outer struct to the inner one.
pub fn is_wrapping_field(name: &str) -> bool {
    name == "Anonymous" || version_of_field(name).is_some()
}

fn is_hand_written(db: &Db, id: AdtId) -> bool {
    let data = db.adt(id);
    let repr_c = data.attrs.iter().any(|a| a.path == "repr" && attrs::split_commas(&a.args).iter().any(|part| part.trim() == "C"));
    let Some(variant) = data.variants.first() else { return false };
    repr_c
        && [Role::LooksAlive, Role::IsAlive, Role::Terminate].iter().all(|role| {
            let mut fields = variant.fields.all().iter();
            fields.any(|f| Role::from_field(f.name.name.as_str()) == Some(*role) && is_fn_pointer(db, data.module, &f.ty, 0))
        })
}

/// `fn(…)`, `Option<fn(…)>`, or an alias of one.
fn is_fn_pointer(db: &Db, module: ModuleId, ty: &TypeRef, depth: u32) -> bool {
    match ty {
        TypeRef::Fn { .. } => true,
        TypeRef::Path(path) => {
            if let Some(Def::Alias(id)) = Names::of(db).resolve_in(module, path, Ns::Types) {
                let alias = db.alias(id);
                if depth >= DEPTH {
                    db.limits.reach(TOO_DEEP, alias.name.span);
                    return false;
                }
                return alias.ty.as_ref().is_some_and(|ty| is_fn_pointer(db, alias.module, ty, depth + 1));
            }
            let Some(last) = path.segments.last().filter(|s| s.name.name == "Option") else { return false };
            match last.args.as_ref().map(|a| a.args.as_slice()) {
                Some([GenericArg::Type(inner)]) => is_fn_pointer(db, module, inner, depth + 1),
                _ => false,
            }
        }
        _ => false,
    }
}
