"""What sheets can carry: every profile is read back from its own cells before anything is written."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from registry.domain import Specialist
from registry.errors import BadInput, Problem
from registry.sheets import SHEETS, Column, bio_column, profile_of, rows_of

_PROBLEMS_SHOWN = 50
LONGEST_CELL = 32_767  # characters, as Excel has it


@dataclass(frozen=True)
class Carried:
    """Profiles that sheets carry whole, kept in a file; ``bios`` are the columns for what they say of themselves."""

    kept: IO[str]
    bios: Sequence[Column]
    count: int

    def __iter__(self) -> Iterator[Specialist]:
        """The profiles again, one at a time."""
        self.kept.seek(0)
        return map(Specialist.model_validate_json, self.kept)

    def headings(self) -> dict[str, list[Column]]:
        """The columns of every sheet."""
        return {
            sheet.name: [*sheet.columns, *(self.bios if sheet.section is None else ())] for sheet in SHEETS.values()
        }


@contextmanager
def carried(specialists: Iterable[Specialist]) -> Iterator[Carried]:
    """Look through all profiles once: which bios there are, and BadInput with all that would be lost.

    One pass over the pool, so that it is of one revision; memory holds one profile.
    """
    codes: dict[str, None] = {}
    lost: list[Problem] = []
    count = 0
    # A file without a name, of this user alone.
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as kept:
        for specialist in specialists:
            codes.update(dict.fromkeys(specialist.bio))
            lost += _lost(specialist)
            kept.write(specialist.model_dump_json(exclude_defaults=True) + "\n")
            count += 1
        if lost:
            raise BadInput(lost[:_PROBLEMS_SHOWN], len(lost))
        yield Carried(kept, [bio_column(code) for code in sorted(codes)], count)


def _lost(specialist: Specialist) -> Iterator[Problem]:
    """What does not come back from the cells as it was."""
    bios = [bio_column(code) for code in specialist.bio]
    rows = list(rows_of(specialist, bios))
    back = profile_of(rows, bios)
    expected = "sheets cannot carry this; export it as .jsonl"
    for field, value in specialist.model_dump(mode="json", exclude_defaults=True).items():
        if back.get(field) != value:
            yield Problem(f"specialist {specialist.id}", None, field, "", expected)
    for sheet, cells in rows:
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            yield Problem(
                f"specialist {specialist.id}", None, sheet, "", f"{expected} (over {LONGEST_CELL:,} characters)"
            )
