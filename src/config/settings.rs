//! The keys of the configuration and what each takes.

use std::sync::Arc;

use globset::{GlobBuilder, GlobSet};
use toml::de::DeTable;

use super::levels::{LintNames, TableLevels};
use super::problem::{ConfigFile, Located, Problem, nearest};
use super::reader::{Reader, Value, list};
use super::units::{parse_duration, parse_size};
use super::{Config, EntryPoint, FILE_NAME, PathLevels, Settings};
use super::{limit, model};
use crate::findings::Level;

/// The entry points that `[entry-points]` can name, in kebab case.
pub const ROLES: &[&str] = &[
    "startup",
    "open",
    "close",
    "online",
    "offline",
    "terminate",
    "looks-alive",
    "is-alive",
    "arbitrate",
    "release",
    "resource-control",
    "resource-type-control",
    "begin-resource-control",
    "begin-resource-type-control",
    "begin-resource-control-as-user",
    "begin-resource-type-control-as-user",
    "cancel",
];

pub(super) const PACKAGE_KEYS: &[&str] = &["budget", "allocation-limit", "lints", "entry-points"];
pub(super) const OWN_PACKAGE_KEYS: &[&str] = &["budget", "allocation-limit", "lints", "entry-points", "model"];
pub(super) const WORKSPACE_KEYS: &[&str] =
    &["budget", "allocation-limit", "target", "lints", "entry-points", "looks-alive", "model", "package", "path"];
const LEVELS: [&str; 4] = ["allow", "warn", "deny", "forbid"];

/// Which table is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Workspace,
    /// `[package.metadata.looksalive]`
    OwnPackage,
    /// `[package.NAME]` of the workspace's configuration.
    NamedPackage,
}

/// Read `looksalive.toml`.
pub fn read_own(file: &Arc<ConfigFile>, lints: LintNames, config: &mut Config, errors: &mut Vec<Problem>) {
    let mut reader = Reader::new(file, errors);
    let Some(table) = reader.parse(&file.text) else { return };
    let settings = read_settings(&mut reader, &table, Scope::Workspace, lints, config);
    config.workspace = settings;
}

/// Read `[workspace.metadata.looksalive]` of the root manifest.
pub fn read_workspace_metadata(file: &Arc<ConfigFile>, has_own: bool, lints: LintNames, config: &mut Config, errors: &mut Vec<Problem>) {
    let Some(manifest) = manifest(&file.text) else { return };
    let Some(value) = find(&manifest, &["workspace", "metadata", "looksalive"]) else { return };
    let mut reader = Reader::new(file, errors);
    if has_own {
        reader
            .error(value.span(), format!("the workspace is configured twice: here and in {FILE_NAME}"))
            .help(format!("keep one: move what stands here to {FILE_NAME}"));
        return;
    }
    if let Some(table) = reader.table(value, "`workspace.metadata.looksalive`") {
        config.workspace = read_settings(&mut reader, table, Scope::Workspace, lints, config);
    }
}

/// Read `[package.metadata.looksalive]` of the manifest of `package`.
pub fn read_package_metadata(file: &Arc<ConfigFile>, package: &str, lints: LintNames, config: &mut Config, errors: &mut Vec<Problem>) {
    let Some(manifest) = manifest(&file.text) else { return };
    let Some(value) = find(&manifest, &["package", "metadata", "looksalive"]) else { return };
    let mut reader = Reader::new(file, errors);
    if let Some(table) = reader.table(value, "`package.metadata.looksalive`") {
        let settings = read_settings(&mut reader, table, Scope::OwnPackage, lints, config);
        config.packages.push((package.to_owned(), settings));
    }
}

/// A manifest's tables. Cargo has already said what is wrong with it, if anything is.
fn manifest(text: &str) -> Option<DeTable<'_>> {
    DeTable::parse(text).ok().map(toml::Spanned::into_inner)
}

fn find<'v, 't>(table: &'v DeTable<'t>, keys: &[&str]) -> Option<&'v Value<'t>> {
    let (first, rest) = keys.split_first()?;
    let value = table.get(*first)?;
    if rest.is_empty() { Some(value) } else { find(value.get_ref().as_table()?, rest) }
}

fn read_settings(reader: &mut Reader<'_>, table: &DeTable<'_>, scope: Scope, lints: LintNames, config: &mut Config) -> Settings {
    let mut settings = Settings::default();
    let keys = match scope {
        Scope::Workspace => WORKSPACE_KEYS,
        Scope::OwnPackage => OWN_PACKAGE_KEYS,
        Scope::NamedPackage => PACKAGE_KEYS,
    };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        if !keys.contains(&name) {
            if WORKSPACE_KEYS.contains(&name) {
                reader
                    .error(key.span(), format!("`{name}` cannot be set for one package"))
                    .help(format!("set it in {FILE_NAME} beside the workspace's Cargo.toml, or in `[workspace.metadata.looksalive]`"));
            } else {
                reader.unknown_key(key, keys);
            }
            continue;
        }
        match name {
            "budget" => {
                settings.budget = reader.parsed(value, "`budget`", parse_duration);
                if settings.budget.is_some_and(|budget| budget.is_zero()) {
                    reader.error(value.span(), "a budget of nothing cannot be met").help("the platform recommends `300ms`");
                }
            }
            "allocation-limit" => settings.allocation_limit = read_size(reader, value),
            "target" => config.target = read_target(reader, value),
            "lints" => settings.levels = read_levels(reader, value, lints),
            "entry-points" => settings.entry_points = read_entry_points(reader, value),
            "looks-alive" => {
                if let Some(table) = reader.table(value, "`looks-alive`") {
                    config.looks_alive = limit::read(reader, table);
                }
            }
            "model" => {
                let tables = reader.tables(value, "model");
                config.models.extend(tables.into_iter().filter_map(|table| model::read(reader, table)));
            }
            "package" => read_packages(reader, value, lints, config),
            "path" => {
                for table in reader.tables(value, "path") {
                    read_path(reader, table, lints, config);
                }
            }
            _ => unreachable!("every known key has an arm"),
        }
    }
    settings
}

