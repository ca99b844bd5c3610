"""What the service itself refuses, and the status that each refusal has over HTTP."""

from datetime import timedelta
from math import ceil

from matching.errors import NoSuchSeat, NoSuchSpecialist
from registry.errors import (
    CannotDecide,
    CannotKeep,
    EmailTaken,
    IllegalStep,
    LastAdministrator,
    NewerDatabase,
    NotFound,
    NotInitialised,
    OlderDatabase,
    RequestTaken,
    StaleVersion,
    StoreUnavailable,
)


class ServiceError(Exception):
    """Base of what the service itself refuses; its text is fit to be shown."""


class SignInNeeded(ServiceError):
    """Nobody is signed in, or the session or token is no longer good."""

    def __init__(self) -> None:
        super().__init__("sign in first")


class Forbidden(ServiceError):
    """The office of whoever asks may not do this at all."""

    def __init__(self, why: str = "your office may not do this") -> None:
        super().__init__(why)


class SecondFactorNeeded(ServiceError):
    """An office that does nothing without a second factor, held by somebody who has none yet."""

    def __init__(self) -> None:
        super().__init__(
            "your office asks for a second factor, and you have none yet: sign in with your password, begin with "
            "POST /api/v1/me/second-factor, and put it in force by PUT with a first code"
        )


class WrongPassword(ServiceError):
    """No account of that address and password that may sign in; which of these, nobody is told."""

    def __init__(self) -> None:
        super().__init__("the e-mail address or the password is wrong")


class WrongCode(ServiceError):
    """A code of the second factor that is wrong, too old, or was used before."""

    def __init__(self) -> None:
        super().__init__("the code is wrong, or was used before; wait for the next one")


class DeadLink(ServiceError):
    """A link that was used, or has ended."""

    def __init__(self) -> None:
        super().__init__("this link was used before or has ended: ask for a new one")


class WeakPassword(ServiceError):
    """A new password that is too easy; says what is asked."""


class NotPossible(ServiceError):
    """Something cannot be done as things stand; says why."""


class RefusedByProvider(ServiceError):
    """Somebody could not be let in by the word of an OpenID provider; says why as far as it is ours to say."""


class ProviderFailed(ServiceError):
    """The OpenID provider cannot be reached, or does not keep to the standard."""

    def __init__(self) -> None:
        super().__init__("the sign-in provider does not answer as it should: try again, or sign in by password")


class TooManyAttempts(ServiceError):
    """Too many wrong tries; ``retry_after`` seconds are left to wait."""

    def __init__(self, left: timedelta) -> None:
        self.retry_after = max(1, ceil(left.total_seconds()))
        super().__init__(f"too many tries: try again in {self.retry_after} seconds")


class BadRequest(ServiceError):
    """A request that is not what its headers, address or encoding claim."""


class TooLarge(ServiceError):
    """A body of more bytes than are taken, packed or unpacked."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"expected a body of at most {limit:,} bytes")


class UnsupportedMedia(ServiceError):
    """A body in a format or encoding that is not taken."""


class PreconditionNeeded(ServiceError):
    """A change that does not say which version it changes."""

    def __init__(self) -> None:
        super().__init__("send If-Match with the ETag of what you read, so that nobody's change is lost")


class KeyReused(ServiceError):
    """An Idempotency-Key that stood for another request."""

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key stood for another request; choose a new one")


class KeyInUse(ServiceError):
    """An Idempotency-Key whose first request goes on, or was carried out without its answer being kept.

    Asking again after ``retry_after`` seconds helps while it goes on, and never once its answer is lost (None).
    """

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class Busy(ServiceError):
    """More long searches are asked for than can go on at a time."""

    def __init__(self) -> None:
        super().__init__("too many searches go on at the moment; ask again shortly")


class NotThatFar(ServiceError):
    """The pool has not come to the revision that the request asks for."""

    def __init__(self, wanted: int, now: int) -> None:
        super().__init__(f"the pool is at revision {now}, not yet at {wanted}")


STATUS: dict[type[Exception], int] = {
    BadRequest: 400,
    SignInNeeded: 401,
    WrongPassword: 401,
    WrongCode: 401,
    RefusedByProvider: 401,
    ProviderFailed: 502,
    Forbidden: 403,
    SecondFactorNeeded: 403,
    NotFound: 404,
    NoSuchSeat: 404,
    NoSuchSpecialist: 404,
    NotPossible: 409,
    EmailTaken: 409,
    LastAdministrator: 409,
    IllegalStep: 409,
    CannotDecide: 409,
    CannotKeep: 409,
    KeyInUse: 409,
    RequestTaken: 409,
    DeadLink: 410,
    StaleVersion: 412,
    TooLarge: 413,
    UnsupportedMedia: 415,
    KeyReused: 422,
    PreconditionNeeded: 428,
    TooManyAttempts: 429,
    StoreUnavailable: 503,
    NotInitialised: 503,
    NewerDatabase: 503,
    OlderDatabase: 503,
    NotThatFar: 503,
    Busy: 503,
}


def status_of(fault: Exception) -> int:
    """The status of a refusal: its own, or that of the nearest class above it; 422 for all others."""
    return next((STATUS[kind] for kind in type(fault).__mro__ if kind in STATUS), 422)
