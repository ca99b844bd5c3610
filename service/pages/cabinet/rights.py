"""``/cabinet/rights``: what I agreed to, and what I may ask for: a copy, restriction, another look, erasure."""

import json
from enum import StrEnum

from fastapi import APIRouter, Response

from registry.consent_terms import IN_FORCE, sentence
from registry.consents import Purpose
from registry.domain import Axis, Decision
from registry.errors import NotFound
from registry.exporting.resume import resume_of
from registry.store import Store
from service.auth.access import WhoDep
from service.auth.gate import GateDep
from service.auth.sessions import cookie_name
from service.auth.who import Who
from service.casework import decisions, membership, rights, seeing
from service.casework.membership import Asked
from service.deps import NowDep, StoreDep, TodayDep
from service.errors import TooManyAttempts, WrongCode, WrongPassword
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.cabinet.words import PURPOSES, WITHDRAWN
from service.pages.entering import why
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_
from service.rendering.dossier import pdf

router = APIRouter()

NOT_READ = N_("The terms were changed meanwhile. Read them once more.")
LEFT = N_("You are erased. Files that were being read just now are cleared by an administrator.")
WRONG_OWN = N_("The password is wrong.")


class Download(StrEnum):
    """As what everything on file is handed out."""

    JSON = "json"
    RESUME = "resume"
    PDF = "pdf"


_FILES = {
    Download.JSON: ("everything.json", "application/json"),
    Download.RESUME: ("resume.json", "application/json"),
    Download.PDF: ("everything.pdf", "application/pdf"),
}


@router.get("/cabinet/rights", dependencies=[OWN])
def rights_page(page: PageDep, store: StoreDep, who: WhoDep, profile: ProfileDep, today: TodayDep) -> Response:
    """Consents in plain words, and every right with its button."""
    return show(
        page,
        "rights.html",
        profile=profile,
        standing=membership.standing(profile, today),
        purposes=[(each, page.say(PURPOSES[each]), sentence(each, page.language)) for each in Purpose],
        withdrawn=WITHDRAWN,
        terms=IN_FORCE,
        decisions=_decisions(store, who),
        contests={each.decision: each for each in seeing.contests(store, _themselves(who))},
    )


@router.post("/cabinet/rights/consent", dependencies=[OWN])
def consent(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep) -> Response:
    """Give or withdraw consent to one purpose; given under the terms that were shown."""
    purpose = next((each for each in Purpose if each == form.value("purpose")), None)
    event = form.value("event")
    if purpose is None or event not in ("give", "withdraw"):
        raise NotFound("consent", form.value("purpose"))
    terms = form.value("terms")
    if event == "give" and terms != IN_FORCE:
        return page.redirect("/cabinet/rights", page.say(NOT_READ), "warning")
    asked = Asked(Axis.CONSENT, event, purpose=purpose, terms=terms or None)
    membership.advance(store, who, now, profile.id, asked)
    said = N_("Your consent is noted.") if event == "give" else N_("Your consent is withdrawn.")
    return page.redirect("/cabinet/rights", page.say(said))


@router.get("/cabinet/rights/download/{kind}", dependencies=[OWN])
def download(kind: Download, store: StoreDep, who: WhoDep, now: NowDep) -> Response:
    """Everything on file as a file; that it was handed out is on record."""
    found = rights.handed_out(store, who, now)
    name, media = _FILES[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if kind is Download.PDF:
        return Response(pdf(found), media_type=media, headers=headers)
    told = resume_of(found.profile) if kind is Download.RESUME else found.model_dump(mode="json", by_alias=True)
    return Response(json.dumps(told, indent=2, ensure_ascii=False) + "\n", media_type=media, headers=headers)


@router.post("/cabinet/rights/restriction", dependencies=[OWN])
def restrict(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, form: FormDep) -> Response:
    """Have one's facts kept and not used, or lift that."""
    restricted = rights.restrict(store, who, now, form.value("restricted") == "yes")
    said = N_("Your profile is kept, and not used.") if restricted else N_("Your profile is used again.")
    return page.redirect("/cabinet/rights", page.say(said))


@router.post("/cabinet/rights/contest/{id}", dependencies=[OWN])
def contest(id: str, page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, form: FormDep) -> Response:
    """Ask that somebody else looks at a decision; NotFound for one that one was no part of."""
    if not form.value("text"):
        return page.redirect("/cabinet/rights#contest", page.say("Say in your words what is wrong."), "problem")
    decisions.contest(store, who, now, id, form.value("text"))
    return page.redirect("/cabinet/rights#contest", page.say("Somebody else will look at it, and answer you."))


@router.get("/cabinet/rights/erase", dependencies=[OWN])
def erase_page(page: PageDep, gate: GateDep, who: WhoDep) -> Response:
    """The question before the last step."""
    return _asked(page, Form(), gate.store.accounts.get(who.account).second_factor)


@router.post("/cabinet/rights/erase", dependencies=[OWN])
def erase(page: PageDep, gate: GateDep, who: WhoDep, form: FormDep) -> Response:
    """Erase oneself, after the password; there is no way back."""
    form.need(page.wording, "password")
    factor = gate.store.accounts.get(who.account).second_factor
    if form.good:
        try:
            cleared = rights.erase(gate, who, form.value("password"), form.value("code"))
        except WrongPassword:
            form.refuse("password", page.say(WRONG_OWN))
        except (WrongCode, TooManyAttempts) as fault:
            form.refuse("code" if factor else "password", why(page, fault))
    if not form.good:
        return _asked(page, form, factor)
    said = N_("You are erased. Nothing about you is left in the pool.") if cleared else LEFT
    answer = page.redirect("/", page.say(said))
    answer.delete_cookie(cookie_name(gate), path="/", secure=gate.secure, httponly=True, samesite="lax")
    return answer


def _themselves(who: Who) -> Who:
    """Whoever asks without their other offices: here they see what is theirs alone."""
    return Who(who.account, who.name, frozenset(), who.specialist)


def _decisions(store: Store, who: Who) -> list[Decision]:
    """The decisions in which somebody was compared, the newest first."""
    return sorted(seeing.decisions(store, _themselves(who)), key=lambda each: each.at, reverse=True)


def _asked(page: Page, form: Form, factor: bool) -> Response:
    return show(page, "erase.html", 200 if form.good else 422, form=form, factor=factor)
