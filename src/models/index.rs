//! Finds the model of a callee: by path through re-exports, or by name and number of arguments.

use std::borrow::Cow;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::path::{each, segments};

/// How a model's path is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    /// Against full paths.
    Path,
    /// By the last segment, for foreign functions.
    Foreign,
    /// By the last segment, for types of function pointers.
    Callback,
}

/// From paths and names to numbers of models.
///
/// A row is only a hash: which of a pattern's alternatives it stands for is seen when it is met, so that the
/// thousands of paths of the built-in models are never written out.
#[derive(Default)]
pub(super) struct Index {
    patterns: Vec<Pattern>,
    /// Hash of the matching and a path's tail, and the number of the pattern. Sorted by hash.
    rows: Vec<(u64, u32)>,
}

struct Pattern {
    text: Cow<'static, str>,
    matching: Matching,
    model: usize,
}

impl Index {
    /// Enters every alternative of a pattern. Call [`Index::finish`] afterwards.
    pub(super) fn insert(&mut self, pattern: Cow<'static, str>, matching: Matching, model: usize) {
        let number = u32::try_from(self.patterns.len()).expect("four thousand million models do not fit in memory");
        each(&pattern, &mut |path| {
            self.rows.push((hash(matching, tail(path, matching)), number));
            true
        });
        self.patterns.push(Pattern { text: pattern, matching, model });
    }

    /// Sorts what was entered.
    pub(super) fn finish(&mut self) {
        // Patterns of one hash stay in the order of their entry, and each is looked at once.
        self.rows.sort_unstable();
        self.rows.dedup();
    }

    /// The models of a name, in the order of their entry.
    pub(super) fn by_name<'a>(&'a self, name: &'a str, matching: Matching) -> impl Iterator<Item = usize> + 'a {
        self.patterns(hash(matching, name), matching)
            .filter(move |pattern| {
                let mut found = false;
                each(&pattern.text, &mut |path| {
                    found = tail(path, matching) == name;
                    !found
                });
                found
            })
            .map(|pattern| pattern.model)
    }

    /// The model whose path stands for the callee's: the same path, or else the longest that the callee's only
    /// adds modules to (`std::sync::Mutex::lock` for `std::sync::poison::mutex::Mutex::lock`: a definition lies
    /// at or below the module that re-exports it). Two of the same length: none, since it would be a guess.
    pub(super) fn by_path(&self, callee: &str, reexports: Reexports) -> Option<usize> {
        let callee_tail = tail(callee, Matching::Path);
        let callee: Vec<&str> = segments(callee).collect();
        let mut best: Option<(usize, usize)> = None;
        let mut tie = false;
        for pattern in self.patterns(hash(Matching::Path, callee_tail), Matching::Path) {
            // The longest of its alternatives that stands for the callee.
            let mut length = 0;
            each(&pattern.text, &mut |path| {
                if path.ends_with(callee_tail) {
                    let path: Vec<&str> = segments(path).collect();
                    if path.len() > length && stands_for(&path, &callee, reexports) {
                        length = path.len();
                    }
                }
                length < callee.len()
            });
            if length == callee.len() {
                return Some(pattern.model);
            }
            match best {
                _ if length == 0 => {}
                Some((longest, model)) if longest == length => tie |= model != pattern.model,
                Some((longest, _)) if longest > length => {}
                _ => (best, tie) = (Some((length, pattern.model)), false),
            }
        }
        best.filter(|_| !tie).map(|(_, model)| model)
    }

    fn patterns(&self, hash: u64, matching: Matching) -> impl Iterator<Item = &Pattern> {
        let rows = &self.rows[self.rows.partition_point(|row| row.0 < hash)..];
        let numbers = rows.iter().take_while(move |row| row.0 == hash).map(|row| &self.patterns[row.1 as usize]);
        numbers.filter(move |pattern| pattern.matching == matching)
    }
}

/// How far a path may differ from the one it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reexports {
    /// Functions and methods may be defined deeper than the model says.
    Everything,
    /// Methods may; a function of the same name in a deeper module is another one (users' own crates), except in std.
    Methods,
}

/// The part of a path that decides most: `Type::method`, or a function's name.
fn tail(path: &str, matching: Matching) -> &str {
    let Some(last) = path.rfind("::") else { return path };
    let before = &path[..last];
    // A type in angle brackets stands first, so nothing lies before it.
    let ty = if before.ends_with('>') { 0 } else { before.rfind("::").map_or(0, |i| i + 2) };
    if matching == Matching::Path && is_type(&before[ty..]) { &path[ty..] } else { &path[last + 2..] }
}

fn is_type(segment: &str) -> bool {
    const PRIMITIVES: &[&str] =
        &["str", "char", "bool", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];
    segment.starts_with(|c: char| c.is_uppercase() || c == '<') || PRIMITIVES.contains(&segment)
}

fn hash(matching: Matching, tail: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(matching as u8);
    hasher.write(tail.as_bytes());
    hasher.finish()
}

fn stands_for(model: &[&str], callee: &[&str], reexports: Reexports) -> bool {
    let std = |segment: &str| matches!(segment, "core" | "alloc" | "std");
    let (Some((root, model)), Some((callee_root, callee))) = (model.split_first(), callee.split_first()) else { return false };
    if root != callee_root && !(std(root) && std(callee_root)) {
        return false;
    }
    if model == callee {
        return true;
    }
    let is_method = model.len() >= 2 && is_type(model[model.len() - 2]);
    if reexports == Reexports::Methods && !is_method && !std(root) {
        return false;
    }
    let shared = if is_method { 2 } else { 1 };
    if model.len() >= callee.len() || !callee.ends_with(&model[model.len() - shared..]) {
        return false;
    }
    let mut modules = callee.iter();
    model.iter().all(|segment| modules.any(|module| module == segment))
}
