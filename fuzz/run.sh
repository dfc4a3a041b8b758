#!/bin/sh
# Fuzz one target: run.sh TARGET [SECONDS]. Needs nightly Rust and cargo-fuzz; the seeds come from
# `FUZZ_SEEDS=1 cargo test --test it fuzz::seeds`.
set -eu
cd "$(dirname "$0")"
target=${1:?"a target: syntax, program, config, directives, macros or constants"}
seconds=${2:-600}
case $target in
syntax | macros) words="rust" ;;
program) words="rust win32 cluster" ;;
constants) words="rust" ;;
directives) words="directives rust" ;;
config) words="config" ;;
*) echo "no target $target" >&2 && exit 2 ;;
esac
mkdir -p "corpus/$target" "artifacts/$target"
for word in $words; do cat "dictionaries/$word.dict"; done >"corpus/$target.dict"
# No sanitizer: the package is safe Rust, and without one it runs three times as often. Without `--cfg fuzzing`, under which
# proc-macro2 gives no places.
exec cargo +nightly fuzz run -s none --no-cfg-fuzzing "$target" -- -dict="corpus/$target.dict" -max_total_time="$seconds" \
    -rss_limit_mb=4096 -timeout=20 -max_len=65536 -print_final_stats=1 -detect_leaks=0
