//! Markdown for a terminal: as much of it as the lints' pages use.
//!
//! Styles are written always; the stream strips them where no colour is wanted, so the plain text must read well, too.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

/// Columns that text is filled to. Narrow enough to read, wide enough for code.
const WIDTH: usize = 100;

/// A page: headings bold, paragraphs filled, code indented, links as their text.
pub fn render(page: &str) -> String {
    let (bold, dimmed) = (Style::new().bold(), Style::new().dimmed());
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let mut push = |text: std::fmt::Arguments<'_>| out.write_fmt(text).expect("writing to a string cannot fail");
        if let Some(info) = line.trim_start().strip_prefix("```") {
            // The pages mark examples: `rust,bad`, `rust,good`.
            if let Some(mark) = info.split(',').find(|word| matches!(*word, "bad" | "good")) {
                push(format_args!("    {dimmed}// {mark}{dimmed:#}\n"));
            }
            for code in lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")) {
                push(format_args!("{}\n", format!("    {code}").trim_end()));
            }
        } else if let Some(heading) = line.strip_prefix('#') {
            push(format_args!("{bold}{}{bold:#}\n", heading.trim_start_matches('#').trim()));
        } else if line.starts_with('|') || line.trim().is_empty() {
            push(format_args!("{}\n", inline(line.trim_end())));
        } else {
            let indent = item_indent(line);
            let mut paragraph = line.trim_end().to_owned();
            while let Some(next) = lines.next_if(|next| continues(next)) {
                paragraph.push(' ');
                paragraph.push_str(next.trim());
            }
            push(format_args!("{}\n", inline(&wrap(&paragraph, indent))));
        }
    }
    out
}

/// Whether a line goes on with the paragraph before it.
fn continues(line: &str) -> bool {
    let text = line.trim_start();
    !text.is_empty() && !text.starts_with(['#', '|']) && !text.starts_with("```") && item_indent(line) == 0
}

/// How far a list item's further lines are indented; 0 for what is none.
fn item_indent(line: &str) -> usize {
    let text = line.trim_start();
    let lead = line.len() - text.len();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if text.starts_with("- ") || text.starts_with("* ") {
        lead + 2
    } else if digits > 0 && text[digits..].starts_with(". ") {
        lead + digits + 2
    } else {
        0
    }
}

/// Fill `text` to the width, further lines indented by `indent`; the first line stands behind that much already, or
/// brings its own mark.
pub fn wrap(text: &str, indent: usize) -> String {
    let own = if item_indent(text) == indent { 0 } else { indent };
    let mut out = String::new();
    let mut column = own;
    for (i, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if i > 0 && column + 1 + length > WIDTH.max(indent + 30) {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// Code spans coloured, `**` bold, links as their text with an outside address behind it.
fn inline(text: &str) -> String {
    let (code, bold) = (AnsiColor::Cyan.on_default(), Style::new().bold());
    let mut out = String::new();
    let mut rest = text;
    let mut is_bold = false;
    while let Some(at) = rest.find(['`', '[', '*']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        if let Some((span, after)) = here.strip_prefix('`').and_then(|inner| inner.split_once('`')) {
            write!(out, "{code}`{span}`{code:#}").expect("writing to a string cannot fail");
            rest = after;
        } else if let Some(after) = here.strip_prefix("**") {
            is_bold = !is_bold;
            let style = if is_bold { bold.render().to_string() } else { bold.render_reset().to_string() };
            out.push_str(&style);
            rest = after;
        } else if let Some((label, address, after)) = link(here) {
            out.push_str(&inline(label));
            if address.starts_with("http") {
                write!(out, " ({address})").expect("writing to a string cannot fail");
            }
            rest = after;
        } else {
            let mut chars = here.chars();
            out.extend(chars.next());
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    if is_bold {
        out.push_str(&bold.render_reset().to_string());
    }
    out
}

/// Label, address and what follows of the link that `text` begins with.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    (!label.contains(['[', ']', '\n'])).then_some((label, address, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(page: &str) -> String {
        anstream::adapter::strip_str(&render(page)).to_string()
    }

    #[test]
    fn plain_text_reads_well() {
        let page = "## What it does\n\nReports `a`, see [`b`](b.md)\nand [there](https://x.y).\n\n- one\n  more\n- two\n\n```rust,bad\nf();\n\n```\n\n| a | b |\n|---|---|\n";
        let expected = "What it does\n\nReports `a`, see `b` and there (https://x.y).\n\n- one more\n- two\n\n    // bad\n    f();\n\n\n| a | b |\n|---|---|\n";
        assert_eq!(plain(page), expected);
    }

    #[test]
    fn long_lines_are_filled_and_items_hang() {
        let words = "word ".repeat(40);
        let shown = plain(&format!("- {words}\n"));
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines.len(), 3, "{shown}");
        assert!(lines[0].starts_with("- word") && lines[1].starts_with("  word"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{shown}");
    }

    #[test]
    fn what_is_no_markup_stays() {
        assert_eq!(plain("a[0] * b ` c [x]( **d\n"), "a[0] * b ` c [x]( d\n");
        assert_eq!(plain("```\nunclosed"), "    unclosed\n");
    }
}
