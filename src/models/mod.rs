//! What calls outside the analysed sources do: the built-in models (`lints/models/*.toml`) and the user's.
//!
//! Answers one question: what does this callee do? Knows paths as text and numbers of arguments, nothing of
//! types, bodies or findings.

mod bound;
mod builtin;
mod condition;
mod effects;
mod index;
mod latency;
mod load;
mod path;
pub mod schema;
mod setting;
pub mod validate;

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

pub use bound::{parse_duration, parse_size};
pub use builtin::FILES;
pub use load::{ModelError, parse, readable};
pub use path::candidates;

use builtin::Builtin;
use index::{Index, Matching, Reexports};
use schema::Model;

/// All models of a run. A user's model is taken instead of ours.
#[derive(Default)]
pub struct Models {
    user: Vec<UserModel>,
    index: Index,
}

struct UserModel {
    model: Model,
    used: AtomicBool,
}

impl Models {
    /// Ours alone.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Ours and the user's. Of two of the user's for one callee, the later one is taken (a package's
    /// configuration comes after the workspace's).
    pub fn with_user(user: Vec<Model>) -> Self {
        let mut index = Index::default();
        // Entered from the last to the first, so that the first found is the last written.
        for (number, model) in user.iter().enumerate().rev() {
            let matching = match model {
                Model { foreign: true, .. } => Matching::Foreign,
                Model { callback: true, .. } => Matching::Callback,
                _ => Matching::Path,
            };
            index.insert(Cow::Owned(model.path.clone()), matching, number);
        }
        index.finish();
        let user = user.into_iter().map(|model| UserModel { model, used: AtomicBool::new(false) }).collect();
        Self { user, index }
    }

    /// The model of a full path: `std::thread::sleep`, `std::sync::Mutex::lock`, `<[T]>::swap`. `core`, `alloc`
    /// and `std` are one; a path that leads to the item through further modules (where it is defined) is the
    /// same item. A trait's method is found under `Trait::method` only: ask for `Type::method` first.
    /// Foreign functions are found here only by a user's model that gives their full path.
    pub fn lookup_path(&self, path: &str) -> Option<&Model> {
        if let Some(number) = self.index.by_path(path, Reexports::Methods) {
            return Some(self.take(number));
        }
        let builtin = Builtin::get();
        builtin.index.by_path(path, Reexports::Everything).map(|number| builtin.model(number))
    }

    /// The same among the user's models alone: for functions of the workspace itself, which no built-in model
    /// speaks of.
    pub fn lookup_user(&self, path: &str) -> Option<&Model> {
        self.index.by_path(path, Reexports::Methods).map(|number| self.take(number))
    }

    /// The model of a callee as rustc prints it (`<std::net::TcpStream as std::io::Read>::read`): that of the
    /// first of its [`candidates`] that has one.
    pub fn lookup_callee(&self, callee: &str) -> Option<&Model> {
        candidates(callee).iter().find_map(|path| self.lookup_path(path))
    }

    /// The model of a foreign function, and which binding it is (for [`schema::ArgRef::resolve`]): by name and
    /// number of arguments, whatever crate declares it.
    pub fn lookup_foreign(&self, name: &str, argc: usize) -> Option<(&Model, usize)> {
        self.lookup_name(name, argc, Matching::Foreign)
    }

    /// The same for a call through a value of a type of function pointers: `PLOG_EVENT_ROUTINE`.
    pub fn lookup_callback(&self, type_name: &str, argc: usize) -> Option<(&Model, usize)> {
        self.lookup_name(type_name, argc, Matching::Callback)
    }

    fn lookup_name(&self, name: &str, argc: usize, matching: Matching) -> Option<(&Model, usize)> {
        let user = self.index.by_name(name, matching).find_map(|number| Some((number, self.user[number].model.binding(argc)?)));
        if let Some((number, binding)) = user {
            return Some((self.take(number), binding));
        }
        let builtin = Builtin::get();
        builtin.index.by_name(name, matching).find_map(|number| {
            let model = builtin.model(number);
            Some((model, model.binding(argc)?))
        })
    }

    fn take(&self, number: usize) -> &Model {
        let user = &self.user[number];
        user.used.store(true, Ordering::Relaxed);
        &user.model
    }

    /// The user's models that no look-up has met, with their numbers in the list that was given, in its order: each
    /// is a warning once all calls are resolved.
    pub fn unused(&self) -> impl Iterator<Item = (usize, &Model)> {
        self.user.iter().enumerate().filter(|(_, user)| !user.used.load(Ordering::Relaxed)).map(|(number, user)| (number, &user.model))
    }

    /// How many built-in models there are.
    pub fn builtin_count() -> usize {
        Builtin::get().len()
    }
}

#[cfg(test)]
mod known_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod win32_tests;
