//! Arguments of a modelled call, and conditions on their constant values.
//!
//! Knows numbers and names of arguments, not how a value is evaluated: that is the analysis's work.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// An argument as a model writes it: the same in every binding, or one for each entry of `arity`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgRef {
    /// The same in every binding.
    Index(usize),
    /// One for each `arity`, in its order.
    PerArity(Vec<usize>),
    /// `"self"` (0 of a method) or `"return"`.
    Named(NamedArg),
}

/// Arguments with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedArg {
    /// The receiver.
    Receiver,
    /// What is returned.
    Return,
}

/// An argument of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArgIndex {
    /// That argument, from 0; of a method, 0 is `self`.
    Argument(usize),
    /// What is returned.
    Return,
}

impl ArgRef {
    /// The argument in a call through the given binding (an index into [`Model::arity`](super::Model::arity);
    /// 0 where there is only one).
    pub fn resolve(&self, binding: usize) -> ArgIndex {
        match self {
            Self::Index(index) => ArgIndex::Argument(*index),
            // Validation makes the list as long as `arity`; a wrong binding of the caller gets the first.
            Self::PerArity(list) => ArgIndex::Argument(list.get(binding).or(list.first()).copied().unwrap_or(0)),
            Self::Named(NamedArg::Receiver) => ArgIndex::Argument(0),
            Self::Named(NamedArg::Return) => ArgIndex::Return,
        }
    }
}

const ARGUMENT: &str = "an argument: its number from 0, `self`, `return`, or a list of numbers, one for each `arity`";

impl<'de> Deserialize<'de> for ArgRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Argument;
        impl<'de> Visitor<'de> for Argument {
            type Value = ArgRef;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(ARGUMENT)
            }

            fn visit_u64<E: Error>(self, index: u64) -> Result<ArgRef, E> {
                usize::try_from(index).map(ArgRef::Index).map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, index: i64) -> Result<ArgRef, E> {
                usize::try_from(index).map(ArgRef::Index).map_err(|_| E::custom(format!("`{index}` is not {ARGUMENT}")))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<ArgRef, E> {
                match name {
                    "self" => Ok(ArgRef::Named(NamedArg::Receiver)),
                    "return" => Ok(ArgRef::Named(NamedArg::Return)),
                    _ => Err(E::custom(format!("`{name}` is not {ARGUMENT}"))),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<ArgRef, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(ArgRef::PerArity)
            }
        }
        deserializer.deserialize_any(Argument)
    }
}

/// A condition on an argument's constant value: `{ null = 0 }`, `{ zero = 3 }`, `{ equals = [1, 4] }`,
/// `{ one-of = [1, [4, 5]] }`, `{ bits = [1, 0x4000_0000] }`, `{ any = [{ … }, { … }] }`. Exactly one of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The argument is null or `None`.
    Null(ArgRef),
    /// The argument is 0 or `false`.
    Zero(ArgRef),
    /// The argument is one of these values (compared in the argument's own width).
    OneOf(ArgRef, Vec<i64>),
    /// The argument has at least one bit of the mask.
    Bits(ArgRef, i64),
    /// One of these holds.
    Any(Vec<Condition>),
}

impl Condition {
    /// The arguments that it asks for.
    pub fn arguments(&self) -> Vec<&ArgRef> {
        match self {
            Self::Null(arg) | Self::Zero(arg) | Self::OneOf(arg, _) | Self::Bits(arg, _) => vec![arg],
            Self::Any(conditions) => conditions.iter().flat_map(Self::arguments).collect(),
        }
    }
}

/// The keys of a condition, none or one of which may stand in a table beside others.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCondition {
    null: Option<ArgRef>,
    zero: Option<ArgRef>,
    equals: Option<(ArgRef, i64)>,
    one_of: Option<(ArgRef, Vec<i64>)>,
    bits: Option<(ArgRef, i64)>,
    any: Option<Vec<Condition>>,
}

impl RawCondition {
    /// From the fields of a table that has more than a condition.
    pub(super) fn new(
        null: Option<ArgRef>,
        zero: Option<ArgRef>,
        equals: Option<(ArgRef, i64)>,
        one_of: Option<(ArgRef, Vec<i64>)>,
        bits: Option<(ArgRef, i64)>,
        any: Option<Vec<Condition>>,
    ) -> Self {
        Self { null, zero, equals, one_of, bits, any }
    }

    /// The one condition, if there is any.
    pub(super) fn finish(self) -> Result<Option<Condition>, &'static str> {
        let mut found = [
            self.null.map(Condition::Null),
            self.zero.map(Condition::Zero),
            self.equals.map(|(arg, value)| Condition::OneOf(arg, vec![value])),
            self.one_of.map(|(arg, values)| Condition::OneOf(arg, values)),
            self.bits.map(|(arg, mask)| Condition::Bits(arg, mask)),
            self.any.map(Condition::Any),
        ]
        .into_iter()
        .flatten();
        let first = found.next();
        if found.next().is_some() {
            return Err("more than one condition: give exactly one of `null`, `zero`, `equals`, `one-of`, `bits`, `any`");
        }
        Ok(first)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let condition = RawCondition::deserialize(deserializer)?.finish().map_err(D::Error::custom)?;
        condition.ok_or_else(|| D::Error::custom("no condition: give exactly one of `null`, `zero`, `equals`, `one-of`, `bits`, `any`"))
    }
}
