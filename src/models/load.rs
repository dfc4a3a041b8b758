//! From the text of a model file to models, with errors that point into it.
//!
//! Knows TOML; which models exist and which wins is the index's work.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::bound::nearest;
use super::schema::Model;
use super::validate;

/// What is wrong with a model file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// The file's name, as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// Byte range in the file's text.
    pub span: Range<usize>,
    /// What is wrong, why, what to do.
    pub message: String,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

impl std::error::Error for ModelError {}

/// A model whose form is read and whose keys are not yet compared with each other.
struct Unchecked(Model);

impl<'de> Deserialize<'de> for Unchecked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The derived function of the form, not the checking implementation of the trait.
        Model::deserialize(deserializer).map(Self)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    model: Vec<Spanned<Unchecked>>,
}

/// Reads a file of `[[model]]` tables. `file` is the name that errors show.
///
/// # Errors
/// The first thing that is wrong.
pub fn parse(file: &str, text: &str) -> Result<Vec<Model>, ModelError> {
    let error = |span: Range<usize>, message: String| {
        let (line, column) = position(text, span.start);
        ModelError { file: file.to_owned(), line, column, span, message }
    };
    let parsed: File = toml::from_str(text).map_err(|e| error(e.span().unwrap_or(0..0), readable(e.message())))?;
    let mut models: Vec<Model> = Vec::with_capacity(parsed.model.len());
    for spanned in parsed.model {
        let span = spanned.span();
        let Unchecked(model) = spanned.into_inner();
        if let Err(invalid) = validate::check(&model) {
            return Err(error(key_in_table(text, span.start, invalid.key), invalid.to_string()));
        }
        if let Some(path) = models.iter().find_map(|other| common_path(other, &model)) {
            let message = format!("`{path}` has a model already: put all its effects into one `[[model]]`");
            return Err(error(key_in_table(text, span.start, "path"), message));
        }
        models.push(model);
    }
    Ok(models)
}

/// A path that both models are for.
pub(super) fn common_path(a: &Model, b: &Model) -> Option<String> {
    let by_name = |model: &Model| model.foreign || model.callback;
    if by_name(a) != by_name(b) || a.callback != b.callback {
        return None;
    }
    let name = |path: &str| if by_name(a) { path.rsplit("::").next().unwrap_or(path).to_owned() } else { path.to_owned() };
    let arities_meet = a.arity.is_empty() || b.arity.is_empty() || a.arity.iter().any(|arity| b.arity.contains(arity));
    let theirs: Vec<String> = b.paths().iter().map(|path| name(path)).collect();
    a.paths().into_iter().find(|path| arities_meet && theirs.contains(&name(path)))
}

/// serde's message about an unknown key or value, with the nearest known one instead of a list; any other message as it
/// is. For every file that has models in it.
pub fn readable(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let Some((unknown, known)) = quoted.split_first() else { return message.to_owned() };
    for (start, what) in [("unknown field", "key"), ("unknown variant", "value")] {
        if message.starts_with(start) {
            let hint = nearest(unknown, known.iter().copied())
                .map_or_else(|| format!("; known are {}", known.join(", ")), |n| format!("; did you mean `{n}`?"));
            return format!("unknown {what} `{unknown}`{hint}");
        }
    }
    message.to_owned()
}

