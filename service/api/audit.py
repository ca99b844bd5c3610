"""The record: what was changed, by whom and why, and whether the chain that says so is whole."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query

from matching.shortlist import Answer
from registry.domain.base import Id
from registry.lifecycle import Office
from registry.store import Store
from service.api.asked import IN_TURN
from service.auth.access import allow
from service.deps import StoreDep
from service.http.paging import Page, Paging, PagingDep
from service.rendering.history import Told, told

router = APIRouter(prefix="/audit", tags=["audit"], dependencies=[allow(Office.ADMINISTRATOR)])
_SHOWN = 50
_LATEST = 2**63 - 1


class ChainState(Answer):
    """Whether the chain is whole, where it ends, and the first faults of it."""

    whole: bool
    head: str
    faults: tuple[str, ...]


@router.get("")
def search_record(
    store: StoreDep,
    paging: PagingDep,
    specialist: Annotated[Id | None, Query(description="Only what concerns them.")] = None,
    since: Annotated[int, Query(ge=0, le=_LATEST, description="Only what happened after this revision.")] = 0,
) -> Page[Told]:
    """Who changed what, when and why, with each field before and after, in order."""
    found = list(islice(_after(store, paging, specialist, since), paging.limit + 1))
    items, following = paging.part(found, lambda each: (each.revision, each.entry))
    return Page(items=items, next=following)


@router.get("/verification", dependencies=[IN_TURN])
def verify_record(store: StoreDep) -> ChainState:
    """Check that nobody edited, deleted, swapped or cut anything of the record."""
    faults = tuple(str(each) for each in islice(store.record.faults(), _SHOWN))
    return ChainState(whole=not faults, head=str(store.record.head()), faults=faults)


def _after(store: Store, paging: Paging, specialist: str | None, since: int) -> Iterator[Told]:
    """The entries behind the last one that was shown; several may be of one revision."""
    if paging.after is None:
        yield from map(told, store.record.events(specialist, since))
        return
    revision, entry = (int(part) for part in paging.after)
    later = store.record.events(specialist, max(since, revision - 1))
    yield from (told(each) for each in later if each.entry.seq > entry)
