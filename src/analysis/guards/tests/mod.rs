//! Programs with probes: what is alive where, checked against what running programs said.

mod harness;
mod lifetimes;
mod sources;
