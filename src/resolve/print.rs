//! Definitions and types as rustc prints them.

use std::fmt::Write as _;
use std::sync::Arc;

use super::bodies::BodyOwner;
use super::db::Db;
use super::defs::Container;
use super::ids::{CrateId, Def, FnId, ModuleId, UnitId};
use super::infer::Callee;
use super::sig::GenericOwner;
use super::ty::{Args, Ty, TyKind};
use crate::source::Symbol;

impl Db {
    /// The path by which a definition is shown: of the crate's own, from its root; of another's, from the crate's
    /// name, by its public path if it has one.
    pub fn path_of(&self, def: Def, from: Option<CrateId>) -> String {
        let Some(unit) = unit_of(def) else { return String::new() };
        let krate = self.crate_of(unit);
        if let Some(std) = self.std_crates().filter(|_| self.is_std(krate)) {
            for (shown, name) in [(std.std, "std"), (std.alloc, "alloc"), (std.core, "core")] {
                if let Some(path) = self.public_paths(shown).get(&def) {
                    return format!("{name}::{path}");
                }
            }
        } else if from != Some(krate) {
            let path = if self.is_late(krate) {
                self.place_of(def).and_then(|(_, name)| self.late_public_path(krate, def, *name.first()?))
            } else {
                self.public_paths(krate).get(&def).map(|path| Arc::from(path.as_str()))
            };
            if let Some(path) = path {
                return format!("{}::{path}", self.krate(krate).name);
            }
        }
        self.definition_path(def, from)
    }

    /// The path by the modules that a definition stands in.
    pub fn definition_path(&self, def: Def, from: Option<CrateId>) -> String {
        let Some((module, name)) = self.place_of(def) else { return String::new() };
        let mut parts = name;
        let mut at = Some(module);
        while let Some(id) = at {
            let data = self.module(id);
            at = data.parent;
            if let Some(body) = data.body {
                let mut path = match body {
                    BodyOwner::Fn(id) if matches!(self.fn_data(id).container, Container::Trait(_)) => {
                        let Container::Trait(of) = self.fn_data(id).container else { return String::new() };
                        format!("{}::{}", self.path_of(Def::Trait(of), from), self.fn_data(id).name.name)
                    }
                    BodyOwner::Fn(id) => self.callee_path(id, &self.generics(GenericOwner::Fn(id)).identity(), from),
                    BodyOwner::Const(id) => self.definition_path(Def::Const(id), from),
                    BodyOwner::Static(id) => self.definition_path(Def::Static(id), from),
                };
                for part in parts.iter().rev() {
                    path.push_str("::");
                    path.push_str(part.as_str());
                }
                return path;
            }
            if at.is_none() {
                let krate = self.crate_of(id.unit);
                if from != Some(krate) {
                    parts.push(Symbol::intern(&self.krate(krate).name));
                }
            } else {
                // What a macro call writes stands in the module around.
                if !data.is_block {
                    parts.push(data.name);
                }
            }
        }
        parts.reverse();
        parts.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("::")
    }

    /// The module a definition stands in and its name there, innermost part first.
    fn place_of(&self, def: Def) -> Option<(ModuleId, Vec<Symbol>)> {
        Some(match def {
            Def::Module(id) => {
                let data = self.module(id);
                (data.parent?, vec![data.name])
            }
            Def::Fn(id) => (self.fn_data(id).module, vec![self.fn_data(id).name.name]),
            Def::Adt(id) => (self.adt(id).module, vec![self.adt(id).name.name]),
            Def::Variant(id) => (self.adt(id.adt).module, vec![self.variant(id).name.name, self.adt(id.adt).name.name]),
            Def::Trait(id) => (self.trait_data(id).module, vec![self.trait_data(id).name.name]),
            Def::Const(id) => (self.const_data(id).module, vec![self.const_data(id).name.name]),
            Def::Static(id) => (self.static_data(id).module, vec![self.static_data(id).name.name]),
            Def::Alias(id) => (self.alias(id).module, vec![self.alias(id).name.name]),
            Def::Macro(id) => (self.macro_data(id).module, vec![self.macro_data(id).name.name]),
            Def::Prim(_) => return None,
        })
    }

