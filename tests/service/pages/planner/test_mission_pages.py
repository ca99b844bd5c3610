"""Missions as pages: written by form and from a file, kept when it fails, taken from step to step; and the desk."""

import re

import pytest

from matching import DEFAULT, POLICIES
from registry.domain import CertificateRequirement, LanguageRequirement, NationalityRequirement
from registry.importing.terms import LARGEST_PDF
from registry.vocabulary import LANGS
from service.casework import missions
from service.casework.desk import desk
from service.http.bodies import BODY_LIMIT
from service.pages.forms import Form
from service.pages.planner import written
from service.pages.wording import wording
from tests.builders import country, language, skill
from tests.service.pages.planner import story
from tests.service.pages.planner.test_shortlist_page import plain

SENT = {
    "title": "Training in Tbilisi",
    "types": "training_delivery",
    "host-1": "Грузия",
    "start": "2027-03-01",
    "end": "2027-03-05",
    "modality": "onsite",
    "seats": "1",
    "s1-role": "trainer",
    "s1-count": "2",
    "s1-r1-kind": "language",
    "s1-r1-strength": "must",
    "s1-r1-language": "Russian",
    "s1-r1-level": "C1",
    "s1-r2-kind": "skill",
    "s1-r2-strength": "out",
}


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("planner", "/desk", 200),
        ("requester", "/desk", 403),
        ("analyst", "/missions/new", 403),
        ("requester", "/missions/new", 200),
        ("approver", "/missions/m1", 200),
        ("requester", "/missions/m1", 200),
        ("analyst", "/missions/none", 404),
        ("planner", "/missions/d1/edit", 404),
        ("requester", "/missions/m1/edit", 409),
        ("requester", "/missions/new?like=d1", 200),
    ],
)
def test_who_sees_what(signed_in, name, path, status):
    assert signed_in(name).get(path).status_code == status


def test_a_mission_is_kept_as_a_draft(signed_in, store):
    answer = signed_in("requester").post("/missions/new", data={**SENT, "do": "save"})
    assert answer.headers["location"] == "/requests/training-in-tbilisi-2026"
    kept = store.mission("training-in-tbilisi-2026")
    assert kept.host_countries == ("GEO",)
    assert kept.seats[0].must == (LanguageRequirement(kind="language", language="rus", level="C1"),)
    # Sent twice it is kept once; one that asks something else is another one.
    again = signed_in("requester").post("/missions/new", data=SENT)
    assert again.headers["location"] == "/requests/training-in-tbilisi-2026"
    again = signed_in("requester").post("/missions/new", data={**SENT, "place": "Another place"})
    assert again.headers["location"] == "/requests/training-in-tbilisi-2026-2"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": ""}, "title"),
        ({"host-1": "Nowhereland"}, "host-1"),
        ({"end": "2027-02-01"}, "end"),
        ({"start": "soon"}, "start"),
        ({"types": ""}, "types"),
        ({"s1-r1-language": "Elvish of old"}, "s1-r1"),
        ({"s1-count": "many"}, "s1-count"),
        ({"s1-role": "<script>alert(1)</script>"}, "s1-role"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, wrong, where):
    answer = signed_in("requester").post("/missions/new", data={**SENT, "place": 'Hall "7" <b>', **wrong})
    assert answer.status_code == 422
    assert f'<a href="#{where}">' in answer.text
    assert f'id="{where}"' in answer.text
    assert "Hall &#34;7&#34; &lt;b&gt;" in answer.text
    assert "<script>alert" not in answer.text


def test_a_row_and_a_seat_are_added_and_nothing_is_kept(signed_in, store):
    before = len(store.mission_titles())
    more = signed_in("requester").post("/missions/new", data={**SENT, "s1-new": "education", "do": "add-1"})
    assert 'name="s1-r3-level"' in more.text
    assert 'name="s2-role"' in signed_in("requester").post("/missions/new", data={**SENT, "do": "seat"}).text
    assert len(store.mission_titles()) == before


