"""Rules across files: one pupil in two schools, the roll against the results, one year against the next.

Rules within a row are checked by Great Expectations; these are plain pandas over all tables kept, since a rule that needs
two files at once cannot be checked on one of them. The findings depend on the deliveries, the declarations, the corrections
and the code: while none of them changes they are read from the store.
"""

import json
from dataclasses import asdict

from pipeline.atomic import write_text
from pipeline.declared.pupilchecks import read_pupil_checks
from pipeline.declared.scales import read_scales
from pipeline.declared.sources import Source
from pipeline.declared.strict import Problems
from pipeline.declared.vocabulary import read_release_stages
from pipeline.deliveries.delivery import kept
from pipeline.deliveries.findings import Finding
from pipeline.keys import fingerprint, of_params
from pipeline.paths import Folders
from pipeline.stored import stored_json
from pipeline.validated.across.cross_file import CrossFileFinding
from pipeline.validated.across.rows import batches
from pipeline.validated.across.rule_runner import HeldRecords, run_rules
from pipeline.validated.clean_tables import declared, source_key, table_key, tables
from pipeline.validated.file_checks import is_partial

__all__ = ["CrossFileFinding", "across", "across_key"]


def across(folders: Folders) -> list[CrossFileFinding]:
    """Every finding across the pupil records kept; the rules run again only where something they depend on has changed."""
    sources = {n: s for n, s in declared(folders.params).items() if s.about == "pupils"}
    if not any(d.source in sources for d in kept(folders)):
        return []
    file, key = folders.store / "across.json", across_key(folders, sources)
    if file.is_file():
        stored = stored_json(file) or {}
        if stored.get("key") == key:
            return [_from_json(raw) for raw in stored["findings"]]
    findings = _run(folders, sources)
    stored = {"key": key, "findings": [asdict(f) for f in findings]}
    write_text(file, json.dumps(stored, ensure_ascii=False, sort_keys=True) + "\n")
    return findings


def across_key(folders: Folders, sources: dict[str, Source]) -> str:
    """Changes with any table of pupils or registers, any declaration or correction they are read by, and the code.

    Sources of which nothing is kept count too: moderation is compared with what they declare.
    """
    read = {**sources, "register": declared(folders.params)["register"]}
    parts = [source_key(folders, s) for _, s in sorted(read.items())]
    parts += [table_key(folders, d, read[d.source]) for d in kept(folders) if d.source in read]
    patterns = ("policy/pupil_checks.yml", "scales/*.yml", "vocabulary/release_stages.yml")
    return fingerprint(*parts, of_params(folders.params, *patterns))


def _run(folders: Folders, sources: dict[str, Source]) -> list[CrossFileFinding]:
    problems = Problems()
    policy, scales = read_pupil_checks(folders.params, problems), read_scales(folders.params, problems)
    problems.settle(folders.params)
    assert policy is not None  # a policy that cannot be read has been raised by settle
    ranks = read_release_stages(folders.params).ranks
    by_source = {n: list(batches(s, tables(folders, n), scales, ranks)) for n, s in sources.items()}
    registers = tables(folders, "register")
    schools = {s for _, table in registers for s in table["laestab"].dropna()}
    register = declared(folders.params)["register"]
    newest = max((d.results_year or 0 for d, table in registers if not is_partial(table, register)), default=0)
    records = HeldRecords({n: b for n, b in by_source.items() if b}, sources, scales, ranks, schools, newest)
    return run_rules(records, policy.across)


def _from_json(raw: dict) -> CrossFileFinding:
    finding = raw["finding"] | {"lines": tuple(raw["finding"]["lines"])}
    return CrossFileFinding(**(raw | {"finding": Finding(**finding)}))
