//! Items into the unit's arenas and their names into scopes.

use std::sync::{Arc, OnceLock};

use super::Collector;
use super::macros::{MacroSite, TextScope};
use crate::resolve::attrs;
use crate::resolve::defs::{AliasData, ConstData, Container, FnData, ImplData, MacroData, Ns, ProblemKind, StaticData, TraitData, Vis};
use crate::resolve::ids::{AliasId, ConstId, Def, FnId, ImplId, MacroId, ModuleId, StaticId, TraitId, UnitId};
use crate::resolve::lazy::Lazy;
use crate::source::{Span, Symbol};
use crate::syntax::ast::{Attr, Bound, Code, FnItem, Generics, Ident, Item, ItemKind, MacroCall, Path, TypeRef, Visibility};

macro_rules! alloc {
    ($collector:ident.$arena:ident, $id:ident, $data:expr) => {{
        let id = $id { unit: $collector.unit.id, index: $collector.unit.$arena.len() as u32 };
        $collector.unit.$arena.push($data);
        id
    }};
}

/// What a constant's item says.
pub(super) struct ConstParts {
    pub(super) ty: Lazy<TypeRef>,
    pub(super) generics: Lazy<Generics>,
    pub(super) value: Lazy<Option<Code>>,
}

/// What an alias's item says.
pub(super) struct AliasParts {
    pub(super) generics: Lazy<Generics>,
    pub(super) bounds: Lazy<Vec<Bound>>,
    pub(super) ty: Lazy<Option<TypeRef>>,
}

impl AliasParts {
    pub(super) fn ready(generics: Generics, bounds: Vec<Bound>, ty: Option<TypeRef>) -> Self {
        Self { generics: Lazy::ready(generics), bounds: Lazy::ready(bounds), ty: Lazy::ready(ty) }
    }
}

