"""One sheet with a mark: who took it, above the columns and at the foot of each printed page."""

import io
from collections.abc import Sequence
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from registry.exporting.sheets.workbook import packed, written

# A heading of a page reads & as a command.
_LONGEST_FOOT, _LONGEST_TITLE = 200, 31


def marked_workbook(title: str, mark: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The sheet as .xlsx: the mark, the columns, the rows, all as text and never as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(letter for letter in title if letter not in r"[]:*?/\'")[:_LONGEST_TITLE])
    sheet.oddFooter.left.text = mark[:_LONGEST_FOOT].replace("&", "&&")
    sheet.freeze_panes = "C3"
    sheet.append([written(sheet, mark)])
    sheet.append([_bold(sheet, column) for column in columns])
    for row in rows:
        sheet.append([written(sheet, cell) for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    whole = io.BytesIO()
    with ZipFile(kept) as archive, ZipFile(whole, "w") as target:
        packed(archive, target)
    return whole.getvalue()


def _bold(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.font = "s", Font(bold=True)
    return cell
