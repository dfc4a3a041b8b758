//! What the rest of the tool sees of entry points.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::resolve::ids::{CrateId, Def, FnId};
use crate::resolve::ty::Args;
use crate::source::Span;
use crate::syntax::body::ExprId;

use super::assemble::{Resting, crate_of};
use super::facts::Facts;
use super::partial::{Found, Partial, Rest};
use super::place::Root;
use super::role::Role;
use super::roots::root_name;
use super::shape::Shape;
use super::trampoline;
use super::value::Value;
use super::view::Bodies;

/// What runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A function, with its generic arguments (of a trait's method that no impl is known for, the trait's own with
    /// `Self` first). Parameters are left where nobody says what they are.
    Fn(FnId, Args),
    /// A closure: the body that it stands in, the closure, and the arguments of the item around it.
    Closure(BodyOwner, ExprId, Args),
}

impl Target {
    /// Its path from its crate's name, with the type arguments that tell it from others:
    /// `disk::looks_alive`, `disk::looks_alive::<disk::Share>`, `disk::TABLE::{closure}`.
    pub fn path(&self, db: &Db) -> String {
        let (path, args) = match self {
            Self::Fn(id, args) => (db.callee_path(*id, args, None), args),
            Self::Closure(owner, _, args) => {
                let path = match owner {
                    BodyOwner::Fn(id) => db.callee_path(*id, args, None),
                    BodyOwner::Const(id) => db.definition_path(Def::Const(*id), None),
                    BodyOwner::Static(id) => db.definition_path(Def::Static(*id), None),
                };
                (format!("{path}::{{closure}}"), args)
            }
        };
        // A method's type stands in its path.
        if args.is_empty() || path.starts_with('<') {
            return path;
        }
        let args: Vec<String> = args.iter().map(|ty| db.show_type(ty, None)).collect();
        format!("{path}::<{}>", args.join(", "))
    }
}

/// A function in its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What runs.
    pub target: Target,
    /// The field's value; for exports and the like, the function's name. May lie in a macro's expansion
    /// (`Sources::written_at` leads to the text).
    pub span: Span,
    /// Where it is a trampoline: the one function or method that it forwards to.
    pub forwards_to: Option<Forward>,
    /// The functions that run instead of it: the way there, and what it is under other names.
    pub forwards: Vec<Forward>,
}

/// Where a trampoline leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// The function or method that runs.
    pub function: FnId,
    /// Its type arguments.
    pub args: Args,
    /// The constants that it is given, which choose what it does (`verify(disk, true)`): place among the arguments,
    /// and what stands there.
    pub mode: Vec<(usize, String)>,
}

impl Entry {
    /// The function and its arguments; `None` for a closure.
    pub fn function(&self) -> Option<(FnId, Args)> {
        match &self.target {
            Target::Fn(id, args) => Some((*id, args.clone())),
            Target::Closure(..) => None,
        }
    }
}

/// Why a function has its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Rule 1: it is in a platform table.
    PlatformTable,
    /// Rule 2: it is in a hand-written table.
    HandWrittenTable,
    /// Rule 3: it is exported.
    Export,
    /// Rule 4: it is configured.
    Configuration,
    /// Rule 5: it is called so.
    Name,
}

/// What kind of table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `CLRES_Vn_FUNCTIONS`: 1 to 4. Where several lie in one union, the largest.
    Version(u8),
    /// A hand-written struct.
    HandWritten,
    /// No struct: what belongs together by rules 3 to 5.
    Loose,
}

/// Entry points that the host gets together.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name in the innermost struct literal, else the variable that is filled, else a function's name.
    pub place: Span,
    /// The static's, constant's or variable's name; a configured type's; an exported or named function's.
    pub name: String,
    /// The crate whose code makes it.
    pub krate: CrateId,
    /// What it is.
    pub kind: Kind,
    /// Why it counts.
    pub rule: Rule,
    /// What is in it. A field that is filled in several ways has several entries.
    pub fields: BTreeMap<Role, Vec<Entry>>,
    /// Fields that are `None`, or left at a default that is `None`.
    pub missing: BTreeSet<Role>,
    /// Fields that hold something that could not be followed.
    pub unknown: BTreeSet<Role>,
}

