"""Delivered text -> the source's typed table: canonical names, numbers with a status beside them, one row a delivered row."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Column, Source
from pipeline.deliveries.read import RawTable
from pipeline.deliveries.recognise import authority_of
from pipeline.validated import cell_forms, types

IDENTITY: dict[str, Callable[[str], str | None]] = {
    "urn": types.read_urn,
    "laestab": types.read_laestab,
    "la": types.read_la,
    "estab": types.read_estab,
    "date": types.read_date,
    "yes_no": types.read_yes_no,
    "upn": types.read_upn,
    "name": lambda text: text,
    "text": lambda text: text,
}
NumberReader = Callable[[str, str], tuple[float | None, str]]  # a cell and its column's type -> number and status
SCHOOL_COLUMNS = ("la", "laestab", "urn")
SCHOOL_KINDS = ("school", "special")


@dataclass
class Shaped:
    """The typed table, and for each declared column that is not a number which rows could be read (one boolean a row)."""

    table: pd.DataFrame
    delivered: dict[str, str]  # our column -> the publisher's name for it in this delivery
    readable: dict[str, pd.Series] = field(default_factory=dict)
    filled: dict[str, pd.Series] = field(default_factory=dict)
    in_use: dict[str, pd.Series] = field(default_factory=dict)  # outcomes: whether the code was used in that year
    settled: dict[str, pd.Series] = field(default_factory=dict)  # outcomes: whether it is known how the code counts
    scales: dict[str, Scale] = field(default_factory=dict)  # outcome column -> its scale
    left_out: dict[str, int] = field(default_factory=dict)  # why rows were left out -> how many


def shape(raw: RawTable, source: Source, name: str, year: int | None, release: str) -> Shaped:
    """The delivery's table as the source declares it, one row for each delivered row that is kept.

    Columns that are not numbers are there even where the delivery lacks them, and empty; number columns are not. `row` is the
    line in the file.
    """
    at = source.found(raw.headings, year)
    cells: dict[str, pd.Series] = {}
    headings: dict[str, str] = {}
    for ours, place in at.items():
        column, heading = source.columns[ours], raw.headings[place].strip()
        cells[ours] = _text(raw, place, column)
        # The declaration's own spelling, so that no finding repeats a sender's.
        headings[ours] = next((n for n in column.names if n.casefold() == heading.casefold()), heading)
    cells, left_out = _rows_kept(cells, source, headings)
    index = next(iter(cells.values())).index if cells else raw.cells.index
    shaped = Shaped(pd.DataFrame({"row": index}, index=index), headings, left_out=left_out)
    _row_kinds(shaped, source, cells)
    outcomes = {c.score: ours for ours, c in source.columns.items() if c.score}
    for ours, column in source.columns.items():
        if column.is_number:
            if ours in cells:
                text = cell_forms.without_repeated_code(cells[ours], cells.get(outcomes.get(ours, "")))
                _number(shaped, ours, column, text, types.read_plain if source.of_pupils else types.read_number)
        elif column.type == "outcome":
            shaped.scales[ours] = source.scales[column.scale]
            _outcome(shaped, ours, column, cells.get(ours), year)
        elif column.type == "release":
            continue  # read below: it decides what the other columns have given
        elif column.type == "period":
            _period(shaped, ours, cells, release, source.year_words)
        else:
            _identity(shaped, ours, column, cells, name, {""} if source.of_pupils else types.SPECIAL, source, year)
    if source.results_year != "column":
        shaped.table["results_year"] = pd.array([year] * len(index), dtype="Int64")
        shaped.table["release"] = pd.array([release] * len(index), dtype="string")
    _releases(shaped, source, cells)
    for ours, column in source.columns.items():
        if column.join and ours not in shaped.delivered:
            parts = [shaped.table[p] for p in column.join]
            shaped.table[ours] = parts[0].str.cat(parts[1:]).astype("string")
        elif column.absent_means and ours not in shaped.delivered:
            shaped.table[ours] = pd.array([column.absent_means] * len(shaped.table), dtype="string")
    for ours, column in source.columns.items():
        if column.same_in:
            first, *others = (shaped.table[c].fillna("") for c in column.same_in)
            alike = reduce(and_, (first == other for other in others))
            shaped.table[ours] = first.where(alike, "")
    _either_number_is_enough(shaped, source)
    if has_no_school_numbers(shaped.table, source):
        shaped.table["laestab"] = pd.array([None] * len(shaped.table), dtype="string")
    _leave_out_empty_rows(shaped, source)
    shaped.table = shaped.table.copy()  # in one block: pandas is slow on a frame built column by column
    return shaped


def figure_columns(source: Source) -> list[str]:
    """The columns a source is received for: those it declares as such, else its numbers."""
    return source.exists_for or [n for n, c in source.columns.items() if c.is_number]


def is_one_row_a_school(source: Source) -> bool:
    """Whether the source is a table of figures with one row for each school; a register may list a school's every URN."""
    return of_schools(source) and set(source.grain) <= {"row_kind", "results_year", *SCHOOL_COLUMNS}


