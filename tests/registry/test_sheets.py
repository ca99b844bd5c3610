"""Profiles as sheets: identical after a round trip, wrong cells by name, nothing lost in silence."""

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadInput, StoreUnavailable
from registry.exporting import export_specialists, write_template
from registry.importing import import_specialists
from registry.sample import sample_pool
from registry.sheets import SHEETS
from registry.sheets.cells import guarded, unguarded
from registry.store import Store
from tests.builders import a_specialist
from tests.fresh import sqlite_pool

ODD = a_specialist(
    "odd",
    organisation="'=cmd()",
    bio={"eng": "=1+1\r\ntwo\x0b _x0041_ ' ", "fas": "-x", "aze": "  spaces  "},
    publications=[{"title": "2019 | x"}, {"title": "@y", "year": 2001}],
    skills=[{"skill": "BRD", "level": 2, "years": 2.5, "evidence": ["-a", "b; c", "=d"]}],
    countries=[{"country": "GEO", "months": 0, "themes": ["BRD", "LAW.NAT"]}],
    availability=[{"from": "1850-01-02", "to": "1850-01-03", "kind": "away"}],
    consent={
        "search": {"given": "2024-01-01", "until": "2027-01-01"},
        "statistics": {"given": "2024-01-01", "withdrawn": "2025-01-01", "terms": "v2"},
    },
    referral={"state": "paused", "until": "2027-02-01"},
    official=False,
)
PEOPLE_IN_POOL = 41


@pytest.fixture
def pool(database_url):
    with Store.create(database_url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists([ODD])
            for block in sample_pool(PEOPLE_IN_POOL - 1, seed=3):
                writing.put_specialists(block.specialists)
        yield store


@pytest.fixture
def empty(tmp_path):
    with Store.open(sqlite_pool(tmp_path / "empty.db")) as store:
        yield store


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv.zip", "people"])
def test_export_then_import_gives_identical_people(pool, empty, name, tmp_path):
    out, again = tmp_path / name, tmp_path / f"again-{name}"
    assert export_specialists(pool, out) == PEOPLE_IN_POOL
    assert import_specialists(empty, [out], actor="tester").outcome.added == PEOPLE_IN_POOL
    assert list(empty.specialists()) == list(pool.specialists())
    assert empty.specialist("odd") == ODD
    export_specialists(empty, again)
    assert contents(again) == contents(out)


def contents(out):
    return {file.name: file.read_bytes() for file in out.iterdir()} if out.is_dir() else out.read_bytes()


def test_csv_files_given_one_by_one(pool, empty, tmp_path):
    export_specialists(pool, tmp_path / "people")
    import_specialists(empty, sorted((tmp_path / "people").glob("*.csv")), actor="tester")
    assert list(empty.specialists()) == list(pool.specialists())


@given(st.text(max_size=8) | st.text("'=+-@\t\r\nab", max_size=8))
def test_no_cell_is_a_formula_and_every_text_comes_back(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text)[:1] or guarded(text)[0] not in "=+-@\t\r\n"


def test_cells_of_an_export_are_text_and_no_formulas(pool, tmp_path):
    export_specialists(pool, tmp_path / "people.xlsx")
    book = openpyxl.load_workbook(tmp_path / "people.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 41 * PEOPLE_IN_POOL
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell for cell in cells if cell.data_type == "s" and cell.value[:1] in "=+-@"]


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv.zip"])
def test_what_sheets_cannot_carry_is_refused_by_name(empty, name, tmp_path):
    with empty.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("p1", organisation=""), a_specialist("p2", bio={"eng": ""})])
    with pytest.raises(BadInput) as refused:
        export_specialists(empty, tmp_path / name)
    assert [str(each).split(": sheets")[0] for each in refused.value.problems] == [
        "specialist p1: organisation",
        "specialist p2: bio",
    ]
    assert not (tmp_path / name).exists()


def test_a_single_csv_file_is_no_place_for_an_export(empty, tmp_path):
    with pytest.raises(BadInput, match="one CSV file cannot hold all sheets"):
        export_specialists(empty, tmp_path / "people.csv")


