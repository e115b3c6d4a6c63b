"""A page of the portal: its template, with every named part put in, in the one look."""

from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def filled(template: str, parts: Mapping[str, str]) -> str:
    """The page of a template; each part stands there as {{NAME}}, the look as {{LOOK}}."""
    page = (HERE / template).read_text(encoding="utf-8")
    for name, text in {"LOOK": (HERE / "look.css").read_text(encoding="utf-8"), **parts}.items():
        page = page.replace("{{" + name + "}}", text)
    return page
