"""The description of the API (OpenAPI 3.1) and a page to read it on, which loads nothing from elsewhere."""

from enum import StrEnum
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from service.auth.access import PUBLIC

router = APIRouter(tags=["documentation"], dependencies=[PUBLIC])
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RTCM expert pool: HTTP API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="api"><p>The description itself: <a href="/openapi.json">openapi.json</a></p></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null});\n'


class Part(StrEnum):
    """What the page loads."""

    STYLE = "swagger-ui.css"
    BUNDLE = "swagger-ui-bundle.js"
    START = "start.js"


@router.get("/openapi.json")
def description(request: Request) -> dict[str, object]:
    """The API as OpenAPI 3.1."""
    found: dict[str, object] = request.app.openapi()
    return found


@router.get("/docs", response_class=Response, responses={200: {"content": {"text/html": {}}}})
def page() -> Response:
    """The description as a page."""
    return Response(_PAGE, media_type="text/html", headers={"Content-Security-Policy": _POLICY})


@router.get(
    "/docs/{part}",
    response_class=Response,
    responses={200: {"content": {"text/css": {}, "text/javascript": {}}}},
)
def part_of_page(part: Part) -> Response:
    """What the page loads: style and script."""
    media_type = "text/css" if part is Part.STYLE else "text/javascript"
    content = _START if part is Part.START else _shipped(part)
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})


def _shipped(part: Part) -> bytes:
    """A file of swagger-ui as its package ships it."""
    return (files("fastapi_offline") / "static" / part.value).read_bytes()
