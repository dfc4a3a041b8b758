//! What a model file may say: the form of `lints/models/*.toml` and of a user's `[[model]]`.
//!
//! A model describes one callee that is not analysed: what it costs, what it holds, allocates, releases,
//! starts or changes. Arguments are counted from 0; of a method, argument 0 is `self`. Foreign functions whose
//! bindings number their arguments differently (`windows-sys` keeps a slice's length as an argument, `windows`
//! folds it in) give a list: `arity = [4, 3]` and then `arg = [3, 2]`, in the same order.

use serde::{Deserialize, Deserializer};

pub use super::bound::Bound;
pub use super::condition::{ArgIndex, ArgRef, Condition, NamedArg};
pub use super::effects::{Allocation, Forbidden, ForbiddenUse, GuardForm, LockEffect, LockMode, LockOp, MadeObject, Mutation};
pub use super::latency::{Conditional, InfiniteValue, Latency, PathArg, SetBefore, SpecialValue, TimeUnit, TimeoutArg};
use super::setting::one_or_many;
pub use super::setting::{Setting, SettingKind};

/// One `[[model]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "kebab-case")]
pub struct Model {
    /// Full path from the crate's name: a function, `Type::method` or `Trait::method`. Matched through
    /// re-exports, that is, against where the item is defined *and* every public path that std documents.
    /// Foreign functions (`foreign = true`) are matched by the last segment and the number of arguments.
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
    /// The argument that runs on another thread.
    pub spawns: Option<ArgRef>,
    /// Arguments (closures, functions) that it runs before it returns.
    #[serde(default)]
    pub calls: Vec<ArgRef>,
    /// Arguments that it keeps and runs later, or never, on whatever thread (`defer`, hooks, stored callbacks).
    #[serde(default)]
    pub keeps: Vec<ArgRef>,
    /// What it changes in the world.
    pub mutates: Option<Mutation>,
    /// The documented panic that ordinary arguments can meet, in a few words.
    pub panics: Option<String>,
    /// Never returns (`exit`, `abort`).
    #[serde(default)]
    pub diverges: bool,
    /// The argument that is the path or address its result stands for (`File::open`: 0): later reads and
    /// metadata of the handle follow it.
    pub opens: Option<ArgRef>,
    /// The argument whose settings and path also hold for the result (`WinHttpOpenRequest`: 0, `try_clone`: 0).
    pub inherits: Option<ArgRef>,
    /// The argument that the result is an independent copy of (`DuplicateHandle`: 1): releasing the one leaves
    /// the other usable.
    pub duplicates: Option<ArgRef>,
    /// What kernel object the result is a handle to.
    pub makes: Option<MadeObject>,
    /// Where the result of `opens`, `inherits`, `duplicates` and `makes` is: `"return"` unless said, else the
    /// argument that points to where it is written (`RegOpenKeyExW`: 4).
    pub result: Option<ArgRef>,
    /// Changes how a later call on the same value behaves. One table or a list of them.
    #[serde(default, deserialize_with = "one_or_many")]
    pub sets: Vec<Setting>,
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
    /// The last segment of the path: a function's, method's or type's name.
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }

    /// Which binding (index into `arity`) has that many arguments; 0 where the model is for any number.
    pub fn binding(&self, argc: usize) -> Option<usize> {
        if self.arity.is_empty() { Some(0) } else { self.arity.iter().position(|&arity| arity == argc) }
    }
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
