//! The owned tree of a file's items: what the rest of the tool sees of Rust.
//!
//! Everything here is `Send`, small, and free of `syn`. Function bodies are not in it: an item holds a
//! [`Code`], the place of its body, and [`super::parse_body`] reads that when somebody asks. This is what makes
//! work follow the code that matters.

use serde::{Deserialize, Serialize};

use crate::source::{Span, Symbol};

/// A name and where it stands. Raw identifiers are stored without `r#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ident {
    /// The name.
    pub name: Symbol,
    /// Where.
    pub span: Span,
}

/// What a file holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Items {
    /// Inner attributes (`#![…]`).
    pub attrs: Vec<Attr>,
    /// Items in source order.
    pub items: Vec<Item>,
}

/// An attribute. `cfg_attr` stays as written; `cfg` evaluation happens when names are collected. Doc comments are
/// comments, not attributes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attr {
    /// `cfg`, `path`, `no_mangle`, `macro_use`, `doc`, …: the path as text, `::`-joined, no spaces. For
    /// `#[unsafe(no_mangle)]` it is `no_mangle`.
    pub path: Symbol,
    /// Everything after the path: for `#[cfg(windows)]` the text `windows` (what stands inside the
    /// delimiters), for `#[path = "x.rs"]` the literal's text with its quotes. Empty where there is none.
    /// Comments are not part of it.
    pub args: String,
    /// Whether `args` came from `= …` rather than from delimiters.
    pub is_value: bool,
    /// The whole attribute, `#` to `]`.
    pub span: Span,
}

/// Visibility as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// None written.
    Inherited,
    /// `pub`
    Public,
    /// `pub(crate)`, `pub(super)`, `pub(in path)`: the path.
    Restricted(Path),
}

/// One item.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Outer attributes (and, for `mod x { … }` and `fn`, the inner ones).
    pub attrs: Vec<Attr>,
    /// As written.
    pub vis: Visibility,
    /// Its name; for `impl`, `use`, foreign modules and macro calls an empty name at the item's start.
    pub name: Ident,
    /// From the first attribute to the last token.
    pub span: Span,
    /// What it is.
    pub kind: ItemKind,
}

/// What an item is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is named as in the Rust reference")]
pub enum ItemKind {
    Fn(Box<FnItem>),
    Struct(Box<StructItem>),
    Union(Box<StructItem>),
    Enum(Box<EnumItem>),
    Trait(Box<TraitItem>),
    TraitAlias {
        generics: Generics,
        bounds: Vec<Bound>,
    },
    Impl(Box<ImplItem>),
    /// `const NAME: T = …;` (also `const _`, and associated ones; `value` is `None` where a trait has no default)
    Const {
        generics: Generics,
        ty: TypeRef,
        value: Option<Code>,
    },
    /// `static` and `static mut`, also in foreign modules (then without a value).
    Static {
        ty: TypeRef,
        mutable: bool,
        value: Option<Code>,
    },
    /// `type Name<…>: bounds = T;` also associated types (`ty` is `None` where a trait has no default) and
    /// foreign types.
    TypeAlias {
        generics: Generics,
        bounds: Vec<Bound>,
        ty: Option<TypeRef>,
    },
    /// `mod name;` (`None`) and `mod name { … }`
    Mod {
        items: Option<Vec<Item>>,
    },
    Use(UseTree),
    /// `extern crate name as alias;` (the item's name is the alias; `_` is kept)
    ExternCrate {
        krate: Symbol,
    },
    /// `extern "system" { … }`
    ForeignMod {
        abi: Option<String>,
        items: Vec<Item>,
    },
    /// `macro_rules! name { … }`: the text between its delimiters.
    MacroRules {
        body: Span,
    },
    /// `pub macro name(…) { … }`: everything after the name.
    Macro2 {
        body: Span,
    },
    /// `name! { … }` in item position.
    MacroCall(MacroCall),
}

