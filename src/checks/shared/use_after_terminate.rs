//! `use_after_terminate`: `Terminate` gives back what `LooksAlive` uses, and no lock is held over both.

use super::{Draft, holding, sides};
use crate::analysis::shared::facts::What;
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};

/// One finding for each thing that is given back, and `LooksAlive`.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for (shared, side) in sides(facts) {
        for freed in side.freed() {
            let (ours, theirs) = (freed.ours, freed.theirs);
            let name = shared.name(&theirs.place);
            let thing = if theirs.place.path.is_empty() && name == "the instance" { name.clone() } else { format!("`{name}`") };
            let message = format!("`LooksAlive` uses {thing} while {} may release it", freed.runs.shown());
            let what = match (&*ours.by, ours.what) {
                ("", _) => format!("used here {}", holding(shared, &ours.held)),
                (by, What::Use) => format!("`{by}` uses it {}", holding(shared, &ours.held)),
                (by, _) => format!("`{by}` reaches it {}", holding(shared, &ours.held)),
            };
            let place = (side.runs, &ours.chain, ours.at);
            let Some(mut draft) = Draft::new(facts, shared, &registry::USE_AFTER_TERMINATE, place, message, &what) else { continue };
            let under = match theirs.taken_at {
                Some(_) => String::new(),
                None => format!(" {}", holding(shared, &theirs.held)),
            };
            draft = draft.other(freed.runs, &theirs.chain, theirs.at, &format!("`{}` releases it{under}", theirs.by));
            if let Some(at) = theirs.taken_at {
                draft = draft.also(at, &format!("taken out of its place here {}", holding(shared, &theirs.held)));
            }
            let handle = theirs.by.contains("Close") || theirs.by.contains("close");
            let advice = if theirs.place.path.is_empty() {
                "free the instance in `Close`, which runs with nobody; in `Terminate` only stop what runs".to_owned()
            } else if handle {
                format!(
                    "keep `{name}` in a `Mutex<Option<_>>`: let `Terminate` take it out under the lock and close it then, and let `LooksAlive` use it while it holds the lock, or a duplicate made under it (`DuplicateHandle`)"
                )
            } else {
                format!("share `{name}` as an `Arc` that `LooksAlive` clones under the lock, or free it in `Close`")
            };
            out.push(
                draft.note("what was released may be reused for something else, which `LooksAlive` then asks instead").help(advice).done(),
            );
        }
    }
    out
}
