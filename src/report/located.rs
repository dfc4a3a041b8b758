//! Places as formats for tools write them: relative to the repository, and what tells one finding from another when lines move.

use super::Report;
use super::diagnostic::Diagnostic;
use crate::findings::{item_around, place};
use crate::source::{Sources, Span};

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    /// The file's shown name.
    pub(super) file: String,
    /// Line and column of its beginning, from 1, in characters.
    pub(super) start: (u32, u32),
    /// Those of what comes after its end.
    pub(super) end: (u32, u32),
    /// Whether it lies in the workspace.
    pub(super) in_workspace: bool,
}

/// Where `span` is shown.
pub(super) fn locate(sources: &Sources, span: Span) -> Located {
    let shown = place::shown(sources, span);
    let file = sources.file(shown.file);
    let at = |offset: u32| {
        let place = file.lines().line_column(&file.text, offset);
        (place.line, place.column)
    };
    Located { file: file.name.clone(), start: at(shown.lo), end: at(shown.hi), in_workspace: file.in_workspace }
}

/// A file's path from the repository's top, where the workspace may lie below it.
pub(super) fn in_repository(report: &Report<'_>, located: &Located) -> String {
    if located.in_workspace { format!("{}{}", report.prefix, located.file) } else { located.file.clone() }
}

/// What stays the same of each diagnostic while lines move: a number in hexadecimal digits, different for each of them.
pub(super) fn fingerprints(report: &Report<'_>, diagnostics: &[Diagnostic<'_>]) -> Vec<String> {
    let mut seen: Vec<u64> = Vec::new();
    let mut one = |diagnostic: &Diagnostic<'_>| {
        let shown = place::shown(report.sources, diagnostic.span);
        let file = report.sources.file(shown.file);
        let item = item_around(&file.text, shown.lo);
        let lint = diagnostic.lint.map_or("", |lint| lint.name);
        let base = hash([lint, &file.name, &item, diagnostic.message].join("\0").as_bytes());
        let earlier = seen.iter().filter(|known| **known == base).count();
        seen.push(base);
        format!("{:016x}", if earlier == 0 { base } else { hash(format!("{base:x}\0{earlier}").as_bytes()) })
    };
    diagnostics.iter().map(&mut one).collect()
}

/// FNV-1a: the same on every machine and in every version.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
