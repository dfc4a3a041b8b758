//! A table on its way from where it is written to where it rests.

use std::collections::BTreeMap;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::ids::FnId;
use crate::source::Span;
use crate::syntax::body::ExprId;

use super::place::Root;
use super::role::Role;
use super::shape::Shape;
use super::value::Value;

/// A value of a field and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub value: Value,
    /// Where.
    pub span: Span,
}

/// Where a partial starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// At a literal.
    Literal(BodyOwner, ExprId),
    /// At a variable that is filled.
    Variable(Root),
}

/// What the fields are that nothing names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Zero.
    Default,
    /// Not known.
    Unknown,
}

/// A table on its way.
#[derive(Clone, Debug)]
pub struct Partial {
    /// Where it starts.
    pub origin: Origin,
    /// What holds it first.
    pub root: Root,
    /// What changed it on the way.
    pub changed: Vec<Root>,
    /// What it is; `None` while only a parameter's place is known.
    pub shape: Option<Shape>,
    /// Its place: the literal's name or the variable's.
    pub span: Span,
    /// Fields that are named.
    pub fields: BTreeMap<Role, Vec<Found>>,
    /// The others.
    pub rest: Rest,
    /// The parameter that it is a copy of.
    pub hole: Option<(FnId, usize)>,
}

impl Partial {
    /// Whether two are the same table: begun at one place, changed by the same, with the same in it.
    pub fn is_same(&self, other: &Self) -> bool {
        self.origin == other.origin && self.changed == other.changed && self.fields == other.fields
    }

    /// Whether it depends on how the item around it is used.
    pub fn is_open(&self) -> bool {
        self.hole.is_some() || self.fields.values().flatten().any(|found| found.value.is_open())
    }

    /// Take over what is stored into fields.
    pub fn add(&mut self, stores: &Self) {
        self.shape = larger(self.shape, stores.shape);
        for (role, values) in &stores.fields {
            let known = self.fields.entry(*role).or_default();
            for value in values {
                if !known.contains(value) {
                    known.push(value.clone());
                }
            }
        }
    }

    /// Take what is not named from a base.
    pub fn complete(&mut self, base: &Self) {
        self.rest = base.rest;
        self.hole = base.hole;
        for (role, values) in &base.fields {
            self.fields.entry(*role).or_insert_with(|| values.clone());
        }
    }
}

/// Of two versions of one piece of memory, the one with more fields.
fn larger(a: Option<Shape>, b: Option<Shape>) -> Option<Shape> {
    match (a, b) {
        (Some(Shape::Platform(x, _)), Some(Shape::Platform(y, _))) => {
            if x >= y {
                a
            } else {
                b
            }
        }
        (None, other) => other,
        (known, _) => known,
    }
}
