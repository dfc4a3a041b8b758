//! `panics_across_ffi`: a panic that can leave `LooksAlive`, or another `extern` function on the way, ends the process.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::Action;
use crate::findings::{Finding, registry};

/// One finding for each way to each panic that nothing catches before it comes to an `extern` function's boundary.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Panics { aborts } = way.effect.action else { continue };
        if !aborts && !way.entry.is_extern {
            continue;
        }
        let message = format!("`{}` can panic inside `LooksAlive`", way.effect.callee);
        let what = way.effect.why.as_deref().unwrap_or("can panic");
        let Some(mut finding) = way.finding(facts, &registry::PANICS_ACROSS_FFI, message, what) else { continue };
        finding.notes.push(
            "a panic that comes to the boundary of an `extern` function aborts the Resource Monitor, and every resource in it".to_owned(),
        );
        finding.helps.push(way.advice(|| {
            "answer for the case, or run the check in `std::panic::catch_unwind` and return `FALSE` where it panicked".to_owned()
        }));
        out.push(finding);
    }
    out
}
