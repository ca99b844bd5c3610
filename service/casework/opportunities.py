"""What opened doors for one person: counts from the decisions on record, and what would open more; never a name."""

from collections import Counter

from matching import Index
from matching.ask import Ask
from matching.opportunities import Missing, ModuleGain, gains, missing
from matching.shortlist import Answer
from registry.domain import Candidacy, CandidacyState, Decision, MissionCase, Offer, OfferState, Specialist
from registry.errors import NotFound
from registry.store import Store

# The newest decisions of the house that are looked at, and the best modules that are told.
_DECISIONS, _MODULES = 50, 5


class Opportunities(Answer):
    """Counts over the newest ``seats`` that were decided on.

    ``considered``: in the ranking; ``listed``: put on the list; ``left_out``: not eligible. ``missing`` and ``modules``
    are told from the profile as it stands today.
    """

    seats: int
    considered: int
    listed: int
    left_out: int
    offers: dict[OfferState, int]
    completed: int
    missing: tuple[Missing, ...]
    modules: tuple[ModuleGain, ...]


def opportunities(store: Store, index: Index, profile: Specialist) -> Opportunities:
    """What became of one person in the newest decisions."""
    specialist = profile.id
    decided = store.cases.find(Decision, newest=_DECISIONS)
    ranked = [each for each in decided if any(place.specialist == specialist for place in each.ranking)]
    known = {each.id for each in ranked}
    left_out = [ask for each in decided if each.id not in known and (ask := _ask(store, each)) is not None]
    offers = Counter(each.state for each in store.cases.find(Offer, specialist=specialist))
    served = store.cases.find(Candidacy, specialist=specialist, states=[CandidacyState.COMPLETED])
    return Opportunities(
        seats=len(decided),
        considered=len(ranked),
        listed=sum(any(choice.specialist == specialist for choice in each.chosen) for each in ranked),
        left_out=len(decided) - len(ranked),
        offers={state: offers[state] for state in OfferState},
        completed=len(served),
        missing=tuple(missing(left_out, index, specialist)),
        modules=tuple(gains(left_out, profile)[:_MODULES]),
    )


def _ask(store: Store, decision: Decision) -> Ask | None:
    """The seat of a decision as it was decided on, None where its case is gone."""
    try:
        case = store.cases.get(MissionCase, decision.mission)
    except NotFound:
        return None
    return Ask(case.versions[decision.version - 1], decision.seat)
