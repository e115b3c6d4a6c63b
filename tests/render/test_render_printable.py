"""A sign that no font of the page has is said in words; every other text is printed as it is."""

import pytest

from pipeline.render.page import Page
from pipeline.render.paper import arguments
from pipeline.render.printable import printable


@pytest.mark.parametrize(
    "name, printed",
    [
        ("St Cúchulainn ő School", "St Cúchulainn ő School"),
        ("▲ 63% – in line", "▲ 63% – in line"),
        ("\U0001d49c Academy", "A Academy"),  # a mathematical letter
        ("Hill \U0001f3eb", "Hill [school]"),
        ("\U0010fffd", "[sign u+10fffd]"),  # of private use, without a name
    ],
)
def test_a_sign_without_a_font_is_said(name, printed):
    assert printable(name) == printed


def test_the_margins_of_a_page_say_it_too():
    page = Page("Booklet", "Hill \U0001f3eb", 2025, "For the school.")
    assert 'place: "Hill [school]"' in printable(arguments(page))
