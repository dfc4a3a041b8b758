//! The data of definitions, as collected from the items.
//!
//! What is computed from them (signatures, generics, bodies) is cached beside them; see `db`.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::ids::{AliasId, ConstId, CrateId, Def, FnId, ImplId, MacroId, ModuleId, TraitId, UnitId};
use super::impls::ImplIndex;
use super::lazy::Lazy;
use super::sig::{FnSig, Generics, ImplHeader};
use super::ty::Ty;
use crate::source::{FileId, Span, Symbol};
use crate::syntax::{ImplKey, ast};

/// Who may name a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vis {
    /// Everybody.
    Public,
    /// The module and what is below it.
    Within(ModuleId),
}

/// A name's meaning in one namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// What it names.
    pub def: Def,
    /// Who sees it.
    pub vis: Vis,
    /// Whether a glob import brought it: anything else shadows it.
    pub from_glob: bool,
}

/// Namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain")]
pub enum Ns {
    Types,
    Values,
    Macros,
}

impl Ns {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Types, Self::Values, Self::Macros];
}

/// The names of a module.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// By namespace (in the order of [`Ns::ALL`]).
    pub names: [FxHashMap<Symbol, Binding>; 3],
    /// Traits imported as `_`.
    pub unnamed_traits: Vec<TraitId>,
    /// What leads to crates that need not be read yet.
    pub(super) later: super::later::LaterNames,
}

impl Scope {
    /// The binding of `name` in `ns`.
    pub fn get(&self, ns: Ns, name: Symbol) -> Option<Binding> {
        self.names[ns as usize].get(&name).copied()
    }
}

/// A module or a block with items.
#[derive(Debug)]
pub struct ModuleData {
    /// Its name; the crate's for a root, empty for a block.
    pub name: Symbol,
    /// The module around it; a block's is the module or block that it stands in.
    pub parent: Option<ModuleId>,
    /// Whether it is a block of a body.
    pub is_block: bool,
    /// The body that a block belongs to.
    pub body: Option<super::bodies::BodyOwner>,
    /// Who sees it.
    pub vis: Vis,
    /// Its names, imports resolved.
    pub scope: Scope,
    /// Its `impl` blocks.
    pub impls: Vec<ImplId>,
    /// Traits it can call methods of, by scope (sorted by number).
    pub traits_in_scope: Vec<TraitId>,
    /// These with what leads to other crates, once somebody asked.
    pub(super) all_traits: OnceLock<Arc<[TraitId]>>,
    /// What is written there by macros that were not expanded yet.
    pub(super) parts: Vec<u32>,
    /// `macro_rules!` visible at its end by text order (for bodies and late expansions).
    pub legacy_macros: FxHashMap<Symbol, MacroId>,
    /// The file that its items stand in.
    pub file: FileId,
}

impl ModuleData {
    /// Fill `traits_in_scope` from the names in scope.
    pub(super) fn find_traits(&mut self) {
        let named = self.scope.names[Ns::Types as usize].values().filter_map(|b| match b.def {
            Def::Trait(id) => Some(id),
            _ => None,
        });
        let mut traits: Vec<_> = named.chain(self.scope.unnamed_traits.iter().copied()).collect();
        traits.sort_unstable();
        traits.dedup();
        self.traits_in_scope = traits;
    }
}

/// Where a function or constant is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain")]
pub enum Container {
    Module,
    Impl(ImplId),
    Trait(TraitId),
    /// `extern "…" { }`
    Foreign,
}

/// A function.
#[derive(Debug)]
pub struct FnData {
    /// Its name.
    pub name: ast::Ident,
    /// The item.
    pub item: Lazy<ast::FnItem>,
    /// Its attributes, `cfg_attr` expanded.
    pub attrs: Vec<ast::Attr>,
    /// Where.
    pub module: ModuleId,
    /// In what.
    pub container: Container,
    /// All of it.
    pub span: Span,
    /// Who sees it.
    pub vis: Vis,
    pub(super) generics: OnceLock<Arc<Generics>>,
    pub(super) sig: OnceLock<Arc<FnSig>>,
    pub(super) body: OnceLock<Arc<super::bodies::BodyData>>,
    pub(super) inference: OnceLock<Arc<super::infer::Inference>>,
}

/// Structs, unions, enums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain")]
pub enum AdtKind {
    Struct,
    Union,
    Enum,
}

