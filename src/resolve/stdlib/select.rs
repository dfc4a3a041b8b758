//! What of std is kept: everything that can be named from outside, and what the signatures of that mention.
//!
//! Impls are kept where their trait and the types of their header are; of inherent impls, the public items.

use rustc_hash::FxHashSet;

use crate::resolve::db::Db;
use crate::resolve::defs::{Container, Ns, Vis};
use crate::resolve::ids::{Def, ImplId, ModuleId, UnitId};
use crate::resolve::paths::Names;
use crate::source::Symbol;
use crate::syntax::as_dollar_crate;
use crate::syntax::ast::{Bound, ConstArg, Fields, FnItem, GenericArg, GenericArgs, GenericParamKind, Generics, Path, TypeRef, Visibility};

/// What is kept.
#[derive(Default)]
pub(super) struct Kept {
    /// Definitions; items of impls and traits follow from these.
    pub(super) defs: FxHashSet<Def>,
    /// Impls.
    pub(super) impls: FxHashSet<ImplId>,
    /// Modules, with those around them.
    pub(super) modules: FxHashSet<ModuleId>,
    /// Names of modules.
    pub(super) names: FxHashSet<(ModuleId, Ns, Symbol)>,
}

/// Choose among three collected units.
pub(super) fn select(db: &Db, units: &[UnitId]) -> Kept {
    let mut selector = Selector { db, kept: Kept::default(), open: Vec::new() };
    for unit in units {
        selector.keep_module(ModuleId { unit: *unit, index: 0 });
        selector.public(ModuleId { unit: *unit, index: 0 });
    }
    loop {
        while let Some(def) = selector.open.pop() {
            selector.def(def);
        }
        let before = selector.kept.impls.len();
        for unit in units {
            for index in 0..db.unit(*unit).impls.len() {
                selector.consider(ImplId { unit: *unit, index: index as u32 });
            }
        }
        if selector.kept.impls.len() == before && selector.open.is_empty() {
            return selector.kept;
        }
    }
}

/// Whether a function, constant or type of an impl is kept with it.
pub(super) fn is_kept_in_impl(db: &Db, of: ImplId, vis: Vis) -> bool {
    db.impl_data(of).of_trait.is_some() || vis == Vis::Public
}

/// The fields that are kept: public ones; of a tuple with one of these, all.
pub(super) fn kept_fields(fields: &Fields, in_enum: bool) -> Fields {
    let is_public = |f: &&crate::syntax::ast::Field| in_enum || f.vis == Visibility::Public;
    match fields {
        Fields::Unit => Fields::Unit,
        Fields::Tuple(list) if list.iter().any(|f| is_public(&f)) => Fields::Tuple(list.clone()),
        Fields::Tuple(_) => Fields::Tuple(Vec::new()),
        Fields::Named(list) => Fields::Named(list.iter().filter(is_public).cloned().collect()),
    }
}

struct Selector<'d> {
    db: &'d Db,
    kept: Kept,
    open: Vec<Def>,
}