def test_who_remains(signed_in):
    said = "Seat 1: Trainer, 2 people: 4 of 7 remain; without Russian C1 −3"
    assert signed_in("planner").post("/missions/count", data=SENT).text == said
    assert said in plain(signed_in("planner").post("/missions/new", data={**SENT, "do": "count"}).text)
    # A count would tell whoever may not browse the pool who is in it.
    assert signed_in("requester").post("/missions/count", data=SENT).status_code == 403
    assert "remain;" not in signed_in("requester").post("/missions/new", data={**SENT, "do": "count"}).text


def test_two_write_one_draft(signed_in, store):
    browser = signed_in("requester")
    version = re.search(r'name="version" value="(\d+)"', browser.get("/missions/d1/edit").text)[1]
    sent = {**SENT, "version": version}
    assert browser.post("/missions/d1/edit", data={**sent, "title": "First"}).status_code == 303
    late = browser.post("/missions/d1/edit", data={**sent, "title": "Second"})
    assert late.status_code == 409
    assert 'value="Second"' in late.text
    assert store.mission("d1").title == "First"


def ticked(text):
    """What a browser would send of the weights that are ticked."""
    return re.findall(r'name="policy" value="([^"]*)" checked', text)


def test_weights_stand_in_plain_words_and_those_of_others_are_kept(signed_in, store):
    browser = signed_in("requester")
    missions.open_case(store, story.who("requester", "requester"), story.NOW, story.sought("own", policy="ours-2026"))
    page = browser.get("/missions/own/edit").text
    assert ticked(page) == ["ours-2026"]
    sent = {**SENT, "version": re.search(r'name="version" value="(\d+)"', page)[1], "policy": ticked(page)[0]}
    assert browser.post("/missions/own/edit", data=sent).headers["location"] == "/requests/own"
    assert store.mission("own").policy == "ours-2026"
    named = signed_in("requester").get("/missions/own/edit?lang=az").text
    assert "Keçmiş işlərlə" in named
    assert "rtcm-track-record<" not in named
    signed_in("requester").get("/?lang=en")


