//! Names, types, impls: what every call in a body resolves to.
//!
//! `collect` builds a unit of definitions from files (module tree, imports, macros in item position); `paths`
//! follows names through modules; `sig` and `lower` turn written types into [`ty::Ty`]; `bodies` parses and expands
//! one body; `infer` gives its expressions types and its calls callees. All of it on demand, behind [`db::Db`].
//! Knows nothing of models, roles and findings.

pub mod attrs;
pub mod bodies;
pub mod call_graph;
mod collect;
mod consts;
pub mod db;
pub mod defs;
mod dependents;
pub mod ids;
pub mod impls;
pub mod infer;
pub mod lang;
mod later;
pub mod lazy;
pub mod limits;
mod lower;
pub mod paths;
mod print;
pub mod public;
pub mod sig;
pub mod stdlib;
#[cfg(test)]
mod tests;
pub mod ty;
