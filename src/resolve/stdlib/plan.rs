//! The order in which definitions are written, and so their new numbers.

use rustc_hash::FxHashMap;

use super::select::{Kept, is_kept_in_impl, select};
use crate::resolve::db::Db;
use crate::resolve::defs::{AliasData, ConstData, Container, FnData};
use crate::resolve::ids::{AdtId, AliasId, ConstId, Def, FnId, ImplId, MacroId, ModuleId, StaticId, TraitId, UnitId};
use crate::resolve::impls::Head;

/// The definitions of a module that are kept, in order.
#[derive(Default)]
pub(super) struct ModulePlan {
    pub(super) id: Option<ModuleId>,
    pub(super) fns: Vec<FnId>,
    pub(super) adts: Vec<AdtId>,
    pub(super) traits: Vec<TraitId>,
    pub(super) impls: Vec<ImplId>,
    pub(super) consts: Vec<ConstId>,
    pub(super) statics: Vec<StaticId>,
    pub(super) aliases: Vec<AliasId>,
    pub(super) macros: Vec<MacroId>,
}

/// What is kept of a store, and the new numbers. They count in the order in which definitions are written.
pub(super) struct Plan<'d> {
    pub(super) db: &'d Db,
    pub(super) kept: Kept,
    /// By crate.
    pub(super) modules: Vec<Vec<ModulePlan>>,
    pub(super) numbers: FxHashMap<Def, u32>,
    /// What each impl is found by.
    pub(super) index: FxHashMap<ImplId, (Option<TraitId>, Option<Head>)>,
    /// By crate, the types that impls are for.
    pub(super) heads: Vec<Vec<Head>>,
}

impl<'d> Plan<'d> {
    pub(super) fn new(db: &'d Db) -> Self {
        let units = [UnitId(0), UnitId(1), UnitId(2)];
        let mut kept = select(db, &units);
        let mut index = FxHashMap::default();
        for unit in units {
            let found = db.impl_index(db.unit(unit));
            index.extend(found.by_trait.iter().flat_map(|(of, impls)| impls.iter().map(|(head, id)| (*id, (Some(*of), *head)))));
            index.extend(found.inherent.iter().flat_map(|(head, impls)| impls.iter().map(|id| (*id, (None, Some(*head))))));
        }
        // An impl of which the trait or the type cannot be found is found by nobody. Nor is one for what is not kept.
        let has = |def: Def| kept.defs.contains(&def);
        let reachable = |id: &ImplId| match index.get(id) {
            Some((of, head)) => {
                of.is_none_or(|of| has(Def::Trait(of)))
                    && match head {
                        Some(Head::Adt(id)) => has(Def::Adt(*id)),
                        Some(Head::Dyn(id)) => has(Def::Trait(*id)),
                        _ => true,
                    }
            }
            None => false,
        };
        let impls = kept.impls.iter().filter(|id| reachable(id)).copied().collect();
        kept.impls = impls;
        let heads = units.map(|unit| {
            let of_unit = kept.impls.iter().filter(|id| id.unit == unit);
            let mut counts: FxHashMap<Head, (usize, u32)> = FxHashMap::default();
            for id in of_unit {
                if let Some(head) = index[id].1 {
                    let entry = counts.entry(head).or_insert((0, id.index));
                    *entry = (entry.0 + 1, entry.1.min(id.index));
                }
            }
            let mut heads: Vec<_> = counts.into_iter().collect();
            // Frequent ones first; where they are as frequent, in the order of the source.
            heads.sort_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
            heads.into_iter().map(|(head, _)| head).collect()
        });
        let mut plan = Self { db, kept, modules: Vec::new(), numbers: FxHashMap::default(), index, heads: heads.into() };
        for unit in units {
            plan.number_unit(unit);
        }
        plan
    }

