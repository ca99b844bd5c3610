"""Shortlists of many missions by the workers of a scheduler, equal to those of one process to the byte."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matching import Ask, Index, Policy, Shortlist
from matching.shards import Part, merged
from registry.domain import Mission
from service.distributed.errors import SchedulerUnavailable
from service.distributed.work import Asked, parts_of

# A seat over a shard of a million takes some milliseconds, and a task should take 100 or more: sending a smaller one
# costs as much as doing it.
SEATS_A_TASK = 50
# Seconds to find the scheduler and its first worker, and between two looks at whether there still are any.
PATIENCE = 5.0
# How many workers may die over one task before it is given up.
_RETRIES = 3


def spread(
    address: str,
    missions: Sequence[Mission],
    policies: Mapping[str, Policy],
    index: Index,
    files: Sequence[Path],
    top: int,
    seats_a_task: int = SEATS_A_TASK,
) -> list[Shortlist]:
    """One shortlist per seat, in the order of missions and seats; ``files``: the shards of the index.

    SchedulerUnavailable when there is no scheduler or no worker, or when they are lost on the way; DamagedIndex when
    a worker does not see a shard. A task of a worker that dies is done by another one.
    """
    asked = [
        (Ask(mission, number), policies[mission.id])
        for mission in missions
        for number in range(1, len(mission.seats) + 1)
    ]
    batches = [asked[first : first + seats_a_task] for first in range(0, len(asked), seats_a_task)]
    with _connected(address) as client:
        tasks = [[_sent(client, file, batch, top) for file in files] for batch in batches]
        parts = [_answers(client, address, of_shards) for of_shards in tasks]
    return [
        merged(ask, of_seat, index.epoch, index.revision, policy, top)
        for batch, of_shards in zip(batches, parts, strict=True)
        for (ask, policy), of_seat in zip(batch, zip(*of_shards, strict=True), strict=True)
    ]


def _sent(client: Any, file: Path, batch: Sequence[Asked], top: int) -> Any:
    return client.submit(parts_of, str(file), batch, top, pure=False, retries=_RETRIES)


def _answers(client: Any, address: str, tasks: Sequence[Any]) -> list[list[Part]]:
    """What all shards say of one batch, in the order of shards."""
    waiting = list(tasks)
    while waiting:
        try:
            waiting = list(_dask().wait(waiting, timeout=PATIENCE, return_when="FIRST_COMPLETED").not_done)
        except TimeoutError:
            _refuse_lost(client, address)
        except CancelledError as fault:
            raise SchedulerUnavailable(f"{address}: the scheduler was lost on the way") from fault
    found = []
    for task in tasks:
        if task.status not in ("finished", "error"):
            raise SchedulerUnavailable(f"{address}: the scheduler was lost on the way")
        found.append(_result(task, address))
    return found


def _result(task: Any, address: str) -> list[Part]:
    try:
        parts: list[Part] = task.result(timeout=PATIENCE)
    except _dask().KilledWorker as fault:
        raise SchedulerUnavailable(f"{address}: {_RETRIES} workers and more died over the same task") from fault
    return parts


def _refuse_lost(client: Any, address: str) -> None:
    if client.status != "running":
        raise SchedulerUnavailable(f"{address}: the scheduler was lost on the way")
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise SchedulerUnavailable(f"{address}: no worker is left")


def _dask() -> Any:
    """The library, which is an extra and takes its time to load."""
    return import_module("distributed")


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the scheduler, which has a worker."""
    if find_spec("distributed") is None:
        raise SchedulerUnavailable("to spread work, install the extra: rtcm-expert-pool[distributed]")
    # It would tell at length what our own message says in a line.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        asyncio.run(_greeted(address))
        client = _dask().Client(address, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as fault:
        raise SchedulerUnavailable(f"{address}: no scheduler answers within {PATIENCE:g} seconds") from fault
    try:
        _expect_worker(client, address)
        yield client
    finally:
        client.close(timeout=PATIENCE)


def _expect_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as fault:
        raise SchedulerUnavailable(f"{address}: the scheduler has no workers") from fault


async def _greeted(address: str) -> None:
    """Shake hands once before a client does: a client waits for ever on somebody who listens and says nothing."""
    safety = _dask().Security().get_connection_args("client")
    comm = await asyncio.wait_for(_dask().comm.connect(address, timeout=PATIENCE, **safety), PATIENCE)
    await comm.close()
