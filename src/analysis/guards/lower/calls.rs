//! Calls: what is passed by value leaves, what comes back is new or was passed in.

use super::Builder;
use crate::analysis::guards::Source;
use crate::analysis::guards::cfg::{Key, LocalId, Op, PathId};
use crate::resolve::defs::Container;
use crate::resolve::ids::FnId;
use crate::resolve::infer::{Callee, Implicit, Resolution};
use crate::resolve::ty::TyKind;
use crate::source::Symbol;
use crate::syntax::body::{Builtin, ExprId, ExprKind};

/// Functions of std that mean more to a guard than "passed by value".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Forget,
    /// `mem::take`, `Option::take`: moved out by way of a reference.
    Take,
    /// `mem::replace`, `Option::replace`, `Option::insert`
    Replace,
    Other,
}

impl Builder<'_, '_> {
    pub(super) fn call(&mut self, expr: ExprId, callee: ExprId, args: &[ExprId]) -> Option<LocalId> {
        let target = self.shared.inference.callees.get(&expr);
        if let Some(Callee::Ctor(variant)) = target {
            let variant = variant.index;
            let values: Vec<_> = args.iter().enumerate().map(|(i, a)| (i as u32, self.value(*a))).collect();
            return self.aggregate(expr, variant, values);
        }
        let known = match target {
            Some(Callee::Fn(id, _)) => self.known(*id),
            _ => Known::Other,
        };
        let is_item = matches!(self.shared.inference.paths.get(&callee), Some(Resolution::Fn(..)));
        let of = if is_item { None } else { self.place(callee) };
        let once = match self.type_of(callee).kind() {
            TyKind::Closure(_, id, _) => self.once.contains(id),
            _ => false,
        };
        let mut moved: Vec<PathId> = of.filter(|_| once).into_iter().collect();
        if let (Known::Take | Known::Replace, Some((first, rest))) = (known, args.split_first())
            && let ExprKind::Ref { operand, .. } = self.shared.data.body.expr(*first).kind
        {
            let from = self.place(operand).filter(|_| !self.derefs(*first));
            return self.exchange(expr, from, rest);
        }
        moved.extend(self.operands(args));
        self.called(expr, moved, known)
    }

    pub(super) fn method_call(&mut self, expr: ExprId, recv: ExprId, args: &[ExprId]) -> Option<LocalId> {
        let target = self.shared.inference.callees.get(&expr);
        let known = match target {
            Some(Callee::Fn(id, _)) => self.known(*id),
            _ => Known::Other,
        };
        let mut moved = Vec::new();
        if self.takes_receiver(expr, recv) {
            moved.extend(self.value(recv).and_then(|v| self.cfg.root(v)));
        } else {
            let place = self.place(recv);
            // Not through a guard: what is taken out of the data that it protects leaves the guard alone.
            if matches!(known, Known::Take | Known::Replace) && place.is_some() && !self.derefs(expr) {
                return self.exchange(expr, place, args);
            }
        }
        moved.extend(self.operands(args));
        self.called(expr, moved, known)
    }

    fn operands(&mut self, args: &[ExprId]) -> Vec<PathId> {
        let values: Vec<Option<LocalId>> = args.iter().map(|a| self.value(*a)).collect();
        values.into_iter().flatten().filter_map(|v| self.cfg.root(v)).collect()
    }

    /// The call itself, its operands evaluated.
    fn called(&mut self, expr: ExprId, moved: Vec<PathId>, known: Known) -> Option<LocalId> {
        self.point(expr, &moved);
        if known == Known::Forget {
            moved.into_iter().for_each(|path| self.emit(Op::Forget(path)));
            return None;
        }
        let result = self.temp(expr);
        match result {
            Some(result) => self.produce(moved, result, expr),
            None => moved.into_iter().for_each(|path| self.emit(Op::Consume(path))),
        }
        if self.type_of(expr).is_never() {
            self.unreachable();
        }
        result
    }

    /// `take` and `replace` on a place: what was there comes out, what is given goes in.
    fn exchange(&mut self, expr: ExprId, place: Option<PathId>, args: &[ExprId]) -> Option<LocalId> {
        let given = self.operands(args);
        self.point(expr, &given);
        let result = self.temp(expr);
        match (place, result.and_then(|r| self.cfg.root(r))) {
            (Some(from), Some(to)) => self.emit(Op::Take { from, to }),
            (Some(from), None) => self.emit(Op::Drop(from)),
            (None, Some(to)) => self.emit(Op::Produce { from: Vec::new(), to, by: Source::Call(expr) }),
            (None, None) => {}
        }
        for from in given {
            match place {
                Some(to) => self.emit(Op::Move { from, to }),
                None => self.emit(Op::Consume(from)),
            }
        }
        result
    }

