//! What a modelled call does besides taking time: memory, locks, changes of the world, what the platform forbids.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::bound::{nearest, parse_size};
use super::condition::{ArgRef, Condition};
use super::setting::SettingKind;

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
    /// `{ items = "self", of = "T" }`: as many elements as that iterator, collection or string has.
    Items {
        /// The iterator, collection or string.
        items: ArgRef,
        /// The argument that multiplies it (`repeat`).
        times: Option<ArgRef>,
        /// The element type; bytes without.
        of: Option<String>,
        /// What counts where the number is not known.
        unknown: UnknownCount,
    },
    /// `{ of = "T" }`: one value of that type.
    Value {
        /// The type.
        of: String,
    },
}

/// What an allocation counts as where its number of elements is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownCount {
    /// As [`Allocation::Unsized`].
    #[default]
    Unsized,
    /// As [`Allocation::Small`].
    Small,
}

impl Allocation {
    /// The arguments that it asks for.
    pub fn arguments(&self) -> Vec<&ArgRef> {
        match self {
            Self::Count { arg, .. } => vec![arg],
            Self::Items { items, times, .. } => std::iter::once(items).chain(times).collect(),
            Self::Input | Self::Small | Self::Unsized | Self::Bytes(_) | Self::Value { .. } => Vec::new(),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "input" => Ok(Self::Input),
            "small" => Ok(Self::Small),
            "unsized" => Ok(Self::Unsized),
            _ => parse_size(text).map(Self::Bytes).map_err(|_| {
                let nearest = nearest(text, ["input", "small", "unsized"]).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
                format!(
                    "`{text}` is no allocation: expected `input`, `small`, `unsized`, a size such as `4KiB` or `{{ arg = 0 }}`{nearest}"
                )
            }),
        }
    }
}

impl<'de> Deserialize<'de> for Allocation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            arg: Option<ArgRef>,
            items: Option<ArgRef>,
            times: Option<ArgRef>,
            of: Option<String>,
            unknown: Option<UnknownCount>,
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
                let table = Table::deserialize(MapAccessDeserializer::new(map))?;
                match (table.arg, table.items, table.of) {
                    (arg, None, _) if table.times.is_some() || table.unknown.is_some() => Err(A::Error::custom(format!(
                        "`times` and `unknown` belong to `items`{}",
                        if arg.is_some() { ", not to `arg`" } else { "" }
                    ))),
                    (Some(arg), None, of) => Ok(Allocation::Count { arg, of }),
                    (None, Some(items), of) => {
                        Ok(Allocation::Items { items, times: table.times, of, unknown: table.unknown.unwrap_or_default() })
                    }
                    (None, None, Some(of)) => Ok(Allocation::Value { of }),
                    _ => Err(A::Error::custom("expected exactly one of `arg` and `items`, or `of` alone")),
                }
            }
        }
        deserializer.deserialize_any(Form)
    }
}

/// A read or write of memory through an argument: `{ on = "self", how = "write" }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The reference or pointer to it.
    pub on: ArgRef,
    /// What is done.
    pub how: AccessKind,
    /// The argument that stands there afterwards (`swap`: 1).
    pub stores: Option<ArgRef>,
    /// The argument that must have stood there before (`compare_exchange`: 1).
    pub expects: Option<ArgRef>,
}

/// Ways to access memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessKind {
    /// Reads it, unsynchronised.
    Read,
    /// Writes it, or reads and writes it, unsynchronised.
    Write,
    /// Reads it with one atomic operation.
    AtomicRead,
    /// Writes it, or reads and writes it, with one atomic operation.
    AtomicWrite,
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
    pub of: Option<KernelObject>,
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
    /// Gives the lock of the guard that it is given up, runs its closure, and has it again (`MutexGuard::unlocked`).
    RunReleased,
    /// The guard that it is given goes on in the result, in `mode` (`RwLockWriteGuard::downgrade`).
    Convert,
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
pub enum KernelObject {
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
    /// Only where that setting was made on the receiver, or may have been.
    pub only_if: Option<SettingKind>,
}

impl<'de> Deserialize<'de> for Mutation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        struct Table {
            what: String,
            when: Option<Condition>,
            unless: Option<Condition>,
            only_if: Option<SettingKind>,
        }
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Mutation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("what changes (`\"a file\"`) or a table such as `{ what = \"a file\", unless = { equals = [4, 3] } }`")
            }

            fn visit_str<E: Error>(self, what: &str) -> Result<Mutation, E> {
                Ok(Mutation { what: what.to_owned(), when: None, unless: None, only_if: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Mutation, A::Error> {
                let Table { what, when, unless, only_if } = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Mutation { what, when, unless, only_if })
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