def test_a_folder_that_cannot_be_made(empty, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        export_specialists(empty, tmp_path / "file/people")


@cache
def template():
    """The template as a book: read once, and each test writes its own file of it."""
    with TemporaryDirectory() as folder:
        write_template(Path(folder) / "t.xlsx")
        return openpyxl.load_workbook(Path(folder) / "t.xlsx")


def filled(path, **cells):
    """The template with some cells filled, as ``specialists_A2``."""
    book, before = template(), {}
    for place, value in {"specialists_A2": "p1", "specialists_B2": "Test", **cells}.items():
        sheet, cell = place.split("_")
        before[sheet, cell] = book[sheet][cell].value
        book[sheet][cell] = value
    book.save(path)
    for (sheet, cell), value in before.items():
        put_back(book[sheet], cell, value)
    return path


def put_back(sheet, cell, value):
    if value is None:
        del sheet[cell]
    else:
        sheet[cell] = value


def test_the_template_filled_by_hand_is_taken(empty, tmp_path):
    file = filled(
        tmp_path / "t.xlsx",
        specialists_J2="Да",
        specialists_M2=7.5,
        skills_A2="p1",
        skills_B2="Integrated border management",
        skills_C2=4,
        certificates_A2="p1",
        certificates_B2="RTCM-M1",
        certificates_D2=date(2026, 3, 1),
        certificates_F2=12,
        languages_A2="p1",
        languages_B2="русский",
        languages_E2="b2",
    )
    import_specialists(empty, [file], actor="tester")
    person = empty.specialist("p1")
    assert (person.official, person.experience_years) == (True, 7.5)
    assert [(each.skill, each.level) for each in person.skills] == [("BRD.IBM", 4)]
    assert [(each.issued, each.number) for each in person.certificates] == [(date(2026, 3, 1), "12")]
    assert [(each.language, str(each.speaking)) for each in person.languages] == [("rus", "B2")]


def test_the_template_explains_itself(tmp_path):
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["help", *SHEETS, "lists"]
    for name, sheet in SHEETS.items():
        heading = book[name][1]
        assert [cell.value for cell in heading][: len(sheet.columns)] == [column.name for column in sheet.columns]
        assert all(cell.comment and cell.comment.text for cell in heading)
    rules = {str(rule.sqref): rule.formula1 for rule in book["skills"].data_validations.dataValidation}
    assert rules["F2:F10000"] == '"claimed,evidenced,verified"'
    assert rules["B2:B10000"] == "lists!$A$2:$A$187"
    assert [book["lists"]["A2"].value, book["lists"]["A187"].value] == ["GOV", "LNG.MED"]
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "t.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param(
            {"skills_A2": "p1", "skills_B2": "BRD", "skills_C2": 9},
            ['skills!C2 level: expected 5 or less (found "9")'],
            id="level-9",
        ),
        pytest.param(
            {"skills_A2": "p1", "skills_B2": "BRD.IBN", "skills_C2": "x"},
            ['skills!B2 skill: unknown competence "BRD.IBN"; nearest: BRD.IBM', "skills!C2 level: expected a whole"],
            id="two-at-once",
        ),
        pytest.param({"skills_A2": "p1", "skills_C2": 1}, ["skills!B2 skill: required field is missing"], id="missing"),
        pytest.param({"skills_A2": "nobody"}, ["skills!A2 specialist: expected an id of the sheet"], id="stranger"),
        pytest.param({"specialists_E2": "f"}, ["specialists!E2 gender: expected one of"], id="gender"),
        pytest.param({"specialists_G2": "Atlantis"}, ["specialists!G2 residence: unknown country"], id="country"),
        pytest.param({"specialists_K2": 12}, ["specialists!K2 education_level: expected 8 or less"], id="isced"),
        pytest.param({"specialists_L2": "law"}, ["specialists!K2 education_level: required field"], id="no-level"),
        pytest.param(
            {"specialists_A3": "p1", "specialists_B3": "Other"},
            ["specialists!A3 id: expected each id once; it stands in row 2 already"],
            id="id-twice",
        ),
        pytest.param({"specialists_B3": "Other"}, ["specialists!A3 id: required field is missing"], id="no-id"),
        pytest.param(
            {
                "availability_A2": "p1",
                "availability_B2": 46000,
                "availability_C2": "2027-01-02",
                "availability_D2": "x",
            },
            ["availability!B2 from: expected a date as YYYY-MM-DD", "availability!D2 kind: expected one of"],
            id="number-as-date",
        ),
        pytest.param(
            {"availability_A2": "p1", "availability_B2": "3/4/2027", "availability_C2": "2027-09-02"}
            | {"availability_D2": "free"},
            ['availability!B2 from: expected a date as YYYY-MM-DD (found "3/4/2027")'],
            id="date-of-doubtful-order",
        ),
        pytest.param(
            {"skills_H1": "levle"}, ['skills!H1: unknown column; did you mean level? (found "levle")'], id="x"
        ),
        pytest.param({"skills_D1": "level"}, ["skills!D1: expected each column once"], id="heading-twice"),
        pytest.param({"skills_A1": "id"}, ["skills!A1: unknown column", "required column is missing"], id="no-owner"),
        pytest.param(
            {"specialists_AZ2": "x"}, ["specialists!AZ2: expected nothing where the column has no heading"], id="note"
        ),
        pytest.param({"specialists_AH1": "bio_xx"}, ["specialists!AH1: unknown column"], id="bio-of-no-language"),
        pytest.param(
            {"specialists_M2": "=1+1"}, ["specialists!M2: expected a value; this cell holds a formula"], id="f"
        ),
    ],
)
def test_a_wrong_cell_is_named(cells, said, empty, tmp_path):
    file = filled(tmp_path / "t.xlsx", **cells)
    with pytest.raises(BadInput) as refused:
        import_specialists(empty, [file], actor="tester")
    found = [str(each) for each in refused.value.problems]
    assert [any(f"{file}: " in line and part in line for line in found) for part in said] == [True] * len(said)
    assert len(found) == len(said)
    assert (empty.revision()[1], empty.count("specialist")) == (0, 0)


