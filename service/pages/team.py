"""The best team of a mission: rules as switches, what alternates cost, people exchanged, taken over as decisions."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Response

from matching.errors import NoSuchSpecialist, OutOfTime
from matching.teams import Team
from matching.teams.answer import Chosen
from registry.domain import Decision, Mission, MissionCase, MissionState
from registry.errors import StaleVersion
from registry.lifecycle import Office
from registry.store import Store
from service.api.asked import IN_TURN
from service.auth.access import WhoDep, allow
from service.casework import decisions, seeing
from service.casework.decisions import Wanted
from service.deps import NowDep, StoreDep
from service.pages.casework import steps, teaming
from service.pages.casework.people import names
from service.pages.casework.teaming import RULES, TERMS, Swap, Teams, TeamsDep
from service.pages.charts import Part
from service.pages.forms import EMPTY, Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.planner.shortlist import OVERTAKEN
from service.pages.words import N_
from service.policies import known_policy

router = APIRouter(prefix="/missions/{id}/team", dependencies=[allow(Office.PLANNER)])

NO_TIME = N_("No team was found in time. Switch a rule off, or ask again.")
NOT_THERE = N_("Somebody of the exchange is not in the pool.")


@dataclass(frozen=True)
class Formed:
    """What a page shows: the best team, the one with people exchanged, or why there is none."""

    best: Team | None
    shown: Team | None
    swaps: tuple[Swap, ...]
    problem: str = ""

    @property
    def loss(self) -> float:
        """Points lost by the exchanges."""
        if self.best is None or self.shown is None or None in (self.best.points, self.shown.points):
            return 0.0
        return (self.best.points or 0.0) - (self.shown.points or 0.0)


@router.get("", dependencies=[IN_TURN])
def team(page: PageDep, id: str, who: WhoDep, store: StoreDep, teams: TeamsDep, now: NowDep) -> Response:
    """The best team under the rules of the address; every state of it has an address of its own."""
    case, mission = _mission(store, who, id)
    asked = _asked(page)
    formed = _formed(page, teams, mission, asked)
    return _shown(page, store, case, mission, asked, formed, Form(), now)


@router.post("", dependencies=[IN_TURN])
def take_over(
    page: PageDep, id: str, who: WhoDep, store: StoreDep, teams: TeamsDep, now: NowDep, form: FormDep
) -> Response:
    """Put people on the lists of their seats, each with a reason; an alternate without one stays away."""
    case, mission = _mission(store, who, id)
    wanted = _wanted(page, form)
    if not form.good:
        asked = _asked(page)
        return _shown(page, store, case, mission, asked, _formed(page, teams, mission, asked), form, now)
    policy = known_policy(mission.policy)
    drawn = _drawn(form, now)
    seen = {seat: form.value(f"seen-{seat}") for seat in wanted if f"seen-{seat}" in form.typed}
    try:
        return steps.take(
            page,
            f"/missions/{id}/staffing",
            page.say("The team is on the lists of its seats."),
            lambda: decisions.decide_all(store, teams.index, who, now, id, wanted, policy, drawn, seen),
        )
    except StaleVersion:
        form.refuse("lists", page.say(OVERTAKEN))
        again = form.without(*(f"seen-{seat}" for seat in seen))
        asked = _asked(page)
        return _shown(page, store, case, mission, asked, _formed(page, teams, mission, asked), again, now, 409)


def _mission(store: Store, who: WhoDep, id: str) -> tuple[MissionCase, Mission]:
    case = seeing.case(store, who, id)
    return case, case.versions[-1] if case.versions else store.mission(id)


def _asked(page: Page) -> Form:
    """The address as a form, so that the fields show what is in force."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in page.request.query_params.multi_items():
        found[key] = (*found.get(key, ()), value[:200])
    return Form({"objective": ("full",), **found})


