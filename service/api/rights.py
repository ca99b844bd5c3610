"""What a person may ask of the pool about themselves: everything it holds, what opened doors, restriction, erasure."""

import json
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from matching.shortlist import Answer
from registry.dossier import Dossier
from registry.exporting.resume import resume_of
from registry.lifecycle import Office
from service.api.profile import own
from service.auth.access import WhoDep, allow
from service.auth.gate import GateDep
from service.casework import rights
from service.casework.opportunities import Opportunities, opportunities
from service.deps import IndexDep, NowDep, StoreDep
from service.rendering.dossier import pdf

router = APIRouter(prefix="/me", tags=["me"])
_OWN = [allow(Office.SPECIALIST)]
_IN_PERSON = [allow(Office.SPECIALIST, in_person=True)]
_RESUME = Annotated[dict[str, Any], Field(title="JSON Resume")]
_PDF: dict[str, Any] = {"content": {"application/pdf": {}}}


class DossierFormat(StrEnum):
    """As what everything about a person is handed out."""

    JSON = "json"
    RESUME = "resume"
    PDF = "pdf"


class Restriction(Answer):
    """Whether one's facts are kept and neither shown nor ranked."""

    restricted: bool


class Erasure(Answer):
    """What confirms that one wants to be erased; the code where there is a second factor."""

    password: Annotated[str, Field(min_length=1, max_length=300)]
    code: Annotated[str, Field(max_length=100)] = ""


class Erased(Answer):
    """That one is erased; ``cleared`` once nothing is left on disk either."""

    erased: bool
    cleared: bool


@router.get("/dossier", dependencies=_IN_PERSON, response_model=Dossier | _RESUME, responses={200: _PDF})
def get_dossier(
    store: StoreDep, who: WhoDep, now: NowDep, format: DossierFormat = DossierFormat.JSON
) -> Dossier | Response:
    """Everything that the pool holds of you: as dossier/1, as JSON Resume, or as a tagged PDF."""
    found = rights.handed_out(store, who, now)
    if format is DossierFormat.JSON:
        return found
    if format is DossierFormat.RESUME:
        text = json.dumps(resume_of(found.profile), indent=2, ensure_ascii=False) + "\n"
        return Response(text, media_type="application/json")
    named = {"Content-Disposition": 'attachment; filename="dossier.pdf"'}
    return Response(pdf(found), media_type="application/pdf", headers=named)


@router.get("/opportunities", dependencies=_OWN)
def get_opportunities(store: StoreDep, index: IndexDep, who: WhoDep) -> Opportunities:
    """How often you were considered, what was missing, and which module would open most."""
    return opportunities(store, index, store.specialist(own(who)))


@router.post("/restriction", dependencies=_IN_PERSON)
def restrict(body: Restriction, store: StoreDep, who: WhoDep, now: NowDep) -> Restriction:
    """Have your facts kept and neither shown nor ranked, or lift that."""
    return Restriction(restricted=rights.restrict(store, who, now, body.restricted))


@router.post("/erasure", dependencies=_IN_PERSON)
def erase(body: Erasure, who: WhoDep, gate: GateDep) -> Erased:
    """Erase yourself from the pool, its history and its files; there is no way back."""
    return Erased(erased=True, cleared=rights.erase(gate, who, body.password, body.code))
