//! Whether to colour: flag, `CARGO_TERM_COLOR`, `CLICOLOR_FORCE`, `NO_COLOR`, terminal, in this order.

use std::io::IsTerminal;

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

/// `--color`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Whether a stream takes colour. `var` looks up the environment.
pub fn is_colored(flag: Option<When>, var: impl Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let cargo = || match var("CARGO_TERM_COLOR")?.as_str() {
        "auto" => Some(When::Auto),
        "always" => Some(When::Always),
        "never" => Some(When::Never),
        _ => None,
    };
    let set = |name: &str| var(name).is_some_and(|value| !value.is_empty());
    match flag.or_else(cargo) {
        Some(When::Always) => true,
        Some(When::Never) => false,
        Some(When::Auto) | None => {
            if var("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") {
                true
            } else if set("NO_COLOR") || var("CLICOLOR").is_some_and(|value| value == "0") {
                false
            } else {
                is_terminal && var("TERM").is_none_or(|term| term != "dumb")
            }
        }
    }
}

/// The standard streams with the user's wish for colour.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    flag: Option<When>,
}

impl Console {
    /// Streams for that `--color`.
    pub fn new(flag: Option<When>) -> Self {
        Self { flag }
    }

    /// Streams for the `--color` that stands in `arguments`, for messages about arguments that cannot be parsed.
    pub fn guess(arguments: &[std::ffi::OsString]) -> Self {
        let words = || arguments.iter().map(|argument| argument.to_str().unwrap_or_default());
        let joined = words().filter_map(|word| word.strip_prefix("--color="));
        let parted = words().zip(words().skip(1)).filter(|(word, _)| *word == "--color").map(|(_, value)| value);
        Self { flag: joined.chain(parted).find_map(|value| When::from_str(value, false).ok()) }
    }

    /// Whether standard output takes colour.
    pub fn colors_stdout(self) -> bool {
        is_colored(self.flag, environment, std::io::stdout().is_terminal())
    }

    /// Whether standard error takes colour.
    pub fn colors_stderr(self) -> bool {
        is_colored(self.flag, environment, std::io::stderr().is_terminal())
    }

    /// Standard output; styles are stripped where it takes no colour.
    pub fn stdout(self) -> AutoStream<std::io::StdoutLock<'static>> {
        AutoStream::new(std::io::stdout().lock(), choice(self.colors_stdout()))
    }

    /// Standard error; styles are stripped where it takes no colour.
    pub fn stderr(self) -> AutoStream<std::io::StderrLock<'static>> {
        AutoStream::new(std::io::stderr().lock(), choice(self.colors_stderr()))
    }
}

fn environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn choice(colored: bool) -> ColorChoice {
    if colored { ColorChoice::Always } else { ColorChoice::Never }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_says_something_decides() {
        for (flag, variables, terminal, colored) in [
            (None, &[][..], true, true),
            (None, &[], false, false),
            (None, &[("NO_COLOR", "1")], true, false),
            (None, &[("NO_COLOR", "")], true, true),
            (None, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false, true),
            (None, &[("CLICOLOR_FORCE", "0")], false, false),
            (None, &[("CLICOLOR", "0")], true, false),
            (None, &[("TERM", "dumb")], true, false),
            (None, &[("CARGO_TERM_COLOR", "never"), ("CLICOLOR_FORCE", "1")], true, false),
            (None, &[("CARGO_TERM_COLOR", "always"), ("NO_COLOR", "1")], false, true),
            (None, &[("CARGO_TERM_COLOR", "auto"), ("NO_COLOR", "1")], true, false),
            (Some(When::Never), &[("CARGO_TERM_COLOR", "always")], true, false),
            (Some(When::Always), &[("CARGO_TERM_COLOR", "never"), ("NO_COLOR", "1")], false, true),
        ] {
            let var = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(is_colored(flag, var, terminal), colored, "{flag:?} {variables:?} {terminal}");
        }
    }
}
