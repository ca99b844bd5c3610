"""In which office somebody takes a step, and the one way in which every step is taken."""

from enum import StrEnum

from registry.domain import Reason
from registry.errors import IllegalStep
from registry.lifecycle import Context, Machine, Office, Step, step
from service.auth.who import Who

# Who acts where a day, and no person, brings something about.
CALENDAR = Who("calendar", "calendar", frozenset({Office.CALENDAR}))


def take(
    machine: Machine,
    state: StrEnum,
    event: str,
    who: Who,
    context: Context,
    reason: Reason | None = None,
    comment: str = "",
) -> Step:
    """Take a step in whichever of their offices allows it; IllegalStep of the one that came closest."""
    return step(machine, state, event, office_for(machine, state, event, who), context, reason, comment)


def office_for(machine: Machine, state: StrEnum, event: str, who: Who) -> Office:
    """The office in which somebody may take a step, else any that they hold; IllegalStep without one."""
    fitting = [
        office
        for transition in machine.steps(state)
        if event in (transition.event, transition.target)
        for office in transition.by
        if office in who.roles
    ]
    if fitting:
        return fitting[0]
    held = sorted(who.roles)
    if not held:
        legal = [str(each) for each in machine.steps(state)]
        raise IllegalStep(machine.name, state, event, "no office is held", legal)
    return held[0]


def in_person(who: Who) -> str:
    """Who somebody is where a profile is meant: the specialist, else the account."""
    return who.specialist or who.account