impl Table {
    /// The entries of a role.
    pub fn entries(&self, role: Role) -> &[Entry] {
        self.fields.get(&role).map_or(&[], Vec::as_slice)
    }

    /// Those of its fields that no table may leave out, and that are missing.
    pub fn missing_required(&self) -> impl Iterator<Item = Role> + '_ {
        [Role::LooksAlive, Role::Terminate].into_iter().filter(|role| self.missing.contains(role))
    }

    /// Its functions.
    pub fn functions(&self) -> impl Iterator<Item = FnId> + '_ {
        self.fields.values().flatten().filter_map(|entry| match entry.target {
            Target::Fn(id, _) => Some(id),
            Target::Closure(..) => None,
        })
    }
}

/// A function that hands out the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Startup {
    /// The name under which it is exported.
    pub name: String,
    /// Its own name.
    pub place: Span,
    /// Its crate.
    pub krate: CrateId,
}

/// All entry points that were found.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// By file and place.
    pub tables: Vec<Table>,
    /// Exported `Startup` and `StartupEx` functions of packages in which no table was found.
    pub startups_without_table: Vec<Startup>,
    /// Configured paths that name no function in any crate of the run.
    pub unmatched: Vec<String>,
}

impl Roles {
    /// Every `LooksAlive` with its table.
    pub fn looks_alives(&self) -> impl Iterator<Item = (&Table, &Entry)> {
        self.tables.iter().flat_map(|table| table.entries(Role::LooksAlive).iter().map(move |entry| (table, entry)))
    }

    /// What can run together with the table's `LooksAlive` on the same instance: its own `Terminate`s, or, where the
    /// table does not say, all of the package.
    pub fn terminates_of<'r>(&'r self, db: &Db, table: &'r Table) -> Vec<(&'r Table, &'r Entry)> {
        let own: Vec<_> = table.entries(Role::Terminate).iter().map(|entry| (table, entry)).collect();
        if own.is_empty() && !table.missing.contains(&Role::Terminate) { self.terminates_of_package(db, table.krate) } else { own }
    }

    /// What can run together with any `LooksAlive` of the crate's package on some instance: for statics.
    pub fn terminates_of_package(&self, db: &Db, krate: CrateId) -> Vec<(&Table, &Entry)> {
        let package = super::package_of(db, krate);
        let tables = self.tables.iter().filter(|table| super::package_of(db, table.krate) == package);
        let mut seen = FxHashSet::default();
        let entries = tables.flat_map(|table| table.entries(Role::Terminate).iter().map(move |entry| (table, entry)));
        entries.filter(|(_, entry)| seen.insert(&entry.target)).collect()
    }

    /// All functions that have a role.
    pub fn functions(&self) -> impl Iterator<Item = FnId> + '_ {
        self.tables.iter().flat_map(Table::functions)
    }

    /// By file and place, then by name.
    pub(super) fn sort(&mut self, db: &Db) {
        let key = |span: Span| {
            let written = db.sources.written_at(span);
            (db.sources.file(written.file).name.clone(), written.lo)
        };
        let invoked = |span: Span| db.sources.invocations(span).last().map(|s| key(*s));
        self.tables.sort_by_cached_key(|t| (key(t.place), invoked(t.place), t.name.clone(), t.krate, shown_functions(db, t)));
        self.startups_without_table.sort_by_cached_key(|startup| (key(startup.place), startup.krate));
    }
}

