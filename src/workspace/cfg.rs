//! `cfg`: which conditions hold for the target and the features.
//!
//! The values of a target come from a table of what rustc says of its built-in targets (`targets.tsv`), so
//! that neither that target's standard library nor a run of rustc is needed. `--cfg` flags in `RUSTFLAGS` or in
//! Cargo's configuration are not read, and what build scripts emit (`cargo::rustc-cfg`) is not known: nothing is run.

use std::collections::BTreeSet;

use super::cfg_expr::Predicate;

/// The conditions that hold: `windows`, `target_os = "windows"`, `feature = "std"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cfg {
    /// Names that are set.
    pub names: BTreeSet<String>,
    /// Keys with their values.
    pub values: BTreeSet<(String, String)>,
    /// The target triple these are for; empty where none was given.
    pub target: String,
}

/// Why there is no [`Cfg`] for a target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// A `.json` target specification.
    #[error("custom target specification `{0}` cannot be used: its `cfg` values are known to rustc only, name a built-in target instead")]
    Custom(String),
    /// Not in the table.
    #[error("unknown target `{name}`{}, `rustc --print target-list` lists all", did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// As given.
        name: String,
        /// The nearest known target.
        nearest: Option<String>,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|n| format!(", did you mean `{n}`?")).unwrap_or_default()
}

/// One line per target: triple, arch, endian, pointer width, os, env, abi, vendor, families, panic strategy, atomic
/// widths, features; lists are comma-separated.
const TARGETS: &str = include_str!("targets.tsv");

impl Cfg {
    /// What holds for a built-in target in a debug build without features.
    ///
    /// # Errors
    /// When `triple` is a target specification file or not one of rustc's built-in targets.
    pub fn for_target(triple: &str) -> Result<Self, TargetError> {
        if triple.ends_with(".json") {
            return Err(TargetError::Custom(triple.to_owned()));
        }
        let known = || TARGETS.lines().filter(|line| !line.starts_with('#'));
        let Some(line) = known().find(|line| line.split('\t').next() == Some(triple)) else {
            let names = known().filter_map(|line| line.split('\t').next());
            return Err(TargetError::Unknown { name: triple.to_owned(), nearest: super::nearest(triple, names).map(str::to_owned) });
        };
        let mut columns = line.split('\t').skip(1);
        let mut cfg = Self { target: triple.to_owned(), ..Self::default() };
        for key in [
            "target_arch",
            "target_endian",
            "target_pointer_width",
            "target_os",
            "target_env",
            "target_abi",
            "target_vendor",
            "target_family",
            "panic",
            "target_has_atomic",
            "target_feature",
        ] {
            let column = columns.next().unwrap_or_default();
            // The first seven hold exactly one value, which may be empty; the rest are lists.
            let is_list = matches!(key, "target_family" | "target_has_atomic" | "target_feature");
            for value in column.split(',').filter(|v| !is_list || !v.is_empty()) {
                if key == "target_family" && matches!(value, "unix" | "windows") {
                    cfg.names.insert(value.to_owned());
                }
                cfg.values.insert((key.to_owned(), value.to_owned()));
            }
        }
        cfg.names.insert("debug_assertions".to_owned());
        Ok(cfg)
    }

