//! What is known of a value: which places it leads to or came from, and what guards are in it.
//!
//! What is not known is [`Val::Unknown`]: it leads nowhere, and nothing is said of it. Where values of several paths meet,
//! all places are kept, since a value that may lead to a place may be used on it.

use std::sync::Arc;

use super::lock::{Held, Lock};
use super::place::{Part, Place};
use crate::analysis::value::Val as Known;
use crate::models::schema::KernelObject;
use crate::resolve::ids::{FnId, VariantId};
use crate::resolve::infer::BodyOwner;
use crate::resolve::limits::{self, Limit};
use crate::resolve::ty::Args;
use crate::source::{Span, Symbol};
use crate::syntax::body::{ExprId, PatId};

/// How many places one value is followed to.
const PLACES: usize = 6;
const TOO_MANY: Limit = Limit::new("values may lead to more than {} places; the others are not compared", PLACES);
/// How deep values nest.
const DEPTH: usize = 6;
const TOO_DEEP: Limit = Limit::new("values given to functions nest more than {} deep; what the inner ones lead to is not compared", DEPTH);

/// How many parts a value may have.
const MOST_PARTS: usize = 1_000;

/// Places that a value may be about.
pub type Places = Arc<[Place]>;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Val {
    /// Nothing is known.
    Unknown,
    /// Made here, and not of anything shared.
    Fresh,
    /// A constant.
    Known(Known),
    /// A reference, pointer, `Arc` or guard that leads to one of these places.
    Ptr(Places),
    /// What stood in one of these places; with how it was taken out, where nothing was left behind.
    Load(Places, Option<Arc<Taken>>),
    /// A reference to, or a box around, a value of this thread.
    Ref(Arc<Val>),
    /// A struct, tuple or variant: its fields by name.
    Fields(Option<VariantId>, Arc<[(Symbol, Val)]>),
    /// A value with guards in it: what it leads to, and the locks that are held while it lives.
    Guard(Arc<Val>, Arc<[Lock]>),
    /// What was made of a raw pointer and frees it when it is dropped.
    Adopted(Arc<Val>, Adopted),
    /// What says whether a lock was taken.
    Outcome(Arc<Outcome>),
    /// A fresh handle to a kernel object.
    Object(KernelObject),
    /// A closure.
    Closure(Arc<ClosureVal>),
    /// A function.
    Fn(FnId, Args),
    /// Any of these.
    Any(Arc<[Val]>),
}

/// What is freed with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Adopted {
    /// The memory, for certain.
    Whole,
    /// One count of it: the memory may go.
    Count,
}

/// How a value was taken out of its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// Where.
    pub at: Span,
    /// What was held then, in the function that took it and in those that it was called from, as far as they were left.
    pub held: Held,
}

/// A result that depends on whether a lock was taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// Which.
    pub lock: Lock,
    /// What the result is then.
    pub taken: Means,
}

/// A result's value for "taken".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Means {
    /// `true`, or anything but 0.
    True,
    /// `false` or 0.
    False,
    /// `WAIT_OBJECT_0` or `WAIT_ABANDONED`.
    Wait,
    /// `Ok`, `Some`.
    Success,
}

/// A closure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClosureVal {
    /// The body it stands in.
    pub owner: BodyOwner,
    /// The expression.
    pub expr: ExprId,
    /// The arguments of the item around it.
    pub args: Args,
    /// What is known of the variables it uses.
    pub captured: Vec<(PatId, Val)>,
    /// Of `self`.
    pub this: Val,
}

impl Val {
    /// A pointer to one place.
    pub fn to(place: Place) -> Self {
        Self::Ptr(Arc::from([place]))
    }

    /// A whole number.
    pub fn int(value: i128) -> Self {
        Self::Known(Known::int(value))
    }

