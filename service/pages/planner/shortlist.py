"""``/missions/{id}/seats/{n}``: who fits a seat and why, and the choice of people with a reason each."""

from collections.abc import Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime

from fastapi import APIRouter, Response

from matching import Index, WhyNot, why_not
from matching.criteria import CRITERIA
from matching.errors import NoSuchSeat
from registry.domain import Decision, Gender, MissionCase, MissionState
from registry.errors import NotFound, StaleVersion
from registry.lifecycle import Office
from registry.roster import Entry, Roster
from registry.store import Store
from service.api.asked import turn
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework.decisions import Wanted, decide, newest
from service.casework.desk import in_force
from service.deps import IndexDep, NowDep, RosterDep, StoreDep
from service.errors import NotPossible
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.planner.beside import compared, joined_by, paths_to
from service.pages.planner.requirements import flag, seat_name
from service.pages.planner.seat import Sought, told, women_and_men
from service.pages.planner.view import LEAST_COMPARED, TOPS, View, ViewQuery, grid
from service.pages.words import N_
from service.people.sight import visible
from service.policies import known_policy

router = APIRouter()

_MOST_FOUND = 10
# When a list was first looked at: kept in this browser for this seat, and carried in the form.
_DRAWN = "drawn"
_OLDEST_DAYS = 60
# The decision in force that stood on the page from which people were chosen.
_SEEN = "seen"
OVERTAKEN = N_(
    "Somebody else put people on this list while you were choosing; theirs stand below, and nothing was replaced. "
    "What you chose is still ticked: sending it again replaces their list."
)
_FILTERS = ("passed", "unflagged", "verified", "residence", "organisation")


@router.get("/missions/{id}/seats/{number}", dependencies=[allow(Office.PLANNER)])
def shortlist_page(
    page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, roster: RosterDep, now: NowDep, view: ViewQuery,
    id: str, number: int,
) -> Response:  # fmt: skip
    """The people who fit a seat, ranked and explained, as the address asks to look at them. NotFound."""
    sought, case = sought_in(page, store, index, roster, view, id, number)
    return _shown(page, who, store, now, sought, case, Form())


@router.post("/missions/{id}/seats/{number}/decision", dependencies=[allow(Office.PLANNER)])
def decide_page(
    page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, roster: RosterDep, now: NowDep, form: FormDep,
    id: str, number: int,
) -> Response:  # fmt: skip
    """Put people on the list of a seat, each with a reason; what was typed is kept where one is missing."""
    sought, case = sought_in(page, store, index, roster, View(), id, number)
    wanted = [Wanted(each, form.value(f"reason-{each}")) for each in dict.fromkeys(form.values("choose"))]
    if not wanted:
        form.refuse("list", page.say("Choose at least one person, with a reason."))
    for each in wanted:
        if not each.reason:
            form.refuse(
                f"reason-{each.specialist}", page.say("Say why you choose this person, also for the first rank.")
            )
    status = 422
    if form.good:
        try:
            _decide(page, store, index, who, now, sought, wanted, form)
        except StaleVersion:
            form.refuse("chosen", page.say(OVERTAKEN))
            # What is sent next was written before the eyes of what it replaces.
            form, status = form.without(_SEEN), 409
    if not form.good or case is None:
        return _shown(page, who, store, now, sought, case, form, status)
    answer = page.redirect(_address(id, number), _decided(page, len(wanted)))
    answer.delete_cookie(_DRAWN, path=_address(id, number))
    return answer


def sought_in(
    page: Page, store: Store, index: Index, roster: Roster, view: View, id: str, number: int
) -> tuple[Sought, MissionCase | None]:
    """One seat of a mission in force, and its case; a mission that was imported has none. NotFound."""
    cases = store.cases.find(MissionCase, mission=id)
    mission = in_force(store, cases[0]) if cases else store.mission(id)
    if not 1 <= number <= len(mission.seats):
        raise NotFound("seat", str(number))
    policy = known_policy(mission.policy)
    points = grid(page.wording, policy, page.request.query_params)
    found = Sought(page.wording, mission, number, index, roster, policy, view, points)
    return found, cases[0] if cases else None


def _decide(
    page: Page, store: Store, index: Index, who: Who, now: datetime, sought: Sought, wanted: list[Wanted], form: Form
) -> None:
    drawn, seen = _drawn(form.value(_DRAWN), now), form.value(_SEEN) if _SEEN in form.typed else None
    try:
        decide(store, index, who, now, sought.mission.id, sought.number, wanted, sought.policy, drawn, seen)
    except (NotPossible, NoSuchSeat, NotFound):
        said = page.say("This could not be decided: the mission or the pool has changed. Look at the list again.")
        form.refuse("list", said)


