//! Programs whose lines say what their calls resolve to.
//!
//! A line of `cases/*.rs` that ends in `//~ a | b` has exactly those calls, in the order of their places; `?` is a
//! call that must stay unknown. Lines without a mark are not looked at. `BLESS=1` rewrites the marks of all lines
//! that have one: read the difference before you keep it. A case may begin with `//@ edition: 2015`, and consist of
//! several crates: `//@ crate: name` begins another, which the first one names.

use std::fmt::Write as _;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::call_graph;
use super::db::{CrateData, Db, Loader};
use super::ids::CrateId;
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

/// The crates of a case: name, edition, text with as many lines before it as in the case.
fn crates_of(text: &str) -> Vec<(String, u16, String)> {
    let mut crates = vec![("case".to_owned(), 2021, String::new())];
    for (number, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("//@ crate: ") {
            crates.push((name.to_owned(), 2021, "\n".repeat(number)));
        }
        let last = crates.last_mut().expect("the first crate is always there");
        if let Some(edition) = line.strip_prefix("//@ edition: ") {
            last.1 = edition.parse().expect("an edition is a year");
        }
        last.2.push_str(line);
        last.2.push('\n');
    }
    crates
}

fn store(text: &str) -> (Db, usize) {
    let sources = Arc::new(Sources::default());
    let cfg = Arc::new(Cfg::for_target("x86_64-unknown-linux-gnu").expect("a known target"));
    let given = crates_of(text);
    let mut texts = Vec::new();
    let mut crates = Vec::new();
    let count = given.len();
    let names: Vec<String> = given.iter().map(|(name, ..)| name.clone()).collect();
    for (index, (name, edition, text)) in given.into_iter().enumerate() {
        let root_file = Utf8PathBuf::from(format!("{name}.rs"));
        texts.push((root_file.clone(), text));
        let deps = names.iter().enumerate().skip(1).filter(|(i, _)| index == 0 && *i != index);
        crates.push(CrateData {
            name,
            edition,
            root_file,
            kind: CrateKind::Lib,
            package: None,
            is_member: true,
            is_selected: true,
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
fn calls_by_line(text: &str) -> Vec<String> {
    let (db, count) = store(text);
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
        let actual = calls_by_line(&text);
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
