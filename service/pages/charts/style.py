"""How a picture looks as a file of its own: the rules of the stylesheet that pictures use, light and dark."""

import re
from pathlib import Path

_FONT = 'system-ui,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif'
_SHEET = Path(__file__).parents[1] / "static/pages.css"


def _tokens(css: str, block: str) -> str:
    found = re.search(block, css, re.DOTALL)
    assert found, "the stylesheet has tokens for light and dark"
    return " ".join(found[1].split())


def _made(css: str) -> str:
    light = _tokens(css, r":root \{(.*?)\}")
    dark = _tokens(css, r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}")
    rules = [line for line in css.splitlines() if line.startswith((".chart text", ".c-", ".h-"))]
    tokens = f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"{tokens}.paper{{fill:var(--paper)}}text{{font-family:{_FONT}}}{' '.join(rules)}"


STYLE = _made(_SHEET.read_text(encoding="utf-8"))
