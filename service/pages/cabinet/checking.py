"""``/cabinet/self-check``: the level of a language, found by what one can do in each of four skills."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from registry.domain import LanguageSkill, Specialist
from registry.vocabulary import CEFR
from service.auth.access import WhoDep
from service.deps import NowDep, StoreDep
from service.pages.cabinet.cefr import CAN, SKILLS
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.cabinet.profile import CHANGED, write
from service.pages.cabinet.sections.fields import languages
from service.pages.forms import Form, FormDep, fault, filled
from service.pages.page import Page, PageDep

router = APIRouter()


@router.get("/cabinet/self-check", dependencies=[OWN])
def self_check(page: PageDep, profile: ProfileDep, language: Annotated[str, Query(max_length=8)] = "") -> Response:
    """The questions, with the answers that the profile gives for a language."""
    held = next((each for each in profile.languages if each.language == language), None)
    levels = {} if held is None else {skill: str(level) for skill in SKILLS if (level := getattr(held, skill))}
    return _asked(page, filled({"language": language, **levels}))


@router.post("/cabinet/self-check", dependencies=[OWN])
def keep_levels(
    page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep
) -> Response:
    """Put the levels that were found into the profile."""
    form.need(page.wording, "language", *SKILLS)
    code = form.value("language")
    for skill in SKILLS:
        if form.value(skill) not in (*CEFR.__members__, ""):
            form.refuse(skill, fault(page.wording, "enum"))
    if form.good and code not in dict(languages(page.wording)):
        form.refuse("language", fault(page.wording, "unknown_term"))
    if form.good and not write(page, store, who, now, profile, {"languages": _rows(profile, form)}, form):
        form.refuse("language", page.say(CHANGED))
    if not form.good:
        return _asked(page, form)
    return page.redirect("/cabinet/profile/languages", page.say("Saved."))


def _rows(profile: Specialist, form: Form) -> tuple[LanguageSkill, ...]:
    code = form.value("language")
    levels: dict[str, Any] = {skill: form.value(skill) for skill in SKILLS}
    held = [each for each in profile.languages if each.language == code]
    more = {"native": held[0].native, "can_train": held[0].can_train} if held else {}
    row = LanguageSkill.model_validate({"language": code, **levels, **more})
    return (*(row if each in held else each for each in profile.languages), *([] if held else [row]))


def _asked(page: Page, form: Form) -> Response:
    questions = [
        (skill, page.say(title), [(str(level), str(level), page.say(can)) for level, can in CAN[skill].items()])
        for skill, title in SKILLS.items()
    ]
    status = 200 if form.good else 422
    return show(page, "self_check.html", status, form=form, questions=questions, languages=languages(page.wording))
