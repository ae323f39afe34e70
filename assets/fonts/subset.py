"""Cuts the bundled fonts out of the original ones. See README.md beside this file.

Usage: python subset.py INTER_DIR DEJAVU_DIR OUT_DIR
Needs: fonttools, brotli
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

LATIN = ["0020-007E", "00A0-024F", "0259", "02B0-02FF", "0300-0331", "1E00-1EFF"]
GREEK_AND_CYRILLIC = ["0370-03FF", "0400-052F"]
PUNCTUATION = ["2000-206F", "2070-209C", "20A0-20BF", "2100-215F"]
SIGNS = ["2190-21FF", "2200-22FF", "2300-23FF"]
# Inter draws circled operators (U+2295-22A1) far larger than its other signs: those come from DejaVu Sans.
INTER_SIGNS = ["2190-21FF", "2200-2294", "22A2-22FF", "2300-23FF"]
SHAPES = ["2500-259F", "25A0-25FF", "2600-26FF", "2700-27BF", "27C0-27FF", "2B00-2BFF"]
TEXT = LATIN + GREEK_AND_CYRILLIC + PUNCTUATION
# What stands in a column of numbers.
NUMBERS = ["0020", "002B-002E", "0030-0039", "00A0", "00B1", "2007-2009", "202F", "2212"]

# `calt` is left out on purpose: in Inter it turns "->" into an arrow and "2x4" into a product, but a
# quotation must show the characters that it is made of.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def code_points(ranges):
    for span in ranges:
        first, _, last = span.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def cut(source, ranges, target, tabular=False, rename=None):
    font = TTFont(source, recalcTimestamp=False)
    if tabular:
        make_digits_tabular(font)
    options = Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.glyph_names = False
    options.flavor = None
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(code_points(ranges)))
    subsetter.subset(font)
    font.flavor = None
    # Names of stylistic sets that the subset no longer has.
    font["name"].names = [record for record in font["name"].names if record.nameID < 256]
    if rename:
        rename_family(font, *rename)
    font.save(target)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size} bytes")


def make_digits_tabular(font):
    """Maps each character straight to the glyph that the feature `tnum` would put in its place."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    swap = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            swap.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        for code, glyph in table.cmap.items():
            table.cmap[code] = swap.get(glyph, glyph)


def rename_family(font, family, postscript):
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
        elif record.nameID == 6:
            record.string = postscript


def main():
    inter, dejavu, out = (Path(argument) for argument in sys.argv[1:4])
    cut(inter / "Inter-Regular.woff2", TEXT + INTER_SIGNS + SHAPES, out / "Inter-Regular.ttf")
    cut(inter / "Inter-SemiBold.woff2", TEXT + INTER_SIGNS + SHAPES, out / "Inter-SemiBold.ttf")
    cut(inter / "Inter-Italic.woff2", TEXT, out / "Inter-Italic.ttf")
    cut(
        inter / "Inter-Regular.woff2",
        NUMBERS,
        out / "Inter-Tabular.ttf",
        tabular=True,
        rename=("Inter Tabular", "Inter-Tabular"),
    )
    cut(dejavu / "DejaVuSans.ttf", SIGNS + SHAPES + ["1D62", "2100-214F"], out / "DejaVuSans-Symbols.ttf")
    cut(dejavu / "DejaVuSansMono.ttf", TEXT + ["1D62", "2190-21FF"], out / "DejaVuSansMono.ttf")
    cut(dejavu / "DejaVuSansMono.ttf", ["2315"], out / "DejaVuSansMono-Search.ttf")


main()
