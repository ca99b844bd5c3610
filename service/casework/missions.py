"""A mission from request to close: opened, written, and taken one step further, with all that a step brings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from registry.domain import (
    AppraisalForm,
    Candidacy,
    CandidacyState,
    Decision,
    Mission,
    MissionCase,
    MissionState,
    OfferState,
    Reason,
)
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Context, Effect, Office, Step
from registry.store import Store
from service.auth.who import Who
from service.casework import appraisals, experience, offers, telling
from service.casework.acting import take
from service.casework.candidacies import end_all, move
from service.casework.work import ENGAGED, HOLDING, Work
from service.errors import NotPossible, Overtaken

MACHINE = MACHINES["mission"]
S = MissionState
_WRITABLE = (S.DRAFT, S.RETURNED)


def open_case(store: Store, who: Who, now: datetime, mission: Mission, urgent: bool = False) -> MissionCase:
    """Keep a new mission as a draft of whoever asks for it; NotPossible when its id is taken."""
    with store.writing(who.account, "request a mission") as writing:
        if writing.stored_missions([mission.id]):
            raise NotPossible(f"there is a mission {mission.id} already: give this one another id")
        writing.put_missions([mission])
        case = MissionCase(id=mission.id, requester=who.account, urgent=urgent)
        writing.cases.add(case)
        return case


def write(store: Store, who: Who, mission: Mission, expected: int) -> int:
    """Replace the text of a draft that is still at version ``expected``; its new version.

    NotFound when it is not theirs, StaleVersion, NotPossible once it was submitted.
    """
    with store.writing(who.account, "write a mission") as writing:
        case = writing.cases.get(MissionCase, mission.id)
        if who.account != case.requester:
            raise NotFound("mission", mission.id)
        if case.state not in _WRITABLE:
            raise NotPossible(f"mission {mission.id} is {case.state}: from now on its approver amends it")
        return writing.update_mission(mission, expected)


def advance(
    store: Store,
    who: Who,
    now: datetime,
    id: str,
    event: str,
    reason: Reason | None = None,
    comment: str = "",
    text: Mission | None = None,
    report: str | None = None,
    seen: int | None = None,
) -> MissionCase:
    """Take one step with a mission; ``text`` is that of an amendment, ``report`` what was handed in at the end.

    ``seen``: the version that whoever amends had before their eyes. NotFound, IllegalStep with what would be legal,
    NotPossible when an amendment has no text, Overtaken when another version is in force than was seen.
    """
    with store.writing(who.account, f"mission {event}") as writing:
        work = Work.on(writing, who, now, id)
        if seen is not None and seen != work.case.version:
            raise Overtaken(f"mission {id}")
        if report is not None:
            work.keep(report=report)
        taken = take(MACHINE, work.case.state, event, who, _context(work), reason, comment)
        changed = {"planner": who.account} if event == "source" else {}
        work.move(taken, **changed)
        _move_people(work, event)
        for effect in taken.effects:
            if effect in _EFFECTS:
                _EFFECTS[effect](work, taken, text)
        return work.case


# Event of a mission -> state of a candidacy -> the step that it takes along, and its reason.
_MOVES: Mapping[str, Mapping[CandidacyState, tuple[str, Reason | None]]] = {
    "start": {
        CandidacyState.CONFIRMED: ("deploy", None),
        # Alternates were kept until now; they hear that it is over, and are free again.
        CandidacyState.SHORTLISTED: ("drop", Reason.ENOUGH_PROPOSED),
        CandidacyState.CONSIDERED: ("drop", Reason.ENOUGH_PROPOSED),
    },
    "end_work": {CandidacyState.DEPLOYED: ("complete", None)},
}


def _move_people(work: Work, event: str) -> None:
    """What a step of a mission means for everybody engaged on it."""
    for state, (own, reason) in _MOVES.get(event, {}).items():
        for candidacy in work.candidacies(state):
            move(work, candidacy, own, reason)


def _context(work: Work) -> Context:
    """What the guards of a mission may ask, told from its candidacies."""
    held = work.candidacies(*HOLDING)
    engaged = [each for each in held if each.state in ENGAGED]
    listed = work.candidacies(CandidacyState.SHORTLISTED)
    confirmed = [each for each in engaged if each.state is not CandidacyState.ACCEPTED]
    return work.context(
        listed=all(any(each.seat == seat for each in (*listed, *held)) for seat in work.seats()),
        list_current=all(each.version == work.case.version for each in listed),
        selected=any(each.selection is not None for each in listed),
        accepted=all(_filled(work, engaged, seat) for seat in work.seats()),
        available=len(confirmed) == len(engaged),
        certified=len(confirmed) == len(engaged),
        without_conflict=len(confirmed) == len(engaged),
        released=_settled(confirmed, "released"),
        travel=_settled(confirmed, "travel"),
        inducted=_settled(confirmed, "inducted"),
        reported=bool(work.case.report),
    )


def _filled(work: Work, engaged: list[Candidacy], seat: int) -> bool:
    return sum(each.seat == seat for each in engaged) >= work.mission.seats[seat - 1].count


def _settled(confirmed: list[Candidacy], what: str) -> bool | None:
    """True when it is settled for everybody, False when for somebody it is not, None while somebody is open."""
    told = [getattr(each.ready, what) for each in confirmed]
    return False if False in told else None if None in told or not told else True


def _freeze(work: Work, taken: Step, text: Mission | None) -> None:
    work.keep(versions=(work.on_file,))


def _amend(work: Work, taken: Step, text: Mission | None) -> None:
    """The new text is a new version; lists of earlier ones are marked stale."""
    if text is None or text.id != work.case.id:
        raise NotPossible("an amendment needs the new text of this mission")
    work.writing.put_missions([text])
    work.keep(versions=(*work.case.versions, text))
    for decision in work.writing.cases.find(Decision, mission=work.case.id, states=["current"]):
        work.writing.cases.put(decision.model_copy(update={"stale": True}))


def _revoke_offers(work: Work, taken: Step, text: Mission | None) -> None:
    for offer in work.offers(OfferState.OPEN):
        candidacy = work.writing.cases.get(Candidacy, offer.candidacy)
        move(work.as_planner(), candidacy, "revoke", Reason.REQUEST_ENDED if taken.reason else Reason.ROLE_CHANGED)


def _end_candidacies(work: Work, taken: Step, text: Mission | None) -> None:
    end_all(work, Reason.REQUEST_ENDED)


def _make_offers(work: Work, taken: Step, text: Mission | None) -> None:
    offers.make_all(work)


def _ask_appraisals(work: Work, taken: Step, text: Mission | None) -> None:
    appraisals.ask(work)


def _write_experience(work: Work, taken: Step, text: Mission | None) -> None:
    given = work.writing.cases.find(AppraisalForm, mission=work.case.id, states=["given"])
    experience.write_back(work, given)


def _tell_requester(work: Work, taken: Step, text: Mission | None) -> None:
    telling.of_mission(work, taken, Office.REQUESTER)


def _tell_planner(work: Work, taken: Step, text: Mission | None) -> None:
    telling.of_mission(work, taken, Office.PLANNER)


_EFFECTS: Mapping[Effect, Callable[[Work, Step, Mission | None], Any]] = {
    Effect.FREEZE_VERSION: _freeze,
    Effect.NEW_VERSION: _amend,
    Effect.MAKE_OFFERS: _make_offers,
    Effect.REVOKE_OFFERS: _revoke_offers,
    Effect.END_CANDIDACIES: _end_candidacies,
    Effect.ASK_APPRAISALS: _ask_appraisals,
    Effect.WRITE_EXPERIENCE: _write_experience,
    Effect.TELL_REQUESTER: _tell_requester,
    Effect.TELL_PLANNER: _tell_planner,
}
