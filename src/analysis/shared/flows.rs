//! From a callee's first argument to its result, by its signature alone: what is lent leads on, what is given moves on.
//!
//! Types are compared as declared, so that `Vec<usize>::len` is no element of `Vec<usize>`.

use std::sync::Arc;

use super::place::Part;
use super::shapes::Holds;
use super::value::{Taken, Val};
use super::walk::Walk;
use crate::resolve::ids::Prim;
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// A callee's first parameter and result, as declared and as called.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    /// The first parameter.
    pub first: Ty,
    /// The result.
    pub ret: Ty,
    /// The first parameter, under the arguments of the call.
    pub called_first: Ty,
    /// The result, under them.
    pub called_ret: Ty,
    /// Nobody drops what the first parameter was any more.
    pub forgets: bool,
    /// The function is a trait's.
    pub of_trait: bool,
}

impl Signature {
    /// What a reference as first parameter leads to, as declared and as called; whether it is exclusive.
    pub fn borrowed(&self) -> Option<(&Ty, &Ty, bool)> {
        match (self.first.kind(), self.called_first.kind()) {
            (TyKind::Ref { ty, mutable }, TyKind::Ref { ty: called, .. }) => Some((ty, called, *mutable)),
            _ => None,
        }
    }
}

impl Walk<'_, '_, '_> {
    /// What comes back of a call, by its types.
    pub(super) fn by_type(&mut self, sig: &Signature, values: &[Val], exprs: &[ExprId], taken: &Taken) -> Val {
        let first = values.first().cloned().unwrap_or(Val::Fresh);
        let (ret, called_ret) = (self.an.carried(&sig.ret), self.an.carried(&sig.called_ret));
        if ret.is_unit() || ret.is_never() {
            return Val::Fresh;
        }
        let Some((of, called_of, mutable)) = sig.borrowed().map(|(a, b, m)| (a.clone(), b.clone(), m)) else {
            return self.moved(sig, &first, &ret, &called_ret);
        };
        if (ret == of || sig.ret == of) && !mutable {
            return self.cloned(&first, &called_ret);
        }
        if self.an.borrows(&called_ret) {
            // An iterator that moves elements out takes them where it is made.
            let moves = mutable && self.an.item_of(&called_ret).is_some_and(|item| !self.an.borrows(&item));
            return match moves && !self.is_lazy(sig) {
                true => self.taken_out(&first, sig, None, exprs, taken),
                false => self.led_to(&first, &of, &called_of, (&ret, &called_ret)),
            };
        }
        if let TyKind::Prim(_) = ret.kind() {
            // The number of what it owns.
            let is_owner = called_of.peel_refs().as_adt().is_some_and(|(id, _)| self.is_resource(id));
            return if is_owner && sig.of_trait { first.pointee() } else { Val::Fresh };
        }
        if mutable && self.is_lazy(sig) {
            return self.out_of(&first, sig, exprs, taken);
        }
        // Another pointer to the same: strong to weak and back.
        let shares = |walk: &mut Self, ty: &Ty| ty.as_adt().is_some_and(|(id, _)| walk.an.shares(id, ty));
        if shares(self, &called_of) && shares(self, &called_ret) {
            return first.pointee();
        }
        // What leads to what is kept there, without a lifetime to say so.
        if self.leads_in(&called_ret, &called_of) {
            let holds = self.an.holds(&called_of);
            return stepped(&first, holds);
        }
        // A copy of all elements.
        if !mutable && self.an.holds(&called_of) == Holds::Elements && self.an.holds(&called_ret) == Holds::Elements {
            return self.cloned(&first, &called_ret);
        }
        match mentions_any_of(&ret, &of) || ret == of {
            true if mutable => self.out_of(&first, sig, exprs, taken),
            _ => unknown_of(values),
        }
    }

    /// Whether a value is a guard or handle that dereferences to what the container keeps.
    pub(super) fn leads_in(&mut self, ret: &Ty, container: &Ty) -> bool {
        matches!(ret.kind(), TyKind::Adt(..))
            && self.an.deref_target(ret).is_some_and(|target| target != *container && has_argument(container, &target))
            && !has_argument(container, ret)
    }

    /// Whether the result is what the first parameter leads to, or a part of it.
    pub(super) fn stood_in(&self, sig: &Signature) -> bool {
        let of = match (sig.first.kind(), sig.borrowed()) {
            (_, Some((of, ..))) => of,
            (TyKind::Ptr { ty, .. }, _) => ty,
            _ => return false,
        };
        let ret = self.an.carried(&sig.ret);
        sig.ret == *of || ret == *of || mentions_any_of(&ret, of)
    }

    /// What was moved out of a place: what was in a variable is not in it any more.
    pub(super) fn taken_out(&mut self, value: &Val, sig: &Signature, stays: Option<Val>, exprs: &[ExprId], taken: &Taken) -> Val {
        let whole = sig.borrowed().is_some_and(|(of, ..)| *of == sig.ret);
        let Val::Ref(inner) = value else {
            let there = if whole { value.clone() } else { self.inside(value, sig) };
            return self.pairs(Val::Load(there.targets().into(), Some(Arc::new(taken.clone()))), sig);
        };
        let part = sig.borrowed().and_then(|(_, called, _)| self.an.holds(&called.clone()).part());
        if (whole || part.is_none())
            && let Some(pat) = exprs.first().and_then(|e| self.root_local(*e))
        {
            let ty = self.type_of_pat(pat);
            if !matches!(ty.kind(), TyKind::Ref { .. }) {
                self.st.env.insert(pat, stays.unwrap_or(Val::Fresh));
            }
        }
        match part {
            Some(Part::Item) if !whole => element(inner).unwrap_or_else(|| (**inner).clone()),
            _ => (**inner).clone(),
        }
    }

    /// A key and its value, which stand in one place of a map, as a pair.
    fn pairs(&self, element: Val, sig: &Signature) -> Val {
        let ret = self.an.carried(&sig.called_ret);
        let gives = self.an.item_of(&ret).unwrap_or(ret);
        match gives.kind() {
            TyKind::Tuple(parts) if !has_argument(&sig.called_first, &gives) => {
                let parts = (0..parts.len()).map(|i| (Symbol::intern(&i.to_string()), element.clone()));
                Val::Fields(None, parts.collect())
            }
            _ => element,
        }
    }

    /// A pointer to what the first argument keeps, of a pointer to that.
    pub(super) fn inside(&mut self, value: &Val, sig: &Signature) -> Val {
        let holds = match sig.borrowed().map(|(_, called, _)| called.clone()) {
            Some(called) => self.an.holds(&called),
            None => Holds::Inline,
        };
        stepped(value, holds)
    }

    /// A value out of what is lent exclusively: taken, or an iterator's next.
    fn out_of(&mut self, first: &Val, sig: &Signature, exprs: &[ExprId], taken: &Taken) -> Val {
        match first {
            Val::Ref(inner) if self.is_lazy(sig) => (**inner).clone(),
            _ => self.taken_out(first, sig, None, exprs, taken),
        }
    }

    /// Whether what is lent is an iterator: its value stands for what it gives.
    fn is_lazy(&self, sig: &Signature) -> bool {
        sig.borrowed().is_some_and(|(_, called, _)| self.an.implements(self.an.db.lang().iterator, called))
    }

    /// A pointer of any kind: its value is where it leads.
    fn is_pointer(&mut self, ty: &Ty) -> bool {
        if self.an.borrows(ty) {
            return true;
        }
        let Some((id, _)) = ty.as_adt() else { return false };
        self.an.shares(id, ty) || (self.an.deref_target(ty).is_some() && !self.an.is_transparent(ty) && self.an.holds(ty) == Holds::Inline)
    }

    /// A reference, or a view, into what is lent.
    fn led_to(&mut self, first: &Val, of: &Ty, called_of: &Ty, (ret, called_ret): (&Ty, &Ty)) -> Val {
        let value = match first {
            Val::Fresh | Val::Known(_) => return Val::Fresh,
            Val::Guard(inner, _) => &**inner,
            first => first,
        };
        let is_pointer = self.is_pointer(called_of);
        // A handle's number stands for what its owner owns.
        if matches!(ret.kind(), TyKind::Ptr { .. }) && called_of.as_adt().is_some_and(|(id, _)| self.is_resource(id)) {
            return if is_pointer { value.pointee().pointee() } else { value.pointee() };
        }
        let target = target_of(called_ret).cloned();
        if target.as_ref() == Some(called_of) {
            return value.clone();
        }
        let leads_in = match target_of(ret) {
            Some(to) => mentions_any_of(to, of) || to.has_alias(),
            None => true,
        };
        // Only the last owner may write: what it gets is nobody else's.
        let is_counted =
            called_of.as_adt().is_some_and(|(id, _)| self.an.shares(id, called_of)) && self.an.deref_target(called_of).is_some();
        if is_counted && matches!(called_ret.kind(), TyKind::Ref { mutable: true, .. }) {
            return Val::Ref(Arc::new(Val::Fresh));
        }
        if is_pointer && leads_in {
            return match value {
                Val::Ref(inner) if !inner.targets().is_empty() => (**inner).clone(),
                Val::Ptr(places) if target.is_some() => Val::Ptr(places.iter().map(|p| p.then(Part::Deref)).collect()),
                _ => value.clone(),
            };
        }
        let holds = self.an.holds(called_of);
        let is_slice = holds == Holds::Elements && target.as_ref().is_some_and(|t| matches!(t.kind(), TyKind::Slice(_)));
        let is_its_target = self.an.is_transparent(called_of) && target.is_some() && self.an.deref_target(called_of) == target;
        if is_slice || is_its_target || !leads_in {
            return value.clone();
        }
        let inside = stepped(value, holds);
        // `as_deref`: where the pointer leads that is kept there.
        let kept = called_of.as_adt().and_then(|(_, args)| args.first().cloned());
        match kept.filter(|kept| target.as_ref() != Some(kept) && target.is_some() && self.an.deref_target(kept) == target) {
            Some(kept) if !self.an.is_transparent(&kept) => match &inside {
                Val::Ref(inner) if !inner.targets().is_empty() => (**inner).clone(),
                Val::Ptr(places) => Val::Ptr(places.iter().map(|p| p.then(Part::Deref)).collect()),
                _ => inside,
            },
            _ => inside,
        }
    }

    /// What becomes of a value that is given away for another.
    fn moved(&mut self, sig: &Signature, first: &Val, ret: &Ty, called_ret: &Ty) -> Val {
        let called_first = self.an.carried(&sig.called_first);
        if let TyKind::Ptr { ty, .. } = sig.first.kind()
            && ty == ret
        {
            return first.pointee();
        }
        if let TyKind::Prim(prim) = ret.kind() {
            // An address as a number, a copied number.
            return if *prim != Prim::Bool && matches!(first, Val::Ptr(_) | Val::Load(..)) { first.clone() } else { Val::Fresh };
        }
        // `Option<&T>` to `Option<T>`, an iterator over `&T` to one over `T`.
        let lent = target_of(&called_first).filter(|_| matches!(called_first.kind(), TyKind::Ref { .. }));
        if lent == Some(called_ret) {
            return self.cloned(first, called_ret);
        }
        let gives = self.an.item_of(called_ret);
        let given = self.an.item_of(&called_first);
        if let (Some(given), Some(gives)) = (&given, &gives)
            && matches!(given.kind(), TyKind::Ref { ty, .. } if ty == gives)
        {
            return self.cloned(first, gives);
        }
        // Only the last owner gets what it counts.
        if let Some((id, _)) = called_first.as_adt()
            && self.an.shares(id, &called_first)
            && self.an.deref_target(&called_first).as_ref() == Some(called_ret)
        {
            return Val::Fresh;
        }
        let (from, to) = (self.an.holds(&called_first), self.an.holds(called_ret));
        if given.is_some() && to == Holds::Elements && !matches!(first, Val::Fresh | Val::Unknown | Val::Known(_)) {
            return Val::Fields(None, Arc::from([(Symbol::intern("[0]"), first.clone())]));
        }
        // Its elements, one after the other; what a lock kept.
        if from == Holds::Elements && gives.is_some() {
            return element(first).unwrap_or_else(|| first.clone());
        }
        if let (Holds::Locked | Holds::Once, Some(part)) = (from, from.part())
            && has_argument(&called_first, called_ret)
        {
            return first.field(Symbol::intern("<content>"), part);
        }
        match first {
            Val::Known(_) => Val::Fresh,
            Val::Adopted(inner, _) if sig.forgets || !matches!(called_ret.kind(), TyKind::Adt(..)) => (**inner).clone(),
            _ => first.clone(),
        }
    }

    /// A clone: of a pointer the same pointer, of plain handles copies, of anything else a value of this thread.
    pub(super) fn cloned(&mut self, of: &Val, ty: &Ty) -> Val {
        if !self.an.copies(ty, 0) {
            return Val::Fresh;
        }
        match of {
            Val::Ref(inner) => match &**inner {
                Val::Adopted(inner, _) => (**inner).clone(),
                inner => inner.clone(),
            },
            _ => of.pointee(),
        }
    }
}

