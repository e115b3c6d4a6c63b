"""One booklet, from its pack to its files in place: execute, check, HTML, PDF, workbook, receipt, all in one process."""

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import nbformat

from pipeline.access import PRIVATE, Access
from pipeline.ledger.issued import Numbering
from pipeline.measures.figure import SHOWN
from pipeline.packs.given import GivenPack
from pipeline.packs.pack import Pack, adapter
from pipeline.render import execute, html, last_checks, paper, pdf, xlsx
from pipeline.render.blocks import blocks
from pipeline.render.page import Page, page_of
from pipeline.render.publish import put_in_place

TOOLS = ("matplotlib", "nbconvert", "openpyxl", "pandas", "papermill", "typst")
HTML, PDF, XLSX, NOTEBOOK, RECEIPT = "booklet.html", "booklet.pdf", "tables.xlsx", "booklet.ipynb", "receipt.json"


@dataclass(frozen=True)
class Job:
    """Everything one booklet needs; small and plain, so that it can be sent to another process."""

    notebook: Path
    publication: str
    place_id: str
    year: int
    pack: Path  # where the pack file is
    pack_fingerprint: str
    out: Path  # the booklet's folder
    receipt: Mapping = field(default_factory=dict)  # further facts for the receipt (fingerprints, findings)
    # Without it the booklet is no issue: a draft, a trial, or a measurement of speed.
    numbering: Numbering | None = None
    draft: bool = False  # whether each of its pages says that it is not issued
    access: Access = PRIVATE  # which accounts of the machine may open its files


@dataclass(frozen=True)
class Result:
    """What was made, and how long each step took (seconds)."""

    publication: str
    place_id: str
    year: int
    seconds: dict[str, float]  # start, cells, html, pdf, xlsx, files
    files: dict[str, str]  # file name -> SHA-256
    tables: int
    figures: dict[str, int]  # status -> how many


class Stopwatch:
    """Seconds between laps, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.seconds[name], self._last = round(now - self._last, 4), now


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """One booklet's objects live until it is made: looking for garbage among them costs a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_without_garbage_collection()
def make(job: Job) -> Result:
    """Make one booklet and put it in place; on any error nothing in its folder changes."""
    watch = Stopwatch()
    given = GivenPack(job.pack, job.pack_fingerprint)
    pack = given.open(job.publication, job.place_id, job.year)
    source = execute.read_notebook(job.notebook)
    watch.lap("start")
    ran = execute.execute(source, job.notebook.name, job.publication, job.place_id, job.year, given)
    last_checks.refuse_other_places(ran, pack)
    watch.lap("cells")
    files, tables = printed(ran, pack, watch, job.draft)
    fingerprints = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    facts = receipt(job, pack, fingerprints, tables)
    if job.numbering:
        facts["issue"] = job.numbering.number(pack.to_json(), job.pack_fingerprint, fingerprints)
    files[RECEIPT] = as_json(facts)
    put_in_place(job.out, files, job.access)
    watch.lap("files")
    return Result(job.publication, job.place_id, job.year, watch.seconds, fingerprints, tables, counts(pack))


def printed(
    ran: nbformat.NotebookNode, pack: Pack, watch: Stopwatch, draft: bool = False
) -> tuple[dict[str, bytes], int]:
    """The booklet's files as bytes, and how many tables they hold. The same executed notebook and pack give the same bytes."""
    page, css = page_of(pack, draft), html.stylesheet()
    as_html = html.html(ran, page, css)
    as_notebook = execute.notebook_bytes(execute.marked(ran, page.draft) if page.draft else ran)
    shown = blocks(ran)
    as_typst = paper.source(ran, page)
    texts = {HTML: as_html, PDF: as_typst, NOTEBOOK: as_notebook.decode(), XLSX: repr(shown)}
    last_checks.refuse_pupil_numbers(pack.place.id, texts)
    watch.lap("html")
    as_pdf = pdf.pdf(as_typst, page.layout)
    watch.lap("pdf")
    as_xlsx = xlsx.xlsx(shown, pack, page)
    watch.lap("xlsx")
    files = {HTML: as_html.encode(), PDF: as_pdf, XLSX: as_xlsx, NOTEBOOK: as_notebook}
    return files, len(xlsx.sheets(shown))


def receipt(job: Job, pack: Pack, files: dict[str, str], tables: int) -> dict:
    """What was issued, from what, with what: the index and `verify` read nothing else."""
    by_status = counts(pack)
    return {
        "publication": pack.publication,
        "title": pack.title,
        "place": pack.place.id,
        "place_name": pack.place.name,
        "place_kind": pack.place.kind,
        "phase": pack.place.phase,
        "year": pack.year,
        "as_at": pack.as_at,
        "audience": pack.audience,
        "readers": pack.readers,
        "pack": job.pack_fingerprint,
        "files": files,
        "figures": {
            "shown": by_status.get(SHOWN, 0),
            "hidden": {status: n for status, n in by_status.items() if status != SHOWN},
        },
        "tables": tables,
        "tools": tools(),
        **job.receipt,
    }


def counts(pack: Pack) -> dict[str, int]:
    """How many of the pack's figures have each status."""
    return dict(sorted(Counter(figure.status for figure in pack.figures).items()))


def as_json(content: Mapping) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


@cache
def tools() -> dict[str, str]:
    """The versions of what made the pages."""
    return {name: version(name) for name in TOOLS}


def warm() -> None:
    """Import and set up, once and before any fork, everything a booklet uses; then exempt it from garbage collection."""
    pdf.warm()
    import pandas  # noqa: F401

    import pipeline.report  # noqa: F401
    from pipeline.report.charts import canvas

    adapter()
    canvas.warm()
    ran = execute.execute(execute.smallest_notebook(), "warm-up", "", "", 0)
    nobody = Page("", "", 0, "")
    html.html(ran, nobody, "")  # reads and compiles its template
    paper.source(ran, nobody)
    html.stylesheet()
    xlsx.warm()
    tools()
    gc.collect()
    gc.freeze()
