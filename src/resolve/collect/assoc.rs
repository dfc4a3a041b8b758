//! Items of impls and traits.

use std::sync::{Arc, OnceLock};

use super::Collector;
use super::macros::{MacroSite, PendingMacro, TextScope};
use crate::resolve::attrs;
use crate::resolve::defs::{ConstData, Container, Vis};
use crate::resolve::ids::{ConstId, ImplId, TraitId};
use crate::syntax::ast::{Item, ItemKind};

impl Collector<'_> {
    /// Collect items written in an impl or a trait.
    pub(super) fn assoc_items(&mut self, items: Vec<Item>, site: MacroSite, text: &mut TextScope, depth: u32) {
        for item in items {
            self.assoc_item(item, site, text, depth);
        }
    }

    fn assoc_item(&mut self, item: Item, site: MacroSite, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let Some(attrs) = attrs::active(&item.attrs, &cfg) else { return };
        let (module, container) = match site {
            MacroSite::Impl { index, module } => (module, Container::Impl(ImplId { unit: self.unit.id, index: index as u32 })),
            MacroSite::Trait { index, module } => (module, Container::Trait(TraitId { unit: self.unit.id, index: index as u32 })),
            MacroSite::Module { .. } | MacroSite::Foreign { .. } => return,
        };
        let vis = match container {
            Container::Trait(_) => Vis::Public,
            _ => self.visibility(&item.vis, module),
        };
        let name = item.name;
        match item.kind {
            ItemKind::Fn(item_fn) => {
                let id = self.add_fn(name, *item_fn, attrs, item.span, module, container, vis);
                match container {
                    Container::Impl(of) => self.unit.impls[of.index as usize].fns.push((name.name, id)),
                    Container::Trait(of) => self.unit.traits[of.index as usize].fns.push((name.name, id)),
                    _ => {}
                }
            }
            ItemKind::TypeAlias { generics, bounds, ty } => {
                let id = self.add_alias(name, generics, bounds, ty, module, container, vis);
                match container {
                    Container::Impl(of) => self.unit.impls[of.index as usize].types.push((name.name, id)),
                    Container::Trait(of) => self.unit.traits[of.index as usize].types.push((name.name, id)),
                    _ => {}
                }
            }
            ItemKind::Const { generics, ty, value } => {
                let id = ConstId { unit: self.unit.id, index: self.unit.consts.len() as u32 };
                self.unit.consts.push(ConstData {
                    name,
                    ty,
                    ast_generics: generics,
                    value,
                    module: self.module_id(module),
                    container,
                    attrs,
                    vis,
                    generics: OnceLock::new(),
                    lowered: OnceLock::new(),
                    body: OnceLock::new(),
                    inference: OnceLock::new(),
                });
                match container {
                    Container::Impl(of) => self.unit.impls[of.index as usize].consts.push((name.name, id)),
                    Container::Trait(of) => self.unit.traits[of.index as usize].consts.push((name.name, id)),
                    _ => {}
                }
            }
            ItemKind::MacroCall(call) => {
                let pending = PendingMacro { call, site, text: text.clone(), depth };
                if !self.expand_by_text(&pending, text) {
                    self.pending.push(pending);
                }
            }
            _ => {}
        }
    }
}
