"""How fast a nation's pupils become figures: 600,000 invented key stage 2 pupils in 16,000 schools and one authority.

    python bench/pupils.py [PUPILS]

The pupils are made in memory as validated tables, with a roll that holds their groups; every key stage 2 measure is then
calculated for each school and for the authority, by every pupil group. Exits with 1 above 60 seconds or 4 gigabytes.
"""

import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PUPILS, SCHOOLS, YEAR = 600_000, 16_000, 2018
SUBJECTS = ("reading", "gps", "maths")


def invented_records(pupils: int) -> tuple[dict, list[str]]:
    """So many pupils' results, their roll and the estimates progress needs, by source; and the LAESTABs of their schools."""
    from tests.pupils.invented_tables import delivery, estimates

    random = np.random.default_rng(1)  # the same pupils in every run
    schools = np.array([f"999{n:04d}" if n < 10_000 else f"998{n - 10_000:04d}" for n in range(SCHOOLS)])
    upn = pd.Series([f"A999{n:09d}" for n in range(pupils)], dtype="string")
    pupil = {"laestab": pd.Series(schools[random.integers(0, SCHOOLS, pupils)], dtype="string"), "upn": upn}
    pupil["born"] = pd.Series(
        random.choice([f"20{y:02d}-{m:02d}-15" for y in (6, 7) for m in range(1, 13)], pupils), dtype="string"
    )
    records = {
        "ks2_pupils": [(delivery("ks2_pupils", YEAR, "final"), pd.DataFrame(pupil | _results(random, pupils)))],
        "pupil_roll": [(delivery("pupil_roll", YEAR, "final"), pd.DataFrame(pupil | _groups(random, pupils)))],
        "progress_estimates": [(delivery("progress_estimates", None, "final"), estimates(YEAR))],
    }
    return records, list(schools)


def _results(random: np.random.Generator, pupils: int) -> dict[str, pd.Series]:
    """Outcomes of every subject, teacher assessment and key stage 1, in the proportions of a year."""
    results = {}
    for subject in SUBJECTS:
        score = np.clip(np.rint(random.normal(104, 8, pupils)), 80, 120)
        code = np.where(score >= 100, "AS", "NS")
        code = np.where(random.random(pupils) < 0.05, random.choice(["A", "B", "N", "U", "L", "M", ""], pupils), code)
        results[subject] = pd.Series(code, dtype="string")
        results[f"{subject}_score"] = pd.Series(np.where(np.isin(code, ["AS", "NS"]), score, np.nan), dtype="Float64")
    results["writing"] = _codes(random, pupils, ["GDS", "EXS", "EXS", "EXS", "WTS", "PKG", "A", "L"])
    results["science"] = _codes(random, pupils, ["EXS", "EXS", "EXS", "HNM", "A"])
    for subject in ("reading", "maths"):
        results[f"{subject}_ta"] = _codes(random, pupils, ["GDS", "EXS", "HNM", "PKF", ""])
    for subject in ("reading", "writing", "maths"):
        results[f"ks1_{subject}"] = _codes(random, pupils, ["3", "2A", "2B", "2C", "1", "W", "A", ""])
    results["discounted"] = _codes(random, pupils, ["no"] * 49 + ["yes"])
    return results


def _groups(random: np.random.Generator, pupils: int) -> dict[str, pd.Series]:
    """Which groups each pupil is in, as the roll codes them."""
    return {
        "sex": _codes(random, pupils, ["boy", "girl"]),
        "year_group": _codes(random, pupils, ["6"]),
        "disadvantaged": _codes(random, pupils, ["yes", "no", "no"]),
        "fsm": _codes(random, pupils, ["yes", "no", "no", "no"]),
        "language": _codes(random, pupils, ["english", "english", "other_than_english", "unclassified"]),
        "sen": _codes(random, pupils, ["none", "none", "none", "support", "plan"]),
        "non_mobile": _codes(random, pupils, ["yes", "yes", "no"]),
    }


def _codes(random: np.random.Generator, pupils: int, codes: list[str]) -> pd.Series:
    """One of these codes for each pupil; a code that is listed more often is drawn more often."""
    return pd.Series(np.array(codes)[random.integers(0, len(codes), pupils)], dtype="string")


def main(pupils: int) -> int:
    from pipeline.declared import read_declared
    from pipeline.measures.frompupils import pupil_table
    from tests.pupils.invented_tables import one_authority

    records, schools = invented_records(pupils)
    declared, register = read_declared(ROOT / "params"), one_authority(schools)
    started, processor_started = perf_counter(), process_time()
    figures = pupil_table(declared, register, records)
    seconds, processor_seconds = perf_counter() - started, process_time() - processor_started
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    measures = figures["measure"].nunique()
    statuses = ", ".join(f"{n:,} {s}" for s, n in figures["status"].value_counts().items())
    sys.stdout.write(
        f"{pupils:,} pupils in {len(schools):,} schools: {len(figures):,} figures of {measures} measures ({statuses})\n"
        f"{seconds:.1f} seconds ({processor_seconds:.1f} of the processor), {pupils / seconds:,.0f} pupils a second, "
        f"at most {gigabytes:.2f} gigabytes in use\n"
    )
    return 0 if seconds < 60 and gigabytes < 4 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PUPILS))
