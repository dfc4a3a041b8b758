//! What the lints about shared state say alike: both sides of a finding, each with its way from the entry point.
//!
//! Knows how accesses and locks are told to people; what is wrong with them is decided by `analysis::shared::verdicts`.

pub mod contended_guards;
pub mod exclusive_context_borrows;
pub mod inconsistent_guards;
pub mod lock_order_inversions;
pub mod unguarded_shared_state;
pub mod use_after_terminate;

use super::facts::{Facts, SharedFacts};
use super::path::in_workspace;
use crate::analysis::effect::{Chain, Hop};
use crate::analysis::shared::entries::Runs;
use crate::analysis::shared::facts::{Access, What};
use crate::analysis::shared::lock::{Held, Lock};
use crate::analysis::shared::verdicts::{Fault, Race, Side, is_shared};
use crate::findings::{Finding, Help, Label, Lint};
use crate::source::{Sources, Span};

/// Every `LooksAlive` of every package, with what it belongs to.
pub(super) fn sides<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f SharedFacts, Side<'f>)> {
    facts.shared.iter().flat_map(|shared| Side::all(&shared.entries, facts.sources).map(move |side| (shared, side)))
}

/// A finding under way: places are where they are written in the workspace.
pub(super) struct Draft<'f> {
    sources: &'f Sources,
    finding: Finding,
}

impl<'f> Draft<'f> {
    /// About something that `runs` does at `at`; `None` where no workspace file says any of it.
    pub(super) fn new(
        facts: &'f Facts<'_>,
        shared: &SharedFacts,
        lint: &'static Lint,
        side: (&Runs, &Chain, Span),
        message: String,
        what: &str,
    ) -> Option<Self> {
        let (runs, chain, at) = side;
        let sources = facts.sources;
        let (index, place) = placed(sources, chain, at)?;
        let text = match index.and_then(|i| chain.get(i)) {
            Some(hop) => format!("`{}` leads to it: {what}", hop.callee),
            None => what.to_owned(),
        };
        let (package, krate) = (shared.package, shared.krates.get(runs.table_index).copied()?);
        let finding = Finding {
            lint,
            message,
            primary: Label { span: place, text },
            labels: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            package,
            krate,
        };
        let mut draft = Self { sources, finding };
        draft.way(runs, chain, index);
        Some(draft)
    }

    /// The way from an entry point or thread, up to the hop of that number.
    fn way(&mut self, runs: &Runs, chain: &Chain, upto: Option<usize>) {
        let name = match &runs.thread {
            Some(_) => format!("the thread that `{}` starts", runs.role),
            None => format!("`{}` of `{}`", runs.role, runs.table),
        };
        self.label(runs.name, &name);
        let end = upto.unwrap_or(chain.len());
        let whose = if runs.thread.is_some() { "the thread".to_owned() } else { format!("`{}`", runs.role) };
        for (number, hop) in chain.iter().take(end).enumerate() {
            if hop.callee.is_empty() {
                continue;
            }
            self.label(hop.at, &format!("{whose} {}: calls `{}`", number + 1, hop.callee));
        }
    }

    /// The other side: its way, and what it does at the end of it.
    pub(super) fn other(mut self, runs: &Runs, chain: &Chain, at: Span, what: &str) -> Self {
        let placed = placed(self.sources, chain, at);
        self.way(runs, chain, placed.and_then(|(index, _)| index));
        if let Some((_, place)) = placed {
            self.label(place, what);
        }
        self
    }

    /// Where the story begins, if what it is about happens elsewhere.
    pub(super) fn begins(mut self, at: Span, what: &str) -> Self {
        let before = std::mem::take(&mut self.finding.labels);
        self.label(at, what);
        self.finding.labels.extend(before);
        self
    }

    /// One more place.
    pub(super) fn also(mut self, at: Span, what: &str) -> Self {
        self.label(at, what);
        self
    }

    fn label(&mut self, at: Span, text: &str) {
        if let Some(span) = in_workspace(self.sources, at)
            && !self.finding.labels.iter().any(|l| l.span == span && l.text == text)
        {
            self.finding.labels.push(Label { span, text: text.to_owned() });
        }
    }

    /// A fact.
    pub(super) fn note(mut self, text: impl Into<String>) -> Self {
        self.finding.notes.push(text.into());
        self
    }

    /// Advice.
    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.finding.helps.push(Help { text: text.into(), suggestion: None });
        self
    }

    /// It.
    pub(super) fn done(self) -> Finding {
        self.finding
    }
}

