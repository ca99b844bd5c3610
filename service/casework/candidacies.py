"""One person for one seat: put on the list, selected, confirmed, sent, brought home, or let go with a reason."""

from datetime import datetime
from typing import Any

from matching import Index
from matching.ask import Ask
from matching.checks import Checks, check
from registry.domain import (
    Candidacy,
    CandidacyState,
    Decided,
    Mission,
    MissionCase,
    Offer,
    OfferState,
    Readiness,
    Reason,
    Window,
)
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Context, Effect, Office, proposable
from registry.store import Store
from registry.store.casework import Casework, Reading
from service.auth.who import Who
from service.casework import telling
from service.casework.acting import take
from service.casework.work import ENGAGED, Work
from service.errors import Forbidden, NotPossible

# Casework as one transaction sees it, or as it is now.
Cases = Reading | Casework
MACHINE = MACHINES["candidacy"]
OFFER = MACHINES["offer"]
S = CandidacyState
# The events that the calendar and the offers bring about have functions of their own.
_BY_OFFER = frozenset({"offer", "accept", "decline", "expire"})


def advance(
    store: Store,
    index: Index,
    who: Who,
    now: datetime,
    id: str,
    event: str,
    reason: Reason | None = None,
    comment: str = "",
    vouched: frozenset[str] = frozenset(),
) -> Candidacy:
    """Take one step with a candidacy: confirm, deploy, complete, drop, refuse, withdraw, revoke, miss or curtail.

    ``vouched``: checks (``available``, ``without_conflict``) for which the planner stands where the pool does not
    say; what the pool denies nobody can vouch for. NotFound, IllegalStep.
    """
    if event in _BY_OFFER:
        raise NotPossible(f"{event} is a step of an offer: take it there")
    with store.writing(who.account, f"candidacy {event}") as writing:
        candidacy = writing.cases.get(Candidacy, id)
        work = Work.on(writing, who, now, candidacy.mission)
        known = checked(work, index, candidacy) if event == "confirm" else None
        return move(work, candidacy, event, reason, comment, **_confirmed(known, vouched))


def move(
    work: Work, candidacy: Candidacy, event: str, reason: Reason | None = None, comment: str = "", **known: Any
) -> Candidacy:
    """Take one step inside a transaction, with all that it brings."""
    taken = take(MACHINE, candidacy.state, event, work.who, _context(work, candidacy, known), reason, comment)
    decided = Decided(by=work.who.account, on=work.now.date(), reason=reason, comment=comment or None)
    changed: dict[str, Any] = {"state": taken.after, "reason": reason}
    if Effect.RECORD_REFERRAL in taken.effects:
        changed["referral"] = decided
    if Effect.RECORD_SELECTION in taken.effects and candidacy.selection is None:
        changed["selection"] = decided
    moved = candidacy.model_copy(update=changed)
    work.writing.cases.put(moved)
    if Effect.CLOSE_OFFER in taken.effects:
        _close_offers(work, moved)
    telling.of_candidacy(work, moved, taken)
    return moved


def select(store: Store, who: Who, now: datetime, id: str, comment: str = "", order: int | None = None) -> Candidacy:
    """Record that the requester wants somebody of the list; the offer follows from it. NotFound, NotPossible.

    ``order``: whose turn it is, from 1; without it offers go out by rank, after those with one.
    """
    with store.writing(who.account, "select") as writing:
        candidacy = writing.cases.get(Candidacy, id)
        work = Work.on(writing, who, now, candidacy.mission)
        if work.case.requester != who.account:
            raise NotFound("candidacy", id)
        if candidacy.state is not S.SHORTLISTED:
            raise NotPossible(f"only somebody on the list can be selected, this candidacy is {candidacy.state}")
        chosen = Decided(by=who.account, on=now.date(), comment=comment or None)
        selected = candidacy.model_copy(update={"selection": chosen, "order": order})
        writing.cases.put(selected)
        return selected


def settle(store: Store, who: Who, now: datetime, id: str, ready: Readiness) -> Candidacy:
    """Write down what is settled: release by the employer, travel, induction; None leaves what is there.

    A focal point speaks of the release of people of the own organisation alone. NotFound, Forbidden.
    """
    with store.writing(who.account, "settle") as writing:
        candidacy = writing.cases.get(Candidacy, id)
        if not who.holds(Office.PLANNER):
            (person,) = writing.stored_specialists({candidacy.specialist})
            if not who.holds(Office.FOCAL_POINT) or person.organisation != who.organisation:
                raise NotFound("candidacy", id)
            if ready.travel is not None or ready.inducted is not None:
                raise Forbidden("a focal point speaks of the release alone")
        told = ready.model_dump(exclude_none=True)
        settled = candidacy.model_copy(update={"ready": candidacy.ready.model_copy(update=told)})
        writing.cases.put(settled)
        return settled


