"""Accounts: who may sign in, in which offices; changed, disabled, reset and signed out by an administrator."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import ValidationError

from registry.accounts import Account
from registry.domain.base import Id
from registry.errors import NotFound, RegistryError, StaleVersion
from registry.lifecycle import Office
from registry.vocabulary import LANGS
from service.auth import administering
from service.auth.access import WhoDep, allow
from service.auth.gate import IDLE, GateDep
from service.auth.opaque import new_account_id
from service.locale import own_name
from service.pages import stepping
from service.pages.forms import Form, FormDep, filled
from service.pages.page import Page, PageDep
from service.pages.stepping import Needs, StepWords
from service.pages.words import N_

router = APIRouter()
_ADMINISTRATOR = [allow(Office.ADMINISTRATOR, in_person=True)]
AccountId = Annotated[Id, Path()]
_OFFICES = tuple(each for each in Office if each is not Office.CALENDAR)
TAKEN = N_("Another account has this e-mail address, or there is no such profile, or no administrator would be left.")
WHAT_AN_OFFICE_NEEDS = N_("A specialist needs the number of their profile, a focal point needs an organisation.")
# What can be done to somebody's account beside changing it: how it reads, by the last part of its address.
STEPS: Mapping[str, StepWords] = {
    "reset": StepWords(
        N_("Have a new password set"),
        N_("Have %(name)s set a new password?"),
        N_("The old one ends, they are signed out everywhere, their tokens end, and they get a link for a new one."),
        "danger",
    ),
    "second-factor": StepWords(
        N_("Take the second factor away"),
        N_("Take the second factor of %(name)s away?"),
        N_("For somebody who lost it and the codes too. Make sure that it is really them who ask."),
        "danger",
    ),
    "sign-out": StepWords(
        N_("Sign out everywhere"),
        N_("Sign %(name)s out everywhere?"),
        N_("They can sign in again with their password."),
        "second",
    ),
}


@router.get("/accounts", dependencies=_ADMINISTRATOR)
def accounts(page: PageDep, gate: GateDep, office: Office | None = None, q: str = "") -> Response:
    """Every account, narrowed down by an office and by part of a name or address."""
    wanted = q.casefold().strip()
    found = [
        each
        for each in gate.store.accounts.all()
        if (office is None or office in each.roles) and wanted in f"{each.name} {each.email}".casefold()
    ]
    form = filled({"q": q, "office": office.value if office else ""})
    return page.render("administering/accounts.html", accounts=found, form=form, offices=_offices(page))


@router.get("/accounts/new", dependencies=_ADMINISTRATOR)
def new_page(page: PageDep) -> Response:
    """The form for a new account."""
    return _asked(page, filled({"language": page.language}), None)


@router.post("/accounts/new", dependencies=_ADMINISTRATOR)
def add(page: PageDep, form: FormDep, gate: GateDep, who: WhoDep) -> Response:
    """Add an account; its owner gets a link to set a password."""
    wanted = _account(page, form, new_account_id(), 1, active=True)
    if wanted is not None:
        try:
            added = administering.add(gate, wanted, None, who.account, "account added")
        except RegistryError:
            form.refuse("email", page.say(TAKEN))
        else:
            return _invited(page, added, administering.invite(gate, added))
    return _asked(page, form, None)


@router.get("/accounts/{id}", dependencies=_ADMINISTRATOR)
def account(page: PageDep, gate: GateDep, id: AccountId) -> Response:
    """One account, to be changed."""
    held = gate.store.accounts.get(id)
    form = filled(
        {
            "email": held.email,
            "name": held.name,
            "roles": [str(each) for each in held.roles],
            "specialist": held.specialist or "",
            "organisation": held.organisation or "",
            "language": held.language,
            "active": "yes" if held.active else "",
            "version": str(held.version),
        }
    )
    return _asked(page, form, held, gate)


@router.post("/accounts/{id}", dependencies=_ADMINISTRATOR)
def change(page: PageDep, form: FormDep, gate: GateDep, who: WhoDep, id: AccountId) -> Response:
    """Change an account as it stood when the form was shown; disabled, it is signed out at once."""
    held = gate.store.accounts.get(id)
    version = int(form.value("version")) if form.value("version").isdigit() else 0
    wanted = _account(page, form, id, version, active=form.has("active", "yes"))
    if wanted is not None:
        try:
            gate.store.accounts.update(
                wanted.model_copy(update={"second_factor": held.second_factor}), who.account, "account changed"
            )
        except StaleVersion:
            form.refuse("email", page.say("Somebody else has changed this account meanwhile. Look at it again."))
        except RegistryError:
            form.refuse("email", page.say(TAKEN))
        else:
            return page.redirect(f"/accounts/{id}", page.say("Saved."))
    return _asked(page, form, held, gate)


@router.get("/accounts/{id}/{step}", dependencies=_ADMINISTRATOR)
def ask(page: PageDep, gate: GateDep, id: AccountId, step: str) -> Response:
    """The page that asks before a step with somebody's account."""
    return stepping.ask(
        page, Form(), _words(step), gate.store.accounts.get(id).name, Needs((), None), f"/accounts/{id}"
    )


