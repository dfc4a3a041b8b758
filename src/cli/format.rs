//! `--message-format`: which forms of the report go where.

use std::str::FromStr;

use camino::Utf8PathBuf;

use crate::config::nearest;
use crate::report::Format;

/// What one spelling asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    format: Format,
    /// `json-render-diagnostics`: findings are rendered for people and left out of the stream.
    omits_findings: bool,
}

/// Every spelling: the report's own formats, and Cargo's that are made of them.
fn spellings() -> impl Iterator<Item = (&'static str, Asked)> {
    let own = Format::ALL.into_iter().map(|format| (format.name(), Asked { format, omits_findings: false }));
    own.chain([("json-render-diagnostics", Asked { format: Format::Json, omits_findings: true })])
}

/// One `--message-format`: forms separated by commas, or one form and a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFlag(Vec<(Asked, Option<Utf8PathBuf>)>);

impl FromStr for OutputFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let asked = |name: &str| {
            let name = name.trim();
            if let Some((_, asked)) = spellings().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                return Ok(asked);
            }
            let known = || spellings().map(|(known, _)| known);
            Err(match nearest(name, known()) {
                Some(near) => format!("unknown format `{name}`, did you mean `{near}`?"),
                None => format!("unknown format `{name}`, known: {}", known().collect::<Vec<_>>().join(", ")),
            })
        };
        match text.split_once('=') {
            Some((name, "")) => Err(format!("no file after `{name}=`")),
            Some((name, file)) => Ok(Self(vec![(asked(name)?, Some(file.into()))])),
            None => text.split(',').map(|name| Ok((asked(name)?, None))).collect::<Result<_, _>>().map(Self),
        }
    }
}

/// Where the report goes, in which forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// On standard error, for people.
    pub people: Format,
    /// On standard output, for programs.
    pub programs: Option<Format>,
    /// Whether findings are left out of what goes to standard output.
    pub omits_findings: bool,
    /// To files.
    pub files: Vec<(Format, Utf8PathBuf)>,
}

impl Outputs {
    /// What people read, on standard error.
    pub fn for_people() -> Self {
        Self { people: Format::Human, programs: None, omits_findings: false, files: Vec::new() }
    }

    /// What the flags ask for together. As Cargo has it, the `json-…` spellings refine `json`.
    ///
    /// # Errors
    /// Where one stream or file would take two forms.
    pub fn new(flags: &[OutputFlag]) -> Result<Self, String> {
        let mut outputs = Self::for_people();
        let mut people = None;
        for (asked, file) in flags.iter().flat_map(|flag| &flag.0) {
            let format = asked.format;
            if let Some(file) = file {
                if outputs.files.iter().any(|(_, other)| other == file) {
                    return Err(format!("two formats go to `{file}`; give each a file of its own"));
                }
                if asked.omits_findings {
                    return Err("`json-render-diagnostics` leaves the findings out; send `json` to the file".into());
                }
                outputs.files.push((format, file.clone()));
            } else if !format.is_machine() {
                if people.replace(format).is_some_and(|other| other != format) {
                    return Err("`human` and `short` cannot both go to the terminal; send one to a file with `=FILE`".into());
                }
            } else {
                outputs.omits_findings |= asked.omits_findings;
                outputs.programs = Some(match outputs.programs {
                    None | Some(Format::Json) => format,
                    Some(other) if format == Format::Json || format == other => other,
                    // Short and coloured: one line has little to colour.
                    Some(other) if other.is_cargos() && format.is_cargos() => Format::JsonDiagnosticShort,
                    Some(other) => {
                        let names = (other.name(), format.name());
                        return Err(format!("`{}` and `{}` cannot both go to standard output", names.0, names.1));
                    }
                });
            }
        }
        outputs.people = people.unwrap_or(outputs.people);
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
        assert_eq!(outputs(&[]).unwrap(), Outputs::for_people());
        assert_eq!(outputs(&["json"]).unwrap(), Outputs { programs: Some(Format::Json), ..Outputs::for_people() });
        let both = outputs(&["json", "short"]).unwrap();
        assert_eq!((both.people, both.programs), (Format::Short, Some(Format::Json)));
        let file = outputs(&["json=out.json"]).unwrap();
        assert_eq!(file, Outputs { files: vec![(Format::Json, "out.json".into())], ..Outputs::for_people() });
        assert!(outputs(&["json-render-diagnostics"]).unwrap().omits_findings);
    }

    #[test]
    fn cargos_spellings_refine_json() {
        for flags in [&["json", "json-diagnostic-short"][..], &["json-diagnostic-short,json"], &["json-diagnostic-short"]] {
            assert_eq!(outputs(flags).unwrap().programs, Some(Format::JsonDiagnosticShort), "{flags:?}");
        }
        let both = outputs(&["json-diagnostic-rendered-ansi,json-diagnostic-short"]).unwrap();
        assert_eq!(both.programs, Some(Format::JsonDiagnosticShort));
        assert_eq!(outputs(&["json-diagnostic-rendered-ansi"]).unwrap().programs, Some(Format::JsonDiagnosticRenderedAnsi));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(outputs(&["jsn"]).unwrap_err(), "unknown format `jsn`, did you mean `json`?");
        assert!(outputs(&["yaml"]).unwrap_err().contains("known: human, short, json"));
        assert!(outputs(&["human", "short"]).is_err());
        assert!(outputs(&["json=a", "short=a"]).is_err());
        assert!(outputs(&["json="]).is_err());
        assert!(outputs(&["json-render-diagnostics=a"]).is_err());
    }
}
