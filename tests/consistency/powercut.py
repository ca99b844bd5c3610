"""Power cuts on SQLite: the real store over a disk that keeps only what was synced, and tears the rest.

``python -m tests.consistency.powercut --trials 2000`` is the long form.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import apsw
from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool

from registry.changes import gaps
from registry.errors import RegistryError
from registry.store import Store
from tests.consistency.crowd import profile, value_of

SECTOR = 512
_TRANSACTIONS = 12
_MOST_STEPS = 300


class PowerCut(Exception):
    """The machine has stopped: nothing is written any more."""


@dataclass
class Disk:
    """What a disk would hold after a power cut: what was synced, and any part of what was written since."""

    steps: int  # writes and syncs until the power goes
    synced: dict[str, bytearray] = field(default_factory=dict)
    open_writes: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)  # offset, data or cut here

    def step(self) -> None:
        """One more write or sync."""
        self.steps -= 1
        if self.steps < 0:
            raise PowerCut

    def write(self, file: str, offset: int, data: bytes | None) -> None:
        """Data at a place, or with None the file cut there."""
        self.step()
        self.open_writes.setdefault(file, []).append((offset, data))

    def sync(self, file: str) -> None:
        """All writes to a file so far are safe."""
        self.step()
        for offset, data in self.open_writes.pop(file, []):
            _apply(self.synced.setdefault(file, bytearray()), offset, data)

    def remains(self, dice: random.Random) -> dict[str, bytes]:
        """The files after the cut: of each write since the last sync all, nothing, or some first sectors."""
        left = {file: bytearray(content) for file, content in self.synced.items()}
        for file, writes in self.open_writes.items():
            for offset, data in writes:
                fate = dice.random()
                if fate < 0.4:
                    _apply(left.setdefault(file, bytearray()), offset, data)
                elif fate < 0.6 and data is not None:
                    _apply(left.setdefault(file, bytearray()), offset, data[: SECTOR * dice.randrange(9)])
        return {file: bytes(content) for file, content in left.items()}


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    content.extend(b"\0" * (offset - len(content)))
    content[offset : offset + len(data)] = data


class _Files(apsw.VFS):
    """The files of the machine, with every write told to a disk."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("powercut", "")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: N802  # SQLite's own names
        return _File(name, flags, self.disk)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802
        super().xDelete(name, sync_folder)
        self.disk.write(Path(name).name, 0, None)


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], disk: Disk) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name, self.disk = Path(path or "temporary").name, disk
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.write(self.name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.write(self.name, size, None)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.sync(self.name)
        super().xSync(flags)


class _Cursor:
    """As much of a database cursor as the store's toolkit asks for."""

    arraysize = 1

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount, self.lastrowid = -1, 0
        self._rows: Iterator[Any] = iter(())

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> "_Cursor":
        return self.executemany(sql, [values])

    def executemany(self, sql: str, many: Sequence[Sequence[Any] | Mapping[str, Any]]) -> "_Cursor":
        cursor, found = self._connection.raw.cursor(), []
        cursor.exec_trace = self._described
        for values in many:
            found += list(cursor.execute(self._connection.renamed.get(sql, sql), values))
        self._rows, self.rowcount = iter(found), self._connection.raw.changes()
        self.lastrowid = self._connection.raw.last_insert_rowid()
        return self

    def _described(self, cursor: Any, sql: str, values: Any) -> bool:
        self.description = cursor.get_description() or None
        return True

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [row for _, row in zip(range(size), self._rows, strict=False)]

    def close(self) -> None:
        self._rows = iter(())


class _Connection:
    """As much of a database connection; ``renamed``: statements that a control runs in place of ours."""

    isolation_level: str | None = None

    def __init__(self, raw: apsw.Connection, renamed: Mapping[str, str]) -> None:
        self.raw, self.renamed = raw, renamed

    def cursor(self) -> _Cursor:
        return _Cursor(self)

    def create_function(self, name: str, parameters: int, function: Any, **_: Any) -> None:
        self.raw.create_scalar_function(name, function, parameters)

    def commit(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("COMMIT")

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        # A machine without power closes nothing.
        with suppress(PowerCut, apsw.Error):
            self.raw.close()


@contextmanager
def store_over(disk: Disk, file: Path, renamed: Mapping[str, str]) -> Iterator[Store]:
    """The real store, whose database writes through ``disk``."""
    files = _Files(disk)
    raw = apsw.Connection(str(file), vfs="powercut")
    # Alone with its file, SQLite needs no memory shared with others, which this disk does not have.
    raw.execute("PRAGMA locking_mode = EXCLUSIVE")
    made = {"creator": lambda: _Connection(raw, renamed), "poolclass": StaticPool}
    with patch("registry.store.engine.create_engine", lambda url, **_: create_engine(url, **made)):
        store = Store(f"sqlite:///{file}")
    try:
        yield store
    finally:
        store.close()
        files.unregister()


@dataclass(frozen=True)
class Outcome:
    """What one power cut did."""

    acknowledged: int
    lost: int
    damage: str  # empty when the pool is whole


WITHOUT_FULL = {"PRAGMA synchronous=FULL": "PRAGMA synchronous=NORMAL"}


def trial(empty: Path, seed: int, renamed: Mapping[str, str] | None = None) -> Outcome:
    """Write until the power goes, then open what is left; ``empty``: a pool with nobody in it."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        file, after = Path(folder, "pool.db"), Path(folder, "after")
        shutil.copy(empty, file)
        disk = Disk(dice.randrange(_MOST_STEPS), {file.name: bytearray(empty.read_bytes())})
        acknowledged = _written(disk, file, renamed or {}, dice)
        after.mkdir()
        for name, content in disk.remains(dice).items():
            (after / name).write_bytes(content)
        return _outcome(after / file.name, acknowledged)


def _written(disk: Disk, file: Path, renamed: Mapping[str, str], dice: random.Random) -> dict[str, int]:
    """What was acknowledged before the power went: id -> number."""
    acknowledged: dict[str, int] = {}
    # A number that was on its way may have become durable, and may not.
    with suppress(PowerCut, apsw.Error, RegistryError), store_over(disk, file, renamed) as store:
        for number in range(1, _TRANSACTIONS + 1):
            id = f"s{dice.randrange(5)}"
            with store.writing("powercut", "trial") as writing:
                writing.put_specialists([profile(id, number)])
            acknowledged[id] = number
    return acknowledged


def _outcome(file: Path, acknowledged: Mapping[str, int]) -> Outcome:
    try:
        with Store.open(f"sqlite:///{file}") as store:
            with store.view() as view:
                missing = gaps(view.changes_since(0))
            held = {each.id: value_of(each) for each in store.specialists()}
            damage = "the feed has gaps" if missing else _integrity(store)
    except RegistryError as fault:
        return Outcome(len(acknowledged), len(acknowledged), str(fault))
    lost = sum(held.get(id, 0) < number for id, number in acknowledged.items())
    return Outcome(len(acknowledged), lost, damage)


def _integrity(store: Store) -> str:
    with store.writing("powercut", "check") as writing:
        told = writing.connection.execute(text("PRAGMA integrity_check")).scalar()
    return "" if told == "ok" else str(told)


def empty_pool(folder: Path) -> Path:
    """A pool with nobody in it, as one file."""
    file = folder / "empty.db"
    Store.create(f"sqlite:///{file}").close()
    return file


def main() -> int:
    """Run as told, print what came of it; 1 when anything was lost, or when the control lost nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=2_000)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty = empty_pool(Path(folder))
        ours = [trial(empty, seed) for seed in range(told.trials)]
        control = [trial(empty, seed, WITHOUT_FULL) for seed in range(told.trials)]
    for name, found in (("synchronous FULL, as we run it", ours), ("synchronous NORMAL, the control", control)):
        lost, damaged = sum(each.lost > 0 for each in found), sum(bool(each.damage) for each in found)
        written = sum(each.acknowledged for each in found)
        print(f"{name}: {len(found):,} power cuts, {written:,} records acknowledged, lost in {lost}, damaged {damaged}")
    return int(any(each.lost or each.damage for each in ours) or not any(each.lost for each in control))


if __name__ == "__main__":
    sys.exit(main())
