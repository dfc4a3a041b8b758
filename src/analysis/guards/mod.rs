//! Which guards are alive where: the exact lifetimes of lock guards in one body.
//!
//! A body is lowered to a small control-flow graph with scopes, temporaries, moves and drops (`lower`), in which only
//! values count that own a guard (`types`); a forward analysis (`dataflow`) then says for each call which guards
//! are alive when it starts. Unwinding is left out: a panic ends the story. Knows nothing of locks' identities, models
//! and lints: it says which expression acquired a guard, and others name the lock.

mod cfg;
mod dataflow;
mod lower;
#[cfg(test)]
mod tests;
pub mod types;

use rustc_hash::FxHashMap;

use self::types::GuardTypes;
use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::source::Symbol;
use crate::syntax::body::{ExprId, PatId};

/// Where a guard comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// That call gave it (`lock()`, `read()`, or a function whose result contains one).
    Call(ExprId),
    /// The function or closure was given it: the parameter's pattern.
    Param(PatId),
    /// `self` is or contains it.
    SelfParam,
    /// The closure or async block captured that variable by value.
    Captured(PatId),
}

impl Source {
    /// The call that gave it.
    pub fn expr(self) -> Option<ExprId> {
        match self {
            Self::Call(expr) => Some(expr),
            _ => None,
        }
    }
}

/// A guard that is alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGuard {
    /// `MutexGuard`, …; of a wrapper the wrapper's own name.
    pub ty_name: Symbol,
    /// Who acquired it.
    pub acquired_by: Source,
    /// Whether it is alive on every path that leads here, and there whatever the value's variant is.
    pub must: bool,
    /// Whether it is a field of another type, or captured by a closure.
    pub wrapper: bool,
    /// Whether it was given to `mem::forget`: no value is left, but the lock stays held.
    pub is_forgotten: bool,
}

/// A place that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Point {
    /// The call starts: its arguments are evaluated, and those passed by value are no longer the caller's.
    Call(ExprId),
    /// A place or value has been evaluated: what it is read or written through is alive.
    Access(ExprId),
    /// The variable goes out of scope.
    Drop(PatId),
}

/// The guards of one body. Closures and async blocks that stand in it are included, each as a function of its own:
/// what is held where they are called is not.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// By call, method call, and expression that calls something without saying so (`for`: each turn).
    pub at: FxHashMap<ExprId, Vec<HeldGuard>>,
    /// The same in the compiler's view: types of whole locals that were written and not yet moved, dropped or out of
    /// scope, whatever is left in them; parameters are not among them.
    pub compiler: FxHashMap<ExprId, Vec<Symbol>>,
    /// By expression: what is alive when it has been evaluated, and what it means is read, written or borrowed.
    pub at_access: FxHashMap<ExprId, Vec<HeldGuard>>,
    /// By variable: what is alive when it goes out of scope, if it was not moved before.
    pub at_drop: FxHashMap<PatId, Vec<HeldGuard>>,
}

impl Held {
    /// The guards alive when that call starts.
    pub fn at(&self, call: ExprId) -> &[HeldGuard] {
        self.at.get(&call).map_or(&[], Vec::as_slice)
    }

    /// The guards alive when that place is accessed.
    pub fn at_access(&self, place: ExprId) -> &[HeldGuard] {
        self.at_access.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The names of the standard guards that the compiler's view of the body shows there, sorted.
    pub fn names(&self, call: ExprId) -> &[Symbol] {
        self.compiler.get(&call).map_or(&[], Vec::as_slice)
    }

    /// All of those, for a call graph.
    pub fn into_names(self) -> FxHashMap<ExprId, Vec<String>> {
        self.compiler.into_iter().map(|(call, names)| (call, names.iter().map(ToString::to_string).collect())).collect()
    }
}

/// The names of the guards that the compiler's view of a body shows, by call. Bodies whose types name none are not
/// looked into, and neither are the types' fields.
pub fn names_of_body<'a>(db: &'a Db, owner: BodyOwner, types: &GuardTypes<'a>) -> FxHashMap<ExprId, Vec<Symbol>> {
    let Some(inference) = db.inference(owner) else { return FxHashMap::default() };
    let mut all = inference.expr_types.iter().chain(&inference.pat_types).chain(&inference.self_type);
    if all.any(|ty| types.named(ty).is_some()) { lowered(db, owner, types).compiler } else { FxHashMap::default() }
}

/// The guards of a body; nothing for a declaration.
pub fn of_body(db: &Db, owner: BodyOwner) -> Held {
    of_body_with(db, owner, &GuardTypes::new(db))
}

/// The same with answers about types that are shared between bodies, and guards beyond those known by name.
pub fn of_body_with<'a>(db: &'a Db, owner: BodyOwner, types: &GuardTypes<'a>) -> Held {
    let Some(inference) = db.inference(owner) else { return Held::default() };
    let mut all = inference.expr_types.iter().chain(&inference.pat_types).chain(&inference.self_type);
    if all.any(|ty| types.info(ty).is_some() || types.named(ty).is_some()) { lowered(db, owner, types) } else { Held::default() }
}

/// The guards of a body that has some.
fn lowered<'a>(db: &'a Db, owner: BodyOwner, types: &GuardTypes<'a>) -> Held {
    let mut held = Held::default();
    let (Some(data), Some(inference)) = (db.body(owner), db.inference(owner)) else { return held };
    let mut points = FxHashMap::default();
    for mut cfg in lower::lower(db, owner, &data, &inference, types) {
        dataflow::run(&mut cfg, types, &mut points);
    }
    for (point, found) in points {
        match point {
            Point::Call(expr) => {
                if !found.guards.is_empty() {
                    held.at.insert(expr, found.guards);
                }
                if !found.named.is_empty() {
                    held.compiler.insert(expr, found.named);
                }
            }
            Point::Access(expr) => {
                if !found.guards.is_empty() {
                    held.at_access.insert(expr, found.guards);
                }
            }
            Point::Drop(pat) => {
                if !found.guards.is_empty() {
                    held.at_drop.insert(pat, found.guards);
                }
            }
        }
    }
    held
}