/// A variant (a struct or union has one).
#[derive(Debug)]
pub struct VariantData {
    /// Its name.
    pub name: ast::Ident,
    /// Its fields, those that `cfg` leaves.
    pub fields: ast::Fields,
    /// Its written discriminant.
    pub discriminant: Option<ast::Code>,
}

/// A struct, union or enum.
#[derive(Debug)]
pub struct AdtData {
    /// Its name.
    pub name: ast::Ident,
    /// What it is.
    pub kind: AdtKind,
    /// Parameters and `where`.
    pub ast_generics: Lazy<ast::Generics>,
    /// Its variants.
    pub variants: Lazy<Vec<VariantData>>,
    /// Attributes, `cfg_attr` expanded.
    pub attrs: Vec<ast::Attr>,
    /// Where.
    pub module: ModuleId,
    /// Who sees it.
    pub vis: Vis,
    pub(super) generics: OnceLock<Arc<Generics>>,
    /// By variant, by field.
    pub(super) field_types: OnceLock<Vec<Vec<Ty>>>,
}

/// A trait.
#[derive(Debug)]
pub struct TraitData {
    /// Its name.
    pub name: ast::Ident,
    /// Parameters and `where`.
    pub ast_generics: Lazy<ast::Generics>,
    /// `auto trait`
    pub is_auto: bool,
    /// Supertraits as written.
    pub bounds: Lazy<Vec<ast::Bound>>,
    /// Methods, by name.
    pub fns: Vec<(Symbol, FnId)>,
    /// Associated types.
    pub types: Vec<(Symbol, AliasId)>,
    /// Associated constants.
    pub consts: Vec<(Symbol, ConstId)>,
    /// Attributes.
    pub attrs: Vec<ast::Attr>,
    /// Where.
    pub module: ModuleId,
    /// Who sees it.
    pub vis: Vis,
    pub(super) generics: OnceLock<Arc<Generics>>,
    pub(super) supertraits: OnceLock<Vec<super::ty::TraitRef>>,
    pub(super) supertrait_projections: OnceLock<Arc<[super::sig::Predicate]>>,
}

/// An `impl` block.
#[derive(Debug)]
pub struct ImplData {
    /// Parameters and `where`.
    pub ast_generics: Lazy<ast::Generics>,
    /// The trait as written.
    pub of_trait: Lazy<Option<ast::Path>>,
    /// `impl !Trait`
    pub is_negative: bool,
    /// `unsafe impl`
    pub is_unsafe: bool,
    /// The type as written.
    pub self_ty: Lazy<ast::TypeRef>,
    /// Methods.
    pub fns: Vec<(Symbol, FnId)>,
    /// Associated types.
    pub types: Vec<(Symbol, AliasId)>,
    /// Associated constants.
    pub consts: Vec<(Symbol, ConstId)>,
    /// Whether `#[derive]` wrote it.
    pub is_derived: bool,
    /// The names in its header, where those are all that is known of it.
    pub(super) key: Option<ImplKey>,
    /// The trait and the head of the type that these mean, once somebody asked.
    pub(super) found: OnceLock<(Option<TraitId>, Option<super::impls::Head>)>,
    /// Where.
    pub module: ModuleId,
    /// All of it (of a derived one: the attribute).
    pub span: Span,
    pub(super) generics: OnceLock<Arc<Generics>>,
    pub(super) header: OnceLock<Option<Arc<ImplHeader>>>,
}

/// A constant.
#[derive(Debug)]
pub struct ConstData {
    /// Its name (`_` too).
    pub name: ast::Ident,
    /// Its type as written.
    pub ty: Lazy<ast::TypeRef>,
    /// Parameters.
    pub ast_generics: Lazy<ast::Generics>,
    /// Its value.
    pub value: Lazy<Option<ast::Code>>,
    /// Where.
    pub module: ModuleId,
    /// In what.
    pub container: Container,
    /// Attributes.
    pub attrs: Vec<ast::Attr>,
    /// Who sees it.
    pub vis: Vis,
    pub(super) generics: OnceLock<Arc<Generics>>,
    pub(super) lowered: OnceLock<Ty>,
    pub(super) body: OnceLock<Arc<super::bodies::BodyData>>,
    pub(super) inference: OnceLock<Arc<super::infer::Inference>>,
}

