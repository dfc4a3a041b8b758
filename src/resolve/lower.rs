//! Types as written → [`Ty`].

use super::db::Db;
use super::defs::Ns;
use super::ids::{Def, ModuleId, TraitId};
use super::limits::Limit;
use super::paths::Names;
use super::sig::{GenericOwner, Generics, ParamKind, Predicate};
use super::ty::{Args, DynTy, TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::{Bound, ConstArg, GenericArg, GenericArgs, GenericParamKind, Path, Segment, TypeRef};
use std::sync::Arc;

/// What `impl Trait` means where a type stands.
pub(super) enum ImplTrait {
    /// Nothing legal.
    None,
    /// A hidden parameter.
    Param { next: usize, predicates: Vec<Predicate> },
    /// An opaque result.
    Result { of: super::ids::FnId, args: Args, bounds: Vec<Vec<Predicate>> },
}

/// Where the inference variables for what is left out come from, and how associated types of known types are found.
pub(super) trait Holes {
    /// A type for `_` or a left-out argument.
    fn fresh(&mut self) -> Ty;
}

/// Lowers types in the scope of one definition.
pub(super) struct Lower<'a> {
    pub(super) db: &'a Db,
    pub(super) owner: GenericOwner,
    pub(super) module: ModuleId,
    pub(super) generics: Arc<Generics>,
    pub(super) impl_trait: ImplTrait,
    /// In bodies: what `_` becomes. Elsewhere it is unknown.
    pub(super) holes: Option<&'a mut dyn Holes>,
    /// In an expression's path, a left-out argument list is inferred; in a type it takes the defaults.
    pub(super) in_expr: bool,
    depth: u32,
}

const DEPTH: u32 = 64;
const TOO_DEEP: Limit = Limit::new("written types nest more than {} deep; they are not known", DEPTH as usize);

impl<'a> Lower<'a> {
    pub(super) fn new(db: &'a Db, owner: GenericOwner) -> Self {
        let (module, generics) = (db.module_of(owner), db.generics(owner));
        Self { db, owner, module, generics, impl_trait: ImplTrait::None, holes: None, in_expr: false, depth: 0 }
    }

    /// In a body, where blocks may declare items and `_` is to be inferred.
    pub(super) fn in_body(db: &'a Db, owner: GenericOwner, module: ModuleId, holes: &'a mut dyn Holes) -> Self {
        let generics = db.generics(owner);
        Self { db, owner, module, generics, impl_trait: ImplTrait::None, holes: Some(holes), in_expr: false, depth: 0 }
    }

    fn hole(&mut self) -> Ty {
        self.holes.as_mut().map_or_else(Ty::unknown, |h| h.fresh())
    }

    /// A type.
    pub(super) fn ty(&mut self, written: &TypeRef) -> Ty {
        if self.depth >= DEPTH {
            self.db.limits.reach_in(TOO_DEEP, self.module.unit);
            return Ty::unknown();
        }
        self.depth += 1;
        let ty = self.ty_inner(written);
        self.depth -= 1;
        ty
    }

    fn ty_inner(&mut self, written: &TypeRef) -> Ty {
        match written {
            TypeRef::Path(path) => self.path(path),
            TypeRef::Ref { mutable, ty } => Ty::new(TyKind::Ref { mutable: *mutable, ty: self.ty(ty) }),
            TypeRef::Ptr { mutable, ty } => Ty::new(TyKind::Ptr { mutable: *mutable, ty: self.ty(ty) }),
            TypeRef::Slice(ty) => Ty::new(TyKind::Slice(self.ty(ty))),
            TypeRef::Array(ty, len) => {
                let ty = self.ty(ty);
                let len = self.constant(len);
                Ty::new(TyKind::Array(ty, len))
            }
            TypeRef::Tuple(parts) => Ty::tuple(parts.iter().map(|p| self.ty(p)).collect()),
            TypeRef::Fn { params, ret, .. } => {
                let params = params.iter().map(|p| self.ty(p)).collect();
                let ret = ret.as_ref().map_or_else(Ty::unit, |r| self.ty(r));
                Ty::new(TyKind::FnPtr { params, ret })
            }
            TypeRef::Never => Ty::never(),
            TypeRef::Infer => self.hole(),
            TypeRef::ImplTrait(bounds) => self.impl_trait(bounds),
            TypeRef::DynTrait(bounds) => self.dyn_trait(bounds),
            TypeRef::Macro(call) => match self.db.expand_type(self.module, call) {
                Some(written) => self.ty(&written),
                None => Ty::unknown(),
            },
            TypeRef::Error => Ty::unknown(),
        }
    }

