//! Inference variables and unification.

use crate::resolve::limits::{self, Limit};
use crate::resolve::ty::{Args, FutureOf, InferVar, TraitRef, Ty, TyKind};

/// What a variable can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain")]
pub enum VarKind {
    General,
    Int,
    Float,
}

#[derive(Clone, Debug)]
enum Slot {
    Free(VarKind),
    Bound(Ty),
}

/// A point to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot {
    vars: usize,
    log: usize,
}

/// The variables of one inference.
#[derive(Debug, Default)]
pub struct Table {
    slots: Vec<Slot>,
    log: Vec<(u32, Slot)>,
}

impl Table {
    /// A number that grows with what is known.
    pub fn version(&self) -> u64 {
        self.log.len() as u64
    }
}

/// How deep types nest.
const DEPTH: u32 = 100;
const TOO_DEEP: Limit = Limit::new("types nest more than {} deep; they are not known", DEPTH as usize);

impl Table {
    /// A variable for any type.
    pub fn fresh(&mut self) -> Ty {
        self.fresh_of(VarKind::General)
    }

    /// A variable of a kind.
    pub fn fresh_of(&mut self, kind: VarKind) -> Ty {
        self.slots.push(Slot::Free(kind));
        Ty::new(TyKind::Infer(InferVar(self.slots.len() as u32 - 1)))
    }

