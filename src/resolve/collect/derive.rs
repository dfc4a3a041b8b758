//! What `#[derive]` adds: impls without bodies of their own.
//!
//! The compiler's own derives are known. Of a procedural macro, all that can be said without running it is that
//! `#[derive(X)]` implements the trait `X` where a trait of that name is in scope (serde, zeroize, bytemuck and
//! most others keep to that), or where std has one without parameters that is meant (`thiserror::Error`).

use std::sync::{Arc, OnceLock};

use super::Collector;
use crate::resolve::attrs;
use crate::resolve::defs::{ImplData, Ns};
use crate::resolve::ids::{AdtId, Def, ImplId};
use crate::resolve::lazy::{LateItem, Lazy};
use crate::source::{Span, Symbol};
use crate::syntax::ast::{
    Bound, ConstArg, GenericArg, GenericArgs, GenericParam, GenericParamKind, Generics, Ident, Path, Segment, TypeRef,
};
use crate::syntax::{ImplKey, SelfName, dollar_crate};

/// Traits that the compiler derives, and the modules of `core` that they stand in.
const COMPILER: &[(&str, &str)] = &[
    ("Clone", "clone"),
    ("Copy", "marker"),
    ("Debug", "fmt"),
    ("Default", "default"),
    ("Eq", "cmp"),
    ("Hash", "hash"),
    ("Ord", "cmp"),
    ("PartialEq", "cmp"),
    ("PartialOrd", "cmp"),
];

/// Traits of std that derives of other crates implement (<https://docs.rs/thiserror>, <https://docs.rs/derive_more>):
/// name of the derive, the traits and the modules of `core` that they stand in.
const COMMON: &[(&str, &[(&str, &str)])] =
    &[("Error", &[("Error", "error"), ("Display", "fmt")]), ("Display", &[("Display", "fmt")]), ("FromStr", &[("FromStr", "str")])];