def _formed(page: Page, teams: Teams, mission: Mission, asked: Form) -> Formed:
    rules = teaming.rules_of(page.wording, asked)
    if rules is None:
        return Formed(None, None, ())
    swaps = tuple(teaming.swaps_of(asked, mission))
    try:
        best, shown = teams.of(mission, rules, "points" if asked.value("objective") == "points" else "full", swaps)
        return Formed(best, shown, () if best.status == "infeasible" else swaps)
    except OutOfTime:
        return Formed(None, None, (), page.say(NO_TIME))
    except NoSuchSpecialist:
        return Formed(None, None, (), page.say(NOT_THERE))


def _wanted(page: Page, form: Form) -> dict[int, list[Wanted]]:
    """Who is chosen for which seat, and why: fields ``why-SEAT-SPECIALIST``, of which those of members are needed."""
    wanted: dict[int, list[Wanted]] = {}
    for name in form.typed:
        kind, _, rest = name.partition("-")
        seat, _, specialist = rest.partition("-")
        if kind != "why" or not seat.isdecimal():
            continue
        if form.value(name):
            wanted.setdefault(int(seat), []).append(Wanted(specialist, form.value(name)))
        elif form.has("member", rest):
            form.refuse(name, page.say(EMPTY))
    return wanted


def _drawn(form: Form, now: datetime) -> datetime:
    """When the team was first looked at; now where the form does not say it well."""
    try:
        drawn = datetime.fromisoformat(form.value("drawn"))
    except ValueError:
        return now
    return drawn if drawn.tzinfo is not None and drawn <= now else now


def _shown(
    page: Page,
    store: Store,
    case: MissionCase,
    mission: Mission,
    asked: Form,
    formed: Formed,
    form: Form,
    now: datetime,
    refused: int = 422,
) -> Response:
    """The page; ``asked`` is the address, ``form`` the reasons as they were typed."""
    status = 200 if form.good and asked.good else refused
    shown = formed.shown
    listed = _listed(store, mission)
    return page.render(
        "team/page.html",
        status,
        case=case,
        mission=mission,
        asked=asked,
        form=form,
        formed=formed,
        team=shown if shown is not None and shown.status != "infeasible" else None,
        clash=shown.clash if shown is not None else (),
        rules=[(name, page.say(label), page.say(unit)) for name, (label, unit) in RULES.items()],
        terms=[(page.say(TERMS[each.term]), each.points) for each in shown.terms] if shown is not None else [],
        names=_names(formed),
        parts=lambda each: _parts(page, each),
        may_take=case.state is MissionState.SOURCING,
        without=lambda swap: page.without("swap", swap.text),
        swapped=lambda seat, out, into: _with_swap(page, Swap(seat, out, into)),
        drawn=form.value("drawn") or now.isoformat(),
        listed=listed,
        on_list=names(page, store, [one.specialist for each in listed.values() for one in each.chosen]),
    )


def _listed(store: Store, mission: Mission) -> dict[int, Decision]:
    """The decision in force on each seat that has one."""
    found = store.cases.find(Decision, mission=mission.id, states=["current"])
    seats = {number: decisions.newest(found, number) for number in range(1, len(mission.seats) + 1)}
    return {number: each for number, each in seats.items() if each is not None}


def _names(formed: Formed) -> dict[str, str]:
    """Everybody whom the page names."""
    found: dict[str, str] = {}
    for each in filter(None, (formed.best, formed.shown)):
        for seat in each.seats:
            found |= {one.specialist: one.name for one in seat.chosen}
            found |= {one.specialist: one.name for one in seat.alternates}
    return found


def _parts(page: Page, member: Chosen) -> list[Part]:
    return [
        Part(each.criterion, page.wording.called(each.criterion), each.points)
        for each in member.contributions
        if each.points
    ]


def _with_swap(page: Page, swap: Swap) -> str:
    """The address of this page with one more exchange; one of an exchanged person goes back to whom they replaced."""
    here = page.here()
    return f"{here}{'&' if '?' in here else '?'}swap={swap.text}"
