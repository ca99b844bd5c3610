"""The description of the API: what FastAPI knows of the routes, with our refusals and examples."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.http.examples import EXAMPLES
from service.http.problems import MEDIA_TYPE

_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal (RFC 9457); type and title are stable, detail says what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:rtcm:problem:not-found"]},
        "title": {"type": "string", "examples": ["Not found"]},
        "status": {"type": "integer", "examples": [404]},
        "detail": {"type": "string", "examples": ['no specialist "s1" in the pool']},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}
_REFUSED: dict[str, Any] = {
    "description": "Refused",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_SIGN_IN = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of an account."},
    "session": {"type": "apiKey", "in": "cookie", "name": "rtcm", "description": "A session of a browser."},
}
_UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of an application; made once."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
        parts = found.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        for name in _UNUSED:
            schemas.pop(name, None)
        schemas["Problem"], parts["securitySchemes"] = _PROBLEM, _SIGN_IN
        found["security"] = [{name: []} for name in _SIGN_IN]
        for path, operations in found["paths"].items():
            for method, operation in operations.items():
                _complete(f"{method.upper()} {path}", operation)
        app.openapi_schema = found
    return app.openapi_schema


def description_text(app: FastAPI) -> str:
    """The description as a file holds it."""
    return json.dumps(describe(app), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _complete(route: str, operation: dict[str, Any]) -> None:
    """Put our refusals in the place of the framework's, and an example beside the body."""
    responses = operation["responses"]
    responses.pop("422", None)
    # A route that refuses by a page says so itself.
    also = responses.get("4XX", {}).get("content", {})
    responses |= {"4XX": _REFUSED | {"content": _REFUSED["content"] | also}, "503": _REFUSED}
    if route in EXAMPLES:
        for content in operation["requestBody"]["content"].values():
            content["example"] = EXAMPLES[route]
