//! The lints' checks: pure functions from facts to findings, one file a lint.
//!
//! Levels, suppressions, order and rendering are for others.

mod blocking_io;
mod cluster_api_calls;
pub mod facts;
mod full_health_checks;
mod heavy_allocations;
mod latency_overruns;
mod missing_entry_points;
mod mutating_health_checks;
mod panics_across_ffi;
mod path;
mod poll_intervals;
mod shared;
mod sleeps;
mod unbounded_loops;
mod unbounded_waits;
mod unknown_bounds;
mod unresolved_calls;
mod unsized_allocations;

use crate::findings::Finding;
use facts::Facts;

/// Every finding, in no order; one for each way by which a place is reached.
pub fn run(facts: &Facts<'_>) -> Vec<Finding> {
    let checks = [
        blocking_io::check,
        cluster_api_calls::check,
        full_health_checks::check,
        heavy_allocations::check,
        latency_overruns::check,
        missing_entry_points::check,
        mutating_health_checks::check,
        panics_across_ffi::check,
        poll_intervals::check,
        shared::contended_guards::check,
        shared::exclusive_context_borrows::check,
        shared::inconsistent_guards::check,
        shared::lock_order_inversions::check,
        shared::unguarded_shared_state::check,
        shared::use_after_terminate::check,
        sleeps::check,
        unbounded_loops::check,
        unbounded_waits::check,
        unknown_bounds::check,
        unresolved_calls::check,
        unsized_allocations::check,
    ];
    checks.into_iter().flat_map(|check| check(facts)).collect()
}
