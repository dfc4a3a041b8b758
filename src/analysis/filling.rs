//! The places in one body that fill, change or lend out the fields of a type's values. Knows nothing of what they give.

use rustc_hash::FxHashSet;

use super::engine::Engine;
use crate::resolve::bodies::BodyData;
use crate::resolve::defs::Container;
use crate::resolve::ids::{AdtId, VariantId};
use crate::resolve::infer::{BodyOwner, Callee, Inference, Resolution};
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::ast::Fields;
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind, UnaryOp};

/// The places that fill fields of one type.
#[derive(Default)]
pub(super) struct Places {
    /// Literals and constructor calls.
    pub(super) made: Vec<(BodyOwner, ExprId, VariantId)>,
    /// Assignments.
    pub(super) assigned: Vec<(BodyOwner, ExprId, VariantId, usize)>,
    /// What is written through a pointer, a reference or a guard, or handed to what replaces what stands there; by type.
    pub(super) loose: Vec<(BodyOwner, ExprId, Ty)>,
    /// Fields that may change in a way that is not followed.
    pub(super) lent: FxHashSet<(VariantId, usize)>,
    /// Variants of which a value comes from where its fields cannot be seen.
    pub(super) opaque: FxHashSet<VariantId>,
    /// Whether foreign code may write into a value.
    pub(super) escapes: bool,
}

/// One body, looked through for one type.
pub(super) struct Scan<'s, 'a> {
    pub(super) engine: &'s Engine<'a>,
    pub(super) owner: BodyOwner,
    pub(super) adt: AdtId,
    pub(super) data: &'s BodyData,
    pub(super) inference: &'s Inference,
}

impl Scan<'_, '_> {
    fn kind(&self, expr: ExprId) -> &ExprKind {
        &self.data.body.expr(expr).kind
    }

    pub(super) fn expr(&self, id: ExprId, places: &mut Places) {
        match self.kind(id) {
            ExprKind::Struct { .. } => {
                if let Some(Resolution::Ctor(variant, _)) = self.inference.paths.get(&id)
                    && variant.adt == self.adt
                {
                    places.made.push((self.owner, id, *variant));
                }
            }
            ExprKind::Call { callee, args } => {
                if let Some(Callee::Ctor(variant)) = self.inference.callees.get(&id)
                    && variant.adt == self.adt
                {
                    places.made.push((self.owner, id, *variant));
                }
                self.foreign(id, args, places);
                // `mem::replace(&mut *slot, value)`
                if let ([_, value], ExprKind::Path(path)) = (args.as_slice(), self.kind(*callee))
                    && path.segments.last().is_some_and(|s| matches!(s.name.name.as_str(), "replace" | "swap" | "write" | "set"))
                {
                    self.writes(id, *value, places);
                }
            }
            ExprKind::Path(_) => {
                // `.map(Probe)`: a constructor that somebody else calls.
                if let Some(Resolution::Ctor(variant, _)) = self.inference.paths.get(&id)
                    && variant.adt == self.adt
                    && !matches!(self.engine.db.variant(*variant).fields, Fields::Unit)
                    && !self.is_called(id)
                {
                    places.opaque.insert(*variant);
                }
            }
            ExprKind::Assign { lhs, .. } => {
                if let Some((variant, index)) = self.field(*lhs) {
                    places.assigned.push((self.owner, id, variant, index));
                }
                self.lends(*lhs, true, places);
                if matches!(self.kind(*lhs), ExprKind::Unary { op: UnaryOp::Deref, .. } | ExprKind::Index { .. }) {
                    self.writes(id, *lhs, places);
                }
            }
            ExprKind::AssignOp { lhs, .. } => self.lends(*lhs, false, places),
            ExprKind::Ref { mutable: true, operand, .. } => self.lends(*operand, false, places),
            ExprKind::MethodCall { recv, method, args, .. } => {
                if self.inference.autoref.get(&id) == Some(&true) {
                    self.lends(*recv, false, places);
                }
                if let ([value], true) = (args.as_slice(), REPLACES.contains(&method.name.as_str())) {
                    self.writes(id, *value, places);
                }
            }
            // `&mut properties as *mut Properties as *mut u8`
            ExprKind::Cast { operand, .. }
                if self.is_exclusive(*operand) && matches!(self.inference.type_of(id).kind(), TyKind::Ptr { .. }) =>
            {
                places.escapes = true;
            }
            _ => {}
        }
    }

