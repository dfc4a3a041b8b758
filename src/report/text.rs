//! Text that may be shown on a terminal.
//!
//! Names, literals and whole lines of foreign source are shown. What in them a terminal would obey rather than
//! show (escape sequences, bidirectional controls, invisible characters) is written out as `\u{…}`.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};

/// `text` in one line, with nothing in it that a terminal would obey.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hostile) { Cow::Owned(text.chars().map(visible).collect()) } else { Cow::Borrowed(text) }
}

/// As [`clean`], but keeps the line ends of a text of several lines.
pub(super) fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// Whether the character steers instead of being seen.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The character, written out if it is hostile.
pub(super) fn visible(c: char) -> String {
    match c {
        '\t' => " ".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        c if is_hostile(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    }
}

/// `text` in `style`, or as it is without colour.
pub(super) fn styled(text: &str, style: Style, color: bool) -> String {
    if color { format!("{}{text}{}", style.render(), style.render_reset()) } else { text.to_owned() }
}

/// rustc's colours.
pub(super) const ERROR: Style = bold(AnsiColor::BrightRed);
pub(super) const WARNING: Style = bold(AnsiColor::Yellow);
pub(super) const NOTE: Style = bold(AnsiColor::BrightGreen);
pub(super) const HELP: Style = bold(AnsiColor::BrightCyan);
pub(super) const GUTTER: Style = bold(AnsiColor::BrightBlue);
pub(super) const EMPHASIS: Style = Style::new().bold();

const fn bold(color: AnsiColor) -> Style {
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(color)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\u{9b}c"), "a\\u{1b}[31mb\\u{7}\\u{9b}c");
        assert_eq!(clean("\u{202e}evil\u{2066}"), "\\u{202e}evil\\u{2066}");
        assert_eq!(clean("a\r\nb\tc"), "a\\r\\nb c");
        assert_eq!(clean("größe 🦀 e\u{301}"), "größe 🦀 e\u{301}");
        assert_eq!(clean_lines("a\r\nb\u{1b}\n"), "a\nb\\u{1b}");
    }
}
