"""The decision on a seat: made with a reason, kept as a dossier, repeated from history, contested, looked over."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matching import Index, Policy, Shortlist, recommend
from matching.ask import Ask
from matching.recommend import ranked
from registry.domain import (
    Candidacy,
    CandidacyState,
    Choice,
    Contest,
    ContestState,
    Decision,
    MissionCase,
    MissionState,
    Ranked,
    Reason,
)
from registry.domain import Excluded as LeftOut
from registry.errors import NotFound, StaleVersion
from registry.history import is_former
from registry.store import Store
from service.auth.who import Who
from service.casework.candidacies import list_somebody, move
from service.casework.work import Work
from service.errors import NotPossible
from service.release import RELEASE

_SHOWN = 20


@dataclass(frozen=True)
class Wanted:
    """Whom a planner chose from the list of a seat, and why."""

    specialist: str
    reason: str


@dataclass(frozen=True)
class Replay:
    """A decision worked out once more from history: the same bytes or not, and what differs.

    ``erased`` counts people of the ranking who were erased since; without them no bytes can be the same.
    """

    decision: str
    same: bool
    erased: int
    moved: tuple[str, ...]  # whose place or score is another now
    shortlist: Shortlist


def decide(
    store: Store,
    index: Index,
    who: Who,
    now: datetime,
    mission: str,
    seat: int,
    wanted: Sequence[Wanted],
    policy: Policy,
    drawn: datetime | None = None,
    seen: str | None = None,
) -> Decision:
    """Put people on the list of a seat, and keep how the list came about.

    ``drawn``: when the planner first saw the list; ``seen``: the decision in force that they saw with it, "" for none.
    NotFound, NoSuchSeat; NotPossible when nobody is chosen, somebody is chosen who cannot be, or the mission is not
    being sourced; StaleVersion when another decision is in force than was seen.
    """
    looked_at = None if seen is None else {seat: seen}
    (decision,) = decide_all(store, index, who, now, mission, {seat: wanted}, policy, drawn, looked_at)
    return decision


def decide_all(
    store: Store,
    index: Index,
    who: Who,
    now: datetime,
    mission: str,
    wanted: Mapping[int, Sequence[Wanted]],
    policy: Policy,
    drawn: datetime | None = None,
    seen: Mapping[int, str] | None = None,
) -> list[Decision]:
    """The same for several seats at once, whose people are told by number: all decisions are kept, or none."""
    with store.writing(who.account, "decide on a seat") as writing:
        work = Work.on(writing, who, now, mission)
        if work.case.state not in _SOURCING:
            raise NotPossible(f"mission {mission} is {work.case.state}: lists are made while it is being sourced")
        _expect(work, seen or {})
        return [_decided(work, index, seat, wanted[seat], policy, drawn or now) for seat in sorted(wanted)]


def newest(decisions: Iterable[Decision], seat: int) -> Decision | None:
    """The newest decision on a seat, of decisions in the order in which they were made; None before there is any."""
    of_seat = [each for each in decisions if each.seat == seat]
    return of_seat[-1] if of_seat else None


def _expect(work: Work, seen: Mapping[int, str]) -> None:
    """StaleVersion where another decision is in force on a seat than was seen."""
    standing = work.writing.cases.find(Decision, mission=work.case.id, states=["current"])
    for seat, id in seen.items():
        decision = newest(standing, seat)
        found = "" if decision is None else decision.id
        if id != found:
            raise StaleVersion("list of seat", str(seat), id or "none", found or "none")


def _decided(
    work: Work, index: Index, seat: int, wanted: Sequence[Wanted], policy: Policy, drawn: datetime
) -> Decision:
    places = _places(work, index, seat, policy)
    decision = _dossier(work, index, seat, wanted, places, policy, drawn)
    for choice in decision.chosen:
        list_somebody(work, seat, choice.specialist, choice.rank, choice.reason)
    _let_go(work, seat, {choice.specialist for choice in decision.chosen})
    work.writing.cases.add(decision)
    return decision


def replay(store: Store, id: str) -> Replay:
    """Work out a decision once more from the pool as it was; NotFound, NoSuchRevision."""
    decision = store.cases.get(Decision, id)
    case = store.cases.get(MissionCase, decision.mission)
    pool = replace(store.as_of(decision.revision), epoch=decision.epoch)
    index, policy = Index.build(pool.snapshot()), Policy.model_validate(decision.policy)
    mission = case.versions[decision.version - 1]
    (again,) = recommend(mission, index, policy, decision.top, decision.seat)
    ranking = ranked(Ask(mission, decision.seat), index, policy, len(index))
    now = {index.ids[row]: points / 100 for row, points in zip(ranking.rows, ranking.points, strict=True)}
    moved = [each.specialist for each in decision.ranking if now.get(each.specialist) != each.score]
    return Replay(
        decision=id,
        same=digest(again) == decision.answer and not moved,
        erased=sum(is_former(each.specialist) for each in decision.ranking),
        moved=tuple(each for each in moved if not is_former(each)),
        shortlist=again,
    )


def digest(shortlist: Shortlist) -> str:
    """SHA-256 of a shortlist as it goes over the wire."""
    return hashlib.sha256(shortlist.model_dump_json().encode()).hexdigest()


def contest(store: Store, who: Who, now: datetime, decision: str, text: str) -> Contest:
    """Object to a decision that one was part of; NotFound for anybody else."""
    with store.writing(who.account, "contest a decision") as writing:
        found = writing.cases.get(Decision, decision)
        if who.specialist is None or who.specialist not in {each.specialist for each in found.ranking}:
            raise NotFound("decision", decision)
        opened = Contest(
            id=writing.cases.next_id(Contest),
            decision=decision,
            mission=found.mission,
            specialist=who.specialist,
            text=text,
            opened=now,
        )
        writing.cases.add(opened)
        return opened


def answer_contest(store: Store, who: Who, now: datetime, id: str, upheld: bool, answer: str) -> Contest:
    """Answer an objection, by somebody other than who decided; NotFound, NotPossible."""
    with store.writing(who.account, "answer a contest") as writing:
        found = writing.cases.get(Contest, id)
        decision = writing.cases.get(Decision, found.decision)
        if who.account == decision.by:
            raise NotPossible("whoever decided does not answer the objection: another person must")
        if found.state is not ContestState.OPEN:
            raise NotPossible(f"this objection was answered: {found.state}")
        state = ContestState.UPHELD if upheld else ContestState.REJECTED
        update = {"state": state, "reviewer": who.account, "answered": now, "answer": answer}
        answered = found.model_copy(update=update)
        writing.cases.put(answered)
        return answered


# Lists are made while a mission is sourced, and mended while it is locked or offered.
_SOURCING = (MissionState.SOURCING,)
_LISTED = (CandidacyState.CONSIDERED, CandidacyState.SHORTLISTED)


@dataclass(frozen=True)
class _Places:
    """The whole order of a seat, and the shortlist that was shown."""

    order: Mapping[str, tuple[int, float]]  # specialist -> rank and score
    shown: Shortlist


def _places(work: Work, index: Index, seat: int, policy: Policy) -> _Places:
    (shown,) = recommend(work.mission, index, policy, _SHOWN, seat)
    whole = ranked(Ask(work.mission, seat), index, policy, len(index))
    pairs = enumerate(zip(whole.rows, whole.points, strict=True), start=1)
    return _Places({index.ids[row]: (rank, points / 100) for rank, (row, points) in pairs}, shown)


def _dossier(
    work: Work,
    index: Index,
    seat: int,
    wanted: Sequence[Wanted],
    places: _Places,
    policy: Policy,
    drawn: datetime,
) -> Decision:
    return Decision(
        id=work.writing.cases.next_id(Decision),
        mission=work.case.id,
        version=work.case.version,
        seat=seat,
        policy=json.loads(policy.model_dump_json()),
        policy_hash=policy.hash,
        epoch=index.epoch,
        revision=index.revision,
        code=RELEASE,
        top=_SHOWN,
        answer=digest(places.shown),
        ranking=tuple(Ranked(specialist=id, score=score) for id, (_, score) in places.order.items()),
        excluded=tuple(LeftOut(reason=each.reason, count=each.count) for each in places.shown.excluded),
        chosen=_choices(wanted, places),
        by=work.who.account,
        drawn=drawn,
        at=work.now,
    )


def _choices(wanted: Sequence[Wanted], places: _Places) -> tuple[Choice, ...]:
    """What was chosen, by rank; everybody chosen must be in the ranking, once, with a reason."""
    if not wanted:
        raise NotPossible("choose at least one person for the seat")
    ids = [each.specialist for each in wanted]
    for each in wanted:
        if each.specialist not in places.order:
            raise NotPossible(f"{each.specialist} cannot be chosen: they are not eligible for this seat")
        if not each.reason.strip():
            raise NotPossible(f"give a reason for choosing {each.specialist}; the first rank needs one too")
        if ids.count(each.specialist) > 1:
            raise NotPossible(f"{each.specialist} is chosen twice")
    found = [
        Choice(specialist=each.specialist, rank=places.order[each.specialist][0], reason=each.reason) for each in wanted
    ]
    return tuple(sorted(found, key=lambda each: each.rank))


def _let_go(work: Work, seat: int, chosen: set[str]) -> None:
    """Who stood on an earlier list of the seat and was not chosen again."""
    for candidacy in work.candidacies(*_LISTED, seat=seat):
        if candidacy.specialist not in chosen:
            _drop(work, candidacy)


def _drop(work: Work, candidacy: Candidacy) -> None:
    stale = candidacy.version != work.case.version
    move(work, candidacy, "drop", Reason.ROLE_CHANGED if stale else Reason.ENOUGH_PROPOSED)
