//! Signatures as bytes: the parts of the item tree that they are made of.

use super::codec::{Pack, Reader, Writer};
use crate::source::Symbol;
use crate::syntax::as_dollar_crate;
use crate::syntax::ast::{
    Bound, Code, ConstArg, Field, Fields, FnItem, GenericArg, GenericArgs, GenericParam, GenericParamKind, Generics, Ident, Param, Path,
    Predicate, Segment, SelfParam, TypeRef, Visibility,
};

/// A struct whose parts are written in order; `span` stands for parts that are not written.
macro_rules! pack_struct {
    ($($ty:ident { $($field:ident),* $(; $span:ident)? })*) => {$(
        impl Pack for $ty {
            fn pack(&self, w: &mut Writer<'_>) {
                $(self.$field.pack(w);)*
            }
            fn unpack(r: &mut Reader) -> Self {
                $(let $field = Pack::unpack(r);)*
                Self { $($field,)* $($span: r.span())? }
            }
        }
    )*};
}

pack_struct! {
    Ident { name; span }
    Generics { params, predicates }
    GenericParam { name, kind }
    Predicate { ty, bounds }
    Bound { path, is_maybe }
    Segment { name, args }
    GenericArgs { args, bindings, constraints, parenthesized }
    SelfParam { ty; span }
}

impl Pack for FnItem {
    fn pack(&self, w: &mut Writer<'_>) {
        let flags = [self.is_async, self.is_unsafe, self.is_const, self.is_variadic, self.body.is_some(), self.self_param.is_some()];
        let flags = flags.iter().enumerate().fold(0, |sum, (i, set)| sum | u8::from(*set) << i);
        w.bytes.push(flags);
        self.generics.pack(w);
        if let Some(this) = &self.self_param {
            this.pack(w);
        }
        self.params.pack(w);
        self.ret.pack(w);
        self.abi.pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        let flags = r.byte();
        let is = |bit: u8| flags & (1 << bit) != 0;
        Self {
            generics: Pack::unpack(r),
            self_param: is(5).then(|| SelfParam::unpack(r)),
            params: Pack::unpack(r),
            ret: Pack::unpack(r),
            is_async: is(0),
            is_unsafe: is(1),
            is_const: is(2),
            abi: Pack::unpack(r),
            is_variadic: is(3),
            // An empty stretch of code: there is a body, and it is not known.
            body: is(4).then(|| Code { span: r.span() }),
        }
    }
}

impl Pack for Param {
    fn pack(&self, w: &mut Writer<'_>) {
        self.ty.pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        Self { attrs: Vec::new(), pat: r.span(), name: None, ty: Pack::unpack(r) }
    }
}

