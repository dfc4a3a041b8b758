//! Which level a lint has: command line over configuration over default.
//!
//! As rustc has it: a later flag wins over an earlier one, a group's flag sets each of its lints, `warnings` stands for
//! whatever is at `warn` in the end, and what is forbidden stays so. In a configuration table, which has no order, a
//! lint's own line wins over its group's, and the narrower table (path, then package) over the wider.

use std::collections::BTreeMap;

use super::Config;
use super::problem::nearest;
use crate::findings::{Finding, Group, Level, LevelOrigin, LeveledFinding, Lint, TOOL, place};
use crate::source::Sources;
use crate::workspace::Package;

/// The lints that levels are set for.
#[derive(Clone, Copy, Debug)]
pub struct LintNames(pub &'static [&'static Lint]);

/// What a name in a flag or a configuration table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// One lint, by its name.
    Lint(&'static str),
    /// Every lint of a group.
    Group(Group),
    /// Whatever is at `warn` in the end.
    Warnings,
}

impl LintNames {
    /// Read a name: a lint's, a group's or `warnings`, with or without `looksalive::`; `-` counts as `_`.
    pub fn parse(self, name: &str) -> Option<Selector> {
        let name = bare(name);
        if name == "warnings" {
            return Some(Selector::Warnings);
        }
        let lint = self.0.iter().find(|lint| lint.name == name).map(|lint| Selector::Lint(lint.name));
        lint.or_else(|| Group::from_name(&name).map(Selector::Group))
    }

    /// The name that somebody who wrote `name` most likely meant.
    pub fn nearest(self, name: &str) -> Option<&'static str> {
        let lints = self.0.iter().map(|lint| lint.name);
        nearest(&bare(name), lints.chain(Group::ALL.map(Group::name)).chain(["warnings"]))
    }
}

/// `name` without the tool's prefix, spelled as lints are.
fn bare(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix(TOOL).and_then(|rest| rest.trim_start().strip_prefix("::")).map_or(name, str::trim_start);
    name.replace('-', "_").to_lowercase()
}

/// A level that a flag sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelFlag {
    /// The level.
    pub level: Level,
    /// For what.
    pub selector: Selector,
    /// As typed: `-D looksalive::sleeps`.
    pub typed: String,
}

/// The levels of one configuration table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableLevels {
    /// The file they stand in, as shown.
    pub file: String,
    /// Level by what it is for; a lint's own wins over its group's.
    pub levels: BTreeMap<Selector, Level>,
}

impl TableLevels {
    fn level_of(&self, lint: &Lint) -> Option<Level> {
        let of = |selector| self.levels.get(&selector).copied();
        of(Selector::Lint(lint.name)).or_else(|| of(Selector::Group(lint.group)))
    }
}

/// A lint's level and who set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The level.
    pub level: Level,
    /// Who set it.
    pub origin: LevelOrigin,
}

/// Answers which level a lint has.
#[derive(Clone, Debug)]
pub struct LevelTable<'c> {
    config: &'c Config,
    flags: &'c [LevelFlag],
}

impl<'c> LevelTable<'c> {
    /// Levels from the lints' defaults, the configuration, and flags in the order in which they were given.
    pub fn new(config: &'c Config, flags: &'c [LevelFlag]) -> Self {
        Self { config, flags }
    }

    /// The level of `lint` for the whole workspace.
    pub fn level_of(&self, lint: &Lint) -> Setting {
        self.resolve(lint, std::iter::once(&self.config.workspace.levels))
    }

    /// The level of `lint` for a finding in `package` (its name) whose primary span lies in `file` (as shown: relative
    /// to the workspace root, `/`-separated).
    pub fn level_at(&self, lint: &Lint, package: &str, file: &str) -> Setting {
        let packages = self.config.packages.iter().filter(|(name, _)| name == package).map(|(_, settings)| &settings.levels);
        let paths = self.config.paths.iter().filter(|path| path.globs.is_match(file)).map(|path| &path.levels);
        self.resolve(lint, std::iter::once(&self.config.workspace.levels).chain(packages).chain(paths))
    }

    /// The level of a finding, by its lint, its package and the file it is shown in.
    pub fn level_for(&self, finding: &Finding, sources: &Sources, packages: &[Package]) -> Setting {
        let package = packages.get(finding.package.0 as usize).map_or("", |package| &package.name);
        let file = sources.file(place::shown(sources, finding.primary.span).file);
        self.level_at(finding.lint, package, &file.name)
    }

    /// The findings that are reported, each with its level: those that are not at `allow`.
    pub fn apply(&self, findings: Vec<Finding>, sources: &Sources, packages: &[Package]) -> Vec<LeveledFinding> {
        let leveled = findings.into_iter().map(|finding| {
            let Setting { level, origin } = self.level_for(&finding, sources, packages);
            LeveledFinding { finding, level, origin }
        });
        leveled.filter(|leveled| leveled.level != Level::Allow).collect()
    }

