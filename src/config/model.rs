//! A user's `[[model]]`: the form of the built-in models, checked as far as that can be done without the program.

use toml::de::DeValue;

use super::problem::{Located, Place};
use super::reader::{Reader, Value};
use super::settings::is_path;
use super::units::{UnitError, parse_duration, parse_size};
use crate::models::schema::Model;

/// Read one `[[model]]`.
pub fn read(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Located<Model>> {
    let model: Model = reader.deserialized(value)?;
    let at = |key: &str| value.get_ref().get(key).unwrap_or(value);
    let mut sound = true;
    if !is_path(&model.path) {
        reader
            .error(at("path").span(), format!("`{}` is no path of a function", model.path))
            .help("write it from the crate's name, without generics: `disk_probe::Probe::check`");
        sound = false;
    }
    if !has_effect(&model) {
        reader
            .error(at("path").span(), "a model that says nothing of its function")
            .help("add an effect, such as `latency = \"instant\"`, `latency = \"20ms\"` or `latency = \"unbounded\"`");
        sound = false;
    }
    // Durations and sizes stand in strings of several keys, some nested: `plus`, `local`, `then`, …
    for (key, check) in [("latency", check_bound as fn(&str) -> Result<(), UnitError>), ("allocates", check_allocation)] {
        if let Some(value) = value.get_ref().get(key) {
            sound &= check_strings(reader, value, check);
        }
    }
    let place: Place = reader.place(at("path").span());
    sound.then_some(Located { value: model, place })
}

fn has_effect(model: &Model) -> bool {
    model.latency.is_some()
        || model.allocates.is_some()
        || model.lock.is_some()
        || model.releases.is_some()
        || model.spawns.is_some()
        || !model.calls.is_empty()
        || !model.keeps.is_empty()
        || model.mutates.is_some()
        || model.panics.is_some()
        || model.diverges
        || model.opens.is_some()
        || model.sets.is_some()
        || model.forbidden.is_some()
}

fn check_bound(text: &str) -> Result<(), UnitError> {
    if matches!(text, "instant" | "unbounded" | "unknown") { Ok(()) } else { parse_duration(text).map(drop) }
}

fn check_allocation(text: &str) -> Result<(), UnitError> {
    if matches!(text, "input" | "small" | "unsized") { Ok(()) } else { parse_size(text).map(drop) }
}

/// Check every string below `value` that says an amount.
fn check_strings(reader: &mut Reader<'_>, value: &Value<'_>, check: fn(&str) -> Result<(), UnitError>) -> bool {
    match value.get_ref() {
        DeValue::String(text) => match check(text) {
            Ok(()) => true,
            Err(error) => {
                reader.error(value.span(), error.to_string());
                false
            }
        },
        DeValue::Table(table) => {
            let amounts = ["plus", "local", "then", "otherwise", "unknown", "special", "is"];
            let amounts = table.iter().filter(|(key, _)| amounts.contains(&key.get_ref().as_ref()));
            amounts.fold(true, |sound, (_, value)| check_strings(reader, value, check) && sound)
        }
        _ => true,
    }
}
