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

impl Level {
    /// As configuration and flags spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
            Self::Forbid => "forbid",
        }
    }

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Allow, Self::Warn, Self::Deny, Self::Forbid].into_iter().find(|level| level.name() == name)
    }

    /// Whether a finding at this level is an error (and the exit status 1).
    pub fn is_error(self) -> bool {
        self >= Self::Deny
    }
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

impl Group {
    /// All groups, in the order in which they are listed.
    pub const ALL: [Self; 6] = [Self::Required, Self::Unbounded, Self::Recommended, Self::Robustness, Self::Pedantic, Self::Suppressions];

    /// As configuration, flags and the folders under `lints/rules/` spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Unbounded => "unbounded",
            Self::Recommended => "recommended",
            Self::Robustness => "robustness",
            Self::Pedantic => "pedantic",
            Self::Suppressions => "suppressions",
        }
    }

    /// The group of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
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

impl Lint {
    /// `looksalive::<name>`, as reports show it.
    pub fn code(&self) -> String {
        format!("{TOOL}::{}", self.name)
    }

    /// The page without its front matter.
    pub fn body(&self) -> &'static str {
        split_page(self.page).map_or(self.page, |(_, body)| body)
    }

    /// What the lint does, in one line: the page's first paragraph of prose, without Markdown's line breaks.
    pub fn summary(&self) -> String {
        let paragraph = self.body().lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
        paragraph.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The prefix of every code, and the first word of every directive.
pub const TOOL: &str = "looksalive";

/// A page's front matter (the TOML between the `+++` lines) and what follows it.
pub(super) fn split_page(page: &str) -> Option<(&str, &str)> {
    let rest = page.strip_prefix("+++")?.trim_start_matches('\r').strip_prefix('\n')?;
    let end = rest.find("\n+++")?;
    let body = &rest[end + "\n+++".len()..];
    Some((&rest[..end], body.trim_start_matches(['\r', '\n'])))
}
