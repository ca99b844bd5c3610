"""``/missions/new`` and ``/missions/{id}/edit``: a mission by form, from an earlier one, or from terms of reference."""

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse

from matching import POLICIES, Index
from matching.ask import Ask
from matching.eligibility import eligible
from registry import vocabulary
from registry.domain import CertificateLevel, Mission, MissionCase, MissionState, Role
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
from service.pages.page import Page, PageDep
from service.pages.planner import written
from service.pages.planner.missions import ASKING, WRITABLE
from service.pages.planner.requirements import left_out, seat_name
from service.pages.planner.words import EDUCATION, KINDS, MODALITIES, TYPES
from service.pages.wording import Wording

router = APIRouter()

TERMS = (".docx", ".pdf", ".txt")
_LONGEST_ID = 48
# The buttons that change the form and save nothing.
_SEAT, _COUNT, _ADD = "seat", "count", "add-"


@router.get("/missions/new", dependencies=[allow(*ASKING)])
def new_mission_page(
    page: PageDep, who: WhoDep, store: StoreDep, like: Annotated[Id | None, Query()] = None
) -> Response:
    """An empty form, or one like an earlier mission, without its dates. NotFound where that is not theirs."""
    like_mission = written.as_mapping(seeing.mission(store, who, like)) if like else {}
    return _shown(page, who, written.shown(page.wording, like_mission, dates=False))


@router.post("/missions/new", dependencies=[allow(*ASKING)])
def write_new(page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, now: NowDep, form: FormDep) -> Response:
    """Keep a new mission as a draft; or another row, another seat, a count, with all that was typed."""
    if again := _again(page, who, index, form, now.date()):
        return again
    mission = written.read(page.wording, form, _free_id(store, form.value("title"), now.date()))
    if mission is None:
        return _shown(page, who, form, 422)
    kept = _kept_before(store, who, mission)
    if kept is None:
        missions.open_case(store, who, now, mission, urgent=form.has("urgent", "yes"))
    return page.redirect(f"/missions/{kept or mission.id}", page.say("Kept as a draft. Submit it when it is ready."))


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
        return _shown(page, who, form, 422)
    try:
        draft = _draft(file.file.read(), ending)
    except BadInput:
        form.refuse("terms", page.say("This file cannot be read. Save it again, or as another kind of file."))
        return _shown(page, who, form, 422)
    found = written.shown(page.wording, draft.mission)
    return _shown(page, who, filled({**found.typed, **_quotes(draft)}), read_from=file.filename)


@router.post("/missions/count", dependencies=[allow(Office.PLANNER)])
def count_page(page: PageDep, index: IndexDep, today: TodayDep, form: FormDep) -> PlainTextResponse:
    """Who remains for each seat as it is written, and what removes most."""
    return PlainTextResponse(_counted(page.wording, index, form, today))


@router.get("/missions/{id}/edit", dependencies=[allow(*ASKING)])
def edit_page(page: PageDep, who: WhoDep, store: StoreDep, id: str) -> Response:
    """A draft of theirs as a form. NotFound; NotPossible once it was submitted."""
    # Before the text: a version that is too old is refused, one that is too young would lose an edit.
    version = {"version": (str(store.version("mission", id)),)}
    mission = _own_draft(store, who, id)
    form = written.shown(page.wording, written.as_mapping(mission))
    return _shown(page, who, Form({**form.typed, **version}), id=id)


@router.post("/missions/{id}/edit", dependencies=[allow(*ASKING)])
def write_again(
    page: PageDep, who: WhoDep, store: StoreDep, index: IndexDep, today: TodayDep, form: FormDep, id: str
) -> Response:
    """Write a draft again; where somebody else did meanwhile, that is said and what was typed is kept."""
    on_file = _own_draft(store, who, id)
    if again := _again(page, who, index, form, today, id):
        return again
    mission = written.read(page.wording, form, id, _not_shown(on_file))
    if mission is None:
        return _shown(page, who, form, 422, id=id)
    try:
        version = form.value("version")
        missions.write(store, who, mission, int(version) if version.isascii() and version.isdecimal() else 0)
    except StaleVersion:
        return _conflict(page, who, store, form, id)
    return page.redirect(f"/missions/{id}", page.say("Saved."))


def _conflict(page: Page, who: Who, store: Store, form: Form, id: str) -> Response:
    """What was typed beside the version it now stands against: saving again replaces what somebody else wrote."""
    said = page.say(
        "Somebody else changed this mission meanwhile. What you typed stands below; saving again replaces theirs."
    )
    kept = Form({**form.typed, "version": (str(store.version("mission", id)),)}, form.files, {"title": said})
    return _shown(page, who, kept, 409, id=id)


