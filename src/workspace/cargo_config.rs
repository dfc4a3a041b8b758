//! The part of Cargo's configuration files that says where packages are, and nothing that names a program.
//!
//! The repository's `.cargo/config.toml` files (and the user's `--config` arguments) are read here instead of by Cargo,
//! which is started elsewhere. A list says what passes: everything else is dropped unseen, so a key that Cargo learns
//! tomorrow cannot run anything either.

use camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use super::{Error, Request};
use crate::source::normalise;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What Cargo may know.
    pub(super) table: Table,
    /// `build.target-dir`, absolute.
    pub(super) target_dir: Option<Utf8PathBuf>,
    /// Files that could not be read, and why.
    pub(super) warnings: Vec<String>,
}

/// How often configuration files may include one another.
const MAX_INCLUDES: u32 = 8;

/// Read `--config` arguments and the files above `current_dir`. What stands nearer wins, as in Cargo.
pub(super) fn read(request: &Request) -> Result<Found, Error> {
    let mut found = Found::default();
    for argument in request.config.iter().rev() {
        let bad = |problem: String| Error::BadConfig { argument: argument.clone(), problem };
        // As Cargo decides: what is a file is one.
        let file = request.absolute(Utf8Path::new(argument));
        if file.is_file() {
            let text = crate::source::read(&file).map_err(|e| bad(e.to_string()))?;
            let table = text.parse::<Table>().map_err(|e| bad(e.message().to_owned()))?;
            found.take(table, file.parent().unwrap_or(&file), &file, 0);
        } else {
            let table = argument
                .parse::<Table>()
                .map_err(|e| bad(format!("it is neither a file nor `KEY=VALUE` with a TOML value: {}", e.message().trim_end())))?;
            found.take(table, &request.current_dir, &request.current_dir.join("--config"), 0);
        }
    }
    let home = cargo_home();
    for dir in request.current_dir.ancestors() {
        let dot_cargo = dir.join(".cargo");
        // Cargo reads the user's own file by itself.
        if home.as_ref() == Some(&dot_cargo) {
            continue;
        }
        let Some(file) = ["config", "config.toml"].iter().map(|name| dot_cargo.join(name)).find(|f| f.is_file()) else { continue };
        found.take_file(&file, dir, 0);
    }
    Ok(found)
}

fn cargo_home() -> Option<Utf8PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME").filter(|h| !h.is_empty()) {
        return Utf8PathBuf::from_os_string(home).ok().map(|h| normalise(&h));
    }
    let home = std::env::home_dir()?;
    Utf8PathBuf::from_path_buf(home).ok().map(|h| normalise(&h.join(".cargo")))
}

impl Found {
    fn take_file(&mut self, file: &Utf8Path, base: &Utf8Path, depth: u32) {
        let table = crate::source::read(file)
            .map_err(|e| e.to_string())
            .and_then(|text| text.parse::<Table>().map_err(|e| format!("cannot read `{file}`: {}", e.message().trim_end())));
        match table {
            Ok(table) => self.take(table, base, file, depth),
            Err(problem) => self.warnings.push(format!("{problem}; the file was ignored")),
        }
    }

    /// Take over what may pass of a table; relative paths in it start at `base`.
    fn take(&mut self, table: Table, base: &Utf8Path, file: &Utf8Path, depth: u32) {
        let includes = table.get("include").map(include_paths).unwrap_or_default();
        if self.target_dir.is_none() {
            let dir = table.get("build").and_then(|b| b.get("target-dir")).and_then(Value::as_str);
            self.target_dir = dir.map(|d| normalise(&base.join(d)));
        }
        merge(&mut self.table, harmless(table, base));
        if depth < MAX_INCLUDES {
            let dir = file.parent().unwrap_or(file);
            for path in includes.into_iter().rev() {
                let path = normalise(&dir.join(path));
                if path.is_file() {
                    self.take_file(&path, base, depth + 1);
                }
            }
        } else if !includes.is_empty() {
            self.warnings.push(format!("`{file}` is included by more than {MAX_INCLUDES} files; what it includes was ignored"));
        }
    }
}

/// `include = "path"`, `["path"]`, or `[{ path = "…" }]`.
fn include_paths(value: &Value) -> Vec<String> {
    match value {
        Value::String(path) => vec![path.clone()],
        Value::Table(table) => table.get("path").and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
        Value::Array(parts) => parts.iter().flat_map(include_paths).collect(),
        _ => Vec::new(),
    }
}

