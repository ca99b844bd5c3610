"""Who waits for a registrar, whoever has waited longest first, and what an application lacks."""

from datetime import datetime

from matching.shortlist import Answer
from registry.domain import Axis, Document, Duplicate, DuplicateState, MemberCase, Specialist, Vetting
from registry.roster import Entry, Roster
from registry.store import Store

# What a planner asks for first; a profile without them is hardly ever found.
_SECTIONS = (
    "residence",
    "organisation",
    "employer_type",
    "education",
    "experience_years",
    "roles",
    "skills",
    "languages",
    "countries",
)


class Waiting(Answer):
    """Somebody who applied or was nominated; ``since``: their last step, None where no step is on record."""

    specialist: str
    name: str
    organisation: str | None
    vetting: Vetting
    nominated: bool
    since: datetime | None


def queue(store: Store, roster: Roster, states: tuple[Vetting, ...]) -> list[Waiting]:
    """Everybody in some states of vetting, whoever has waited longest first, then by id."""
    cases = {each.specialist: each for each in store.cases.find(MemberCase, states=[str(state) for state in states])}
    standing = roster.chosen(roster.having("vetting", [str(state) for state in states]))
    found = [_waiting(each, cases.get(each.id)) for each in standing]
    return sorted(found, key=lambda each: (each.since is not None, each.since or datetime.min, each.specialist))


def lacks(profile: Specialist, documents: list[Document]) -> list[str]:
    """The sections of a profile that are empty; ``consent`` to be found, and ``documents`` where there is none."""
    empty = [name for name in _SECTIONS if getattr(profile, name) in (None, ())]
    if profile.consent.search is None:
        empty.append("consent")
    return empty if documents else [*empty, "documents"]


def likely_same(store: Store, specialist: str) -> list[Duplicate]:
    """The open pairs of the queue in which somebody stands, the likeliest first."""
    return [each for each in store.duplicates(DuplicateState.OPEN) if specialist in (each.first, each.second)]


def _waiting(entry: Entry, case: MemberCase | None) -> Waiting:
    steps = [] if case is None else [each.at for each in case.diary if each.axis is Axis.VETTING]
    return Waiting(
        specialist=entry.id,
        name=entry.name,
        organisation=entry.organisation,
        vetting=Vetting(entry.vetting),
        nominated=case is not None and case.nominated_by is not None,
        since=max(steps, default=None),
    )
