//! The lines that a finding speaks of, with its places marked in them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::{Escaped, WRITES, prose};
use crate::findings::place;
use crate::report::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};

/// Longer lines are cut.
const LONGEST: usize = 400;

/// A marked place in a line.
struct Mark {
    bytes: Range<usize>,
    is_primary: bool,
    text: String,
}

pub(super) fn write(out: &mut String, sources: &Sources, diagnostic: &Diagnostic<'_>) {
    // By file in the order in which they are met, by line.
    let mut files: Vec<(FileId, BTreeMap<usize, Vec<Mark>>)> = Vec::new();
    let spans = std::iter::once((diagnostic.span, diagnostic.label, true));
    for (span, text, is_primary) in spans.chain(diagnostic.labels.iter().map(|label| (label.span, label.text.as_str(), false))) {
        let shown = place::shown(sources, span);
        let file = sources.file(shown.file);
        let index = file.lines();
        let line = index.line_of(shown.lo);
        let start = index.line_start(line).unwrap_or_default();
        let length = index.line_text(&file.text, line).len() as u32;
        let bytes = (shown.lo - start).min(length) as usize..(shown.hi.saturating_sub(start)).min(length) as usize;
        let at = files.iter().position(|(known, _)| *known == shown.file).unwrap_or_else(|| {
            files.push((shown.file, BTreeMap::new()));
            files.len() - 1
        });
        let marks = files[at].1.entry(line).or_default();
        if !marks.iter().any(|mark| mark.bytes == bytes && mark.text == text) {
            marks.push(Mark { bytes, is_primary, text: text.to_owned() });
        }
    }
    for (file, lines) in files {
        let file = sources.file(file);
        write!(out, "<pre class=\"excerpt\"><span class=\"file\">{}</span>", Escaped(&file.name)).expect(WRITES);
        let mut shown: Vec<usize> = lines.keys().flat_map(|line| line.saturating_sub(1)..=line + 1).collect();
        shown.sort_unstable();
        shown.dedup();
        let mut last = None;
        for line in shown {
            let Some(start) = file.lines().line_start(line) else { continue };
            if start as usize >= file.text.len() {
                continue;
            }
            if last.is_some_and(|last| last + 1 < line) {
                out.push_str("<span class=\"l dim\">&hellip;</span>");
            }
            last = Some(line);
            write!(out, "<span class=\"l\"><span class=\"n\">{}</span>", line + 1).expect(WRITES);
            write_line(out, file.lines().line_text(&file.text, line), lines.get(&line).map_or(&[], Vec::as_slice));
            out.push_str("</span>");
        }
        out.push_str("</pre>\n");
    }
}

fn write_line(out: &mut String, text: &str, marks: &[Mark]) {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_by_key(|mark| (mark.bytes.start, !mark.is_primary));
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let end = floor(LONGEST);
    let mut at = 0;
    for mark in &marks {
        let (from, to) = (floor(mark.bytes.start).clamp(at, end.max(at)), floor(mark.bytes.end).clamp(at, end.max(at)));
        if from >= to {
            continue;
        }
        let class = if mark.is_primary { " class=\"primary\"" } else { "" };
        write!(out, "{}<mark{class}>{}</mark>", Escaped(&text[at..from]), Escaped(&text[from..to])).expect(WRITES);
        at = to;
    }
    write!(out, "{}{}", Escaped(&text[at..end.max(at)]), if end < text.len() { "&hellip;" } else { "" }).expect(WRITES);
    for mark in marks.iter().filter(|mark| !mark.text.is_empty()) {
        let indent = text.len() - text.trim_start().len() + 4;
        write!(out, "</span><span class=\"l said\"><span class=\"n\"></span>{:indent$}&#8627; {}", "", prose(&mark.text)).expect(WRITES);
    }
}
