//! What the bodies of a package say about tables: literals, stores into fields, copies from place to place, calls.
//!
//! Only bodies whose text can matter are parsed: those that name a table's type or a field, and then, step by step,
//! those that name what the first ones make.

use std::rc::Rc;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::call_graph::bodies_of;
use crate::resolve::db::Db;
use crate::resolve::defs::Container;
use crate::resolve::ids::{CrateId, FnId, UnitId};
use crate::resolve::infer::Resolution;
use crate::resolve::ty::Args;
use crate::source::Symbol;
use crate::syntax::ast::{GenericArg, TypeRef};
use crate::syntax::body::{ExprId, ExprKind, Stmt};

use super::facts::{Content, Facts, LiteralFact, Site, StoreFact, UseFact};
use super::instance;
use super::place::{Dest, Place, Root, Slot};
use super::role::Role;
use super::shape::Shape;
use super::text;
use super::view::{Binding, Bodies, View};

/// Collect the facts of `krates`.
pub fn collect(bodies: &Bodies<'_>, krates: &[CrateId]) -> Facts {
    let db = bodies.db;
    let mut facts = Facts::default();
    let mut names = text::table_macros(db, krates);
    let mut outside: Vec<(BodyOwner, CrateId)> = Vec::new();
    loop {
        let words = names.iter().map(|name| name.as_str()).collect();
        let mut fresh: Vec<(BodyOwner, CrateId)> = std::mem::take(&mut outside);
        for &krate in krates {
            for owner in owners_of(db, krate) {
                if !facts.crates.contains_key(&owner) && (text::matters(db, owner, &words) || is_declared_table(db, owner)) {
                    fresh.push((owner, krate));
                }
            }
        }
        fresh.retain(|(owner, _)| !facts.crates.contains_key(owner));
        if fresh.is_empty() {
            return facts;
        }
        for (owner, krate) in fresh {
            if facts.crates.insert(owner, krate).is_none()
                && let Some(view) = bodies.view(owner)
            {
                Scan { bodies, view: &view, facts: &mut facts, outside: &mut outside, krates, krate }.run();
            }
        }
        facts.reached_names(db, &mut names);
    }
}

/// The bodies of a crate, those of the blocks that were read so far included.
pub fn owners_of(db: &Db, krate: CrateId) -> Vec<BodyOwner> {
    let mut out = bodies_of(db.unit(UnitId(krate.0)));
    for unit in db.loaded_units().filter(|u| u.krate == krate && u.id.0 != krate.0) {
        out.extend(bodies_of(unit));
    }
    out
}

struct Scan<'s, 'a> {
    bodies: &'s Bodies<'a>,
    view: &'s Rc<View>,
    facts: &'s mut Facts,
    outside: &'s mut Vec<(BodyOwner, CrateId)>,
    krates: &'s [CrateId],
    krate: CrateId,
}

impl Scan<'_, '_> {
    fn run(&mut self) {
        let view = Rc::clone(self.view);
        for expr in &view.order {
            self.expr(&view, *expr);
        }
    }

    fn expr(&mut self, view: &View, expr: ExprId) {
        match view.kind(expr) {
            ExprKind::Struct { path, fields, base, rest } => {
                let Some(shape) = view.literal_shape(self.bodies.db, expr).filter(|_| !rest) else { return };
                let Some(name) = path.segments.last() else { return };
                let roles = fields.iter().filter_map(|f| Some((Role::from_field(f.name.name.as_str())?, f.value))).collect();
                let fact = LiteralFact { owner: view.owner, expr, shape, span: name.name.span, fields: roles, base: *base };
                let index = self.facts.literals.len();
                self.facts.literals.push(fact);
                let slot = match self.bodies.destination(view, expr) {
                    Dest::To(slot, _) => slot,
                    Dest::Base(literal, _) => {
                        // A literal as another's base.
                        let root = Root::Free(view.owner, expr);
                        let args = identity(self.bodies.db, view.owner);
                        self.record_base(view, literal, root, Vec::new(), Site { caller: view.owner, expr, args, values: Vec::new() });
                        Slot { root, path: Vec::new() }
                    }
                    Dest::Part | Dest::Read | Dest::Lost => Slot { root: Root::Free(view.owner, expr), path: Vec::new() },
                };
                self.facts.put(slot, Content::Literal(index));
            }
            ExprKind::Assign { lhs, rhs } => self.store(view, *lhs, *rhs),
            ExprKind::Path(_) => self.path(view, expr),
            ExprKind::Call { args, .. } => {
                if matches!(view.last_name(expr), Some("write" | "write_volatile" | "write_unaligned" | "replace"))
                    && let [place, value] = args.as_slice()
                {
                    self.store(view, *place, *value);
                }
                self.call(view, expr, args.clone());
            }
            ExprKind::MethodCall { recv, method, args, .. } => {
                if matches!(method.name.as_str(), "write" | "write_volatile" | "write_unaligned" | "replace" | "insert" | "set")
                    && let [value] = args.as_slice()
                {
                    self.store(view, *recv, *value);
                }
                self.call(view, expr, std::iter::once(*recv).chain(args.iter().copied()).collect());
            }
            _ => {}
        }
    }

