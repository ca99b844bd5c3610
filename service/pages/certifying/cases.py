"""Certificates on their way: by state, one with what keeps it, and the steps of a certifier."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from registry.domain import CertificateCase, CertificateState, StepTaken
from registry.domain.base import Id
from registry.errors import IllegalStep, NotFound
from registry.lifecycle import Office, expiry
from registry.lifecycle.machine import Transition
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import certificates
from service.casework.upkeep import upkeep
from service.deps import NowDep, RosterDep, StoreDep, TodayDep
from service.errors import NotPossible
from service.pages import stepping
from service.pages.casework.people import accounts
from service.pages.certifying.words import STEPS
from service.pages.forms import Form, FormDep
from service.pages.naming import names
from service.pages.page import Page, PageDep
from service.pages.stepping import NOT_FROM_HERE, Needs

router = APIRouter()
_CERTIFIER = [allow(Office.CERTIFIER)]
CaseId = Annotated[Id, Path()]
# In the order in which work comes up.
_STATES = (
    CertificateState.APPLIED,
    CertificateState.IN_TRAINING,
    CertificateState.ASSESSED,
    CertificateState.EXPIRING,
    CertificateState.ISSUED,
    CertificateState.EXPIRED,
    CertificateState.SUSPENDED,
    CertificateState.REVOKED,
    CertificateState.RENEWED,
)


@router.get("/certifying", dependencies=_CERTIFIER)
def cases(
    page: PageDep,
    store: StoreDep,
    who: WhoDep,
    today: TodayDep,
    roster: RosterDep,
    state: Annotated[CertificateState | None, Query()] = None,
) -> Response:
    """Every certificate of a state; without one told, of the first in which work waits."""
    found = [(certificates.state_of(each, today), each) for each in certificates.cases(store, who)]
    counts = Counter(each for each, _ in found)
    chosen = state or next((each for each in _STATES if counts[each]), CertificateState.APPLIED)
    tabs = [
        (
            f"{page.wording.called(each)} ({page.wording.number(counts[each])})",
            f"/certifying?state={each}",
            each is chosen,
        )
        for each in _STATES
        if counts[each] or each is chosen
    ]
    name = names(roster)
    rows = [(each.id, name(each.specialist), *_words(page, each)) for at, each in found if at is chosen]
    return page.render("certifying/cases.html", tabs=tabs, rows=sorted(rows, key=lambda row: (row[4], row[1])))


@router.get("/certifying/cases/{id}", dependencies=_CERTIFIER)
def case(page: PageDep, store: StoreDep, who: WhoDep, today: TodayDep, roster: RosterDep, id: CaseId) -> Response:
    """One certificate: what it is, what keeps it, what was done, what can be done."""
    found = certificates.case(store, who, id)
    state, name = certificates.state_of(found, today), names(roster)
    kept = upkeep(store, found)
    people = accounts(page, store, [each.by for each in found.diary])
    return page.render(
        "certifying/case.html",
        case=found,
        state=state,
        holder=name(found.specialist),
        own=who.specialist == found.specialist,
        module=page.wording.module(found.certificate.module),
        until=_until(found),
        kept=kept,
        trainers=[name(each) for each in kept.trainers],
        own_trainee=who.specialist in kept.trainers,
        steps=stepping.links(
            page, ((STEPS[each.event], f"/certifying/cases/{id}/{each.event}") for each in _open(state))
        ),
        diary=[_line(page, each, people) for each in reversed(found.diary)],
    )


@router.get("/certifying/cases/{id}/{event}", dependencies=_CERTIFIER)
def ask(
    page: PageDep, store: StoreDep, who: WhoDep, today: TodayDep, roster: RosterDep, id: CaseId, event: str
) -> Response:
    """The page that asks before a step; NotFound where it is none from here."""
    found, step = _step(store, who, today, id, event)
    return _asked(page, Form(), found, step, names(roster)(found.specialist))


@router.post("/certifying/cases/{id}/{event}", dependencies=_CERTIFIER)
def take(
    page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep, roster: RosterDep, id: CaseId, event: str
) -> Response:
    """Take the step."""
    found, step = _step(store, who, now.date(), id, event)
    _needs(page, step).refuse_gaps(page, form)
    if not form.good:
        return _asked(page, form, found, step, names(roster)(found.specialist))
    to = f"/certifying/cases/{id}"
    try:
        _advance(store, who, now, id, event, form)
    except (IllegalStep, NotPossible):
        return page.redirect(to, page.say(NOT_FROM_HERE), "problem")
    return page.redirect(to, page.say("Done: %(step)s.", step=page.say(STEPS[event].label)))


def _advance(store: Store, who: Who, now: datetime, id: str, event: str, form: Form) -> None:
    passed = form.value("passed") == "yes" if event == "assess" else None
    certificates.advance(store, who, now, id, event, stepping.reason_of(form), form.value("comment"), passed)


def _open(state: CertificateState) -> Iterator[Transition]:
    """The steps of a certifier from a state, each once."""
    for each in certificates.MACHINE.steps(state):
        if Office.CERTIFIER in each.by and each.event in STEPS:
            yield each


def _step(store: Store, who: Who, today: date, id: str, event: str) -> tuple[CertificateCase, Transition]:
    found = certificates.case(store, who, id)
    for each in _open(certificates.state_of(found, today)):
        if each.event == event:
            return found, each
    raise NotFound("step", event)


def _needs(page: Page, step: Transition) -> Needs:
    if step.event != "assess":
        return Needs(step.reasons, step.comment)
    options = [("yes", page.say("Passed")), ("no", page.say("Not passed"))]
    return Needs(step.reasons, step.comment, ("passed", page.say("Result"), options))


def _asked(page: Page, form: Form, found: CertificateCase, step: Transition, name: str) -> Response:
    return stepping.ask(page, form, STEPS[step.event], name, _needs(page, step), f"/certifying/cases/{found.id}")


def _until(case: CertificateCase) -> date | None:
    """The first day on which it is no longer valid, None before it is issued."""
    held = case.certificate
    return None if held.issued is None else expiry(held.issued, held.expires)


def _words(page: Page, case: CertificateCase) -> tuple[str, str, str, str]:
    """Module, level, the day that orders the list, and that day in words."""
    until = _until(case)
    level = page.wording.called(case.certificate.level)
    return (
        page.wording.module(case.certificate.module),
        level,
        str(until or ""),
        page.wording.last_day(until) if until else "–",
    )


def _line(page: Page, step: StepTaken, people: Mapping[str, str]) -> tuple[str, str, str, str]:
    """(when, which step, who took it, what was said)."""
    done = page.say(STEPS[step.event].label) if step.event in STEPS else page.say("Applied")
    said = [page.wording.called(step.reason)] if step.reason else []
    told = ". ".join([*said, *([step.comment] if step.comment else [])]) or "–"
    return page.wording.instant(step.at), done, people[step.by], told