fn shown_functions(db: &Db, table: &Table) -> Vec<String> {
    let shown = table.fields.values().flatten().map(|entry| match &entry.target {
        Target::Fn(id, args) => {
            let args: Vec<String> = args.iter().map(|ty| db.show_type(ty, None)).collect();
            format!("{}<{}>", db.callee_path(*id, args_of(&entry.target), None), args.join(","))
        }
        Target::Closure(..) => String::new(),
    });
    shown.collect()
}

fn args_of(target: &Target) -> &Args {
    match target {
        Target::Fn(_, args) | Target::Closure(_, _, args) => args,
    }
}

/// An entry for a function.
pub(super) fn entry(bodies: &Bodies<'_>, id: FnId, args: Args, span: Span) -> Entry {
    let ways = trampoline::ways(bodies, id, &args);
    Entry { target: Target::Fn(id, args), span, forwards_to: ways.aim, forwards: ways.all }
}

/// Tables of rules 1 and 2.
pub(super) fn of_memory(bodies: &Bodies<'_>, facts: &Facts, resting: &[Resting]) -> Vec<Table> {
    let mut out: Vec<Table> = Vec::new();
    for one in resting {
        let Some(shape) = one.table.shape else { continue };
        let (fields, missing, unknown) = fields_of(bodies, &one.table, shape);
        let table = Table {
            place: one.table.span,
            name: name_of(bodies, one),
            krate: crate_of(bodies, facts, one),
            kind: match shape {
                Shape::Platform(version, _) => Kind::Version(version),
                Shape::HandWritten(_) => Kind::HandWritten,
            },
            rule: match shape {
                Shape::Platform(..) => Rule::PlatformTable,
                Shape::HandWritten(_) => Rule::HandWrittenTable,
            },
            fields,
            missing,
            unknown,
        };
        out.push(table);
    }
    out
}

/// The one static that holds it, else what holds it first; with the field or element where there are several in it.
fn name_of(bodies: &Bodies<'_>, one: &Resting) -> String {
    let mut statics = one.roots.iter().filter(|(root, _)| matches!(root, Root::Static(_)));
    let root = match (statics.next(), statics.next()) {
        (Some((only, _)), None) => *only,
        _ => one.table.changed.last().copied().unwrap_or(one.table.root),
    };
    let mut name = root_name(bodies, root);
    for part in one.roots.iter().find(|(at, _)| *at == root).map_or(&[][..], |(_, path)| path) {
        if !part.as_str().starts_with('[') {
            name.push('.');
        }
        name.push_str(part.as_str());
    }
    name
}

type Fields = (BTreeMap<Role, Vec<Entry>>, BTreeSet<Role>, BTreeSet<Role>);

fn fields_of(bodies: &Bodies<'_>, table: &Partial, shape: Shape) -> Fields {
    let mut fields: BTreeMap<Role, Vec<Entry>> = BTreeMap::new();
    let (mut missing, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for (role, values) in &table.fields {
        let mut is_unknown = false;
        for Found { value, span } in values {
            let entry = match value {
                Value::Fn(id, args) => entry(bodies, *id, args.clone(), *span),
                Value::Closure(owner, expr, args) => {
                    Entry { target: Target::Closure(*owner, *expr, args.clone()), span: *span, forwards_to: None, forwards: Vec::new() }
                }
                Value::Absent => continue,
                Value::Param(..) | Value::Unknown => {
                    is_unknown = true;
                    continue;
                }
            };
            let known = fields.entry(*role).or_default();
            if !known.iter().any(|e| e.target == entry.target) {
                known.push(entry);
            }
        }
        if is_unknown {
            unknown.insert(*role);
        }
    }
    for role in shape.roles(bodies.db) {
        let is_absent = match table.fields.get(&role) {
            Some(values) => values.iter().all(|found| found.value == Value::Absent),
            None => table.rest == Rest::Default,
        };
        if is_absent {
            missing.insert(role);
        } else if !table.fields.contains_key(&role) {
            unknown.insert(role);
        }
    }
    (fields, missing, unknown)
}
