//! Types.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{Code, TypeRef};

impl Lower<'_> {
    pub(in crate::syntax) fn ty(&mut self, ty: &syn::Type) -> TypeRef {
        match ty {
            syn::Type::Path(ty) => TypeRef::Path(self.path(&ty.path, ty.qself.as_ref())),
            syn::Type::Reference(ty) => TypeRef::Ref { mutable: ty.mutability.is_some(), ty: Box::new(self.ty(&ty.elem)) },
            syn::Type::Ptr(ty) => TypeRef::Ptr { mutable: ty.mutability.is_some(), ty: Box::new(self.ty(&ty.elem)) },
            syn::Type::Slice(ty) => TypeRef::Slice(Box::new(self.ty(&ty.elem))),
            syn::Type::Array(array) => {
                let elem = Box::new(self.ty(&array.elem));
                let (_, close) = self.delim(&array.bracket_token.span);
                let code = self.trimmed(self.span(array.semi_token.span).hi, close.lo);
                TypeRef::Array(elem, Box::new(self.const_arg(&array.len, code)))
            }
            syn::Type::Tuple(ty) => TypeRef::Tuple(ty.elems.iter().map(|ty| self.ty(ty)).collect()),
            syn::Type::BareFn(ty) => TypeRef::Fn {
                params: ty.inputs.iter().map(|input| self.ty(&input.ty)).collect(),
                ret: self.ret(&ty.output).map(Box::new),
                abi: ty.abi.as_ref().map(abi),
                is_unsafe: ty.unsafety.is_some(),
            },
            syn::Type::Never(_) => TypeRef::Never,
            syn::Type::Infer(_) => TypeRef::Infer,
            syn::Type::ImplTrait(ty) => TypeRef::ImplTrait(self.bounds(&ty.bounds)),
            syn::Type::TraitObject(ty) => TypeRef::DynTrait(self.bounds(&ty.bounds)),
            syn::Type::Paren(ty) => self.ty(&ty.elem),
            syn::Type::Group(ty) => self.ty(&ty.elem),
            syn::Type::Macro(ty) => TypeRef::Macro(Box::new(self.mac(&ty.mac))),
            syn::Type::Verbatim(tokens) => self.verbatim_type(tokens),
            _ => TypeRef::Error,
        }
    }

    /// `-> T`
    pub(super) fn ret(&mut self, output: &syn::ReturnType) -> Option<TypeRef> {
        match output {
            syn::ReturnType::Default => None,
            syn::ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    /// An expression between two tokens, to be parsed when somebody asks.
    pub(super) fn code_between(&self, after: Span, before: Span) -> Code {
        Code { span: self.trimmed(after.hi, before.lo) }
    }
}

/// `extern "x"`: the name; plain `extern` is `C`.
pub(super) fn abi(abi: &syn::Abi) -> String {
    abi.name.as_ref().map_or_else(|| "C".to_owned(), syn::LitStr::value)
}
