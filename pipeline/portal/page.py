"""Fills a template of the portal with its parts and the style sheet all pages share."""

from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def filled(template: str, parts: Mapping[str, str]) -> str:
    """The page: {{NAME}} in the template becomes the part of that name, {{LOOK}} the style sheet. Parts are escaped already."""
    page = (HERE / template).read_text(encoding="utf-8")
    for name, text in {"LOOK": (HERE / "look.css").read_text(encoding="utf-8"), **parts}.items():
        page = page.replace("{{" + name + "}}", text)
    return page