def of_schools(source: Source) -> bool:
    """Whether its rows are figures of schools, which it numbers in both ways."""
    return set(SCHOOL_COLUMNS) <= set(source.columns) and "urn" in source.grain and not source.read_first


def has_no_school_numbers(table: pd.DataFrame, source: Source) -> bool:
    """Whether a column of school numbers has one number for several schools, by their URNs: then it is no school's number."""
    if not of_schools(source) or "laestab" not in table or "urn" not in table:
        return False
    both = table[table["laestab"].notna() & table["urn"].notna()]
    return both["laestab"].nunique() * 2 < both["urn"].nunique()


def _either_number_is_enough(shaped: Shaped, source: Source) -> None:
    """A row of a school that has one of its two numbers is not asked for the other."""
    if of_schools(source):
        for ours, other in (("urn", "laestab"), ("laestab", "urn")):
            if ours in shaped.filled and other in shaped.table:
                shaped.filled[ours] |= shaped.table[other].notna()


def _leave_out_empty_rows(shaped: Shaped, source: Source) -> None:
    """Of two rows of one school's number, leave out one without any figure: a closed school's, beside its successor's."""
    if not is_one_row_a_school(source):
        return
    table = shaped.table
    shown = [f"{c}__status" for c in figure_columns(source) if f"{c}__status" in table]
    empty = ~(table[shown] == types.SHOWN).any(axis=1) if shown else pd.Series(False, index=table.index)
    school = table["row_kind"].isin(SCHOOL_KINDS) & table["laestab"].notna()
    with_figures = set(table.loc[school & ~empty, "laestab"])
    without = (school & empty & table["laestab"].isin(list(with_figures))).astype(bool)
    if without.any():
        shaped.left_out["without a figure, of a school with another row"] = int(without.sum())
        shaped.table = table[~without]
        for series in (shaped.readable, shaped.filled, shaped.in_use, shaped.settled):
            series.update({name: answers[~without] for name, answers in series.items()})


def _text(raw: RawTable, place: int, column: Column) -> pd.Series:
    """A column's cells as text: words for an empty cell emptied, and empty cells filled with the code the declaration gives."""
    text = raw.cells[place].str.strip()
    if not (column.required or column.filled or column.is_number) and column.type in ("outcome", "code", "yes_no"):
        text = text.mask(text.str.casefold().isin(cell_forms.NOT_AVAILABLE) & ~text.isin(list(column.codes)), "")
    if cell_forms.leaves_blank(text.unique(), column.blank_means):
        text = text.mask(text == "", column.blank_means)
    return text.mask(_is_one_of(text, column.nothing), "") if column.nothing else text


