"""PDF files: the text of every page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader

MOST_PAGES = 200


def pages(path: Path) -> Iterator[dict[str, Any]]:
    """Every page as ``{page, text}``, counted from 1, or the one reason why not, as ``{refused}``."""
    reader = PdfReader(path)
    if reader.is_encrypted:
        yield {"refused": "expected a PDF without a password"}
        return
    if len(reader.pages) > MOST_PAGES:
        yield {"refused": f"expected at most {MOST_PAGES} pages", "found": f"{len(reader.pages)} pages"}
        return
    for number, page in enumerate(reader.pages, start=1):
        yield {"page": number, "text": page.extract_text()}
