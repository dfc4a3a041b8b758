//! From facts to tables: follows copies, bases and helpers, so that what lies in one piece of memory is one table.
//!
//! A *partial* is a table on its way: it starts at a literal (or at a variable that is filled) and is copied through
//! constants, variables, parameters and results. It becomes a table where it comes to rest. A copy that nothing
//! changes stays the same table, however many there are; a constant that others only build on is none.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::resolve::bodies::BodyOwner;
use crate::resolve::ids::{CrateId, FnId};
use crate::resolve::limits::Limit;
use crate::source::Symbol;
use crate::syntax::ast::TypeRef;
use crate::syntax::body::ExprId;

use super::facts::{Content, Facts, Site};
use super::instance;
use super::partial::{Found, Origin, Partial, Rest};
use super::place::Root;
use super::roots::{owner_of, root_span};
use super::scan::trait_of;
use super::shape::Shape;
use super::value::Value;
use super::view::{Binding, Bodies};

/// How many callers of callers a generic table or helper is followed through.
const CALLERS: u32 = 6;
const TOO_FAR: Limit = Limit::new("function tables are filled more than {} calls away; what lies farther is not found", CALLERS as usize);
/// How many tables may come of one piece of code.
const INSTANCES: usize = 256;
const TOO_MANY: Limit = Limit::new("more than {} function tables come of one piece of code; the others are not found", INSTANCES);

/// A table and where it rests.
#[derive(Clone, Debug)]
pub struct Resting {
    /// The table.
    pub table: Partial,
    /// What holds it, and the fields that lead to it there.
    pub roots: Vec<(Root, Vec<Symbol>)>,
}

type Partials = Rc<Vec<(Vec<Symbol>, Partial)>>;

/// What a parameter that is a reference stands for: a root's place, at a call.
struct Alias {
    param: Root,
    path: Vec<Symbol>,
    site: Site,
}

struct Assembler<'b, 'a> {
    bodies: &'b Bodies<'a>,
    facts: &'b Facts,
    aliases: BTreeMap<Root, Vec<Alias>>,
    aliased: FxHashSet<Root>,
    done: RefCell<FxHashMap<Root, Partials>>,
    active: RefCell<FxHashSet<Root>>,
}

/// All tables of `facts`.
pub fn assemble(bodies: &Bodies<'_>, facts: &Facts) -> Vec<Resting> {
    let mut this = Assembler {
        bodies,
        facts,
        aliases: BTreeMap::new(),
        aliased: FxHashSet::default(),
        done: RefCell::default(),
        active: RefCell::default(),
    };
    this.find_aliases();
    let roots: BTreeSet<Root> = facts.contents.keys().chain(this.aliases.keys()).copied().collect();
    let mut out: Vec<Resting> = Vec::new();
    for root in roots {
        if !this.is_rest(root) {
            continue;
        }
        for (path, partial) in this.partials(root).iter() {
            for table in this.instances(partial, owner_of(root), 0) {
                if table.shape.is_none() || (table.hole.is_some() && table.fields.is_empty()) {
                    continue;
                }
                match out.iter_mut().find(|known| known.table.is_same(&table)) {
                    Some(known) => known.roots.push((root, path.clone())),
                    None => out.push(Resting { table, roots: vec![(root, path.clone())] }),
                }
            }
        }
    }
    out
}

/// The crate that a table belongs to: whose code led to it.
pub fn crate_of(bodies: &Bodies<'_>, facts: &Facts, resting: &Resting) -> CrateId {
    let owner = owner_of(resting.table.root);
    facts.crates.get(&owner).copied().unwrap_or_else(|| bodies.db.crate_of(owner.unit()))
}

