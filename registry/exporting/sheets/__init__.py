"""Profiles as sheets: an .xlsx file, CSV files in a folder or a zip, and the empty sheets to fill."""

from registry.exporting.sheets.csv_files import export_csv
from registry.exporting.sheets.marked import marked_workbook
from registry.exporting.sheets.template import write_template
from registry.exporting.sheets.workbook import export_workbook

__all__ = ["export_csv", "export_workbook", "marked_workbook", "write_template"]
