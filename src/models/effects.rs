//! What a modelled call does besides taking time: memory, locks, changes of the world, what the platform forbids.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::bound::{nearest, parse_size};
use super::condition::{ArgRef, Condition};

/// What is put on the heap.
#[derive(Clone, Debug, PartialEq)]
pub enum Allocation {
    /// `"input"`: as much as there is to read.
    Input,
    /// `"small"`: an unknown small amount, counted as 64 bytes.
    Small,
    /// `"unsized"`: a collection whose length is not known.
    Unsized,
    /// `"4KiB"`: that many bytes.
    Bytes(u64),
    /// `{ arg = 0, of = "T" }`: that many elements of that type parameter (bytes without `of`).
    Count {
        /// The argument that counts.
        arg: ArgRef,
        /// The element type: a type parameter of the callee or its type.
        of: Option<String>,
    },
}

impl Allocation {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "input" => Ok(Self::Input),
            "small" => Ok(Self::Small),
            "unsized" => Ok(Self::Unsized),
            _ => parse_size(text).map(Self::Bytes).map_err(|_| {
                let nearest = nearest(text, ["input", "small", "unsized"]).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
                format!("`{text}` is no allocation: expected `input`, `small`, `unsized`, a size such as `4KiB` or `{{ arg = 0 }}`{nearest}")
            }),
        }
    }
}

impl<'de> Deserialize<'de> for Allocation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Count {
            arg: ArgRef,
            of: Option<String>,
        }
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Allocation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`input`, `small`, `unsized`, a size such as `4KiB` or a table such as `{ arg = 0, of = \"T\" }`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Allocation, E> {
                Allocation::parse(text).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Allocation, A::Error> {
                Count::deserialize(MapAccessDeserializer::new(map)).map(|count| Allocation::Count { arg: count.arg, of: count.of })
            }
        }
        deserializer.deserialize_any(Form)
    }
}

/// What a call does to a lock.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LockEffect {
    /// Acquire, try, …
    pub op: LockOp,
    /// The argument that is the lock (for a guard's own method: the guard).
    pub on: ArgRef,
    /// Exclusive unless said.
    #[serde(default)]
    pub mode: LockMode,
    /// How the hold ends: the guard inside what is returned, or an explicit release.
    #[serde(default)]
    pub guard: GuardForm,
    /// The holder may take it again (`CRITICAL_SECTION`, Win32 mutexes, reentrant mutexes).
    #[serde(default)]
    pub recursive: bool,
    /// Only where `on` is a handle to such an object (`WaitForSingleObject` takes a mutex, and only a mutex).
    pub of: Option<MadeObject>,
}

/// Lock operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockOp {
    /// Blocks until it is held.
    Acquire,
    /// Does not block (or for a time: then `latency` says how long).
    Try,
    /// Ends the hold.
    Release,
    /// Gives the lock up while it waits and has it again afterwards (`Condvar`).
    WaitReleasing,
    /// Runs its closure with the lock held (`ReentrantLock`, `Once`, `with`).
    RunUnder,
}

/// Lock modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockMode {
    /// Excludes everybody.
    #[default]
    Exclusive,
    /// Excludes writers.
    Shared,
}

/// How a hold ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuardForm {
    /// With the guard in what is returned.
    #[default]
    Return,
    /// With an explicit release.
    Explicit,
}

/// Kernel objects whose handles behave differently in the same calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "plain")]
pub enum MadeObject {
    Mutex,
    Event,
    Semaphore,
    Timer,
    Process,
    Thread,
}

/// A change of the world: `"a file"`, or a table where it depends on an argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutation {
    /// What changes, as a noun phrase for the message: "the service's state", "a file", "the registry".
    pub what: String,
    /// Only where this is known to hold.
    pub when: Option<Condition>,
    /// Not where this is known to hold.
    pub unless: Option<Condition>,
}

impl<'de> Deserialize<'de> for Mutation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            what: String,
            when: Option<Condition>,
            unless: Option<Condition>,
        }
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Mutation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("what changes (`\"a file\"`) or a table such as `{ what = \"a file\", unless = { equals = [4, 3] } }`")
            }

            fn visit_str<E: Error>(self, what: &str) -> Result<Mutation, E> {
                Ok(Mutation { what: what.to_owned(), when: None, unless: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Mutation, A::Error> {
                let Table { what, when, unless } = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Mutation { what, when, unless })
            }
        }
        deserializer.deserialize_any(Form)
    }
}

/// Why the platform forbids a call.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Forbidden {
    /// "never" or "worker-thread-only".
    pub usage: ForbiddenUse,
    /// Not where this is known to hold (control codes that the platform allows).
    pub unless: Option<Condition>,
}

/// How far a call is forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForbiddenUse {
    /// In no entry point.
    Never,
    /// On a worker thread only.
    WorkerThreadOnly,
}
