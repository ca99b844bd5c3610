"""The profile in sections: saved as one goes or by the button, and nothing that somebody typed is lost."""

import pytest

from service.pages.cabinet.sections import EDITORS
from service.pages.taxonomy import named_in
from tests.service.pages.cabinet.story import mark_of, typed

JSON = {"accept": "application/json"}


def opened(browser, section):
    answer = browser.get(f"/cabinet/profile/{section}")
    assert answer.status_code == 200
    return typed(answer.text)


def save(browser, section, form, **changed):
    return browser.post(f"/cabinet/profile/{section}", data={**form, **changed})


@pytest.mark.parametrize("section", [name for name in EDITORS if name != "background"])
def test_a_section_that_is_saved_as_it_stands_changes_nothing(s1, world, section):
    before = world.store.version("specialist", "s1")
    assert save(s1, section, opened(s1, section)).status_code == 303
    assert world.store.version("specialist", "s1") == before


def test_what_the_form_does_not_ask_for_stays(s1, world):
    assert save(s1, "countries", opened(s1, "countries"), **{"months-0": "30"}).status_code == 303
    (country,) = world.store.specialist("s1").countries
    assert (country.months, country.themes) == (30, ("BRD.IBM",))
    assert save(s1, "bio", opened(s1, "bio"), **{"bio-rus": "Слово"}).status_code == 303
    assert world.store.specialist("s1").bio["deu"] == "Ein Satz."


def test_a_row_is_added_changed_and_taken_away(s1, world):
    form = opened(s1, "skills")
    added = {"skill-1": "LAW", "level-1": "4", "evidence-1": "a post\na paper"}
    assert save(s1, "skills", form, **added).headers["location"] == "/cabinet/profile"
    assert {each.skill: each.level for each in world.store.specialist("s1").skills} == {
        "BRD.IBM": 5,
        "BRD": 3,
        "LAW": 4,
    }
    again = opened(s1, "skills")
    assert again["skill-1"] == ["LAW"]
    assert again["evidence-1"] == ["a post\na paper"]
    more = save(s1, "skills", again, **{"level-0": "2", "remove-1": "yes", "then": "more"})
    assert more.headers["location"] == "/cabinet/profile/skills"
    assert {each.skill: each.level for each in world.store.specialist("s1").skills} == {"BRD.IBM": 5, "BRD": 2}


@pytest.mark.parametrize(
    ("section", "changed", "field", "said"),
    [
        pytest.param("skills", {"skill-1": "LAW"}, "level-1", "Fill in", id="no-level"),
        pytest.param("skills", {"level-1": "4"}, "skill-1", "Fill in", id="no-competence"),
        pytest.param("skills", {"skill-1": "BRD.IBM", "level-1": "5"}, "skill-1", "twice", id="verified-twice"),
        pytest.param("skills", {"skill-1": "NONE", "level-1": "5"}, "skill-1", "not in the list", id="no-such"),
        pytest.param("countries", {"months-0": "many"}, "months-0", "cannot be read", id="no-number"),
        pytest.param("missions", {"start-0": "2027-02-01", "end-0": "2027-01-01"}, "title-0", "before", id="order"),
        pytest.param("about", {"family": ""}, "family", "Fill in", id="no-name"),
        pytest.param("background", {"experience_years": "-3"}, "experience_years", "cannot be read", id="below-zero"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(s1, world, section, changed, field, said):
    before = world.store.version("specialist", "s1")
    answer = save(s1, section, opened(s1, section), **changed)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert said in answer.text
    kept = typed(answer.text)
    assert all(kept[name] == [value] for name, value in changed.items() if value and value != "NONE")
    assert world.store.version("specialist", "s1") == before


def test_a_verified_row_is_read_only_and_says_why(s1, world):
    page = s1.get("/cabinet/profile/skills").text
    assert "a registrar has verified this" in page
    assert 'value="BRD.IBM"' not in page.split("Add one")[0].split("<form")[-1]
    forged = save(s1, "skills", {"mark": mark_of(page), "skill-0": "BRD.IBM", "level-0": "1", "was-0": "BRD.IBM"})
    assert forged.status_code == 422
    assert world.store.specialist("s1").skills[0].level == 5


def test_a_second_tab_shows_the_conflict_and_loses_nothing(s1, world):
    first, second = opened(s1, "publications"), opened(s1, "publications")
    other = opened(s1, "languages")
    assert save(s1, "publications", first, **{"title-1": "From the first tab"}).status_code == 303
    conflict = save(s1, "publications", second, **{"title-1": "From the second tab"})
    assert conflict.status_code == 409
    assert "changed elsewhere meanwhile" in conflict.text
    assert "From the first tab" in conflict.text.split("<form")[-2] + conflict.text
    kept = typed(conflict.text)
    assert kept["title-1"] == ["From the second tab"]
    # Another section was not touched meanwhile, and is saved.
    assert save(s1, "languages", other, **{"writing-0": "B1"}).status_code == 303
    assert save(s1, "publications", kept).status_code == 303
    assert "From the second tab" in [each.title for each in world.store.specialist("s1").publications]


def test_saved_as_one_goes_one_save_after_the_other(s1, world):
    form = opened(s1, "publications")
    count = len(world.store.specialist("s1").publications)
    form |= {f"title-{count}": "Typed"}
    once = s1.post("/cabinet/profile/publications", data=form, headers=JSON)
    assert (once.status_code, once.json()["said"]) == (200, "Saved.")
    stale = s1.post("/cabinet/profile/publications", data={**form, f"year-{count}": "2020"}, headers=JSON)
    assert (stale.status_code, "mark" in stale.json()) == (409, False)
    goes_on = {**form, f"year-{count}": "2020", "mark": once.json()["mark"]}
    assert s1.post("/cabinet/profile/publications", data=goes_on, headers=JSON).status_code == 200
    last = world.store.specialist("s1").publications[-1]
    assert (last.title, last.year, len(world.store.specialist("s1").publications)) == ("Typed", 2020, count + 1)
    again = {**opened(s1, "publications"), f"year-{count}": "x"}
    wrong = s1.post("/cabinet/profile/publications", data=again, headers=JSON)
    assert (wrong.status_code, wrong.json()["said"].startswith("Not saved yet")) == (422, True)


def test_the_self_check_fills_a_language_in(s1, world):
    page = s1.get("/cabinet/self-check", params={"language": "rus", "lang": "ru"})
    assert "Говорю бегло" in page.text
    assert typed(page.text)["listening"] == ["C1"]
    some = {"language": "rus", "listening": "C1", "reading": "B2"}
    assert s1.post("/cabinet/self-check", data=some).status_code == 422
    assert s1.post("/cabinet/self-check", data={**some, "speaking": "B2", "writing": "XX"}).status_code == 422
    assert s1.post("/cabinet/self-check", data={**some, "speaking": "B2", "writing": "B1"}).status_code == 303
    (russian,) = [each for each in world.store.specialist("s1").languages if each.language == "rus"]
    assert [str(level) for level in russian.levels] == ["C1", "B2", "B2", "B1"]


def test_what_one_writes_of_oneself_suggests_competences(s1):
    assert "BRD.IBM" in named_in("I teach Integrated Border Management.")
    assert named_in("A gardener.") == []
    page = s1.get("/cabinet/profile/bio").text
    assert "They earn no points" in page
    # What the profile lists already is not suggested again.
    assert "<li>Integrated border management</li>" not in page


def test_no_other_section(s1):
    assert s1.get("/cabinet/profile/nothing").status_code == 404
