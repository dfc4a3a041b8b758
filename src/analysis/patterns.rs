//! Patterns: whether one matches a value, and what its names are then bound to.

use super::control::while_there;
use super::frame::Frame;
use super::value::Val;
use crate::resolve::ids::VariantId;
use crate::syntax::body::{Arm, Stmt};
use crate::syntax::body::{ExprId, ExprKind, Literal, PatId, PatKind};

impl<'a> Frame<'_, 'a> {
    /// `match`: each arm that may be taken, with what its pattern binds.
    pub(super) fn match_expr(&mut self, scrutinee: ExprId, arms: Vec<Arm>) -> Val {
        let reads = std::mem::take(&mut self.shared_reads);
        let value = self.place(scrutinee);
        let asks = std::mem::replace(&mut self.shared_reads, reads) > 0;
        let taken = arms.iter().any(|arm| self.takes_over(arm.pat));
        if taken {
            self.take_over(scrutinee);
        } else {
            self.drop_temporary(scrutinee);
        }
        if self.dead {
            return Val::Unknown;
        }
        let mut ways = Vec::new();
        let mut goes_on = Vec::new();
        let mut from = self.state();
        // Where an arm was for 0, or for `Ok(0)`, what comes to the arms below is more.
        let mut not_zero: Vec<Option<VariantId>> = Vec::new();
        for arm in arms {
            let matched = self.matches(arm.pat, &value);
            if matched == Some(false) {
                continue;
            }
            let mut sure = matched == Some(true);
            let mut refused = None;
            let way = self.way(from.clone(), |f| {
                f.bind(arm.pat, &value);
                if let (of, Some(name)) = f.inside(arm.pat)
                    && not_zero.contains(&of)
                {
                    f.is_not_zero(name);
                }
                if let Some(guard) = arm.guard {
                    let decided = f.decide(guard);
                    sure &= decided.no.dead;
                    refused = Some(decided.no);
                    f.enter(decided.yes);
                }
                f.expr(arm.body)
            });
            if arm.guard.is_none()
                && let (of, Some(part)) = self.inside(arm.pat)
                && let PatKind::Lit(literal) = self.data.body.pat(part).kind
                && matches!(self.data.body.expr(literal).kind, ExprKind::Lit(Literal::Int(0, _)))
            {
                not_zero.push(of);
            }
            // What a guard does that then refuses comes before the arms below.
            if let Some(refused) = refused {
                from = if matched == Some(true) { refused } else { from.join(refused) };
            }
            if !way.1.dead || self.goes_round(arm.body) {
                goes_on.push(arm.pat);
            }
            ways.push(way);
            if sure {
                break;
            }
        }
        if ways.is_empty() {
            self.dead = true;
            return Val::Unknown;
        }
        let leaves = ways.iter().any(|(_, state)| state.dead);
        // A loop that goes on only with what it received ends when there is no more.
        let drains = goes_on.iter().all(|pat| self.is_there(*pat));
        // `None => return` of what is left of a deadline.
        let clock = if goes_on.iter().all(|pat| self.is_there(*pat)) { while_there(&value) } else { Val::Unknown };
        let asks = self.asks_by(scrutinee, asks) && !drains;
        self.guard(leaves && clock == Val::Unknown, leaves, &clock, asks);
        self.meet(ways)
    }

    /// The one part of `Ok(part)`, and of what; a pattern without parts is all there is.
    fn inside(&self, pat: PatId) -> (Option<VariantId>, Option<PatId>) {
        match &self.data.body.pat(pat).kind {
            PatKind::TupleStruct { fields, .. } => match (self.inference.pat_variants.get(&pat), fields.as_slice()) {
                (Some(variant), [part]) => (Some(*variant), Some(*part)),
                _ => (None, None),
            },
            PatKind::Bind { .. } | PatKind::Lit(_) => (None, Some(pat)),
            _ => (None, None),
        }
    }

    /// Whether an expression ends in `continue`.
    fn goes_round(&self, expr: ExprId) -> bool {
        match &self.data.body.expr(expr).kind {
            ExprKind::Continue { .. } => true,
            ExprKind::Block(block) => {
                let last = block.tail.or(match block.stmts.last() {
                    Some(Stmt::Expr { expr, .. }) => Some(*expr),
                    _ => None,
                });
                last.is_some_and(|last| self.goes_round(last))
            }
            _ => false,
        }
    }

    /// `operand?`
    pub(super) fn try_expr(&mut self, id: ExprId, operand: ExprId) -> Val {
        let value = self.expr(operand);
        let (inner, fails) = self.question(&value);
        let failure = match self.type_of(operand).as_adt() {
            Some((adt, _)) if Some(adt) == self.engine.db.lang().result => self.failed(adt),
            Some((adt, _)) if Some(adt) == self.engine.db.lang().option => self.option(None),
            _ => Val::Unknown,
        };
        if fails != Some(false) {
            // The way out runs `From` and ends the function there.
            self.guard(false, true, &while_there(&value), false);
            self.branch(|f| {
                f.implicit(id, f.span(operand));
                f.return_early(failure);
            });
        }
        if fails == Some(true) {
            self.dead = true;
        }
        inner
    }

    /// Whether a pattern matches a value, as far as it can be said.
    pub(super) fn matches(&self, pat: PatId, value: &Val) -> Option<bool> {
        match &self.data.body.pat(pat).kind {
            PatKind::Wild | PatKind::Rest => Some(true),
            PatKind::Bind { sub, .. } => match self.inference.pat_variants.get(&pat) {
                Some(variant) => variant_is(value, *variant),
                None if self.inference.pat_consts.contains_key(&pat) => None,
                None => sub.map_or(Some(true), |s| self.matches(s, value)),
            },
            PatKind::Path(_) => self.inference.pat_variants.get(&pat).and_then(|v| variant_is(value, *v)),
            PatKind::TupleStruct { fields, .. } => {
                let variant = self.inference.pat_variants.get(&pat)?;
                match (variant_is(value, *variant), value) {
                    (Some(true), Val::Variant(_, values)) if values.len() == fields.len() => {
                        all(fields.iter().zip(values.iter()).map(|(f, v)| self.matches(*f, v)))
                    }
                    (Some(true), _) => all(fields.iter().map(|f| self.matches(*f, &Val::Unknown))),
                    (answer, _) => answer,
                }
            }
            PatKind::Struct { fields, .. } => {
                let variant = self.inference.pat_variants.get(&pat)?;
                let is_enum = self.engine.db.adt(variant.adt).variants.len() > 1;
                let head = if is_enum { variant_is(value, *variant) } else { Some(true) };
                match head {
                    Some(true) => all(fields.iter().map(|(_, f)| self.matches(*f, &Val::Unknown))),
                    answer => answer,
                }
            }
            PatKind::Tuple(fields) => match value {
                Val::Tuple(values) if values.len() == fields.len() => {
                    all(fields.iter().zip(values.iter()).map(|(f, v)| self.matches(*f, v)))
                }
                _ => all(fields.iter().map(|f| self.matches(*f, &Val::Unknown))),
            },
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.matches(*pat, value),
            PatKind::Lit(expr) => {
                let wanted = match &self.data.body.expr(*expr).kind {
                    ExprKind::Lit(literal) => super::eval::literal(literal),
                    ExprKind::Unary { operand, .. } => match &self.data.body.expr(*operand).kind {
                        ExprKind::Lit(Literal::Int(n, _)) => Val::int(-i128::try_from(*n).ok()?),
                        _ => return None,
                    },
                    _ => return None,
                };
                match (&wanted, value) {
                    (_, Val::Unknown) | (Val::Unknown, _) => None,
                    (Val::Int { lo: a, .. }, Val::Int { lo, hi }) if lo != hi => {
                        if a < lo || a > hi {
                            Some(false)
                        } else {
                            None
                        }
                    }
                    (a, b) => Some(a == b),
                }
            }
            PatKind::Or(parts) => {
                let answers: Vec<Option<bool>> = parts.iter().map(|p| self.matches(*p, value)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            _ => None,
        }
    }

    /// `expr?`: what it gives, and whether it fails.
    pub(super) fn question(&mut self, value: &Val) -> (Val, Option<bool>) {
        let lang = self.engine.db.lang();
        let is_soft = matches!(value, Val::Soft(_));
        let value = value.hard();
        for adt in [lang.option, lang.result] {
            if let (Val::Variant(_, fields), Some(full)) = (value, self.is_full(value, adt)) {
                let inner = if full { fields.first().cloned().unwrap_or(Val::Unknown) } else { Val::Unknown };
                return (inner, if is_soft { None } else { Some(!full) });
            }
        }
        (Val::Unknown, None)
    }

    /// Bind a pattern's names.
    pub(super) fn bind(&mut self, pat: PatId, value: &Val) {
        // Taken apart, a value is what its parts are.
        let whole = value;
        let value = value.hard();
        match self.data.body.pat(pat).kind.clone() {
            PatKind::Bind { sub, .. } => {
                self.locals.insert(pat, whole.clone());
                self.declare(pat);
                if let Some(sub) = sub {
                    self.bind(sub, whole);
                }
            }
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => {
                let rest = fields.iter().position(|f| matches!(self.data.body.pat(*f).kind, PatKind::Rest));
                let values: &[Val] = match value {
                    Val::Variant(_, values) | Val::Tuple(values) => values,
                    _ => &[],
                };
                for (i, field) in fields.iter().enumerate() {
                    let at = match rest {
                        Some(r) if i >= r => (values.len() + i).checked_sub(fields.len()),
                        _ => Some(i),
                    };
                    let inner = at.and_then(|at| values.get(at)).cloned().unwrap_or(Val::Unknown);
                    self.bind(*field, &inner);
                }
            }
            PatKind::Struct { fields, .. } => {
                let variant = self.inference.pat_variants.get(&pat).copied();
                for (name, field) in fields {
                    let inner = match (value, variant) {
                        (Val::Variant(id, values), Some(variant)) if *id == variant => {
                            self.engine.db.field(variant, name.name).and_then(|(i, _)| values.get(i).cloned())
                        }
                        _ => None,
                    };
                    self.bind(field, &inner.unwrap_or(Val::Unknown));
                }
            }
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.bind(pat, whole),
            PatKind::Or(parts) => {
                for part in parts {
                    self.bind(part, &Val::Unknown);
                }
            }
            _ => {}
        }
    }

    /// What a pattern is matched against: taken over where the pattern binds by move, looked at where not.
    pub(super) fn scrutinee(&mut self, pat: PatId, expr: ExprId) -> Val {
        if self.takes_over(pat) {
            return self.expr(expr);
        }
        let value = self.place(expr);
        self.drop_temporary(expr);
        value
    }
}

fn variant_is(value: &Val, variant: VariantId) -> Option<bool> {
    match value {
        Val::Variant(id, _) if id.adt == variant.adt => Some(*id == variant),
        _ => None,
    }
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut sure = true;
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => sure = false,
            Some(true) => {}
        }
    }
    if sure { Some(true) } else { None }
}
