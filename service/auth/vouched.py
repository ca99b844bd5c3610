"""Letting somebody in by the word of an OpenID provider: only whom an administrator gave an account."""

from registry.accounts import Account
from service.auth.gate import Gate
from service.auth.provider import Known
from service.errors import RefusedByProvider

_NOBODY = "nobody who may sign in here is known by this sign-in: ask an administrator"


def account_of(gate: Gate, known: Known) -> Account:
    """The account of whom a provider knows; RefusedByProvider, alike for all who have none that may sign in.

    The first time they are found by an e-mail address that the provider verified, and linked on record. From then on
    the name there counts alone, for addresses are handed on.
    """
    accounts = gate.store.accounts
    found = accounts.by_identity(known.issuer, known.identity)
    if found is not None:
        return _active(found.account)
    held = None if known.email is None else accounts.by_email(known.email)
    if held is None:
        raise RefusedByProvider(_NOBODY)
    account = _active(held.account)
    if not accounts.link(account.id, known.issuer, known.identity, account.id, "first sign-in by the provider"):
        raise RefusedByProvider(_NOBODY)
    return account


def _active(account: Account) -> Account:
    if not account.active:
        raise RefusedByProvider(_NOBODY)
    return account