def _is_one_of(text: pd.Series, words: Iterable[str]) -> pd.Series:
    """Whether each cell is one of these words, in any case; each distinct cell is looked at once."""
    folded = {word.casefold() for word in words}
    return text.isin([t for t in text.unique() if t.casefold() in folded])


def _rows_kept(
    cells: dict[str, pd.Series], source: Source, headings: Mapping[str, str]
) -> tuple[dict[str, pd.Series], dict[str, int]]:
    """The cells without the rows that the declaration leaves out, and how many those are by reason."""
    left_out: dict[str, int] = {}
    for ours, column in source.columns.items():
        if ours not in cells:
            continue
        if column.keep_only_codes:
            keep, reason = _is_one_of(cells[ours], column.codes), f"whose {headings[ours]} is not declared"
        elif column.skip_row_if_empty:
            keep, reason = cells[ours] != "", f"without {headings[ours]}"
        else:
            continue
        left_out[reason] = int((~keep).sum())
        cells = {k: v[keep] for k, v in cells.items()}
    return cells, left_out


def _row_kinds(shaped: Shaped, source: Source, cells: dict[str, pd.Series]) -> None:
    """Adds `row_kind` (school, special, authority, england ...), as the declaration reads the column that states it."""
    rows, index = source.rows, shaped.table.index
    if rows.column is None or rows.column not in cells:
        shaped.table["row_kind"] = pd.array([rows.when_missing] * len(index), dtype="string")
        return
    folded: dict[str, str] = {code.casefold(): kind for code, kind in rows.kinds.items()}
    text = cells[rows.column]
    kinds = text.map({t: folded.get(t.casefold()) for t in text.unique()}).fillna(rows.otherwise or pd.NA)
    shaped.table["row_kind"] = kinds.astype("string")
    shaped.readable["row_kind"] = kinds.notna()
    shaped.delivered["row_kind"] = shaped.delivered[rows.column]


def _number(shaped: Shaped, ours: str, column: Column, text: pd.Series, reader: NumberReader) -> None:
    """The column's numbers and their statuses; each distinct text is read once."""
    read = {t: reader(t, column.type) for t in text.unique()}
    table = shaped.table
    table[ours] = text.map({t: v for t, (v, _) in read.items()}).astype("Float64")
    table[f"{ours}__status"] = text.map({t: s for t, (_, s) in read.items()}).astype("string")
    if column.filled:
        shaped.filled[ours] = text != ""


def _outcome(shaped: Shaped, ours: str, column: Column, text: pd.Series | None, year: int | None) -> None:
    """The column's codes as their scale spells them; an empty cell counts as filled where the scale has "" among its codes."""
    index = shaped.table.index
    if text is None:
        shaped.table[ours] = pd.array([None] * len(index), dtype="string")
        return
    codes = shaped.scales[ours].codes
    spelled = {c.casefold(): c for c in codes}
    read = {t: spelled.get(t.casefold()) for t in text.unique()}
    values = text.map(read).astype("string")
    shaped.table[ours] = values
    shaped.readable[ours] = values.notna() | (text == "")
    unused = [] if year is None else [c for c, code in codes.items() if not code.used_in(year)]
    shaped.in_use[ours] = ~values.isin(unused)
    waiting = [c for c, code in codes.items() if code.held_until_confirmed]
    if waiting:
        shaped.settled[ours] = ~values.isin(waiting)
    if "" not in codes:
        shaped.filled[ours] = text != ""


def _releases(shaped: Shaped, source: Source, cells: dict[str, pd.Series]) -> None:
    """The release stage of each row, where a column gives it; the delivery's own where a cell is empty."""
    for ours in (n for n, c in source.columns.items() if c.type == "release" and n in cells):
        words = {word.casefold(): stage for word, stage in source.columns[ours].codes.items()}
        read = cells[ours].str.casefold().map(words)
        shaped.readable[ours] = read.notna() | (cells[ours] == "")
        shaped.table["release"] = read.where(read.notna(), shaped.table["release"]).astype("string")


