//! What a model file may say: the form of `lints/models/*.toml` and of a user's `[[model]]`.
//!
//! A model describes one callee that is not analysed: what it costs, what it holds, allocates, releases,
//! starts or changes. Arguments are counted from 0; of a method, argument 0 is `self`. Foreign functions whose
//! bindings number their arguments differently (`windows-sys` keeps a slice's length as an argument, `windows`
//! folds it in) give a list: `arity = [4, 3]` and then `arg = [3, 2]`, in the same order.
//!
//! A closure (or function) that is handed to a modelled callee runs before that callee returns, unless the
//! model `keeps` or `spawns` it; `calls` is only needed for closures that the receiver kept from its
//! constructor (`"self"`).

use serde::Deserialize;

/// One `[[model]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Model {
    /// Full path from the crate's name: a function, `Type::method` or `Trait::method`. Matched through
    /// re-exports, that is, against where the item is defined *and* every public path that std documents.
    /// Foreign functions (`foreign = true`) are matched by the last segment and the number of arguments.
    ///
    /// Braces stand for alternatives, as in `use`: `std::fs::{metadata, File::{open, create}}`. A type's method
    /// path means its inherent method or its implementation of any trait's method of that name. Primitive types
    /// are written as Rust writes them in paths (`str::split_at`, `<[T]>::swap`), macros with `!`
    /// (`std::println!`). `core` and `alloc` are written `std` wherever `std` re-exports the item.
    pub path: String,
    /// An `extern` declaration (FFI): matched by name and arity, whatever crate declares it.
    #[serde(default)]
    pub foreign: bool,
    /// For foreign functions: the numbers of arguments of its bindings. Empty: any.
    #[serde(default)]
    pub arity: Vec<usize>,
    /// Upper bound of its run time; absent: says nothing about time (the callee's own body is then analysed
    /// if there is one, else it is instant).
    pub latency: Option<Latency>,
    /// What kind of time that is.
    pub kind: Option<Kind>,
    /// What it puts on the heap.
    pub allocates: Option<Allocation>,
    /// What it does to a lock.
    pub lock: Option<LockEffect>,
    /// The argument whose resource is gone afterwards (`CloseHandle`: 0).
    pub releases: Option<ArgRef>,
    /// The argument that runs on another thread.
    pub spawns: Option<ArgRef>,
    /// Arguments (closures, functions) that it runs before it returns; `"self"`: the closures that the receiver
    /// keeps from where it was made (`LazyLock`, lazy iterator adaptors).
    #[serde(default)]
    pub calls: Vec<ArgRef>,
    /// Methods that it invokes on a type it knows only by its bounds: its effects are theirs.
    #[serde(default)]
    pub invokes: Vec<Invocation>,
    /// What it `calls` and `invokes` runs once for each element of this argument (an iterator, a collection).
    pub repeats: Option<ArgRef>,
    /// Arguments that it keeps and runs later, or never, on whatever thread (`defer`, hooks, stored callbacks).
    #[serde(default)]
    pub keeps: Vec<ArgRef>,
    /// What it changes in the world.
    pub mutates: Option<Mutation>,
    /// The documented panic that ordinary arguments can meet, in a few words.
    pub panics: Option<String>,
    /// It panics only where this argument may be 0: a constant other than 0 cannot meet the panic.
    pub panics_on_zero: Option<ArgRef>,
    /// A panic in what it calls does not leave it (`catch_unwind`).
    #[serde(default)]
    pub catches_panics: bool,
    /// Its effects happen when the future that it returns is awaited or polled; the call itself is instant.
    #[serde(default)]
    pub awaited: bool,
    /// Futures (or closures that make them) that it drives to their end before it returns (or, if `awaited`,
    /// when it is awaited): `block_on`, `join`.
    #[serde(default)]
    pub awaits: Vec<ArgRef>,
    /// Futures that it awaits for `latency` at most (`timeout`). Calls that block inside them are not capped.
    #[serde(default)]
    pub caps: Vec<ArgRef>,
    /// Never returns (`exit`, `abort`).
    #[serde(default)]
    pub diverges: bool,
    /// The argument that is the path or address its result stands for (`File::open`: 0): later reads and
    /// metadata of the handle follow it.
    pub opens: Option<ArgRef>,
    /// The arguments whose path, settings and kept closures its result (or the value it makes) goes on with:
    /// `BufReader::new`: 0; builder methods, `try_clone` and iterator adaptors: `"self"`.
    #[serde(default)]
    pub carries: Vec<ArgRef>,
    /// Changes how a later call on the same value behaves.
    pub sets: Option<Setting>,
    /// Settings that what it returns has from the start (`crossbeam_channel::unbounded`: `unlimited-capacity`).
    #[serde(default)]
    pub makes: Vec<SettingKind>,
    /// The settings which, made on the receiver (or, for a free function, argument 0) before, bound this call:
    /// by their duration, or to instant for those without one. Where several were made, by their sum.
    #[serde(default)]
    pub bounded_by: Vec<SettingKind>,
    /// The platform forbids it in `LooksAlive`.
    pub forbidden: Option<Forbidden>,
    /// The documentation it rests on: a page's name or address.
    pub source: Option<String>,
    /// What to do instead, where the kind's general advice does not fit.
    pub instead: Option<String>,
}

