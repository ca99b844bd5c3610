"""A new password for whoever forgot it, by a link that is sent."""

from fastapi import APIRouter, BackgroundTasks, Response

from service.auth import reset, sessions
from service.auth.access import PUBLIC
from service.auth.gate import GateDep
from service.errors import DeadLink, NotPossible, TooManyAttempts, WeakPassword
from service.pages.entering import why
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()

WEAK = N_(
    "Use at least 12 characters, of which at least five differ, and not your e-mail address. A few words do well."
)
DEAD = N_("This link was used before or has ended. Ask for a new one.")
NO_MAIL = N_("No mail is sent from here. Ask an administrator for a new password.")


@router.get("/reset/ask", dependencies=[PUBLIC])
def ask_page(page: PageDep) -> Response:
    """The form that asks for a link."""
    return page.render("entering/ask.html", form=Form())


@router.post("/reset/ask", dependencies=[PUBLIC])
def ask_for_link(page: PageDep, gate: GateDep, form: FormDep, after: BackgroundTasks) -> Response:
    """Have a link sent; the answer is the same whether there is such an account or not."""
    form.need(page.wording, "email")
    if form.good:
        try:
            reset.expect_few(gate, form.value("email"), sessions.address_of(page.request))
        except TooManyAttempts as fault:
            form.refuse("email", why(page, fault))
        except NotPossible:
            form.refuse("email", page.say(NO_MAIL))
    if not form.good:
        return page.render("entering/ask.html", 422, form=form)
    after.add_task(reset.send_link, gate, form.value("email"))
    return page.redirect("/sign-in", page.say("If there is such an account, a link is on its way to it."), "note")


@router.get("/reset/{secret}", dependencies=[PUBLIC])
def reset_page(page: PageDep, secret: str) -> Response:
    """The form for a new password, where the link from the mail leads."""
    return _asked(page, Form(), secret)


@router.post("/reset/{secret}", dependencies=[PUBLIC])
def reset_password(page: PageDep, gate: GateDep, form: FormDep, secret: str) -> Response:
    """Set the new password; every session of the account ends."""
    form.need(page.wording, "password")
    if not form.good:
        return _asked(page, form, secret)
    try:
        reset.by_link(gate, secret, form.value("password"))
    except DeadLink:
        form.refuse("password", page.say(DEAD))
    except WeakPassword:
        form.refuse("password", page.say(WEAK))
    if not form.good:
        return _asked(page, form, secret)
    return page.redirect("/sign-in", page.say("Your new password holds. Sign in with it."))


def _asked(page: Page, form: Form, secret: str) -> Response:
    return page.render("entering/reset.html", 200 if form.good else 422, form=form, secret=secret)
