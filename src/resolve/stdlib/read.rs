//! Reads one crate of the file into a unit.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::codec::{Pack, Reader};
use super::{Archive, Packed};
use crate::resolve::db::Db;
use crate::resolve::defs::{
    AdtData, AdtKind, AliasData, Binding, ConstData, Container, FnData, ImplData, MacroData, ModuleData, Ns, Scope, StaticData, TraitData,
    Unit, VariantData, Vis,
};
use crate::resolve::ids::{
    AdtId, AliasId, ConstId, CrateId, Def, FnId, ImplId, MacroId, ModuleId, Prim, StaticId, TraitId, UnitId, VariantId,
};
use crate::resolve::impls::{Head, ImplIndex};
use crate::resolve::lazy::Lazy;
use crate::source::{FileId, Symbol};
use crate::syntax::ast::{Attr, Code, Ident};

/// The unit of `krate`, a crate of std's.
pub(in crate::resolve) fn read_unit(db: &Db, krate: CrateId, packed: Packed) -> Unit {
    let mut unit = super::ahead::take(packed).unwrap_or_else(|| read(packed));
    // A crate that is not in the file is an empty one.
    if unit.modules.is_empty() {
        unit.modules.push(empty_module(Symbol::intern(&db.krate(krate).name), packed.file));
    }
    unit
}

/// As the file has it.
pub(super) fn read(packed: Packed) -> Unit {
    let krate = CrateId(packed.first.0 + u32::from(packed.krate));
    let archive = Archive::get();
    let bytes = archive.unit(packed.variant, packed.krate);
    let id = UnitId(krate.0);
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
        anonymous_read: OnceLock::from(()),
        late: None,
    };
    let mut loader = Loader {
        r: Reader::new(bytes, &archive.names, packed.file),
        unit,
        first: packed.first.0,
        module: ModuleId { unit: id, index: 0 },
        unstable: Symbol::intern(super::UNSTABLE),
        heads: Vec::new(),
        index: ImplIndex::default(),
    };
    loader.unit();
    let mut unit = loader.unit;
    unit.impl_index = OnceLock::from(Arc::new(loader.index));
    unit.modules.iter_mut().for_each(ModuleData::find_traits);
    unit
}

fn empty_module(name: Symbol, file: FileId) -> ModuleData {
    ModuleData {
        name,
        parent: None,
        is_block: false,
        body: None,
        vis: Vis::Public,
        scope: Scope::default(),
        impls: Vec::new(),
        traits_in_scope: Vec::new(),
        all_traits: OnceLock::new(),
        parts: Vec::new(),
        legacy_macros: FxHashMap::default(),
        file,
    }
}

struct Loader {
    r: Reader,
    unit: Unit,
    /// The number of core.
    first: u32,
    module: ModuleId,
    unstable: Symbol,
    /// The types that impls are for.
    heads: Vec<Head>,
    index: ImplIndex,
}

impl Loader {
    fn unit(&mut self) {
        let modules = self.r.len();
        self.unit.modules.reserve(modules);
        self.reserve();
        for _ in 0..self.r.len() {
            let name = Symbol::unpack(&mut self.r);
            let unit = self.r.u32();
            self.unit.extern_prelude.insert(name, ModuleId { unit: self.unit_id(unit), index: 0 });
        }
        if bool::unpack(&mut self.r) {
            let unit = self.r.u32();
            let (unit, index) = (self.unit_id(unit), self.r.u32());
            self.unit.prelude = Some(ModuleId { unit, index });
        }
        for index in 0..modules {
            self.module = ModuleId { unit: self.unit.id, index: index as u32 };
            self.module();
        }
    }

    /// Make room for as many definitions as there are.
    fn reserve(&mut self) {
        let unit = &mut self.unit;
        unit.fns.reserve(self.r.len());
        unit.adts.reserve(self.r.len());
        unit.traits.reserve(self.r.len());
        unit.impls.reserve(self.r.len());
        unit.consts.reserve(self.r.len());
        unit.aliases.reserve(self.r.len());
        self.heads = (0..self.r.len()).map(|_| self.head()).collect();
    }

    fn head(&mut self) -> Head {
        let tag = self.r.byte();
        match tag & 15 {
            0 => Head::Never,
            1 => Head::Ref,
            2 => Head::Ptr,
            3 => Head::Slice,
            4 => Head::Array,
            5 => Head::FnPtr,
            6 => Head::Tuple(self.r.len()),
            7 => Head::Prim(Prim::ALL.get(self.r.len()).copied().unwrap_or(Prim::Bool)),
            8 => Head::Adt(AdtId { unit: self.unit_id(u32::from(tag >> 4)), index: self.r.u32() }),
            10 => Head::Other,
            _ => Head::Dyn(TraitId { unit: self.unit_id(u32::from(tag >> 4)), index: self.r.u32() }),
        }
    }

    fn lazy<T: Pack>(&mut self, is_there: bool) -> Lazy<T> {
        let number = if is_there { self.r.u32() } else { 0 };
        Lazy::packed(self.r.file, number)
    }