    fn impl_trait(&mut self, bounds: &[Bound]) -> Ty {
        match &mut self.impl_trait {
            ImplTrait::None => Ty::unknown(),
            ImplTrait::Param { next, .. } => {
                let index = *next as u32;
                *next += 1;
                let ty = Ty::new(TyKind::Param(index, Symbol::intern("impl Trait")));
                let mut out = Vec::new();
                self.bounds(&ty, bounds, &mut out);
                if let ImplTrait::Param { predicates, .. } = &mut self.impl_trait {
                    predicates.extend(out);
                }
                ty
            }
            ImplTrait::Result { of, args, bounds: all } => {
                let index = all.len();
                let ty = Ty::new(TyKind::Opaque(*of, index as u32, args.clone()));
                all.push(Vec::new());
                let mut out = Vec::new();
                self.bounds(&ty, bounds, &mut out);
                if let ImplTrait::Result { bounds: all, .. } = &mut self.impl_trait {
                    all[index] = out;
                }
                ty
            }
        }
    }

    fn dyn_trait(&mut self, bounds: &[Bound]) -> Ty {
        // `Self` of the traits is the object itself; it is left out of the arguments.
        let placeholder = Ty::unknown();
        let mut traits = Vec::new();
        let mut bindings = Vec::new();
        let mut predicates = Vec::new();
        self.bounds(&placeholder, bounds, &mut predicates);
        for predicate in predicates {
            match predicate {
                Predicate::Trait(trait_ref) => traits.push((trait_ref.id, trait_ref.args[1..].iter().cloned().collect())),
                Predicate::Projection { trait_ref, name, ty } => bindings.push((trait_ref.id, name, ty)),
            }
        }
        if traits.is_empty() {
            return Ty::unknown();
        }
        // `dyn Any + Send` and `dyn Send + Any` are one type: the principal trait stands first.
        traits.sort_by_key(|(id, _): &(TraitId, Args)| (self.db.trait_data(*id).is_auto, *id));
        traits.dedup();
        Ty::new(TyKind::Dyn(Arc::new(DynTy { traits, bindings })))
    }

    /// A constant in a type.
    pub(super) fn constant(&mut self, written: &ConstArg) -> Ty {
        match written {
            ConstArg::Int(value) => Ty::new(TyKind::ConstInt(i128::try_from(*value).unwrap_or(i128::MAX))),
            ConstArg::Bool(value) => Ty::new(TyKind::ConstInt(i128::from(*value))),
            ConstArg::Char(value) => Ty::new(TyKind::ConstInt(i128::from(u32::from(*value)))),
            ConstArg::Path(path) => {
                if let Some(index) = self.param_of(path) {
                    return index;
                }
                let value = match Names::of(self.db).resolve_in(self.module, path, Ns::Values) {
                    Some(Def::Const(id)) => self.db.simple_const(id),
                    _ => None,
                };
                value.map_or_else(|| Ty::new(TyKind::ConstUnknown), |v| Ty::new(TyKind::ConstInt(v)))
            }
            ConstArg::Expr(code) => {
                let value = self.db.simple_code(*code, self.module);
                value.map_or_else(|| Ty::new(TyKind::ConstUnknown), |v| Ty::new(TyKind::ConstInt(v)))
            }
            ConstArg::Infer => self.hole(),
        }
    }

    fn param_of(&self, path: &Path) -> Option<Ty> {
        let [segment] = path.segments.as_slice() else { return None };
        if path.global || path.qself.is_some() {
            return None;
        }
        let index = self.generics.find(segment.name.name)?;
        Some(Ty::new(TyKind::Param(index, segment.name.name)))
    }

    /// The type that `Self` names.
    pub(super) fn self_ty(&mut self) -> Option<Ty> {
        let owner = self.db.parent_owner(self.owner).unwrap_or(self.owner);
        match owner {
            GenericOwner::Trait(_) => Some(Ty::new(TyKind::Param(0, Symbol::intern("Self")))),
            GenericOwner::Impl(id) => match self.db.impl_header(id) {
                Some(header) => Some(header.self_ty.clone()),
                // While the header itself is computed, `Self` is what the impl says.
                None => {
                    let written = self.db.impl_data(id).self_ty.clone();
                    Some(Lower::new(self.db, GenericOwner::Impl(id)).at_depth(self.depth + 1).ty(&written))
                }
            },
            GenericOwner::Adt(id) => Some(Ty::new(TyKind::Adt(id, self.db.generics(owner).identity()))),
            _ => None,
        }
    }

