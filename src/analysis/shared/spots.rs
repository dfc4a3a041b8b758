//! Place expressions: which memory they mean, through fields, elements and pointers of all kinds.

use std::sync::Arc;

use super::facts::{Exclusive, What};
use super::lock::Held;
use super::place::{Part, Place, Root};
use super::value::{Taken, Val};
use super::walk::{At, Spot, Walk};
use crate::resolve::ids::AdtId;
use crate::resolve::impls::head_of;
use crate::resolve::infer::{Implicit, Resolution};
use crate::resolve::ty::{Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::{ExprId, ExprKind, PatId, UnaryOp};

impl Walk<'_, '_, '_> {
    /// The memory that an expression means.
    pub(super) fn spot(&mut self, id: ExprId) -> Spot {
        if self.st.dead {
            return Spot::Value(Val::Unknown);
        }
        match self.kind(id) {
            ExprKind::Path(_) => match self.inference.paths.get(&id).cloned() {
                Some(Resolution::Local(pat)) => Spot::Local(pat),
                Some(Resolution::Static(of)) => {
                    let ty = self.an.db.static_type(of);
                    // Each thread has its own; a constant that never changes is nobody's concern.
                    if self.is_thread_local(&ty) {
                        return Spot::Value(Val::Fresh);
                    }
                    Spot::Places(Arc::from([Place::root(Root::Static(of))]))
                }
                _ => Spot::Value(self.constant(id)),
            },
            ExprKind::Field { base, name } => {
                let spot = self.spot(base);
                let field = self.inference.fields.get(&id).copied();
                let mut ty = self.type_of(base);
                let mut spot = spot;
                // As many pointers as lie between.
                for _ in 0..8 {
                    let is_there = match (ty.kind(), field) {
                        (TyKind::Adt(adt, _), Some((variant, _))) => *adt == variant.adt,
                        (TyKind::Tuple(_), None) => true,
                        _ => false,
                    };
                    if is_there {
                        break;
                    }
                    match self.follow(base, spot.clone(), &ty) {
                        Some((next, inner)) => (spot, ty) = (next, inner),
                        None => return Spot::Value(Val::Unknown),
                    }
                }
                if let TyKind::Tuple(_) = ty.kind() {
                    let part = self.type_of(id);
                    if let Some(view) = self.part_of_view(&spot, &part) {
                        return view;
                    }
                }
                let part = match field {
                    Some((variant, _)) => self.part_of(variant, name.name),
                    None => Part::Field(None, name.name),
                };
                self.project(spot, name.name, part)
            }
            ExprKind::Index { base, index } => {
                let mut spot = self.spot(base);
                let at = self.expr(index);
                let mut ty = self.type_of(base);
                // User types run their `Index`.
                let overloaded = self.inference.implicit.get(&id).cloned().unwrap_or_default();
                for _ in 0..8 {
                    if matches!(ty.kind(), TyKind::Array(..) | TyKind::Slice(_)) {
                        break;
                    }
                    let user = overloaded.iter().any(|i| matches!(i, Implicit::Method(_, args) if args.first() == Some(&ty)));
                    if user && !self.is_std_type(&ty) {
                        let this = self.address(spot);
                        let mut out = Val::Unknown;
                        for call in &overloaded {
                            if matches!(call, Implicit::Method(..)) {
                                out = self.implicit_call(id, call, &[this.clone(), at.clone()]);
                            }
                        }
                        return self.target(&out, None);
                    }
                    match self.follow(base, spot.clone(), &ty) {
                        Some((next, inner)) => (spot, ty) = (next, inner),
                        None => break,
                    }
                }
                let number = match &at {
                    Val::Known(known) => known.as_int(),
                    _ => None,
                };
                let is_array = matches!(ty.kind(), TyKind::Array(..));
                match number {
                    Some(number) if is_array => {
                        let name = Symbol::intern(&format!("[{number}]"));
                        self.project(spot, name, Part::Field(None, name))
                    }
                    _ => self.project(spot, Symbol::intern("[0]"), Part::Item),
                }
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                let ty = self.type_of(operand);
                let spot = self.spot(operand);
                match self.follow(operand, spot, &ty) {
                    Some((spot, _)) => spot,
                    None => Spot::Value(Val::Unknown),
                }
            }
            _ => Spot::Value(self.expr(id)),
        }
    }

    fn is_thread_local(&self, ty: &Ty) -> bool {
        ty.peel_refs().as_adt().is_some_and(|(id, _)| self.an.db.adt(id).name.name == "LocalKey")
    }

    pub(super) fn is_std_type(&self, ty: &Ty) -> bool {
        ty.as_adt().is_none_or(|(id, _)| self.an.db.is_std(self.an.db.crate_of(id.unit)))
    }

    /// A part of a place or value.
    pub(super) fn project(&mut self, spot: Spot, name: Symbol, part: Part) -> Spot {
        match spot {
            Spot::Places(places) => Spot::Places(places.iter().map(|p| p.then(part)).collect()),
            Spot::Local(pat) => Spot::Value(self.st.env.get(&pat).map_or(Val::Unknown, |v| v.field(name, part))),
            Spot::Value(value) => Spot::Value(value.field(name, part)),
        }
    }

    /// A reference to a place or value.
    pub(super) fn address(&mut self, spot: Spot) -> Val {
        match spot {
            Spot::Places(places) => Val::Ptr(places),
            Spot::Local(pat) => Val::Ref(Arc::new(self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown))),
            Spot::Value(value) => Val::Ref(Arc::new(value)),
        }
    }

    /// One step through a pointer: what it leads to, and that type. `expr` is the expression that names it.
    pub(super) fn follow(&mut self, expr: ExprId, spot: Spot, ty: &Ty) -> Option<(Spot, Ty)> {
        match ty.kind() {
            TyKind::Ref { ty: inner, .. } => Some((self.through(expr, spot), inner.clone())),
            TyKind::Ptr { ty: inner, .. } => {
                let there = self.through_taken(&spot).unwrap_or_else(|| self.through(expr, spot));
                Some((there, inner.clone()))
            }
            TyKind::Adt(id, args) => {
                let db = self.an.db;
                let is_std = db.is_std(db.crate_of(id.unit));
                if Some(*id) == db.lang().boxed {
                    return Some((self.through(expr, spot), args.first()?.clone()));
                }
                let inner = self.an.deref_target(ty)?;
                if self.an.shares(*id, ty)
                    && let Some(there) = self.through_taken(&spot)
                {
                    return Some((there, inner));
                }
                if self.an.is_transparent(ty) {
                    return Some((spot, inner));
                }
                if is_std || !self.derefs_itself(*id, ty, &spot) {
                    return Some((self.through(expr, spot), inner));
                }
                // A user's `Deref` says where it leads.
                let this = self.address(spot.clone());
                let call = Implicit::Deref { ty: ty.clone(), mutable: false };
                let led = self.implicit_call(expr, &call, &[this]);
                let there = match self.target(&led, None) {
                    Spot::Value(Val::Unknown) => self.through(expr, spot),
                    there => there,
                };
                Some((there, inner))
            }
            _ => None,
        }
    }

    /// Whether a type's `Deref` has a text that can be walked. What a guard of a lock crate, or another value that only a model
    /// made, leads to is not said by its fields.
    fn derefs_itself(&self, id: AdtId, ty: &Ty, spot: &Spot) -> bool {
        let is_made_of_fields = |value: &Val| matches!(value, Val::Fields(..) | Val::Load(..));
        let has_fields = match spot {
            Spot::Places(_) => true,
            Spot::Local(pat) => self.st.env.get(pat).is_some_and(is_made_of_fields),
            Spot::Value(value) => is_made_of_fields(value),
        };
        self.an.db.krate(self.an.db.crate_of(id.unit)).is_member || (has_fields && self.an.guard_types.info(ty).is_none())
    }

    /// What a raw or counted pointer leads to that was taken out of its place: others may have a copy of it, but find none
    /// there any more once they hold what was held when it was taken.
    fn through_taken(&mut self, spot: &Spot) -> Option<Spot> {
        let value = match spot {
            Spot::Local(pat) => self.st.env.get(pat)?,
            Spot::Value(value) => value,
            Spot::Places(_) => return None,
        };
        let Val::Load(places, Some(taken)) = value else { return None };
        let (places, taken) = (Arc::clone(places), Arc::clone(taken));
        let there: Vec<Place> = places.iter().map(|p| p.then(Part::Deref)).collect();
        for place in &there {
            if !self.taken_under.iter().any(|(known, held)| known == place && *held == taken.held) {
                self.taken_under.push((place.clone(), taken.held.clone()));
            }
        }
        Some(Spot::Places(there.into()))
    }

    /// What a pointer that stands in a place, or is a value, leads to.
    fn through(&mut self, expr: ExprId, spot: Spot) -> Spot {
        match spot {
            Spot::Places(places) => {
                let held = self.held(At::Access(expr));
                self.touch(&places, What::Read, self.span(expr), "", &held);
                Spot::Places(places.iter().map(|p| p.then(Part::Deref)).collect())
            }
            Spot::Local(pat) => {
                let value = self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown);
                self.target(&value, Some(expr))
            }
            Spot::Value(value) => self.target(&value, Some(expr)),
        }
    }

    /// What a pointer value leads to.
    pub(super) fn target(&mut self, value: &Val, _at: Option<ExprId>) -> Spot {
        let places = value.targets();
        if !places.is_empty() {
            return Spot::Places(places.into());
        }
        match value {
            Val::Ref(inner) => Spot::Value((**inner).clone()),
            Val::Guard(inner, _) | Val::Adopted(inner, _) => self.target(inner, None),
            // What was taken out of its place is this thread's own.
            Val::Load(_, Some(_)) | Val::Fresh => Spot::Value(Val::Fresh),
            Val::Fields(..) | Val::Closure(_) | Val::Fn(..) => Spot::Value(value.clone()),
            Val::Any(all) => {
                let own = all.iter().find(|v| matches!(v, Val::Ref(_) | Val::Guard(..)));
                own.cloned().map_or(Spot::Value(Val::Unknown), |v| self.target(&v, None))
            }
            _ => Spot::Value(Val::Unknown),
        }
    }

    /// A reference as another type of reference: `&Arc<T>` where `&T` is wanted.
    pub(super) fn coerced(&mut self, expr: ExprId, value: Val, wanted: &Ty) -> Val {
        let TyKind::Ref { ty: wanted, .. } = wanted.kind() else { return value };
        if matches!(value, Val::Unknown | Val::Fresh | Val::Known(_)) {
            return value;
        }
        let given = self.type_of(expr);
        let (TyKind::Ref { ty: given, .. }, Some(head)) = (given.kind(), head_of(wanted)) else { return value };
        let mut ty = given.clone();
        if head_of(&ty) == Some(head) || matches!(wanted.kind(), TyKind::Dyn(_)) {
            return value;
        }
        let mut spot = self.target(&value, None);
        for _ in 0..6 {
            if head_of(&ty) == Some(head) {
                return self.address(spot);
            }
            match self.follow(expr, spot.clone(), &ty) {
                Some((next, inner)) => (spot, ty) = (next, inner),
                None => return value,
            }
        }
        value
    }

    /// `lhs = value`
    pub(super) fn assign(&mut self, lhs: ExprId, value: Val, whole: ExprId) {
        match self.kind(lhs) {
            ExprKind::Underscore => {
                let ty = self.type_of(lhs);
                self.drop_value(&value, &ty, self.span(whole), &Held::default());
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    let name = Symbol::intern(&i.to_string());
                    self.assign(*part, value.field(name, Part::Field(None, name)), whole);
                }
            }
            _ => {
                let spot = self.spot(lhs);
                match spot {
                    Spot::Places(places) => self.store(lhs, &places, value),
                    Spot::Local(pat) => {
                        let ty = self.type_of(lhs);
                        if let (true, Some(old)) =
                            (self.declared.contains(&pat) && !self.st.moved.contains(&pat), self.st.env.get(&pat).cloned())
                        {
                            let held = self.held(At::Here);
                            self.drop_value(&old, &ty, self.span(lhs), &held);
                        }
                        self.st.moved.remove(&pat);
                        self.st.env.insert(pat, value);
                    }
                    Spot::Value(_) => {
                        // A field of a variable: what it was is not known any more, but what it leads to may be both.
                        if let (Some(pat), ExprKind::Field { base, name }) = (self.root_local(lhs), self.kind(lhs))
                            && self.root_local(base) == Some(pat)
                        {
                            self.set_field(pat, name.name, value);
                        }
                    }
                }
            }
        }
    }

    fn set_field(&mut self, pat: PatId, name: Symbol, value: Val) {
        let Some(Val::Fields(of, fields)) = self.st.env.get(&pat).cloned() else { return };
        let fields = fields.iter().map(|(n, v)| if *n == name { (*n, value.clone()) } else { (*n, v.clone()) }).collect();
        self.st.env.insert(pat, Val::Fields(of, fields));
    }

    /// Write a value to shared memory; what stood there is dropped.
    fn store(&mut self, lhs: ExprId, places: &[Place], value: Val) {
        let held = self.held(At::Access(lhs));
        self.note_call(lhs, &held);
        let at = self.span(lhs);
        let ty = self.type_of(lhs);
        let taken = Taken { at, held: held.clone() };
        // Dropped where it stood, while what is held is held.
        self.drop_value(&Val::Load(places.into(), Some(Arc::new(taken.clone()))), &ty, at, &held);
        self.touch(places, What::Write, at, "", &held);
        self.overwritten(places, &taken);
        if let Val::Object(crate::models::schema::KernelObject::Mutex) = value {
            self.an.mutexes.extend(places.iter().cloned());
        }
        self.publish(places, &value);
    }

    /// Copies of what stood in these places are now the only ones.
    pub(super) fn overwritten(&mut self, places: &[Place], taken: &Taken) {
        let taken = Arc::new(taken.clone());
        for value in self.st.env.values_mut() {
            if let Val::Load(from, how @ None) = value
                && from.iter().all(|p| places.iter().any(|q| q.covers(p)))
            {
                *how = Some(Arc::clone(&taken));
            }
        }
    }

    /// Note that a value now stands in shared memory.
    pub(super) fn publish(&mut self, places: &[Place], value: &Val) {
        if matches!(value, Val::Unknown | Val::Fresh | Val::Known(_) | Val::Load(..)) {
            return;
        }
        for place in places {
            let stored = super::facts::Stored { place: place.clone(), value: value.clone() };
            if !self.out.stored.contains(&stored) {
                self.out.stored.push(stored);
            }
        }
    }

    /// Note an exclusive reference, where it is to the whole instance.
    pub(super) fn exclusive(&mut self, places: &[Place], operand: ExprId, at: Span, by: &str, held: &Held) {
        let ty = self.type_of(operand);
        self.exclusive_of(places, &ty, at, by, held);
    }

    /// The same, of a known type.
    pub(super) fn exclusive_of(&mut self, places: &[Place], ty: &Ty, at: Span, by: &str, held: &Held) {
        let is_instance = places.iter().any(|p| p.root == Root::Resid && p.path.is_empty());
        if !is_instance || self.st.dead || self.out.exclusives.iter().any(|e| e.at == at) {
            return;
        }
        let of = ty.peel_refs().as_adt().map(|(id, _)| id);
        self.out.exclusives.push(Exclusive { at, by: by.into(), of, held: held.clone(), chain: Default::default() });
    }
}
