//! Patterns: which parts of a value move into which variables.

use super::Builder;
use crate::analysis::guards::Source;
use crate::analysis::guards::cfg::{Key, Op, PathId};
use crate::resolve::ids::VariantId;
use crate::syntax::body::{PatId, PatKind};

impl Builder<'_, '_> {
    /// Make the pattern's variables; of alternatives, those of the first.
    pub(super) fn declare(&mut self, pat: PatId) {
        let data = self.shared.data;
        match &data.body.pat(pat).kind {
            PatKind::Bind { sub, .. } => {
                if !self.is_constant(pat) {
                    self.variable(pat);
                }
                if let Some(sub) = sub {
                    self.declare(*sub);
                }
            }
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => {
                fields.iter().for_each(|f| self.declare(*f));
            }
            PatKind::Struct { fields, .. } => fields.iter().for_each(|(_, f)| self.declare(*f)),
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.declare(*pat),
            PatKind::Or(parts) => {
                if let Some((first, rest)) = parts.split_first() {
                    self.declare(*first);
                    let names = self.names(*first);
                    for part in rest {
                        for (name, later) in self.names(*part) {
                            let local = names.iter().find(|(n, _)| *n == name).and_then(|(_, p)| self.vars.get(p));
                            if let Some(local) = local.copied() {
                                self.vars.insert(later, local);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn is_constant(&self, pat: PatId) -> bool {
        self.shared.inference.pat_variants.contains_key(&pat) || self.shared.inference.pat_consts.contains_key(&pat)
    }

    /// The variables that a pattern names.
    fn names(&self, pat: PatId) -> Vec<(crate::source::Symbol, PatId)> {
        let mut out = Vec::new();
        let mut open = vec![pat];
        while let Some(pat) = open.pop() {
            match &self.shared.data.body.pat(pat).kind {
                PatKind::Bind { name, sub, .. } => {
                    if !self.is_constant(pat) {
                        out.push((name.name, pat));
                    }
                    open.extend(sub);
                }
                PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => open.extend(fields),
                PatKind::Or(parts) => open.extend(parts.first()),
                PatKind::Struct { fields, .. } => open.extend(fields.iter().map(|(_, f)| *f)),
                PatKind::Ref { pat, .. } | PatKind::Box(pat) => open.push(*pat),
                _ => {}
            }
        }
        out
    }

    /// What is known of the value once the pattern fits.
    pub(super) fn refine(&mut self, pat: PatId, at: Option<PathId>) {
        let Some(path) = at else { return };
        let data = self.shared.data;
        if let Some(variant) = self.shared.inference.pat_variants.get(&pat) {
            self.emit(Op::Refine { path, variant: variant.index });
        }
        match &data.body.pat(pat).kind {
            PatKind::Bind { sub: Some(sub), .. } => self.refine(*sub, at),
            PatKind::TupleStruct { .. } | PatKind::Tuple(_) | PatKind::Struct { .. } => {
                for (sub, key) in self.parts(pat, path) {
                    let part = key.and_then(|key| self.cfg.child(path, key, self.shared.types));
                    self.refine(sub, part);
                }
            }
            _ => {}
        }
    }

    /// Move what the pattern takes out of `at` into its variables.
    pub(super) fn bind(&mut self, pat: PatId, at: Option<PathId>, by: Source) {
        let data = self.shared.data;
        match &data.body.pat(pat).kind {
            PatKind::Bind { by_ref, sub, .. } => {
                let borrows = *by_ref || self.shared.inference.ref_bindings.contains_key(&pat);
                if !borrows && !self.is_constant(pat) {
                    let to = self.vars.get(&pat).copied().and_then(|local| self.cfg.root(local));
                    match (at, to) {
                        (Some(from), Some(to)) => self.emit(Op::Move { from, to }),
                        // What it comes from is not known in full.
                        (None, Some(to)) => self.emit(Op::Produce { from: Vec::new(), to, by }),
                        (_, None) => {}
                    }
                }
                if let Some(sub) = sub {
                    self.bind(*sub, at, by);
                }
            }
            PatKind::TupleStruct { .. } | PatKind::Tuple(_) | PatKind::Struct { .. } | PatKind::Slice(_) => match at {
                Some(path) => {
                    for (sub, key) in self.parts(pat, path) {
                        let part = key.and_then(|key| self.cfg.child(path, key, self.shared.types));
                        self.bind(sub, part, by);
                    }
                }
                None => {
                    let subs: Vec<PatId> = match &data.body.pat(pat).kind {
                        PatKind::Struct { fields, .. } => fields.iter().map(|(_, f)| *f).collect(),
                        PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => fields.clone(),
                        _ => Vec::new(),
                    };
                    subs.into_iter().for_each(|sub| self.bind(sub, None, by));
                }
            },
            PatKind::Box(inner) => {
                let part = at.and_then(|path| self.cfg.child(path, Key::Deref, self.shared.types));
                self.bind(*inner, part, by);
            }
            PatKind::Or(parts) if parts.len() > 1 => {
                // Each alternative is a way of its own.
                let before = self.current;
                let join = self.cfg.block();
                for part in parts {
                    let here = self.cfg.block();
                    self.cfg.blocks[before.0 as usize].next.push(here);
                    self.current = here;
                    self.refine(*part, at);
                    self.bind(*part, at, by);
                    self.goto(join);
                }
                self.current = join;
            }
            PatKind::Or(parts) => parts.iter().for_each(|part| self.bind(*part, at, by)),
            _ => {}
        }
    }

    /// The sub-patterns of a pattern that takes apart, each with the step to it.
    fn parts(&self, pat: PatId, path: PathId) -> Vec<(PatId, Option<Key>)> {
        let data = self.shared.data;
        let variant = self.shared.inference.pat_variants.get(&pat).copied();
        match &data.body.pat(pat).kind {
            PatKind::Struct { fields, .. } => fields
                .iter()
                .map(|(name, sub)| {
                    let key = variant.and_then(|v: VariantId| {
                        let (index, _) = self.shared.db.field(v, name.name)?;
                        Some(Key::Field { variant: v.index, index: u32::try_from(index).ok()? })
                    });
                    (*sub, key)
                })
                .collect(),
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => {
                let count = match variant {
                    Some(v) => Some(self.shared.db.variant(v).fields.all().len()),
                    None => match self.cfg.at(path).ty.kind() {
                        crate::resolve::ty::TyKind::Tuple(parts) => Some(parts.len()),
                        crate::resolve::ty::TyKind::Array(_, len) => match len.kind() {
                            crate::resolve::ty::TyKind::ConstInt(n) => usize::try_from(*n).ok(),
                            _ => None,
                        },
                        _ => None,
                    },
                };
                let rest = fields.iter().position(|f| self.is_rest(*f));
                let number = variant.map_or(0, |v| v.index);
                fields
                    .iter()
                    .enumerate()
                    .map(|(index, sub)| {
                        let index = match rest {
                            Some(rest) if index == rest => None,
                            Some(rest) if index > rest => count.and_then(|count| (count + index).checked_sub(fields.len())),
                            _ => Some(index),
                        };
                        let index = index.and_then(|i| u32::try_from(i).ok());
                        (*sub, index.map(|index| Key::Field { variant: number, index }))
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_rest(&self, pat: PatId) -> bool {
        match &self.shared.data.body.pat(pat).kind {
            PatKind::Rest => true,
            PatKind::Bind { sub: Some(sub), .. } => matches!(self.shared.data.body.pat(*sub).kind, PatKind::Rest),
            _ => false,
        }
    }
}
