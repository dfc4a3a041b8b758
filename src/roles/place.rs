//! Where a table lives, and where a value goes.

use crate::resolve::bodies::BodyOwner;
use crate::resolve::ids::{ConstId, FnId, StaticId};
use crate::resolve::infer::Resolution;
use crate::resolve::limits::Limit;
use crate::source::Symbol;
use crate::syntax::body::{ExprId, ExprKind, Literal, PatKind, Stmt, UnaryOp};

use super::role::Role;
use super::shape::{is_wrapping_field, version_of_field};
use super::view::{Binding, Bodies, View};

/// How many variables and functions are followed.
const DEPTH: u32 = 24;
const TOO_DEEP: Limit = Limit::new("the place of a function table comes from more than {} variables and functions", DEPTH as usize);

/// What holds a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// A static.
    Static(StaticId),
    /// A constant: a pattern for copies.
    Const(ConstId),
    /// What a function returns.
    Result(FnId),
    /// A variable or parameter.
    Local(BodyOwner, crate::syntax::body::PatId),
    /// `self`
    This(FnId),
    /// The value of that argument of that call (`self` is 0).
    Argument(BodyOwner, ExprId, usize),
    /// A value that is not followed further.
    Free(BodyOwner, ExprId),
}

/// A root and the fields that lead from it to the table; those of the platform's outer struct and numbers are left
/// out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// What holds it.
    pub root: Root,
    /// Fields, outermost first.
    pub path: Vec<Symbol>,
}

/// A slot, with the version that the way to it names.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where.
    pub slot: Slot,
    /// `V2Functions`: 2
    pub version: Option<u8>,
}

/// Where the value of an expression goes.
#[derive(Clone, Debug)]
pub enum Dest {
    /// There, unchanged; the fields that were taken of it on the way.
    To(Slot, Vec<Symbol>),
    /// Into the `..base` of that table literal; the fields that were taken of it on the way.
    Base(ExprId, Vec<Symbol>),
    /// One entry point is taken out of it.
    Part,
    /// It is looked at and not kept.
    Read,
    /// Not known.
    Lost,
}

/// Methods of std that give a copy of what they are called on.
const COPYING: [&str; 8] = ["clone", "to_owned", "read", "assume_init", "unwrap_or_default", "into_inner", "copied", "cloned"];