/// A static.
#[derive(Debug)]
pub struct StaticData {
    /// Its name.
    pub name: ast::Ident,
    /// Its type as written.
    pub ty: Lazy<ast::TypeRef>,
    /// `static mut`
    pub mutable: bool,
    /// Its value.
    pub value: Lazy<Option<ast::Code>>,
    /// Where.
    pub module: ModuleId,
    /// Attributes.
    pub attrs: Vec<ast::Attr>,
    /// Who sees it.
    pub vis: Vis,
    pub(super) lowered: OnceLock<Ty>,
    pub(super) body: OnceLock<Arc<super::bodies::BodyData>>,
    pub(super) inference: OnceLock<Arc<super::infer::Inference>>,
}

/// A type alias, associated types included.
#[derive(Debug)]
pub struct AliasData {
    /// Its name.
    pub name: ast::Ident,
    /// Parameters.
    pub ast_generics: Lazy<ast::Generics>,
    /// What it stands for.
    pub ty: Lazy<Option<ast::TypeRef>>,
    /// Bounds of a trait's associated type.
    pub bounds: Lazy<Vec<ast::Bound>>,
    /// Where.
    pub module: ModuleId,
    /// In what.
    pub container: Container,
    /// Who sees it.
    pub vis: Vis,
    pub(super) generics: OnceLock<Arc<Generics>>,
    pub(super) lowered: OnceLock<Ty>,
}

/// A macro.
#[derive(Debug)]
pub struct MacroData {
    /// Its name.
    pub name: ast::Ident,
    /// The text of its rules.
    pub body: Span,
    /// `macro` rather than `macro_rules!`
    pub is_macro2: bool,
    /// Where.
    pub module: ModuleId,
    /// `#[macro_export]`
    pub is_exported: bool,
    /// `#[macro_export(local_inner_macros)]`
    pub local_inner: bool,
    /// Whether the compiler implements it (`#[rustc_builtin_macro]`).
    pub is_builtin: bool,
    pub(super) rules: OnceLock<Option<Arc<crate::syntax::macros::MacroRules>>>,
}

/// All definitions of a crate or of a block.
#[derive(Debug)]
pub struct Unit {
    /// Its number.
    pub id: UnitId,
    /// The crate it belongs to.
    pub krate: CrateId,
    /// Modules; number 0 is the root (the block itself, for a block).
    pub modules: Vec<ModuleData>,
    /// Functions.
    pub fns: Vec<FnData>,
    /// Structs, unions, enums.
    pub adts: Vec<AdtData>,
    /// Traits.
    pub traits: Vec<TraitData>,
    /// Impls.
    pub impls: Vec<ImplData>,
    /// Constants.
    pub consts: Vec<ConstData>,
    /// Statics.
    pub statics: Vec<StaticData>,
    /// Aliases.
    pub aliases: Vec<AliasData>,
    /// Macros.
    pub macros: Vec<MacroData>,
    /// The prelude's module, if there is one.
    pub prelude: Option<ModuleId>,
    /// Names of other crates.
    pub extern_prelude: FxHashMap<Symbol, ModuleId>,
    /// Macros of `#[macro_use] extern crate`.
    pub macro_prelude: FxHashMap<Symbol, MacroId>,
    /// Files that were read.
    pub files: Vec<FileId>,
    /// What could not be read, parsed or resolved.
    pub problems: Vec<Problem>,
    /// Imports that lead to crates that are not there: by module and name, the whole path.
    pub open_imports: FxHashMap<(u32, Symbol), Vec<Symbol>>,
    /// Glob imports that do.
    pub open_globs: Vec<(u32, Vec<Symbol>)>,
    pub(super) impl_index: OnceLock<Arc<ImplIndex>>,
    /// Whether the bodies of `const _: () = { … }` were read: macros put impls there.
    pub(super) anonymous_read: OnceLock<()>,
    /// The impls by the names in their headers, where those are all that is known of them.
    pub(super) late: Option<super::impls::LateImpls>,
}

/// Something that was not analysed, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where; `None` where the place is a file that could not be read at all.
    pub span: Option<Span>,
    /// What, in lower case.
    pub message: String,
    /// How grave.
    pub kind: ProblemKind,
}

/// Kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The file does not parse or could not be read: an error of the user's.
    Syntax,
    /// A macro that could not be found or expanded: counted as unresolved.
    Macro,
    /// An import that leads nowhere: counted as unresolved.
    Import,
}
