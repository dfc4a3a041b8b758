//! For people: shaped as rustc's, since editors and problem matchers read that shape.
//!
//! The only module that knows `codespan_reporting`.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;
use codespan_reporting::diagnostic::{Diagnostic as Rendered, Label as Mark, LabelStyle, Severity as Tone};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{self, Chars, Config, WriteStyle};

use super::diagnostic::{Diagnostic, Severity, expansions};
use super::excerpt::Excerpt;
use super::text::{EMPHASIS, ERROR, GUTTER, HELP, NOTE, WARNING, clean, clean_lines};
use crate::findings::{Help, place};
use crate::source::{FileId, Sources, Span};

/// One diagnostic with the empty line that ends it.
pub(super) fn render(diagnostic: &Diagnostic<'_>, sources: &Sources, color: bool) -> String {
    let marks = marks(diagnostic, sources);
    let mut files: Vec<FileId> = Vec::new();
    for (span, _) in &marks {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let spans_in = |file: FileId| marks.iter().map(|(span, _)| *span).filter(|span| span.file == file).collect::<Vec<_>>();
    let excerpts = Excerpts(files.iter().map(|&file| Excerpt::new(sources.file(file), &spans_in(file))).collect());
    let number = |file: FileId| files.iter().position(|&known| known == file).expect("every mark's file was collected above");
    let labels = marks.iter().enumerate().map(|(at, (span, text))| {
        let style = if at == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
        let file = number(span.file);
        Mark::new(style, file, excerpts.0[file].range_of(*span)).with_message(clean(text))
    });
    let tone = match diagnostic.severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
    };
    let rendered =
        Rendered::new(tone).with_message(clean(diagnostic.message)).with_labels_iter(labels).with_notes_iter(remarks(diagnostic, sources));
    let mut out = Styled { text: Vec::new(), spaces: 0, color };
    // It can only fail where a file or a line is missing, and all were collected above; a finding must not get
    // lost even so.
    if term::emit_to_write_style(&mut out, &config(), &excerpts, &rendered).is_err() {
        return super::short::render(diagnostic, sources, color);
    }
    arrows(&String::from_utf8_lossy(&out.text))
}

/// All marked places, the primary first: labels and the macro invocations behind them.
fn marks(diagnostic: &Diagnostic<'_>, sources: &Sources) -> Vec<(Span, String)> {
    let mut marks = vec![(place::shown(sources, diagnostic.span), diagnostic.label.to_owned())];
    let mut add = |span: Span, text: String| {
        if !marks.iter().any(|(known, said)| *known == span && *said == text) {
            marks.push((span, text));
        }
    };
    for label in diagnostic.labels {
        add(place::shown(sources, label.span), label.text.clone());
    }
    for span in std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span)) {
        for expansion in expansions(sources, span) {
            let at = place::shown(sources, expansion.invocation);
            if at != place::shown(sources, span) {
                add(head_of_invocation(sources, at), format!("in this expansion of `{}`", expansion.name));
            }
        }
    }
    marks
}

/// `name!` of an invocation, which as a whole may take many lines.
fn head_of_invocation(sources: &Sources, invocation: Span) -> Span {
    let text = sources.text(invocation);
    text.find('!').map_or(invocation, |bang| Span { hi: invocation.lo + bang as u32 + 1, ..invocation })
}

/// Notes and helps, with rustc's words before them.
fn remarks(diagnostic: &Diagnostic<'_>, sources: &Sources) -> Vec<String> {
    let mut remarks: Vec<String> = diagnostic.notes.iter().map(|note| remark("note", note)).collect();
    if let Some(name) = foreign_macro(diagnostic, sources) {
        remarks.push(remark("note", &format!("the call is written by `{name}`, a macro from outside the workspace")));
    }
    remarks.extend(diagnostic.helps.iter().map(|help| remark("help", &advice(help, sources))));
    remarks.extend(diagnostic.level_note.iter().map(|note| remark("note", note)));
    remarks
}

