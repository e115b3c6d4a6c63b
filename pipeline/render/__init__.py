"""The printing room: an executed notebook becomes HTML, PDF, workbook and receipt."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _taken_for_missing(module: str) -> Iterator[None]:
    """While inside, importing the module fails as if it were not installed; afterwards it can be imported as ever.

    A module that is imported already stays what it is.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # Python's own sign for a module that must not be found
    try:
        yield
    finally:
        del sys.modules[module]


# nbformat imports jsonschema, which parses a whole grammar of internationalised web addresses as it is imported (1.5 to 2.5
# seconds of every start) for a format check that no notebook uses. It does without the grammar where that is not installed;
# neither package has a switch for it.
with _taken_for_missing("rfc3987_syntax"):
    import nbformat  # noqa: F401
