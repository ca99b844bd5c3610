"""What the pages of the cabinet share: their policy, the profile of whoever looks, and the way from one to the next."""

from functools import partial
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse

from registry.domain import Mission, Specialist
from registry.errors import NotFound
from registry.lifecycle import Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.deps import StoreDep
from service.pages.cabinet.words import told
from service.pages.page import Page
from service.pages.words import N_

# A token is for programs: nobody enters a cabinet with one.
OWN: Any = allow(Office.SPECIALIST, in_person=True)
VIEWS = (
    ("/cabinet", N_("Overview")),
    ("/cabinet/profile", N_("Profile")),
    ("/cabinet/documents", N_("Documents")),
    ("/cabinet/times", N_("Times")),
    ("/cabinet/offers", N_("Offers")),
    ("/cabinet/certificates", N_("Certificates")),
    ("/cabinet/doors", N_("What opened doors")),
    ("/cabinet/rights", N_("Consent and rights")),
)


def own_profile(store: StoreDep, who: WhoDep) -> Specialist:
    """The profile of whoever asks; NotFound where it is gone."""
    if who.specialist is None:
        raise NotFound("specialist", who.account)
    return store.specialist(who.specialist)


ProfileDep = Annotated[Specialist, Depends(own_profile)]


def show(page: Page, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the cabinet, with its views above it and its words at hand."""
    views = [(page.say(name), path, _here(page, path)) for path, name in VIEWS]
    return page.render(f"cabinet/{template}", status, views=views, told=partial(told, page), **values)


def _here(page: Page, path: str) -> bool:
    return page.path == path or (path != VIEWS[0][0] and page.path.startswith(f"{path}/"))


def mission_of(store: Store, id: str) -> Mission:
    """The text of a mission in which somebody takes part."""
    found: Mission = store.mission(id)
    return found
