//! A user's `[[model]]`: the form of the built-in models, whose reader checks all that can be checked without the program.

use super::problem::Located;
use super::reader::{Reader, Value};
use crate::models::schema::Model;

/// Read one `[[model]]`.
pub fn read(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Located<Model>> {
    let key = |name: &str| value.get_ref().get(name).map(toml::Spanned::span);
    // What is wrong between several keys is told as "model `path`: `key` …".
    let model = reader.deserialized(value, |message| {
        let (_, key_and_rest) = message.strip_prefix("model `")?.split_once("`: `")?;
        key(key_and_rest.split_once('`')?.0)
    })?;
    let path = value.get_ref().get("path").unwrap_or(value);
    Some(Located { value: model, place: reader.place(path.span()) })
}
