"""``/cabinet/profile``: every section at a glance, and each to be changed; nothing that somebody typed is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from registry.completeness import completeness
from registry.domain import Specialist
from registry.errors import BadInput, NotFound, StaleVersion
from registry.store import Store
from service.auth.access import WhoDep
from service.auth.who import Who
from service.casework import profile as writing
from service.casework.profile import Sections
from service.deps import NowDep, StoreDep, TodayDep
from service.errors import NotPossible
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.cabinet.sections import EDITORS, Editor
from service.pages.cabinet.sections.editor import mark
from service.pages.forms import GENERAL, Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.taxonomy import named_in
from service.pages.words import N_

router = APIRouter()

CHANGED = N_(
    "This section was changed elsewhere meanwhile. What you typed still stands below. Compare it with what is on "
    "file, and save again to keep yours."
)
LOCKED = N_("What was verified is not yours to change or to add a second time.")


@router.get("/cabinet/profile", dependencies=[OWN])
def sections(page: PageDep, profile: ProfileDep, today: TodayDep) -> Response:
    """What each section says, with the way to change it."""
    told = [(each, each.told(page.wording, profile)) for each in EDITORS.values()]
    return show(page, "profile.html", profile=profile, sections=told, complete=completeness(profile, today))


@router.get("/cabinet/profile/{section}", dependencies=[OWN])
def section_page(section: str, page: PageDep, profile: ProfileDep) -> Response:
    """One section as a form; NotFound for any other name."""
    editor = _editor(section)
    return _asked(page, editor, profile, editor.filled(profile))


@router.post("/cabinet/profile/{section}", dependencies=[OWN])
def save(
    section: str, page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep
) -> Response:
    """Save one section, unless it was changed meanwhile; the answer to a script is short."""
    editor = _editor(section)
    said = editor.read(page.wording, form, profile)
    stale = form.value("mark") != mark(editor, profile)
    if form.good and not stale:
        stale = not write(page, store, who, now, profile, said, form)
    after = store.specialist(profile.id)
    if _by_script(page):
        return _short(page, editor, after, form, stale)
    if stale or not form.good:
        return _asked(page, editor, after, form, stale)
    again = form.value("then") == "more"
    return page.redirect(f"/cabinet/profile/{section}" if again else "/cabinet/profile", page.say("Saved."))


def write(
    page: Page, store: Store, who: Who, now: datetime, profile: Specialist, said: Mapping[str, Any], form: Form
) -> bool:
    """Write sections that were read from a form; False when the profile was changed under our hands.

    What the whole refuses is said in the form.
    """
    try:
        version = store.version("specialist", profile.id)
        # What the form was held against must still be what stands at this version.
        if store.specialist(profile.id) != profile:
            return False
        writing.write(store, who, now, profile.id, Sections(**said), version)
    except StaleVersion:
        return False
    except NotPossible:
        form.refuse("section", page.say(LOCKED))
    except BadInput as refused:
        for problem in refused.problems:
            form.refuse(problem.field if problem.field in form.typed else "section", page.say(GENERAL))
    return True


def _editor(section: str) -> Editor:
    if section not in EDITORS:
        raise NotFound("section", section)
    return EDITORS[section]


def _by_script(page: Page) -> bool:
    return page.request.headers.get("accept") == "application/json"


def _short(page: Page, editor: Editor, profile: Specialist, form: Form, stale: bool) -> Response:
    """What the script shows beside the form, and the mark with which it goes on."""
    if stale:
        return JSONResponse({"said": page.say(CHANGED)}, 409)
    if not form.good:
        return JSONResponse({"said": page.say("Not saved yet: %(why)s", why=next(iter(form.errors.values())))}, 422)
    return JSONResponse({"said": page.say("Saved."), "mark": mark(editor, profile)})


def _asked(page: Page, editor: Editor, profile: Specialist, form: Form, stale: bool = False) -> Response:
    """The form of a section; where it is stale, beside what is on file now."""
    return show(
        page,
        "section.html",
        409 if stale else 200 if form.good else 422,
        editor=editor,
        lines=editor.lines(page.wording, profile),
        form=form,
        mark=mark(editor, profile),
        changed=page.say(CHANGED) if stale else None,
        on_file=editor.told(page.wording, profile) if stale else [],
        suggested=_suggested(profile) if editor.name == "bio" else [],
        wording=page.wording,
    )


def _suggested(profile: Specialist) -> list[str]:
    """Competences whose names stand in what somebody writes of themselves, and not yet in their profile."""
    held = {each.skill for each in profile.skills}
    return [id for text in profile.bio.values() for id in named_in(text) if id not in held]
