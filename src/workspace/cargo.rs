//! Running `cargo metadata` so that nothing of the linted repository runs.
//!
//! What Cargo would run on behalf of a repository (`build.rustc`, the wrappers, credential providers, all through
//! `.cargo/config.toml`; another toolchain through `rust-toolchain.toml`) it finds by its *working directory*. So Cargo is
//! started in the file system's root, with the manifest named by its absolute path; the harmless part of the
//! repository's configuration is handed over ([`super::cargo_config`]). Should the repository itself be
//! the root of the file system, the environment, which ranks above configuration files, still names a plain `rustc`
//! and no wrapper. The user's own configuration (`CARGO_HOME`) is the user's.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Metadata;

use super::Error;

/// What every call of Cargo in a run has in common.
#[derive(Debug)]
pub(super) struct Cargo {
    /// The program.
    program: OsString,
    /// The `rustc` that Cargo asks about the host and the target.
    rustc: OsString,
    /// Where it is started.
    root: Utf8PathBuf,
    /// A file with the harmless configuration, if there is any.
    pub(super) config: Option<Utf8PathBuf>,
}

/// Variables through which a compiler, wrapper or flag could come, or which mean something relative to the
/// directory that Cargo is started in.
const REMOVED: &[&str] = &[
    "CARGO_BUILD_RUSTC",
    "CARGO_BUILD_RUSTC_WRAPPER",
    "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_TARGET_DIR",
    "CARGO_TARGET_DIR",
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_RESOLVER_LOCKFILE_PATH",
    "CARGO_MANIFEST_DIR",
];

impl Cargo {
    /// The Cargo that started this tool, else the one on the search path.
    pub(super) fn find(current_dir: &Utf8Path) -> Self {
        let program = std::env::var_os("CARGO").filter(|p| !p.is_empty()).unwrap_or_else(|| "cargo".into());
        // Beside a toolchain's Cargo stands its rustc: the search path need not be asked.
        let sibling = Utf8Path::from_path(program.as_ref())
            .filter(|p| p.is_absolute())
            .map(|p| p.with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX)))
            .filter(|p| p.is_file());
        let rustc = sibling.map_or_else(|| "rustc".into(), |p| p.into_string().into());
        let root = current_dir.ancestors().last().unwrap_or(current_dir).to_owned();
        Self { program, rustc, root, config: None }
    }

    /// The members of a workspace, without dependencies. Runs no compiler and writes nothing.
    pub(super) fn members(&self, manifest: &Utf8Path) -> Result<Metadata, Error> {
        super::manifests::look(manifest)?;
        match self.run(manifest, &["--no-deps".to_owned()])? {
            Ok(json) => parse(&json, &[]),
            Err(message) => Err(manifest_error(&message, &self.root)),
        }
    }

    /// `cargo metadata`: what it printed, or its message.
    pub(super) fn run(&self, manifest: &Utf8Path, arguments: &[String]) -> Result<Result<String, String>, Error> {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.root).stdin(Stdio::null());
        command.args(["metadata", "--format-version", "1", "--color", "never", "--manifest-path", manifest.as_str()]);
        if let Some(config) = &self.config {
            command.args(["--config", config.as_str()]);
        }
        command.args(arguments);
        for name in REMOVED {
            command.env_remove(name);
        }
        command.env("RUSTC", &self.rustc).env("RUSTC_WRAPPER", "").env("RUSTC_WORKSPACE_WRAPPER", "");
        command.env("CARGO_TERM_PROGRESS_WHEN", "never");
        let output = command.output().map_err(|source| Error::NoCargo { program: self.program.to_string_lossy().into_owned(), source })?;
        if output.status.success() {
            return String::from_utf8(output.stdout).map(Ok).map_err(|e| Error::Metadata { message: e.to_string() });
        }
        let message = trim(&String::from_utf8_lossy(&output.stderr));
        Ok(Err(if message.is_empty() { format!("cargo ended with {}", output.status) } else { message }))
    }
}

/// Metadata from JSON, paths in it replaced (`from`, `to`).
pub(super) fn parse(json: &str, replace: &[(String, String)]) -> Result<Metadata, Error> {
    let unreadable = |e: serde_json::Error| Error::Metadata { message: e.to_string() };
    // Cargo prints its JSON as one line that begins with a brace.
    let json = json.lines().find(|line| line.starts_with('{')).unwrap_or(json);
    if replace.is_empty() {
        return serde_json::from_str(json).map_err(unreadable);
    }
    let mut value: serde_json::Value = serde_json::from_str(json).map_err(unreadable)?;
    replace_strings(&mut value, replace);
    serde_json::from_value(value).map_err(unreadable)
}

