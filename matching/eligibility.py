"""Who may be considered for a seat: one bool per specialist, and the named reasons of every exclusion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import compress

import numpy as np
import numpy.typing as npt

from matching import words
from matching.arrays import Bits, Flags
from matching.ask import Ask
from matching.index import Index
from matching.meets import at_organisation, eased, meets, of_nationality, of_organisation
from matching.ranking import compiled, standard
from registry.domain import AvailabilityKind, Mission, MissionType, Requirement
from registry.lifecycle import FOREVER, STALE_AFTER, Bar, day_number

_NEVER_CONFIRMED = day_number(FOREVER)
_STALE_DAYS = 2 * STALE_AFTER.days
# Missions that judge the beneficiary: its own people may not take part.
_JUDGING = frozenset({MissionType.EVALUATION, MissionType.ASSESSMENT})

# What begins the reason of an exclusion that rests on somebody's interests.
CONFLICT = ("excluded", "conflict of interest")
# Flags that somebody must answer before a person is engaged: unknown is not free, and not without a conflict.
_UNKNOWN = "availability unknown"
_PARTLY_AWAY = "away for part of the window"
_TENTATIVE = "only tentatively free for part of the window"
_UNNAMED = "organisation not on file: conflict of interest not checked"
_BENEFICIARY = "works for the beneficiary: check for a conflict of interest"
# In the order in which ``flags_of`` raises them.
_FLAGS = (
    _UNKNOWN,
    _PARTLY_AWAY,
    _TENTATIVE,
    "profile never confirmed",
    "profile confirmed over a year before the start",
    "thin profile: no competences on file",
    _UNNAMED,
    _BENEFICIARY,
)
ASKED_OF_AVAILABILITY = frozenset({_UNKNOWN, _PARTLY_AWAY, _TENTATIVE})
ASKED_OF_INTERESTS = frozenset({_UNNAMED, _BENEFICIARY})


@dataclass(frozen=True)
class Exclusion:
    """One reason, in words, and how many it excludes; ``must`` where it is a must-have of the seat.

    ``hits`` (n_rows,) has ``bit`` set for whoever is excluded: most answers need only the number of them.
    """

    reason: str
    hits: Bits
    bit: int
    count: int
    must: Requirement | None = None

    @cached_property
    def who(self) -> Flags:
        """(n_rows,): whom it excludes."""
        found: Flags = (self.hits & np.uint8(self.bit)) != 0
        return found


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
    judged = (compiled.barred if compiled.worth_it(index) else standard.barred)(ask, index)
    exclusions = [
        Exclusion(reason, judged.hits, 1 << place, count)
        for place, (reason, count) in enumerate(zip(_common(ask), judged.counts, strict=True))
    ]
    mask = judged.mask
    for reason, who, must in _particular(ask, index):
        # Nobody is counted twice: a later row stands in for each of these.
        who[index.gone] = False
        exclusions.append(Exclusion(reason, who.view(np.uint8), 1, int(np.count_nonzero(who)), must))
        np.greater(mask, who, out=mask)
    return Eligibility(tuple(exclusions), mask)


def _common(ask: Ask) -> tuple[str, ...]:
    """The reasons that every mission has, in the order of ``standard.barred``."""
    return (*Bar, f"away: fewer than {words.plural(ask.days_needed, 'day')} left in the window")


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


def _particular(ask: Ask, index: Index) -> Iterator[tuple[str, Flags, Requirement | None]]:
    """The reasons of this mission and seat, with whom each excludes, as an array of its own."""
    for reason, who in _named(ask.mission, index):
        yield reason, who, None
    for must in ask.seat.must:
        yield f"must-have not met: {words.requirement(must)}", ~meets(must, ask, index), must


def _named(mission: Mission, index: Index) -> Iterator[tuple[str, Flags]]:
    """What the mission itself rules out, and the conflicts of interest known so far."""
    without = mission.exclude
    if without.specialists:
        yield "excluded by name in the mission", _among(index, without.specialists)
    if without.organisations:
        yield "excluded organisation", at_organisation(index, without.organisations)
    if without.nationalities:
        named_countries = words.listed([words.country(code) for code in without.nationalities])
        yield f"excluded nationality: {named_countries}", of_nationality(index, without.nationalities)
    if mission.beneficiary and _JUDGING & set(mission.types):
        yield "conflict of interest: works for the beneficiary", _at_beneficiary(mission, index)


def _among(index: Index, specialists: tuple[str, ...]) -> Flags:
    found = np.zeros(index.rows, bool)
    found[[row for id in specialists if (row := index.ids.row(id)) is not None]] = True
    return found


def _at_beneficiary(mission: Mission, index: Index) -> Flags:
    """Whose organisation is named in the beneficiary."""
    beneficiary = _folded(mission.beneficiary or "")
    return of_organisation(index, index.organisations.within(beneficiary))


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return text.casefold()


def away_days(ask: Ask, index: Index, row: int) -> int:
    """Days of the window on which one specialist is away."""
    (days,) = index.availability[AvailabilityKind.AWAY].days_of([row], ask.start, ask.window.days)
    return int(days)


def flags_of(ask: Ask, index: Index, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """Per row what does not exclude a specialist but must not pass silently, in the order of ``_FLAGS``."""
    at = np.asarray(rows, np.int64)
    recorded = (compiled if compiled.worth_it(index) else standard).covered(ask, index, at)
    people, starts = index.people, index.skills.starts
    known = (people["confirmed_on"][at], people["organisation"][at], starts[at + 1] - starts[at])
    facts = zip(*recorded.tolist(), *(column.tolist() for column in known), strict=True)
    beneficiary, names, first = _folded(ask.mission.beneficiary or ""), index.organisations.folded, ask.start
    return [
        _raised(
            not free + tentative + away,
            away > 0,
            tentative > 0,
            confirmed == _NEVER_CONFIRMED,
            first - confirmed > _STALE_DAYS,
            not skills,
            organisation < 0,
            organisation >= 0 and names[organisation] in beneficiary,
        )
        for free, tentative, away, confirmed, organisation, skills in facts
    ]


@cache
def _raised(*raised: bool) -> tuple[str, ...]:
    """The flags that are raised, in the order of ``_FLAGS``."""
    return tuple(compress(_FLAGS, raised))
