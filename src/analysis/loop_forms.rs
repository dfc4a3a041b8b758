//! Loops as they are written, and what leaves them: `loop`, `while`, `for`, `break`, `continue`. What rounds come to together is
//! for `rounds`.

use super::control::Leaves;
use super::frame::Frame;
use super::rounds::Loop;
use super::value::Val;
use crate::source::{Span, Symbol};
use crate::syntax::ast::Ident;
use crate::syntax::body::{ExprId, PatId};

impl Frame<'_, '_> {
    /// `loop { … }`
    pub(super) fn endless_loop(&mut self, label: Option<Ident>, body: ExprId, keyword: Span) -> Val {
        let count = self.counted(None, body);
        let about = Loop {
            label: label.map(|l| l.name),
            is_endless: true,
            count,
            elements: None,
            keyword,
            parts: vec![body],
            until: None,
            ends: false,
        };
        self.repeat(&about, &mut |f, _| {
            f.expr(body);
        })
    }

    /// `while cond { … }`
    pub(super) fn while_loop(&mut self, label: Option<Ident>, cond: ExprId, body: ExprId, keyword: Span) -> Val {
        let drained = self.drained(cond);
        let count = [self.counted(Some(cond), body), drained].into_iter().flatten().min();
        // `while let Some(x) = queue.try_recv()` ends as soon as nothing more is there.
        let drains = self.holds_while_there(cond);
        let about = Loop {
            label: label.map(|l| l.name),
            is_endless: false,
            count,
            elements: None,
            keyword,
            parts: vec![cond, body],
            until: None,
            ends: false,
        };
        self.repeat(&about, &mut |f, _| {
            let reads = std::mem::take(&mut f.shared_reads);
            let declared = f.declared.len();
            let decided = f.decide(cond);
            let asks = std::mem::replace(&mut f.shared_reads, reads) > 0;
            let asks = f.asks_by(cond, asks) && !drains;
            if !decided.yes.dead && !decided.no.dead {
                f.guard(false, true, &decided.value, asks);
            }
            f.enter(decided.no);
            f.end_loop();
            f.enter(decided.yes);
            f.expr(body);
            f.leave(declared);
        })
    }

    /// `for pat in iter { … }`
    pub(super) fn for_loop(&mut self, id: ExprId, label: Option<Ident>, pat: PatId, iter: ExprId, body: ExprId, keyword: Span) -> Val {
        let value = self.expr(iter);
        let (count, elements) = self.count_of(iter, &value);
        // `into_iter` runs once, `next` once a round.
        let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
        let at = self.name_span(iter);
        if let Some(first) = calls.first() {
            self.implicit_call(first, at);
        }
        let (until, may_end) = match value.hard() {
            Val::Endless { until, may_end } => (*until, *may_end),
            _ => (None, true),
        };
        let is_endless = !may_end;
        let ends = super::endless::ends_by_itself(self.engine.db, &self.type_of(iter));
        let about = Loop { label: label.map(|l| l.name), is_endless, count, elements, keyword, parts: vec![body], until, ends };
        self.repeat(&about, &mut |f, element| {
            let reads = std::mem::take(&mut f.state_reads);
            for call in calls.iter().skip(1) {
                f.implicit_call(call, at);
            }
            // Whether there is another element, others may decide.
            if f.state_reads > 0
                && let Some(frame) = f.loops.last_mut()
            {
                frame.asks_state = true;
            }
            f.state_reads += reads;
            let declared = f.declared.len();
            f.bind(pat, element.unwrap_or(&Val::Unknown));
            f.expr(body);
            f.leave(declared);
        })
    }

    /// `break`, also out of a block with a label.
    pub(super) fn break_out(&mut self, label: Option<Ident>, value: Option<ExprId>) -> Val {
        let value = value.map_or(Val::Unknown, |v| self.expr(v));
        let target = self.target_of(label.map(|label| label.name));
        if let Some(target) = target {
            self.jump_out(target, value, |_, known, value| known.join(value));
        }
        self.dead = true;
        Val::Unknown
    }

    /// The way goes on behind the loop or block with that index, which gives `value`.
    pub(super) fn jump_out(&mut self, target: usize, value: Val, join: impl FnOnce(&Self, &Val, &Val) -> Val) {
        if self.dead {
            return;
        }
        self.leave_early(self.loops[target].declared);
        let here = self.state();
        let known = self.loops[target].value.take();
        let value = known.map_or(value.clone(), |known| join(self, &known, &value));
        let at = &mut self.loops[target];
        at.value = Some(value);
        at.breaks = Some(match at.breaks.take() {
            Some(known) => known.join(here),
            None => here,
        });
        self.leave_to(Leaves::Loop(target));
    }

    /// `continue`
    pub(super) fn next_round(&mut self, label: Option<Ident>) -> Val {
        let target = self.target_of(label.map(|label| label.name));
        if let (Some(target), false) = (target, self.dead) {
            self.leave_early(self.loops[target].declared);
            let here = self.state();
            let at = &mut self.loops[target];
            at.continues = Some(match at.continues.take() {
                Some(known) => known.join(here),
                None => here,
            });
            self.leave_to(Leaves::Round(target));
        }
        self.dead = true;
        Val::Unknown
    }

    /// The loop or block that a jump leaves or repeats.
    fn target_of(&self, label: Option<Symbol>) -> Option<usize> {
        match label {
            Some(label) => self.loops.iter().rposition(|l| l.label == Some(label)),
            None => self.loops.iter().rposition(|l| l.is_loop),
        }
    }
}
