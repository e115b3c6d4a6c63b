"""Twenty genuine, twenty superseded and twenty altered files, web pages, PDFs and workbooks in turn, are each told right."""

import hashlib
import io
import re
import zipfile
import zlib

import pytest

from pipeline.errors import CommandWrong
from pipeline.ledger.issues import FILES, issues, record
from pipeline.ledger.titles import title_inside
from pipeline.ledger.verify import IssuedFiles
from pipeline.verbs.verify import verify_files

SCHOOLS = [f"35100{n:02d}" for n in range(1, 21)]
KINDS = list(FILES)


def page(title, body):
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def pdf(title, body):
    words = f'<rdf:RDF><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:RDF>'
    packed = zlib.compress(words.encode())
    return b"%PDF-1.7\n<</Type /Metadata/Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream\n" + body.encode()


def workbook(title, body):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:  # with no time of day in it, so that it is the same made twice
        parts.writestr(zipfile.ZipInfo("docProps/core.xml"), f'<cp><dc:title xmlns:dc="d">{title}</dc:title></cp>')
        parts.writestr(zipfile.ZipInfo("xl/sheet1.xml"), body)
    return held.getvalue()


MAKE = {"html": page, "pdf": pdf, "xlsx": workbook}


def made(school, number, name="Oak &amp; Elm"):
    """The three files of one issue: what is printed differs from issue to issue."""
    title = f"Primary assessment booklet: {name} {school}, 2018"
    return {kind: make(title, f"what issue {number} told {school}") for kind, make in MAKE.items()}


@pytest.fixture
def issued(house):
    """Twenty schools with two issues each, entered in the ledger."""
    for number in (1, 2):
        record(house.ledger, [_receipt(school, number) for school in SCHOOLS])
    return house


def _receipt(school, number):
    files = {FILES[k]: hashlib.sha256(content).hexdigest() for k, content in made(school, number).items()}
    return {
        "publication": "primary-booklet", "title": "Primary assessment booklet", "place": school, "year": 2018,
        "place_name": f"Oak & Elm {school}", "audience": "school", "issue": number, "pack": f"p{number}", "files": files,
    }  # fmt: skip


def told(house, tmp_path, capsys, contents):
    """The exit code and the sentences of files put under names that say nothing."""
    files = [tmp_path / f"attachment-{n}" for n in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    code = verify_files(house, files)
    return code, [line.split(": ", 1)[1] for line in capsys.readouterr().out.splitlines()]


def turned(school):
    """Which of the three files stands for this school."""
    return KINDS[SCHOOLS.index(school) % 3]


def test_twenty_genuine_files(issued, tmp_path, capsys):
    code, said = told(issued, tmp_path, capsys, [made(s, 2)[turned(s)] for s in SCHOOLS])
    day = issues(issued.ledger)[0].as_at
    assert code == 0
    assert said == [
        f"genuine: Primary assessment booklet of Oak & Elm {s} ({s}), 2018 results, issue 2 of {day}, as at {day}, "
        "audience: school; it is the last issue"
        for s in SCHOOLS
    ]


def test_twenty_superseded_files_say_by_which_issue(issued, tmp_path, capsys):
    code, said = told(issued, tmp_path, capsys, [made(s, 1)[turned(s)] for s in SCHOOLS])
    assert code == 1
    for school, line in zip(SCHOOLS, said, strict=True):
        assert re.fullmatch(
            rf"superseded: .*\({school}\).*, issue 1 of .*; issue 2 replaced it on \d{{4}}-\d\d-\d\d", line
        )


def test_twenty_files_altered_by_one_byte_are_not_as_issued(issued, tmp_path, capsys):
    altered = []
    for school in SCHOOLS:
        content = bytearray(made(school, 2)[turned(school)])
        content[content.rindex(b"what issue")] ^= 1
        altered.append(bytes(content))
    code, said = told(issued, tmp_path, capsys, altered)
    assert code == 1
    for school, line in zip(SCHOOLS, said, strict=True):
        itself = f"its title is “Primary assessment booklet: Oak & Elm {school}, 2018”"
        assert line.startswith(
            f"not as issued: {itself}, but its content differs from every issue (the last is issue 2 of "
        )


def test_a_stranger_is_unknown_and_its_word_is_repeated_as_its_own(issued, tmp_path, capsys):
    strangers = [b"", b"%PDF-1.7 nothing", b"PK nothing", page("Somebody\x1b[2J else's\n booklet", "x")]
    code, said = told(issued, tmp_path, capsys, strangers)
    assert code == 1
    assert said[:3] == ["unknown: nothing with this content was issued"] * 3
    assert said[3] == "unknown: nothing with this content was issued; its title is “Somebody[2J else's booklet”"


def test_a_file_that_did_not_change_with_the_new_issue_is_still_genuine(house):
    first, second = _receipt(SCHOOLS[0], 1), _receipt(SCHOOLS[0], 2)
    second["files"]["tables.xlsx"] = first["files"]["tables.xlsx"]
    record(house.ledger, [first, second])
    found = IssuedFiles(issues(house.ledger))
    assert found.verdict(made(SCHOOLS[0], 1)["xlsx"]).issue.number == 2
    assert found.verdict(made(SCHOOLS[0], 1)["xlsx"]).word == "genuine"


def test_a_file_that_is_not_there_is_a_mistake_in_the_command(issued, tmp_path):
    with pytest.raises(CommandWrong, match=r"no such file: .*lost"):
        verify_files(issued, [tmp_path / "lost.pdf"])


def test_metadata_is_read_packed_or_not(tmp_path):
    plain = b"%PDF-1.7\n<</Type /Metadata>>\nstream\n<dc:title><rdf:li>Oak</rdf:li></dc:title>\nendstream"
    assert title_inside(plain) == title_inside(pdf("Oak", "")) == "Oak"
