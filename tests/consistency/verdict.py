"""What must hold after a crash run: nothing acknowledged is lost, and the feed tells every step once and in order."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.changes import Change, gaps
from registry.store import Store
from tests.consistency.crowd import SHARED, value_of


@dataclass(frozen=True)
class Ack:
    """A commit that was answered."""

    revision: int
    id: str
    number: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """What a run came to; ``faults`` is empty when everything held."""

    acknowledged: int
    in_doubt: int  # committed, and killed before the answer was noted
    faults: tuple[str, ...]


def read_acks(files: Iterable[Path]) -> list[Ack]:
    """Everything that writers noted."""
    lines = (line for file in files if file.exists() for line in file.read_text().splitlines())
    return [Ack(*json.loads(line)) for line in lines]


def verdict(store: Store, acks: Sequence[Ack]) -> Verdict:
    """Hold what writers were told against the pool and its feed."""
    with store.view() as view:
        changes = view.changes_since(0)
    numbers = {each.id: value_of(each) for each in store.specialists()}
    steps = [change for change in changes.items if change.id != SHARED or change.op != "add"]
    faults = [
        *(f"revision {missing} is missing" for missing in gaps(changes)),
        *out_of_order(changes.items),
        *broken_versions(changes.items),
        *lost(acks, changes.items, numbers),
    ]
    return Verdict(len(acks), len(steps) - len(acks), tuple(faults))


def out_of_order(items: Sequence[Change]) -> list[str]:
    """Changes told twice, or not in the order of revisions."""
    places = [(change.rev, change.ord) for change in items]
    faults = [] if places == sorted(places) else ["the feed is not in order"]
    return faults + (["the feed tells a change twice"] if len(set(places)) < len(places) else [])


def broken_versions(items: Sequence[Change]) -> list[str]:
    """Records whose versions do not rise one by one from their first to their removal."""
    now: dict[str, int] = {}
    faults = []
    for change in items:
        expected = 1 if change.op == "add" else now.get(change.id, -1) + 1
        if change.version != expected or (change.op == "add" and change.id in now):
            faults.append(f"{change.id} goes to version {change.version} at revision {change.rev}")
        now[change.id] = change.version
        if change.op == "remove":
            del now[change.id]
    return faults


def lost(acks: Sequence[Ack], items: Sequence[Change], numbers: Mapping[str, int]) -> list[str]:
    """Acknowledged commits that the feed does not tell, or that the pool does not hold."""
    told = {(change.rev, change.id) for change in items}
    faults = [f"revision {ack.revision} of {ack.id} is lost" for ack in acks if (ack.revision, ack.id) not in told]
    last: dict[str, Ack] = {}
    for ack in sorted(acks, key=lambda ack: ack.revision):
        last[ack.id] = ack
    later = defaultdict(int, {change.id: change.rev for change in items})
    for id, ack in last.items():
        held = numbers.get(id)
        # What came after the last answer may have been committed, and never answered.
        if later[id] == ack.revision and held != (None if ack.what == "remove" else ack.number):
            faults.append(f"{id} holds {held}, acknowledged was {ack.number} ({ack.what})")
    increments = sum(change.id == SHARED and change.op == "update" for change in items)
    if numbers.get(SHARED, 0) != increments:
        faults.append(f"{increments} increments were committed, the sum is {numbers.get(SHARED, 0)}")
    return faults
