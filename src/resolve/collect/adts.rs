//! Structs, unions and enums into the unit's arenas.

use std::sync::{Arc, OnceLock};

use super::Collector;
use crate::resolve::attrs;
use crate::resolve::defs::{AdtData, AdtKind, Ns, VariantData, Vis};
use crate::resolve::ids::{AdtId, Def, VariantId};
use crate::resolve::lazy::Lazy;
use crate::source::Symbol;
use crate::syntax::ast::{Attr, Field, Fields, Generics, Ident, ItemKind};
use crate::workspace::Cfg;

/// The parameters of a struct, union or enum, and those of its variants and fields that `cfg` leaves.
pub(super) fn adt_parts(name: Ident, kind: ItemKind, cfg: &Cfg) -> Option<(Generics, Vec<VariantData>)> {
    let live = |fields: Fields| match fields {
        Fields::Unit => Fields::Unit,
        Fields::Tuple(list) => {
            let list = list.into_iter().filter(|f| attrs::is_active(&f.attrs, cfg)).enumerate();
            let renumber = |(i, mut f): (usize, Field)| {
                f.name.name = Symbol::intern(&i.to_string());
                f
            };
            Fields::Tuple(list.map(renumber).collect())
        }
        Fields::Named(list) => Fields::Named(list.into_iter().filter(|f| attrs::is_active(&f.attrs, cfg)).collect()),
    };
    Some(match kind {
        ItemKind::Struct(item) | ItemKind::Union(item) => {
            (item.generics, vec![VariantData { name, fields: live(item.fields), discriminant: None }])
        }
        ItemKind::Enum(item) => {
            let variants = item.variants.into_iter().filter(|v| attrs::is_active(&v.attrs, cfg));
            let variants = variants.map(|v| VariantData { name: v.name, fields: live(v.fields), discriminant: v.discriminant });
            (item.generics, variants.collect())
        }
        _ => return None,
    })
}

impl Collector<'_> {
    pub(super) fn add_adt(&mut self, name: Ident, kind: ItemKind, attrs: Vec<Attr>, module: usize, vis: Vis) {
        let cfg = Arc::clone(&self.db.krate(self.krate).cfg);
        let of = match kind {
            ItemKind::Struct(_) => AdtKind::Struct,
            ItemKind::Union(_) => AdtKind::Union,
            _ => AdtKind::Enum,
        };
        let Some((ast_generics, variants)) = adt_parts(name, kind, &cfg) else { return };
        let has_constructor = of == AdtKind::Struct && variants.first().is_some_and(|v| !matches!(v.fields, Fields::Named(_)));
        self.declare_adt(name, of, (Lazy::ready(ast_generics), Lazy::ready(variants)), attrs, module, vis, has_constructor);
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one declaration")]
    pub(super) fn declare_adt(
        &mut self,
        name: Ident,
        kind: AdtKind,
        (ast_generics, variants): (Lazy<Generics>, Lazy<Vec<VariantData>>),
        attrs: Vec<Attr>,
        module: usize,
        vis: Vis,
        has_constructor: bool,
    ) -> AdtId {
        let module_id = self.module_id(module);
        let id = AdtId { unit: self.unit.id, index: self.unit.adts.len() as u32 };
        self.unit.adts.push(AdtData {
            name,
            kind,
            ast_generics,
            variants,
            attrs,
            module: module_id,
            vis,
            generics: OnceLock::new(),
            field_types: OnceLock::new(),
        });
        self.declare(module, Ns::Types, name.name, Def::Adt(id), vis);
        if has_constructor {
            self.declare(module, Ns::Values, name.name, Def::Variant(VariantId { adt: id, index: 0 }), vis);
        }
        id
    }
}
