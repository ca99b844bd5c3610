"""What all answers share: a console, JSON Lines, and cells that are safe in a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import IO

from pydantic import BaseModel
from rich.console import Console


def json_lines(answers: Iterable[BaseModel]) -> Iterator[str]:
    """One object per answer and line."""
    return (answer.model_dump_json() + "\n" for answer in answers)


def safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def console(out: IO[str]) -> Console:
    """A console that wraps at the terminal's width, and does not wrap ids and numbers in a pipe."""
    return Console(file=out, highlight=False, soft_wrap=False, width=None if out.isatty() else 120)