    /// Remember where we are.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { vars: self.slots.len(), log: self.log.len() }
    }

    /// Undo all since then.
    pub fn rollback(&mut self, to: Snapshot) {
        while self.log.len() > to.log {
            let Some((var, slot)) = self.log.pop() else { break };
            if let Some(place) = self.slots.get_mut(var as usize) {
                *place = slot;
            }
        }
        self.slots.truncate(to.vars);
    }

    fn set(&mut self, var: InferVar, slot: Slot) {
        let old = std::mem::replace(&mut self.slots[var.0 as usize], slot);
        self.log.push((var.0, old));
    }

    /// The type with a bound variable at its head followed.
    pub fn shallow(&self, ty: &Ty) -> Ty {
        let mut ty = ty;
        while let TyKind::Infer(var) = ty.kind() {
            match self.slots.get(var.0 as usize) {
                Some(Slot::Bound(to)) => ty = to,
                _ => break,
            }
        }
        ty.clone()
    }

    /// What a free variable may stand for.
    pub fn kind_of(&self, var: InferVar) -> VarKind {
        match self.slots.get(var.0 as usize) {
            Some(Slot::Free(kind)) => *kind,
            _ => VarKind::General,
        }
    }

    /// The type with all bound variables followed.
    pub fn resolve(&self, ty: &Ty) -> Ty {
        self.resolve_at(ty, 0)
    }

    fn resolve_at(&self, ty: &Ty, depth: u32) -> Ty {
        if !ty.has_infer() {
            return ty.clone();
        }
        if depth > DEPTH {
            limits::mark(TOO_DEEP);
            return Ty::unknown();
        }
        let ty = self.shallow(ty);
        if matches!(ty.kind(), TyKind::Infer(_)) {
            return ty;
        }
        ty.map_parts(&mut |part| self.resolve_at(part, depth + 1))
    }

    /// The type at the end of inference: what is left of integers is `i32`, of floats `f64`, else unknown.
    pub fn finish(&self, ty: &Ty) -> Ty {
        self.finish_at(ty, 0)
    }

    fn finish_at(&self, ty: &Ty, depth: u32) -> Ty {
        if !ty.has_infer() {
            return ty.clone();
        }
        if depth > DEPTH {
            limits::mark(TOO_DEEP);
            return Ty::unknown();
        }
        let ty = self.shallow(ty);
        if let TyKind::Infer(var) = ty.kind() {
            return match self.kind_of(*var) {
                VarKind::General => Ty::unknown(),
                VarKind::Int => Ty::prim(crate::resolve::ids::Prim::I32),
                VarKind::Float => Ty::prim(crate::resolve::ids::Prim::F64),
            };
        }
        ty.map_parts(&mut |part| self.finish_at(part, depth + 1))
    }

    /// Resolve a list.
    pub fn resolve_args(&self, args: &Args) -> Args {
        args.iter().map(|ty| self.resolve(ty)).collect()
    }

    fn occurs(&self, var: InferVar, ty: &Ty, depth: u32) -> bool {
        if !ty.has_infer() || depth > DEPTH {
            return depth > DEPTH;
        }
        let ty = self.shallow(ty);
        if let TyKind::Infer(other) = ty.kind() {
            return *other == var;
        }
        let mut found = false;
        let _ = ty.map_parts(&mut |part| {
            found = found || self.occurs(var, part, depth + 1);
            part.clone()
        });
        found
    }

    /// Make two types equal, or leave everything as it was and say no.
    pub fn unify(&mut self, a: &Ty, b: &Ty) -> bool {
        let snapshot = self.snapshot();
        if self.unify_at(a, b, 0) {
            return true;
        }
        // No variable was made by unification itself: only bindings go back.
        self.rollback(Snapshot { vars: self.slots.len(), log: snapshot.log });
        false
    }

    /// Make two lists equal.
    pub fn unify_args(&mut self, a: &[Ty], b: &[Ty]) -> bool {
        let snapshot = self.snapshot();
        if a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.unify_at(a, b, 0)) {
            return true;
        }
        self.rollback(Snapshot { vars: self.slots.len(), log: snapshot.log });
        false
    }

    /// Make two trait references equal.
    pub fn unify_traits(&mut self, a: &TraitRef, b: &TraitRef) -> bool {
        a.id == b.id && self.unify_args(&a.args, &b.args)
    }

    fn unify_at(&mut self, a: &Ty, b: &Ty, depth: u32) -> bool {
        if depth > DEPTH {
            limits::mark(TOO_DEEP);
            return false;
        }
        let (a, b) = (self.shallow(a), self.shallow(b));
        if a == b {
            return true;
        }
        match (a.kind(), b.kind()) {
            (TyKind::Infer(x), TyKind::Infer(y)) => {
                let kind = match (self.kind_of(*x), self.kind_of(*y)) {
                    (VarKind::General, kind) | (kind, VarKind::General) => kind,
                    (x, y) if x == y => x,
                    _ => return false,
                };
                // The older variable stays: ways to what a variable stands for keep short.
                let (stays, goes, to) = if x <= y { (*x, *y, a) } else { (*y, *x, b) };
                self.set(stays, Slot::Free(kind));
                self.set(goes, Slot::Bound(to));
                true
            }
            (TyKind::Infer(var), _) => self.bind(*var, &b),
            (_, TyKind::Infer(var)) => self.bind(*var, &a),
            (TyKind::Unknown, _) | (_, TyKind::Unknown) => true,
            (TyKind::Adt(x, xs), TyKind::Adt(y, ys)) => x == y && self.all(xs, ys, depth),
            (TyKind::Ref { mutable: m, ty: x }, TyKind::Ref { mutable: n, ty: y })
            | (TyKind::Ptr { mutable: m, ty: x }, TyKind::Ptr { mutable: n, ty: y }) => m == n && self.unify_at(x, y, depth + 1),
            (TyKind::Slice(x), TyKind::Slice(y)) => self.unify_at(x, y, depth + 1),
            (TyKind::Array(x, n), TyKind::Array(y, m)) => self.unify_at(x, y, depth + 1) && self.unify_at(n, m, depth + 1),
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) => self.all(xs, ys, depth),
            (TyKind::FnPtr { params: xs, ret: x }, TyKind::FnPtr { params: ys, ret: y }) => {
                self.all(xs, ys, depth) && self.unify_at(x, y, depth + 1)
            }
            (TyKind::FnDef(x, xs), TyKind::FnDef(y, ys)) => x == y && self.all(xs, ys, depth),
            (TyKind::Ctor(x, xs), TyKind::Ctor(y, ys)) => x == y && self.all(xs, ys, depth),
            (TyKind::Closure(o, e, xs), TyKind::Closure(p, f, ys)) => o == p && e == f && self.all(xs, ys, depth),
            (TyKind::Future { of: x, output: xo }, TyKind::Future { of: y, output: yo }) => {
                let same = match (x, y) {
                    (FutureOf::Block(o, e), FutureOf::Block(p, f)) => o == p && e == f,
                    (FutureOf::Fn(o, xs), FutureOf::Fn(p, ys)) => o == p && self.all(xs, ys, depth),
                    _ => false,
                };
                same && self.unify_at(xo, yo, depth + 1)
            }
            (TyKind::Alias { trait_ref: x, name: n }, TyKind::Alias { trait_ref: y, name: m }) => {
                n == m && x.id == y.id && self.all(&x.args, &y.args, depth)
            }
            (TyKind::Opaque(x, i, xs), TyKind::Opaque(y, j, ys)) => x == y && i == j && self.all(xs, ys, depth),
            (TyKind::Dyn(x), TyKind::Dyn(y)) => {
                // Lowering sorts the traits: the principal one first, then the markers.
                let same = |((x, xs), (y, ys)): (&(_, Args), &(_, Args))| x == y && self.all(xs, ys, depth);
                if x.traits.len() != y.traits.len() || !x.traits.iter().zip(&y.traits).all(same) {
                    return false;
                }
                for (id, name, ty) in &x.bindings {
                    if let Some((_, _, other)) = y.bindings.iter().find(|(i, n, _)| i == id && n == name)
                        && !self.unify_at(ty, other, depth + 1)
                    {
                        return false;
                    }
                }
                true
            }
            // A constant that is not evaluated may be any.
            (TyKind::ConstUnknown, TyKind::ConstInt(_) | TyKind::Param(..))
            | (TyKind::ConstInt(_) | TyKind::Param(..), TyKind::ConstUnknown) => true,
            _ => false,
        }
    }

    fn all(&mut self, xs: &[Ty], ys: &[Ty], depth: u32) -> bool {
        xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| self.unify_at(x, y, depth + 1))
    }

    fn bind(&mut self, var: InferVar, ty: &Ty) -> bool {
        let fits = match self.kind_of(var) {
            VarKind::General => true,
            VarKind::Int => matches!(ty.kind(), TyKind::Prim(p) if p.is_int()) || ty.is_unknown(),
            VarKind::Float => matches!(ty.kind(), TyKind::Prim(p) if p.is_float()) || ty.is_unknown(),
        };
        if !fits || self.occurs(var, ty, 0) {
            return false;
        }
        self.set(var, Slot::Bound(ty.clone()));
        true
    }
}
