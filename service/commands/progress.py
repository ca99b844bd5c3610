"""A progress bar on a terminal, and nothing in a pipe."""

from types import TracebackType
from typing import IO, Self

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


class Progress:
    """Draws how far long work has come."""

    def __init__(self, out: IO[str]) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(file=out), disable=not out.isatty(), transient=True)

    def __enter__(self) -> Self:
        self._bar.start()
        self._task = self._bar.add_task("starting", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def step(self, told: str) -> None:
        """What is being done, where nobody knows how long it takes."""
        self._bar.update(self._task, description=told)

    def bytes(self, records: int, done: int, total: int) -> None:
        """So many records from so many bytes of all."""
        self._bar.update(self._task, description=f"{records:,} records", completed=done, total=total or None)

    def records(self, done: int, total: int) -> None:
        """So many records of all."""
        self._bar.update(self._task, description=f"{done:,} records", completed=done, total=total or None)

    def parts(self, done: int, total: int) -> None:
        """So many parts of the work of all."""
        self._bar.update(self._task, description="working", completed=done, total=total or None)

    def pairs(self, done: int, total: int) -> None:
        """So many pairs of names compared of all; what follows takes as long as it takes."""
        doing = f"{done:,} pairs of names" if done < total else "writing down why"
        self._bar.update(self._task, description=doing, completed=done, total=total if done < total else None)

    def seats(self, done: int, total: int) -> None:
        """So many seats ranked of all; what follows takes as long as it takes."""
        doing = f"{done:,} seats ranked" if done < total else "looking for the best plan"
        self._bar.update(self._task, description=doing, completed=done, total=total if done < total else None)