@router.post("/accounts/{id}/{step}", dependencies=_ADMINISTRATOR)
def take(page: PageDep, gate: GateDep, who: WhoDep, id: AccountId, step: str) -> Response:
    """Take the step."""
    words, held = _words(step), gate.store.accounts.get(id)
    if step == "reset":
        return _invited(page, held, administering.lock_out(gate, id, who.account, "asked by its owner"))
    if step == "second-factor":
        gate.store.accounts.drop_factor(id, who.account, "asked by its owner")
    else:
        gate.store.accounts.sessions.end_all(held.id)
    return page.redirect(f"/accounts/{id}", page.say("Done: %(step)s.", step=page.say(words.label)))


def _words(step: str) -> StepWords:
    if step not in STEPS:
        raise NotFound("step", step)
    return STEPS[step]


def _account(page: Page, form: Form, id: str, version: int, active: bool) -> Account | None:
    """The account that the form describes; None, and the form refused, where there can be none such."""
    form.need(page.wording, "email", "name")
    if not form.good:
        return None
    said: dict[str, Any] = {name: form.value(name) or None for name in ("specialist", "organisation")}
    try:
        return Account(
            id=id,
            email=form.value("email"),
            name=form.value("name"),
            roles=form.values("roles"),
            language=form.value("language"),
            active=active,
            version=version,
            **said,
        )
    except ValidationError as fault:
        for each in fault.errors():
            if each["type"] == "linked":
                form.refuse("roles", page.say(WHAT_AN_OFFICE_NEEDS))
            elif each["loc"] == ("email",):
                form.refuse("email", page.say("Write an e-mail address, such as name@example.org."))
        if form.good:
            form.refuse_as(page.wording, fault, {})
        return None


def _invited(page: Page, account: Account, link: str | None) -> Response:
    """Where no mail is sent from here the link is shown, once; it is for its owner alone."""
    if link is None:
        said = page.say("%(name)s gets a link by mail to set a password.", name=account.name)
        return page.redirect(f"/accounts/{account.id}", said)
    return page.render("administering/link.html", account=account, link=link)


def _offices(page: Page) -> list[tuple[str, str]]:
    return [(each.value, page.wording.called(each)) for each in _OFFICES]


def _asked(page: Page, form: Form, held: Account | None, gate: GateDep | None = None) -> Response:
    sessions = [] if held is None or gate is None else gate.store.accounts.sessions.of(held.id, gate.now(), IDLE)
    steps = [] if held is None else [(STEPS[each], f"/accounts/{held.id}/{each}") for each in STEPS]
    if held is not None and not held.second_factor:
        steps = [each for each in steps if not each[1].endswith("second-factor")]
    return page.render(
        "administering/account.html",
        200 if form.good else 422,
        form=form,
        account=held,
        offices=_offices(page),
        languages=[(each, own_name(each)) for each in LANGS],
        sessions=sessions,
        steps=stepping.links(page, steps),
    )