    fn unit_id(&self, number: u32) -> UnitId {
        UnitId(self.first + number)
    }

    fn vis(&mut self) -> Vis {
        match self.r.u32() {
            0 => Vis::Public,
            1 => Vis::Within(self.module),
            number => Vis::Within(ModuleId { unit: self.unit.id, index: number - 2 }),
        }
    }

    fn attrs(&self, unstable: bool) -> Vec<Attr> {
        if !unstable {
            return Vec::new();
        }
        vec![Attr { path: self.unstable, args: String::new(), is_value: false, span: self.r.span() }]
    }

    fn module(&mut self) {
        let mut data = empty_module(Symbol::unpack(&mut self.r), self.r.file);
        data.parent = self.r.u32().checked_sub(1).map(|index| ModuleId { unit: self.unit.id, index });
        data.vis = self.vis();
        for ns in Ns::ALL {
            let len = self.r.len();
            let names = &mut data.scope.names[ns as usize];
            names.reserve(len);
            for _ in 0..len {
                let name = Symbol::unpack(&mut self.r);
                let binding = self.binding();
                data.scope.names[ns as usize].insert(name, binding);
            }
        }
        self.unit.modules.push(data);
        for _ in 0..self.r.len() {
            self.function(Container::Module);
        }
        for _ in 0..self.r.len() {
            self.adt();
        }
        for _ in 0..self.r.len() {
            self.trait_item();
        }
        for _ in 0..self.r.len() {
            self.impl_item();
        }
        for _ in 0..self.r.len() {
            self.constant(Container::Module);
        }
        for _ in 0..self.r.len() {
            self.static_item();
        }
        for _ in 0..self.r.len() {
            self.alias(Container::Module);
        }
        for _ in 0..self.r.len() {
            self.macro_item();
        }
    }

    fn binding(&mut self) -> Binding {
        let head = self.r.byte();
        let vis = if head & 1 != 0 { Vis::Public } else { self.vis() };
        let unit = self.unit_id(u32::from(head >> 1 & 3));
        let index = self.r.u32();
        let def = match head >> 3 {
            0 => Def::Module(ModuleId { unit, index }),
            1 => Def::Fn(FnId { unit, index }),
            2 => Def::Adt(AdtId { unit, index }),
            3 => Def::Variant(VariantId { adt: AdtId { unit, index }, index: self.r.u32() }),
            4 => Def::Trait(TraitId { unit, index }),
            5 => Def::Const(ConstId { unit, index }),
            6 => Def::Static(StaticId { unit, index }),
            7 => Def::Alias(AliasId { unit, index }),
            8 => Def::Macro(MacroId { unit, index }),
            _ => Def::Prim(Prim::ALL.get(index as usize).copied().unwrap_or(Prim::Bool)),
        };
        Binding { def, vis, from_glob: false }
    }

    fn function(&mut self, container: Container) -> (Symbol, FnId) {
        let name = Ident::unpack(&mut self.r);
        let flags = self.r.byte();
        let number = self.r.u32();
        let id = FnId { unit: self.unit.id, index: self.unit.fns.len() as u32 };
        self.unit.fns.push(FnData {
            name,
            item: Lazy::packed(self.r.file, number),
            attrs: self.attrs(flags & 2 != 0),
            module: self.module,
            container: if flags & 4 != 0 { Container::Foreign } else { container },
            span: self.r.span(),
            vis: if flags & 1 != 0 { Vis::Public } else { Vis::Within(self.module) },
            generics: OnceLock::new(),
            sig: OnceLock::new(),
            body: OnceLock::new(),
            inference: OnceLock::new(),
        });
        (name.name, id)
    }

    fn adt(&mut self) {
        let name = Ident::unpack(&mut self.r);
        let kind = match self.r.byte() {
            0 => AdtKind::Struct,
            1 => AdtKind::Union,
            _ => AdtKind::Enum,
        };
        let vis = self.vis();
        let ast_generics = Lazy::ready(Pack::unpack(&mut self.r));
        let variants: Vec<_> = (0..self.r.len())
            .map(|_| VariantData { name: Pack::unpack(&mut self.r), fields: Pack::unpack(&mut self.r), discriminant: None })
            .collect();
        self.unit.adts.push(AdtData {
            name,
            kind,
            ast_generics,
            variants: Lazy::ready(variants),
            attrs: Vec::new(),
            module: self.module,
            vis,
            generics: OnceLock::new(),
            field_types: OnceLock::new(),
        });
    }

    fn trait_item(&mut self) {
        let id = TraitId { unit: self.unit.id, index: self.unit.traits.len() as u32 };
        let name = Ident::unpack(&mut self.r);
        let vis = self.vis();
        let unstable = bool::unpack(&mut self.r);
        let is_auto = bool::unpack(&mut self.r);
        let data = TraitData {
            name,
            ast_generics: Lazy::ready(Pack::unpack(&mut self.r)),
            bounds: Lazy::ready(Pack::unpack(&mut self.r)),
            fns: Vec::new(),
            types: Vec::new(),
            consts: Vec::new(),
            attrs: self.attrs(unstable),
            is_auto,
            module: self.module,
            vis,
            generics: OnceLock::new(),
            supertraits: OnceLock::new(),
            supertrait_projections: OnceLock::new(),
        };
        self.unit.traits.push(data);
        let (fns, types, consts) = self.items(Container::Trait(id));
        let data = &mut self.unit.traits[id.index as usize];
        (data.fns, data.types, data.consts) = (fns, types, consts);
    }

