"""``/account``: one's own password, second factor, places where one is signed in, tokens, language and mails."""

from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import APIRouter, Response

from registry.errors import StaleVersion
from registry.vocabulary import LANGS
from service.auth import own, sessions
from service.auth.access import IN_PERSON, SETTING_UP, WhoDep
from service.auth.gate import IDLE, Gate, GateDep
from service.auth.who import Who
from service.deps import StoreDep
from service.errors import NotPossible, TooManyAttempts, WeakPassword, WrongCode, WrongPassword
from service.locale import own_name
from service.pages import choice
from service.pages.browsers import browser
from service.pages.codes import qr
from service.pages.entering import why
from service.pages.faults import TOLD
from service.pages.forms import EMPTY, Form, FormDep, fault
from service.pages.page import Page, PageDep
from service.pages.recovering import WEAK
from service.pages.words import N_

router = APIRouter()

WRONG_OWN = N_("The password is wrong.")
SCOPES = {"read": N_("Read what I may read"), "write": N_("Do what I may do")}
MOST_DAYS = 366


@dataclass(frozen=True)
class Shown:
    """What is shown once: the second factor that waits for its first code, codes on paper, a new token."""

    factor: tuple[str, str] | None = None
    recovery: list[str] = field(default_factory=list)
    token: str | None = None


@router.get("/account", dependencies=[SETTING_UP])
def account_page(page: PageDep, gate: GateDep, who: WhoDep) -> Response:
    """Everything about the own account."""
    return _shown(page, gate, who, Form())


@router.post("/account/password", dependencies=[IN_PERSON])
def change_password(page: PageDep, gate: GateDep, who: WhoDep, form: FormDep) -> Response:
    """Another password; one is signed out everywhere else."""
    form.need(page.wording, "current", "password")
    if form.good:
        try:
            here = sessions.session_digest(page.request, gate)
            own.change_password(gate, who, form.value("current"), form.value("password"), keep=here)
        except WrongPassword:
            form.refuse("current", page.say(WRONG_OWN))
        except TooManyAttempts as fault:
            form.refuse("current", why(page, fault))
        except WeakPassword:
            form.refuse("password", page.say(WEAK))
    if not form.good:
        return _shown(page, gate, who, form)
    return page.redirect("/account", page.say("Your new password holds. You are signed out everywhere else."))


@router.post("/account/second-factor", dependencies=[SETTING_UP])
def propose_factor(page: PageDep, gate: GateDep, who: WhoDep) -> Response:
    """Begin to use a second factor: the code that a device reads, and the field for its first answer."""
    try:
        proposed = own.propose_factor(gate, who)
    except NotPossible:
        return page.redirect("/account")
    return _shown(page, gate, who, Form(), Shown(factor=proposed))


@router.post("/account/second-factor/confirm", dependencies=[SETTING_UP])
def confirm_factor(page: PageDep, gate: GateDep, who: WhoDep, form: FormDep) -> Response:
    """Put the second factor in force; the codes on paper are shown this once."""
    try:
        codes = own.confirm_factor(gate, who, form.value("code"))
    except (WrongCode, TooManyAttempts) as fault:
        form.refuse("code", why(page, fault))
        return _shown(page, gate, who, form, Shown(factor=("", "")))
    except NotPossible:
        return page.redirect("/account")
    return _shown(page, gate, who, Form(), Shown(recovery=codes))


@router.post("/account/second-factor/end", dependencies=[IN_PERSON])
def drop_factor(page: PageDep, gate: GateDep, who: WhoDep, form: FormDep) -> Response:
    """Do without the second factor again."""
    try:
        own.drop_factor(gate, who, form.value("factor_password"))
    except WrongPassword:
        form.refuse("factor_password", page.say(WRONG_OWN))
    except TooManyAttempts as fault:
        form.refuse("factor_password", why(page, fault))
    if not form.good:
        return _shown(page, gate, who, form)
    return page.redirect("/account", page.say("You sign in without a second factor now."))


