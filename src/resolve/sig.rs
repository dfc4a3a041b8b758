//! Generics, signatures, fields and impl headers of definitions.

use std::sync::Arc;

use super::db::{Db, lazily};
use super::defs::{Container, Vis};
use super::ids::{AdtId, AliasId, ConstId, FnId, ImplId, ModuleId, StaticId, TraitId, UnitId, VariantId};
use super::lower::{ImplTrait, Lower};
use super::ty::{Args, TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::{self, GenericParamKind, TypeRef};

/// What can have generic parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "plain")]
pub enum GenericOwner {
    Fn(FnId),
    Adt(AdtId),
    Trait(TraitId),
    Impl(ImplId),
    Alias(AliasId),
    Const(ConstId),
    Static(StaticId),
}

/// The parameters of a definition: its parent's first, `Self` of a trait at 0.
#[derive(Clone, Debug, Default)]
pub struct Generics {
    /// All of them.
    pub params: Vec<GenericParam>,
    /// How many are the parent's.
    pub parent_len: usize,
}

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenericParam {
    /// Its name; for `impl Trait` in a parameter's type, `impl Trait`.
    pub name: Symbol,
    /// What it is.
    pub kind: ParamKind,
}

/// Kinds of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamKind {
    /// `T`
    Type,
    /// `const N: usize`
    Const,
    /// `impl Trait` as a parameter's type: cannot be given.
    Hidden,
    /// `Self` of a trait.
    SelfType,
}

impl Generics {
    /// The parameters as arguments for themselves.
    pub fn identity(&self) -> Args {
        self.params.iter().enumerate().map(|(i, p)| Ty::new(TyKind::Param(i as u32, p.name))).collect()
    }

    /// The index of the innermost parameter of that name.
    pub fn find(&self, name: Symbol) -> Option<u32> {
        self.params.iter().rposition(|p| p.name == name && p.kind != ParamKind::Hidden).map(|i| i as u32)
    }
}

/// `T: Trait` or `<T as Trait>::Name == Type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// The type (`args[0]`) implements the trait.
    Trait(TraitRef),
    /// The associated type is that type.
    Projection {
        /// Whose.
        trait_ref: TraitRef,
        /// Its name.
        name: Symbol,
        /// What it is.
        ty: Ty,
    },
}

impl Predicate {
    /// Replace parameters.
    #[must_use]
    pub fn subst(&self, args: &[Ty]) -> Self {
        match self {
            Self::Trait(trait_ref) => Self::Trait(trait_ref.subst(args)),
            Self::Projection { trait_ref, name, ty } => {
                Self::Projection { trait_ref: trait_ref.subst(args), name: *name, ty: ty.subst(args) }
            }
        }
    }
}

/// A function's types, in its own parameters.
#[derive(Clone, Debug)]
pub struct FnSig {
    /// Parameters, `self` first.
    pub params: Vec<Ty>,
    /// What it returns (of an `async fn`: what the future gives).
    pub ret: Ty,
    /// Whether the first parameter is `self`.
    pub has_self: bool,
    /// `async`
    pub is_async: bool,
    /// `...`
    pub is_variadic: bool,
    /// Bounds of each `impl Trait` in the result, in order.
    pub opaques: Vec<Vec<Predicate>>,
}

/// What an impl is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImplHeader {
    /// The trait, with `Self` first.
    pub trait_ref: Option<TraitRef>,
    /// The type.
    pub self_ty: Ty,
}

const KEY_SIG: u8 = 1;
const KEY_FIELDS: u8 = 2;
const KEY_HEADER: u8 = 3;
const KEY_ALIAS: u8 = 4;
const KEY_SUPER: u8 = 5;
const KEY_CONST: u8 = 6;
const KEY_STATIC: u8 = 7;
const KEY_SUPER_PROJECTIONS: u8 = 8;

impl Db {
    /// The definition around it that has parameters of its own.
    pub fn parent_owner(&self, owner: GenericOwner) -> Option<GenericOwner> {
        let container = match owner {
            GenericOwner::Fn(id) => self.fn_data(id).container,
            GenericOwner::Alias(id) => self.alias(id).container,
            GenericOwner::Const(id) => self.const_data(id).container,
            _ => return None,
        };
        match container {
            Container::Impl(id) => Some(GenericOwner::Impl(id)),
            Container::Trait(id) => Some(GenericOwner::Trait(id)),
            Container::Module | Container::Foreign => None,
        }
    }