    /// A function as rustc prints it in MIR, without generic arguments of functions.
    pub fn callee_path(&self, id: FnId, args: &Args, from: Option<CrateId>) -> String {
        let data = self.fn_data(id);
        let name = data.name.name;
        match data.container {
            Container::Trait(of) => {
                let this = args.first().map_or_else(|| "_".to_owned(), |ty| self.show_type(ty, from));
                format!("<{this} as {}>::{name}", self.path_of(Def::Trait(of), from))
            }
            Container::Impl(of) => {
                let Some(header) = self.impl_header(of) else { return name.to_string() };
                let this = header.self_ty.subst(args);
                let shown = self.show_type(&this, from);
                if let Some(trait_ref) = &header.trait_ref {
                    return format!("<{shown} as {}>::{name}", self.path_of(Def::Trait(trait_ref.id), from));
                }
                match this.kind() {
                    TyKind::Adt(adt, _) => format!("{}::{name}", self.path_of(Def::Adt(*adt), from)),
                    // The compiler names an object's own methods by its type.
                    TyKind::Dyn(_) => format!("<({shown} + 'static)>::{name}"),
                    _ => {
                        let place = self.definition_path(Def::Module(data.module), from);
                        format!("{place}::<impl {shown}>::{name}")
                    }
                }
            }
            Container::Module | Container::Foreign => self.path_of(Def::Fn(id), from),
        }
    }

    /// The callee of a call as rustc prints it, where it is a function.
    pub fn show_callee(&self, callee: &Callee, from: Option<CrateId>) -> Option<String> {
        match callee {
            Callee::Fn(id, args) => Some(self.callee_path(*id, args, from)),
            Callee::Ctor(_) | Callee::Value(_) | Callee::Unresolved(_) => None,
        }
    }

    /// A type as code would write it.
    pub fn show_type(&self, ty: &Ty, from: Option<CrateId>) -> String {
        let mut out = String::new();
        self.write_type(ty, from, &mut out, 0);
        out
    }

