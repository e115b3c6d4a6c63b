"""What kind of test each one is. A folder's usual kind stands here; a file or a test that differs says so by its own marker."""

from pathlib import Path

import pytest

from pipeline.paths import ROOT

KINDS = ("worked", "rule", "property", "system")
USUAL = {
    ".": "rule",  # files directly in tests/
    "attacked": "system",
    "calendar": "worked",
    "changes": "worked",
    "chase": "rule",
    "declared": "rule",
    "deliveries": "rule",
    "disclosure": "worked",
    "documents": "system",
    "invented": "property",
    "keeping": "system",
    "killed": "system",
    "ledger": "rule",
    "measures": "worked",
    "packs": "rule",
    "places": "rule",
    "portal": "rule",
    "pupils": "worked",
    "recomputed": "worked",
    "render": "system",
    "report": "rule",
    "runs": "rule",
    "schedule": "rule",
    "validated": "rule",
    "verbs": "system",
}

# Tests that ask for one of these, even through another fixture, are slow: real deliveries are received, or an authority written.
SLOW_FIXTURES = {"bury", "hampshire", "little_authority", "stocked", "written_authority"}

# Files whose many small tests read whole files, or copy the code, so that together they take many seconds.
SLOW_FILES = {
    "test_staleness.py",
    "deliveries/test_deliveries_file_name.py",
    "deliveries/test_deliveries_forms.py",
    "deliveries/test_deliveries_keep.py",
    "disclosure/test_disclosure_band_estimates.py",
    "disclosure/test_disclosure_secondary.py",
    "validated/test_validated_broken_deliveries.py",
    "validated/test_validated_cell_forms.py",
    "validated/test_validated_results_year.py",
}


def kinds_of(item: pytest.Item) -> set[str]:
    """The kind a test says it is by its own marker, or the usual one of its folder; a hypothesis test is a property."""
    own = {kind for kind in KINDS if item.get_closest_marker(kind)}
    if own:
        return own
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        return {"property"}
    folder = Path(item.path).relative_to(ROOT / "tests").parent.as_posix()
    return {USUAL[folder]} if folder in USUAL else set()


def mark_kinds(items: list[pytest.Item]) -> None:
    """Marks every collected test with its kind, and as slow where it must be; one without a kind, or with two, stops the run."""
    wrong = []
    for item in items:
        file = Path(item.path).relative_to(ROOT / "tests").as_posix()
        if file in SLOW_FILES or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
        kinds = kinds_of(item)
        if len(kinds) == 1:
            item.add_marker(*kinds)
        else:
            wrong.append(f"{item.nodeid}: {' and '.join(sorted(kinds)) or 'no kind'}")
    if wrong:
        raise pytest.UsageError(
            f"Every test is one of: {', '.join(KINDS)}. Give its folder a kind in tests/kinds.py, or mark the file or the test"
            f" (pytestmark = pytest.mark.worked). Not one: {'; '.join(wrong[:5])}"
        )
