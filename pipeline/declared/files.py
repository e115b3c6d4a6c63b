"""Which declaration each file of params/ holds. A file that none of them is read as would fail in silence, so it is refused."""

from pathlib import Path

from pipeline.declared.access import AccessPolicy
from pipeline.declared.authority import Authority, AuthorityCodes
from pipeline.declared.corrections import Corrections
from pipeline.declared.ctf import CodeSet
from pipeline.declared.measures import Measure
from pipeline.declared.places import ClusterRow, KnownSchools, Lineage
from pipeline.declared.policy import PARTS
from pipeline.declared.publications import Publication
from pipeline.declared.pupilchecks import PupilChecks
from pipeline.declared.receipt_limits import ReceiptLimits
from pipeline.declared.releases import Releases
from pipeline.declared.retention import Retention
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.declared.strategy import Strategy
from pipeline.declared.strict import Problems, StrictModel, did_you_mean
from pipeline.declared.timeline import Timeline
from pipeline.declared.vocabulary import FigureStatuses, KeyStages, PupilGroups, ReleaseStages, ReportTerms
from pipeline.declared.year_evidence import YearEvidencePolicy
from pipeline.declared.years import Checklist

FILES: dict[str, type[StrictModel]] = {  # the file, below params/; * stands for any name
    "authority.yml": Authority,
    "corrections/*.yml": Corrections,
    "ctf/*.yml": CodeSet,
    "measures/*/*.yml": Measure,
    "places/clusters.csv": ClusterRow,
    "places/lineage.yml": Lineage,
    "places/names.yml": KnownSchools,
    **{f"policy/{name}.yml": kind for name, kind in PARTS.items()},
    "policy/access.yml": AccessPolicy,
    "policy/pupil_checks.yml": PupilChecks,
    "policy/receipt_limits.yml": ReceiptLimits,
    "policy/results_year.yml": YearEvidencePolicy,
    "publications/*.yml": Publication,
    "releases.yml": Releases,
    "retention.yml": Retention,
    "scales/*.yml": Scale,
    "sources/*.yml": Source,
    "strategy/*.yml": Strategy,
    "timeline.yml": Timeline,
    "vocabulary/authorities.yml": AuthorityCodes,
    "vocabulary/figure_statuses.yml": FigureStatuses,
    "vocabulary/key_stages.yml": KeyStages,
    "vocabulary/pupil_groups.yml": PupilGroups,
    "vocabulary/release_stages.yml": ReleaseStages,
    "vocabulary/terms.yml": ReportTerms,
    "years/*.yml": Checklist,
}
GIVEN_BY_NAME: dict[type[StrictModel], tuple[str, ...]] = {  # keys that a file's own name and folder give
    Measure: ("id", "stage"),
    Publication: ("slug",),
    Scale: ("id",),
    Source: ("id",),
}


def check_files(params: Path, problems: Problems) -> None:
    """Note each file of params/ that nothing is read from: misspelt, in the wrong folder, or with another ending."""
    read = {file for pattern in FILES for file in params.glob(pattern)}
    for file in sorted(p for p in params.rglob("*") if p.is_file() and p not in read):
        name, parts = file.relative_to(params).as_posix(), file.relative_to(params).parts
        # What is among the corrections is looked at by `check_correction_files`, which knows the names it may have.
        if file.name.startswith("README") or parts[0] == "corrections" or any(part.startswith(".") for part in parts):
            continue
        fixed = [pattern.rpartition(".")[0] for pattern in FILES if "*" not in pattern]
        hint = (
            f" Write {file.with_suffix('.yml').name!r}."
            if file.suffix == ".yaml"
            else did_you_mean(name.partition(".")[0], fixed)
        )
        problems.append(f"{name} is not read: no declaration has this name, folder and ending.{hint}")
