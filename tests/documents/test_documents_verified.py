"""Real files are known wherever they lie, and not with one byte altered."""

import pytest

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
