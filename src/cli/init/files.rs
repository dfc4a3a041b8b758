//! The texts that `init` writes.

/// `looksalive.toml`
pub const CONFIGURATION: &str = concat!(
    "#:schema ",
    env!("CARGO_PKG_REPOSITORY"),
    "/raw/main/lints/schemas/looksalive.json\n",
    r#"# How `cargo looksalive-lint` lints this workspace. Everything may be left out; these are the defaults.

budget = "300ms"                # the time within which `LooksAlive` should return
allocation-limit = "64KiB"      # what one place may put on the heap
target = "x86_64-pc-windows-msvc"

[lints]                         # a lint's own line wins over its group's; `list` shows them all
required = "deny"
unbounded = "deny"
recommended = "warn"
robustness = "warn"

# Functions that a framework registers out of sight:
# [entry-points]
# looks-alive = ["my_framework::Resource::looks_alive"]

# What a foreign function does, which has no body to look into:
# [[model]]
# path = "my_crate::vendor::device_wait"
# latency = { arg = 1, unit = "ms" }
# kind = "wait"
"#
);

/// Texts that depend on where the workspace lies.
pub struct Files<'p> {
    /// The workspace's folder below the repository's top; empty if it is the top.
    pub below: &'p str,
}

impl Files<'_> {
    fn manifest(&self) -> Option<String> {
        (!self.below.is_empty()).then(|| format!("{}/Cargo.toml", self.below))
    }

    /// An entry of `.pre-commit-config.yaml`.
    pub fn hook(&self) -> String {
        let (home, version) = (env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));
        let args = self.manifest().map(|manifest| format!("        args: [\"--manifest-path={manifest}\"]\n")).unwrap_or_default();
        format!("  - repo: {home}\n    rev: v{version}\n    hooks:\n      - id: looksalive-lint\n{args}")
    }

    /// A workflow of GitHub's.
    pub fn github(&self) -> String {
        let repository = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
        let args =
            self.manifest().map(|manifest| format!("        with:\n          args: --manifest-path={manifest}\n")).unwrap_or_default();
        format!(
            "name: looksalive\non:\n  push:\n    branches: [main]\n  pull_request:\npermissions:\n  contents: read\n  security-events: write\njobs:\n  looksalive:\n    \
             runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: {repository}@v{}\n{args}",
            env!("CARGO_PKG_VERSION")
        )
    }

    /// A job of GitLab's.
    pub fn gitlab(&self) -> String {
        let args = self.manifest().map(|manifest| format!(" --manifest-path={manifest}")).unwrap_or_default();
        format!(
            "looksalive:\n  image: rust:latest\n  script:\n    - (cd / && cargo install --locked cargo-looksalive-lint --version {})\n    \
             - cargo-looksalive-lint --message-format=gitlab=gl-code-quality-report.json --message-format=junit=looksalive.xml{args}\n  \
             artifacts:\n    when: always\n    reports:\n      codequality: gl-code-quality-report.json\n      junit: looksalive.xml\n",
            env!("CARGO_PKG_VERSION")
        )
    }
}
