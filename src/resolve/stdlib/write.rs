//! Writes the file: what was collected from std's sources, and is worth keeping, as bytes.

use super::MAGIC;
use super::codec::{Names, Pack, Writer};
use super::plan::{ModulePlan, Plan};
use super::select::kept_fields;
use crate::resolve::attrs;
use crate::resolve::db::Db;
use crate::resolve::defs::{AdtKind, Container, Ns, Vis};
use crate::resolve::ids::{AliasId, ConstId, Def, FnId, ModuleId, Prim, UnitId};
use crate::resolve::impls::Head;
use crate::resolve::ty::TyKind;
use crate::source::Symbol;
use crate::syntax::ast::FnItem;

/// The file, from stores in which core, alloc and std are crates 0, 1 and 2: one for Windows, one for Unix.
pub fn write(version: &str, stores: [&Db; 2]) -> Vec<u8> {
    let plans = stores.map(Plan::new);
    // Once to count names, so that frequent ones have short numbers, and once for good.
    let (counted, _) = write_units(&plans, Names::default());
    let mut names = counted.list;
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let names = Names::starting_with(names.into_iter().map(|(name, _)| name));
    let (names, tables) = write_units(&plans, names);
    let mut w = Writer::new(&stores[0].sources, Names::default());
    w.bytes.extend_from_slice(MAGIC);
    let names: Vec<&str> = names.list.iter().map(|(name, _)| name.as_str()).collect();
    for text in [version, &names.join("\n"), &tables.text] {
        w.len(text.len());
        w.bytes.extend_from_slice(text.as_bytes());
    }
    let mut units = Vec::new();
    let (windows, other) = tables.units.split_at(3);
    for (windows, other) in windows.iter().zip(other) {
        let start = in_common(windows.iter(), other.iter());
        let end = in_common(windows[start..].iter().rev(), other[start..].iter().rev());
        let mut part = Writer::new(&stores[0].sources, Names::default());
        part.len(start);
        part.len(end);
        part.bytes.extend_from_slice(&other[start..other.len() - end]);
        units.push(windows.clone());
        units.push(part.bytes);
    }
    for list in [&tables.pool, &units] {
        w.len(list.len());
        for part in list {
            w.len(part.len());
        }
        w.bytes.extend(list.iter().flatten());
    }
    w.bytes
}

struct Tables {
    text: String,
    pool: Vec<Vec<u8>>,
    units: Vec<Vec<u8>>,
}

