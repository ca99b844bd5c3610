"""What past work says of one person and one module: who trained them, what they delivered, how they were judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain import AppraisedBy, Assignment, Role

# In these roles somebody delivers a training.
_TRAINING = (Role.TRAINER, Role.CO_TRAINER)


@dataclass(frozen=True)
class KeptUp:
    """What keeps a certificate, since a day; ``mean_appraisal`` of 5, None when nobody has judged."""

    deliveries: int
    refreshers: int
    mean_appraisal: float | None


def trainers_of(past: Sequence[Assignment], specialist: str, module: str) -> frozenset[str]:
    """Who trained somebody in a module."""
    return frozenset(
        member.specialist
        for each in past
        if each.module == module and specialist in each.trainees
        for member in each.team
        if member.role in _TRAINING
    )


def kept_up(past: Sequence[Assignment], specialist: str, module: str, since: date) -> KeptUp:
    """What somebody did for a module after a day; appraisals of all their work count, but not their own."""
    newer = [each for each in past if each.end > since]
    of_module = [each for each in newer if each.module == module]
    said = [
        mean
        for each in newer
        for appraisal in each.appraisals
        if appraisal.specialist == specialist
        and appraisal.by is not AppraisedBy.SPECIALIST
        and (mean := appraisal.ratings.mean) is not None
    ]
    return KeptUp(
        deliveries=sum(_delivered(each, specialist) for each in of_module),
        refreshers=sum(specialist in each.trainees for each in of_module),
        mean_appraisal=sum(said) / len(said) if said else None,
    )


def _delivered(assignment: Assignment, specialist: str) -> bool:
    return any(each.specialist == specialist and each.role in _TRAINING for each in assignment.team)