/// A function, method, trait method or foreign function.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FnItem {
    /// Type and const parameters and `where`.
    pub generics: Generics,
    /// `self` in any of its forms.
    pub self_param: Option<SelfParam>,
    /// The other parameters.
    pub params: Vec<Param>,
    /// `-> T`; `None` for `()`.
    pub ret: Option<TypeRef>,
    /// `async fn`
    pub is_async: bool,
    /// `unsafe fn`
    pub is_unsafe: bool,
    /// `const fn`
    pub is_const: bool,
    /// `extern "system" fn`: `Some("system")`; plain `extern fn` is `Some("C")`.
    pub abi: Option<String>,
    /// `...` at the end of the parameters.
    pub is_variadic: bool,
    /// The block; `None` for declarations.
    pub body: Option<Code>,
}

/// `self`, `mut self`, `&self`, `&'a mut self`, `self: T`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SelfParam {
    /// Where `self` stands.
    pub span: Span,
    /// Its type written as a type: `Self`, `&Self`, `&mut Self`, or what stands after the colon.
    pub ty: TypeRef,
}

/// One parameter besides `self`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Param {
    /// Attributes (`#[cfg]` on parameters).
    pub attrs: Vec<Attr>,
    /// Its pattern, to be read with the body. For a foreign function's unnamed parameter an empty span.
    pub pat: Span,
    /// The name, where the pattern is just one.
    pub name: Option<Symbol>,
    /// Its type.
    pub ty: TypeRef,
}

/// A stretch of code that is parsed on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Code {
    /// A function's block with its braces, or an expression.
    pub span: Span,
}

/// A struct or union.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StructItem {
    /// Parameters and `where`.
    pub generics: Generics,
    /// Fields.
    pub fields: Fields,
}

/// Fields of a struct, union or variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as in the Rust reference")]
pub enum Fields {
    Unit,
    /// Named "0", "1", …
    Tuple(Vec<Field>),
    Named(Vec<Field>),
}

impl Fields {
    /// All fields, in order.
    pub fn all(&self) -> &[Field] {
        match self {
            Self::Unit => &[],
            Self::Tuple(fields) | Self::Named(fields) => fields,
        }
    }
}

/// One field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Attributes.
    pub attrs: Vec<Attr>,
    /// As written.
    pub vis: Visibility,
    /// Its name or number.
    pub name: Ident,
    /// Its type.
    pub ty: TypeRef,
}

/// An enum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnumItem {
    /// Parameters and `where`.
    pub generics: Generics,
    /// Variants in order.
    pub variants: Vec<Variant>,
}

/// A variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Variant {
    /// Attributes.
    pub attrs: Vec<Attr>,
    /// Its name.
    pub name: Ident,
    /// Its fields.
    pub fields: Fields,
    /// `= expr`
    pub discriminant: Option<Code>,
}

/// A trait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TraitItem {
    /// Parameters and `where`.
    pub generics: Generics,
    /// Supertraits.
    pub bounds: Vec<Bound>,
    /// Methods, types, constants, macro calls.
    pub items: Vec<Item>,
    /// `auto trait`
    pub is_auto: bool,
}

/// `impl Type` or `impl Trait for Type`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImplItem {
    /// Parameters and `where`.
    pub generics: Generics,
    /// The trait, if one is implemented.
    pub of_trait: Option<Path>,
    /// `impl !Trait for …`
    pub is_negative: bool,
    /// `unsafe impl`
    pub is_unsafe: bool,
    /// The type.
    pub self_ty: TypeRef,
    /// Methods, types, constants, macro calls.
    pub items: Vec<Item>,
}

/// `use` as a tree.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum UseTree {
    /// `a::b` (with an optional `as c`; `_` is kept): leading `::` is in the path.
    Simple {
        /// The whole path from the root of the tree.
        path: Path,
        /// `as name`
        rename: Option<Ident>,
    },
    /// `a::*`
    Glob {
        /// The path before `::*`; may be empty.
        path: Path,
    },
    /// `{…}`: its parts, each with its whole path (prefixes are already joined).
    Group(Vec<UseTree>),
}

