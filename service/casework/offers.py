"""Offers: made to whom the requester selected, answered by the specialist, ended by the calendar, passed on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf

from registry.domain import Candidacy, CandidacyState, MissionState, Offer, OfferState, Reason
from registry.errors import NotFound
from registry.lifecycle import offer_expiry
from registry.store import Store
from service.auth.who import Who
from service.casework import telling
from service.casework.acting import CALENDAR, in_person, take
from service.casework.candidacies import OFFER, move
from service.casework.work import Work
from service.errors import NotPossible

# A reminder goes out when so much of the time to answer is left: a day, half a day when it is urgent.
_REMIND_BEFORE = timedelta(hours=24)
_REMIND_BEFORE_URGENT = timedelta(hours=12)
# While a mission stands here, a place that comes free goes to the next alternate by itself.
_PASSED_ON = (MissionState.OFFERED,)


def make_all(work: Work) -> list[Offer]:
    """Hold out every seat to as many of those selected as it has places left, best rank first."""
    return [offer for seat in work.seats() for offer in make_next(work, seat)]


def make_next(work: Work, seat: int) -> list[Offer]:
    """Fill what a seat has left from its selected people, in the order that the requester wants, then by rank."""
    waiting = sorted(waiting_for(work.candidacies(CandidacyState.SHORTLISTED, seat=seat)), key=_wanted_first)
    return [make(work, each) for each in waiting[: max(0, work.places_left(seat))]]


def waiting_for(listed: Iterable[Candidacy]) -> list[Candidacy]:
    """Those of a list who are selected, and wait for an offer."""
    return [each for each in listed if each.state is CandidacyState.SHORTLISTED and each.selection is not None]


def _wanted_first(candidacy: Candidacy) -> tuple[float, int, str]:
    return candidacy.order or inf, candidacy.rank or 0, candidacy.id


def pass_on(store: Store, who: Who, mission: str, seat: int, now: datetime) -> list[Offer]:
    """Ask whoever is next for a seat, at a planner's wish; NotPossible without a free place or anybody who waits."""
    with store.writing(who.account, "ask the next") as writing:
        work = Work.on(writing, who, now, mission)
        if work.case.state not in _PASSED_ON:
            raise NotPossible(f"mission {mission} is {work.case.state}: its offers are not open")
        made = make_next(work, seat)
        if not made:
            raise NotPossible(f"seat {seat} has no free place, or nobody selected waits for it")
        return made


def make(work: Work, candidacy: Candidacy) -> Offer:
    """Hold out one seat to one person until its expiry: 48 hours when urgent, five working days else."""
    move(work, candidacy, "offer")
    offer = Offer(
        id=work.writing.cases.next_id(Offer),
        candidacy=candidacy.id,
        mission=candidacy.mission,
        seat=candidacy.seat,
        specialist=candidacy.specialist,
        sent=work.now,
        expires=offer_expiry(work.now, work.case.urgent),
        urgent=work.case.urgent,
    )
    work.writing.cases.add(offer)
    telling.of_offer(work, offer)
    return offer


def accept(store: Store, who: Who, id: str, now: datetime) -> Offer:
    """Take a seat that was held out; NotFound when it is not theirs, IllegalStep when its time is over."""
    return _answer(store, who, id, now, "accept", None, "")


def decline(store: Store, who: Who, id: str, reason: Reason, now: datetime, comment: str = "") -> Offer:
    """Leave a seat that was held out, with a reason; the next alternate gets the offer. NotFound, IllegalStep."""
    return _answer(store, who, id, now, "decline", reason, comment)


def expire_due(store: Store, now: datetime) -> list[Offer]:
    """End every offer whose time is over, and pass each on to the next alternate."""
    over = store.cases.find(Offer, states=[OfferState.OPEN], due_by=now)
    return [offer for each in over if (offer := _expire(store, each.id, now)) is not None]


def remind_due(store: Store, now: datetime) -> list[Offer]:
    """Remind once of every open offer whose time runs out."""
    soon = store.cases.find(Offer, states=[OfferState.OPEN], due_by=now + _REMIND_BEFORE)
    return [offer for each in soon if (offer := _remind(store, each.id, now)) is not None]


def remind(store: Store, who: Who, id: str, now: datetime) -> Offer:
    """Remind of one open offer now, at a planner's wish; NotFound where it is not open."""
    with store.writing(who.account, "remind") as writing:
        offer = writing.cases.get(Offer, id)
        if offer.state is not OfferState.OPEN:
            raise NotFound("open offer", id)
        return _reminded(Work.on(writing, who, now, offer.mission), offer)


def _answer(store: Store, who: Who, id: str, now: datetime, event: str, reason: Reason | None, comment: str) -> Offer:
    with store.writing(who.account, f"{event} offer") as writing:
        offer = writing.cases.get(Offer, id)
        if offer.specialist != in_person(who):
            raise NotFound("offer", id)
        work = Work.on(writing, who, now, offer.mission)
        return _close(work, offer, event, reason, comment)


def _expire(store: Store, id: str, now: datetime) -> Offer | None:
    with store.writing(CALENDAR.account, "expire offer") as writing:
        offer = writing.cases.get(Offer, id)
        # Answered while we were on our way.
        if offer.state is not OfferState.OPEN:
            return None
        work = Work.on(writing, CALENDAR, now, offer.mission)
        return _close(work, offer, "expire", Reason.NO_ANSWER, "")


def _remind(store: Store, id: str, now: datetime) -> Offer | None:
    with store.writing(CALENDAR.account, "remind") as writing:
        offer = writing.cases.get(Offer, id)
        before = _REMIND_BEFORE_URGENT if offer.urgent else _REMIND_BEFORE
        if offer.state is not OfferState.OPEN or offer.reminded or now < offer.expires - before:
            return None
        return _reminded(Work.on(writing, CALENDAR, now, offer.mission), offer)


def _reminded(work: Work, offer: Offer) -> Offer:
    reminded = offer.model_copy(update={"reminded": work.now})
    work.writing.cases.put(reminded)
    telling.of_reminder(work, reminded)
    return reminded


def _close(work: Work, offer: Offer, event: str, reason: Reason | None, comment: str) -> Offer:
    """Answer an offer and move its candidacy, in one step; an answer that frees a place passes it on."""
    context = work.context_of(offer.specialist, expires=offer.expires)
    taken = take(OFFER, offer.state, event, work.who, context, reason)
    closed = offer.model_copy(update={"state": taken.after, "answered": work.now, "reason": reason})
    work.writing.cases.put(closed)
    candidacy = work.writing.cases.get(Candidacy, offer.candidacy)
    move(work, candidacy, event, reason, comment, expires=offer.expires)
    telling.of_answer(work, closed)
    if closed.state is not OfferState.ACCEPTED and work.case.state in _PASSED_ON:
        make_next(work.as_planner(), offer.seat)
    return closed
