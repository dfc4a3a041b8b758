//! Finds the model of a callee: by path through re-exports, or by name and number of arguments.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use super::path::{expand, segments};

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
#[derive(Default)]
pub(super) struct Index {
    rows: Vec<Row>,
}

struct Row {
    /// Of the matching and the path's tail. Rows are sorted by it.
    hash: u64,
    matching: Matching,
    path: String,
    model: usize,
}

impl Index {
    /// Enters every alternative of a pattern. Call [`Index::finish`] afterwards.
    pub(super) fn insert(&mut self, pattern: &str, matching: Matching, model: usize) {
        for path in expand(pattern).unwrap_or_default() {
            let hash = hash(matching, tail(&path, matching));
            self.rows.push(Row { hash, matching, path, model });
        }
    }

    /// Sorts what was entered.
    pub(super) fn finish(&mut self) {
        self.rows.sort_by_key(|row| row.hash);
    }

    /// The models of a name, in the order of their entry.
    pub(super) fn by_name<'a>(&'a self, name: &'a str, matching: Matching) -> impl Iterator<Item = usize> + 'a {
        let rows = &self.rows[self.range(hash(matching, name))];
        rows.iter().filter(move |row| row.matching == matching && tail(&row.path, matching) == name).map(|row| row.model)
    }

    /// The model whose path stands for the callee's: the same path, or else the longest that the callee's only
    /// adds modules to (`std::sync::Mutex::lock` for `std::sync::poison::mutex::Mutex::lock`: a definition lies
    /// at or below the module that re-exports it). Two of the same length: none, since it would be a guess.
    pub(super) fn by_path(&self, callee: &str, reexports: Reexports) -> Option<usize> {
        let rows = &self.rows[self.range(hash(Matching::Path, tail(callee, Matching::Path)))];
        let callee: Vec<&str> = segments(callee).collect();
        let mut best: Option<(usize, usize)> = None;
        let mut tie = false;
        for row in rows.iter().filter(|row| row.matching == Matching::Path) {
            let path: Vec<&str> = segments(&row.path).collect();
            if !stands_for(&path, &callee, reexports) {
                continue;
            }
            if path.len() == callee.len() {
                return Some(row.model);
            }
            tie = best.is_some_and(|(len, model)| len == path.len() && model != row.model)
                || (tie && best.is_some_and(|(len, _)| len >= path.len()));
            if best.is_none_or(|(len, _)| path.len() > len) {
                best = Some((path.len(), row.model));
            }
        }
        best.filter(|_| !tie).map(|(_, model)| model)
    }

    fn range(&self, hash: u64) -> Range<usize> {
        let start = self.rows.partition_point(|row| row.hash < hash);
        start..start + self.rows[start..].partition_point(|row| row.hash == hash)
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
    let mut parts = segments(path).rev();
    let Some(last) = parts.next() else { return path };
    match parts.next() {
        Some(ty) if matching == Matching::Path && is_type(ty) => &path[path.len() - last.len() - ty.len() - 2..],
        _ => last,
    }
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
