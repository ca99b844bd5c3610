"""Files handed in: tried first, then applied."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.deps import StoreDep
from service.people.taking import Imported, Report, take

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[allow(Office.REGISTRAR)])
LARGEST_FILE = 20_000_000
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"format": "binary"}}}}}


async def content_of(request: Request) -> bytes:
    """The file in the body."""
    return await request.body()


@router.post("/{noun}", openapi_extra=_BODY)
def import_file(
    noun: Imported,
    who: WhoDep,
    store: StoreDep,
    content: Annotated[bytes, Depends(content_of)],
    name: Annotated[str, Query(min_length=1, max_length=200, description="The name of the file; it tells the format.")],
    dry_run: Annotated[bool, Query(description="Try everything against the pool, and keep nothing.")] = True,
    partial: Annotated[bool, Query(description="Keep the good records and report the bad ones.")] = False,
) -> Report:
    """Import a file: .jsonl, .xlsx, .csv or .zip of CSV files; missions also as YAML or JSON."""
    return take(store, who, noun, name, content, partial, dry_run)
