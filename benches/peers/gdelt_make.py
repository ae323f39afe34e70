#!/usr/bin/env python3
"""Makes a file like those of GDELT 2.0: 61 columns, tabs, no header. The same size and seed make the same file.

    benches/peers/gdelt_make.py OUT.CSV [MEGABYTES] [SEED]

Shares are about those of a real day: a third of the rows lack an actor, three rows share an address, and few codes
of actors and events are common while most are rare.
"""

import random
import sys

COUNTRIES = "USA RUS GBR CHN ISR FRA DEU UKR IRN PSE TUR IND PAK AUS CAN JPN SYR EGY IRQ ITA NZL GEO POL ESP".split()
TYPES = ["", "", "", "GOV", "MIL", "COP", "BUS", "MED", "LEG", "JUD", "OPP", "EDU", "CVL", "REB"]
CODES = [("010", "0"), ("042", "1.9"), ("043", "2.8"), ("040", "1"), ("036", "4"), ("051", "3.4"), ("020", "3"),
         ("112", "-2"), ("173", "-5"), ("190", "-10"), ("193", "-10"), ("120", "-4"), ("057", "8"), ("071", "7.4")]
PLACES = ["Tbilisi, Georgia", "Wellington, New Zealand", "Washington, District of Columbia, United States", "Kyiv, Kyyiv, Misto, Ukraine"]
WORDS = "ministers meet talks trade deal border visit army court vote port gas summit aid protest accord".split()


def actor(chance):
    if chance.random() < 0.18:
        return [""] * 10
    country = chance.choices(COUNTRIES, range(len(COUNTRIES), 0, -1))[0]
    kind = chance.choice(TYPES)
    return [country + kind, f"NAME {country} {chance.randrange(4)}", country, "", "", "", "", kind, "", ""]


def place(chance):
    return ["4", chance.choice(PLACES), "GG", "GG00", "", f"{chance.uniform(-60, 70):.4f}", f"{chance.uniform(-170, 170):.4f}", "-2330077"]


def address(chance, nth):
    words = "-".join(chance.choice(WORDS) for _ in range(7))
    return f"https://www.site{nth % 500}.example/news/2025/03/{words}-{nth}.html"


def rows(chance):
    number, url = 1_200_000_000, ""
    while True:
        number += 1
        if number % 3 == 1:
            url = address(chance, number)
        day = f"202503{chance.randrange(1, 32):02}"
        code, value = chance.choice(CODES)
        sources = chance.choice([1, 1, 1, 2, 3])
        row = [str(number), day, day[:6], day[:4], "2025.1781", *actor(chance), *actor(chance), "1", code, code[:3], code[:2],
               "1", value, str(sources * 4), str(sources), str(sources * 4), f"{chance.uniform(-9, 6):.12f}",
               *place(chance), *place(chance), *place(chance), "20250331120000", url]
        assert len(row) == 61
        yield "\t".join(row) + "\n"


def main():
    out = sys.argv[1]
    size = int(sys.argv[2] if len(sys.argv) > 2 else 200) << 20
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    written = 0
    with open(out, "w", encoding="ascii", buffering=1 << 20) as file:
        for row in rows(chance):
            file.write(row)
            written += len(row)
            if written >= size:
                break


if __name__ == "__main__":
    main()
