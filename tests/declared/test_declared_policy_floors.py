"""Settings of disclosure control below what any publisher allows are refused, with the reason; no path leads out of its folder."""

import shutil

import pytest

from pipeline.declared.policy import Disclosure
from pipeline.declared.publications import Publication
from pipeline.declared.strict import Problems, read_as, read_yaml
from pipeline.paths import ROOT

SHIPPED = ROOT / "params" / "policy" / "disclosure.yml"
FEWEST = "the Department publishes no figure on 5 pupils or fewer"


def read_with(tmp_path, old, new):
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "params" / "policy" / "disclosure.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = Problems()
    return read_as(Disclosure, file, problems), " ".join(problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("protects_below: 6", "protects_below: 5", f"protects_below is 5 and must be at least 6: {FEWEST}"),
        ("protects_below: 6", "protects_below: -6", "protects_below is -6 and must be at least 6"),
        ("interval: 3", "interval: 1", "interval is 1 and must be at least 2"),
        ("minimum_cohort: 6", "minimum_cohort: 5", f"audiences.cluster.minimum_cohort is 5 and must be at least 6: {FEWEST}"),
        ("minimum_group: 11", "minimum_group: 5", "audiences.public.minimum_group is 5 and must be at least 6"),
        ("minimum_group: 6", "minimum_group: 1", "audiences.school.minimum_group is 1 and must be at least 6"),
        ("words: Public.", "words: Public.\n    protect: false", "audiences.public.protect is false: only the audience internal"),
        ("ends: {percent: 10}", "ends: {percent: 1}", "audiences.public.ends.percent is 1 and must be from 5 to 50"),
        ("ends: {percent: 20, below: 11}", "ends: {percent: 20, below: -1}", "audiences.cluster.ends.below is -1"),
        ("heads_together: 1", "heads_together: -1", "audiences.cluster.heads_together is -1"),
        ("minimum_group: 11", "minimum_group: true", "audiences.public.minimum_group"),
        ("minimum_group: 11", 'minimum_group: "11"', "audiences.public.minimum_group"),
        ("minimum_group: 11", "minimum_group: 11.0", "audiences.public.minimum_group"),
        ("protects_below: 6", "protects_below: .inf", "protects_below"),
        ("protect: false", 'protect: "false"', "audiences.internal.protect"),
    ],
)  # fmt: skip
def test_a_setting_below_its_floor_is_refused_with_the_reason(tmp_path, old, new, said):
    read, problems = read_with(tmp_path, old, new)
    assert read is None
    assert said in problems


def test_a_setting_at_its_floor_is_read(tmp_path):
    read, problems = read_with(tmp_path, "interval: 3", "interval: 2")
    assert read is not None and not problems
    assert read.audiences["school"].minimum_cohort == 1, "a school may see its own figures"


@pytest.mark.parametrize("path", ["../../x", "/etc/x", "..", "a/b", "a\\b", "C:x", ".hidden", "", "x" * 100, "a\nb"])
@pytest.mark.parametrize("key", ["notebook", "slug"])
def test_no_notebook_and_no_publication_is_named_by_a_path(tmp_path, key, path):
    shutil.copy(ROOT / "params" / "publications" / "primary-booklet.yml", tmp_path)
    raw = {"slug": "primary-booklet", **(read_yaml(tmp_path / "primary-booklet.yml", Problems()) or {})}
    assert Publication.model_validate(raw)
    with pytest.raises(ValueError, match="write the name of a file in its folder"):
        Publication.model_validate(raw | {key: path})
