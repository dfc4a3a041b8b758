//! Types of what the macros give that the compiler builds in, or that only std's own text defines.

use std::sync::Arc;

use super::Infer;
use crate::resolve::ids::Prim;
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::{Builtin, ExprId, FormatPiece};

impl Infer<'_> {
    pub(super) fn builtin(&mut self, id: ExprId, builtin: &Builtin, expected: Option<&Ty>) -> Ty {
        let lang = *self.db.lang();
        let name = builtin.name.as_str();
        if name == "vec" {
            let element = expected.map(|e| self.known(e)).and_then(|e| match e.as_adt() {
                Some((adt, args)) if Some(adt) == lang.vec => args.first().cloned(),
                _ => None,
            });
            let element = match element {
                Some(element) => element,
                None => self.fresh(),
            };
            // The operand is the array, or `[value; len]`, that becomes the vector.
            for arg in &builtin.args {
                let array = Ty::new(TyKind::Array(element.clone(), self.fresh()));
                self.coerced(*arg, &array);
            }
            return self.std_adt(lang.vec, &element);
        }
        let types: Vec<Ty> = builtin.args.iter().map(|a| self.expr(*a, None)).collect();
        if let Some(format) = &builtin.format {
            for piece in &format.pieces {
                if let FormatPiece::Placeholder { arg, trait_name, .. } = piece
                    && let Some(ty) = types.get(*arg).cloned()
                {
                    self.formatted(id, *trait_name, &ty);
                }
            }
        }
        let str_ref = || Ty::reference(Ty::prim(Prim::Str), false);
        match name {
            "format" => lang.string.map_or_else(Ty::unknown, |id| Ty::new(TyKind::Adt(id, Arc::from([])))),
            "format_args" | "const_format_args" | "format_args_nl" => {
                lang.fmt_arguments.map_or_else(Ty::unknown, |id| Ty::new(TyKind::Adt(id, Arc::from([]))))
            }
            "panic" | "todo" | "unimplemented" | "unreachable" | "compile_error" | "unreachable_2021" | "panic_2021" | "panic_2015" => {
                Ty::never()
            }
            "print" | "println" | "eprint" | "eprintln" | "assert" | "debug_assert" => Ty::unit(),
            "concat" | "stringify" | "file" | "module_path" | "env" | "include_str" => str_ref(),
            "option_env" => self.std_adt(lang.option, &str_ref()),
            "line" | "column" => Ty::prim(Prim::U32),
            "cfg" | "is_x86_feature_detected" | "matches" => Ty::bool(),
            "offset_of" | "size_of" => Self::usize(),
            "include_bytes" => {
                let array = Ty::new(TyKind::Array(Ty::prim(Prim::U8), Ty::new(TyKind::ConstUnknown)));
                Ty::reference(array, false)
            }
            "dbg" => match types.len() {
                0 => Ty::unit(),
                1 => types[0].clone(),
                _ => Ty::tuple(types),
            },
            "addr_of" => types.first().map_or_else(Ty::unknown, |ty| Ty::new(TyKind::Ptr { mutable: false, ty: ty.clone() })),
            "addr_of_mut" => types.first().map_or_else(Ty::unknown, |ty| Ty::new(TyKind::Ptr { mutable: true, ty: ty.clone() })),
            "pin" => match (lang.pin, types.first()) {
                (Some(pin), Some(ty)) => Ty::new(TyKind::Adt(pin, Arc::from([Ty::reference(ty.clone(), true)]))),
                _ => Ty::unknown(),
            },
            _ => Ty::unknown(),
        }
    }

    fn std_adt(&mut self, id: Option<crate::resolve::ids::AdtId>, first: &Ty) -> Ty {
        let Some(id) = id else { return Ty::unknown() };
        // What is left out has its default here, as in a written type.
        let (owner, module) = (self.generic_owner(), self.data.module);
        let mut fresh = super::Fresh(&mut self.solver.table);
        let mut lower = crate::resolve::lower::Lower::in_body(self.db, owner, module, &mut fresh);
        let args = lower.args_for(crate::resolve::sig::GenericOwner::Adt(id), None, std::slice::from_ref(first));
        Ty::new(TyKind::Adt(id, args))
    }
}