    /// Its parameters as written.
    pub fn ast_generics(&self, owner: GenericOwner) -> Option<&ast::Generics> {
        Some(match owner {
            GenericOwner::Fn(id) => &self.fn_data(id).item.generics,
            GenericOwner::Adt(id) => &self.adt(id).ast_generics,
            GenericOwner::Trait(id) => &self.trait_data(id).ast_generics,
            GenericOwner::Impl(id) => &self.impl_data(id).ast_generics,
            GenericOwner::Alias(id) => &self.alias(id).ast_generics,
            GenericOwner::Const(id) => &self.const_data(id).ast_generics,
            GenericOwner::Static(_) => return None,
        })
    }

    /// The module (or block) it stands in.
    pub fn module_of(&self, owner: GenericOwner) -> ModuleId {
        match owner {
            GenericOwner::Fn(id) => self.fn_data(id).module,
            GenericOwner::Adt(id) => self.adt(id).module,
            GenericOwner::Trait(id) => self.trait_data(id).module,
            GenericOwner::Impl(id) => self.impl_data(id).module,
            GenericOwner::Alias(id) => self.alias(id).module,
            GenericOwner::Const(id) => self.const_data(id).module,
            GenericOwner::Static(id) => self.static_data(id).module,
        }
    }

    /// Its parameters.
    pub fn generics(&self, owner: GenericOwner) -> Arc<Generics> {
        let cell = match owner {
            GenericOwner::Fn(id) => &self.fn_data(id).generics,
            GenericOwner::Adt(id) => &self.adt(id).generics,
            GenericOwner::Trait(id) => &self.trait_data(id).generics,
            GenericOwner::Impl(id) => &self.impl_data(id).generics,
            GenericOwner::Alias(id) => &self.alias(id).generics,
            GenericOwner::Const(id) => &self.const_data(id).generics,
            GenericOwner::Static(_) => return Arc::default(),
        };
        Arc::clone(cell.get_or_init(|| Arc::new(self.compute_generics(owner))))
    }

    fn compute_generics(&self, owner: GenericOwner) -> Generics {
        let mut params = match self.parent_owner(owner) {
            Some(parent) => self.generics(parent).params.clone(),
            None => Vec::new(),
        };
        let parent_len = params.len();
        if let GenericOwner::Trait(_) = owner {
            params.push(GenericParam { name: Symbol::intern("Self"), kind: ParamKind::SelfType });
        }
        for param in self.ast_generics(owner).map_or(&[][..], |g| &g.params) {
            let kind = match param.kind {
                GenericParamKind::Lifetime => continue,
                GenericParamKind::Type { .. } => ParamKind::Type,
                GenericParamKind::Const { .. } => ParamKind::Const,
            };
            params.push(GenericParam { name: param.name.name, kind });
        }
        if let GenericOwner::Fn(id) = owner {
            let mut hidden = 0;
            for param in &self.fn_data(id).item.params {
                count_impl_traits(&param.ty, &mut hidden);
            }
            let name = Symbol::intern("impl Trait");
            params.extend((0..hidden).map(|_| GenericParam { name, kind: ParamKind::Hidden }));
        }
        Generics { params, parent_len }
    }

    /// What holds of its parameters (and its parent's), as written; supertraits are not unfolded.
    pub fn predicates(&self, owner: GenericOwner) -> Arc<[Predicate]> {
        self.predicates.get(&owner, || self.compute_predicates(owner), || Arc::from([]))
    }

    fn compute_predicates(&self, owner: GenericOwner) -> Arc<[Predicate]> {
        let mut out = match self.parent_owner(owner) {
            Some(parent) => self.predicates(parent).to_vec(),
            None => Vec::new(),
        };
        let generics = self.generics(owner);
        let mut lower = Lower::new(self, owner);
        if let GenericOwner::Trait(id) = owner {
            out.push(Predicate::Trait(TraitRef { id, args: generics.identity() }));
        }
        if let Some(written) = self.ast_generics(owner) {
            for param in &written.params {
                if let GenericParamKind::Type { bounds, .. } = &param.kind {
                    let Some(index) = generics.find(param.name.name) else { continue };
                    let ty = Ty::new(TyKind::Param(index, param.name.name));
                    lower.bounds(&ty, bounds, &mut out);
                }
            }
            for predicate in &written.predicates {
                let ty = lower.ty(&predicate.ty);
                lower.bounds(&ty, &predicate.bounds, &mut out);
            }
        }
        if let GenericOwner::Fn(id) = owner {
            lower.impl_trait = ImplTrait::Param { next: generics.params.len() - hidden_len(&generics), predicates: Vec::new() };
            for param in &self.fn_data(id).item.params {
                lower.ty(&param.ty);
            }
            if let ImplTrait::Param { predicates, .. } = lower.impl_trait {
                out.extend(predicates);
            }
        }
        out.into()
    }

