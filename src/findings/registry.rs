//! Every lint there is.
//!
//! A lint exists when it has a page under `lints/rules/<group>/`, a line here and a check; the tests of this
//! module keep pages and lines the same. Nothing here knows how a lint is checked.

use super::lint::TOOL;
use super::{Group, Level, Lint};

macro_rules! lints {
    ($($group:ident / $folder:literal { $($name:ident = $lint:literal, $level:ident, $since:literal;)+ })+) => {
        $($(
            #[doc = concat!("`", $lint, "`: see its page under `lints/rules/", $folder, "/`.")]
            pub static $name: Lint = Lint {
                name: $lint,
                group: Group::$group,
                default_level: Level::$level,
                since: $since,
                page: include_str!(concat!("../../lints/rules/", $folder, "/", $lint, ".md")),
            };
        )+)+
        static ALL: &[&Lint] = &[$($(&$name),+),+];
    };
}

lints! {
    Required / "required" {
        EXCLUSIVE_CONTEXT_BORROWS = "exclusive_context_borrows", Deny, "0.1.0";
        INCONSISTENT_GUARDS = "inconsistent_guards", Deny, "0.1.0";
        LOCK_ORDER_INVERSIONS = "lock_order_inversions", Deny, "0.1.0";
        UNGUARDED_SHARED_STATE = "unguarded_shared_state", Deny, "0.1.0";
        USE_AFTER_TERMINATE = "use_after_terminate", Deny, "0.1.0";
    }
    Unbounded / "unbounded" {
        BLOCKING_IO = "blocking_io", Deny, "0.1.0";
        CLUSTER_API_CALLS = "cluster_api_calls", Deny, "0.1.0";
        CONTENDED_GUARDS = "contended_guards", Deny, "0.1.0";
        UNBOUNDED_LOOPS = "unbounded_loops", Deny, "0.1.0";
        UNBOUNDED_WAITS = "unbounded_waits", Deny, "0.1.0";
    }
    Recommended / "recommended" {
        FULL_HEALTH_CHECKS = "full_health_checks", Warn, "0.1.0";
        HEAVY_ALLOCATIONS = "heavy_allocations", Warn, "0.1.0";
        LATENCY_OVERRUNS = "latency_overruns", Warn, "0.1.0";
        MUTATING_HEALTH_CHECKS = "mutating_health_checks", Warn, "0.1.0";
        POLL_INTERVALS = "poll_intervals", Warn, "0.1.0";
        SLEEPS = "sleeps", Warn, "0.1.0";
    }
    Robustness / "robustness" {
        MISSING_ENTRY_POINTS = "missing_entry_points", Warn, "0.1.0";
        PANICS_ACROSS_FFI = "panics_across_ffi", Warn, "0.1.0";
    }
    Pedantic / "pedantic" {
        UNKNOWN_BOUNDS = "unknown_bounds", Allow, "0.1.0";
        UNRESOLVED_CALLS = "unresolved_calls", Allow, "0.1.0";
        UNSIZED_ALLOCATIONS = "unsized_allocations", Allow, "0.1.0";
    }
    Suppressions / "suppressions" {
        UNEXPLAINED_SUPPRESSIONS = "unexplained_suppressions", Allow, "0.1.0";
        UNKNOWN_LINTS = "unknown_lints", Warn, "0.1.0";
        UNUSED_SUPPRESSIONS = "unused_suppressions", Warn, "0.1.0";
    }
}

/// Every lint, by group and then by name.
pub fn all() -> &'static [&'static Lint] {
    ALL
}

/// The lint of that name, with or without `looksalive::`; `-` counts as `_`.
pub fn find(name: &str) -> Option<&'static Lint> {
    let name = normalize(name);
    ALL.iter().copied().find(|lint| lint.name == name)
}

/// The lints of a group, by name.
pub fn in_group(group: Group) -> impl Iterator<Item = &'static Lint> {
    ALL.iter().copied().filter(move |lint| lint.group == group)
}

