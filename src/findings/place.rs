//! Where a finding is shown, and the order and identity that follow from it.

use crate::source::{Sources, Span};

/// The place in a real file at which `span` is shown: where it was written, or, where that lies outside the
/// workspace (a dependency's macro wrote it), the innermost invocation that stands inside.
pub fn shown(sources: &Sources, span: Span) -> Span {
    let written = sources.written_at(span);
    if sources.file(written.file).in_workspace {
        return written;
    }
    let mut invocations = sources.invocations(span).into_iter().map(|invocation| sources.written_at(invocation));
    invocations.find(|place| sources.file(place.file).in_workspace).unwrap_or(written)
}

/// The invocations that led to a span whose token stands in a macro's definition, innermost first; none where a
/// person wrote the token in place, also as a macro's argument. Each may itself lie in a virtual file.
pub fn expansions(sources: &Sources, span: Span) -> Vec<Span> {
    let mut chain = Vec::new();
    let mut at = span;
    while let Some(invocation) = sources.hygiene(at).and_then(|file| sources.file(file).invocation) {
        chain.push(invocation);
        at = invocation;
    }
    chain
}

/// A place by which findings are ordered and told apart: the file's name rather than its number, since numbers
/// depend on the order of loading and one file may be loaded for two crates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKey {
    name: String,
    lo: u32,
    hi: u32,
}

impl PlaceKey {
    /// The key of `span`'s shown place.
    pub fn new(sources: &Sources, span: Span) -> Self {
        let place = shown(sources, span);
        Self { name: sources.file(place.file).name.clone(), lo: place.lo, hi: place.hi }
    }
}
