//! What the compiler says of a crate's calls.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use regex::Regex;

use super::callee::Callee;
use super::mir;

/// File, line, column of the callee's own name.
pub type Place = (String, u32, u32);

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// As printed.
    pub path: String,
    pub callee: Callee,
    /// Whether it is called, not named as a value.
    pub is_call: bool,
    /// Types of the guards that may be alive when it starts.
    pub held: BTreeSet<String>,
}

/// Compile the library of a crate and read its MIR. `target_dir` keeps what its dependencies are built to.
pub fn mir_of(crate_dir: &Utf8Path, target_dir: &Utf8Path) -> String {
    let out = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["rustc", "--lib", "--target-dir", target_dir.as_str(), "--"]);
    command.args(["--emit=mir", "-Zmir-include-spans=on", "-Ztrim-diagnostic-paths=no", "-Zmir-opt-level=0", "-Zinline-mir=no"]);
    command.arg("-Awarnings").arg("-o").arg(out.path().join("crate.mir"));
    // A stable compiler prints spans in MIR only when it is told that it is not stable.
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_INCREMENTAL", "0").current_dir(crate_dir);
    let done = command.output().expect("cargo starts");
    assert!(done.status.success(), "`{crate_dir}` does not build: {}", String::from_utf8_lossy(&done.stderr));
    let mut files: Vec<_> = std::fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "mir"));
    files.sort();
    assert!(!files.is_empty(), "rustc emitted no MIR for `{crate_dir}`");
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The calls in a MIR text that stand in the text of a file: the callee's own name is at the end of its span. So
/// what the compiler adds, and what macros write that lie in no file, is left out.
pub fn calls(mir: &str, crate_dir: &Utf8Path) -> BTreeMap<Place, Call> {
    let mut texts = Texts { dir: crate_dir.to_owned(), lines: BTreeMap::new() };
    let mut found: BTreeMap<Place, Call> = BTreeMap::new();
    for body in mir::parse(mir) {
        let starts = body.alive_at_blocks();
        for (block, start) in body.blocks.iter().zip(starts) {
            if block.is_cleanup {
                continue;
            }
            let mut alive = start;
            for statement in &block.statements {
                for (index, function) in statement.functions.iter().enumerate() {
                    let is_call = index == 0 && statement.is_call();
                    let callee = Callee::parse(&function.path);
                    let Some(column) = texts.column_of_name(function, &callee.name) else { continue };
                    let mut held = BTreeSet::new();
                    if is_call {
                        let moved: BTreeSet<&str> = statement.moves().collect();
                        held.extend(alive.iter().filter(|local| !moved.contains(*local)).map(|local| body.guards[*local].clone()));
                    }
                    let place = (function.file.trim_start_matches("./").to_owned(), function.line as u32, column);
                    let call = Call { path: function.path.clone(), callee, is_call, held: BTreeSet::new() };
                    found.entry(place).or_insert(call).held.extend(held);
                }
                body.step(&mut alive, statement);
            }
        }
    }
    found
}

/// The lines of the files that spans name.
struct Texts {
    dir: Utf8PathBuf,
    lines: BTreeMap<String, Option<Vec<String>>>,
}

impl Texts {
    /// The column at which the callee's name begins, if it ends where the span does (a turbofish aside).
    fn column_of_name(&mut self, function: &mir::Function, name: &str) -> Option<u32> {
        static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\w+)\s*(?:::\s*<.*>)?\s*$").expect("the pattern is well formed"));
        let dir = &self.dir;
        let read = || {
            let text = std::fs::read(dir.join(&function.file)).ok()?;
            Some(String::from_utf8_lossy(&text).lines().map(str::to_owned).collect())
        };
        let lines = self.lines.entry(function.file.clone()).or_insert_with(read).as_ref()?;
        let line = lines.get(function.line.checked_sub(1)?)?;
        let shown: String = line.chars().take(function.column.saturating_sub(1)).collect();
        let written = NAME.captures(&shown)?.get(1)?;
        (written.as_str() == name).then(|| shown[..written.start()].chars().count() as u32 + 1)
    }
}
