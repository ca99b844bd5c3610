"""What keeps one person off the lists of seats, and which training would let them in: about nobody else."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from matching.ask import Ask
from matching.coverage.rules import RULES, CoverageRules
from matching.eligibility import eligible
from matching.index import Index
from matching.shortlist import Answer
from registry.domain import Certificate, CertificateStatus, SkillRequirement, Specialist
from registry.snapshot import Snapshot
from registry.vocabulary import modules, narrower


class Missing(Answer):
    """A reason for which a person was not eligible, and for how many seats."""

    reason: str
    seats: int


class ModuleGain(Answer):
    """A module: the seats that its certificate alone opens, and those where it teaches a competence that is missing."""

    module: str
    title: str
    opens: int
    teaches: int


def missing(seats: Sequence[Ask], index: Index, specialist: str) -> list[Missing]:
    """Why somebody, as they stand in the index, is not eligible for these seats; the commonest reason first.

    NoSuchSpecialist.
    """
    row = index.row_of(specialist)
    counted = Counter(exclusion.reason for ask in seats for exclusion in eligible(ask, index).reasons_of(row))
    return [
        Missing(reason=reason, seats=n) for reason, n in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]


def gains(seats: Sequence[Ask], profile: Specialist, rules: CoverageRules = RULES) -> list[ModuleGain]:
    """What each module would do for a person on seats for which they are not eligible; the best first.

    A module that does nothing is left out. A certificate is taken to hold on the days of every seat.
    """
    if not seats:
        return []
    alone = _alone(profile)
    closed = [ask for ask in seats if not _open(ask, alone)]
    if not closed:
        return []
    found = [_gain(module, closed, alone, profile, rules) for module in modules()]
    return sorted(
        (each for each in found if each.opens or each.teaches),
        key=lambda each: (-each.opens, -each.teaches, each.module),
    )


def _gain(module: str, closed: Sequence[Ask], alone: Index, profile: Specialist, rules: CoverageRules) -> ModuleGain:
    taught = {part for competence in modules()[module].competences for part in (competence, *narrower(competence))}
    after = _alone(_certified(profile, module, closed, rules))
    return ModuleGain(
        module=module,
        title=modules()[module].title,
        opens=sum(_open(ask, after) for ask in closed),
        teaches=sum(not taught.isdisjoint(_lacks(ask, alone)) for ask in closed),
    )


def _certified(profile: Specialist, module: str, seats: Sequence[Ask], rules: CoverageRules) -> Specialist:
    """The profile as if its owner had held a certificate of a module on the days of all seats."""
    held = Certificate(
        module=module,
        level=rules.grants,
        issued=_before(min(ask.window.start for ask in seats)),
        expires=max(ask.window.end for ask in seats) + timedelta(days=1),
        status=CertificateStatus.ISSUED,
    )
    return profile.model_copy(update={"certificates": (*profile.certificates, held)})


def _before(day: date) -> date:
    return day - timedelta(days=1)


def _alone(profile: Specialist) -> Index:
    """A person by themselves: nobody's certificate decides over anybody else."""
    return Index.build(Snapshot.of([profile]))


def _open(ask: Ask, alone: Index) -> bool:
    return bool(eligible(ask, alone).mask[0])


def _lacks(ask: Ask, alone: Index) -> set[str]:
    """The competences that a seat must have and the person has not."""
    musts = (each.must for each in eligible(ask, alone).reasons_of(0))
    return {must.skill for must in musts if isinstance(must, SkillRequirement)}