impl Assembler<'_, '_> {
    /// The parameter of a function that a root is.
    fn param(&self, root: Root) -> Option<(FnId, usize)> {
        match root {
            Root::This(id) => Some((id, 0)),
            Root::Local(owner @ BodyOwner::Fn(id), pat) => match self.bodies.view(owner)?.binding(pat)? {
                Binding::Param(index) => Some((id, index)),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_reference(&self, root: Root) -> bool {
        match root {
            Root::This(id) => {
                let this = self.bodies.db.fn_data(id).item.self_param.as_ref();
                this.is_some_and(|this| matches!(this.ty, TypeRef::Ref { .. } | TypeRef::Ptr { .. }))
            }
            Root::Local(owner, pat) => {
                let Some(view) = self.bodies.view(owner) else { return false };
                view.is_pointer(pat)
                    || self.param(root).is_some_and(|(id, index)| {
                        let item = &self.bodies.db.fn_data(id).item;
                        let written = index.checked_sub(usize::from(item.self_param.is_some())).and_then(|i| item.params.get(i));
                        written.is_some_and(|p| matches!(p.ty, TypeRef::Ref { .. } | TypeRef::Ptr { .. }))
                    })
            }
            _ => false,
        }
    }

    fn find_aliases(&mut self) {
        // A reference may be handed on: a caller's parameter that is found here is looked at again.
        let mut open: Vec<Root> = self.facts.contents.keys().copied().collect();
        while let Some(param) = open.pop() {
            if self.aliased.contains(&param) || !self.is_reference(param) {
                continue;
            }
            let Some((id, index)) = self.param(param) else { continue };
            for site in self.facts.sites.get(&id).map_or(&[][..], Vec::as_slice) {
                let place = site.values.get(index).and_then(|arg| {
                    let view = self.bodies.view(site.caller)?;
                    self.bodies.place(&view, *arg)
                });
                let Some(place) = place.filter(|p| p.slot.root != param) else { continue };
                self.aliased.insert(param);
                open.push(place.slot.root);
                self.aliases.entry(place.slot.root).or_default().push(Alias { param, path: place.slot.path, site: site.clone() });
            }
        }
    }

    /// Whether a table that lies there rests there, rather than being copied on.
    fn is_rest(&self, root: Root) -> bool {
        match root {
            Root::Static(_) => true,
            Root::Argument(owner, call, index) => !self.is_taken(owner, call, index),
            _ => !self.aliased.contains(&root) && (!self.facts.copied.contains(&root) || self.facts.lost.contains(&root)),
        }
    }

    /// Whether the callee does something with an argument.
    fn is_taken(&self, owner: BodyOwner, call: ExprId, index: usize) -> bool {
        let callee =
            self.bodies.view(owner).and_then(|view| view.callee(call).map(|(id, args)| instance::of_fn(self.bodies.db, id, args).0));
        let Some(id) = callee else { return false };
        let roots = self.facts.contents.keys().chain(&self.facts.copied);
        let mut params = roots.filter(|root| owner_of(**root) == BodyOwner::Fn(id));
        params.any(|root| self.param(*root) == Some((id, index)))
    }

    fn partials(&self, root: Root) -> Partials {
        if let Some(done) = self.done.borrow().get(&root) {
            return Rc::clone(done);
        }
        if !self.active.borrow_mut().insert(root) {
            return Rc::default();
        }
        let found = Rc::new(self.compute(root));
        self.active.borrow_mut().remove(&root);
        self.done.borrow_mut().insert(root, Rc::clone(&found));
        found
    }

    fn compute(&self, root: Root) -> Vec<(Vec<Symbol>, Partial)> {
        let mut tables = Vec::new();
        let mut stores = Vec::new();
        self.gather(root, &mut tables, &mut stores, 0);
        if let Some((id, index)) = self.param(root).filter(|_| !self.is_reference(root)) {
            tables.push((Vec::new(), self.empty(root, None, Some((id, index)))));
        }
        let mut paths: Vec<Vec<Symbol>> = stores.iter().map(|(path, _)| path.clone()).collect();
        paths.sort();
        paths.dedup();
        for path in paths {
            let here: Vec<&Partial> = stores.iter().filter(|(p, _)| *p == path).map(|(_, store)| store).collect();
            if !tables.iter().any(|(p, _)| *p == path) {
                tables.push((path.clone(), self.empty(root, here.first().and_then(|s| s.shape), None)));
            }
            for (_, table) in tables.iter_mut().filter(|(p, _)| *p == path) {
                table.changed.push(root);
                for store in &here {
                    table.add(store);
                }
            }
        }
        tables
    }

    /// What lies in a root, and what is stored into fields there; through the parameters that stand for it too.
    fn gather(&self, root: Root, tables: &mut Vec<(Vec<Symbol>, Partial)>, stores: &mut Vec<(Vec<Symbol>, Partial)>, depth: u32) {
        if depth > CALLERS {
            self.too_far(root);
            return;
        }
        for (path, content) in self.facts.contents.get(&root).map_or(&[][..], Vec::as_slice) {
            let (caller, found) = match content {
                Content::Literal(index) => (self.facts.literals[*index].owner, self.literal(*index, root)),
                Content::Copy(index) => (self.facts.uses[*index].site.caller, self.copied(*index)),
                Content::Store(index) => {
                    let fact = &self.facts.stores[*index];
                    let mut store = self.empty(root, Some(fact.shape), None);
                    store.fields.insert(fact.role, self.found(fact.owner, fact.value));
                    (fact.owner, vec![(Vec::new(), store)])
                }
            };
            let into = if matches!(content, Content::Store(_)) { &mut *stores } else { &mut *tables };
            for (inner, partial) in found {
                let path: Vec<Symbol> = path.iter().copied().chain(inner).collect();
                // What a generic function puts into a static, it puts there for each of its callers.
                if caller == owner_of(root) {
                    into.push((path, partial));
                } else {
                    into.extend(self.instances(&partial, caller, 0).into_iter().map(|p| (path.clone(), p)));
                }
            }
        }
        for alias in self.aliases.get(&root).map_or(&[][..], Vec::as_slice) {
            let (mut inner_tables, mut inner_stores) = (Vec::new(), Vec::new());
            self.gather(alias.param, &mut inner_tables, &mut inner_stores, depth + 1);
            let BodyOwner::Fn(callee) = owner_of(alias.param) else { continue };
            for (from, to) in [(inner_tables, &mut *tables), (inner_stores, &mut *stores)] {
                for (inner, partial) in from {
                    let path: Vec<Symbol> = alias.path.iter().copied().chain(inner).collect();
                    for (more, filled) in self.fill(&partial, &alias.site, Some(callee)) {
                        let path: Vec<Symbol> = path.iter().copied().chain(more).collect();
                        if alias.site.caller == owner_of(root) {
                            to.push((path, filled));
                        } else {
                            to.extend(self.instances(&filled, alias.site.caller, 0).into_iter().map(|p| (path.clone(), p)));
                        }
                    }
                }
            }
        }
    }

    fn found(&self, owner: BodyOwner, value: ExprId) -> Vec<Found> {
        let Some(view) = self.bodies.view(owner) else { return Vec::new() };
        let span = view.data.body.expr(value).span;
        self.bodies.values(&view, value).into_iter().map(|value| Found { value, span }).collect()
    }

    fn literal(&self, index: usize, root: Root) -> Vec<(Vec<Symbol>, Partial)> {
        let fact = &self.facts.literals[index];
        let mut fields = BTreeMap::new();
        for (role, value) in &fact.fields {
            fields.insert(*role, self.found(fact.owner, *value));
        }
        let own = Partial {
            origin: Origin::Literal(fact.owner, fact.expr),
            root,
            changed: Vec::new(),
            shape: Some(fact.shape),
            span: fact.span,
            fields,
            rest: Rest::Unknown,
            hole: None,
        };
        let mut out = Vec::new();
        for used in self.facts.bases.get(&(fact.owner, fact.expr)).map_or(&[][..], Vec::as_slice) {
            for (path, base) in self.copied(*used) {
                if !path.is_empty() {
                    continue;
                }
                let mut whole = own.clone();
                whole.complete(&base);
                out.push((Vec::new(), whole));
            }
        }
        if out.is_empty() {
            let mut own = own;
            let view = self.bodies.view(fact.owner);
            if fact.base.zip(view).is_some_and(|(base, view)| self.bodies.is_empty_value(&view, base)) {
                own.rest = Rest::Default;
            }
            out.push((Vec::new(), own));
        }
        out
    }

    fn copied(&self, index: usize) -> Vec<(Vec<Symbol>, Partial)> {
        let fact = &self.facts.uses[index];
        let callee = match fact.source {
            Root::Result(id) => Some(id),
            _ => None,
        };
        let mut out = Vec::new();
        for (path, partial) in self.partials(fact.source).iter() {
            let Some(rest) = path.strip_prefix(fact.taken.as_slice()) else { continue };
            // A copy inside the body leaves its parameters as they are.
            if matches!(fact.source, Root::Local(..) | Root::Free(..) | Root::This(_)) {
                out.push((rest.to_vec(), partial.clone()));
                continue;
            }
            for (more, filled) in self.fill(partial, &fact.site, callee) {
                out.push((rest.iter().copied().chain(more).collect(), filled));
            }
        }
        out
    }

    /// A partial as a caller of its body's owner sees it.
    fn fill(&self, partial: &Partial, site: &Site, callee: Option<FnId>) -> Vec<(Vec<Symbol>, Partial)> {
        let mut out = partial.clone();
        for values in out.fields.values_mut() {
            let mut filled: Vec<Found> = Vec::new();
            for found in values.iter() {
                match found.value {
                    Value::Param(of, index) if Some(of) == callee => match site.values.get(index) {
                        Some(arg) => filled.extend(self.found(site.caller, *arg)),
                        None => filled.push(Found { value: Value::Unknown, span: found.span }),
                    },
                    _ => filled.push(Found { value: found.value.subst(self.bodies.db, &site.args), span: found.span }),
                }
            }
            *values = filled;
        }
        let Some((_, index)) = out.hole.filter(|(of, _)| Some(*of) == callee) else { return vec![(Vec::new(), out)] };
        out.hole = None;
        let given = self.partials(Root::Argument(site.caller, site.expr, index));
        if given.is_empty() {
            let view = self.bodies.view(site.caller);
            let is_empty = site.values.get(index).zip(view).is_some_and(|(arg, view)| self.bodies.is_empty_value(&view, *arg));
            out.rest = if is_empty { Rest::Default } else { Rest::Unknown };
            let is_table = matches!(out.origin, Origin::Literal(..)) || !out.fields.is_empty();
            return if is_table { vec![(Vec::new(), out)] } else { Vec::new() };
        }
        let is_base = matches!(partial.origin, Origin::Literal(..));
        let merge = |given: &Partial| {
            if is_base {
                let mut whole = out.clone();
                whole.complete(given);
                return whole;
            }
            let mut whole = given.clone();
            whole.changed.extend(&out.changed);
            whole.add(&out);
            whole
        };
        given.iter().map(|(path, given)| (path.clone(), merge(given))).collect()
    }

    /// A partial for each way in which the item around it is used, if it depends on that.
    fn instances(&self, partial: &Partial, owner: BodyOwner, depth: u32) -> Vec<Partial> {
        if !partial.is_open() {
            return vec![partial.clone()];
        }
        let (sites, callee) = match owner {
            BodyOwner::Fn(id) => (self.facts.sites.get(&id), Some(id)),
            BodyOwner::Const(id) => (self.facts.const_uses.get(&id), None),
            BodyOwner::Static(_) => (None, None),
        };
        let mut sites = sites.cloned().unwrap_or_default();
        if sites.is_empty() {
            sites = self.implementations(owner);
        }
        let mut out: Vec<Partial> = Vec::new();
        if depth >= CALLERS && !sites.is_empty() {
            self.too_far(partial.root);
            sites.clear();
        }
        'sites: for site in &sites {
            for (_, filled) in self.fill(partial, site, callee) {
                let next = if site.caller == owner { vec![filled] } else { self.instances(&filled, site.caller, depth + 1) };
                for one in next {
                    if out.iter().any(|known| known.is_same(&one)) {
                        continue;
                    }
                    if out.len() >= INSTANCES {
                        self.bodies.db.limits.reach(TOO_MANY, partial.span);
                        break 'sites;
                    }
                    out.push(one);
                }
            }
        }
        if out.is_empty() {
            let mut closed = partial.clone();
            for found in closed.fields.values_mut().flatten().filter(|f| matches!(f.value, Value::Param(..))) {
                found.value = Value::Unknown;
            }
            out.push(closed);
        }
        out
    }

    fn too_far(&self, root: Root) {
        self.bodies.db.limits.reach(TOO_FAR, root_span(self.bodies, root));
    }

    /// For a trait's own function or constant that nobody names: each type that implements the trait uses it.
    fn implementations(&self, owner: BodyOwner) -> Vec<Site> {
        let db = self.bodies.db;
        let Some(of) = trait_of(db, owner) else { return Vec::new() };
        let mut out = Vec::new();
        for id in db.all_impls(of) {
            let data = db.impl_data(id);
            let overrides = match owner {
                BodyOwner::Fn(f) => data.fns.iter().any(|(name, _)| *name == db.fn_data(f).name.name),
                BodyOwner::Const(c) => data.consts.iter().any(|(name, _)| *name == db.const_data(c).name.name),
                BodyOwner::Static(_) => true,
            };
            let Some(trait_ref) = db.impl_header(id).and_then(|h| h.trait_ref.clone()).filter(|_| !overrides) else { continue };
            out.push(Site { caller: owner, expr: ExprId(0), args: trait_ref.args, values: Vec::new() });
        }
        out
    }

    fn empty(&self, root: Root, shape: Option<Shape>, hole: Option<(FnId, usize)>) -> Partial {
        Partial {
            origin: Origin::Variable(root),
            root,
            changed: Vec::new(),
            shape,
            span: root_span(self.bodies, root),
            fields: BTreeMap::new(),
            rest: self.initial(root),
            hole,
        }
    }

    /// What a variable that is filled field by field holds before.
    fn initial(&self, root: Root) -> Rest {
        let owner = owner_of(root);
        let is_empty = self.bodies.view(owner).is_some_and(|view| match root {
            Root::Static(_) => view.data.body.root.is_some_and(|init| self.bodies.is_empty_value(&view, init)),
            Root::Local(_, pat) => match view.binding(pat) {
                Some(Binding::Whole(Some(init))) => self.bodies.is_empty_value(&view, init),
                Some(Binding::Whole(None)) => true,
                _ => false,
            },
            _ => false,
        });
        if is_empty { Rest::Default } else { Rest::Unknown }
    }
}
