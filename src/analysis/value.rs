//! What is known of a value: constants, their hulls, and where handles come from.
//!
//! References and smart pointers leave no trace: a reference to a value is the value. What is not known is
//! [`Val::Unknown`], which is neither safe nor a finding.

use std::sync::Arc;

use crate::models::schema::{KernelObject, SettingKind};
use crate::resolve::ids::{FnId, Prim, VariantId};
use crate::resolve::infer::BodyOwner;
use crate::resolve::limits::{self, Limit};
use crate::resolve::ty::Args;
use crate::syntax::body::{ExprId, PatId};

/// How many parts a value may have.
const MOST_PARTS: u32 = 10_000;
const TOO_LARGE: Limit = Limit::new("values have more than {} parts; nothing is known of them", MOST_PARTS as usize);

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
    /// An integer of which only the least is known: a counter that grows by nobody knows how much. It bounds nothing.
    AtLeast(i128),
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
    /// A future: what it does, it does when it is awaited.
    Future(Arc<FutureVal>),
    /// A handle, socket, file, client …
    Handle(Arc<HandleVal>),
    /// An iterator or collection of at most so many elements.
    Count(u128),
    /// An iterator that does not end by itself.
    Endless {
        /// It ends then at the latest, since what it is made of looks at a clock.
        until: Option<Deadline>,
        /// Whether what one of its closures gives may end it.
        may_end: bool,
    },
    /// A floating-point number, as its bits.
    Float(u64),
    /// A moment: at most so many nanoseconds after `now` was asked.
    Moment {
        /// Nanoseconds after.
        after: u128,
        /// Where the clock was asked.
        origin: Option<Origin>,
    },
    /// A tick count of milliseconds: at most so many after the clock was asked.
    Ticks {
        /// Milliseconds after.
        after: u128,
        /// Where the clock was asked.
        origin: Option<Origin>,
    },
    /// Time that has passed since a moment.
    Passed {
        /// Where the clock was asked then.
        origin: Option<Origin>,
        /// In a plain number: how many nanoseconds one is; 0 for a `Duration`.
        unit: u128,
    },
    /// What is left of a deadline, or less.
    Left {
        /// The deadline.
        deadline: Deadline,
        /// As in [`Val::Passed`].
        unit: u128,
        /// How many nanoseconds it is at most: fewer than the deadline's where it was limited, `left.min(SLICE)`.
        most: u128,
    },
    /// A truth value that a clock decides.
    Before {
        /// The time limit that was compared with.
        deadline: Deadline,
        /// Whether it is *false* only before the limit (and true at the latest from then on).
        negated: bool,
    },
    /// What a function that is no `const fn` returned: good as a bound (a timeout that a getter gives), but it decides
    /// no branch. What such a function returns today is not what the code around it means.
    Soft(Arc<Val>),
}

/// Where a clock was asked: the body, and the call in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The body.
    pub owner: BodyOwner,
    /// The call.
    pub expr: ExprId,
}

/// A moment that is not waited beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Deadline {
    /// Where the clock was asked that it counts from.
    pub origin: Option<Origin>,
    /// How many nanoseconds after that it is.
    pub nanos: u128,
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

/// A future as a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FutureVal {
    /// An async block, with what it captured.
    Block(Arc<ClosureVal>),
    /// A call that made it: of an async function, or of one that a model says is awaited.
    Call(FnId, Args, Arc<[Val]>),
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

impl ClosureVal {
    /// What holds of the closure whichever of the two was made.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let both = self.captured.iter().filter_map(|(pat, value)| {
            let (_, theirs) = other.captured.iter().find(|(p, _)| p == pat)?;
            Some((*pat, value.join(theirs)))
        });
        Self { captured: both.collect(), self_val: self.self_val.join(&other.self_val), ..self.clone() }
    }
}

impl HandleVal {
    /// What holds whichever of the two handles it is.
    fn join(&self, other: &Self) -> Self {
        let both = self.settings.iter().filter_map(|(kind, value)| {
            let (_, theirs) = other.settings.iter().find(|(k, _)| k == kind)?;
            Some((*kind, value.join(theirs)))
        });
        let mut settings: Vec<(SettingKind, Val)> = both.collect();
        // What may be set makes a call possible, not quicker.
        for (kind, value) in self.settings.iter().chain(&other.settings) {
            if *kind == SettingKind::OpenForWriting && !settings.iter().any(|(known, _)| known == kind) {
                settings.push((*kind, value.clone()));
            }
        }
        Self {
            path: if self.path == other.path { self.path.clone() } else { None },
            settings,
            object: if self.object == other.object { self.object } else { None },
        }
    }
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

