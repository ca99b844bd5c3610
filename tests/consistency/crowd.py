"""The processes of a crash run: writers that note what was acknowledged, readers that compare what they followed."""

import json
import logging
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from matching import Index, recommend
from registry.domain import Specialist
from registry.errors import StaleVersion, StoreUnavailable
from registry.store import Store
from tests.builders import a_mission, a_specialist, skill

IDS_OF_A_WRITER = 15
SHARED = "shared"
_GENERATION = 1_000_000
_WITH_ONE_STORE = 50
_LOOKS_OF_ONE_INDEX = 40
BETWEEN_SECONDS = 0.02
# Long enough that those who wait for a server leave the machine to its recovery.
_RETRY_SECONDS = 0.2
_MISSION = a_mission(wish=(skill("BRD", 4), skill("ASY", 3)))


def profile(id: str, value: int) -> Specialist:
    """Somebody whose every fact follows from one number."""
    held = {"BRD": 1 + value % 5, "ASY.RSD": 1 + value % 3} if value % 4 else {"ASY": 1 + value % 5}
    return a_specialist(id, skills=held, organisation=str(value), experience_years=float(value % 40))


def value_of(specialist: Specialist) -> int:
    """The number that a profile was made from."""
    return int(specialist.organisation or 0)


def write(url: str, name: str, acks: Path, generation: int) -> None:
    """Write without end; one line to ``acks`` for each commit that was answered: [revision, id, number, what].

    A writer has ids of its own, on which its numbers only rise, and one row that it shares with the others.
    """
    _without_complaints()
    dice, out = random.Random(f"{name} {generation}"), os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for value in count(generation * _GENERATION):
        try:
            with Store.open(url) as store:
                for further in range(_WITH_ONE_STORE):
                    told = _one(store, name, value * _WITH_ONE_STORE + further, dice)
                    # One write is whole or absent, also when the writer is killed in the middle.
                    os.write(out, b"".join(json.dumps(each).encode() + b"\n" for each in told))
        except StoreUnavailable:
            time.sleep(_RETRY_SECONDS)


def _without_complaints() -> None:
    """A server that is killed on purpose is nothing to be told of."""
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())


def _one(store: Store, name: str, value: int, dice: random.Random) -> list[tuple[int | None, str, int, str]]:
    """One transaction; nothing where another writer was quicker."""
    draw, id = dice.random(), f"{name}-{dice.randrange(IDS_OF_A_WRITER):02}"
    if draw < 0.15:
        return _increment(store, name)
    with store.writing(name, "crash") as writing:
        leaves = draw < 0.2 and id in writing.known_specialists({id})
        if leaves:
            writing.remove_specialist(id)
        else:
            writing.put_specialists([profile(id, value)])
    return [(writing.revision, id, value, "remove" if leaves else "put")]


def _increment(store: Store, name: str) -> list[tuple[int | None, str, int, str]]:
    version = store.version("specialist", SHARED)
    more = value_of(store.specialist(SHARED)) + 1
    try:
        with store.writing(name, "crash") as writing:
            writing.update_specialist(profile(SHARED, more), version)
    except StaleVersion:
        return []
    return [(writing.revision, SHARED, more, "increment")]


def follow(
    url: str, report: Path, bootstrap: Callable[[Store], Index] | None = None, between: float = BETWEEN_SECONDS
) -> None:
    """Follow the pool by deltas without end, and note for each look whether the index is the one built anew.

    ``bootstrap``: how the index is made at first; by default from one look. ``between``: seconds between two looks.
    """
    _without_complaints()
    out, index = os.open(report, os.O_WRONLY | os.O_APPEND | os.O_CREAT), None
    while True:
        try:
            with Store.open(url) as store:
                # Whoever follows for long builds anew now and then, as the service does.
                index = (bootstrap or _built)(store)
                for _ in range(_LOOKS_OF_ONE_INDEX):
                    index, same = _compared(store, index)
                    os.write(out, b"same\n" if same else b"differs\n")
                    time.sleep(between)
        except StoreUnavailable:
            time.sleep(_RETRY_SECONDS)


def _built(store: Store) -> Index:
    return Index.build(store.snapshot())


def in_two_looks(store: Store) -> Index:
    """The mistake: facts first and the revision after, so that what is written in between is never taken in."""
    facts = store.snapshot()
    time.sleep(BETWEEN_SECONDS)
    epoch, revision = store.revision()
    return Index.build(replace(facts, epoch=epoch, revision=revision))


def _compared(store: Store, index: Index) -> tuple[Index, bool]:
    with store.view() as view:
        built, followed = Index.build(view.snapshot()), index.apply(view.delta(index.epoch, index.revision))
    return followed, _answers(followed) == _answers(built)


def _answers(index: Index) -> list[str]:
    return [each.model_dump_json() for each in recommend(_MISSION, index, top=len(index) or 1)]
