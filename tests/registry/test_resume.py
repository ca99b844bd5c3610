"""JSON Resume in and out: what can be mapped is, and what cannot is named."""

import json
from datetime import date

import pytest

from registry.errors import BadInput
from registry.exporting.resume import export_resume, resume_of
from registry.importing.resume import day, draft_profile
from registry.sample import sample_pool
from tests.builders import a_specialist

RESUME = {
    "basics": {
        "name": "Aysel Example",
        "email": "aysel@example.org",
        "summary": "A trainer.",
        "location": {"countryCode": "AZ", "city": "Baku"},
    },
    "work": [{"name": "Sample Service", "position": "Officer", "startDate": "2014-06", "endDate": "2018"}, {}],
    "education": [{"area": "Law", "studyType": "Master"}, {"studyType": "Bachelor"}, {"studyType": "Course"}],
    "skills": [
        {"name": "Border management", "level": "Advanced", "keywords": ["IBM", "Cooking"]},
        {"name": "border governance", "level": "2 of 5"},
    ],
    "languages": [
        {"language": "Azerbaijani", "fluency": "Native speaker"},
        {"language": "English", "fluency": "Fluent"},
        {"language": "Русский", "fluency": "B2"},
        {"language": "Atlantean"},
    ],
    "certificates": [{"name": "RTCM-M1", "date": "2022-07-29"}, {"name": "First aid"}],
    "publications": [{"name": "A paper", "releaseDate": "2020-01"}],
    "awards": [{"title": "Best"}],
}


def drafted(folder, resume):
    path = folder / "resume.json"
    path.write_text(json.dumps(resume), encoding="utf-8")
    return draft_profile(path, "p1")


def test_what_can_be_mapped(tmp_path):
    person = drafted(tmp_path, RESUME).specialist
    assert (person.name.given, person.name.family, person.residence) == ("Aysel", "Example", "AZE")
    assert person.bio == {"eng": "A trainer."}
    assert person.education is not None
    assert (person.education.level, person.education.field) == (7, "Law")
    assert [(each.skill, each.level) for each in person.skills] == [("BRD", 4), ("BRD.IBM", 4)]
    assert {each.language: str(each.levels[0]) for each in person.languages} == {"aze": "C2", "eng": "C1", "rus": "B2"}
    (work,) = person.missions
    assert (work.title, work.start, work.end) == ("Officer", date(2014, 6, 1), date(2018, 12, 31))
    assert [(each.module, each.issued) for each in person.certificates] == [("RTCM-M1", date(2022, 7, 29))]
    assert [(each.title, each.year) for each in person.publications] == [("A paper", 2020)]
    assert {str(each.status) for each in (*person.skills, *person.languages, *person.certificates)} == {"claimed"}
    assert (str(person.vetting), person.consent.search) == ("draft", None)


def test_what_cannot_be_mapped_is_named(tmp_path):
    left = dict(drafted(tmp_path, RESUME).left_out)
    assert left.keys() == {
        "awards",
        "basics.email",
        "basics.location.city",
        "certificates[1].name",
        "education[2]",
        "languages[3].language",
        "skills[0].keywords[1]",
        "skills[1].name",
        "work[1]",
    }
    assert left["skills[1].name"] == "BRD stands there already"
    assert 'unknown competence "Cooking"' in left["skills[0].keywords[1]"]


def test_out_and_in_again(tmp_path):
    people = next(sample_pool(40, seed=5)).specialists
    for person in people:
        export_resume(person, tmp_path / "out.json")
        back = draft_profile(tmp_path / "out.json", person.id)
        assert [(each.skill, each.level) for each in back.specialist.skills] == [
            (each.skill, each.level) for each in person.skills
        ]
        assert {each.language for each in back.specialist.languages} == {each.language for each in person.languages}
        assert [each.title for each in back.specialist.missions] == [each.title for each in person.missions]
        assert back.specialist.name.full == person.name.full
        assert (back.specialist.residence, back.specialist.publications) == (person.residence, person.publications)


def test_nothing_that_is_not_for_others_goes_out():
    person = a_specialist(bio={"aze": "Mətn"}, languages=[{"language": "eng", "reading": "C1", "writing": "B1"}])
    resume = resume_of(person)
    assert resume["languages"] == [{"language": "English", "fluency": "B1"}]
    assert resume["basics"] == {"name": "Test s1", "summary": "Mətn"}
    assert resume.keys() == {"$schema", "basics", "languages"}


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        pytest.param("2020", "2020-01-01", "2020-12-31", id="year"),
        pytest.param("2020-02", "2020-02-01", "2020-02-29", id="month"),
        pytest.param("2020-02-03", "2020-02-03", "2020-02-03", id="day"),
        pytest.param("", None, None, id="none"),
    ],
)
def test_a_date_in_part(told, first, last):
    assert (day(told), day(told, last=True)) == (first, last)


@pytest.mark.parametrize(
    ("resume", "said"),
    [
        pytest.param({"work": []}, "basics: required field is missing", id="no-basics"),
        pytest.param({"basics": {"name": 7}}, "basics.name: expected text", id="name-of-a-number"),
        pytest.param({"basics": {"name": "A"}, "work": {}}, "work: expected a list", id="work-no-list"),
        pytest.param(
            {"basics": {"name": "A"}, "work": [{"position": "x", "startDate": "June"}]},
            "missions[0].from: expected a date as YYYY-MM-DD",
            id="date-in-words",
        ),
        pytest.param({"basics": {"name": " "}}, "name: expected a given or a family name", id="empty-name"),
    ],
)
def test_no_resume(resume, said, tmp_path):
    with pytest.raises(BadInput) as refused:
        drafted(tmp_path, resume)
    assert said in str(refused.value)
