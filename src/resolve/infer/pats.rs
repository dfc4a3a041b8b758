//! Patterns, with default binding modes.

use super::{Infer, Local};
use crate::resolve::defs::Ns;
use crate::resolve::ids::{Def, Prim, VariantId};
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::Path;
use crate::syntax::body::{ExprKind, Literal, PatId, PatKind};

/// How plain names bind where references were passed on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Move,
    Ref { mutable: bool },
}

impl Infer<'_> {
    /// A pattern that is matched against a value of type `ty`; its names come into scope.
    pub(super) fn pat_top(&mut self, pat: PatId, ty: &Ty) {
        self.pat(pat, ty, Mode::Move);
    }

    /// What a `let` pattern says of its value before the value is looked at.
    pub(super) fn pat_hint(&mut self, pat: PatId) -> Option<Ty> {
        match &self.data.body.pat(pat).kind {
            PatKind::Tuple(parts) if !parts.iter().any(|p| matches!(self.data.body.pat(*p).kind, PatKind::Rest)) => {
                let count = parts.len();
                let parts = (0..count).map(|_| self.fresh()).collect();
                Some(Ty::tuple(parts))
            }
            _ => None,
        }
    }

    fn pat(&mut self, pat: PatId, ty: &Ty, mode: Mode) {
        let data = self.body_tree();
        let kind = &data.body.pat(pat).kind;
        let mut ty = self.known(ty);
        let mut mode = mode;
        // Destructuring looks through references and binds by reference from there on.
        let peels = match kind {
            PatKind::TupleStruct { .. } | PatKind::Struct { .. } | PatKind::Tuple(_) | PatKind::Slice(_) | PatKind::Path(_) => true,
            PatKind::Lit(expr) => {
                !matches!(data.body.expr(*expr).kind, ExprKind::Lit(Literal::Str(_) | Literal::ByteStr(_) | Literal::CStr(_)))
            }
            PatKind::Range { .. } => true,
            PatKind::Bind { by_ref: false, mutable: false, sub: None, .. } => self.constant_name(pat).is_some(),
            _ => false,
        };
        if peels {
            while let Some((inner, mutable)) = ty.as_ref().map(|(t, m)| (t.clone(), m)) {
                mode = match (mode, mutable) {
                    (Mode::Ref { mutable: false }, _) | (_, false) => Mode::Ref { mutable: false },
                    _ => Mode::Ref { mutable: true },
                };
                ty = self.known(&inner);
            }
        }
        self.out.pat_types[pat.0 as usize] = ty.clone();
        match kind {
            PatKind::Wild | PatKind::Rest | PatKind::Error | PatKind::Macro(_) => {}
            PatKind::Bind { name, by_ref, mutable, sub } => {
                if !by_ref
                    && !mutable
                    && sub.is_none()
                    && let Some(def) = self.constant_name(pat)
                {
                    self.constant_pat(pat, def, &ty);
                    return;
                }
                let bound = if *by_ref {
                    Ty::reference(ty.clone(), *mutable)
                } else {
                    match mode {
                        Mode::Move => ty.clone(),
                        Mode::Ref { mutable } => {
                            self.out.ref_bindings.insert(pat, mutable);
                            Ty::reference(ty.clone(), mutable)
                        }
                    }
                };
                self.out.pat_types[pat.0 as usize] = bound.clone();
                let hygiene = self.hygiene(name.span);
                self.locals.push(Local { name: name.name, hygiene, pat: Some(pat), ty: bound });
                if let Some(sub) = sub {
                    self.pat(*sub, &ty, mode);
                }
            }
            PatKind::Path(path) => {
                if let Some(def) = self.pat_def(pat, path) {
                    self.constant_pat(pat, def, &ty);
                }
            }
            PatKind::TupleStruct { path, fields } => match self.variant_of(pat, path, &ty) {
                Some((variant, args)) => {
                    let types = self.field_types(variant, &args);
                    self.sequence(fields, &types, mode);
                }
                None => fields.iter().for_each(|f| self.pat(*f, &Ty::unknown(), mode)),
            },
            PatKind::Struct { path, fields, .. } => {
                let variant = self.variant_of(pat, path, &ty);
                for (name, field) in fields {
                    let field_ty = match &variant {
                        Some((variant, args)) => self.field_type(*variant, args, name.name),
                        None => Ty::unknown(),
                    };
                    self.pat(*field, &field_ty, mode);
                }
            }
            PatKind::Tuple(parts) => {
                let has_rest = parts.iter().any(|p| matches!(data.body.pat(*p).kind, PatKind::Rest));
                let types = match ty.kind() {
                    TyKind::Tuple(types) => types.to_vec(),
                    _ if !has_rest => {
                        let types: Vec<Ty> = parts.iter().map(|_| self.fresh()).collect();
                        let tuple = Ty::tuple(types.clone());
                        self.solver.table.unify(&ty, &tuple);
                        types
                    }
                    _ => Vec::new(),
                };
                self.sequence(parts, &types, mode);
            }
            PatKind::Slice(parts) => {
                let element = match ty.kind() {
                    TyKind::Slice(element) | TyKind::Array(element, _) => element.clone(),
                    _ => Ty::unknown(),
                };
                for part in parts {
                    match &data.body.pat(*part).kind {
                        PatKind::Rest => {}
                        // `rest @ ..` binds a slice of what is left.
                        PatKind::Bind { sub: Some(sub), .. } if matches!(data.body.pat(*sub).kind, PatKind::Rest) => {
                            let rest = match ty.kind() {
                                TyKind::Array(element, _) => Ty::new(TyKind::Array(element.clone(), Ty::new(TyKind::ConstUnknown))),
                                _ => Ty::new(TyKind::Slice(element.clone())),
                            };
                            self.pat(*part, &rest, mode);
                        }
                        _ => self.pat(*part, &element, mode),
                    }
                }
            }
            PatKind::Ref { mutable, pat: inner } => {
                let inner_ty = match ty.kind() {
                    TyKind::Ref { ty, .. } => ty.clone(),
                    TyKind::Infer(_) => {
                        let inner = self.fresh();
                        let whole = Ty::reference(inner.clone(), *mutable);
                        self.solver.table.unify(&ty, &whole);
                        inner
                    }
                    // Through default binding modes the reference is the one that was passed.
                    _ if mode != Mode::Move => ty.clone(),
                    _ => Ty::unknown(),
                };
                self.pat(*inner, &inner_ty, Mode::Move);
            }
            PatKind::Box(inner) => {
                let inner_ty = match ty.kind() {
                    TyKind::Adt(_, args) => args.first().cloned().unwrap_or_else(Ty::unknown),
                    _ => Ty::unknown(),
                };
                self.pat(*inner, &inner_ty, mode);
            }
            PatKind::Lit(expr) => {
                let literal = self.expr(*expr, Some(&ty));
                // `b"…"` is matched against slices too.
                self.solver.table.unify(&literal, &ty);
            }
            PatKind::Range { start, end, .. } => {
                for bound in start.iter().chain(end) {
                    let bound_ty = self.expr(*bound, Some(&ty));
                    self.solver.table.unify(&bound_ty, &ty);
                }
            }
            PatKind::Or(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let scope = self.locals.len();
                    self.pat(*part, &ty, mode);
                    if index > 0 {
                        // The names of the first alternative serve for all; the types must agree.
                        let later = self.locals.split_off(scope);
                        for local in later {
                            let first = self.locals.iter().rev().find(|l| l.name == local.name && l.hygiene == local.hygiene);
                            if let Some(first) = first.map(|l| l.ty.clone()) {
                                self.solver.table.unify(&first, &local.ty);
                            }
                        }
                    }
                }
            }
        }
    }

    fn sequence(&mut self, pats: &[PatId], types: &[Ty], mode: Mode) {
        let data = self.body_tree();
        let rest = pats.iter().position(|p| matches!(data.body.pat(*p).kind, PatKind::Rest));
        let unknown = Ty::unknown();
        for (index, pat) in pats.iter().enumerate() {
            let at = match rest {
                Some(rest) if index == rest => continue,
                // What stands behind `..` counts from the end.
                Some(rest) if index > rest => (types.len() + index).checked_sub(pats.len()),
                _ => Some(index),
            };
            let ty = at.and_then(|at| types.get(at)).unwrap_or(&unknown).clone();
            self.pat(*pat, &ty, mode);
        }
    }

    /// A plain name that is a constant, a unit variant or a unit struct.
    fn constant_name(&self, pat: PatId) -> Option<Def> {
        let PatKind::Bind { name: ident, .. } = &self.data.body.pat(pat).kind else { return None };
        let path =
            Path { qself: None, global: false, segments: vec![crate::syntax::ast::Segment { name: *ident, args: None }], span: ident.span };
        match self.names().resolve_in(self.data.module_of_pat(pat), &path, Ns::Values)? {
            def @ (Def::Const(_) | Def::Static(_)) => Some(def),
            Def::Variant(id) if matches!(self.db.variant(id).fields, crate::syntax::ast::Fields::Unit) => Some(Def::Variant(id)),
            _ => None,
        }
    }

    fn pat_def(&mut self, pat: PatId, path: &Path) -> Option<Def> {
        let module = self.data.module_of_pat(pat);
        if let Some(def) = self.names().resolve_in(module, path, Ns::Values) {
            return Some(def);
        }
        let (variant, _) = self.variant_of(pat, path, &Ty::unknown()).or_else(|| {
            self.assoc_const_pat(pat, path, module);
            None
        })?;
        Some(Def::Variant(variant))
    }

    fn assoc_const_pat(&mut self, pat: PatId, path: &Path, module: crate::resolve::ids::ModuleId) {
        if let Some((super::Resolution::Const(id, _), ty)) = self.value_path(path, module) {
            self.out.pat_consts.insert(pat, id);
            let at = self.out.pat_types[pat.0 as usize].clone();
            self.solver.table.unify(&ty, &at);
        }
    }

    fn constant_pat(&mut self, pat: PatId, def: Def, ty: &Ty) {
        match def {
            Def::Const(id) => {
                self.out.pat_consts.insert(pat, id);
                let own = self.db.const_type(id);
                self.solver.table.unify(ty, &own);
            }
            Def::Variant(id) => {
                self.out.pat_variants.insert(pat, id);
                let args = self.adt_args(id.adt);
                let own = Ty::new(TyKind::Adt(id.adt, args));
                self.solver.table.unify(ty, &own);
            }
            _ => {}
        }
    }

    pub(super) fn adt_args(&mut self, adt: crate::resolve::ids::AdtId) -> Args {
        self.solver.fresh_args(GenericOwner::Adt(adt), &[])
    }

    /// The variant (or struct) that a pattern names, with its type made equal to the value's.
    fn variant_of(&mut self, pat: PatId, path: &Path, ty: &Ty) -> Option<(VariantId, Args)> {
        let module = self.data.module_of_pat(pat);
        let (variant, args) = self.variant_path(path, module)?;
        self.out.pat_variants.insert(pat, variant);
        let own = Ty::new(TyKind::Adt(variant.adt, args.clone()));
        self.solver.table.unify(ty, &own);
        Some((variant, args))
    }

    pub(super) fn field_types(&mut self, variant: VariantId, args: &Args) -> Vec<Ty> {
        let types = self.db.field_types(variant.adt);
        let own = types.get(variant.index as usize).cloned().unwrap_or_default();
        own.iter().map(|ty| ty.subst(args)).map(|ty| self.solver.normalize(&ty)).collect()
    }

    pub(super) fn field_type(&mut self, variant: VariantId, args: &Args, name: Symbol) -> Ty {
        match self.db.field(variant, name) {
            Some((_, ty)) => {
                let ty = ty.subst(args);
                self.solver.normalize(&ty)
            }
            None => Ty::unknown(),
        }
    }

    /// `usize`, for lengths and indices.
    pub(super) fn usize() -> Ty {
        Ty::prim(Prim::Usize)
    }
}
