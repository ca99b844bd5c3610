"""A scheduler and its workers: tasks sent, answers in order, and no hang whoever is lost on the way."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from service.distributed.errors import SchedulerUnavailable

# Seconds to find the scheduler and its first worker, and between two looks at whether there still are any.
PATIENCE = 5.0
# How many workers may die over one task before it is given up.
_RETRIES = 3

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Workers:
    """The workers of one scheduler. A task of a worker that dies is done by another one."""

    address: str
    client: Any

    def sent(self, task: Callable[..., Answer], *told: object) -> Any:
        """Begin a task, which may be asked for with ``answers``."""
        return self.client.submit(task, *told, pure=False, retries=_RETRIES)

    def answers(self, tasks: Sequence[Any]) -> list[Any]:
        """What some tasks gave, in their order; SchedulerUnavailable, and whatever a task itself refuses."""
        waiting = list(tasks)
        while waiting:
            try:
                waiting = list(_dask().wait(waiting, timeout=PATIENCE, return_when="FIRST_COMPLETED").not_done)
            except TimeoutError:
                self._refuse_lost()
            except CancelledError as fault:
                raise self._lost() from fault
        for task in tasks:
            if task.status not in ("finished", "error"):
                raise self._lost()
        return [self._answer(task) for task in tasks]

    def _answer(self, task: Any) -> Any:
        """What a task gave. A busy worker hands it over late: each time there is twice as much patience."""
        patience = PATIENCE
        while True:
            try:
                return task.result(timeout=patience)
            except TimeoutError:
                if task.status == "error":
                    raise
                self._refuse_lost()
                patience *= 2
            except CancelledError as fault:
                raise self._lost() from fault
            except _dask().KilledWorker as fault:
                died = f"{_RETRIES} workers and more died over the same task"
                raise SchedulerUnavailable(f"{self.address}: {died}") from fault

    def _refuse_lost(self) -> None:
        if self.client.status != "running":
            raise self._lost()
        if not self.client.scheduler_info(n_workers=-1)["workers"]:
            raise SchedulerUnavailable(f"{self.address}: no worker is left")

    def _lost(self) -> SchedulerUnavailable:
        return SchedulerUnavailable(f"{self.address}: the scheduler was lost on the way")


@contextmanager
def workers_of(address: str) -> Iterator[Workers]:
    """The workers of a scheduler, one at least; SchedulerUnavailable within seconds when there are none."""
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
        yield Workers(address, client)
    finally:
        # What was answered is not lost because a busy scheduler says goodbye late.
        with suppress(TimeoutError):
            client.close(timeout=PATIENCE)


def _dask() -> Any:
    """The library, which is an extra and takes its time to load."""
    return import_module("distributed")


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