fn read_size(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<u64> {
    if let Some(bytes) = value.get_ref().as_integer() {
        let bytes = u64::from_str_radix(bytes.as_str(), bytes.radix()).ok();
        if bytes.is_none() {
            reader.error(value.span(), "a size is not negative");
        }
        return bytes;
    }
    reader.parsed(value, "`allocation-limit`", parse_size)
}

fn read_target(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Located<String>> {
    let target = reader.string(value, "`target`")?;
    if target.value.is_empty() || target.value.contains(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))) {
        reader.error(value.span(), format!("`{}` is no target triple", target.value)).help("write one such as `x86_64-pc-windows-msvc`");
        return None;
    }
    Some(target)
}

fn read_levels(reader: &mut Reader<'_>, value: &Value<'_>, lints: LintNames) -> TableLevels {
    let mut levels = TableLevels { file: reader.file_name().to_owned(), ..TableLevels::default() };
    let Some(table) = reader.table(value, "`lints`") else { return levels };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let level = match value.get_ref().as_table() {
            Some(table) => read_level_table(reader, table, value),
            None => read_level(reader, value, name),
        };
        let Some(selector) = lints.parse(name) else {
            let near = lints.nearest(name).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "`cargo looksalive-lint list` shows every lint".into());
            reader.error(key.span(), format!("unknown lint `{name}`")).help(help);
            continue;
        };
        let Some(level) = level else { continue };
        if levels.levels.insert(selector, level).is_some() {
            reader.error(key.span(), format!("`{name}` is set twice, in two spellings"));
        }
    }
    levels
}

/// `{ level = "warn" }`, as Cargo's `[lints]` also has it.
fn read_level_table(reader: &mut Reader<'_>, table: &DeTable<'_>, whole: &Value<'_>) -> Option<Level> {
    let mut level = None;
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "level" => level = read_level(reader, value, "level"),
            "priority" => {
                reader.error(key.span(), "levels have no priority").help("remove it: a lint's own line wins over its group's");
            }
            _ => reader.unknown_key(key, &["level"]),
        }
    }
    if !table.contains_key("level") {
        reader.error(whole.span(), "missing key `level`");
    }
    level
}

fn read_level(reader: &mut Reader<'_>, value: &Value<'_>, name: &str) -> Option<Level> {
    let text = reader.string(value, &format!("the level of `{name}`"))?;
    let level = Level::from_name(&text.value);
    if level.is_none() {
        let help = match nearest(&text.value, LEVELS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("levels: {}", list(LEVELS)),
        };
        reader.error(value.span(), format!("unknown level `{}`", text.value)).help(help);
    }
    level
}

fn read_entry_points(reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<EntryPoint> {
    let mut points = Vec::new();
    let Some(table) = reader.table(value, "`entry-points`") else { return points };
    for (key, value) in table {
        let Some(role) = ROLES.iter().copied().find(|role| role == key.get_ref()) else {
            reader.unknown_key(key, ROLES);
            continue;
        };
        for path in reader.strings(value, &format!("`{role}`")) {
            if is_path(&path.value) {
                points.push(EntryPoint { role, path });
            } else {
                reader
                    .error(path.place.range, format!("`{}` is no path of a function", path.value))
                    .help("write it from the crate's name, without generics: `my_framework::Resource::looks_alive`");
            }
        }
    }
    points
}

/// Whether `text` is identifiers joined by `::`.
pub(super) fn is_path(text: &str) -> bool {
    text.split("::").all(|segment| {
        let segment = segment.strip_prefix("r#").unwrap_or(segment);
        segment.starts_with(|c: char| c.is_alphabetic() || c == '_') && segment.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

fn read_packages(reader: &mut Reader<'_>, value: &Value<'_>, lints: LintNames, config: &mut Config) {
    let Some(table) = reader.table(value, "`package`") else { return };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(table) = reader.table(value, &format!("`package.{name}`")) else { continue };
        config.named_packages.push(Located { value: name.to_owned(), place: reader.place(key.span()) });
        let settings = read_settings(reader, table, Scope::NamedPackage, lints, config);
        config.packages.push((name.to_owned(), settings));
    }
}

fn read_path(reader: &mut Reader<'_>, whole: &Value<'_>, lints: LintNames, config: &mut Config) {
    let Some(table) = whole.get_ref().as_table() else { return };
    let mut globs = GlobSet::builder();
    let mut written = Vec::new();
    let mut levels = TableLevels::default();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "glob" => {
                for glob in reader.strings(value, "`glob`") {
                    match GlobBuilder::new(&glob.value).literal_separator(true).build() {
                        Ok(built) => {
                            globs.add(built);
                            written.push(glob.value);
                        }
                        Err(error) => drop(reader.error(glob.place.range, format!("no valid glob: {}", error.kind()))),
                    }
                }
            }
            "lints" => levels = read_levels(reader, value, lints),
            _ => reader.unknown_key(key, &["glob", "lints"]),
        }
    }
    for missing in ["glob", "lints"].into_iter().filter(|key| !table.contains_key(*key)) {
        reader.error(whole.span(), format!("missing key `{missing}`"));
    }
    match globs.build() {
        Ok(globs) => config.paths.push(PathLevels { globs, written, levels }),
        Err(error) => drop(reader.error(whole.span(), format!("globs that are too large together: {}", error.kind()))),
    }
}
