"""Documents that back what somebody claims: handed in, looked at, and a claim verified by one."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from pydantic import Field

from matching.shortlist import Answer
from registry.claims import Claim, Noun, Row
from registry.domain import CertificateLevel, Document
from registry.domain.base import Id, Line, Text
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.casework import documents
from service.deps import NowDep, StoreDep

router = APIRouter(tags=["documents"])
_READERS = [allow(Office.SPECIALIST, Office.REGISTRAR)]
_FILES: dict[str, Any] = {"content": {"application/pdf": {}, "image/png": {}, "image/jpeg": {}}}


class Verification(Answer):
    """Which claim a registrar verifies, and the document that backs it; a certificate by its level and day too."""

    noun: Noun
    term: Line
    level: CertificateLevel | None = None
    issued: date | None = None
    document: Id
    comment: Text = ""


Name = Annotated[str, Query(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f/\\]+$")]


@router.post("/documents", status_code=201, dependencies=_READERS)
def hand_in(
    specialist: Id,
    name: Name,
    content: Annotated[bytes, Body(media_type="application/octet-stream")],
    store: StoreDep,
    who: WhoDep,
    now: NowDep,
    noun: Noun | None = None,
    term: Annotated[Line | None, Query(description="The competence, language, country or module.")] = None,
    level: CertificateLevel | None = None,
    issued: date | None = None,
) -> Document:
    """Hand in a document (PDF, PNG or JPEG, at most 5 MB) as the body; with ``noun`` and ``term`` it backs a claim."""
    claim = None if noun is None or term is None else Claim(noun, term, level, issued)
    return documents.hand_in(store, who, now, specialist, name, content, claim)


@router.get("/documents", dependencies=_READERS)
def list_documents(specialist: Id, store: StoreDep, who: WhoDep) -> list[Document]:
    """What is told of the documents of a person."""
    return documents.listed(store, who, specialist)


@router.get("/documents/{id}", dependencies=_READERS, response_class=Response, responses={200: _FILES})
def get_document(id: str, store: StoreDep, who: WhoDep) -> Response:
    """One document as a file to be saved; who looked is on record."""
    document, held = documents.content(store, who, id)
    # Never shown within a page of ours: what somebody else made may be anything.
    headers = {"Content-Disposition": f'attachment; filename="{document.id}"', "X-Content-Type-Options": "nosniff"}
    return Response(held, media_type=document.media.value, headers=headers)


@router.delete("/documents/{id}", status_code=204, dependencies=[allow(Office.SPECIALIST)])
def remove_document(id: str, store: StoreDep, who: WhoDep) -> None:
    """Remove a document of one's own."""
    documents.remove(store, who, id)


@router.post("/specialists/{id}/verifications", dependencies=[allow(Office.REGISTRAR)])
def verify(
    id: str, body: Verification, store: StoreDep, who: WhoDep, now: NowDep
) -> Annotated[Row, Field(description="The claim as it stands now.")]:
    """Verify a claim with a document that backs it; from then on its owner cannot change it."""
    claim = Claim(body.noun, body.term, body.level, body.issued)
    return documents.verify(store, who, now, id, claim, body.document, body.comment)
