"""All facts of a revision: read once for all who ask, and never older than asked."""

from collections import Counter

import pytest
from fastapi.testclient import TestClient

from registry.domain import Gender
from registry.store import Store
from service import facts as module
from service.app import create_app
from service.facts import LiveFacts
from service.kept import Kept
from service.live import Live
from tests.builders import a_mission, a_specialist, an_assignment, skill
from tests.service.signed import as_, identified
from tests.service.test_live import by_hand

PLANNER, ANALYST = as_("planner"), as_("analyst")
MISSION = a_mission(wish=(skill("BRD"),))


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as made:
        put(made, *(a_specialist(f"s{n}", skills={"BRD": 1 + n}, gender="male") for n in range(1, 5)))
        with made.writing("tester", "test") as writing:
            writing.put_missions([MISSION])
        yield made


@pytest.fixture
def reads(monkeypatch):
    """How often all facts were read."""
    counted: Counter[str] = Counter()
    whole = Store.snapshot

    def snapshot(store):
        counted["whole"] += 1
        return whole(store)

    monkeypatch.setattr(Store, "snapshot", snapshot)
    return counted


def put(store, *people):
    with store.writing("tester", "test") as writing:
        writing.put_specialists(people)


def row_by_row(facts):
    ids = facts.snapshot.tables["specialists"]["id"].to_pylist()
    return [facts.index.ids[row] for row in range(facts.index.rows)] == ids


def test_they_are_read_once_and_share_the_index(store):
    live = Live(store)
    kept = LiveFacts(store, live)
    facts = kept.facts(store.revision())
    assert kept.facts(store.revision()) is facts
    assert facts.index is live.index()
    assert facts.known.network is facts.known.network
    assert row_by_row(facts)


def test_casework_changes_their_number_alone(store, reads):
    kept = LiveFacts(store, Live(store))
    before = kept.facts(store.revision())
    begun = reads["whole"]
    with store.writing("tester", "test") as writing:
        writing.put_missions([a_mission(id="m2", wish=(skill("LAW"),))])
    after = kept.facts(store.revision())
    assert reads["whole"] == begun
    assert after.known is before.known
    assert (after.index.epoch, after.index.revision) == store.revision()
    assert before.index.revision == after.index.revision - 1


@pytest.mark.parametrize("change", ["profile", "new", "removed", "assignment", "epoch"])
def test_they_are_read_anew_where_facts_have_changed(store, database_url, reads, change):
    kept = LiveFacts(store, Live(store))
    before = kept.facts(store.revision())
    begun = reads["whole"]
    with store.writing("tester", "test") as writing:
        if change in ("profile", "new"):
            writing.put_specialists([a_specialist("s3" if change == "profile" else "s0", gender="female")])
        elif change == "removed":
            writing.remove_specialist("s3")
        elif change == "assignment":
            writing.put_assignments([an_assignment(team=[{"specialist": "s1", "role": "trainer"}], trainees=["s2"])])
    if change == "epoch":
        by_hand(database_url, "UPDATE feed SET epoch = 'restored'")
    after = kept.facts(store.revision())
    assert reads["whole"] > begun
    assert (after.index.epoch, after.index.revision) == store.revision()
    assert after.snapshot.tables == store.snapshot().tables
    assert row_by_row(after)
    assert (after.known.protected.genders == before.known.protected.genders) == (change in ("assignment", "epoch"))


def test_of_a_pool_that_is_too_large_they_are_not_kept(store, reads, monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    kept = LiveFacts(store, Live(store))
    kept.facts(store.revision())
    begun = reads["whole"]
    assert row_by_row(kept.facts(store.revision()))
    assert reads["whole"] == begun + 1


def test_whoever_read_an_earlier_revision_is_not_sent_back(store):
    kept = LiveFacts(store, Live(store))
    earlier = store.revision()
    put(store, a_specialist("s3", gender="female"))
    assert kept.facts(store.revision()).known.protected.genders["s3"] is Gender.FEMALE
    assert kept.facts(earlier).known.protected.genders["s3"] is Gender.FEMALE


def test_teams_plans_and_networks_share_them_and_are_as_new_as_the_pool(store, reads):
    with TestClient(identified(create_app(store))) as client:

        def asked(method, path, status=200, who=PLANNER, **body):
            answer = client.request(method, f"/api/v1{path}", headers=who, json=body or None)
            assert answer.status_code == status, answer.text
            return answer.json()

        def of_women():
            team = asked("POST", "/teams", mission="m1", rules={"women": 1})
            asked("POST", "/plans", missions=["m1"], rules={"balance": 0.5})
            return team

        assert of_women()["status"] == "infeasible"
        around = asked("GET", "/network/specialists/s1")
        begun = reads["whole"]
        assert of_women()["status"] == "infeasible"
        assert asked("GET", "/network/specialists/s1") == around
        assert reads["whole"] == begun
        put(store, a_specialist("s2", skills={"BRD": 3}, gender="female"))
        team = of_women()
        assert team["pool"]["revision"] == store.revision()[1]
        assert [each["specialist"] for each in team["seats"][0]["chosen"]] == ["s2"]
        with store.writing("tester", "test") as writing:
            writing.put_assignments([an_assignment(team=[{"specialist": "s1", "role": "trainer"}], trainees=["s2"])])
        assert len(asked("GET", "/network/specialists/s1")["nodes"]) > len(around["nodes"])
        # What others have looked at opens to nobody else.
        asked("GET", "/network/specialists/s1", 403, ANALYST)
        asked("POST", "/teams", 403, ANALYST, mission="m1")


def test_answers_are_kept_at_one_place_and_so_many_of_them():
    kept, made = Kept(), []

    def answer(place, asked, lasting=True):
        def make():
            made.append((place, asked))
            return len(made)

        return kept.get(place, asked, make, lambda _: lasting)

    assert (answer(1, "a"), answer(1, "a"), answer(1, "b")) == (1, 1, 2)
    assert answer(2, "a") == 3
    assert answer(1, "a") == 4
    assert (answer(1, "c", lasting=False), answer(1, "c")) == (5, 6)
    for at in range(40):
        answer(1, at)
    # The first of so many was let go.
    assert answer(1, 0) == len(made)
