//! A body as a graph of blocks whose operations say what happens to guards.
//!
//! Only values that own guards are written down: a variable or temporary of another type has no operations. Places
//! are paths below locals, as far as the body takes values apart. Knows nothing of syntax.

use rustc_hash::FxHashMap;

use super::types::{GuardTypes, Info};
use super::{Point, Source};
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;

/// A variable or temporary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LocalId(pub u32);

/// A place: a local, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PathId(pub u32);

/// A block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct BlockId(pub u32);

/// A step from a place to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// Of a struct, variant, tuple or array.
    Field { variant: u32, index: u32 },
    /// What a `Box` points to.
    Deref,
}

/// What is known of a local.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// What its type is said to be in the compiler's view.
    pub named: Option<Symbol>,
    /// Whether it is a parameter itself, or a captured variable.
    pub is_param: bool,
}

/// What is known of a place.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub local: LocalId,
    pub parent: Option<(PathId, Key)>,
    pub ty: Ty,
    pub info: Option<Info>,
}

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// The local is written as a whole.
    Live(LocalId),
    /// What `from` owns is now owned by `to`; a local moved as a whole ends.
    Move { from: PathId, to: PathId },
    /// The same by way of a reference (`Option::take`): the place stays, empty.
    Take { from: PathId, to: PathId },
    /// A call's result: what went into it, or a new guard where nothing did.
    Produce { from: Vec<PathId>, to: PathId, by: Source },
    /// Moved to where it is dropped, or stored out of sight.
    Consume(PathId),
    /// Moved into `mem::forget`.
    Forget(PathId),
    /// Dropped because something else is written there.
    Drop(PathId),
    /// The end of the local's scope.
    Dead(LocalId),
    /// The value is of that variant from here on.
    Refine { path: PathId, variant: u32 },
    /// A place whose guards are asked for, other than those that are being passed by value.
    Point { point: Point, moved: Vec<PathId> },
}

/// A block.
#[derive(Clone, Debug, Default)]
pub(super) struct BasicBlock {
    pub ops: Vec<Op>,
    pub next: Vec<BlockId>,
}

/// The graph of one function, closure or async block.
#[derive(Clone, Debug, Default)]
pub(super) struct Cfg {
    pub locals: Vec<Local>,
    pub paths: Vec<Path>,
    pub blocks: Vec<BasicBlock>,
    /// What is owned when it starts: parameters and captured variables.
    pub given: Vec<(PathId, Source)>,
    roots: FxHashMap<LocalId, PathId>,
    children: FxHashMap<(PathId, Key), PathId>,
}

impl Cfg {
    pub(super) fn block(&mut self) -> BlockId {
        self.blocks.push(BasicBlock::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// A local; with a place of its own where its type concerns guards.
    pub(super) fn local(&mut self, ty: &Ty, types: &GuardTypes<'_>, is_param: bool) -> LocalId {
        let id = LocalId(self.locals.len() as u32);
        let named = types.named(ty);
        let info = types.info(ty);
        self.locals.push(Local { named, is_param });
        if named.is_some() || info.is_some() {
            let path = self.path(Path { local: id, parent: None, ty: ty.clone(), info });
            self.roots.insert(id, path);
        }
        id
    }

    /// The place of a local, if its type concerns guards.
    pub(super) fn root(&self, local: LocalId) -> Option<PathId> {
        self.roots.get(&local).copied()
    }

    pub(super) fn at(&self, id: PathId) -> &Path {
        &self.paths[id.0 as usize]
    }

    fn path(&mut self, path: Path) -> PathId {
        self.paths.push(path);
        PathId(self.paths.len() as u32 - 1)
    }

    /// A part of a place; `None` where it owns no guard.
    pub(super) fn child(&mut self, parent: PathId, key: Key, types: &GuardTypes<'_>) -> Option<PathId> {
        if let Some(known) = self.children.get(&(parent, key)) {
            return Some(*known);
        }
        let ty = part(&self.at(parent).ty, key, types)?;
        let info = types.info(&ty);
        if info.is_none() && types.named(&ty).is_none() {
            return None;
        }
        let local = self.at(parent).local;
        let path = self.path(Path { local, parent: Some((parent, key)), ty, info });
        self.children.insert((parent, key), path);
        Some(path)
    }

    /// All parts of a place in one variant that own guards.
    pub(super) fn parts(&mut self, parent: PathId, variant: u32, types: &GuardTypes<'_>) -> Vec<PathId> {
        let ty = self.at(parent).ty.clone();
        let count = match ty.kind() {
            TyKind::Tuple(parts) => parts.len(),
            TyKind::Array(_, len) => match len.kind() {
                TyKind::ConstInt(n) => usize::try_from(*n).unwrap_or(0).min(64),
                _ => 0,
            },
            TyKind::Adt(id, args) => types.fields(*id, args).get(variant as usize).map_or(0, Vec::len),
            _ => 0,
        };
        (0..count as u32).filter_map(|index| self.child(parent, Key::Field { variant, index }, types)).collect()
    }

    /// The places from the local down to `id`, the local's first.
    pub(super) fn chain(&self, id: PathId) -> Vec<PathId> {
        let mut out = vec![id];
        while let Some((parent, _)) = self.at(out[out.len() - 1]).parent {
            out.push(parent);
        }
        out.reverse();
        out
    }

    /// Whether `below` is a part of `above`.
    pub(super) fn is_within(&self, below: PathId, above: PathId) -> bool {
        let mut at = below;
        while let Some((parent, _)) = self.at(at).parent {
            if parent == above {
                return true;
            }
            at = parent;
        }
        false
    }
}

impl Cfg {
    /// The variant of `above` that `below` is a part of.
    pub(super) fn variant_within(&self, below: PathId, above: PathId) -> Option<u32> {
        let mut at = below;
        while let Some((parent, key)) = self.at(at).parent {
            if parent == above {
                return match key {
                    Key::Field { variant, .. } => Some(variant),
                    Key::Deref => None,
                };
            }
            at = parent;
        }
        None
    }
}

/// The type of a part.
fn part(ty: &Ty, key: Key, types: &GuardTypes<'_>) -> Option<Ty> {
    match (ty.kind(), key) {
        (TyKind::Tuple(parts), Key::Field { index, .. }) => parts.get(index as usize).cloned(),
        (TyKind::Array(element, _), Key::Field { .. }) => Some(element.clone()),
        (TyKind::Adt(id, args), Key::Field { variant, index }) => {
            types.fields(*id, args).get(variant as usize)?.get(index as usize).cloned()
        }
        // Only `Box` is moved out of by `*`.
        (TyKind::Adt(_, args), Key::Deref) => args.first().cloned(),
        _ => None,
    }
}
