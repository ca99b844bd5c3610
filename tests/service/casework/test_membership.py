"""Membership over the API: from application to admission, the other axes, and what each office may not do."""

from secrets import token_hex

import pytest

from registry.domain import MailState
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.auth.building import client_of, sign_in
from tests.service.casework.cast import cast, wanted


@pytest.fixture
def people(database_url):
    found = cast(database_url)
    yield found
    found.store.close()


@pytest.fixture
def office(tmp_path):
    """The same on SQLite alone, where no SQL of its own matters."""
    found = cast(sqlite_pool(tmp_path / "pool.db"))
    yield found
    found.store.close()


def take(people, name, id, axis, event, status=200, **more):
    return people.ask(name, "POST", f"/specialists/{id}/steps", {"axis": axis, "event": event, **more}, status)


def news(people):
    """What mails of membership say, the oldest first."""
    mails = reversed(people.store.outbox.mails([MailState.WAITING]))
    return [mail.message.payload["state"] for mail in mails if mail.message.kind == "membership"]


def test_from_application_to_admission(people):
    people.join("newcomer")
    name = {"given": "Test", "family": "Newcomer"}
    told = {"name": name, "skills": [{"skill": "TRN.DEL", "level": 3, "status": "verified"}]}
    # A token may not: it would gain an office that it was not made for.
    people.ask("newcomer", "POST", "/me/application", {"profile": told}, 403)
    browser = sign_in(client_of(people.gate), "newcomer")
    origin = {"Origin": people.gate.address}
    applied = browser.post("/api/v1/me/application", json={"profile": told}, headers=origin).json()
    id = applied["specialist"]
    assert (applied["vetting"], applied["proposable"]) == ("submitted", False)
    assert people.store.specialist(id).skills[0].status == "claimed"
    assert [each["specialist"] for each in people.ask("registrar", "GET", "/applications")] == [id]
    take(people, "registrar", id, "vetting", "review")
    take(people, "registrar", id, "vetting", "return", comment="Please add languages.")
    take(people, "newcomer", id, "vetting", "resubmit")
    take(people, "registrar", id, "vetting", "admit")
    assert people.ask("registrar", "GET", "/applications") == []
    assert news(people) == ["returned", "admitted"]
    terms = people.ask("newcomer", "GET", "/terms")["version"]
    take(people, "newcomer", id, "freshness", "confirm")
    given = take(people, "newcomer", id, "consent", "give", purpose="search", terms=terms)
    assert (given["consents"]["search"], given["proposable"]) == ("given", True)
    diary = people.ask("newcomer", "GET", f"/specialists/{id}/diary")
    assert [(line["axis"], line["event"], line["by"]) for line in diary] == [
        ("vetting", "apply", "newcomer"),
        ("vetting", "review", "registrar"),
        ("vetting", "return", "registrar"),
        ("vetting", "resubmit", "newcomer"),
        ("vetting", "admit", "registrar"),
        ("freshness", "confirm", "newcomer"),
        ("consent", "give", "newcomer"),
    ]
    assert diary[2]["comment"] == "Please add languages."
    assert list(people.store.record.faults(facts=True)) == []


def test_a_nomination_stays_within_the_organisation(people):
    name = {"given": "Test", "family": "Nominee"}
    body = {"name": name, "organisation": "Another Service"}
    id = people.ask("focal", "POST", "/nominations", body, 201)["specialist"]
    assert people.store.specialist(id).organisation == "Sample Service"
    own = {each["standing"]["specialist"] for each in people.ask("focal", "GET", "/organisation/people")}
    assert own == {"s1", "s2", "s3", "s4", "s5", id}
    people.join("elsewhere", "focal_point", organisation="Another Service")
    assert people.ask("elsewhere", "GET", "/organisation/people") == []
    people.ask("elsewhere", "GET", f"/specialists/{id}/standing", status=404)


