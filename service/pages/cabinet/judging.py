"""``/cabinet/appraisals/{id}``: how a mission and somebody's work in it were, asked after its end and given once."""

from fastapi import APIRouter, Response
from pydantic import ValidationError

from registry.domain import Ratings
from registry.errors import NotFound
from registry.store import Store
from service.auth.access import WhoDep
from service.auth.who import Who
from service.casework import appraisals
from service.deps import NowDep, StoreDep
from service.pages.cabinet.overview import Judged, asked_of
from service.pages.cabinet.own import OWN, show
from service.pages.forms import GENERAL, Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()

ASPECTS = {
    "technical_quality": N_("Quality of the work"),
    "relevance": N_("Fit to what was needed"),
    "delivery": N_("Way of working"),
    "communication": N_("Communication"),
    "teamwork": N_("Teamwork"),
    "timeliness": N_("Being on time"),
    "knowledge_transfer": N_("Passing on knowledge"),
    "conduct": N_("Conduct"),
}
MARKS = {"5": N_("5 – excellent"), "4": "4", "3": "3", "2": "2", "1": N_("1 – poor")}
NO_MARK = N_("Give at least one mark.")


@router.get("/cabinet/appraisals/{id}", dependencies=[OWN])
def appraisal_page(id: str, page: PageDep, store: StoreDep, who: WhoDep) -> Response:
    """The form; NotFound when nobody asks it of whoever looks, or it was given."""
    return _asked(page, _of(store, who, id), Form())


@router.post("/cabinet/appraisals/{id}", dependencies=[OWN])
def give(id: str, page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, form: FormDep) -> Response:
    """Hand it in."""
    asked = _of(store, who, id)
    given = {name: int(mark) for name in ASPECTS if (mark := form.value(name)) in MARKS}
    if not given:
        form.refuse(next(iter(ASPECTS)), page.say(NO_MARK))
        return _asked(page, asked, form)
    again = {"yes": True, "no": False}.get(form.value("again"))
    try:
        appraisals.give(store, who, id, now, Ratings(**given), again, form.value("text"))
    except ValidationError:
        form.refuse("text", page.say(GENERAL))
        return _asked(page, asked, form)
    return page.redirect("/cabinet", page.say("Thank you. It is noted."))


def _of(store: Store, who: Who, id: str) -> Judged:
    found = next((each for each in asked_of(store, who) if each.form.id == id), None)
    if found is None:
        raise NotFound("appraisal", id)
    return found


def _asked(page: Page, asked: Judged, form: Form) -> Response:
    marks = [(mark, page.say(words)) for mark, words in MARKS.items()]
    status = 200 if form.good else 422
    aspects = [(name, page.say(words)) for name, words in ASPECTS.items()]
    return show(page, "appraisal.html", status, asked=asked, form=form, aspects=aspects, marks_=marks)
