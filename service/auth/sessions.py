"""Sessions in a browser: an opaque secret in a cookie, and who is behind a request."""

from dataclasses import replace
from datetime import timedelta

from fastapi import Request, Response

from registry.accounts import Account
from registry.store.sessions import SignedIn
from service.auth.gate import IDLE, LONGEST, PENDING, Gate
from service.auth.opaque import digest, new_secret
from service.auth.who import Who

# Written anew at most this often, so that reading does not become writing.
_TOUCHED = timedelta(minutes=1)
_BEARER = "bearer "


def cookie_name(gate: Gate) -> str:
    """The name of the cookie: by TLS one that no other host and no plain request can set."""
    return "__Host-rtcm" if gate.secure else "rtcm"


def session_digest(request: Request, gate: Gate) -> str | None:
    """The hash of the secret in the cookie of a request, None without one."""
    secret = request.cookies.get(cookie_name(gate))
    return digest(secret) if secret else None


def begin(gate: Gate, request: Request, response: Response, account: Account, pending: bool = False) -> None:
    """Sign somebody in under a new secret, in a cookie of the answer; the session that the request had ends."""
    before = session_digest(request, gate)
    if before is not None:
        gate.store.accounts.sessions.end(before)
    now, secret = gate.now(), new_secret()
    ends = now + (PENDING if pending else LONGEST)
    agent = request.headers.get("user-agent", "")
    gate.store.accounts.sessions.begin(digest(secret), account.id, agent, now, ends, pending)
    response.set_cookie(
        cookie_name(gate), secret, path="/", secure=gate.secure, httponly=True, samesite="lax", max_age=None
    )


def end(gate: Gate, request: Request, response: Response) -> None:
    """Sign out: the session ends, the cookie goes."""
    before = session_digest(request, gate)
    if before is not None:
        gate.store.accounts.sessions.end(before)
    response.delete_cookie(cookie_name(gate), path="/", secure=gate.secure, httponly=True, samesite="lax")


def found(gate: Gate, request: Request) -> SignedIn | None:
    """The session of a request, also one that still waits for its second factor."""
    own = session_digest(request, gate)
    return None if own is None else gate.store.accounts.sessions.find(own, gate.now(), IDLE)


class Identify:
    """Who sent a request, by token or by session; None when neither is in force."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def __call__(self, request: Request) -> Who | None:
        """A token counts before a cookie: whoever sends one means it."""
        said = request.headers.get("authorization")
        return self._by_session(request) if said is None else self._by_token(said)

    def _by_session(self, request: Request) -> Who | None:
        signed_in = found(self._gate, request)
        if signed_in is None or signed_in.pending:
            return None
        now, own = self._gate.now(), session_digest(request, self._gate)
        if own is not None and now - signed_in.session.seen >= _TOUCHED:
            self._gate.store.accounts.sessions.touch(own, now)
        return self._who(signed_in.account)

    def _by_token(self, said: str) -> Who | None:
        if not said.lower().startswith(_BEARER):
            return None
        own, now = digest(said[len(_BEARER) :].strip()), self._gate.now()
        known = self._gate.store.accounts.tokens.find(own, now)
        if known is None:
            return None
        account, token = known
        if token.seen is None or now - token.seen >= _TOUCHED:
            self._gate.store.accounts.tokens.touch(own, now)
        return self._who(account, frozenset(token.scopes))

    def _who(self, account: Account, scopes: frozenset[str] | None = None) -> Who:
        return replace(who(account, scopes), factor_due=self._gate.factor_due(account))


def who(account: Account, scopes: frozenset[str] | None = None) -> Who:
    """The account that asks, as routes know it."""
    return Who(
        account=account.id,
        name=account.name,
        roles=frozenset(account.roles),
        specialist=account.specialist,
        organisation=account.organisation,
        language=account.language,
        scopes=scopes,
    )


def address_of(request: Request) -> str:
    """Where a request comes from, as far as the server can tell."""
    return request.client.host if request.client is not None else "unknown"
