//! The same program written differently gets the same verdict.
//!
//! From each single-file program of `ui-tests/` come variants by the rewrites of `rewrites/`: bodies moved into helpers, behind
//! traits, into closures and macros, functions into modules, files and other crates, names changed, layout changed, dead code
//! added. What the tool finds in a variant, carried back to the lines that it was written on, must be what it finds in the
//! program itself, which `ui.rs` holds to its marks.
//!
//! A part of the variants is judged in every run; `METAMORPHIC=all` judges all of them, and rewrites of rewritten programs, and
//! has rustc check each of them. `METAMORPHIC=text` judges those of the programs and rewrites whose name contains the text, and
//! `METAMORPHIC_KEEP=folder` writes those that differ there. A variant that rustc refuses says nothing about the tool and is not counted.

mod code;
mod judge;
mod program;
mod properties;
mod rewrites;

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};

use code::Code;
use judge::Verdict;
use program::{File, Program};
use rayon::prelude::*;
use rewrites::Rewrite;

use crate::ui::{ROOT, marks};

/// What is known to differ: a program and a rewrite, or a part of their names, and why.
const KNOWN: &[(&str, &str, &str)] = &[
    ("full_health_checks/", "in helpers", "the one method that a trampoline forwards to is then the helper"),
    ("full_health_checks/", "in a helper", "the same"),
    ("full_health_checks/", "behind a trait", "the same"),
    ("full_health_checks/", "in a generic helper", "the same"),
    ("full_health_checks/", "in a method of a generic type", "the same"),
    ("full_health_checks/", "in a dependency but the table", "a trampoline of a dependency is one of somebody else's"),
    ("full_health_checks/not_cursory", "in a dependency", "the same"),
    ("entry_points/", "in a dependency but the table", "a constant that only another crate completes looks like a table"),
    ("latency_overruns/generic_trampoline", "in a dependency but the table", "the same"),
    ("poll_intervals/computed_bounds", "in a dependency", "intervals are compared with the bounds of their own package"),
    ("latency_overruns/sockets", "in a closure", "what a closure sets on a handle that it was given is not known outside"),
    ("resolution/drops_", "in closures", "what a closure moves in and hands on is thought to end with it"),
    ("resolution/drops_that_join", "values in blocks", "a value out of a block is thought to be dropped there"),
];

/// How many variants a run without `METAMORPHIC` judges.
const SAMPLE: usize = 160;

/// What came of a variant.
enum Outcome {
    /// The verdict is the same.
    Same,
    /// It is not, and rustc takes the program: the tool is wrong about one of the two.
    Differs(String),
    /// rustc does not take the program.
    Refused(String),
}

/// A program and how it is rewritten.
struct Variant<'p> {
    program: &'p Program,
    /// The verdict about the program as it was written, once somebody asked for it.
    before: Arc<OnceLock<Verdict>>,
    rewrites: Vec<&'static Rewrite>,
}

impl Variant<'_> {
    fn name(&self) -> String {
        let rewrites: Vec<_> = self.rewrites.iter().map(|rewrite| rewrite.name).collect();
        format!("{}: {}", self.program.name, rewrites.join(", then "))
    }

    /// The program rewritten; `None` where a rewrite does not apply.
    fn rewritten(&self) -> Option<Program> {
        self.rewrites
            .iter()
            .try_fold(self.program.clone(), |program, rewrite| (rewrite.apply)(&program, &Code::parse(&program.root().text)?))
    }
}

#[test]
fn rewritten_programs_get_the_same_verdict() {
    let wanted = std::env::var("METAMORPHIC").ok();
    let programs = programs();
    assert!(programs.len() > 200, "only {} programs", programs.len());
    let mut variants: Vec<Variant<'_>> = Vec::new();
    for program in &programs {
        let before = Arc::new(OnceLock::new());
        let mut ways: Vec<_> = rewrites::ALL.iter().map(|rewrite| vec![rewrite]).collect();
        if wanted.is_some() {
            ways.extend(pairs(&program.name));
        }
        variants.extend(ways.into_iter().map(|rewrites| Variant { program, before: Arc::clone(&before), rewrites }));
    }
    let checks_all = wanted.as_deref() == Some("all");
    match wanted.as_deref() {
        Some("all") => {}
        Some(part) => variants.retain(|variant| variant.name().contains(part)),
        None => {
            // Of each program and each rewrite some: the step has no divisor in common with the number of rewrites.
            let step = (variants.len() / SAMPLE / 2) | 1;
            variants = variants.into_iter().step_by(step).collect();
        }
    }
    let is_known = |name: &str| KNOWN.iter().any(|(program, rewrite, _)| name.starts_with(program) && name.contains(rewrite));
    variants.retain(|variant| !is_known(&variant.name()));
    let judged: Vec<(String, Outcome)> =
        variants.par_iter().filter_map(|variant| Some((variant.name(), judge(variant, &variant.rewritten()?, checks_all)))).collect();
    let same = judged.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Same)).count();
    let refused: Vec<_> = judged.iter().filter_map(|(name, o)| matches!(o, Outcome::Refused(_)).then_some(name)).collect();
    let differing: Vec<_> =
        judged.iter().filter_map(|(name, o)| if let Outcome::Differs(how) = o { Some(format!("{name}\n  {how}")) } else { None }).collect();
    println!(
        "{} programs, {} variants judged, {} differ; {} that rustc refuses",
        programs.len(),
        same + differing.len(),
        differing.len(),
        refused.len()
    );
    if wanted.is_some() {
        for (name, outcome) in &judged {
            if let Outcome::Refused(why) = outcome {
                println!("refused: {name}\n  {why}");
            }
        }
    }
    assert!(wanted.is_some() || same + differing.len() >= SAMPLE, "only {same} variants were judged");
    assert!(!checks_all || same + differing.len() >= 1_000, "only {same} variants were judged");
    assert!(differing.is_empty(), "{} of {} variants differ:\n\n{}", differing.len(), judged.len(), differing.join("\n\n"));
}

