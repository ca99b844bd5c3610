"""What of casework somebody may see: their own, by office; anything else is as if it were not there."""

from collections.abc import Sequence

from registry.domain import (
    AppraisalForm,
    Candidacy,
    CandidacyState,
    Contest,
    Decision,
    Mission,
    MissionCase,
    MissionState,
    Offer,
)
from registry.errors import NotFound
from registry.lifecycle import Office
from registry.store import Store
from service.auth.who import Who
from service.casework.acting import CALENDAR

# Before the list is locked a requester sees no names, and a specialist sees nothing of a mission before an offer.
_UNLOCKED = (
    MissionState.DRAFT,
    MissionState.SUBMITTED,
    MissionState.RETURNED,
    MissionState.APPROVED,
    MissionState.SOURCING,
)
_SEEN_BY_REQUESTER = (
    CandidacyState.SHORTLISTED,
    CandidacyState.OFFERED,
    CandidacyState.ACCEPTED,
    CandidacyState.CONFIRMED,
    CandidacyState.DEPLOYED,
    CandidacyState.COMPLETED,
    CandidacyState.NOT_SELECTED,
    CandidacyState.DECLINED,
    CandidacyState.EXPIRED,
    CandidacyState.REVOKED,
    CandidacyState.NO_SHOW,
    CandidacyState.CURTAILED,
)
_SEEN_BY_SPECIALIST = frozenset(CandidacyState) - {
    CandidacyState.PROPOSED,
    CandidacyState.CONSIDERED,
    CandidacyState.SHORTLISTED,
    CandidacyState.NOT_PROPOSED_FURTHER,
    CandidacyState.NOT_SELECTED,
}
_ALL_MISSIONS = (Office.PLANNER, Office.APPROVER)


def cases(store: Store, who: Who, states: Sequence[str] | None = None) -> list[MissionCase]:
    """The missions that somebody may see, in the order in which they were asked for."""
    if who.holds(*_ALL_MISSIONS):
        return store.cases.find(MissionCase, states=states)
    own = store.cases.find(MissionCase, account=who.account, states=states) if who.holds(Office.REQUESTER) else []
    ids = {each.mission for each in _engagements(store, who)} - {each.id for each in own}
    engaged = (store.cases.get(MissionCase, id) for id in sorted(ids))
    return own + [each for each in engaged if not states or each.state in states]


def case(store: Store, who: Who, id: str) -> MissionCase:
    """One mission's case; NotFound, also when it is not theirs to see."""
    found = store.cases.get(MissionCase, id)
    if who.holds(*_ALL_MISSIONS) or found.requester == who.account:
        return found
    if any(each.mission == id for each in _engagements(store, who)):
        return found.model_copy(update={"diary": (), "report": None})
    raise NotFound("case", id)


def knows(who: Who, case: MissionCase, account: str) -> bool:
    """Whether somebody may read by name that an account took a step of a mission; else they read its office.

    Whoever asked for it knows themselves and their planner; who approves is an office to them.
    """
    return who.holds(*_ALL_MISSIONS) or account in (who.account, case.planner, CALENDAR.account)


def mission(store: Store, who: Who, id: str) -> Mission:
    """The text of one mission; what has no case (it was imported) is for those who see all. NotFound."""
    if not who.holds(*_ALL_MISSIONS, Office.ANALYST):
        case(store, who, id)
    return store.mission(id)


def candidacies(store: Store, who: Who, mission: str | None = None, specialist: str | None = None) -> list[Candidacy]:
    """The candidacies that somebody may see, of one mission or person where told."""
    found = store.cases.find(Candidacy, mission=mission, specialist=specialist)
    return [shown for each in found if (shown := _shown(store, who, each)) is not None]


def candidacy(store: Store, who: Who, id: str) -> Candidacy:
    """One candidacy; NotFound, also when it is not theirs to see."""
    shown = _shown(store, who, store.cases.get(Candidacy, id))
    if shown is None:
        raise NotFound("candidacy", id)
    return shown


def offers(store: Store, who: Who, states: Sequence[str] | None = None) -> list[Offer]:
    """The offers that somebody may see: a planner all, a specialist their own."""
    if who.holds(Office.PLANNER):
        return store.cases.find(Offer, states=states)
    return store.cases.find(Offer, specialist=who.specialist, states=states) if who.specialist else []


def offer(store: Store, who: Who, id: str) -> Offer:
    """One offer; NotFound, also when it is not theirs to see."""
    found = store.cases.get(Offer, id)
    if who.holds(Office.PLANNER) or (who.specialist is not None and found.specialist == who.specialist):
        return found
    raise NotFound("offer", id)


def decisions(store: Store, who: Who, mission: str | None = None) -> list[Decision]:
    """The decisions that somebody may see: planners and approvers all; a specialist those they were part of."""
    found = store.cases.find(Decision, mission=mission)
    if who.holds(*_ALL_MISSIONS):
        return found
    return [_own_part(each, who.specialist) for each in found if who.specialist and _part_of(each, who.specialist)]


def decision(store: Store, who: Who, id: str) -> Decision:
    """One decision, put on record as seen; a specialist sees their own place in it alone. NotFound."""
    found = store.cases.get(Decision, id)
    if who.holds(*_ALL_MISSIONS):
        store.record.note_sight(who.account, "look at a decision", "decision", id)
        return found
    if who.specialist is None or not _part_of(found, who.specialist):
        raise NotFound("decision", id)
    return _own_part(found, who.specialist)


def contests(store: Store, who: Who) -> list[Contest]:
    """The objections that somebody may see: approvers and planners all, a specialist their own."""
    if who.holds(*_ALL_MISSIONS):
        return store.cases.find(Contest)
    return store.cases.find(Contest, specialist=who.specialist) if who.specialist else []


def appraisals(store: Store, who: Who, mission: str) -> list[AppraisalForm]:
    """The appraisals of a mission for who plans it; anybody else sees what they were asked for themselves."""
    found = store.cases.find(AppraisalForm, mission=mission)
    if who.holds(Office.PLANNER):
        return found
    return [each for each in found if each.author in (who.account, who.specialist)]


def _engagements(store: Store, who: Who) -> list[Candidacy]:
    """Where a specialist takes part, from the offer on."""
    if who.specialist is None:
        return []
    return store.cases.find(Candidacy, specialist=who.specialist, states=sorted(_SEEN_BY_SPECIALIST))


def _shown(store: Store, who: Who, found: Candidacy) -> Candidacy | None:
    """A candidacy as one may see it, None where it is not theirs to see."""
    if who.holds(*_ALL_MISSIONS):
        return found
    if who.specialist == found.specialist and found.state in _SEEN_BY_SPECIALIST:
        return found.model_copy(update={"rank": None, "order": None, "referral": None, "selection": None})
    if who.holds(Office.FOCAL_POINT) and found.state in _SEEN_BY_SPECIALIST:
        return found if store.specialist(found.specialist).organisation == who.organisation else None
    asked = store.cases.get(MissionCase, found.mission)
    if asked.requester == who.account and asked.state not in _UNLOCKED and found.state in _SEEN_BY_REQUESTER:
        return found
    return None


def _part_of(decision: Decision, specialist: str) -> bool:
    return any(each.specialist == specialist for each in decision.ranking)


def _own_part(decision: Decision, specialist: str) -> Decision:
    """A decision without anybody else: names of others are not theirs to see."""
    return decision.model_copy(
        update={
            "ranking": tuple(each for each in decision.ranking if each.specialist == specialist),
            "chosen": tuple(each for each in decision.chosen if each.specialist == specialist),
        }
    )
