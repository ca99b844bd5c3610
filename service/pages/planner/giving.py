"""``/missions/{id}/seats/{n}/list.pdf`` and the like: the list of a seat as a file, marked, and on record first."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Response

from registry.lifecycle import Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.deps import IndexDep, NowDep, RosterDep, StoreDep
from service.pages.page import Page, PageDep
from service.pages.planner.requirements import seat_name
from service.pages.planner.seat import Person, Sought
from service.pages.planner.shortlist import sought_in
from service.pages.planner.view import ViewQuery
from service.pages.reasons import in_words
from service.rendering.listing import Listed, Listing, as_csv, as_pdf, as_workbook

router = APIRouter()

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@router.get("/missions/{id}/seats/{number}/list.{kind}", dependencies=[allow(Office.PLANNER)])
def list_file(
    page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, roster: RosterDep, now: NowDep, view: ViewQuery,
    id: str, number: int, kind: Literal["csv", "xlsx", "pdf"],
) -> Response:  # fmt: skip
    """The list as it is looked at: names, points and reasons; never a contact, which comes with an offer."""
    sought, _ = sought_in(page, store, index, roster, view, id, number)
    shown = [each for each in sought.people if not each.hidden]
    _note(store, who, sought, shown)
    listing = _listing(page, who, sought, shown, now)
    content = as_pdf(listing, now) if kind == "pdf" else as_csv(listing) if kind == "csv" else as_workbook(listing)
    name = f"{id}-seat-{number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _note(store: Store, who: Who, sought: Sought, shown: list[Person]) -> None:
    """Nothing leaves unseen: person by person."""
    purpose = f"shortlist of {sought.mission.id}, seat {sought.number}"
    store.record.note_accesses(who.account, purpose, sorted(each.of.specialist for each in shown), "export")


def _listing(page: Page, who: Who, sought: Sought, shown: list[Person], now: datetime) -> Listing:
    words = page.wording
    title, dates = sought.mission.title, words.days(sought.mission.window.start, sought.mission.window.end)
    taken = page.say(
        "Taken by %(name)s (%(account)s), %(when)s. Confidential: for this mission alone.",
        name=who.name,
        account=who.account,
        when=words.instant(now),
    )
    return Listing(
        title=seat_name(words, sought.ask.seat, sought.number),
        under=f"{title}, {dates}",
        mark=taken,
        language=page.language,
        counts=_counts(page, sought, len(shown)),
        heads=(page.say("Rank"), page.say("Name"), page.say("Score"), page.say("Points")),
        more=(page.say("Evidence"), page.say("To ask about")),
        people=tuple(_listed(page, each) for each in shown),
    )


def _counts(page: Page, sought: Sought, shown: int) -> tuple[str, ...]:
    pool, number = sought.shortlist.pool, page.wording.number
    able = page.say("%(some)s of %(all)s can be proposed", some=number(pool.eligible), all=number(pool.specialists))
    hidden = len(sought.people) - shown
    weights = page.say("Weights: %(name)s", name=page.wording.weights(sought.shortlist.policy.name))
    left = page.wording.say_many("%(count)s hidden by filters", "%(count)s hidden by filters", hidden)
    revision = page.say("Pool at revision %(number)s", number=number(pool.revision))
    return (able, weights, revision, *((left,) if hidden else ()))


def _listed(page: Page, each: Person) -> Listed:
    words = page.wording
    return Listed(
        rank=words.number(each.of.rank),
        name=each.of.name,
        score=words.number(each.of.score, 1),
        points="; ".join(f"{part.label} {words.number(part.points, 1)}" for part in each.parts),
        reasons=tuple((words.called(part.criterion), in_words(part.reason, words)) for part in each.of.contributions),
        evidence="; ".join(f"{words.called(grade)} {words.number(count)}" for grade, count in each.grades),
        flags="; ".join(in_words(flag, words) for flag in each.flags),
    )
