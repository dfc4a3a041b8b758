//! `use`: the tree as written becomes whole paths, as the parser's does.

use super::Skim;
use crate::source::Span;
use crate::syntax::ast::{Delimiter, Ident, Path, Segment, UseTree};

/// What stands before a part of a `use`.
#[derive(Clone)]
struct Prefix {
    global: bool,
    segments: Vec<Segment>,
    /// Where it begins, within the innermost group.
    start: Option<Span>,
}

impl Prefix {
    fn push(&mut self, name: Ident) {
        self.segments.push(Segment { name, args: None });
        self.start = Some(self.start.unwrap_or(name.span));
    }

    /// As a path that ends at `end`.
    fn path(self, end: Span) -> Path {
        let span = self.start.map_or(end, |start| start.to(end));
        Path { qself: None, global: self.global, segments: self.segments, span }
    }
}

impl Skim<'_, '_> {
    /// The tree of the tokens `from..to`; `None` where there is something else.
    pub(super) fn use_tree(&self, from: usize, to: usize) -> Option<UseTree> {
        let (tree, end) = self.use_part(from, to, Prefix { global: false, segments: Vec::new(), start: None }, 0)?;
        (end == to).then_some(tree)
    }

    /// One part of a tree, and the token behind it.
    fn use_part(&self, mut at: usize, to: usize, mut prefix: Prefix, depth: u32) -> Option<(UseTree, usize)> {
        if depth > super::MAX_NESTING {
            return None;
        }
        if self.is_colons(at) {
            let colons = self.span(at, at + 1);
            prefix.global = true;
            prefix.start = Some(prefix.start.unwrap_or(colons));
            at += 2;
        }
        loop {
            if at >= to {
                return None;
            }
            if self.is_open(at, Delimiter::Brace) {
                let close = self.partner(at);
                let inside = Prefix { start: None, ..prefix };
                let mut parts = Vec::new();
                at += 1;
                while at < close {
                    let (part, end) = self.use_part(at, close, inside.clone(), depth + 1)?;
                    parts.push(part);
                    at = end;
                    if at < close {
                        if !self.is_punct(at, b',') {
                            return None;
                        }
                        at += 1;
                    }
                }
                return Some((UseTree::Group(parts), close + 1));
            }
            if self.is_punct(at, b'*') {
                return Some((UseTree::Glob { path: prefix.path(self.span(at, at)) }, at + 1));
            }
            let name = self.ident(at)?;
            at += 1;
            if self.is_colons(at) && at + 2 < to {
                prefix.push(name);
                at += 2;
                continue;
            }
            // `a::{self}` is `a`.
            if name.name != "self" || prefix.segments.is_empty() {
                prefix.push(name);
            }
            let path = prefix.path(name.span);
            if self.word(at) != "as" || at >= to {
                return Some((UseTree::Simple { path, rename: None }, at));
            }
            return Some((UseTree::Simple { path, rename: Some(self.ident(at + 1)?) }, at + 2));
        }
    }
}