/// What a name in a directive, a flag or a configuration stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    /// One lint.
    Lint(&'static Lint),
    /// Every lint of a group.
    Group(Group),
}

impl Selector {
    /// Read a name: a lint's or a group's, with or without `looksalive::`; `-` counts as `_`.
    pub fn parse(name: &str) -> Option<Self> {
        find(name).map(Self::Lint).or_else(|| Group::from_name(&normalize(name)).map(Self::Group))
    }

    /// Whether it stands for `lint` (among others).
    pub fn covers(self, lint: &Lint) -> bool {
        match self {
            Self::Lint(one) => one.name == lint.name,
            Self::Group(group) => group == lint.group,
        }
    }
}

/// The known name that somebody who wrote `name` most likely meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    let name = normalize(name);
    let names = ALL.iter().map(|lint| lint.name).chain(Group::ALL.map(Group::name));
    let scored = names.map(|known| (strsim::damerau_levenshtein(&name, known), known));
    // One edit in three letters is a slip; more is another word. A singular for a plural is always a slip.
    let slips = scored.filter(|(distance, known)| *distance <= known.len().max(name.len()) / 3);
    slips.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

fn normalize(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix(TOOL).and_then(|rest| rest.trim_start().strip_prefix("::")).map_or(name, str::trim_start);
    name.replace('-', "_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde::Deserialize;

    use super::super::lint::split_page;
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct FrontMatter {
        name: String,
        group: String,
        level: String,
        since: String,
    }

    #[test]
    fn every_line_agrees_with_its_page() {
        for lint in all() {
            let (front, body) = split_page(lint.page).unwrap_or_else(|| panic!("{}: no front matter", lint.name));
            let front: FrontMatter = toml::from_str(front).unwrap_or_else(|error| panic!("{}: {error}", lint.name));
            assert_eq!(front.name, lint.name);
            assert_eq!(front.group, lint.group.name(), "{}", lint.name);
            assert_eq!(Level::from_name(&front.level), Some(lint.default_level), "{}", lint.name);
            assert_eq!(front.since, lint.since, "{}", lint.name);
            assert!(!body.trim().is_empty(), "{}: an empty page", lint.name);
            assert!(!lint.summary().is_empty(), "{}: no first paragraph", lint.name);
        }
    }

    #[test]
    fn every_page_has_a_line() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints/rules");
        let pages: BTreeSet<(String, String)> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("lints/rules can be read"))
            .filter(|entry| entry.file_type().is_file() && entry.depth() == 2)
            .map(|entry| {
                let group = entry.path().parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
                (group, entry.file_name().to_string_lossy().trim_end_matches(".md").to_owned())
            })
            .collect();
        let lines: BTreeSet<(String, String)> = all().iter().map(|lint| (lint.group.name().to_owned(), lint.name.to_owned())).collect();
        assert_eq!(pages, lines);
    }

    #[test]
    fn names_are_found_however_they_are_spelled() {
        assert_eq!(find("looksalive::sleeps"), Some(&SLEEPS));
        assert_eq!(find("blocking-io"), Some(&BLOCKING_IO));
        assert_eq!(find("clippy::sleeps"), None);
        assert_eq!(Selector::parse("unbounded"), Some(Selector::Group(Group::Unbounded)));
        assert_eq!(Selector::parse("looksalive :: unbounded"), Some(Selector::Group(Group::Unbounded)));
        assert!(Selector::Group(Group::Unbounded).covers(&BLOCKING_IO));
        assert!(!Selector::Group(Group::Unbounded).covers(&SLEEPS));
    }

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        assert_eq!(nearest("sleep"), Some("sleeps"));
        assert_eq!(nearest("looksalive::unbounded_wait"), Some("unbounded_waits"));
        assert_eq!(nearest("blocking-oi"), Some("blocking_io"));
        assert_eq!(nearest("dead_code"), None);
    }

    #[test]
    fn lints_are_listed_by_group_and_name() {
        assert!(all().is_sorted_by_key(|lint| (lint.group, lint.name)));
    }
}