    fn at_depth(mut self, depth: u32) -> Self {
        self.depth = depth;
        self
    }

    fn path(&mut self, path: &Path) -> Ty {
        if let Some(qself) = &path.qself {
            let (ty, position) = (&qself.0, qself.1);
            let this = self.ty(ty);
            if position == 0 {
                return self.assoc_chain(this, &path.segments);
            }
            let trait_path = Path { qself: None, global: path.global, segments: path.segments[..position].to_vec(), span: path.span };
            let Some(trait_ref) = self.trait_ref(&this, &trait_path) else { return Ty::unknown() };
            let Some((segment, rest)) = path.segments[position..].split_first() else { return Ty::unknown() };
            let ty = self.assoc_of(&trait_ref, segment.name.name);
            return self.assoc_chain(ty, rest);
        }
        let Some((first, rest)) = path.segments.split_first() else { return Ty::unknown() };
        if !path.global {
            if first.name.name == "Self" {
                let Some(this) = self.self_ty() else { return Ty::unknown() };
                let Some((name, rest)) = rest.split_first() else { return this };
                let ty = self.own_assoc_type(&this, name.name.name).unwrap_or_else(|| self.assoc_type(&this, name.name.name));
                return self.assoc_chain(ty, rest);
            }
            // A parameter hides what the module declares under its name, but not what a block inside declares.
            if let Some(index) = self.generics.find(first.name.name) {
                return self.assoc_chain(Ty::new(TyKind::Param(index, first.name.name)), rest);
            }
        }
        let Some(partial) = Names::of(self.db).resolve_partial(self.module, path, Ns::Types) else { return Ty::unknown() };
        let last = &path.segments[partial.used - 1];
        let rest = &path.segments[partial.used..];
        let base = match partial.def {
            Def::Adt(id) => {
                let args = self.args_for(GenericOwner::Adt(id), last.args.as_ref(), &[]);
                Ty::new(TyKind::Adt(id, args))
            }
            Def::Alias(id) => {
                let args = self.args_for(GenericOwner::Alias(id), last.args.as_ref(), &[]);
                self.db.alias_type(id).map_or_else(Ty::unknown, |ty| ty.subst(&args))
            }
            Def::Prim(prim) => Ty::prim(prim),
            // Before the 2018 edition a trait's name is also its object type.
            Def::Trait(_) => {
                let bare = Path { segments: path.segments[..partial.used].to_vec(), ..path.clone() };
                self.dyn_trait(&[Bound { path: bare, is_maybe: false }])
            }
            Def::Variant(id) => Ty::new(TyKind::Adt(id.adt, self.args_for(GenericOwner::Adt(id.adt), None, &[]))),
            _ => return Ty::unknown(),
        };
        self.assoc_chain(base, rest)
    }

    fn assoc_chain(&mut self, mut ty: Ty, rest: &[Segment]) -> Ty {
        for segment in rest {
            ty = self.assoc_type(&ty, segment.name.name);
        }
        ty
    }

    /// `<trait_ref>::name`
    fn assoc_of(&mut self, trait_ref: &TraitRef, name: Symbol) -> Ty {
        match self.trait_with_type(trait_ref, name) {
            Some(trait_ref) => Ty::new(TyKind::Alias { trait_ref, name }),
            None => Ty::unknown(),
        }
    }

    /// `trait_ref`, or the supertrait that declares the associated type.
    fn trait_with_type(&self, trait_ref: &TraitRef, name: Symbol) -> Option<TraitRef> {
        let declares = |t: &TraitRef| self.db.trait_data(t.id).types.iter().any(|(n, _)| *n == name);
        if declares(trait_ref) {
            return Some(trait_ref.clone());
        }
        self.db.with_supertraits(trait_ref).into_iter().find(declares)
    }

    /// `ty::name` without saying of which trait.
    pub(super) fn assoc_type(&mut self, ty: &Ty, name: Symbol) -> Ty {
        if ty.is_unknown() {
            return Ty::unknown();
        }
        // `I::Item` in `impl<I: Iterator> IntoIterator for I` is the bound's, though `I` is `Self`.
        if !matches!(ty.kind(), TyKind::Param(..))
            && let Some(own) = self.own_assoc_type(ty, name)
        {
            return own;
        }
        // Bounds in scope, read from the text: they may be what is being computed.
        let mut owner = Some(self.owner);
        while let Some(here) = owner {
            if let Some(found) = self.assoc_by_bounds(here, ty, name) {
                return found;
            }
            owner = self.db.parent_owner(here);
        }
        if let Some(own) = self.own_assoc_type(ty, name) {
            return own;
        }
        match ty.kind() {
            TyKind::Dyn(dyn_ty) => {
                if let Some((_, _, ty)) = dyn_ty.bindings.iter().find(|(_, n, _)| *n == name) {
                    return ty.clone();
                }
                Ty::unknown()
            }
            // A known type: the one trait in scope that declares the name and that the type implements.
            _ => self.db.assoc_by_scope(self.module, ty, name).unwrap_or_else(Ty::unknown),
        }
    }

