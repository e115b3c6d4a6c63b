"""How fast a nation's pupils become figures: 600,000 invented key stage 2 pupils in 16,000 schools and one authority.

    python bench/pupils.py [PUPILS]

The pupils are made in memory as validated tables, with a roll that says their groups; every key stage 2 measure is then worked
out for each school and for the authority, by every pupil group. The bar is 60 seconds and 4 gigabytes.
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


def made_up(pupils: int) -> tuple[dict, list[str]]:
    """Records of so many pupils and their roll, with the estimates progress needs; and their schools."""
    from tests.pupils.invented_tables import delivery, estimates

    dice = np.random.default_rng(1)
    schools = np.array([f"999{n:04d}" if n < 10_000 else f"998{n - 10_000:04d}" for n in range(SCHOOLS)])
    upn = pd.Series([f"A999{n:09d}" for n in range(pupils)], dtype="string")
    who = {"laestab": pd.Series(schools[dice.integers(0, SCHOOLS, pupils)], dtype="string"), "upn": upn}
    who["born"] = pd.Series(
        dice.choice([f"20{y:02d}-{m:02d}-15" for y in (6, 7) for m in range(1, 13)], pupils), dtype="string"
    )
    records = {
        "ks2_pupils": [(delivery("ks2_pupils", YEAR, "final"), pd.DataFrame(who | _results(dice, pupils)))],
        "pupil_roll": [(delivery("pupil_roll", YEAR, "final"), pd.DataFrame(who | _groups(dice, pupils)))],
        "progress_estimates": [(delivery("progress_estimates", None, "final"), estimates(YEAR))],
    }
    return records, list(schools)


def _results(dice, pupils: int) -> dict:
    """Outcomes of every subject, teacher assessment and key stage 1, in the proportions of a year."""
    made = {}
    for subject in SUBJECTS:
        score = np.clip(np.rint(dice.normal(104, 8, pupils)), 80, 120)
        code = np.where(score >= 100, "AS", "NS")
        code = np.where(dice.random(pupils) < 0.05, dice.choice(["A", "B", "N", "U", "L", "M", ""], pupils), code)
        made[subject] = pd.Series(code, dtype="string")
        made[f"{subject}_score"] = pd.Series(np.where(np.isin(code, ["AS", "NS"]), score, np.nan), dtype="Float64")
    made["writing"] = _codes(dice, pupils, ["GDS", "EXS", "EXS", "EXS", "WTS", "PKG", "A", "L"])
    made["science"] = _codes(dice, pupils, ["EXS", "EXS", "EXS", "HNM", "A"])
    for subject in ("reading", "maths"):
        made[f"{subject}_ta"] = _codes(dice, pupils, ["GDS", "EXS", "HNM", "PKF", ""])
    for subject in ("reading", "writing", "maths"):
        made[f"ks1_{subject}"] = _codes(dice, pupils, ["3", "2A", "2B", "2C", "1", "W", "A", ""])
    made["discounted"] = _codes(dice, pupils, ["no"] * 49 + ["yes"])
    return made


def _groups(dice, pupils: int) -> dict:
    return {
        "sex": _codes(dice, pupils, ["boy", "girl"]),
        "year_group": _codes(dice, pupils, ["6"]),
        "disadvantaged": _codes(dice, pupils, ["yes", "no", "no"]),
        "fsm": _codes(dice, pupils, ["yes", "no", "no", "no"]),
        "language": _codes(dice, pupils, ["english", "english", "other_than_english", "unclassified"]),
        "sen": _codes(dice, pupils, ["none", "none", "none", "support", "plan"]),
        "non_mobile": _codes(dice, pupils, ["yes", "yes", "no"]),
    }


def _codes(dice, pupils: int, codes: list[str]) -> pd.Series:
    return pd.Series(np.array(codes)[dice.integers(0, len(codes), pupils)], dtype="string")


def main(pupils: int) -> int:
    from pipeline.declared import read_declared
    from pipeline.measures.frompupils import pupil_table
    from tests.pupils.invented_tables import one_authority

    records, schools = made_up(pupils)
    declared, register = read_declared(ROOT / "params"), one_authority(schools)
    begun, worked = perf_counter(), process_time()
    figures = pupil_table(declared, register, records)
    seconds, worked = perf_counter() - begun, process_time() - worked
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    measures = figures["measure"].nunique()
    statuses = ", ".join(f"{n:,} {s}" for s, n in figures["status"].value_counts().items())
    sys.stdout.write(
        f"{pupils:,} pupils in {len(schools):,} schools: {len(figures):,} figures of {measures} measures ({statuses})\n"
        f"{seconds:.1f} seconds ({worked:.1f} of the processor), {pupils / seconds:,.0f} pupils a second, "
        f"at most {gigabytes:.2f} gigabytes in use\n"
    )
    return 0 if seconds < 60 and gigabytes < 4 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PUPILS))
