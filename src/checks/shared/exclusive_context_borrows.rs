//! `exclusive_context_borrows`: `&mut` to the instance, made from the `RESID`, in a function that runs beside another.

use super::{Draft, sides};
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};

/// One finding for each such expression.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for (shared, side) in sides(facts) {
        for borrow in side.borrows() {
            let one = borrow.one;
            let of = one.of.map(|of| shared.type_name(of)).unwrap_or("the instance");
            let owns = one.by.contains("from_raw");
            let message = match owns {
                true => {
                    format!("`{}` makes `{}` the only owner of the instance while {} may use it", one.by, borrow.runs.role, rest(&borrow))
                }
                false => format!("`{}` makes an exclusive reference to the instance while {} may use it", borrow.runs.role, rest(&borrow)),
            };
            let what = match owns {
                true => "owns what the other side still reaches".to_owned(),
                false => format!("`&mut {of}` says that nobody else reaches it"),
            };
            let looks_alive = side.runs;
            let place = (borrow.runs, &one.chain, one.at);
            let Some(mut draft) = Draft::new(facts, shared, &registry::EXCLUSIVE_CONTEXT_BORROWS, place, message, &what) else { continue };
            if !std::ptr::eq(borrow.runs, looks_alive) {
                draft = draft.begins(looks_alive.name, &format!("`LooksAlive` of `{}`", looks_alive.table));
            }
            if let Some((other, at)) = borrow.other {
                draft = draft.also(at, &format!("{} reaches it here", other.shown()));
            }
            let advice = match owns {
                true => format!("borrow it: `&*(resource as *const {of})`, and free it in `Close`, which runs with nobody"),
                false => format!("borrow it shared: `&*(resource as *const {of})`, with what changes in atomics or behind a lock"),
            };
            out.push(
                draft
                    .note("the cluster may call `Terminate` while `LooksAlive` runs: two references exist at once, and one of them exclusive is undefined behaviour")
                    .help(advice)
                    .done(),
            );
        }
    }
    out
}

fn rest(borrow: &crate::analysis::shared::verdicts::Borrow<'_>) -> &'static str {
    if borrow.runs.role == crate::roles::Role::LooksAlive { "`Terminate`" } else { "`LooksAlive`" }
}