def test_a_withdrawal_takes_effect_at_the_next_read(office):
    office.ask("requester", "POST", "/missions", {"mission": wanted()}, 201)

    def ranked():
        (shortlist,) = office.ask("planner", "GET", "/missions/m1/shortlists?top=5")
        return [each["specialist"] for each in shortlist["recommendations"]]

    assert "s1" in ranked()
    take(office, "s1", "s1", "consent", "withdraw", purpose="search")
    assert "s1" not in ranked()
    take(office, "s2", "s2", "referral", "pause", until="2028-01-01")
    take(office, "registrar", "s3", "vetting", "suspend", reason="under_inquiry")
    assert ranked() == ["s4", "s5"]
    assert take(office, "s2", "s2", "referral", "resume")["paused_until"] is None
    assert ranked() == ["s2", "s4", "s5"]
    assert news(office) == ["suspended"]


REFUSED = [
    pytest.param("s1", "s1", "vetting", "suspend", {}, 409, "it is a step of", id="not-their-office"),
    pytest.param("registrar", "s1", "vetting", "suspend", {}, 409, "asks a reason of", id="no-reason"),
    pytest.param("registrar", "s1", "vetting", "review", {}, 409, "no such step from admitted", id="no-such-step"),
    pytest.param("s1", "s1", "consent", "give", {"purpose": "transfer"}, 409, "terms in force", id="terms-not-read"),
    pytest.param(
        "s1", "s1", "consent", "give", {"purpose": "transfer", "terms": "old"}, 409, "terms in force", id="old-terms"
    ),
    pytest.param("s1", "s1", "consent", "withdraw", {}, 409, "say the purpose", id="no-purpose"),
    pytest.param(
        "s1", "s1", "referral", "pause", {"until": "2026-11-25"}, 409, "a day after", id="pause-into-the-past"
    ),
    pytest.param("s1", "s1", "freshness", "confirm", {"until": "2027-01-01"}, 409, "takes no last day", id="no-end"),
    pytest.param("s1", "s1", "claim", "verify", {}, 409, "with its document", id="claims-have-their-own-way"),
    pytest.param("s1", "s2", "freshness", "confirm", {}, 404, "no specialist", id="somebody-else"),
    pytest.param("planner", "s1", "referral", "block", {"reason": "misconduct"}, 404, "no specialist", id="planner"),
    pytest.param("registrar", "none", "vetting", "admit", {}, 404, "no specialist", id="nobody"),
]


def test_what_is_refused_changes_nothing(office):
    before = office.store.revision()
    for case in REFUSED:
        name, id, axis, event, more, status, said = case.values
        assert said in take(office, name, id, axis, event, status, **more)["detail"], case.id
    assert office.store.revision() == before


def test_no_registrar_decides_about_themselves(office):
    office.join("both", "registrar", "specialist", specialist="s4")
    refused = take(office, "both", "s4", "vetting", "suspend", 409, reason="misconduct")
    assert "never for themselves" in refused["detail"]
    take(office, "both", "s5", "vetting", "suspend", reason="misconduct")


def test_the_steps_that_are_told_are_those_that_can_be_taken(office):
    own = {(each["axis"], each["event"], each["about"]) for each in office.ask("s1", "GET", "/specialists/s1/steps")}
    assert own == {
        ("consent", "withdraw", "search"),
        ("consent", "give", "share_name"),
        ("consent", "give", "transfer"),
        ("consent", "give", "statistics"),
        ("referral", "pause", None),
        ("freshness", "confirm", None),
    }
    told = {(each["axis"], each["event"]) for each in office.ask("registrar", "GET", "/specialists/s1/steps")}
    assert told == {("vetting", "suspend"), ("vetting", "remove"), ("referral", "block")}


def profile_of(people, name):
    headers = {"Authorization": f"Bearer {people._tokens[name]}"}
    answer = people.client.get("/api/v1/me/profile", headers=headers)
    return answer.json(), answer.headers["etag"]