/// Some pairs of rewrites, others for each program.
fn pairs(program: &str) -> impl Iterator<Item = Vec<&'static Rewrite>> {
    let seed = program.bytes().fold(7_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let at = move |number: usize| &rewrites::ALL[seed.wrapping_add(number) % rewrites::ALL.len()];
    (0..6).map(move |number| vec![at(number * 7), at(number * 11 + 1)])
}

fn judge(variant: &Variant<'_>, rewritten: &Program, checks_all: bool) -> Outcome {
    let written = || judge::verdict(variant.program).unwrap_or_else(|error| panic!("{}: {error}", variant.program.name));
    let before = variant.before.get_or_init(written);
    let differences = match judge::verdict(rewritten) {
        Ok(after) => judge::differences(before, &after),
        Err(error) => vec![error],
    };
    if differences.is_empty() && !checks_all {
        return Outcome::Same;
    }
    if let Err(why) = compiles(rewritten) {
        return Outcome::Refused(why);
    }
    if differences.is_empty() {
        return Outcome::Same;
    }
    if let Some(folder) = std::env::var_os("METAMORPHIC_KEEP") {
        let name = rewritten.name.replace('/', "-");
        let folder = (1..).map(|n| Path::new(&folder).join(format!("{name}-{n}"))).find(|folder| !folder.exists());
        judge::write(rewritten, &folder.unwrap());
    }
    Outcome::Differs(differences.join("\n  "))
}

/// Whether rustc takes a program.
fn compiles(program: &Program) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    judge::write(program, folder.path());
    let rustc = |args: &[&str]| {
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2021", "--crate-type=lib", "--emit=metadata", "-Awarnings", "-L", "."]).args(args);
        let output = rustc.current_dir(folder.path()).output().unwrap();
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).lines().take(8).collect::<Vec<_>>().join("\n  "))
        }
    };
    match &program.file {
        Some(file) => rustc(&["--crate-name=program", file]),
        None => {
            rustc(&["--crate-name=helpers", "helpers/lib.rs"])?;
            rustc(&["--crate-name=dll", "--extern=helpers=libhelpers.rmeta", "dll/lib.rs"])
        }
    }
}

/// The single-file programs of `ui-tests/`, with their file modules.
fn programs() -> Vec<Program> {
    let root = camino::Utf8Path::new(ROOT).join("ui-tests");
    let mut programs = Vec::new();
    for topic in sorted(&root) {
        for path in sorted(&topic) {
            let is_program = path.extension() == Some("rs") && topic.file_name() != Some("support");
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if !is_program || text.starts_with('\u{feff}') || text.starts_with("#!/") {
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_string();
            let args = marks::directive(&text, "args").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
            let mut texts = vec![(name.clone(), text)];
            for file in crate::ui::files(&path.with_extension("")) {
                let name = file.strip_prefix(&root).unwrap().to_string();
                texts.push((name, std::fs::read_to_string(&file).unwrap()));
            }
            let files = texts.iter().enumerate().map(|(number, (name, text))| File::written(number, name, text)).collect();
            let written: Arc<[String]> = texts.into_iter().map(|(_, text)| text).collect();
            programs.push(Program { name: name.clone(), files, written, file: Some(name), args });
        }
    }
    programs
}

fn sorted(folder: &camino::Utf8Path) -> Vec<camino::Utf8PathBuf> {
    let mut entries: Vec<_> =
        folder.read_dir_utf8().map(|entries| entries.flatten().map(|entry| entry.path().to_owned()).collect()).unwrap_or_default();
    entries.sort();
    entries
}