    /// A function's types.
    pub fn fn_sig(&self, id: FnId) -> Arc<FnSig> {
        let data = self.fn_data(id);
        lazily(
            &data.sig,
            (KEY_SIG, id.unit, id.index),
            || Arc::new(self.compute_sig(id)),
            || {
                let params = data.item.params.len() + usize::from(data.item.self_param.is_some());
                Arc::new(FnSig {
                    params: vec![Ty::unknown(); params],
                    ret: Ty::unknown(),
                    has_self: data.item.self_param.is_some(),
                    is_async: data.item.is_async,
                    is_variadic: data.item.is_variadic,
                    opaques: Vec::new(),
                })
            },
        )
    }

    fn compute_sig(&self, id: FnId) -> FnSig {
        let data = self.fn_data(id);
        let owner = GenericOwner::Fn(id);
        let generics = self.generics(owner);
        let mut lower = Lower::new(self, owner);
        let mut params = Vec::with_capacity(data.item.params.len() + 1);
        if let Some(this) = &data.item.self_param {
            params.push(lower.ty(&this.ty));
        }
        lower.impl_trait = ImplTrait::Param { next: generics.params.len() - hidden_len(&generics), predicates: Vec::new() };
        params.extend(data.item.params.iter().map(|p| lower.ty(&p.ty)));
        lower.impl_trait = ImplTrait::Result { of: id, args: generics.identity(), bounds: Vec::new() };
        let ret = data.item.ret.as_ref().map_or_else(Ty::unit, |ty| lower.ty(ty));
        let opaques = match lower.impl_trait {
            ImplTrait::Result { bounds, .. } => bounds,
            _ => Vec::new(),
        };
        FnSig {
            params,
            ret,
            has_self: data.item.self_param.is_some(),
            is_async: data.item.is_async,
            is_variadic: data.item.is_variadic,
            opaques,
        }
    }

    /// The types of an ADT's fields, by variant and field, in its parameters.
    pub fn field_types(&self, id: AdtId) -> Vec<Vec<Ty>> {
        let data = self.adt(id);
        lazily(
            &data.field_types,
            (KEY_FIELDS, id.unit, id.index),
            || {
                let mut lower = Lower::new(self, GenericOwner::Adt(id));
                data.variants.iter().map(|v| v.fields.all().iter().map(|f| lower.ty(&f.ty)).collect()).collect()
            },
            || data.variants.iter().map(|v| v.fields.all().iter().map(|_| Ty::unknown()).collect()).collect(),
        )
    }

    /// The field of that name: its index and type, in the ADT's parameters.
    pub fn field(&self, id: VariantId, name: Symbol) -> Option<(usize, Ty)> {
        let index = self.variant(id).fields.all().iter().position(|f| f.name.name == name)?;
        Some((index, self.field_types(id.adt).get(id.index as usize)?.get(index)?.clone()))
    }

    /// What an impl is for; `None` where its trait or type cannot be found.
    pub fn impl_header(&self, id: ImplId) -> Option<Arc<ImplHeader>> {
        let data = self.impl_data(id);
        lazily(
            &data.header,
            (KEY_HEADER, id.unit, id.index),
            || {
                let mut lower = Lower::new(self, GenericOwner::Impl(id));
                let self_ty = lower.ty(&data.self_ty);
                let trait_ref = match &*data.of_trait {
                    None => None,
                    Some(path) => Some(lower.trait_ref(&self_ty, path)?),
                };
                Some(Arc::new(ImplHeader { trait_ref, self_ty }))
            },
            || None,
        )
    }

    /// What an alias stands for, in its parameters; `None` for a trait's associated type without default.
    pub fn alias_type(&self, id: AliasId) -> Option<Ty> {
        let data = self.alias(id);
        let written = data.ty.as_ref()?;
        Some(lazily(&data.lowered, (KEY_ALIAS, id.unit, id.index), || Lower::new(self, GenericOwner::Alias(id)).ty(written), Ty::unknown))
    }

    /// A constant's type.
    pub fn const_type(&self, id: ConstId) -> Ty {
        let data = self.const_data(id);
        lazily(&data.lowered, (KEY_CONST, id.unit, id.index), || Lower::new(self, GenericOwner::Const(id)).ty(&data.ty), Ty::unknown)
    }

    /// A static's type.
    pub fn static_type(&self, id: StaticId) -> Ty {
        let data = self.static_data(id);
        lazily(&data.lowered, (KEY_STATIC, id.unit, id.index), || Lower::new(self, GenericOwner::Static(id)).ty(&data.ty), Ty::unknown)
    }