def hand_in(people, name, content, status=201, **query):
    headers = {"Authorization": f"Bearer {people._tokens[name]}", "Content-Type": "application/pdf"}
    told = {"specialist": "s1", "name": "diploma.pdf", **query}
    answer = people.client.post("/api/v1/documents", params=told, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_what_is_verified_is_read_only_to_its_owner(people):
    _, tag = profile_of(people, "s1")
    languages = {"languages": [{"language": "aze", "speaking": "C1", "status": "verified"}]}
    people.ask("s1", "PATCH", "/me/profile", languages, 428)
    written = people.ask("s1", "PATCH", "/me/profile", languages, If_Match=tag)
    assert [(each["language"], each["status"]) for each in written["languages"]] == [("aze", "claimed")]
    people.ask("s1", "PATCH", "/me/profile", languages, 412, If_Match='"v1"')

    document = hand_in(people, "s1", b"%PDF-1.7 sample", noun="skills", term="BRD.IBM")
    assert people.store.specialist("s1").skills[0].status == "evidenced"
    claim = {"noun": "skills", "term": "BRD.IBM", "document": document["id"]}
    people.ask("s1", "POST", "/specialists/s1/verifications", claim, 403)
    people.ask("registrar", "POST", "/specialists/s2/verifications", claim, 404)
    verified = people.ask("registrar", "POST", "/specialists/s1/verifications", claim)
    assert (verified["status"], verified["evidence"]) == ("verified", [f"document {document['id']}"])
    again = people.ask("registrar", "POST", "/specialists/s1/verifications", claim, 409)
    assert "verified already" in again["detail"]

    _, tag = profile_of(people, "s1")
    for skills in ([], [{"skill": "BRD.IBM", "level": 4}], [{**verified, "level": 4}]):
        refused = people.ask("s1", "PATCH", "/me/profile", {"skills": skills}, 409, If_Match=tag)
        assert "not yours to change or drop: skills BRD.IBM" in refused["detail"]
    added = people.ask(
        "s1", "PATCH", "/me/profile", {"skills": [verified, {"skill": "TRN.DEL", "level": 2}]}, If_Match=tag
    )
    assert [each["status"] for each in added["skills"]] == ["verified", "claimed"]


def test_documents_are_small_and_what_they_say_they_are(office):
    assert "PDF, PNG or JPEG" in hand_in(office, "s1", b"MZ sample", 415)["detail"]
    hand_in(office, "s1", b"%PDF-" + bytes(5_000_000), 413)
    hand_in(office, "s2", b"%PDF-1.7", 404)
    assert "no such claim" in hand_in(office, "s1", b"%PDF-1.7", 409, noun="skills", term="TRN.DEL")["detail"]
    kept = hand_in(office, "registrar", b"\x89PNG\r\n\x1a\n" + token_hex(8).encode())
    assert (kept["media"], kept["by"]) == ("image/png", "registrar")
    assert [each["id"] for each in office.ask("s1", "GET", "/documents?specialist=s1")] == [kept["id"]]
    office.ask("s2", "GET", "/documents?specialist=s1", status=404)
    office.ask("s2", "GET", f"/documents/{kept['id']}", status=404)


def test_a_profile_that_is_none_is_refused_by_field(office):
    _, tag = profile_of(office, "s1")
    free = {"from": "2027-01-01", "to": "2027-02-01", "kind": "free"}
    overlap = {"availability": [free, {**free, "to": "2027-03-01"}]}
    refused = office.ask("s1", "PATCH", "/me/profile", overlap, 422, If_Match=tag)
    assert "two periods overlap" in refused["problems"][0]["expected"]
    nobody = {"name": {"given": "", "family": ""}}
    office.ask("s1", "PATCH", "/me/profile", nobody, 422, If_Match=tag)
    office.ask("s1", "PATCH", "/me/profile", {"vetting": "admitted"}, 422, If_Match=tag)
    assert office.store.specialist("s1") == a_specialist(
        "s1", skills={"BRD.IBM": 5}, roles=["trainer"], countries=[{"country": "AZE", "months": 3}]
    )
