"""Signing in and out, and a new password for whoever forgot it."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Request, Response
from pydantic import Field

from matching.shortlist import Answer
from service.auth import reset, sessions, signing_in
from service.auth.access import PUBLIC
from service.auth.gate import GateDep
from service.errors import SignInNeeded

router = APIRouter(prefix="/sign-in", tags=["sign-in"], dependencies=[PUBLIC])

# What is longer is nobody's; it would only cost work.
Typed = Annotated[str, Field(min_length=1, max_length=300)]


class ByPassword(Answer):
    """Who wants to sign in."""

    email: Typed
    password: Typed


class ByCode(Answer):
    """A code of the second factor, or one of those on paper."""

    code: Typed


class ForAddress(Answer):
    """For which address a link is asked."""

    email: Typed


class ByLink(Answer):
    """The secret of a link, and the password that shall hold."""

    secret: Typed
    password: Typed


class Stage(StrEnum):
    """How far signing in has come."""

    SIGNED_IN = "signed_in"
    SECOND_FACTOR = "second_factor"


class Entered(Answer):
    """How far signing in has come; the session is in the cookie."""

    stage: Stage


@router.post("")
def sign_in(body: ByPassword, gate: GateDep, request: Request, response: Response) -> Entered:
    """Sign in by e-mail address and password; where there is a second factor, its code comes next."""
    account = signing_in.by_password(gate, body.email, body.password, sessions.address_of(request))
    sessions.begin(gate, request, response, account, pending=account.second_factor)
    return Entered(stage=Stage.SECOND_FACTOR if account.second_factor else Stage.SIGNED_IN)


@router.post("/second-factor")
def sign_in_with_code(body: ByCode, gate: GateDep, request: Request, response: Response) -> Entered:
    """Finish signing in with a code of the second factor, or one of those on paper."""
    found = sessions.found(gate, request)
    if found is None or not found.pending:
        raise SignInNeeded
    signing_in.by_code(gate, found.account, body.code)
    sessions.begin(gate, request, response, found.account)
    return Entered(stage=Stage.SIGNED_IN)


@router.post("/end", status_code=204)
def sign_out(gate: GateDep, request: Request, response: Response) -> None:
    """Sign out here."""
    sessions.end(gate, request, response)


@router.post("/reset", status_code=202)
def ask_for_link(body: ForAddress, gate: GateDep, request: Request, after: BackgroundTasks) -> None:
    """Have a link for a new password sent; the answer is the same whether the address has an account or not."""
    reset.expect_few(gate, body.email, sessions.address_of(request))
    after.add_task(reset.send_link, gate, body.email)


@router.post("/reset/password", status_code=204)
def reset_password(body: ByLink, gate: GateDep) -> None:
    """Set a new password by a link; every session and token of the account ends."""
    reset.by_link(gate, body.secret, body.password)
