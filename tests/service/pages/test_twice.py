"""Forms that are sent twice, late, or by nobody: nothing is doubled or replaced unseen, and nothing typed is gone."""

import pytest

from registry.domain import Decision, MissionCase
from registry.store import Store
from service.app import create_app
from tests.fresh import sqlite_pool
from tests.service.pages.flow import Flow, a_pool

WRITTEN = {
    "title": "Sent twice",
    "types": "advisory",
    "host-1": "Georgia",
    "start": "2027-03-01",
    "end": "2027-03-20",
    "modality": "remote",
    "seats": "1",
    "s1-role": "expert",
    "s1-count": "1",
    "do": "save",
}
AMENDED = {"title": "As amended", "start": "2027-06-01", "end": "2027-06-20", "count-1": "1", "comment": "Later"}


@pytest.fixture(scope="module")
def flow(tmp_path_factory):
    with Store.create(sqlite_pool(tmp_path_factory.mktemp("twice") / "pool.db")) as store:
        gate = a_pool(store)
        yield Flow(gate, create_app(store, gate))


def test_a_draft_that_is_sent_twice_is_kept_once(flow):
    for _ in range(2):
        assert "Sent twice" in flow.send("requester", "/missions/new", **WRITTEN)
    kept = [each.id for each in flow.store.cases.find(MissionCase, account="requester")]
    assert kept.count("sent-twice-2026") == 1
    assert "sent-twice-2026-2" not in kept
    flow.send("requester", "/missions/new", **{**WRITTEN, "end": "2027-03-21"})
    assert "sent-twice-2026-2" in [each.id for each in flow.store.cases.find(MissionCase, account="requester")]


def test_an_amendment_of_an_earlier_version_replaces_nothing(flow):
    flow.sourced("late")
    flow.send("approver", "/approvals/late/amend", **AMENDED, version="1")
    refused = flow.send("approver", "/approvals/late/amend", 409, **{**AMENDED, "title": "Typed late"}, version="1")
    assert 'value="Typed late"' in refused
    assert "As amended" in refused
    assert 'name="version" value="2"' in refused
    assert [each.title for each in flow.store.cases.get(MissionCase, "late").versions][-1] == "As amended"
    flow.send("approver", "/approvals/late/amend", **{**AMENDED, "title": "Typed late"}, version="2")
    assert [each.title for each in flow.store.cases.get(MissionCase, "late").versions][-1] == "Typed late"


def test_a_team_on_a_list_that_another_made_replaces_nothing(flow):
    flow.sourced("shared")
    team = {"why-1-s1": "The best", "member": "1-s1", "seen-1": ""}
    flow.send("planner", "/missions/shared/team", **team)
    refused = flow.send("planner", "/missions/shared/team", 409, **{**team, "why-1-s1": "Another reason"})
    assert "Another reason" in refused
    (decision,) = flow.store.cases.find(Decision, mission="shared")
    assert f'name="seen-1" value="{decision.id}"' in refused
    flow.send("planner", "/missions/shared/team", **{**team, "seen-1": decision.id})
    assert len(flow.store.cases.find(Decision, mission="shared")) == 2


def test_what_is_sent_after_the_session_ended_comes_back_without_secrets(flow):
    browser = flow.browser("requester")
    browser.cookies.clear()
    typed = {**WRITTEN, "title": 'Kept "as <b>typed"', "types": ["advisory", "research"]}
    answer = browser.post("/missions/new", data=typed, headers={"referer": f"{flow.gate.address}/missions/new?like=m1"})
    assert answer.status_code == 401
    assert "Kept &#34;as &lt;b&gt;typed&#34;" in answer.text
    assert answer.text.count('name="types"') == 2
    assert "/sign-in?next=/missions/new%3Flike%3Dm1" in answer.text
    secret = browser.post("/account/password", data={"current": "old sample words", "password": "new sample words"})
    assert secret.status_code == 401
    assert "sample words" not in secret.text
    elsewhere = browser.post("/missions/new", data=typed, headers={"referer": "https://example.org/missions"})
    assert "/sign-in?next=/&#34;" in elsewhere.text or '/sign-in?next=/"' in elsewhere.text
    del flow.browsers["requester"]