impl Bodies<'_> {
    /// The place that an expression names, looked at through references, pointers, cells and guards.
    pub fn place(&self, view: &View, expr: ExprId) -> Option<Place> {
        self.place_at(view, expr, 0)
    }

    fn place_at(&self, view: &View, expr: ExprId, depth: u32) -> Option<Place> {
        if depth > DEPTH * 4 {
            self.db.limits.reach(TOO_DEEP, view.data.body.expr(expr).span);
            return None;
        }
        let next = |inner: ExprId| self.place_at(view, inner, depth + 1);
        let at = |root: Root| Some(Place { slot: Slot { root, path: Vec::new() }, version: None });
        match view.kind(expr) {
            ExprKind::Path(_) => match view.path(expr)? {
                Resolution::Local(pat) => self.local(view, *pat, depth + 1),
                Resolution::SelfParam => match view.owner {
                    BodyOwner::Fn(id) => at(Root::This(id)),
                    _ => None,
                },
                Resolution::Static(id) => at(Root::Static(*id)),
                _ => None,
            },
            ExprKind::Field { base, name } => {
                let mut place = next(*base)?;
                let text = name.name.as_str();
                if let Some(version) = version_of_field(text) {
                    place.version = Some(version);
                } else if !is_wrapping_field(text) && text.parse::<u32>().is_err() {
                    place.slot.path.push(name.name);
                }
                Some(place)
            }
            ExprKind::Index { base, index } => {
                let mut place = next(*base)?;
                place.slot.path.push(index_name(match view.kind(*index) {
                    ExprKind::Lit(Literal::Int(n, _)) => Some(*n),
                    _ => None,
                }));
                Some(place)
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand } | ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => {
                next(*operand)
            }
            ExprKind::Try(inner) | ExprKind::Await(inner) => next(*inner),
            ExprKind::Block(block) => next(block.tail?),
            ExprKind::MethodCall { recv, .. } => {
                let inside = view.callee(expr).and_then(|(id, _)| self.result_place(id, depth));
                inside.or_else(|| next(*recv))
            }
            ExprKind::Call { args, .. } => match view.callee(expr) {
                Some((id, _)) if self.is_open(id) => self.result_place(id, depth),
                _ => next(*args.first()?),
            },
            _ => None,
        }
    }

    fn local(&self, view: &View, pat: crate::syntax::body::PatId, depth: u32) -> Option<Place> {
        let own = Some(Place { slot: Slot { root: Root::Local(view.owner, pat), path: Vec::new() }, version: None });
        if depth > DEPTH * 4 {
            self.db.limits.reach(TOO_DEEP, view.data.body.pat(pat).span);
            return own;
        }
        let behind = match view.binding(pat) {
            Some(Binding::Whole(Some(init))) if self.is_alias(view, pat, init) => self.place_at(view, init, depth + 1),
            Some(Binding::Part(from)) => self.place_at(view, from, depth + 1),
            // `cell.with(|t| …)`: what the method was called on.
            Some(Binding::Closure(closure)) => match view.parent(closure).map(|p| view.kind(p)) {
                Some(ExprKind::MethodCall { recv, .. }) if *recv != closure => self.place_at(view, *recv, depth + 1),
                _ => None,
            },
            _ => None,
        };
        behind.or(own)
    }

    /// Whether a variable stands for the place that its value names, rather than holding a copy.
    fn is_alias(&self, view: &View, pat: crate::syntax::body::PatId, init: ExprId) -> bool {
        if view.is_pointer(pat) {
            return true;
        }
        let Some(init) = view.tail(init) else { return false };
        match view.kind(init) {
            ExprKind::Ref { .. } => true,
            ExprKind::Cast { operand, .. } => self.is_alias(view, pat, *operand),
            ExprKind::MethodCall { method, .. } => {
                !COPYING.contains(&method.name.as_str()) && !view.callee(init).is_some_and(|(id, _)| self.is_open(id))
            }
            ExprKind::Call { .. } => !view.callee(init).is_some_and(|(id, _)| self.is_open(id)),
            ExprKind::Try(inner) => self.is_alias(view, pat, *inner),
            _ => false,
        }
    }

    /// The static behind what a function returns.
    fn result_place(&self, id: FnId, depth: u32) -> Option<Place> {
        if !self.is_open(id) {
            return None;
        }
        if depth > DEPTH {
            self.db.limits.reach(TOO_DEEP, self.db.fn_data(id).name.span);
            return None;
        }
        let view = self.view(BodyOwner::Fn(id))?;
        let place = self.place_at(&view, view.data.body.root?, depth + 8)?;
        matches!(place.slot.root, Root::Static(_)).then_some(place)
    }

    /// Where the value of `expr` goes.
    pub fn destination(&self, view: &View, expr: ExprId) -> Dest {
        let mut path: Vec<Symbol> = Vec::new();
        let mut taken: Vec<Symbol> = Vec::new();
        let mut current = expr;
        // The path is collected from the inside out.
        let to = |root: Root, path: Vec<Symbol>, taken: Vec<Symbol>| Dest::To(Slot { root, path: path.into_iter().rev().collect() }, taken);
        loop {
            let Some(parent) = view.parent(current) else { return to(root_of(view.owner), path, taken) };
            match view.kind(parent) {
                ExprKind::Struct { fields, base, .. } => {
                    let is_table = view.literal_shape(self.db, parent).is_some();
                    if *base == Some(current) {
                        if is_table {
                            return Dest::Base(parent, taken);
                        }
                    } else if is_table {
                        return Dest::Read;
                    } else if let Some(field) = fields.iter().find(|f| f.value == current) {
                        let text = field.name.name.as_str();
                        if !is_wrapping_field(text) && text.parse::<u32>().is_err() {
                            path.push(field.name.name);
                        }
                    }
                }
                ExprKind::Field { name, .. } => {
                    let text = name.name.as_str();
                    if Role::from_field(text).is_some() {
                        return Dest::Part;
                    }
                    if !is_wrapping_field(text) && text.parse::<u32>().is_err() {
                        taken.push(name.name);
                    }
                }
                ExprKind::Call { callee, args } => {
                    if *callee == current {
                        return Dest::Read;
                    }
                    let index = args.iter().position(|a| *a == current).unwrap_or(0);
                    if view.callee(parent).is_some_and(|(id, _)| self.is_open(id)) {
                        return to(Root::Argument(view.owner, parent, index), path, taken);
                    }
                    let name = view.last_name(parent);
                    if matches!(name, Some("write" | "write_volatile" | "write_unaligned" | "replace")) && index == 1 {
                        return self.stored_in(view, args[0], path, taken);
                    }
                }
                ExprKind::MethodCall { recv, args, .. } => {
                    let index = if *recv == current { 0 } else { args.iter().position(|a| *a == current).map_or(0, |i| i + 1) };
                    if view.callee(parent).is_some_and(|(id, _)| self.is_open(id)) {
                        return to(Root::Argument(view.owner, parent, index), path, taken);
                    }
                    if index > 0 && self.place(view, *recv).is_some() {
                        return self.stored_in(view, *recv, path, taken);
                    }
                }
                ExprKind::Cast { .. } | ExprKind::Ref { .. } | ExprKind::Unary { .. } | ExprKind::Try(_) | ExprKind::Await(_) => {}
                ExprKind::Array(parts) => path.push(index_name(parts.iter().position(|p| *p == current).map(|i| i as u128))),
                ExprKind::Tuple(_) => {}
                ExprKind::Repeat { len, .. } if *len != current => path.push(index_name(None)),
                ExprKind::Block(block) => {
                    if block.tail != Some(current) {
                        let pat = block.stmts.iter().find_map(|stmt| match stmt {
                            Stmt::Let { pat, init, .. } if *init == Some(current) => Some(*pat),
                            _ => None,
                        });
                        return match pat.map(|p| (p, &view.data.body.pat(p).kind)) {
                            Some((pat, PatKind::Bind { .. })) => to(Root::Local(view.owner, pat), path, taken),
                            _ => Dest::Lost,
                        };
                    }
                }
                ExprKind::If { cond, .. } if *cond != current => {}
                ExprKind::Match { scrutinee, arms } if *scrutinee != current && arms.iter().all(|a| a.guard != Some(current)) => {}
                ExprKind::Assign { lhs, rhs } if *rhs == current => return self.stored_in(view, *lhs, path, taken),
                ExprKind::Closure(_) => {}
                ExprKind::Return(_) => {
                    // Of the closure around it, if there is one.
                    let mut at = view.parent(parent);
                    while let Some(outer) = at.filter(|e| !matches!(view.kind(*e), ExprKind::Closure(_))) {
                        at = view.parent(outer);
                    }
                    match at {
                        Some(closure) => {
                            current = closure;
                            continue;
                        }
                        None => return to(root_of(view.owner), path, taken),
                    }
                }
                ExprKind::Break { .. } | ExprKind::Loop { .. } => return Dest::Lost,
                _ => return Dest::Read,
            }
            current = parent;
        }
    }

    fn stored_in(&self, view: &View, place: ExprId, path: Vec<Symbol>, taken: Vec<Symbol>) -> Dest {
        match self.place(view, place) {
            Some(mut found) => {
                found.slot.path.extend(path.into_iter().rev());
                Dest::To(found.slot, taken)
            }
            None => Dest::Lost,
        }
    }
}

/// What a body makes.
pub fn root_of(owner: BodyOwner) -> Root {
    match owner {
        BodyOwner::Fn(id) => Root::Result(id),
        BodyOwner::Const(id) => Root::Const(id),
        BodyOwner::Static(id) => Root::Static(id),
    }
}

fn index_name(index: Option<u128>) -> Symbol {
    match index {
        Some(n) => Symbol::intern(&format!("[{n}]")),
        None => Symbol::intern("[]"),
    }
}
