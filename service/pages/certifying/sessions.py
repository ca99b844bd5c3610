"""Training sessions: who trained whom in which module; kept once they are over."""

from fastapi import APIRouter, Response
from pydantic import ValidationError

from registry.lifecycle import Office
from registry.roster import Roster
from registry.vocabulary import countries, modules
from service.auth.access import WhoDep, allow
from service.casework import sessions
from service.casework.sessions import TrainingSession
from service.deps import NowDep, RosterDep, StoreDep
from service.errors import NotPossible
from service.pages.forms import Form, FormDep
from service.pages.naming import names, people_of
from service.pages.page import Page, PageDep

router = APIRouter()
_CERTIFIER = [allow(Office.CERTIFIER)]
_FIELDS = {"from": "start", "to": "end", "": "end"}
_PEOPLE = ("trainers", "participants")


@router.get("/certifying/sessions", dependencies=_CERTIFIER)
def list_sessions(page: PageDep, store: StoreDep, roster: RosterDep) -> Response:
    """The sessions on record, the newest first."""
    name, own = names(roster), page.wording
    rows = [
        (
            each.title,
            own.module(each.module) if each.module else "–",
            own.days(each.start, each.end),
            own.together([name(member.specialist) for member in each.team]),
            own.number(len(each.trainees)),
        )
        for each in sessions.sessions(store)
    ]
    return page.render("certifying/sessions.html", rows=rows)


@router.get("/certifying/sessions/new", dependencies=_CERTIFIER)
def new_session(page: PageDep) -> Response:
    """The form."""
    return _asked(page, Form())


@router.post("/certifying/sessions/new", dependencies=_CERTIFIER)
def record(page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep, roster: RosterDep) -> Response:
    """Keep a session."""
    session = _session(page, form, roster)
    if session is None:
        return _asked(page, form)
    try:
        held = sessions.record(store, who, now, session)
    except NotPossible:
        form.refuse("end", page.say("A session is kept once it is over, and nobody trains themselves."))
        return _asked(page, form)
    told = page.wording.say_many(
        "Kept, with %(count)s participant.", "Kept, with %(count)s participants.", len(held.trainees)
    )
    return page.redirect("/certifying/sessions", told)


def _session(page: Page, form: Form, roster: Roster) -> TrainingSession | None:
    """What the form says; None, and the form refused, where it is no session."""
    form.need(page.wording, "title", "module", "start", "end", *_PEOPLE)
    days = {"from": form.day(page.wording, "start"), "to": form.day(page.wording, "end")}
    people = {field: people_of(page, form, field, roster) for field in _PEOPLE}
    if not form.good:
        return None
    said = {"title": form.value("title"), "module": form.value("module"), "country": form.value("country") or None}
    try:
        return TrainingSession.model_validate({**said, **days, **people})
    except ValidationError as fault:
        form.refuse_as(page.wording, fault, _FIELDS)
        return None


def _asked(page: Page, form: Form) -> Response:
    own = page.wording
    return page.render(
        "certifying/new_session.html",
        200 if form.good else 422,
        form=form,
        modules=[(id, own.module(id)) for id in modules()],
        countries=own.by_name({code: own.country(code) for code in countries()}),
    )