def test_partial_keeps_the_good_people(empty, tmp_path):
    file = filled(tmp_path / "t.xlsx", specialists_A3="p2", specialists_B3="Other", specialists_E3="f")
    report = import_specialists(empty, [file], actor="tester", partial=True)
    assert (report.outcome.added, report.refused) == (1, 1)
    assert [each.id for each in empty.specialists()] == ["p1"]


def as_excel_saves_it(path, rows, encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


PEOPLE = [["id", "given", "experience_years", "confirmed_on"], ["p1", "Test", "5,5", "01.03.2027"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_as_excel_of_the_region_saves_it(empty, encoding, tmp_path):
    import_specialists(empty, [as_excel_saves_it(tmp_path / "specialists.csv", PEOPLE, encoding)], actor="tester")
    person = empty.specialist("p1")
    assert (person.experience_years, person.confirmed_on) == (5.5, date(2027, 3, 1))


def test_a_first_line_that_tells_the_separator(empty, tmp_path):
    (tmp_path / "specialists.csv").write_bytes(b"sep=;\r\nid;given\r\np1;Test\r\n")
    import_specialists(empty, [tmp_path / "specialists.csv"], actor="tester")
    assert empty.specialist("p1").name.given == "Test"


def test_nothing_stored_is_lost_for_want_of_a_column(pool, tmp_path):
    """A person of a sheet replaces the stored one: what the file has no column for would be gone."""
    file = as_excel_saves_it(tmp_path / "specialists.csv", [["id", "given"], ["odd", "Test"], ["new", "New"]])
    with pytest.raises(BadInput) as refused:
        import_specialists(pool, [file], actor="tester")
    told = str(refused.value)
    assert f"{tmp_path}: specialists!A2 id: expected the columns that hold something of this person in the pool" in told
    for column in ("specialists.family", "specialists.bio_fas", "skills.evidence", "availability.kind"):
        assert column in told
    report = import_specialists(pool, [file], actor="tester", partial=True)
    assert (report.outcome.added, report.outcome.updated, report.refused) == (1, 0, 1)
    assert pool.specialist("odd") == ODD


def test_an_empty_sheet_empties(empty, tmp_path):
    """The control: with its columns there, an empty sheet says that there is nothing."""
    with empty.writing("tester", "test") as writing:
        writing.put_specialists([ODD])
    export_specialists(empty, tmp_path / "p.zip")
    with ZipFile(tmp_path / "p.zip") as archive:
        archive.extractall(tmp_path / "p")
    heading = (tmp_path / "p/skills.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "p/skills.csv").write_text(heading + "\n", encoding="utf-8")
    import_specialists(empty, [tmp_path / "p"], actor="tester")
    assert empty.specialist("odd") == ODD.model_copy(update={"skills": ()})
