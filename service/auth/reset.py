"""A new password by a link that is sent to the address of an account, counts once and ends."""

from datetime import timedelta

from registry.accounts import Account, same_address
from service.auth import throttle
from service.auth.gate import RESET_LINK, Gate
from service.auth.opaque import digest, new_secret
from service.auth.passwords import strong
from service.errors import DeadLink, NotPossible

# The page that takes the link; it works without JavaScript, so the secret is a part of the path.
PAGE = "/reset/"


def new_link(gate: Gate, account: Account, lasts: timedelta = RESET_LINK) -> str:
    """A link by which an account gets a new password; the one before ends."""
    secret = new_secret()
    gate.store.accounts.sessions.add_reset(digest(secret), account.id, gate.now() + lasts)
    return gate.address + PAGE + secret


def expect_few(gate: Gate, email: str, address: str) -> None:
    """Whoever asks for links again and again has to wait, whether there is an account or not; TooManyAttempts."""
    if gate.mailer is None:
        raise NotPossible("no mail is sent from here: ask an administrator for a new password")
    throttle.begin(gate.store, gate.now(), (throttle.RESET, address), (throttle.RESET, same_address(email)))


def send_link(gate: Gate, email: str) -> None:
    """Send a link when the address is that of an account; done after the answer, so that its time tells nothing."""
    found = gate.store.accounts.by_email(email)
    if found is not None and found.account.active and gate.mailer is not None:
        gate.mailer(found.account, new_link(gate, found.account), gate.now() + RESET_LINK)


def by_link(gate: Gate, secret: str, password: str) -> Account:
    """Use up a link: the new password holds, every session and token ended. DeadLink, WeakPassword."""
    own, now = digest(secret), gate.now()
    account = gate.store.accounts.sessions.reset_of(own, now)
    if account is None:
        raise DeadLink
    hashed = gate.hasher.hash(strong(password, account.email))
    done = gate.store.accounts.reset(own, hashed, now, "reset by mail")
    if done is None:
        raise DeadLink
    return done
