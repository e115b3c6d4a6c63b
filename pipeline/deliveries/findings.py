"""A finding: one thing wrong with a delivery, where it is and what to do. It never holds a delivered value."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

BLOCKING, ADVISORY = "blocking", "advisory"


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a delivery. `row` is the line in the file as a person opens it (the heading row is 1)."""

    file: str
    row: int | None
    column: str | None  # as the publisher names it, never as a stranger wrote it
    rule: str
    said: str
    remedy: str
    severity: str = BLOCKING
    rows: int = 0  # how many rows are meant; 0 for the file as a whole
    school: str = ""  # LAESTAB of the school whose records are meant, where one is; URN where the file has no other
    lines: tuple[int, ...] = ()  # every row meant, where the file is about pupils

    def sentence(self) -> str:
        """Where, what and what to do, in one line."""
        where = [self.file, f"school {self.school}"] if self.school else [self.file]
        if self.row is not None:
            where.append(f"row {self.row}" + (f" and {self.rows - 1} more" if self.rows > 1 else ""))
        if self.column:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: {self.said} {self.remedy}".strip()


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that refuse a delivery, or hold a school's pupil records."""
    return [f for f in findings if f.severity == BLOCKING]


def to_json(findings: list[Finding], made_by: str = "") -> str:
    """The findings, with the state of the declaration and code they were made by."""
    held = {"made_by": made_by, "findings": [asdict(f) for f in findings]}
    return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_json(text: str) -> list[Finding]:
    return [Finding(**(raw | {"lines": tuple(raw["lines"])})) for raw in json.loads(text)["findings"]]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Blocking first, then by row and column, so that the same delivery always reads the same."""
    return sorted(
        findings, key=lambda f: (f.severity != BLOCKING, f.school, f.row or 0, f.column or "", f.rule, f.said)
    )
