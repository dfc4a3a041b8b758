//! What a run does to the system, as the kernel saw it: which programs are started, what is written, who is called.
//!
//! The repository is one that tries to have its own programs run by every way that Cargo and its like offer. Where there is no
//! `strace`, or it may not trace, the sentinel file still tells.
#![cfg(target_os = "linux")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;

use crate::bad_input::{DLL, SLEEP};

const CALLS: &str = "trace=execve,open,openat,creat,socket,connect,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,symlink,\
                     symlinkat,link,linkat,mknod,mknodat,chmod,fchmod,fchmodat,truncate,ftruncate";

struct Trap {
    _folder: tempfile::TempDir,
    root: PathBuf,
    temporary: PathBuf,
    sentinel: PathBuf,
}

fn write(root: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

impl Trap {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        let (root, temporary, sentinel) = (top.join("repository"), top.join("temporary"), top.join("it-ran"));
        std::fs::create_dir_all(&temporary).unwrap();
        let program = |name: &str| {
            write(&root, name, format!("#!/bin/sh\necho \"$0 $@\" >> '{}'\nexec \"$@\"\n", sentinel.display()));
            std::fs::set_permissions(root.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
        };
        for name in ["evil.sh", "toolchain/bin/rustc", "toolchain/bin/cargo", "bin/git", "bin/rustc", "bin/cargo", "rustc", "cargo", "git"]
        {
            program(name);
        }
        let trace = format!("std::fs::write({:?}, \"\").unwrap()", sentinel.display().to_string());
        let script = root.join("evil.sh").display().to_string();
        write(
            &root,
            "Cargo.toml",
            "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2021\"\nbuild = \"build.rs\"\nlinks = \"evil\"\n\
             [lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\nmacros = { path = \"macros\" }\n[build-dependencies]\nmacros = { path = \"macros\" }\n",
        );
        write(&root, "build.rs", format!("fn main() {{ {trace} }}"));
        write(&root, "src/lib.rs", format!("{DLL}macros::run!();\n#[macros::attribute] pub fn f() {{}}\n"));
        write(
            &root,
            "macros/Cargo.toml",
            "[package]\nname = \"macros\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n",
        );
        write(
            &root,
            "macros/src/lib.rs",
            format!("#[proc_macro]\npub fn run(_: proc_macro::TokenStream) -> proc_macro::TokenStream {{ {trace}; Default::default() }}"),
        );
        write(&root, "rust-toolchain.toml", "[toolchain]\npath = \"toolchain\"\n");
        write(&root, "rust-toolchain", "[toolchain]\npath = \"toolchain\"\n");
        let host = "x86_64-unknown-linux-gnu";
        write(
            &root,
            ".cargo/config.toml",
            format!(
                "include = [\"more.toml\"]\nunstable.gc = true\n\
                 [build]\nrustc = {script:?}\nrustc-wrapper = {script:?}\nrustc-workspace-wrapper = {script:?}\nrustdoc = {script:?}\n\
                 target-dir = \"../made\"\n[env]\nRUSTC = {{ value = {script:?}, force = true }}\nPATH = {{ value = \"bin\", relative = true, force = true }}\n\
                 [alias]\nmetadata = \"run\"\nlooksalive-lint = \"run\"\n[registry]\nglobal-credential-providers = [{script:?}]\n\
                 [registries.evil]\nindex = \"sparse+https://127.0.0.1:9/\"\ncredential-provider = [{script:?}]\n\
                 [credential-alias]\nevil = [{script:?}]\n[net]\ngit-fetch-with-cli = true\n[net.ssh]\nknown-hosts = [\"x\"]\n\
                 [http]\nproxy = \"http://127.0.0.1:9\"\ncainfo = {script:?}\n\
                 [target.{host}]\nrunner = {script:?}\nlinker = {script:?}\n[target.x86_64-pc-windows-msvc]\nrunner = {script:?}\nlinker = {script:?}\n"
            ),
        );
        write(&root, ".cargo/more.toml", format!("[build]\nrustc-wrapper = {script:?}\n"));
        Self { _folder: folder, root, temporary, sentinel }
    }

    /// The names of all files of the repository.
    fn files(&self) -> Vec<PathBuf> {
        let mut open = vec![self.root.clone()];
        let mut out = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
                match entry.file_type().unwrap().is_dir() {
                    true => open.push(entry.path()),
                    false => out.push(entry.path()),
                }
            }
        }
        out.sort();
        out
    }

    /// Runs the tool, traced where that can be done: what it said, and the trace.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, Option<String>) {
        let trace = self.temporary.with_file_name("trace");
        let tool = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
        let can_trace = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
        let can_trace = can_trace.is_ok_and(|status| status.success());
        let mut command = if can_trace {
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qq", "-y", "-s", "4096", "-e", CALLS, "-e", "signal=none", "-o"]).arg(&trace).arg(tool);
            strace
        } else {
            Command::new(tool)
        };
        command.args(arguments).current_dir(&self.root).env("TMPDIR", &self.temporary).env("NO_COLOR", "1").stdin(Stdio::null());
        command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTUP_TOOLCHAIN");
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said, can_trace.then(|| std::fs::read_to_string(&trace).unwrap()))
    }
}

