"""What people did with offers so far, as the planning of invitations takes it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from matching.answering import History, Pool
from registry.domain import Offer, OfferState
from registry.store import Store

_DAY = 86_400.0
_ANSWERED = (OfferState.ACCEPTED, OfferState.DECLINED)


def pool_of(offers: Iterable[Offer]) -> Pool:
    """Everybody's history, by id, and the days that each answer took; offers that were withdrawn say nothing."""
    kept = list(offers)
    people = sorted({each.specialist for each in kept})
    days = [_days(each.sent, each.answered) for each in kept if each.state in _ANSWERED and each.answered]
    return Pool(tuple(_history(id, kept) for id in people), tuple(sorted(days)))


def _history(specialist: str, offers: Iterable[Offer]) -> History:
    states = [each.state for each in offers if each.specialist == specialist]
    return History(
        specialist,
        accepts=states.count(OfferState.ACCEPTED),
        declines=states.count(OfferState.DECLINED),
        silent=states.count(OfferState.EXPIRED),
    )


def to_ask(
    ranked: Iterable[str], offers: Iterable[Offer], pool: Pool, mission: str, seat: int, now: datetime
) -> list[History]:
    """Who of a list can be asked for a seat, in its order.

    Whoever answered for this seat already is left out; whoever has an open offer for it waits since it was sent.
    """
    known: Mapping[str, History] = {each.specialist: each for each in pool.histories}
    here = {each.specialist: each for each in offers if (each.mission, each.seat) == (mission, seat)}
    found = []
    for id in ranked:
        history, offer = known.get(id, History(id)), here.get(id)
        if offer is None:
            found.append(history)
        elif offer.state is OfferState.OPEN:
            waits = _days(offer.sent, now)
            found.append(History(id, history.accepts, history.declines, history.silent, waits))
    return found


def places_left(count: int, offers: Iterable[Offer], mission: str, seat: int) -> int:
    """How many places of a seat nobody has accepted yet."""
    here = [each for each in offers if (each.mission, each.seat) == (mission, seat)]
    return count - sum(each.state is OfferState.ACCEPTED for each in here)


def offers_on_file(store: Store) -> list[Offer]:
    """Every offer that was ever made, in the order in which they were made."""
    return store.cases.find(Offer)


def _days(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds() / _DAY)