    fn number_unit(&mut self, id: UnitId) {
        let unit = self.db.unit(id);
        let mut modules: Vec<ModulePlan> = Vec::new();
        let mut place: FxHashMap<u32, usize> = FxHashMap::default();
        for index in 0..unit.modules.len() as u32 {
            let module = ModuleId { unit: id, index };
            if self.kept.modules.contains(&module) {
                self.numbers.insert(Def::Module(module), modules.len() as u32);
                place.insert(index, modules.len());
                modules.push(ModulePlan { id: Some(module), ..ModulePlan::default() });
            }
        }
        macro_rules! gather {
            ($arena:ident, $id:ident, $def:ident, $in_module:expr) => {
                for (index, data) in unit.$arena.iter().enumerate() {
                    let item = $id { unit: id, index: index as u32 };
                    let Some(at) = place.get(&data.module.index) else { continue };
                    if self.kept.defs.contains(&Def::$def(item)) && ($in_module)(data) {
                        modules[*at].$arena.push(item);
                    }
                }
            };
        }
        let is_free = |c: Container| matches!(c, Container::Module | Container::Foreign);
        gather!(fns, FnId, Fn, |d: &FnData| is_free(d.container));
        gather!(adts, AdtId, Adt, |_| true);
        gather!(traits, TraitId, Trait, |_| true);
        gather!(consts, ConstId, Const, |d: &ConstData| is_free(d.container));
        gather!(statics, StaticId, Static, |_| true);
        gather!(aliases, AliasId, Alias, |d: &AliasData| is_free(d.container));
        gather!(macros, MacroId, Macro, |_| true);
        for (index, data) in unit.impls.iter().enumerate() {
            let item = ImplId { unit: id, index: index as u32 };
            if self.kept.impls.contains(&item)
                && let Some(at) = place.get(&data.module.index)
            {
                modules[*at].impls.push(item);
            }
        }
        let mut next = [0u32; 7];
        let mut number = |numbers: &mut FxHashMap<Def, u32>, def: Def| {
            let kind = match def {
                Def::Fn(_) => 0,
                Def::Adt(_) => 1,
                Def::Trait(_) => 2,
                Def::Const(_) => 3,
                Def::Static(_) => 4,
                Def::Alias(_) => 5,
                _ => 6,
            };
            numbers.insert(def, next[kind]);
            next[kind] += 1;
        };
        for module in &modules {
            module.fns.iter().for_each(|id| number(&mut self.numbers, Def::Fn(*id)));
            module.adts.iter().for_each(|id| number(&mut self.numbers, Def::Adt(*id)));
            for id in &module.traits {
                number(&mut self.numbers, Def::Trait(*id));
                let (fns, types, consts) = self.trait_items(*id);
                fns.iter().for_each(|id| number(&mut self.numbers, Def::Fn(*id)));
                types.iter().for_each(|id| number(&mut self.numbers, Def::Alias(*id)));
                consts.iter().for_each(|id| number(&mut self.numbers, Def::Const(*id)));
            }
            for id in &module.impls {
                let (fns, types, consts) = self.impl_items(*id);
                fns.iter().for_each(|id| number(&mut self.numbers, Def::Fn(*id)));
                types.iter().for_each(|id| number(&mut self.numbers, Def::Alias(*id)));
                consts.iter().for_each(|id| number(&mut self.numbers, Def::Const(*id)));
            }
            module.consts.iter().for_each(|id| number(&mut self.numbers, Def::Const(*id)));
            module.statics.iter().for_each(|id| number(&mut self.numbers, Def::Static(*id)));
            module.aliases.iter().for_each(|id| number(&mut self.numbers, Def::Alias(*id)));
            module.macros.iter().for_each(|id| number(&mut self.numbers, Def::Macro(*id)));
        }
        self.modules.push(modules);
    }

    pub(super) fn trait_items(&self, id: TraitId) -> (Vec<FnId>, Vec<AliasId>, Vec<ConstId>) {
        let data = self.db.trait_data(id);
        let ids = (data.fns.iter().map(|(_, id)| *id), data.types.iter().map(|(_, id)| *id), data.consts.iter().map(|(_, id)| *id));
        (ids.0.collect(), ids.1.collect(), ids.2.collect())
    }

    pub(super) fn impl_items(&self, id: ImplId) -> (Vec<FnId>, Vec<AliasId>, Vec<ConstId>) {
        let (db, data) = (self.db, self.db.impl_data(id));
        let fns = data.fns.iter().map(|(_, f)| *f).filter(|f| is_kept_in_impl(db, id, db.fn_data(*f).vis));
        let types = data.types.iter().map(|(_, t)| *t).filter(|t| is_kept_in_impl(db, id, db.alias(*t).vis));
        let consts = data.consts.iter().map(|(_, c)| *c).filter(|c| is_kept_in_impl(db, id, db.const_data(*c).vis));
        (fns.collect(), types.collect(), consts.collect())
    }
}