impl Pack for GenericParamKind {
    fn pack(&self, w: &mut Writer<'_>) {
        match self {
            Self::Lifetime => w.bytes.push(0),
            Self::Type { bounds, default } => {
                w.bytes.push(1);
                bounds.pack(w);
                default.pack(w);
            }
            Self::Const { ty, default } => {
                w.bytes.push(2);
                ty.pack(w);
                default.pack(w);
            }
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        match r.byte() {
            1 => Self::Type { bounds: Pack::unpack(r), default: Pack::unpack(r) },
            2 => Self::Const { ty: Pack::unpack(r), default: Pack::unpack(r) },
            _ => Self::Lifetime,
        }
    }
}

impl Pack for Path {
    fn pack(&self, w: &mut Writer<'_>) {
        let mut global = self.global;
        let mut segments = self.segments.clone();
        // What a macro of std wrote as `$crate`.
        if let Some(first) = segments.first_mut()
            && let Some(krate) = as_dollar_crate(first.name.name.as_str())
        {
            global = krate != w.krate;
            let name = if global { ["core", "alloc", "std"][krate.min(2) as usize] } else { "crate" };
            first.name.name = Symbol::intern(name);
        }
        let short = segments.len().min(15) as u8;
        w.bytes.push(short << 2 | u8::from(global) << 1 | u8::from(self.qself.is_some()));
        if let Some(qself) = &self.qself {
            qself.0.pack(w);
            w.len(qself.1);
        }
        for segment in segments.iter().take(15) {
            segment.pack(w);
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        let head = r.byte();
        let qself = (head & 1 != 0).then(|| {
            let ty = TypeRef::unpack(r);
            Box::new((ty, r.len()))
        });
        let segments = (0..head >> 2).map(|_| Segment::unpack(r)).collect();
        Self { qself, global: head & 2 != 0, segments, span: r.span() }
    }
}

impl Pack for GenericArg {
    fn pack(&self, w: &mut Writer<'_>) {
        match self {
            Self::Type(ty) => {
                w.bytes.push(0);
                ty.pack(w);
            }
            Self::Const(value) => {
                w.bytes.push(1);
                value.pack(w);
            }
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        match r.byte() {
            0 => Self::Type(Pack::unpack(r)),
            _ => Self::Const(Pack::unpack(r)),
        }
    }
}

impl Pack for ConstArg {
    fn pack(&self, w: &mut Writer<'_>) {
        match self {
            Self::Int(value) => {
                w.bytes.push(0);
                w.number(*value);
            }
            Self::Bool(value) => w.bytes.push(1 + u8::from(*value)),
            Self::Char(value) => {
                w.bytes.push(3);
                w.u32(u32::from(*value));
            }
            Self::Path(path) => {
                w.bytes.push(4);
                path.pack(w);
            }
            Self::Expr(code) => {
                let text: String = w.sources.text(code.span).split_whitespace().collect();
                let text = text.trim_matches(['{', '}']);
                match (text.rsplit("::").next(), w.self_size) {
                    (Some("size_of<Self>()" | "<Self>()"), Some(size)) if text.ends_with("size_of::<Self>()") => {
                        Self::Int(u128::from(size)).pack(w);
                    }
                    _ => {
                        w.bytes.push(5);
                        w.code(text);
                    }
                }
            }
            Self::Infer => w.bytes.push(6),
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        match r.byte() {
            0 => Self::Int(r.u128()),
            1 => Self::Bool(false),
            2 => Self::Bool(true),
            3 => Self::Char(char::from_u32(r.u32()).unwrap_or_default()),
            4 => Self::Path(Pack::unpack(r)),
            5 => Self::Expr(Code { span: r.code() }),
            _ => Self::Infer,
        }
    }
}

impl Pack for TypeRef {
    fn pack(&self, w: &mut Writer<'_>) {
        match self {
            Self::Path(path) => {
                w.bytes.push(0);
                path.pack(w);
            }
            Self::Ref { mutable, ty } => {
                w.bytes.push(1 + u8::from(*mutable));
                ty.pack(w);
            }
            Self::Ptr { mutable, ty } => {
                w.bytes.push(3 + u8::from(*mutable));
                ty.pack(w);
            }
            Self::Slice(ty) => {
                w.bytes.push(5);
                ty.pack(w);
            }
            Self::Array(ty, len) => {
                w.bytes.push(6);
                ty.pack(w);
                len.pack(w);
            }
            Self::Tuple(parts) => {
                w.bytes.push(7);
                parts.pack(w);
            }
            Self::Fn { params, ret, abi, is_unsafe } => {
                w.bytes.push(8 + u8::from(*is_unsafe));
                params.pack(w);
                ret.pack(w);
                abi.pack(w);
            }
            Self::Never => w.bytes.push(10),
            Self::Infer => w.bytes.push(11),
            Self::ImplTrait(bounds) => {
                w.bytes.push(12);
                bounds.pack(w);
            }
            Self::DynTrait(bounds) => {
                w.bytes.push(13);
                bounds.pack(w);
            }
            Self::Macro(_) | Self::Error => w.bytes.push(14),
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        match r.byte() {
            0 => Self::Path(Pack::unpack(r)),
            tag @ 1..=2 => Self::Ref { mutable: tag == 2, ty: Pack::unpack(r) },
            tag @ 3..=4 => Self::Ptr { mutable: tag == 4, ty: Pack::unpack(r) },
            5 => Self::Slice(Pack::unpack(r)),
            6 => Self::Array(Pack::unpack(r), Pack::unpack(r)),
            7 => Self::Tuple(Pack::unpack(r)),
            tag @ 8..=9 => Self::Fn { params: Pack::unpack(r), ret: Pack::unpack(r), abi: Pack::unpack(r), is_unsafe: tag == 9 },
            10 => Self::Never,
            11 => Self::Infer,
            12 => Self::ImplTrait(Pack::unpack(r)),
            13 => Self::DynTrait(Pack::unpack(r)),
            _ => Self::Error,
        }
    }
}

impl Pack for Fields {
    fn pack(&self, w: &mut Writer<'_>) {
        let (tag, fields) = match self {
            Self::Unit => return w.bytes.push(0),
            Self::Tuple(fields) => (1, fields),
            Self::Named(fields) => (2, fields),
        };
        w.bytes.push(tag);
        fields.pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        match r.byte() {
            0 => Self::Unit,
            1 => Self::Tuple(Pack::unpack(r)),
            _ => Self::Named(Pack::unpack(r)),
        }
    }
}

impl Pack for Field {
    fn pack(&self, w: &mut Writer<'_>) {
        w.bytes.push(u8::from(self.vis == Visibility::Public));
        self.name.pack(w);
        self.ty.pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        let vis = if r.byte() == 1 { Visibility::Public } else { Visibility::Inherited };
        Self { attrs: Vec::new(), vis, name: Pack::unpack(r), ty: Pack::unpack(r) }
    }
}
