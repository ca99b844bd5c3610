"""What needs me, when I have time, what I agreed to: each step by a form, and by nobody else."""

import json
from datetime import date

import pytest

from registry.domain import Availability, AvailabilityKind, Contest, Offer, OfferState
from service.pages.cabinet.periods import with_period
from tests.service.auth.building import PASSWORD
from tests.service.pages.cabinet.story import NUMBER
from tests.service.pages.test_pages import forbidden, unlabelled

PAGES = [
    "",
    "/profile",
    "/profile/skills",
    "/self-check",
    "/times?month=2026-12",
    "/documents",
    "/offers",
    "/offers/o1",
    "/certificates",
    f"/certificates/{NUMBER}",
    "/doors",
    "/seen",
    "/rights",
    "/rights/erase",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_its_owners_alone(browse, s1, path):
    own = s1.get(f"/cabinet{path}")
    assert own.status_code == 200
    assert list(forbidden(own.text)) == []
    assert list(unlabelled(own.text)) == []
    assert browse().get(f"/cabinet{path}").headers["location"].startswith("/sign-in?next=")
    assert browse("planner").get(f"/cabinet{path}").status_code == 403


def test_what_needs_me(s1, browse):
    page = s1.get("/cabinet").text
    assert "Border &lt;b&gt;training&lt;/b&gt;" in page
    assert "Answer by 2 Dec 2026, 09:00 UTC" in page
    assert "What helps most now:" in page
    assert "You are a member of the network." in page
    assert "Nothing waits for you." in browse("s2").get("/cabinet").text


def test_still_true_in_one_click(browse, world, later):
    later(100)
    s3 = browse("s3")
    assert "/cabinet/confirm" in s3.get("/cabinet").text
    assert s3.post("/cabinet/confirm").headers["location"] == "/cabinet"
    assert world.store.specialist("s3").confirmed_on == world.gate.now().date()
    assert "/cabinet/confirm" not in s3.get("/cabinet").text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param(AvailabilityKind.FREE, [(1, 5, "away"), (5, 8, "free"), (8, 11, "away")], id="within"),
        pytest.param(None, [(1, 5, "away"), (8, 11, "away")], id="forgotten"),
    ],
)
def test_new_words_on_days_replace_old_ones(kind, said):
    away = Availability(start=date(2026, 12, 1), end=date(2026, 12, 11), kind=AvailabilityKind.AWAY)
    found = with_period([away], date(2026, 12, 5), date(2026, 12, 8), kind)
    assert [(each.start.day, each.end.day, each.kind.value) for each in found] == said


def test_times(s1, world):
    page = s1.get("/cabinet/times?month=2026-12").text
    assert '<td class="away">1<small>Away</small></td>' in page
    assert '<th scope="col" abbr="Monday">Mon</th>' in page
    said = {"start": "2026-12-08", "end": "2026-12-12", "kind": "free"}
    assert s1.post("/cabinet/times", data=said).headers["location"] == "/cabinet/times?month=2026-12"
    free = world.store.specialist("s1").availability[-1]
    assert (free.start, free.end, free.kind) == (date(2026, 12, 8), date(2026, 12, 13), AvailabilityKind.FREE)
    for wrong in ({**said, "end": "2026-12-01"}, {**said, "start": "soon"}, {**said, "kind": "busy"}):
        answer = s1.post("/cabinet/times", data=wrong)
        assert answer.status_code == 422
        assert f'value="{wrong["end"]}"' in answer.text
    assert s1.post("/cabinet/times/remove", data={"start": "2026-12-08"}).status_code == 303
    assert len(world.store.specialist("s1").availability) == 1
    assert s1.get("/cabinet/times?month=0000-99").status_code == 200
    assert s1.get("/cabinet/times?month=soon").status_code == 422


def test_a_pause_and_its_end(browse, world):
    s2 = browse("s2")
    assert s2.post("/cabinet/times/pause", data={"until": "2026-11-25"}).status_code == 422
    assert s2.post("/cabinet/times/pause", data={"until": "2027-03-01"}).status_code == 303
    assert world.store.specialist("s2").referral.state == "paused"
    assert "End your pause" in s2.get("/cabinet").text
    assert s2.post("/cabinet/times/resume").status_code == 303
    assert world.store.specialist("s2").referral.state == "open"
    # Pressed twice, in another tab.
    assert s2.post("/cabinet/times/resume").status_code == 409


def test_consents_in_plain_words(browse, world):
    s2 = browse("s2")
    page = s2.get("/cabinet/rights?lang=ru").text
    assert "РУЦМ может находить меня" in page
    give = {"purpose": "statistics", "event": "give", "terms": "2020-1"}
    s2.post("/cabinet/rights/consent", data=give)
    assert world.store.specialist("s2").consent.statistics is None
    s2.post("/cabinet/rights/consent", data={**give, "terms": "2026-1"})
    assert world.store.specialist("s2").consent.statistics.terms == "2026-1"
    s2.post("/cabinet/rights/consent", data={"purpose": "statistics", "event": "withdraw"})
    assert world.store.specialist("s2").consent.statistics.withdrawn is not None
    assert s2.post("/cabinet/rights/consent", data={"purpose": "all", "event": "give"}).status_code == 404


def test_everything_on_file_to_take_along(s1):
    everything = s1.get("/cabinet/rights/download/json")
    assert json.loads(everything.content)["schema"] == "dossier/1"
    assert 'filename="everything.json"' in everything.headers["content-disposition"]
    assert json.loads(s1.get("/cabinet/rights/download/resume").content)["basics"]["name"] == "Sample Person"
    assert s1.get("/cabinet/rights/download/pdf").content.startswith(b"%PDF")
    assert s1.get("/cabinet/rights/download/exe").status_code == 422


