"""A picture or a table as a file to keep."""

from base64 import b64encode
from hashlib import sha256

from fastapi import Response

from service.pages.charts import Picture
from service.pages.charts.style import STYLE

# The file brings its own rules; only exactly these are allowed when a browser opens it.
_RULES = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"


def as_svg(picture: Picture) -> Response:
    """The picture as an SVG file."""
    headers = {**_named(picture, "svg"), "Content-Security-Policy": _RULES}
    return Response(picture.standalone(), media_type="image/svg+xml", headers=headers)


def as_csv(picture: Picture) -> Response:
    """The table behind a picture, with the mark that makes spreadsheets read it as UTF-8."""
    return Response("\ufeff" + picture.csv(), media_type="text/csv; charset=utf-8", headers=_named(picture, "csv"))


def _named(picture: Picture, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{picture.told.name}.{ending}"', "Cache-Control": "no-store"}
