"""``/cabinet/doors`` and ``/cabinet/seen``: what opened doors and what would, and what planners see of me."""

from fastapi import APIRouter, Response

from matching.opportunities import Missing
from registry.domain import OfferState
from registry.lifecycle import Bar
from service.casework.opportunities import opportunities
from service.deps import IndexDep, StoreDep
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.page import Page, PageDep
from service.pages.person import sections
from service.pages.words import N_

router = APIRouter()

# Why somebody was not looked at, as it is said to them.
BARS = {
    Bar.NOT_ADMITTED: N_("You were not a member of the network."),
    Bar.NO_CONSENT: N_("You had not consented to being found."),
    Bar.PAUSED: N_("You had paused."),
    Bar.BLOCKED: N_("RTCM did not propose you."),
    Bar.DORMANT: N_("You had not confirmed your profile for 18 months."),
    Bar.RESTRICTED: N_("You had restricted the use of your profile."),
}
_NOT_MET = "must-have not met: "
_AWAY = "away: "


@router.get("/cabinet/doors", dependencies=[OWN])
def doors(page: PageDep, store: StoreDep, index: IndexDep, profile: ProfileDep) -> Response:
    """How often one was considered, what was missing most, and which module closes it; counts, never a name."""
    found = opportunities(store, index, profile)
    missing = [(*_why(page, each), each.seats) for each in found.missing]
    return show(
        page, "doors.html", found=found, missing=missing, states=[each for each in OfferState if found.offers[each]]
    )


@router.get("/cabinet/seen", dependencies=[OWN])
def seen(page: PageDep, profile: ProfileDep) -> Response:
    """The own profile as it is shown to planners."""
    return show(page, "seen.html", profile=profile, sections=sections(page.wording, profile))


def _why(page: Page, missing: Missing) -> tuple[str, str]:
    """Why somebody was left out, and the requirement behind it as missions write it (in English), if there is one."""
    if missing.reason in BARS:
        return page.say(BARS[Bar(missing.reason)]), ""
    if missing.reason.startswith(_NOT_MET):
        return page.say("A requirement was not met:"), missing.reason.removeprefix(_NOT_MET)
    if missing.reason.startswith(_AWAY):
        return page.say("You were away on its days."), ""
    return page.say("The mission itself rules it out:"), missing.reason
