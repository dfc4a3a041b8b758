//! `-A`, `-W`, `-D`, `-F`: levels in the order in which they were typed.
//!
//! The derived parser keeps the values of one flag together; which came first across flags decides, so the positions
//! are read from clap's matches.

use clap::builder::{StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches};

use crate::config::levels::{LevelFlag, LintNames, Selector};
use crate::findings::{Level, registry};

const FLAGS: [(char, Level, &str); 4] = [
    ('A', Level::Allow, "Do not report this lint, or the lints of this group"),
    ('W', Level::Warn, "Report it as a warning"),
    ('D', Level::Deny, "Report it as an error; `-D warnings` does so with everything that is at warn"),
    ('F', Level::Forbid, "As --deny, and no suppression or later flag lowers it"),
];

/// Every lint, for reading names.
pub fn names() -> LintNames {
    LintNames(registry::all())
}

/// The level flags in order.
#[derive(Clone, Debug, Default)]
pub struct LevelFlags(pub Vec<LevelFlag>);

impl FromArgMatches for LevelFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Vec::new();
        for (short, level, _) in FLAGS {
            let values = matches.get_many::<Named>(level.name()).into_iter().flatten();
            let positions = matches.indices_of(level.name()).into_iter().flatten();
            flags.extend(positions.zip(values).map(|(position, named)| {
                let typed = format!("-{short} {}", named.typed);
                (position, LevelFlag { level, selector: named.selector, typed })
            }));
        }
        flags.sort_by_key(|(position, _)| *position);
        Ok(Self(flags.into_iter().map(|(_, flag)| flag).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for LevelFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        FLAGS.into_iter().fold(command, |command, (short, level, help)| {
            command.arg(
                Arg::new(level.name())
                    .short(short)
                    .long(level.name())
                    .value_name("LINT")
                    .action(ArgAction::Append)
                    .value_parser(LintParser)
                    .help(help)
                    .help_heading("Lint levels"),
            )
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

/// A name that is known.
#[derive(Clone, Debug)]
struct Named {
    typed: String,
    selector: Selector,
}

#[derive(Clone)]
struct LintParser;

impl TypedValueParser for LintParser {
    type Value = Named;

    fn parse_ref(&self, command: &clap::Command, arg: Option<&Arg>, value: &std::ffi::OsStr) -> Result<Named, clap::Error> {
        let typed = StringValueParser::new().parse_ref(command, arg, value)?;
        if let Some(selector) = names().parse(&typed) {
            return Ok(Named { typed, selector });
        }
        let mut error = clap::Error::new(ErrorKind::ValueValidation).with_cmd(command);
        if let Some(arg) = arg {
            error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
        }
        let tip = match names().nearest(&typed) {
            Some(near) => format!("did you mean `{near}`?"),
            None if arg.is_some_and(|arg| arg.get_short() == Some('F')) => "`-F` is `--forbid`; features are `--features`".to_owned(),
            None => "`cargo looksalive-lint list` shows every lint".to_owned(),
        };
        error.insert(ContextKind::InvalidValue, ContextValue::String(typed));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        Err(error)
    }
}
