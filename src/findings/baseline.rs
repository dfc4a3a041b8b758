//! Findings that were accepted as they were on one day, so that only new ones are reported.
//!
//! A finding is known again by its file, its lint, the item it stands in and its message, never by its line; of equal ones
//! the number counts. What is left over on both sides after that is compared without the item, since helpers are renamed,
//! and then without the file, since files are moved. Pure: texts come in and go out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::enclosing::item_around;
use super::{LeveledFinding, place};
use crate::source::Sources;

/// Accepted findings with their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Key, usize>);

/// What a finding is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    lint: String,
    item: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    #[serde(default)]
    finding: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    lint: String,
    item: String,
    message: String,
    count: usize,
}

const VERSION: u32 = 1;

const HEADER: &str = "# Findings that are accepted for now. `cargo looksalive-lint --baseline FILE --write-baseline` writes this file,\n\
                      # `--prune-baseline` takes out what is gone.\n\n";

/// What comes of comparing findings with a baseline.
#[derive(Debug, Default)]
pub struct Compared {
    /// Findings that are not in it, in their order.
    pub new: Vec<LeveledFinding>,
    /// How many are.
    pub accepted: usize,
    /// What of it was found again, as it is found now: the baseline without what is gone.
    pub met: Baseline,
    /// How many of its findings were not.
    pub gone: usize,
}

impl Baseline {
    /// Read one.
    ///
    /// # Errors
    /// Where the text is no baseline, with the place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        if document.version != VERSION {
            return Err(format!("it has version {}, and this program knows version {VERSION}: write it anew", document.version));
        }
        let mut all = Self::default();
        for Entry { file, lint, item, message, count } in document.finding {
            *all.0.entry(Key { file, lint, item, message }).or_default() += count;
        }
        Ok(all)
    }

    /// The baseline of these findings.
    pub fn of(findings: &[LeveledFinding], sources: &Sources) -> Self {
        let mut all = Self::default();
        for finding in findings {
            *all.0.entry(Key::new(finding, sources)).or_default() += 1;
        }
        all
    }

    /// As text.
    pub fn render(&self) -> String {
        let entry = |(key, count): (&Key, &usize)| {
            let Key { file, lint, item, message } = key.clone();
            Entry { file, lint, item, message, count: *count }
        };
        let document = Document { version: VERSION, finding: self.0.iter().map(entry).collect() };
        format!("{HEADER}{}", toml::to_string(&document).expect("the document is a plain structure with text for keys"))
    }

    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which findings are new.
    pub fn compare(&self, findings: Vec<LeveledFinding>, sources: &Sources) -> Compared {
        let mut left = self.0.clone();
        let mut open: Vec<(Key, LeveledFinding, bool)> =
            findings.into_iter().map(|finding| (Key::new(&finding, sources), finding, false)).collect();
        let mut met = Self::default();
        let nothing = |_: &mut Key| {};
        let the_item = |key: &mut Key| key.item.clear();
        let the_file = |key: &mut Key| key.file.clear();
        for forget in [nothing, the_item, the_file] {
            let blurred = |key: &Key| {
                let mut key = key.clone();
                forget(&mut key);
                key
            };
            let mut by_blurred: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
            for key in left.keys() {
                by_blurred.entry(blurred(key)).or_default().push(key.clone());
            }
            for (key, _, is_known) in open.iter_mut().filter(|(_, _, is_known)| !*is_known) {
                let candidates = by_blurred.get(&blurred(key)).into_iter().flatten();
                let Some(old) = candidates.into_iter().find(|old| left.get(*old).is_some_and(|count| *count > 0)) else { continue };
                *left.get_mut(old).expect("it was just found") -= 1;
                *met.0.entry(key.clone()).or_default() += 1;
                *is_known = true;
            }
            left.retain(|_, count| *count > 0);
        }
        let accepted = met.len();
        let new = open.into_iter().filter(|(_, _, is_known)| !is_known).map(|(_, finding, _)| finding).collect();
        Compared { new, accepted, met, gone: left.values().sum() }
    }
}

