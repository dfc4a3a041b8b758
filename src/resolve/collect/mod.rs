//! From files to a unit: the module tree, the items, and what the names of each module mean.
//!
//! Items are collected in source order (macros by text order), then imports and macro calls that were left open
//! are resolved together to a fixed point. Knows nothing of types and bodies.

mod adts;
mod assoc;
mod derive;
mod imports;
mod items;
mod late;
mod macros;
mod modules;
mod parts;
mod said;

use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;

use self::imports::Import;
use self::macros::{PendingMacro, TextScope};
use self::modules::ModDir;
use super::bodies::BodyOwner;
use super::db::{Db, GivenItems};
use super::defs::{Binding, ModuleData, Ns, Problem, ProblemKind, Scope, Unit, Vis};
use super::ids::{CrateId, Def, MacroId, ModuleId, UnitId};
use super::impls::LateImpls;
use super::lazy::LateItem;
use super::limits::Limit;
use super::paths::Names;
use crate::source::{FileId, Span, Symbol};
use crate::syntax::ast::Item;

/// How deep macros may write macros before we give up on one.
const MACRO_DEPTH: u32 = 128;
/// How many expansions one unit may make in item position.
const EXPANSIONS: usize = 100_000;
/// How many rounds imports and macros may take to settle.
const ROUNDS: usize = 200;
const TOO_MANY_ROUNDS: Limit =
    Limit::new("imports and macros lead to each other more than {} times; the names behind are not known", ROUNDS);
const TOO_MANY_EXPANSIONS: Limit = Limit::new("more than {} macro expansions between items; the rest is not analysed", EXPANSIONS);
const MACROS_TOO_DEEP: Limit =
    Limit::new("macros between items write macros more than {} deep; the rest is not analysed", MACRO_DEPTH as usize);

pub(super) use self::parts::Part;
pub(super) use self::said::SaidText;

/// Collects one unit.
pub(super) struct Collector<'d> {
    db: &'d Db,
    krate: CrateId,
    edition: u16,
    unit: Unit,
    /// By module: where its `mod x;` look, and the chain of files around it.
    dirs: Vec<Arc<ModDir>>,
    imports: Vec<Import>,
    pending: Vec<PendingMacro>,
    /// By module: macros that expansions defined after the module's text was read.
    late_macros: Vec<FxHashMap<Symbol, MacroId>>,
    expansions: usize,
    /// Names that globs brought: from which module, and what they meant.
    glob_sources: FxHashMap<(usize, Ns, Symbol), (ModuleId, Def)>,
    /// By module, in order of declaration (maps have no order).
    declared: Vec<Vec<(Ns, Symbol)>>,
    /// Whether only what is asked for is read.
    is_late: bool,
    /// By type: the item that its parts are read from, if they are not there yet.
    late_adts: FxHashMap<u32, Arc<LateItem>>,
    /// By macro: what its definition consists of, and how many macros there were then.
    macro_words: FxHashMap<MacroId, (usize, Arc<SaidText>)>,
}

/// Collect a crate.
pub(super) fn collect_crate(db: &Db, krate: CrateId) -> Unit {
    let spec = db.krate(krate);
    if let Some(GivenItems::Packed(packed)) = spec.items.as_deref() {
        return super::stdlib::read_unit(db, krate, *packed);
    }
    let mut collector = Collector::new(db, krate, UnitId(krate.0));
    collector.is_late = db.is_late(krate);
    let dir = spec.root_file.parent().map(Utf8PathBuf::from).unwrap_or_default();
    let root = collector.add_module(Symbol::intern(&spec.name), None, Vis::Public, FileId(0), false, Arc::new(ModDir::root(dir)));
    collector.extern_crates();
    if let Some(GivenItems::Items { file, items }) = spec.items.as_deref() {
        collector.unit.modules[root].file = *file;
        collector.crate_attrs(&items.attrs);
        let mut text = TextScope::default();
        collector.collect(items.items.clone(), root, &mut text, 0);
        collector.close_module(root, &text);
    } else {
        collector.root_file(root);
    }
    collector.finish()
}

/// Collect the items of a block of a body that stands in `parent`. `legacy` are the `macro_rules!` visible there.
pub(super) fn collect_block(
    db: &Db,
    unit: UnitId,
    (parent, body): (ModuleId, BodyOwner),
    file: FileId,
    items: Vec<Item>,
    legacy: &FxHashMap<Symbol, MacroId>,
) -> Unit {
    let outer = db.module(parent);
    let krate = db.unit(parent.unit).krate;
    let mut collector = Collector::new(db, krate, unit);
    let file_dir = db.file_dir(outer.file);
    let root = collector.add_module(Symbol::intern(""), Some(parent), Vis::Within(parent), file, true, Arc::new(ModDir::root(file_dir)));
    collector.unit.modules[root].body = Some(body);
    let mut text = TextScope::from_map(legacy);
    collector.collect(items, root, &mut text, 0);
    collector.close_module(root, &text);
    collector.finish()
}

impl<'d> Collector<'d> {
    fn new(db: &'d Db, krate: CrateId, id: UnitId) -> Self {
        let unit = Unit {
            id,
            krate,
            modules: Vec::new(),
            fns: Vec::new(),
            adts: Vec::new(),
            traits: Vec::new(),
            impls: Vec::new(),
            consts: Vec::new(),
            statics: Vec::new(),
            aliases: Vec::new(),
            macros: Vec::new(),
            prelude: None,
            extern_prelude: FxHashMap::default(),
            macro_prelude: FxHashMap::default(),
            files: Vec::new(),
            problems: Vec::new(),
            open_imports: FxHashMap::default(),
            open_globs: Vec::new(),
            impl_index: OnceLock::new(),
            anonymous_read: OnceLock::new(),
            late: None,
        };
        Self {
            db,
            krate,
            edition: db.krate(krate).edition,
            unit,
            dirs: Vec::new(),
            imports: Vec::new(),
            pending: Vec::new(),
            late_macros: Vec::new(),
            expansions: 0,
            glob_sources: FxHashMap::default(),
            declared: Vec::new(),
            is_late: false,
            late_adts: FxHashMap::default(),
            macro_words: FxHashMap::default(),
        }
    }

