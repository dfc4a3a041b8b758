//! `use`: what the names mean, to a fixed point.

use super::Collector;
use crate::resolve::attrs;
use crate::resolve::defs::{AdtKind, Binding, Ns, ProblemKind, Vis};
use crate::resolve::ids::{Def, ModuleId, VariantId};
use crate::resolve::later::{Later, LaterName, LaterNames, Rank};
use crate::source::{Span, Symbol};
use crate::syntax::ast::{Attr, Path, UseTree};

/// One leaf of a `use`.
#[derive(Clone, Debug)]
pub(super) struct Import {
    module: usize,
    path: Path,
    /// `None` for a glob.
    name: Option<Symbol>,
    vis: Vis,
    span: Span,
    /// Whether it led anywhere yet.
    found: bool,
    /// `#[prelude_import]`: std's own.
    is_prelude: bool,
    /// What a single import bound so far, by namespace: it may have met a name of a glob that is shadowed later.
    bound: [Option<Def>; 3],
}

impl Collector<'_> {
    pub(super) fn add_use(&mut self, tree: UseTree, module: usize, vis: Vis, span: Span, attrs: &[Attr]) {
        let is_prelude = attrs::has(attrs, "prelude_import");
        match tree {
            UseTree::Group(parts) => {
                for part in parts {
                    self.add_use(part, module, vis, span, &[]);
                }
            }
            UseTree::Glob { path } => {
                self.imports.push(Import { module, path, name: None, vis, span, found: false, is_prelude, bound: [None; 3] })
            }
            UseTree::Simple { path, rename } => {
                let name = rename.map(|r| r.name).or_else(|| path.segments.last().map(|s| s.name.name));
                let Some(name) = name else { return };
                if self.is_late {
                    return self.import_later(path, Some(name), module, vis);
                }
                self.imports.push(Import { module, path, name: Some(name), vis, span, found: false, is_prelude: false, bound: [None; 3] });
            }
        }
    }

    /// One round over all imports. Says whether a name was added.
    pub(super) fn resolve_imports(&mut self) -> bool {
        let mut changed = false;
        let mut imports = std::mem::take(&mut self.imports);
        for import in &mut imports {
            changed |= match import.name {
                Some(name) => self.resolve_single(import, name),
                None => self.resolve_glob(import),
            };
        }
        // What expansions added meanwhile comes behind.
        imports.append(&mut self.imports);
        self.imports = imports;
        changed
    }

    fn resolve_single(&mut self, import: &mut Import, name: Symbol) -> bool {
        let here = self.module_id(import.module);
        let mut changed = false;
        for ns in Ns::ALL {
            let Some(def) = self.names().resolve_import(here, &import.path, ns) else { continue };
            import.found = true;
            if name == "_" {
                if let Def::Trait(id) = def {
                    let unnamed = &mut self.unit.modules[import.module].scope.unnamed_traits;
                    if !unnamed.contains(&id) {
                        unnamed.push(id);
                        changed = true;
                    }
                }
                continue;
            }
            let before = import.bound[ns as usize].replace(def);
            if let Some(before) = before.filter(|before| *before != def) {
                changed |= self.rebind(import.module, ns, name, before, def);
                continue;
            }
            // `use krate as name;` of itself (`use self::x` that names the same module) binds nothing new.
            changed |= self.bind(import.module, ns, name, Binding { def, vis: import.vis, from_glob: false });
        }
        changed
    }

    fn resolve_glob(&mut self, import: &mut Import) -> bool {
        let here = self.module_id(import.module);
        let target = if import.path.segments.is_empty() {
            // `use *` and `use ::*` of the 2015 edition: the crate's root.
            Some(Def::Module(self.root_module()))
        } else {
            self.names().resolve_import(here, &import.path, Ns::Types)
        };
        match target {
            Some(Def::Module(from)) if import.is_prelude => {
                import.found = true;
                let changed = self.unit.prelude != Some(from);
                self.unit.prelude = Some(from);
                changed
            }
            Some(Def::Module(from)) => {
                import.found = true;
                if from == here {
                    return false;
                }
                let later = !self.names().module(from).scope.later.is_empty() && self.import_all_later(import, from);
                self.import_all(import, from) || later
            }
            Some(Def::Adt(adt)) => {
                import.found = true;
                let variants: Vec<_> = {
                    let names = self.names();
                    let data = names.adt(adt);
                    if data.kind != AdtKind::Enum {
                        return false;
                    }
                    data.variants.iter().map(|v| v.name.name).collect()
                };
                let mut changed = false;
                for (index, name) in variants.into_iter().enumerate() {
                    let def = Def::Variant(VariantId { adt, index: index as u32 });
                    for ns in [Ns::Types, Ns::Values] {
                        changed |= self.bind(import.module, ns, name, Binding { def, vis: import.vis, from_glob: true });
                    }
                }
                changed
            }
            _ => false,
        }
    }

    /// A dependency's imports are followed when somebody asks for the name.
    fn import_later(&mut self, path: Path, name: Option<Symbol>, module: usize, vis: Vis) {
        let here = self.module_id(module);
        if let Some(krate) = self.names().crate_of_import(here, &path) {
            self.db.note_named(krate);
        }
        if let (Some(name), Some(own)) = (name, path.segments.last())
            && own.name.name != name
        {
            self.rename(own.name.name, name);
        }
        let to = Later::new(here, path);
        let later = &mut self.unit.modules[module].scope.later;
        match name {
            Some(name) if name == "_" => later.unnamed.push(to),
            Some(name) => later.names.entry(name).or_default().push(LaterName { to, vis, rank: Rank::Named }),
            None => later.globs.push(LaterName { to, vis, rank: Rank::Glob }),
        }
    }

    /// What a module that a glob imports keeps for later, this one does, too. Says whether anything is new.
    fn import_all_later(&mut self, import: &Import, from: ModuleId) -> bool {
        let here = self.module_id(import.module);
        let LaterNames { names, unnamed, globs } = {
            let scope = &self.names().module(from).scope;
            let mut later = scope.later.clone();
            let is_declared = |name: Symbol| Ns::ALL.iter().any(|ns| scope.get(*ns, name).is_some_and(|b| !b.from_glob));
            let named = later.names.iter_mut().map(|(name, ways)| (ways, !is_declared(*name)));
            for (ways, keeps_rank) in named.chain([(&mut later.globs, false)]) {
                ways.retain(|way| self.names().sees(here, way.vis));
                for way in ways {
                    way.vis = if way.vis == Vis::Public { import.vis } else { self.names().narrower(import.vis, way.vis) };
                    way.rank = if keeps_rank && way.rank != Rank::Glob { Rank::NamedThere } else { Rank::Glob };
                }
            }
            later
        };
        let later = &mut self.unit.modules[import.module].scope.later;
        let mut changed = false;
        for (name, ways) in names {
            for way in ways {
                changed |= later.add(name, way);
            }
        }
        for way in globs {
            changed |= later.add_glob(way);
        }
        for to in &unnamed {
            changed |= later.add_unnamed(to);
        }
        changed
    }

    fn import_all(&mut self, import: &Import, from: ModuleId) -> bool {
        let here = self.module_id(import.module);
        let (mut bindings, unnamed) = {
            let names = self.names();
            let source = names.module(from);
            let mut bindings = Vec::new();
            for ns in Ns::ALL {
                for (name, binding) in &source.scope.names[ns as usize] {
                    if names.sees(here, binding.vis) {
                        bindings.push((ns, *name, *binding));
                    }
                }
            }
            (bindings, source.scope.unnamed_traits.clone())
        };
        // A glob re-exports no further than the import's own visibility, and a narrower name stays narrow.
        let mut changed = false;
        for (ns, name, binding) in &mut bindings {
            let vis = if binding.vis == Vis::Public { import.vis } else { self.names().narrower(import.vis, binding.vis) };
            let key = (import.module, *ns, *name);
            // The source may since have given the name to what shadows its own glob.
            if self.glob_sources.get(&key).is_some_and(|(source, def)| *source == from && *def != binding.def) {
                let (_, before) = self.glob_sources[&key];
                changed |= self.rebind(import.module, *ns, *name, before, binding.def);
                self.glob_sources.insert(key, (from, binding.def));
                continue;
            }
            let added = self.bind(import.module, *ns, *name, Binding { def: binding.def, vis, from_glob: true });
            if added {
                self.glob_sources.entry(key).or_insert((from, binding.def));
            }
            changed |= added;
        }
        for id in unnamed {
            let here = &mut self.unit.modules[import.module].scope.unnamed_traits;
            if !here.contains(&id) {
                here.push(id);
                changed = true;
            }
        }
        changed
    }

    pub(super) fn report_imports(&mut self) {
        let open: Vec<_> = self.imports.iter().filter(|i| !i.found).map(|i| (i.span, i.path.clone(), i.module as u32, i.name)).collect();
        for (span, path, module, name) in open {
            let segments: Vec<Symbol> = path.segments.iter().map(|s| s.name.name).collect();
            match name {
                Some(name) => {
                    self.unit.open_imports.insert((module, name), segments);
                }
                None => self.unit.open_globs.push((module, segments)),
            }
            let text = path.segments.iter().map(|s| s.name.name.as_str()).collect::<Vec<_>>().join("::");
            self.problem(Some(span), ProblemKind::Import, format!("import `{text}` leads nowhere"));
        }
    }
}