/// A pointer into what a container keeps, of a pointer to it.
fn stepped(value: &Val, holds: Holds) -> Val {
    let Some(part) = holds.part() else { return value.clone() };
    match value {
        Val::Ptr(places) => Val::Ptr(places.iter().map(|p| p.then(part)).collect()),
        Val::Guard(inner, locks) => Val::Guard(Arc::new(stepped(inner, holds)), Arc::clone(locks)),
        Val::Ref(inner) => match inner.field(Symbol::intern(if part == Part::Item { "[0]" } else { "<content>" }), part) {
            Val::Unknown => value.clone(),
            field => Val::Ref(Arc::new(field)),
        },
        _ => value.clone(),
    }
}

/// Any element of a collection.
fn element(of: &Val) -> Option<Val> {
    match of {
        Val::Ptr(places) => Some(Val::Ptr(places.iter().map(|p| p.then(Part::Item)).collect())),
        _ => Some(of.field(Symbol::intern("[0]"), Part::Item)).filter(|v| *v != Val::Unknown),
    }
}

/// What is known of a result of which the signature says nothing.
pub(super) fn unknown_of(values: &[Val]) -> Val {
    if values.iter().all(|v| matches!(v, Val::Fresh | Val::Known(_))) { Val::Fresh } else { Val::Unknown }
}

/// What a reference or pointer type leads to.
pub(super) fn target_of(ty: &Ty) -> Option<&Ty> {
    match ty.kind() {
        TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } => Some(ty),
        _ => None,
    }
}

/// Whether a type is, or has among its parts, another.
pub(super) fn has_argument(ty: &Ty, wanted: &Ty) -> bool {
    let mut found = false;
    ty.walk(&mut |part| found |= part == wanted);
    found
}

/// Whether a type has a parameter of another in it.
pub(super) fn mentions_any_of(ty: &Ty, of: &Ty) -> bool {
    let mut params: Vec<Ty> = Vec::new();
    of.walk(&mut |part| {
        if matches!(part.kind(), TyKind::Param(..)) {
            params.push(part.clone());
        }
    });
    let mut found = false;
    ty.walk(&mut |part| found |= params.contains(part));
    found
}
