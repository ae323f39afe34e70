#!/usr/bin/env bash
# Fuzzes each reader of `src/exchange` for a minute, or for the seconds given, from the small corpus in `seeds/`.
# What is found on the way stays in `corpus/` and `artifacts/`, which are not kept.
#
#     fuzz/run.sh [SECONDS [TARGET…]]
#
# Needs `cargo install cargo-fuzz` and a C++ compiler. The stable compiler is let use what cargo-fuzz needs of it;
# memory errors are ruled out by the language, so no sanitizer is linked.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1

seconds=${1:-60}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(cargo fuzz list)
fi

cargo fuzz build --sanitizer none
for target in "${targets[@]}"; do
    echo "== $target"
    mkdir -p "fuzz/corpus/$target" "fuzz/seeds/$target"
    cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1
done