fn remark(word: &str, text: &str) -> String {
    // Continuation lines stand under the text, as codespan puts them two columns in.
    clean_lines(&format!("{word}: {text}")).replace('\n', &format!("\n{:1$}", "", word.len() + 2))
}

fn foreign_macro(diagnostic: &Diagnostic<'_>, sources: &Sources) -> Option<String> {
    let written = sources.written_at(diagnostic.span);
    let first = expansions(sources, diagnostic.span).into_iter().next()?;
    (!sources.file(written.file).in_workspace).then_some(first.name)
}

/// Of a replaced text up to this length is said what replaces it; a longer one speaks for itself.
const SHORT_ORIGINAL: usize = 24;

/// A help with what it would write.
fn advice(help: &Help, sources: &Sources) -> String {
    let text = &help.text;
    let Some(edit) = &help.suggestion else { return text.clone() };
    let written = edit.replacement.trim_end();
    if written.is_empty() || text.contains(written) {
        return text.clone();
    }
    if written.contains('\n') {
        return format!("{text}:\n{written}");
    }
    let original = sources.text(place::shown(sources, edit.span));
    if original.trim().is_empty() || original.len() > SHORT_ORIGINAL || original.contains('\n') {
        return format!("{text}: `{}`", written.trim_start());
    }
    format!("{text}: `{}` instead of `{original}`", written.trim_start())
}

/// Stands for the arrow before a place. Cleaned text cannot hold it, so each is an arrow of ours.
const ARROW: char = '\u{1}';

fn config() -> Config {
    let mut chars = Chars::ascii();
    chars.snippet_start = ARROW.to_string();
    chars.source_border_left_break = '|';
    Config { chars, ..Config::default() }
}

/// rustc writes `-->` before the first place and `:::` before those in other files.
fn arrows(text: &str) -> String {
    text.replacen(ARROW, "-->", 1).replace(ARROW, ":::")
}

struct Excerpts(Vec<Excerpt>);

impl Excerpts {
    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line_of(byte_index))
    }

    fn line_range(&'a self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        self.get(id)?.line_range(line_index).ok_or(Error::LineTooLarge { given: line_index, max: line_index })
    }

    fn column_number(&'a self, id: usize, _: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.column_of(byte_index))
    }
}

/// Collects text, with escape sequences if wanted and without blanks at the ends of lines.
struct Styled {
    text: Vec<u8>,
    /// Blanks that are only written when something follows on their line.
    spaces: usize,
    color: bool,
}

impl Styled {
    fn set(&mut self, style: Style) -> io::Result<()> {
        if self.color { write!(self.text, "{}{}", anstyle::Reset.render(), style.render()) } else { Ok(()) }
    }
}

impl Write for Styled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            match byte {
                b' ' => self.spaces += 1,
                b'\n' => {
                    self.spaces = 0;
                    self.text.push(byte);
                }
                _ => {
                    self.text.extend(std::iter::repeat_n(b' ', self.spaces));
                    self.spaces = 0;
                    self.text.push(byte);
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn tone_style(tone: Tone) -> Style {
    match tone {
        Tone::Bug | Tone::Error => ERROR,
        Tone::Warning => WARNING,
        Tone::Note => NOTE,
        Tone::Help => HELP,
    }
}

impl WriteStyle for Styled {
    fn set_header(&mut self, severity: Tone) -> io::Result<()> {
        self.set(tone_style(severity))
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.set(EMPHASIS)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.set(GUTTER)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.set(GUTTER)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.set(GUTTER)
    }

    fn set_label(&mut self, severity: Tone, label_style: LabelStyle) -> io::Result<()> {
        self.set(if label_style == LabelStyle::Primary { tone_style(severity) } else { GUTTER })
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color { write!(self.text, "{}", anstyle::Reset.render()) } else { Ok(()) }
    }
}