    /// In an impl of a trait, `Self::Item` is the trait's.
    fn own_assoc_type(&self, ty: &Ty, name: Symbol) -> Option<Ty> {
        let around = self.db.parent_owner(self.owner).unwrap_or(self.owner);
        if let GenericOwner::Impl(id) = around {
            let data = self.db.impl_data(id);
            // While the header itself is computed, nothing in it is `Self`'s own.
            let header = self.db.impl_header(id);
            let is_self = header.as_ref().is_some_and(|h| h.self_ty == *ty);
            if let Some((_, alias)) = data.types.iter().find(|(n, _)| *n == name)
                && is_self
            {
                let generics = self.db.generics(GenericOwner::Alias(*alias));
                let own = generics.params.len() - generics.parent_len;
                if own == 0 {
                    return Some(self.db.alias_type(*alias).unwrap_or_else(Ty::unknown));
                }
            }
            if let Some(trait_ref) = header.as_ref().filter(|_| is_self).and_then(|h| h.trait_ref.as_ref())
                && let Some(trait_ref) = self.trait_with_type(trait_ref, name)
            {
                return Some(Ty::new(TyKind::Alias { trait_ref, name }));
            }
        }
        None
    }

    fn assoc_by_bounds(&mut self, owner: GenericOwner, ty: &Ty, name: Symbol) -> Option<Ty> {
        if let (GenericOwner::Trait(id), TyKind::Param(0, _)) = (owner, ty.kind()) {
            let this = TraitRef { id, args: self.db.generics(owner).identity() };
            if let Some(trait_ref) = self.trait_with_type(&this, name) {
                return Some(Ty::new(TyKind::Alias { trait_ref, name }));
            }
        }
        // A trait's associated type has its declared bounds.
        if let TyKind::Alias { trait_ref, name: of } = ty.kind() {
            let alias = self.db.trait_data(trait_ref.id).types.iter().find(|(n, _)| n == of).map(|(_, id)| *id);
            if let Some(alias) = alias {
                let bounds = self.db.alias(alias).bounds.clone();
                for bound in bounds.iter().filter(|b| !b.is_maybe) {
                    let Some(id) = self.trait_id_of(bound, self.db.alias(alias).module) else { continue };
                    if self.may_declare(id, name) {
                        let found = Lower::new(self.db, GenericOwner::Alias(alias)).at_depth(self.depth + 1).trait_ref(ty, &bound.path);
                        if let Some(found) = found.and_then(|t| self.trait_with_type(&t, name)) {
                            return Some(Ty::new(TyKind::Alias { trait_ref: found, name }));
                        }
                    }
                }
            }
        }
        let written = self.db.ast_generics(owner)?;
        let module = self.db.module_of(owner);
        let mut bounds: Vec<&Bound> = Vec::new();
        for param in &written.params {
            if let GenericParamKind::Type { bounds: own, .. } = &param.kind
                && matches!(ty.kind(), TyKind::Param(_, n) if *n == param.name.name)
            {
                bounds.extend(own);
            }
        }
        for predicate in &written.predicates {
            // Only what can be this type is lowered: `T` for a parameter, a path for an associated type.
            let may_be = match (ty.kind(), &predicate.ty) {
                (TyKind::Param(_, n), TypeRef::Path(p)) => p.segments.len() == 1 && p.segments[0].name.name == *n,
                (TyKind::Alias { name: last, .. }, TypeRef::Path(p)) => p.segments.last().is_some_and(|s| s.name.name == *last),
                _ => false,
            };
            if may_be && (matches!(ty.kind(), TyKind::Param(..)) || self.ty(&predicate.ty) == *ty) {
                bounds.extend(&predicate.bounds);
            }
        }
        for bound in bounds.into_iter().filter(|b| !b.is_maybe) {
            let Some(id) = self.trait_id_of(bound, module) else { continue };
            if self.may_declare(id, name)
                && let Some(trait_ref) = self.trait_ref(ty, &bound.path)
                && let Some(trait_ref) = self.trait_with_type(&trait_ref, name)
            {
                return Some(Ty::new(TyKind::Alias { trait_ref, name }));
            }
        }
        None
    }

