"""A mission from the first mail address to the grown profile, in a real browser over ``rtcm serve``, on both databases.

Each office signs in by itself. Once with scripts on a desk, in English; once without scripts on a phone, in Azerbaijani
and Russian.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from registry.store import Store
from tests.browser.story import asking, choosing, joining, serving
from tests.browser.story.served import Served
from tests.browser.story.somebody import STRANGE, Somebody
from tests.builders import a_specialist
from tests.service.auth.building import a_gate, add
from tests.service.casework.cast import TRAINER
from tests.service.mail.server import Postbox, running

OFFICES = ("registrar", "requester", "approver", "planner")
NEW, NAME = "nino@example.org", "Sample Beridze<b>{{7*7}}</b>"
# The words that a title begins with stand in the subject of mails; its end is too long for one line of a phone.
TRAINING = "Training of trainers"
TITLE = f"{TRAINING} {STRANGE} {'w' * 70}"


@dataclass(frozen=True)
class Variant:
    """How a story is told: where it is kept, on which screen, and who reads which language."""

    database: str
    width: int
    scripts: bool
    languages: dict[str, str]


DESK = Variant("sqlite_url", 1440, True, dict.fromkeys((*OFFICES, "new"), "en"))
PHONE = Variant(
    "postgres_pool_url",
    360,
    False,
    {"new": "az", "registrar": "ru", "requester": "az", "approver": "ru", "planner": "ru"},
)


@dataclass
class World:
    """A service that runs, the mails that left it, and people with browsers."""

    served: Served
    postbox: Postbox
    people: dict[str, Somebody]

    def __getitem__(self, name: str) -> Somebody:
        return self.people[name]


def people_of(url: str, variant: Variant) -> None:
    """Whoever is there before the story: four offices, and five people who could do the work."""
    with Store.open(url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists(
                [
                    a_specialist(f"s{level}", skills={"BRD.IBM": level}, languages={"rus": "C1"}, **TRAINER)
                    for level in range(1, 6)
                ]
            )
        gate = a_gate(store)
        for office in OFFICES:
            add(gate, office, office, language=variant.languages[office])
        add(gate, "s5", "specialist", specialist="s5")


@pytest.fixture
def world(request, chrome, tmp_path) -> Iterator[World]:
    variant = request.param
    database = request.getfixturevalue(variant.database)
    people_of(database, variant)
    postbox = Postbox()
    with ExitStack() as stack:
        mail = stack.enter_context(running(postbox))
        served = stack.enter_context(Served(database, mail, tmp_path / "log"))
        people = {
            name: Somebody(chrome, served.url, name, language, variant.width, variant.scripts)
            for name, language in variant.languages.items()
        }
        yield World(served, postbox, people)
        for each in people.values():
            each.close()
        assert served.faults() == []


def sends_again(planner: Somebody, late: Page) -> None:
    """The form that sent the offers once more, from a page that was opened before: nobody is asked twice."""
    planner.page = late
    planner.send("/steps/offer", 409)


# It starts a service twice and goes through five browsers; on a busy machine that takes its time.
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "world", [DESK, PHONE], ids=["sqlite-desk-scripts-en", "postgresql-phone-plain-az-ru"], indirect=True
)
def test_from_joining_to_a_grown_profile(world):
    today = datetime.now(UTC).date()
    last = today + timedelta(days=20)
    new, registrar, requester, approver, planner = (world[name] for name in ("new", *OFFICES))

    joining.joins(new, *NAME.split(), NEW)
    joining.hands_in_a_document(new)
    joining.says_when_free(new, today.isoformat(), last.isoformat())
    registrar.enter("registrar@example.org")
    joining.admits(registrar, NAME)
    joining.verifies(registrar)

    requester.enter("requester@example.org")
    mission = asking.asks_for_a_mission(requester, TITLE, "AZE", today, last)
    asking.submits(requester)
    approver.enter("approver@example.org")
    asking.approves(approver, mission)

    planner.enter("planner@example.org")
    choosing.takes_the_mission(planner, mission)
    before = choosing.compares(planner, mission)
    assert NAME in before
    choosing.forms_the_team(planner, mission)
    choosing.selects(requester, mission)
    late = planner.at(f"/missions/{mission}/staffing")
    choosing.sends_the_offers(planner, mission)
    world.served.killed_and_started_again()
    sends_again(planner, late)
    new.send("/sign-out")
    link = choosing.link_of(world.postbox, NEW, TRAINING)
    choosing.accepts(new, link)
    assert len(choosing.offers(world.postbox, NEW, TRAINING)) == 1
    new.open(link)
    new.press("main form button", 409)

    serving.confirms(planner, mission)
    serving.settles(planner)
    serving.runs(planner)
    serving.appraises(requester)
    serving.appraises(planner)
    serving.closes(planner, mission)

    new.enter(NEW)
    new.follow("/cabinet")
    new.follow("/cabinet/profile")
    assert TITLE in new.said
    planner.open(f"/missions/{mission}/seats/1")
    assert choosing.ranking(planner)[NAME] > before[NAME]