    /// A value of a type that a field of the type has goes somewhere.
    fn writes(&self, at: ExprId, value: ExprId, places: &mut Places) {
        let ty = self.inference.type_of(value);
        if self.engine.db.field_types(self.adt).iter().flatten().any(|field| holds(field, &ty)) {
            places.loose.push((self.owner, at, ty));
        }
    }

    /// `QueryServiceStatus(service, &mut status)`: foreign code writes into what it is given.
    fn foreign(&self, call: ExprId, args: &[ExprId], places: &mut Places) {
        let Some(Callee::Fn(id, _)) = self.inference.callees.get(&call) else { return };
        if self.engine.db.fn_data(*id).container == Container::Foreign && args.iter().any(|arg| self.is_exclusive(*arg)) {
            places.escapes = true;
        }
    }

    /// Whether it is `&mut` to a value of the type.
    fn is_exclusive(&self, expr: ExprId) -> bool {
        let ty = self.inference.type_of(expr);
        let to = match ty.kind() {
            TyKind::Ref { ty, mutable } if *mutable => ty.clone(),
            _ => match self.kind(expr) {
                ExprKind::Ref { mutable: true, operand, .. } => self.inference.type_of(*operand),
                _ => return false,
            },
        };
        to.as_adt().is_some_and(|(id, _)| id == self.adt)
    }

    fn is_called(&self, path: ExprId) -> bool {
        self.data.body.exprs.iter().any(|expr| match &expr.kind {
            ExprKind::Call { callee, .. } => *callee == path,
            _ => false,
        })
    }

    fn field(&self, expr: ExprId) -> Option<(VariantId, usize)> {
        self.inference.fields.get(&expr).copied().filter(|(variant, _)| variant.adt == self.adt)
    }

    /// The fields that are changed with a place: all that it is part of, unless it lies behind a reference.
    fn lends(&self, place: ExprId, is_assigned: bool, places: &mut Places) {
        let mut at = place;
        let mut skip = is_assigned;
        loop {
            if let Some(field) = self.field(at)
                && !std::mem::take(&mut skip)
            {
                places.lent.insert(field);
            }
            skip = false;
            at = match self.kind(at) {
                ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => *base,
                ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
                ExprKind::MethodCall { recv, .. } if self.inference.autoref.get(&at) == Some(&true) => *recv,
                _ => return,
            };
        }
    }

    /// `Probe { patience, .. }` of a `&mut Probe`: what it binds may be assigned through.
    pub(super) fn pat(&self, id: PatId, places: &mut Places) {
        let Some(variant) = self.inference.pat_variants.get(&id).copied().filter(|v| v.adt == self.adt) else { return };
        let exclusive = |pat: PatId| match &self.data.body.pat(pat).kind {
            PatKind::Bind { by_ref, mutable, .. } => (*by_ref && *mutable) || self.inference.ref_bindings.get(&pat) == Some(&true),
            _ => false,
        };
        match &self.data.body.pat(id).kind {
            PatKind::Struct { fields, .. } => {
                for (name, pat) in fields {
                    if exclusive(*pat)
                        && let Some((index, _)) = self.engine.db.field(variant, name.name)
                    {
                        places.lent.insert((variant, index));
                    }
                }
            }
            PatKind::TupleStruct { fields, .. } if fields.iter().any(|pat| exclusive(*pat)) => {
                let count = self.engine.db.variant(variant).fields.all().len();
                places.lent.extend((0..count).map(|index| (variant, index)));
            }
            _ => {}
        }
    }
}

/// What puts a value into what it is called on.
const REPLACES: [&str; 8] = ["replace", "insert", "get_or_insert", "set", "store", "swap", "push", "push_back"];

/// Whether a type is, or has in it, another (or that in an `Option`).
pub(super) fn holds(ty: &Ty, part: &Ty) -> bool {
    let mut found = false;
    let inner = part.as_adt().and_then(|(_, args)| args.first());
    ty.walk(&mut |own| found |= !own.is_unknown() && (own == part || Some(own) == inner));
    found
}