    fn write_list(&self, list: &[Ty], from: Option<CrateId>, out: &mut String, depth: u32) {
        for (i, ty) in list.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write_type(ty, from, out, depth);
        }
    }

    fn write_type(&self, ty: &Ty, from: Option<CrateId>, out: &mut String, depth: u32) {
        if depth > 12 {
            out.push('…');
            return;
        }
        let depth = depth + 1;
        match ty.kind() {
            TyKind::Adt(id, args) => {
                out.push_str(&self.path_of(Def::Adt(*id), from));
                if !args.is_empty() {
                    out.push('<');
                    self.write_list(args, from, out, depth);
                    out.push('>');
                }
            }
            TyKind::Prim(prim) => out.push_str(prim.name()),
            TyKind::Never => out.push('!'),
            TyKind::Ref { mutable, ty } => {
                out.push_str(if *mutable { "&mut " } else { "&" });
                self.write_type(ty, from, out, depth);
            }
            TyKind::Ptr { mutable, ty } => {
                out.push_str(if *mutable { "*mut " } else { "*const " });
                self.write_type(ty, from, out, depth);
            }
            TyKind::Slice(ty) => {
                out.push('[');
                self.write_type(ty, from, out, depth);
                out.push(']');
            }
            TyKind::Array(ty, len) => {
                out.push('[');
                self.write_type(ty, from, out, depth);
                out.push_str("; ");
                self.write_type(len, from, out, depth);
                out.push(']');
            }
            TyKind::Tuple(parts) => {
                out.push('(');
                self.write_list(parts, from, out, depth);
                if parts.len() == 1 {
                    out.push(',');
                }
                out.push(')');
            }
            TyKind::FnPtr { params, ret } => {
                out.push_str("fn(");
                self.write_list(params, from, out, depth);
                out.push(')');
                if !ret.is_unit() {
                    out.push_str(" -> ");
                    self.write_type(ret, from, out, depth);
                }
            }
            TyKind::FnDef(id, args) => {
                let _ = write!(out, "fn item {{{}}}", self.callee_path(*id, args, from));
            }
            TyKind::Ctor(id, _) => {
                let _ = write!(out, "fn item {{{}}}", self.path_of(Def::Variant(*id), from));
            }
            TyKind::Closure(..) => out.push_str("{closure}"),
            TyKind::Future { .. } => out.push_str("{async block}"),
            TyKind::Param(_, name) => out.push_str(name.as_str()),
            TyKind::Alias { trait_ref, name } => {
                out.push('<');
                self.write_type(trait_ref.self_ty(), from, out, depth);
                let _ = write!(out, " as {}>::{name}", self.path_of(Def::Trait(trait_ref.id), from));
            }
            TyKind::Opaque(id, index, _) => {
                let bound = self.fn_sig(*id).opaques.get(*index as usize).and_then(|bounds| {
                    bounds.iter().find_map(|p| match p {
                        super::sig::Predicate::Trait(t) => Some(self.path_of(Def::Trait(t.id), from)),
                        super::sig::Predicate::Projection { .. } => None,
                    })
                });
                let _ = write!(out, "impl {}", bound.unwrap_or_else(|| "Sized".to_owned()));
            }
            TyKind::Dyn(dyn_ty) => {
                out.push_str("dyn ");
                for (i, (id, args)) in dyn_ty.traits.iter().enumerate() {
                    if i > 0 {
                        out.push_str(" + ");
                    }
                    out.push_str(&self.path_of(Def::Trait(*id), from));
                    let bindings: Vec<_> = dyn_ty.bindings.iter().filter(|(of, ..)| of == id).collect();
                    if !args.is_empty() || !bindings.is_empty() {
                        out.push('<');
                        self.write_list(args, from, out, depth);
                        for (index, (_, name, ty)) in bindings.into_iter().enumerate() {
                            out.push_str(if index == 0 && args.is_empty() { "" } else { ", " });
                            let _ = write!(out, "{name} = ");
                            self.write_type(ty, from, out, depth);
                        }
                        out.push('>');
                    }
                }
            }
            TyKind::ConstInt(value) => {
                let _ = write!(out, "{value}");
            }
            TyKind::ConstUnknown | TyKind::Infer(_) | TyKind::Unknown => out.push('_'),
        }
    }

    /// The names of the parameters of `owner`, for messages.
    pub fn owner_name(&self, owner: GenericOwner) -> Option<Symbol> {
        match owner {
            GenericOwner::Fn(id) => Some(self.fn_data(id).name.name),
            GenericOwner::Adt(id) => Some(self.adt(id).name.name),
            GenericOwner::Trait(id) => Some(self.trait_data(id).name.name),
            GenericOwner::Alias(id) => Some(self.alias(id).name.name),
            GenericOwner::Const(id) => Some(self.const_data(id).name.name),
            GenericOwner::Static(id) => Some(self.static_data(id).name.name),
            GenericOwner::Impl(_) => None,
        }
    }
}

fn unit_of(def: Def) -> Option<UnitId> {
    Some(match def {
        Def::Module(id) => id.unit,
        Def::Fn(id) => id.unit,
        Def::Adt(id) => id.unit,
        Def::Variant(id) => id.adt.unit,
        Def::Trait(id) => id.unit,
        Def::Const(id) => id.unit,
        Def::Static(id) => id.unit,
        Def::Alias(id) => id.unit,
        Def::Macro(id) => id.unit,
        Def::Prim(_) => return None,
    })
}
