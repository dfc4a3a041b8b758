//! How long a modelled call takes, as models write it: fixed, an argument's value, or dependent on a path, on an
//! earlier setting or on a constant.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::bound::{Bound, parse_duration};
use super::condition::{ArgRef, Condition, RawCondition};
use super::setting::{OneOrMany, SettingKind};

/// An upper bound: `"instant"`, `"25ms"`, `"unbounded"`, `"unknown"` or a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// `"instant"`, `"unbounded"`, `"unknown"` or a duration (`"1ms"`, `"30s"`).
    Fixed(Bound),
    /// `{ arg = 1, unit = "ms" }`: that argument is the timeout.
    Timeout(TimeoutArg),
    /// `{ path = 0, local = "25ms" }`: the bound where that argument (a path, or a handle opened on one) is
    /// provably local, unbounded otherwise.
    Path(PathArg),
    /// `{ set = "read-timeout", on = 0, otherwise = "unbounded" }`: what an earlier call set on that argument.
    Set(Box<SetBefore>),
    /// `{ null = 0, then = "5ms", otherwise = "unbounded" }`, `{ zero = 3, … }`, `{ equals = [2, 4], … }`, …
    Conditional(Box<Conditional>),
}

/// A timeout argument.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeoutArg {
    /// Which.
    pub arg: ArgRef,
    /// Its unit; absent for a `Duration` or `Option<Duration>`.
    pub unit: Option<TimeUnit>,
    /// The values that mean "for ever": all ones (`INFINITE`, `-1`), `None` or null unless said.
    pub infinite: InfiniteValue,
    /// A value with a meaning of its own: `{ value = 0, is = "unknown" }`.
    pub special: Option<SpecialValue>,
    /// What the call costs besides its timeout.
    pub plus: Option<std::time::Duration>,
}

/// Units of timeout arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// Nanoseconds.
    Ns,
    /// Microseconds.
    Us,
    /// Milliseconds.
    Ms,
    /// Seconds.
    S,
    /// Pointer to a count of milliseconds.
    MsPointer,
    /// Pointer to a count of 100 ns, negative = relative, null = none.
    HundredNsPointer,
    /// Pointer to a `timeval` (seconds and microseconds), null = none.
    TimevalPointer,
    /// An `Instant` until which is waited.
    Deadline,
}

/// Which argument values mean "for ever".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InfiniteValue {
    /// All bits set, of the argument's width (`INFINITE`, `-1`), `None`, null.
    #[default]
    AllOnes,
    /// Any negative value.
    Negative,
    /// Zero, or null.
    Zero,
    /// None: every value is a bound.
    Never,
}

/// A timeout value with a meaning of its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialValue {
    /// The value.
    pub value: i64,
    /// Its bound.
    pub is: Bound,
}

/// A bound that depends on where a path leads.
#[derive(Clone, Debug, PartialEq)]
pub struct PathArg {
    /// The path, or the handle whose path is known from where it was opened.
    pub path: ArgRef,
    /// The bound on a local path.
    pub local: Bound,
}

/// A bound that an earlier call on the same value set (`set_read_timeout`, `WinHttpSetTimeouts`): the sum of the
/// named settings where all of them were made with a finite value. A value that was made non-blocking is
/// instant, whatever is named.
#[derive(Clone, Debug, PartialEq)]
pub struct SetBefore {
    /// The settings.
    pub settings: Vec<SettingKind>,
    /// The value that they were made on.
    pub on: ArgRef,
    /// The bound where one of them was not made.
    pub otherwise: Latency,
}

/// A bound that depends on an argument's constant value.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional {
    /// The condition.
    pub condition: Condition,
    /// The bound if it holds.
    pub then: Latency,
    /// The bound if it does not.
    pub otherwise: Latency,
    /// The bound where the argument cannot be evaluated; the worse of the two unless said.
    pub unknown: Option<Latency>,
}

impl Latency {
    /// The arguments that it asks for.
    pub fn arguments(&self) -> Vec<&ArgRef> {
        match self {
            Self::Fixed(_) => Vec::new(),
            Self::Timeout(timeout) => vec![&timeout.arg],
            Self::Path(path) => vec![&path.path],
            Self::Set(set) => [vec![&set.on], set.otherwise.arguments()].concat(),
            Self::Conditional(conditional) => {
                let inner = [Some(&conditional.then), Some(&conditional.otherwise), conditional.unknown.as_ref()];
                let inner = inner.into_iter().flatten().flat_map(Self::arguments);
                conditional.condition.arguments().into_iter().chain(inner).collect()
            }
        }
    }
}

