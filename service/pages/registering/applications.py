"""The queue of applications: whoever has waited longest stands first."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from registry.domain import Vetting
from registry.lifecycle import Office
from service.auth.access import allow
from service.casework.waiting import Waiting, queue
from service.deps import NowDep, RosterDep, StoreDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()
# What the queue shows, by the name that stands in the address.
VIEWS = {
    "waiting": (N_("Waiting"), (Vetting.SUBMITTED, Vetting.UNDER_REVIEW)),
    "returned": (N_("Returned"), (Vetting.RETURNED,)),
    "refused": (N_("Refused"), (Vetting.REFUSED,)),
}
_A_PAGE = 50
Number = Annotated[int, Query(alias="page", ge=1, le=100_000)]
View = Annotated[str, Query(pattern=f"^({'|'.join(VIEWS)})$")]


@router.get("/applications", dependencies=[allow(Office.REGISTRAR)])
def applications(
    page: PageDep, store: StoreDep, roster: RosterDep, now: NowDep, view: View = "waiting", number: Number = 1
) -> Response:
    """Who applied or was nominated, a page at a time."""
    _, states = VIEWS[view]
    everybody = queue(store, roster, states)
    found = everybody[(number - 1) * _A_PAGE : number * _A_PAGE]
    tabs = [(page.say(name), f"/applications?view={key}", key == view) for key, (name, _) in VIEWS.items()]
    waited = {each.specialist: _waited(page, each, now) for each in found}
    before = f"/applications?view={view}&page={number - 1}" if number > 1 else None
    after = f"/applications?view={view}&page={number + 1}" if number * _A_PAGE < len(everybody) else None
    return page.render(
        "registering/applications.html", tabs=tabs, found=found, waited=waited, view=view, before=before, after=after
    )


def _waited(page: Page, one: Waiting, now: NowDep) -> str:
    if one.since is None:
        return "–"
    return page.wording.say_many("%(count)s day", "%(count)s days", (now - one.since).days)
