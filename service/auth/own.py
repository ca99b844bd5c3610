"""What somebody does with their own account: password, second factor, tokens; on record under their own name."""

from datetime import timedelta

from registry.accounts import Token
from registry.store.account_rows import Credentials
from service.auth import factor, throttle
from service.auth.gate import Gate
from service.auth.opaque import digest, new_secret
from service.auth.passwords import strong, written
from service.auth.scopes import checked
from service.auth.signing_in import by_code
from service.auth.who import Who
from service.errors import NotPossible, WrongCode, WrongPassword


def change_password(gate: Gate, who: Who, current: str, password: str, keep: str | None) -> None:
    """Set another password; every session but ``keep`` ends. WrongPassword, WeakPassword, TooManyAttempts."""
    held = _holding(gate, who, current)
    hashed = gate.hasher.hash(strong(password, held.account.email))
    gate.store.accounts.set_password(who.account, hashed, who.account, "changed by its owner", keep)


def propose_factor(gate: Gate, who: Who) -> tuple[str, str]:
    """A new secret, and what an authenticator reads; NotPossible where a second factor is in force."""
    account = gate.store.accounts.get(who.account)
    if account.second_factor:
        raise NotPossible("a second factor is in force already: end it first")
    secret = factor.new_secret()
    gate.store.accounts.propose_factor(who.account, gate.vault.closed(secret))
    return secret, factor.uri(secret, account.email)


def confirm_factor(gate: Gate, who: Who, code: str) -> list[str]:
    """Put the proposed second factor in force; the codes for the day it is lost. WrongCode, NotPossible."""
    throttle.begin(gate.store, gate.now(), (throttle.FACTOR, who.account))
    held = gate.store.accounts.credentials(who.account)
    if held.account.second_factor or held.totp is None:
        raise NotPossible("no second factor waits to be confirmed")
    step = factor.step_of(gate.vault.opened(held.totp) or "", code, gate.now())
    if step is None:
        raise WrongCode
    codes = factor.recovery_codes()
    hashes = [digest(factor.spelled(each)) for each in codes]
    gate.store.accounts.confirm_factor(who.account, step, hashes, who.account, "second factor begun by its owner")
    gate.store.accounts.attempts.forget(throttle.FACTOR.kind, who.account)
    return codes


def drop_factor(gate: Gate, who: Who, current: str) -> None:
    """Do without the second factor; WrongPassword, TooManyAttempts."""
    _holding(gate, who, current)
    gate.store.accounts.drop_factor(who.account, who.account, "second factor ended by its owner")


def make_token(gate: Gate, who: Who, name: str, scopes: list[str], lasts: timedelta) -> tuple[Token, str]:
    """A token with its secret; NotPossible for scopes that there are not."""
    now, secret = gate.now(), new_secret()
    token = Token(id="new", account=who.account, name=name, scopes=checked(scopes), made=now, ends=now + lasts)
    return gate.store.accounts.tokens.add(digest(secret), token, who.account, "token made by its owner"), secret


def confirm(gate: Gate, who: Who, password: str, code: str) -> None:
    """Make sure that whoever asks is there in person; WrongPassword, WrongCode, TooManyAttempts."""
    held = _holding(gate, who, password)
    if held.account.second_factor:
        by_code(gate, held.account, code)


def _holding(gate: Gate, who: Who, current: str) -> Credentials:
    """The account of whoever asks, after they have given the password that holds."""
    held = gate.store.accounts.credentials(who.account)
    throttle.begin(gate.store, gate.now(), (throttle.ACCOUNT, held.account.email))
    if not gate.hasher.right(written(current), held.password):
        raise WrongPassword
    gate.store.accounts.attempts.forget(throttle.ACCOUNT.kind, held.account.email)
    return held
