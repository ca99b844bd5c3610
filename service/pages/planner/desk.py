"""``/desk``: what waits for somebody who plans."""

from fastapi import APIRouter, Response

from registry.lifecycle import Office
from registry.roster import Roster
from service.auth.access import WhoDep, allow
from service.casework.desk import AtRisk, Mine, desk
from service.deps import IndexDep, NowDep, RosterDep, StoreDep
from service.pages.casework.words import MISSION_STEPS
from service.pages.page import Page, PageDep
from service.pages.planner.requirements import seat_name

router = APIRouter()


@router.get("/desk", dependencies=[allow(Office.PLANNER)])
def desk_page(page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, roster: RosterDep, now: NowDep) -> Response:
    """My missions with their next step, answers that came in, certificates about to lapse, seats at risk."""
    found = desk(store, index, who, now)
    return page.render(
        "planner/desk.html",
        found=found,
        next_of=lambda each: _next(page, each),
        seat_of=lambda each: _seat(page, each),
        name_of=lambda offer: name_in(page, roster, offer.specialist),
    )


def _next(page: Page, each: Mine) -> str:
    if each.unlisted:
        return page.wording.say_many(
            "Choose people for %(count)s seat", "Choose people for %(count)s seats", len(each.unlisted)
        )
    return page.say(MISSION_STEPS[each.step.event][0]) if each.step else page.say("Others have the word now")


def _seat(page: Page, each: AtRisk) -> str:
    return seat_name(page.wording, each.mission.seats[each.seat - 1], each.seat)


def name_in(page: Page, roster: Roster, specialist: str) -> str:
    """What somebody is called, also where they have left the pool."""
    row = roster.row.get(specialist)
    entry = None if row is None else roster.entries[row]
    return entry.name if entry else page.say("somebody who has left the pool")
