"""A finding: one thing wrong with a delivery, where it is and what to do. It never holds a delivered value."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from pipeline.console import one_line
from pipeline.deliveries.row_numbers import row_words

BLOCKING, ADVISORY = "blocking", "advisory"


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a delivery. `row` is the line in the file as a person opens it (the heading row is 1)."""

    file: str
    row: int | None
    column: str | None  # as the publisher names it, never a heading that is not declared: it may hold anything
    rule: str
    problem: str
    remedy: str
    severity: str = BLOCKING
    rows: int = 0  # how many rows it concerns; 0 for the file as a whole
    school: str = ""  # LAESTAB of the school whose records it concerns, if any; URN where the file has no LAESTAB
    lines: tuple[int, ...] = ()  # every row it concerns, where the file is about pupils
    for_the_team: bool = False  # whether it is for the data team alone, so that no booklet prints it among its notes

    def sentence(self) -> str:
        """Where, what and what to do, in one line."""
        where = [self.file, f"school {self.school}"] if self.school else [self.file]
        if self.row is not None:
            where.append(row_words(self.row) + (f" and {self.rows - 1} more" if self.rows > 1 else ""))
        if self.column:
            where.append(f"column {self.column}")
        return one_line(f"{', '.join(where)}: {self.problem} {self.remedy}".strip())


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that refuse a delivery, or hold a school's pupil records."""
    return [f for f in findings if f.severity == BLOCKING]


def to_json(findings: list[Finding], made_by: str = "", rows: Mapping[str, object] | None = None) -> str:
    """The findings as JSON, with the key of everything they depend on, and the counts of the file's rows."""
    content = {"made_by": made_by, "findings": [asdict(f) for f in findings], "rows": rows}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_json(text: str) -> list[Finding]:
    return [Finding(**(raw | {"lines": tuple(raw["lines"])})) for raw in json.loads(text)["findings"]]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Blocking first, then by school, row and column, so that the same delivery always gives the same list."""
    return sorted(
        findings, key=lambda f: (f.severity != BLOCKING, f.school, f.row or 0, f.column or "", f.rule, f.problem)
    )
