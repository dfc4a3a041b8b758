//! Poll intervals that code sets: constants under the name `LooksAlivePollInterval`, and those of a resource type.
//!
//! They are set by whatever code of the package runs once (an installer, `Startup`, a table of properties), not by
//! `LooksAlive`: [`Engine::intervals`] walks the bodies that can come to such a place. Knows nothing of lints.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::effect::{Action, Effect, merge};
use super::engine::Engine;
use super::frame::Frame;
use super::texts::{self, words};
use super::value::Val;
use crate::resolve::ids::CrateId;
use crate::resolve::infer::{BodyOwner, Resolution};
use crate::resolve::sig::GenericOwner;
use crate::source::Symbol;
use crate::syntax::body::{ExprId, ExprKind, FieldInit};

/// The private property of a resource, and the value of a resource type's key.
const NAME: &str = "LooksAlivePollInterval";
/// One entry of a table of properties.
const ITEM: &str = "RESUTIL_PROPERTY_ITEM";
/// What sets an interval, and must be named where one is set.
const SETTERS: [&str; 4] = ["CreateClusterResourceType", "CreateClusterResourceTypeEx", "ResUtilSetDwordValue", ITEM];

/// How many bodies are followed from the setters to those that give them their intervals.
const SETTING_BODIES: usize = 256;

impl Frame<'_, '_> {
    /// An interval that a modelled call sets.
    pub(super) fn interval_of_call(&mut self, path: &str, values: &[Val], exprs: &[ExprId]) {
        let name = path.rsplit("::").next().unwrap_or(path);
        let value = |i: usize| values.get(i).and_then(milliseconds);
        let (index, beside) = match name {
            "CreateClusterResourceType" | "CreateClusterResourceTypeEx" => (4, value(5)),
            "ResUtilSetDwordValue" if values.get(1).is_some_and(is_named) => (2, None),
            _ => return,
        };
        if let (Some(at), Some(looks_alive)) = (exprs.get(index), value(index)) {
            self.interval(*at, name, "interval", looks_alive, beside);
        }
    }

    /// The default and the minimum of a property, in a literal of `RESUTIL_PROPERTY_ITEM`.
    pub(super) fn interval_of_literal(&mut self, id: ExprId, fields: &[FieldInit], values: &[(Symbol, Val)]) {
        let Some(Resolution::Ctor(variant, _)) = self.inference.paths.get(&id) else { return };
        let value = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, value)| value);
        if self.engine.db.adt(variant.adt).name.name != ITEM || !value("Name").is_some_and(is_named) {
            return;
        }
        for field in fields {
            let (what, number) = match (field.name.name.as_str(), value(field.name.name.as_str())) {
                ("Minimum", Some(value)) => ("minimum", milliseconds(value)),
                // A union: one of its fields is known.
                ("Anonymous", Some(Val::Variant(_, parts))) => ("default", parts.iter().find_map(milliseconds)),
                _ => continue,
            };
            let at = match self.kind(field.value) {
                ExprKind::Struct { fields, .. } if fields.len() == 1 => fields[0].value,
                _ => field.value,
            };
            if let Some(number) = number {
                self.interval(at, ITEM, what, number, None);
            }
        }
    }

    fn interval(&mut self, at: ExprId, callee: &str, what: &'static str, looks_alive: u64, is_alive: Option<u64>) {
        let effect = Effect {
            place: self.span(at),
            callee: callee.into(),
            path: callee.into(),
            action: Action::Polls { what, looks_alive, is_alive },
            why: None,
            instead: None,
            arguments: Arc::from([]),
            chains: vec![Default::default()],
        };
        merge(&mut self.effects, &effect, None);
    }
}

impl Engine<'_> {
    /// The intervals that these bodies set, themselves or through what they call.
    pub fn intervals(&mut self, setting: &[BodyOwner]) -> Vec<Effect> {
        let mut out = Vec::new();
        for owner in setting {
            let summary = match owner {
                BodyOwner::Fn(id) => {
                    let args = self.db.generics(GenericOwner::Fn(*id)).identity();
                    self.entry(*id, &args)
                }
                BodyOwner::Const(_) | BodyOwner::Static(_) => self.constant(*owner, &Arc::from([])),
            };
            for effect in summary.effects.iter().filter(|e| matches!(e.action, Action::Polls { .. })) {
                merge(&mut out, effect, None);
            }
        }
        out
    }

    /// Bodies that set an interval, and those that call such a function (it may be given the interval), by what their
    /// calls resolve to, by crate. The text only says which bodies are worth reading.
    pub fn setting_bodies(&self) -> FxHashMap<CrateId, Vec<BodyOwner>> {
        let db = self.db;
        let members: Vec<CrateId> = db.crates().filter(|(_, k)| k.is_member).map(|(id, _)| id).collect();
        let units = texts::units(db, &members);
        // Macros may write what a body's own text does not name.
        let mut writers: FxHashSet<String> = SETTERS.iter().map(|name| (*name).to_owned()).collect();
        let macros: Vec<(String, String)> =
            units.iter().flat_map(|u| &u.macros).map(|m| (m.name.name.to_string(), db.sources.text(m.body))).collect();
        loop {
            let before = writers.len();
            for (name, text) in &macros {
                if words(text).any(|word| writers.contains(word)) {
                    writers.insert(name.clone());
                }
            }
            if writers.len() == before {
                break;
            }
        }
        let mut found: Vec<BodyOwner> = Vec::new();
        texts::each_body(db, &units, |owner, text| {
            if words(text).any(|word| writers.contains(word)) && self.sets_interval(owner) {
                found.push(owner);
            }
        });
        let mut next = 0;
        while next < found.len() && found.len() < SETTING_BODIES {
            let set = found[next];
            next += 1;
            let BodyOwner::Fn(callee) = set else { continue };
            let name = db.fn_data(callee).name.name;
            texts::each_body(db, &units, |owner, text| {
                if !found.contains(&owner) && words(text).any(|word| name == word) && self.names_function(owner, callee) {
                    found.push(owner);
                }
            });
        }
        let mut out: FxHashMap<CrateId, Vec<BodyOwner>> = FxHashMap::default();
        for owner in found {
            out.entry(db.crate_of(owner.unit())).or_default().push(owner);
        }
        out
    }

    /// Whether a body itself calls a setter, or holds an entry of a table of properties.
    fn sets_interval(&self, owner: BodyOwner) -> bool {
        let Some(body) = self.db.body(owner) else { return false };
        body.body.exprs.iter().any(|expr| match &expr.kind {
            ExprKind::Call { callee, .. } => match &body.body.expr(*callee).kind {
                ExprKind::Path(path) => path.segments.last().is_some_and(|s| SETTERS.contains(&s.name.name.as_str())),
                _ => false,
            },
            ExprKind::Struct { path, .. } => path.segments.last().is_some_and(|s| s.name.name == ITEM),
            _ => false,
        })
    }
}

fn is_named(value: &Val) -> bool {
    value.as_str().is_some_and(|text| text.trim_end_matches('\0') == NAME)
}

/// A constant, as the `DWORD` that it is.
fn milliseconds(value: &Val) -> Option<u64> {
    value.as_int().and_then(|number| u64::try_from(number).ok())
}