    /// Not known where it has more parts than anybody writes: values that double from line to line have in no time.
    #[must_use]
    pub fn bounded(self) -> Self {
        if self.fits(&mut { MOST_PARTS }) {
            return self;
        }
        limits::mark(TOO_LARGE);
        Self::Unknown
    }

    fn fits(&self, left: &mut u32) -> bool {
        let Some(less) = left.checked_sub(1) else { return false };
        *left = less;
        match self {
            Self::Variant(_, parts) | Self::Tuple(parts) => parts.iter().all(|part| part.fits(left)),
            Self::Soft(inner) => inner.fits(left),
            _ => true,
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
            Self::Int { .. } | Self::AtLeast(_) | Self::Bool(_) | Self::Null => Self::Soft(Arc::new(self.clone())),
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
            (Self::AtLeast(a), Self::AtLeast(b) | Self::Int { lo: b, .. }) | (Self::Int { lo: a, .. }, Self::AtLeast(b)) => {
                Self::AtLeast(*a.min(b))
            }
            (Self::Time { lo: a, hi: b }, Self::Time { lo: c, hi: d }) => Self::Time { lo: *a.min(c), hi: *b.max(d) },
            (Self::Variant(a, xs), Self::Variant(b, ys)) if a == b && xs.len() == ys.len() => {
                Self::Variant(*a, xs.iter().zip(ys.iter()).map(|(x, y)| x.join(y)).collect())
            }
            (Self::Tuple(xs), Self::Tuple(ys)) if xs.len() == ys.len() => {
                Self::Tuple(xs.iter().zip(ys.iter()).map(|(x, y)| x.join(y)).collect())
            }
            (Self::Handle(a), Self::Handle(b)) => Self::Handle(Arc::new(a.join(b))),
            (Self::Count(a), Self::Count(b)) => Self::Count(*a.max(b)),
            (Self::Tuple(parts), Self::Count(n)) | (Self::Count(n), Self::Tuple(parts)) => Self::Count((*n).max(parts.len() as u128)),
            (Self::Tuple(a), Self::Tuple(b)) => Self::Count(a.len().max(b.len()) as u128),
            (Self::Endless { until: a, may_end: x }, Self::Endless { until: b, may_end: y }) => {
                Self::Endless { until: if a == b { *a } else { None }, may_end: *x || *y }
            }
            (Self::Moment { after: a, origin: x }, Self::Moment { after: b, origin: y }) if x == y => {
                Self::Moment { after: *a.max(b), origin: *x }
            }
            (Self::Ticks { after: a, origin: x }, Self::Ticks { after: b, origin: y }) if x == y => {
                Self::Ticks { after: *a.max(b), origin: *x }
            }
            // `false` is false before any limit, too.
            (before @ Self::Before { negated, .. }, Self::Bool(value)) | (Self::Bool(value), before @ Self::Before { negated, .. })
                if value == negated =>
            {
                before.clone()
            }
            // Null is the handle that is none, or a timeout of 0.
            (Self::Null, Self::Int { lo, hi }) | (Self::Int { lo, hi }, Self::Null) => Self::Int { lo: (*lo).min(0), hi: (*hi).max(0) },
            (Self::Left { deadline: a, unit: u, most: x }, Self::Left { deadline: b, unit: v, most: y }) if a == b && u == v => {
                Self::Left { deadline: *a, unit: *u, most: *x.max(y) }
            }
            (Self::Time { hi, .. }, Self::Left { unit: 0, most, .. }) | (Self::Left { unit: 0, most, .. }, Self::Time { hi, .. }) => {
                Self::Time { lo: 0, hi: *hi.max(most) }
            }
            _ => Self::Unknown,
        }
    }

    /// What is left of a deadline.
    pub fn left(deadline: Deadline, unit: u128) -> Self {
        Self::Left { deadline, unit, most: deadline.nanos }
    }

    /// What is left of a deadline, as the duration or number that it is at most.
    pub fn without_deadline(&self) -> Option<Self> {
        match self {
            Self::Left { unit: 0, most, .. } => Some(Self::Time { lo: 0, hi: *most }),
            Self::Left { unit, most, .. } => Some(Self::Int { lo: 0, hi: i128::try_from(most / unit).ok()? }),
            _ => None,
        }
    }

