"""Signing in: by password, then by the second factor where there is one."""

from registry.accounts import Account, same_address
from service.auth import factor, throttle
from service.auth.gate import Gate
from service.auth.opaque import digest
from service.auth.passwords import written
from service.errors import WrongCode, WrongPassword


def by_password(gate: Gate, email: str, password: str, address: str) -> Account:
    """The account of an e-mail address and password; WrongPassword, TooManyAttempts.

    The answer and the work are the same for a wrong password, an unknown name and a disabled account.
    """
    name, now, tries = same_address(email), gate.now(), gate.store.accounts.attempts
    throttle.begin(gate.store, now, (throttle.ADDRESS, address), (throttle.ACCOUNT, name))
    found = gate.store.accounts.by_email(name)
    right = gate.hasher.right(written(password), None if found is None else found.password)
    if found is None or not right or not found.account.active:
        raise WrongPassword
    tries.forget(throttle.ACCOUNT.kind, name)
    tries.forgive(throttle.ADDRESS.kind, address)
    return found.account


def by_code(gate: Gate, account: Account, code: str) -> None:
    """Check a code of the second factor, or one of those kept for the day it is lost; each counts once.

    WrongCode, TooManyAttempts.
    """
    now, accounts = gate.now(), gate.store.accounts
    throttle.begin(gate.store, now, (throttle.FACTOR, account.id))
    held = accounts.credentials(account.id)
    step = factor.step_of(gate.vault.opened(held.totp) or "", code, now)
    if step is not None:
        taken = accounts.take_step(account.id, step)
    else:
        taken = accounts.take_recovery(account.id, digest(factor.spelled(code)))
    if not taken:
        raise WrongCode
    accounts.attempts.forget(throttle.FACTOR.kind, account.id)
