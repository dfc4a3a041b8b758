//! A user's `[[model]]`: the form of the built-in models, checked as far as that can be done without the program.

use toml::de::DeValue;

use super::problem::Located;
use super::reader::{Reader, Value};
use super::settings::is_path;
use super::units::{UnitError, parse_duration, parse_size};
use crate::models::schema::{Allocation, Conditional, Model, PathArg, TimeoutArg};

const ARGUMENT: &str = "an argument is its number from 0, a list of numbers (one for each `arity`), \"self\" or \"return\"";
const BOUND: &str = "a bound is \"instant\", \"unbounded\", a duration, or a table with `arg` (a timeout), `path` (a file), or `null`, `zero`, \
                     `equals` or `bits` with `then` and `otherwise`";
const AMOUNT: &str = "an allocation is \"input\", \"small\", \"unsized\", a size, or a table with `arg` and `of`";
const FORMS: &[(&str, &str)] = &[("ArgRef", ARGUMENT), ("Latency", BOUND), ("Allocation", AMOUNT)];
const CONDITIONS: [&str; 4] = ["null", "zero", "equals", "bits"];

/// Read one `[[model]]`.
pub fn read(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Located<Model>> {
    let at = |key: &str| value.get_ref().get(key);
    // First what serde could only say of the whole.
    let latency = at("latency").is_none_or(|value| check_bound(reader, value));
    let allocates = at("allocates").is_none_or(|value| check_amount(reader, value));
    if !(latency && allocates) {
        return None;
    }
    let model: Model = reader.deserialized(value, FORMS)?;
    let path = at("path").unwrap_or(value);
    if !is_path(&model.path) {
        reader
            .error(path.span(), format!("`{}` is no path of a function", model.path))
            .help("write it from the crate's name, without generics: `disk_probe::Probe::check`");
        return None;
    }
    if !has_effect(&model) {
        reader
            .error(path.span(), "a model that says nothing of its function")
            .help("add an effect, such as `latency = \"instant\"`, `latency = \"20ms\"` or `latency = \"unbounded\"`");
        return None;
    }
    Some(Located { value: model, place: reader.place(path.span()) })
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

/// Check a bound in any of its forms.
fn check_bound(reader: &mut Reader<'_>, value: &Value<'_>) -> bool {
    let table = match value.get_ref() {
        DeValue::String(text) => return check_text(reader, value, bound(text)),
        DeValue::Table(table) => table,
        _ => {
            reader.wrong_type(value, "a bound is a string or a table").help(BOUND);
            return false;
        }
    };
    let nested = |reader: &mut Reader<'_>, keys: &[&str]| {
        let values = keys.iter().filter_map(|key| table.get(*key));
        values.fold(true, |sound, value| check_bound(reader, value) && sound)
    };
    if table.contains_key("arg") {
        let special = table.get("special").and_then(|special| special.get_ref().get("is"));
        nested(reader, &["plus"])
            && special.is_none_or(|value| check_bound(reader, value))
            && reader.deserialized::<TimeoutArg>(value, FORMS).is_some()
    } else if table.contains_key("path") {
        nested(reader, &["local"]) && reader.deserialized::<PathArg>(value, FORMS).is_some()
    } else if CONDITIONS.iter().any(|key| table.contains_key(*key)) {
        let conditions = CONDITIONS.iter().filter(|key| table.contains_key(**key)).count();
        if conditions > 1 {
            reader.error(value.span(), "more than one condition").help("keep one of `null`, `zero`, `equals`, `bits`");
            return false;
        }
        nested(reader, &["then", "otherwise", "unknown"]) && reader.deserialized::<Conditional>(value, FORMS).is_some()
    } else {
        reader.error(value.span(), "a bound that depends on nothing").help(BOUND);
        false
    }
}

/// Check an allocation in any of its forms.
fn check_amount(reader: &mut Reader<'_>, value: &Value<'_>) -> bool {
    match value.get_ref() {
        DeValue::String(text) => check_text(reader, value, amount(text)),
        DeValue::Table(_) => reader.deserialized::<Allocation>(value, FORMS).is_some(),
        _ => {
            reader.wrong_type(value, "an allocation is a string or a table").help(AMOUNT);
            false
        }
    }
}

fn check_text(reader: &mut Reader<'_>, value: &Value<'_>, result: Result<(), UnitError>) -> bool {
    if let Err(error) = &result {
        reader.error(value.span(), error.to_string());
    }
    result.is_ok()
}

fn bound(text: &str) -> Result<(), UnitError> {
    if matches!(text, "instant" | "unbounded" | "unknown") { Ok(()) } else { parse_duration(text).map(drop) }
}

fn amount(text: &str) -> Result<(), UnitError> {
    if matches!(text, "input" | "small" | "unsized") { Ok(()) } else { parse_size(text).map(drop) }
}