    /// Whether the method takes `self` by value, and the receiver as it is written.
    fn takes_receiver(&self, expr: ExprId, recv: ExprId) -> bool {
        let inference = self.shared.inference;
        if inference.autoref.contains_key(&expr) || !self.is_tracked(&self.type_of(recv)) {
            return false;
        }
        match inference.callees.get(&expr) {
            Some(Callee::Fn(id, _)) if !self.derefs(expr) => {
                let sig = self.shared.db.fn_sig(*id);
                sig.has_self && !matches!(sig.params.first().map(|p| p.kind()), Some(TyKind::Ref { .. }))
            }
            _ => false,
        }
    }

    /// Whether `Deref::deref` is called on the way to what the expression means.
    fn derefs(&self, expr: ExprId) -> bool {
        self.shared.inference.implicit.get(&expr).is_some_and(|list| list.iter().any(|i| matches!(i, Implicit::Deref { .. })))
    }

    fn known(&self, id: FnId) -> Known {
        let db = self.shared.db;
        if !db.is_std(db.crate_of(id.unit)) {
            return Known::Other;
        }
        let data = db.fn_data(id);
        let name = data.name.name.as_str();
        match data.container {
            Container::Module if db.module(data.module).name == "mem" => match name {
                "forget" => Known::Forget,
                "take" => Known::Take,
                "replace" => Known::Replace,
                _ => Known::Other,
            },
            Container::Impl(of) => {
                let is_option =
                    db.impl_header(of).is_some_and(|h| h.self_ty.as_adt().is_some_and(|(adt, _)| Some(adt) == db.lang().option));
                match name {
                    "take" if is_option => Known::Take,
                    "replace" if is_option => Known::Replace,
                    _ => Known::Other,
                }
            }
            _ => Known::Other,
        }
    }

    /// A value built of parts.
    pub(super) fn aggregate(&mut self, expr: ExprId, variant: u32, parts: Vec<(u32, Option<LocalId>)>) -> Option<LocalId> {
        let whole = self.temp(expr);
        let root = whole.and_then(|w| self.cfg.root(w));
        // A guard by its `Drop` alone begins with its value.
        if let (Some(to), true) = (root, self.shared.types.is_extra(&self.type_of(expr))) {
            let from = parts.into_iter().filter_map(|(_, part)| self.cfg.root(part?)).collect();
            self.emit(Op::Produce { from, to, by: Source::Call(expr) });
            return whole;
        }
        if let Some(whole) = whole {
            self.emit(Op::Live(whole));
        }
        for (index, part) in parts {
            let Some(from) = part.and_then(|p| self.cfg.root(p)) else { continue };
            let to = root.map(|root| self.cfg.child(root, Key::Field { variant, index }, self.shared.types).unwrap_or(root));
            match to {
                Some(to) => self.emit(Op::Move { from, to }),
                None => self.emit(Op::Consume(from)),
            }
        }
        whole
    }

    /// Built-in macros: the format family looks at its operands in a statement of its own.
    pub(super) fn builtin(&mut self, expr: ExprId, builtin: &Builtin) -> Option<LocalId> {
        let name: Symbol = builtin.name;
        match name.as_str() {
            "vec" => {
                let parts = self.operands(&builtin.args);
                let result = self.temp(expr);
                match result.and_then(|r| self.cfg.root(r)) {
                    Some(to) if !parts.is_empty() => self.emit(Op::Produce { from: parts, to, by: Source::Call(expr) }),
                    Some(_) => {}
                    None => parts.into_iter().for_each(|path| self.emit(Op::Consume(path))),
                }
                result
            }
            "format_args" | "const_format_args" | "format_args_nl" => {
                builtin.args.iter().for_each(|arg| {
                    self.place(*arg);
                });
                None
            }
            "dbg" => {
                builtin.args.iter().for_each(|arg| {
                    self.value(*arg);
                });
                None
            }
            _ => {
                self.terminating(|b| {
                    for arg in &builtin.args {
                        b.place(*arg);
                    }
                    b.point(expr, &[]);
                });
                if self.type_of(expr).is_never() {
                    self.unreachable();
                }
                None
            }
        }
    }
}