    /// A truth value, if it is known to be one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Known(Known::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// What a pointer leads to.
    pub fn pointee(&self) -> Self {
        match self {
            Self::Ptr(places) => Self::Load(Arc::clone(places), None),
            Self::Ref(inner) => (**inner).clone(),
            Self::Guard(inner, _) | Self::Adopted(inner, _) => inner.pointee(),
            Self::Any(all) => join_all(all.iter().map(Self::pointee)),
            Self::Fresh => Self::Fresh,
            _ => Self::Unknown,
        }
    }

    /// The places that a dereference leads to.
    pub fn targets(&self) -> Vec<Place> {
        match self {
            Self::Ptr(places) => places.to_vec(),
            Self::Load(places, None) => places.iter().map(|p| p.then(Part::Deref)).collect(),
            Self::Guard(inner, _) | Self::Adopted(inner, _) => inner.targets(),
            Self::Any(all) => {
                let mut out: Vec<Place> = all.iter().flat_map(Self::targets).collect();
                out.sort();
                out.dedup();
                out
            }
            _ => Vec::new(),
        }
    }

    /// The places that it stood in, and how it was taken.
    pub fn origins(&self) -> Vec<(Place, Option<Arc<Taken>>)> {
        match self {
            Self::Load(places, taken) => places.iter().map(|p| (p.clone(), taken.clone())).collect(),
            Self::Any(all) => all.iter().flat_map(Self::origins).collect(),
            Self::Guard(inner, _) | Self::Adopted(inner, _) => inner.origins(),
            // A newtype's handle is the newtype's.
            Self::Fields(_, fields) if fields.len() == 1 => fields[0].1.origins(),
            _ => Vec::new(),
        }
    }

    /// What a guard leads to, without it.
    #[must_use]
    pub fn unguarded(&self) -> Self {
        match self {
            Self::Guard(inner, _) => inner.unguarded(),
            Self::Ref(inner) => Self::Ref(Arc::new(inner.unguarded())),
            _ => self.clone(),
        }
    }

    /// The field of that name.
    pub fn field(&self, name: Symbol, part: Part) -> Self {
        match self {
            Self::Fields(_, fields) => fields.iter().find(|(n, _)| *n == name).map_or(Self::Unknown, |(_, v)| v.clone()),
            Self::Load(places, taken) => Self::Load(places.iter().map(|p| p.then(part)).collect(), taken.clone()),
            Self::Guard(inner, _) | Self::Ref(inner) => inner.field(name, part),
            Self::Any(all) => join_all(all.iter().map(|v| v.field(name, part))),
            Self::Fresh => Self::Fresh,
            _ => Self::Unknown,
        }
    }

    /// The locks whose guards are in it.
    pub fn guards(&self) -> Vec<Lock> {
        let mut out = Vec::new();
        self.collect_guards(&mut out);
        out
    }

    fn collect_guards(&self, out: &mut Vec<Lock>) {
        match self {
            Self::Guard(inner, locks) => {
                out.extend(locks.iter().filter(|l| !out.contains(l)).cloned().collect::<Vec<_>>());
                inner.collect_guards(out);
            }
            Self::Ref(inner) | Self::Adopted(inner, _) => inner.collect_guards(out),
            Self::Fields(_, fields) => fields.iter().for_each(|(_, v)| v.collect_guards(out)),
            Self::Any(all) => all.iter().for_each(|v| v.collect_guards(out)),
            Self::Closure(closure) => closure.captured.iter().for_each(|(_, v)| v.collect_guards(out)),
            _ => {}
        }
    }

