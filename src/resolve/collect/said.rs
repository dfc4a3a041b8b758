//! What a text says, asked again and again: whether it has a word, a glob import, an impl with parameters.
//!
//! Searching it each time took three quarters of a run over a crate that uses a large one; so each answer is found once,
//! and the words are kept as sorted hashes. A hash that is there says that the word may be: what is opened for it in vain
//! costs time and changes no answer. Knows nothing of macros.

use std::hash::Hasher;
use std::sync::OnceLock;

use memchr::memmem;
use rustc_hash::FxHasher;

/// What a text says; each answer is found when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The hashes of its words, in order.
    words: OnceLock<Box<[u32]>>,
    glob: OnceLock<bool>,
    generic_impl: OnceLock<bool>,
}

/// A text of its own with what it says.
#[derive(Debug, Default)]
pub(in crate::resolve) struct SaidText {
    pub(super) text: Box<str>,
    pub(super) said: Said,
}

/// What is asked of a text.
#[derive(Clone, Copy)]
pub(super) enum Asked<'a> {
    /// One of these words.
    Words(&'a [u32]),
    /// A glob import.
    Glob,
    /// An impl with parameters.
    GenericImpl,
}

impl Said {
    /// Whether `text`, which must be the same each time, says what is asked.
    pub(super) fn says(&self, text: &str, asked: Asked<'_>) -> bool {
        match asked {
            Asked::Words(asked) => {
                let words = self.words.get_or_init(|| words_of(text));
                asked.iter().any(|word| words.binary_search(word).is_ok())
            }
            Asked::Glob => *self.glob.get_or_init(|| has_glob(text)),
            Asked::GenericImpl => *self.generic_impl.get_or_init(|| has_generic_impl(text)),
        }
    }
}

impl SaidText {
    pub(super) fn new(text: String) -> Self {
        Self { text: text.into(), said: Said::default() }
    }

    pub(super) fn says(&self, asked: Asked<'_>) -> bool {
        self.said.says(&self.text, asked)
    }
}

/// The hash that stands for a word.
pub(super) fn hash_of(word: &str) -> u32 {
    hash_bytes(word.as_bytes())
}

fn hash_bytes(word: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish() as u32
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn words_of(text: &str) -> Box<[u32]> {
    let words = text.as_bytes().split(|byte| !is_name(*byte));
    let mut hashes: Vec<u32> = words.filter(|word| !word.is_empty()).map(hash_bytes).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

/// Whether the text has the word: of a text that is asked once.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, word).any(|at| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        !before.is_some_and(|b| is_name(*b)) && !bytes.get(at + word.len()).is_some_and(|b| is_name(*b))
    })
}

/// Whether the text may have a glob import. What macros write has spaces between its tokens.
fn has_glob(text: &str) -> bool {
    memchr::memchr_iter(b'*', text.as_bytes()).any(|at| {
        let before = text[..at].trim_end().as_bytes().last().copied();
        let after = text[at + 1..].trim_start().as_bytes().first().copied();
        matches!(before, Some(b':' | b'{' | b',' | b'/')) && matches!(after, Some(b';' | b',' | b'}' | b'/'))
    })
}

/// Whether the text may have an impl with parameters.
fn has_generic_impl(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"impl").any(|at| text[at + 4..].trim_start().starts_with('<'))
}

/// What a text may hold that others see without asking for its names.
pub(super) fn speaks_to_others(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"extern crate").is_some()
        || ["macro_rules", "macro_use", "macro_export"].iter().any(|word| has_word(text, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        let said = SaidText::new("fn open_file(größe: usize) { r#type::new(b\"x\") }".to_owned());
        for word in ["open_file", "größe", "usize", "type", "new", "x"] {
            assert!(said.says(Asked::Words(&[hash_of("nothing"), hash_of(word)])), "{word}");
            assert!(has_word(&said.text, word), "{word}");
        }
        for word in ["open", "file", "gr", "use", "ype"] {
            assert!(!said.says(Asked::Words(&[hash_of(word)])), "{word}");
            assert!(!has_word(&said.text, word), "{word}");
        }
    }

    #[test]
    fn globs_and_impls() {
        for (text, glob, generic) in [
            ("pub use a::*;", true, false),
            ("use a :: { b, * } ;", true, false),
            ("let a = b * c;", false, false),
            ("fn f(p: *mut u8);", false, false),
            ("impl<T> A for T {}", false, true),
            ("impl < T > A for T {}", false, true),
            ("impl A for B {} fn f(x: impl Fn()) {}", false, false),
        ] {
            let said = SaidText::new(text.to_owned());
            assert_eq!((said.says(Asked::Glob), said.says(Asked::GenericImpl)), (glob, generic), "{text}");
        }
    }
}
