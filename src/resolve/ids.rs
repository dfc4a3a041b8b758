//! Numbers of definitions.
//!
//! Definitions live in *units*: one for each crate, and one for each block of a body that declares items. An id
//! names the unit and the index in the unit's arena, so ids are stable, small, and cheap to compare.

use std::fmt;

/// A crate of the run: the workspace's crates and dependencies in `cargo metadata`'s order, then std's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CrateId(pub u32);

/// A unit of definitions: a crate (same number as the crate), or a block with items.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub u32);

impl fmt::Debug for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name {
            /// The unit that holds it.
            pub unit: UnitId,
            /// Index in the unit's arena.
            pub index: u32,
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({}.{})"), self.unit.0, self.index)
            }
        }
    )*};
}

ids! {
    /// A module, or a block that declares items.
    ModuleId
    /// A function, method, trait method or foreign function.
    FnId
    /// A struct, union or enum.
    AdtId
    /// A trait.
    TraitId
    /// An `impl` block, written or derived.
    ImplId
    /// A `const`, free or associated.
    ConstId
    /// A `static`.
    StaticId
    /// A `type`, free or associated.
    AliasId
    /// A `macro_rules!` or `macro`.
    MacroId
}

/// A variant of an enum; for a struct or union, number 0 is the struct itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariantId {
    /// The type.
    pub adt: AdtId,
    /// Which variant.
    pub index: u32,
}

/// Primitive types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named as in the language")]
pub enum Prim {
    Bool,
    Char,
    Str,
    I8,
    I16,
    I32,
    I64,
    I128,
    Isize,
    U8,
    U16,
    U32,
    U64,
    U128,
    Usize,
    F16,
    F32,
    F64,
    F128,
}

impl Prim {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Bool,
        Self::Char,
        Self::Str,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::I128,
        Self::Isize,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::U128,
        Self::Usize,
        Self::F16,
        Self::F32,
        Self::F64,
        Self::F128,
    ];

    /// Its name in code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Char => "char",
            Self::Str => "str",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::Isize => "isize",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::Usize => "usize",
            Self::F16 => "f16",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::F128 => "f128",
        }
    }

    /// The primitive of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Whether it is an integer type.
    pub fn is_int(self) -> bool {
        self >= Self::I8 && self <= Self::Usize
    }

    /// Whether it is a signed integer type.
    pub fn is_signed(self) -> bool {
        self >= Self::I8 && self <= Self::Isize
    }

    /// What the lower bits of a number mean in this type, as a cast has it; the number itself for what is no integer, and
    /// for 128 bits.
    pub fn wrap(self, value: i128) -> i128 {
        let bits = self.bits();
        if !self.is_int() || bits >= 128 {
            return value;
        }
        let low = value & ((1_i128 << bits) - 1);
        if self.is_signed() && low >> (bits - 1) == 1 { low - (1_i128 << bits) } else { low }
    }

    /// Whether it is a floating-point type.
    pub fn is_float(self) -> bool {
        self >= Self::F16
    }

    /// Width in bits on a 64-bit target; 0 for `str`.
    pub fn bits(self) -> u32 {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 8,
            Self::I16 | Self::U16 | Self::F16 => 16,
            Self::Char | Self::I32 | Self::U32 | Self::F32 => 32,
            Self::I64 | Self::U64 | Self::Isize | Self::Usize | Self::F64 => 64,
            Self::I128 | Self::U128 | Self::F128 => 128,
            Self::Str => 0,
        }
    }
}

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "plain")]
pub enum Def {
    Module(ModuleId),
    Fn(FnId),
    Adt(AdtId),
    Variant(VariantId),
    Trait(TraitId),
    Const(ConstId),
    Static(StaticId),
    Alias(AliasId),
    Macro(MacroId),
    Prim(Prim),
}
