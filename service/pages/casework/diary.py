"""The diary of a mission in words: what happened when, by whom or in which office, on which ground."""

from dataclasses import dataclass

from registry.domain import MissionCase, MissionState, StepTaken
from registry.lifecycle import MACHINES, Office
from registry.store import Store
from service.auth.who import Who
from service.casework import seeing
from service.pages.casework.people import accounts
from service.pages.casework.words import HAPPENED
from service.pages.page import Page


@dataclass(frozen=True)
class Line:
    """One line, translated."""

    when: str
    what: str
    who: str
    reason: str
    comment: str


def diary(page: Page, store: Store, who: Who, case: MissionCase) -> list[Line]:
    """Every step of a mission, the newest first; whom somebody may not know stands as an office."""
    people = accounts(page, store, [step.by for step in case.diary])
    return [
        Line(
            page.wording.instant(step.at),
            page.say(HAPPENED.get(step.event, step.event)),
            people[step.by] if seeing.knows(who, case, step.by) else page.wording.called(_office(case, step)),
            "" if step.reason is None else page.wording.called(step.reason),
            step.comment or "",
        )
        for step in reversed(case.diary)
    ]


def _office(case: MissionCase, step: StepTaken) -> Office:
    """The office in which a step was taken; what several may take is the requester's where they took it."""
    held = (
        by
        for each in MACHINES["mission"].steps(MissionState(step.before))
        if each.event == step.event
        for by in each.by
    )
    return next((each for each in held if (each is Office.REQUESTER) == (step.by == case.requester)), Office.CALENDAR)
