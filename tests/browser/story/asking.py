"""The second room: a mission is asked for and approved."""

from datetime import date

from tests.browser.story.joining import COMPETENCE
from tests.browser.story.somebody import STRANGE, TURNED, Somebody

_ROW, _FURTHER = "s1-r1", "s1-r2"


def asks_for_a_mission(requester: Somebody, title: str, country: str, first: date, last: date) -> str:
    """Write it by form, and submit it; its id."""
    requester.follow("/requests")
    requester.follow("/missions/new")
    requester.fill(title=TURNED + title, host_1=country, start=first.isoformat(), end=last.isoformat(), s1_count="1")
    requester.fill(beneficiary=f"Sample Authority {STRANGE}", tasks=f"Train the trainers\n{STRANGE}", place=STRANGE)
    requester.fill(description=STRANGE, deliverables=STRANGE, banned=STRANGE)
    requester.tick("types", "training_delivery")
    requester.tick("modality", "onsite")
    requester.tick("policy", "rtcm-track-record")
    requester.choose("s1-new", "skill")
    requester.send("/missions/new", button="button[value=add-1]")
    requester.choose(f"{_ROW}-strength", "wish")
    requester.choose(f"{_ROW}-skill", COMPETENCE)
    requester.type_into(f"{_ROW}-level", "5")
    requester.choose("s1-new", "language")
    requester.send("/missions/new", button="button[value=add-1]")
    requester.type_into(f"{_FURTHER}-language", "rus")
    requester.choose(f"{_FURTHER}-level", "B2")
    requester.send("/missions/new", button="button[value=save]")
    assert requester.stage == "draft"
    return requester.page.url.partition("?")[0].rpartition("/")[2]


def submits(requester: Somebody) -> None:
    """Hand the draft in."""
    requester.send("/steps/submit")
    assert requester.stage == "submitted"


def approves(approver: Somebody, mission: str) -> None:
    """From the queue."""
    approver.follow("/approvals")
    approver.follow(f"/approvals/{mission}")
    approver.send("/steps/approve")
    assert approver.stage == "approved"
