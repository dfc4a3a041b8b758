//! What a type is for the data in or behind it: where a container keeps what it holds, whether a value may lead into what it
//! was made from, whether a clone leads to the same.
//!
//! Asked of traits, generics and models, never of names: a collection is what can be iterated by reference, a lock is what a
//! model takes as one, a pointer shares if its clone asks nothing of what it leads to. Knows nothing of places and walks.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::analyzer::Analyzer;
use super::place::Part;
use crate::models::schema::LockOp;
use crate::resolve::defs::AdtKind;
use crate::resolve::ids::{AdtId, TraitId};
use crate::resolve::impls::Head;
use crate::resolve::infer::solve::{Outcome, Solver};
use crate::resolve::sig::{GenericOwner, Predicate};
use crate::resolve::ty::{TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::GenericParamKind;

/// Where a container keeps what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holds {
    /// One value, in itself.
    #[default]
    Inline,
    /// Many, in whatever order.
    Elements,
    /// One, which only who holds it as a lock may touch.
    Locked,
    /// One, which is made once.
    Once,
}

impl Holds {
    /// The step from a container to what it holds.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Inline => None,
            Self::Elements => Some(Part::Item),
            Self::Locked => Some(Part::Content),
            Self::Once => Some(Part::Deref),
        }
    }
}

/// Answers that were given.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    holds: FxHashMap<AdtId, Holds>,
    shares: FxHashMap<AdtId, bool>,
}

/// How deep types are taken apart.
const DEPTH: usize = 6;

impl Analyzer<'_, '_> {
    /// Where a value of that type keeps what it holds.
    pub(super) fn holds(&mut self, ty: &Ty) -> Holds {
        let id = match ty.kind() {
            TyKind::Slice(_) | TyKind::Array(..) => return Holds::Elements,
            TyKind::Adt(id, args) if !args.is_empty() => *id,
            _ => return Holds::Inline,
        };
        if let Some(known) = self.shapes.holds.get(&id) {
            return *known;
        }
        let found = match self.lock_by_models(ty) {
            Some(holds) => holds,
            None if self.db.adt(id).kind != AdtKind::Enum
                && self.implements(self.db.lang().into_iterator, &Ty::reference(ty.clone(), false)) =>
            {
                Holds::Elements
            }
            None => Holds::Inline,
        };
        self.shapes.holds.insert(id, found);
        found
    }

    /// Whether a value of that type is made once and read ever after.
    pub(super) fn is_once(&mut self, ty: &Ty) -> bool {
        match ty.as_adt() {
            Some((_, args)) if args.is_empty() => self.lock_by_models(ty) == Some(Holds::Once),
            _ => self.holds(ty) == Holds::Once,
        }
    }

    /// What the models of a type's methods say it is.
    fn lock_by_models(&mut self, ty: &Ty) -> Option<Holds> {
        // A guard's methods act on the lock that it holds.
        if self.guard_types.info(ty).is_some() {
            return None;
        }
        let mut found = None;
        for block in self.db.inherent_impls(ty) {
            let fns: Vec<_> = self.db.impl_data(block).fns.iter().map(|(_, id)| *id).collect();
            for id in fns {
                let args = self.db.generics(GenericOwner::Fn(id)).identity();
                let argc = self.db.fn_sig(id).params.len();
                match self.engine.model_of(id, id, &args, argc).and_then(|(m, _)| m.lock.as_ref()).map(|lock| lock.op) {
                    Some(LockOp::Acquire | LockOp::Try) => return Some(Holds::Locked),
                    Some(LockOp::RunUnder) => found = Some(Holds::Once),
                    _ => {}
                }
            }
        }
        found
    }

    pub(super) fn implements(&self, of: Option<TraitId>, ty: &Ty) -> bool {
        let Some(id) = of else { return false };
        matches!(Solver::new(self.db, Arc::default()).solve(&TraitRef { id, args: Arc::from([ty.clone()]) }), Outcome::Yes(_))
    }

    /// What an iterator of that type gives.
    pub(super) fn item_of(&self, ty: &Ty) -> Option<Ty> {
        let id = self.db.lang().iterator?;
        if !self.implements(Some(id), ty) {
            return None;
        }
        let mut solver = Solver::new(self.db, Arc::default());
        let item = solver.project(&TraitRef { id, args: Arc::from([ty.clone()]) }, Symbol::intern("Item"))?;
        solver.settle();
        Some(solver.table.finish(&item)).filter(|ty| !ty.is_unknown())
    }

    /// What is in `Option`, `Result` and their like: a variant of one value, which is taken for the whole.
    pub(super) fn carried(&self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..DEPTH {
            let Some((id, args)) = ty.as_adt() else { break };
            let data = self.db.adt(id);
            if data.variants.len() < 2 || !self.db.is_std(self.db.crate_of(id.unit)) {
                break;
            }
            let single = |fields: &Vec<Ty>| match fields.as_slice() {
                [one] => match one.kind() {
                    TyKind::Param(index, _) => args.get(*index as usize).cloned(),
                    _ => None,
                },
                _ => None,
            };
            match self.db.field_types(id).iter().find_map(single) {
                Some(inner) => ty = inner,
                None => break,
            }
        }
        ty
    }

