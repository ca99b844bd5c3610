"""The feed: epoch, gap-free revision, and what changed in each."""

from dataclasses import dataclass
from datetime import datetime


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
