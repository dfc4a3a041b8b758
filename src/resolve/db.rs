//! The store of all definitions, filled on demand.
//!
//! A crate is read when a name leads into it, and not before. Units are only ever added and never change once
//! they are there, so references into them live as long as the store; it is shared between threads.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{Arc, OnceLock, RwLock};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::bodies::BodyOwner;
use super::collect;
use super::defs::{
    AdtData, AliasData, Binding, ConstData, FnData, ImplData, MacroData, ModuleData, Ns, StaticData, TraitData, Unit, VariantData,
};
use super::ids::{AdtId, AliasId, ConstId, CrateId, Def, FnId, ImplId, MacroId, ModuleId, StaticId, TraitId, UnitId, VariantId};
use super::lang::LangItems;
use super::limits::Limits;
use super::paths::Names;
use crate::source::{FileId, Origin, SourceFile, Sources, Span, Symbol};
use crate::syntax;
use crate::syntax::ast::{Ident, Item, Items, MacroCall, Path, Segment, TypeRef};
use crate::syntax::macros::MacroRules;
use crate::workspace::{Cfg, CrateKind, PackageIndex};

/// How files are read; the stages here do not touch the operating system themselves.
pub trait Loader: Send + Sync {
    /// The text of a file, or why it cannot be had (a message for people).
    fn read(&self, path: &Utf8Path) -> Result<String, String>;
    /// Whether there is a file of that path.
    fn exists(&self, path: &Utf8Path) -> bool;
    /// The path as it is shown.
    fn show(&self, path: &Utf8Path) -> String;
}

/// A crate whose items are not read from files.
#[derive(Clone, Debug)]
pub enum GivenItems {
    /// They are here.
    Items {
        /// The file that their spans name.
        file: FileId,
        /// The items of its root module, inline.
        items: Items,
    },
    /// They are built in.
    Packed(super::stdlib::Packed),
}

/// A crate of the run.
#[derive(Clone, Debug)]
pub struct CrateData {
    /// As code names it.
    pub name: String,
    /// 2015 to 2024.
    pub edition: u16,
    /// Its root file.
    pub root_file: Utf8PathBuf,
    /// What it is built as.
    pub kind: CrateKind,
    /// Its package; `None` for std's.
    pub package: Option<PackageIndex>,
    /// Whether findings may stand in it.
    pub is_member: bool,
    /// Whether the run analyses it.
    pub is_selected: bool,
    /// The crates that it names.
    pub deps: Vec<(String, CrateId)>,
    /// Conditions that hold.
    pub cfg: Arc<Cfg>,
    /// Its items, where no file is read.
    pub items: Option<Arc<GivenItems>>,
}

/// std's crates. A crate that another needs has the smaller number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain")]
pub struct StdCrates {
    pub core: CrateId,
    pub alloc: CrateId,
    pub std: CrateId,
}

/// A search for impls: the crate, the trait's name and the type's.
type Searched = (CrateId, Option<Symbol>, Option<Symbol>);

/// The store.
pub struct Db {
    /// All texts.
    pub sources: Arc<Sources>,
    /// The limits that were reached.
    pub limits: Limits,
    loader: Box<dyn Loader>,
    crates: Vec<CrateData>,
    std: Option<StdCrates>,
    /// Where core, alloc and std stand among the crates: they have numbers of their own.
    std_at: usize,
    units: Vec<OnceLock<Unit>>,
    blocks: boxcar::Vec<OnceLock<Unit>>,
    files: RwLock<Files>,
    /// What `#[macro_export(local_inner_macros)]` macros wrote, and the crate that they look names up in.
    local_inner: RwLock<FxHashMap<FileId, CrateId>>,
    lang: OnceLock<LangItems>,
    pub(super) renames: RwLock<super::impls::Renames>,
    /// Names that imports of dependencies bring, as far as somebody asked.
    pub(super) later_bindings: RwLock<FxHashMap<(ModuleId, Ns, Symbol), Option<Binding>>>,
    /// Macro calls of dependencies that are expanded on demand; by crate; and, by crate, names of trait and type, how many of
    /// them were searched for impls.
    pub(super) parts: boxcar::Vec<collect::Part>,
    pub(super) parts_of: RwLock<FxHashMap<CrateId, Vec<u32>>>,
    pub(super) parts_searched: RwLock<FxHashMap<Searched, usize>>,
    pub(super) macro_words: Cache<MacroId, Arc<collect::SaidText>>,
    /// The units of blocks and of macro calls, by crate.
    blocks_of: RwLock<FxHashMap<CrateId, Vec<UnitId>>>,
    pub(super) public_path: Cache<Def, Option<Arc<str>>>,
    pub(super) public_modules: Cache<CrateId, Arc<[(ModuleId, String)]>>,
    /// Crates that a dependency's imports lead to.
    named: RwLock<rustc_hash::FxHashSet<CrateId>>,
    pub(super) predicates: Cache<super::sig::GenericOwner, Arc<[super::sig::Predicate]>>,
    pub(super) public: Cache<CrateId, Arc<super::public::PublicPaths>>,
}

