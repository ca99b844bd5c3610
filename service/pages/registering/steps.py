"""Steps that a registrar takes with a member: asked about first, then taken."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response

from registry.domain import Axis, Specialist
from registry.domain.base import Id
from registry.errors import IllegalStep, NotFound
from registry.lifecycle import Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import membership, person
from service.casework.membership import Asked, LegalMemberStep
from service.deps import NowDep, StoreDep
from service.errors import NotPossible
from service.pages import stepping
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.registering.words import STEPS
from service.pages.stepping import NOT_FROM_HERE, Needs, StepWords

router = APIRouter()
PersonId = Annotated[Id, Path()]


@router.get("/members/{id}/{axis}/{event}", dependencies=[allow(Office.REGISTRAR)])
def ask(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, id: PersonId, axis: Axis, event: str) -> Response:
    """The page that asks; NotFound where it is no step from here."""
    profile = person.concerned(store, who, id)
    return _asked(page, Form(), profile, _legal(store, who, now, id, axis, event))


@router.post("/members/{id}/{axis}/{event}", dependencies=[allow(Office.REGISTRAR)])
def take(
    page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep, id: PersonId, axis: Axis, event: str
) -> Response:
    """Take the step."""
    profile = person.concerned(store, who, id)
    legal = _legal(store, who, now, id, axis, event)
    _needs(legal).refuse_gaps(page, form)
    if not form.good:
        return _asked(page, form, profile, legal)
    try:
        membership.advance(store, who, now, id, Asked(axis, event, stepping.reason_of(form), form.value("comment")))
    except (IllegalStep, NotPossible):
        return page.redirect(f"/members/{id}", page.say(NOT_FROM_HERE), "problem")
    return page.redirect(f"/members/{id}", page.say("Done: %(step)s.", step=page.say(STEPS[event].label)))


def open_steps(id: str, legal: Sequence[LegalMemberStep]) -> Iterator[tuple[StepWords, str]]:
    """The steps that have words, each with where it is asked about."""
    for each in legal:
        if each.event in STEPS:
            yield STEPS[each.event], f"/members/{id}/{each.axis}/{each.event}"


def _legal(store: Store, who: Who, now: datetime, id: str, axis: Axis, event: str) -> LegalMemberStep:
    for each in membership.steps(store, who, now, id):
        if (each.axis, each.event) == (axis, event) and event in STEPS:
            return each
    raise NotFound("step", event)


def _needs(step: LegalMemberStep) -> Needs:
    return Needs(step.reasons, step.comment)


def _asked(page: Page, form: Form, profile: Specialist, step: LegalMemberStep) -> Response:
    back = f"/members/{profile.id}"
    return stepping.ask(page, form, STEPS[step.event], profile.name.full, _needs(step), back)
