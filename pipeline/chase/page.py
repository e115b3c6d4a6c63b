"""The chase list as one web page that fetches nothing: headings, one captioned table, every cell escaped."""

from collections.abc import Sequence
from html import escape

STYLE = """
body { font: 1rem/1.5 Arial, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1a1a1a; background: #fff; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { border: 1px solid #595959; padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th { background: #e6e6e6; position: sticky; top: 0; }
@media print { body { max-width: none; margin: 0; font-size: .75rem; } thead th { position: static; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(title: str, contact: str, heads: Sequence[str], rows: Sequence[Sequence[str]], blocking: int) -> str:
    """The whole page; `rows` are plain texts, one for each head. `blocking` is how many questions hold the school's results."""
    count = f"{len(rows)} question{'' if len(rows) == 1 else 's'}"
    held = "None of them keeps your results from being counted."
    if blocking:
        held = "Until they are settled the results they are about are held, and appear in no booklet."
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p><strong>Names pupils of your school. For the school only; do not send it on.</strong></p>
<h2>What is asked</h2>
<p>{count}, of which {blocking} must be answered. {held}</p>
<p>Please correct the records in your own system and send the return again, or answer each question to {escape(contact)}.</p>
<h2>The questions</h2>
<div class="wide" role="region" aria-labelledby="questions" tabindex="0">
<table>
<caption id="questions">{escape(title)}: {count}, those that must be answered first</caption>
<thead><tr>{"".join(f'<th scope="col">{escape(h)}</th>' for h in heads)}</tr></thead>
<tbody>
{chr(10).join(_row(r) for r in rows)}
</tbody>
</table>
</div>
</main>
</body>
</html>
"""


def _row(cells: Sequence[str]) -> str:
    first, *rest = (escape(c) for c in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{c}</td>" for c in rest)}</tr>'