/// `<…>` and `where`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Generics {
    /// Lifetimes, types and constants in order of declaration.
    pub params: Vec<GenericParam>,
    /// `where` clauses; the bounds written in `<…>` stand with their parameters.
    pub predicates: Vec<Predicate>,
}

/// One generic parameter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GenericParam {
    /// Its name (a lifetime's with the quote).
    pub name: Ident,
    /// What it is.
    pub kind: GenericParamKind,
}

/// What a generic parameter is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as in the Rust reference")]
pub enum GenericParamKind {
    Lifetime,
    Type { bounds: Vec<Bound>, default: Option<TypeRef> },
    Const { ty: TypeRef, default: Option<ConstArg> },
}

/// `T: A + B`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Predicate {
    /// The bounded type.
    pub ty: TypeRef,
    /// Its bounds.
    pub bounds: Vec<Bound>,
}

/// One bound; lifetime bounds are dropped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bound {
    /// The trait, with `Fn(A) -> B` sugar kept in the last segment's arguments.
    pub path: Path,
    /// `?Sized`
    pub is_maybe: bool,
}

/// A path: `a::b::<T>::c`, `<T as Trait>::f`, `::std::x`, `$crate::y`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// `<T as Trait>`: the type, and how many of `segments` belong to the trait (0 for `<T>::f`).
    pub qself: Option<Box<(TypeRef, usize)>>,
    /// Leading `::`.
    pub global: bool,
    /// The segments. `$crate` is one segment of a name that [`super::dollar_crate`] makes.
    pub segments: Vec<Segment>,
    /// From the first token to the last.
    pub span: Span,
}

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its name: also `self`, `Self`, `super`, `crate`.
    pub name: Ident,
    /// `<…>` or `(…) -> …`
    pub args: Option<GenericArgs>,
}

/// Arguments of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenericArgs {
    /// Types and constants in order (lifetimes are dropped).
    pub args: Vec<GenericArg>,
    /// `Item = T`
    pub bindings: Vec<(Ident, TypeRef)>,
    /// `Item: Bound`
    pub constraints: Vec<(Ident, Vec<Bound>)>,
    /// `Fn(A, B) -> C`: `args` is then one tuple type, and `Output = C` (or `()`) is among the bindings.
    pub parenthesized: bool,
}

/// A type or constant argument. An identifier that may be either is a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "plain")]
pub enum GenericArg {
    Type(TypeRef),
    Const(ConstArg),
}

/// A constant in a type: array lengths and const arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "plain")]
pub enum ConstArg {
    Int(u128),
    Bool(bool),
    Char(char),
    Path(Path),
    /// Anything else, parsed on demand.
    Expr(Code),
    /// `_`
    Infer,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as in the Rust reference")]
pub enum TypeRef {
    Path(Path),
    Ref {
        mutable: bool,
        ty: Box<TypeRef>,
    },
    Ptr {
        mutable: bool,
        ty: Box<TypeRef>,
    },
    Slice(Box<TypeRef>),
    Array(Box<TypeRef>, Box<ConstArg>),
    Tuple(Vec<TypeRef>),
    Fn {
        params: Vec<TypeRef>,
        ret: Option<Box<TypeRef>>,
        abi: Option<String>,
        is_unsafe: bool,
    },
    Never,
    /// `_`
    Infer,
    ImplTrait(Vec<Bound>),
    DynTrait(Vec<Bound>),
    Macro(Box<MacroCall>),
    /// What the parser does not know.
    Error,
}

// `Bound` holds a path, which may hold a type that holds bounds: equality is only asked of types in paths.
impl PartialEq for Bound {
    fn eq(&self, other: &Self) -> bool {
        self.is_maybe == other.is_maybe && self.path == other.path
    }
}
impl Eq for Bound {}

/// `name!(…)`, anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacroCall {
    /// The macro's path.
    pub path: Path,
    /// The text between the delimiters.
    pub args: Span,
    /// The delimiters.
    pub delimiter: Delimiter,
    /// From the path's first token to the closing delimiter.
    pub span: Span,
}

/// Delimiters of a token group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "plain")]
pub enum Delimiter {
    Paren,
    Bracket,
    Brace,
}
