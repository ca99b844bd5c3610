"""Command invite: a plan from the shortlist and the offers on file, and what it refuses."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest

from matching.answering import History
from registry.domain import Offer, OfferState
from registry.store import Store
from service.casework.histories import places_left, pool_of, to_ask
from service.schemas import Noun, schema_text
from tests.builders import a_mission, a_specialist
from tests.service.commands import rtcm

SENT = datetime(2026, 11, 1, 9, tzinfo=UTC)


def an_offer(id: str, specialist: str, state: OfferState, mission="past", days=1.0, seat=1):
    answered = None if state is OfferState.OPEN else SENT + timedelta(days=days)
    times = {"sent": SENT, "expires": SENT + timedelta(days=7), "answered": answered}
    return Offer(id=id, candidacy=f"c{id}", mission=mission, seat=seat, specialist=specialist, state=state, **times)


OFFERS = [
    an_offer("o1", "s1", OfferState.ACCEPTED, days=2),
    an_offer("o2", "s1", OfferState.DECLINED, days=1),
    an_offer("o3", "s2", OfferState.EXPIRED),
    an_offer("o4", "s2", OfferState.REVOKED),
    an_offer("o5", "s3", OfferState.DECLINED, "m1", days=3),
    an_offer("o6", "s4", OfferState.OPEN, "m1"),
    an_offer("o7", "s5", OfferState.ACCEPTED, "m1"),
    an_offer("o8", "s1", OfferState.OPEN, "m1", seat=2),
]


def test_what_offers_say():
    pool = pool_of(OFFERS)
    assert pool.answer_days == (1.0, 1.0, 2.0, 3.0)
    assert pool.histories[:2] == (History("s1", 1, 1, 0), History("s2", 0, 0, 1))
    asked = to_ask(["s1", "s2", "s3", "s4", "new"], OFFERS, pool, "m1", 1, SENT + timedelta(days=2))
    assert [each.specialist for each in asked] == ["s1", "s2", "s4", "new"]  # s3 has declined this very seat
    assert [each.waiting for each in asked] == [None, None, 2.0, None]
    assert places_left(3, OFFERS, "m1", 1) == 2


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('invite') / 'pool.db'}"
    with Store.create(url) as store, store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist(f"s{at}") for at in range(1, 8)])
        writing.put_missions([a_mission(), a_mission(id="full")])
        for offer in (*OFFERS[:3], an_offer("o9", "s6", OfferState.ACCEPTED, "full")):
            writing.cases.add(offer)
    return url


def test_the_plan_of_a_seat(url):
    ran = rtcm("invite", "m1", "--chance", "0.8", "--days", "12", "--format", "json", url=url)
    assert ran.code == 0, ran.err
    plan = json.loads(ran.out)
    jsonschema.validate(plan, json.loads(schema_text(Noun.INVITATIONS)))
    assert plan["enough"]
    assert plan["reached"] >= 0.8
    assert [each["specialist"] for each in plan["people"]][:2] == ["s1", "s2"]
    assert plan["notes"][0].startswith("4 offers of the pool have ended")
    table = rtcm("invite", "m1", "--chance", "0.8", "--days", "12", url=url).out
    assert plan["waves"][0]["people"] == 1
    assert "wave 1: ask 1 person now" in table
    assert "What this rests on" in table


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("m1", "--chance", "1"), "chance: expected more than 0 and less than 1", id="certainty"),
        pytest.param(("full",), "is full", id="full"),
        pytest.param(("m1", "--seat", "2"), "seats 1 to 1, not 2", id="no-such-seat"),
        pytest.param(("m1", "--format", "csv"), "table or json", id="csv"),
    ],
)
def test_refusals(arguments, says, url):
    ran = rtcm("invite", *arguments, url=url)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
