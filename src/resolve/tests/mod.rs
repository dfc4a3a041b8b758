//! Programs whose lines say what their calls resolve to.
//!
//! A line of `cases/*.rs` that ends in `//~ a | b` has exactly those calls, in the order of their places; `?` is a
//! call that must stay unknown. Lines without a mark are not looked at. `BLESS=1` rewrites the marks of all lines
//! that have one: read the difference before you keep it. A case may begin with `//@ edition: 2015`, and consist of
//! several crates: `//@ crate: name` begins another, which the first one names, and `//@ dependency: name` one that is no
//! member of the workspace: its items are read when somebody asks for them.

use std::fmt::Write as _;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::call_graph;
use super::db::{CrateData, Db, Loader};
use super::ids::{ConstId, CrateId, UnitId};
use super::stdlib;
use crate::source::Sources;
use crate::workspace::{Cfg, CrateKind};

struct Texts(Vec<(Utf8PathBuf, String)>);

impl Loader for Texts {
    fn read(&self, path: &Utf8Path) -> Result<String, String> {
        self.0.iter().find(|(name, _)| name == path).map(|(_, text)| text.clone()).ok_or_else(|| "no such file".to_owned())
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.0.iter().any(|(name, _)| name == path)
    }

    fn show(&self, path: &Utf8Path) -> String {
        path.to_string()
    }
}

struct Crate {
    name: String,
    edition: u16,
    is_member: bool,
    /// With as many lines before it as in the case.
    text: String,
}

fn crates_of(text: &str) -> Vec<Crate> {
    let begin = |name: &str, is_member, text| Crate { name: name.to_owned(), edition: 2021, is_member, text };
    let mut crates = vec![begin("case", true, String::new())];
    for (number, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("//@ crate: ") {
            crates.push(begin(name, true, "\n".repeat(number)));
        }
        if let Some(name) = line.strip_prefix("//@ dependency: ") {
            crates.push(begin(name, false, "\n".repeat(number)));
        }
        let last = crates.last_mut().expect("the first crate is always there");
        if let Some(edition) = line.strip_prefix("//@ edition: ") {
            last.edition = edition.parse().expect("an edition is a year");
        }
        last.text.push_str(line);
        last.text.push('\n');
    }
    crates
}

fn store(text: &str, all_late: bool) -> (Db, usize) {
    let sources = Arc::new(Sources::default());
    let cfg = Arc::new(Cfg::for_target("x86_64-unknown-linux-gnu").expect("a known target"));
    let given = crates_of(text);
    let mut texts = Vec::new();
    let mut crates = Vec::new();
    let count = given.len();
    let names: Vec<String> = given.iter().map(|krate| krate.name.clone()).collect();
    for (index, Crate { name, edition, is_member, text }) in given.into_iter().enumerate() {
        let is_member = is_member && !all_late;
        let root_file = Utf8PathBuf::from(format!("{name}.rs"));
        texts.push((root_file.clone(), text));
        let deps = names.iter().enumerate().skip(1).filter(|(i, _)| index == 0 && *i != index);
        crates.push(CrateData {
            name,
            edition,
            root_file,
            kind: CrateKind::Lib,
            // What no package has is read whole.
            package: (!is_member).then_some(crate::workspace::PackageIndex(0)),
            is_member,
            is_selected: is_member,
            deps: deps.map(|(i, name)| (name.clone(), CrateId(i as u32))).collect(),
            cfg: Arc::clone(&cfg),
            items: None,
        });
    }
    let (std, numbers) = stdlib::load(&sources, &cfg, CrateId(count as u32));
    crates.extend(std);
    (Db::new(sources, Box::new(Texts(texts)), crates, Some(numbers)), count)
}

/// The calls of each line that has any, as a mark shows them.
fn calls_by_line(text: &str, all_late: bool) -> Vec<String> {
    let (db, count) = store(text, all_late);
    let mut lines = vec![String::new(); text.lines().count()];
    let all = (0..count).flat_map(|krate| call_graph::calls(&db, CrateId(krate as u32), &mut |_| Default::default()));
    for call in call_graph::by_place(all.collect()) {
        let Some(line) = lines.get_mut(call.at.line as usize - 1) else { continue };
        let separator = if line.is_empty() { "" } else { " | " };
        let _ = write!(line, "{separator}{}", call.callee.as_deref().unwrap_or("?"));
    }
    lines
}

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/resolve/tests/cases");
    let mut wrong = String::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 5, "the cases are not where they were");
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let actual = calls_by_line(&text, false);
        let mut blessed = String::new();
        for (number, (line, actual)) in text.lines().zip(&actual).enumerate() {
            match line.split_once("//~") {
                Some((code, expected)) => {
                    if expected.trim() != actual {
                        let name = path.file_name().unwrap().to_string_lossy();
                        let _ = writeln!(wrong, "{name}:{}\n  expected {}\n  found    {actual}", number + 1, expected.trim());
                    }
                    let _ = writeln!(blessed, "{code}//~ {actual}");
                }
                None => {
                    let _ = writeln!(blessed, "{line}");
                }
            }
        }
        if std::env::var_os("BLESS").is_some() && blessed != text {
            std::fs::write(&path, blessed).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What is read on demand means what it means when it is read whole.
#[test]
fn dependencies_mean_the_same() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/resolve/tests/cases");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (whole, late) = (calls_by_line(&text, false), calls_by_line(&text, true));
        for (number, (whole, late)) in whole.iter().zip(&late).enumerate() {
            assert_eq!(whole, late, "{}:{}", path.display(), number + 1);
        }
    }
}

/// Lengths are evaluated without types; a cast says one.
#[test]
fn casts_cut_the_numbers_of_lengths() {
    let text = "type Size = u32;\nconst A: usize = 0x1_0004 as u16 as usize;\nconst B: i8 = 200 as i8;\nconst C: usize = 300 as Size as usize;\n\
                const D: u32 = 1 << 70;\nconst E: u32 = 3 << 4;\n";
    let (db, _) = store(text, false);
    let unit = db.unit(UnitId(0));
    let value = |index: usize| db.simple_const(ConstId { unit: unit.id, index: index as u32 });
    let values: Vec<_> = (0..unit.consts.len()).map(value).collect();
    assert_eq!(values, [Some(4), Some(-56), Some(300), None, Some(48)]);
}
