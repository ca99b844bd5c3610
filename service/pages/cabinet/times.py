"""``/cabinet/times``: when somebody is free, perhaps, or away; and a pause during which they are not proposed."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from registry.domain import AvailabilityKind, Axis, Specialist
from service.auth.access import WhoDep
from service.casework import membership
from service.casework.membership import Asked
from service.deps import NowDep, StoreDep, TodayDep
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.cabinet.periods import DAY, UNKNOWN, month, with_period
from service.pages.cabinet.profile import CHANGED, write
from service.pages.cabinet.words import AVAILABILITY, options
from service.pages.forms import Form, FormDep, fault
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()

Month = Annotated[str, Query(pattern=r"^(|\d{4}-\d{2})$")]
FURTHEST_YEARS = 5
AHEAD = N_("Choose a day after today.")
_NOT_KNOWN = N_("Not known")
_FORGETS = N_("Takes away what you said of these days.")


@router.get("/cabinet/times", dependencies=[OWN])
def times(page: PageDep, profile: ProfileDep, today: TodayDep, month: Month = "") -> Response:
    """A month as a table, every period, and the pause."""
    return _shown(page, profile, today, Form(), _first(month, today))


@router.post("/cabinet/times", dependencies=[OWN])
def add_period(
    page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep
) -> Response:
    """Say what is known of some days."""
    form.need(page.wording, "start", "end", "kind")
    start, end = form.day(page.wording, "start"), form.day(page.wording, "end")
    if start and end and end < start:
        form.refuse("end", fault(page.wording, "order"))
    if form.good and form.value("kind") not in (*AvailabilityKind, UNKNOWN):
        form.refuse("kind", fault(page.wording, "enum"))
    if form.good and start and end:
        kind = None if form.value("kind") == UNKNOWN else AvailabilityKind(form.value("kind"))
        changed = with_period(profile.availability, start, end + DAY, kind)
        if not write(page, store, who, now, profile, {"availability": changed}, form):
            form.refuse("start", page.say(CHANGED))
    if not form.good or start is None:
        return _shown(page, profile, now.date(), form, (start or now.date()).replace(day=1), 422)
    return page.redirect(f"/cabinet/times?month={start:%Y-%m}", page.say("Saved."))


@router.post("/cabinet/times/remove", dependencies=[OWN])
def remove_period(
    page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep
) -> Response:
    """Take one period away; one that has gone already stays gone."""
    start = form.day(page.wording, "start")
    left = tuple(each for each in profile.availability if each.start != start)
    if not write(page, store, who, now, profile, {"availability": left}, form):
        return page.redirect("/cabinet/times", page.say(CHANGED), "warning")
    return page.redirect("/cabinet/times", page.say("The period is gone; of these days nothing is known now."))


@router.post("/cabinet/times/pause", dependencies=[OWN])
def pause(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep) -> Response:
    """Not to be proposed, until a day or until one says otherwise."""
    until = form.day(page.wording, "until")
    if until is not None and until <= now.date():
        form.refuse("until", page.say(AHEAD))
    if not form.good:
        return _shown(page, profile, now.date(), form, now.date().replace(day=1), 422)
    membership.advance(store, who, now, profile.id, Asked(Axis.REFERRAL, "pause", until=until))
    return page.redirect("/cabinet/times", page.say("You are not proposed now."))


@router.post("/cabinet/times/resume", dependencies=[OWN])
def resume(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep) -> Response:
    """To be proposed again."""
    membership.advance(store, who, now, profile.id, Asked(Axis.REFERRAL, "resume"))
    return page.redirect("/cabinet/times", page.say("You can be proposed again."))


def _first(month: str, today: date) -> date:
    """The first day of the month that is asked for, of this one where there is none such near by."""
    year, _, number = month.partition("-")
    near = month and abs(int(year) - today.year) <= FURTHEST_YEARS and 1 <= int(number) <= 12
    return date(int(year), int(number), 1) if near else today.replace(day=1)


def _shown(page: Page, profile: Specialist, today: date, form: Form, first: date, status: int = 200) -> Response:
    kinds = [*options(page, AVAILABILITY), (UNKNOWN, page.say(_NOT_KNOWN), page.say(_FORGETS))]
    return show(
        page,
        "times.html",
        status,
        profile=profile,
        standing=membership.standing(profile, today),
        form=form,
        kinds=kinds,
        first=first,
        weeks=month(profile.availability, first),
        weekdays=page.wording.weekdays(),
        before=f"{first - DAY:%Y-%m}",
        after=f"{first + timedelta(days=31):%Y-%m}",
        periods=[each for each in profile.availability if each.end > today],
        last_days={each.start: each.end - DAY for each in profile.availability},
    )
