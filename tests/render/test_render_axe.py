import pytest

from tests.checks import axe


@pytest.mark.usefixtures("browser")
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


def test_without_a_browser_the_check_is_skipped_by_hand_and_fails_in_ci():
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        axe.need_browser("no browser", ci="")
    with pytest.raises(
        pytest.fail.Exception, match=r"no browser\. With CI=true this check is required: install Chromium"
    ):
        axe.need_browser("no browser", ci="true")
    assert axe.need_browser("", ci="true") is None
