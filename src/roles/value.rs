//! What the value of a table's field is: which functions it can be.

use std::sync::Arc;

use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::resolve::ids::FnId;
use crate::resolve::infer::Resolution;
use crate::resolve::limits::Limit;
use crate::resolve::ty::{Args, Ty, TyKind, subst_args};
use crate::syntax::body::{ExprId, ExprKind, UnaryOp};

use super::instance;
use super::view::{Binding, Bodies, View};

/// How many variables, constants and functions are followed.
const DEPTH: u32 = 16;
const TOO_DEEP: Limit = Limit::new(
    "what a function table holds is handed on in more than {} steps, of which a function takes four; it is not known",
    DEPTH as usize,
);

/// What a value can be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// That function.
    Fn(FnId, Args),
    /// That closure of that body, under the arguments of the item around it.
    Closure(BodyOwner, ExprId, Args),
    /// `None`, or zero.
    Absent,
    /// What that function is given as that parameter.
    Param(FnId, usize),
    /// Something, not known what.
    Unknown,
}

impl Value {
    /// Under the arguments of the item that it stands in: a trait's function becomes the impl's.
    #[must_use]
    pub fn subst(&self, db: &Db, args: &[Ty]) -> Self {
        match self {
            Self::Fn(id, own) => {
                let (id, own) = instance::of_fn(db, *id, &subst_args(own, args));
                Self::Fn(id, own)
            }
            Self::Closure(owner, expr, own) => Self::Closure(*owner, *expr, subst_args(own, args)),
            other => other.clone(),
        }
    }

    /// Whether it depends on how the item around it is used.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Fn(_, args) | Self::Closure(_, _, args) => args.iter().any(Ty::has_param),
            Self::Param(..) => true,
            Self::Absent | Self::Unknown => false,
        }
    }
}

/// Functions of std that give zero or a default, by their last names.
const EMPTY: [&str; 6] = ["zeroed", "default", "new_zeroed", "uninit", "new_uninit", "null"];