/// What says where packages come from, with absolute paths.
fn harmless(table: Table, base: &Utf8Path) -> Table {
    let mut kept = Table::new();
    for (key, value) in table {
        let value = match (key.as_str(), value) {
            ("source", Value::Table(sources)) => Value::Table(each_table(sources, |source| {
                let mut source = keep(source, &["replace-with", "registry", "local-registry", "directory", "git", "branch", "tag", "rev"]);
                absolute(&mut source, &["local-registry", "directory"], base);
                source
            })),
            ("registries", Value::Table(registries)) => Value::Table(each_table(registries, |r| keep(r, &["index", "protocol"]))),
            ("registry", Value::Table(registry)) => Value::Table(keep(registry, &["default", "index"])),
            ("patch", Value::Table(sources)) => Value::Table(each_table(sources, |packages| {
                each_table(packages, |mut package| {
                    absolute(&mut package, &["path"], base);
                    package
                })
            })),
            ("paths", Value::Array(paths)) => Value::Array(paths.into_iter().map(|path| join(path, base)).collect()),
            ("net", Value::Table(net)) => Value::Table(keep(net, &["offline", "retry"])),
            ("resolver", Value::Table(resolver)) => Value::Table(keep(resolver, &["incompatible-rust-versions"])),
            _ => continue,
        };
        if value.as_table().is_none_or(|t| !t.is_empty()) {
            kept.insert(key, value);
        }
    }
    kept
}

fn each_table(table: Table, mut change: impl FnMut(Table) -> Table) -> Table {
    let tables = table.into_iter().filter_map(|(key, value)| match value {
        Value::Table(inner) => Some((key, inner)),
        _ => None,
    });
    tables.map(|(key, inner)| (key, Value::Table(change(inner)))).collect()
}

fn keep(table: Table, keys: &[&str]) -> Table {
    table.into_iter().filter(|(key, _)| keys.contains(&key.as_str())).collect()
}

fn absolute(table: &mut Table, keys: &[&str], base: &Utf8Path) {
    for key in keys {
        if let Some(value) = table.get_mut(*key) {
            *value = join(value.clone(), base);
        }
    }
}

fn join(value: Value, base: &Utf8Path) -> Value {
    match value {
        Value::String(path) => Value::String(normalise(&base.join(path)).into_string()),
        other => other,
    }
}

/// Add what `into` does not say yet; tables merge, of the rest the first stays.
fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (Some(_), _) => {}
            (None, value) => {
                into.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(text: &str) -> String {
        toml::to_string(&harmless(text.parse().unwrap(), Utf8Path::new("/base"))).unwrap()
    }

    #[test]
    fn what_names_a_program_does_not_pass() {
        let text = r#"
            include = "x.toml"
            [build]
            rustc = "evil"
            rustc-wrapper = "evil"
            rustc-workspace-wrapper = "evil"
            rustflags = ["--cfg", "evil"]
            [env]
            RUSTC = "evil"
            [alias]
            metadata = "run --bin evil"
            [target.x86_64-pc-windows-msvc]
            runner = "evil"
            linker = "evil"
            [registry]
            credential-provider = ["evil"]
            global-credential-providers = ["evil"]
            [registries.mine]
            credential-provider = ["evil"]
            token = "evil"
            [credential-alias]
            x = ["evil"]
            [net]
            git-fetch-with-cli = true
            [source.crates-io]
            evil = "evil"
            [doc]
            browser = "evil"
        "#;
        assert!(!pass(text).contains("evil"), "{}", pass(text));
        assert!(!pass(text).contains("git-fetch-with-cli"));
    }

    #[cfg(unix)]
    #[test]
    fn where_packages_are_passes() {
        let text = r#"
            paths = ["../local"]
            [source.crates-io]
            replace-with = "vendored"
            [source.vendored]
            directory = "vendor"
            [registries.mine]
            index = "sparse+https://example.com/"
            [net]
            offline = true
            [patch.crates-io]
            foo = { path = "foo" }
        "#;
        let passed = pass(text);
        for expected in ["\"/local\"", "\"/base/vendor\"", "sparse+https", "offline = true", "\"/base/foo\"", "replace-with"] {
            assert!(passed.contains(expected), "{expected} in {passed}");
        }
    }

    #[test]
    fn arguments_win_over_files_and_nonsense_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
        std::fs::create_dir_all(path.join(".cargo")).unwrap();
        std::fs::create_dir_all(path.join("inner/.cargo")).unwrap();
        std::fs::write(
            path.join(".cargo/config.toml"),
            "include = \"more.toml\"\n[net]\noffline = false\nretry = 7\n[build]\ntarget-dir = \"out\"\n",
        )
        .unwrap();
        std::fs::write(path.join(".cargo/more.toml"), "include = \"more.toml\"\n[source.a]\ndirectory = \"v\"\n").unwrap();
        std::fs::write(path.join("inner/.cargo/config.toml"), "[net\n").unwrap();
        let mut request = Request { current_dir: path.join("inner"), config: vec!["net.offline=true".to_owned()], ..Request::default() };
        let found = read(&request).unwrap();
        assert_eq!(found.table["net"]["offline"].as_bool(), Some(true));
        assert_eq!(found.table["net"]["retry"].as_integer(), Some(7));
        assert_eq!(found.table["source"]["a"]["directory"].as_str(), Some(path.join("v").as_str()));
        assert_eq!(found.target_dir, Some(path.join("out")));
        assert!(found.warnings.iter().any(|w| w.contains("config.toml")), "{:?}", found.warnings);
        request.config = vec!["net.offline=".to_owned()];
        assert!(matches!(read(&request), Err(Error::BadConfig { .. })));
    }
}
