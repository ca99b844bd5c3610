"""The record: who changed what, when and why; searched from its end, and checked as a whole."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from registry.audit import Entry
from registry.lifecycle import Office
from registry.store import Store
from service.auth.access import allow
from service.auth.gate import GateDep
from service.deps import StoreDep
from service.pages.administering.chain import ChainCheck
from service.pages.forms import filled
from service.pages.page import PageDep
from service.rendering.history import Told, told

router = APIRouter()
_ADMINISTRATOR = [allow(Office.ADMINISTRATOR)]
# How many entries a page shows, and how many it looks through for them.
_SHOWN, _WINDOW = 50, 2_000
_LATEST = 2**63 - 1


class Search(BaseModel):
    """What is looked for, all of it together; ``before``: the entry from which to look back."""

    model_config = ConfigDict(extra="ignore")

    actor: Annotated[str, Field(max_length=200)] = ""
    what: Annotated[str, Field(max_length=200)] = ""
    day: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    about: Annotated[str, Field(max_length=64)] = ""
    before: Annotated[int, Field(ge=0, le=_LATEST)] = _LATEST


@dataclass(frozen=True)
class Found:
    """Entries, the newest first, and the entry from which to look further back, None at the beginning."""

    entries: list[Told]
    older: int | None


def get_check(request: Request) -> ChainCheck:
    """The check of the record of this application."""
    held: ChainCheck = request.app.state.chain
    return held


CheckDep = Annotated[ChainCheck, Depends(get_check)]


@router.get("/audit", dependencies=_ADMINISTRATOR)
def audit(page: PageDep, store: StoreDep, check: CheckDep, search: Annotated[Search, Query()]) -> Response:
    """What is on record, by whom, of what, of one day or one person."""
    found = _found(store, search)
    older = None if found.older is None else page.here(before=str(found.older))
    names = {each.id: each.name for each in store.accounts.all()}
    return page.render(
        "administering/audit.html",
        form=filled({name: str(getattr(search, name)) for name in ("actor", "what", "day", "about")}),
        actors=sorted(names.items(), key=lambda each: each[1]),
        found=found.entries,
        older=older,
        name=lambda id: names.get(id, id),
        check=check.last,
    )


@router.post("/audit/check", dependencies=_ADMINISTRATOR)
def begin_check(page: PageDep, store: StoreDep, gate: GateDep, check: CheckDep) -> Response:
    """Begin to check that nothing of the record was edited, deleted, swapped or cut."""
    check.begin(store, gate.now)
    return page.redirect("/audit#check")


def _found(store: Store, search: Search) -> Found:
    """The last entries before a place that match, looked for in a bounded part of the record."""

    def holds(entry: Entry) -> bool:
        return _matches(search, entry.actor, f"{entry.purpose} {entry.kind} {entry.op}", entry.at)

    events, older = store.record.latest(holds, search.before, _SHOWN, _WINDOW, search.about or None)
    return Found([told(each) for each in events], older or None)


def _matches(search: Search, actor: str, what: str, at: str) -> bool:
    return search.actor in ("", actor) and search.what.casefold() in what.casefold() and at.startswith(search.day)