impl Collector<'_> {
    /// Add the impls of all derives of this unit.
    pub(super) fn derive_impls(&mut self) {
        for adt in 0..self.unit.adts.len() {
            let derives: Vec<(String, Span)> = self.unit.adts[adt]
                .attrs
                .iter()
                // `derive_const` is std's own.
                .filter(|a| a.path == "derive" || a.path == "derive_const")
                .flat_map(|a| attrs::split_commas(&a.args).into_iter().map(|p| (p.trim().to_owned(), a.span)))
                .filter(|(p, _)| !p.is_empty())
                .collect();
            for (path, span) in derives {
                self.derive(adt, &path, span);
            }
        }
    }

    fn derive(&mut self, adt: usize, text: &str, span: Span) {
        let module = self.unit.adts[adt].module;
        let global = text.starts_with("::");
        let names: Vec<&str> = text.trim_start_matches("::").split("::").map(str::trim).collect();
        let Some(last) = names.last().copied() else { return };
        let segment = |name: &str| Segment { name: Ident { name: Symbol::intern(name), span }, args: None };
        let root = self.db.std_crates().map(|std| dollar_crate(std.core.0));
        let of_core = |home: &str, name: &str| {
            let segments = vec![segment(root.as_deref()?), segment(home), segment(name)];
            Some(Path { qself: None, global: false, segments, span })
        };
        if let Some((name, home)) = COMPILER.iter().find(|(name, _)| *name == last)
            && (names.len() == 1 || matches!(names[0], "std" | "core"))
            && let Some(path) = of_core(home, name)
        {
            self.derived_impl(adt, path, span);
            return;
        }
        let written = Path { qself: None, global, segments: names.iter().map(|n| segment(n)).collect(), span };
        let common = COMMON.iter().find(|(derive, _)| *derive == last);
        // What a path of a dependency leads to is seen when somebody asks for the impls of that trait.
        let is_trait = match self.is_late {
            true => common.is_none(),
            false => matches!(self.names().resolve_in(module, &written, Ns::Types), Some(Def::Trait(_))),
        };
        if is_trait {
            self.derived_impl(adt, written, span);
            return;
        }
        for (name, home) in common.iter().flat_map(|(_, traits)| *traits) {
            if let Some(path) = of_core(home, name)
                && !self.implements(adt, name)
            {
                self.derived_impl(adt, path, span);
            }
        }
    }

    /// Whether an impl of a trait of that name for a type of that name is there already.
    fn implements(&self, adt: usize, of: &str) -> bool {
        let data = &self.unit.adts[adt];
        self.unit.impls.iter().any(|written| match &written.key {
            Some(key) => key.of_trait.is_some_and(|name| name == of) && key.this == SelfName::Named(data.name.name),
            None => {
                let is_named = |path: &Path, name: &str| path.segments.last().is_some_and(|s| s.name.name == name);
                matches!(&*written.self_ty, TypeRef::Path(path) if is_named(path, data.name.name.as_str()))
                    && written.of_trait.as_ref().is_some_and(|path| is_named(path, of))
            }
        })
    }

    fn derived_impl(&mut self, adt: usize, of_trait: Path, span: Span) {
        let module = self.unit.adts[adt].module;
        let data = &self.unit.adts[adt];
        let name = data.name;
        let (ast_generics, self_ty, key) = match self.late_adt_of(AdtId { unit: self.unit.id, index: adt as u32 }) {
            Some(item) => {
                let key = ImplKey { of_trait: of_trait.segments.last().map(|s| s.name.name), this: SelfName::Named(name.name) };
                let (again, bound) = (Arc::clone(&item), of_trait.clone());
                let written = |item: &LateItem| item.kind().and_then(super::late::generics).unwrap_or_default();
                (
                    Lazy::made(move || bounded(&written(&item), &bound)),
                    Lazy::made(move || TypeRef::Path(path_of(name, &written(&again), span))),
                    Some(key),
                )
            }
            None => (
                Lazy::ready(bounded(&data.ast_generics, &of_trait)),
                Lazy::ready(TypeRef::Path(path_of(name, &data.ast_generics, span))),
                None,
            ),
        };
        let id = ImplId { unit: self.unit.id, index: self.unit.impls.len() as u32 };
        self.unit.impls.push(ImplData {
            ast_generics,
            of_trait: Lazy::ready(Some(of_trait)),
            is_negative: false,
            is_unsafe: false,
            self_ty,
            fns: Vec::new(),
            types: Vec::new(),
            consts: Vec::new(),
            is_derived: true,
            key,
            found: OnceLock::new(),
            module,
            span,
            generics: OnceLock::new(),
            header: OnceLock::new(),
        });
        self.unit.modules[module.index as usize].impls.push(id);
    }
}

/// A type's parameters, each with the derived trait as its bound.
fn bounded(written: &Generics, of_trait: &Path) -> Generics {
    let bound = Bound { path: of_trait.clone(), is_maybe: false };
    let mut params = written.params.clone();
    for param in &mut params {
        match &mut param.kind {
            GenericParamKind::Type { bounds, default } => {
                bounds.push(bound.clone());
                *default = None;
            }
            GenericParamKind::Const { default, .. } => *default = None,
            GenericParamKind::Lifetime => {}
        }
    }
    Generics { params, predicates: written.predicates.clone() }
}

/// A type with its own parameters as arguments.
fn path_of(name: Ident, written: &Generics, span: Span) -> Path {
    let args: Vec<GenericArg> = written.params.iter().filter_map(argument).collect();
    let args = (!args.is_empty()).then(|| GenericArgs { args, ..GenericArgs::default() });
    Path { qself: None, global: false, segments: vec![Segment { name, args }], span }
}

/// A parameter as the argument that stands for itself.
fn argument(param: &GenericParam) -> Option<GenericArg> {
    let path = Path { qself: None, global: false, segments: vec![Segment { name: param.name, args: None }], span: param.name.span };
    match param.kind {
        GenericParamKind::Lifetime => None,
        GenericParamKind::Type { .. } => Some(GenericArg::Type(TypeRef::Path(path))),
        GenericParamKind::Const { .. } => Some(GenericArg::Const(ConstArg::Path(path))),
    }
}
