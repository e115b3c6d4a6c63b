"""A delivery read, shaped and asked everything its declaration expects: a typed table and findings, nothing kept."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.validated import expectations, types
from pipeline.validated.crosschecks import Checked, Held, cross_checks, of_this_authority
from pipeline.validated.expectations import CELLS, ROWS, Answer, Expected
from pipeline.validated.findings import ADVISORY, BLOCKING, Finding, blocking, in_order
from pipeline.validated.read import Raw, read
from pipeline.validated.shape import SCHOOL_KINDS, Shaped, shape

TEXT_REMEDY = "Look at the cell in the delivered file and ask the sender what it means."
FORMULA = r"^\s*(?:[=@\t\r]|[+-](?![\d.]))"
UPN = r"(?i)^[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]$"
STATUSES = tuple(sorted({types.SHOWN, *types.SPECIAL.values()}))


@dataclass
class Validation:
    """What became of one delivery. Without a table it could not be read at all."""

    table: pd.DataFrame | None
    findings: list[Finding]
    answers: list[Answer] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return bool(blocking(self.findings))


def validate(name: str, data: bytes, source: Source, year: int | None, release: str, held: Held) -> Validation:
    """The delivery's typed table with every finding about it; Great Expectations answers for its rows and cells."""
    raw = read(name, data, source)
    if blocking(raw.findings):
        return Validation(None, in_order(raw.findings))
    pupils = pupil_rows(name, raw)
    if pupils:
        return Validation(None, pupils)
    findings = raw.findings + _of_the_file(name, raw, source, year)
    shaped = shape(raw, source, name, year, release)
    if shaped.table.empty:
        return Validation(None, in_order([*findings, _nothing_of_ours(name)]))
    checks = cross_checks(shaped, source, held)
    checks += [c for c in [of_this_authority(shaped, name)] if c]
    answers = expectations.ask(
        _expected(shaped, source, checks), _rows(shaped, raw, source, checks), _cells(shaped, source)
    )
    findings += [f for answer in answers if not answer.met for f in _findings(name, answer)]
    findings += _missing_columns(name, shaped, source, year) + _missing_kinds(name, shaped, source)
    return Validation(shaped.table, in_order(findings), answers)


def pupil_rows(name: str, raw: Raw) -> list[Finding]:
    """A refusal, without a word of the content, of a file that names pupils."""
    said = "this looks like a file about named pupils; published tables hold none."
    remedy = "Do not send it on. Delete this copy, and receive the published table instead."
    for place, heading in enumerate(raw.headings):
        if re.fullmatch(
            r"(?i)(former)?upn|unique ?pupil ?(no|number|id)|surname|forename|dob|date of birth", heading.strip()
        ):
            return [Finding(name, 1, f"number {place + 1}", "pupil_data", said, remedy, BLOCKING, 1)]
    for place in raw.cells.columns:
        hits = raw.cells.index[raw.cells[place].str.match(UPN)]
        if len(hits):
            return [Finding(name, int(hits[0]), f"number {place + 1}", "pupil_data", said, remedy, BLOCKING, len(hits))]
    return []


def _of_the_file(name: str, raw: Raw, source: Source, year: int | None) -> list[Finding]:
    out = []
    if source.results_year == "file" and year is None:
        said = "neither the file's name nor its folder says which results year it is."
        remedy = "Put the academic year in its name or folder (2017-2018), or say --year when receiving it."
        out.append(Finding(name, None, None, "year_unknown", said, remedy))
    if source.history and year is not None:
        out += _history(name, raw.headings, source, year)
    return out


def _history(name: str, headings: list[str], source: Source, year: int) -> list[Finding]:
    """The year in the newest history column's name must be the last results year before this delivery's."""
    found = [re.fullmatch(source.history.pattern, h.strip(), re.IGNORECASE) for h in headings]
    suffixes = {2000 + int(f[1]) for f in found if f}
    last = source.years_before(year)[0]
    if not suffixes or max(suffixes) == last:
        return []
    column = source.history.pattern.split("(")[0].rstrip("_")
    said = (
        f"the file is taken for results year {year}, but its newest earlier results are of {max(suffixes)}, not {last}."
    )
    return [
        Finding(
            name,
            1,
            column,
            "wrong_year",
            said,
            "Check the year in its name or folder; rename it, and receive it again.",
        )
    ]