def _own_draft(store: Store, who: Who, id: str) -> Mission:
    case = seeing.case(store, who, id)
    if case.requester != who.account:
        raise NotFound("mission", id)
    if case.state not in WRITABLE:
        raise NotPossible(f"mission {id} is {case.state}: from now on its approver amends it")
    return store.mission(id)


def _not_shown(mission: Mission) -> dict[str, Any]:
    """What the form has no field for."""
    kept = written.as_mapping(mission)
    return {"source": kept["source"]}


def _again(page: Page, who: Who, index: Index, form: Form, today: date, id: str | None = None) -> Response | None:
    """The form once more where a button asked for a row, a seat or a count; None where it is to be kept."""
    wanted = form.value("do")
    typed = dict(form.typed)
    if wanted == _SEAT:
        typed["seats"] = (str(min(written.seats_of(form) + 1, written.MOST_SEATS)),)
    elif wanted.startswith(_ADD) and wanted.removeprefix(_ADD).isdecimal():
        typed |= _added(form, int(wanted.removeprefix(_ADD)))
    elif wanted != _COUNT:
        return None
    counted = _counted(page.wording, index, form, today) if wanted == _COUNT and who.holds(Office.PLANNER) else ""
    return _shown(page, who, Form(typed), id=id, counted=counted)


def _added(form: Form, seat: int) -> dict[str, tuple[str, ...]]:
    """One more row of the kind that was chosen; a kind that is no kind adds nothing."""
    kind, rows = form.value(f"s{seat}-new"), written.rows_of(form, seat)
    name = written.row(seat, max(rows, default=0) + 1)
    return {f"{name}-kind": (kind,), f"{name}-strength": (written.MUST,)} if kind in written.FIELDS else {}


def _counted(words: Wording, index: Index, form: Form, today: date) -> str:
    """``Seat 1: 214 of 700; without Russian C1 −310``, seat by seat."""
    mission = written.rough(words, form, today)
    if mission is None:
        return words.say("The count follows once everything can be read.")
    return "\n".join(_counted_seat(words, Ask(mission, number), index) for number in range(1, len(mission.seats) + 1))


def _counted_seat(words: Wording, ask: Ask, index: Index) -> str:
    found = eligible(ask, index)
    musts = [each for each in found.exclusions if each.must is not None and each.count]
    worst = sorted(musts, key=lambda each: -each.count)[:2]
    remain = words.say("%(some)s of %(all)s remain", some=words.number(found.count), all=words.number(len(index)))
    removed = [f"{left_out(words, ask, each)} −{words.number(each.count)}" for each in worst]
    return f"{seat_name(words, ask.seat, ask.number)}: {'; '.join([remain, *removed])}"


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


def _shown(
    page: Page,
    who: Who,
    form: Form,
    status: int = 200,
    id: str | None = None,
    counted: str = "",
    read_from: str | None = None,
) -> Response:
    """The form, whatever state it is in."""
    words = page.wording
    hosts = max([at for at in range(1, written.MOST_COUNTRIES + 1) if form.value(f"host-{at}")], default=0)
    return page.render(
        "planner/writing.html",
        status,
        form=form,
        id=id,
        counted=counted,
        read_from=read_from,
        hosts=min(max(hosts + 1, 2), written.MOST_COUNTRIES),
        seats=range(1, written.seats_of(form) + 1),
        rows=lambda seat: [(at, form.value(f"{written.row(seat, at)}-kind")) for at in written.rows_of(form, seat)],
        kinds=[(kind, words.say(text)) for kind, text in KINDS.items()],
        types=[(each.value, words.say(text)) for each, text in TYPES.items()],
        modalities=[(each.value, words.say(text)) for each, text in MODALITIES.items()],
        roles=[(each.value, words.called(each)) for each in Role],
        education=[(str(level), words.say(text)) for level, text in EDUCATION.items()],
        certificates=[(each.value, words.called(each)) for each in CertificateLevel],
        modules=[(each.id, each.title) for each in vocabulary.modules().values()],
        countries=sorted(words.country(code) for code in vocabulary.countries()),
        languages=sorted(words.language_name(code) for code in vocabulary.languages()),
        cefr=[str(each) for each in vocabulary.CEFR],
        policies=[(name, _weights(words, name)) for name in POLICIES],
        planner=who.holds(Office.PLANNER),
    )


def _weights(words: Wording, name: str) -> str:
    weights = POLICIES[name].weights
    return ", ".join(f"{words.called(criterion)} {words.number(weight)}" for criterion, weight in weights.items())
