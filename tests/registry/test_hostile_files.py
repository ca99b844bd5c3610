"""Hostile and broken files: each is refused with one clear message, cheaply, and nothing is kept."""

import io
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from registry.errors import BadInput
from registry.exporting import write_template
from registry.importing import archives, import_specialists
from registry.importing.child import Limits, parsed
from registry.importing.reading import Unreadable
from registry.store import Store
from tests.fresh import sqlite_pool

BOMB = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><z>&b;</z>'


@cache
def of_one_person():
    """A workbook without a fault."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        write_template(path)
        book = openpyxl.load_workbook(path)
        book["specialists"]["A2"], book["specialists"]["B2"] = "p1", "Test"
        book.save(path)
        return path.read_bytes()


def a_workbook(path, **cells):
    path.write_bytes(of_one_person())
    if cells:
        book = openpyxl.load_workbook(path)
        for place, value in cells.items():
            sheet, cell = place.split("_")
            book[sheet][cell] = value
        book.save(path)
    return path


def repacked(path, change):
    """The same workbook with each part as ``change(name, content)`` says; None leaves it out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def in_a_part(path, name, content):
    return repacked(path, lambda each, was: content if each == name else was)


def zip_bomb(path):
    return in_a_part(a_workbook(path), "xl/worksheets/sheet2.xml", b"<a>" + b" " * 20_000_000)


def great_bomb(path):
    return in_a_part(a_workbook(path), "xl/worksheets/sheet2.xml", b"<a>" + b" " * 210_000_000)


def many_entries(path):
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_500):
            archive.writestr(f"{number}.xml", "<a/>")
    return path


def overlapping(path):
    """Two entries of the directory that share their bytes."""
    body = zlib.compress(b"a" * 3_000, 0)[2:-4]
    crc = zlib.crc32(b"a" * 3_000)
    head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(body), 3_000, 5, 0) + b"a.csv" + body
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(body), 3_000, 5, 0, 0, 0, 0, 0, 0)
    names = (entry + b"a.csv", entry + b"b.csv")
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, sum(map(len, names)), len(head), 0)
    path.write_bytes(head + b"".join(names) + end)
    return path


def sixty_megabytes(path):
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(60_000_000)
    return path


def entities(path):
    return in_a_part(a_workbook(path), "xl/theme/theme1.xml", BOMB)


def entities_in_utf_16(path):
    return in_a_part(a_workbook(path), "xl/workbook.xml", BOMB.decode().encode("utf-16"))


