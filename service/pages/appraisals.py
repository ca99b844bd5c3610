"""Appraisals: what somebody is asked to judge after a mission, and the form of one."""

from fastapi import APIRouter, Response

from registry.domain import AppraisalForm, AppraisedBy, Ratings
from registry.errors import NotFound
from registry.store import Store
from service.auth.access import SIGNED_IN, WhoDep
from service.auth.who import Who
from service.casework import appraisals
from service.deps import NowDep, StoreDep
from service.pages.casework import steps
from service.pages.casework.people import names
from service.pages.casework.words import JUDGED, MARKS
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter(dependencies=[SIGNED_IN])

GIVEN = N_("You gave this appraisal before. It is kept as it was.")
NO_MARK = N_("Give at least one mark.")


@router.get("/appraisals")
def waiting(page: PageDep, who: WhoDep, store: StoreDep) -> Response:
    """Everybody whom somebody is asked to judge."""
    forms = appraisals.forms(store, who)
    titles = dict(store.mission_titles())
    return page.render(
        "appraisals/list.html",
        forms=[(each, titles.get(each.mission, "")) for each in forms],
        names=names(page, store, [each.specialist for each in forms]),
        own=who.specialist,
    )


@router.get("/appraisals/{id}")
def appraisal(page: PageDep, id: str, who: WhoDep, store: StoreDep) -> Response:
    """The form of one."""
    return _shown(page, Form(), _asked(store, who, id), store)


@router.post("/appraisals/{id}")
def appraise(page: PageDep, id: str, who: WhoDep, store: StoreDep, now: NowDep, form: FormDep) -> Response:
    """Hand it in; once given it stays, also when it is sent again."""
    if appraisals.given(store, who, id):
        return page.redirect("/appraisals", page.say(GIVEN), "note")
    asked = _asked(store, who, id)
    marks = {name: int(form.value(name)) for name in JUDGED if form.value(name) in MARKS}
    if not marks:
        form.refuse(next(iter(JUDGED)), page.say(NO_MARK))
        return _shown(page, form, asked, store)
    again = {"yes": True, "no": False}.get(form.value("again"))
    ratings = Ratings.model_validate(marks)
    return steps.take(
        page,
        "/appraisals",
        page.say("Thank you. Your appraisal is kept."),
        lambda: appraisals.give(store, who, id, now, ratings, again, form.value("text")),
    )


def _asked(store: Store, who: Who, id: str) -> AppraisalForm:
    """What is asked of somebody and not given yet; NotFound."""
    found = [each for each in appraisals.forms(store, who) if each.id == id]
    if not found:
        raise NotFound("appraisal", id)
    return found[0]


def _shown(page: Page, form: Form, asked: AppraisalForm, store: Store) -> Response:
    return page.render(
        "appraisals/one.html",
        200 if form.good else 422,
        form=form,
        asked=asked,
        own=asked.by is AppraisedBy.SPECIALIST,
        name=names(page, store, [asked.specialist])[asked.specialist],
        title=dict(store.mission_titles()).get(asked.mission, ""),
        judged=[(name, page.say(words)) for name, words in JUDGED.items()],
        marks=[(mark, f"{mark} – {page.say(words)}") for mark, words in MARKS.items()],
    )
