//! How long `call-graph` and `check` take beside what they cannot do without: a `syn` parse of the same files and
//! `cargo metadata`.
//!
//! `cargo bench` measures the project `ui-tests/projects/` that has the most files; `BENCH_CRATES` names other folders,
//! separated by spaces, `BENCH_TARGET` the target to analyse for, `BENCH_RUNS` how often (the medians are shown).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TOOL: &str = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn main() {
    let runs = std::env::var("BENCH_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(11);
    let target = std::env::var("BENCH_TARGET").unwrap_or_else(|_| "x86_64-pc-windows-msvc".to_owned());
    let folders: Vec<PathBuf> = match std::env::var("BENCH_CRATES") {
        Ok(named) => named.split_whitespace().map(PathBuf::from).collect(),
        Err(_) => vec![Path::new(ROOT).join("ui-tests/projects/common_crates"), PathBuf::from(ROOT)],
    };
    println!("medians of {runs} runs, in milliseconds; own: without cargo metadata");
    println!(
        "{:<28} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9}",
        "folder", "metadata", "graph", "graph own", "syn", "ratio", "check", "check own"
    );
    for folder in folders.iter().filter(|folder| folder.join("Cargo.toml").is_file()) {
        measure(folder, &target, runs);
    }
}

fn measure(folder: &Path, target: &str, runs: usize) {
    let graph = || command(TOOL, &["call-graph", "--target", target], folder);
    let output = graph().stderr(Stdio::null()).output().expect("the tool was built");
    let files = files_of(&String::from_utf8_lossy(&output.stdout));
    let texts: Vec<String> = files.iter().filter_map(|file| std::fs::read_to_string(folder.join(file)).ok()).collect();
    // In turn, so that a slow minute is one for all.
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..runs {
        let metadata = ["metadata", "--format-version", "1", "--filter-platform", target, "--offline"];
        times[0].push(time(|| run(command("cargo", &metadata, folder))));
        times[1].push(time(|| run(graph())));
        times[2].push(time(|| run(command(TOOL, &["check", "--target", target], folder))));
        times[3].push(time(|| texts.iter().for_each(|text| drop(syn::parse_file(text)))));
    }
    let [metadata, graph, check, parse] = times.map(median);
    let (graph_own, check_own) = (graph - metadata, check - metadata);
    let name = folder.file_name().map_or_else(|| ".".to_owned(), |name| name.to_string_lossy().into_owned());
    println!(
        "{name:<28} {metadata:>9.1} {graph:>9.1} {graph_own:>9.1} {parse:>9.1} {:>7.2} {check:>9.1} {check_own:>9.1}",
        graph_own / parse
    );
}

/// The files that a call graph speaks of.
fn files_of(graph: &str) -> BTreeSet<String> {
    graph.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()?["file"].as_str().map(str::to_owned)).collect()
}

fn command(program: &str, args: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    command
}

fn run(mut command: Command) {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program is there");
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