    fn trait_id_of(&self, bound: &Bound, module: ModuleId) -> Option<TraitId> {
        match Names::of(self.db).resolve_in(module, &bound.path, Ns::Types)? {
            Def::Trait(id) => Some(id),
            _ => None,
        }
    }

    /// Whether the trait or one above it declares the associated type (from names alone).
    fn may_declare(&self, id: TraitId, name: Symbol) -> bool {
        let mut seen = vec![id];
        let mut next = 0;
        while next < seen.len() {
            let data = self.db.trait_data(seen[next]);
            next += 1;
            if data.types.iter().any(|(n, _)| *n == name) {
                return true;
            }
            for bound in data.bounds.iter() {
                if let Some(above) = self.trait_id_of(bound, data.module).filter(|t| !seen.contains(t)) {
                    seen.push(above);
                }
            }
        }
        false
    }

    /// A trait's name with its arguments, for `this`.
    pub(super) fn trait_ref(&mut self, this: &Ty, path: &Path) -> Option<TraitRef> {
        let Def::Trait(id) = Names::of(self.db).resolve_in(self.module, path, Ns::Types)? else { return None };
        let args = path.segments.last().and_then(|s| s.args.as_ref());
        let args = self.args_for(GenericOwner::Trait(id), args, std::slice::from_ref(this));
        Some(TraitRef { id, args })
    }

    /// The arguments of a definition: `given` first (its parent's, or `Self`), then those written, then defaults.
    pub(super) fn args_for(&mut self, of: GenericOwner, written: Option<&GenericArgs>, given: &[Ty]) -> Args {
        let generics = self.db.generics(of);
        let mut out: Vec<Ty> = given.to_vec();
        let mut written_args = written.map_or(&[][..], |w| &w.args).iter();
        let defaults = self.db.ast_generics(of);
        let infer_all = self.in_expr && written.is_none();
        for index in out.len()..generics.params.len() {
            let param = generics.params[index];
            if param.kind == ParamKind::Hidden {
                out.push(self.hole());
                continue;
            }
            if let Some(arg) = written_args.next() {
                out.push(self.generic_arg(arg, param.kind));
                continue;
            }
            let default = defaults.and_then(|d| d.params.iter().find(|p| p.name.name == param.name));
            let filled = match default.map(|d| &d.kind) {
                Some(GenericParamKind::Type { default: Some(ty), .. }) if !infer_all => {
                    let ty = ty.clone();
                    Lower::new(self.db, of).at_depth(self.depth + 1).ty(&ty).subst(&out)
                }
                Some(GenericParamKind::Const { default: Some(value), .. }) if !infer_all => {
                    let value = value.clone();
                    Lower::new(self.db, of).at_depth(self.depth + 1).constant(&value)
                }
                _ => self.hole(),
            };
            out.push(filled);
        }
        out.into()
    }

    fn generic_arg(&mut self, arg: &GenericArg, kind: ParamKind) -> Ty {
        match (arg, kind) {
            // A name that may be either is read as a type; where a constant is wanted it is one.
            (GenericArg::Type(TypeRef::Path(path)), ParamKind::Const) => self.constant(&ConstArg::Path(path.clone())),
            (GenericArg::Type(TypeRef::Infer), _) => self.hole(),
            (GenericArg::Type(ty), _) => self.ty(ty),
            (GenericArg::Const(value), _) => self.constant(value),
        }
    }

    /// `ty: bounds` as predicates.
    pub(super) fn bounds(&mut self, ty: &Ty, bounds: &[Bound], out: &mut Vec<Predicate>) {
        for bound in bounds.iter().filter(|b| !b.is_maybe) {
            let Some(trait_ref) = self.trait_ref(ty, &bound.path) else { continue };
            let args = bound.path.segments.last().and_then(|s| s.args.as_ref());
            out.push(Predicate::Trait(trait_ref.clone()));
            let Some(args) = args else { continue };
            for (name, bound_ty) in &args.bindings {
                let Some(of) = self.trait_with_type(&trait_ref, name.name) else { continue };
                let bound_ty = self.ty(bound_ty);
                out.push(Predicate::Projection { trait_ref: of, name: name.name, ty: bound_ty });
            }
            for (name, inner) in &args.constraints {
                let Some(of) = self.trait_with_type(&trait_ref, name.name) else { continue };
                let projected = Ty::new(TyKind::Alias { trait_ref: of, name: name.name });
                self.bounds(&projected, inner, out);
            }
        }
    }
}
