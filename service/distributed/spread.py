"""Many missions by the workers of a scheduler: every answer equal to that of one process to the byte."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from matching import Ask, Index, Policy, Shortlist
from matching.evaluation import AskedAgain, Decided, Plan
from matching.looks import Look, Looked
from matching.shards import merged, merged_look
from registry.domain import Mission
from service.distributed.work import Asked, asked_again_of, looks_of, parts_of
from service.distributed.workers import Workers, workers_of

# A seat over a shard of a million takes some milliseconds, and a task should take 100 or more: sending a smaller one
# costs as much as doing it.
SEATS_A_TASK = 50
# Every past mission needs an index of its own, which takes a second for some ten thousand people.
MISSIONS_A_TASK = 2

One = TypeVar("One")


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
    a worker does not see a shard.
    """
    asked: list[Asked] = [
        (Ask(mission, number), policies[mission.id])
        for mission in missions
        for number in range(1, len(mission.seats) + 1)
    ]
    with workers_of(address) as workers:
        parts = _of_shards(workers, parts_of, _batches(asked, seats_a_task), files, top)
    return [
        merged(ask, of_seat, index.epoch, index.revision, policy, top)
        for (ask, policy), of_seat in zip(asked, parts, strict=True)
    ]


def looks_over(workers: Workers, files: Sequence[Path]) -> Callable[[Sequence[Look]], Iterator[Looked]]:
    """How a plan looks at the rankings of its seats by workers; ``files``: the shards of its index. As for spread."""

    def looks(asked: Sequence[Look]) -> Iterator[Looked]:
        parts = _of_shards(workers, looks_of, _batches(asked, SEATS_A_TASK), files)
        return (merged_look(look, of_seat) for look, of_seat in zip(asked, parts, strict=True))

    return looks


def asked_again_over(
    workers: Workers, folder: Path, plan: Plan, today: date
) -> Callable[[Sequence[Decided]], Iterator[AskedAgain]]:
    """How past missions are asked again by workers; ``folder``: the snapshot, where every worker sees it.

    SchedulerUnavailable, LeakFound; DamagedSnapshot when a worker does not see the snapshot.
    """

    def again(decided: Sequence[Decided]) -> Iterator[AskedAgain]:
        tasks = [
            workers.sent(asked_again_of, str(folder), batch, plan, today)
            for batch in _batches(decided, MISSIONS_A_TASK)
        ]
        return (one for task in tasks for one in workers.answers([task])[0])

    return again


def _batches(asked: Sequence[One], size: int) -> list[Sequence[One]]:
    return [asked[first : first + size] for first in range(0, len(asked), size)]


def _of_shards(
    workers: Workers,
    task: Callable[..., Sequence[One]],
    batches: Sequence[Sequence[object]],
    files: Sequence[Path],
    *told: object,
) -> Iterator[tuple[One, ...]]:
    """Seat by seat what all shards say, in the order of shards; everything is sent before anything is waited for."""
    sent = [[workers.sent(task, str(file), batch, *told) for file in files] for batch in batches]
    found = [workers.answers(tasks) for tasks in sent]
    return (of_seat for of_shards in found for of_seat in zip(*of_shards, strict=True))
