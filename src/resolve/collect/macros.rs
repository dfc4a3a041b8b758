//! Macro calls in item position.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Collector, EXPANSIONS, MACRO_DEPTH, MACROS_TOO_DEEP, TOO_MANY_EXPANSIONS};
use crate::resolve::defs::{Ns, ProblemKind};
use crate::resolve::ids::{Def, MacroId};
use crate::source::{FileId, Symbol};
use crate::syntax::AssocContext;
use crate::syntax::ast::MacroCall;

/// The `macro_rules!` that are visible by text order at a point: a list that grows at its head, so that a copy is
/// a snapshot.
#[derive(Clone, Debug, Default)]
pub(super) struct TextScope(Option<Arc<TextNode>>);

#[derive(Debug)]
struct TextNode {
    name: Symbol,
    id: MacroId,
    outer: Option<Arc<TextNode>>,
}

impl Drop for TextNode {
    // Without this, dropping a list of thousands recurses as deep.
    fn drop(&mut self) {
        let mut outer = self.outer.take();
        while let Some(node) = outer {
            outer = Arc::try_unwrap(node).ok().and_then(|mut node| node.outer.take());
        }
    }
}

impl TextScope {
    pub(super) fn from_map(map: &FxHashMap<Symbol, MacroId>) -> Self {
        let mut scope = Self::default();
        for (name, id) in map {
            scope.define(*name, *id);
        }
        scope
    }

    pub(super) fn define(&mut self, name: Symbol, id: MacroId) {
        self.0 = Some(Arc::new(TextNode { name, id, outer: self.0.take() }));
    }

    pub(super) fn get(&self, name: Symbol) -> Option<MacroId> {
        let mut node = self.0.as_deref();
        while let Some(here) = node {
            if here.name == name {
                return Some(here.id);
            }
            node = here.outer.as_deref();
        }
        None
    }

    pub(super) fn flatten(&self) -> FxHashMap<Symbol, MacroId> {
        let mut map = FxHashMap::default();
        let mut node = self.0.as_deref();
        while let Some(here) = node {
            map.entry(here.name).or_insert(here.id);
            node = here.outer.as_deref();
        }
        map
    }
}

/// Where a macro call's items go (indices into the unit's arenas).
#[derive(Clone, Copy, Debug)]
pub(super) enum MacroSite {
    Module { module: usize },
    Foreign { module: usize },
    Impl { index: usize, module: usize },
    Trait { index: usize, module: usize },
}

impl MacroSite {
    fn module(self) -> usize {
        match self {
            Self::Module { module } | Self::Foreign { module } | Self::Impl { module, .. } | Self::Trait { module, .. } => module,
        }
    }
}

/// A call that could not be expanded when it was read.
#[derive(Clone, Debug)]
pub(super) struct PendingMacro {
    pub(super) call: MacroCall,
    pub(super) site: MacroSite,
    pub(super) text: TextScope,
    pub(super) depth: u32,
}

impl Collector<'_> {
    /// Expand at once, if the macro is visible by text order.
    pub(super) fn expand_by_text(&mut self, pending: &PendingMacro, text: &mut TextScope) -> bool {
        let path = self.db.macro_path(&pending.call.path);
        let [segment] = path.segments.as_slice() else { return false };
        let Some(id) = text.get(segment.name.name) else { return false };
        self.expand_with(pending, id, text);
        true
    }

    /// Expand what has become known. Says whether anything was.
    pub(super) fn expand_pending(&mut self) -> bool {
        let mut changed = false;
        for pending in std::mem::take(&mut self.pending) {
            match self.macro_of(&pending) {
                Some(id) => {
                    let mut text = pending.text.clone();
                    self.expand_with(&pending, id, &mut text);
                    changed = true;
                }
                None => self.pending.push(pending),
            }
        }
        changed
    }

    fn macro_of(&self, pending: &PendingMacro) -> Option<MacroId> {
        let path = &*self.db.macro_path(&pending.call.path);
        let module = pending.site.module();
        if let [segment] = path.segments.as_slice() {
            let name = segment.name.name;
            let mut at = Some(self.module_id(module));
            while let Some(id) = at.filter(|id| id.unit == self.unit.id) {
                if let Some(id) = self.late_macros[id.index as usize].get(&name) {
                    return Some(*id);
                }
                at = self.unit.modules[id.index as usize].parent;
            }
        }
        match self.names().resolve_in(self.module_id(module), path, Ns::Macros) {
            Some(Def::Macro(id)) => Some(id),
            _ => None,
        }
    }

    /// What remains is a procedural macro, or a name that leads nowhere.
    pub(super) fn report_open(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let name = pending.call.path.segments.last().map_or("", |s| s.name.name.as_str());
            self.problem(
                Some(pending.call.path.span),
                ProblemKind::Macro,
                format!("macro `{name}!` is not a `macro_rules!` that can be found"),
            );
        }
        self.report_imports();
    }

    pub(super) fn expand_with(&mut self, pending: &PendingMacro, id: MacroId, text: &mut TextScope) {
        let call = &pending.call;
        if pending.depth >= MACRO_DEPTH {
            self.db.limits.reach(MACROS_TOO_DEEP, call.path.span);
            let name = call.path.segments.last().map_or("", |s| s.name.name.as_str());
            self.problem(Some(call.path.span), ProblemKind::Macro, format!("`{name}!` expands to itself more than {MACRO_DEPTH} deep"));
            return;
        }
        self.expansions += 1;
        if self.expansions > EXPANSIONS {
            if self.expansions == EXPANSIONS + 1 {
                self.db.limits.reach_in(TOO_MANY_EXPANSIONS, self.unit.id);
                self.problem(
                    Some(call.path.span),
                    ProblemKind::Macro,
                    format!("more than {EXPANSIONS} macro expansions; the rest is not analysed"),
                );
            }
            return;
        }
        let own = (id.unit == self.unit.id).then_some(&self.unit);
        match self.db.expand_items(own, id, call, &self.db.krate(self.krate).cfg) {
            Ok(file) => self.collect_expansion(pending, file, text),
            Err(message) => self.problem(Some(call.path.span), ProblemKind::Macro, message),
        }
    }

    fn collect_expansion(&mut self, pending: &PendingMacro, file: FileId, text: &mut TextScope) {
        let context = match pending.site {
            MacroSite::Module { .. } => None,
            MacroSite::Foreign { .. } => Some(AssocContext::Foreign),
            MacroSite::Impl { .. } => Some(AssocContext::Impl),
            MacroSite::Trait { .. } => Some(AssocContext::Trait),
        };
        let read = self.read(file, context);
        self.collect_read(read, pending.site, text, pending.depth + 1);
    }
}