def test_restricted_and_used_again(browse, world):
    s2 = browse("s2")
    s2.post("/cabinet/rights/restriction", data={"restricted": "yes"})
    assert world.store.specialist("s2").restricted
    assert "planners do not see it at all" in s2.get("/cabinet/seen").text
    s2.post("/cabinet/rights/restriction", data={"restricted": "no"})
    assert not world.store.specialist("s2").restricted


def test_a_decision_is_contested_once_with_words(s1, browse, world):
    assert "You were put on the list." in s1.get("/cabinet/rights").text
    s1.post("/cabinet/rights/contest/d1", data={"text": ""})
    assert world.store.cases.find(Contest) == []
    s1.post("/cabinet/rights/contest/d1", data={"text": "My years were not counted <b>."})
    assert "My years were not counted &lt;b&gt;." in s1.get("/cabinet/rights").text
    assert browse("s2").post("/cabinet/rights/contest/d9", data={"text": "x"}).status_code == 404


def test_what_planners_see(s1):
    page = s1.get("/cabinet/seen").text
    for said in ("Integrated border management", "level 5 of 5; a report", "A sample training", "Sample Service"):
        assert said in page


def test_what_opened_doors(s1, browse):
    assert "Of the last 1 seat that was decided on:" in s1.get("/cabinet/doors").text
    assert browse("s2").get("/cabinet/doors").status_code == 200


def test_an_offer_is_read_and_declined_with_a_reason_then_closed(s1, browse, world):
    assert browse("s2").get("/cabinet/offers/o1").status_code == 404
    no_reason = s1.post("/cabinet/offers/o1/decline", data={"comment": "Kept as typed"})
    assert no_reason.status_code == 422
    assert "Kept as typed" in no_reason.text
    assert world.store.cases.get(Offer, "o1").state is OfferState.OPEN
    assert s1.post("/cabinet/offers/o1/accept").headers["location"] == "/cabinet/offers/o1"
    after = s1.get("/cabinet/offers/o1").text
    assert "You have this seat. What follows:" in after
    assert "/cabinet/offers/o1/decline" not in after
    assert "Border &lt;b&gt;training&lt;/b&gt;" in s1.get("/cabinet").text
    late = s1.post("/cabinet/offers/o1/decline", data={"reason": "personal"})
    assert late.status_code == 303
    assert world.store.cases.get(Offer, "o1").state is OfferState.ACCEPTED


def test_certificates(s1, browse, world):
    paper = s1.get(f"/cabinet/certificates/{NUMBER}").text
    assert '<svg viewBox="0 0' in paper
    assert f"{world.gate.address}/certificates/{NUMBER}" in paper
    assert browse("s2").get(f"/cabinet/certificates/{NUMBER}").status_code == 404
    for wrong in ({}, {"module": "NONE", "level": "trainer"}, {"module": "RTCM-M2", "level": "king"}):
        assert s1.post("/cabinet/certificates", data=wrong).status_code == 422
    wanted = {"module": "RTCM-M2", "level": "participant"}
    assert s1.post("/cabinet/certificates", data=wanted).status_code == 303
    assert "Applied for" in s1.get("/cabinet/certificates").text
    assert s1.post("/cabinet/certificates", data=wanted).status_code == 422


def test_anybody_verifies_a_certificate_by_its_number(browse):
    stranger = browse()
    found = stranger.get(f"/certificates/{NUMBER}")
    assert found.status_code == 200
    assert "Genuine, and valid today." in found.text
    # Whose it is is not told to whoever has only a number.
    assert "Sample Person" not in found.text
    assert stranger.get("/certificates/RTCM-2026-NOTHING").status_code == 404
    assert stranger.get("/certificates", params={"number": f" {NUMBER} "}).headers["location"].endswith(NUMBER)
    assert stranger.get("/certificates").status_code == 200


def test_documents(s1, browse):
    handed = {"file": ("../a diploma.pdf", b"%PDF-1.7 sample", "application/pdf")}
    assert s1.post("/cabinet/documents", files=handed, data={"claim": "skills BRD"}).status_code == 303
    # Sent again, it is the same document.
    assert s1.post("/cabinet/documents", files=handed, data={"claim": "skills BRD"}).status_code == 303
    page = s1.get("/cabinet/documents").text
    assert page.count('href="/cabinet/documents/') == 1
    assert ">a diploma.pdf</a>" in page
    id = page.split('href="/cabinet/documents/')[1].split('"')[0]
    assert s1.get(f"/cabinet/documents/{id}").content == b"%PDF-1.7 sample"
    assert browse("s2").get(f"/cabinet/documents/{id}").status_code == 404
    assert browse("s2").post(f"/cabinet/documents/{id}/remove").status_code == 404
    assert "evidenced" in s1.get("/cabinet/profile/skills").text
    assert s1.post("/cabinet/documents", files={"file": ("a.exe", b"MZ", "application/pdf")}).status_code == 422
    assert s1.post("/cabinet/documents", data={}).status_code == 422
    assert s1.post(f"/cabinet/documents/{id}/remove").status_code == 303


def test_erased_after_the_password(browse, world):
    s3 = browse("s3")
    assert s3.post("/cabinet/rights/erase", data={"password": "another"}).status_code == 422
    assert world.store.specialist("s3").id == "s3"
    gone = s3.post("/cabinet/rights/erase", data={"password": PASSWORD})
    assert gone.headers["location"] == "/"
    assert s3.get("/cabinet").status_code in (303, 404)
