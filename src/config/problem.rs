//! What is wrong in a configuration file, with its place.
//!
//! Rendered here, in rustc's shape, because it is said before there is anything to analyse: no source map, no
//! findings, no reporter. Knows texts and byte ranges, nothing of what configuration means.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use crate::source::LineIndex;

/// A configuration file's text.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// Its path as shown.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A place in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<ConfigFile>,
    /// The bytes.
    pub range: Range<usize>,
}

/// A value and where it was configured.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// Something wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, in lower case without a final period.
    pub message: String,
    /// Beside the carets; may be empty.
    pub label: String,
    /// Facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// A problem at `place`.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), label: String::new(), notes: Vec::new(), help: None }
    }

    /// With a text beside the carets.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// As text, in the shape of a compiler's message:
    ///
    /// ```text
    /// error: unknown key `budgte`
    ///   --> looksalive.toml:3:1
    ///    |
    ///  3 | budgte = "300ms"
    ///    | ^^^^^^
    ///    |
    ///    = help: did you mean `budget`?
    /// ```
    pub fn render(&self, severity: &str) -> String {
        let text = &self.place.file.text;
        let index = LineIndex::new(text);
        let start = floor_boundary(text, self.place.range.start);
        let line = index.line_of(start as u32);
        let shown = index.line_text(text, line);
        let line_start = index.line_start(line).expect("the line of a byte exists") as usize;
        // Only the first line of a longer range is underlined.
        let end = floor_boundary(text, self.place.range.end).clamp(start, line_start + shown.len().max(start - line_start));
        let shown = shown.strip_prefix('\u{feff}').unwrap_or(shown);
        let place = index.line_column(text, start as u32);
        let carets = text[start..end].chars().count().max(1);
        let number = place.line.to_string();
        let gutter = " ".repeat(number.len());
        let mut out = String::new();
        let mut push = |line: std::fmt::Arguments<'_>| {
            out.write_fmt(line).expect("writing to a string cannot fail");
            out.truncate(out.trim_end().len());
            out.push('\n');
        };
        push(format_args!("{severity}: {}", visible(&self.message)));
        push(format_args!("{gutter}--> {}:{}:{}", visible(&self.place.file.name), place.line, place.column));
        push(format_args!("{gutter} |"));
        push(format_args!("{number} | {}", visible(shown)));
        let indent = " ".repeat(place.column as usize - 1);
        push(format_args!("{gutter} | {indent}{} {}", "^".repeat(carets), visible(&self.label)));
        if !self.notes.is_empty() || self.help.is_some() {
            push(format_args!("{gutter} |"));
        }
        for note in &self.notes {
            push(format_args!("{gutter} = note: {}", visible(note)));
        }
        if let Some(help) = &self.help {
            push(format_args!("{gutter} = help: {}", visible(help)));
        }
        out
    }
}

/// Everything wrong in the configuration, in the order of files and lines. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<Problem>);

impl std::fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&problem.render("error"))?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `text` with tabs as one column and without characters that a terminal would obey.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// ", did you mean" for messages: the candidate nearest to `given`, if one is near.
pub fn nearest<'c>(given: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let given = given.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let other = candidate.to_lowercase();
            let related = given.len() >= 4 && other.len() >= 4 && (other.starts_with(&given) || given.starts_with(&other));
            let similarity = strsim::jaro_winkler(&given, &other).max(1.0 - 0.34 * strsim::damerau_levenshtein(&given, &other) as f64);
            (if related { similarity.max(0.9) } else { similarity }, candidate)
        })
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.cmp(x)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, range: Range<usize>) -> Problem {
        Problem::new(Place { file: Arc::new(ConfigFile { name: "looksalive.toml".into(), text: text.into() }), range }, "it is wrong")
    }

    #[test]
    fn points_at_line_and_column_in_characters() {
        let text = "\u{feff}a = 1\r\n\tä = \"ü\" # x\n";
        let at = text.find("\"ü\"").unwrap();
        let shown = problem(text, at..at + 4).label("here").note("so it is").help(Some("mend it".into())).render("error");
        assert_eq!(
            shown,
            "error: it is wrong\n --> looksalive.toml:2:6\n  |\n2 |  ä = \"ü\" # x\n  |      ^^^ here\n  |\n  = note: so it is\n  = help: mend it\n"
        );
    }

    #[test]
    fn survives_ranges_beyond_the_text_and_over_several_lines() {
        assert!(problem("a", 5..9).render("error").contains(":1:2\n"));
        assert!(problem("", 0..0).render("error").contains(":1:1\n"));
        assert!(problem("a = [\n1,\n]", 4..11).render("error").contains("  |     ^\n"));
        let hostile = problem("a\u{1b}[31m = 1", 0..2).render("error");
        assert!(!hostile.contains('\u{1b}'), "{hostile}");
    }

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        let names = ["sleeps", "blocking_io", "unbounded_waits", "unbounded_loops"];
        assert_eq!(nearest("slepes", names), Some("sleeps"));
        assert_eq!(nearest("sleep", names), Some("sleeps"));
        assert_eq!(nearest("unbounded_wait", names), Some("unbounded_waits"));
        assert_eq!(nearest("Blocking_IO", names), Some("blocking_io"));
        assert_eq!(nearest("xyzzy", names), None);
    }
}
