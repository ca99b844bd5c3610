"""Profiles from sheets: an .xlsx file, a zip or a folder of CSV files, or some CSV files."""

from registry.importing.sheets.assembling import SheetRecord, left_alone, records
from registry.importing.sheets.tables import Table, csv_tables, folder_tables, packed_tables

__all__ = ["SheetRecord", "Table", "csv_tables", "folder_tables", "left_alone", "packed_tables", "records"]
