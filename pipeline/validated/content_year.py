"""What the rows and headings of a delivered file say of its results year, as evidence; no delivered cell is repeated."""

import re
from collections.abc import Mapping

import pandas as pd

from pipeline.declared.sources import Source
from pipeline.declared.year_evidence import YearEvidencePolicy
from pipeline.deliveries.evidence import Evidence
from pipeline.deliveries.read import RawTable
from pipeline.validated.cell_forms import born_dates, read_code
from pipeline.validated.pupilchecks import RECEPTION_STARTS, STEPS
from pipeline.validated.types import SHOWN, read_number, read_period


def content_evidence(
    raw: RawTable, source: Source, policy: YearEvidencePolicy, held: Mapping[int, pd.DataFrame] | None = None
) -> list[Evidence]:
    """Every piece of evidence in the content. `held` are the tables of the same source kept already, by results year."""
    evidence = [_year_column(raw, policy), _born(raw, source, policy), _named_earlier_years(raw.headings, source)]
    if held and not source.of_pupils:
        evidence += _held_figures(raw, source, policy, held)
    return [e for e in evidence if e is not None]


def _year_column(raw: RawTable, policy: YearEvidencePolicy) -> Evidence | None:
    """The publisher's own year column, where all its rows are of one year.

    A plain 2024 is only possible evidence: it may be the calendar year in which the academic year began.
    """
    listed = [c.casefold() for c in policy.year_columns]
    for place, heading in enumerate(raw.headings):
        if heading.strip().casefold() not in listed or raw.cells.empty:
            continue
        texts = {t.strip() for t in raw.cells[place].unique()} - {""}
        years = {read_period(t, {})[0] for t in texts}
        year = next(iter(years)) if len(years) == 1 else None
        if year is not None:
            sure = all(re.search(r"20\d\d\D?(20)?\d\d", t) for t in texts)
            seen = f"its column {heading.strip()} holds one year in every row"
            return Evidence("content", "year_column", seen, "certain" if sure else "possible", year, column=heading)
    return None


def _born(raw: RawTable, source: Source, policy: YearEvidencePolicy) -> Evidence | None:
    """The results year in which most pupils are of the age of their year group."""
    at = source.found(raw.headings, None)
    born_column = next((ours for ours in at if source.columns[ours].type == "born"), None)
    if born_column is None or raw.cells.empty or not ("year_group" in at or source.year_group):
        return None
    texts = raw.cells[at[born_column]].str.strip()
    born = born_dates(texts, None, None)
    if "year_group" in at:
        codes = source.columns["year_group"].codes
        groups = raw.cells[at["year_group"]].str.strip().map(lambda t: read_code(t, codes) or t)
    else:
        groups = pd.Series(source.year_group, index=born.index)
    known = born.notna() & (born != "") & groups.isin(list(STEPS))
    if not known.any():
        return None
    # A year group is of one academic year of births: September to August.
    started = born[known].map(lambda d: int(d[:4]) - (d[5:7] < "09"))
    years = started + RECEPTION_STARTS + groups[known].map(STEPS)
    year = int(years.mode().iloc[0])
    fits = int((years == year).sum())
    if fits < policy.born.pupils or fits < policy.born.share * len(years):
        return None
    seen = f"the dates of birth of {fits} of its {len(years)} pupils are those of their year group in {year}"
    # The declaration's own spelling of the heading, so that nothing an outsider wrote is repeated.
    heading = raw.headings[at[born_column]].strip().casefold()
    column = next((n for n in source.columns[born_column].names if n.casefold() == heading), born_column)
    return Evidence("content", "born", seen, "certain", year, column=column)


def _named_earlier_years(headings: list[str], source: Source) -> Evidence | None:
    """The newest year in a heading of earlier results (READPROG_17) is the last results year before the file's own."""
    if source.history is None:
        return None
    matched = [re.fullmatch(source.history.pattern, h.strip(), re.IGNORECASE) for h in headings]
    suffixes = {2000 + int(m[1]): m[0].upper() for m in matched if m}
    if not suffixes:
        return None
    newest = max(suffixes)
    year = _year_after(newest, source)
    seen = f"its newest earlier results, in column {suffixes[newest]}, are of {newest}"
    return Evidence("content", "earlier_years", seen, "certain", year, column=suffixes[newest])


def _held_figures(
    raw: RawTable, source: Source, policy: YearEvidencePolicy, held: Mapping[int, pd.DataFrame]
) -> list[Evidence]:
    """Figures equal to those held of a year: the file's figures (the same year), or those it repeats as last year's (`_PREV`)."""
    at = source.found(raw.headings, None)
    if "urn" not in at or raw.cells.empty:
        return []
    places = {h.strip().casefold(): n for n, h in enumerate(raw.headings)}
    numbers = {ours: column for ours, column in source.columns.items() if column.is_number}
    now = {ours: at[ours] for ours in numbers if ours in at}
    repeated: dict[str, int] = {}
    for ours, column in numbers.items():
        headings = [f"{name}_prev".casefold() for name in column.names]
        repeated.update((ours, places[h]) for h in headings if h in places)
    urns = raw.cells[at["urn"]].str.strip()
    evidence = []
    for year, table in sorted(held.items()):
        if _agree(raw, urns, now, source, table, policy):
            seen = f"its figures are those held already of {year}"
            evidence.append(Evidence("content", "held_figures", seen, "certain", year, column="URN"))
        if _agree(raw, urns, repeated, source, table, policy):
            seen = f"the figures it repeats as the year before's (columns ending in _PREV) are those held of {year}"
            after = _year_after(year, source)
            evidence.append(Evidence("content", "earlier_years", seen, "certain", after, column="URN"))
    return evidence


def _agree(
    raw: RawTable, urns: pd.Series, places: dict[str, int], source: Source, table: pd.DataFrame,
    policy: YearEvidencePolicy,
) -> bool:  # fmt: skip
    """Whether enough figures of enough schools are equal to the held ones.

    A column with fewer than three different held figures proves nothing, and a figure of 0 or 100 is too common to count.
    """
    compared, equal, schools = 0, 0, set()
    rows = table[table["urn"].notna()].drop_duplicates("urn").set_index("urn")
    for ours, place in places.items():
        if ours not in rows or rows[ours].nunique() < 3:
            continue
        before = urns.map(rows[ours])
        texts = raw.cells[place].str.strip()
        read = {t: read_number(t, source.columns[ours].type) for t in texts.unique()}
        after = texts.map({t: value for t, (value, status) in read.items() if status == SHOWN})
        both = before.notna() & after.notna() & ~after.isin([0, 100])
        compared += int(both.sum())
        equal += int((before[both].astype(float) == after[both].astype(float)).sum())
        schools |= set(urns[both])
    limits = policy.same_figures
    return len(schools) >= limits.schools and compared >= limits.figures and equal >= limits.share * compared


def _year_after(earlier: int, source: Source) -> int:
    """The next year in which assessments took place (none in 2020 and 2021, for one)."""
    without_results = source.history.not_held if source.history else []
    return next(y for y in range(earlier + 1, earlier + 9) if y not in without_results)
