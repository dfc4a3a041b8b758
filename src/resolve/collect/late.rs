//! The items of a dependency: their names now, what they say when somebody asks.

use std::sync::{Arc, OnceLock};

use super::Collector;
use super::adts::adt_parts;
use super::items::{AliasParts, ConstParts};
use super::macros::{MacroSite, PendingMacro, TextScope};
use crate::resolve::attrs;
use crate::resolve::defs::{AdtKind, Container, ImplData, Ns, VariantData, Vis};
use crate::resolve::ids::{AdtId, Def, ImplId};
use crate::resolve::lazy::{LateItem, Lazy};
use crate::source::{FileId, SourceFile, Symbol};
use crate::syntax::ast::{Attr, Bound, Code, Fields, FnItem, Generics, Ident, ItemKind, MacroCall, Path, TypeRef};
use crate::syntax::{Late, SkimItem, SkimKind};

/// A text whose items are read when somebody asks.
#[derive(Clone)]
pub(super) struct LateText {
    pub(super) file: FileId,
    pub(super) source: Arc<SourceFile>,
}

/// A part of an item that is read when somebody asks; of what cannot be read, `otherwise`.
fn part<T: 'static>(item: &Arc<LateItem>, pick: fn(&ItemKind) -> Option<T>, otherwise: fn() -> T) -> Lazy<T> {
    let item = Arc::clone(item);
    Lazy::made(move || item.kind().and_then(pick).unwrap_or_else(otherwise))
}

pub(super) fn generics(kind: &ItemKind) -> Option<Generics> {
    Some(match kind {
        ItemKind::Fn(item) => item.generics.clone(),
        ItemKind::Struct(item) | ItemKind::Union(item) => item.generics.clone(),
        ItemKind::Enum(item) => item.generics.clone(),
        ItemKind::Trait(item) => item.generics.clone(),
        ItemKind::Impl(item) => item.generics.clone(),
        ItemKind::TraitAlias { generics, .. } | ItemKind::Const { generics, .. } | ItemKind::TypeAlias { generics, .. } => generics.clone(),
        _ => return None,
    })
}

fn bounds(kind: &ItemKind) -> Option<Vec<Bound>> {
    Some(match kind {
        ItemKind::Trait(item) => item.bounds.clone(),
        ItemKind::TraitAlias { bounds, .. } | ItemKind::TypeAlias { bounds, .. } => bounds.clone(),
        _ => return None,
    })
}

fn ty(kind: &ItemKind) -> Option<TypeRef> {
    Some(match kind {
        ItemKind::Impl(item) => item.self_ty.clone(),
        ItemKind::Const { ty, .. } | ItemKind::Static { ty, .. } => ty.clone(),
        _ => return None,
    })
}

fn aliased(kind: &ItemKind) -> Option<Option<TypeRef>> {
    if let ItemKind::TypeAlias { ty, .. } = kind { Some(ty.clone()) } else { None }
}

fn of_trait(kind: &ItemKind) -> Option<Option<Path>> {
    if let ItemKind::Impl(item) = kind { Some(item.of_trait.clone()) } else { None }
}

fn value(kind: &ItemKind) -> Option<Option<Code>> {
    if let ItemKind::Const { value, .. } | ItemKind::Static { value, .. } = kind { Some(*value) } else { None }
}

fn function(item: LateItem) -> Lazy<FnItem> {
    Lazy::made(move || match item.read() {
        Some(ItemKind::Fn(item)) => *item,
        // What cannot be read is a function of which nothing is known.
        _ => FnItem {
            generics: Generics::default(),
            self_param: None,
            params: Vec::new(),
            ret: Some(TypeRef::Error),
            is_async: false,
            is_unsafe: false,
            is_const: false,
            abi: None,
            is_variadic: false,
            body: None,
        },
    })
}

fn const_parts(item: &Arc<LateItem>) -> ConstParts {
    ConstParts {
        ty: part(item, ty, || TypeRef::Error),
        generics: part(item, generics, Generics::default),
        value: part(item, value, || None),
    }
}

fn alias_parts(item: &Arc<LateItem>) -> AliasParts {
    AliasParts { generics: part(item, generics, Generics::default), bounds: part(item, bounds, Vec::new), ty: part(item, aliased, || None) }
}

