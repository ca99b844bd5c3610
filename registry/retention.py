"""How long facts are kept: rules as data, and what they would do on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from registry.consents import in_force
from registry.domain import Specialist, Vetting
from registry.history import is_former
from registry.vocabulary.lookup import read_rows


class Action(StrEnum):
    """What a rule does to a person's facts."""

    ERASE = "erase"
    TRIM = "trim"


class When(StrEnum):
    """What a rule looks at; each is a fact of the profile, and time runs from the day given with it."""

    NOT_FINISHED = "not_finished"
    REFUSED = "refused"
    REMOVED = "removed"
    CONSENT_ENDED = "consent_ended"
    AVAILABILITY_PAST = "availability_past"


@dataclass(frozen=True)
class Rule:
    """Facts for which ``when`` holds for ``days`` are erased or trimmed; ``source`` says who asks for that."""

    name: str
    when: When
    days: int
    action: Action
    source: str
    why: str


@dataclass(frozen=True)
class Due:
    """What a rule does to one person, and the day from which it was counted."""

    specialist: str
    rule: Rule
    since: date


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of ``registry/data/retention.csv``, in their order."""
    return tuple(
        Rule(row["name"], When(row["when"]), int(row["days"]), Action(row["action"]), row["source"], row["why"])
        for row in read_rows("retention.csv")
    )


def due(people: Iterable[Specialist], touched: Mapping[str, date], on: date) -> Iterator[Due]:
    """What the rules ask for on a day; ``touched`` is the day of each person's last change. One action a person.

    Membership has no limit of time: nobody who is admitted and consents to anything is ever erased. Former members
    without a face hold nothing personal, and stay.
    """
    for specialist in people:
        for rule in () if is_former(specialist.id) else rules():
            since = _since(specialist, rule.when, touched.get(specialist.id), on)
            if since is not None and since + timedelta(days=rule.days) <= on:
                yield Due(specialist.id, rule, since)
                break


def trimmed(specialist: Specialist, on: date) -> Specialist:
    """The profile without periods of availability that the rule on them no longer keeps."""
    (rule,) = (rule for rule in rules() if rule.when is When.AVAILABILITY_PAST)
    kept = tuple(each for each in specialist.availability if each.end + timedelta(days=rule.days) > on)
    return specialist.model_copy(update={"availability": kept})


_VETTING = {
    When.NOT_FINISHED: {Vetting.DRAFT, Vetting.RETURNED},
    When.REFUSED: {Vetting.REFUSED},
    When.REMOVED: {Vetting.REMOVED},
}


def _since(specialist: Specialist, when: When, touched: date | None, on: date) -> date | None:
    """The day from which a rule counts, None where it does not hold."""
    if when in _VETTING:
        return touched if specialist.vetting in _VETTING[when] else None
    if when is When.CONSENT_ENDED:
        return _consent_ended(specialist, on)
    return min((each.end for each in specialist.availability), default=None)


def _consent_ended(specialist: Specialist, on: date) -> date | None:
    """The day on which the last consent of all ended; None while one holds or none was ever given."""
    given = [consent for _, consent in specialist.consent if consent is not None]
    if not given or any(in_force(consent, on) or consent.given > on for consent in given):
        return None
    ends: list[date] = [min(day for day in (each.until, each.withdrawn) if day is not None) for each in given]
    return max(ends)
