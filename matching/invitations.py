"""Invitations: how many people of a list to ask for a seat, and when the next go out, for a given chance to fill it.

Pure numbers: histories come in as counts and times. The order of the list is kept, for who is asked first is the
ranking's business; how likely somebody is to say yes decides only how many are asked, never who.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

from pydantic import Field

from matching.answering import (
    ASSUMED_DAYS,
    NOTHING_KNOWN,
    History,
    Pool,
    Prior,
    added,
    answered_by,
    nobody_asked,
    prior_of,
)
from matching.errors import NothingToAsk
from matching.shortlist import Answer

# The next wave goes out when so much of what will be answered at all has been.
_HEARD = 0.8
MOST_WAVES = 3
MOST_PEOPLE = 100
MOST_PLACES = 10


class Invited(Answer):
    """One person to ask: ``wave`` from 1, 0 for an offer that is out; the chance of a yes at all and in time."""

    specialist: str
    wave: int
    chance: float
    in_time: float
    asked_before: int


class Wave(Answer):
    """Who is asked on day ``day`` (0 is now), if the seat is not full by then, and how likely it comes to that."""

    number: int
    day: float
    people: int
    needed: float


class Invitations(Answer):
    """How to fill a seat (format invitations/1).

    ``reached`` is the chance that ``places`` say yes within ``days``; ``expected_asked`` and ``expected_yes`` what to
    expect when each wave goes out only if it is needed; ``notes`` what the numbers rest on.
    """

    schema_: Literal["invitations/1"] = Field("invitations/1", alias="schema")
    places: int
    days: float
    wanted: float
    reached: float
    enough: bool
    expected_asked: float
    expected_yes: float
    waves: tuple[Wave, ...]
    people: tuple[Invited, ...]
    notes: tuple[str, ...]


def plan_invitations(
    ranked: Sequence[History], places: int, chance: float, days: float, pool: Pool = NOTHING_KNOWN
) -> Invitations:
    """The plan that asks the fewest people, as expected, among those that fill ``places`` with at least ``chance``.

    Of all ways to cut the list into up to three waves. When even everybody asked now is not enough, that is the plan,
    and ``enough`` is false.

    Shape:   ``ranked`` in the order in which people are asked, best first; those with an open offer count as asked
    Unit:    days, and chances from 0 to 1
    Errors:  NothingToAsk for nobody, the same person twice, and numbers that mean nothing
    Source:  the chance of a yes is beta-binomial with the strength of the pool by maximum likelihood (empirical
             Bayes; Casella 1985, The American Statistician 39); the sum of yeses is Poisson-binomial, added up exactly
             person by person (Wang 1993, Statistica Sinica 3)
    """
    _check(ranked, places, chance, days, pool)
    prior = prior_of(pool.histories)
    out = [each for each in ranked if each.waiting is not None]
    fresh = [each for each in ranked if each.waiting is None]
    case = _Case(prior, tuple(sorted(pool.answer_days)), places, days, tuple(out), tuple(fresh))
    starts = _starts(case)
    best = min(_cuts(case, starts, chance), key=lambda cut: (_whole(case, starts, cut), cut), default=None)
    cut = best if best is not None else (len(fresh),) * len(starts)
    return _told(case, starts, cut, chance, pool)


@dataclass(frozen=True)
class _Case:
    """One seat to fill, and what its numbers rest on."""

    prior: Prior
    answer_days: tuple[float, ...]
    places: int
    days: float
    out: tuple[History, ...]
    fresh: tuple[History, ...]

    def in_time(self, history: History, asked_on: float, until: float) -> float:
        """The chance of a yes by a day, for somebody who is asked on a day; for an open offer from what is left."""
        chance = self.prior.chance(history)
        if history.waiting is None:
            return chance * answered_by(until - asked_on, self.answer_days)
        before = answered_by(history.waiting, self.answer_days)
        after = answered_by(history.waiting + until, self.answer_days)
        silent = 1 - self.prior.answers(history) * before
        return chance * (after - before) / silent

    def open_offers(self, until: float) -> list[float]:
        """The counts of yeses by a day of the offers that are out."""
        return added(nobody_asked(self.places), [self.in_time(each, 0, until) for each in self.out])

    def counts(self, starts: Sequence[float], cut: Sequence[int], until: float) -> list[float]:
        """How likely each count of yeses is by a day, when people are asked up to ``cut`` of each wave so far."""
        counts, first = self.open_offers(until), 0
        for start, last in zip(starts, cut, strict=True):
            if start < until:
                counts = added(counts, [self.in_time(each, start, until) for each in self.fresh[first:last]])
            first = last
        return counts

    def needed(self, starts: Sequence[float], cut: Sequence[int], wave: int) -> float:
        """How likely the seat is not full yet when a wave (from 0) is about to go out."""
        return 1 - self.counts(starts, cut, starts[wave])[-1] if wave else 1.0

    def expected_asked(self, starts: Sequence[float], cut: Sequence[int]) -> float:
        """How many people are asked on average, each wave only where it is needed."""
        sizes = [last - first for first, last in zip((0, *cut), cut, strict=False)]
        return sum(size * self.needed(starts, cut, wave) for wave, size in enumerate(sizes) if size)


def _whole(case: _Case, starts: Sequence[float], cut: tuple[int, ...]) -> int:
    """What a plan costs, in whole millionths of a person, so that rounding does not decide between two."""
    return round(case.expected_asked(starts, cut) * 1_000_000)


def _starts(case: _Case) -> tuple[float, ...]:
    """The days on which waves may go out: whenever most answers have come, while as long is left for the last."""
    pause = next(day for day in range(1, 366) if answered_by(day, case.answer_days) >= _HEARD or day == 365)
    waves = max(1, min(MOST_WAVES, int(case.days // pause)))
    return tuple(float(pause * wave) for wave in range(waves))


def _cuts(case: _Case, starts: Sequence[float], wanted: float) -> list[tuple[int, ...]]:
    """Every way to cut the list that reaches the chance and asks nobody beyond that.

    A yes counts whether its wave was needed or not: a wave that was not sent is one after the seat was full. So the
    chance of a plan is that of the sum over everybody, each from the day of their wave.
    """
    everybody_now = (len(case.fresh),) * len(starts)
    if case.counts(starts, everybody_now, case.days)[-1] < wanted:
        return []
    return _grown(case, starts, wanted, case.open_offers(case.days), ())


def _grown(
    case: _Case, starts: Sequence[float], wanted: float, counts: list[float], cut: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """The ways that begin with ``cut``; the last wave grows until the chance is reached."""
    first, wave = cut[-1] if cut else 0, len(cut)
    if counts[-1] >= wanted:
        return [cut + (first,) * (len(starts) - wave)]
    found: list[tuple[int, ...]] = []
    for last in range(first, len(case.fresh) + 1):
        if last > first:
            counts = added(counts, [case.in_time(case.fresh[last - 1], starts[wave], case.days)])
        if counts[-1] >= wanted:
            found.append((*cut, last) + (last,) * (len(starts) - wave - 1))
            break
        if wave < len(starts) - 1:
            found += _grown(case, starts, wanted, counts, (*cut, last))
    return found


def _told(case: _Case, starts: Sequence[float], cut: tuple[int, ...], wanted: float, pool: Pool) -> Invitations:
    wave_of = [sum(last <= at for last in cut) for at in range(len(case.fresh))]
    asked = [(each, 0, 0.0) for each in case.out]
    asked += [
        (each, wave + 1, starts[wave]) for each, wave in zip(case.fresh, wave_of, strict=True) if wave < len(starts)
    ]
    reached = case.counts(starts, cut, case.days)[-1]
    people = tuple(
        Invited(
            specialist=each.specialist,
            wave=wave,
            chance=round(case.prior.chance(each), 4),
            in_time=round(case.in_time(each, day, case.days), 4),
            asked_before=each.asked,
        )
        for each, wave, day in asked
    )
    return Invitations(
        places=case.places,
        days=case.days,
        wanted=wanted,
        reached=round(reached, 4),
        enough=reached >= wanted,
        expected_asked=round(case.expected_asked(starts, cut), 2),
        expected_yes=round(_expected_yes(case, starts, cut), 2),
        waves=_waves(case, starts, cut),
        people=people,
        notes=_notes(case, pool),
    )


def _expected_yes(case: _Case, starts: Sequence[float], cut: Sequence[int]) -> float:
    """How many say yes in time on average, when each wave goes out only where it is needed.

    Whether a wave goes out is told by the answers before it, and its own answers come after: the two are independent.
    """
    yes, first = sum(case.in_time(each, 0, case.days) for each in case.out), 0
    for wave, (start, last) in enumerate(zip(starts, cut, strict=True)):
        of_wave = sum(case.in_time(each, start, case.days) for each in case.fresh[first:last])
        yes, first = yes + of_wave * case.needed(starts, cut, wave), last
    return yes


def _waves(case: _Case, starts: Sequence[float], cut: Sequence[int]) -> tuple[Wave, ...]:
    sizes = [last - first for first, last in zip((0, *cut), cut, strict=False)]
    return tuple(
        Wave(number=wave + 1, day=starts[wave], people=size, needed=round(case.needed(starts, cut, wave), 4))
        for wave, size in enumerate(sizes)
        if size
    )


def _notes(case: _Case, pool: Pool) -> tuple[str, ...]:
    """What the numbers rest on, in sentences."""
    asked, days = sum(each.asked for each in pool.histories), len(pool.answer_days)
    known = sum(each.asked > 0 for each in (*case.out, *case.fresh))
    everybody = len(case.out) + len(case.fresh)
    if not asked:
        of_pool = "nobody of the pool was ever asked: that half say yes is assumed, not seen"
    else:
        typical = case.prior.yes / (case.prior.yes + case.prior.other)
        of_pool = f"{asked} offers of the pool have ended; somebody of whom nothing is known says yes in {typical:.0%}"
    times = (
        f"times to answer from {days} answers"
        if days
        else f"no answer was timed: that answers come evenly within {ASSUMED_DAYS:g} days is assumed, not seen"
    )
    return (of_pool, times, f"{known} of {everybody} on the list were asked before", "answers are taken as independent")


def _check(ranked: Sequence[History], places: int, chance: float, days: float, pool: Pool) -> None:
    if not 1 <= places <= MOST_PLACES:
        raise NothingToAsk(f"places: expected 1 to {MOST_PLACES}, found {places}")
    if not 0 < chance < 1:
        raise NothingToAsk(f"chance: expected more than 0 and less than 1, found {chance:g}")
    if not 0 < days <= 365:
        raise NothingToAsk(f"days: expected more than 0 and at most 365, found {days:g}")
    if not 1 <= len(ranked) <= MOST_PEOPLE:
        raise NothingToAsk(f"expected 1 to {MOST_PEOPLE} people to ask, found {len(ranked)}")
    if len({each.specialist for each in ranked}) < len(ranked):
        raise NothingToAsk("somebody stands on the list twice")
    for each in (*ranked, *pool.histories):
        if min(each.accepts, each.declines, each.silent) < 0 or not 0 <= (each.waiting or 0) < inf:
            raise NothingToAsk(f"{each.specialist}: expected counts and days from 0")
    if not all(0 <= each < inf for each in pool.answer_days):
        raise NothingToAsk("answer_days: expected days from 0")
