"""Whoever asks: their offices, where they are signed in, their password, second factor and tokens."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from matching.shortlist import Answer
from registry.accounts import Interface, Session, Token
from registry.domain.base import Line
from registry.errors import NotFound
from registry.lifecycle import Office
from service.auth import own, sessions
from service.auth.access import IN_PERSON, SETTING_UP, Access, WhoDep
from service.auth.gate import IDLE, GateDep

router = APIRouter(prefix="/me", tags=["me"])

Typed = Annotated[str, Field(min_length=1, max_length=300)]


class Me(Answer):
    """Who is asking."""

    account: str
    name: str
    email: str
    roles: list[Office]
    specialist: str | None
    organisation: str | None
    language: Interface
    second_factor: bool
    scopes: list[str] | None


class OwnSession(Answer):
    """A place where one is signed in; ``here`` is the one that asks."""

    here: bool
    session: Session


class NewPassword(Answer):
    """The password that holds, and the one that shall."""

    current: Typed
    password: Typed


class Proposed(Answer):
    """A second factor that is in force once a code of it was given: as text, and as authenticators read it."""

    secret: str
    uri: str


class Code(Answer):
    """A code of the second factor."""

    code: Typed


class Confirmed(Answer):
    """Codes for the day the device is lost; each counts once, and they are shown once."""

    recovery: list[str]


class CurrentPassword(Answer):
    """The password that holds."""

    current: Typed


class NewToken(Answer):
    """What a token is for, what it may do (``read``, ``write``, ``missions:read``), and for how many days."""

    name: Annotated[Line, Field(min_length=1)]
    scopes: Annotated[list[str], Field(min_length=1, max_length=40)]
    days: Annotated[int, Field(ge=1, le=366)] = 90


class MadeToken(Answer):
    """A new token with its secret, which is shown once."""

    token: Token
    secret: str


@router.get("", dependencies=[Depends(Access(factor_or_not=True))])
def get_me(who: WhoDep, gate: GateDep) -> Me:
    """Who is signed in, with which offices, in which language."""
    account = gate.store.accounts.get(who.account)
    return Me(
        account=who.account,
        name=who.name,
        email=account.email,
        roles=list(account.roles),
        specialist=who.specialist,
        organisation=who.organisation,
        language=account.language,
        second_factor=account.second_factor,
        scopes=None if who.scopes is None else sorted(who.scopes),
    )


@router.get("/sessions", dependencies=[IN_PERSON])
def list_sessions(who: WhoDep, gate: GateDep, request: Request) -> list[OwnSession]:
    """Where one is signed in, the newest first."""
    here = sessions.session_digest(request, gate) or ""
    found = gate.store.accounts.sessions.of(who.account, gate.now(), IDLE)
    return [OwnSession(here=here.startswith(each.id), session=each) for each in found]


@router.delete("/sessions", status_code=204, dependencies=[IN_PERSON])
def end_sessions(who: WhoDep, gate: GateDep) -> None:
    """Sign out everywhere, here too."""
    gate.store.accounts.sessions.end_all(who.account)


@router.delete("/sessions/{id}", status_code=204, dependencies=[IN_PERSON])
def end_session(id: str, who: WhoDep, gate: GateDep) -> None:
    """Sign out in one place."""
    if not gate.store.accounts.sessions.end_one(who.account, id):
        raise NotFound("session", id)


@router.put("/password", status_code=204, dependencies=[IN_PERSON])
def change_password(body: NewPassword, who: WhoDep, gate: GateDep, request: Request) -> None:
    """Change one's own password; every other session ends."""
    own.change_password(gate, who, body.current, body.password, keep=sessions.session_digest(request, gate))


@router.post("/second-factor", dependencies=[SETTING_UP])
def propose_second_factor(who: WhoDep, gate: GateDep) -> Proposed:
    """Begin to use a second factor: what the authenticator reads. It is in force once a code was given."""
    secret, uri = own.propose_factor(gate, who)
    return Proposed(secret=secret, uri=uri)


@router.put("/second-factor", dependencies=[SETTING_UP])
def confirm_second_factor(body: Code, who: WhoDep, gate: GateDep) -> Confirmed:
    """Put the second factor in force with a first code; the codes for the day it is lost."""
    return Confirmed(recovery=own.confirm_factor(gate, who, body.code))


@router.post("/second-factor/end", status_code=204, dependencies=[IN_PERSON])
def drop_second_factor(body: CurrentPassword, who: WhoDep, gate: GateDep) -> None:
    """Do without the second factor again."""
    own.drop_factor(gate, who, body.current)


@router.get("/tokens", dependencies=[IN_PERSON])
def list_tokens(who: WhoDep, gate: GateDep) -> list[Token]:
    """One's own tokens, the newest first, without their secrets."""
    return gate.store.accounts.tokens.of(who.account, gate.now())


@router.post("/tokens", status_code=201, dependencies=[IN_PERSON])
def make_token(body: NewToken, who: WhoDep, gate: GateDep) -> MadeToken:
    """Make a token for a program; its secret is in this answer, and nowhere else."""
    token, secret = own.make_token(gate, who, body.name, body.scopes, timedelta(days=body.days))
    return MadeToken(token=token, secret=secret)


@router.delete("/tokens/{id}", status_code=204, dependencies=[IN_PERSON])
def end_token(id: str, who: WhoDep, gate: GateDep) -> None:
    """End a token."""
    if not gate.store.accounts.tokens.end(who.account, id, who.account, "ended by its owner"):
        raise NotFound("token", id)
