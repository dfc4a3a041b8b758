//! Byte offsets to lines and columns, as people and tools count them.

/// A place as shown: both 1-based, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where each line of a text begins.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Index `text`. Lines end at `\n`; a `\r` before it belongs to the line's end, a lone `\r` ends nothing
    /// (as rustc has it).
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        Self { starts }
    }

    /// The 0-based line that holds byte `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The byte at which 0-based `line` begins, if there is such a line.
    pub fn line_start(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// How many lines there are (a text that ends in `\n` has an empty last one).
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of 0-based `line` without its line ending.
    pub fn line_text<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let start = self.starts[line] as usize;
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// Line and column of byte `offset`. A byte-order mark at the start of the text counts no column, and a place
    /// within a line's ending is the place after its last character.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.starts[line] as usize;
        let mut end = (offset as usize).min(start + self.line_text(text, line).len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[start..end];
        let before = if line == 0 { before.strip_prefix('\u{feff}').unwrap_or(before) } else { before };
        LineColumn { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let text = "\u{feff}fn ä() {}\r\n  x\n";
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let LineColumn { line, column } = index.line_column(text, text.find(needle).unwrap() as u32);
            (line, column)
        };
        assert_eq!(at("fn"), (1, 1));
        assert_eq!(at("() {"), (1, 5));
        assert_eq!(at("x"), (2, 3));
        assert_eq!(at("\n"), (1, 10));
        assert_eq!(index.line_text(text, 0), "\u{feff}fn ä() {}");
    }
}
