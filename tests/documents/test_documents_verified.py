"""Real files are known wherever they lie, and not with one byte altered."""

import json

import pytest

from pipeline.ledger.actions import SIGNED_OFF, last_action
from pipeline.ledger.issues import issues
from pipeline.ledger.verify import IssuedFiles


@pytest.mark.parametrize("name", ["booklet.html", "booklet.pdf", "tables.xlsx"])
def test_a_real_file_is_genuine_and_altered_by_a_byte_it_only_names_itself(bury, issued, name):
    known = IssuedFiles(issues(bury.ledger))
    content = (issued[2018, "primary-booklet", "3512019"] / name).read_bytes()
    found = known.verdict(content)
    assert (found.word, found.issue.place, found.issue.audience) == ("genuine", "3512019", "school")
    middle = len(content) // 2
    found = known.verdict(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert (found.word, found.calls_itself) == ("altered", "Primary assessment booklet: Old Hall Primary School, 2018")


def test_documents_of_published_figures_are_issued_without_a_sign_off(bury, issued):
    receipts = [json.loads((folder / "receipt.json").read_text(encoding="utf-8")) for folder in issued.values()]
    assert len(receipts) > 10 and min(receipt["issue"] for receipt in receipts) >= 1
    assert last_action(bury.ledger, SIGNED_OFF) is None
