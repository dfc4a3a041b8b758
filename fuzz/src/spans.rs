//! Places: whether they lie in their files, between characters.

use std::fmt::Debug;

use looksalive_lint::source::{FileId, Sources, Span};

/// Every span in a value, found in what `Debug` prints of it: that names every field, so that none is forgotten.
pub fn of(value: &impl Debug) -> Vec<Span> {
    in_text(&format!("{value:?}"))
}

/// The spans in a text that `Debug` made.
pub fn in_text(printed: &str) -> Vec<Span> {
    const BEFORE: &str = "Span { file: FileId(";
    printed.split(BEFORE).skip(1).filter_map(span).collect()
}

/// `3), lo: 1, hi: 2 }`
fn span(rest: &str) -> Option<Span> {
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::parse);
    let mut next = || numbers.next()?.ok();
    let (file, lo, hi) = (next()?, next()?, next()?);
    Some(Span { file: FileId(file), lo, hi })
}

/// Panics unless all of them lie in their files, between characters, and so do the places where they were written.
pub fn check(sources: &Sources, spans: impl IntoIterator<Item = Span>) {
    for span in spans {
        stands(sources, span);
        let written = sources.written_at(span);
        stands(sources, written);
        assert!(!sources.file(written.file).is_virtual(), "{written:?}, where {span:?} was written, is in no file");
        sources.line_column(span);
    }
}

fn stands(sources: &Sources, span: Span) {
    assert!((span.file.0 as usize) < sources.len(), "{span:?} is in a file that is not there");
    let file = sources.file(span.file);
    assert!(file.text.get(span.range()).is_some(), "{span:?} is no stretch of `{}`, which has {} bytes", file.name, file.text.len());
}
