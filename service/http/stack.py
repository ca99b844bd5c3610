"""All conventions around an application, in their order."""

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from matching.errors import MatchingError
from registry.errors import RegistryError
from service.auth.same_origin import SameOrigin
from service.errors import ServiceError
from service.http.answers import Marked
from service.http.bodies import Bodies
from service.http.etags import Conditional
from service.http.idempotency import Once
from service.http.metrics import Counted
from service.http.problems import broken, failed, malformed, refused
from service.http.revisions import Revisions

# Smaller answers are not worth packing.
_WORTH_PACKING = 1_000
# Each kind of fault, and what answers it.
REFUSALS = (
    *((error, refused) for error in (RegistryError, MatchingError, ServiceError)),
    (RequestValidationError, malformed),
    (HTTPException, failed),
    (Exception, broken),
)


def put_around(app: FastAPI, uploads: Mapping[str, int]) -> None:
    """Put the conventions around an application whose state holds ``store``, ``live``, ``metrics`` and ``identify``."""
    for error, answer in REFUSALS:
        app.add_exception_handler(error, answer)
    # What is added last meets a request first.
    app.add_middleware(Conditional)
    app.add_middleware(Once)
    app.add_middleware(Revisions)
    app.add_middleware(Bodies, uploads=uploads)
    app.add_middleware(SameOrigin)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=5)
    app.add_middleware(Counted)
    app.add_middleware(Marked)
