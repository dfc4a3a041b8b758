//! Settings on a value that change the bound of later calls on it: socket timeouts, non-blocking mode, the time
//! limits of HTTP and database handles.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::condition::{ArgRef, Condition};
use super::latency::{InfiniteValue, TimeUnit};

/// A setting on a value.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setting {
    /// What is set.
    pub what: SettingKind,
    /// The argument with the value. A mode (`nonblocking`, `open-for-writing`) is set unless it is `false`.
    pub arg: ArgRef,
    /// Its unit, if it is not a `Duration`.
    pub unit: Option<TimeUnit>,
    /// The values that mean "no limit".
    #[serde(default)]
    pub infinite: InfiniteValue,
    /// The argument on which it is set: 0 unless said.
    pub on: Option<ArgRef>,
    /// Only where this holds (`setsockopt` of one option).
    pub when: Option<Condition>,
}

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "plain")]
pub enum SettingKind {
    ReadTimeout,
    WriteTimeout,
    /// Whole-request timeout of a client or its builder.
    TotalTimeout,
    ConnectTimeout,
    /// Name resolution.
    ResolveTimeout,
    /// Logging in to a database: connecting included, so that it bounds the login by itself.
    LoginTimeout,
    Nonblocking,
    /// `OpenOptions::write(true)` and its like: what is opened is changed.
    OpenForWriting,
    /// A channel without a limit: sending never waits.
    UnlimitedCapacity,
    /// How long a lock of the database, or a connection of a pool, is waited for.
    AcquireTimeout,
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OneOrMany<T>(Vec<T>);

impl<T> From<OneOrMany<T>> for Vec<T> {
    fn from(values: OneOrMany<T>) -> Self {
        values.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Form<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value or a list of them")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                T::deserialize(StrDeserializer::new(text)).map(|value| OneOrMany(vec![value]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|value| OneOrMany(vec![value]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(OneOrMany)
            }
        }
        deserializer.deserialize_any(Form(PhantomData))
    }
}

/// For a field that takes one value or a list of them.
pub(super) fn one_or_many<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    OneOrMany::deserialize(deserializer).map(Into::into)
}
