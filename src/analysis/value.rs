//! What is known of a value: constants, their hulls, and where handles come from.
//!
//! References and smart pointers leave no trace: a reference to a value is the value. What is not known is
//! [`Val::Unknown`], which is neither safe nor a finding.

use std::sync::Arc;

use crate::models::schema::{KernelObject, SettingKind};
use crate::resolve::ids::{FnId, Prim, VariantId};
use crate::resolve::infer::BodyOwner;
use crate::resolve::ty::Args;
use crate::syntax::body::{ExprId, PatId};

/// A value as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Val {
    /// Nothing is known.
    Unknown,
    /// An integer between two (both included).
    Int {
        /// The least.
        lo: i128,
        /// The greatest.
        hi: i128,
    },
    /// A truth value.
    Bool(bool),
    /// A `Duration` between two, in nanoseconds.
    Time {
        /// The shortest.
        lo: u128,
        /// The longest.
        hi: u128,
    },
    /// A text.
    Str(Arc<str>),
    /// A null pointer or handle.
    Null,
    /// A struct or variant with its fields in order (`Some(x)`, `Ok(x)`, `Config { … }`).
    Variant(VariantId, Arc<[Val]>),
    /// A tuple or array.
    Tuple(Arc<[Val]>),
    /// A closure with what it captured.
    Closure(Arc<ClosureVal>),
    /// A function.
    Fn(FnId, Args),
    /// A handle, socket, file, client …
    Handle(Arc<HandleVal>),
    /// An iterator or collection of at most so many elements.
    Count(u128),
    /// A moment: at most so many nanoseconds after now was asked.
    Moment(u128),
    /// Time that has passed since a moment, in nanoseconds (milliseconds where it is a tick count).
    Passed {
        /// Whether it counts milliseconds as a plain number.
        ticks: bool,
    },
    /// A tick count of milliseconds.
    Ticks(u128),
    /// What a function that is no `const fn` returned: good as a bound (a timeout that a getter gives), but it decides
    /// no branch. What such a function returns today is not what the code around it means.
    Soft(Arc<Val>),
}

/// A closure as a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClosureVal {
    /// The body it stands in.
    pub owner: BodyOwner,
    /// The closure expression.
    pub expr: ExprId,
    /// The arguments of the item around it.
    pub args: Args,
    /// What is known of the variables it captured.
    pub captured: Vec<(PatId, Val)>,
    /// What is known of `self`, if it captured that.
    pub self_val: Val,
}

/// Where a handle comes from and what was set on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct HandleVal {
    /// The path or address that it was opened on.
    pub path: Option<Val>,
    /// Timeouts and modes.
    pub settings: Vec<(SettingKind, Val)>,
    /// What it is a handle to.
    pub object: Option<KernelObject>,
}

impl Val {
    /// An exact integer.
    pub fn int(value: i128) -> Self {
        Self::Int { lo: value, hi: value }
    }

    /// An exact duration.
    pub fn time(nanos: u128) -> Self {
        Self::Time { lo: nanos, hi: nanos }
    }

    /// The integer, if it is exactly known (`true` is 1, null is 0).
    pub fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int { lo, hi } if lo == hi => Some(*lo),
            Self::Bool(value) => Some(i128::from(*value)),
            Self::Null => Some(0),
            // A newtype (`BOOL(1)`, `HANDLE(0)`) is what it wraps.
            Self::Variant(_, fields) if fields.len() == 1 => fields[0].as_int(),
            Self::Soft(inner) => inner.as_int(),
            _ => None,
        }
    }

    /// The text, if known.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            Self::Variant(_, fields) if fields.len() == 1 => fields[0].as_str(),
            Self::Soft(inner) => inner.as_str(),
            _ => None,
        }
    }

    /// Without the mark of [`Val::Soft`].
    pub fn hard(&self) -> &Self {
        match self {
            Self::Soft(inner) => inner.hard(),
            _ => self,
        }
    }

    /// What is left to be decided by it after it came out of a function that is no `const fn`.
    #[must_use]
    pub fn soften(&self, is_enum: &dyn Fn(VariantId) -> bool) -> Self {
        match self {
            Self::Int { .. } | Self::Bool(_) | Self::Null => Self::Soft(Arc::new(self.clone())),
            Self::Variant(id, fields) => {
                let whole = Self::Variant(*id, fields.iter().map(|f| f.soften(is_enum)).collect());
                if is_enum(*id) { Self::Soft(Arc::new(whole)) } else { whole }
            }
            Self::Tuple(parts) => Self::Tuple(parts.iter().map(|p| p.soften(is_enum)).collect()),
            _ => self.clone(),
        }
    }

    /// What holds whichever of the two it is.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        match (self, other) {
            (Self::Soft(a), b) | (b, Self::Soft(a)) => match a.hard().join(b.hard()) {
                Self::Unknown => Self::Unknown,
                joined => Self::Soft(Arc::new(joined)),
            },
            (Self::Int { lo: a, hi: b }, Self::Int { lo: c, hi: d }) => Self::Int { lo: *a.min(c), hi: *b.max(d) },
            (Self::Time { lo: a, hi: b }, Self::Time { lo: c, hi: d }) => Self::Time { lo: *a.min(c), hi: *b.max(d) },
            (Self::Variant(a, xs), Self::Variant(b, ys)) if a == b && xs.len() == ys.len() => {
                Self::Variant(*a, xs.iter().zip(ys.iter()).map(|(x, y)| x.join(y)).collect())
            }
            (Self::Tuple(xs), Self::Tuple(ys)) if xs.len() == ys.len() => {
                Self::Tuple(xs.iter().zip(ys.iter()).map(|(x, y)| x.join(y)).collect())
            }
            _ => Self::Unknown,
        }
    }

    /// What of the value tells a callee apart from others: constants and closures; everything else is left out.
    #[must_use]
    pub fn distinguishing(&self) -> Self {
        match self {
            Self::Variant(id, fields) => Self::Variant(*id, fields.iter().map(Self::distinguishing).collect()),
            Self::Tuple(parts) if parts.len() > 8 => Self::Unknown,
            Self::Str(text) if text.len() > 512 => Self::Unknown,
            _ => self.clone(),
        }
    }

    /// The integer as the type holds it (casts wrap).
    #[must_use]
    pub fn cast(&self, to: Prim) -> Self {
        if let Self::Soft(inner) = self {
            return match inner.cast(to) {
                Self::Unknown => Self::Unknown,
                cast => Self::Soft(Arc::new(cast)),
            };
        }
        let exact = match self {
            Self::Int { lo, hi } if lo == hi => *lo,
            Self::Int { lo, hi } => {
                // A hull survives a cast that changes neither end.
                let (a, b) = (wrap(*lo, to), wrap(*hi, to));
                return if (a, b) == (*lo, *hi) { self.clone() } else { Self::Unknown };
            }
            Self::Bool(value) => i128::from(*value),
            Self::Null => 0,
            _ => return Self::Unknown,
        };
        if to == Prim::Bool { Self::Bool(exact != 0) } else { Self::int(wrap(exact, to)) }
    }
}

/// An integer cut to a type's width.
pub fn wrap(value: i128, to: Prim) -> i128 {
    let bits = to.bits();
    if !to.is_int() || bits >= 128 || bits == 0 {
        return value;
    }
    let mask = (1_i128 << bits) - 1;
    let low = value & mask;
    if to.is_signed() && low >> (bits - 1) & 1 == 1 { low - (1_i128 << bits) } else { low }
}