def _shown(
    page: Page,
    who: Who,
    store: Store,
    now: datetime,
    sought: Sought,
    case: MissionCase | None,
    form: Form,
    status: int = 200,
) -> Response:
    """The page of the list."""
    with contextmanager(turn)(page.request) if sought.view.stability else nullcontext():
        people = sought.people
    words, address = page.wording, _address(sought.mission.id, sought.number)
    drawn = _drawn(form.value(_DRAWN) or page.request.cookies.get(_DRAWN, ""), now)
    deciding = case is not None and case.state is MissionState.SOURCING and sought.as_it_is
    answer = page.render(
        "planner/shortlist.html",
        status,
        sought=sought,
        view=sought.view,
        case=case,
        form=form,
        address=address,
        name=seat_name(words, sought.ask.seat, sought.number),
        shown=[each for each in people if not each.hidden],
        compared=compared(words, sought),
        least_compared=LEAST_COMPARED,
        chips=_chips(page, sought),
        others=lambda *names: _others(page, names),
        own=page.here(ease=None, drop=None, **{f"w-{name}": None for name in CRITERIA}),
        criteria=list(CRITERIA),
        tops=[each for each in TOPS if each > sought.view.top and len(people) >= sought.view.top],
        residences=joined_by(sought, "residence", words.country),
        employers=joined_by(sought, "organisation", str),
        removed=[(reason, words.number(count)) for reason, count in sought.left_out],
        named=_named(who, sought, now.date()),
        absent=_absent(who, sought, now.date()),
        told=lambda sentence: told(words, sentence),
        paths=paths_to(words, sought) if sought.view.look else None,
        glance=_glance(store, sought),
        drawn=drawn.isoformat(),
        deciding=deciding,
        decision=_decision(store, sought),
        called=lambda specialist: (
            entry.name if (entry := sought.entry(specialist)) else page.say("somebody who has left")
        ),
    )
    answer.set_cookie(_DRAWN, drawn.isoformat(), path=address, httponly=True, samesite="lax", secure=page.secure)
    return answer


def _address(id: str, number: int) -> str:
    return f"/missions/{id}/seats/{number}"


def _drawn(told: str, now: datetime) -> datetime:
    """When the list was first looked at; now where nothing, or nothing that can be, is told."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return now
    believable = found.tzinfo is not None and found <= now and (now - found).days <= _OLDEST_DAYS
    return found if believable else now


def _decided(page: Page, count: int) -> str:
    return page.wording.say_many(
        "%(count)s person is on the list of this seat now.", "%(count)s people are on the list of this seat now.", count
    )


def _decision(store: Store, sought: Sought) -> Decision | None:
    """The decision in force on a seat, the newest one."""
    return newest(store.cases.find(Decision, mission=sought.mission.id, states=["current"]), sought.number)


def _chips(page: Page, sought: Sought) -> list[tuple[str, str]]:
    """Every filter in force: what it says and how many it hides, and the address without it."""
    view, words = sought.view, page.wording
    labels = {
        "passed": page.say("Score of %(mark)s or more", mark=words.number(sought.policy.pass_mark)),
        "unflagged": page.say("Nothing to ask about"),
        "verified": page.say("Something verified"),
        "residence": words.country(view.residence)
        if view.residence in dict(joined_by(sought, "residence", str))
        else "",
        "organisation": view.organisation,
    }
    return [
        (_hiding(page, labels[name] or str(getattr(view, name)), sought.hidden_by(name)), page.here(**{name: None}))
        for name in _FILTERS
        if getattr(view, name)
    ]


def _hiding(page: Page, label: str, count: int) -> str:
    hides = page.wording.say_many("hides %(count)s", "hides %(count)s", count)
    return f"{label}: {hides}"


def _others(page: Page, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """The parameters of the address that a form of its own must bring along."""
    return [each for each in page.request.query_params.multi_items() if each[0] not in names]


def _named(who: Who, sought: Sought, today: date) -> list[Entry]:
    """Who is called as was typed, in any script, of those whom one may see."""
    roster = sought.roster
    found = roster.named(sought.view.who) & visible(who, roster, today) if sought.view.who else 0
    return sorted(roster.chosen(found), key=lambda each: (each.sorted_by, each.id))[:_MOST_FOUND]


def _absent(who: Who, sought: Sought, today: date) -> tuple[WhyNot, list[str], list[str]] | None:
    """Why somebody is not on the list, with what excludes them and what to ask about, in the language of the page."""
    named, asked = _named(who, sought, today), sought.view.whynot
    id = asked or (named[0].id if len(named) == 1 else None)
    if id is None or not sought.roster.has(visible(who, sought.roster, today), id):
        return None
    found = why_not(sought.mission, sought.index, id, sought.number, sought.policy, sought.view.top)
    excluded = sought.excluded(id)
    return found, excluded, [flag(sought.words, code) for code in sought.flags_of(id)]


def _glance(store: Store, sought: Sought) -> Mapping[Gender, int] | None:
    """Women and men of the whole list, whatever filters hide."""
    with store.view() as view:
        return women_and_men(view.genders([each.of.specialist for each in sought.people]))
