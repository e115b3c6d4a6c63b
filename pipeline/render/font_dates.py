"""Embedded fonts without the moment of printing, so that the same pages give the same PDF whenever they are made.

WeasyPrint makes subsets of fonts with HarfBuzz's subset library, which keeps a font's dates. Where the system has no such
library, and for variable and colour fonts, it uses fontTools, which writes the current time into the font's `head` table and
with it two checksums. WeasyPrint has no setting for that, and fontTools reads its own from the process's environment.

The same bytes are promised of one machine at any time: of two machines only if both have HarfBuzz's library, or neither.
"""

import io
from typing import Any


def fix_font_dates(pdf: Any) -> None:
    """Give every font embedded in a WeasyPrint PDF, about to be written, its date of creation as its date of change."""
    for descriptor in [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/FontDescriptor"]:
        for key in ("FontFile2", "FontFile3"):
            if key in descriptor:
                font_file = pdf.objects[int(descriptor[key].split()[0])]  # from a reference such as b"12 0 R"
                font_file.stream = [with_fixed_date(b"".join(font_file.stream))]
                if "Length1" in font_file.extra:
                    font_file.extra["Length1"] = len(font_file.stream[0])


def with_fixed_date(font: bytes) -> bytes:
    """The TrueType or OpenType font, its `modified` date set to its `created` one; unchanged where they are equal."""
    from fontTools.ttLib import TTFont  # comes with WeasyPrint; slow to import, so only where a PDF is made

    parsed = TTFont(io.BytesIO(font), recalcBBoxes=False, recalcTimestamp=False)
    head = parsed["head"]
    if head.modified == head.created:
        return font
    head.modified = head.created
    fixed = io.BytesIO()
    parsed.save(fixed, reorderTables=None)  # with the checksums that follow from it
    return fixed.getvalue()
