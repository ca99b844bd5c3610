"""A profile as rows of sheets, the same for CSV and XLSX, read and written."""

from registry.sheets.cells import Kind, cell_of, value_of
from registry.sheets.layout import BIO, HELP, LISTS, SHEETS, Column, Sheet, bio_column
from registry.sheets.people import profile_of, put_value, rows_of

__all__ = [
    "BIO",
    "HELP",
    "LISTS",
    "SHEETS",
    "Column",
    "Kind",
    "Sheet",
    "bio_column",
    "cell_of",
    "profile_of",
    "put_value",
    "rows_of",
    "value_of",
]
