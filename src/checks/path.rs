//! A finding about an operation that `LooksAlive` reaches: where it stands, and the labels that lead there.

use super::facts::{Facts, LooksAlive};
use crate::analysis::cost::show;
use crate::analysis::effect::{Action, Chain, Effect};
use crate::findings::{Finding, Help, Label, Lint};
use crate::source::{Sources, Span};

/// One way from a `LooksAlive` to an operation.
pub struct Reached<'f> {
    /// The entry point.
    pub entry: &'f LooksAlive,
    /// The operation.
    pub effect: &'f Effect,
    chain: &'f Chain,
}

/// Every way to every operation.
pub fn reached<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = Reached<'f>> {
    facts.looks_alives.iter().flat_map(|entry| {
        entry.effects.iter().flat_map(move |effect| effect.chains.iter().map(move |chain| Reached { entry, effect, chain }))
    })
}

impl Reached<'_> {
    /// The calls on the way.
    pub fn hops(&self) -> &Chain {
        self.chain
    }

    /// A finding about one call on the way itself.
    pub fn finding_at(&self, facts: &Facts<'_>, lint: &'static Lint, index: usize, message: String, what: &str) -> Option<Finding> {
        let place = in_workspace(facts.sources, self.chain.get(index)?.at)?;
        let mut labels = vec![Label { span: self.entry.name, text: format!("`LooksAlive` of `{}`", self.entry.table) }];
        for (number, hop) in self.chain.iter().take(index).enumerate() {
            if let Some(span) = in_workspace(facts.sources, hop.at) {
                labels.push(Label { span, text: format!("{}: calls `{}`", number + 1, hop.callee) });
            }
        }
        Some(Finding {
            lint,
            message,
            primary: Label { span: place, text: what.to_owned() },
            labels,
            notes: Vec::new(),
            helps: Vec::new(),
            package: self.entry.package,
            krate: self.entry.krate,
        })
    }

    /// The finding. `what` stands at the place where it is the operation's own.
    pub fn finding(&self, facts: &Facts<'_>, lint: &'static Lint, message: String, what: &str) -> Option<Finding> {
        let sources = facts.sources;
        // The way in steps: each a place and what is called there; the operation last.
        let mut steps: Vec<(Span, &str)> = self.chain.iter().map(|hop| (hop.at, &*hop.callee)).collect();
        steps.push((self.effect.place, &*self.effect.callee));
        let last = steps.len() - 1;
        let (index, place) = steps.iter().enumerate().rev().find_map(|(i, (span, _))| Some((i, in_workspace(sources, *span)?)))?;
        let text = if index == last {
            what.to_owned()
        } else {
            // A loop has no name.
            let reached = if self.effect.callee.is_empty() { "a loop".to_owned() } else { format!("`{}`", self.effect.callee) };
            format!("`{}` reaches {reached}{}", steps[index].1, if what.is_empty() { String::new() } else { format!(": {what}") })
        };
        let mut labels = vec![Label { span: self.entry.name, text: format!("`LooksAlive` of `{}`", self.entry.table) }];
        for (number, (span, callee)) in steps[..index].iter().enumerate() {
            if let Some(span) = in_workspace(sources, *span) {
                labels.push(Label { span, text: format!("{}: calls `{callee}`", number + 1) });
            }
        }
        let mut notes = Vec::new();
        if index < last {
            let way: Vec<String> =
                steps[index..].iter().filter(|(_, callee)| !callee.is_empty()).map(|(_, callee)| format!("`{callee}`")).collect();
            notes.push(format!("the way through the dependency: {}", way.join(" → ")));
        }
        Some(Finding {
            lint,
            message,
            primary: Label { span: place, text },
            labels,
            notes,
            helps: Vec::new(),
            package: self.entry.package,
            krate: self.entry.krate,
        })
    }

    /// Whether the platform forbids the call: then that is what is said of it.
    pub fn is_forbidden(&self) -> bool {
        self.entry.effects.iter().any(|e| e.place == self.effect.place && matches!(e.action, Action::Forbidden(_)))
    }

    /// The budget, as shown.
    pub fn budget(&self) -> String {
        show(self.entry.budget.as_nanos())
    }

    /// What the model says to do instead, else `general`.
    pub fn advice(&self, general: impl FnOnce() -> String) -> Help {
        let text = self.effect.instead.as_deref().map_or_else(general, str::to_owned);
        Help { text, suggestion: None }
    }
}

/// The place as it is written in a workspace file: its own, else that of the macro's invocation.
pub(super) fn in_workspace(sources: &Sources, span: Span) -> Option<Span> {
    let written = sources.written_at(span);
    if sources.file(written.file).in_workspace {
        return Some(span);
    }
    sources.invocations(span).into_iter().find(|invocation| sources.file(sources.written_at(*invocation).file).in_workspace)
}
