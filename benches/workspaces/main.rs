//! What a run costs on workspaces of every size, beside what it is compared with.
//!
//! `cargo bench --bench workspaces` makes the workspaces below `target/workspaces/` at first (it needs the network then, or a
//! full Cargo home) and measures. `BENCH_RUNS` says how often (the medians are shown), `BENCH_ONLY` which workspaces, `BENCH_BINARY` measures
//! another binary in the same minutes, `BENCH_CLIPPY=1` runs Clippy too, which builds all their dependencies first, and
//! `BENCH_PEER` a program that gets the workspace's folder as its argument.

mod generate;
mod measure;

use std::path::Path;

use generate::Size;

const SIZES: &[Size] = &[
    Size { name: "one", lines: 0, packages: 0, dlls: 1, all_roots: false },
    Size { name: "dependencies", lines: 0, packages: 0, dlls: 1, all_roots: true },
    Size { name: "lines-100k", lines: 100_000, packages: 20, dlls: 5, all_roots: false },
    Size { name: "lines-1m", lines: 1_000_000, packages: 100, dlls: 5, all_roots: false },
];

fn main() {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/workspaces");
    let only = std::env::var("BENCH_ONLY").ok();
    measure::heading();
    for size in SIZES.iter().filter(|size| only.as_deref().is_none_or(|only| only.split(' ').any(|name| name == size.name))) {
        let root = generate::workspace(&at, size);
        measure::measure(&root);
    }
}
