"""Many missions at once: what is asked, how far the search is, and the plan with its pictures."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError

from matching.plan import Objective, Plan, PlanRules
from registry.domain import Mission
from registry.errors import NotFound
from registry.jobs import Job, JobState
from registry.lifecycle import Office
from registry.store import Store
from service.api.asked import protected_of
from service.auth.access import WhoDep, allow
from service.casework import planning
from service.casework.planning import PlanAsked
from service.deps import AllFactsDep, IndexDep, NowDep, StoreDep
from service.jobs import Jobs
from service.pages.answers import as_csv, as_svg
from service.pages.casework import steps
from service.pages.casework.people import names
from service.pages.casework.planned import Planned, planned
from service.pages.casework.words import JOB_STATES
from service.pages.forms import Form, FormDep, filled
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter(prefix="/plan", dependencies=[allow(Office.PLANNER)])

NOTHING_CHOSEN = N_("Choose at least one mission.")
BAD = N_("This is not a number that this rule can have.")
# Work of which nothing was heard for so long is taken for lost: its process has ended.
LOST_AFTER = timedelta(minutes=3)
_LISTED = 10
_SWITCHES = ("rotation", "filled", "fair", "priced")
_RULE_FIELDS = {"most_missions": "most_missions", "balance": "balance"}


def get_jobs(request: Request) -> Jobs:
    """The long work of this process."""
    found: Jobs = request.app.state.jobs
    return found


JobsDep = Annotated[Jobs, Depends(get_jobs)]


@router.get("")
def ask(page: PageDep, store: StoreDep, now: NowDep) -> Response:
    """What a plan is made of; all missions that can be planned are chosen to begin with."""
    missions = planning.plannable(store)
    form = filled(
        {"missions": [each.id for each in missions], "objective": "full", "switch": _SWITCHES, "most_missions": "3"}
    )
    return _asking(page, form, missions, store)


@router.post("")
def start(
    page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, facts: AllFactsDep, jobs: JobsDep, form: FormDep
) -> Response:
    """Begin to plan, and look how it goes."""
    missions = planning.plannable(store)
    asked = _asked(page, form, {each.id for each in missions})
    if asked is None:
        return _asking(page, form, missions, store)
    index, protected = protected_of(facts, index, bool(asked.rules.balance))
    told = asked.model_dump(mode="json", by_alias=True)
    job = jobs.start(planning.KIND, who.account, told, planning.task(store, index, protected, asked))
    return page.redirect(f"/plan/{job.id}")


@router.get("/{id}")
def look(page: PageDep, id: str, store: StoreDep, now: NowDep, by: str = "missions") -> Response:
    """How far it is; once it is done, the plan."""
    job = _job(store, id)
    lost = job.state is JobState.RUNNING and now - job.seen > LOST_AFTER
    shown = _planned(page, store, job, now)
    asked = PlanAsked.model_validate(job.asked)
    return page.render(
        "plan/result.html",
        job=job,
        running=job.state is JobState.RUNNING and not lost,
        lost=lost,
        cancelled=job.state is JobState.CANCELLED,
        shown=shown,
        picture=None if shown is None else shown.by_person if by == "people" else shown.by_mission,
        by="people" if by == "people" else "missions",
        count=len(asked.missions),
    )


@router.post("/{id}/cancel")
def cancel(page: PageDep, id: str, store: StoreDep, now: NowDep) -> Response:
    """Stop the search."""
    job = _job(store, id)
    if store.jobs.cancel(job.id, now):
        return page.redirect(f"/plan/{id}", page.say("The search is stopped. Nothing was changed."), "note")
    return page.redirect(f"/plan/{id}", page.say(steps.CANNOT), "problem")


@router.get("/{id}/{name}.{kind}")
def plan_picture(page: PageDep, id: str, name: str, kind: str, store: StoreDep, now: NowDep) -> Response:
    """One of its pictures as a file; NotFound for another name or kind."""
    shown = _planned(page, store, _job(store, id), now)
    answer = {"svg": as_svg, "csv": as_csv}.get(kind)
    found = {} if shown is None else {"missions": shown.by_mission, "people": shown.by_person}
    if name not in found or answer is None:
        raise NotFound("picture", name)
    return answer(found[name])


def _asking(page: Page, form: Form, missions: list[Mission], store: Store) -> Response:
    words = page.wording
    return page.render(
        "plan/ask.html",
        200 if form.good else 422,
        form=form,
        missions=[(each.id, each.title, words.days(each.window.start, each.window.end)) for each in missions],
        earlier=[(each, page.say(JOB_STATES[each.state])) for each in store.jobs.newest(planning.KIND, _LISTED)],
    )


def _asked(page: Page, form: Form, offered: set[str]) -> PlanAsked | None:
    """What is asked; None when the form cannot be read, which it says."""
    missions = [each for each in dict.fromkeys(form.values("missions")) if each in offered]
    if not missions:
        form.refuse("missions", page.say(NOTHING_CHOSEN))
    plain = form.value("objective") == "points"
    rules = PlanRules() if plain else _rules(page, form)
    if not form.good or rules is None:
        return None
    return PlanAsked(
        missions=tuple(missions),
        rules=rules,
        objective=Objective.POINTS if plain else Objective.FULL,
        fair=form.has("switch", "fair"),
        priced=form.has("switch", "priced"),
    )


def _rules(page: Page, form: Form) -> PlanRules | None:
    """The rules of the form; what is switched off counts nothing."""
    typed = {each: form.value(each) for each in ("most_missions", "balance")}
    for name, text in typed.items():
        if text and not (text.isdecimal() and text.isascii() and len(text) < 6):
            form.refuse(name, page.say(BAD))
    if not form.good:
        return None
    off = {each: 0.0 for each in ("rotation", "filled") if not form.has("switch", each)}
    most = int(typed["most_missions"]) if typed["most_missions"] else None
    try:
        return PlanRules.model_validate({"most_missions": most, "balance": int(typed["balance"] or 0) / 100, **off})
    except ValidationError as fault:
        for each in fault.errors():
            form.refuse(_RULE_FIELDS[str(each["loc"][0])], page.say(BAD))
        return None


def _job(store: Store, id: str) -> Job:
    """A plan that somebody asked for; NotFound."""
    job = store.jobs.get(id)
    if job.kind != planning.KIND:
        raise NotFound("plan", id)
    return job


def _planned(page: Page, store: Store, job: Job, now: NowDep) -> Planned | None:
    if job.answer is None:
        return None
    made = Plan.model_validate(job.answer)
    missions = {each.id: each for each in store.missions() if each.id in {one.mission for one in made.missions}}
    called = names(page, store, [each.specialist for each in made.contention])
    return planned(page.wording, made, missions, called, now.date())