def test_what_the_form_cannot_hold_is_not_cut_off(signed_in, store):
    browser, must = signed_in("requester"), tuple(country("AZE", months) for months in range(1, 62))
    missions.open_case(store, story.who("requester", "requester"), story.NOW, story.sought("long", must=must))
    before = store.mission("long")
    for path in ("/missions/long/edit", "/missions/new?like=long"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/requests/long")
        assert "more than a form can hold" in browser.get("/requests/long").text
    sent = {**SENT, "version": str(store.version("mission", "long"))}
    assert browser.post("/missions/long/edit", data=sent).headers["location"] == "/requests/long"
    assert store.mission("long") == before
    # One requirement less has its row.
    missions.open_case(store, story.who("requester", "requester"), story.NOW, story.sought("fits", must=must[:59]))
    assert browser.get("/missions/fits/edit").status_code == 200


@pytest.mark.parametrize("language", LANGS)
def test_every_policy_has_a_name_of_its_own_in_every_language(language):
    assert len({wording(language).weights(name) for name in POLICIES}) == len(POLICIES)
    assert not {wording(language).weights(name) for name in POLICIES} & POLICIES.keys()
    assert wording(language).weights(None) == wording(language).weights(DEFAULT.name)


def unfolded(text):
    """The headings of the parts of the form that are open."""
    return re.findall(r'<details class="box fold" open>\s*<summary><h2>(.*?)</h2>', text)


def test_only_what_one_works_on_is_unfolded(signed_in):
    browser = signed_in("requester")
    draft = browser.get("/missions/d1/edit").text
    assert unfolded(draft) == []
    assert '<span class="said">Must: Russian C1' in draft
    assert unfolded(browser.get("/missions/new").text) == ["What, where and when", "Seat 1: Expert, 1 person"]
    for typed, parts in (
        ({"title": ""}, ["What, where and when"]),
        ({"s1-r1-language": "Elvish of old"}, ["What, where and when", "Seat 1: Trainer, 2 people"]),
        ({"policy": "x" * 3000}, ["What, where and when", "Rules"]),
        ({"do": "seat"}, ["What, where and when", "Seat 2"]),
        ({"do": "add-1", "s1-new": "education"}, ["What, where and when", "Seat 1: Trainer, 2 people"]),
    ):
        assert unfolded(browser.post("/missions/new", data={**SENT, **typed}).text) == parts


def test_terms_of_reference_stand_beside_their_words(signed_in):
    text = "Training of trainers on document security in Georgia\nDates: 1 March 2027 to 12 March 2027\n"
    text += "One trainer. Fluent Russian (C1) is required."
    answer = signed_in("requester").post("/missions/terms", files={"terms": ("t.txt", text.encode())})
    assert answer.status_code == 200
    assert 'value="2027-03-12"' in answer.text
    assert "“Fluent Russian (C1) is required.” (paragraph 3)" in answer.text
    for name, content in (("t.exe", b"x"), ("t.pdf", b"%PDF-1.7 broken")):
        refused = signed_in("requester").post("/missions/terms", files={"terms": (name, content)})
        assert refused.status_code == 422
        assert '<a href="#terms">' in refused.text


@pytest.mark.parametrize(("size", "status"), [(BODY_LIMIT + 1, 422), (LARGEST_PDF + 200_000, 413)])
def test_a_scanned_file_may_be_larger_than_other_forms(signed_in, size, status):
    sent = {"terms": ("scan.pdf", b"%PDF-1.7".ljust(size, b" "))}
    assert signed_in("requester").post("/missions/terms", files=sent).status_code == status


def test_every_kind_of_requirement_survives_the_form():
    words = wording("az")
    must = (
        {"kind": "nationality", "none_of": ["AZE", "GEO"]},
        {"kind": "certificate", "module": "RTCM-M1", "level": "trainer"},
        {"kind": "employer", "any_of": ["government", "Sample Service"]},
        {"kind": "official", "value": False},
        {"kind": "training", "role": "trainer"},
        country("GEO", 7),
    )
    wish = (skill("BRD.IBM", 4, weight=2.5), {"kind": "education", "level": 7}, {"kind": "experience", "years": 2.5})
    russian = language("rus", "B2", abilities=["speaking", "reading"])
    mission = story.sought(
        "m9",
        seats=[{"role": "expert", "count": 1, "must": must, "wish": (*wish, russian)}],
        exclude={"organisations": ["Sample Service"], "specialists": ["s3"]},
    )
    form = written.shown(words, written.as_mapping(mission))
    back = written.read(words, form, "m9", written.not_shown(mission))
    assert back == mission
    assert {type(each) for each in back.seats[0].must} >= {NationalityRequirement, CertificateRequirement}
    assert written.read(words, Form(), "m9") is None


def test_steps_by_the_right_office(signed_in, store):
    assert "Submit the request" in signed_in("requester").get("/missions/d1").text
    assert signed_in("planner").post("/missions/d1/steps", data={"event": "submit"}).status_code == 404
    assert signed_in("requester").post("/missions/d1/steps", data={"event": "submit"}).status_code == 303
    silent = signed_in("approver").post("/missions/d1/steps", data={"event": "return", "comment": ""})
    assert silent.status_code == 422
    assert 'href="#return-comment"' in silent.text
    early = signed_in("planner").post("/missions/m1/steps", data={"event": "lock"})
    assert early.status_code == 422
    assert "Not yet. This step asks: somebody on the list of every seat" in plain(early.text)


def test_the_desk_says_what_waits(signed_in, store, gate):
    who = story.who("planner", "planner")
    said = plain(signed_in("planner").get("/desk").text)
    assert "Sample mission m1 Looking for people Choose people for 1 seat 1 Jun 2027" in said
    story.source(store, "m3", must=(language("rus", "C2"),))
    index = signed_in("planner").app.state.live.index(store.revision())
    found = desk(store, index, who, gate.now())
    assert {each.case.id for each in found.mine} >= {"m1", "m3"}
    assert [(each.mission.id, each.eligible) for each in found.at_risk] == [("m3", 0)]
    assert "only 0 people are eligible" in plain(signed_in("planner").get("/desk").text)


def test_somebody_elses_mission_is_not_on_the_desk(store, signed_in, gate):
    index = signed_in("planner").app.state.live.index(store.revision())
    assert desk(store, index, story.who("other", "planner"), gate.now()).mine == ()
