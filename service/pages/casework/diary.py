"""The diary of a mission in words: what happened when, by whom, on which ground."""

from dataclasses import dataclass

from registry.domain import MissionCase
from registry.store import Store
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


def diary(page: Page, store: Store, case: MissionCase) -> list[Line]:
    """Every step of a mission, the newest first."""
    people = accounts(page, store, [step.by for step in case.diary])
    return [
        Line(
            page.wording.instant(step.at),
            page.say(HAPPENED.get(step.event, step.event)),
            people[step.by],
            "" if step.reason is None else page.wording.called(step.reason),
            step.comment or "",
        )
        for step in reversed(case.diary)
    ]
