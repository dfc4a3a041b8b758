//! Which types hold a guard by value, and which the compiler's own view of a body would call guards.
//!
//! Two questions are kept apart. *Holds*: a value of the type owns a guard, so that a lock is held while it lives
//! (fields, tuples, `Option`, `Box`, `Vec`, captured variables). *Named*: the type's text names a standard guard,
//! which is all that a reader of MIR can see. Knows nothing of bodies.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::resolve::defs::AdtKind;
use crate::resolve::ids::AdtId;
use crate::resolve::infer::solve::Solver;
use crate::resolve::ty::{Args, FutureOf, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// Guards of std, `parking_lot` and their like, by the names under which a call graph reports them.
const STANDARD: &[&str] = &[
    "MutexGuard",
    "MappedMutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "ReentrantLockGuard",
    "ReentrantMutexGuard",
    "ArcMutexGuard",
];

/// Guards of other lock crates, and of std's streams.
const FURTHER: &[&str] = &[
    "MappedRwLockReadGuard",
    "MappedRwLockWriteGuard",
    "MappedReentrantMutexGuard",
    "RwLockUpgradableReadGuard",
    "RwLockUpgradableGuard",
    "RwLockUpgradeableGuard",
    "RwLockMappedWriteGuard",
    "ArcRwLockReadGuard",
    "ArcRwLockWriteGuard",
    "ArcRwLockUpgradableReadGuard",
    "ArcReentrantMutexGuard",
    "OwnedMutexGuard",
    "OwnedMappedMutexGuard",
    "OwnedRwLockReadGuard",
    "OwnedRwLockWriteGuard",
    "OwnedRwLockMappedWriteGuard",
    "SpinMutexGuard",
    "TicketMutexGuard",
    "FairMutexGuard",
    "MappedFairMutexGuard",
    "ShardedLockReadGuard",
    "ShardedLockWriteGuard",
    "StdoutLock",
    "StderrLock",
    "StdinLock",
];

/// std's types that name another type without owning a value of it.
const BORROWING: &[&str] = &[
    "PhantomData",
    "NonNull",
    "Weak",
    "AtomicPtr",
    "Iter",
    "IterMut",
    "Ref",
    "RefMut",
    "Chunks",
    "ChunksMut",
    "Windows",
    "Keys",
    "Values",
    "ValuesMut",
    "Entry",
    "OccupiedEntry",
    "VacantEntry",
    "PeekMut",
    "LocalKey",
    "Sender",
    "SyncSender",
    "JoinHandle",
    "ScopedJoinHandle",
];

/// std's types that own exactly one value of their argument.
const OWNING_ONE: &[&str] = &[
    "Box",
    "Rc",
    "Arc",
    "PoisonError",
    "Pin",
    "ManuallyDrop",
    "AssertUnwindSafe",
    "Cell",
    "RefCell",
    "UnsafeCell",
    "SyncUnsafeCell",
    "Mutex",
    "RwLock",
    "Reverse",
    "Wrapping",
    "Saturating",
];

/// What a type owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// The guard's name, or that of the type around it where that is not std's.
    pub name: Symbol,
    /// Whether the guard is a field of another type, or captured by a closure.
    pub wrapper: bool,
    /// Whether every value of the type owns one: `Option` does not, a lock's `Result` does.
    pub definite: bool,
    /// Whether it owns one only where it is the error of a poisoned lock.
    pub poisoned: bool,
}

/// Answers for types, remembered.
pub struct GuardTypes<'a> {
    db: &'a Db,
    known: RefCell<FxHashMap<Ty, Option<Info>>>,
    named: RefCell<FxHashMap<Ty, Option<Symbol>>>,
    /// Closures and async blocks, once the bodies that they stand in were looked at.
    closures: RefCell<FxHashMap<(BodyOwner, ExprId), Option<Info>>>,
    extra: FxHashSet<AdtId>,
}

impl<'a> GuardTypes<'a> {
    /// With the guards that are known by name.
    pub fn new(db: &'a Db) -> Self {
        Self::with(db, FxHashSet::default())
    }

    /// With more: RAII types that a `Drop` impl was seen to make guards.
    pub fn with(db: &'a Db, extra: FxHashSet<AdtId>) -> Self {
        Self { db, known: RefCell::default(), named: RefCell::default(), closures: RefCell::default(), extra }
    }

