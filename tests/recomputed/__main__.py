"""python -m tests.recomputed DATA PARAMS [YEAR ...]: work every pupil figure out again, and compare with what is stored.

DATA is the data folder of an authority whose deliveries were received and worked out; PARAMS holds its declarations.
"""

import sys
from pathlib import Path

from pipeline.paths import Folders
from pipeline.validated.holds import holds
from tests.recomputed.compare import Compared, compare, stored
from tests.recomputed.places import Places, read_places
from tests.recomputed.returns import Return, returns
from tests.recomputed.rules import Figure
from tests.recomputed.work import Held, Key, Work


def arrived(data: Path, params: Path, years: set[int] | None = None) -> tuple[list[Return], Places]:
    """The returns of these results years, or of all, and the places they are about."""
    wanted = years and years | {y - 1 for y in years}  # the end of year 2 in phonics looks a year back
    found = list(returns(data, wanted))
    registers = [r.rows for r in found if r.source == "register"]
    trusts = [r.rows for r in found if r.source == "trust_links"]
    return found, read_places(params, registers, trusts)


def worked_out(data: Path, params: Path, held: Held, years: set[int] | None = None) -> dict[Key, Figure]:
    """Every figure of these results years, or of all; which schools are held is decided elsewhere and told here."""
    work = Work(*arrived(data, params, years), held)
    return {k: f for k, f in work.figures().items() if years is None or k[1] in years}


def run(data: Path, params: Path, years: set[int] | None = None) -> Compared:
    """The comparison for these results years, or for all."""
    return compare(worked_out(data, params, held_of(data, params), years), stored(data, years))


def held_of(data: Path, params: Path) -> Held:
    """The schools whose records are not to be counted, as the checks decided."""
    return {(h.source, h.year, h.release, h.laestab) for h in holds(Folders(params, data, data))}


def main() -> int:
    data, params, *years = sys.argv[1:]
    result = run(Path(data), Path(params), {int(y) for y in years} or None)
    sys.stdout.write(result.said() + "\n")
    return 0 if result.agree else 1


if __name__ == "__main__":
    sys.exit(main())
