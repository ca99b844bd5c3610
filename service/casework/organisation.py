"""What a focal point sees: the people of the own organisation, and where they are engaged."""

from collections.abc import Sequence
from datetime import datetime

from matching.shortlist import Answer
from registry.domain import Candidacy, Mission
from registry.store import Store
from service.auth.who import Who
from service.casework import seeing
from service.casework.membership import MemberStanding, standing


class OwnPerson(Answer):
    """Somebody of the organisation; ``engagements`` from the offer on, each with what is settled."""

    name: str
    standing: MemberStanding
    engagements: tuple[Candidacy, ...]


def own_people(store: Store, who: Who, now: datetime) -> list[OwnPerson]:
    """The people of the organisation that somebody speaks for, by id."""
    if who.organisation is None:
        return []
    with store.view() as view:
        people = view.members(organisation=who.organisation)
    return [
        OwnPerson(
            name=each.name.full,
            standing=standing(each, now.date()),
            engagements=tuple(seeing.candidacies(store, who, specialist=each.id)),
        )
        for each in people
        if not each.restricted
    ]


def engaged_on(store: Store, engagements: Sequence[Candidacy]) -> dict[str, Mission]:
    """The missions of some engagements by id, as they stand: an employer releases somebody for days and a place."""
    return store.missions_of(each.mission for each in engagements)
