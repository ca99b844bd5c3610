"""What an administrator does with the accounts of others: add, change, give a new password, sign out."""

from datetime import timedelta

from registry.accounts import Account
from service.auth import reset
from service.auth.gate import Gate
from service.auth.passwords import strong

# How long an invitation may lie in a mailbox.
INVITATION = timedelta(days=7)


def add(gate: Gate, account: Account, password: str | None, actor: str, purpose: str) -> Account:
    """Add an account; without a password it gets a link. EmailTaken, NotFound, WeakPassword."""
    hashed = None if password is None else gate.hasher.hash(strong(password, account.email))
    return gate.store.accounts.add(account, hashed, actor, purpose)


def add_first(gate: Gate, account: Account, password: str) -> bool:
    """Add the first account of a pool; False, and nothing added, when there is one already. WeakPassword."""
    hashed = gate.hasher.hash(strong(password, account.email))
    return gate.store.accounts.add_first(account, hashed, account.id, "first account")


def invite(gate: Gate, account: Account) -> str | None:
    """Have a link sent by which somebody sets a password; the link itself where no mail is sent from here."""
    link = reset.new_link(gate, account, INVITATION)
    if gate.mailer is None:
        return link
    gate.mailer(account, link, gate.now() + INVITATION)
    return None


def give_password(gate: Gate, id: str, password: str, actor: str, purpose: str) -> None:
    """Give an account another password, sign it out everywhere, end its tokens and links. NotFound, WeakPassword."""
    account = gate.store.accounts.get(id)
    hashed = gate.hasher.hash(strong(password, account.email))
    gate.store.accounts.set_password(id, hashed, actor, purpose, tokens=True)


def lock_out(gate: Gate, id: str, actor: str, purpose: str) -> str | None:
    """Take the password of an account away, sign it out everywhere, and invite it to set another; as ``invite``."""
    account = gate.store.accounts.get(id)
    gate.store.accounts.set_password(id, None, actor, purpose, tokens=True)
    return invite(gate, account)