/// Where a key of the `[[model]]` table that starts at or before `start` stands; the table's start if it is written otherwise.
fn key_in_table(text: &str, start: usize, key: &str) -> Range<usize> {
    let mut at = start;
    for (i, line) in text[start..].split_inclusive('\n').enumerate() {
        let trimmed = line.trim_start();
        if i > 0 && trimmed.starts_with("[[") {
            break;
        }
        let indent = line.len() - trimmed.len();
        if trimmed.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return at + indent..at + indent + key.len();
        }
        at += line.len();
    }
    start..text[start..].find('\n').map_or(text.len(), |end| start + end)
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn shown(text: &str) -> String {
        match parse("m.toml", text) {
            Ok(models) => format!("{} models", models.len()),
            Err(error) => error.to_string(),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "the macro makes a value")]
    fn check(texts: &[&str], expected: Expect) {
        let shown: Vec<String> = texts.iter().map(|text| shown(text) + "\n").collect();
        expected.assert_eq(&shown.concat());
    }

    #[test]
    fn good() {
        assert_eq!(shown(""), "0 models");
        assert_eq!(
            shown("[[model]]\npath = \"a::b\"\nlatency = \"1ms\"\n\n[[model]]\npath = \"a::c\"\nlatency = { arg = 0 }\n"),
            "2 models"
        );
        let other_arity = "[[model]]\npath = \"f\"\nforeign = true\narity = [1]\nlatency = \"1ms\"\n\
                           [[model]]\npath = \"f\"\nforeign = true\narity = [2]\nlatency = \"instant\"\n";
        assert_eq!(shown(other_arity), "2 models");
    }

    #[test]
    fn wrong_form() {
        let texts = [
            "[[model]\n",
            "[[modell]]\npath = \"a::b\"\n",
            "[[model]]\npath = \"a::b\"\nlatncy = \"1ms\"\n",
            "[[model]]\nlatency = \"1ms\"\n",
            "[[model]]\npath = \"a::b\"\nlatency = \"soon\"\n",
            "[[model]]\npath = \"a::b\"\nlatency = 5\n",
            "[[model]]\npath = \"a::b\"\nlatency = { arg = 1, unit = \"msec\" }\n",
            "[[model]]\npath = \"a::b\"\nlatency = { arg = 1, otherwise = \"1ms\" }\n",
            "[[model]]\npath = \"a::b\"\nlatency = { unit = \"ms\" }\n",
            "[[model]]\npath = \"a::b\"\nlatency = { arg = 1, path = 2 }\n",
            "[[model]]\npath = \"a::b\"\nlatency = { null = 0, zero = 1, then = \"1ms\", otherwise = \"2ms\" }\n",
            "[[model]]\npath = \"a::b\"\nlatency = { null = 0, then = \"1ms\" }\n",
            "[[model]]\npath = \"a::b\"\nlatency = { path = 0 }\n",
            "[[model]]\npath = \"a::b\"\nmutates = { what = \"a file\", unless = {} }\n",
            "[[model]]\npath = \"a::b\"\nreleases = \"slef\"\n",
            "[[model]]\npath = \"a::b\"\nreleases = -1\n",
            "[[model]]\npath = \"a::b\"\nkind = \"netwrok\"\nlatency = \"1ms\"\n",
            "[[model]]\npath = \"a::b\"\nallocates = { times = 1 }\n",
        ];
        check(
            &texts,
            expect![[r#"
            m.toml:1:9: unclosed array table, expected `]`
            m.toml:1:3: unknown key `modell`; did you mean `model`?
            m.toml:3:1: unknown key `latncy`; did you mean `latency`?
            m.toml:1:1: missing field `path`
            m.toml:3:11: `soon` is no bound: expected `instant`, `unbounded`, `unknown` or a duration such as `25ms`
            m.toml:3:11: invalid type: integer `5`, expected a bound (`instant`, `unbounded`, `unknown`, a duration such as `25ms`) or a table such as `{ arg = 1, unit = "ms" }`
            m.toml:3:29: unknown value `msec`; did you mean `ms`?
            m.toml:3:11: `otherwise` does not belong to a timeout, whose keys are `arg`, `unit`, `infinite`, `special`, `plus`
            m.toml:3:11: no bound: give `arg` (a timeout), `path` and `local`, or a condition (`null`, `zero`, `equals`, `one-of`, `bits`, `any`)
            m.toml:3:11: several bounds at once: give only one of `arg`, `path`, `address`, `future` and a condition
            m.toml:3:11: more than one condition: give exactly one of `null`, `zero`, `equals`, `one-of`, `bits`, `any`
            m.toml:3:11: a condition needs `then` and `otherwise`: the bounds where it holds and where not
            m.toml:3:11: `path` needs `local`: the bound on a local path, such as `25ms`
            m.toml:3:39: no condition: give exactly one of `null`, `zero`, `equals`, `one-of`, `bits`, `any`
            m.toml:3:12: `slef` is not an argument: its number from 0, `self`, `return`, or a list of numbers, one for each `arity`
            m.toml:3:12: `-1` is not an argument: its number from 0, `self`, `return`, or a list of numbers, one for each `arity`
            m.toml:3:8: unknown value `netwrok`; did you mean `network`?
            m.toml:3:13: `times` and `unknown` belong to `items`
        "#]],
        );
    }

    #[test]
    fn wrong_content() {
        let texts = [
            "[[model]]\npath = \"a::b\"\n",
            "# é\n[[model]]\nlatency = \"1ms\"\npath = \"a::b<T>::c\"\n",
            "[[model]]\npath = \"sleep\"\nlatency = \"1ms\"\n",
            "[[model]]\npath = \"a::{b, c\"\nlatency = \"1ms\"\n",
            "[[model]]\npath = \"a::b\"\nlatency = \"1ms\"\narity = [1]\n",
            "[[model]]\npath = \"a::b\"\nforeign = true\narity = [4, 3]\nlatency = { arg = [3], unit = \"ms\" }\n",
            "[[model]]\npath = \"a::b\"\nforeign = true\narity = [4, 3]\nlatency = { arg = 3, unit = \"ms\" }\n",
            "[[model]]\npath = \"a::b\"\nforeign = true\narity = [3, 3]\nlatency = \"1ms\"\n",
            "[[model]]\npath = \"a::b\"\nlatency = \"1ms\"\n\n[[model]]\npath = \"a::{c, b}\"\nlatency = \"2ms\"\n",
        ];
        check(
            &texts,
            expect![[r#"
            m.toml:2:1: model `a::b`: `path` has no effect: give at least one, such as `latency = "instant"`
            m.toml:4:1: model `a::b<T>::c`: `path` has the segment `b<T>`: write it without generics and arguments, as `Type::method` or `Trait::method`
            m.toml:2:1: model `sleep`: `path` has one segment: give the full path from the crate's name, or `foreign = true` for an FFI function
            m.toml:2:1: model `a::{b, c`: `path` has a `{` without its `}`
            m.toml:4:1: model `a::b`: `arity` needs `foreign = true`: other functions are matched by their path
            m.toml:5:1: model `a::b`: `latency` has a list of length 1 where `arity` has length 2: give one argument for each entry of `arity`, in its order
            m.toml:5:1: model `a::b`: `latency` names argument 3, but a call with 3 arguments has none of that number: they are counted from 0
            m.toml:4:1: model `a::b`: `arity` names a number of arguments twice, so that a call would have two meanings
            m.toml:6:1: `a::b` has a model already: put all its effects into one `[[model]]`
        "#]],
        );
    }
}
