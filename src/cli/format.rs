//! `--message-format`: which forms of the report go where.

use std::str::FromStr;

use camino::Utf8PathBuf;

use crate::config::nearest;

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, with source excerpts.
    Human,
    /// One line a finding.
    Short,
    /// Cargo's message stream.
    Json(JsonStyle),
}

/// What Cargo's `json-…` spellings ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JsonStyle {
    /// `rendered` is one line (`json-diagnostic-short`).
    pub short: bool,
    /// `rendered` is coloured (`json-diagnostic-rendered-ansi`).
    pub ansi: bool,
    /// Findings are rendered for people and not part of the stream (`json-render-diagnostics`).
    pub render: bool,
}

/// Every spelling. A later format is a line here and an arm where reports are written.
const FORMATS: &[(&str, Format)] = &[
    ("human", Format::Human),
    ("short", Format::Short),
    ("json", Format::Json(JsonStyle { short: false, ansi: false, render: false })),
    ("json-diagnostic-short", Format::Json(JsonStyle { short: true, ansi: false, render: false })),
    ("json-diagnostic-rendered-ansi", Format::Json(JsonStyle { short: false, ansi: true, render: false })),
    ("json-render-diagnostics", Format::Json(JsonStyle { short: false, ansi: false, render: true })),
];

/// One `--message-format`: forms separated by commas, or one form and a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFlag(Vec<(Format, Option<Utf8PathBuf>)>);

impl FromStr for OutputFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = |name: &str| {
            let name = name.trim();
            if let Some((_, format)) = FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                return Ok(*format);
            }
            let known = || FORMATS.iter().map(|(known, _)| *known);
            Err(match nearest(name, known()) {
                Some(near) => format!("unknown format `{name}`, did you mean `{near}`?"),
                None => format!("unknown format `{name}`, known: {}", known().collect::<Vec<_>>().join(", ")),
            })
        };
        match text.split_once('=') {
            Some((name, "")) => Err(format!("no file after `{name}=`")),
            Some((name, file)) => Ok(Self(vec![(named(name)?, Some(file.into()))])),
            None => text.split(',').map(|name| Ok((named(name)?, None))).collect::<Result<_, _>>().map(Self),
        }
    }
}

/// Where the report goes, in which forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// On standard error: for people.
    pub stderr: Option<Format>,
    /// On standard output: for programs.
    pub stdout: Option<Format>,
    /// To files.
    pub files: Vec<(Format, Utf8PathBuf)>,
}

impl Outputs {
    /// What people read, on standard error.
    pub fn for_people() -> Self {
        Self { stderr: Some(Format::Human), stdout: None, files: Vec::new() }
    }

    /// What the flags ask for together; people's form on standard error unless something else is asked for there.
    /// As Cargo has it, the `json-…` spellings add up.
    ///
    /// # Errors
    /// Where one stream or file would take two forms.
    pub fn new(flags: &[OutputFlag]) -> Result<Self, String> {
        let mut outputs = Self { stderr: None, stdout: None, files: Vec::new() };
        for (format, file) in flags.iter().flat_map(|flag| &flag.0) {
            if let Some(file) = file {
                if outputs.files.iter().any(|(_, other)| other == file) {
                    return Err(format!("two formats go to `{file}`; give each a file of its own"));
                }
                outputs.files.push((*format, file.clone()));
                continue;
            }
            match (format, &mut outputs) {
                (Format::Json(more), Self { stdout: Some(Format::Json(style)), .. }) => {
                    *style =
                        JsonStyle { short: style.short || more.short, ansi: style.ansi || more.ansi, render: style.render || more.render };
                }
                (Format::Json(_), Self { stdout, .. }) => *stdout = Some(*format),
                (_, Self { stderr: Some(other), .. }) if other != format => {
                    return Err("`human` and `short` cannot both go to the terminal; send one to a file with `=FILE`".into());
                }
                (_, Self { stderr, .. }) => *stderr = Some(*format),
            }
        }
        let rendered = match outputs.stdout {
            Some(Format::Json(style)) => style.render.then_some(Format::Human),
            _ => Some(Format::Human),
        };
        outputs.stderr = outputs.stderr.or(rendered);
        Ok(outputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(flags: &[&str]) -> Result<Outputs, String> {
        Outputs::new(&flags.iter().map(|flag| flag.parse()).collect::<Result<Vec<_>, _>>()?)
    }

    #[test]
    fn people_read_standard_error_and_programs_standard_output() {
        let human = outputs(&[]).unwrap();
        assert_eq!((human.stderr, human.stdout), (Some(Format::Human), None));
        let json = outputs(&["json"]).unwrap();
        assert_eq!((json.stderr, json.stdout), (None, Some(Format::Json(JsonStyle::default()))));
        let both = outputs(&["json", "short"]).unwrap();
        assert_eq!((both.stderr, both.stdout), (Some(Format::Short), Some(Format::Json(JsonStyle::default()))));
        let file = outputs(&["json=out.json"]).unwrap();
        assert_eq!((file.stderr, file.stdout), (Some(Format::Human), None));
        assert_eq!(file.files, [(Format::Json(JsonStyle::default()), "out.json".into())]);
        let rendered = outputs(&["json-render-diagnostics"]).unwrap();
        assert_eq!(rendered.stderr, Some(Format::Human));
    }

    #[test]
    fn cargos_spellings_add_up() {
        let style = JsonStyle { short: true, ansi: true, render: false };
        for flags in
            [&["json-diagnostic-short", "json-diagnostic-rendered-ansi"][..], &["json-diagnostic-short,json-diagnostic-rendered-ansi"]]
        {
            assert_eq!(outputs(flags).unwrap().stdout, Some(Format::Json(style)));
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(outputs(&["jsn"]).unwrap_err(), "unknown format `jsn`, did you mean `json`?");
        assert!(outputs(&["yaml"]).unwrap_err().contains("known: human, short, json"));
        assert!(outputs(&["human", "short"]).is_err());
        assert!(outputs(&["json=a", "short=a"]).is_err());
        assert!(outputs(&["json="]).is_err());
    }
}
