//! Ways to write the same program differently.
//!
//! Each takes a program and gives it back rewritten, or nothing where it does not apply. Nothing that a finding may stand on is
//! written anew: it is kept and moved, so that the verdict can be compared by the lines that somebody wrote.

mod bodies;
mod crates;
mod items;
mod layout;
mod names;
mod statements;
mod unreachable;

use std::ops::Range;

use super::code::{Code, Function, Home};
use super::program::{Piece, Program};

/// One way.
pub struct Rewrite {
    pub name: &'static str,
    pub apply: fn(&Program, &Code) -> Option<Program>,
}

/// Replacements in one file.
type Edits = Vec<(Range<usize>, Vec<Piece>)>;

pub const ALL: &[Rewrite] = &[
    Rewrite { name: "the entry points' bodies in helpers", apply: bodies::entries_in_helpers },
    Rewrite { name: "every body in a helper", apply: bodies::all_in_helpers },
    Rewrite { name: "every body behind a trait", apply: bodies::behind_a_trait },
    Rewrite { name: "every body behind a trait object", apply: bodies::behind_an_object },
    Rewrite { name: "every body in a generic helper", apply: bodies::in_a_generic_helper },
    Rewrite { name: "every body in a method of a generic type", apply: bodies::in_a_generic_type },
    Rewrite { name: "every body in a closure that is called", apply: bodies::in_a_closure },
    Rewrite { name: "every body in a closure that a helper calls", apply: bodies::in_a_closure_of_a_helper },
    Rewrite { name: "every body in a macro", apply: bodies::in_a_macro },
    Rewrite { name: "every body in a block with a label", apply: bodies::in_a_block },
    Rewrite { name: "every body in an arm", apply: bodies::in_an_arm },
    Rewrite { name: "every body in a branch", apply: bodies::in_a_branch },
    Rewrite { name: "every body returned", apply: bodies::returned },
    Rewrite { name: "functions in modules", apply: items::functions_in_modules },
    Rewrite { name: "functions in files", apply: items::functions_in_files },
    Rewrite { name: "modules in files", apply: items::modules_in_files },
    Rewrite { name: "functions written by a macro", apply: items::functions_in_macros },
    Rewrite { name: "items in another order", apply: items::reversed },
    Rewrite { name: "generic helpers made concrete", apply: items::made_concrete },
    Rewrite { name: "`impl Trait` made a parameter", apply: items::impl_trait_named },
    Rewrite { name: "imports renamed", apply: names::imports_renamed },
    Rewrite { name: "imports written out", apply: names::imports_written_out },
    Rewrite { name: "locals renamed", apply: names::locals_renamed },
    Rewrite { name: "statements in closures", apply: statements::in_closures },
    Rewrite { name: "statements in a macro", apply: statements::in_a_macro },
    Rewrite { name: "expressions in a macro", apply: statements::expressions_in_a_macro },
    Rewrite { name: "statements in blocks", apply: statements::in_blocks },
    Rewrite { name: "initial values in a macro", apply: statements::values_in_a_macro },
    Rewrite { name: "initial values in blocks", apply: statements::values_in_blocks },
    Rewrite { name: "functions that nobody calls", apply: unreachable::functions },
    Rewrite { name: "branches that are never taken", apply: unreachable::branches },
    Rewrite { name: "branches that a constant rules out", apply: unreachable::constant_branches },
    Rewrite { name: "statements behind the end", apply: unreachable::after_the_end },
    Rewrite { name: "formatted", apply: layout::formatted },
    Rewrite { name: "formatted narrowly", apply: layout::formatted_narrowly },
    Rewrite { name: "carriage returns", apply: layout::carriage_returns },
    Rewrite { name: "all in a dependency but the table", apply: crates::table_alone },
    Rewrite { name: "helpers in a dependency", apply: crates::helpers_apart },
];

/// The rewritten root of a program; `None` where nothing was replaced.
fn edited(program: &Program, edits: Edits) -> Option<Program> {
    (!edits.is_empty()).then(|| program.with_root(program.root().edited(edits)))
}

/// Whether it is a function of its own, not a method.
fn is_free(function: &Function) -> bool {
    matches!(function.home, Home::Top | Home::Module)
}

/// Where something may be put behind an item: at the end of its last line, if only a comment follows there.
fn behind(text: &str, end: usize) -> usize {
    let line = &text[end..][..text[end..].find('\n').unwrap_or(text.len() - end)];
    if line.trim().is_empty() || line.trim_start().starts_with("//") { end + line.len() } else { end }
}

/// Where an item begins, the comments on the lines above it included.
fn with_comments(text: &str, start: usize) -> usize {
    let mut from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if !text[from..start].trim().is_empty() {
        return start;
    }
    while from > 0 {
        let line = text[..from - 1].rfind('\n').map_or(0, |at| at + 1);
        let above = text[line..from].trim_start();
        if !above.starts_with("//") || above.starts_with("//!") || above.starts_with("//@") {
            break;
        }
        from = line;
    }
    from
}

/// Whether a suppression counts for the whole line that the body stands on: moved alone, it would not be met.
fn is_suppressed_line(text: &str, function: &Function) -> bool {
    let body = &text[function.body.clone()];
    let end = behind(text, function.whole.end);
    !body.contains('\n') && text[function.whole.end..end].contains("looksalive:")
}