    /// Whether anything is known of it.
    pub fn is_known(&self) -> bool {
        *self != Self::Unknown
    }

    /// With other places where clocks were asked.
    #[must_use]
    pub fn with_origins(self, f: &mut dyn FnMut(Option<Origin>) -> Option<Origin>) -> Self {
        let at =
            |deadline: Deadline, f: &mut dyn FnMut(Option<Origin>) -> Option<Origin>| Deadline { origin: f(deadline.origin), ..deadline };
        match self {
            Self::Moment { after, origin } => Self::Moment { after, origin: f(origin) },
            Self::Ticks { after, origin } => Self::Ticks { after, origin: f(origin) },
            Self::Passed { origin, unit } => Self::Passed { origin: f(origin), unit },
            Self::Left { deadline, unit, most } => Self::Left { deadline: at(deadline, f), unit, most },
            Self::Before { deadline, negated } => Self::Before { deadline: at(deadline, f), negated },
            Self::Endless { until: Some(until), may_end } => Self::Endless { until: Some(at(until, f)), may_end },
            Self::Variant(id, parts) if parts.iter().any(Self::has_clock) => {
                Self::Variant(id, parts.iter().map(|part| part.clone().with_origins(f)).collect())
            }
            Self::Tuple(parts) if parts.iter().any(Self::has_clock) => {
                Self::Tuple(parts.iter().map(|part| part.clone().with_origins(f)).collect())
            }
            Self::Soft(inner) if inner.has_clock() => Self::Soft(Arc::new(inner.hard().clone().with_origins(f))),
            other => other,
        }
    }

    fn has_clock(&self) -> bool {
        match self {
            Self::Moment { .. } | Self::Ticks { .. } | Self::Passed { .. } | Self::Left { .. } | Self::Before { .. } => true,
            Self::Endless { until, .. } => until.is_some(),
            Self::Variant(_, parts) | Self::Tuple(parts) => parts.iter().any(Self::has_clock),
            Self::Soft(inner) => inner.has_clock(),
            _ => false,
        }
    }

    /// Whether it comes from a clock that was asked there, or has captured what does.
    pub fn mentions(&self, origin: Origin) -> bool {
        if let Self::Closure(closure) = self {
            return closure.self_val.mentions(origin) || closure.captured.iter().any(|(_, value)| value.mentions(origin));
        }
        let mut found = false;
        if self.has_clock() {
            let _ = self.clone().with_origins(&mut |known| {
                found |= known == Some(origin);
                known
            });
        }
        found
    }

    /// What of the value tells a callee apart from others: constants and closures; everything else is left out.
    #[must_use]
    pub fn distinguishing(&self) -> Self {
        match self {
            Self::Variant(id, fields) => Self::Variant(*id, fields.iter().map(Self::distinguishing).collect()),
            Self::Tuple(parts) if parts.len() > 8 => Self::Count(parts.len() as u128),
            Self::Str(text) if text.len() > 512 => Self::Unknown,
            // The least of a number decides little, and would be another one in each call of a recursion.
            Self::AtLeast(_) => Self::Unknown,
            Self::Soft(inner) if matches!(**inner, Self::AtLeast(_)) => Self::Unknown,
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
        // However wide the number, it counts the same time.
        if matches!(self, Self::Passed { .. } | Self::Left { .. } | Self::Ticks { .. }) && to != Prim::Bool {
            return self.clone();
        }
        // What it may be at most fits, too, where no wider number is cut.
        if matches!(self, Self::AtLeast(_)) && to.is_int() && !to.is_signed() && to.bits() >= 64 {
            return self.clone();
        }
        if let Self::Float(bits) = self {
            let value = f64::from_bits(*bits);
            return match to {
                Prim::F32 => Self::Float(f64::from(value as f32).to_bits()),
                Prim::F64 => self.clone(),
                _ if to.is_int() && value.is_finite() && value.abs() < 1e18 => Self::int(wrap(value as i128, to)),
                _ => Self::Unknown,
            };
        }
        if let (Self::Int { lo, hi }, Prim::F32 | Prim::F64) = (self, to) {
            return if lo == hi { Self::Float((*lo as f64).to_bits()) } else { Self::Unknown };
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
    to.wrap(value)
}
