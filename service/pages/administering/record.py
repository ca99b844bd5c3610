"""The record: who changed what, when and why; searched from its end, and checked as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from registry.audit import Entry
from registry.domain import Assignment, PersonalCase
from registry.dossier import changed
from registry.history import Value
from registry.lifecycle import Office
from registry.roster import Roster
from registry.store import Event, Store
from service.auth.access import allow
from service.auth.gate import GateDep
from service.deps import RosterDep, StoreDep
from service.pages.administering import acts
from service.pages.administering.chain import ChainCheck
from service.pages.administering.fields import field_words
from service.pages.forms import filled
from service.pages.naming import names
from service.pages.page import Page, PageDep

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
class Line:
    """One entry in words; ``whom``: what it is about, empty where nothing has a name."""

    number: int
    at: datetime
    who: str
    why: str
    what: str
    whom: str
    fields: list[str]


@dataclass(frozen=True)
class Names:
    """What people, missions and accounts are called, by their ids."""

    person: Callable[[str], str]
    missions: dict[str, str]
    accounts: dict[str, str]

    def account(self, id: str) -> str:
        """Whose account it is; its id where there is none any more."""
        return self.accounts.get(id, id)

    def about(self, kind: str, id: str, value: Value | None) -> str:
        """What an entry is about: a person, a mission, an account, or a person on a mission."""
        if kind == "specialist":
            return self.person(id)
        if kind == "duplicate":
            return " – ".join(map(self.person, id.split()))
        if kind == "account":
            return self.account(id)
        if isinstance(value, Assignment):
            return value.title
        parts = [self.person(value.specialist)] if isinstance(value, PersonalCase) else []
        mission = getattr(value, "mission", id if kind in ("mission", "case") else None)
        return " – ".join([*parts, *([self.missions.get(mission, mission)] if mission else [])])


def get_check(request: Request) -> ChainCheck:
    """The check of the record of this application."""
    held: ChainCheck = request.app.state.chain
    return held


CheckDep = Annotated[ChainCheck, Depends(get_check)]


@router.get("/audit", dependencies=_ADMINISTRATOR)
def audit(
    page: PageDep, store: StoreDep, roster: RosterDep, check: CheckDep, search: Annotated[Search, Query()]
) -> Response:
    """What is on record, by whom, of what, of one day or one person."""
    called = _names(store, roster)
    events, older = _found(store, page.language, search)
    return page.render(
        "administering/audit.html",
        form=filled({name: str(getattr(search, name)) for name in ("actor", "what", "day", "about")}),
        actors=sorted(called.accounts.items(), key=lambda each: each[1]),
        found=[_line(page, called, each) for each in events],
        older=page.here(before=str(older)) if older else None,
        check=check.last,
    )


@router.post("/audit/check", dependencies=_ADMINISTRATOR)
def begin_check(page: PageDep, store: StoreDep, gate: GateDep, check: CheckDep) -> Response:
    """Begin to check that nothing of the record was edited, deleted, swapped or cut."""
    check.begin(store, gate.now)
    return page.redirect("/audit#check")


def _names(store: Store, roster: Roster) -> Names:
    accounts = {each.id: each.name for each in store.accounts.all()}
    return Names(names(roster), dict(store.mission_titles()), accounts)


def _found(store: Store, language: str, search: Search) -> tuple[list[Event], int]:
    """The last entries before a place that match, looked for in a bounded part of the record; where to look on."""

    def holds(entry: Entry) -> bool:
        told = acts.told(language, entry.purpose, entry.kind, entry.op)
        return search.actor in ("", entry.actor) and search.what.casefold() in told and entry.at.startswith(search.day)

    return store.record.latest(holds, search.before, _SHOWN, _WINDOW, search.about or None)


def _line(page: Page, called: Names, event: Event) -> Line:
    entry, own = event.entry, page.wording
    value = event.after if event.after is not None else event.before
    return Line(
        number=entry.seq,
        at=datetime.fromisoformat(entry.at),
        who=called.account(entry.actor),
        why=acts.why(own, entry.purpose),
        what=acts.what(own, entry.kind, entry.op),
        whom=page.say("(erased)") if event.id is None else called.about(entry.kind, event.id, value),
        fields=field_words(own, [each.field for each in changed(event.before, event.after)]),
    )
