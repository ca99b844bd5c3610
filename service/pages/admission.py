"""``/join``: somebody new makes an account, says who they are, agrees, and applies; a registrar takes it from there."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from registry.accounts import Account
from registry.consent_terms import IN_FORCE, sentence
from registry.consents import Purpose
from registry.domain import Axis
from registry.errors import EmailTaken
from registry.vocabulary import CEFR
from service.auth import joining, sessions
from service.auth.access import IN_PERSON, PUBLIC, WhoDep
from service.auth.gate import GateDep
from service.auth.opaque import new_account_id
from service.casework import membership
from service.casework.membership import Asked
from service.casework.profile import Sections, first_profile
from service.deps import NowDep, StoreDep
from service.errors import TooManyAttempts, WeakPassword
from service.pages.beginning import NO_ADDRESS, WRONG_NAME
from service.pages.cabinet.overview import hand_in
from service.pages.cabinet.own import OWN, ProfileDep
from service.pages.cabinet.sections.fields import countries, languages
from service.pages.cabinet.sections.rows import LEVELS
from service.pages.cabinet.words import PURPOSES
from service.pages.entering import why
from service.pages.forms import Form, FormDep, filled
from service.pages.page import Page, PageDep
from service.pages.recovering import WEAK
from service.pages.words import N_

router = APIRouter()

TAKEN = N_("There is an account of this address already. Sign in with it, or ask for a new password.")
APPLIED = N_("You have applied. Meanwhile tell more in your profile, and hand in documents that back what you say.")
NEEDED = N_("Without this consent RTCM cannot look at your application.")


@router.get("/join", dependencies=[PUBLIC])
def join_page(page: PageDep) -> Response:
    """The first step; whoever is signed in is past it."""
    if page.who is not None:
        return page.redirect("/cabinet" if page.who.specialist else "/join/profile")
    return page.render("join/account.html", form=Form())


@router.post("/join", dependencies=[PUBLIC])
def join(page: PageDep, gate: GateDep, form: FormDep) -> Response:
    """Make the account, and sign in with it."""
    form.need(page.wording, "name", "email", "password")
    account = _account(page, form) if form.good else None
    if account is not None:
        try:
            account = joining.join(gate, account, form.value("password"), sessions.address_of(page.request))
        except EmailTaken:
            form.refuse("email", page.say(TAKEN))
        except WeakPassword:
            form.refuse("password", page.say(WEAK))
        except TooManyAttempts as fault:
            form.refuse("email", why(page, fault))
    if account is None or not form.good:
        return page.render("join/account.html", 422, form=form)
    answer = page.redirect("/join/profile")
    sessions.begin(gate, page.request, answer, account)
    return answer


@router.get("/join/profile", dependencies=[IN_PERSON])
def profile_page(page: PageDep, who: WhoDep) -> Response:
    """The second step: who somebody is and what they can do, in the fewest words."""
    if who.specialist is not None:
        return page.redirect("/join/consent")
    given, _, family = who.name.rpartition(" ")
    return _asked(page, filled({"given": given, "family": family}))


@router.post("/join/profile", dependencies=[IN_PERSON])
def begin_profile(page: PageDep, store: StoreDep, who: WhoDep, form: FormDep) -> Response:
    """Begin the profile, as a draft."""
    if who.specialist is not None:
        return page.redirect("/join/consent")
    form.need(page.wording, "family", "skill", "level", "language", "speaking")
    sections = _sections(page, form) if form.good else None
    if sections is None:
        return _asked(page, form)
    membership.begin(store, who, first_profile(membership.new_id(), sections))
    return page.redirect("/join/consent")


@router.get("/join/consent", dependencies=[OWN])
def consent_page(page: PageDep, profile: ProfileDep) -> Response:
    """The last step: what somebody agrees to."""
    return _consents(page, Form())


@router.post("/join/consent", dependencies=[OWN])
def apply(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep) -> Response:
    """Note the consents, and hand the application in; being found is needed, the others are free."""
    if not form.has("purpose", Purpose.SEARCH):
        form.refuse("purpose", page.say(NEEDED))
    if not form.good or form.value("terms") != IN_FORCE:
        return _consents(page, form)
    standing = membership.standing(profile, now.date())
    for purpose in Purpose:
        if form.has("purpose", purpose) and standing.consents[purpose] != "given":
            asked = Asked(Axis.CONSENT, "give", purpose=purpose, terms=IN_FORCE)
            membership.advance(store, who, now, profile.id, asked)
    # Nobody is asked whether what they have just typed is still true.
    membership.advance(store, who, now, profile.id, Asked(Axis.FRESHNESS, "confirm"))
    hand_in(store, who, now, profile.id, profile.vetting)
    return page.redirect("/cabinet", page.say(APPLIED))


def _account(page: Page, form: Form) -> Account | None:
    typed = {"name": form.value("name"), "email": form.value("email"), "language": page.language}
    try:
        return Account.model_validate({"id": new_account_id(), **typed})
    except ValidationError as fault:
        for each in fault.errors():
            said = NO_ADDRESS if each["loc"] == ("email",) else WRONG_NAME
            form.refuse(str(each["loc"][0]), page.say(said))
        return None


def _sections(page: Page, form: Form) -> Sections | None:
    level = form.value("level")
    said: Mapping[str, Any] = {
        "name": {"given": form.value("given"), "family": form.value("family")},
        "residence": form.value("residence") or None,
        "organisation": form.value("organisation") or None,
        "skills": [{"skill": form.value("skill"), "level": int(level) if level.isdecimal() else level}],
        "languages": [{"language": form.value("language"), "speaking": form.value("speaking")}],
    }
    try:
        return Sections.model_validate({name: value for name, value in said.items() if value is not None})
    except ValidationError as fault:
        places = {"skills.0.skill": "skill", "skills.0.level": "level", "languages.0.language": "language"}
        form.refuse_as(page.wording, fault, {**places, "languages.0.speaking": "speaking", "name": "family"})
        return None


def _asked(page: Page, form: Form) -> Response:
    return page.render(
        "join/profile.html",
        200 if form.good else 422,
        form=form,
        countries=countries(page.wording),
        languages=languages(page.wording),
        levels=[(str(place), page.say(words)) for place, words in enumerate(LEVELS, 1)],
        cefr=[(str(each), str(each)) for each in CEFR],
    )


def _consents(page: Page, form: Form) -> Response:
    purposes = [(each.value, page.say(PURPOSES[each]), sentence(each, page.language)) for each in Purpose]
    status = 200 if form.good else 422
    return page.render("join/consent.html", status, form=form, purposes=purposes, terms=IN_FORCE)
