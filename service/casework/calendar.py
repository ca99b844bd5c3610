"""What stands in somebody's calendar: a planner's missions, a specialist's own engagements, as whole days."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from registry.accounts import Account
from registry.domain import Candidacy, CandidacyState, Mission, MissionCase, MissionState
from registry.lifecycle import Office
from registry.store import Store
from service.mail.calendars import Entry

_FIRM = (MissionState.STAFFED, MissionState.READY, MissionState.IN_PROGRESS, MissionState.REPORTING)
_COMING = (MissionState.APPROVED, MissionState.SOURCING, MissionState.SHORTLISTED, MissionState.OFFERED)
_ENGAGED = (CandidacyState.CONFIRMED, CandidacyState.DEPLOYED, CandidacyState.COMPLETED)


def entries(store: Store, account: Account) -> list[Entry]:
    """Everything that lies ahead of an account or has begun, by its first day."""
    found: dict[str, Entry] = {}
    if Office.PLANNER in account.roles:
        found.update({each.id: each for each in _planned(store)})
    if Office.SPECIALIST in account.roles and account.specialist is not None:
        found.update({each.id: each for each in _own(store, account.specialist)})
    return sorted(found.values(), key=lambda each: (each.start, each.id))


def _planned(store: Store) -> Iterator[Entry]:
    for case in store.cases.find(MissionCase, states=[*_COMING, *_FIRM]):
        yield _entry(case, case.versions[-1], case.state in _FIRM)


def _own(store: Store, specialist: str) -> Iterator[Entry]:
    """Where somebody has accepted a seat; firm once they are confirmed."""
    taken = (CandidacyState.ACCEPTED, *_ENGAGED)
    for candidacy in store.cases.find(Candidacy, specialist=specialist, states=list(taken)):
        case = store.cases.get(MissionCase, candidacy.mission)
        yield _entry(case, case.versions[-1], candidacy.state in _ENGAGED)


def _entry(case: MissionCase, mission: Mission, firm: bool) -> Entry:
    changed = case.diary[-1].at if case.diary else datetime.combine(mission.window.start, time(), UTC)
    return Entry(
        id=f"mission-{case.id}",
        title=mission.title,
        start=mission.window.start,
        end=mission.window.end,
        changed=changed,
        place=mission.place or "",
        firm=firm,
    )