    /// The same with features set.
    #[must_use]
    pub fn with_features<'f>(&self, features: impl IntoIterator<Item = &'f str>) -> Self {
        let mut cfg = self.clone();
        cfg.values.extend(features.into_iter().map(|f| ("feature".to_owned(), f.to_owned())));
        cfg
    }

    /// Whether a predicate holds, given as it stands between the parentheses of `#[cfg(…)]` (a trailing comma is
    /// accepted). `None`: it does not parse, or it hangs on a predicate that is not known (`version(…)`,
    /// `accessible(…)`). `test`, `doc` and `miri` are never set.
    pub fn eval(&self, predicate: &str) -> Option<bool> {
        Predicate::parse(predicate)?.eval(self)
    }

    /// Whether `platform`, as it stands in `[target.'…'.dependencies]`, is this target: a triple, or `cfg(…)`. A
    /// predicate that cannot be decided matches nothing.
    pub fn matches(&self, platform: &str) -> bool {
        let platform = platform.trim();
        match platform.strip_prefix("cfg(").and_then(|rest| rest.strip_suffix(')')) {
            Some(predicate) => self.eval(predicate).unwrap_or(false),
            None => platform == self.target,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOWS: &str = "x86_64-pc-windows-msvc";

    fn windows() -> Cfg {
        Cfg::for_target(WINDOWS).unwrap()
    }

    #[test]
    fn windows_is_windows_and_linux_is_not() {
        let linux = Cfg::for_target("x86_64-unknown-linux-gnu").unwrap();
        for (predicate, on_windows, on_linux) in [
            ("windows", true, false),
            ("unix", false, true),
            ("target_os = \"windows\"", true, false),
            ("target_env = \"msvc\"", true, false),
            ("target_env = \"gnu\"", false, true),
            ("target_vendor = \"pc\"", true, false),
            ("target_pointer_width = \"64\"", true, true),
            ("target_endian = \"big\"", false, false),
            ("target_has_atomic = \"64\"", true, true),
            ("target_feature = \"sse2\"", true, true),
            ("panic = \"unwind\"", true, true),
            ("debug_assertions", true, true),
            ("target_abi = \"\"", true, true),
            ("test", false, false),
            ("not(doc)", true, true),
            ("all(windows, not(miri))", true, false),
        ] {
            assert_eq!(windows().eval(predicate), Some(on_windows), "{predicate} on Windows");
            assert_eq!(linux.eval(predicate), Some(on_linux), "{predicate} on Linux");
        }
    }

    #[test]
    fn features_are_values() {
        let cfg = windows().with_features(["std", "foo-bar"]);
        assert_eq!(cfg.eval("feature = \"foo-bar\""), Some(true));
        assert_eq!(cfg.eval("feature = \"foo_bar\""), Some(false));
        assert_eq!(windows().eval("feature = \"std\""), Some(false));
    }

    #[test]
    fn platforms_are_triples_or_predicates() {
        assert!(windows().matches(WINDOWS));
        assert!(!windows().matches("i686-pc-windows-msvc"));
        assert!(windows().matches("cfg(all(windows, target_arch = \"x86_64\"))"));
        assert!(!windows().matches("cfg(unix)"));
        assert!(!windows().matches("cfg("));
    }

    #[test]
    fn what_is_no_built_in_target_is_refused() {
        let error = Cfg::for_target("x86_64-pc-windows-mscv").unwrap_err().to_string();
        assert!(error.contains("did you mean `x86_64-pc-windows-msvc`?"), "{error}");
        let error = Cfg::for_target("zzzzzz").unwrap_err().to_string();
        assert!(!error.contains("did you mean"), "{error}");
        assert!(matches!(Cfg::for_target("my/target.json"), Err(TargetError::Custom(_))));
        assert!(Cfg::for_target("").is_err());
        assert!(Cfg::for_target("#triple").is_err());
    }

    /// The table agrees with this toolchain's rustc in what code asks for; `BLESS=1` writes it anew.
    #[test]
    fn the_table_is_what_rustc_says() {
        let rustc = |args: &[&str]| {
            let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
            let output = std::process::Command::new(rustc).args(args).output().expect("rustc runs where cargo test does");
            String::from_utf8(output.stdout).unwrap()
        };
        let bless = std::env::var_os("BLESS").is_some();
        let sample = [WINDOWS, "aarch64-pc-windows-gnullvm", "i686-pc-windows-gnu", "thumbv6m-none-eabi", "wasm32-unknown-emscripten"];
        let list = rustc(&["--print", "target-list"]);
        let targets = list.lines().filter(|t| bless || sample.contains(t));
        let mut table =
            "#triple\tarch\tendian\tpointer_width\tos\tenv\tabi\tvendor\tfamilies\tpanic\tatomics\tfeatures (from rustc --print cfg)\n"
                .to_owned();
        let mut differ = Vec::new();
        for triple in targets {
            let printed = rustc(&["--print", "cfg", "--target", triple]);
            let values = |key: &str| {
                let of_key = printed.lines().filter_map(|l| l.strip_prefix(key)?.strip_prefix("=\"")?.strip_suffix('"'));
                of_key.collect::<Vec<_>>().join(",")
            };
            let mut columns = vec![triple.to_owned()];
            for key in ["arch", "endian", "pointer_width", "os", "env", "abi", "vendor", "family"] {
                columns.push(values(&format!("target_{key}")));
            }
            columns.extend([values("panic"), values("target_has_atomic"), values("target_feature")]);
            let line = columns.join("\t");
            table.push_str(&line);
            table.push('\n');
            let without_features = |line: &str| line.rsplit_once('\t').map(|(rest, _)| rest.to_owned());
            if !TARGETS.lines().any(|known| without_features(known) == without_features(&line)) {
                differ.push(line);
            }
        }
        if bless {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/workspace/targets.tsv"), table).unwrap();
        } else {
            assert!(differ.is_empty(), "BLESS=1 rewrites the table; missing: {differ:#?}");
        }
    }
}