    /// Whether the type is one that its `Drop` alone makes a guard.
    pub fn is_extra(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(id, _)| self.extra.contains(&id))
    }

    /// Whether a value of the type owns a guard.
    pub fn info(&self, ty: &Ty) -> Option<Info> {
        match ty.kind() {
            // What a closure captures is known once it was lowered: not a thing to remember before.
            TyKind::Closure(owner, expr, _) | TyKind::Future { of: FutureOf::Block(owner, expr), .. } => {
                return self.closures.borrow().get(&(*owner, *expr)).copied().flatten();
            }
            TyKind::Prim(_) | TyKind::Never | TyKind::Ref { .. } | TyKind::Ptr { .. } | TyKind::FnDef(..) | TyKind::Unknown => return None,
            _ => {}
        }
        if let Some(known) = self.known.borrow().get(ty) {
            return *known;
        }
        // A type that contains itself owns nothing by that.
        self.known.borrow_mut().insert(ty.clone(), None);
        let found = self.find(ty);
        if mentions_closure(ty) {
            self.known.borrow_mut().remove(ty);
        } else {
            self.known.borrow_mut().insert(ty.clone(), found);
        }
        found
    }

    fn find(&self, ty: &Ty) -> Option<Info> {
        match ty.kind() {
            TyKind::Adt(id, args) => self.adt(*id, args),
            TyKind::Tuple(parts) => self.all_of(parts),
            TyKind::Array(element, _) => self.info(element),
            TyKind::Opaque(id, index, args) => self.info(&self.db.revealed_opaque(*id, *index, args)?),
            TyKind::Future { of: FutureOf::Fn(id, args), .. } => {
                let sig = self.db.fn_sig(*id);
                let info = sig.params.iter().find_map(|p| self.info(&self.normal(&p.subst(args))))?;
                Some(Info { wrapper: true, ..info })
            }
            _ => None,
        }
    }

    fn all_of(&self, parts: &[Ty]) -> Option<Info> {
        let mut infos = parts.iter().filter_map(|p| self.info(p));
        let first = infos.next()?;
        let mut all = first;
        for info in infos {
            all.definite |= info.definite;
            all.poisoned &= info.poisoned;
        }
        Some(all)
    }

    fn adt(&self, id: AdtId, args: &Args) -> Option<Info> {
        let data = self.db.adt(id);
        let name = data.name.name;
        let is = |list: &[&str]| list.contains(&name.as_str());
        if is(STANDARD) || is(FURTHER) || self.extra.contains(&id) {
            return Some(Info { name, wrapper: false, definite: true, poisoned: false });
        }
        let is_std = self.db.is_std(self.db.crate_of(id.unit));
        if is_std && (is(BORROWING) || args.is_empty()) {
            return None;
        }
        if is_std && data.kind != AdtKind::Enum {
            let info = args.iter().find_map(|a| self.info(a))?;
            return Some(Info { definite: info.definite && is(OWNING_ONE), ..info });
        }
        let variants = self.fields(id, args);
        let mut found: Option<Info> = None;
        let mut definite = true;
        let mut poisoned = true;
        for fields in &variants {
            match self.all_of(fields) {
                Some(info) => {
                    definite &= info.definite;
                    poisoned &= info.poisoned || fields.iter().all(|ty| self.is_poison(ty));
                    found = found.or(Some(info));
                }
                None => definite = false,
            }
        }
        let found = found?;
        Some(if is_std { Info { definite, poisoned, ..found } } else { Info { name, wrapper: true, definite, poisoned } })
    }

    /// `PoisonError`: its value owns a guard, but there is none while all goes well.
    fn is_poison(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(id, _)| self.db.is_std(self.db.crate_of(id.unit)) && self.db.adt(id).name.name == "PoisonError")
    }

    /// The types of the fields of a struct or enum, by variant.
    pub fn fields(&self, id: AdtId, args: &Args) -> Vec<Vec<Ty>> {
        let fields = self.db.field_types(id);
        fields.iter().map(|v| v.iter().map(|ty| self.normal(&ty.subst(args))).collect()).collect()
    }

    fn normal(&self, ty: &Ty) -> Ty {
        if ty.has_alias() { Solver::new(self.db, Arc::default()).normalize(ty) } else { ty.clone() }
    }

    /// The standard guard that the type's text names; never that of a reference or pointer.
    pub fn named(&self, ty: &Ty) -> Option<Symbol> {
        if matches!(ty.kind(), TyKind::Ref { .. } | TyKind::Ptr { .. } | TyKind::Prim(_)) {
            return None;
        }
        if let Some(known) = self.named.borrow().get(ty) {
            return *known;
        }
        let found = self.first_named(ty);
        self.named.borrow_mut().insert(ty.clone(), found);
        found
    }

    fn first_named(&self, ty: &Ty) -> Option<Symbol> {
        match ty.kind() {
            TyKind::Adt(id, args) => {
                let name = self.db.adt(*id).name.name;
                if STANDARD.contains(&name.as_str()) { Some(name) } else { args.iter().find_map(|a| self.first_named(a)) }
            }
            TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } | TyKind::Slice(ty) | TyKind::Array(ty, _) => self.first_named(ty),
            TyKind::Tuple(parts) => parts.iter().find_map(|p| self.first_named(p)),
            TyKind::FnPtr { params, ret } => params.iter().chain([ret]).find_map(|p| self.first_named(p)),
            TyKind::Dyn(dyn_ty) => {
                let args = dyn_ty.traits.iter().flat_map(|(_, args)| args.iter());
                args.chain(dyn_ty.bindings.iter().map(|(_, _, ty)| ty)).find_map(|p| self.first_named(p))
            }
            _ => None,
        }
    }

    /// Say what a closure or async block captures.
    pub fn captures(&self, owner: BodyOwner, expr: ExprId, guard: Option<Info>) {
        self.closures.borrow_mut().insert((owner, expr), guard);
    }
}

fn mentions_closure(ty: &Ty) -> bool {
    let mut found = false;
    ty.walk(&mut |part| found |= matches!(part.kind(), TyKind::Closure(..) | TyKind::Future { .. }));
    found
}
