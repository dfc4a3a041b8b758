//! Times and memory of whole runs, each beside what it is compared with, in turn: so that a slow minute is one for all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::generate::rust_files;

const TARGET: &str = "x86_64-pc-windows-msvc";

pub fn heading() {
    println!("medians in milliseconds; own: without `cargo metadata`; memory in MiB");
}

/// Prints what the workspace costs.
pub fn measure(root: &Path) {
    let runs = std::env::var("BENCH_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(11);
    let binary = std::env::var("BENCH_BINARY").unwrap_or_else(|_| env!("CARGO_BIN_EXE_cargo-looksalive-lint").to_owned());
    // Nothing but making the workspace was asked for.
    if runs == 0 {
        return;
    }
    let files = rust_files(root);
    let texts: Vec<String> = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    let edited = rust_files(&root.join("dlls")).into_iter().find(|file| file.ends_with("lib.rs")).expect("a workspace has a DLL");
    let original = fs::read_to_string(&edited).expect("it is there");

    let check = || command(&binary, &["check", "--target", TARGET, "--offline"], root);
    let metadata_args = ["metadata", "--format-version", "1", "--filter-platform", TARGET, "--offline"];
    let mut times: [Vec<Duration>; 6] = Default::default();
    for run in 0..runs {
        times[0].push(time(|| status(command("cargo", &metadata_args, root))));
        times[1].push(time(|| status(check())));
        times[2].push(time(|| files.par_iter().for_each(|file| drop(fs::read(file)))));
        times[3].push(time(|| texts.par_iter().for_each(|text| drop(syn::parse_file(text)))));
        // As an editor saves it; the text differs in each run.
        fs::write(&edited, format!("{original}\n// {run}\n")).expect("it was written before");
        times[4].push(time(|| status(check())));
        fs::write(&edited, &original).expect("it was written before");
        times[5].push(time(|| status(on_one_core(&binary, root))));
    }
    let one_core_metadata = median((0..3).map(|_| time(|| status(one_core("cargo", &metadata_args, root)))).collect());
    let [metadata, whole, read, parse, after_edit, alone] = times.map(median);
    let own = whole - metadata;
    let name = root.file_name().expect("a workspace has a name").to_string_lossy();
    println!("\n{name}: {} files, {lines} lines, {:.1} MB", files.len(), bytes as f64 / 1e6);
    println!("  cargo metadata {metadata:>8.1}   whole run {whole:>8.1} ({:.2} ×)   own {own:>8.1}", whole / metadata);
    println!("  reading        {read:>8.1}   syn {parse:>8.1}   own / syn {:.2}", own / parse);
    println!("  after an edit  {after_edit:>8.1}   own {:>8.1}", after_edit - metadata);
    println!(
        "  own on one core {:>7.1}   {:.2} × that on {}",
        alone - one_core_metadata,
        (alone - one_core_metadata) / own,
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    let peak = peak_memory(check());
    println!("  peak memory {:.1}   {:.2} × the sources", peak as f64 / 1024.0, peak as f64 * 1024.0 / bytes as f64);
    compared("clippy", std::env::var_os("BENCH_CLIPPY").map(|_| clippy(root)), own);
    compared("peer", std::env::var_os("BENCH_PEER").map(|peer| time(|| status(command(&peer.to_string_lossy(), &["."], root)))), own);
}

fn compared(name: &str, took: Option<Duration>, own: f64) {
    if let Some(took) = took {
        let took = took.as_secs_f64() * 1e3;
        println!("  {name} {took:>8.1}   {:.1} × own", took / own);
    }
}

/// Clippy over the members alone: what is not a member was built before, for the host, since no other target can be built here.
fn clippy(root: &Path) -> Duration {
    let args = ["clippy", "--workspace", "--lib", "--keep-going", "--offline", "--quiet", "--exclude", "dll*"];
    status(command("cargo", &args, root));
    for file in rust_files(root).iter().filter(|file| file.ends_with("src/lib.rs")) {
        let text = fs::read(file).expect("it was read before");
        fs::write(file, text).expect("the workspace is ours");
    }
    time(|| status(command("cargo", &args, root)))
}

fn on_one_core(binary: &str, root: &Path) -> Command {
    one_core(binary, &["check", "--target", TARGET, "--offline"], root)
}

fn one_core(program: &str, args: &[&str], root: &Path) -> Command {
    let mut all = vec!["-c", "0", program];
    all.extend(args);
    command("taskset", &all, root)
}

fn command(program: &str, args: &[&str], root: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn status(mut command: Command) {
    command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
}

/// The most that a process had in memory, in KiB, as Linux tells it.
fn peak_memory(mut command: Command) -> u64 {
    let mut child = command.spawn().expect("the tool was built");
    let place = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    while child.try_wait().expect("it is our child").is_none() {
        let text = fs::read_to_string(&place).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
        peak = peak.max(now.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// In milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}