def list_somebody(work: Work, seat: int, specialist: str, rank: int, why: str) -> Candidacy:
    """Put somebody on the list of a seat, for the version in force; again where they stand there already."""
    held = [each for each in work.candidacies(*_LISTABLE, seat=seat) if each.specialist == specialist]
    if held and held[0].state is S.SHORTLISTED:
        listed = held[0].model_copy(
            update={"version": work.case.version, "rank": rank, "selection": None, "order": None}
        )
        work.writing.cases.put(listed)
        return listed
    proposed = held[0] if held else _proposed(work, seat, specialist)
    proposed = proposed.model_copy(update={"version": work.case.version, "rank": rank})
    considered = move(work, proposed, "consider") if proposed.state is S.PROPOSED else proposed
    return move(work, considered, "shortlist", comment=why)


def end_all(work: Work, reason: Reason) -> None:
    """Let everybody go who still takes part; a mission ends, and each is told."""
    ended = {**dict.fromkeys((S.PROPOSED, S.CONSIDERED, S.SHORTLISTED), "drop"), S.DEPLOYED: "curtail"}
    for candidacy in work.candidacies(*ended, S.OFFERED, S.ACCEPTED, S.CONFIRMED):
        event = ended.get(candidacy.state, "revoke")
        move(work.as_planner(), candidacy, event, reason if event != "curtail" else Reason.REQUEST_ENDED)


def checked(work: Work, index: Index, candidacy: Candidacy) -> Checks:
    """Availability, certificates and conflicts once more, on the mission's dates; also against other missions."""
    return _checks(work.writing.cases, index, work.mission, candidacy)


def foreseen(store: Store, index: Index, candidacy: Candidacy) -> Checks:
    """What ``checked`` would find now, for whoever is about to confirm."""
    mission = store.cases.get(MissionCase, candidacy.mission).versions[-1]
    return _checks(store.cases, index, mission, candidacy)


_LISTABLE = (S.PROPOSED, S.CONSIDERED, S.SHORTLISTED)


def _proposed(work: Work, seat: int, specialist: str) -> Candidacy:
    new = Candidacy(
        id=work.writing.cases.next_id(Candidacy),
        mission=work.case.id,
        version=work.case.version,
        seat=seat,
        specialist=specialist,
    )
    work.writing.cases.add(new)
    return new


def _context(work: Work, candidacy: Candidacy, known: dict[str, Any]) -> Context:
    """What the guards of a candidacy may ask."""
    found = work.writing.stored_specialists({candidacy.specialist})
    return work.context_of(
        candidacy.specialist,
        selected=candidacy.selection is not None,
        proposable=bool(found) and proposable(found[0], work.mission.window),
        released=candidacy.ready.released,
        travel=candidacy.ready.travel,
        inducted=candidacy.ready.inducted,
        **known,
    )


def _confirmed(known: Checks | None, vouched: frozenset[str]) -> dict[str, Any]:
    if known is None:
        return {}
    return {
        "available": known.available if known.available is not None else "available" in vouched or None,
        "certified": known.certified,
        "without_conflict": known.without_conflict
        if known.without_conflict is not None
        else "without_conflict" in vouched or None,
    }


def _checks(cases: Cases, index: Index, mission: Mission, candidacy: Candidacy) -> Checks:
    found = check(Ask(mission, candidacy.seat), index, candidacy.specialist)
    clash = _engaged_elsewhere(cases, mission, candidacy)
    if clash is None:
        return found
    why = (*found.reasons, f"engaged on {clash} in the same days")
    return Checks(found.proposable, False, found.certified, found.qualified, found.without_conflict, why)


def _engaged_elsewhere(cases: Cases, mission: Mission, candidacy: Candidacy) -> str | None:
    """Another mission in the same days on which somebody is engaged."""
    for other in cases.find(Candidacy, specialist=candidacy.specialist, states=ENGAGED):
        if other.mission != candidacy.mission and other.state is not S.COMPLETED:
            window = cases.get(MissionCase, other.mission).versions[-1].window
            if _overlap(window, mission.window):
                return other.mission
    return None


def _overlap(one: Window, other: Window) -> bool:
    return one.start <= other.end and other.start <= one.end


def _close_offers(work: Work, candidacy: Candidacy) -> None:
    """An offer whose candidacy was revoked is revoked with it; answers close their own."""
    for offer in work.offers(OfferState.OPEN, candidacy=candidacy.id):
        if candidacy.state is S.REVOKED:
            closed: Offer = offer.model_copy(
                update={"state": OfferState.REVOKED, "answered": work.now, "reason": candidacy.reason}
            )
            work.writing.cases.put(closed)
