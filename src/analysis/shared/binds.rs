//! Patterns: what they compare, and what their names stand for.

use std::sync::Arc;

use super::facts::What;
use super::place::Part;
use super::value::{Means, Outcome, Val};
use super::walk::{At, Spot, Walk};
use crate::resolve::ids::VariantId;
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind};

impl Walk<'_, '_, '_> {
    pub(super) fn let_condition(&mut self, pat: PatId, expr: ExprId) -> Val {
        let spot = self.scrutinee(pat, expr);
        let ty = self.type_of(expr);
        if let Spot::Value(Val::Outcome(outcome)) = &spot
            && outcome.taken == Means::Success
        {
            let lock = outcome.lock.clone();
            let taken = if self.is_success(pat) { Means::True } else { Means::False };
            self.bind_spot(pat, spot, &ty, Some(expr));
            return Val::Outcome(Arc::new(Outcome { lock, taken }));
        }
        let decided = match &spot {
            Spot::Value(value) => self.matches(pat, value),
            _ => None,
        };
        self.bind_spot(pat, spot, &ty, Some(expr));
        decided.map_or(Val::Unknown, |b| Val::Known(crate::analysis::value::Val::Bool(b)))
    }

    pub(super) fn is_success(&self, pat: PatId) -> bool {
        self.variant_of(pat).is_some_and(|v| {
            let name = self.an.db.variant(v).name.name;
            name == "Ok" || name == "Some"
        })
    }

    pub(super) fn variant_of(&self, pat: PatId) -> Option<VariantId> {
        self.inference.pat_variants.get(&pat).copied()
    }

    /// What a pattern is matched against; a place stays one.
    pub(super) fn scrutinee(&mut self, pat: PatId, expr: ExprId) -> Spot {
        let is_plain = matches!(self.data.body.pat(pat).kind, PatKind::Bind { by_ref: false, sub: None, .. })
            && !self.inference.pat_variants.contains_key(&pat)
            && !self.inference.pat_consts.contains_key(&pat);
        if is_plain {
            return Spot::Value(self.expr(expr));
        }
        let spot = self.spot(expr);
        match spot {
            // A variable that a pattern takes apart may be moved by it: what it was is dropped with its parts.
            Spot::Local(pat) => {
                if self.declared.contains(&pat) && !matches!(self.type_of(expr).kind(), TyKind::Ref { .. }) {
                    self.st.moved.insert(pat);
                }
                Spot::Value(self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown))
            }
            spot => spot,
        }
    }

    /// Whether an arm runs where the lock was taken.
    pub(super) fn arm_takes(&mut self, outcome: &Outcome, pat: PatId) -> Option<bool> {
        if outcome.taken == Means::Success {
            return self.variant_of(pat).map(|_| self.is_success(pat));
        }
        let numbers = self.numbers(pat)?;
        let taken = |n: &i128| match outcome.taken {
            Means::Wait => *n == 0 || *n == 0x80,
            Means::True => *n != 0,
            Means::False => *n == 0,
            Means::Success => false,
        };
        Some(numbers.iter().all(taken))
    }

    /// The constants that a pattern asks for.
    pub(super) fn numbers(&mut self, pat: PatId) -> Option<Vec<i128>> {
        if let Some(id) = self.inference.pat_consts.get(&pat) {
            let owner = crate::resolve::infer::BodyOwner::Const(*id);
            return Some(vec![self.an.engine.constant(owner, &Arc::from([])).ret.as_int()?]);
        }
        match self.data.body.pat(pat).kind.clone() {
            PatKind::Lit(expr) => match self.kind(expr) {
                ExprKind::Lit(literal) => Some(vec![crate::analysis::eval::literal(&literal).as_int()?]),
                _ => None,
            },
            PatKind::Or(parts) => {
                let mut out = Vec::new();
                for part in parts {
                    out.extend(self.numbers(part)?);
                }
                Some(out)
            }
            _ => None,
        }
    }

    /// Whether a pattern matches, as far as constants say.
    pub(super) fn matches(&mut self, pat: PatId, value: &Val) -> Option<bool> {
        match value {
            Val::Known(known) => match &self.data.body.pat(pat).kind {
                PatKind::Wild => Some(true),
                _ => {
                    let number = known.as_int()?;
                    let numbers = self.numbers(pat)?;
                    Some(numbers.contains(&number))
                }
            },
            Val::Fields(Some(is), _) => {
                let wanted = self.variant_of(pat)?;
                (wanted.adt == is.adt && wanted.index != is.index).then_some(false)
            }
            _ => None,
        }
    }

    /// Bind a pattern's names to the parts of a value.
    pub(super) fn bind(&mut self, pat: PatId, value: &Val, of: Option<ExprId>) {
        let ty = self.type_of_pat(pat);
        self.bind_spot(pat, Spot::Value(value.clone()), &ty, of);
    }

    /// Bind a pattern's names to the parts of a place or value of that type. `of` is the expression that names it.
    pub(super) fn bind_spot(&mut self, pat: PatId, spot: Spot, ty: &Ty, of: Option<ExprId>) {
        match self.data.body.pat(pat).kind.clone() {
            PatKind::Bind { by_ref, sub, .. } => {
                if self.inference.pat_variants.contains_key(&pat) || self.inference.pat_consts.contains_key(&pat) {
                    self.discriminant(&spot, of);
                    return;
                }
                let borrows = by_ref || self.inference.ref_bindings.contains_key(&pat);
                let value = match (&spot, borrows, of) {
                    (_, true, _) => self.address(spot.clone()),
                    (_, false, Some(of)) => self.load(of, spot.clone()),
                    (Spot::Value(value), false, None) => value.clone(),
                    (Spot::Places(places), false, None) => Val::Load(Arc::clone(places), None),
                    (Spot::Local(local), false, None) => self.st.env.get(local).cloned().unwrap_or(Val::Unknown),
                };
                if !value.guards().is_empty()
                    && let Some(of) = of
                {
                    self.gave(of, &value);
                }
                self.st.env.insert(pat, value);
                self.declare(pat);
                if let Some(sub) = sub {
                    self.bind_spot(sub, spot, ty, of);
                }
            }
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => {
                let inner = match ty.kind() {
                    TyKind::Ref { ty, .. } => ty.clone(),
                    TyKind::Adt(_, args) => args.first().cloned().unwrap_or_else(Ty::unknown),
                    _ => Ty::unknown(),
                };
                let spot = self.deref_spot(spot, ty, of);
                self.bind_spot(pat, spot, &inner, of);
            }
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => {
                let (spot, ty) = self.peeled(spot, ty, of);
                let variant = self.variant_of(pat);
                if variant.is_some_and(|v| self.an.db.adt(v.adt).variants.len() > 1) {
                    self.discriminant(&spot, of);
                }
                let rest = fields.iter().position(|f| matches!(self.data.body.pat(*f).kind, PatKind::Rest));
                let len = match (variant, ty.kind()) {
                    (Some(variant), _) => self.an.db.variant(variant).fields.all().len(),
                    (None, TyKind::Tuple(parts)) => parts.len(),
                    _ => fields.len(),
                };
                for (i, field) in fields.iter().enumerate() {
                    let index = match rest {
                        Some(r) if i == r => continue,
                        Some(r) if i > r => (len + i).saturating_sub(fields.len()),
                        _ => i,
                    };
                    let (inner, inner_ty) = self.part_spot(&spot, &ty, variant, index);
                    self.bind_spot(*field, inner, &inner_ty, of);
                }
            }
            PatKind::Struct { fields, .. } => {
                let (spot, ty) = self.peeled(spot, ty, of);
                let Some(variant) = self.variant_of(pat) else { return };
                if self.an.db.adt(variant.adt).variants.len() > 1 {
                    self.discriminant(&spot, of);
                }
                for (name, field) in fields {
                    let index = self.an.db.field(variant, name.name).map_or(0, |(i, _)| i);
                    let (inner, inner_ty) = self.part_spot(&spot, &ty, Some(variant), index);
                    self.bind_spot(field, inner, &inner_ty, of);
                }
            }
            PatKind::Or(parts) => {
                for part in parts {
                    self.bind_spot(part, spot.clone(), ty, of);
                }
            }
            PatKind::Lit(_) | PatKind::Range { .. } | PatKind::Path(_) => {
                let (spot, _) = self.peeled(spot, ty, of);
                self.discriminant(&spot, of);
            }
            PatKind::Wild | PatKind::Rest | PatKind::Macro(_) | PatKind::Error => {}
        }
    }

    /// What a pattern compares is read.
    pub(super) fn discriminant(&mut self, spot: &Spot, of: Option<ExprId>) {
        if let (Spot::Places(places), Some(of)) = (spot, of) {
            let held = self.held(At::Access(of));
            self.touch(places, What::Read, self.span(of), "", &held);
        }
    }

    pub(super) fn deref_spot(&mut self, spot: Spot, ty: &Ty, of: Option<ExprId>) -> Spot {
        match of {
            Some(of) => self.follow(of, spot, ty).map_or(Spot::Value(Val::Unknown), |(spot, _)| spot),
            None => match spot {
                Spot::Places(places) => Spot::Places(places.iter().map(|p| p.then(Part::Deref)).collect()),
                Spot::Local(pat) => {
                    let value = self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown);
                    self.target(&value, None)
                }
                Spot::Value(value) => self.target(&value, None),
            },
        }
    }

    /// Through the references that a pattern looks through.
    pub(super) fn peeled(&mut self, mut spot: Spot, ty: &Ty, of: Option<ExprId>) -> (Spot, Ty) {
        let mut ty = ty.clone();
        while let TyKind::Ref { ty: inner, .. } = ty.kind() {
            spot = self.deref_spot(spot, &ty, of);
            ty = inner.clone();
        }
        (spot, ty)
    }

    /// A part of a pair that stands for what an iterator gives: it leads into what is iterated, if it is a reference.
    pub(super) fn part_of_view(&self, spot: &Spot, part: &Ty) -> Option<Spot> {
        let value = match spot {
            Spot::Local(pat) => self.st.env.get(pat)?,
            Spot::Value(value) => value,
            Spot::Places(_) => return None,
        };
        let is_view = matches!(value, Val::Ptr(_) | Val::Guard(..));
        is_view.then(|| Spot::Value(if self.an.borrows(part) { value.clone() } else { Val::Fresh }))
    }

    /// A part of what a pattern takes apart, with its type.
    pub(super) fn part_spot(&mut self, spot: &Spot, ty: &Ty, variant: Option<VariantId>, index: usize) -> (Spot, Ty) {
        match (variant, ty.kind()) {
            (Some(variant), TyKind::Adt(id, args)) => {
                let db = self.an.db;
                let types = db.field_types(*id);
                let field_ty = types.get(variant.index as usize).and_then(|v| v.get(index)).map(|t| t.subst(args));
                let field_ty = field_ty.map_or_else(Ty::unknown, |t| self.an.engine.chooser.concrete(&t, &Arc::from([])));
                // `Some` and `Ok` are what is in them.
                if db.is_std(db.crate_of(id.unit)) && db.adt(*id).variants.len() > 1 {
                    return (spot.clone(), field_ty);
                }
                let Some(name) = db.variant(variant).fields.all().get(index).map(|f| f.name.name) else {
                    return (Spot::Value(Val::Unknown), field_ty);
                };
                let part = self.part_of(variant, name);
                (self.project(spot.clone(), name, part), field_ty)
            }
            (_, TyKind::Tuple(parts)) => {
                let name = Symbol::intern(&index.to_string());
                let inner = parts.get(index).cloned().unwrap_or_else(Ty::unknown);
                if let Some(view) = self.part_of_view(spot, &inner) {
                    return (view, inner);
                }
                (self.project(spot.clone(), name, Part::Field(None, name)), inner)
            }
            (_, TyKind::Slice(element) | TyKind::Array(element, _)) => {
                let name = Symbol::intern(&format!("[{index}]"));
                (self.project(spot.clone(), name, Part::Field(None, name)), element.clone())
            }
            _ => {
                let name = Symbol::intern(&index.to_string());
                (self.project(spot.clone(), name, Part::Field(None, name)), Ty::unknown())
            }
        }
    }
}
