//! Items of std that the language itself speaks of, found by where they are defined.

use super::db::Db;
use super::defs::Ns;
use super::ids::{AdtId, Def, FnId, ModuleId, TraitId, UnitId};
use crate::source::Symbol;

macro_rules! lang {
    (traits { $($t:ident = $tp:literal;)* } types { $($a:ident = $ap:literal;)* }) => {
        /// The items; each `None` where std is not there.
        #[derive(Clone, Copy, Debug, Default)]
        #[expect(missing_docs, reason = "each is named after its item")]
        pub struct LangItems {
            $(pub $t: Option<TraitId>,)*
            $(pub $a: Option<AdtId>,)*
        }

        impl LangItems {
            pub(super) fn find(db: &Db) -> Self {
                let mut out = Self::default();
                $(out.$t = match find(db, $tp) { Some(Def::Trait(id)) => Some(id), _ => None };)*
                $(out.$a = match find(db, $ap) { Some(Def::Adt(id)) => Some(id), _ => None };)*
                out
            }
        }
    };
}

lang! {
    traits {
        sized = "core::marker::Sized";
        meta_sized = "core::marker::MetaSized";
        pointee_sized = "core::marker::PointeeSized";
        destruct = "core::marker::Destruct";
        fn_ptr = "core::marker::FnPtr";
        copy = "core::marker::Copy";
        clone = "core::clone::Clone";
        send = "core::marker::Send";
        sync = "core::marker::Sync";
        unpin = "core::marker::Unpin";
        tuple_trait = "core::marker::Tuple";
        drop = "core::ops::Drop";
        deref = "core::ops::Deref";
        deref_mut = "core::ops::DerefMut";
        index = "core::ops::Index";
        index_mut = "core::ops::IndexMut";
        fn_once = "core::ops::FnOnce";
        fn_mut = "core::ops::FnMut";
        fn_trait = "core::ops::Fn";
        async_fn_once = "core::ops::AsyncFnOnce";
        async_fn_mut = "core::ops::AsyncFnMut";
        async_fn = "core::ops::AsyncFn";
        add = "core::ops::Add";
        sub = "core::ops::Sub";
        mul = "core::ops::Mul";
        div = "core::ops::Div";
        rem = "core::ops::Rem";
        bit_and = "core::ops::BitAnd";
        bit_or = "core::ops::BitOr";
        bit_xor = "core::ops::BitXor";
        shl = "core::ops::Shl";
        shr = "core::ops::Shr";
        add_assign = "core::ops::AddAssign";
        sub_assign = "core::ops::SubAssign";
        mul_assign = "core::ops::MulAssign";
        div_assign = "core::ops::DivAssign";
        rem_assign = "core::ops::RemAssign";
        bit_and_assign = "core::ops::BitAndAssign";
        bit_or_assign = "core::ops::BitOrAssign";
        bit_xor_assign = "core::ops::BitXorAssign";
        shl_assign = "core::ops::ShlAssign";
        shr_assign = "core::ops::ShrAssign";
        neg = "core::ops::Neg";
        not = "core::ops::Not";
        partial_eq = "core::cmp::PartialEq";
        partial_ord = "core::cmp::PartialOrd";
        iterator = "core::iter::Iterator";
        into_iterator = "core::iter::IntoIterator";
        future = "core::future::Future";
        into_future = "core::future::IntoFuture";
        try_trait = "core::ops::Try";
        from_residual = "core::ops::FromResidual";
        from = "core::convert::From";
        display = "core::fmt::Display";
        debug = "core::fmt::Debug";
        any = "core::any::Any";
        pointee = "core::ptr::Pointee";
        discriminant_kind = "core::marker::DiscriminantKind";
        coerce_unsized = "core::ops::CoerceUnsized";
        unsize = "core::marker::Unsize";
    }
    types {
        option = "core::option::Option";
        result = "core::result::Result";
        boxed = "alloc::boxed::Box";
        string = "alloc::string::String";
        vec = "alloc::vec::Vec";
        range = "core::ops::Range";
        range_from = "core::ops::RangeFrom";
        range_to = "core::ops::RangeTo";
        range_full = "core::ops::RangeFull";
        range_inclusive = "core::ops::RangeInclusive";
        range_to_inclusive = "core::ops::RangeToInclusive";
        fmt_arguments = "core::fmt::Arguments";
        c_str = "core::ffi::CStr";
        pin = "core::pin::Pin";
        poll = "core::task::Poll";
        control_flow = "core::ops::ControlFlow";
        rc = "alloc::rc::Rc";
        arc = "alloc::sync::Arc";
        location = "core::panic::Location";
    }
}

fn find(db: &Db, path: &str) -> Option<Def> {
    let std = db.std_crates()?;
    let mut parts = path.split("::");
    let krate = match parts.next()? {
        "core" => std.core,
        "alloc" => std.alloc,
        _ => std.std,
    };
    let mut module = ModuleId { unit: UnitId(krate.0), index: 0 };
    let parts: Vec<_> = parts.map(Symbol::intern).collect();
    let (last, above) = parts.split_last()?;
    for name in above {
        match db.module(module).scope.get(Ns::Types, *name)?.def {
            Def::Module(id) => module = id,
            _ => return None,
        }
    }
    db.module(module).scope.get(Ns::Types, *last).map(|b| b.def)
}

impl Db {
    /// The method of that name of a trait.
    pub fn trait_fn(&self, of: Option<TraitId>, name: &str) -> Option<FnId> {
        let name = Symbol::intern(name);
        self.trait_data(of?).fns.iter().find(|(n, _)| *n == name).map(|(_, id)| *id)
    }
}