def _period(
    shaped: Shaped, ours: str, cells: dict[str, pd.Series], release: str, year_words: Mapping[str, str]
) -> None:
    """Adds `results_year` and `release`, where each row gives its own; the delivery's release where a row names none."""
    text = cells.get(ours)
    if text is None:
        shaped.table["results_year"], shaped.table["release"] = pd.NA, release
        return
    read = {t: types.read_period(t, year_words) for t in text.unique()}
    years = text.map({t: y for t, (y, _) in read.items()})
    shaped.table["results_year"] = years.astype("Int64")
    shaped.table["release"] = text.map({t: s or release for t, (_, s) in read.items()}).astype("string")
    shaped.readable[ours] = years.notna()


def _identity(
    shaped: Shaped, ours: str, column: Column, cells: dict[str, pd.Series], name: str, nothing: Container[str],
    source: Source, year: int | None,
) -> None:  # fmt: skip
    """A column of codes, names, numbers of schools or pupils, or dates; `nothing` are the texts that mean an empty cell."""
    index, text = shaped.table.index, cells.get(ours)
    if text is None:
        prefix = types.read_la(name.split("_")[0]) if column.from_file_name else None
        shaped.table[ours] = pd.array([prefix] * len(index), dtype="string")
        return
    if column.type == "code" and column.codes:
        listed = column.codes
        read = {t: listed.get(t, "" if t in nothing else cell_forms.read_code(t, listed)) for t in text.unique()}
        values = _nursery(text, text.map(read), column, shaped, source, year)
    elif column.type == "laestab":
        authority = authority_of(name)[:3]
        values = text.map({t: "" if t == "" else types.read_school(t, authority) for t in text.unique()})
    elif column.type == "born":
        values = cell_forms.born_dates(text, year, _year_groups(cells, source))
    else:
        reader = IDENTITY.get(column.type, IDENTITY["text"])
        values = text.map({t: "" if t == "" else reader(t) for t in text.unique()})
    # Rows of authorities and of England have no school's number: it is neither expected nor kept there.
    is_school = shaped.table["row_kind"].isin(SCHOOL_KINDS)
    only_schools = column.type in ("urn", "laestab", "estab")
    if column.type not in ("text", "name") and (column.type != "code" or column.codes):
        shaped.readable[ours] = values.notna() | ~is_school if only_schools else values.notna()
    values = values.replace("", pd.NA)
    shaped.table[ours] = (values.where(is_school) if only_schools else values).astype("string")
    if column.filled:
        shaped.filled[ours] = shaped.table[ours].notna() | (text != "") | ~is_school


def _year_groups(cells: dict[str, pd.Series], source: Source) -> pd.Series | None:
    """Each pupil's year group, from its column, or from the declaration of a source about one year group; else None."""
    column = source.columns.get("year_group")
    if column is not None and "year_group" in cells:
        text = cells["year_group"]
        return text.map({t: cell_forms.read_code(t, column.codes) for t in text.unique()})
    if not source.year_group:
        return None
    index = next(iter(cells.values())).index
    return pd.Series(source.year_group, index=index, dtype="object")


def _nursery(
    text: pd.Series, values: pd.Series, column: Column, shaped: Shaped, source: Source, year: int | None
) -> pd.Series:
    """The values, with the nursery year derived from the date of birth where the words leave open which of two is meant."""
    born = next((n for n, c in source.columns.items() if c.type == "born" and n in shaped.table), None)
    if born is None or not {"N1", "N2"} <= set(column.codes) or not values.isna().any():
        return values
    dates = shaped.table[born]
    by_age = [cell_forms.read_nursery(t, b, year) for t, b in zip(text, dates, strict=True)]
    return values.where(values.notna(), pd.Series(by_age, index=values.index, dtype="object"))
