"""The policy of a route, declared beside it: who may use it at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from registry.lifecycle import Office
from service.auth.who import Who
from service.errors import Forbidden, SignInNeeded

Identify = Callable[[Request], Who | None]


def asked_by(request: Request) -> Who | None:
    """Who sent a request, None when nobody is signed in; ``app.state.identify`` knows sessions and tokens."""
    identify: Identify = request.app.state.identify
    return identify(request)


AskedBy = Annotated[Who | None, Depends(asked_by)]


def signed_in(who: AskedBy) -> Who:
    """Whoever is signed in; SignInNeeded."""
    if who is None:
        raise SignInNeeded
    return who


WhoDep = Annotated[Who, Depends(signed_in)]


@dataclass(frozen=True)
class Access:
    """Who may use a route: everybody, whoever is signed in, or some offices. A dependency that checks it."""

    offices: frozenset[Office] = frozenset()
    public: bool = False

    def __call__(self, who: AskedBy) -> None:
        """SignInNeeded when nobody is signed in, Forbidden when none of their offices may use the route."""
        if self.public:
            return
        if who is None:
            raise SignInNeeded
        if self.offices and not who.holds(*self.offices):
            raise Forbidden


PUBLIC: Any = Depends(Access(public=True))
SIGNED_IN: Any = Depends(Access())


def allow(*offices: Office) -> Any:
    """The policy of a route for some offices: ``dependencies=[allow(Office.PLANNER)]``."""
    return Depends(Access(frozenset(offices)))
