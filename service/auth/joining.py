"""Somebody without an account makes one, in order to apply; it holds no office."""

from registry.accounts import Account, same_address
from service.auth import administering, throttle
from service.auth.gate import Gate


def join(gate: Gate, account: Account, password: str, address: str) -> Account:
    """Add an account by its own word; ``address`` is where the request comes from.

    EmailTaken, WeakPassword; TooManyAttempts, so that nobody learns by trying who has an account.
    """
    tries = ((throttle.JOIN, address), (throttle.JOIN, same_address(account.email)))
    throttle.begin(gate.store, gate.now(), *tries)
    bare = account.model_copy(update={"roles": (), "specialist": None, "organisation": None})
    return administering.add(gate, bare, password, account.id, "joined by themselves")
