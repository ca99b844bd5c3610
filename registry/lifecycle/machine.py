"""State machines as data, and the one function that takes a step or refuses it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from registry.domain import Reason
from registry.errors import IllegalStep
from registry.lifecycle.guards import Context, Guard


class Office(StrEnum):
    """In what capacity somebody acts; ``calendar`` is nobody, but what a day brings by itself."""

    REQUESTER = "requester"
    PLANNER = "planner"
    APPROVER = "approver"
    REGISTRAR = "registrar"
    CERTIFIER = "certifier"
    SPECIALIST = "specialist"
    FOCAL_POINT = "focal_point"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    CALENDAR = "calendar"


class Effect(StrEnum):
    """What a step brings with it, as whoever carries it out reads it."""

    FREEZE_VERSION = "version 1 of the mission is frozen"
    NEW_VERSION = "a new version of the mission is made, and earlier shortlists are marked stale"
    LOCK_LIST = "the shortlist is locked, and the requester sees names"
    UNLOCK_LIST = "the shortlist is unlocked"
    MAKE_OFFERS = "everybody selected gets an offer with its expiry"
    REVOKE_OFFERS = "open offers are revoked"
    END_CANDIDACIES = "open candidacies end with a reason, and everybody engaged is told"
    TELL_REQUESTER = "the requester is told"
    TELL_SPECIALIST = "the specialist is told"
    TELL_PLANNER = "the planner is told"
    ASK_APPRAISALS = "requester, planner, peers and the specialist are asked for an appraisal"
    WRITE_EXPERIENCE = "experience is written back to profiles"
    RECORD_REFERRAL = "the referral decision is recorded with its author and date"
    RECORD_SELECTION = "the selection decision is recorded with its author and date"
    CLOSE_OFFER = "the offer is closed"
    SHOW = "the profile is in the index from the next read on"
    HIDE = "the profile is out of the index from the next read on"
    RECORD_CONSENT = "purpose, terms version and validity are recorded"
    ASK_CONFIRMATION = "the specialist is asked whether the profile is still true"
    ENTER_CERTIFICATE = "the certificate counts from its first to its last day"
    LAPSE_CERTIFICATE = "the certificate no longer counts"
    LINK_CERTIFICATE = "a new certificate is made and linked to the old one"
    LOCK_ROW = "the row is read-only to its owner"


@dataclass(frozen=True)
class Transition:
    """One step: from where to where, what it is called, in which offices, and what it asks.

    ``reasons`` are the codes of which one must be given, none are asked where it is empty; ``advice`` are guards
    that warn and do not refuse.
    """

    source: StrEnum
    target: StrEnum
    event: str
    by: tuple[Office, ...]
    guards: tuple[Guard, ...] = ()
    reasons: tuple[Reason, ...] = ()
    effects: tuple[Effect, ...] = ()
    advice: tuple[Guard, ...] = ()
    comment: bool = False

    def __str__(self) -> str:
        asked = [guard.sentence for guard in self.guards]
        if self.reasons:
            asked.append(f"with a reason ({', '.join(self.reasons)})")
        if self.comment:
            asked.append("with a comment")
        return f"{self.event} (to {self.target}) by {' or '.join(self.by)}" + "".join(f", {each}" for each in asked)


@dataclass(frozen=True)
class Machine:
    """All states of one thing in the order in which people think of them, and every step between them."""

    name: str
    states: type[StrEnum]
    initial: tuple[StrEnum, ...]
    transitions: tuple[Transition, ...]

    @property
    def finals(self) -> tuple[StrEnum, ...]:
        """States that nothing leads out of."""
        left = {transition.source for transition in self.transitions}
        return tuple(state for state in self.states if state not in left)

    def steps(self, state: StrEnum, by: Office | None = None) -> tuple[Transition, ...]:
        """Every step out of a state, or those of one office."""
        return tuple(each for each in self.transitions if each.source == state and (by is None or by in each.by))


@dataclass(frozen=True)
class Step:
    """A step that was taken: the new state, what must be done with it, and what should be thought of."""

    machine: str
    before: StrEnum
    after: StrEnum
    event: str
    reason: Reason | None
    comment: str
    effects: tuple[Effect, ...]
    warnings: tuple[str, ...]


def every(
    sources: Iterable[StrEnum],
    target: StrEnum,
    event: str,
    by: tuple[Office, ...],
    guards: tuple[Guard, ...] = (),
    reasons: tuple[Reason, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> tuple[Transition, ...]:
    """The same step out of several states."""
    return tuple(Transition(source, target, event, by, guards, reasons, effects) for source in sources)


def step(
    machine: Machine,
    state: StrEnum,
    to: str,
    by: Office,
    context: Context,
    reason: Reason | None = None,
    comment: str = "",
) -> Step:
    """Take the step that ``to`` names, as a state or an event; IllegalStep says what would be legal instead."""
    refusals: list[_Refusal] = []
    for transition in machine.steps(state):
        if to in (transition.target, transition.event):
            refusal = _refusal(transition, by, context, reason, comment)
            if refusal is None:
                return _taken(machine, transition, context, reason, comment)
            refusals.append(refusal)
    # Where one word names several steps, the one that came furthest tells why.
    _, why, missed = max(refusals, default=(0, f"no such step from {state}", ()))
    legal = [str(each) for each in machine.steps(state)]
    raise IllegalStep(machine.name, state, f"{to} by {by}", why, legal, missed)


_Refusal = tuple[int, str, tuple[str, ...]]


def _refusal(
    transition: Transition, by: Office, context: Context, reason: Reason | None, comment: str
) -> _Refusal | None:
    """How far it came, why it went no further, and the guards that did not hold; None when nothing is in the way."""
    if by not in transition.by:
        return 1, f"it is a step of {' or '.join(transition.by)}", ()
    missed = [guard for guard in transition.guards if not guard.holds(context)]
    if missed:
        return 2, f"it asks: {'; '.join(guard.sentence for guard in missed)}", tuple(guard.name for guard in missed)
    return next(((3, why, ()) for why in _said(transition, reason, comment)), None)


def _said(transition: Transition, reason: Reason | None, comment: str) -> Iterator[str]:
    """What is wrong with the reason and the comment."""
    if transition.reasons and reason not in transition.reasons:
        yield f"it asks a reason of {', '.join(transition.reasons)}"
    if not transition.reasons and reason is not None:
        yield f"it takes no reason (found {reason})"
    if transition.comment and not comment.strip():
        yield "it asks a comment"


def _taken(machine: Machine, transition: Transition, context: Context, reason: Reason | None, comment: str) -> Step:
    warnings = tuple(advice.sentence for advice in transition.advice if not advice.holds(context))
    return Step(
        machine=machine.name,
        before=transition.source,
        after=transition.target,
        event=transition.event,
        reason=reason,
        comment=comment,
        effects=transition.effects,
        warnings=warnings,
    )
