"""The seeded generator of a realistic pool: invented people, past assignments, and who trained whom.

``sample_pool(specialists, seed)`` yields the pool block by block as domain values; ``sample_lines`` yields
the same as JSON lines (specialist/1 and assignment/1), unchecked and faster. A block is made from seed, size and
its own number alone: a million specialists stream in the memory of one block, and the same seed and size give the
same bytes on every machine. Every person is marked as generated: the id begins with ``sample-``, the name of the
organisation with ``Sample``, and the bio says so.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain import Assignment, Specialist
from registry.sample.assignments import write_assignments
from registry.sample.cascade import Pool, seated_person, write_cascade
from registry.sample.days import SAMPLE_DAY
from registry.sample.diary import Diary
from registry.sample.dice import Dice
from registry.sample.people import Json, origins
from registry.sample.profiles import profile

__all__ = [
    "SAMPLE_DAY",
    "Block",
    "Lines",
    "sample_assignments",
    "sample_lines",
    "sample_pool",
    "sample_specialists",
]

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Block:
    """Some specialists and the assignments that their block put down."""

    specialists: tuple[Specialist, ...]
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True)
class Lines:
    """The same as JSON lines without line ends."""

    specialists: tuple[str, ...]
    assignments: tuple[str, ...]


def sample_pool(specialists: int, seed: int) -> Iterator[Block]:
    """A pool of so many specialists, about a hundred at a time, each checked by the domain."""
    for people, assignments in _blocks(specialists, seed):
        yield Block(
            tuple(Specialist.model_validate(each) for each in people),
            tuple(Assignment.model_validate(each) for each in assignments),
        )


def sample_specialists(specialists: int, seed: int) -> Iterator[Specialist]:
    """The specialists of the pool one by one, in the order of their ids."""
    for people, _ in _blocks(specialists, seed):
        yield from (Specialist.model_validate(each) for each in people)


def sample_assignments(specialists: int, seed: int) -> Iterator[Assignment]:
    """The assignments of the pool one by one, block by block."""
    for _, assignments in _blocks(specialists, seed):
        yield from (Assignment.model_validate(each) for each in assignments)


def sample_lines(specialists: int, seed: int) -> Iterator[Lines]:
    """The pool as lines of specialist/1 and assignment/1, about a hundred people at a time."""
    for people, assignments in _blocks(specialists, seed):
        yield Lines(tuple(map(_line, people)), tuple(map(_line, assignments)))


def _blocks(specialists: int, seed: int) -> Iterator[tuple[list[Json], list[Json]]]:
    pool = Pool(specialists, seed)
    for number in range(pool.blocks):
        dice = Dice(f"{seed}/{number}")
        cycle = pool.cycle(number)
        people = [
            seated_person(dice, pool.id(cycle.first + place), cycle, place, origin)
            for place, origin in enumerate(origins(dice, cycle.size))
        ]
        diary = Diary(dice, number, pool.block_width)
        write_cascade(pool, cycle, people, diary)
        write_assignments(people, diary)
        yield [profile(dice, each) for each in people], diary.assignments
