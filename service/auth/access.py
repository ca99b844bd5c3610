"""The policy of a route, declared beside it: who may use it at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from registry.lifecycle import Office
from service.auth.scopes import permits
from service.auth.who import Who
from service.errors import Forbidden, SecondFactorNeeded, SignInNeeded

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
    """Who may use a route: everybody, whoever is signed in, or some offices. A dependency that checks it.

    With ``in_person`` no token may: it must not lead to more than it was made for. With ``factor_or_not`` also somebody
    may who has yet to set up the second factor that their office asks: there it is set up.
    """

    offices: frozenset[Office] = frozenset()
    public: bool = False
    in_person: bool = False
    factor_or_not: bool = False

    def __call__(self, who: AskedBy, request: Request) -> None:
        """SignInNeeded when nobody is signed in, Forbidden when office or token do not reach so far.

        SecondFactorNeeded when their office asks for one that they have not set up.
        """
        if self.public:
            return
        if who is None:
            raise SignInNeeded
        if self.offices and not who.holds(*self.offices):
            raise Forbidden
        if who.scopes is not None and (self.in_person or not permits(who.scopes, request.method, request.url.path)):
            raise Forbidden("this token may not do this")
        if who.factor_due and not self.factor_or_not:
            raise SecondFactorNeeded


PUBLIC: Any = Depends(Access(public=True))
SIGNED_IN: Any = Depends(Access())
IN_PERSON: Any = Depends(Access(in_person=True))
SETTING_UP: Any = Depends(Access(in_person=True, factor_or_not=True))


def allow(*offices: Office, in_person: bool = False) -> Any:
    """The policy of a route for some offices: ``dependencies=[allow(Office.PLANNER)]``."""
    return Depends(Access(frozenset(offices), in_person=in_person))
