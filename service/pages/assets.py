"""Files that browsers keep: each is named by its content, so that it can be kept for a year."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Response

from registry.errors import NotFound
from service.auth.access import PUBLIC

HERE = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"

router = APIRouter()


@dataclass(frozen=True)
class Asset:
    """One file: the name under which it is served, its type and its bytes."""

    name: str
    type: str
    content: bytes


@cache
def assets() -> dict[str, Asset]:
    """All files by their own name (``pages.css``)."""
    return {path.name: _asset(path) for path in sorted(HERE.iterdir()) if path.suffix in TYPES}


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(f"{path.stem}.{sha256(content).hexdigest()[:12]}{path.suffix}", TYPES[path.suffix], content)


@cache
def _served() -> dict[str, Asset]:
    return {asset.name: asset for asset in assets().values()}


def address(name: str) -> str:
    """Where pages find a file; KeyError for one that does not exist."""
    return f"/static/{assets()[name].name}"


@router.get("/static/{name}", dependencies=[PUBLIC])
def static(name: str) -> Response:
    """A file by the name that holds its hash; NotFound for any other."""
    asset = _served().get(name)
    if asset is None:
        raise NotFound("file", name)
    return Response(asset.content, media_type=asset.type, headers={"Cache-Control": FOREVER})
