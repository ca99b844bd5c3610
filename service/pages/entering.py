"""Signing in and out in a browser: by password, then by the second factor; then back to where somebody wanted to go."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from registry.store.sessions import SignedIn
from service.auth import sessions, signing_in
from service.auth.access import PUBLIC
from service.auth.gate import Gate, GateDep
from service.auth.own_path import own_path
from service.errors import ServiceError, SignInNeeded, TooManyAttempts, WrongCode, WrongPassword
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()

Next = Annotated[str, Query(max_length=2000)]

WRONG = {
    WrongPassword: N_("The e-mail address or the password is wrong."),
    WrongCode: N_("The code is wrong, or was used before. Wait for the next one."),
}


@router.get("/sign-in", dependencies=[PUBLIC])
def sign_in_page(page: PageDep, gate: GateDep, next: Next = "/") -> Response:
    """The form; before there is anybody, off to set the service up."""
    if gate.store.accounts.none():
        return page.redirect("/set-up")
    return _asked(page, Form(), next)


@router.post("/sign-in", dependencies=[PUBLIC])
def sign_in(page: PageDep, gate: GateDep, form: FormDep) -> Response:
    """Sign in, or go on to the second factor."""
    form.need(page.wording, "email", "password")
    if not form.good:
        return _asked(page, form, form.value("next"))
    try:
        email, password = form.value("email"), form.value("password")
        account = signing_in.by_password(gate, email, password, sessions.address_of(page.request))
    except (WrongPassword, TooManyAttempts) as fault:
        form.refuse("email", why(page, fault))
        return _asked(page, form, form.value("next"))
    to = own_path(form.value("next"))
    answer = page.redirect(f"/sign-in/code?{urlencode({'next': to})}" if account.second_factor else to)
    sessions.begin(gate, page.request, answer, account, pending=account.second_factor)
    return answer


@router.get("/sign-in/code", dependencies=[PUBLIC])
def code_page(page: PageDep, gate: GateDep, next: Next = "/") -> Response:
    """The form for a code of the second factor; SignInNeeded when no password came before."""
    _pending(gate, page.request)
    return page.render("entering/code.html", form=Form(), next=next)


@router.post("/sign-in/code", dependencies=[PUBLIC])
def sign_in_with_code(page: PageDep, gate: GateDep, form: FormDep) -> Response:
    """Finish signing in."""
    found = _pending(gate, page.request)
    try:
        signing_in.by_code(gate, found.account, form.value("code"))
    except (WrongCode, TooManyAttempts) as fault:
        form.refuse("code", why(page, fault))
        return page.render("entering/code.html", 422, form=form, next=form.value("next"))
    answer = page.redirect(own_path(form.value("next")))
    sessions.begin(gate, page.request, answer, found.account)
    return answer


@router.post("/sign-out", dependencies=[PUBLIC])
def sign_out(page: PageDep, gate: GateDep) -> Response:
    """Sign out here."""
    answer = page.redirect("/", page.say("You are signed out."))
    sessions.end(gate, page.request, answer)
    return answer


def why(page: Page, fault: ServiceError) -> str:
    """What went wrong, in the language of the page."""
    if isinstance(fault, TooManyAttempts):
        left = fault.retry_after
        return page.wording.say_many(
            "Too many tries. Wait %(count)s second.", "Too many tries. Wait %(count)s seconds.", left
        )
    return page.say(WRONG[type(fault)])


def _asked(page: Page, form: Form, next: str) -> Response:
    return page.render("entering/sign_in.html", 200 if form.good else 422, form=form, next=next)


def _pending(gate: Gate, request: Request) -> SignedIn:
    """Who gave their password and not yet a code."""
    found = sessions.found(gate, request)
    if found is None or not found.pending:
        raise SignInNeeded
    return found
