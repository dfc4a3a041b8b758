//! One finding a place and lint, in an order that depends on nothing but the sources.

use std::collections::BTreeMap;

use super::place::PlaceKey;
use super::{Finding, Label};
use crate::source::Sources;

/// Order by file name, place and lint, and keep one finding of each place and lint: the one with the shortest
/// path, since that is the easiest to follow. Suppressions come first: where one of two paths to a place is
/// suppressed, the other one is what remains.
pub fn ordered(findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    let mut kept: BTreeMap<(PlaceKey, &'static str), Finding> = BTreeMap::new();
    for finding in findings {
        let key = (PlaceKey::new(sources, finding.primary.span), finding.lint.name);
        match kept.entry(key) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(finding);
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                if rank(&finding, sources) < rank(entry.get(), sources) {
                    entry.insert(finding);
                }
            }
        }
    }
    kept.into_values().collect()
}

/// What makes one of several findings at a place the one to show. Ends in everything that is shown, so that ties
/// are between equals.
fn rank(finding: &Finding, sources: &Sources) -> impl Ord + use<> {
    let label = |label: &Label| (PlaceKey::new(sources, label.span), label.text.clone());
    (
        finding.labels.len(),
        finding.labels.iter().map(label).collect::<Vec<_>>(),
        finding.message.clone(),
        finding.primary.text.clone(),
        finding.notes.clone(),
        finding.package,
        finding.krate,
    )
}
