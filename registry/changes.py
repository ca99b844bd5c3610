"""The feed: epoch, gap-free revision, and what changed in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.domain import Specialist


@dataclass(frozen=True)
class Change:
    """One row that moved: which, to what version, how, by whom and why."""

    rev: int
    ord: int
    kind: str
    id: str
    version: int
    op: str
    actor: str
    purpose: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """Everything that moved after revision ``since`` up to ``revision``, in order."""

    epoch: str
    since: int
    revision: int
    items: tuple[Change, ...]


def gaps(changes: Changes) -> list[int]:
    """Revisions between ``since`` and ``revision`` without a change: there should be none."""
    seen = {change.rev for change in changes.items}
    return [rev for rev in range(changes.since + 1, changes.revision + 1) if rev not in seen]


@dataclass(frozen=True)
class Delta:
    """What leads to a revision: who was removed, and then profiles that are new or changed, as they are there.

    ``others``: the other kinds of records that moved as well (mission, assignment); what they say now must be read.
    """

    epoch: str
    revision: int
    put: Sequence[Specialist] = ()
    removed: Sequence[str] = ()
    others: frozenset[str] = frozenset()