fn write_units(plans: &[Plan<'_>], mut names: Names) -> (Names, Tables) {
    let mut tables = Tables { text: String::new(), pool: Vec::new(), units: Vec::new() };
    let (mut text, mut pool) = (Default::default(), Default::default());
    for plan in plans {
        for krate in 0..3 {
            let mut w = Writer::new(&plan.db.sources, names);
            (w.text, w.pool, w.krate) = (text, pool, krate);
            plan.unit(krate, &mut w);
            tables.units.push(w.bytes);
            (names, text, pool) = (w.names, w.text, w.pool);
        }
    }
    (tables.text, tables.pool) = (text.all, pool.list);
    (names, tables)
}

impl Plan<'_> {
    fn unit(&self, krate: u32, w: &mut Writer<'_>) {
        let unit = self.db.unit(UnitId(krate));
        let modules = &self.modules[krate as usize];
        w.len(modules.len());
        let count = |kind: fn(&Def) -> bool| self.numbers.keys().filter(|def| kind(def) && unit_of(def) == Some(krate)).count();
        let is = [
            |d: &Def| matches!(d, Def::Fn(_)),
            |d: &Def| matches!(d, Def::Adt(_)),
            |d: &Def| matches!(d, Def::Trait(_)),
            |d: &Def| matches!(d, Def::Const(_)),
            |d: &Def| matches!(d, Def::Alias(_)),
        ];
        let [fns, adts, traits, consts, aliases] = is.map(count);
        let impls = modules.iter().map(|m| m.impls.len()).sum();
        [fns, adts, traits, impls, consts, aliases].into_iter().for_each(|n| w.len(n));
        w.len(self.heads[krate as usize].len());
        for head in &self.heads[krate as usize] {
            self.head(*head, w);
        }
        let mut externs: Vec<_> = unit.extern_prelude.iter().collect();
        externs.sort_by_key(|(name, _)| name.as_str());
        w.len(externs.len());
        for (name, root) in externs {
            name.pack(w);
            w.u32(root.unit.0);
        }
        let prelude = unit.prelude.and_then(|id| Some((id.unit.0, *self.numbers.get(&Def::Module(id))?)));
        w.bytes.push(u8::from(prelude.is_some()));
        if let Some((unit, index)) = prelude {
            w.u32(unit);
            w.u32(index);
        }
        for module in modules {
            let Some(id) = module.id else { continue };
            self.module(id, module, w);
        }
    }

    fn head(&self, head: Head, w: &mut Writer<'_>) {
        let plain = |w: &mut Writer<'_>, tag: u8| w.bytes.push(tag);
        let named = |w: &mut Writer<'_>, tag: u8, unit: UnitId, def: Def| {
            w.bytes.push((unit.0 as u8) << 4 | tag);
            w.u32(self.numbers[&def]);
        };
        match head {
            Head::Never => plain(w, 0),
            Head::Ref => plain(w, 1),
            Head::Ptr => plain(w, 2),
            Head::Slice => plain(w, 3),
            Head::Array => plain(w, 4),
            Head::FnPtr => plain(w, 5),
            Head::Tuple(len) => {
                plain(w, 6);
                w.len(len);
            }
            Head::Prim(prim) => {
                plain(w, 7);
                w.u32(prim as u32);
            }
            Head::Adt(id) => named(w, 8, id.unit, Def::Adt(id)),
            Head::Dyn(id) => named(w, 9, id.unit, Def::Trait(id)),
            Head::Other => plain(w, 10),
        }
    }

    fn module(&self, id: ModuleId, plan: &ModulePlan, w: &mut Writer<'_>) {
        let db = self.db;
        let data = db.module(id);
        data.name.pack(w);
        w.u32(data.parent.and_then(|p| self.numbers.get(&Def::Module(p))).map_or(0, |n| n + 1));
        self.vis(data.vis, id, w);
        self.scope(id, w);
        w.len(plan.fns.len());
        plan.fns.iter().for_each(|f| self.function(*f, w));
        w.len(plan.adts.len());
        for id in &plan.adts {
            let data = db.adt(*id);
            data.name.pack(w);
            w.bytes.push(data.kind as u8);
            self.vis(data.vis, data.module, w);
            data.ast_generics.pack(w);
            w.len(data.variants.len());
            for variant in data.variants.iter() {
                variant.name.pack(w);
                kept_fields(&variant.fields, data.kind == AdtKind::Enum).pack(w);
            }
        }
        w.len(plan.traits.len());
        for id in &plan.traits {
            let data = db.trait_data(*id);
            data.name.pack(w);
            self.vis(data.vis, data.module, w);
            w.bytes.push(u8::from(attrs::has(&data.attrs, "unstable")));
            w.bytes.push(u8::from(data.is_auto));
            data.ast_generics.pack(w);
            data.bounds.pack(w);
            let items = self.trait_items(*id);
            self.items(&items, w);
        }
        w.len(plan.impls.len());
        for id in &plan.impls {
            let data = db.impl_data(*id);
            let items = self.impl_items(*id);
            let is_empty = items.0.is_empty() && items.1.is_empty() && items.2.is_empty();
            let has_generics = !data.ast_generics.params.is_empty() || !data.ast_generics.predicates.is_empty();
            let flags = [data.is_negative, data.is_unsafe, data.is_derived, has_generics, data.of_trait.is_some(), !is_empty];
            w.bytes.push(bits(&flags));
            let self_ty = db.impl_header(*id).map(|h| h.self_ty.clone());
            w.self_size = self_ty.as_ref().and_then(prim).map(|p| p.bits() / 8).filter(|size| *size > 0);
            let numbers = [w.aside(&*data.ast_generics), w.aside(&*data.of_trait)];
            numbers.into_iter().filter(|n| *n != 0).for_each(|n| w.u32(n));
            let self_ty = w.aside(&*data.self_ty);
            w.u32(self_ty);
            let (of_trait, head) = self.index[id];
            w.u32(head.and_then(|head| self.heads[id.unit.0 as usize].iter().position(|h| *h == head)).map_or(0, |n| n as u32 + 1));
            if let Some(of) = of_trait {
                w.u32(self.numbers[&Def::Trait(of)] << 2 | of.unit.0);
            }
            if !is_empty {
                self.items(&items, w);
            }
            w.self_size = None;
        }
        w.len(plan.consts.len());
        plan.consts.iter().for_each(|c| self.constant(*c, w));
        w.len(plan.statics.len());
        for id in &plan.statics {
            let data = db.static_data(*id);
            data.name.pack(w);
            data.mutable.pack(w);
            self.vis(data.vis, data.module, w);
            data.ty.pack(w);
        }
        w.len(plan.aliases.len());
        plan.aliases.iter().for_each(|a| self.alias(*a, w));
        w.len(plan.macros.len());
        for id in &plan.macros {
            let data = db.macro_data(*id);
            data.name.pack(w);
            let flags = [data.is_macro2, data.is_exported, data.local_inner, data.is_builtin];
            w.bytes.push(bits(&flags));
        }
    }

    fn scope(&self, id: ModuleId, w: &mut Writer<'_>) {
        let data = self.db.module(id);
        for ns in Ns::ALL {
            let mut names: Vec<(Symbol, crate::resolve::defs::Binding)> = data.scope.names[ns as usize]
                .iter()
                .filter(|(name, _)| self.kept.names.contains(&(id, ns, **name)))
                .map(|(name, binding)| (*name, *binding))
                .collect();
            names.retain(|(_, binding)| self.def_number(binding.def).is_some());
            names.sort_by_key(|(name, _)| name.as_str());
            w.len(names.len());
            for (name, binding) in names {
                name.pack(w);
                let Some((tag, unit, index, variant)) = self.def_number(binding.def) else { continue };
                let public = u8::from(binding.vis == Vis::Public);
                w.bytes.push(tag << 3 | unit << 1 | public);
                if public == 0 {
                    self.vis(binding.vis, id, w);
                }
                w.u32(index);
                if let Some(variant) = variant {
                    w.u32(variant);
                }
            }
        }
    }

    /// Kind, crate, number, and a variant's own number.
    fn def_number(&self, def: Def) -> Option<(u8, u8, u32, Option<u32>)> {
        let number = |def: Def| self.numbers.get(&def).copied();
        Some(match def {
            Def::Module(id) => (0, id.unit.0 as u8, number(def)?, None),
            Def::Fn(id) => (1, id.unit.0 as u8, number(def)?, None),
            Def::Adt(id) => (2, id.unit.0 as u8, number(def)?, None),
            Def::Variant(id) => (3, id.adt.unit.0 as u8, number(Def::Adt(id.adt))?, Some(id.index)),
            Def::Trait(id) => (4, id.unit.0 as u8, number(def)?, None),
            Def::Const(id) => (5, id.unit.0 as u8, number(def)?, None),
            Def::Static(id) => (6, id.unit.0 as u8, number(def)?, None),
            Def::Alias(id) => (7, id.unit.0 as u8, number(def)?, None),
            Def::Macro(id) => (8, id.unit.0 as u8, number(def)?, None),
            Def::Prim(prim) => (9, 0, prim as u32, None),
        })
    }

    /// 0 for everybody, 1 for `here`, else the module.
    fn vis(&self, vis: Vis, here: ModuleId, w: &mut Writer<'_>) {
        match vis {
            Vis::Public => w.u32(0),
            Vis::Within(module) if module == here => w.u32(1),
            Vis::Within(module) => {
                let number = self.numbers.get(&Def::Module(module)).copied().unwrap_or(0);
                w.u32(number + 2);
            }
        }
    }

    fn items(&self, (fns, types, consts): &(Vec<FnId>, Vec<AliasId>, Vec<ConstId>), w: &mut Writer<'_>) {
        w.len(fns.len());
        fns.iter().for_each(|f| self.function(*f, w));
        w.len(types.len());
        types.iter().for_each(|a| self.alias(*a, w));
        w.len(consts.len());
        consts.iter().for_each(|c| self.constant(*c, w));
    }

    fn function(&self, id: FnId, w: &mut Writer<'_>) {
        let data = self.db.fn_data(id);
        data.name.pack(w);
        let flags = [data.vis == Vis::Public, attrs::has(&data.attrs, "unstable"), data.container == Container::Foreign];
        w.bytes.push(bits(&flags));
        let mut item = FnItem::clone(&data.item);
        // Only of a trait's method it matters whether there is a body.
        if !matches!(data.container, Container::Trait(_)) {
            item.body = None;
        }
        let number = w.aside(&item);
        w.u32(number);
    }

    fn alias(&self, id: AliasId, w: &mut Writer<'_>) {
        let data = self.db.alias(id);
        data.name.pack(w);
        let numbers = [w.aside(&*data.ast_generics), w.aside(&*data.bounds), w.aside(&*data.ty)];
        let [has_generics, has_bounds, has_type] = numbers.map(|n| n != 0);
        let flags = [data.container == Container::Foreign, data.vis == Vis::Public, has_generics, has_bounds, has_type];
        w.bytes.push(bits(&flags));
        numbers.into_iter().filter(|n| *n != 0).for_each(|n| w.u32(n));
    }

    fn constant(&self, id: ConstId, w: &mut Writer<'_>) {
        let data = self.db.const_data(id);
        data.name.pack(w);
        self.vis(data.vis, data.module, w);
        data.ty.pack(w);
        data.ast_generics.pack(w);
        let value = self.value(id);
        w.bytes.push(u8::from(value.is_some()));
        if let Some(value) = value {
            w.code(&value);
        }
    }

    /// The value of a constant, where it is a number, or a duration that is worth knowing.
    fn value(&self, id: ConstId) -> Option<String> {
        let data = self.db.const_data(id);
        if let Container::Impl(of) = data.container {
            let header = self.db.impl_header(of)?;
            if let Some(of) = prim(&header.self_ty).filter(|p| p.is_int()) {
                let bits = of.bits();
                return match data.name.name.as_str() {
                    "BITS" => Some(bits.to_string()),
                    "MAX" if of.is_signed() => Some((i128::MAX >> (128 - bits)).to_string()),
                    "MAX" => Some((u128::MAX >> (128 - bits)).to_string()),
                    "MIN" if of.is_signed() => Some((i128::MIN >> (128 - bits)).to_string()),
                    "MIN" => Some("0".to_owned()),
                    _ => None,
                };
            }
            if let TyKind::Adt(adt, _) = header.self_ty.kind()
                && self.db.adt(*adt).name.name == "Duration"
            {
                let value = match data.name.name.as_str() {
                    "ZERO" => "Self::from_nanos(0)",
                    "NANOSECOND" => "Self::from_nanos(1)",
                    "MICROSECOND" => "Self::from_micros(1)",
                    "MILLISECOND" => "Self::from_millis(1)",
                    "SECOND" => "Self::from_secs(1)",
                    "MAX" => "Self::new(18446744073709551615, 999999999)",
                    _ => return None,
                };
                return Some(value.to_owned());
            }
        }
        // Constants of the old modules `core::u32` and the like.
        let module = self.db.module(data.module).name;
        if let Some(of) = Prim::from_name(module.as_str()).filter(|p| p.is_int())
            && matches!(data.name.name.as_str(), "MIN" | "MAX")
        {
            return Some(format!("{}::{}", of.name(), data.name.name));
        }
        self.db.simple_const(id).map(|value| value.to_string())
    }
}

fn unit_of(def: &Def) -> Option<u32> {
    Some(match def {
        Def::Fn(id) => id.unit.0,
        Def::Adt(id) => id.unit.0,
        Def::Trait(id) => id.unit.0,
        Def::Const(id) => id.unit.0,
        Def::Alias(id) => id.unit.0,
        _ => return None,
    })
}

fn bits(flags: &[bool]) -> u8 {
    flags.iter().enumerate().fold(0, |sum, (i, set)| sum | u8::from(*set) << i)
}

/// How many bytes both begin (end) with.
fn in_common<'b>(a: impl Iterator<Item = &'b u8>, b: impl Iterator<Item = &'b u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

fn prim(ty: &crate::resolve::ty::Ty) -> Option<Prim> {
    match ty.kind() {
        TyKind::Prim(prim) => Some(*prim),
        _ => None,
    }
}