    fn impl_item(&mut self) {
        let id = ImplId { unit: self.unit.id, index: self.unit.impls.len() as u32 };
        let flags = self.r.byte();
        let data = ImplData {
            ast_generics: self.lazy(flags & 8 != 0),
            of_trait: self.lazy(flags & 16 != 0),
            is_negative: flags & 1 != 0,
            is_unsafe: flags & 2 != 0,
            self_ty: self.lazy(true),
            fns: Vec::new(),
            types: Vec::new(),
            consts: Vec::new(),
            is_derived: flags & 4 != 0,
            key: None,
            found: OnceLock::new(),
            module: self.module,
            span: self.r.span(),
            generics: OnceLock::new(),
            header: OnceLock::new(),
        };
        self.unit.impls.push(data);
        self.unit.modules[self.module.index as usize].impls.push(id);
        let head = self.r.u32().checked_sub(1).and_then(|number| self.heads.get(number as usize)).copied();
        if flags & 16 != 0 {
            let number = self.r.u32();
            let of = TraitId { unit: self.unit_id(number & 3), index: number >> 2 };
            self.index.by_trait.entry(of).or_default().push((head, id));
        } else if let Some(head) = head {
            self.index.inherent.entry(head).or_default().push(id);
        }
        if flags & 32 == 0 {
            return;
        }
        let (fns, types, consts) = self.items(Container::Impl(id));
        let data = &mut self.unit.impls[id.index as usize];
        (data.fns, data.types, data.consts) = (fns, types, consts);
    }

    #[expect(clippy::type_complexity, reason = "as the fields are")]
    fn items(&mut self, of: Container) -> (Vec<(Symbol, FnId)>, Vec<(Symbol, AliasId)>, Vec<(Symbol, ConstId)>) {
        let fns = (0..self.r.len()).map(|_| self.function(of)).collect();
        let types = (0..self.r.len()).map(|_| self.alias(of)).collect();
        let consts = (0..self.r.len()).map(|_| self.constant(of)).collect();
        (fns, types, consts)
    }

    fn constant(&mut self, container: Container) -> (Symbol, ConstId) {
        let id = ConstId { unit: self.unit.id, index: self.unit.consts.len() as u32 };
        let name = Ident::unpack(&mut self.r);
        let vis = self.vis();
        let data = ConstData {
            name,
            ty: Lazy::ready(Pack::unpack(&mut self.r)),
            ast_generics: Lazy::ready(Pack::unpack(&mut self.r)),
            value: Lazy::ready(bool::unpack(&mut self.r).then(|| Code { span: self.r.code() })),
            module: self.module,
            container,
            attrs: Vec::new(),
            vis,
            generics: OnceLock::new(),
            lowered: OnceLock::new(),
            body: OnceLock::new(),
            inference: OnceLock::new(),
        };
        self.unit.consts.push(data);
        (name.name, id)
    }

    fn static_item(&mut self) {
        let name = Ident::unpack(&mut self.r);
        let mutable = bool::unpack(&mut self.r);
        let vis = self.vis();
        self.unit.statics.push(StaticData {
            name,
            ty: Lazy::ready(Pack::unpack(&mut self.r)),
            mutable,
            value: Lazy::ready(None),
            module: self.module,
            attrs: Vec::new(),
            vis,
            lowered: OnceLock::new(),
            body: OnceLock::new(),
            inference: OnceLock::new(),
        });
    }

    fn alias(&mut self, container: Container) -> (Symbol, AliasId) {
        let id = AliasId { unit: self.unit.id, index: self.unit.aliases.len() as u32 };
        let name = Ident::unpack(&mut self.r);
        let flags = self.r.byte();
        let container = if flags & 1 != 0 { Container::Foreign } else { container };
        let vis = if flags & 2 != 0 { Vis::Public } else { Vis::Within(self.module) };
        let data = AliasData {
            name,
            ast_generics: self.lazy(flags & 4 != 0),
            bounds: self.lazy(flags & 8 != 0),
            ty: self.lazy(flags & 16 != 0),
            module: self.module,
            container,
            vis,
            generics: OnceLock::new(),
            lowered: OnceLock::new(),
        };
        self.unit.aliases.push(data);
        (name.name, id)
    }

    fn macro_item(&mut self) {
        let name = Ident::unpack(&mut self.r);
        let flags = self.r.byte();
        self.unit.macros.push(MacroData {
            name,
            body: self.r.span(),
            is_macro2: flags & 1 != 0,
            module: self.module,
            is_exported: flags & 2 != 0,
            local_inner: flags & 4 != 0,
            is_builtin: flags & 8 != 0,
            rules: OnceLock::new(),
        });
    }
}
