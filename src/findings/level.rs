//! A finding with the level that somebody, or nobody, set.
//!
//! How a level is resolved (flags over configuration over default) is the configuration's business.

use super::{Finding, Level};

/// Who set a level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LevelOrigin {
    /// Nobody: the lint's own default.
    Default,
    /// A flag, as typed: `-D looksalive::sleeps`.
    CommandLine(String),
    /// A configuration file, by its shown name.
    Configuration(String),
}

/// What is reported: a finding and how it is treated. Never at [`Level::Allow`].
#[derive(Clone, Debug)]
pub struct LeveledFinding {
    /// The finding.
    pub finding: Finding,
    /// Its level.
    pub level: Level,
    /// Who set that.
    pub origin: LevelOrigin,
}

impl LeveledFinding {
    /// The note that says why it is reported at this level.
    pub fn level_note(&self) -> String {
        let code = self.finding.lint.code();
        let is = match self.level {
            Level::Allow => "is allowed",
            Level::Warn => "warns",
            Level::Deny => "is denied",
            Level::Forbid => "is forbidden",
        };
        match &self.origin {
            LevelOrigin::Default => format!("`{code}` {is} by default"),
            LevelOrigin::CommandLine(flag) => format!("`{code}` {is} because of `{flag}` on the command line"),
            LevelOrigin::Configuration(file) => format!("`{code}` {is} because of {file}"),
        }
    }
}