    /// The traits that a trait demands of `Self` directly, in its parameters.
    pub fn supertraits(&self, id: TraitId) -> Vec<TraitRef> {
        let data = self.trait_data(id);
        lazily(
            &data.supertraits,
            (KEY_SUPER, id.unit, id.index),
            || {
                let mut lower = Lower::new(self, GenericOwner::Trait(id));
                let this = Ty::new(TyKind::Param(0, Symbol::intern("Self")));
                let mut out = Vec::new();
                let of_self = data.ast_generics.predicates.iter().filter(|p| is_self(&p.ty));
                for bound in data.bounds.iter().chain(of_self.flat_map(|p| &p.bounds)).filter(|b| !b.is_maybe) {
                    out.extend(lower.trait_ref(&this, &bound.path));
                }
                out
            },
            Vec::new,
        )
    }

    /// The associated types that a trait's supertraits are bound to (`trait A: Iterator<Item = u8>`), in its parameters.
    pub fn supertrait_projections(&self, id: TraitId) -> Arc<[Predicate]> {
        let data = self.trait_data(id);
        lazily(
            &data.supertrait_projections,
            (KEY_SUPER_PROJECTIONS, id.unit, id.index),
            || {
                let mut lower = Lower::new(self, GenericOwner::Trait(id));
                let this = Ty::new(TyKind::Param(0, Symbol::intern("Self")));
                let mut out = Vec::new();
                let of_self = data.ast_generics.predicates.iter().filter(|p| is_self(&p.ty));
                for bound in data.bounds.iter().chain(of_self.flat_map(|p| &p.bounds)) {
                    let binds = bound.path.segments.last().and_then(|s| s.args.as_ref()).is_some_and(|a| !a.bindings.is_empty());
                    if binds && !bound.is_maybe {
                        lower.bounds(&this, std::slice::from_ref(bound), &mut out);
                    }
                }
                out.retain(|p| matches!(p, Predicate::Projection { .. }));
                out.into()
            },
            || Arc::from([]),
        )
    }

    /// The trait and all its supertraits, with `trait_ref`'s arguments.
    pub fn with_supertraits(&self, trait_ref: &TraitRef) -> Vec<TraitRef> {
        let mut out = vec![trait_ref.clone()];
        let mut next = 0;
        while next < out.len() && out.len() < 64 {
            let here = out[next].clone();
            next += 1;
            for above in self.supertraits(here.id) {
                let above = above.subst(&here.args);
                if !out.contains(&above) {
                    out.push(above);
                }
            }
        }
        out
    }

    /// Whether code in `module` may name what is `vis`.
    pub fn sees(&self, module: ModuleId, vis: Vis) -> bool {
        super::paths::Names::of(self).sees(module, vis)
    }

    /// The unit of an owner.
    pub fn unit_of(&self, owner: GenericOwner) -> UnitId {
        match owner {
            GenericOwner::Fn(id) => id.unit,
            GenericOwner::Adt(id) => id.unit,
            GenericOwner::Trait(id) => id.unit,
            GenericOwner::Impl(id) => id.unit,
            GenericOwner::Alias(id) => id.unit,
            GenericOwner::Const(id) => id.unit,
            GenericOwner::Static(id) => id.unit,
        }
    }
}

fn is_self(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Path(p) if p.qself.is_none() && p.segments.len() == 1 && p.segments[0].name.name == "Self")
}

fn hidden_len(generics: &Generics) -> usize {
    generics.params[generics.parent_len..].iter().filter(|p| p.kind == ParamKind::Hidden).count()
}

/// Counts `impl Trait` in a parameter's type in the order in which it is lowered: arguments of the bounds come
/// after the `impl` itself.
fn count_impl_traits(ty: &TypeRef, count: &mut usize) {
    let path = |path: &ast::Path, count: &mut usize| {
        for args in path.segments.iter().filter_map(|s| s.args.as_ref()) {
            for arg in &args.args {
                if let ast::GenericArg::Type(ty) = arg {
                    count_impl_traits(ty, count);
                }
            }
            for (_, ty) in &args.bindings {
                count_impl_traits(ty, count);
            }
        }
    };
    match ty {
        TypeRef::Path(p) => path(p, count),
        TypeRef::Ref { ty, .. } | TypeRef::Ptr { ty, .. } | TypeRef::Slice(ty) => count_impl_traits(ty, count),
        TypeRef::Array(ty, _) => count_impl_traits(ty, count),
        TypeRef::Tuple(parts) => parts.iter().for_each(|ty| count_impl_traits(ty, count)),
        TypeRef::Fn { params, ret, .. } => {
            params.iter().for_each(|ty| count_impl_traits(ty, count));
            if let Some(ret) = ret {
                count_impl_traits(ret, count);
            }
        }
        TypeRef::ImplTrait(bounds) => {
            *count += 1;
            bounds.iter().filter(|b| !b.is_maybe).for_each(|b| path(&b.path, count));
        }
        TypeRef::DynTrait(bounds) => bounds.iter().for_each(|b| path(&b.path, count)),
        TypeRef::Never | TypeRef::Infer | TypeRef::Macro(_) | TypeRef::Error => {}
    }
}
