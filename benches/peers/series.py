#!/usr/bin/env python3
"""The alignment of every pair beside polars, and M4 beside tsdownsample.

    python3 -m venv target/peers/venv && target/peers/venv/bin/pip install polars tsdownsample numpy
    cargo bench --bench series --no-run
    target/peers/venv/bin/python benches/peers/series.py target/release/deps/series-HASH [ROUNDS]

Both sides have a million events of some 4,500 pairs over 14,000 days, or a line of a million points on 2,000 columns,
in memory. polars computes `ewm_mean_by` over each pair. Every round runs both, one after the other, so that a noisy
machine is noisy for both; a round's time is the median of eleven runs. The table gives the median of the rounds, and
the median of the ratios of each round.
"""

import datetime
import statistics
import subprocess
import sys
import time

import numpy as np
import polars as pl
from tsdownsample import M4Downsampler

EVENTS, DAYS, PAIRS, COLUMNS = 1_000_000, 14_000, 5_000, 2_000


def median(run):
    times = []
    for _ in range(11):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def peers():
    random = np.random.default_rng(1)
    day = np.arange(EVENTS) * DAYS // EVENTS
    pair = (random.random(EVENTS) * random.random(EVENTS) * PAIRS).astype("i4")
    score = random.random(EVENTS) * 20 - 10
    frame = pl.DataFrame({"day": pl.Series(day).cast(pl.Int32).cast(pl.Date), "pair": pair, "score": score})
    half_life = datetime.timedelta(days=30)
    mean = pl.col("score").ewm_mean_by("day", half_life=half_life).over("pair")
    x = np.cumsum(random.random(EVENTS))
    y = np.cumsum(random.random(EVENTS) - 0.5)
    m4 = M4Downsampler()
    return {
        "alignment_every_pair": lambda: frame.select(mean),
        "m4": lambda: m4.downsample(x, y, n_out=4 * COLUMNS),
    }


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    runs = peers()
    ours, theirs = {name: [] for name in runs}, {name: [] for name in runs}
    for _ in range(rounds):
        told = subprocess.run([program], check=True, capture_output=True, text=True).stdout
        times = {name: float(value) for name, value in (line.split() for line in told.splitlines())}
        for name, run in runs.items():
            ours[name].append(times[name])
            theirs[name].append(median(run))
    print(f"{'':22} {'Detente':>9} {'peer':>9}   ratio")
    for name, peer in (("alignment_every_pair", "polars"), ("m4", "tsdownsample")):
        ratio = statistics.median(a / b for a, b in zip(ours[name], theirs[name]))
        mine, other = statistics.median(ours[name]), statistics.median(theirs[name])
        print(f"{name:22} {mine:7.2f}ms {other:7.2f}ms   {ratio:.3f} of {peer}")


if __name__ == "__main__":
    main()
