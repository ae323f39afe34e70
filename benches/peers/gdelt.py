#!/usr/bin/env python3
"""The same question of the same GDELT file, as whole processes: rows, pairs of actors, mean Goldstein value of each.

    cargo bench --bench gdelt_read --no-run
    pip install polars duckdb
    benches/peers/gdelt_make.py /tmp/gdelt.csv 200
    benches/peers/gdelt.py target/release/deps/gdelt_read-… /tmp/gdelt.csv [ROUNDS]

Every round runs each program once, one after the other, so that a noisy machine is noisy for all. The answers must
agree. The table gives the least and the median time of each, the median of the processor's time, which a noisy machine
does not change, and both as ratios to those of Detente, which uses one thread.
"""

import os
import resource
import statistics
import subprocess
import sys
import time

DUCKDB = """
import duckdb, sys
threads, path = sys.argv[1:]
db = duckdb.connect()
db.execute(f"SET threads={threads}")
columns = {f"c{nth}": "DOUBLE" if nth == 30 else "VARCHAR" for nth in range(61)}
pairs = db.execute(
    "SELECT c5, c15, count(*), avg(c30) FROM read_csv(?, delim='\\t', header=false, quote='', escape='', "
    f"auto_detect=false, columns={columns}) GROUP BY c5, c15", [path]).fetchall()
rows = sum(count for _, _, count, _ in pairs)
print(rows, len(pairs), f"{sum(mean * count for _, _, count, mean in pairs) / rows:.6f}")
"""

POLARS = """
import polars as pl, sys
schema = {f"c{nth}": pl.Float64 if nth == 30 else pl.String for nth in range(61)}
pairs = (pl.scan_csv(sys.argv[1], separator="\\t", has_header=False, quote_char=None, schema=schema)
    .group_by("c5", "c15").agg(pl.len().alias("count"), pl.col("c30").mean().alias("mean")).collect())
rows = pairs["count"].sum()
print(rows, pairs.height, f"{(pairs['mean'] * pairs['count']).sum() / rows:.6f}")
"""


def busy():
    """Seconds for which the processor worked for the programs that were run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    bench, path = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    python = sys.executable
    commands = {
        "detente, 1 thread": ([bench], {"DETENTE_GDELT": path}),
        "duckdb, 1 thread": ([python, "-c", DUCKDB, "1", path], {}),
        "polars, 1 thread": ([python, "-c", POLARS, path], {"POLARS_MAX_THREADS": "1"}),
        "polars, all threads": ([python, "-c", POLARS, path], {}),
    }
    times = {name: [] for name in commands}
    processor = {name: [] for name in commands}
    answers = {}
    for _ in range(rounds):
        for name, (command, extra) in commands.items():
            start, before = time.perf_counter(), busy()
            run = subprocess.run(command, env=os.environ | extra, check=True, capture_output=True, text=True)
            times[name].append(time.perf_counter() - start)
            processor[name].append(busy() - before)
            answers[name] = run.stdout.strip()
    if len(set(answers.values())) != 1:
        sys.exit(f"the answers differ: {answers}")
    size = os.path.getsize(path) / 1e6
    own = [statistics.median(taken["detente, 1 thread"]) for taken in (times, processor)]
    print(f"{size:.0f} MB; rows, pairs, mean: {answers['duckdb, 1 thread']}")
    print("| program | least, s | median, s | processor, s | MB/s | ratio | ratio of the processor's |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, taken in times.items():
        median, used = statistics.median(taken), statistics.median(processor[name])
        ratios = f"{median / own[0]:.2f} | {used / own[1]:.2f}"
        print(f"| {name} | {min(taken):.3f} | {median:.3f} | {used:.3f} | {size / median:.0f} | {ratios} |")


if __name__ == "__main__":
    main()
