//! The embedded resource DLL that `cargo looksalive-lint demo` writes to a temporary folder and lints.
//!
//! Holds the files and what to say of them. Where they are written and how they are linted is not known here.

/// The demonstration's files: path below the folder, and text. The manifest is kept under another name, since Cargo
/// leaves folders with a `Cargo.toml` out of packages.
pub(super) const FILES: [(&str, &str); 9] = [
    ("Cargo.toml", include_str!("files/manifest.toml")),
    ("src/lib.rs", include_str!("files/src/lib.rs")),
    ("src/bindings.rs", include_str!("files/src/bindings.rs")),
    ("src/callbacks.rs", include_str!("files/src/callbacks.rs")),
    ("src/service.rs", include_str!("files/src/service.rs")),
    ("src/queue/mod.rs", include_str!("files/src/queue/mod.rs")),
    ("src/queue/monitor.rs", include_str!("files/src/queue/monitor.rs")),
    ("src/share/mod.rs", include_str!("files/src/share/mod.rs")),
    ("src/share/probe.rs", include_str!("files/src/share/probe.rs")),
];

/// What the demonstration is, in Markdown, printed before the findings.
pub(super) const INTRODUCTION: &str = "`src/share/` does in `LooksAlive` all that it wants to know, as one would anywhere else; \
`src/queue/` does the same job as the platform asks for. The linter says:";

/// What to look at, in Markdown, printed after the findings.
pub(super) const WHAT_TO_LOOK_AT: &str = "\
- The crate is one resource DLL with two resource types; `Startup` in `src/lib.rs` hands out their tables.
- `src/share/` was ported from C line by line: every finding lies on a path from its `LooksAlive`. Follow the labels from \
  the entry point, hop by hop, to the place.
- `src/queue/` does the same job as the platform asks for. Its monitor thread (`src/queue/monitor.rs`) connects, waits and \
  sleeps, and `LooksAlive` loads two atomics: there is nothing to report, although the same functions are called.
- `src/service.rs` is used by both. Its `start` is reported because the share's `LooksAlive` reaches it; the queue calls it, \
  too, but from its monitor thread.
";

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/demo/files");
        let stored = walkdir::WalkDir::new(&folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count();
        assert_eq!(stored, FILES.len());
        assert!(FILES.iter().all(|(path, text)| !text.is_empty() && !path.contains('\\')));
    }

    #[test]
    fn the_demonstration_needs_no_dependency() {
        let manifest = FILES.iter().find(|(path, _)| *path == "Cargo.toml").expect("there is a manifest").1;
        assert!(!manifest.contains("dependencies"));
        assert!(manifest.contains("[workspace]"), "it must not join a workspace above the temporary folder");
    }
}
