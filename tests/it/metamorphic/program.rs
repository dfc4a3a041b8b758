//! A program as files whose every byte knows where it stood in the program as it was written.
//!
//! A rewrite is a list of pieces: stretches that are kept, wherever they move to, and text that is new. So a finding in what a
//! rewrite made is carried back to the line that somebody marked, through any number of rewrites. Knows nothing of Rust.

use std::ops::Range;
use std::sync::Arc;

/// A place in the program as it was written: file and byte.
pub type Origin = (usize, usize);

/// Where a stretch of a text came from.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Its first byte in the text; it reaches to the next one's.
    at: usize,
    /// The place of that byte as it was written; `None`: a rewrite wrote it.
    from: Option<Origin>,
}

/// One file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Its path below the scratch folder.
    pub name: String,
    pub text: String,
    stretches: Vec<Stretch>,
}

/// What a file is made of.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A stretch of the file that is rewritten.
    Kept(Range<usize>),
    /// A stretch under another text, at the same place.
    Renamed(Range<usize>, String),
    /// New text.
    New(String),
}

/// New text.
pub fn new(text: impl Into<String>) -> Piece {
    Piece::New(text.into())
}

impl File {
    /// A file as it was written, the `number`th of its program.
    pub fn written(number: usize, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), stretches: vec![Stretch { at: 0, from: Some((number, 0)) }] }
    }

    /// A file that nobody wrote.
    pub fn invented(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), stretches: vec![Stretch { at: 0, from: None }] }
    }

    /// Where the byte stood as it was written.
    pub fn origin(&self, offset: usize) -> Option<Origin> {
        let after = self.stretches.partition_point(|stretch| stretch.at <= offset);
        let stretch = self.stretches[..after].last()?;
        stretch.from.map(|(file, start)| (file, start + offset - stretch.at))
    }

    /// A file made of pieces of this one.
    pub fn made_of(&self, name: impl Into<String>, pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut file = Self { name: name.into(), ..Self::default() };
        for piece in pieces {
            let at = file.text.len();
            match piece {
                Piece::New(text) => {
                    file.stretches.push(Stretch { at, from: None });
                    file.text.push_str(&text);
                }
                Piece::Renamed(range, text) => {
                    file.stretches.push(Stretch { at, from: self.origin(range.start) });
                    file.text.push_str(&text);
                }
                Piece::Kept(range) => {
                    file.stretches.push(Stretch { at, from: self.origin(range.start) });
                    for inner in self.stretches.iter().filter(|inner| range.start < inner.at && inner.at < range.end) {
                        file.stretches.push(Stretch { at: at + inner.at - range.start, from: inner.from });
                    }
                    file.text.push_str(&self.text[range]);
                }
            }
        }
        file
    }

    /// This file with stretches replaced; they must not overlap.
    pub fn edited(&self, mut edits: Vec<(Range<usize>, Vec<Piece>)>) -> Self {
        self.made_of(&self.name, self.pieces(0..self.text.len(), &mut edits))
    }

    /// The pieces of a stretch of this file with what lies in it replaced; these edits are taken out.
    pub fn pieces(&self, range: Range<usize>, edits: &mut Vec<(Range<usize>, Vec<Piece>)>) -> Vec<Piece> {
        let (mut inner, outer) =
            std::mem::take(edits).into_iter().partition::<Vec<_>, _>(|(at, _)| range.start <= at.start && at.end <= range.end);
        *edits = outer;
        inner.sort_by_key(|(at, _)| (at.start, at.end));
        let mut pieces = Vec::new();
        let mut done = range.start;
        for (at, replacement) in inner {
            assert!(done <= at.start, "edits overlap at byte {} of {}:\n{}", at.start, self.name, &self.text[at.clone()]);
            pieces.push(Piece::Kept(done..at.start));
            pieces.extend(replacement);
            done = at.end;
        }
        pieces.push(Piece::Kept(done..range.end));
        pieces
    }
}

/// The files of a program; the first is the crate's root, or the scratch workspace's DLL's.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its path below `ui-tests/`, for people.
    pub name: String,
    pub files: Vec<File>,
    /// The texts as they were written, which origins count in.
    pub written: Arc<[String]>,
    /// What is linted: a file, or, if `None`, the workspace at the top of the scratch folder.
    pub file: Option<String>,
    /// What it is linted with.
    pub args: Vec<String>,
}

impl Program {
    pub fn root(&self) -> &File {
        &self.files[0]
    }

    /// This program with another root.
    pub fn with_root(&self, root: File) -> Self {
        let mut program = self.clone();
        program.files[0] = root;
        program
    }
}

#[test]
fn every_byte_knows_where_it_stood() {
    let file = File::written(3, "a.rs", "one two three");
    let edited = file.edited(vec![(4..7, vec![new("2 "), Piece::Kept(0..3), new("!")])]);
    assert_eq!(edited.text, "one 2 one! three");
    let at = |file: &File, text: &str, nth: usize| file.origin(file.text.match_indices(text).nth(nth).unwrap().0);
    assert_eq!(at(&edited, "one", 0), Some((3, 0)));
    assert_eq!(at(&edited, "one", 1), Some((3, 0)));
    assert_eq!(at(&edited, "2", 0), None);
    assert_eq!(at(&edited, "!", 0), None);
    assert_eq!(at(&edited, "three", 0), Some((3, 8)));
    let again = edited.edited(vec![(0..4, Vec::new()), (12..16, vec![new("x"), Piece::Kept(8..16)])]);
    assert_eq!(again.text, "2 one! txe! three");
    assert_eq!(at(&again, "three", 0), Some((3, 8)));
    assert_eq!(at(&again, "ne", 0), Some((3, 1)));
}
