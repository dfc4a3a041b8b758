//! Constants: what the tool takes a value to be is what it is, or nothing.
//!
//! The input is a program of arithmetic, which is written as Rust and evaluated here, by other code, as rustc would. Where that
//! gives a value (nothing overflows, nothing is divided by zero), the analysis may say it, a range that holds it, or that it does
//! not know. An input that begins with an odd byte is an expression as it stands, of which only the promise remains that it is
//! read alike each time.

mod reference;

use std::sync::{Arc, LazyLock};

use camino::{Utf8Path, Utf8PathBuf};
use looksalive_lint::analysis::engine::Engine;
use looksalive_lint::analysis::value::Val;
use looksalive_lint::models::Models;
use looksalive_lint::resolve::db::{CrateData, Db, Loader};
use looksalive_lint::resolve::ids::{ConstId, CrateId, FnId, UnitId};
use looksalive_lint::resolve::stdlib;
use looksalive_lint::source::Sources;
use looksalive_lint::workspace::{Cfg, CrateKind};

use reference::{Program, Value};

/// What came of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Nothing could be compared.
    Nothing,
    /// The tool does not know what could be known.
    Unknown,
    /// The tool has a range that holds the value.
    Range,
    /// The tool knows the value.
    Known,
}

/// Panics where a promise is broken.
pub fn check(data: &[u8]) {
    judge(data);
}

/// The same, and says what came of it.
pub fn judge(data: &[u8]) -> Judged {
    if let Some((first, text)) = data.split_first()
        && first % 2 == 1
    {
        let Ok(text) = std::str::from_utf8(text) else { return Judged::Nothing };
        let program = format!("pub const V: u64 = {text};\npub fn f() -> u64 {{ V }}\npub fn g() -> u64 {{ {text} }}\n");
        let values = evaluate(&program, &[("f", &[]), ("g", &[])]);
        assert_eq!(values, evaluate(&program, &[("f", &[]), ("g", &[])]), "the same program is evaluated differently");
        return Judged::Nothing;
    }
    let program = Program::new(data);
    let params: Vec<Val> = program.args.iter().map(|value| val(*value)).collect();
    let got = evaluate(&program.text, &[("plain", &[]), ("given", &params)]);
    lengths(&program);
    let judged = [(program.plain, &got[0]), (program.given, &got[1])].map(|(expected, got)| {
        let Some(expected) = expected else { return Judged::Nothing };
        compare(expected, got).unwrap_or_else(|| panic!("{got:?} is taken for {expected:?}, args {params:?}:\n{}", program.text))
    });
    judged[0]
}

/// Constants that lengths are made of are evaluated without types.
fn lengths(program: &Program) {
    let db = store(&program.text);
    let unit = db.unit(UnitId(0));
    for (index, constant) in unit.consts.iter().enumerate() {
        let id = ConstId { unit: unit.id, index: index as u32 };
        let written = constant.name.name.to_string();
        let Some((_, Some(value), text)) = program.constants.iter().find(|(name, ..)| *name == written) else { continue };
        // What is shifted out, and what a type's bits are, only a type says.
        if text.contains("<<") || text.contains('!') {
            continue;
        }
        let got = db.simple_const(id);
        assert!(got.is_none_or(|got| got == *value), "{got:?} is taken for {value}: {text}");
    }
}

fn val(value: Value) -> Val {
    match value {
        Value::Int(value) => Val::int(value),
        Value::Bool(value) => Val::Bool(value),
    }
}

/// How well the tool knows the value; `None` where it says what is not so.
fn compare(expected: Value, got: &Val) -> Option<Judged> {
    let holds = |holds: bool, known: Judged| holds.then_some(known);
    match (expected, got) {
        (_, Val::Unknown) => Some(Judged::Unknown),
        // It bounds from above, and decides nothing.
        (Value::Int(value), Val::Soft(soft)) => match &**soft {
            Val::Int { hi, .. } => holds(value <= *hi, Judged::Range),
            _ => Some(Judged::Unknown),
        },
        (_, Val::Soft(_)) => Some(Judged::Unknown),
        (Value::Int(value), Val::Int { lo, hi }) => {
            holds(*lo <= value && value <= *hi, if lo == hi { Judged::Known } else { Judged::Range })
        }
        (Value::Int(value), Val::AtLeast(least)) => holds(*least <= value, Judged::Range),
        (Value::Int(value), Val::Null) => holds(value == 0, Judged::Known),
        (Value::Bool(value), Val::Bool(got)) => holds(value == *got, Judged::Known),
        _ => None,
    }
}

/// What the named functions of a program return for these arguments.
fn evaluate(program: &str, asked: &[(&str, &[Val])]) -> Vec<Val> {
    let db = store(program);
    let models = Models::builtin();
    let mut engine = Engine::new(&db, &models);
    let unit = db.unit(UnitId(0));
    let ask = |&(name, params): &(&str, &[Val])| {
        let Some(index) = unit.fns.iter().position(|function| function.name.name == name) else { return Val::Unknown };
        let id = FnId { unit: unit.id, index: index as u32 };
        if db.fn_sig(id).params.len() != params.len() {
            return Val::Unknown;
        }
        engine.function(id, &Vec::new().into(), params.to_vec()).ret.clone()
    };
    asked.iter().map(ask).collect()
}

static WINDOWS: LazyLock<Arc<Cfg>> = LazyLock::new(|| Arc::new(Cfg::for_target("x86_64-pc-windows-msvc").expect("a built-in target")));

/// A crate of that text, and std.
fn store(text: &str) -> Db {
    let sources = Arc::new(Sources::default());
    let cfg = Arc::clone(&WINDOWS);
    let mut crates = vec![CrateData {
        name: "constants".to_owned(),
        edition: 2021,
        root_file: Utf8PathBuf::from("lib.rs"),
        kind: CrateKind::Lib,
        package: None,
        is_member: true,
        is_selected: true,
        deps: Vec::new(),
        cfg: Arc::clone(&cfg),
        items: None,
    }];
    let (std, numbers) = stdlib::load(&sources, &cfg, CrateId(1));
    crates.extend(std);
    Db::new(sources, Box::new(Text(text.to_owned())), crates, Some(numbers))
}

struct Text(String);

impl Loader for Text {
    fn read(&self, _: &Utf8Path) -> Result<String, String> {
        Ok(self.0.clone())
    }

    fn exists(&self, _: &Utf8Path) -> bool {
        false
    }

    fn show(&self, path: &Utf8Path) -> String {
        path.to_string()
    }
}
