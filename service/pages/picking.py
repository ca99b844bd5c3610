"""Finding a competence of the taxonomy in any language of the interface, as one types."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from service.auth.access import PUBLIC
from service.pages.page import PageDep
from service.pages.taxonomy import broader, found

MOST = 12

router = APIRouter()


class Picked(BaseModel):
    """One competence: its id, its label in the language of the page, and the broader ones that it belongs to."""

    value: str
    label: str
    under: str


@router.get("/pick/competences", dependencies=[PUBLIC])
def pick_competences(page: PageDep, q: Annotated[str, Query(max_length=120)] = "") -> list[Picked]:
    """The competences that hold every word typed, in any language or synonym; those that begin with it first."""
    return [
        Picked(value=each.id, label=each.label(page.language), under=" / ".join(broader(each, page.language)))
        for each in found(q, MOST)
    ]
