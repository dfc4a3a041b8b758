//! What std's functions give back where that depends on what else ran: elements that a closure makes of others, elements
//! that are taken from a list one by one, and what a conversion of the users' own has made.

use std::sync::Arc;

use super::frame::Frame;
use super::handed::EACH;
use super::value::Val;
use crate::resolve::ty::Ty;
use crate::syntax::body::ExprId;

impl Frame<'_, '_> {
    /// What a function of std returns.
    pub(super) fn known_of(&mut self, path: &str, values: &[Val], given_back: Option<Val>, ret: &Ty) -> Val {
        match self.intrinsic(path, values, ret) {
            // `into` gives what the type's own `from` has made.
            Val::Unknown if path.ends_with("::into") => self.converted_by.take().unwrap_or(Val::Unknown),
            Val::Unknown if path.ends_with("iter::successors") => self.succeeding(values).unwrap_or(Val::Unknown),
            Val::Unknown => given_back.map_or(Val::Unknown, |given| self.by_closure(path, values, &given, ret)),
            made @ Val::Endless { .. } => self.ended_by(path, made, values),
            known if path.ends_with("Iterator>::map") || path.ends_with("Iterator::map") => self.mapped(values).unwrap_or(known),
            known => known,
        }
    }

    /// What a closure makes of each element of a list, as far as all of it can be said. It runs where they are asked for.
    pub(super) fn mapped(&mut self, values: &[Val]) -> Option<Val> {
        let [list, function, ..] = values else { return None };
        let (Val::Tuple(elements), Val::Closure(closure)) = (list.hard(), function.hard()) else { return None };
        if elements.len() > EACH || !elements.iter().all(Val::is_known) {
            return None;
        }
        let made: Vec<Val> = elements.iter().map(|element| self.engine.closure(closure, vec![element.clone()]).ret.clone()).collect();
        made.iter().all(Val::is_known).then(|| Val::Tuple(made.into()))
    }

    /// `successors(first, next)`: the elements, where each can be said and the last comes soon.
    pub(super) fn succeeding(&mut self, values: &[Val]) -> Option<Val> {
        let [first, next, ..] = values else { return None };
        let Val::Closure(next) = next.hard() else { return None };
        let mut made = Vec::new();
        let mut at = first.clone();
        loop {
            let option = self.engine.db.lang().option;
            match (self.is_full(at.hard(), option)?, at.hard()) {
                (true, Val::Variant(_, parts)) if made.len() < EACH => made.push(parts.first().filter(|part| part.is_known())?.clone()),
                (false, _) => return Some(Val::Tuple(made.into())),
                _ => return None,
            }
            at = self.engine.closure(next, vec![made.last()?.clone()]).ret.clone();
        }
    }
}

/// What is left of a list, or of an iterator over one, once an element was taken from it.
pub(super) fn taken_from(name: &str, args: &[ExprId], list: &Val) -> Option<Val> {
    let Val::Tuple(parts) = list.hard() else { return None };
    let rest: &[Val] = match name {
        "next" | "pop_front" => parts.get(1..).unwrap_or(&[]),
        "pop" | "next_back" | "pop_back" => parts.split_last().map_or(&[], |(_, rest)| rest),
        _ => return None,
    };
    let rest = Val::Tuple(rest.into());
    args.is_empty().then(|| if matches!(list, Val::Soft(_)) { Val::Soft(Arc::new(rest)) } else { rest })
}
