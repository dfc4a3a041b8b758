//! Calls of which nothing is known: they add nothing to a bound, and are counted.

use std::sync::Arc;

use super::effect::{Action, Effect, merge};
use super::frame::Frame;
use crate::source::Span;
use crate::syntax::body::ExprId;

impl Frame<'_, '_> {
    /// A call; its name stands at `at`.
    pub(super) fn not_known(&mut self, id: ExprId, at: Span, why: &str) {
        self.not_known_path(id, at, why, "");
    }

    /// A macro that could not be expanded.
    pub(super) fn not_known_macro(&mut self, id: ExprId, at: Span) {
        let name = format!("{}!", self.engine.db.sources.text(at));
        self.not_known_named(id, at, "what the macro writes is not known", "", &name);
    }

    /// As [`Self::not_known`], of what has a path that a model could name.
    pub(super) fn not_known_path(&mut self, id: ExprId, at: Span, why: &str, path: &str) {
        let text = self.engine.db.sources.text(at);
        // What a macro wrote, or a long way to a field, says most by its last name.
        let is_plain = |text: &str| text.len() <= 40 && text.chars().all(|c| c.is_alphanumeric() || "_.:&*()<>".contains(c));
        let name = if is_plain(&text) { &text } else { text.rsplit(['.', ':']).next().map_or("it", str::trim) };
        self.not_known_named(id, at, why, path, name);
    }

    fn not_known_named(&mut self, id: ExprId, at: Span, why: &str, path: &str, name: &str) {
        self.engine.calls.insert((self.owner, id), false);
        let effect = Effect {
            place: at,
            callee: name.into(),
            path: path.into(),
            action: Action::Unresolved(why.into()),
            why: None,
            instead: None,
            arguments: Arc::from([]),
            chains: vec![Default::default()],
        };
        merge(&mut self.effects, &effect, None);
    }
}