impl Bodies<'_> {
    /// The values of an expression, in the parameters of its body's owner.
    pub fn values(&self, view: &View, expr: ExprId) -> Vec<Value> {
        let mut out = Vec::new();
        self.values_at(view, expr, &mut out, 0);
        if out.is_empty() {
            out.push(Value::Unknown);
        }
        out
    }

    fn values_at(&self, view: &View, expr: ExprId, out: &mut Vec<Value>, depth: u32) {
        if depth > DEPTH * 4 {
            self.db.limits.reach(TOO_DEEP, view.data.body.expr(expr).span);
            push(out, Value::Unknown);
            return;
        }
        let next = |inner: ExprId, out: &mut Vec<Value>| self.values_at(view, inner, out, depth + 1);
        match view.kind(expr) {
            ExprKind::Path(_) => self.path_values(view, expr, out, depth),
            ExprKind::Call { args, .. } => self.call_values(view, expr, args, out, depth),
            ExprKind::MethodCall { recv, method, args, .. } => match view.callee(expr) {
                Some((id, fn_args)) if self.is_open(id) => {
                    let given: Vec<ExprId> = std::iter::once(*recv).chain(args.iter().copied()).collect();
                    self.result_values(view, id, fn_args, &given, out, depth);
                }
                _ => match method.name.as_str() {
                    "into" | "clone" | "to_owned" | "unwrap" | "expect" | "cast" | "borrow" | "as_ref" | "assume_init" => next(*recv, out),
                    "or" | "unwrap_or" => {
                        next(*recv, out);
                        args.iter().for_each(|arg| next(*arg, out));
                    }
                    _ => push(out, Value::Unknown),
                },
            },
            ExprKind::Cast { operand, .. } | ExprKind::Ref { operand, .. } => next(*operand, out),
            ExprKind::Unary { op: UnaryOp::Deref, operand } => next(*operand, out),
            ExprKind::Block(block) => match block.tail {
                Some(tail) => next(tail, out),
                None => push(out, Value::Unknown),
            },
            ExprKind::If { then, otherwise, .. } => {
                next(*then, out);
                otherwise.iter().for_each(|e| next(*e, out));
            }
            ExprKind::Match { arms, .. } => arms.iter().for_each(|arm| next(arm.body, out)),
            ExprKind::Closure(_) => {
                let args = self.db.generics(view.owner.generic_owner()).identity();
                push(out, Value::Closure(view.owner, expr, args));
            }
            ExprKind::Field { base, name } => self.field_values(view, *base, name.name, out, depth),
            // Values that never come: `panic!()`, `return`.
            _ if view.inference.type_of(expr).is_never() => {}
            _ => push(out, Value::Unknown),
        }
    }

    fn path_values(&self, view: &View, expr: ExprId, out: &mut Vec<Value>, depth: u32) {
        match view.path(expr) {
            Some(Resolution::Fn(id, args)) => {
                let (id, args) = instance::of_fn(self.db, *id, args);
                push(out, Value::Fn(id, args));
            }
            Some(Resolution::Local(pat)) => {
                match view.binding(*pat) {
                    Some(Binding::Whole(Some(init))) => self.values_at(view, init, out, depth + 1),
                    Some(Binding::Part(from)) => self.part_values(view, from, out, depth),
                    Some(Binding::Whole(None)) => {}
                    Some(Binding::Param(index)) => match view.owner {
                        BodyOwner::Fn(id) => push(out, Value::Param(id, index)),
                        _ => push(out, Value::Unknown),
                    },
                    Some(Binding::Closure(_)) | None => push(out, Value::Unknown),
                }
                for value in view.stores(*pat) {
                    self.values_at(view, *value, out, depth + 1);
                }
            }
            Some(Resolution::Const(id, args)) => {
                let (id, args) = instance::of_const(self.db, *id, args);
                self.owner_values(BodyOwner::Const(id), &args, out, depth);
            }
            Some(Resolution::Static(id)) => self.owner_values(BodyOwner::Static(*id), &Arc::from([]), out, depth),
            Some(Resolution::Ctor(variant, _)) => {
                let is_none = self.db.variant(*variant).name.name == "None";
                push(out, if is_none { Value::Absent } else { Value::Unknown });
            }
            _ => {
                // Without std at hand its names lead nowhere.
                let is_none = self.db.std_crates().is_none() && view.last_name(expr) == Some("None");
                push(out, if is_none { Value::Absent } else { Value::Unknown });
            }
        }
    }

    /// A variable that a pattern takes out of `Some(f)`.
    fn part_values(&self, view: &View, from: ExprId, out: &mut Vec<Value>, depth: u32) {
        match view.kind(from) {
            ExprKind::Tuple(_) | ExprKind::Array(_) | ExprKind::Struct { .. } => push(out, Value::Unknown),
            _ => self.values_at(view, from, out, depth + 1),
        }
    }

    /// The result of the body of a constant or static.
    fn owner_values(&self, owner: BodyOwner, args: &Args, out: &mut Vec<Value>, depth: u32) {
        let Some((view, root)) = self.view(owner).and_then(|view| view.data.body.root.map(|root| (view, root))) else {
            push(out, Value::Unknown);
            return;
        };
        let mut found = Vec::new();
        self.values_at(&view, root, &mut found, depth + 4);
        found.iter().for_each(|value| push(out, value.subst(self.db, args)));
    }

    fn call_values(&self, view: &View, expr: ExprId, args: &[ExprId], out: &mut Vec<Value>, depth: u32) {
        let name = view.last_name(expr).unwrap_or_default();
        if let Some(variant) = view.ctor(expr) {
            match (self.db.variant(variant).name.name.as_str(), args) {
                // `Some(f)`, or a struct around a pointer.
                (_, [inner]) => self.values_at(view, *inner, out, depth + 1),
                _ => push(out, Value::Unknown),
            }
            return;
        }
        match view.callee(expr) {
            Some((id, fn_args)) if self.is_open(id) => self.result_values(view, id, fn_args, args, out, depth),
            Some(_) => match (name, args) {
                ("transmute" | "transmute_copy" | "from" | "identity" | "black_box" | "read", [inner]) => {
                    self.values_at(view, *inner, out, depth + 1);
                }
                (name, []) if EMPTY.contains(&name) => push(out, Value::Absent),
                _ => push(out, Value::Unknown),
            },
            None => match (name, args) {
                ("Some" | "transmute" | "transmute_copy" | "from", [inner]) => self.values_at(view, *inner, out, depth + 1),
                (name, []) if EMPTY.contains(&name) => push(out, Value::Absent),
                _ => push(out, Value::Unknown),
            },
        }
    }

    /// What a function gives when it is called with those arguments.
    fn result_values(&self, view: &View, id: FnId, fn_args: &Args, given: &[ExprId], out: &mut Vec<Value>, depth: u32) {
        let (id, fn_args) = instance::of_fn(self.db, id, fn_args);
        if depth > DEPTH {
            self.db.limits.reach(TOO_DEEP, self.db.fn_data(id).name.span);
            push(out, Value::Unknown);
            return;
        }
        let Some(inside) = self.view(BodyOwner::Fn(id)) else {
            push(out, Value::Unknown);
            return;
        };
        let mut found = Vec::new();
        for result in self.results(&inside) {
            self.values_at(&inside, result, &mut found, depth + 4);
        }
        for value in found {
            match value {
                Value::Param(of, index) if of == id => match given.get(index) {
                    Some(arg) => self.values_at(view, *arg, out, depth + 1),
                    None => push(out, Value::Unknown),
                },
                other => push(out, other.subst(self.db, &fn_args)),
            }
        }
    }

    /// `BASE.LooksAlive` where `BASE` is written as a literal.
    fn field_values(&self, view: &View, base: ExprId, name: crate::source::Symbol, out: &mut Vec<Value>, depth: u32) {
        let found = self.literal_of(view, base, depth);
        let Some((inside, literal, args)) = found else {
            push(out, Value::Unknown);
            return;
        };
        let ExprKind::Struct { fields, base, .. } = inside.kind(literal) else { return };
        let mut values = Vec::new();
        match (fields.iter().find(|f| f.name.name == name), base) {
            (Some(field), _) => self.values_at(&inside, field.value, &mut values, depth + 1),
            (None, Some(base)) => self.field_values(&inside, *base, name, &mut values, depth + 1),
            (None, None) => values.push(Value::Unknown),
        }
        values.iter().for_each(|value| push(out, value.subst(self.db, &args)));
    }

    /// The struct literal that an expression is, through constants, statics and fields.
    fn literal_of(&self, view: &View, expr: ExprId, depth: u32) -> Option<(std::rc::Rc<View>, ExprId, Args)> {
        if depth > DEPTH {
            self.db.limits.reach(TOO_DEEP, view.data.body.expr(expr).span);
            return None;
        }
        let expr = view.tail(expr)?;
        match view.kind(expr) {
            ExprKind::Struct { .. } => Some((self.view(view.owner)?, expr, Arc::from([]))),
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => self.literal_of(view, *operand, depth + 1),
            ExprKind::Path(_) => {
                let (owner, args): (_, Args) = match view.path(expr)? {
                    Resolution::Const(id, args) => {
                        let (id, args) = instance::of_const(self.db, *id, args);
                        (BodyOwner::Const(id), args)
                    }
                    Resolution::Static(id) => (BodyOwner::Static(*id), Arc::from([])),
                    Resolution::Local(pat) if view.stores(*pat).is_empty() => match view.binding(*pat)? {
                        Binding::Whole(Some(init)) => return self.literal_of(view, init, depth + 1),
                        _ => return None,
                    },
                    _ => return None,
                };
                let inside = self.view(owner)?;
                let (inside, literal, inner) = self.literal_of(&inside, inside.data.body.root?, depth + 1)?;
                Some((inside, literal, if inner.is_empty() { args } else { subst_args(&inner, &args) }))
            }
            ExprKind::Field { base, name } => {
                let (inside, literal, args) = self.literal_of(view, *base, depth + 1)?;
                let ExprKind::Struct { fields, .. } = inside.kind(literal) else { return None };
                let value = fields.iter().find(|f| f.name.name == name.name)?.value;
                let (inside, literal, inner) = self.literal_of(&inside, value, depth + 1)?;
                Some((inside, literal, if inner.is_empty() { args } else { inner }))
            }
            _ => None,
        }
    }

    /// Whether an expression makes a struct whose fields are zero or at their default.
    pub fn is_empty_value(&self, view: &View, expr: ExprId) -> bool {
        self.is_empty_at(view, expr, 0)
    }

    fn is_empty_at(&self, view: &View, expr: ExprId, depth: u32) -> bool {
        if depth > DEPTH {
            self.db.limits.reach(TOO_DEEP, view.data.body.expr(expr).span);
            return false;
        }
        let Some(expr) = view.tail(expr) else { return false };
        let is_empty_name = |expr| view.last_name(expr).is_some_and(|name| EMPTY.contains(&name));
        match view.kind(expr) {
            ExprKind::Call { args, .. } => match view.callee(expr) {
                Some((id, fn_args)) => {
                    let (id, _) = instance::of_fn(self.db, id, fn_args);
                    if self.is_open(id) {
                        return self.is_empty_result(id, depth);
                    }
                    // std's own, derived, or declared in a trait whose impl is not known: the name says it.
                    is_empty_name(expr) || args.iter().any(|arg| self.is_empty_at(view, *arg, depth + 1))
                }
                None => is_empty_name(expr) || args.iter().any(|arg| self.is_empty_at(view, *arg, depth + 1)),
            },
            ExprKind::MethodCall { recv, .. } => match view.callee(expr) {
                Some((id, _)) if self.is_open(id) => false,
                _ => self.is_empty_at(view, *recv, depth + 1),
            },
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => self.is_empty_at(view, *operand, depth + 1),
            ExprKind::Unary { op: UnaryOp::Deref, operand } => self.is_empty_at(view, *operand, depth + 1),
            ExprKind::Path(_) => match view.path(expr) {
                Some(Resolution::Const(id, _)) => self.is_empty_owner(BodyOwner::Const(*id), depth),
                Some(Resolution::Static(id)) => self.is_empty_owner(BodyOwner::Static(*id), depth),
                Some(Resolution::Local(pat)) => match view.binding(*pat) {
                    Some(Binding::Whole(Some(init))) => self.is_empty_at(view, init, depth + 1),
                    Some(Binding::Whole(None)) => true,
                    _ => false,
                },
                _ => false,
            },
            ExprKind::Struct { fields, base, .. } => {
                fields.iter().any(|f| self.is_empty_at(view, f.value, depth + 1))
                    || base.is_some_and(|base| self.is_empty_at(view, base, depth + 1))
            }
            ExprKind::Repeat { value, .. } => self.is_empty_at(view, *value, depth + 1),
            ExprKind::Array(parts) => !parts.is_empty() && parts.iter().all(|p| self.is_empty_at(view, *p, depth + 1)),
            _ => false,
        }
    }

    fn is_empty_result(&self, id: FnId, depth: u32) -> bool {
        self.is_empty_owner(BodyOwner::Fn(id), depth)
    }

    fn is_empty_owner(&self, owner: BodyOwner, depth: u32) -> bool {
        let Some(view) = self.view(owner) else { return false };
        view.data.body.root.is_some_and(|root| self.is_empty_at(&view, root, depth + 2))
    }

    /// Whether a variable may hold a table's bytes rather than lead to them.
    pub fn holds_by_value(&self, view: &View, pat: crate::syntax::body::PatId) -> bool {
        !matches!(view.inference.type_of_pat(pat).kind(), TyKind::Ref { .. } | TyKind::Ptr { .. })
    }
}

fn push(out: &mut Vec<Value>, value: Value) {
    if !out.contains(&value) {
        out.push(value);
    }
}
