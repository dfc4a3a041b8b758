//! Seeds: what the fuzzer begins with, made from what the repository has.

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

/// Inputs by target.
pub type Seeds = BTreeMap<&'static str, Vec<Vec<u8>>>;

/// All seeds, from the repository at `root`.
///
/// # Panics
/// Where a file of the repository cannot be read.
pub fn all(root: &Utf8Path) -> Seeds {
    let mut seeds = Seeds::new();
    let mut add = |target, text: &str| seeds.entry(target).or_default().push(text.as_bytes().to_vec());
    for path in files(&root.join("ui-tests")) {
        let is_kept = path.file_name() != Some("cluster_stub.rs");
        match path.extension() {
            Some("rs") if is_kept => {
                let text = read(&path);
                add("syntax", &text);
                add("program", &text);
                if text.contains("macro_rules!") {
                    add("macros", &text);
                }
                if text.contains("looksalive") {
                    add("directives", &text);
                }
                // What stands behind `=` in constants, as expressions.
                for line in text.lines().filter(|line| line.trim_start().starts_with("const ")) {
                    if let Some((_, value)) = line.split_once(" = ") {
                        add("constants", &format!("1{}", value.trim_end_matches(';')));
                    }
                }
            }
            Some("toml") => add("config", &read(&path)),
            _ => {}
        }
    }
    // Pages and models: directives and tables with comments.
    for path in files(&root.join("lints")) {
        match path.extension() {
            Some("md") => {
                for (number, block) in read(&path).split("```").enumerate() {
                    let (language, text) = block.split_once('\n').unwrap_or_default();
                    match language {
                        _ if number % 2 == 0 => {}
                        "toml" => add("config", text),
                        "rust" | "" => add("directives", text),
                        _ => {}
                    }
                }
            }
            // A table of the list is a model as a user writes it.
            Some("toml") => {
                for (number, model) in read(&path).split("\n\n").enumerate().filter(|(number, _)| number % 8 == 0) {
                    add("config", &format!("budget = \"{number}ms\"\n\n{model}\n"));
                }
            }
            _ => {}
        }
    }
    for text in HAND_WRITTEN {
        add(text.0, text.1);
    }
    // Bytes for arithmetic: any are good.
    for first in 0..64_u32 {
        let byte = |at: u32| (first.wrapping_mul(2_654_435_761).wrapping_add(at.wrapping_mul(40_503)) >> 7) as u8;
        let bytes = std::iter::once(0).chain((0..160).map(byte)).collect();
        seeds.entry("constants").or_default().push(bytes);
        let bytes = std::iter::once(super::program::GENERATED).chain((200..400).map(byte)).collect();
        seeds.entry("program").or_default().push(bytes);
    }
    seeds
}

/// What no file of the repository has.
const HAND_WRITTEN: [(&str, &str); 9] = [
    (
        "config",
        "version = 1\n\n[[finding]]\nfile = \"src/lib.rs\"\nlint = \"sleeps\"\nitem = \"looks_alive\"\nmessage = \"m\"\ncount = 2\n",
    ),
    ("config", "all(windows, not(target_env = \"gnu\"), any(feature = \"a\", unix))"),
    ("config", "[workspace.metadata.looksalive]\nbudget = \"1s\"\n[workspace.metadata.looksalive.lints]\nsleeps = \"deny\"\n"),
    ("config", "[package]\nname = \"member\"\n[package.metadata.looksalive]\nallocation-limit = \"1MiB\"\n"),
    (
        "macros",
        "macro_rules! m { ($($a:expr),* $(; $b:ty)?) => { f($($a + 1),*); $(type T = $b;)? }; (@ $($t:tt)*) => { m!($($t)*); } }\nm!(1, 2; u8);\nm!(@ 3);",
    ),
    (
        "macros",
        "macro_rules! outer { ($d:tt $n:ident) => { macro_rules! $n { ($d($d x:ident),*) => { $d(fn $d x() {})* } } } }\nouter!($ inner);\ninner!(a, b);",
    ),
    ("macros", "fn f() { println!(\"{a:>1$} {}\", 1, 2); assert_eq!(a, b, \"{}\", c); vec![0; 4]; matches!(x, Some(1 | 2) if y); }"),
    ("macros", "macro m($e:expr) { ($e, $crate::f(), stringify!($e)) }\nconst X: u8 = m!(1 + 2);\nthread_local! { static A: u8 = 1; }"),
    (
        "directives",
        "fn f() {\n    // looksalive: expect(sleeps, unbounded) -- why\n    g(); // looksalive: allow(blocking_io)\n    #[cfg_attr(any(), looksalive::allow(sleeps, reason = \"r\"))]\n    { h() }\n}\n",
    ),
];

/// The files below a folder, in order.
pub fn files(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir_utf8().unwrap_or_else(|error| panic!("{folder}: {error}")).flatten() {
            let path = entry.into_path();
            if path.is_dir() && path.file_name() != Some("target") {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Utf8Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