/// An argument: the same index in every binding, or one index for each entry of `arity`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ArgRef {
    /// The same in every binding.
    Index(usize),
    /// One for each `arity`, in its order.
    PerArity(Vec<usize>),
    /// `"self"` (0 of a method) or `"return"`.
    Named(NamedArg),
}

/// Arguments with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamedArg {
    /// The receiver.
    #[serde(rename = "self")]
    Receiver,
    /// What is returned.
    Return,
}

/// A method that a callee invokes: `{ method = "std::io::Read::read", of = "R" }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Invocation {
    /// Full path of the trait's method.
    pub method: String,
    /// The type whose implementation runs: a type parameter of the callee, its type or its trait, or `Self`.
    pub of: String,
}

/// An upper bound: `"instant"`, `"25ms"`, `"unbounded"` or a table.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Latency {
    /// `"instant"`, `"unbounded"` or a duration (`"1ms"`, `"30s"`).
    Fixed(String),
    /// `{ arg = 1, unit = "ms" }`: that argument is the timeout.
    Timeout(TimeoutArg),
    /// `{ path = 0, local = "25ms" }`: the bound where that argument (a path, or a handle opened on one) is
    /// provably local, unbounded otherwise.
    Path(PathArg),
    /// `{ address = 0, numeric = "instant" }`: that bound where the argument is a socket address or a constant
    /// that reads as one, unbounded (a name has to be resolved) otherwise.
    Address(AddressArg),
    /// `{ future = 0 }`: what is awaited in that future, where a timeout caps it; unbounded otherwise.
    Future(FutureArg),
    /// `{ null = 0, then = "5ms", otherwise = "unbounded" }`, `{ zero = 3, … }`, `{ equals = [2, 4], … }`
    Conditional(Box<Conditional>),
}

/// A timeout argument.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeoutArg {
    /// Which.
    pub arg: ArgRef,
    /// Its unit; absent for a `Duration` or `Option<Duration>`.
    pub unit: Option<TimeUnit>,
    /// The value that means no bound besides a type's own (`INFINITE`): all ones unless said.
    #[serde(default)]
    pub infinite: InfiniteValue,
    /// A value with a special meaning: `{ value = 0, is = "unbounded" }`.
    pub special: Option<SpecialValue>,
    /// Added to the timeout: what the call costs besides (a duration).
    pub plus: Option<String>,
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
    /// Pointer to a count of 100 ns, negative = relative, null = none.
    HundredNsPointer,
    /// Pointer to a `timeval`, null = none.
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
    /// Zero.
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
    /// Its bound: as [`Latency::Fixed`], or `"unknown"`.
    pub is: String,
}