def _nothing_of_ours(name: str) -> Finding:
    return Finding(
        name, None, None, "no_rows", "none of its rows is one this project reads.", "Check that it is the right file."
    )


def _rows(shaped: Shaped, raw: Raw, source: Source, checks: list[Checked]) -> pd.DataFrame:
    """The frame Great Expectations sees of the rows: row numbers, the grain, and true or false. No figure, no name."""
    table = shaped.table
    rows = {"row": table["row"].astype("int64"), "grain": _grain(table, source)}
    rows |= {f"readable: {c}": r.astype("boolean") for c, r in shaped.readable.items()}
    rows |= {f"filled: {c}": f.astype("boolean") for c, f in shaped.filled.items()}
    for ours, column in source.columns.items():
        if column.type == "text" and ours in shaped.delivered:
            rows[f"plain: {ours}"] = ~table[ours].fillna("").str.contains(FORMULA, regex=True).astype("boolean")
        if column.required and ours in shaped.delivered:
            rows[f"delivered: {ours}"] = True
    rows |= {f"check {i}": c.passes for i, c in enumerate(checks)}
    return pd.DataFrame(rows, index=table.index)


def _grain(table: pd.DataFrame, source: Source) -> pd.Series:
    """One text a row that must not come twice; rows of schools that could not be matched are left out."""
    key = table[source.grain[0]].astype("string").fillna("")
    for column in source.grain[1:]:
        key = key + "|" + table[column].astype("string").fillna("")
    if "urn" in source.grain:
        key = key.mask(table["row_kind"].isin(SCHOOL_KINDS) & table["urn"].isna())
    return key


def _cells(shaped: Shaped, source: Source) -> pd.DataFrame:
    """The frame Great Expectations sees of the numbers: one row a cell, with one column for each pair of limits."""
    numbers = [n for n, c in source.columns.items() if c.is_number and n in shaped.delivered]
    parts = []
    for n in numbers:
        part = {"row": shaped.table["row"].astype("int64"), "column": shaped.delivered[n]}
        part |= {"status": shaped.table[f"{n}__status"], _limits(source, n): shaped.table[n]}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _limits(source: Source, ours: str) -> str:
    least, most = source.columns[ours].bounds
    return f"{source.columns[ours].type} {least} {most}"


def _expected(shaped: Shaped, source: Source, checks: list[Checked]) -> list[Expected]:
    """The declaration as expectations: rows first, then what is written in them, then what must agree, then the numbers."""
    name, has = shaped.delivered.get, shaped.delivered
    out = [Expected(ROWS, "rows", "rows", "there are no rows.", "Download it again.", BLOCKING)]
    for ours, column in source.columns.items():
        if column.required:
            said = "the column is missing." if column.names else "the column cannot be worked out."
            remedy = "Ask for the whole file as published; do not take columns out or rename them."
            shown = name(ours) or (column.names[0] if column.names else ours)
            out.append(Expected(ROWS, "exists", "required_column", said, remedy, BLOCKING, f"delivered: {ours}", shown))
    said, remedy = (
        f"the row is there twice: there must be {source.grain_said}.",
        "Find out which row counts; take the other out.",
    )
    grain_column = next((name(g) for g in reversed(source.grain) if g in has), None)
    out.append(Expected(ROWS, "unique", "grain", said, remedy, BLOCKING, "grain", grain_column))
    for ours in shaped.readable:
        out.append(_readable(ours, source, name(ours)))
    for ours in shaped.filled:
        said = "the row has none, so it cannot be matched to a school; it is kept and not used."
        remedy = "Look the school up in the register and ask the sender to fill it in."
        out.append(
            Expected(
                ROWS, "true", "not_matched", said, remedy, source.columns[ours].filled, f"filled: {ours}", name(ours)
            )
        )
    for ours, column in source.columns.items():
        if column.type == "text" and ours in has:
            said = "the text begins like a spreadsheet formula."
            out.append(
                Expected(ROWS, "true", "formula", said, "Type the plain words.", BLOCKING, f"plain: {ours}", name(ours))
            )
    for i, c in enumerate(checks):
        said, remedy = c.check.said, c.check.remedy
        out.append(Expected(ROWS, "true", c.check.id, said, remedy, c.severity, f"check {i}", c.column))
    return out + _numbers_expected(shaped, source)