/// Where something is said in the workspace: itself, else the last call on the way that is.
fn placed(sources: &Sources, chain: &Chain, at: Span) -> Option<(Option<usize>, Span)> {
    if let Some(place) = in_workspace(sources, at) {
        return Some((None, place));
    }
    let hops: Vec<&Hop> = chain.iter().collect();
    hops.iter().enumerate().rev().find_map(|(i, hop)| Some((Some(i), in_workspace(sources, hop.at)?)))
}

/// What an access does, as a verb.
pub(super) fn verb(access: &Access) -> &'static str {
    match access.what {
        What::Read => "reads",
        What::Write => "writes",
        What::Load => "atomically reads",
        What::Store => "atomically writes",
        What::Use => "uses",
        What::Release => "releases",
    }
}

/// A lock in words.
pub(super) fn lock_name(shared: &SharedFacts, lock: &Lock) -> String {
    let name = lock.place.as_ref().map_or_else(|| "a lock that is not known".to_owned(), |p| format!("`{}`", shared.name(p)));
    if is_shared(lock) { format!("{name} (shared)") } else { name }
}

/// What is held, in words: "without a lock", "holding `Service.state`".
pub(super) fn holding(shared: &SharedFacts, held: &Held) -> String {
    let mut names: Vec<String> = held.must.iter().map(|l| lock_name(shared, l)).collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return if held.may.is_empty() { "without a lock".to_owned() } else { "with a lock on some paths only".to_owned() };
    }
    format!("holding {}", names.join(" and "))
}

/// The findings of the two lints about places: they differ by what is wrong.
pub(super) fn races(facts: &Facts<'_>, lint: &'static Lint, wanted: Fault) -> Vec<Finding> {
    let mut out = Vec::new();
    for (shared, side) in sides(facts) {
        for race in side.races().into_iter().filter(|r| r.fault == wanted) {
            out.extend(race_finding(facts, shared, &side, lint, &race));
        }
    }
    out
}

fn race_finding(facts: &Facts<'_>, shared: &SharedFacts, side: &Side<'_>, lint: &'static Lint, race: &Race<'_>) -> Option<Finding> {
    let name = shared.name(&race.place);
    let (ours, theirs) = (race.ours, race.theirs);
    let tail = match race.fault {
        Fault::Unguarded => "and no lock keeps them apart",
        Fault::Inconsistent => "and the locks that they hold do not keep them apart",
    };
    let message = format!("`LooksAlive` {} `{name}` while {} {} it, {tail}", verb(ours), race.runs.shown(), may(theirs));
    let what = format!("{} here {}", past(ours), holding(shared, &ours.held));
    let mut draft = Draft::new(facts, shared, lint, (side.runs, &ours.chain, ours.at), message, &what)?;
    for more in race.more.iter().take(4) {
        draft = draft.also(more.at, &format!("{} here too, {}", past(more), holding(shared, &more.held)));
    }
    let what = format!("{} {} it here {}", race.runs.shown(), verb(theirs), holding(shared, &theirs.held));
    draft = draft.other(race.runs, &theirs.chain, theirs.at, &what);
    let both_shared = ours.held.must.iter().any(|a| theirs.held.must.iter().any(|b| a.is_same(b) && is_shared(a) && is_shared(b)));
    let foreign = ours.held.must.iter().any(|a| theirs.held.must.iter().any(|b| a.excludes(b)) && !a.can_guard(&race.place));
    if both_shared {
        draft = draft.note("a shared lock keeps writers out, not what is written under another shared lock");
    }
    if foreign {
        draft = draft.note("each instance has a lock of its own, and a static is shared by all of them");
    }
    let help = match (race.fault, ours.what.is_atomic() || theirs.what.is_atomic()) {
        (_, true) => format!("reach `{name}` by atomic operations on both sides: one plain access is enough for a race"),
        (Fault::Unguarded, _) => format!(
            "guard `{name}` by one lock on both sides, or make it atomic; where `Terminate` may hold the lock for long, let `LooksAlive` `try_lock` and answer with the last known value"
        ),
        (Fault::Inconsistent, _) => format!("let one lock guard `{name}`, and take that one on both sides"),
    };
    Some(draft.note("the cluster may call `Terminate` while `LooksAlive` runs").help(help).done())
}

fn past(access: &Access) -> &'static str {
    match access.what {
        What::Read => "read",
        What::Write => "written",
        What::Load => "atomically read",
        What::Store => "atomically written",
        What::Use => "used",
        What::Release => "released",
    }
}

fn may(access: &Access) -> &'static str {
    match access.what {
        What::Read => "may read",
        What::Load => "may atomically read",
        What::Store => "may atomically write",
        _ => "may write",
    }
}
