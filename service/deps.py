"""What routes are handed: the store and the current index."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from matching import Index
from registry.store import Store


def get_store(request: Request) -> Store:
    """The store that the application was made over."""
    store: Store = request.app.state.store
    return store


def get_index(request: Request) -> Index:
    """The index at the newest revision."""
    index: Index = request.app.state.live.index()
    return index


StoreDep = Annotated[Store, Depends(get_store, scope="function")]
IndexDep = Annotated[Index, Depends(get_index, scope="function")]


def get_now(request: Request) -> datetime:
    """The instant of a request, by the clock of the application."""
    now: datetime = request.app.state.gate.now()
    return now


NowDep = Annotated[datetime, Depends(get_now)]
