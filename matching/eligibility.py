"""Who may be considered for a seat: one bool per specialist, and the named reasons of every exclusion."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from matching import words
from matching.arrays import Flags
from matching.ask import Ask
from matching.index import Index
from matching.meets import at_organisation, eased, flags, meets, of_nationality
from registry.domain import AvailabilityKind, Mission, MissionType, Requirement
from registry.lifecycle import STALE_AFTER, bars

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
    """The outcome for one seat: every exclusion in its order.

    A person may be excluded for several reasons and counts for each.
    """

    exclusions: tuple[Exclusion, ...]
    reasons: npt.NDArray[np.int16]  # how many exclusions hit each specialist

    @property
    def mask(self) -> Flags:
        """(n_specialists,): who may be considered."""
        free: Flags = self.reasons == 0
        return free

    def reasons_of(self, row: int) -> list[Exclusion]:
        """Every exclusion of one specialist."""
        return [exclusion for exclusion in self.exclusions if exclusion.who[row]]


def eligible(ask: Ask, index: Index) -> Eligibility:
    """Hold every specialist against membership, availability, exclusions and must-haves on the mission's dates."""
    exclusions = tuple(_exclusions(ask, index))
    reasons = np.zeros(len(index), np.int16)
    for exclusion in exclusions:
        reasons += exclusion.who
    return Eligibility(exclusions, reasons)


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
    away = index.availability[AvailabilityKind.AWAY].days(ask.start, ask.window.days, len(index))
    short = f"away: fewer than {words.plural(ask.days_needed, 'day')} left in the window"
    yield Exclusion(short, ask.window.days - away < ask.days_needed)
    yield from _named(ask.mission, index)
    for must in ask.seat.must:
        yield Exclusion(f"must-have not met: {words.requirement(must)}", ~meets(must, ask, index), must)


def _named(mission: Mission, index: Index) -> Iterator[Exclusion]:
    """What the mission itself rules out, and the conflicts of interest known so far."""
    without = mission.exclude
    if without.specialists:
        named = pa.array(without.specialists, pa.string())
        yield Exclusion("excluded by name in the mission", flags(pc.is_in(index.ids, named)))
    if without.organisations:
        yield Exclusion("excluded organisation", at_organisation(index, without.organisations))
    if without.nationalities:
        named_countries = words.listed([words.country(code) for code in without.nationalities])
        yield Exclusion(f"excluded nationality: {named_countries}", of_nationality(index, without.nationalities))
    if mission.beneficiary and _JUDGING & set(mission.types):
        yield Exclusion("conflict of interest: works for the beneficiary", _at_beneficiary(mission, index))


def _at_beneficiary(mission: Mission, index: Index) -> Flags:
    """Whose organisation is named in the beneficiary."""
    named = [code for code, name in enumerate(index.organisations) if _is_named(name, mission)]
    return np.isin(index.organisation, named)


def _is_named(organisation: str, mission: Mission) -> bool:
    return bool(mission.beneficiary) and organisation.casefold() in (mission.beneficiary or "").casefold()


def away_days(ask: Ask, index: Index, row: int) -> int:
    """Days of the window on which one specialist is away."""
    return index.availability[AvailabilityKind.AWAY].days_of(row, ask.start, ask.window.days)


def flags_of(ask: Ask, index: Index, row: int) -> tuple[str, ...]:
    """What does not exclude one specialist but must not pass silently."""
    recorded = (index.availability[kind] for kind in AvailabilityKind)
    free, tentative, away = (periods.days_of(row, ask.start, ask.window.days) for periods in recorded)
    confirmed, organisation = index.membership.confirmed_on[row], int(index.organisation[row])
    old = not np.isnat(confirmed) and ask.start - confirmed > np.timedelta64(2 * STALE_AFTER)
    named = organisation >= 0 and _is_named(index.organisations[organisation], ask.mission)
    raised = {
        "availability unknown": free + tentative + away == 0,
        "away for part of the window": away > 0,
        "only tentatively free for part of the window": tentative > 0,
        "profile never confirmed": np.isnat(confirmed),
        "profile confirmed over a year before the start": old,
        "thin profile: no competences on file": bool(index.thin[row]),
        "organisation not on file: conflict of interest not checked": organisation < 0,
        "works for the beneficiary: check for a conflict of interest": named,
    }
    return tuple(name for name, hit in raised.items() if hit)
