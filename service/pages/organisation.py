"""A focal point at work: the own people, where they are engaged, release confirmed or refused, somebody nominated."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from registry.domain import Candidacy, Readiness
from registry.domain.base import Id
from registry.domain.states import CandidacyState
from registry.errors import NotFound
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.casework import candidacies, membership, seeing
from service.casework.organisation import engaged_on, own_people
from service.casework.profile import first_profile
from service.deps import NowDep, StoreDep
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.registering.new_member import choices, sections

router = APIRouter()
_FOCAL_POINT = [allow(Office.FOCAL_POINT)]
# While it can still matter whether the employer lets somebody go.
_UNSETTLED = (CandidacyState.OFFERED, CandidacyState.ACCEPTED, CandidacyState.CONFIRMED)


@router.get("/organisation", dependencies=_FOCAL_POINT)
def people(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep) -> Response:
    """The people of the own organisation; first those for whom a release is asked."""
    found = own_people(store, who, now)
    engagements = [(each.name, one) for each in found for one in each.engagements]
    missions = engaged_on(store, [one for _, one in engagements])
    waiting = [(name, one) for name, one in engagements if _waits(one)]
    return page.render(
        "organisation/people.html",
        organisation=who.organisation,
        people=found,
        waiting=[(name, one, missions[one.mission]) for name, one in waiting],
        engaged=[(name, one, missions[one.mission]) for name, one in engagements if not _waits(one)],
    )


@router.post("/organisation/engagements/{id}/release", dependencies=_FOCAL_POINT)
def release(
    page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep, id: Annotated[Id, Path()]
) -> Response:
    """Confirm that the employer lets somebody go for a mission, or refuse it."""
    seeing.candidacy(store, who, id)
    answer = {"yes": True, "no": False}.get(form.value("released"))
    if answer is None:
        raise NotFound("answer", form.value("released"))
    candidacies.settle(store, who, now, id, Readiness(released=answer))
    said = page.say("The release is confirmed.") if answer else page.say("The release is refused. The planner sees it.")
    return page.redirect("/organisation", said)


@router.get("/organisation/nominate", dependencies=_FOCAL_POINT)
def nominate_page(page: PageDep) -> Response:
    """The form for somebody new."""
    return _asked(page, Form())


@router.post("/organisation/nominate", dependencies=_FOCAL_POINT)
def nominate(page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep) -> Response:
    """Propose somebody of the own organisation for admission."""
    told = sections(page, form)
    if told is None:
        return _asked(page, form)
    profile = first_profile(membership.new_id(), told)
    membership.nominate(store, who, now, profile)
    return page.redirect(
        "/organisation", page.say("%(name)s is nominated. A registrar decides.", name=profile.name.full)
    )


def _waits(one: Candidacy) -> bool:
    """Whether somebody has to say if they may go."""
    return one.state in _UNSETTLED and one.ready.released is None


def _asked(page: Page, form: Form) -> Response:
    return page.render("organisation/nominate.html", 200 if form.good else 422, form=form, **choices(page))
