//! The JSON schema of `looksalive.toml`, for editors: made of the same tables that the reader goes by.
//!
//! It describes forms. What only the program knows (whether a glob is valid, a model's keys agree) the reader says.

use serde_json::{Map, Value, json};

use super::levels::LintNames;
use super::settings::{OWN_PACKAGE_KEYS, PACKAGE_KEYS, ROLES, WORKSPACE_KEYS};
use crate::findings::{Group, Level};
use crate::models::schema::Model;

/// The schema, for configurations that set levels of these lints.
pub fn schema(lints: LintNames) -> Value {
    let document = object(WORKSPACE_KEYS);
    let levels = [Level::Allow, Level::Warn, Level::Deny, Level::Forbid].map(Level::name);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "looksalive.toml",
        "description": "How cargo looksalive-lint lints a workspace",
        "$defs": {
            "duration": { "type": "string", "pattern": r"^\s*[0-9][0-9_]*(\.[0-9][0-9_]*)?\s*(ns|us|µs|μs|ms|s|sec|m|min|h)\s*$" },
            "size": {
                "anyOf": [
                    { "type": "integer", "minimum": 0 },
                    { "type": "string", "pattern": r"^\s*[0-9][0-9_]*(\.[0-9][0-9_]*)?\s*(B|b|bytes|[KMG]iB|kib|Kib|mib|Mib|gib|Gib|k?B|[KMG]B|kb|mb|gb)?\s*$" },
                ],
            },
            "level": { "enum": levels },
            "lints": lints_schema(lints),
            "entry-points": {
                "type": "object",
                "additionalProperties": false,
                "properties": ROLES.iter().map(|role| ((*role).to_owned(), json!({ "$ref": "#/$defs/strings" }))).collect::<Map<_, _>>(),
            },
            "strings": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
            "looks-alive": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "budget": described("The time within which this function should return", "duration"),
                    "bound": {
                        "description": "The bound that it may not outgrow under --max-bound; `budget --write-bounds` keeps it",
                        "anyOf": [{ "$ref": "#/$defs/duration" }, { "const": "none" }],
                    },
                },
            },
            "model": model(),
            "package": object(PACKAGE_KEYS),
            "own-package": object(OWN_PACKAGE_KEYS),
            "path": {
                "type": "object",
                "additionalProperties": false,
                "required": ["glob", "lints"],
                "properties": {
                    "glob": described("The files, relative to the workspace's root", "strings"),
                    "lints": described("Levels for findings in these files", "lints"),
                },
            },
        },
    });
    let into = schema.as_object_mut().expect("it was just made one");
    into.extend(document.as_object().expect("it was just made one").clone());
    schema
}

fn described(text: &str, definition: &str) -> Value {
    json!({ "description": text, "$ref": format!("#/$defs/{definition}") })
}

fn object(keys: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), key_schema(key))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn key_schema(key: &str) -> Value {
    match key {
        "budget" => described("The time within which LooksAlive should return; 300ms unless said", "duration"),
        "allocation-limit" => described("How many bytes one place may put on the heap; 64KiB unless said", "size"),
        "target" => json!({ "description": "The target to analyse for", "type": "string", "pattern": "^[A-Za-z0-9_.-]+$" }),
        "lints" => described("Levels of lints and groups; a lint's own line wins over its group's", "lints"),
        "entry-points" => {
            described("Functions that a framework registers out of sight, by their path from the crate's name", "entry-points")
        }
        "looks-alive" => json!({
            "description": "Single LooksAlive functions, by the path that `cargo looksalive-lint budget` shows",
            "type": "object",
            "additionalProperties": { "$ref": "#/$defs/looks-alive" },
        }),
        "model" => json!({
            "description": "What cannot be analysed, or should not be",
            "type": "array",
            "items": { "$ref": "#/$defs/model" },
        }),
        "package" => json!({
            "description": "For one package, by its name",
            "type": "object",
            "additionalProperties": { "$ref": "#/$defs/package" },
        }),
        "path" => json!({ "description": "For findings in some files", "type": "array", "items": { "$ref": "#/$defs/path" } }),
        _ => json!({}),
    }
}

fn lints_schema(lints: LintNames) -> Value {
    let level = json!({ "$ref": "#/$defs/level" });
    let table = json!({ "type": "object", "additionalProperties": false, "required": ["level"], "properties": { "level": level } });
    let value = |text: String| json!({ "description": text, "anyOf": [level, table] });
    let mut properties = Map::new();
    properties.insert("warnings".to_owned(), value("Whatever is at warn in the end".to_owned()));
    for group in Group::ALL {
        properties.insert(group.name().to_owned(), value(format!("Every lint of the group {}", group.name())));
    }
    for lint in lints.0 {
        properties.insert(lint.name.to_owned(), value(lint.summary()));
    }
    // Other spellings (`looksalive::sleeps`, `blocking-io`) are read, too.
    let names: Vec<String> = properties.keys().map(|name| name.replace('_', "[_-]")).collect();
    let pattern = format!("^(looksalive::)?({})$", names.join("|"));
    let mut patterns = Map::new();
    patterns.insert(pattern, json!({ "anyOf": [level, table] }));
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "patternProperties": patterns })
}

/// Of a model the keys; their values have forms of their own.
fn model() -> Value {
    let mut properties: Map<String, Value> = model_keys().into_iter().map(|key| (key, json!({}))).collect();
    properties.insert("path".to_owned(), json!({ "description": "The full path from the crate's name", "type": "string" }));
    json!({ "type": "object", "additionalProperties": false, "required": ["path"], "properties": properties })
}

/// The keys of a `[[model]]`, as serde names them to whoever writes an unknown one.
fn model_keys() -> Vec<String> {
    let error = Model::deserialize(json!({ "?": 0 })).err().map(|error| error.to_string()).unwrap_or_default();
    error.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::registry;

    #[test]
    fn every_key_has_a_description() {
        let schema = schema(LintNames(registry::all()));
        for key in WORKSPACE_KEYS {
            assert!(schema["properties"][key]["description"].is_string(), "{key}");
        }
        for key in ["path", "latency", "kind", "allocates", "mutates"] {
            assert!(schema["$defs"]["model"]["properties"].get(key).is_some(), "{key}: {}", schema["$defs"]["model"]);
        }
    }
}