def _readable(ours: str, source: Source, shown: str | None) -> Expected:
    column = source.columns.get(ours)
    said = {
        "urn": "it is not a school's reference number (six digits).",
        "laestab": "it is not a LAESTAB (seven digits).",
        "la": "it is not a local authority's code (three digits).",
        "estab": "it is not an establishment number (four digits).",
        "date": "it is not a date.",
        "period": "it is not a year this project can read (2017, 2016/17, 201617).",
        "yes_no": "it is neither yes nor no.",
    }.get(column.type if column else "code", "the code is not one this source is known to use.")
    rule = "unknown_code" if column is None or column.type == "code" else f"not_a_{column.type}"
    return Expected(ROWS, "true", rule, said, TEXT_REMEDY, BLOCKING, f"readable: {ours}", shown)


def _numbers_expected(shaped: Shaped, source: Source) -> list[Expected]:
    said = "the cell holds text that is neither a number nor a known symbol."
    out = [Expected(CELLS, "one_of", "unreadable", said, TEXT_REMEDY, BLOCKING, "status", words=STATUSES)]
    limits = {_limits(source, n): n for n, c in source.columns.items() if c.is_number and n in shaped.delivered}
    for column, ours in sorted(limits.items()):
        least, most = source.columns[ours].bounds
        if least is None and most is None:
            continue
        words = f"from {least:g} to {most:g}" if None not in (least, most) else f"{least:g} or more"
        kind = source.columns[ours].type.replace("_", " ")
        said = f"the number cannot be: a {kind} is {words}."
        remedy = "Check whether columns have moved; correct the cell at its source."
        out.append(
            Expected(CELLS, "between", f"{kind} out of range", said, remedy, BLOCKING, column, least=least, most=most)
        )
    return out if limits else []


def _findings(name: str, answer: Answer) -> list[Finding]:
    """An unmet expectation as findings: one for each column it failed in."""
    e = answer.expected
    if not answer.where:
        return [Finding(name, 1 if e.kind == "exists" else None, e.shown_as, e.rule, e.said, e.remedy, e.severity)]
    by_column: dict[str | None, list[int]] = defaultdict(list)
    for row, column in answer.where:
        by_column[column].append(row)
    return [Finding(name, r[0], c, e.rule, e.said, e.remedy, e.severity, len(r)) for c, r in by_column.items()]


def _missing_columns(name: str, shaped: Shaped, source: Source, year: int | None) -> list[Finding]:
    """One finding that lists, in words, what this year's delivery does not hold."""
    expected = {n: c for n, c in source.columns.items() if c.said and not c.required and c.published_in(year)}
    missing = [c.said for n, c in expected.items() if n not in shaped.delivered and not c.join and not c.from_file_name]
    if not missing:
        return []
    when = f"for {year} " if year else ""
    said = f"{source.title} {when}as delivered do not hold: {'; '.join(missing)}."
    remedy = "Figures that need them are shown as not available; load the publisher's whole file for more."
    return [Finding(name, None, None, "not_delivered", said, remedy, ADVISORY)]


def _missing_kinds(name: str, shaped: Shaped, source: Source) -> list[Finding]:
    if source.rows.column is None or "row_kind" not in shaped.delivered:
        return []
    held = set(shaped.table["row_kind"].dropna())
    missing = [k for k in source.rows.expected if k not in held]
    if not missing:
        return []
    last = int(shaped.table["row"].max())
    said = f"the file ends without its rows for: {', '.join(m.replace('_', ' ') for m in missing)}. It was cut short."
    return [
        Finding(name, last, shaped.delivered["row_kind"], "cut_short", said, "Download it again in full.", BLOCKING, 1)
    ]
