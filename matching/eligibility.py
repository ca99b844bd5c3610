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
_KINDS = list(AvailabilityKind)


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
    """The outcome for one seat: every exclusion in its order, and what a planner should know of the others.

    A person may be excluded for several reasons and counts for each.
    """

    exclusions: tuple[Exclusion, ...]
    flags: dict[str, Flags]
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
    return Eligibility(exclusions, _flags(ask, index), reasons)


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
    days = days_of(index, ask, AvailabilityKind.AWAY)
    short = f"away: fewer than {words.plural(ask.days_needed, 'day')} left in the window"
    yield Exclusion(short, ask.window.days - days < ask.days_needed)
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
    if not mission.beneficiary:
        return np.zeros(len(index), bool)
    encoded = index.organisation.dictionary_encode()
    beneficiary = mission.beneficiary.casefold()
    named = [code for code, name in enumerate(encoded.dictionary.to_pylist()) if name.casefold() in beneficiary]
    return np.isin(np.asarray(pc.fill_null(encoded.indices, -1)), named)


def days_of(index: Index, ask: Ask, kind: AvailabilityKind) -> npt.NDArray[np.int64]:
    """Days of the window per specialist that are recorded as of one kind."""
    periods = index.availability
    here = periods.kind == _KINDS.index(kind)
    first = np.maximum(periods.start[here], ask.start)
    last = np.minimum(periods.end[here], ask.start + ask.window.days)
    days = np.maximum((last - first).astype(np.int64), 0)
    return np.bincount(periods.rows[here], weights=days, minlength=len(index)).astype(np.int64)


def _flags(ask: Ask, index: Index) -> dict[str, Flags]:
    """What does not exclude but must not pass silently."""
    away, tentative, free = (
        days_of(index, ask, kind) for kind in (AvailabilityKind.AWAY, AvailabilityKind.TENTATIVE, AvailabilityKind.FREE)
    )
    confirmed = index.membership.confirmed_on
    return {
        "availability unknown": away + tentative + free == 0,
        "away for part of the window": away > 0,
        "only tentatively free for part of the window": tentative > 0,
        "profile never confirmed": np.isnat(confirmed),
        "profile confirmed over a year before the start": ask.start - confirmed > np.timedelta64(2 * STALE_AFTER),
        "thin profile: no competences on file": index.thin,
        "organisation not on file: conflict of interest not checked": ~flags(index.organisation.is_valid()),
        "works for the beneficiary: check for a conflict of interest": _at_beneficiary(ask.mission, index),
    }
