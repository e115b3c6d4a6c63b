"""outputs/index.html: find the documents of a school, cluster, trust or the authority for a year.

Made from receipts, so it lists what was made, and says of drafts that they are not issued.
Relative links and no script beyond a search box that hides rows, so it works from a file share and without JavaScript.
"""

import base64
import hashlib
from collections import defaultdict
from html import escape
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.declared.access import outputs_access
from pipeline.ledger.issues import is_draft
from pipeline.ledger.receipts import read_receipts
from pipeline.paths import Folders
from pipeline.portal.page import HERE, filled
from pipeline.runs.stale import OutOfDate, out_of_date

KINDS = {
    "authority": "The authority",
    "cluster": "Clusters",
    "trust": "Multi-academy trusts",
    "primary": "Primary schools",
    "secondary": "Secondary schools",
    "other": "Other schools",
}
FILES = {"booklet.html": "Web page", "booklet.pdf": "PDF", "tables.xlsx": "Tables"}
CALENDAR = '<p><a href="calendar.html">The data year</a>: what is due, late or waiting.</p>'
DRAFTS = (
    '<p class="stale">Drafts, not issued: {count}. They rest on pupil records and were made under a disclosure policy that was not '
    "signed off: see booklets sign-off.</p>"
)
NOTHING_STALE = OutOfDate()


def write_index(where: Folders) -> Path:
    """Write the index where it differs from the one that is there, so that an unchanged file keeps its date; returns its path."""
    receipts = read_receipts(where.outputs)
    calendar = (where.outputs / "calendar.html").exists()
    page = index_page(receipts, out_of_date(where, receipts), calendar)
    file = where.outputs / "index.html"
    if not file.exists() or file.read_bytes() != page.encode():
        write_text(file, page, outputs_access(where.params))
    return file


def index_page(receipts: list[dict], stale: OutOfDate = NOTHING_STALE, calendar: bool = False) -> str:
    """The whole page; years newest first, then the authority, clusters, trusts and schools by name."""
    years = sorted({r["year"] for r in receipts}, reverse=True)
    body = "\n".join(_year(y, [r for r in receipts if r["year"] == y], stale) for y in years)
    jumps = " ".join(f'<li><a href="#y{y}">{y} results</a></li>' for y in years)
    script = (HERE / "search.js").read_text(encoding="utf-8")
    # The page's Content-Security-Policy allows this one script, by its hash.
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        "CALENDAR": CALENDAR if calendar else "",
        "SCRIPT_HASH": allowed,
        "SCRIPT": script,
        "YEARS": jumps,
        "BODY": body,
        "COUNT": str(len(receipts)),
        "DRAFTS": DRAFTS.format(count=drafts) if (drafts := sum(map(is_draft, receipts))) else "",
    }
    return filled("index.template.html", parts)


def _year(year: int, receipts: list[dict], stale: OutOfDate) -> str:
    """One results year: whether it may be out of date, and a table for each kind of place."""
    by_kind = defaultdict(list)
    for receipt in receipts:
        kind = receipt["place_kind"]
        if kind == "school":
            kind = receipt["phase"] if receipt["phase"] in KINDS else "other"
        by_kind[kind].append(receipt)
    tables = "\n".join(_table(year, k, by_kind[k], stale) for k in KINDS if by_kind[k])
    changed = ""
    if year in stale.years:  # only the next build shows which of the year's documents differ
        changed = (
            f'<p class="stale">May be out of date: {stale.years[year]}. '
            f"Bring up to date with: booklets build --year {year}</p>\n"
        )
    return f'<section aria-labelledby="y{year}"><h2 id="y{year}">{year} results</h2>\n{changed}{tables}\n</section>'


def _table(year: int, kind: str, receipts: list[dict], stale: OutOfDate) -> str:
    by_name = sorted(receipts, key=lambda r: (r["place_name"].casefold(), r["publication"]))
    rows = "\n".join(_row(r, stale) for r in by_name)
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("Place", "Document", "Open", "Issue"))
    return (
        f"<table><caption>{KINDS[kind]}, {year} results ({len(receipts)})</caption>"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def _row(receipt: dict, stale: OutOfDate) -> str:
    name, title = escape(receipt["place_name"]), escape(receipt["title"])
    links = " ".join(
        f'<a href="{receipt["folder"]}/{file}">{word}<span class="away"> of {name}, {title}</span></a>'
        for file, word in FILES.items()
        if file in receipt["files"]
    )
    document = stale.documents.get((receipt["year"], receipt["publication"], receipt["place"]))
    warning = f'<br><span class="stale">Out of date: {escape(document.why)}</span>' if document else ""
    issue = "<strong>draft</strong>" if is_draft(receipt) else receipt["issue"]
    return (
        f'<tr data-find="{name.casefold()} {receipt["place"]}"><th scope="row">{name}</th><td>{title}{warning}</td>'
        f'<td class="open">{links}</td><td>{issue}</td></tr>'
    )
