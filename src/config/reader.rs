//! Reads TOML values and says what is wrong with them, where.
//!
//! Unlike a derived deserialiser it goes on after a mistake, so that all are told at once, and it knows the nearest
//! key. Knows TOML, not what the keys mean.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{ConfigFile, Located, Place, Problem, nearest};

/// A value with its bytes.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// Reads one file's values and collects what is wrong.
pub struct Reader<'e> {
    file: Arc<ConfigFile>,
    errors: &'e mut Vec<Problem>,
    first: usize,
}

impl<'e> Reader<'e> {
    /// A reader of values of `file`.
    pub fn new(file: &Arc<ConfigFile>, errors: &'e mut Vec<Problem>) -> Self {
        let first = errors.len();
        Self { file: Arc::clone(file), errors, first }
    }

    /// The file's tables; where it is no TOML that alone is told, since the rest may be misread.
    pub fn parse<'t>(&mut self, text: &'t str) -> Option<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let is_sound = errors.is_empty();
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            self.error(range, format!("not valid TOML: {}", error.message()));
        }
        is_sound.then(|| table.into_inner())
    }

    /// The place of some bytes.
    pub fn place(&self, range: Range<usize>) -> Place {
        Place { file: Arc::clone(&self.file), range }
    }

    /// The file's name as shown.
    pub fn file_name(&self) -> &str {
        &self.file.name
    }

    /// Tell a mistake.
    pub fn error(&mut self, range: Range<usize>, message: impl Into<String>) -> Amend<'_> {
        let problem = Problem::new(self.place(range), message);
        self.errors.push(problem);
        Amend(self.errors.last_mut().expect("just pushed"))
    }

    /// The table that a value is, else a mistake.
    pub fn table<'v, 't>(&mut self, value: &'v Value<'t>, what: &str) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, &format!("{what} is a table"));
        }
        table
    }

    /// The string that a value is, else a mistake.
    pub fn string(&mut self, value: &Value<'_>, what: &str) -> Option<Located<String>> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Located { value: text.clone().into_owned(), place: self.place(value.span()) });
        }
        self.wrong_type(value, &format!("{what} is a string"));
        None
    }

    /// The strings that a value is: a string or an array of them; anything else is a mistake.
    pub fn strings(&mut self, value: &Value<'_>, what: &str) -> Vec<Located<String>> {
        match value.get_ref() {
            DeValue::String(_) => self.string(value, what).into_iter().collect(),
            DeValue::Array(items) => items.iter().filter_map(|item| self.string(item, &format!("each item of {what}"))).collect(),
            _ => {
                self.wrong_type(value, &format!("{what} is a string or an array of strings"));
                Vec::new()
            }
        }
    }

    /// The tables that an array of tables is; anything else is a mistake.
    pub fn tables<'v, 't>(&mut self, value: &'v Value<'t>, name: &str) -> Vec<&'v Value<'t>> {
        if let DeValue::Array(items) = value.get_ref() {
            return items.iter().filter(|item| self.table(item, &format!("each `[[{name}]]`")).is_some()).collect();
        }
        self.wrong_type(value, &format!("`{name}` is an array of tables")).help(if value.get_ref().is_table() {
            format!("write `[[{name}]]` with two brackets")
        } else {
            String::new()
        });
        Vec::new()
    }

    /// What `parse` makes of the string that a value is.
    pub fn parsed<T, E: std::fmt::Display>(
        &mut self,
        value: &Value<'_>,
        what: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.string(value, what)?;
        match parse(&text.value) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(value.span(), error.to_string());
                None
            }
        }
    }

    /// What serde makes of a value; it stops at its first mistake. `place` says better than serde where a mistake lies that
    /// is one of the whole value.
    pub fn deserialized<T: for<'de> Deserialize<'de>>(
        &mut self,
        value: &Value<'_>,
        place: impl FnOnce(&str) -> Option<Range<usize>>,
    ) -> Option<T> {
        match T::deserialize(value.clone().into_deserializer()) {
            Ok(value) => Some(value),
            Err(error) => {
                let range = error.span().filter(|range| *range != value.span());
                let range = range.or_else(|| place(error.message())).unwrap_or_else(|| value.span());
                let (message, help) = explain_serde(error.message());
                self.error(range, message).help(help.unwrap_or_default());
                None
            }
        }
    }

    /// Tell that there is no such key.
    pub fn unknown_key(&mut self, key: &Spanned<Cow<'_, str>>, known: &[&str]) {
        let name = key.get_ref();
        let near = nearest(&name.replace('_', "-"), known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", list(known.iter().copied())),
        };
        self.error(key.span(), format!("unknown key `{name}`")).help(help);
    }

    /// Tell that a value is of the wrong type.
    pub fn wrong_type(&mut self, value: &Value<'_>, expected: &str) -> Amend<'_> {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.error(value.span(), format!("{expected}, not {found}"))
    }
}

impl Drop for Reader<'_> {
    /// Tables hand out their keys in alphabetical order; people read from top to bottom.
    fn drop(&mut self) {
        self.errors[self.first..].sort_by_key(|problem| problem.place.range.start);
    }
}

/// Adds to a mistake that has just been told.
pub struct Amend<'p>(&'p mut Problem);

impl Amend<'_> {
    /// Advice; none if empty.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into()).filter(|help| !help.is_empty());
        self
    }
}

/// Names in backticks, with commas.
pub fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Serde's message in our words, with the nearest of what it expected.
fn explain_serde(message: &str) -> (String, Option<String>) {
    let first = message.lines().next().unwrap_or_default();
    for (theirs, ours) in [("unknown field `", "unknown key"), ("unknown variant `", "unknown value")] {
        let Some((given, expected)) = first.strip_prefix(theirs).and_then(|rest| rest.split_once('`')) else { continue };
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let help = match nearest(&given.replace('_', "-"), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known: {}", list(known)),
        };
        return (format!("{ours} `{given}`"), Some(help));
    }
    if let Some(name) = first.strip_prefix("missing field ") {
        return (format!("missing key {name}"), None);
    }
    (first.to_owned(), None)
}