@router.post("/account/sessions/{id}/end", dependencies=[IN_PERSON])
def end_session(id: str, page: PageDep, gate: GateDep, who: WhoDep) -> Response:
    """Sign out in one place; one that has ended already stays so."""
    gate.store.accounts.sessions.end_one(who.account, id)
    return page.redirect("/account", page.say("You are signed out there."))


@router.post("/account/tokens", dependencies=[IN_PERSON])
def make_token(page: PageDep, gate: GateDep, who: WhoDep, form: FormDep) -> Response:
    """A token for a program; its secret is shown this once."""
    form.need(page.wording, "token", "scopes", "days")
    days = form.value("days")
    if form.good and not (days.isdecimal() and 1 <= int(days[:6]) <= MOST_DAYS):
        form.refuse("days", fault(page.wording, "int_parsing"))
    if form.good and not set(form.values("scopes")) <= SCOPES.keys():
        form.refuse("scopes", fault(page.wording, "enum"))
    if not form.good:
        return _shown(page, gate, who, form)
    name = form.value("token")[:100]
    _, secret = own.make_token(gate, who, name, list(form.values("scopes")), timedelta(days=int(days)))
    return _shown(page, gate, who, Form(), Shown(token=secret))


@router.post("/account/tokens/{id}/end", dependencies=[IN_PERSON])
def end_token(id: str, page: PageDep, gate: GateDep, who: WhoDep) -> Response:
    """End a token; one that has ended already stays so."""
    gate.store.accounts.tokens.end(who.account, id, who.account, "ended by its owner")
    return page.redirect("/account", page.say("The token has ended."))


@router.post("/account/mails", dependencies=[IN_PERSON])
def choose_mails(page: PageDep, gate: GateDep, who: WhoDep, store: StoreDep, form: FormDep) -> Response:
    """In which language the service writes and is shown, and whether mails that can wait come once a day."""
    language = form.value("language")
    if language not in LANGS:
        form.refuse("language", page.say(EMPTY))
        return _shown(page, gate, who, form)
    account = gate.store.accounts.get(who.account)
    try:
        changed = account.model_copy(update={"language": language})
        gate.store.accounts.update(changed, who.account, "language chosen by its owner")
    except StaleVersion:
        return page.redirect("/account", page.say(TOLD[409][1]), "warning")
    for noun, id in _readers(who):
        store.outbox.choose(noun, id, form.value("daily") == "yes")
    answer = page.redirect("/account", page.say("Saved."))
    answer.delete_cookie(choice.COOKIE)
    return answer


def _readers(who: Who) -> list[tuple[str, str]]:
    """As whom somebody gets mails: by their account, and by their profile."""
    return [("account", who.account), *([("specialist", who.specialist)] if who.specialist else [])]


def _shown(page: Page, gate: Gate, who: Who, form: Form, once: Shown | None = None) -> Response:
    account, now = gate.store.accounts.get(who.account), gate.now()
    here = sessions.session_digest(page.request, gate) or ""
    daily = any(gate.store.outbox.wants_daily(noun, id) for noun, id in _readers(who))
    once = once or Shown()
    return page.render(
        "account/page.html",
        200 if form.good else 422,
        form=form,
        mails=Form({"language": (account.language,), "daily": ("yes",) if daily else ()}),
        account=account,
        once=once,
        code=qr(once.factor[1]) if once.factor and once.factor[1] else None,
        sessions=[(here.startswith(each.id), each) for each in gate.store.accounts.sessions.of(who.account, now, IDLE)],
        tokens=gate.store.accounts.tokens.of(who.account, now),
        browser_of=lambda agent: browser(page.wording, agent),
        scope_names=lambda held: ", ".join(page.say(SCOPES[each]) for each in held),
        scopes=[(scope, page.say(words)) for scope, words in SCOPES.items()],
        languages=[(each, own_name(each)) for each in page.languages if each in LANGS],
    )