def macros(path):
    a_workbook(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return path


def merged(path):
    a_workbook(path)
    book = openpyxl.load_workbook(path)
    book["specialists"].merge_cells("B2:C3")
    book.save(path)
    return path


def far_away(path):
    """A cell in the last corner, which some readers fill the way to."""
    return a_workbook(path, skills_XFD1048576="x")


def unknown_sheet(path):
    a_workbook(path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("salaries")
    book.save(path)
    return path


def no_people(path):
    a_workbook(path)
    book = openpyxl.load_workbook(path)
    del book["specialists"]
    book.save(path)
    return path


def cut_short(path):
    whole = a_workbook(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def not_xml(path):
    return in_a_part(a_workbook(path), "xl/workbook.xml", b"no xml at all")


def broken_sheet(path):
    return in_a_part(
        a_workbook(path), "xl/worksheets/sheet2.xml", b"<worksheet>" + b"<a/>" * 9_000 + b"<row></worksheet>"
    )


def encrypted(path):
    whole = bytearray(a_workbook(path).read_bytes())
    at = whole.index(b"PK\1\2")
    whole[at + 8] |= 1
    path.write_bytes(whole)
    return path


def old_format(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return path


def a_document(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return path


@pytest.mark.parametrize(
    ("build", "said"),
    [
        pytest.param(zip_bomb, "packed at most 200 times (found xl/worksheets/sheet2.xml: ", id="ratio"),
        pytest.param(great_bomb, "expected at most 200,000,000 bytes when unpacked", id="unpacked-size"),
        pytest.param(many_entries, "expected at most 2,000 files inside (found 2,500)", id="entries"),
        pytest.param(overlapping, "expected files inside that do not overlap", id="overlapping"),
        pytest.param(
            sixty_megabytes, "expected a file of at most 20,000,000 bytes (found 60,000,000 bytes)", id="60-MB"
        ),
        pytest.param(entities, "expected XML without a document type (entities)", id="entities"),
        pytest.param(entities_in_utf_16, "expected XML without a document type (entities)", id="entities-utf-16"),
        pytest.param(macros, "expected a file without macros", id="macros"),
        pytest.param(merged, "specialists!B2:C3: expected cells that are not merged", id="merged"),
        pytest.param(far_away, "this one takes more", id="a-cell-far-away"),
        pytest.param(unknown_sheet, "unknown sheet; expected some of specialists, skills", id="unknown-sheet"),
        pytest.param(no_people, "expected a sheet specialists", id="no-people"),
        pytest.param(cut_short, "cut short or damaged", id="cut-short"),
        pytest.param(not_xml, "xl/workbook.xml is damaged", id="no-xml"),
        pytest.param(broken_sheet, "expected a whole .xlsx file; this one is damaged", id="broken-sheet"),
        pytest.param(encrypted, "expected a file without a password", id="encrypted"),
        pytest.param(old_format, "expected a workbook saved as .xlsx", id="old-format"),
        pytest.param(a_document, "expected a spreadsheet (.xlsx) or a zip of CSV files", id="a-document"),
    ],
)
def test_a_hostile_workbook(build, said, tmp_path):
    refused_with(said, build(tmp_path / "people.xlsx"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("id,given\np1,Айсел\n".encode("cp1251"), "perhaps it is Windows-1251", id="cp1251"),
        pytest.param("id,given\np1,Şölen\n".encode("cp1254"), "perhaps it is Windows-1254", id="cp1254"),
        pytest.param(
            "id,given\np1,Test\n".encode("utf-16"), "this is UTF-16 (in Excel: save as CSV UTF-8)", id="utf-16"
        ),
        pytest.param(b"id,given\np1,\xed\xa0\x80\n", "expected UTF-8", id="lone-surrogate"),
        pytest.param(b'id,given\np1,"Test\n', "not CSV: unexpected end of data", id="open-quote"),
        pytest.param(b"id,given\np1," + b"x" * 300_000, "not CSV: field larger than field limit", id="long-cell"),
        pytest.param(b"", "expected a header row; the file is empty", id="empty"),
        pytest.param(b"id,given,id\np1,Test,p2\n", "specialists!C1: expected each column once", id="heading-twice"),
        pytest.param(b"id,given,salary\np1,Test,1\n", "specialists!C1: unknown column", id="unknown-column"),
        pytest.param(b"id,given\np1,Te\0st\n", "specialists!B2 given: expected text without control", id="nul"),
        pytest.param(b"id,given\n", "expected at least one record", id="heading-only"),
        pytest.param(b"id,given\np1," + b"x" * 60_000_000, "expected a file of at most 50,000,000 bytes", id="60-MB"),
    ],
)
def test_a_hostile_csv_file(content, said, tmp_path):
    (tmp_path / "specialists.csv").write_bytes(content)
    refused_with(said, tmp_path / "specialists.csv")


def test_a_csv_file_that_is_no_sheet(tmp_path):
    (tmp_path / "people.csv").write_text("id,given\np1,Test\n")
    refused_with("expected a file named for a sheet: specialists.csv, skills.csv", tmp_path / "people.csv")


def test_a_folder_without_sheets(tmp_path):
    (tmp_path / "people").mkdir()
    refused_with("expected CSV files in the folder", tmp_path / "people")


def test_a_spreadsheet_by_name_only(tmp_path):
    (tmp_path / "people.xlsx").write_text("id,given\n")
    refused_with("expected a .xlsx file; this one is of another kind", tmp_path / "people.xlsx")


def refused_with(said, file):
    before = set(file.parent.iterdir())
    with Store.open(sqlite_pool(file.parent / "pool.db")) as store:
        with pytest.raises(BadInput) as refused:
            import_specialists(store, [file], actor="tester")
        assert said in str(refused.value)
        assert refused.value.total == 1
        assert (store.revision()[1], store.count("specialist")) == (0, 0)
    assert not {each for each in file.parent.iterdir() if "pool.db" not in each.name} - before


def test_the_same_files_without_their_fault_are_taken(tmp_path, sqlite_url):
    """The control of all of the above."""
    (tmp_path / "specialists.csv").write_text("id,given\np2,Test\n")
    with Store.open(sqlite_url) as store:
        files = [a_workbook(tmp_path / "people.xlsx"), tmp_path / "specialists.csv"]
        assert import_specialists(store, files, actor="tester").outcome.added == 2


def test_without_the_guard_the_bomb_goes_off_in_the_child(tmp_path, monkeypatch):
    """The negative control of the guard, and the second line behind it."""
    file = tmp_path / "bomb.xlsx"
    sheet = io.BytesIO()
    sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">')
    sheet.write(
        b'<c r="A1" t="inlineStr"><is><t>' + b"x" * 150_000_000 + b"</t></is></c></row></sheetData></worksheet>"
    )
    in_a_part(a_workbook(file), "xl/worksheets/sheet2.xml", sheet.getvalue())
    assert file.stat().st_size < 500_000
    with pytest.raises(Unreadable, match="packed at most"):
        archives.names_inside(file)
    monkeypatch.setattr(archives, "HIGHEST_RATIO", 10**9)
    assert "xl/workbook.xml" in archives.names_inside(file)
    with pytest.raises(Unreadable, match="this one takes more"):
        list(parsed("xlsx", file, Limits(memory=400_000_000)))


def test_a_child_that_takes_too_long_is_ended(tmp_path):
    file = a_workbook(tmp_path / "people.xlsx", skills_A200000="x")
    with pytest.raises(Unreadable, match="this one takes more"):
        list(parsed("xlsx", file, Limits(clock=0)))
    assert list(parsed("xlsx", file))


def test_a_child_that_works_too_long_is_ended(tmp_path):
    """Seconds of its own work, which a busy machine does not shorten."""
    rows = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 1_000_000
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    file = a_workbook(tmp_path / "people.xlsx")
    in_a_part(file, "xl/worksheets/sheet2.xml", sheet + rows + b"</sheetData></worksheet>")
    with pytest.raises(Unreadable, match="this one takes more"):
        list(parsed("xlsx", file, Limits(seconds=1)))


def test_an_answer_that_grows_too_large_is_ended(tmp_path):
    file = a_workbook(tmp_path / "people.xlsx")
    with pytest.raises(Unreadable, match="this one takes more"):
        list(parsed("xlsx", file, Limits(written=10_000)))
