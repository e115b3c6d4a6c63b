"""`build`: make the booklets of a year, say how it went in one table, and bring the index up to date."""

import sys
from collections import defaultdict

from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.packs.plan import Plan, no_such_publication
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.press import Outcome, Wanted, build, choose
from pipeline.verbs.progress import progress

ENDS = ("made", "unchanged", "held", "failed")


def build_booklets(
    where: Folders, year: int, publications: list[str], places: list[str], jobs: int, force: bool, dry_run: bool
) -> int:
    """The exit code: 0 when every document asked for is there, 1 when one failed or was held."""
    if not year:
        raise CommandWrong(what="Say which results year: booklets build --year 2018")
    _publications_exist(where, publications)
    plan, wanted = choose(where, year, publications, places, force)
    _asked_for_something(plan, wanted, places)
    if dry_run:
        _say(_planned(wanted))
        return 0
    with progress(sum(bool(w.reason) for w in wanted)) as tell:
        outcome = build(where, wanted, plan, jobs, tell)
    write_index(where)
    _say(closing(outcome))
    return 1 if outcome.counts["failed"] or outcome.counts["held"] else 0


def _publications_exist(where: Folders, publications: list[str]) -> None:
    known = {f.stem for f in (where.params / "publications").glob("*.yml")}
    for slug in sorted(set(publications) - known):
        raise no_such_publication(slug, where)


def _asked_for_something(plan: Plan, wanted: list[Wanted], places: list[str]) -> None:
    owed_to = {o.place: o.name for o in plan.owed} | {o.name: o.name for o in plan.owed}
    for place in sorted(set(places) - {w.item.place for w in wanted}):
        hint = did_you_mean(place, list(owed_to)) or " See booklets list."
        raise CommandWrong(what=f"No document of {plan.year} asked for is owed to {place}.{hint}")
    if not wanted:
        raise CommandWrong(
            what=f"Nothing is owed for {plan.year}: the deliveries received hold no results of that year."
        )


def _planned(wanted: list[Wanted]) -> str:
    lines = [f"  {w.item.publication}  {w.item.place}  {w.item.name}: {w.reason}" for w in wanted if w.reason]
    held = [
        f"  {w.item.publication}  {w.item.place}  {w.item.name}: held, {w.item.held}" for w in wanted if w.item.held
    ]
    unchanged = len(wanted) - len(lines) - len(held)
    return "\n".join([f"{len(lines)} to make, {unchanged} unchanged, {len(held)} held", *lines, *held])


def closing(outcome: Outcome) -> str:
    """The table a person reads at the end of a run: counts by publication, then what was held or failed and why."""
    rows: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(ENDS, 0))
    for w in outcome.wanted:
        end = outcome.ends.get((w.item.publication, w.item.place), ("unchanged", ""))[0]
        rows[w.item.publication][end] += 1
    without = defaultdict(list)
    served = {o.name for o in outcome.plan.owed}
    for _, name, why in outcome.plan.without:
        if name not in served:
            without[why].append(name)
    lines = [f"{'publication':<22}" + "".join(f"{end:>11}" for end in ENDS)]
    for slug, n in rows.items():
        lines.append(f"{slug:<22}" + "".join(f"{n[end]:>11}" for end in ENDS))
    lines += [f"{why}: {'; '.join(dict.fromkeys(names))}" for why, names in without.items()]
    names = {(w.item.publication, w.item.place): w.item.name for w in outcome.wanted}
    for key, (end, why) in outcome.ends.items():
        if end in ("held", "failed"):
            lines.append(f"{end}: {key[0]} of {names[key]} ({key[1]}): {why}")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
