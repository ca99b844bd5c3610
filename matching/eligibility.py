"""Who may be considered for a seat: one bool per specialist, and the named reasons of every exclusion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from matching import words
from matching.arrays import Flags
from matching.ask import Ask
from matching.index import Index, Periods
from matching.meets import at_organisation, eased, meets, of_nationality, of_organisation
from matching.ranking import compiled
from registry.domain import AvailabilityKind, Mission, MissionType, Requirement
from registry.lifecycle import FOREVER, STALE_AFTER, bars, day_number

_NEVER_CONFIRMED = day_number(FOREVER)
# Missions that judge the beneficiary: its own people may not take part.
_JUDGING = frozenset({MissionType.EVALUATION, MissionType.ASSESSMENT})


@dataclass(frozen=True)
class Exclusion:
    """One reason, in words, and whom it excludes; ``must`` where it is a must-have of the seat."""

    reason: str
    who: Flags
    must: Requirement | None = None


@dataclass(frozen=True)
class Easing:
    """What one must-have, eased by one step, would bring."""

    must: str
    eased: str
    adds: int


@dataclass(frozen=True)
class Eligibility:
    """The outcome for one seat: every exclusion in its order, and who is left.

    A person may be excluded for several reasons and counts for each.
    """

    exclusions: tuple[Exclusion, ...]
    mask: Flags  # (n_rows,): who may be considered

    @cached_property
    def reasons(self) -> npt.NDArray[np.int16]:
        """(n_rows,): how many exclusions hit each specialist."""
        hits = np.zeros(len(self.mask), np.int16)
        for exclusion in self.exclusions:
            hits += exclusion.who
        return hits

    @cached_property
    def count(self) -> int:
        """How many may be considered."""
        return int(np.count_nonzero(self.mask))

    def reasons_of(self, row: int) -> list[Exclusion]:
        """Every exclusion of one specialist."""
        return [exclusion for exclusion in self.exclusions if exclusion.who[row]]


def eligible(ask: Ask, index: Index) -> Eligibility:
    """Hold every specialist against membership, availability, exclusions and must-haves on the mission's dates."""
    exclusions = tuple(_present(exclusion, index) for exclusion in _exclusions(ask, index))
    excluded = np.zeros(index.rows, bool)
    excluded[index.gone] = True
    for exclusion in exclusions:
        excluded |= exclusion.who
    return Eligibility(exclusions, ~excluded)


def _present(exclusion: Exclusion, index: Index) -> Exclusion:
    """An exclusion without rows that a later row stands in for: nobody is counted twice."""
    if not len(index.gone):
        return exclusion
    who = exclusion.who.copy()
    who[index.gone] = False
    return replace(exclusion, who=who)


def easings(ask: Ask, index: Index, eligibility: Eligibility) -> list[Easing]:
    """Each must-have eased by one step (or left out) with how many people that alone would add, best first."""
    found = [
        _easing(exclusion, exclusion.must, ask, index, eligibility)
        for exclusion in eligibility.exclusions
        if exclusion.must is not None
    ]
    return sorted((each for each in found if each.adds), key=lambda each: (-each.adds, each.must))


def _easing(exclusion: Exclusion, must: Requirement, ask: Ask, index: Index, eligibility: Eligibility) -> Easing:
    lower = eased(must)
    only_here = exclusion.who & (eligibility.reasons == 1)
    adds = only_here if lower is None else only_here & meets(lower, ask, index)
    told = "without it" if lower is None else words.requirement(lower)
    return Easing(words.requirement(must), told, int(adds.sum()))


def _exclusions(ask: Ask, index: Index) -> Iterator[Exclusion]:
    for bar, who in bars(index.membership, ask.window).items():
        yield Exclusion(str(bar), who)
    spare = ask.window.days - ask.days_needed
    periods = index.availability[AvailabilityKind.AWAY]
    more_than = compiled.more_than if compiled.worth_it(index) else Periods.more_than
    away = more_than(periods, spare, ask.start, ask.window.days, index.rows)
    yield Exclusion(f"away: fewer than {words.plural(ask.days_needed, 'day')} left in the window", away)
    yield from _named(ask.mission, index)
    for must in ask.seat.must:
        yield Exclusion(f"must-have not met: {words.requirement(must)}", ~meets(must, ask, index), must)


def _named(mission: Mission, index: Index) -> Iterator[Exclusion]:
    """What the mission itself rules out, and the conflicts of interest known so far."""
    without = mission.exclude
    if without.specialists:
        yield Exclusion("excluded by name in the mission", _among(index, without.specialists))
    if without.organisations:
        yield Exclusion("excluded organisation", at_organisation(index, without.organisations))
    if without.nationalities:
        named_countries = words.listed([words.country(code) for code in without.nationalities])
        yield Exclusion(f"excluded nationality: {named_countries}", of_nationality(index, without.nationalities))
    if mission.beneficiary and _JUDGING & set(mission.types):
        yield Exclusion("conflict of interest: works for the beneficiary", _at_beneficiary(mission, index))


def _among(index: Index, specialists: tuple[str, ...]) -> Flags:
    found = np.zeros(index.rows, bool)
    found[[row for id in specialists if (row := index.ids.row(id)) is not None]] = True
    return found


def _at_beneficiary(mission: Mission, index: Index) -> Flags:
    """Whose organisation is named in the beneficiary."""
    beneficiary = _folded(mission.beneficiary or "")
    return of_organisation(index, [folded in beneficiary for folded in index.organisations.folded])


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return text.casefold()


def away_days(ask: Ask, index: Index, row: int) -> int:
    """Days of the window on which one specialist is away."""
    (days,) = index.availability[AvailabilityKind.AWAY].days_of([row], ask.start, ask.window.days)
    return int(days)


def flags_of(ask: Ask, index: Index, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """Per row what does not exclude a specialist but must not pass silently."""
    at, first, days = np.asarray(rows, np.int64), ask.start, ask.window.days
    recorded = (index.availability[kind] for kind in AvailabilityKind)
    free, tentative, away = (periods.days_of(at, first, days) for periods in recorded)
    people, starts = index.people, index.skills.starts
    confirmed, organisation = people["confirmed_on"][at], people["organisation"][at]
    names, beneficiary = index.organisations.folded, _folded(ask.mission.beneficiary or "")
    named = [code >= 0 and names[code] in beneficiary for code in organisation.tolist()]
    raised = {
        "availability unknown": free + tentative + away == 0,
        "away for part of the window": away > 0,
        "only tentatively free for part of the window": tentative > 0,
        "profile never confirmed": confirmed == _NEVER_CONFIRMED,
        "profile confirmed over a year before the start": first - confirmed > 2 * STALE_AFTER.days,
        "thin profile: no competences on file": starts[at] == starts[at + 1],
        "organisation not on file: conflict of interest not checked": organisation < 0,
        "works for the beneficiary: check for a conflict of interest": np.array(named, bool),
    }
    hits = zip(*(hit.tolist() for hit in raised.values()), strict=True)
    return [tuple(name for name, hit in zip(raised, mine, strict=True) if hit) for mine in hits]
