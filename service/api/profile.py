"""The own profile of a specialist: read, written section by section, how complete it is."""

from fastapi import APIRouter, Response

from registry.completeness import Completeness, completeness
from registry.domain import Specialist
from registry.errors import NotFound
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import profile
from service.casework.profile import Sections
from service.deps import IfMatchDep, NowDep, StoreDep
from service.http.etags import show_version

router = APIRouter(prefix="/me/profile", tags=["me"])
_OWN = [allow(Office.SPECIALIST)]


@router.get("", dependencies=_OWN)
def get_profile(response: Response, store: StoreDep, who: WhoDep) -> Specialist:
    """One's own profile; its ETag is the version that a change is made to."""
    # The version first: one that is older than the text is refused as stale, a younger one would lose an edit.
    show_version(response, store.version("specialist", own(who)))
    return store.specialist(own(who))


@router.patch("", dependencies=_OWN)
def write_sections(
    body: Sections, response: Response, store: StoreDep, who: WhoDep, now: NowDep, expected: IfMatchDep
) -> Specialist:
    """Replace the sections that are sent; what was verified stays as it is, 409 says which."""
    after, version = profile.write(store, who, now, own(who), body, expected)
    show_version(response, version)
    return after


@router.get("/completeness", dependencies=_OWN)
def get_completeness(store: StoreDep, who: WhoDep, now: NowDep) -> Completeness:
    """How much one's own profile tells, and what would help most."""
    return completeness(store.specialist(own(who)), now.date())


def own(who: Who) -> str:
    """The id of one's own profile; NotFound where it is gone."""
    if who.specialist is None:
        raise NotFound("specialist", who.account)
    return who.specialist