    /// Whether findings of `lint` are reported anywhere; if not, nobody need look for them.
    pub fn is_active(&self, lint: &Lint) -> bool {
        let workspace = &self.config.workspace.levels;
        let packages = self.config.packages.iter().map(|(_, settings)| &settings.levels);
        // A path's table wins over a package's or says nothing, so no pair of them gives a level that neither gives.
        let narrower = packages.chain(self.config.paths.iter().map(|path| &path.levels));
        let chains = narrower.map(Some).chain([None]);
        chains.into_iter().any(|narrower| self.resolve(lint, std::iter::once(workspace).chain(narrower)).level != Level::Allow)
    }

    /// Flags that change nothing because what they name is forbidden, with who forbade it.
    pub fn without_effect<'t>(&'t self, lints: LintNames) -> impl Iterator<Item = (&'t LevelFlag, LevelOrigin)> + 't {
        self.flags.iter().enumerate().filter(|(_, flag)| flag.level < Level::Forbid).filter_map(move |(i, flag)| {
            let Selector::Lint(name) = flag.selector else { return None };
            let lint = lints.0.iter().find(|lint| lint.name == name)?;
            let before = LevelTable { config: self.config, flags: &self.flags[..i] }.level_of(lint);
            (before.level == Level::Forbid).then_some((flag, before.origin))
        })
    }

    fn resolve<'t>(&self, lint: &Lint, tables: impl Iterator<Item = &'t TableLevels>) -> Setting {
        let mut setting = Setting { level: lint.default_level, origin: LevelOrigin::Default };
        let mut warnings: Option<Setting> = None;
        for table in tables {
            let origin = || LevelOrigin::Configuration(table.file.clone());
            if let Some(level) = table.level_of(lint) {
                set(&mut setting, level, origin());
            }
            if let Some(&level) = table.levels.get(&Selector::Warnings) {
                set(warnings.get_or_insert(Setting { level, origin: origin() }), level, origin());
            }
        }
        for flag in self.flags {
            let origin = || LevelOrigin::CommandLine(flag.typed.clone());
            match flag.selector {
                Selector::Lint(name) if name == lint.name => set(&mut setting, flag.level, origin()),
                Selector::Group(group) if group == lint.group => set(&mut setting, flag.level, origin()),
                Selector::Warnings => set(warnings.get_or_insert(Setting { level: flag.level, origin: origin() }), flag.level, origin()),
                Selector::Lint(_) | Selector::Group(_) => {}
            }
        }
        match warnings {
            Some(warnings) if setting.level == Level::Warn && warnings.level != Level::Warn => warnings,
            _ => setting,
        }
    }
}

/// Set unless forbidden.
fn set(setting: &mut Setting, level: Level, origin: LevelOrigin) {
    if setting.level != Level::Forbid {
        *setting = Setting { level, origin };
    }
}

#[cfg(test)]
mod tests {
    use super::super::PathLevels;
    use super::*;

    static SLEEPS: Lint = Lint { name: "sleeps", group: Group::Recommended, default_level: Level::Warn, since: "", page: "" };
    static OTHER: Lint = Lint { name: "blocking_io", group: Group::Unbounded, default_level: Level::Deny, since: "", page: "" };
    static QUIET: Lint = Lint { name: "unresolved_calls", group: Group::Pedantic, default_level: Level::Allow, since: "", page: "" };
    const NAMES: LintNames = LintNames(&[&SLEEPS, &OTHER, &QUIET]);

