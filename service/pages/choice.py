"""In which language a page is shown: what was asked for just now, before, by the account, by the browser."""

from collections.abc import Iterator, Sequence

from fastapi import Request

from service.auth.who import Who

COOKIE = "language"
PARAMETER = "lang"
# Somebody who chose a language on this machine keeps it for a year.
KEPT_SECONDS = 365 * 24 * 3600


def chosen(request: Request, who: Who | None, offered: Sequence[str]) -> str:
    """The first of what is known that is offered; the first offered when nothing is.

    The address comes first, for it was asked for just now; then the choice kept in this browser, then the account,
    then what the browser says.
    """
    asked = [request.query_params.get(PARAMETER), request.cookies.get(COOKIE), who.language if who else None]
    wanted = [*asked, *accepted(request.headers.get("accept-language", ""))]
    return next((each for each in wanted if each is not None and each in offered), offered[0])


def accepted(header: str) -> Iterator[str]:
    """The languages of an Accept-Language header, the most wanted first, without their regions."""
    weighed = [_weighed(part) for part in header[:1000].split(",") if part.strip()]
    for language, weight in sorted(weighed, key=lambda each: -each[1]):
        if weight > 0:
            yield language


def _weighed(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    figure = parameter.strip().removeprefix("q=")
    plain = figure.replace(".", "", 1).isdecimal() and figure.isascii()
    return tag.strip().split("-")[0].lower(), float(figure) if plain else 1.0
