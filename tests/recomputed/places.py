"""The authority's schools and who belonged to which cluster, trust and authority in a results year, from the lists delivered."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.recomputed.groups import month_of
from tests.recomputed.rules import Row

NOT_COUNTED = (
    "independent",
    "further education",
    "sixth form",
    "16 to 19",
    "referral",
    "alternative",
    "hospital",
    "nursery",
)
BEGIN = ("sponsored", "new_number", "split", "amalgamation")  # a new line begins
END = ("sponsored", "new_number", "amalgamation", "merger")  # and the lines it came from end


class School(NamedTuple):
    counted: bool  # mainstream or special: in pooled figures
    first: int  # the first and last results years whose tables can list it
    last: int


class Places(NamedTuple):
    schools: dict[str, School]
    pools: dict[str, list[tuple[str, int, int]]]  # cluster or trust -> (school, first year, last year of membership)
    authority: str

    def members(self, year: int) -> dict[str, set[str]]:
        """Authority, cluster or trust -> its mainstream and special schools in that results year."""
        there = {s for s, is_ in self.schools.items() if is_.counted and is_.first <= year <= is_.last}
        found = {self.authority: there}
        for pool, rows in self.pools.items():
            found[pool] = {s for s, first, last in rows if s in there and first <= year <= last}
        return {pool: schools for pool, schools in found.items() if schools}


def read_places(params: Path, registers: list[list[Row]], trusts: list[list[Row]]) -> Places:
    """From the declared clusters and lineage, the register (the newest list last) and the newest list of trusts."""
    code = yaml.safe_load((params / "authority.yml").read_text(encoding="utf-8"))["code"]
    lines: dict[str, list[Row]] = defaultdict(list)
    for edition, register in enumerate(registers):
        for row in register:
            row["EDITION"] = str(edition)
            row["LAESTAB"] = row["LAESTAB"] or row["LA"] + row["ESTAB"]
            if row["LAESTAB"].startswith(code):
                lines[row["LAESTAB"]].append(row)
    lineage = params / "places" / "lineage.yml"
    events = (yaml.safe_load(lineage.read_text(encoding="utf-8")) or {}).get("events", []) if lineage.exists() else []
    schools = {line: _school(line, rows, events) for line, rows in lines.items()}
    line_of = {row["URN"]: line for line, rows in lines.items() for row in rows}
    return Places(schools, {**_clusters(params, code), **_trusts(trusts[-1] if trusts else [], line_of)}, code)


def _school(line: str, rows: list[Row], events: list[dict]) -> School:
    last_seen = [r for r in rows if r["EDITION"] == max(x["EDITION"] for x in rows)]
    now = max(last_seen, key=lambda r: (r["CLOSEDATE"] == "", r["URN"]))  # the open one of a line's two numbers
    begun = [_from(e) for e in events if e["line"] == line and e["what"] in BEGIN]
    ended = [_from(e) - 1 for e in events if e["what"] in END and line in e.get("from_lines", [])]
    ended += [_from(e) - 1 for e in events if e["what"] == "closure" and e["line"] == line]
    kind = now["NFTYPE"].lower()
    converted = "convert" in kind or any(e["line"] == line and e["what"] == "conversion" for e in events)
    opened = min((d for d in (_day(r["OPENDATE"]) for r in rows) if d), default=None)
    if not begun and opened and not converted:
        begun = [_listed(opened)]
    closed = _day(now["CLOSEDATE"])
    if not ended and closed:
        ended = [_listed(closed) - 1]
    return School(not any(word in kind for word in NOT_COUNTED), (begun or [0])[-1], (ended or [9999])[-1])


def _from(event: dict) -> int:
    return event["by"] if event.get("by") else _listed(event["when"])


def _listed(day: date) -> int:
    """The first results year whose tables, which show schools as on 12 September, list a school that opened that day."""
    return day.year + (1 if (day.month, day.day) <= (9, 12) else 2)


def _day(text: str) -> date | None:
    digits = text.split(" ")[0].replace("/", "-").replace("-", "")
    if month_of(text) is None:
        return None
    if text[:4].isdigit():
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))


def _clusters(params: Path, code: str) -> dict[str, list[tuple[str, int, int]]]:
    found: dict[str, list] = defaultdict(list)
    file = params / "places" / "clusters.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["laestab"]:
                span = int(row["from"] or 0), int(row["to"] or 9999)
                found[f"{code}-{row['phase']}-{row['cluster']}"].append((row["laestab"], *span))
    return dict(found)


def _trusts(rows: list[Row], line_of: dict[str, str]) -> dict[str, list[tuple[str, int, int]]]:
    """A school is in a multi-academy trust for the results years that end, on 31 August, after it joined."""
    found: dict[str, list] = defaultdict(list)
    for row in rows:
        if row["GROUP TYPE"].lower() == "multi-academy trust" and row["URN"] in line_of and row["GROUP ID"]:
            joined = _day(row["JOINED DATE"])
            first = 0 if joined is None else joined.year + (joined > date(joined.year, 8, 31))
            found[row["GROUP ID"].lower()].append((line_of[row["URN"]], first, 9999))
    return dict(found)
