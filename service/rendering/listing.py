"""A shortlist as a file to take along: CSV, XLSX or a tagged PDF, each marked with who took it, when and what for."""

import csv
import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

import typst

from registry.exporting.sheets import marked_workbook
from service.rendering.base import safe

_TEMPLATE = "listing.typ"
# Spreadsheets take a file for UTF-8 only with this mark.
_MARK = "\ufeff"


@dataclass(frozen=True)
class Listed:
    """One person as a file shows them; ``reasons`` by criterion."""

    rank: str
    name: str
    score: str
    points: str
    reasons: tuple[tuple[str, str], ...]
    evidence: str
    flags: str


@dataclass(frozen=True)
class Listing:
    """A list in words: its title, what stands under it, counts, the names of columns, the people, and the mark."""

    title: str
    under: str
    mark: str
    language: str
    counts: tuple[str, ...]
    heads: tuple[str, ...]  # rank, name, score, points
    more: tuple[str, ...]  # evidence, to ask about
    people: tuple[Listed, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of a sheet."""
        criteria = tuple(name for name, _ in self.people[0].reasons) if self.people else ()
        return (*self.heads, *criteria, *self.more)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A row for each person, in the order of the columns."""
        return [
            (
                each.rank,
                each.name,
                each.score,
                each.points,
                *(why for _, why in each.reasons),
                each.evidence,
                each.flags,
            )
            for each in self.people
        ]


def as_csv(listing: Listing) -> bytes:
    """The mark, the columns, the people; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[safe(cell) for cell in row] for row in ([listing.mark], listing.columns, *listing.rows)])
    return (_MARK + text.getvalue()).encode("utf-8")


def as_workbook(listing: Listing) -> bytes:
    """The same as .xlsx, its mark also at the foot of each printed page."""
    return marked_workbook(listing.title, listing.mark, listing.columns, listing.rows)


def as_pdf(listing: Listing, at: datetime) -> bytes:
    """The same to read: PDF/UA-1, tagged; equal lists, equal bytes."""
    made = typst.compile(
        (files("service.rendering") / _TEMPLATE).read_bytes(),
        sys_inputs={"listing": json.dumps(asdict(listing), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=at,
    )
    assert isinstance(made, bytes), "one document"
    return made