impl Collector<'_> {
    fn late_item(&self, text: &LateText, late: Late) -> LateItem {
        LateItem::new(text.file, Arc::clone(&text.source), late, Arc::clone(&self.db.krate(self.krate).cfg))
    }

    /// What is called `name` is also called `other`.
    pub(super) fn rename(&self, name: Symbol, other: Symbol) {
        self.db.renames.write().unwrap_or_else(|e| e.into_inner()).add(name, other);
    }

    /// Collect a dependency's `items` into `module`; `text` is the macros visible so far and is carried on.
    pub(super) fn collect_late(&mut self, items: Vec<SkimItem>, from: &LateText, module: usize, text: &mut TextScope, depth: u32) {
        for item in items {
            self.late_free_item(item, from, module, text, depth);
        }
    }

    fn late_free_item(&mut self, item: SkimItem, from: &LateText, module: usize, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let Some(attrs) = attrs::active(&item.attrs, &cfg) else { return };
        let vis = self.visibility(&item.vis, module);
        let name = item.name;
        match item.kind {
            SkimKind::Read(item) => self.collect(vec![*item], module, text, depth),
            SkimKind::Use(tree) => self.add_use(tree, module, vis, item.span, &attrs),
            SkimKind::ExternCrate(krate) => self.extern_crate(krate, name, module, vis, &attrs),
            SkimKind::Mod(items) => {
                let uses = attrs::has(&attrs, "macro_use");
                let mut inner = text.clone();
                let child = match items {
                    Some(items) => {
                        let child = self.open_inline_module(name, &attrs, vis, module);
                        self.collect_late(items, from, child, &mut inner, depth);
                        self.close_module(child, &inner);
                        child
                    }
                    None => self.file_module(name, &attrs, vis, module, &mut inner),
                };
                if uses {
                    *text = inner;
                }
                let def = Def::Module(self.module_id(child));
                self.declare(module, Ns::Types, name.name, def, vis);
            }
            SkimKind::MacroRules(body) => self.macro_rules(name, body, &attrs, module, text, depth),
            SkimKind::Macro2(body) => {
                let id = self.add_macro(name, body, true, &attrs, module);
                self.declare(module, Ns::Macros, name.name, Def::Macro(id), vis);
            }
            SkimKind::MacroCall(call) => self.free_macro_call(call, module, text, depth),
            SkimKind::Impl { header, key, is_negative, is_unsafe, items } => {
                let header = Arc::new(self.late_item(from, header));
                let id = ImplId { unit: self.unit.id, index: self.unit.impls.len() as u32 };
                self.unit.impls.push(ImplData {
                    ast_generics: part(&header, generics, Generics::default),
                    of_trait: part(&header, of_trait, || None),
                    is_negative,
                    is_unsafe,
                    self_ty: part(&header, ty, || TypeRef::Error),
                    fns: Vec::new(),
                    types: Vec::new(),
                    consts: Vec::new(),
                    is_derived: false,
                    key,
                    found: OnceLock::new(),
                    module: self.module_id(module),
                    span: item.span,
                    generics: OnceLock::new(),
                    header: OnceLock::new(),
                });
                self.unit.modules[module].impls.push(id);
                self.late_assoc_items(items, from, MacroSite::Impl { index: id.index as usize, module }, text, depth);
            }
            SkimKind::Trait { header, is_auto, items } => {
                let header = Arc::new(self.late_item(from, header));
                let (generics, bounds) = (part(&header, generics, Generics::default), part(&header, bounds, Vec::new));
                let id = self.add_trait(name, generics, bounds, attrs, module, vis);
                self.unit.traits[id.index as usize].is_auto = is_auto;
                self.late_assoc_items(items, from, MacroSite::Trait { index: id.index as usize, module }, text, depth);
            }
            SkimKind::TraitAlias(late) => {
                let item = Arc::new(self.late_item(from, late));
                self.add_trait(name, part(&item, generics, Generics::default), part(&item, bounds, Vec::new), attrs, module, vis);
            }
            SkimKind::ForeignMod(items) => self.late_foreign_items(items, from, module, text, depth),
            SkimKind::Fn(late) => {
                let function = function(self.late_item(from, late));
                let id = self.add_fn(name, function, attrs, item.span, module, Container::Module, vis);
                self.declare(module, Ns::Values, name.name, Def::Fn(id), vis);
            }
            SkimKind::Struct(late, is_value) => {
                let item = self.late_item(from, late);
                self.late_adt(name, AdtKind::Struct, item, attrs, module, vis, is_value);
            }
            SkimKind::Union(late) => self.late_adt(name, AdtKind::Union, self.late_item(from, late), attrs, module, vis, false),
            SkimKind::Enum(late) => self.late_adt(name, AdtKind::Enum, self.late_item(from, late), attrs, module, vis, false),
            SkimKind::Const(late) => {
                let item = Arc::new(self.late_item(from, late));
                self.free_const(name, const_parts(&item), attrs, module, vis);
            }
            SkimKind::Static(late, mutable) => {
                let item = Arc::new(self.late_item(from, late));
                self.add_static(name, part(&item, ty, || TypeRef::Error), mutable, part(&item, value, || None), attrs, module, vis);
            }
            SkimKind::TypeAlias(late, target) => {
                if let Some(target) = target.filter(|target| *target != name.name) {
                    self.rename(target, name.name);
                }
                let item = Arc::new(self.late_item(from, late));
                let id = self.add_alias(name, alias_parts(&item), module, Container::Module, vis);
                self.declare(module, Ns::Types, name.name, Def::Alias(id), vis);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one declaration")]
    fn late_adt(&mut self, name: Ident, kind: AdtKind, item: LateItem, attrs: Vec<Attr>, module: usize, vis: Vis, is_value: bool) {
        let item = Arc::new(item);
        let variants = Lazy::made({
            let item = Arc::clone(&item);
            move || {
                let parts = item.kind().cloned().and_then(|kind| adt_parts(name, kind, &item.cfg));
                // A struct has one variant, also where it cannot be read.
                let lost = || VariantData { name, fields: Fields::Unit, discriminant: None };
                parts.map_or_else(|| if kind == AdtKind::Enum { Vec::new() } else { vec![lost()] }, |(_, variants)| variants)
            }
        });
        let id = self.declare_adt(name, kind, (part(&item, generics, Generics::default), variants), attrs, module, vis, is_value);
        self.late_adts.insert(id.index, item);
    }

    pub(super) fn late_foreign_items(&mut self, items: Vec<SkimItem>, from: &LateText, module: usize, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        for item in items {
            let Some(attrs) = attrs::active(&item.attrs, &cfg) else { continue };
            let vis = self.visibility(&item.vis, module);
            let name = item.name;
            match item.kind {
                SkimKind::Read(item) => self.foreign_items(vec![*item], module, text, depth),
                SkimKind::Fn(late) => {
                    let function = function(self.late_item(from, late));
                    let id = self.add_fn(name, function, attrs, item.span, module, Container::Foreign, vis);
                    self.declare(module, Ns::Values, name.name, Def::Fn(id), vis);
                }
                SkimKind::Static(late, mutable) => {
                    let item = Arc::new(self.late_item(from, late));
                    self.add_static(name, part(&item, ty, || TypeRef::Error), mutable, Lazy::ready(None), attrs, module, vis);
                }
                SkimKind::TypeAlias(late, _) => {
                    let item = Arc::new(self.late_item(from, late));
                    let id = self.add_alias(name, alias_parts(&item), module, Container::Foreign, vis);
                    self.declare(module, Ns::Types, name.name, Def::Alias(id), vis);
                }
                SkimKind::MacroCall(call) => self.macro_call(call, MacroSite::Foreign { module }, text, depth),
                _ => {}
            }
        }
    }

    pub(super) fn late_assoc_items(&mut self, items: Vec<SkimItem>, from: &LateText, site: MacroSite, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let Some((module, container)) = self.place_of(site) else { return };
        for item in items {
            let Some(attrs) = attrs::active(&item.attrs, &cfg) else { continue };
            let vis = self.assoc_visibility(container, &item.vis, module);
            let name = item.name;
            match item.kind {
                SkimKind::Read(item) => self.assoc_items(vec![*item], site, text, depth),
                SkimKind::Fn(late) => {
                    let function = function(self.late_item(from, late));
                    let id = self.add_fn(name, function, attrs, item.span, module, container, vis);
                    self.note_fn(container, name.name, id);
                }
                SkimKind::TypeAlias(late, _) => {
                    let item = Arc::new(self.late_item(from, late));
                    let id = self.add_alias(name, alias_parts(&item), module, container, vis);
                    self.note_type(container, name.name, id);
                }
                SkimKind::Const(late) => {
                    let item = Arc::new(self.late_item(from, late));
                    let id = self.add_const(name, const_parts(&item), attrs, module, container, vis);
                    self.note_const(container, name.name, id);
                }
                SkimKind::MacroCall(call) => self.macro_call(call, site, text, depth),
                _ => {}
            }
        }
    }

    /// Expand a macro call now, if the macro is visible by text order; else later.
    pub(super) fn macro_call(&mut self, call: MacroCall, site: MacroSite, text: &mut TextScope, depth: u32) {
        let pending = PendingMacro { call, site, text: text.clone(), depth };
        if !self.expand_by_text(&pending, text) {
            self.pending.push(pending);
        }
    }

    /// The item that a type's parts are read from, if they are not there yet.
    pub(super) fn late_adt_of(&self, id: AdtId) -> Option<Arc<LateItem>> {
        self.late_adts.get(&id.index).map(Arc::clone)
    }
}