impl Selector<'_> {
    fn keep(&mut self, def: Def) {
        match def {
            Def::Prim(_) => {}
            Def::Module(id) => self.keep_module(id),
            Def::Variant(id) => self.keep(Def::Adt(id.adt)),
            _ => {
                if self.kept.defs.insert(def) {
                    self.open.push(def);
                }
            }
        }
    }

    fn keep_module(&mut self, id: ModuleId) {
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| self.kept.modules.insert(*id)) {
            let data = self.db.module(id);
            at = data.parent;
            if let Some(parent) = data.parent {
                // The way from the root stays walkable.
                if self.db.module(parent).scope.get(Ns::Types, data.name).is_some_and(|b| b.def == Def::Module(id)) {
                    self.kept.names.insert((parent, Ns::Types, data.name));
                }
            }
        }
    }

    /// Everything that a module shows to everybody.
    fn public(&mut self, id: ModuleId) {
        let mut open = vec![id];
        let mut seen = FxHashSet::default();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for ns in Ns::ALL {
                for (name, binding) in &self.db.module(id).scope.names[ns as usize] {
                    if binding.vis != Vis::Public {
                        continue;
                    }
                    self.kept.names.insert((id, ns, *name));
                    self.keep(binding.def);
                    if let Def::Module(inner) = binding.def {
                        open.push(inner);
                    }
                }
            }
            self.keep_module(id);
        }
    }

    fn def(&mut self, def: Def) {
        let db = self.db;
        match def {
            Def::Fn(id) => {
                let data = db.fn_data(id);
                // Items of impls and traits are kept with these.
                if data.container == Container::Module || data.container == Container::Foreign {
                    self.keep_module(data.module);
                    self.function(data.module, &data.item);
                }
            }
            Def::Adt(id) => {
                let data = db.adt(id);
                self.keep_module(data.module);
                self.keep_name(data.module, Ns::Types, data.name.name, def);
                self.generics(data.module, &data.ast_generics);
                let in_enum = data.kind == crate::resolve::defs::AdtKind::Enum;
                for variant in data.variants.iter() {
                    for field in kept_fields(&variant.fields, in_enum).all() {
                        self.ty(data.module, &field.ty);
                    }
                }
            }
            Def::Trait(id) => {
                let data = db.trait_data(id);
                self.keep_module(data.module);
                self.keep_name(data.module, Ns::Types, data.name.name, def);
                self.generics(data.module, &data.ast_generics);
                self.bounds(data.module, &data.bounds);
                for (_, id) in &data.fns {
                    self.function(data.module, &db.fn_data(*id).item);
                }
                for (_, id) in &data.types {
                    self.alias(*id);
                }
                for (_, id) in &data.consts {
                    self.ty(data.module, &db.const_data(*id).ty);
                }
            }
            Def::Const(id) => {
                let data = db.const_data(id);
                self.keep_module(data.module);
                self.ty(data.module, &data.ty);
            }
            Def::Static(id) => {
                let data = db.static_data(id);
                self.keep_module(data.module);
                self.ty(data.module, &data.ty);
            }
            Def::Alias(id) => {
                self.keep_module(db.alias(id).module);
                self.alias(id);
            }
            Def::Macro(id) => self.keep_module(db.macro_data(id).module),
            Def::Module(_) | Def::Variant(_) | Def::Prim(_) => {}
        }
    }

    fn keep_name(&mut self, module: ModuleId, ns: Ns, name: Symbol, def: Def) {
        if self.db.module(module).scope.get(ns, name).is_some_and(|b| b.def == def) {
            self.kept.names.insert((module, ns, name));
        }
    }

    fn alias(&mut self, id: crate::resolve::ids::AliasId) {
        let data = self.db.alias(id);
        self.generics(data.module, &data.ast_generics);
        self.bounds(data.module, &data.bounds);
        if let Some(ty) = &*data.ty {
            self.ty(data.module, ty);
        }
    }

    fn consider(&mut self, id: ImplId) {
        let data = self.db.impl_data(id);
        if self.kept.impls.contains(&id) {
            return;
        }
        let fits =
            data.of_trait.as_ref().is_none_or(|path| self.is_known(data.module, path)) && self.is_known_type(data.module, &data.self_ty);
        if !fits {
            return;
        }
        let db = self.db;
        let is_empty = data.of_trait.is_none()
            && data.fns.iter().all(|(_, f)| db.fn_data(*f).vis != Vis::Public)
            && data.consts.iter().all(|(_, c)| db.const_data(*c).vis != Vis::Public);
        if is_empty {
            return;
        }
        self.kept.impls.insert(id);
        self.keep_module(data.module);
        self.generics(data.module, &data.ast_generics);
        self.ty(data.module, &data.self_ty);
        if let Some(path) = &*data.of_trait {
            self.path(data.module, path, Ns::Types);
        }
        for (_, f) in &data.fns {
            let f = db.fn_data(*f);
            if is_kept_in_impl(db, id, f.vis) {
                self.function(data.module, &f.item);
            }
        }
        for (_, t) in &data.types {
            self.alias(*t);
        }
        for (_, c) in &data.consts {
            let c = db.const_data(*c);
            if is_kept_in_impl(db, id, c.vis) {
                self.ty(data.module, &c.ty);
            }
        }
    }

    /// Whether what the path names, and what its arguments name, is kept already.
    fn is_known(&self, module: ModuleId, path: &Path) -> bool {
        let known = match Names::of(self.db).resolve_partial(module, path, Ns::Types).map(|p| p.def) {
            Some(def @ (Def::Adt(_) | Def::Trait(_) | Def::Alias(_))) => self.kept.defs.contains(&def),
            Some(Def::Variant(id)) => self.kept.defs.contains(&Def::Adt(id.adt)),
            // A parameter, `Self`, or a name of a crate that is not there.
            _ => path.segments.len() == 1 || path.qself.is_some() || path.segments[0].name.name == "Self",
        };
        known
            && path.segments.iter().filter_map(|s| s.args.as_ref()).flat_map(|a| &a.args).all(|arg| match arg {
                GenericArg::Type(ty) => self.is_known_type(module, ty),
                GenericArg::Const(_) => true,
            })
    }

    fn is_known_type(&self, module: ModuleId, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Path(path) => self.is_known(module, path),
            TypeRef::Ref { ty, .. } | TypeRef::Ptr { ty, .. } | TypeRef::Slice(ty) | TypeRef::Array(ty, _) => {
                self.is_known_type(module, ty)
            }
            TypeRef::Tuple(parts) => parts.iter().all(|p| self.is_known_type(module, p)),
            TypeRef::DynTrait(bounds) => bounds.iter().all(|b| self.is_known(module, &b.path)),
            _ => true,
        }
    }

    fn function(&mut self, module: ModuleId, item: &FnItem) {
        self.generics(module, &item.generics);
        if let Some(this) = &item.self_param {
            self.ty(module, &this.ty);
        }
        for param in &item.params {
            self.ty(module, &param.ty);
        }
        if let Some(ret) = &item.ret {
            self.ty(module, ret);
        }
    }

    fn generics(&mut self, module: ModuleId, generics: &Generics) {
        for param in &generics.params {
            match &param.kind {
                GenericParamKind::Lifetime => {}
                GenericParamKind::Type { bounds, default } => {
                    self.bounds(module, bounds);
                    if let Some(default) = default {
                        self.ty(module, default);
                    }
                }
                GenericParamKind::Const { ty, default } => {
                    self.ty(module, ty);
                    if let Some(default) = default {
                        self.constant(module, default);
                    }
                }
            }
        }
        for predicate in &generics.predicates {
            self.ty(module, &predicate.ty);
            self.bounds(module, &predicate.bounds);
        }
    }

    fn bounds(&mut self, module: ModuleId, bounds: &[Bound]) {
        for bound in bounds {
            self.path(module, &bound.path, Ns::Types);
        }
    }

    fn constant(&mut self, module: ModuleId, value: &ConstArg) {
        if let ConstArg::Path(path) = value {
            self.path(module, path, Ns::Values);
        }
    }

    fn ty(&mut self, module: ModuleId, ty: &TypeRef) {
        match ty {
            TypeRef::Path(path) => {
                self.path(module, path, Ns::Types);
                if path.segments.len() == 1 && path.qself.is_none() {
                    self.path(module, path, Ns::Values);
                }
            }
            TypeRef::Ref { ty, .. } | TypeRef::Ptr { ty, .. } | TypeRef::Slice(ty) => self.ty(module, ty),
            TypeRef::Array(ty, len) => {
                self.ty(module, ty);
                self.constant(module, len);
            }
            TypeRef::Tuple(parts) => {
                for part in parts {
                    self.ty(module, part);
                }
            }
            TypeRef::Fn { params, ret, .. } => {
                for param in params {
                    self.ty(module, param);
                }
                if let Some(ret) = ret {
                    self.ty(module, ret);
                }
            }
            TypeRef::ImplTrait(bounds) | TypeRef::DynTrait(bounds) => self.bounds(module, bounds),
            TypeRef::Never | TypeRef::Infer | TypeRef::Macro(_) | TypeRef::Error => {}
        }
    }

    fn args(&mut self, module: ModuleId, args: &GenericArgs) {
        for arg in &args.args {
            match arg {
                GenericArg::Type(ty) => self.ty(module, ty),
                GenericArg::Const(value) => self.constant(module, value),
            }
        }
        for (_, ty) in &args.bindings {
            self.ty(module, ty);
        }
        for (_, bounds) in &args.constraints {
            self.bounds(module, bounds);
        }
    }

    /// Keep what a path names, and the names on the way.
    fn path(&mut self, from: ModuleId, path: &Path, ns: Ns) {
        if let Some(qself) = &path.qself {
            self.ty(from, &qself.0);
        }
        for segment in &path.segments {
            if let Some(args) = &segment.args {
                self.args(from, args);
            }
        }
        let names = Names::of(self.db);
        let segments: Vec<Symbol> = match &path.qself {
            Some(qself) => path.segments.iter().take(qself.1).map(|s| s.name.name).collect(),
            None => path.segments.iter().map(|s| s.name.name).collect(),
        };
        let Some(first) = segments.first().copied() else { return };
        let ns_at = |i: usize| if i + 1 == segments.len() { ns } else { Ns::Types };
        let root = |unit: UnitId| ModuleId { unit, index: 0 };
        let mut at = match first.as_str() {
            "Self" => return,
            "crate" => Def::Module(root(from.unit)),
            "self" => Def::Module(from),
            "super" => match names.parent_module(from) {
                Some(parent) => Def::Module(parent),
                None => return,
            },
            name => match as_dollar_crate(name) {
                Some(krate) => Def::Module(root(UnitId(krate))),
                None => {
                    let one = Path { qself: None, global: path.global, segments: vec![path.segments[0].clone()], span: path.span };
                    let Some(found) = names.resolve_in(from, &one, ns_at(0)) else { return };
                    if !path.global {
                        self.keep_name(from, ns_at(0), first, found);
                    }
                    found
                }
            },
        };
        for (i, name) in segments.iter().enumerate().skip(1) {
            self.keep(at);
            let Def::Module(module) = at else { return };
            let next = match name.as_str() {
                "super" => names.parent_module(module).map(Def::Module),
                _ => {
                    let found = self.db.module(module).scope.get(ns_at(i), *name).map(|b| b.def);
                    if found.is_some() {
                        self.kept.names.insert((module, ns_at(i), *name));
                    }
                    found
                }
            };
            match next {
                Some(next) => at = next,
                None => return,
            }
        }
        self.keep(at);
    }
}