fn replace_strings(value: &mut serde_json::Value, replace: &[(String, String)]) {
    match value {
        serde_json::Value::String(text) => {
            for (from, to) in replace {
                if text.contains(from.as_str()) {
                    *text = text.replace(from.as_str(), to);
                }
            }
        }
        serde_json::Value::Array(parts) => parts.iter_mut().for_each(|part| replace_strings(part, replace)),
        serde_json::Value::Object(parts) => parts.values_mut().for_each(|part| replace_strings(part, replace)),
        _ => {}
    }
}

/// Cargo's message without its warnings, progress and the word `error`.
fn trim(stderr: &str) -> String {
    let start = stderr.lines().position(|line| line.starts_with("error: "));
    let lines = stderr.lines().skip(start.unwrap_or(0));
    let text = lines.collect::<Vec<_>>().join("\n");
    text.strip_prefix("error: ").unwrap_or(&text).trim().to_owned()
}

/// The place that Cargo names (` --> path:line:column`, or ``manifest at `path` ``) and its message. Cargo shows
/// paths relative to where it was started.
fn manifest_error(message: &str, root: &Utf8Path) -> Error {
    let at = message.lines().find_map(|line| {
        let (path, rest) = split_place(line.trim_start().strip_prefix("--> ")?)?;
        Some((path, rest))
    });
    if let Some((shown, (line, column))) = at {
        // The excerpt stays; its path is made one that leads there from anywhere.
        let path = root.join(shown);
        let message = message.replacen(&format!("--> {shown}:"), &format!("--> {path}:"), 1);
        return Error::Manifest { path: Some(path), line: Some(line), column: Some(column), message };
    }
    // The innermost cause stands last.
    let quoted = message.split('`').skip(1).step_by(2).filter(|text| text.ends_with("Cargo.toml")).map(|path| root.join(path));
    Error::Manifest { path: quoted.filter(|path| path.is_file()).last(), line: None, column: None, message: message.to_owned() }
}

fn split_place(place: &str) -> Option<(&str, (u32, u32))> {
    let (rest, column) = place.trim().rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    Some((path, (line.parse().ok()?, column.parse().ok()?)))
}

/// What happened and its innermost cause, in one line.
pub(super) fn headline(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default().trim();
    let cause = message.rsplit_once("Caused by:").and_then(|(_, cause)| cause.trim_start().lines().next());
    match cause {
        Some(cause) => format!("{first}: {}", cause.trim()),
        None => first.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_lose_what_is_not_the_error() {
        let stderr = "warning: virtual workspace\n  = note: x\nerror: unclosed table\n --> folder/Cargo.toml:3:9\n  |\n1 | [p\n";
        let message = trim(stderr);
        assert!(message.starts_with("unclosed table\n"), "{message}");
        let Error::Manifest { path, line, column, .. } = manifest_error(&message, Utf8Path::new("/")) else { panic!() };
        assert_eq!((path.unwrap().as_str(), line, column), ("/folder/Cargo.toml", Some(3), Some(9)));
        assert_eq!(trim("no word"), "no word");
        assert_eq!(trim(""), "");
    }

    #[test]
    fn a_manifest_is_named_without_a_line_too() {
        let dir = tempfile::tempdir().unwrap();
        let manifest = Utf8PathBuf::from_path_buf(dir.path().join("Cargo.toml")).unwrap();
        std::fs::write(&manifest, "").unwrap();
        let message =
            format!("failed to load `x`\n\nCaused by:\n  failed to parse manifest at `{manifest}`\n\nCaused by:\n  no `/x/Cargo.toml`");
        let Error::Manifest { path, line, .. } = manifest_error(&message, Utf8Path::new("/")) else { panic!() };
        assert_eq!((path, line), (Some(manifest), None));
        let Error::Manifest { path, .. } = manifest_error("something `else`", Utf8Path::new("/")) else { panic!() };
        assert_eq!(path, None);
    }

    #[test]
    fn what_is_no_metadata_is_an_error() {
        assert!(matches!(parse("nonsense", &[]), Err(Error::Metadata { .. })));
        assert!(matches!(parse("{}", &[("a".to_owned(), "b".to_owned())]), Err(Error::Metadata { .. })));
    }
}
