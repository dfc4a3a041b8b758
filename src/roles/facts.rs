//! What the bodies of a package say about tables.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::resolve::ids::{ConstId, CrateId, FnId};
use crate::resolve::ty::Args;
use crate::source::{Span, Symbol};
use crate::syntax::body::ExprId;

use super::place::{Root, Slot};
use super::role::Role;
use super::shape::Shape;

/// A table written as a struct literal.
#[derive(Clone, Debug)]
pub struct LiteralFact {
    /// The body.
    pub owner: BodyOwner,
    /// The literal.
    pub expr: ExprId,
    /// What it is.
    pub shape: Shape,
    /// The struct's name in it.
    pub span: Span,
    /// Entry points, with the fields' values.
    pub fields: Vec<(Role, ExprId)>,
    /// `..base`
    pub base: Option<ExprId>,
}

/// A store into one field of a table.
#[derive(Clone, Debug)]
pub struct StoreFact {
    /// The body.
    pub owner: BodyOwner,
    /// What table.
    pub shape: Shape,
    /// Which field.
    pub role: Role,
    /// The value.
    pub value: ExprId,
}

/// A call, or a mention of a function as a value (then without arguments).
#[derive(Clone, Debug)]
pub struct Site {
    /// The body that it stands in.
    pub caller: BodyOwner,
    /// The call.
    pub expr: ExprId,
    /// Generic arguments, in the caller's parameters.
    pub args: Args,
    /// Arguments, `self` first.
    pub values: Vec<ExprId>,
}

/// A use of a constant, variable, static or result.
#[derive(Clone, Debug)]
pub struct UseFact {
    /// What is used.
    pub source: Root,
    /// Fields of it that were taken.
    pub taken: Vec<Symbol>,
    /// With what.
    pub site: Site,
}

/// What a slot is filled with.
#[derive(Clone, Debug)]
pub enum Content {
    /// A literal: index into [`Facts::literals`].
    Literal(usize),
    /// A copy: index into [`Facts::uses`].
    Copy(usize),
    /// A store: index into [`Facts::stores`].
    Store(usize),
}

/// All facts.
#[derive(Default)]
pub struct Facts {
    /// Literals, in the order of bodies and places.
    pub literals: Vec<LiteralFact>,
    /// Stores.
    pub stores: Vec<StoreFact>,
    /// Uses.
    pub uses: Vec<UseFact>,
    /// By root: what is put where in it.
    pub contents: BTreeMap<Root, Vec<(Vec<Symbol>, Content)>>,
    /// By literal: uses that are its base.
    pub bases: FxHashMap<(BodyOwner, ExprId), Vec<usize>>,
    /// Roots that are copied elsewhere: their own value is a table only if something else is done with it too.
    pub copied: FxHashSet<Root>,
    /// Roots that are used in ways that are not followed.
    pub lost: FxHashSet<Root>,
    /// By function: its calls.
    pub sites: BTreeMap<FnId, Vec<Site>>,
    /// By constant: its uses.
    pub const_uses: BTreeMap<ConstId, Vec<Site>>,
    /// The crate on whose behalf a body was looked at.
    pub crates: FxHashMap<BodyOwner, CrateId>,
}

impl Facts {
    /// The names of what holds or hands on a table.
    pub fn reached_names(&self, db: &Db, names: &mut FxHashSet<Symbol>) {
        for root in self.contents.keys() {
            if !self.has_table(root, 0) {
                continue;
            }
            match root {
                Root::Const(id) => names.insert(db.const_data(*id).name.name),
                Root::Static(id) => names.insert(db.static_data(*id).name.name),
                Root::Result(id) => names.insert(db.fn_data(*id).name.name),
                Root::Local(BodyOwner::Fn(id), _) | Root::This(id) => names.insert(db.fn_data(*id).name.name),
                _ => false,
            };
        }
    }

    fn has_table(&self, root: &Root, depth: u32) -> bool {
        depth < 16
            && self.contents.get(root).is_some_and(|contents| {
                contents.iter().any(|(_, content)| match content {
                    Content::Literal(_) | Content::Store(_) => true,
                    Content::Copy(index) => self.has_table(&self.uses[*index].source, depth + 1),
                })
            })
    }

    /// Note what a slot is filled with.
    pub fn put(&mut self, slot: Slot, content: Content) {
        self.contents.entry(slot.root).or_default().push((slot.path, content));
    }
}
