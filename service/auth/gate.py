"""What signing in needs: the accounts, the hasher of passwords, the clock, and where this service is reached."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Protocol

from fastapi import Depends, Request

from registry.accounts import Account
from registry.lifecycle import Office
from registry.store import Store
from service.auth.hashing import Hasher
from service.auth.vault import Vault

if TYPE_CHECKING:
    # Loading what it needs takes a while, and the command line has no use for it.
    from service.auth.provider import Provider

# A session ends when it is not used for so long, and at the latest after so long.
IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
# How long the second factor may take, and a link from a mail.
PENDING, RESET_LINK = timedelta(minutes=5), timedelta(hours=1)


class Mailer(Protocol):
    """What brings a link to somebody."""

    def __call__(self, account: Account, link: str, ends: datetime) -> None:
        """Send the link by which an account gets a new password."""
        ...


def clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Gate:
    """The way in to one application; ``now`` is asked once per request.

    Whoever holds an office of ``second_factor_for`` does nothing before they have set up a second factor.
    """

    store: Store
    address: str = "http://127.0.0.1:8000"
    hasher: Hasher = field(default_factory=Hasher)
    now: Callable[[], datetime] = clock
    mailer: Mailer | None = None
    provider: "Provider | None" = None
    second_factor_for: frozenset[Office] = frozenset()
    vault: Vault = field(default_factory=Vault)

    @property
    def secure(self) -> bool:
        """Whether browsers reach this service by TLS only."""
        return self.address.startswith("https://")

    def factor_due(self, account: Account) -> bool:
        """Whether an account has yet to set up the second factor that one of its offices asks."""
        return not account.second_factor and not self.second_factor_for.isdisjoint(account.roles)


def get_gate(request: Request) -> Gate:
    """The gate of the application."""
    gate: Gate = request.app.state.gate
    return gate


GateDep = Annotated[Gate, Depends(get_gate)]
