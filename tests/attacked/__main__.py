"""`python -m tests.attacked`: attack 500 random towns; with DATA and PARAMS, and results years, every document of an authority."""

import sys
from pathlib import Path

from pipeline.paths import Folders
from tests.attacked.attacker import NOTHING
from tests.attacked.documents import attack_by_heads, attack_everybody
from tests.attacked.second_opinion import Audit
from tests.attacked.towns import POLICY, attack

AUDIENCES = ("public", "authority", "cluster")


def told(what, outcome):
    sys.stdout.write(
        f"{what}: {outcome.attacked} cells attacked, {len(outcome.worked_out)} worked out; {outcome.hidden} figures kept back, "
        f"{outcome.secondary} of them for others' sake ({outcome.lost:,} pupils' results untold)\n"
    )
    for found in outcome.worked_out[:5]:
        sys.stdout.write(f"    {found}\n")
    sys.stdout.flush()
    return len(outcome.worked_out)


def main(words):
    if words:
        data, params, *years = words
        where = Folders(Path(params), Path(data), Path(data).parent / "outputs")
        outcomes = attack_everybody(where, [int(y) for y in years])
        sums = {}
        for (audience, _, year), outcome in outcomes.items():
            named = f"{audience} documents, {year}"
            sums[named] = sums.get(named, NOTHING) + outcome
        for year in years:
            for (_, audience), outcome in attack_by_heads(where, int(year)).items():
                named = f"{audience} documents, {year}, by every head"
                sums[named] = sums.get(named, NOTHING) + outcome
        return sum([told(named, outcome) for named, outcome in sums.items()])
    bad = 0
    for audience in AUDIENCES:
        bad += told(f"500 random towns, {audience}", sum((attack(seed, audience) for seed in range(500)), NOTHING))
        if POLICY.audiences[audience].heads_together:
            by_heads = sum((attack(seed, audience, insider=True) for seed in range(500)), NOTHING)
            bad += told(f"500 random towns, {audience}, by the head of a school", by_heads)
        without = sum((attack(seed, audience, secondary=False) for seed in range(50)), NOTHING)
        told(f"50 random towns, {audience}, without secondary suppression", without)
        audited = sum((attack(seed, audience, attacker=Audit) for seed in range(200)), NOTHING)
        bad += told(f"200 random towns, {audience}, by the audit of tau-argus", audited)
    return bad


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