/// Values computed on demand by key; a value that needs itself gets what `cycle` gives.
pub(super) struct Cache<K, V> {
    values: RwLock<FxHashMap<K, V>>,
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self { values: RwLock::default() }
    }
}

thread_local! {
    static ACTIVE_HASHES: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

impl<K: Copy + Eq + std::hash::Hash, V: Clone> Cache<K, V> {
    pub(super) fn get(&self, key: &K, compute: impl FnOnce() -> V, cycle: impl FnOnce() -> V) -> V {
        use std::hash::BuildHasher;
        if let Some(value) = self.values.read().unwrap_or_else(|e| e.into_inner()).get(key) {
            return value.clone();
        }
        let hash = rustc_hash::FxBuildHasher.hash_one(key);
        if ACTIVE_HASHES.with_borrow(|active| active.contains(&hash)) {
            return cycle();
        }
        ACTIVE_HASHES.with_borrow_mut(|active| active.push(hash));
        let value = compute();
        ACTIVE_HASHES.with_borrow_mut(|active| active.pop());
        self.values.write().unwrap_or_else(|e| e.into_inner()).entry(*key).or_insert(value).clone()
    }
}

#[derive(Default)]
struct Files {
    by_path: FxHashMap<Utf8PathBuf, Result<FileId, String>>,
    paths: FxHashMap<FileId, Utf8PathBuf>,
}

thread_local! {
    /// What this thread is computing now, to notice a definition that needs itself.
    static ACTIVE: RefCell<Vec<(u8, UnitId, u32)>> = const { RefCell::new(Vec::new()) };
}

/// Compute into `cell` unless it is filled; `cycle` where the value needs itself. Two threads may compute the
/// same value; the first stays. (`get_or_init` would dead-lock on a cycle.)
pub(super) fn lazily<T: Clone>(cell: &OnceLock<T>, key: (u8, UnitId, u32), compute: impl FnOnce() -> T, cycle: impl FnOnce() -> T) -> T {
    if let Some(value) = cell.get() {
        return value.clone();
    }
    if ACTIVE.with_borrow(|active| active.contains(&key)) {
        return cycle();
    }
    ACTIVE.with_borrow_mut(|active| active.push(key));
    let value = compute();
    ACTIVE.with_borrow_mut(|active| active.pop());
    cell.get_or_init(|| value).clone()
}

impl Db {
    /// A store over `crates`.
    pub fn new(sources: Arc<Sources>, loader: Box<dyn Loader>, crates: Vec<CrateData>, std: Option<StdCrates>) -> Self {
        let units = crates.iter().map(|_| OnceLock::new()).collect();
        let is_packed = |krate: &CrateData| matches!(krate.items.as_deref(), Some(GivenItems::Packed(_)));
        let std_at = crates.iter().position(is_packed).or(std.map(|std| std.core.0 as usize)).unwrap_or(0);
        Self {
            sources,
            limits: Limits::default(),
            loader,
            crates,
            std,
            std_at,
            units,
            blocks: boxcar::Vec::new(),
            files: RwLock::default(),
            local_inner: RwLock::default(),
            lang: OnceLock::new(),
            renames: RwLock::default(),
            later_bindings: RwLock::default(),
            parts: boxcar::Vec::new(),
            parts_of: RwLock::default(),
            parts_searched: RwLock::default(),
            macro_words: Cache::default(),
            blocks_of: RwLock::default(),
            public_path: Cache::default(),
            public_modules: Cache::default(),
            named: RwLock::default(),
            predicates: Cache::default(),
            public: Cache::default(),
        }
    }

    /// All crates.
    pub fn crates(&self) -> impl Iterator<Item = (CrateId, &CrateData)> {
        self.crates.iter().enumerate().map(|(i, c)| (self.number(i), c))
    }

    /// The number of the crate at a place.
    fn number(&self, place: usize) -> CrateId {
        match self.std {
            Some(std) if (self.std_at..self.std_at + 3).contains(&place) => CrateId(std.core.0 + (place - self.std_at) as u32),
            _ => CrateId(place as u32),
        }
    }

    /// The place of the crate that has a number; `None` where a block has it.
    fn place(&self, number: u32) -> Option<usize> {
        match self.std {
            Some(std) if (std.core.0..=std.std.0).contains(&number) => Some(self.std_at + (number - std.core.0) as usize),
            _ => Some(number as usize).filter(|place| *place < self.units.len()),
        }
    }

    /// A crate.
    pub fn krate(&self, id: CrateId) -> &CrateData {
        &self.crates[self.place(id.0).expect("a crate's number is that of a crate")]
    }

    /// std's crates, if the run has them.
    pub fn std_crates(&self) -> Option<StdCrates> {
        self.std
    }

    /// Whether the crate is one of std's.
    pub fn is_std(&self, krate: CrateId) -> bool {
        self.std.is_some_and(|std| [std.core, std.alloc, std.std].contains(&krate))
    }

    /// The definitions of a crate or block.
    pub fn unit(&self, id: UnitId) -> &Unit {
        match self.place(id.0) {
            Some(place) => self.units[place].get_or_init(|| collect::collect_crate(self, CrateId(id.0))),
            None => self.blocks[id.0 as usize - self.units.len()].get().expect("a block's number is given out once it is collected"),
        }
    }

    /// Whether a crate was read.
    pub fn is_loaded(&self, krate: CrateId) -> bool {
        self.place(krate.0).is_some_and(|place| self.units[place].get().is_some())
    }

    /// Whether a crate's imports lead to it.
    pub(super) fn is_named(&self, krate: CrateId) -> bool {
        self.named.read().unwrap_or_else(|e| e.into_inner()).contains(&krate)
    }

    /// Note that a crate's imports lead to it.
    pub(super) fn note_named(&self, krate: CrateId) {
        self.named.write().unwrap_or_else(|e| e.into_inner()).insert(krate);
    }

    /// Whether of a crate only what is asked for is read: it is a dependency's.
    pub(super) fn is_late(&self, krate: CrateId) -> bool {
        let data = self.krate(krate);
        data.items.is_none() && data.package.is_some() && !(data.is_member && data.is_selected)
    }

    /// All units that were read so far: crates in order, then blocks.
    pub fn loaded_units(&self) -> impl Iterator<Item = &Unit> {
        let crates = self.units.iter().filter_map(OnceLock::get);
        crates.chain(self.blocks.iter().filter_map(|(_, cell)| cell.get()))
    }

    /// The units of blocks that were read so far.
    pub(super) fn block_units(&self) -> impl Iterator<Item = &Unit> {
        self.blocks.iter().filter_map(|(_, cell)| cell.get())
    }

    /// Collect the items of a block.
    pub(super) fn add_block(
        &self,
        place: (ModuleId, BodyOwner),
        file: FileId,
        items: Vec<Item>,
        legacy: &FxHashMap<Symbol, MacroId>,
    ) -> UnitId {
        self.add_unit(|id| collect::collect_block(self, id, place, file, items, legacy))
    }

    /// Collect a unit besides the crates' own; `collect` is told its number.
    pub(super) fn add_unit(&self, collect: impl FnOnce(UnitId) -> Unit) -> UnitId {
        let index = self.blocks.push(OnceLock::new());
        let id = UnitId((self.units.len() + index) as u32);
        let unit = collect(id);
        self.blocks_of.write().unwrap_or_else(|e| e.into_inner()).entry(unit.krate).or_default().push(id);
        self.blocks[index].get_or_init(|| unit);
        id
    }

    /// The units of a crate's blocks and macro calls that were read so far, in order.
    pub(super) fn units_in(&self, krate: CrateId) -> Vec<UnitId> {
        self.blocks_of.read().unwrap_or_else(|e| e.into_inner()).get(&krate).cloned().unwrap_or_default()
    }

    /// Items that stand in well-known places of std.
    pub fn lang(&self) -> &LangItems {
        self.lang.get_or_init(|| LangItems::find(self))
    }

    /// Read a file, once for each path.
    pub(super) fn load(&self, path: &Utf8Path, in_workspace: bool) -> Result<FileId, String> {
        if let Some(known) = self.files.read().unwrap_or_else(|e| e.into_inner()).by_path.get(path) {
            return known.clone();
        }
        let read = self.loader.read(path);
        let mut files = self.files.write().unwrap_or_else(|e| e.into_inner());
        if let Some(known) = files.by_path.get(path) {
            return known.clone();
        }
        let result = read.map(|text| self.sources.add(SourceFile::real(self.loader.show(path), text, in_workspace)));
        if let Ok(id) = &result {
            files.paths.insert(*id, path.to_owned());
        }
        files.by_path.insert(path.to_owned(), result.clone());
        result
    }

    pub(super) fn exists(&self, path: &Utf8Path) -> bool {
        self.loader.exists(path)
    }

    pub(super) fn show_path(&self, path: &Utf8Path) -> String {
        self.loader.show(path)
    }

    /// The folder of the real file that `file` is, or was written from.
    pub(super) fn file_dir(&self, mut file: FileId) -> Utf8PathBuf {
        while let Some(invocation) = self.sources.file(file).invocation {
            file = invocation.file;
        }
        let files = self.files.read().unwrap_or_else(|e| e.into_inner());
        files.paths.get(&file).and_then(|p| p.parent()).map(Utf8PathBuf::from).unwrap_or_default()
    }

    /// Whether the file was read from disk: neither what a macro wrote nor what is built in.
    pub(super) fn is_from_disk(&self, file: FileId) -> bool {
        self.files.read().unwrap_or_else(|e| e.into_inner()).paths.contains_key(&file)
    }

    /// Whether a module is a crate's root. The crate need not be read for that.
    pub(super) fn is_root(&self, id: ModuleId) -> bool {
        id.index == 0 && self.place(id.unit.0).is_some()
    }

    /// The crate of a unit, also of one that is being collected.
    pub(super) fn unit_crate(&self, id: UnitId) -> CrateId {
        if self.place(id.0).is_some() { CrateId(id.0) } else { self.unit(id).krate }
    }

    /// Expand a call of `id` in item position. `own` is the unit being collected, if the macro is its own.
    pub(super) fn expand_items(&self, own: Option<&Unit>, id: MacroId, call: &MacroCall, cfg: &Cfg) -> Result<FileId, String> {
        let data = match own {
            Some(unit) => &unit.macros[id.index as usize],
            None => self.macro_data(id),
        };
        self.expand(data, own, call, cfg)
    }

    /// What a macro writes that copies a part of its argument.
    fn copy(&self, part: Option<Span>, call: &MacroCall) -> FileId {
        let Some(part) = part else { return self.sources.add(SourceFile::expansion("", Vec::new(), call.span)) };
        let origin = Origin { at: 0, from: part, by_definition: false };
        self.sources.add(SourceFile::expansion(self.sources.text(part), vec![origin], call.span))
    }

    /// Expand a call of a `macro_rules!` into a virtual file. `cfg` is the calling crate's.
    pub(super) fn expand(&self, data: &MacroData, own: Option<&Unit>, call: &MacroCall, cfg: &Cfg) -> Result<FileId, String> {
        let krate = own.map_or_else(|| self.unit_crate(data.module.unit), |u| u.krate);
        if self.is_std(krate) {
            if data.name.name == "cfg_select" {
                let arm = syntax::cfg_select_arm(call, &self.sources, |condition| cfg.eval(condition) == Some(true));
                return Ok(self.copy(arm.map_err(|e| e.message)?, call));
            }
            if let Some(result) = syntax::expand_builtin_items(data.name.name.as_str(), call, &self.sources) {
                let (text, origins) = result.map_err(|e| e.message)?;
                return Ok(self.sources.add(SourceFile::expansion(text, origins, call.span)));
            }
        }
        let edition = self.krate(krate).edition;
        let compile = || {
            let root = syntax::dollar_crate(krate.0);
            let rules = if data.is_macro2 {
                MacroRules::parse_macro2(&self.sources, data.body, &root, edition)
            } else {
                MacroRules::parse(&self.sources, data.body, &root, edition)
            };
            rules.ok().map(Arc::new)
        };
        let Some(rules) = data.rules.get_or_init(compile) else {
            return Err(format!("the definition of `{}!` cannot be read", data.name.name));
        };
        let (text, origins) = rules.expand(&self.sources, call.args, call.span).map_err(|e| format!("`{}!`: {e}", data.name.name))?;
        let file = self.sources.add(SourceFile::expansion(text, origins, call.span));
        if data.local_inner {
            self.local_inner.write().unwrap_or_else(|e| e.into_inner()).insert(file, krate);
        }
        Ok(file)
    }

    /// What a macro call in the place of a type writes.
    pub(super) fn expand_type(&self, module: ModuleId, call: &MacroCall) -> Option<TypeRef> {
        let path = self.macro_path(&call.path);
        let Some(Def::Macro(id)) = Names::of(self).resolve_in(module, &path, Ns::Macros) else { return None };
        let file = self.expand(self.macro_data(id), None, call, &self.krate(self.crate_of(module.unit)).cfg).ok()?;
        let source = self.sources.file(file);
        syntax::parse_type(file, &source.text, 0..source.text.len()).ok()
    }

    /// The path of a macro call; `$crate::name` for a plain name that a `local_inner_macros` macro wrote.
    pub(super) fn macro_path<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        let inner = match path.segments.as_slice() {
            [segment] if !path.global => self.sources.hygiene(segment.name.span),
            _ => None,
        };
        let krate = inner.and_then(|file| self.local_inner.read().unwrap_or_else(|e| e.into_inner()).get(&file).copied());
        let Some(krate) = krate else { return Cow::Borrowed(path) };
        let mut path = path.clone();
        let root = Ident { name: Symbol::intern(&syntax::dollar_crate(krate.0)), span: path.span };
        path.segments.insert(0, Segment { name: root, args: None });
        Cow::Owned(path)
    }
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident($id:ident) -> $data:ident in $arena:ident;)*) => {
        impl Db {$(
            $(#[$doc])*
            pub fn $name(&self, id: $id) -> &$data {
                &self.unit(id.unit).$arena[id.index as usize]
            }
        )*}
    };
}

getters! {
    /// A module.
    module(ModuleId) -> ModuleData in modules;
    /// A function.
    fn_data(FnId) -> FnData in fns;
    /// A struct, union or enum.
    adt(AdtId) -> AdtData in adts;
    /// A trait.
    trait_data(TraitId) -> TraitData in traits;
    /// An impl.
    impl_data(ImplId) -> ImplData in impls;
    /// A constant.
    const_data(ConstId) -> ConstData in consts;
    /// A static.
    static_data(StaticId) -> StaticData in statics;
    /// An alias.
    alias(AliasId) -> AliasData in aliases;
    /// A macro.
    macro_data(MacroId) -> MacroData in macros;
}

impl Db {
    /// A variant.
    pub fn variant(&self, id: VariantId) -> &VariantData {
        &self.adt(id.adt).variants[id.index as usize]
    }

    /// The crate that a definition's unit belongs to.
    pub fn crate_of(&self, unit: UnitId) -> CrateId {
        self.unit_crate(unit)
    }
}