    fn flags(typed: &str) -> Vec<LevelFlag> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        words
            .chunks(2)
            .map(|pair| {
                let level = match pair[0] {
                    "-A" => Level::Allow,
                    "-W" => Level::Warn,
                    "-D" => Level::Deny,
                    _ => Level::Forbid,
                };
                LevelFlag { level, selector: NAMES.parse(pair[1]).unwrap(), typed: pair.join(" ") }
            })
            .collect()
    }

    fn table(levels: &[(&str, Level)]) -> TableLevels {
        let levels = levels.iter().map(|(name, level)| (NAMES.parse(name).unwrap(), *level)).collect();
        TableLevels { file: "looksalive.toml".into(), levels }
    }

    fn level(lint: &Lint, config: &Config, typed: &str) -> Level {
        LevelTable::new(config, &flags(typed)).level_of(lint).level
    }

    #[test]
    fn flags_win_in_their_order() {
        let config = Config::default();
        for (typed, sleeps, other, quiet) in [
            ("", Level::Warn, Level::Deny, Level::Allow),
            ("-A sleeps", Level::Allow, Level::Deny, Level::Allow),
            ("-A sleeps -D recommended", Level::Deny, Level::Deny, Level::Allow),
            ("-D recommended -A looksalive::sleeps", Level::Allow, Level::Deny, Level::Allow),
            ("-D warnings", Level::Deny, Level::Deny, Level::Allow),
            ("-D warnings -W unbounded", Level::Deny, Level::Deny, Level::Allow),
            ("-W pedantic -D warnings", Level::Deny, Level::Deny, Level::Deny),
            ("-D warnings -A sleeps", Level::Allow, Level::Deny, Level::Allow),
            ("-A warnings", Level::Allow, Level::Deny, Level::Allow),
            ("-D warnings -W warnings", Level::Warn, Level::Deny, Level::Allow),
            ("-F sleeps -A sleeps -A recommended", Level::Forbid, Level::Deny, Level::Allow),
            ("-W blocking-io", Level::Warn, Level::Warn, Level::Allow),
        ] {
            let levels = [&SLEEPS, &OTHER, &QUIET].map(|lint| level(lint, &config, typed));
            assert_eq!(levels, [sleeps, other, quiet], "{typed}");
        }
    }

    #[test]
    fn command_line_over_configuration_over_default() {
        let mut config = Config::default();
        config.workspace.levels = table(&[("recommended", Level::Deny), ("sleeps", Level::Allow), ("unbounded", Level::Warn)]);
        assert_eq!(level(&SLEEPS, &config, ""), Level::Allow, "the lint's line wins over its group's");
        assert_eq!(level(&OTHER, &config, ""), Level::Warn);
        assert_eq!(level(&OTHER, &config, "-D warnings"), Level::Deny);
        assert_eq!(level(&SLEEPS, &config, "-W sleeps"), Level::Warn);
        config.workspace.levels = table(&[("sleeps", Level::Forbid), ("warnings", Level::Deny)]);
        assert_eq!(level(&SLEEPS, &config, "-A sleeps"), Level::Forbid);
        let flags = flags("-A sleeps -A unbounded");
        let table = LevelTable::new(&config, &flags);
        let vain: Vec<_> = table.without_effect(NAMES).collect();
        assert_eq!(vain, [(&flags[0], LevelOrigin::Configuration("looksalive.toml".into()))]);
    }

    #[test]
    fn packages_and_paths_narrow_the_workspace() {
        let mut config = Config::default();
        config.workspace.levels = table(&[("unbounded", Level::Forbid)]);
        config.packages.push(("disk".into(), super::super::Settings { levels: table(&[("sleeps", Level::Deny)]), ..Default::default() }));
        let globs = globset::GlobSet::builder().add(globset::Glob::new("disk/src/old/**").unwrap()).build().unwrap();
        config.paths.push(PathLevels {
            globs,
            written: Vec::new(),
            levels: table(&[("recommended", Level::Allow), ("blocking_io", Level::Allow)]),
        });
        let flags = flags("-W pedantic");
        let levels = LevelTable::new(&config, &flags);
        assert_eq!(levels.level_at(&SLEEPS, "disk", "disk/src/lib.rs").level, Level::Deny);
        assert_eq!(levels.level_at(&SLEEPS, "share", "share/src/lib.rs").level, Level::Warn);
        assert_eq!(levels.level_at(&SLEEPS, "disk", "disk/src/old/a.rs").level, Level::Allow);
        assert_eq!(levels.level_at(&OTHER, "disk", "disk/src/old/a.rs").level, Level::Forbid, "forbidden above stays so");
        assert!(levels.is_active(&SLEEPS) && levels.is_active(&QUIET));
        assert!(!LevelTable::new(&config, &[]).is_active(&QUIET));
        let quiet = levels.level_at(&QUIET, "disk", "disk/src/old/a.rs");
        assert_eq!(quiet, Setting { level: Level::Warn, origin: LevelOrigin::CommandLine("-W pedantic".into()) });
    }

    #[test]
    fn what_is_active_only_in_a_package_or_path_is_active() {
        let mut config = Config::default();
        assert!(!LevelTable::new(&config, &[]).is_active(&QUIET));
        config.packages.push(("disk".into(), super::super::Settings { levels: table(&[("pedantic", Level::Warn)]), ..Default::default() }));
        assert!(LevelTable::new(&config, &[]).is_active(&QUIET));
        config.packages.clear();
        let globs = globset::GlobSet::builder().add(globset::Glob::new("*").unwrap()).build().unwrap();
        config.paths.push(PathLevels { globs, written: Vec::new(), levels: table(&[("pedantic", Level::Warn)]) });
        assert!(LevelTable::new(&config, &[]).is_active(&QUIET));
    }

    #[test]
    fn names_are_read_as_rustc_reads_them() {
        assert_eq!(NAMES.parse("looksalive::blocking-io"), Some(Selector::Lint("blocking_io")));
        assert_eq!(NAMES.parse("warnings"), Some(Selector::Warnings));
        assert_eq!(NAMES.parse("clippy::sleeps"), None);
        assert_eq!(NAMES.nearest("looksalive::slepes"), Some("sleeps"));
        assert_eq!(NAMES.nearest("recomended"), Some("recommended"));
        assert_eq!(NAMES.nearest("dead_code"), None);
    }
}
