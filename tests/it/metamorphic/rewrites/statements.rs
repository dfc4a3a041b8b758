//! Statements and values wrapped: in closures that are called at once, in blocks, in macros.

use std::ops::Range;

use super::super::code::{Code, Statement};
use super::super::program::{Piece, Program, new};
use super::{Edits, edited};

/// A macro in front of the first item.
pub fn macro_definition(program: &Program, code: &Code, name: &str, rules: &str) -> Option<(Range<usize>, Vec<Piece>)> {
    let first = super::super::code::range(code.items.first()?).start;
    let at = super::with_comments(&program.root().text, first);
    Some((at..at, vec![new(format!("macro_rules! {name} {{ {rules} }}\n"))]))
}

/// Statements with nothing wrapped inside them: outermost first, none within another.
fn apart(code: &Code, wanted: impl Fn(&Statement) -> bool) -> Vec<&Statement> {
    let mut chosen: Vec<&Statement> = Vec::new();
    let constant = |s: &Statement| {
        code.functions.iter().any(|f| f.sig.constness.is_some() && f.body.start <= s.range.start && s.range.end <= f.body.end)
    };
    for statement in code.functions.iter().flat_map(|f| &f.statements).filter(|s| wanted(s) && !constant(s)) {
        if chosen.iter().all(|other| statement.range.end <= other.range.start || other.range.end <= statement.range.start) {
            chosen.push(statement);
        }
    }
    chosen
}

fn wrapped(code: &Code, open: &str, close: &str) -> Edits {
    let around = |s: &Statement| (s.range.clone(), vec![new(open), Piece::Kept(s.range.clone()), new(close)]);
    apart(code, |s| s.is_closed).into_iter().map(around).collect()
}

pub fn in_closures(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(code, "(|| { ", " })();"))
}

pub fn in_blocks(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(code, "{ ", " }"))
}

pub fn in_a_macro(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = wrapped(code, "written__by! { ", " }");
    if !edits.is_empty() {
        edits.push(macro_definition(program, code, "written__by", "($($all:tt)*) => { $($all)* };")?);
    }
    edited(program, edits)
}

pub fn expressions_in_a_macro(program: &Program, code: &Code) -> Option<Program> {
    let around = |s: &Statement| {
        let expr = s.range.start..s.range.end - 1;
        (s.range.clone(), vec![new("written__by!("), Piece::Kept(expr), new(");")])
    };
    let mut edits: Edits = apart(code, |s| s.is_closed).into_iter().map(around).collect();
    if !edits.is_empty() {
        edits.push(macro_definition(program, code, "written__by", "($e:expr) => { $e };")?);
    }
    edited(program, edits)
}

fn values(code: &Code, open: &str, close: &str) -> Edits {
    let around = |s: &Statement| s.value.clone().map(|value| (value.clone(), vec![new(open), Piece::Kept(value), new(close)]));
    apart(code, |s| s.value.is_some()).into_iter().filter_map(around).collect()
}

pub fn values_in_a_macro(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = values(code, "written__by!(", ")");
    if !edits.is_empty() {
        edits.push(macro_definition(program, code, "written__by", "($e:expr) => { $e };")?);
    }
    edited(program, edits)
}

pub fn values_in_blocks(program: &Program, code: &Code) -> Option<Program> {
    edited(program, values(code, "{ ", " }"))
}
