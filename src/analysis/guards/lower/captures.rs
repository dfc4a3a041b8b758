//! Closures and async blocks: graphs of their own, and what they take along from the function around them.

use super::Builder;
use crate::analysis::guards::Source;
use crate::analysis::guards::cfg::{Key, LocalId, Op, PathId};
use crate::analysis::guards::types::Info;
use crate::resolve::limits;
use crate::source::Symbol;
use crate::syntax::body::{Block, Closure, ExprId, PatId};

/// From this edition on a closure captures parts of variables.
const DISJOINT_CAPTURES: u16 = 2021;

/// A variable of the function around, as a closure sees it.
#[derive(Clone, Debug)]
pub(super) struct Upvar {
    /// `None` for `self`.
    pub pat: Option<PatId>,
    pub local: LocalId,
    /// Parts of it that are looked at.
    pub mentioned: Vec<PathId>,
    /// Parts of it that are moved out.
    pub moved: Vec<PathId>,
}

impl Builder<'_, '_> {
    /// Whether one may go deeper.
    pub(super) fn enter(&mut self) -> bool {
        if self.depth >= super::DEPTH {
            limits::mark(super::TOO_DEEP);
            return false;
        }
        self.depth += 1;
        true
    }

    /// The local of a variable; one that is not declared here belongs to the function around.
    pub(super) fn var(&mut self, pat: PatId) -> Option<LocalId> {
        if let Some(local) = self.vars.get(&pat) {
            return Some(*local);
        }
        let ty = self.shared.inference.type_of_pat(pat);
        if !self.is_tracked(&ty) {
            return None;
        }
        let local = self.cfg.local(&ty, self.shared.types, true);
        self.vars.insert(pat, local);
        self.upvars.push(Upvar { pat: Some(pat), local, mentioned: Vec::new(), moved: Vec::new() });
        Some(local)
    }

    /// The local of `self`.
    pub(super) fn this_var(&mut self) -> Option<LocalId> {
        if self.this.is_none() {
            let ty = self.shared.inference.self_type.clone()?;
            if self.is_tracked(&ty) {
                let local = self.cfg.local(&ty, self.shared.types, true);
                self.this = Some(local);
                self.upvars.push(Upvar { pat: None, local, mentioned: Vec::new(), moved: Vec::new() });
            }
        }
        self.this
    }

    /// The place is looked at.
    pub(super) fn mention(&mut self, path: PathId) {
        let path = if self.shared.edition < DISJOINT_CAPTURES { self.cfg.chain(path)[0] } else { path };
        let local = self.cfg.at(path).local;
        if let Some(upvar) = self.upvars.iter_mut().find(|u| u.local == local) {
            upvar.mentioned.push(path);
        }
    }

    /// A part of the place that owns no guard is looked at: before closures captured parts, that captured all.
    pub(super) fn mention_outside_edition(&mut self, path: PathId) {
        if self.shared.edition < DISJOINT_CAPTURES {
            self.mention(path);
        }
    }

    /// Write down what an operation moves out of captured variables.
    pub(super) fn note_moves(&mut self, op: &Op) {
        if self.upvars.is_empty() {
            return;
        }
        let from: &[PathId] = match op {
            Op::Move { from, .. } | Op::Consume(from) | Op::Forget(from) => std::slice::from_ref(from),
            Op::Produce { from, .. } => from,
            _ => &[],
        };
        for path in from {
            let local = self.cfg.at(*path).local;
            if let Some(upvar) = self.upvars.iter_mut().find(|u| u.local == local) {
                upvar.moved.push(*path);
            }
        }
    }

    /// A closure: its value owns what it captures by value.
    pub(super) fn closure(&mut self, expr: ExprId, closure: &Closure) -> Option<LocalId> {
        let params: Vec<PatId> = closure.params.iter().map(|(pat, _)| *pat).collect();
        self.inner(expr, closure.is_move, |child| {
            child.parameters(None, &params);
            child.root(closure.body);
        })
    }

    /// An async block.
    pub(super) fn async_block(&mut self, expr: ExprId, block: &Block, is_move: bool) -> Option<LocalId> {
        self.inner(expr, is_move, |child| {
            child.terminating(|b| {
                b.block_inner(block, None);
            });
            child.pop_all();
        })
    }

    fn inner(&mut self, expr: ExprId, is_move: bool, lower: impl FnOnce(&mut Self)) -> Option<LocalId> {
        let mut child = Self::new(self.shared);
        child.depth = self.depth;
        lower(&mut child);
        let mut captured: Vec<(Option<PatId>, Vec<Key>, Info)> = Vec::new();
        let mut borrowed: Vec<(Option<PatId>, Vec<Key>)> = Vec::new();
        for upvar in std::mem::take(&mut child.upvars) {
            if !upvar.moved.is_empty() {
                self.once.insert(expr);
            }
            let by_value = if is_move { &upvar.mentioned } else { &upvar.moved };
            let outermost: Vec<PathId> = {
                let mut paths: Vec<PathId> = by_value.iter().chain(if is_move { &upvar.moved[..] } else { &[] }).copied().collect();
                paths.sort();
                paths.dedup();
                paths.iter().copied().filter(|p| !paths.iter().any(|above| child.cfg.is_within(*p, *above))).collect()
            };
            for path in &outermost {
                let keys = keys(&child, *path);
                match child.cfg.at(*path).info {
                    Some(info) => {
                        let source = upvar.pat.map_or(Source::SelfParam, Source::Captured);
                        child.cfg.given.push((*path, source));
                        captured.push((upvar.pat, keys, info));
                    }
                    None => borrowed.push((upvar.pat, keys)),
                }
            }
            borrowed.extend(upvar.mentioned.iter().filter(|p| !outermost.contains(p)).map(|p| (upvar.pat, keys(&child, *p))));
        }
        let nested = std::mem::take(&mut child.nested);
        self.once.extend(child.once.iter().copied());
        self.nested.push(child.cfg);
        self.nested.extend(nested);
        let name = Symbol::intern("{closure}");
        let info = captured.iter().map(|(_, _, info)| Info { name, wrapper: true, ..*info }).reduce(|a, b| Info {
            definite: a.definite || b.definite,
            poisoned: a.poisoned && b.poisoned,
            ..a
        });
        self.shared.types.captures(self.shared.owner, expr, info);
        for (pat, keys) in borrowed {
            if let Some(path) = self.outer(pat, &keys) {
                self.mention(path);
            }
        }
        let temp = self.temp(expr);
        for (pat, keys, _) in captured {
            let Some(from) = self.outer(pat, &keys) else { continue };
            match temp.and_then(|t| self.cfg.root(t)) {
                Some(to) => self.emit(Op::Move { from, to }),
                None => self.emit(Op::Consume(from)),
            }
        }
        temp
    }

    /// A captured place as this function sees it.
    fn outer(&mut self, pat: Option<PatId>, keys: &[Key]) -> Option<PathId> {
        let local = match pat {
            Some(pat) => self.var(pat),
            None => self.this_var(),
        }?;
        let root = self.cfg.root(local)?;
        keys.iter().try_fold(root, |path, key| self.cfg.child(path, *key, self.shared.types))
    }
}

fn keys(builder: &Builder<'_, '_>, path: PathId) -> Vec<Key> {
    builder.cfg.chain(path).into_iter().filter_map(|p| builder.cfg.at(p).parent.map(|(_, key)| key)).collect()
}
