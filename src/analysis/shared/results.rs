//! What a call that is not walked returns, and the closures that it runs.

use std::sync::Arc;

use super::lock::{Held, Lock};
use super::outside::Outside;
use super::place::{Part, Place, Root};
use super::value::{Adopted, Means, Outcome, Taken, Val};
use super::walk::Walk;
use crate::models::schema::ArgIndex;
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// Of their methods, those that take elements out.
const MOVES_OUT: &[&str] = &[
    "remove",
    "pop",
    "pop_front",
    "pop_back",
    "pop_first",
    "pop_last",
    "swap_remove",
    "take",
    "drain",
    "insert",
    "replace",
    "remove_entry",
];
/// Of their methods, those that lead to the whole.
const WHOLE: &[&str] =
    &["as_slice", "as_mut_slice", "deref", "deref_mut", "as_ref", "as_mut", "borrow", "borrow_mut", "as_ptr", "as_mut_ptr"];

impl Walk<'_, '_, '_> {
    /// What comes back.
    pub(super) fn result(
        &mut self,
        id: ExprId,
        what: &Outside<'_>,
        values: &[Val],
        exprs: &[ExprId],
        held: &Held,
        ran: Option<Val>,
    ) -> Val {
        let first = values.first().cloned().unwrap_or(Val::Fresh);
        let name = what.shown.rsplit("::").next().unwrap_or(what.shown);
        let of = what.shown.rsplit("::").nth(1).unwrap_or("");
        let model = what.model.map(|(m, _)| m);
        self.note_exclusive(what, name, &first, held);
        if let Some(object) = model.and_then(|m| m.object) {
            return Val::Object(object);
        }
        if let Some(i) = model.and_then(|m| m.adopts.as_ref()).and_then(|a| match a.resolve(what.model.map_or(0, |(_, b)| b)) {
            ArgIndex::Argument(i) => Some(i),
            ArgIndex::Return => None,
        }) {
            let how = if matches!(of, "Arc" | "Rc") { Adopted::Count } else { Adopted::Whole };
            let value = values.get(i).cloned().unwrap_or(Val::Unknown);
            // The owner that was added before is this one.
            if how == Adopted::Count && self.out.retained > 0 {
                self.out.retained -= 1;
                return value;
            }
            return Val::Adopted(Arc::new(value), how);
        }
        let is_std = what.function.as_ref().is_none_or(|(f, _)| self.an.db.is_std(self.an.db.crate_of(f.unit)));
        if model.is_some_and(|m| m.foreign) || (!is_std && model.is_none() && matches!(what.ret.kind(), TyKind::Prim(_))) {
            return Val::Fresh;
        }
        if let Some(outcome) = outcome_of(&first)
            && let Some(value) = self.of_outcome(&outcome, name, values, ran.as_ref(), what.ret)
        {
            return value;
        }
        let taken = || Some(Arc::new(Taken { at: exprs.first().map_or(what.at, |e| self.span(*e)), held: held.clone() }));
        match (of, name) {
            (_, "swap" | "compare_exchange" | "compare_exchange_weak" | "fetch_or" | "fetch_and") if of.starts_with("Atomic") => {
                return self.exchanged(what, name, &first, values, taken());
            }
            (_, "load") if of.starts_with("Atomic") => return first.pointee(),
            (_, "store") if of.starts_with("Atomic") => {
                // A flag that was taken by an exchange is given back by a store.
                for place in first.targets() {
                    self.st.explicit.retain(|(l, _)| !l.place.as_ref().is_some_and(|p| p.is_same(&place)));
                    if !self.out.left_free.contains(&place) && self.an.flags.contains(&place) {
                        self.out.left_free.push(place);
                    }
                }
                return Val::Fresh;
            }
            ("mem" | "Cell" | "RefCell" | "ptr", "replace" | "take") | ("Option", "take" | "replace") => {
                return match &first {
                    Val::Ref(inner) => {
                        // What was taken out of a variable is not in it any more.
                        if let Some(pat) = exprs.first().and_then(|e| self.root_local(*e)) {
                            self.st.env.insert(pat, values.get(1).cloned().unwrap_or(Val::Fresh));
                        }
                        (**inner).clone()
                    }
                    _ => Val::Load(first.targets().into(), taken()),
                };
            }
            (_, "into_raw" | "leak" | "new" | "from" | "pin" | "into" | "new_unchecked" | "from_ref" | "from_mut") if is_std => {
                return self.made(id, of, name, values);
            }
            (_, "clone" | "to_owned") => {
                let ty = what.ret.clone();
                return self.cloned(&first, &ty);
            }
            (_, "cloned" | "copied") => {
                let inner = what.ret.as_adt().and_then(|(_, args)| args.first().cloned()).unwrap_or_else(Ty::unknown);
                return self.cloned(&first, &inner);
            }
            // A handle's number stands for what its owner owns.
            (_, "as_raw_handle" | "as_raw_socket" | "as_raw_fd") => return first.pointee(),
            (_, "try_unwrap" | "into_inner" | "unwrap_or_clone") if matches!(of, "Arc" | "Rc") => return Val::Fresh,
            (_, "upgrade" | "downgrade") => return first.pointee(),
            (
                _,
                "map" | "filter_map" | "flat_map" | "map_while" | "find_map" | "and_then" | "map_or" | "map_or_else" | "then"
                | "unwrap_or_else" | "or_else" | "with" | "is_some_and" | "get_or_insert_with",
            ) if ran.is_some() => {
                let ran = ran.unwrap_or(Val::Unknown);
                if matches!(name, "unwrap_or_else" | "or_else") {
                    return first.join(&ran);
                }
                // An iterator's `map` gives one for each; an `Option`'s gives it.
                let is_guard = matches!(of, "MutexGuard" | "RwLockReadGuard" | "RwLockWriteGuard" | "MappedMutexGuard");
                return if is_guard { Val::Guard(Arc::new(ran), first.guards().into()) } else { ran };
            }
            _ => {}
        }
        self.by_type(what, name, &first, values, exprs, held)
    }

    /// By what is returned: a reference leads into what the first argument leads to; a value that is passed through is that.
    fn by_type(&mut self, what: &Outside<'_>, name: &str, first: &Val, values: &[Val], exprs: &[ExprId], held: &Held) -> Val {
        let mut ret = what.ret.clone();
        while let Some((id, args)) = ret.as_adt()
            && matches!(self.an.db.adt(id).name.name.as_str(), "Option" | "Result" | "Poll" | "ControlFlow" | "Pin")
            && let Some(inner) = args.first()
        {
            ret = inner.clone();
        }
        let this_ty = exprs.first().map(|e| self.type_of(*e));
        let sig_first = what.function.as_ref().and_then(|(f, args)| self.an.db.fn_sig(*f).params.first().map(|p| p.subst(args)));
        let by_value = sig_first.as_ref().is_some_and(|p| !matches!(p.kind(), TyKind::Ref { .. }));
        let pointee = match sig_first.as_ref().map(Ty::kind) {
            Some(TyKind::Ref { ty, .. }) => Some(ty.clone()),
            _ => this_ty.clone(),
        };
        let is_collection = pointee.as_ref().is_some_and(|ty| self.is_collection(ty.peel_refs()));
        let into_elements = is_collection && !WHOLE.contains(&name);
        let element = |value: &Val| -> Val {
            match value {
                Val::Ptr(places) if into_elements => Val::Ptr(places.iter().map(|p| p.then(Part::Item)).collect()),
                Val::Guard(inner, locks) if into_elements => match &**inner {
                    Val::Ptr(places) => {
                        let inner = Val::Ptr(places.iter().map(|p| p.then(Part::Item)).collect());
                        Val::Guard(Arc::new(inner), Arc::clone(locks))
                    }
                    _ => value.clone(),
                },
                Val::Ref(inner) if into_elements => match inner.field(Symbol::intern("[0]"), Part::Item) {
                    Val::Unknown => value.clone(),
                    field => Val::Ref(Arc::new(field)),
                },
                _ => value.clone(),
            }
        };
        let moved_out = is_collection && MOVES_OUT.contains(&name) && !matches!(ret.kind(), TyKind::Ref { .. });
        if moved_out {
            let taken = Taken { at: exprs.first().map_or(what.at, |e| self.span(*e)), held: held.clone() };
            return match first {
                Val::Ref(inner) => inner.field(Symbol::intern("[0]"), Part::Item),
                _ => Val::Load(first.targets().iter().map(|p| p.then(Part::Item)).collect(), Some(Arc::new(taken))),
            };
        }
        match ret.kind() {
            TyKind::Prim(_) | TyKind::Never => match first {
                // An address as a number, a copied number.
                Val::Ptr(_) | Val::Load(..) if by_value && !matches!(ret.kind(), TyKind::Prim(crate::resolve::ids::Prim::Bool)) => {
                    first.clone()
                }
                _ => Val::Fresh,
            },
            TyKind::Tuple(parts) if parts.is_empty() => Val::Fresh,
            TyKind::Ref { .. } | TyKind::Ptr { .. } => match first {
                Val::Fresh | Val::Known(_) => Val::Fresh,
                // `Once` cells hold what they give a reference to.
                Val::Ptr(places) if self.is_once(pointee.as_ref()) => Val::Ptr(places.iter().map(|p| p.then(Part::Deref)).collect()),
                Val::Ptr(places) if self.is_lock(pointee.as_ref()) => Val::Ptr(places.iter().map(|p| p.then(Part::Content)).collect()),
                Val::Ref(inner) if !into_elements && !inner.targets().is_empty() && self.is_view(pointee.as_ref()) => (**inner).clone(),
                Val::Guard(inner, _) => element(inner),
                _ => element(first),
            },
            _ => {
                if matches!(name, "collect" | "to_vec")
                    && self.is_collection(&ret)
                    && !matches!(first, Val::Fresh | Val::Unknown | Val::Known(_))
                {
                    return Val::Fields(None, Arc::from([(Symbol::intern("[0]"), first.clone())]));
                }
                let passes = by_value && (is_std_wrapper(name) || self.is_view(Some(&ret)) || !first.guards().is_empty());
                if passes {
                    return element(first);
                }
                if self.is_view(Some(&ret)) {
                    return element(first);
                }
                match first {
                    _ if by_value => first.clone(),
                    // An iterator's next element.
                    Val::Ref(inner) if name == "next" || name == "next_back" || name == "as_ref" || name == "as_mut" => (**inner).clone(),
                    Val::Fresh => Val::Fresh,
                    _ if values.iter().all(|v| matches!(v, Val::Fresh | Val::Known(_))) => Val::Fresh,
                    _ => Val::Unknown,
                }
            }
        }
    }

    fn is_once(&self, ty: Option<&Ty>) -> bool {
        ty.and_then(|ty| self.an.db_name(ty.peel_refs())).is_some_and(|n| n.as_str().starts_with("Once") || n.as_str().starts_with("Lazy"))
    }

    fn is_lock(&self, ty: Option<&Ty>) -> bool {
        ty.and_then(|ty| self.an.db_name(ty.peel_refs())).is_some_and(|n| matches!(n.as_str(), "Mutex" | "RwLock" | "ReentrantMutex"))
    }

    /// Types that are views of what they were made from: guards, iterators, entries, pointers.
    fn is_view(&self, ty: Option<&Ty>) -> bool {
        let Some(ty) = ty else { return false };
        match ty.kind() {
            TyKind::Ref { .. } | TyKind::Ptr { .. } => true,
            TyKind::Adt(id, args) => {
                let name = self.an.db.adt(*id).name.name;
                let name = name.as_str();
                let is_std = self.an.db.is_std(self.an.db.crate_of(id.unit));
                name.contains("Guard")
                    || matches!(name, "NonNull" | "Ref" | "RefMut" | "Arc" | "Rc" | "Box" | "ManuallyDrop" | "BorrowedHandle" | "Cow")
                    || (is_std
                        && (name.contains("Iter")
                            || matches!(
                                name,
                                "Values"
                                    | "Keys"
                                    | "Enumerate"
                                    | "Map"
                                    | "Filter"
                                    | "Rev"
                                    | "Entry"
                                    | "ValuesMut"
                                    | "Cloned"
                                    | "Copied"
                                    | "Take"
                                    | "Skip"
                                    | "Zip"
                                    | "Chain"
                                    | "FilterMap"
                                    | "Peekable"
                            )))
                    || (name == "PoisonError" && !args.is_empty())
            }
            _ => false,
        }
    }

    /// A clone: of a pointer the same pointer, of plain handles copies, of anything else a value of this thread.
    pub(super) fn cloned(&mut self, of: &Val, ty: &Ty) -> Val {
        if !self.copies(ty, 0) {
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

    /// Whether a clone of the type still stands for what the original did.
    fn copies(&mut self, ty: &Ty, depth: usize) -> bool {
        match ty.kind() {
            TyKind::Ref { .. } | TyKind::Ptr { .. } | TyKind::Prim(_) | TyKind::FnPtr { .. } | TyKind::Unknown | TyKind::Param(..) => true,
            TyKind::Tuple(parts) => parts.iter().any(|p| self.copies(p, depth + 1)),
            TyKind::Array(element, _) => self.copies(element, depth + 1),
            TyKind::Adt(id, args) => {
                let db = self.an.db;
                let name = db.adt(*id).name.name;
                if db.is_std(db.crate_of(id.unit)) {
                    return match name.as_str() {
                        "Arc" | "Rc" | "Weak" | "NonNull" | "Sender" | "SyncSender" | "Thread" => true,
                        "Option" | "Result" | "Pin" => args.first().is_some_and(|a| self.copies(a, depth + 1)),
                        _ => false,
                    };
                }
                let types: Vec<Ty> = db.field_types(*id).iter().flatten().map(|t| t.subst(args)).collect();
                depth < 6 && types.iter().any(|t| self.copies(t, depth + 1))
            }
            _ => false,
        }
    }

    /// Constructors: a box or `Arc` around a value leads to it.
    fn made(&mut self, id: ExprId, of: &str, name: &str, values: &[Val]) -> Val {
        let first = values.first().cloned().unwrap_or(Val::Fresh);
        match (of, name) {
            ("Box" | "Arc" | "Rc", "new" | "from" | "pin") => {
                let number = self.an.made_by(self.owner, id);
                let place = Place::root(Root::Made(number));
                self.publish(std::slice::from_ref(&place), &first);
                Val::to(place)
            }
            ("Mutex" | "RwLock" | "RefCell" | "Cell" | "UnsafeCell" | "OnceLock" | "ReentrantLock", "new" | "from") => {
                Val::Fields(None, Arc::from([(Symbol::intern("<content>"), first)]))
            }
            (_, "into_raw" | "leak" | "new_unchecked" | "from_ref" | "from_mut" | "into") => match first {
                Val::Adopted(inner, _) => (*inner).clone(),
                other => other,
            },
            ("NonNull" | "ManuallyDrop" | "AssertUnwindSafe" | "Pin", _) => match first {
                Val::Adopted(inner, _) if of == "ManuallyDrop" => (*inner).clone(),
                other => other,
            },
            _ => match first {
                Val::Fresh | Val::Known(_) => Val::Fresh,
                _ if values.len() == 1 => first,
                _ => Val::Fresh,
            },
        }
    }

    /// What a method says of whether a lock was taken, or makes where it was.
    fn of_outcome(&mut self, outcome: &Arc<Outcome>, name: &str, values: &[Val], ran: Option<&Val>, ret: &Ty) -> Option<Val> {
        let means = |taken| Some(Val::Outcome(Arc::new(Outcome { lock: outcome.lock.clone(), taken })));
        match (name, outcome.taken) {
            ("is_ok" | "is_some", Means::Success) => means(Means::True),
            ("is_err" | "is_none", Means::Success) => means(Means::False),
            ("ok" | "as_ref" | "copied" | "as_bool", taken) => means(taken),
            ("map" | "and_then" | "then" | "then_some", Means::Success | Means::True) => {
                // What is made where it was taken may be its guard.
                let made = ran.or(values.get(1)).cloned().unwrap_or(Val::Unknown);
                let mut is_guard = false;
                ret.walk(&mut |part| is_guard |= part.as_adt().is_some_and(|(id, _)| self.an.extra.contains(&id)));
                Some(if is_guard { Val::Guard(Arc::new(made), Arc::from([outcome.lock.clone()])) } else { made })
            }
            _ => None,
        }
    }

    /// An exchange: what was there, and whether a flag was taken by it.
    fn exchanged(&mut self, what: &Outside<'_>, name: &str, first: &Val, values: &[Val], taken: Option<Arc<Taken>>) -> Val {
        let places = first.targets();
        let sets = match name {
            "swap" | "fetch_or" => values.get(1).and_then(Val::as_bool) == Some(true),
            "compare_exchange" | "compare_exchange_weak" => {
                values.get(1).and_then(Val::as_bool) == Some(false) && values.get(2).and_then(Val::as_bool) == Some(true)
            }
            _ => false,
        };
        if let ([place], true) = (places.as_slice(), sets) {
            self.an.flags.insert(place.clone());
            let lock = Lock { place: Some(place.clone()), mode: crate::models::schema::LockMode::Exclusive, taken_at: what.at };
            let means = if name.starts_with("compare") { Means::Success } else { Means::False };
            return Val::Outcome(Arc::new(Outcome { lock, taken: means }));
        }
        Val::Load(places.into(), taken)
    }

    /// `as_mut` and its like on the instance's own pointer.
    fn note_exclusive(&mut self, what: &Outside<'_>, name: &str, first: &Val, held: &Held) {
        // `NonNull`'s methods take the pointer by reference.
        let first = match first {
            Val::Ref(inner) => inner,
            first => first,
        };
        let Val::Ptr(places) = first else { return };
        let Some((function, args)) = &what.function else { return };
        let sig = self.an.db.fn_sig(*function);
        let param = sig.params.first().map(|p| p.subst(args));
        let is_raw = |ty: &Ty| match ty.peel_refs().kind() {
            TyKind::Ptr { .. } => true,
            TyKind::Adt(id, _) => self.an.db.adt(*id).name.name == "NonNull",
            _ => false,
        };
        let takes_raw = param.as_ref().is_some_and(is_raw);
        let mut gives_exclusive = false;
        what.ret.walk(&mut |part| gives_exclusive |= matches!(part.kind(), TyKind::Ref { mutable: true, .. }));
        let boxes = name == "from_raw" && what.shown.starts_with("Box");
        if (takes_raw && gives_exclusive) || boxes {
            let places = Arc::clone(places);
            let by = if boxes { "Box::from_raw" } else { what.shown };
            self.exclusive_of(&places, &exclusive_type(what.ret), what.at, by, held);
        }
    }
}

/// Whether a lock was taken, behind a reference too.
fn outcome_of(value: &Val) -> Option<Arc<Outcome>> {
    match value {
        Val::Outcome(outcome) => Some(Arc::clone(outcome)),
        Val::Ref(inner) => outcome_of(inner),
        _ => None,
    }
}

/// The type behind `&mut T`, `Option<&mut T>`, `Box<T>`.
fn exclusive_type(ret: &Ty) -> Ty {
    let mut ty = ret.clone();
    for _ in 0..4 {
        ty = match ty.kind() {
            TyKind::Ref { ty, .. } => return ty.clone(),
            TyKind::Adt(_, args) => match args.first() {
                Some(inner) => inner.clone(),
                None => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

/// Methods that give what is in the value they take.
fn is_std_wrapper(name: &str) -> bool {
    matches!(
        name,
        "unwrap"
            | "expect"
            | "unwrap_or"
            | "unwrap_or_default"
            | "unwrap_unchecked"
            | "ok"
            | "err"
            | "ok_or"
            | "ok_or_else"
            | "as_deref"
            | "into_inner"
            | "flatten"
            | "filter"
            | "or"
            | "xor"
            | "map_err"
            | "inspect"
            | "cast"
            | "cast_mut"
            | "cast_const"
            | "add"
            | "offset"
            | "sub"
            | "transmute"
            | "into_iter"
            | "collect"
    )
}
