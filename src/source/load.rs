//! From disk to text, and from paths to the names that outputs show.
//!
//! What a linted repository holds is not trusted: a path may lead to a pipe, a device, a folder or gigabytes.

use std::fs::File;
use std::io::Read;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// The largest file that is read, in bytes (64 MiB). The largest sources seen in use, generated bindings of all of
/// Windows, have about 20 MiB; spans count in 32 bits.
pub const MAX_BYTES: u64 = 64 << 20;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is not there, or may not be read.
    #[error("cannot read `{path}`: {source}")]
    Io {
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder, pipe, socket or device.
    #[error("cannot read `{path}`: it is {what}, not a file")]
    NotAFile {
        /// The path.
        path: Utf8PathBuf,
        /// `a folder`, `a pipe or device`
        what: &'static str,
    },
    /// More than [`MAX_BYTES`].
    #[error("cannot read `{path}`: it has more than {} MiB", MAX_BYTES >> 20)]
    TooLarge {
        /// The file.
        path: Utf8PathBuf,
    },
    /// Not UTF-8, which rustc demands too.
    #[error("cannot read `{path}`: not valid UTF-8 at byte {offset} (line {line}), save it as UTF-8")]
    NotUtf8 {
        /// The file.
        path: Utf8PathBuf,
        /// The first byte that belongs to no character, from 0.
        offset: usize,
        /// Its line, from 1.
        line: usize,
    },
}

/// The text of a file, byte for byte (byte-order mark, shebang and line endings stay).
///
/// # Errors
/// When `path` is no regular file, cannot be read, has more than [`MAX_BYTES`], or is not UTF-8.
pub fn read(path: &Utf8Path) -> Result<String, LoadError> {
    let io = |source| LoadError::Io { path: path.to_owned(), source };
    // Opening a pipe waits for its other end, so look before.
    let metadata = std::fs::metadata(path).map_err(io)?;
    if !metadata.is_file() {
        return Err(LoadError::NotAFile { path: path.to_owned(), what: if metadata.is_dir() { "a folder" } else { "a pipe or device" } });
    }
    if metadata.len() > MAX_BYTES {
        return Err(LoadError::TooLarge { path: path.to_owned() });
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // It may have grown since.
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(LoadError::TooLarge { path: path.to_owned() });
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..offset].iter().filter(|b| **b == b'\n').count() + 1;
        LoadError::NotUtf8 { path: path.to_owned(), offset, line }
    })
}

/// Whether there is something of that path that [`read`] may be asked for: a missing file is passed over, while a
/// folder or pipe of that name is an error worth telling.
pub fn is_there(path: &Utf8Path) -> bool {
    path.exists() && !path.is_dir()
}

/// `path` as outputs show it: relative to `root` where it lies below it, else absolute; normalised (no `.`, no `..`)
/// and with `/` between its parts.
pub fn display_name(root: &Utf8Path, path: &Utf8Path) -> String {
    let root = normalise(root);
    let path = normalise(&root.join(path));
    // The root itself has no relative name.
    let shown = path.strip_prefix(&root).ok().filter(|p| !p.as_str().is_empty()).unwrap_or(&path);
    if cfg!(windows) { shown.as_str().replace('\\', "/") } else { shown.as_str().to_owned() }
}

/// The path without `.` and `..`, by its text alone (links are not followed).
pub fn normalise(path: &Utf8Path) -> Utf8PathBuf {
    let mut normal = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => match normal.components().next_back() {
                Some(Utf8Component::Normal(_)) => {
                    normal.pop();
                }
                Some(Utf8Component::RootDir | Utf8Component::Prefix(_)) => {}
                Some(Utf8Component::ParentDir | Utf8Component::CurDir) | None => normal.push(".."),
            },
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temp() -> (tempfile::TempDir, Utf8PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
        (dir, path)
    }

    #[test]
    fn a_text_comes_back_byte_for_byte() {
        let (_dir, path) = temp();
        let text = "\u{feff}#!/usr/bin/env run\r\nfn ä() {}\r\n";
        std::fs::write(path.join("a.rs"), text).unwrap();
        assert_eq!(read(&path.join("a.rs")).unwrap(), text);
        std::fs::write(path.join("empty.rs"), "").unwrap();
        assert_eq!(read(&path.join("empty.rs")).unwrap(), "");
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let (_dir, path) = temp();
        std::fs::write(path.join("latin1.rs"), b"// a\n// \xe4\n").unwrap();
        assert!(matches!(read(&path.join("latin1.rs")), Err(LoadError::NotUtf8 { offset: 8, line: 2, .. })));
        assert!(matches!(read(&path.join("none.rs")), Err(LoadError::Io { .. })));
        assert!(matches!(read(&path), Err(LoadError::NotAFile { what: "a folder", .. })));
        let huge = File::create(path.join("huge.rs")).unwrap();
        huge.set_len(MAX_BYTES + 1).unwrap();
        assert!(matches!(read(&path.join("huge.rs")), Err(LoadError::TooLarge { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn devices_are_not_opened() {
        assert!(matches!(read(Utf8Path::new("/dev/zero")), Err(LoadError::NotAFile { what: "a pipe or device", .. })));
        let (_dir, path) = temp();
        let fifo = path.join("pipe.rs");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status().is_ok_and(|s| s.success());
        if made {
            assert!(matches!(read(&fifo), Err(LoadError::NotAFile { .. })));
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_are_relative_to_the_root_or_absolute() {
        let name = |root: &str, path: &str| display_name(Utf8Path::new(root), Utf8Path::new(path));
        assert_eq!(name("/w", "/w/src/lib.rs"), "src/lib.rs");
        assert_eq!(name("/w/", "/w/a/../b/./c.rs"), "b/c.rs");
        assert_eq!(name("/w", "/w/../x/lib.rs"), "/x/lib.rs");
        assert_eq!(name("/w", "/ww/lib.rs"), "/ww/lib.rs");
        assert_eq!(name("/w/x/..", "/w/a.rs"), "a.rs");
        assert_eq!(name("/w", "src/lib.rs"), "src/lib.rs");
        assert_eq!(name("/w", "/../../w/a.rs"), "a.rs");
        assert_eq!(name("/w", "/w"), "/w");
    }
}
