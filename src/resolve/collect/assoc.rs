//! Items of impls and traits.

use std::sync::Arc;

use super::Collector;
use super::items::{AliasParts, ConstParts};
use super::macros::{MacroSite, TextScope};
use crate::resolve::attrs;
use crate::resolve::defs::{Container, Vis};
use crate::resolve::ids::{AliasId, ConstId, FnId, ImplId, TraitId};
use crate::resolve::lazy::Lazy;
use crate::source::Symbol;
use crate::syntax::ast::{Item, ItemKind, Visibility};

impl Collector<'_> {
    /// The module and the impl or trait of a place for associated items.
    pub(super) fn place_of(&self, site: MacroSite) -> Option<(usize, Container)> {
        match site {
            MacroSite::Impl { index, module } => Some((module, Container::Impl(ImplId { unit: self.unit.id, index: index as u32 }))),
            MacroSite::Trait { index, module } => Some((module, Container::Trait(TraitId { unit: self.unit.id, index: index as u32 }))),
            MacroSite::Module { .. } | MacroSite::Foreign { .. } => None,
        }
    }

    /// A trait's items are as visible as the trait.
    pub(super) fn assoc_visibility(&self, container: Container, vis: &Visibility, module: usize) -> Vis {
        match container {
            Container::Trait(_) => Vis::Public,
            _ => self.visibility(vis, module),
        }
    }

    pub(super) fn note_fn(&mut self, container: Container, name: Symbol, id: FnId) {
        match container {
            Container::Impl(of) => self.unit.impls[of.index as usize].fns.push((name, id)),
            Container::Trait(of) => self.unit.traits[of.index as usize].fns.push((name, id)),
            _ => {}
        }
    }

    pub(super) fn note_type(&mut self, container: Container, name: Symbol, id: AliasId) {
        match container {
            Container::Impl(of) => self.unit.impls[of.index as usize].types.push((name, id)),
            Container::Trait(of) => self.unit.traits[of.index as usize].types.push((name, id)),
            _ => {}
        }
    }

    pub(super) fn note_const(&mut self, container: Container, name: Symbol, id: ConstId) {
        match container {
            Container::Impl(of) => self.unit.impls[of.index as usize].consts.push((name, id)),
            Container::Trait(of) => self.unit.traits[of.index as usize].consts.push((name, id)),
            _ => {}
        }
    }

    /// Collect items written in an impl or a trait.
    pub(super) fn assoc_items(&mut self, items: Vec<Item>, site: MacroSite, text: &mut TextScope, depth: u32) {
        for item in items {
            self.assoc_item(item, site, text, depth);
        }
    }

    fn assoc_item(&mut self, item: Item, site: MacroSite, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let Some(attrs) = attrs::active(&item.attrs, &cfg) else { return };
        let Some((module, container)) = self.place_of(site) else { return };
        let vis = self.assoc_visibility(container, &item.vis, module);
        let name = item.name;
        match item.kind {
            ItemKind::Fn(item_fn) => {
                let id = self.add_fn(name, Lazy::ready(*item_fn), attrs, item.span, module, container, vis);
                self.note_fn(container, name.name, id);
            }
            ItemKind::TypeAlias { generics, bounds, ty } => {
                let id = self.add_alias(name, AliasParts::ready(generics, bounds, ty), module, container, vis);
                self.note_type(container, name.name, id);
            }
            ItemKind::Const { generics, ty, value } => {
                let parts = ConstParts { ty: Lazy::ready(ty), generics: Lazy::ready(generics), value: Lazy::ready(value) };
                let id = self.add_const(name, parts, attrs, module, container, vis);
                self.note_const(container, name.name, id);
            }
            ItemKind::MacroCall(call) => self.macro_call(call, site, text, depth),
            _ => {}
        }
    }
}