/// The path of a call's argument at that place: `"/a"`, or `3</folder>, "a"`.
fn path(line: &str) -> Option<PathBuf> {
    let at = Regex::new(r#"\((?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)""#).unwrap();
    let found = at.captures(line)?;
    let name = Path::new(found.get(2)?.as_str());
    Some(found.get(1).map_or_else(|| name.to_owned(), |folder| Path::new(folder.as_str()).join(name)))
}

#[test]
fn the_kernel_sees_nothing_else() {
    let trap = Trap::new();
    let before = trap.files();
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap();
    let cases: [&[&str]; 5] = [
        &["check", "--offline"],
        &["check", "--offline", "--message-format=sarif=report.sarif", "--all-targets", "--all-features"],
        &["budget", "--offline", "--message-format=json"],
        &["call-graph", "--offline"],
        &["check", "src/lib.rs", "--offline", "--config", ".cargo/config.toml", "--config", "build.rustc='./evil.sh'"],
    ];
    for arguments in cases {
        let (status, said, trace) = trap.run(arguments);
        assert!(status == Some(0) || status == Some(1), "{arguments:?}: {status:?}\n{said}");
        assert!(arguments[0] != "check" || said.contains(SLEEP), "{arguments:?}: it was analysed: {said}");
        let ran = std::fs::read_to_string(&trap.sentinel).unwrap_or_default();
        assert!(!trap.sentinel.exists(), "{arguments:?}: something ran: {ran}");
        let mut after = trap.files();
        let report = trap.root.join("report.sarif");
        assert_eq!(report.exists(), arguments.iter().any(|argument| argument.ends_with("report.sarif")));
        after.retain(|file| *file != report);
        assert_eq!(after, before, "{arguments:?}: the repository is as it was");
        assert_eq!(std::fs::read_dir(&trap.temporary).unwrap().count(), 0, "{arguments:?}: nothing is left behind");
        if let Some(trace) = trace {
            judge(&trap, &home, arguments, &trace);
        }
        let _ = std::fs::remove_file(report);
    }
}

/// Fails for the first call that is none of the documented ones.
fn judge(trap: &Trap, home: &Path, arguments: &[&str], trace: &str) {
    let mut programs = 0;
    for line in trace.lines().map(|line| line.split_once(' ').map_or(line, |(_, call)| call.trim_start())) {
        let Some((call, _)) = line.split_once('(') else { continue };
        let place = path(line);
        let is_inside = |folder: &Path| place.as_ref().is_some_and(|path| path.starts_with(folder));
        let is_fine = match call {
            // Also those that failed: what is tried is meant.
            "execve" => {
                let program = place.as_ref().and_then(|path| path.file_name()).unwrap_or_default().to_string_lossy().into_owned();
                programs += 1;
                !is_inside(&trap.root)
                    && match program.as_str() {
                        "cargo-looksalive-lint" => true,
                        "cargo" => line.contains("\"metadata\""),
                        "rustc" => line.contains("\"-vV\"") || line.contains("\"rustc\", \"-\"") || line.contains("/rustc\", \"-\""),
                        _ => false,
                    }
            }
            "socket" => line.contains("AF_UNIX") || line.contains("AF_NETLINK"),
            "connect" => line.contains("AF_UNIX"),
            "open" | "openat" if !line.contains("O_WRONLY") && !line.contains("O_RDWR") && !line.contains("O_CREAT") => true,
            // A report is written beside its place, and then named.
            _ => {
                let is_report = is_inside(&trap.root)
                    && arguments.iter().any(|argument| argument.ends_with("report.sarif"))
                    && place.as_ref().is_some_and(|path| path.parent() == Some(&trap.root))
                    && (line.contains("/.tmp") || line.contains("\".tmp"));
                // Cargo locks its own home, and keeps in it what it knows of downloads.
                let is_home = ["package-cache", "global-cache"].iter().any(|name| line.contains(name)) && is_inside(home);
                let has_no_path = place.is_none() && line.contains(&*trap.temporary.to_string_lossy());
                let is_device = is_inside(Path::new("/dev")) || is_inside(Path::new("/proc"));
                is_inside(&trap.temporary) || is_home || is_report || is_device || has_no_path || is_rustup(line)
            }
        };
        assert!(is_fine, "{arguments:?}: {line}");
    }
    assert!(programs >= 3, "{arguments:?}: the tool, Cargo and rustc were seen:\n{trace}");
}

/// Rustup stands before Cargo on many systems, and keeps its own settings.
fn is_rustup(line: &str) -> bool {
    line.contains("/.rustup/") || std::env::var("RUSTUP_HOME").is_ok_and(|home| line.contains(&home))
}
