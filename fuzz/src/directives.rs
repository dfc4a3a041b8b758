//! Comment directives: a suppression takes away what it covers and nothing else, and findings do not hang on each other.

use looksalive_lint::findings::registry::{self, BLOCKING_IO, SLEEPS, UNBOUNDED_WAITS};
use looksalive_lint::findings::{Finding, Group, Label, Policy, SuppressibleFile, Suppressions, TOOL};
use looksalive_lint::source::{SourceFile, Sources, Span};
use looksalive_lint::syntax::lex_comments;
use looksalive_lint::workspace::{CrateIndex, PackageIndex};

use super::{hash, spans};

/// How many findings are made for a text.
const FINDINGS: usize = 24;

/// Panics where a promise is broken.
pub fn check(text: &str) {
    let made = made(text);
    let all = Told::of(text, &made);
    assert_eq!(all, Told::of(text, &made), "the same findings are suppressed differently");
    for (number, one) in made.iter().enumerate() {
        let alone = Told::of(text, std::slice::from_ref(one));
        assert_eq!(alone.kept.is_empty(), !all.kept.contains(one), "whether finding {number} is suppressed hangs on others");
    }
    let without = Told::of(text, &[]);
    let is_new = |about: &About| !without.about.contains(about) && !about.1.contains("here, but not reported");
    assert!(!all.about.iter().any(is_new), "findings make directives wrong: {:?} and {:?}", all.about, without.about);
    allowed_on_a_line(text, &made, &all);
    allowed_in_the_file(text, &made, &all);
}

/// A lint and the bytes that it was found at.
type Made = (&'static str, u32, u32);

/// What is said about a suppression: the lint, the message and the place.
type About = (&'static str, String, u32, u32);

/// Accepting one lint on a line that has code takes away what that lint found on the line.
fn allowed_on_a_line(text: &str, made: &[Made], before: &Told) {
    let Some(&(lint, lo, _)) = made.get(hash(text) % made.len().max(1)) else { return };
    let start = text[..lo as usize].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let end = (start + line.len()) as u32;
    let comment = format!(" // {TOOL}: allow({lint}) -- accepted");
    // What has no end reaches to the end of the text, wherever that is.
    let Some(edited) = with_comment(text, end, &comment).filter(|_| (end as usize) < text.len()) else { return };
    let is_on_line = |at: u32| start as u32 <= at && at < end;
    // A stretch that ends where the comment begins stays.
    let moved = |at: u32| if at > end { at + comment.len() as u32 } else { at };
    let after = Told::of(&edited, &made.iter().map(|&(lint, lo, hi)| (lint, moved(lo), moved(hi))).collect::<Vec<_>>());
    let left = before.kept.iter().filter(|kept| kept.0 != lint || !is_on_line(kept.1));
    let expected: Vec<Made> = left.map(|&(lint, lo, hi)| (lint, moved(lo), moved(hi))).collect();
    assert_eq!(after.kept, expected, "`{comment}` on `{line}`");
    assert_eq!(after.about, moved_about(&before.about, moved), "`{comment}` on `{line}`");
}

/// Accepting one lint in the whole file takes away what that lint found in it.
fn allowed_in_the_file(text: &str, made: &[Made], before: &Told) {
    let Some(&(lint, _, _)) = made.get(hash(text) % made.len().max(1)) else { return };
    if text.starts_with(['\u{feff}', '#']) {
        return;
    }
    let comment = format!("// {TOOL}: allow-file({lint}) -- accepted\n");
    let moved = |at: u32| at + comment.len() as u32;
    let edited = format!("{comment}{text}");
    let after = Told::of(&edited, &made.iter().map(|&(lint, lo, hi)| (lint, moved(lo), moved(hi))).collect::<Vec<_>>());
    let left = before.kept.iter().filter(|kept| kept.0 != lint);
    let expected: Vec<Made> = left.map(|&(lint, lo, hi)| (lint, moved(lo), moved(hi))).collect();
    assert_eq!(after.kept, expected, "`{comment}`");
    assert_eq!(after.about, moved_about(&before.about, moved), "`{comment}`");
}

fn moved_about(about: &[About], moved: impl Fn(u32) -> u32) -> Vec<About> {
    about.iter().map(|(lint, message, lo, hi)| (*lint, message.clone(), moved(*lo), moved(*hi))).collect()
}

/// The text with a comment at that byte, if it is one there and all other comments stay what they are.
fn with_comment(text: &str, at: u32, comment: &str) -> Option<String> {
    let edited = format!("{}{comment}{}", &text[..at as usize], &text[at as usize..]);
    let len = comment.len() as u32;
    let mut after: Vec<(u32, u32)> = lex_comments(&edited).iter().map(|comment| (comment.lo, comment.hi)).collect();
    let place = after.iter().position(|&(lo, hi)| lo == at + 1 && hi == at + len)?;
    after.remove(place);
    let moved = |offset: u32| if offset > at { offset + len } else { offset };
    let before: Vec<(u32, u32)> = lex_comments(text).iter().map(|comment| (moved(comment.lo), moved(comment.hi))).collect();
    (before == after).then_some(edited)
}

/// Findings at beginnings of words.
fn made(text: &str) -> Vec<Made> {
    let comments = lex_comments(text);
    let is_code = |at: usize| !comments.iter().any(|comment| comment.lo as usize <= at && at < comment.hi as usize);
    let begins =
        |at: usize, c: char| c.is_ascii_alphabetic() && !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    let words: Vec<usize> = text.char_indices().filter(|(at, c)| begins(*at, *c) && is_code(*at)).map(|(at, _)| at).collect();
    let step = (words.len() / FINDINGS).max(1);
    let lints = [&SLEEPS, &BLOCKING_IO, &UNBOUNDED_WAITS];
    let taken = words.iter().step_by(step).enumerate();
    taken.map(|(number, &at)| (lints[number % lints.len()].name, at as u32, at as u32 + 1)).collect()
}

/// What is told in the end.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    /// Those of the findings that are left.
    kept: Vec<Made>,
    /// What is said about suppressions.
    about: Vec<About>,
}

impl Told {
    fn of(text: &str, made: &[Made]) -> Self {
        let sources = Sources::default();
        let file = sources.add(SourceFile::real("lib.rs", text, true));
        let (package, krate) = (PackageIndex(0), CrateIndex(0));
        let suppressions = Suppressions::collect(&sources, &[SuppressibleFile { file, package, krate }]);
        let finding = |&(lint, lo, hi): &Made| Finding {
            lint: registry::find(lint).expect("a lint of the registry"),
            message: String::new(),
            primary: Label { span: Span::new(file, lo, hi), text: String::new() },
            labels: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            package,
            krate,
        };
        let left = suppressions.apply(made.iter().map(finding).collect(), &sources, &Policy::PLAIN);
        spans::check(&sources, spans::of(&left));
        let mut told = Self { kept: Vec::new(), about: Vec::new() };
        for finding in left {
            let (name, span) = (finding.lint.name, finding.primary.span);
            if finding.lint.group == Group::Suppressions {
                assert!(!finding.message.contains(char::is_control), "{:?} quotes more than a name", finding.message);
                told.about.push((name, finding.message, span.lo, span.hi));
            } else {
                told.kept.push((name, span.lo, span.hi));
            }
        }
        told
    }
}
