//! The same program written differently gets the same verdict.
//!
//! From each single-file program of `ui-tests/` come variants by the rewrites of `rewrites/`: bodies moved into helpers, behind
//! traits, into closures and macros, functions into modules, files and other crates, names changed, layout changed, dead code
//! added. What the tool finds in a variant, carried back to the lines that it was written on, must be what it finds in the
//! program itself, which `ui.rs` holds to its marks.
//!
//! A part of the variants is judged in every run; `METAMORPHIC=all` judges all of them, and rewrites of rewritten programs, and
//! has rustc check each of them, whose answers are kept from run to run. `METAMORPHIC=text` judges those of the programs and
//! rewrites whose name contains the text, and asks rustc about those that differ; `METAMORPHIC="all text"` asks about all of
//! these. `METAMORPHIC_KEEP=folder` writes those that differ there. A variant that rustc refuses says nothing about the tool and
//! is not counted.

mod code;
mod compiler;
mod judge;
mod program;
mod properties;
mod rewrites;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use code::Code;
use judge::Verdict;
use program::{File, Program};
use rayon::prelude::*;
use rewrites::Rewrite;

use crate::ui::{ROOT, marks};

/// What is known to differ: a program and a rewrite, or a part of their names, and why.
const KNOWN: &[(&str, &str, &str)] = &[
    ("full_health_checks/under_other_names", "body in a closure", "a function whose body is no plain call is no other's name"),
    ("full_health_checks/under_other_names", "body in an arm", "the same"),
    ("full_health_checks/under_other_names", "body in a branch", "the same"),
    ("full_health_checks/under_other_names", "initial values in blocks", "the same"),
    ("full_health_checks/under_other_names", "statements behind the end", "the same"),
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
    let is_all = wanted.as_deref() == Some("all");
    let checks_all = wanted.as_deref().is_some_and(|wanted| wanted.starts_with("all"));
    match wanted.as_deref() {
        Some(part) => {
            let part = part.strip_prefix("all").map_or(part, str::trim_start);
            variants.retain(|variant| variant.name().contains(part));
        }
        None => {
            // Of each program and each rewrite some: the step has no divisor in common with the number of rewrites.
            let step = (variants.len() / SAMPLE / 2) | 1;
            variants = variants.into_iter().step_by(step).collect();
        }
    }
    let known = |name: &str| KNOWN.iter().position(|(program, rewrite, _)| name.starts_with(program) && name.contains(rewrite));
    if wanted.is_none() {
        variants.retain(|variant| known(&variant.name()).is_none());
    }
    let judged: Vec<(String, Outcome)> =
        variants.par_iter().filter_map(|variant| Some((variant.name(), judge(variant, &variant.rewritten()?, checks_all)))).collect();
    let told = |what: fn(&Outcome) -> Option<&String>| judged.iter().filter_map(move |(name, outcome)| Some((name, what(outcome)?)));
    let refused: Vec<_> = told(|outcome| if let Outcome::Refused(why) = outcome { Some(why) } else { None }).collect();
    let (excluded, differing): (Vec<_>, Vec<_>) =
        told(|outcome| if let Outcome::Differs(how) = outcome { Some(how) } else { None }).partition(|(name, _)| known(name).is_some());
    let counted = judged.len() - refused.len() - excluded.len();
    println!(
        "{} programs, {counted} variants judged, {} differ; {} that rustc refuses, {} are known to differ",
        programs.len(),
        differing.len(),
        refused.len(),
        excluded.len()
    );
    if wanted.is_some() {
        refused.iter().for_each(|(name, why)| println!("refused: {name}\n  {why}"));
        excluded.iter().for_each(|(name, how)| println!("known: {name}\n  {how}"));
    }
    assert!(wanted.is_some() || counted >= SAMPLE, "only {counted} variants were judged");
    assert!(!is_all || counted >= 1_000, "only {counted} variants were judged");
    let differing: Vec<String> = differing.iter().map(|(name, how)| format!("{name}\n  {how}")).collect();
    assert!(differing.is_empty(), "{} of {} variants differ:\n\n{}", differing.len(), judged.len(), differing.join("\n\n"));
    // What is known to differ and does not is no longer known.
    let met: Vec<_> = excluded.iter().filter_map(|(name, _)| known(name)).collect();
    let gone: Vec<_> = KNOWN.iter().enumerate().filter(|(number, _)| is_all && !met.contains(number)).collect();
    assert!(gone.is_empty(), "nothing differs by {gone:?}");
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
    if let Err(why) = compiler::takes(rewritten) {
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
