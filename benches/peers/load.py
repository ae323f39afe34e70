#!/usr/bin/env python3
"""The same events read from JSON by whole processes: rows, pairs of an actor and a node, time and memory.

    cargo bench --bench load --no-run
    pip install polars duckdb pandas
    cargo run --release --example make_dataset -- --actors 100000 --events 1000000 -o big.json
    benches/peers/load.py target/release/deps/load-… big.json [ROUNDS]

Detente reads a dataset of the events and of all that they name, checks it, and hashes it. Its excerpts and relationships
are left out of the comparison's file (each event keeps its evidence in the shape of keys that all name one excerpt), so
that the rows are those of the others, who read them from a file with one event a line, or as one JSON array where they
can. Every round runs each program once, one after the other, so that a noisy machine is noisy for all. The answers must
agree. The table gives the least and the median time of each, the median of the processor's time, which a noisy machine
changes less, the most memory, and the ratios to those of Detente; memory is also given as a share of the file's size.
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time

POLARS = """
import polars as pl, sys
rows = pl.read_ndjson(sys.argv[1])
print(rows.height, rows.select("from", "to").n_unique())
"""

DUCKDB = """
import duckdb, sys
db = duckdb.connect()
db.execute("CREATE TABLE events AS SELECT * FROM read_json(?, format='newline_delimited')", [sys.argv[1]])
print(*db.execute('SELECT count(*), count(DISTINCT ("from", "to")) FROM events').fetchone())
"""

PANDAS = """
import pandas as pd, sys
rows = pd.read_json(sys.argv[1], lines=True)
print(len(rows), len(rows.drop_duplicates(["from", "to"])))
"""


def make(path, folder):
    """The events of a dataset as a dataset of their own, and as one event a line."""
    with open(path, encoding="utf-8") as file:
        dataset = json.load(file)
    excerpt, events = dataset["excerpts"][0], dataset["events"]
    for event in events:
        event["evidence"] = [excerpt["id"]]
    named = {excerpt.get("speaker")}
    for event in events:
        named |= {event["from"], event["to"]}
    # Ties of actors to actors rest on excerpts that are left out.
    plain = ("part-of", "office")
    own = {
        "format": dataset["format"],
        "id": "events",
        "title": "Events",
        "documents": [row for row in dataset["documents"] if row["id"] == excerpt["document"]],
        "excerpts": [excerpt],
        "actors": [
            {name: value for name, value in row.items() if name not in plain}
            for row in dataset["actors"]
            if row["id"] in named
        ],
        "instruments": [row | {"evidence": []} for row in dataset["instruments"] if row["id"] in named],
        "events": events,
    }
    paths = [os.path.join(folder, name) for name in ("events.json", "events.ndjson")]
    as_text = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    with open(paths[0], "w", encoding="utf-8") as file:
        file.write(as_text(own))
    with open(paths[1], "w", encoding="utf-8") as file:
        file.writelines(as_text(event) + "\n" for event in events)
    return paths


def run(command, extra):
    """What a program printed, its time, the processor's, and the most memory it took, in megabytes."""
    start = time.perf_counter()
    with subprocess.Popen(command, env=os.environ | extra, stdout=subprocess.PIPE, text=True) as child:
        printed = child.stdout.read().strip()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} failed")
    return printed, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6


def main():
    bench, path = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        # A child's most memory counts from that of its parent: what takes much is done by another process.
        with multiprocessing.get_context("spawn").Pool(1) as maker:
            own, lines = maker.apply(make, (path, folder))
        commands = {
            "detente": ([bench], {"DETENTE_DATASET": own}),
            "polars": ([python, "-c", POLARS, lines], {}),
            "duckdb": ([python, "-c", DUCKDB, lines], {}),
            "pandas": ([python, "-c", PANDAS, lines], {}),
        }
        size = os.path.getsize(own) / 1e6
        taken = {name: [] for name in commands}
        answers = {}
        for _ in range(rounds):
            for name, (command, extra) in commands.items():
                answers[name], *measured = run(command, extra)
                taken[name].append(measured)
    if len(set(answers.values())) != 1:
        sys.exit(f"the answers differ: {answers}")
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in taken.items()}
    print(f"{size:.0f} MB; events, pairs: {answers['detente']}")
    print("| program | least, s | median, s | processor, s | memory, MB | of the file | ratios |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, (median, used, memory) in medians.items():
        least = min(row[0] for row in taken[name])
        ratios = " / ".join(f"{value / own:.2f}" for value, own in zip(medians[name], medians["detente"]))
        print(f"| {name} | {least:.2f} | {median:.2f} | {used:.2f} | {memory:.0f} | {memory / size:.2f} | {ratios} |")


if __name__ == "__main__":
    main()