impl Collector<'_> {
    /// Collect `items` into `module`; `text` is the macros visible so far and is carried on.
    pub(super) fn collect(&mut self, items: Vec<Item>, module: usize, text: &mut TextScope, depth: u32) {
        for item in items {
            self.item(item, module, text, depth);
        }
    }

    fn item(&mut self, item: Item, module: usize, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let Some(attrs) = attrs::active(&item.attrs, &cfg) else { return };
        let vis = self.visibility(&item.vis, module);
        let name = item.name;
        match item.kind {
            ItemKind::Use(tree) => self.add_use(tree, module, vis, item.span, &attrs),
            ItemKind::ExternCrate { krate } => self.extern_crate(krate, name, module, vis, &attrs),
            ItemKind::Mod { items } => {
                let uses = attrs::has(&attrs, "macro_use");
                let mut inner = text.clone();
                let child = match items {
                    Some(items) => self.inline_module(name, &attrs, vis, items, module, &mut inner, depth),
                    None => self.file_module(name, &attrs, vis, module, &mut inner),
                };
                if uses {
                    *text = inner;
                }
                let def = Def::Module(self.module_id(child));
                self.declare(module, Ns::Types, name.name, def, vis);
            }
            ItemKind::MacroRules { body } => self.macro_rules(name, body, &attrs, module, text, depth),
            ItemKind::Macro2 { body } => {
                let id = self.add_macro(name, body, true, &attrs, module);
                self.declare(module, Ns::Macros, name.name, Def::Macro(id), vis);
            }
            ItemKind::MacroCall(call) => self.free_macro_call(call, module, text, depth),
            ItemKind::Impl(item_impl) => {
                let data = ImplData {
                    ast_generics: Lazy::ready(item_impl.generics),
                    of_trait: Lazy::ready(item_impl.of_trait),
                    is_negative: item_impl.is_negative,
                    is_unsafe: item_impl.is_unsafe,
                    self_ty: Lazy::ready(item_impl.self_ty),
                    fns: Vec::new(),
                    types: Vec::new(),
                    consts: Vec::new(),
                    is_derived: false,
                    key: None,
                    found: OnceLock::new(),
                    module: self.module_id(module),
                    span: item.span,
                    generics: OnceLock::new(),
                    header: OnceLock::new(),
                };
                let id = alloc!(self.impls, ImplId, data);
                self.unit.modules[module].impls.push(id);
                self.assoc_items(item_impl.items, MacroSite::Impl { index: id.index as usize, module }, text, depth);
            }
            ItemKind::Trait(item_trait) => {
                let (generics, bounds) = (Lazy::ready(item_trait.generics), Lazy::ready(item_trait.bounds));
                let id = self.add_trait(name, generics, bounds, attrs, module, vis);
                self.unit.traits[id.index as usize].is_auto = item_trait.is_auto;
                self.assoc_items(item_trait.items, MacroSite::Trait { index: id.index as usize, module }, text, depth);
            }
            ItemKind::TraitAlias { generics, bounds } => {
                self.add_trait(name, Lazy::ready(generics), Lazy::ready(bounds), attrs, module, vis);
            }
            ItemKind::ForeignMod { items, .. } => {
                for foreign in items {
                    self.foreign_item(foreign, module, text, depth);
                }
            }
            ItemKind::Fn(item_fn) => {
                let id = self.add_fn(name, Lazy::ready(*item_fn), attrs, item.span, module, Container::Module, vis);
                self.declare(module, Ns::Values, name.name, Def::Fn(id), vis);
            }
            kind @ (ItemKind::Struct(_) | ItemKind::Union(_) | ItemKind::Enum(_)) => self.add_adt(name, kind, attrs, module, vis),
            ItemKind::Const { generics, ty, value } => {
                let parts = ConstParts { ty: Lazy::ready(ty), generics: Lazy::ready(generics), value: Lazy::ready(value) };
                self.free_const(name, parts, attrs, module, vis);
            }
            ItemKind::Static { ty, mutable, value } => {
                self.add_static(name, Lazy::ready(ty), mutable, Lazy::ready(value), attrs, module, vis);
            }
            ItemKind::TypeAlias { generics, bounds, ty } => {
                let id = self.add_alias(name, AliasParts::ready(generics, bounds, ty), module, Container::Module, vis);
                self.declare(module, Ns::Types, name.name, Def::Alias(id), vis);
            }
        }
    }

    pub(super) fn macro_rules(&mut self, name: Ident, body: Span, attrs: &[Attr], module: usize, text: &mut TextScope, depth: u32) {
        let id = self.add_macro(name, body, false, attrs, module);
        text.define(name.name, id);
        if depth > 0 {
            self.late_macros[module].insert(name.name, id);
        }
    }

    /// A macro call between a module's items.
    pub(super) fn free_macro_call(&mut self, call: MacroCall, module: usize, text: &mut TextScope, depth: u32) {
        if self.is_include(&call, text) {
            self.include(&call, module, text, depth);
        } else if !self.leave_call(&call, module, text, depth) {
            self.macro_call(call, MacroSite::Module { module }, text, depth);
        }
    }

    fn foreign_item(&mut self, item: Item, module: usize, text: &mut TextScope, depth: u32) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let Some(attrs) = attrs::active(&item.attrs, &cfg) else { return };
        let vis = self.visibility(&item.vis, module);
        match item.kind {
            ItemKind::Fn(item_fn) => {
                let id = self.add_fn(item.name, Lazy::ready(*item_fn), attrs, item.span, module, Container::Foreign, vis);
                self.declare(module, Ns::Values, item.name.name, Def::Fn(id), vis);
            }
            ItemKind::Static { ty, mutable, value } => {
                self.add_static(item.name, Lazy::ready(ty), mutable, Lazy::ready(value), attrs, module, vis);
            }
            ItemKind::TypeAlias { generics, bounds, ty } => {
                let id = self.add_alias(item.name, AliasParts::ready(generics, bounds, ty), module, Container::Foreign, vis);
                self.declare(module, Ns::Types, item.name.name, Def::Alias(id), vis);
            }
            ItemKind::MacroCall(call) => self.macro_call(call, MacroSite::Foreign { module }, text, depth),
            _ => {}
        }
    }

    /// Items that a macro wrote between the braces of a foreign module.
    pub(super) fn foreign_items(&mut self, items: Vec<Item>, module: usize, text: &mut TextScope, depth: u32) {
        for item in items {
            self.foreign_item(item, module, text, depth);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one declaration")]
    pub(super) fn add_fn(
        &mut self,
        name: Ident,
        item: Lazy<FnItem>,
        attrs: Vec<Attr>,
        span: Span,
        module: usize,
        container: Container,
        vis: Vis,
    ) -> FnId {
        let module = self.module_id(module);
        alloc!(
            self.fns,
            FnId,
            FnData {
                name,
                item,
                attrs,
                module,
                container,
                span,
                vis,
                generics: OnceLock::new(),
                sig: OnceLock::new(),
                body: OnceLock::new(),
                inference: OnceLock::new(),
            }
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one declaration")]
    pub(super) fn add_static(
        &mut self,
        name: Ident,
        ty: Lazy<TypeRef>,
        mutable: bool,
        value: Lazy<Option<Code>>,
        attrs: Vec<Attr>,
        module: usize,
        vis: Vis,
    ) {
        let id = alloc!(
            self.statics,
            StaticId,
            StaticData {
                name,
                ty,
                mutable,
                value,
                module: self.module_id(module),
                attrs,
                vis,
                lowered: OnceLock::new(),
                body: OnceLock::new(),
                inference: OnceLock::new(),
            }
        );
        self.declare(module, Ns::Values, name.name, Def::Static(id), vis);
    }

    pub(super) fn add_const(
        &mut self,
        name: Ident,
        parts: ConstParts,
        attrs: Vec<Attr>,
        module: usize,
        container: Container,
        vis: Vis,
    ) -> ConstId {
        let module = self.module_id(module);
        alloc!(
            self.consts,
            ConstId,
            ConstData {
                name,
                ty: parts.ty,
                ast_generics: parts.generics,
                value: parts.value,
                module,
                container,
                attrs,
                vis,
                generics: OnceLock::new(),
                lowered: OnceLock::new(),
                body: OnceLock::new(),
                inference: OnceLock::new(),
            }
        )
    }

    pub(super) fn free_const(&mut self, name: Ident, parts: ConstParts, attrs: Vec<Attr>, module: usize, vis: Vis) {
        let id = self.add_const(name, parts, attrs, module, Container::Module, vis);
        if name.name != "_" {
            self.declare(module, Ns::Values, name.name, Def::Const(id), vis);
        }
    }

    pub(super) fn add_alias(&mut self, name: Ident, parts: AliasParts, module: usize, container: Container, vis: Vis) -> AliasId {
        let module = self.module_id(module);
        alloc!(
            self.aliases,
            AliasId,
            AliasData {
                name,
                ast_generics: parts.generics,
                ty: parts.ty,
                bounds: parts.bounds,
                module,
                container,
                vis,
                generics: OnceLock::new(),
                lowered: OnceLock::new()
            }
        )
    }

    pub(super) fn add_trait(
        &mut self,
        name: Ident,
        ast_generics: Lazy<Generics>,
        bounds: Lazy<Vec<Bound>>,
        attrs: Vec<Attr>,
        module: usize,
        vis: Vis,
    ) -> TraitId {
        let id = alloc!(
            self.traits,
            TraitId,
            TraitData {
                name,
                ast_generics,
                is_auto: false,
                bounds,
                fns: Vec::new(),
                types: Vec::new(),
                consts: Vec::new(),
                attrs,
                module: self.module_id(module),
                vis,
                generics: OnceLock::new(),
                supertraits: OnceLock::new(),
                supertrait_projections: OnceLock::new(),
            }
        );
        self.declare(module, Ns::Types, name.name, Def::Trait(id), vis);
        id
    }

    pub(super) fn add_macro(&mut self, name: Ident, body: Span, is_macro2: bool, attrs: &[Attr], module: usize) -> MacroId {
        let export = attrs::find(attrs, "macro_export");
        let id = alloc!(
            self.macros,
            MacroId,
            MacroData {
                name,
                body,
                is_macro2,
                module: self.module_id(module),
                is_exported: export.is_some(),
                local_inner: export.is_some_and(|a| a.args.contains("local_inner_macros")),
                is_builtin: attrs::has(attrs, "rustc_builtin_macro"),
                rules: OnceLock::new(),
            }
        );
        if export.is_some() {
            let root = self.root_module();
            if root.unit == self.unit.id {
                self.declare(root.index as usize, Ns::Macros, name.name, Def::Macro(id), Vis::Public);
            }
        }
        id
    }

    /// The module that `crate` names.
    pub(super) fn root_module(&self) -> ModuleId {
        ModuleId { unit: UnitId(self.krate.0), index: 0 }
    }

    pub(super) fn extern_crate(&mut self, krate: Symbol, name: Ident, module: usize, vis: Vis, attrs: &[Attr]) {
        let root = if krate == "self" { Some(self.root_module()) } else { self.named_crate(krate) };
        let Some(root) = root else {
            self.problem(Some(name.span), ProblemKind::Import, format!("no crate `{krate}` among the dependencies"));
            return;
        };
        let visible = if name.name == "self" || name.name == "_" { krate } else { name.name };
        if name.name != "_" {
            self.declare(module, Ns::Types, visible, Def::Module(root), vis);
        }
        if self.module_id(module) == self.root_module() && name.name != "_" {
            self.unit.extern_prelude.entry(visible).or_insert(root);
        }
        if attrs::has(attrs, "macro_use") && root.unit != self.unit.id {
            let exported: Vec<_> = {
                let other = self.db.unit(root.unit);
                other.modules.first().map_or(Vec::new(), |m| {
                    let macros = m.scope.names[Ns::Macros as usize].iter();
                    macros.filter_map(|(name, b)| if let Def::Macro(id) = b.def { Some((*name, id)) } else { None }).collect()
                })
            };
            self.unit.macro_prelude.extend(exported);
        }
    }

    /// The root of a crate by the name that this one knows it by; also std's, which `extern crate` may always name.
    pub(super) fn named_crate(&self, name: Symbol) -> Option<ModuleId> {
        if let Some(root) = self.unit.extern_prelude.get(&name) {
            return Some(*root);
        }
        let std = self.db.std_crates()?;
        let krate = match name.as_str() {
            "core" => std.core,
            "alloc" => std.alloc,
            "std" => std.std,
            _ => return None,
        };
        Some(ModuleId { unit: UnitId(krate.0), index: 0 })
    }

    pub(super) fn visibility(&self, vis: &Visibility, module: usize) -> Vis {
        let here = self.module_id(module);
        match vis {
            Visibility::Public => Vis::Public,
            Visibility::Inherited => Vis::Within(self.names().nearest_real_module(here)),
            Visibility::Restricted(path) => Vis::Within(self.restricted(path, here)),
        }
    }

    fn restricted(&self, path: &Path, here: ModuleId) -> ModuleId {
        let mut at = self.names().nearest_real_module(here);
        for (i, segment) in path.segments.iter().enumerate() {
            match segment.name.name.as_str() {
                "crate" => at = self.root_module(),
                "self" => {}
                "super" => at = self.names().parent_module(at).unwrap_or(at),
                // `pub(in a::b)` names an ancestor: walk up to it.
                name => {
                    let mut up = at;
                    if i + 1 == path.segments.len() || self.edition >= 2018 {
                        while self.names().module(up).name != name {
                            match self.names().parent_module(up) {
                                Some(parent) => up = parent,
                                None => return self.root_module(),
                            }
                        }
                    }
                    at = up;
                }
            }
        }
        at
    }
}
