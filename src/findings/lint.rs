//! Lints, groups and levels.

/// How a finding is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported; the exit status stays 0.
    Warn,
    /// Reported as an error; the exit status is 1.
    Deny,
    /// As `Deny`, and no suppression or later flag lowers it.
    Forbid,
}

/// Groups of lints, as the platform's rules rank them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described on its lints' pages")]
pub enum Group {
    Required,
    Unbounded,
    Recommended,
    Robustness,
    Pedantic,
    Suppressions,
}

/// One lint.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Lint {
    /// Its name, without the `looksalive::` prefix.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// Its level where nobody says otherwise.
    pub default_level: Level,
    /// The version that brought it.
    pub since: &'static str,
    /// Its page, Markdown with front matter.
    pub page: &'static str,
}
