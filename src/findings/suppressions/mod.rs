//! Suppressions: comments and attributes by which a place accepts a finding.
//!
//! `// looksalive: allow(sleeps) -- reason`, `expect(…)`, `allow-file(…)` and
//! `#[cfg_attr(any(), looksalive::allow(sleeps, reason = "…"))]`. A suppression counts at the primary place, at
//! any hop of the path, and at the entry point. What suppresses nothing, names nothing or cannot be read is
//! itself a finding. Knows texts and findings; not how levels are resolved.

mod apply;
mod directive;
mod extent;

use rustc_hash::{FxHashMap, FxHashSet};

use self::directive::{Directive, Malformed, Scope, Verb, Words};
use self::extent::Tokens;
use super::TOOL;
use crate::source::{FileId, LineIndex, Sources};
use crate::syntax::{Comment, lex};
use crate::workspace::{CrateIndex, PackageIndex};

pub use apply::Policy;

/// A file in which suppressions may stand.
#[derive(Clone, Copy, Debug)]
pub struct SuppressibleFile {
    /// The file; a real one.
    pub file: FileId,
    /// The package for which its suppression findings are reported.
    pub package: PackageIndex,
    /// The crate for which they are.
    pub krate: CrateIndex,
}

/// All suppressions of a run.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// By the file's shown name, since one file may be loaded for several crates.
    by_name: FxHashMap<String, usize>,
    files: Vec<FileSuppressions>,
}

#[derive(Debug)]
struct FileSuppressions {
    file: SuppressibleFile,
    directives: Vec<Directive>,
    malformed: Vec<Malformed>,
}

impl Suppressions {
    /// Read the suppressions of `files`. A file that is given several times is read once.
    pub fn collect(sources: &Sources, files: &[SuppressibleFile]) -> Self {
        let mut all = Self::default();
        let mut seen = FxHashSet::default();
        for &file in files {
            let source = sources.file(file.file);
            if !seen.insert(source.name.clone()) || !mentions_tool(&source.text) {
                continue;
            }
            let (directives, malformed) = read(&source.text, source.lines());
            if !directives.is_empty() || !malformed.is_empty() {
                all.by_name.insert(source.name.clone(), all.files.len());
                all.files.push(FileSuppressions { file, directives, malformed });
            }
        }
        all
    }
}

fn mentions_tool(text: &str) -> bool {
    text.as_bytes().windows(TOOL.len()).any(|window| window.eq_ignore_ascii_case(TOOL.as_bytes()))
}

/// The directives of a text in order, and what looks like one and is none.
fn read(text: &str, lines: &LineIndex) -> (Vec<Directive>, Vec<Malformed>) {
    let lexed = lex(text);
    let tokens = Tokens::new(text, &lexed.tokens);
    let (mut directives, mut malformed) = (Vec::new(), Vec::new());
    let top = end_of_inner_attributes(&tokens);
    for comment in lexed.comments.iter().filter(|comment| !comment.is_doc) {
        let at = comment.lo..comment.hi;
        let Some(words) = directive::from_comment(&text[comment.lo as usize..comment.hi as usize], comment.lo) else { continue };
        let next = tokens.from(comment.hi);
        let scope = match &words {
            Ok(Words { verb: Verb::AllowFile, .. }) if next > top => {
                Err("`allow-file` belongs at the top of the file, before the first item".to_owned())
            }
            Ok(Words { verb: Verb::AllowFile, .. }) => Ok(Scope::File),
            Ok(_) => Ok(comment_scope(lines, &tokens, comment, next)),
            Err(why) => Err(why.clone()),
        };
        match (words, scope) {
            (Ok(words), Ok(scope)) => directives.push(directive(at, words, scope)),
            (_, Err(why)) | (Err(why), _) => malformed.push(Malformed { at, why }),
        }
    }
    for start in 0..tokens.len() {
        let Some((inner, open)) = tokens.attribute(start) else { continue };
        for words in directive::from_attribute(text, &tokens, open) {
            let last = tokens.get(tokens.close_of(open)).map_or(text.len() as u32, |close| close.hi);
            let at = tokens.get(start).map_or(last, |first| first.lo)..last;
            let scope = if inner { Some(tokens.enclosing(start)) } else { tokens.node(start) };
            match words {
                Ok(words) => directives.push(directive(at, words, scope.map_or(Scope::Nothing, Scope::Node))),
                Err(why) => malformed.push(Malformed { at, why }),
            }
        }
    }
    directives.sort_by_key(|directive| (directive.at.start, directive.names[0].at.start));
    malformed.sort_by_key(|malformed| malformed.at.start);
    (directives, malformed)
}

fn directive(at: std::ops::Range<u32>, words: Words, scope: Scope) -> Directive {
    Directive { at, is_expect: words.verb == Verb::Expect, names: words.names, has_reason: words.has_reason, scope }
}

/// The index of the first token after the file's inner attributes.
fn end_of_inner_attributes(tokens: &Tokens<'_>) -> usize {
    let mut at = 0;
    while let Some((true, open)) = tokens.attribute(at) {
        at = tokens.close_of(open) + 1;
    }
    at
}

/// A comment with code before it and none after it on its line is for that line, any other for what follows.
fn comment_scope(lines: &LineIndex, tokens: &Tokens<'_>, comment: &Comment<'_>, next: usize) -> Scope {
    let line = lines.line_of(comment.lo);
    let before = next.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| lines.line_of(token.hi - 1) == line);
    let after = tokens.get(next).is_some_and(|token| lines.line_of(token.lo) == lines.line_of(comment.hi - 1));
    if before && !after {
        return Scope::Line(line);
    }
    // From the comment on, so that it also speaks for the directives between it and the node.
    tokens.node(next).map_or(Scope::Nothing, |node| Scope::Node(comment.lo..node.end))
}

#[cfg(test)]
mod tests;
