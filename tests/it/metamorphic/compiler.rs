//! Whether rustc takes a program: asked once for each text, and remembered from run to run in `target/tmp/`.
//!
//! Knows nothing of the tool and its verdicts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::process::Command;
use std::sync::{LazyLock, Mutex};

use super::judge;
use super::program::Program;

/// What rustc said: a line for each text, its key and `+`, or `-` and why not.
static KNOWN: LazyLock<Mutex<HashMap<String, Result<(), String>>>> = LazyLock::new(|| {
    let text = std::fs::read_to_string(file()).unwrap_or_default();
    let said = text.lines().filter_map(|line| {
        let (key, said) = line.split_once(' ')?;
        Some((key.to_owned(), if said == "+" { Ok(()) } else { Err(said.strip_prefix("- ")?.replace('\t', "\n  ")) }))
    });
    Mutex::new(said.collect())
});

/// The compiler, with its version.
static VERSION: LazyLock<Vec<u8>> = LazyLock::new(|| rustc().arg("-vV").output().unwrap().stdout);

/// Where it is remembered.
fn file() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("metamorphic.txt")
}

fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// Two hashes of all texts, the compiler's version included: together longer than chance needs.
fn key(program: &Program) -> String {
    let hash = |seed: u64| {
        let mut hasher = DefaultHasher::new();
        (seed, &*VERSION, judge::stub(), &program.file).hash(&mut hasher);
        program.files.iter().for_each(|file| (&file.name, &file.text).hash(&mut hasher));
        hasher.finish()
    };
    format!("{:016x}{:016x}", hash(0), hash(1))
}

/// `Err`: what it does not like.
pub fn takes(program: &Program) -> Result<(), String> {
    let key = key(program);
    if let Some(known) = KNOWN.lock().unwrap().get(&key) {
        return known.clone();
    }
    let said = ask(program);
    let line = match &said {
        Ok(()) => format!("{key} +\n"),
        Err(why) => format!("{key} - {}\n", why.replace("\n  ", "\t").replace('\n', "\t")),
    };
    let mut known = KNOWN.lock().unwrap();
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file()).unwrap();
    file.write_all(line.as_bytes()).unwrap();
    known.insert(key, said.clone());
    said
}

fn ask(program: &Program) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    judge::write(program, folder.path());
    let run = |args: &[&str]| {
        let mut rustc = rustc();
        rustc.args(["--edition=2021", "--crate-type=lib", "--emit=metadata", "-Awarnings", "-L", "."]).args(args);
        let output = rustc.current_dir(folder.path()).output().unwrap();
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).lines().take(8).collect::<Vec<_>>().join("\n  "))
        }
    };
    match &program.file {
        Some(file) => run(&["--crate-name=program", file]),
        None => {
            run(&["--crate-name=helpers", "helpers/lib.rs"])?;
            run(&["--crate-name=dll", "--extern=helpers=libhelpers.rmeta", "dll/lib.rs"])
        }
    }
}
