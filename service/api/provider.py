"""Signing in with the OpenID provider of the settings: there, and back."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from service.auth import sessions, vouched
from service.auth.access import PUBLIC
from service.auth.gate import Gate, GateDep
from service.auth.opaque import new_secret
from service.auth.own_path import own_path
from service.auth.provider import CALLBACK, Proof, Provider
from service.errors import NotPossible, RefusedByProvider

router = APIRouter(prefix="/sign-in/provider", tags=["sign-in"], dependencies=[PUBLIC])

# How long somebody may take over there.
_SECONDS = 600
_PARTED = "|"
# Where the code of the second factor is asked, when there is one here.
SECOND_FACTOR_PAGE = "/sign-in/code"

Answered = Annotated[str, Query(max_length=4_000)]


@router.get("", status_code=303)
def begin(gate: GateDep, next: Annotated[str | None, Query(max_length=2_000)] = None) -> RedirectResponse:
    """Go to the provider to sign in; ``next`` is a path of this service to come back to."""
    secret = new_secret()
    answer = RedirectResponse(_provider(gate).begin(Proof(secret)), 303)
    answer.set_cookie(
        _cookie(gate),
        f"{secret}{_PARTED}{own_path(next)}",
        max_age=_SECONDS,
        path=CALLBACK,
        secure=gate.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/callback", status_code=303)
def finish(
    gate: GateDep,
    request: Request,
    state: Answered = "",
    code: Answered = "",
    error: Answered = "",
    iss: Annotated[str | None, Query(max_length=2_000)] = None,
) -> RedirectResponse:
    """Come back from the provider, signed in; to where one wanted to go, or to the second factor where there is one."""
    secret, _, wanted = request.cookies.get(_cookie(gate), "").partition(_PARTED)
    if error or not secret:
        raise RefusedByProvider("signing in there was not finished: begin again")
    account = vouched.account_of(gate, _provider(gate).finish(Proof(secret), state, code, iss))
    answer = RedirectResponse(SECOND_FACTOR_PAGE if account.second_factor else own_path(wanted), 303)
    sessions.begin(gate, request, answer, account, pending=account.second_factor)
    answer.delete_cookie(_cookie(gate), path=CALLBACK, secure=gate.secure, httponly=True, samesite="lax")
    return answer


def _provider(gate: Gate) -> Provider:
    if gate.provider is None:
        raise NotPossible("no sign-in provider is set up here: sign in by password")
    return gate.provider


def _cookie(gate: Gate) -> str:
    """By TLS a name that no plain request can set."""
    return "__Secure-rtcm-provider" if gate.secure else "rtcm-provider"
