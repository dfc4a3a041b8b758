//! How long a modelled call takes, as models write it: fixed, an argument's value, or dependent on a path, on an
//! earlier setting or on a constant.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::bound::{Bound, parse_duration};
use super::condition::{ArgRef, Condition, RawCondition};

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
    /// `{ address = 0, numeric = "instant" }`: that bound where the argument is a socket address or a constant
    /// that reads as one, unbounded (a name has to be resolved) otherwise.
    Address(AddressArg),
    /// `{ future = 0 }`: what is awaited in that future, where a timeout caps it; unbounded otherwise.
    Future(ArgRef),
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
    /// Zero, or all bits set.
    ZeroOrAllOnes,
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
    /// Further paths that must be local too (`rename`).
    pub also: Vec<ArgRef>,
    /// The bound on a local path.
    pub local: Bound,
}

/// A bound that depends on whether a name has to be resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct AddressArg {
    /// The address: anything that is `ToSocketAddrs`.
    pub address: ArgRef,
    /// The bound where nothing has to be resolved.
    pub numeric: Bound,
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
            Self::Path(path) => std::iter::once(&path.path).chain(&path.also).collect(),
            Self::Address(address) => vec![&address.address],
            Self::Future(future) => vec![future],
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
    also: Option<Vec<ArgRef>>,
    local: Option<Bound>,
    address: Option<ArgRef>,
    numeric: Option<Bound>,
    future: Option<ArgRef>,
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
        let used = self.used();
        let condition = RawCondition::new(self.null, self.zero, self.equals, self.one_of, self.bits, self.any).finish()?;
        let only = |form: &str, keys: &[&str]| match used.iter().find(|key| !keys.contains(key)) {
            Some(key) => Err(format!("`{key}` does not belong to {form}, whose keys are `{}`", keys.join("`, `"))),
            None => Ok(()),
        };
        match (self.arg, self.path, self.address, self.future, condition) {
            (Some(arg), None, None, None, None) => {
                only("a timeout", &["arg", "unit", "infinite", "special", "plus"])?;
                let plus = self.plus.as_deref().map(parse_duration).transpose()?;
                Ok(Latency::Timeout(TimeoutArg {
                    arg,
                    unit: self.unit,
                    infinite: self.infinite.unwrap_or_default(),
                    special: self.special,
                    plus,
                }))
            }
            (None, Some(path), None, None, None) => {
                only("a path's bound", &["path", "also", "local"])?;
                let local = self.local.ok_or("`path` needs `local`: the bound on a local path, such as `25ms`")?;
                Ok(Latency::Path(PathArg { path, also: self.also.unwrap_or_default(), local }))
            }
            (None, None, Some(address), None, None) => {
                only("an address's bound", &["address", "numeric"])?;
                let numeric = self.numeric.ok_or("`address` needs `numeric`: the bound where no name has to be resolved")?;
                Ok(Latency::Address(AddressArg { address, numeric }))
            }
            (None, None, None, Some(future), None) => {
                only("a future's bound", &["future"])?;
                Ok(Latency::Future(future))
            }
            (None, None, None, None, Some(condition)) => {
                only("a condition", &["null", "zero", "equals", "one-of", "bits", "any", "then", "otherwise", "unknown"])?;
                let (Some(then), Some(otherwise)) = (self.then, self.otherwise) else {
                    return Err("a condition needs `then` and `otherwise`: the bounds where it holds and where not".to_owned());
                };
                Ok(Latency::Conditional(Box::new(Conditional { condition, then, otherwise, unknown: self.unknown })))
            }
            (None, None, None, None, None) => Err(
                "no bound: give `arg` (a timeout), `path` and `local`, or a condition (`null`, `zero`, `equals`, `one-of`, `bits`, `any`)"
                    .to_owned(),
            ),
            _ => Err("several bounds at once: give only one of `arg`, `path`, `address`, `future` and a condition".to_owned()),
        }
    }

    /// The keys that were given, in the order of the fields.
    fn used(&self) -> Vec<&'static str> {
        let keys = [
            ("arg", self.arg.is_some()),
            ("unit", self.unit.is_some()),
            ("infinite", self.infinite.is_some()),
            ("special", self.special.is_some()),
            ("plus", self.plus.is_some()),
            ("path", self.path.is_some()),
            ("also", self.also.is_some()),
            ("local", self.local.is_some()),
            ("address", self.address.is_some()),
            ("numeric", self.numeric.is_some()),
            ("future", self.future.is_some()),
            ("null", self.null.is_some()),
            ("zero", self.zero.is_some()),
            ("equals", self.equals.is_some()),
            ("one-of", self.one_of.is_some()),
            ("bits", self.bits.is_some()),
            ("any", self.any.is_some()),
            ("then", self.then.is_some()),
            ("otherwise", self.otherwise.is_some()),
            ("unknown", self.unknown.is_some()),
        ];
        keys.into_iter().filter(|(_, given)| *given).map(|(key, _)| key).collect()
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
