#!/usr/bin/env python3
"""Computes alignment series independently of the program, for its test.

Run from the root of the project:

    python3 scripts/alignment_oracle.py > tests/data/alignment_oracle.csv

It evaluates the formula term by term for every day asked for, with correctly rounded sums. It shares no code and
no method with the program, which keeps running moments instead. Python 3, standard library only.
"""

import math
from datetime import date, timedelta

# from, to, date (EDTF), CAMEO code, Goldstein value, number of independent sources.
# Dates of an odd number of days, so that the midpoint is a day and needs no rounding.
EVENTS = [
    ("A", "B", "2024-01-10", "057", 8.0, 1),
    ("A", "B", "2024-01-10", "111", -2.0, 2),
    ("A", "B", "2024-03", "0312", 5.2, 1),
    ("A", "B", "2024-06-01/2024-06-09", "112", -2.0, 3),
    ("A", "B", "2025", "040", 1.0, 1),
    ("A", "B", "2025-07-02", "190", -10.0, 1),
    ("A", "B", "2025-07-03", "051", 3.4, 4),
    ("A", "C", "2023-12-31", "190", -10.0, 1),
    ("A", "C", "2024-12-31", "190", -10.0, 5),
    ("B", "A", "2024-02-02", "057", 8.0, 1),
    ("C", "A", "2024-05-05", "111", -2.0, 1),
    ("C", "A", "2024-05-05", "111", -2.0, 1),
]

PAIRS = [("A", "B"), ("A", "C"), ("B", "A"), ("C", "A"), ("B", "C")]

HALF_LIVES = [30.0, 180.0, 1000.0, math.inf]

PRIORS = [0.0, 1.0, 2.5]

DAYS = [
    "2023-12-30",
    "2024-01-09",
    "2024-01-10",
    "2024-01-11",
    "2024-04-15",
    "2024-06-05",
    "2024-12-31",
    "2025-07-01",
    "2025-07-02",
    "2025-07-03",
    "2025-12-31",
    "2027-01-01",
]


def first_and_last(edtf):
    """The first and last day that a date of the table can mean."""
    if "/" in edtf:
        start, end = edtf.split("/")
        return first_and_last(start)[0], first_and_last(end)[1]
    parts = [int(part) for part in edtf.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        year, month = parts
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), after - timedelta(days=1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def midpoint(edtf):
    first, last = first_and_last(edtf)
    span = (last - first).days
    assert span % 2 == 0, f"{edtf} has no middle day"
    return first + timedelta(days=span // 2)


def alignment(pair, half_life, prior, day):
    """value, low, high, weight, effective number of events."""
    terms = []
    for sender, target, edtf, _, score, sources in EVENTS:
        age = (day - midpoint(edtf)).days
        if (sender, target) == pair and age >= 0:
            terms.append((sources * 2.0 ** (-age / half_life), score))
    weight = math.fsum(u for u, _ in terms)
    if weight == 0.0:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    total = prior + weight
    value = math.fsum(u * s for u, s in terms) / total
    variance = math.fsum([prior * value**2] + [u * (s - value) ** 2 for u, s in terms]) / total
    squares = math.fsum(u * u for u, _ in terms)
    n = total**2 / (prior**2 + squares)
    error = math.sqrt(variance / n)
    return value, max(value - error, -10.0), min(value + error, 10.0), weight, weight**2 / squares


def main():
    print("# Alignment series computed by scripts/alignment_oracle.py, straight from the formula, apart from the")
    print("# program. To make this file again: python3 scripts/alignment_oracle.py > tests/data/alignment_oracle.csv")
    print("# Rows of two kinds:")
    print("# event,from,to,date,cameo code,goldstein value,sources")
    print("# point,of,toward,half-life in days,prior weight,day,value,low,high,weight,effective number of events")
    for row in EVENTS:
        print("event", *row, sep=",")
    for pair in PAIRS:
        for half_life in HALF_LIVES:
            for prior in PRIORS:
                for day in DAYS:
                    numbers = alignment(pair, half_life, prior, date.fromisoformat(day))
                    print("point", *pair, half_life, prior, day, *(repr(x) for x in numbers), sep=",")


if __name__ == "__main__":
    main()
