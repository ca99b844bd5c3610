"""Empty sheets to fill: headings with notes, drop-downs, and a sheet that explains them."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.errors import BadInput, Problem
from registry.exporting.sheets.offered import write_lists
from registry.exporting.sheets.workbook import add_sheets, save
from registry.sheets import BIO, HELP, LISTS, SHEETS, bio_column
from registry.vocabulary import LANGS, language

_WORDS = (
    "One row a person on the sheet specialists; other sheets have one row per entry, with the person's id in front.",
    "Only id and a name are needed. Leave empty what is not known. Remove sheets and columns that you do not need.",
    "Days as 2027-03-31. Several codes in one cell are separated by ; and several lines by line breaks (Alt+Enter).",
    "Countries, languages and competences may be written as codes (sheet lists) or by name in en, az, ru or tr.",
    f"Texts about a person go into columns {BIO}eng, {BIO}aze and so on, one per language.",
    "No formulas, no merged cells. Then: rtcm import specialists FILE",
)


def write_template(out: Path) -> None:
    """Write the template of the sheets as .xlsx; BadInput when the name ends otherwise."""
    if out.suffix != ".xlsx":
        raise BadInput([Problem(str(out), None, "", "", "expected a name that ends in .xlsx")])
    book = Workbook(write_only=True)
    _write_help(book.create_sheet(HELP))
    bios = [bio_column(language(lang)) for lang in LANGS]
    add_sheets(
        book,
        {each.name: [*each.columns, *(bios if each.section is None else ())] for each in SHEETS.values()},
    )
    write_lists(book.create_sheet(LISTS))
    save(book, out)


def _write_help(sheet: Any) -> None:
    sheet.column_dimensions["D"].width = 80
    for line in _WORDS:
        sheet.append([line])
    sheet.append([])
    sheet.append(["sheet", "column", "written as", "meaning", "needed", "one of"])
    for each in SHEETS.values():
        for column in each.columns:
            needed = "needed" if column.required else ""
            sheet.append([each.name, column.name, str(column.kind), column.note, needed, ", ".join(column.choices)])