    /// Whichever of the two it is.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        match (self, other) {
            // A constant of one way is not the value of both.
            (Self::Known(_) | Self::Unknown, Self::Known(_) | Self::Unknown) => Self::Unknown,
            (Self::Known(_) | Self::Unknown | Self::Fresh, known) | (known, Self::Known(_) | Self::Unknown | Self::Fresh) => known.clone(),
            (Self::Ptr(a), Self::Ptr(b)) => Self::Ptr(union(a, b)),
            (Self::Load(a, None), Self::Load(b, None)) => Self::Load(union(a, b), None),
            (Self::Fields(a, xs), Self::Fields(b, ys)) if a == b && xs.len() == ys.len() => {
                Self::Fields(*a, xs.iter().zip(ys.iter()).map(|((n, x), (_, y))| (*n, x.join(y))).collect())
            }
            (Self::Guard(a, x), Self::Guard(b, y)) if x == y => Self::Guard(Arc::new(a.join(b)), Arc::clone(x)),
            (Self::Ref(a), Self::Ref(b)) => Self::Ref(Arc::new(a.join(b))),
            _ => {
                let mut all: Vec<Self> = Vec::new();
                for value in [self, other] {
                    let parts = match value {
                        Self::Any(parts) => parts.to_vec(),
                        one => vec![one.clone()],
                    };
                    all.extend(parts.into_iter().filter(|p| !all.contains(p)).collect::<Vec<_>>());
                }
                if all.len() > PLACES {
                    limits::mark(TOO_MANY);
                    all.truncate(PLACES);
                }
                Self::Any(all.into())
            }
        }
    }

    /// Cut where it has more parts than anybody writes: values that double from line to line have in no time.
    #[must_use]
    pub fn bounded(self) -> Self {
        if self.fits(&mut { MOST_PARTS }) { self } else { self.cut() }
    }

    fn fits(&self, left: &mut usize) -> bool {
        let Some(less) = left.checked_sub(1) else { return false };
        *left = less;
        match self {
            Self::Guard(inner, _) | Self::Ref(inner) | Self::Adopted(inner, _) => inner.fits(left),
            Self::Fields(_, fields) => fields.iter().all(|(_, value)| value.fits(left)),
            Self::Any(all) => all.iter().all(|value| value.fits(left)),
            _ => true,
        }
    }

    /// Cut where it nests too deep to be followed.
    #[must_use]
    pub fn cut(&self) -> Self {
        self.cut_at(DEPTH)
    }

    fn cut_at(&self, depth: usize) -> Self {
        if depth == 0 {
            return match self {
                Self::Unknown | Self::Fresh | Self::Known(_) | Self::Ptr(_) | Self::Load(..) | Self::Fn(..) => self.clone(),
                _ => {
                    limits::mark(TOO_DEEP);
                    Self::Unknown
                }
            };
        }
        match self {
            Self::Ref(inner) => Self::Ref(Arc::new(inner.cut_at(depth - 1))),
            Self::Guard(inner, locks) => Self::Guard(Arc::new(inner.cut_at(depth)), Arc::clone(locks)),
            Self::Adopted(inner, how) => Self::Adopted(Arc::new(inner.cut_at(depth)), *how),
            Self::Fields(of, fields) => Self::Fields(*of, fields.iter().map(|(n, v)| (*n, v.cut_at(depth - 1))).collect()),
            Self::Any(all) => Self::Any(all.iter().map(|v| v.cut_at(depth - 1)).collect()),
            Self::Closure(c) => Self::Closure(Arc::new(ClosureVal {
                captured: c.captured.iter().map(|(p, v)| (*p, v.cut_at(depth - 1))).collect(),
                this: c.this.cut_at(depth - 1),
                ..(**c).clone()
            })),
            // Texts and times tell callees apart that do the same to memory.
            Self::Known(Known::Bool(_) | Known::Int { .. } | Known::Null) => self.clone(),
            Self::Known(_) => Self::Unknown,
            _ => self.clone(),
        }
    }
}

fn union(a: &Places, b: &Places) -> Places {
    let mut out: Vec<Place> = a.iter().chain(b.iter()).cloned().collect();
    out.sort();
    out.dedup();
    if out.len() > PLACES {
        limits::mark(TOO_MANY);
        out.truncate(PLACES);
    }
    out.into()
}

/// Any of several.
pub fn join_all(values: impl Iterator<Item = Val>) -> Val {
    values.reduce(|a, b| a.join(&b)).unwrap_or(Val::Unknown)
}