impl Key {
    fn new(finding: &LeveledFinding, sources: &Sources) -> Self {
        let finding = &finding.finding;
        let shown = place::shown(sources, finding.primary.span);
        let file = sources.file(shown.file);
        Self {
            file: file.name.clone(),
            lint: finding.lint.name.to_owned(),
            item: item_around(&file.text, shown.lo),
            message: finding.message.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::registry::SLEEPS;
    use crate::findings::{Finding, Label, Level, LevelOrigin};
    use crate::source::{SourceFile, Span};
    use crate::workspace::{CrateIndex, PackageIndex};

    /// A finding at every `sleep` of a text.
    fn found(sources: &Sources, name: &str, text: &str) -> Vec<LeveledFinding> {
        let file = sources.add(SourceFile::real(name, text, true));
        let finding = |at: usize| Finding {
            lint: &SLEEPS,
            message: "it sleeps".into(),
            primary: Label { span: Span::new(file, at as u32, at as u32 + 5), text: String::new() },
            labels: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            package: PackageIndex(0),
            krate: CrateIndex(0),
        };
        let leveled = |(at, _)| LeveledFinding { finding: finding(at), level: Level::Warn, origin: LevelOrigin::Default };
        text.match_indices("sleep").map(leveled).collect()
    }

    /// Accepted, new and gone.
    fn compared(before: &[(&str, &str)], after: &[(&str, &str)]) -> (usize, usize, usize) {
        let sources = Sources::default();
        let all = |files: &[(&str, &str)]| files.iter().flat_map(|(name, text)| found(&sources, name, text)).collect::<Vec<_>>();
        let baseline = Baseline::of(&all(before), &sources);
        let read = Baseline::parse(&baseline.render()).unwrap();
        assert_eq!(read, baseline);
        let compared = read.compare(all(after), &sources);
        assert_eq!(compared.met.len(), compared.accepted);
        (compared.accepted, compared.new.len(), compared.gone)
    }

    #[test]
    fn what_moves_is_known_and_what_is_added_is_new() {
        let one = "fn a() { sleep }\n";
        assert_eq!(compared(&[("x.rs", one)], &[("x.rs", one)]), (1, 0, 0));
        assert_eq!(compared(&[("x.rs", one)], &[("x.rs", "// moved\n\nfn a() {\n  sleep }\n")]), (1, 0, 0));
        assert_eq!(compared(&[("x.rs", one)], &[("x.rs", "fn a() { sleep; sleep }\n")]), (1, 1, 0));
        assert_eq!(compared(&[("x.rs", one)], &[("x.rs", "fn renamed() { sleep }\n")]), (1, 0, 0));
        assert_eq!(compared(&[("x.rs", one)], &[("y.rs", one)]), (1, 0, 0));
        assert_eq!(compared(&[("x.rs", one)], &[("x.rs", "fn a() { sleep }\nfn b() { sleep }\n")]), (1, 1, 0));
        assert_eq!(compared(&[("x.rs", "fn a() { sleep; sleep }")], &[("x.rs", one)]), (1, 0, 1));
        assert_eq!(compared(&[("x.rs", one)], &[]), (0, 0, 1));
        assert_eq!(compared(&[], &[("x.rs", one)]), (0, 1, 0));
    }

    #[test]
    fn the_nearer_one_is_the_known_one() {
        let sources = Sources::default();
        let baseline = Baseline::of(&found(&sources, "x.rs", "fn b() { sleep }"), &sources);
        let compared = baseline.compare(found(&sources, "x.rs", "fn a() { sleep }\nfn b() { sleep }\n"), &sources);
        assert_eq!((compared.accepted, compared.new[0].finding.primary.span.lo), (1, 9));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        assert!(Baseline::parse("version = 2\n").unwrap_err().contains("version 2"));
        assert!(Baseline::parse("version = 1\n[[finding]]\nfile = 1\n").unwrap_err().contains("line 3"));
        assert!(Baseline::parse("{}").is_err());
        assert!(Baseline::parse("version = 1\n").unwrap().is_empty());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Every finding is accepted or new, and every one of the baseline is met or gone, whatever was moved where.
        #[test]
        fn nothing_is_lost_or_counted_twice(before in texts(), after in texts()) {
            let pairs = |files: &[String]| files.iter().enumerate().map(|(i, text)| (format!("{i}.rs"), text.clone())).collect::<Vec<_>>();
            let (before, after) = (pairs(&before), pairs(&after));
            fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
                files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
            }
            let count = |files: &[(String, String)]| files.iter().map(|(_, text)| text.matches("sleep").count()).sum::<usize>();
            let (accepted, new, gone) = compared(&borrowed(&before), &borrowed(&after));
            proptest::prop_assert_eq!((accepted + new, accepted + gone), (count(&after), count(&before)));
        }
    }

    fn texts() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
        use proptest::prelude::*;
        let item = ("[a-c]", 0_usize..3).prop_map(|(name, count)| format!("fn {name}() {{ {} }}\n", "sleep; ".repeat(count)));
        proptest::collection::vec(proptest::collection::vec(item, 0..4).prop_map(|items| items.concat()), 0..3)
    }
}
