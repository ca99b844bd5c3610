"""Answering by the link of a mail: looking changes nothing, confirming does, once, and only what the link says."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from registry.domain import Candidacy, CandidacyState, MailKind, MissionCase, MissionState, Offer, OfferState, Reason
from registry.domain.candidacy import Decided
from registry.store import Store
from service.app import create_app
from service.mail.links import Link, Purpose
from tests.builders import a_mission, a_specialist
from tests.fresh import sqlite_pool
from tests.service.auth.building import a_gate, an_account
from tests.service.mail.letters import SIGNER


@pytest.fixture
def store(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        yield store


@pytest.fixture
def gate(store):
    return a_gate(store)


@pytest.fixture
def client(store, gate):
    _an_open_offer(store, gate.now())
    with TestClient(create_app(store, gate, signer=SIGNER)) as client:
        yield client


def _an_open_offer(store, now):
    mission = a_mission(title="Work & <b>more</b>")
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1"), a_specialist("s2")])
    for id, specialist in (("acc-1", "s1"), ("acc-2", "s2")):
        store.accounts.add(an_account(id, "specialist", specialist=specialist, language="tr"), None, "tester", "test")
    store.accounts.add(an_account("acc-3", "planner"), None, "tester", "test")
    decided = Decided(by="acc-3", on=now.date())
    seat = {"mission": "m1", "seat": 1}
    with store.writing("tester", "test") as writing:
        writing.put_missions([mission])
        writing.cases.add(
            MissionCase(id="m1", state=MissionState.OFFERED, requester="acc-9", planner="acc-3", versions=(mission,))
        )
        for id, state in (("c1", CandidacyState.OFFERED), ("c2", CandidacyState.SHORTLISTED)):
            specialist = id.replace("c", "s")
            writing.cases.add(
                Candidacy(
                    id=id, specialist=specialist, state=state, rank=1, referral=decided, selection=decided, **seat
                )
            )
        writing.cases.add(
            Offer(id="o1", candidacy="c1", specialist="s1", sent=now, expires=now + timedelta(days=7), **seat)
        )


def address(gate, answer="accept", purpose=Purpose.OFFER, id="o1", reader="specialist:s1", days=7):
    return f"/a/{SIGNER.token(Link(purpose, id, answer, reader, gate.now() + timedelta(days=days)))}"


def test_looking_changes_nothing_and_confirming_does_once(client, gate, store):
    before = store.revision()
    for _ in range(3):
        page = client.get(address(gate))
        assert page.status_code == 200
        assert "Work &amp; &lt;b&gt;more&lt;/b&gt;" in page.text
        assert '<html lang="tr" dir="ltr">' in page.text
    assert client.head(address(gate)).status_code == 405
    assert store.revision() == before
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    done = client.post(address(gate))
    assert (done.status_code, store.cases.get(Offer, "o1").state) == (200, OfferState.ACCEPTED)
    (told,) = [mail for mail in store.outbox.mails() if mail.message.kind is MailKind.ANSWER]
    assert told.message.payload["answer"] == "accepted"
    after = store.revision()
    assert client.post(address(gate)).status_code == 409
    assert client.post(address(gate, "decline"), data={"reason": "personal"}).status_code == 409
    assert store.revision() == after


def test_declining_asks_why_and_passes_the_seat_on(client, gate, store):
    page = client.get(address(gate, "decline"))
    assert re.findall(r'<option value="(\w+)"', page.text)[-1] == "personal"
    for body in ({}, {"reason": "other_chosen"}, {"reason": "x" * 5_000}):
        assert client.post(address(gate, "decline"), data=body).status_code == 404
    assert store.cases.get(Offer, "o1").state is OfferState.OPEN
    assert client.post(address(gate, "decline"), data={"reason": "personal"}).status_code == 200
    declined = store.cases.get(Offer, "o1")
    assert (declined.state, declined.reason) == (OfferState.DECLINED, Reason.PERSONAL)
    # The next on the list is asked, by a mail of their own.
    assert [mail.message.reader.id for mail in store.outbox.mails() if mail.message.kind is MailKind.OFFER] == ["s2"]


REFUSED = {
    "sent-to-somebody-else": ({"reader": "specialist:s2"}, 404),
    "to-nobody": ({"reader": "specialist:nobody"}, 404),
    "no-such-offer": ({"id": "o9"}, 404),
    "no-such-answer": ({"answer": "perhaps"}, 404),
    "too-late": ({"days": -1}, 410),
    "profile-of-another": ({"purpose": Purpose.STILL_TRUE, "id": "s2", "answer": "yes"}, 404),
}


def test_links_that_do_nothing(client, gate, store):
    before = store.revision()
    answered = {name: client.post(address(gate, **link)).status_code for name, (link, _) in REFUSED.items()}
    assert answered == {name: status for name, (_, status) in REFUSED.items()}
    assert client.get(address(gate, "perhaps")).status_code == 404
    assert client.post("/a/nonsense").status_code == 404
    assert store.revision() == before


def test_a_profile_is_confirmed(client, gate, store):
    link = address(gate, "yes", Purpose.STILL_TRUE, "s1")
    assert client.get(link).status_code == 200
    assert str(store.specialist("s1").confirmed_on) == "2026-10-01"
    assert client.post(link).status_code == 200
    assert store.specialist("s1").confirmed_on == gate.now().date()


def test_once_a_day_from_now_on(client, gate, store):
    assert client.post(address(gate, "yes", Purpose.DAILY, "specialist:s1")).status_code == 200
    assert store.outbox.wants_daily("specialist", "s1")


def test_without_a_secret_no_link_is_ours(store, gate):
    with TestClient(create_app(store, gate)) as client:
        assert client.get(address(gate)).status_code == 404
