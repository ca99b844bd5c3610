"""A crash run: writers, readers and the server are killed with -9 at random, then everything is held against the feed.

``python -m tests.consistency.crash --database postgresql --acknowledged 50000`` is the long form.
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from matching import Index
from registry.store import Store
from tests.consistency.crowd import BETWEEN_SECONDS, SHARED, follow, profile, write
from tests.consistency.verdict import Verdict, read_acks, verdict
from tests.postgres import PostgresServer

# Children are forked from a process that has loaded everything: one that is killed is replaced in milliseconds.
_FORK = multiprocessing.get_context("fork")
WRITERS, READERS = 4, 2
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Wanted:
    """How long a run goes on: until all of it has been reached."""

    acknowledged: int
    writer_kills: int
    blackouts: int  # the server, or with SQLite every process at once
    comparisons: int
    or_a_difference: bool = False  # a comparison that differs is enough, however many there were


@dataclass(frozen=True)
class Run:
    """What a run came to."""

    database: str
    seconds: float
    writer_kills: int
    reader_kills: int
    blackouts: int
    comparisons: int
    differing: int
    verdict: Verdict

    def __str__(self) -> str:
        told = self.verdict
        return (
            f"{self.database}: {told.acknowledged:,} acknowledged in {self.seconds:.0f} s, {told.in_doubt} in doubt; "
            f"killed: {self.writer_kills} writers, {self.reader_kills} readers, {self.blackouts} times "
            f"{'the server' if self.database == 'postgresql' else 'every process at once'}; "
            f"{self.differing} of {self.comparisons:,} index comparisons differ; {len(told.faults)} faults"
        )


@dataclass
class Crowd:
    """The writers and readers, each replaced when it was killed."""

    url: str
    folder: Path
    bootstrap: Callable[[Store], Index] | None = None
    between: float = BETWEEN_SECONDS
    running: dict[str, Any] = field(default_factory=dict)
    generations: dict[str, int] = field(default_factory=dict)

    def fill(self) -> None:
        """Start whoever is not running."""
        for name in [*(f"w{n}" for n in range(WRITERS)), *(f"r{n}" for n in range(READERS))]:
            if name not in self.alive:
                generation = self.generations[name] = self.generations.get(name, 0) + 1
                file = self.folder / name
                work = (
                    partial(write, self.url, name, file, generation)
                    if name.startswith("w")
                    else partial(follow, self.url, file, self.bootstrap, self.between)
                )
                self.running[name] = _FORK.Process(target=work, daemon=True)
                self.running[name].start()

    @property
    def alive(self) -> list[str]:
        """Whoever is running."""
        return [name for name, process in self.running.items() if process.is_alive()]

    def kill(self, *names: str) -> None:
        """End processes at once, wherever they are."""
        for name in names:
            os.kill(self.running[name].pid, signal.SIGKILL)
        for name in names:
            self.running[name].join()

    def files(self, kind: str) -> list[Path]:
        """What writers (w) or readers (r) noted."""
        return sorted(self.folder.glob(f"{kind}*"))

    def lines(self, kind: str) -> int:
        """How much of it there is."""
        return sum(file.read_bytes().count(b"\n") for file in self.files(kind))

    @property
    def differs(self) -> bool:
        """Whether a comparison differed so far."""
        return any(b"differs\n" in file.read_bytes() for file in self.files("r"))


def run(
    url: str,
    wanted: Wanted,
    seed: int,
    server: PostgresServer | None = None,
    bootstrap: Callable[[Store], Index] | None = None,
    patience: float = 90,
    between: float = BETWEEN_SECONDS,
) -> Run:
    """Write, follow and kill until all that is wanted has happened; then the verdict.

    ``patience``: seconds in which nothing of what is still wanted happens before the run gives up; a slow machine
    takes longer, and is not at fault. ``between``: seconds between two comparisons of a reader.
    """
    dice, began = random.Random(seed), time.monotonic()
    with Store.create(url) as store, store.writing("crash", "start") as writing:
        writing.put_specialists([profile(SHARED, 0)])
    killed = {"w": 0, "r": 0, "blackout": 0}
    with tempfile.TemporaryDirectory() as folder:
        crowd = Crowd(url, Path(folder), bootstrap, between)
        try:
            for at, what in _schedule(wanted, dice):
                _wait_for(crowd, "w", at, patience)
                if what == "blackout":
                    _blackout(crowd, server)
                else:
                    crowd.kill(dice.choice([name for name in crowd.running if name.startswith(what)]))
                killed[what] += 1
                crowd.fill()
            _wait_for(crowd, "w", wanted.acknowledged, patience)
            _wait_for(crowd, "r", wanted.comparisons, patience, or_a_difference=wanted.or_a_difference)
        finally:
            crowd.kill(*crowd.alive)
        seconds = time.monotonic() - began
        looks = [line for file in crowd.files("r") for line in file.read_text().splitlines()]
        with Store.open(url) as store:
            found = verdict(store, read_acks(crowd.files("w")))
    database = "postgresql" if server else "sqlite"
    return Run(database, seconds, *killed.values(), len(looks), looks.count("differs"), found)


def _schedule(wanted: Wanted, dice: random.Random) -> list[tuple[float, str]]:
    """(after how many acknowledged, what is killed), spread at random over the run."""
    kinds = ["w"] * wanted.writer_kills + ["r"] * (wanted.writer_kills // 5) + ["blackout"] * wanted.blackouts
    return sorted((dice.uniform(0, wanted.acknowledged), kind) for kind in kinds)


def _wait_for(crowd: Crowd, kind: str, lines: float, patience: float, *, or_a_difference: bool = False) -> None:
    noted, last = -1, time.monotonic()
    while (now := crowd.lines(kind)) < lines and not (or_a_difference and crowd.differs):
        if now > noted:
            noted, last = now, time.monotonic()
        assert time.monotonic() < last + patience, "the run has come to a halt"
        crowd.fill()
        time.sleep(_POLL_SECONDS)


def _blackout(crowd: Crowd, server: PostgresServer | None) -> None:
    if server is None:
        crowd.kill(*crowd.alive)
    else:
        server.kill()
        server.restart()


@contextmanager
def database(kind: str, settings: tuple[str, ...] = ()) -> Iterator[tuple[str, PostgresServer | None]]:
    """(address of an empty database, its server): with the settings of production, unless told otherwise."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/pool.db", None
        return
    with PostgresServer(settings) as server:
        admin = server.url.replace("+psycopg", "") + "/postgres"
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE crash")
        yield f"{server.url}/crash", server


def main() -> int:
    """Run as told, print what came of it; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--acknowledged", type=int, default=50_000)
    parser.add_argument("--writer-kills", type=int, default=200)
    parser.add_argument("--blackouts", type=int, default=30)
    parser.add_argument("--comparisons", type=int, default=1_000)
    parser.add_argument("--between", type=float, default=0.25, help="seconds between two comparisons of a reader")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    wanted = Wanted(told.acknowledged, told.writer_kills, told.blackouts, told.comparisons)
    with database(told.database) as (url, server):
        found = run(url, wanted, told.seed, server, between=told.between)
    print(found, *found.verdict.faults[:20], sep="\n")
    return int(bool(found.verdict.faults) or found.differing > 0)


if __name__ == "__main__":
    sys.exit(main())