    fn add_module(&mut self, name: Symbol, parent: Option<ModuleId>, vis: Vis, file: FileId, is_block: bool, dir: Arc<ModDir>) -> usize {
        self.unit.modules.push(ModuleData {
            name,
            parent,
            is_block,
            body: None,
            vis,
            scope: Scope::default(),
            impls: Vec::new(),
            traits_in_scope: Vec::new(),
            all_traits: OnceLock::new(),
            parts: Vec::new(),
            legacy_macros: FxHashMap::default(),
            file,
        });
        self.dirs.push(dir);
        self.late_macros.push(FxHashMap::default());
        self.declared.push(Vec::new());
        self.unit.modules.len() - 1
    }

    fn module_id(&self, index: usize) -> ModuleId {
        ModuleId { unit: self.unit.id, index: index as u32 }
    }

    /// The names as they stand now, own unit included.
    fn names(&self) -> Names<'_> {
        Names { db: self.db, own: Some(&self.unit) }
    }

    /// Bind `name`; a name that was declared stays, one that a glob brought gives way. Says whether anything changed.
    fn bind(&mut self, module: usize, ns: Ns, name: Symbol, binding: Binding) -> bool {
        let names = &mut self.unit.modules[module].scope.names[ns as usize];
        match names.get_mut(&name) {
            None => {
                names.insert(name, binding);
                self.declared[module].push((ns, name));
                true
            }
            Some(old) if old.from_glob && !binding.from_glob => {
                *old = binding;
                true
            }
            // The same thing by another way: the wider visibility counts.
            Some(old) if old.def == binding.def && old.from_glob == binding.from_glob && old.vis != binding.vis => {
                if binding.vis == Vis::Public && old.vis != Vis::Public {
                    old.vis = Vis::Public;
                    return true;
                }
                false
            }
            Some(_) => false,
        }
    }

    /// A name that an import bound to `before` means `now`. Says whether it did still mean that.
    fn rebind(&mut self, module: usize, ns: Ns, name: Symbol, before: Def, now: Def) -> bool {
        match self.unit.modules[module].scope.names[ns as usize].get_mut(&name) {
            Some(binding) if binding.def == before => {
                binding.def = now;
                true
            }
            _ => false,
        }
    }

    fn declare(&mut self, module: usize, ns: Ns, name: Symbol, def: Def, vis: Vis) {
        self.bind(module, ns, name, Binding { def, vis, from_glob: false });
    }

    fn problem(&mut self, span: Option<Span>, kind: ProblemKind, message: impl Into<String>) {
        self.unit.problems.push(Problem { span, message: message.into(), kind });
    }

    /// Names of the crates that this one may use, and the prelude.
    fn extern_crates(&mut self) {
        let spec = self.db.krate(self.krate);
        for (name, krate) in &spec.deps {
            let root = ModuleId { unit: UnitId(krate.0), index: 0 };
            self.unit.extern_prelude.insert(Symbol::intern(name), root);
        }
    }

    fn crate_attrs(&mut self, attrs: &[crate::syntax::ast::Attr]) {
        let cfg = &self.db.krate(self.krate).cfg;
        let attrs = super::attrs::active(attrs, cfg).unwrap_or_default();
        let no_core = super::attrs::has(&attrs, "no_core");
        let no_std = super::attrs::has(&attrs, "no_std");
        let Some(std) = self.db.std_crates() else { return };
        for (name, krate) in [("core", Some(std.core)), ("std", (!no_std).then_some(std.std))] {
            if let Some(krate) = krate.filter(|_| !no_core) {
                let root = ModuleId { unit: UnitId(krate.0), index: 0 };
                self.unit.extern_prelude.entry(Symbol::intern(name)).or_insert(root);
            }
        }
        if no_core || [std.core, std.std].contains(&self.krate) {
            return;
        }
        let (krate, name) = if no_std { (std.core, "core") } else { (std.std, "std") };
        let edition = Symbol::intern(&format!("rust_{}", self.edition));
        let path = [Symbol::intern(name), Symbol::intern("prelude"), edition];
        let root = ModuleId { unit: UnitId(krate.0), index: 0 };
        self.unit.prelude = self.names().module_below(root, &path[1..]);
    }

    fn close_module(&mut self, module: usize, text: &TextScope) {
        self.unit.modules[module].legacy_macros = text.flatten();
    }

    /// Resolve what is open, and sum up.
    fn finish(mut self) -> Unit {
        let settles = (0..ROUNDS).any(|_| !self.resolve_imports() && !self.expand_pending());
        if !settles {
            self.db.limits.reach_in(TOO_MANY_ROUNDS, self.unit.id);
        }
        self.report_open();
        for (index, late) in std::mem::take(&mut self.late_macros).into_iter().enumerate() {
            let legacy = &mut self.unit.modules[index].legacy_macros;
            for (name, id) in late {
                legacy.entry(name).or_insert(id);
            }
        }
        self.derive_impls();
        if self.is_late {
            self.unit.late = Some(LateImpls::new(self.unit.id, &self.unit.impls));
        }
        self.unit.modules.iter_mut().for_each(ModuleData::find_traits);
        self.unit
    }
}
