"""Somebody who is signed in: the account behind a request, and the offices that it holds."""

from dataclasses import dataclass, field

from registry.lifecycle import Office


@dataclass(frozen=True)
class Who:
    """The account that asks.

    ``specialist`` is the profile that is their own, ``organisation`` the one they speak for as its focal point;
    ``scopes`` narrow a token, None leaves everything that the offices may do. With ``factor_due`` they do nothing
    before they have set up a second factor.
    """

    account: str
    name: str
    roles: frozenset[Office] = field(default_factory=frozenset)
    specialist: str | None = None
    organisation: str | None = None
    language: str = "en"
    scopes: frozenset[str] | None = None
    factor_due: bool = False

    def holds(self, *offices: Office) -> bool:
        """Whether they hold one of these offices."""
        return not self.roles.isdisjoint(offices)
