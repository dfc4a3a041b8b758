//! Which findings touch lines that somebody changed.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Finding, place};
use crate::source::{Sources, display_name};

/// Changed lines (from 1) by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<Utf8PathBuf, Vec<RangeInclusive<u32>>>);

impl Changes {
    /// Lines of a file, by its absolute path.
    pub fn add(&mut self, file: Utf8PathBuf, lines: Vec<RangeInclusive<u32>>) {
        self.0.entry(file).or_default().extend(lines);
    }

    /// The same for files as they are shown in a workspace with that root.
    pub fn shown(&self, root: &Utf8Path) -> ShownChanges {
        ShownChanges(self.0.iter().map(|(file, lines)| (display_name(root, file), lines.clone())).collect())
    }
}

/// Changed lines by the file's shown name.
#[derive(Clone, Debug, Default)]
pub struct ShownChanges(BTreeMap<String, Vec<RangeInclusive<u32>>>);

impl ShownChanges {
    /// Whether the finding's place, a place on its path, or a macro's invocation that led there, stands on a changed line.
    pub fn touch(&self, finding: &Finding, sources: &Sources) -> bool {
        let spans = std::iter::once(&finding.primary).chain(&finding.labels).map(|label| label.span);
        let mut places = spans.flat_map(|span| std::iter::once(span).chain(sources.invocations(span)));
        places.any(|span| {
            let shown = place::shown(sources, span);
            let file = sources.file(shown.file);
            let Some(changed) = self.0.get(&file.name) else { return false };
            let line = |at: u32| file.lines().line_column(&file.text, at).line;
            let (first, last) = (line(shown.lo), line(shown.hi));
            changed.iter().any(|lines| *lines.start() <= last && first <= *lines.end())
        })
    }
}
