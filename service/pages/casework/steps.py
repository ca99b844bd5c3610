"""How a step is asked for on a page, and taken: the reason it needs, and what stands in its way in words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fastapi import Response

from registry.domain import MissionCase, Reason
from registry.errors import IllegalStep, NotFound
from registry.lifecycle import MACHINES, Machine, Transition
from registry.store import Store
from service.auth.who import Who
from service.casework.desk import in_force
from service.errors import NotPossible
from service.pages.casework.words import MISSING, MISSION_STEPS
from service.pages.forms import EMPTY, Form
from service.pages.page import Page
from service.pages.words import N_

CANNOT = N_("This cannot be done now.")
# Steps that end something, or take something away.
_ENDING = frozenset({"reject", "cancel", "stand_down", "give_up", "refuse", "revoke", "miss", "curtail"})


@dataclass(frozen=True)
class Asked:
    """A step that somebody wants: where its form is sent, where one comes back to, how it is called."""

    transition: Transition
    action: str
    back: str
    words: tuple[str, str]
    # What the field for words is called; none is shown without.
    comment: str = N_("Comment")
    needs_comment: bool = False
    # Whom it is about, where it is about one person; the title of the mission.
    about: str = ""
    within: str = ""


@dataclass(frozen=True)
class Ground:
    """On which ground a step is taken."""

    reason: Reason | None
    comment: str


def transition_of(machine: Machine, state: StrEnum, event: str, who: Who) -> Transition:
    """The step that somebody may ask for from here; NotPossible when there is none."""
    for each in machine.steps(state):
        if each.event == event and who.holds(*each.by):
            return each
    raise NotPossible(f"{event} is no step from {state} for whoever asks")


def of_mission(store: Store, case: MissionCase, event: str, who: Who, events: Collection[str], back: str) -> Asked:
    """A step of a mission that a page offers, one of ``events``. NotFound, NotPossible."""
    if event not in events:
        raise NotFound("step", event)
    transition = transition_of(MACHINES["mission"], case.state, event, who)
    title = in_force(store, case).title
    return Asked(transition, f"{back}/steps/{event}", back, MISSION_STEPS[event], within=title)


def ask(page: Page, form: Form, asked: Asked) -> Response:
    """The page that asks for reason and comment."""
    name, consequence = asked.words
    return page.render(
        "confirm.html",
        200 if form.good else 422,
        form=form,
        question=f"{page.say(name)}: {asked.about}" if asked.about else page.say(name),
        consequence=page.say(consequence),
        action=asked.action,
        back=asked.back,
        within=asked.within,
        look="danger" if asked.transition.event in _ENDING else "",
        kept={},
        reasons=[(each.value, page.wording.called(each)) for each in asked.transition.reasons],
        comment=page.say(asked.comment),
        may_be_empty=not (asked.transition.comment or asked.needs_comment),
        yes=page.say(name),
    )


def ground(page: Page, form: Form, asked: Asked) -> Ground:
    """What was typed; the form says what is wrong with it."""
    known = {each.value: each for each in asked.transition.reasons}
    reason = known.get(form.value("reason"))
    if known and reason is None:
        form.refuse("reason", page.say(EMPTY))
    if asked.transition.comment or asked.needs_comment:
        form.need(page.wording, "comment")
    return Ground(reason, form.value("comment"))


def take(page: Page, back: str, said: str, step: Callable[[], object]) -> Response:
    """Take a step and go back; what stands in its way is said there."""
    try:
        step()
    except (IllegalStep, NotPossible) as fault:
        return page.redirect(back, why(page, fault), "problem")
    return page.redirect(back, said)


def answer(page: Page, form: Form, asked: Asked, said: str, step: Callable[[Ground], object]) -> Response:
    """Take a step on the ground that its form gives; the form again where that is not enough."""
    given = ground(page, form, asked)
    if not form.good:
        return ask(page, form, asked)
    return take(page, asked.back, said, lambda: step(given))


def why(page: Page, fault: IllegalStep | NotPossible) -> str:
    """What stands in the way of a step, in the language of the page."""
    missed = fault.missed if isinstance(fault, IllegalStep) else ()
    return " ".join([page.say(CANNOT), *(page.say(MISSING[each]) for each in missed if each in MISSING)])


def labels(page: Page, steps: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What the buttons of steps say."""
    return {event: page.say(name) for event, (name, _) in steps.items()}