/// All keys that a latency's table may have; which of them stand together decides what it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    arg: Option<ArgRef>,
    unit: Option<TimeUnit>,
    infinite: Option<InfiniteValue>,
    special: Option<SpecialValue>,
    plus: Option<String>,
    path: Option<ArgRef>,
    local: Option<Bound>,
    set: Option<OneOrMany<SettingKind>>,
    on: Option<ArgRef>,
    null: Option<ArgRef>,
    zero: Option<ArgRef>,
    equals: Option<(ArgRef, i64)>,
    one_of: Option<(ArgRef, Vec<i64>)>,
    bits: Option<(ArgRef, i64)>,
    any: Option<Vec<Condition>>,
    then: Option<Latency>,
    otherwise: Option<Latency>,
    unknown: Option<Latency>,
}

impl Table {
    fn finish(self) -> Result<Latency, String> {
        let condition = RawCondition::new(self.null, self.zero, self.equals, self.one_of, self.bits, self.any).finish()?;
        let of_timeout = self.unit.is_some() || self.infinite.is_some() || self.special.is_some() || self.plus.is_some();
        let of_condition = self.then.is_some() || self.unknown.is_some();
        let without = |wrong: bool, key: &str, form: &str| if wrong { Err(format!("`{key}` does not belong to {form}")) } else { Ok(()) };
        match (self.arg, self.path, self.set, condition) {
            (Some(arg), None, None, None) => {
                let form = "a timeout argument (`arg`, `unit`, `infinite`, `special`, `plus`)";
                without(self.local.is_some(), "local", form)?;
                without(self.on.is_some(), "on", form)?;
                without(of_condition || self.otherwise.is_some(), "then`, `otherwise` or `unknown", form)?;
                let plus = self.plus.as_deref().map(parse_duration).transpose()?;
                let infinite = self.infinite.unwrap_or_default();
                Ok(Latency::Timeout(TimeoutArg { arg, unit: self.unit, infinite, special: self.special, plus }))
            }
            (None, Some(path), None, None) => {
                let form = "a path's bound (`path`, `local`)";
                without(of_timeout, "unit`, `infinite`, `special` or `plus", form)?;
                without(self.on.is_some(), "on", form)?;
                without(of_condition || self.otherwise.is_some(), "then`, `otherwise` or `unknown", form)?;
                let local = self.local.ok_or("`path` needs `local`: the bound on a local path, such as `25ms`")?;
                Ok(Latency::Path(PathArg { path, local }))
            }
            (None, None, Some(set), None) => {
                let form = "a bound by an earlier setting (`set`, `on`, `otherwise`)";
                without(of_timeout, "unit`, `infinite`, `special` or `plus", form)?;
                without(of_condition, "then` or `unknown", form)?;
                without(self.local.is_some(), "local", form)?;
                let otherwise = self.otherwise.ok_or("`set` needs `otherwise`: the bound where nothing was set")?;
                Ok(Latency::Set(Box::new(SetBefore { settings: set.into(), on: self.on.unwrap_or(ArgRef::Index(0)), otherwise })))
            }
            (None, None, None, Some(condition)) => {
                let form = "a condition (`then`, `otherwise`, `unknown`)";
                without(of_timeout, "unit`, `infinite`, `special` or `plus", form)?;
                without(self.local.is_some(), "local", form)?;
                without(self.on.is_some(), "on", form)?;
                let (Some(then), Some(otherwise)) = (self.then, self.otherwise) else {
                    return Err("a condition needs `then` and `otherwise`: the bounds where it holds and where not".to_owned());
                };
                Ok(Latency::Conditional(Box::new(Conditional { condition, then, otherwise, unknown: self.unknown })))
            }
            (None, None, None, None) => Err(
                "says no bound: give `arg` (a timeout), `path` and `local`, `set`, or a condition (`null`, `zero`, `equals`, `one-of`, `bits`, `any`)".to_owned(),
            ),
            _ => Err("says several things at once: give only one of `arg`, `path`, `set` and a condition".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Latency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Latency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a bound (`instant`, `unbounded`, `unknown`, a duration such as `25ms`) or a table such as `{ arg = 1, unit = \"ms\" }`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Latency, E> {
                Bound::parse(text).map(Latency::Fixed).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Latency, A::Error> {
                Table::deserialize(MapAccessDeserializer::new(map))?.finish().map_err(A::Error::custom)
            }
        }
        deserializer.deserialize_any(Form)
    }
}
