//! Code that never runs, added where it does not count.

use super::super::code::{Code, Home};
use super::super::program::{Program, new};
use super::{Edits, edited};

const SLEEP: &str = "std::thread::sleep(std::time::Duration::from_secs(9)); let _ = std::fs::read(\"x\");";

pub fn functions(program: &Program, _: &Code) -> Option<Program> {
    let end = program.root().text.len();
    let text = format!(
        "\n#[allow(dead_code)]\nfn nobody__calls() {{ {SLEEP} loop {{ std::thread::yield_now(); }} }}\n\
         #[allow(dead_code)]\nstruct Nobody__makes;\nimpl Drop for Nobody__makes {{ fn drop(&mut self) {{ {SLEEP} }} }}\n"
    );
    edited(program, vec![(end..end, vec![new(text)])])
}

/// A text at the start of every body.
fn at_the_start(program: &Program, code: &Code, text: &str) -> Edits {
    let bodies = code.functions.iter().filter(|f| f.sig.constness.is_none() && !super::is_suppressed_line(&program.root().text, f));
    bodies.map(|f| (f.body.start..f.body.start, vec![new(text)])).collect()
}

pub fn branches(program: &Program, code: &Code) -> Option<Program> {
    edited(program, at_the_start(program, code, &format!(" if false {{ {SLEEP} }} ")))
}

pub fn constant_branches(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = at_the_start(program, code, &format!(" if crate::NEVER__HERE {{ {SLEEP} }} "));
    let end = program.root().text.len();
    if !edits.is_empty() {
        edits.push((end..end, vec![new("\nconst NEVER__HERE: bool = 1 + 1 == 3;\n")]));
    }
    edited(program, edits)
}

/// What stands behind a `return` is never reached.
pub fn after_the_end(program: &Program, code: &Code) -> Option<Program> {
    let returns = |f: &&super::super::code::Function| {
        f.sig.constness.is_none() && f.home != Home::Trait && !f.never_returns() && !super::is_suppressed_line(&program.root().text, f)
    };
    let around = |f: &super::super::code::Function| {
        let body = f.body.clone();
        let close = format!("}}; #[allow(unreachable_code)] {{ {SLEEP} unreachable!() }} ");
        (body.clone(), vec![new(" return {"), super::super::program::Piece::Kept(body), new(close)])
    };
    edited(program, code.functions.iter().filter(returns).map(around).collect())
}