/// A bound that depends on where a path leads.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathArg {
    /// The path, or the handle whose path is known from where it was opened.
    pub path: ArgRef,
    /// Further paths that must be local too (`rename`).
    #[serde(default)]
    pub also: Vec<ArgRef>,
    /// The bound on a local path.
    pub local: String,
}

/// A bound that depends on whether a name has to be resolved.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressArg {
    /// The address: anything that is `ToSocketAddrs`.
    pub address: ArgRef,
    /// The bound where nothing has to be resolved.
    pub numeric: String,
}

/// A bound that is that of a future.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FutureArg {
    /// The future.
    pub future: ArgRef,
}

/// A bound that depends on an argument's constant value. Exactly one of the conditions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditional {
    /// The argument is null or `None`.
    pub null: Option<ArgRef>,
    /// The argument is 0 or `false`.
    pub zero: Option<ArgRef>,
    /// `[argument, value]`: the argument has that value.
    pub equals: Option<(ArgRef, i64)>,
    /// `[argument, mask]`: the argument has a bit of the mask.
    pub bits: Option<(ArgRef, i64)>,
    /// The bound if so.
    pub then: Latency,
    /// The bound if not.
    pub otherwise: Latency,
    /// The bound where the argument cannot be evaluated; the worse of the two unless said.
    pub unknown: Option<Latency>,
}

/// Kinds of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "plain")]
pub enum Kind {
    Sleep,
    /// Waits for another thread, process or event.
    Wait,
    Lock,
    /// Any I/O; the ones below are I/O too, with advice of their own.
    Io,
    File,
    Network,
    NameResolution,
    Http,
    Database,
    Process,
    Service,
    Registry,
    Rpc,
    Com,
    Device,
    Pipe,
    Enumeration,
    Loader,
    WindowMessage,
    Log,
    Cluster,
}

/// What is put on the heap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Allocation {
    /// `"input"`: as much as there is to read; `"small"`: an unknown small amount (64 bytes); `"unsized"`: a
    /// collection whose length is not known; or a size (`"4KiB"`).
    Named(String),
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
        /// What counts where the number is not known: `"unsized"` (the default) or `"small"`.
        unknown: Option<String>,
    },
    /// `{ of = "T" }`: one value of that type.
    Value {
        /// The type.
        of: String,
    },
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

/// A change of the world.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mutation {
    /// What changes, as a noun phrase for the message: "the service's state", "a file", "the registry".
    pub what: String,
    /// `[argument, value]`: not when the argument is that constant.
    pub unless: Option<(ArgRef, i64)>,
    /// `[argument, mask]`: only when the argument has a bit of the mask (or cannot be evaluated).
    pub only_bits: Option<(ArgRef, i64)>,
    /// Only where that setting was made on the receiver, or may have been.
    pub only_if: Option<SettingKind>,
    /// `[argument, value]`: not where it is one of these constants.
    pub only_values: Option<(ArgRef, Vec<i64>)>,
}

/// A setting on a value that changes the bound of later calls on it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setting {
    /// What is set.
    pub what: SettingKind,
    /// The argument with the value.
    pub arg: ArgRef,
    /// Its unit, if it is not a `Duration`.
    pub unit: Option<TimeUnit>,
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
    Nonblocking,
    /// `OpenOptions::write(true)` and its like: what is opened is changed.
    OpenForWriting,
    /// A channel without a limit: sending never waits.
    UnlimitedCapacity,
    /// How long a lock of the database, or a connection of a pool, is waited for.
    AcquireTimeout,
}

/// Why the platform forbids a call.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Forbidden {
    /// "never" or "worker-thread-only".
    pub usage: ForbiddenUse,
    /// `[argument, [values]]`: not for these constant values of the argument.
    pub unless: Option<(ArgRef, Vec<i64>)>,
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
