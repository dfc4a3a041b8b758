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

use serde::{Deserialize, Deserializer};

pub use super::bound::Bound;
pub use super::condition::{ArgIndex, ArgRef, Condition, NamedArg};
pub use super::effects::{
    Access, AccessKind, Allocation, Forbidden, ForbiddenUse, GuardForm, KernelObject, LockEffect, LockMode, LockOp, Mutation, UnknownCount,
};
pub use super::latency::{AddressArg, Conditional, InfiniteValue, Latency, PathArg, SpecialValue, TimeUnit, TimeoutArg};
use super::path::expand;
use super::setting::one_or_many;
pub use super::setting::{Setting, SettingKind};

/// One `[[model]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "kebab-case")]
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
    /// `path` names a type of function pointers (`PLOG_EVENT_ROUTINE`): what calling a value of that type does.
    /// Matched by the last segment and the number of arguments, as foreign functions are.
    #[serde(default)]
    pub callback: bool,
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
    /// Values that it drops before it returns (`std::mem::drop`: 0). A value that is handed to a modelled callee in any
    /// other way lives on in its result, or in what it is stored in.
    #[serde(default)]
    pub drops: Vec<ArgRef>,
    /// Values that nobody drops any more (`std::mem::forget`, `Box::into_raw`): a guard among them is held for ever.
    #[serde(default)]
    pub forgets: Vec<ArgRef>,
    /// The argument (a pointer, a raw handle) whose resource the result owns from now on: dropping the result
    /// releases it (`Box::from_raw`: 0).
    pub adopts: Option<ArgRef>,
    /// The argument (a pointer) to whose resource it adds an owner: one `adopts` or `releases` of the same afterwards gives
    /// back no more than that (`Arc::increment_strong_count`: 0).
    pub retains: Option<ArgRef>,
    /// Memory that it reads or writes through an argument.
    #[serde(default)]
    pub accesses: Vec<Access>,
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
    /// The argument that the result is an independent copy of (`DuplicateHandle`: 1): releasing the one leaves
    /// the other usable.
    pub duplicates: Option<ArgRef>,
    /// What kernel object the result is a handle to.
    pub object: Option<KernelObject>,
    /// Where the result of `opens`, `carries`, `duplicates` and `object` is: `"return"` unless said, else the
    /// argument that points to where it is written (`RegOpenKeyExW`: 4).
    pub result: Option<ArgRef>,
    /// Changes how a later call on the same value behaves. One table or a list of them.
    #[serde(default, deserialize_with = "one_or_many")]
    pub sets: Vec<Setting>,
    /// Settings that what it returns has from the start (`crossbeam_channel::unbounded`: `unlimited-capacity`).
    #[serde(default)]
    pub makes: Vec<SettingKind>,
    /// The settings which, made on the receiver (or, for a free function, argument 0) before, bound this call:
    /// by their duration; where several were made, by their sum. A connect or resolve timeout adds to a bound but makes
    /// none by itself. A mode (`nonblocking`, `unlimited-capacity`) makes the call instant whatever else was set.
    #[serde(default)]
    pub bounded_by: Vec<SettingKind>,
    /// The argument on which the settings of `bounded_by` are made, where it is not the receiver
    /// (`redis::Cmd::query`: 1).
    pub bounded_on: Option<ArgRef>,
    /// The platform forbids it in `LooksAlive`.
    pub forbidden: Option<Forbidden>,
    /// The documentation it rests on: a page's name or address.
    pub source: Option<String>,
    /// What to do instead, where the kind's general advice does not fit.
    pub instead: Option<String>,
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The derived function reads the form; what the form cannot say is checked here, so that no caller
        // (TOML file, configuration, cargo metadata's JSON) can leave it out.
        let model = Self::deserialize(deserializer)?;
        super::validate::check(&model).map_err(serde::de::Error::custom)?;
        Ok(model)
    }
}

impl Model {
    /// The paths that `path` stands for: one for each alternative in its braces.
    pub fn paths(&self) -> Vec<String> {
        expand(&self.path).unwrap_or_default()
    }

    /// Which binding (index into `arity`) has that many arguments; 0 where the model is for any number.
    pub fn binding(&self, argc: usize) -> Option<usize> {
        if self.arity.is_empty() { Some(0) } else { self.arity.iter().position(|&arity| arity == argc) }
    }
}

/// A method that a callee invokes: `{ method = "std::io::Read::read", of = "R" }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Invocation {
    /// Full path of the trait's method.
    pub method: String,
    /// The type whose implementation runs: a type parameter of the callee, its type or its trait, or `Self`.
    pub of: String,
    /// The trait's other type arguments, named the same way; what is not given may be any.
    #[serde(default)]
    pub with: Vec<String>,
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
    /// Directory services, account names, logons, certificates.
    Security,
    /// Pages of memory: locking, walking or trimming them.
    Memory,
    /// The console or a user's answer.
    Console,
}
