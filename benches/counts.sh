#!/usr/bin/env bash
# Counts the instructions of one tick of the layout and of one frame of each kind, which are the same on a machine that
# does other things meanwhile, and compares them with those in counts.txt. Fails where one has grown by more than 10 %.
#
#     benches/counts.sh            compares
#     benches/counts.sh --write    writes counts.txt, after a change that is meant to cost more, or less
#
# A program is run twice, with few steps and with more of them; what is between the two is what the steps take. The
# numbers hold for one instruction set and one version of the compiler, which counts.txt names.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v valgrind > /dev/null; then
    echo "counts: valgrind is not installed, and without it no instructions are counted (Debian: apt install valgrind)" >&2
    exit 2
fi

host=$(rustc -vV | sed -n 's/^host: //p')
compiler="$host, $(rustc --version | cut -d' ' -f1,2)"
runner="CARGO_TARGET_$(echo "$host" | tr 'a-z-' 'A-Z_')_RUNNER"
kept=benches/counts.txt

# No more than so many items, or a thread prepares the search and does not always end.
network=(--nodes 12000 --ties 36000 --repeats 1)

# Instructions of a whole run of a bench with these arguments.
whole() {
    local bench=$1 told
    shift
    told=$(env "$runner=valgrind --tool=callgrind --callgrind-out-file=/dev/null" RAYON_NUM_THREADS=1 \
        cargo bench --locked --quiet --bench "$bench" -- "$@" 2>&1) || { echo "$told" >&2; return 1; }
    echo "$told" | sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# Instructions of one step: the last two arguments are a few steps and more of them.
between() {
    local name=$1 few=$2 many=$3 first last
    shift 3
    first=$(whole "${@/STEPS/$few}")
    last=$(whole "${@/STEPS/$many}")
    echo "$name $(((last - first) / (many - few)))"
}

count() {
    between tick 2 6 layout ticks made:20000:60000 STEPS
    # Not while zooming and near by, where a frame makes as much as there is time for.
    for kind in idle pan hover brush select; do
        between "$kind" 20 60 frame "${network[@]}" --only "$kind" --frames STEPS
    done
}

cargo bench --locked --quiet --no-run --bench layout --bench frame
if [ "${1:-}" = --write ]; then
    counted=$(count)
    { echo "# Instructions a step, as benches/counts.sh counts them; $compiler"; echo "$counted"; } > "$kept"
    cat "$kept"
    exit
fi

echo "here: $compiler"
sed -n 's/^# .*; /kept: /p' "$kept"
printf '%-8s %14s %14s %8s\n' "" kept now change
count | awk -v kept="$kept" '
    BEGIN { while ((getline line < kept) > 0) if (split(line, word, " ") == 2) before[word[1]] = word[2] }
    {
        change = before[$1] ? 100 * ($2 / before[$1] - 1) : 100
        grown = grown || change > 10
        printf "%-8s %14d %14d %+7.1f %%\n", $1, before[$1], $2, change
        fflush()
    }
    END { if (grown) print "more than 10 % more instructions than before"; exit grown }'
