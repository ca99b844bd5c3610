"""``/missions/new`` and ``/missions/{id}/edit``: a mission by form, from an earlier one, or from terms of reference."""

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse

from registry import vocabulary
from registry.domain import Mission, MissionCase, MissionState
from registry.domain.base import Id
from registry.errors import BadInput, NotFound, StaleVersion
from registry.importing.terms import Draft, draft_of, extracted, read_terms
from registry.lifecycle import Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import missions, seeing
from service.deps import IndexDep, NowDep, StoreDep, TodayDep
from service.errors import NotPossible
from service.pages.forms import Form, FormDep, filled
from service.pages.page import PageDep
from service.pages.planner import sheet, written
from service.pages.planner.missions import ASKING, WRITABLE
from service.pages.planner.sheet import NEW, editing

router = APIRouter()

TERMS = (".docx", ".pdf", ".txt")
_LONGEST_ID = 48


@router.get("/missions/new", dependencies=[allow(*ASKING)])
def new_mission_page(
    page: PageDep, who: WhoDep, store: StoreDep, like: Annotated[Id | None, Query()] = None
) -> Response:
    """An empty form, or one like an earlier mission, without its dates. NotFound where that is not theirs."""
    earlier = seeing.mission(store, who, like) if like else None
    if earlier and (away := sheet.too_long(page, earlier, sheet.place_of(earlier.id, who))):
        return away
    asked = written.as_mapping(earlier) if earlier else {}
    return sheet.shown(page, who, written.shown(page.wording, asked, dates=False), NEW)


@router.post("/missions/new", dependencies=[allow(*ASKING)])
def write_new(page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, now: NowDep, form: FormDep) -> Response:
    """Keep a new mission as a draft; or another row, another seat, a count, with all that was typed."""
    if again := sheet.again(page, who, index, form, now.date(), NEW):
        return again
    mission = written.read(page.wording, form, _free_id(store, form.value("title"), now.date()))
    if mission is None:
        return sheet.shown(page, who, form, NEW, 422)
    kept = _kept_before(store, who, mission)
    if kept is None:
        missions.open_case(store, who, now, mission, urgent=form.has("urgent", "yes"))
    return page.redirect(
        sheet.place_of(kept or mission.id, who), page.say("Kept as a draft. Submit it when it is ready.")
    )


def _kept_before(store: Store, who: Who, mission: Mission) -> str | None:
    """The draft of theirs that asks the very same: a form that is sent twice is kept once."""
    own = [each.id for each in store.cases.find(MissionCase, account=who.account, states=[MissionState.DRAFT])]
    return next((id for id in own if store.mission(id).model_copy(update={"id": mission.id}) == mission), None)


@router.post("/missions/terms", dependencies=[allow(*ASKING)])
def read_file(page: PageDep, who: WhoDep, form: FormDep) -> Response:
    """Terms of reference as a form, each thing found beside the words it came from; nothing is kept yet."""
    file = form.files.get("terms")
    ending = Path(file.filename or "").suffix.lower() if file else ""
    if file is None or ending not in TERMS:
        form.refuse("terms", page.say("Choose a file that ends in .docx, .pdf or .txt."))
        return sheet.shown(page, who, form, NEW, 422)
    try:
        draft = _draft(file.file.read(), ending)
    except BadInput:
        form.refuse("terms", page.say("This file cannot be read. Save it again, or as another kind of file."))
        return sheet.shown(page, who, form, NEW, 422)
    found = written.shown(page.wording, draft.mission)
    return sheet.shown(page, who, filled({**found.typed, **_quotes(draft)}), NEW, read_from=file.filename)


@router.post("/missions/count", dependencies=[allow(Office.PLANNER)])
def count_page(page: PageDep, index: IndexDep, today: TodayDep, form: FormDep) -> PlainTextResponse:
    """Who remains for each seat as it is written, and what removes most."""
    return PlainTextResponse(sheet.counted(page.wording, index, form, today))


@router.get("/missions/{id}/edit", dependencies=[allow(*ASKING)])
def edit_page(page: PageDep, who: WhoDep, store: StoreDep, id: str) -> Response:
    """A draft of theirs as a form. NotFound; NotPossible once it was submitted."""
    # Before the text: a version that is too old is refused, one that is too young would lose an edit.
    version = {"version": (str(store.version("mission", id)),)}
    mission = _own_draft(store, who, id)
    if away := sheet.too_long(page, mission, sheet.place_of(id, who)):
        return away
    form = written.shown(page.wording, written.as_mapping(mission))
    return sheet.shown(page, who, Form({**form.typed, **version}), editing(id, who))


@router.post("/missions/{id}/edit", dependencies=[allow(*ASKING)])
def write_again(
    page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, today: TodayDep, form: FormDep, id: str
) -> Response:
    """Write a draft again; where somebody else did meanwhile, that is said and what was typed is kept."""
    on_file = _own_draft(store, who, id)
    if away := sheet.too_long(page, on_file, sheet.place_of(id, who)):
        return away
    if again := sheet.again(page, who, index, form, today, editing(id, who)):
        return again
    mission = written.read(page.wording, form, id, written.not_shown(on_file))
    if mission is None:
        return sheet.shown(page, who, form, editing(id, who), 422)
    try:
        missions.write(store, who, mission, sheet.version_of(form))
    except StaleVersion:
        return sheet.conflict(page, who, form, editing(id, who), store.version("mission", id), store.mission(id))
    return page.redirect(sheet.place_of(id, who), page.say("Saved."))


def _own_draft(store: Store, who: Who, id: str) -> Mission:
    case = seeing.case(store, who, id)
    if case.requester != who.account:
        raise NotFound("mission", id)
    if case.state not in WRITABLE:
        raise NotPossible(f"mission {id} is {case.state}: from now on its approver amends it")
    return store.mission(id)


def _draft(content: bytes, ending: str) -> Draft:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"terms{ending}"
        path.write_bytes(content)
        return draft_of(extracted(read_terms(path)), "draft")


# Places of a draft -> the field beside which their words stand.
_BESIDE = {"types": "types", "host_countries": "host-1", "window": "start", "effort_days": "effort"}


def _quotes(draft: Draft) -> dict[str, str]:
    """The words behind each field, as fields of their own, so that they stay while the form is mended."""
    quotes: dict[str, str] = {}
    for place, found in draft.sources.items():
        words = f"“{found.quote.words[:400]}” ({found.quote.place})"
        quotes.setdefault(f"{_field(draft.mission, place)}-words", words)
    return quotes


def _field(mission: Mapping[str, Any], place: tuple[str | int, ...]) -> str:
    match place:
        case ("seats", int(seat), str(strength), int(at)):
            before = len(mission["seats"][seat]["must"]) if strength == written.WISH else 0
            return written.row(seat + 1, before + at + 1)
        case ("seats", int(seat)):
            return f"s{seat + 1}-role"
        case _:
            return _BESIDE.get(str(place[0]), "banned" if place[0] == "exclude" else str(place[0]))


def _free_id(store: Store, title: str, today: date) -> str:
    """An id from a title and the year that no mission has yet."""
    plain = re.sub(r"[^a-z0-9]+", "-", vocabulary.fold(title)).strip("-")[:_LONGEST_ID].strip("-") or "mission"
    taken = {id for id, _ in store.mission_titles()}
    wanted, number = f"{plain}-{today.year}", 2
    while wanted in taken:
        wanted, number = f"{plain}-{today.year}-{number}", number + 1
    return wanted
