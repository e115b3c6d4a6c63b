"""Colours: every pair that carries a meaning can be told apart, and the page uses no colour outside the palette."""

import re

import pytest

from pipeline.paths import STYLE
from pipeline.report.style import palette, stylesheet

PAPER = "#FFFFFF"


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_the_published_one():
    assert round(contrast("#FFFFFF", "#00703C"), 1) == 6.2
    assert round(contrast("#000000", "#FFC7CE"), 1) == 14.3


@pytest.mark.parametrize("tone", palette()["tones"].values())
def test_words_on_a_tint_can_be_read(tone):
    assert contrast(palette()["page"]["ink"], tone) >= 4.5


@pytest.mark.parametrize("behind", [PAPER, palette()["page"]["wash"]])
def test_all_text_can_be_read(behind):
    for ink in (palette()["page"]["ink"], palette()["page"]["quiet"], palette()["ours"]["ink"]):
        assert contrast(ink, behind) >= 4.5


@pytest.mark.parametrize("name", palette()["series"])
def test_every_line_of_a_chart_stands_out_from_the_paper(name):
    assert contrast(palette()["series"][name], PAPER) >= 3


def test_the_rules_that_separate_stand_out_from_the_paper():
    assert contrast(palette()["page"]["line"], PAPER) >= 3


def test_the_stylesheet_uses_the_palettes_colours_only():
    ours = set(re.findall(r"#[0-9A-Fa-f]{6}", (STYLE / "tokens.yml").read_text(encoding="utf-8")))
    assert set(re.findall(r"#[0-9A-Fa-f]{3,6}\b", stylesheet())) <= ours


def test_the_stylesheet_fetches_nothing():
    assert "@import" not in stylesheet()
    assert set(re.findall(r"url\(([\w:/;]*)", stylesheet())) == {"data:font/woff2;base64"}
