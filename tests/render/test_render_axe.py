import pytest

from tests.checks import axe

REASON = axe.why_not()


@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_axe_finds_nothing_in_a_booklet_and_sees_a_faulty_page(made, tmp_path):
    faulty = tmp_path / "faulty.html"
    faulty.write_text(
        '<html><body><img src="https://example.org/x.png"><p style="color:#eee;background:#fff">hard to read</p></body></html>'
    )
    good = made / "issue" / "booklet.html"
    found = axe.findings([good, faulty])
    assert good not in found
    assert any(f.startswith("asked for https://example.org") for f in found[faulty])
    assert {f.split(":")[0] for f in found[faulty]} >= {"image-alt", "html-has-lang", "color-contrast"}
