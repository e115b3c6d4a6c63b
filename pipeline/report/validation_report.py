"""A report on one delivery: what passed its checks, what did not, in which rows and columns, and what to do."""

from dataclasses import dataclass
from html import escape

from pipeline.declared.strict import did_you_mean
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.findings import BLOCKING, Finding
from pipeline.deliveries.row_numbers import row_words
from pipeline.errors import CommandWrong
from pipeline.paths import Folders
from pipeline.report.notebook_year import results_year
from pipeline.validated.checked import validated_again
from pipeline.validated.clean_tables import declared
from pipeline.validated.validate import Validation

Row = tuple[str, ...]


LEFT = 'style="text-align: left"'  # a notebook would align the words to the right


@dataclass(frozen=True)
class ListingTable:
    """A captioned table a notebook shows; every cell is escaped, none is blank."""

    id: str
    caption: str
    columns: Row
    rows: tuple[Row, ...]
    otherwise: str  # shown in place of a table without rows

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p>{escape(self.otherwise)}</p>"
        heads = "".join(f'<th scope="col" {LEFT}>{escape(c)}</th>' for c in self.columns)
        body = ""
        for first, *rest in self.rows:
            cells = "".join(f"<td {LEFT}>{escape(c)}</td>" for c in rest)
            body += f'<tr><th scope="row" {LEFT}>{escape(first)}</th>{cells}</tr>'
        caption = f"<caption>{escape(self.caption)}</caption>"
        return f'<table id="{self.id}">{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'

    def __repr__(self) -> str:
        lines = [" | ".join(r) for r in (self.columns, *self.rows)] if self.rows else [self.otherwise]
        return "\n".join([self.caption, *lines])


@dataclass(frozen=True)
class ValidationReport:
    """One delivery, checked again against everything its declaration expects."""

    delivery: Delivery
    title: str
    rows: int
    validation: Validation

    @property
    def summary(self) -> ListingTable:
        d = self.delivery
        met = sum(a.met for a in self.validation.answers)
        facts = (
            ("Source", self.title),
            ("File", d.file),
            ("Results year", str(d.results_year or "not dated")),
            ("Release stage", d.release),
            ("Publisher and licence", f"{d.publisher}, {d.licence}"),
            ("Origin", d.origin),
            ("Fingerprint", d.fingerprint[:16]),
            ("Rows read", str(self.rows)),
            ("Expectations met", f"{met} of {len(self.validation.answers)}"),
        )
        return ListingTable(self._id("summary"), f"{d.file}: what it is", ("Fact", "Value"), facts, "")

    @property
    def blocking(self) -> ListingTable:
        found = [f for f in self.validation.findings if f.severity == BLOCKING]
        none = f"{self.delivery.file}: nothing for which it would be refused."
        return self._findings("blocking", "must be corrected", found, none)

    @property
    def advisory(self) -> ListingTable:
        found = [f for f in self.validation.findings if f.severity != BLOCKING]
        none = f"{self.delivery.file}: nothing to note."
        return self._findings("advisory", "noted in booklets; look when you can", found, none)

    @property
    def passed(self) -> ListingTable:
        met = [a.expected for a in self.validation.answers if a.met]
        rows = tuple(sorted({(e.requirement, e.shown_as or "all numbers") for e in met}))
        return ListingTable(
            self._id("passed"), f"{self.delivery.file}: what passed", ("Check", "Column"), rows, "Nothing passed."
        )

    def _findings(self, part: str, caption: str, found: list[Finding], none: str) -> ListingTable:
        rows = tuple((_place(f), f.column or "whole file", f.problem, f.remedy) for f in found)
        heads = ("Row", "Column", "What is wrong", "What to do")
        return ListingTable(self._id(part), f"{self.delivery.file}: {caption}", heads, rows, none)

    def _id(self, part: str) -> str:
        return f"{part}-{self.delivery.fingerprint[:8]}"


def _place(finding: Finding) -> str:
    school = f"school {finding.school}, " if finding.school else ""
    if finding.row is None:
        return f"{school}whole file"
    return f"{school}{row_words(finding.row).removeprefix('row ')}" + (
        f" and {finding.rows - 1} more" if finding.rows > 1 else ""
    )


def validation_reports(folders: Folders, source: str, year: int) -> list[ValidationReport]:
    """A report on every delivery of a source for a results year.

    A list without a year is shown for every year, and so is a file whose rows have years of their own. CommandWrong where the
    source is not declared, or nothing of it or of the year is held; it names what is.
    """
    sources, year = declared(folders.params), results_year(year)
    if source not in sources:
        hint = did_you_mean(source, list(sources)) or f" The sources are: {', '.join(sources)}."
        raise CommandWrong(what=f"There is no source {source!r} in {folders.params / 'sources'}.{hint}")
    held = kept(folders, source)
    if not held:
        others = ", ".join(sorted({d.source for d in kept(folders)})) or "nothing"
        raise CommandWrong(
            what=f"No {source} file has been received. Run: booklets receive FILE. Received so far: {others}."
        )
    dated = sources[source].results_year not in ("column", "none")
    deliveries = [d for d in held if d.results_year == year or not dated]
    if not deliveries:
        years = ", ".join(map(str, sorted({d.results_year for d in held if d.results_year})))
        raise CommandWrong(what=f"No {source} file of {year} is held. Write one of these years: {years}.")
    return [validation_report(folders, d) for d in deliveries]


def validation_report(folders: Folders, delivery: Delivery) -> ValidationReport:
    """The delivery checked again, together with what else has been received by now."""
    source = declared(folders.params)[delivery.source]
    result = validated_again(folders, delivery, source)
    return ValidationReport(delivery, source.title, 0 if result.table is None else len(result.table), result)
