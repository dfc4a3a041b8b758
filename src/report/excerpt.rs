//! The lines of a file that an excerpt shows, made fit for a terminal.
//!
//! Hostile characters are written out, tabs become spaces and overlong lines are cut around what is marked;
//! offsets are translated both ways, so that marks stand under what they mark and places are those of the file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::text::{clean, is_hostile, visible};
use crate::source::{SourceFile, Span};

/// Lines of up to this many characters are shown whole.
const WHOLE: usize = 160;
/// How many characters around a mark a cut line keeps.
const CONTEXT: usize = 40;
/// Of a longer mark only the beginning and the end are kept.
const LONG_MARK: usize = 100;
const CUT: &str = "...";

/// What is shown of one file.
pub(super) struct Excerpt {
    /// The file's name, fit for a terminal.
    pub(super) name: String,
    /// The shown lines, each with its `\n`.
    pub(super) text: String,
    file: Arc<SourceFile>,
    /// By 0-based line.
    lines: BTreeMap<usize, Line>,
}

struct Line {
    /// Where it stands in the excerpt's text, with its `\n`.
    range: Range<usize>,
    /// The file's bytes it stands for, without its line ending.
    original: Range<usize>,
    /// For each shown piece: its byte in the file and its byte in the excerpt.
    map: Vec<(usize, usize)>,
}

impl Excerpt {
    /// The lines of `file` on which `spans` (which lie in it) stand, and the ones after them.
    pub(super) fn new(file: Arc<SourceFile>, spans: &[Span]) -> Self {
        let index = file.lines();
        let marks: Vec<Range<usize>> = spans.iter().map(|span| clamp(&file.text, *span)).collect();
        let mut wanted = BTreeMap::<usize, Vec<Range<usize>>>::new();
        for mark in &marks {
            let (first, last) = (index.line_of(mark.start as u32), index.line_of(mark.end as u32));
            for line in first..=last + 1 {
                wanted.entry(line).or_default();
            }
            for line in [first, last] {
                wanted.entry(line).or_default().push(mark.clone());
            }
        }
        let mut excerpt =
            Self { name: clean(&file.name).into_owned(), text: String::new(), lines: BTreeMap::new(), file: Arc::clone(&file) };
        for (line, marks) in wanted {
            let Some(start) = index.line_start(line) else { continue };
            let text = index.line_text(&file.text, line);
            let mut start = start as usize;
            let unmarked = text.strip_prefix('\u{feff}').filter(|_| line == 0).unwrap_or(text);
            start += text.len() - unmarked.len();
            excerpt.push(line, start, unmarked, &marks);
        }
        excerpt
    }

    fn push(&mut self, line: usize, start: usize, text: &str, marks: &[Range<usize>]) {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let kept = kept(&chars, start, start + text.len(), marks);
        let begin = self.text.len();
        let mut map = Vec::with_capacity(chars.len() + 1);
        let mut at = 0;
        for range in kept {
            if at < range.start {
                map.push((start + chars[at].0, self.text.len()));
                self.text.push_str(CUT);
            }
            for &(byte, c) in &chars[range.clone()] {
                map.push((start + byte, self.text.len()));
                match c {
                    '\t' => self.text.push_str("    "),
                    c if is_hostile(c) => self.text.push_str(&visible(c)),
                    c => self.text.push(c),
                }
            }
            at = range.end;
        }
        if at < chars.len() {
            map.push((start + chars[at].0, self.text.len()));
            self.text.push_str(CUT);
        }
        map.push((start + text.len(), self.text.len()));
        self.text.push('\n');
        self.lines.insert(line, Line { range: begin..self.text.len(), original: start..start + text.len(), map });
    }

    /// The bytes of the excerpt that show `span`.
    pub(super) fn range_of(&self, span: Span) -> Range<usize> {
        let mark = clamp(&self.file.text, span);
        let start = self.shown(mark.start);
        start..self.shown(mark.end).max(start)
    }

    fn shown(&self, offset: usize) -> usize {
        let line = self.file.lines().line_of(offset as u32);
        let Some(line) = self.lines.get(&line) else { return self.text.len() };
        let offset = offset.clamp(line.original.start, line.original.end);
        let after = line.map.partition_point(|(original, _)| *original <= offset);
        line.map[after.saturating_sub(1)].1
    }

    /// The 0-based line of a byte of the excerpt.
    pub(super) fn line_of(&self, at: usize) -> usize {
        let lines = self.lines.iter().find(|(_, line)| at < line.range.end);
        lines.or_else(|| self.lines.iter().next_back()).map_or(0, |(line, _)| *line)
    }

    /// The bytes of the excerpt that a 0-based line takes.
    pub(super) fn line_range(&self, line: usize) -> Option<Range<usize>> {
        self.lines.get(&line).map(|line| line.range.clone())
    }

    /// The file's column (1-based, in characters) of a byte of the excerpt.
    pub(super) fn column_of(&self, at: usize) -> usize {
        let Some(line) = self.lines.get(&self.line_of(at)) else { return 1 };
        let after = line.map.partition_point(|(_, shown)| *shown <= at);
        let original = line.map[after.saturating_sub(1)].0;
        self.file.lines().line_column(&self.file.text, original as u32).column as usize
    }
}

/// The bytes of `span` within `text`, on character boundaries.
fn clamp(text: &str, span: Span) -> Range<usize> {
    let floor = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    floor(span.lo)..floor(span.hi).max(floor(span.lo))
}

/// Which characters of a line are shown: ranges of indices into `chars`, in order and apart.
fn kept(chars: &[(usize, char)], start: usize, end: usize, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    if chars.len() <= WHOLE {
        return std::iter::once(0..chars.len()).collect();
    }
    let index = |offset: usize| chars.partition_point(|(byte, _)| start + byte < offset);
    let around = |from: usize, to: usize| from.saturating_sub(CONTEXT)..(to + CONTEXT).min(chars.len());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let (from, to) = (index(mark.start.max(start)), index(mark.end.min(end)));
        if to.saturating_sub(from) <= LONG_MARK {
            ranges.push(around(from, to.max(from)));
        } else {
            ranges.extend([around(from, from + CONTEXT), around(to - CONTEXT, to)]);
        }
    }
    if ranges.is_empty() {
        ranges.push(0..WHOLE - CUT.len());
    }
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            // A cut that saves nothing is not made.
            Some(last) if range.start <= last.end + 2 * CUT.len() => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    if let Some(first) = merged.first_mut().filter(|first| first.start <= 2 * CUT.len()) {
        first.start = 0;
    }
    if let Some(last) = merged.last_mut().filter(|last| last.end + 2 * CUT.len() >= chars.len()) {
        last.end = chars.len();
    }
    merged
}
