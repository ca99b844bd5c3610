"""Signing in within tests: a header says who asks, in the test application alone."""

import json

from fastapi import FastAPI, Request

from registry.lifecycle import Office
from service.auth.who import Who

HEADER = "X-Test-Who"


def identified(app: FastAPI) -> FastAPI:
    """The same application, taking anybody's word for who they are."""
    app.state.identify = _claimed
    return app


def as_(*offices: str, account: str | None = None, **more: str) -> dict[str, str]:
    """Headers of somebody in some offices."""
    said = {"account": account or "-".join(offices) or "nobody", "roles": offices, **more}
    return {HEADER: json.dumps(said)}


def _claimed(request: Request) -> Who | None:
    said = request.headers.get(HEADER)
    if said is None:
        return None
    told = json.loads(said)
    roles = frozenset(Office(each) for each in told.pop("roles"))
    return Who(**{"name": told["account"], **told}, roles=roles)
