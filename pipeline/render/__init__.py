"""The printing room: an executed notebook becomes HTML, PDF, workbook and receipt."""

import sys

# nbformat imports jsonschema, which would parse a whole grammar of internationalised web addresses (a second of start-up)
# for a format check that no notebook uses. Told that it is not there, jsonschema does without it.
_GRAMMAR = "rfc3987_syntax"
if _GRAMMAR not in sys.modules and "jsonschema" not in sys.modules:
    sys.modules[_GRAMMAR] = None
    import nbformat  # noqa: F401

    del sys.modules[_GRAMMAR]