    /// Whether a value of that type may lead into what it was made from: references, and what keeps some.
    pub(super) fn borrows(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Ref { .. } | TyKind::Ptr { .. } => true,
            TyKind::Tuple(parts) => parts.iter().any(|p| self.borrows(p)),
            TyKind::Array(element, _) => self.borrows(element),
            TyKind::Adt(id, args) => {
                let declared = &self.db.adt(*id).ast_generics.params;
                declared.iter().any(|p| matches!(p.kind, GenericParamKind::Lifetime)) || args.iter().any(|a| self.borrows(a))
            }
            _ => false,
        }
    }

    /// Whether a clone of the type leads to what the original leads to, whatever that is.
    pub(super) fn shares(&mut self, id: AdtId, ty: &Ty) -> bool {
        if let Some(known) = self.shapes.shares.get(&id) {
            return *known;
        }
        let found = self.finds_shared(id, ty);
        self.shapes.shares.insert(id, found);
        found
    }

    fn finds_shared(&self, id: AdtId, ty: &Ty) -> bool {
        let db = self.db;
        let Some(clone) = db.lang().clone else { return false };
        let is_its = |header: &crate::resolve::sig::ImplHeader| header.self_ty.as_adt().is_some_and(|(adt, _)| adt == id);
        let mut impls = db.trait_impls(clone, Some(Head::Adt(id)), std::slice::from_ref(ty)).into_iter();
        let Some((block, header)) = impls.find_map(|i| Some((i, db.impl_header(i).filter(|h| is_its(h))?))) else { return false };
        let Some(first) = header.self_ty.as_adt().and_then(|(_, args)| args.first().cloned()) else { return false };
        let asks =
            |p: &Predicate| matches!(p, Predicate::Trait(t) if (t.id == clone || Some(t.id) == db.lang().copy) && *t.self_ty() == first);
        !db.predicates(GenericOwner::Impl(block)).iter().any(asks)
    }

    /// Whether a clone of the type still stands for what the original did: pointers, handles, counted pointers, and what
    /// keeps such.
    pub(super) fn copies(&mut self, ty: &Ty, depth: usize) -> bool {
        match ty.kind() {
            TyKind::Ref { .. } | TyKind::Ptr { .. } | TyKind::Prim(_) | TyKind::FnPtr { .. } | TyKind::Unknown | TyKind::Param(..) => true,
            TyKind::Tuple(parts) => parts.iter().any(|p| self.copies(p, depth + 1)),
            TyKind::Array(element, _) => self.copies(element, depth + 1),
            TyKind::Adt(id, args) if depth < DEPTH => {
                if self.shares(*id, ty) {
                    return true;
                }
                if self.db.is_std(self.db.crate_of(id.unit)) {
                    let own = Some(*id) == self.db.lang().boxed || args.iter().any(|a| self.is_sole(a, depth + 1));
                    return !own && args.iter().any(|a| self.copies(a, depth + 1));
                }
                let fields: Vec<Ty> = self.db.field_types(*id).iter().flatten().map(|t| t.subst(args)).collect();
                fields.iter().any(|t| self.copies(t, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether a clone of the type has memory of its own that ends with it.
    fn is_sole(&mut self, ty: &Ty, depth: usize) -> bool {
        match ty.kind() {
            TyKind::Tuple(parts) => parts.iter().any(|p| self.is_sole(p, depth + 1)),
            TyKind::Adt(id, args) if depth < DEPTH && !self.shares(*id, ty) => {
                Some(*id) == self.db.lang().boxed || args.iter().any(|a| self.is_sole(a, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether a type is, for what it keeps, the same place as what it dereferences to: an owner, rather than a pointer,
    /// a guard or a cell.
    pub(super) fn is_transparent(&mut self, ty: &Ty) -> bool {
        let Some((id, _)) = ty.as_adt() else { return false };
        if !self.db.is_std(self.db.crate_of(id.unit)) || Some(id) == self.db.lang().boxed || self.deref_target(ty).is_none() {
            return false;
        }
        let declares = self.db.adt(id).ast_generics.params.iter().any(|p| matches!(p.kind, GenericParamKind::Lifetime));
        !declares && !self.shares(id, ty) && !matches!(self.holds(ty), Holds::Locked | Holds::Once)
    }

    /// Whether the type is a pointer to `to` that it was made of: `Box<T>`, `Arc<T>`, `Pin<Box<T>>` for `T`.
    pub(super) fn points_to(&mut self, ty: &Ty, to: &Ty) -> bool {
        let mut ty = ty.clone();
        for _ in 0..DEPTH {
            if !self.is_transparent(&ty) {
                return self.deref_target(&ty).is_some_and(|target| target == *to);
            }
            match ty.as_adt().and_then(|(_, args)| args.first().cloned()) {
                Some(inner) => ty = inner,
                None => return false,
            }
        }
        false
    }
}
