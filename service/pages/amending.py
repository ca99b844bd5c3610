"""``/approvals/{id}/amend``: a mission in force written anew by whoever approves, as a version of its own."""

from fastapi import APIRouter, Response

from registry.domain import MissionCase
from registry.errors import StaleVersion
from registry.lifecycle import MACHINES, Office
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.auth.who import Who
from service.casework import missions, seeing
from service.deps import IndexDep, NowDep, StoreDep
from service.pages.casework import steps
from service.pages.forms import Form, FormDep
from service.pages.page import PageDep
from service.pages.planner import sheet, written

router = APIRouter(prefix="/approvals/{id}/amend", dependencies=[allow(Office.APPROVER)])


@router.get("")
def amend_page(page: PageDep, id: str, who: WhoDep, store: StoreDep) -> Response:
    """The text in force as the form in which it was written."""
    case = _amendable(store, who, id)
    if away := sheet.too_long(page, case.versions[-1], f"/approvals/{id}"):
        return away
    form = written.shown(page.wording, written.as_mapping(case.versions[-1]))
    return sheet.shown(page, who, Form({**form.typed, "version": (str(case.version),)}), sheet.amending(id))


@router.post("")
def amend(
    page: PageDep, id: str, who: WhoDep, store: StoreDep, index: IndexDep, now: NowDep, form: FormDep
) -> Response:
    """Make a new version; where somebody else did meanwhile, that is said and what was typed is kept."""
    case, purpose = _amendable(store, who, id), sheet.amending(id)
    if away := sheet.too_long(page, case.versions[-1], f"/approvals/{id}"):
        return away
    if again := sheet.again(page, who, index, form, now.date(), purpose):
        return again
    text = written.read(page.wording, form, id, written.not_shown(case.versions[-1]))
    form.need(page.wording, "comment")
    if text is None or not form.good:
        return sheet.shown(page, who, form, purpose, 422)
    why, version = form.value("comment"), sheet.version_of(form)
    try:
        return steps.take(
            page,
            f"/approvals/{id}",
            page.say("The amendment is in force."),
            lambda: missions.advance(store, who, now, id, "amend", comment=why, text=text, expected=version),
        )
    except StaleVersion:
        now_in_force = store.cases.get(MissionCase, id)
        return sheet.conflict(page, who, form, purpose, now_in_force.version, now_in_force.versions[-1])


def _amendable(store: Store, who: Who, id: str) -> MissionCase:
    """A mission that somebody may amend as it stands. NotFound, NotPossible."""
    case = seeing.case(store, who, id)
    steps.transition_of(MACHINES["mission"], case.state, "amend", who)
    return case
