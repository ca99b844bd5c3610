"""Every component on one page, with invented values; for engineers, where RTCM_DEVELOPMENT is set."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from registry.domain import MissionState
from registry.errors import NotFound
from service.auth.access import PUBLIC
from service.pages import examples
from service.pages.answers import as_csv, as_svg
from service.pages.charts import Part
from service.pages.forms import Form, FormDep, filled
from service.pages.page import Page, PageDep
from service.pages.taxonomy import found

MAIN_LINE = (
    MissionState.DRAFT,
    MissionState.SUBMITTED,
    MissionState.APPROVED,
    MissionState.SOURCING,
    MissionState.SHORTLISTED,
    MissionState.OFFERED,
    MissionState.STAFFED,
    MissionState.READY,
    MissionState.IN_PROGRESS,
    MissionState.REPORTING,
    MissionState.CLOSED,
)
_BROUGHT = {"title": "Border training, Tbilisi", "competence": "BRD", "modality": "onsite", "languages": ("rus", "eng")}

# More than there are.
ALL = 1000

router = APIRouter()


@router.get("/styleguide", dependencies=[PUBLIC])
def styleguide(page: PageDep, step: Annotated[int, Query(ge=0, le=4)] = 4) -> HTMLResponse:
    """All components, filled; ``step``: how far the long work is."""
    return _shown(page, filled(_BROUGHT), step=step)


@router.post("/styleguide", dependencies=[PUBLIC])
def try_styleguide(page: PageDep, form: FormDep) -> Response:
    """The form of the page: with a title and a day it is taken, without them it comes back with what was typed."""
    form.need(page.wording, "title", "start")
    form.day(page.wording, "start")
    if not form.good:
        return _shown(page, form, 422)
    return page.redirect("/styleguide", page.say("Saved."))


@router.post("/styleguide/live", dependencies=[PUBLIC])
def live(page: PageDep, form: FormDep) -> PlainTextResponse:
    """What the form says while one types: how many competences are called as its title is."""
    count = len(found(form.value("title"), ALL))
    return PlainTextResponse(page.wording.say_many("%(count)s competence", "%(count)s competences", count))


@router.post("/styleguide/kept", dependencies=[PUBLIC])
def keep(page: PageDep, form: FormDep) -> Response:
    """A form that is saved as one goes; it may not be empty."""
    form.need(page.wording, "kept")
    return page.redirect("/styleguide", page.say("Saved.")) if form.good else _shown(page, form, 422)


@router.get("/styleguide/pictures/{name}.{kind}", dependencies=[PUBLIC])
def styleguide_picture(page: PageDep, name: str, kind: str) -> Response:
    """One picture as a file; NotFound for another name or kind."""
    picture = examples.pictures(page.wording).get(name)
    answer = {"svg": as_svg, "csv": as_csv}.get(kind)
    if picture is None or answer is None:
        raise NotFound("picture", name)
    return answer(picture)


def _shown(page: Page, form: Form, status: int = 200, step: int = 4) -> HTMLResponse:
    people = [(name, score, _parts(page, points)) for name, score, points in examples.PEOPLE]
    pictures = examples.pictures(page.wording)
    return page.render(
        "styleguide.html", status, form=form, people=people, pictures=pictures, line=MAIN_LINE, step=step
    )


def _parts(page: Page, points: dict[str, float]) -> list[Part]:
    return [Part(criterion, page.wording.called(criterion), value) for criterion, value in points.items()]
