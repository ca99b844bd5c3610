"""Word files (.docx): paragraphs and cells of tables in their order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.table import Table


def passages(path: Path) -> Iterator[dict[str, Any]]:
    """Every paragraph that says something, as ``{text}``; a row of a table is one paragraph."""
    for block in docx.Document(str(path)).iter_inner_content():
        for text in _rows(block) if isinstance(block, Table) else [block.text]:
            if text.strip():
                yield {"page": None, "text": text}


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        # A merged cell is given once per column that it covers.
        yield ": ".join(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()))