    /// `place.LooksAlive = value`
    fn store(&mut self, view: &View, place: ExprId, value: ExprId) {
        let mut field = place;
        while let ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } = view.kind(field) {
            field = *operand;
        }
        let ExprKind::Field { base, name } = view.kind(field) else { return };
        let Some(role) = Role::from_field(name.name.as_str()) else { return };
        let Some(found) = self.bodies.place(view, *base) else { return };
        let Some(shape) = self.shape_of_place(view, field, *base, &found) else { return };
        let index = self.facts.stores.len();
        self.facts.stores.push(StoreFact { owner: view.owner, shape, role, value });
        self.facts.put(found.slot, Content::Store(index));
    }

    /// What is stored into: by type where that is known, else by the way that leads there or the written type.
    fn shape_of_place(&self, view: &View, field: ExprId, base: ExprId, place: &Place) -> Option<Shape> {
        let db = self.bodies.db;
        if let Some((variant, _)) = view.inference.fields.get(&field) {
            return Shape::of_adt(db, variant.adt);
        }
        let ty = view.inference.type_of(base);
        if !ty.peel_refs().is_unknown() {
            return Shape::of_type(db, &ty);
        }
        if let Some(version) = place.version {
            return Some(Shape::Platform(version, None));
        }
        let Root::Local(owner, pat) = place.slot.root else { return None };
        let module = view.data.module_of(base);
        let written = match (view.binding(pat)?, owner) {
            (Binding::Param(index), BodyOwner::Fn(id)) => {
                let item = &db.fn_data(id).item;
                &item.params.get(index - usize::from(item.self_param.is_some()))?.ty
            }
            _ => written_type(view, pat)?,
        };
        Shape::of_written(db, module, written)
    }

    fn path(&mut self, view: &View, expr: ExprId) {
        let under = view.parent(expr).map(|p| view.kind(p));
        let is_place = match under {
            Some(ExprKind::Ref { .. } | ExprKind::Field { .. } | ExprKind::Index { .. }) => true,
            Some(ExprKind::MethodCall { recv, .. }) => *recv == expr,
            Some(ExprKind::Assign { lhs, .. }) => *lhs == expr,
            _ => false,
        };
        match view.path(expr).cloned() {
            Some(Resolution::Const(id, args)) => {
                let (id, args) = instance::of_const(self.bodies.db, id, &args);
                let site = Site { caller: view.owner, expr, args, values: Vec::new() };
                self.facts.const_uses.entry(id).or_default().push(site.clone());
                self.reach(
                    BodyOwner::Const(id),
                    mentions_table(self.bodies.db, self.bodies.db.const_data(id).module, &self.bodies.db.const_data(id).ty),
                );
                self.used(view, expr, Root::Const(id), site);
            }
            Some(Resolution::Static(id)) if !is_place => {
                let site = Site { caller: view.owner, expr, args: std::sync::Arc::from([]), values: Vec::new() };
                self.used(view, expr, Root::Static(id), site);
            }
            Some(Resolution::Local(pat)) if !is_place && self.bodies.holds_by_value(view, pat) => {
                // A variable that stands for a place is no copy of its own.
                let own = Root::Local(view.owner, pat);
                if self.bodies.place(view, expr).is_some_and(|p| p.slot.root == own) {
                    let site = Site { caller: view.owner, expr, args: identity(self.bodies.db, view.owner), values: Vec::new() };
                    self.used(view, expr, own, site);
                }
            }
            Some(Resolution::Fn(id, args)) => {
                let is_called = matches!(under, Some(ExprKind::Call { callee, .. }) if *callee == expr);
                if !is_called {
                    self.function(view, expr, id, &args, Vec::new());
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, view: &View, expr: ExprId, values: Vec<ExprId>) {
        if let Some((id, args)) = view.callee(expr) {
            let args = std::sync::Arc::clone(args);
            self.function(view, expr, id, &args, values);
        }
    }

    fn function(&mut self, view: &View, expr: ExprId, id: FnId, args: &Args, values: Vec<ExprId>) {
        let db = self.bodies.db;
        let (id, args) = instance::of_fn(db, id, args);
        if !self.bodies.is_open(id) {
            return;
        }
        let data = db.fn_data(id);
        let signature = data.item.params.iter().map(|p| &p.ty).chain(&data.item.ret);
        let mut in_table = false;
        for ty in signature {
            in_table |= mentions_table(db, data.module, ty);
        }
        self.reach(BodyOwner::Fn(id), in_table);
        let site = Site { caller: view.owner, expr, args, values };
        self.facts.sites.entry(id).or_default().push(site.clone());
        self.used(view, expr, Root::Result(id), site);
    }

    /// A body of another crate that may make or fill tables for this one.
    fn reach(&mut self, owner: BodyOwner, matters: bool) {
        let krate = self.bodies.db.crate_of(owner.unit());
        if matters && !self.krates.contains(&krate) && !self.bodies.db.is_std(krate) {
            self.outside.push((owner, self.krate));
        }
    }

    fn used(&mut self, view: &View, expr: ExprId, source: Root, site: Site) {
        match self.bodies.destination(view, expr) {
            Dest::To(slot, taken) if slot.root == source => drop((slot, taken)),
            Dest::To(slot, taken) => {
                let index = self.facts.uses.len();
                self.facts.uses.push(UseFact { source, taken, site });
                self.facts.copied.insert(source);
                self.facts.put(slot, Content::Copy(index));
            }
            Dest::Base(literal, taken) => self.record_base(view, literal, source, taken, site),
            // A constant that others only take from is like a base.
            Dest::Part => drop(self.facts.copied.insert(source)),
            Dest::Read => {}
            Dest::Lost => {
                self.facts.lost.insert(source);
            }
        }
    }

    fn record_base(&mut self, view: &View, literal: ExprId, source: Root, taken: Vec<Symbol>, site: Site) {
        let index = self.facts.uses.len();
        self.facts.uses.push(UseFact { source, taken, site });
        self.facts.copied.insert(source);
        self.facts.bases.entry((view.owner, literal)).or_default().push(index);
    }
}

/// The parameters of a body's owner as arguments for themselves.
pub fn identity(db: &Db, owner: BodyOwner) -> Args {
    db.generics(owner.generic_owner()).identity()
}

/// The type written on a `let`.
fn written_type(view: &View, pat: crate::syntax::body::PatId) -> Option<&TypeRef> {
    view.order.iter().find_map(|expr| match view.kind(*expr) {
        ExprKind::Block(block) => block.stmts.iter().find_map(|stmt| match stmt {
            Stmt::Let { pat: p, ty, .. } if *p == pat => ty.as_ref(),
            _ => None,
        }),
        _ => None,
    })
}

/// Whether a static or constant is declared as a table, or a function to give one: what it is made of may be another crate's.
fn is_declared_table(db: &Db, owner: BodyOwner) -> bool {
    match owner {
        BodyOwner::Static(id) => mentions_table(db, db.static_data(id).module, &db.static_data(id).ty),
        BodyOwner::Const(id) => mentions_table(db, db.const_data(id).module, &db.const_data(id).ty),
        BodyOwner::Fn(id) => match &db.fn_data(id).item.ret {
            Some(TypeRef::Path(path)) => path.segments.last().is_some_and(|s| s.name.name.as_str().starts_with("CLRES_")),
            _ => false,
        },
    }
}

/// Whether a written type speaks of a table.
fn mentions_table(db: &Db, module: crate::resolve::ids::ModuleId, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Path(path) => {
            let named = path.segments.last().is_some_and(|s| s.name.name.as_str().starts_with("CLRES_"));
            named
                || Shape::of_path(db, module, path).is_some()
                || path.segments.iter().filter_map(|s| s.args.as_ref()).flat_map(|a| &a.args).any(|arg| match arg {
                    GenericArg::Type(ty) => mentions_table(db, module, ty),
                    GenericArg::Const(_) => false,
                })
        }
        TypeRef::Ref { ty, .. } | TypeRef::Ptr { ty, .. } | TypeRef::Slice(ty) | TypeRef::Array(ty, _) => mentions_table(db, module, ty),
        TypeRef::Tuple(parts) => parts.iter().any(|ty| mentions_table(db, module, ty)),
        _ => false,
    }
}

/// The trait around an owner, if it is declared in one.
pub fn trait_of(db: &Db, owner: BodyOwner) -> Option<crate::resolve::ids::TraitId> {
    let container = match owner {
        BodyOwner::Fn(id) => db.fn_data(id).container,
        BodyOwner::Const(id) => db.const_data(id).container,
        BodyOwner::Static(_) => return None,
    };
    match container {
        Container::Trait(id) => Some(id),
        _ => None,
    }
}
