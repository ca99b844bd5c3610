"""What keeps a certificate, as past work tells it: deliveries and refreshers since it was issued, and appraisals."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from matching.shortlist import Answer
from registry.domain import CertificateCase
from registry.lifecycle import guards
from registry.store import Store, Trained
from service.casework.record_of import KeptUp, kept_up, trainers_of


class Upkeep(Answer):
    """What was done since a certificate was issued, what is asked for, and whether it is enough to renew.

    ``mean_appraisal`` of 5, None when nobody has judged; ``trainers``: ids of who trained its holder in the module.
    """

    deliveries: int
    deliveries_asked: int
    refreshers: int
    refreshers_asked: int
    mean_appraisal: float | None
    mean_asked: float
    enough: bool
    trainers: tuple[str, ...]


class Taught(NamedTuple):
    """Somebody of the cascade of a module: who trained them first, and when; None where nobody did."""

    specialist: str
    by: str | None
    on: date | None


def upkeep(store: Store, case: CertificateCase) -> Upkeep:
    """What keeps one certificate."""
    past, held = store.assignments_of(case.specialist), case.certificate
    done: KeptUp = kept_up(past, case.specialist, held.module, held.issued or date.min)
    context = guards.Context(deliveries=done.deliveries, refreshers=done.refreshers, mean_appraisal=done.mean_appraisal)
    return Upkeep(
        deliveries=done.deliveries,
        deliveries_asked=guards.DELIVERIES_TO_RENEW,
        refreshers=done.refreshers,
        refreshers_asked=guards.REFRESHERS_TO_RENEW,
        mean_appraisal=done.mean_appraisal,
        mean_asked=guards.MEAN_TO_RENEW,
        enough=guards.KEPT_UP.holds(context),
        trainers=tuple(sorted(trainers_of(past, case.specialist, held.module))),
    )


def cascade(past: Sequence[Trained]) -> list[Taught]:
    """Who trained whom: everybody once, under whoever trained them first; trainers before trainees.

    ``past``: the trainings of one module, the earliest first.
    """
    found: dict[str, Taught] = {}
    for each in past:
        for id in each.leading:
            found.setdefault(id, Taught(id, None, None))
        for id in each.trainees if each.leading else ():
            found.setdefault(id, Taught(id, each.leading[0], each.start))
    return list(found.values())
