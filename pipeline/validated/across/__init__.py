"""Rules across files: one pupil in two schools, the roll against the results, one year against the next.

Rules within a row are asked by Great Expectations; these are plain pandas over all tables held, since a rule that needs
two files at once cannot be put to one of them. What is found rests on the deliveries, the declarations, the corrections
and the code: while none of them changes it is read from the store.
"""

import json
from dataclasses import asdict

from pipeline.atomic import write_text
from pipeline.declared.pupilchecks import read_pupil_checks
from pipeline.declared.scales import Scale, read_scales
from pipeline.declared.sources import Source
from pipeline.declared.strict import Problems
from pipeline.declared.vocabulary import read_release_stages
from pipeline.deliveries.delivery import kept
from pipeline.deliveries.findings import Finding
from pipeline.keys import fingerprint, of_params
from pipeline.paths import Folders
from pipeline.validated.across.crossed import Crossed
from pipeline.validated.across.rows import batches
from pipeline.validated.across.rule_runner import HeldRecords, run_rules
from pipeline.validated.clean_tables import declared, source_key, table_key, tables

__all__ = ["Crossed", "across"]


def across(folders: Folders) -> list[Crossed]:
    """Every finding across the pupil records held, worked out again only where something it rests on has changed."""
    sources = {n: s for n, s in declared(folders.params).items() if s.about == "pupils"}
    if not any(d.source in sources for d in kept(folders)):
        return []
    file, state = folders.store / "across.json", _rests_on(folders, sources)
    if file.is_file():
        held = json.loads(file.read_text(encoding="utf-8"))
        if held["rests_on"] == state:
            return [_read(c) for c in held["found"]]
    found = _work_out(folders, sources)
    text = json.dumps({"rests_on": state, "found": [asdict(c) for c in found]}, ensure_ascii=False, sort_keys=True)
    write_text(file, text + "\n")
    return found


def _work_out(folders: Folders, sources: dict[str, Source]) -> list[Crossed]:
    problems = Problems()
    policy, scales = read_pupil_checks(folders.params, problems), read_scales(folders.params, problems)
    problems.settle(folders.params)
    assert policy is not None  # a policy that cannot be read has been raised by settle
    return run_rules(_cabinet(folders, sources, scales), policy.across)


def _cabinet(folders: Folders, sources: dict[str, Source], scales: dict[str, Scale]) -> HeldRecords:
    ranks = read_release_stages(folders.params).ranks
    found = {n: list(batches(s, tables(folders, n), scales, ranks)) for n, s in sources.items()}
    registers = tables(folders, "register")
    schools = {s for _, table in registers for s in table["laestab"].dropna()}
    newest = max((d.results_year or 0 for d, _ in registers), default=0)
    return HeldRecords({n: b for n, b in found.items() if b}, sources, scales, ranks, schools, newest)


def _rests_on(folders: Folders, sources: dict[str, Source]) -> str:
    """Changes with any table of pupils or registers, any declaration or correction they are read by, and the code.

    The sources count also where nothing of them is held: moderation is compared with what they declare.
    """
    asked = {**sources, "register": declared(folders.params)["register"]}
    parts = [source_key(folders, s) for _, s in sorted(asked.items())]
    parts += [table_key(folders, d, asked[d.source]) for d in kept(folders) if d.source in asked]
    read = ("policy/pupil_checks.yml", "scales/*.yml", "vocabulary/release_stages.yml")
    return fingerprint(*parts, of_params(folders.params, *read))


def _read(raw: dict) -> Crossed:
    finding = raw["finding"] | {"lines": tuple(raw["finding"]["lines"])}
    return Crossed(**(raw | {"finding": Finding(**finding)}))
