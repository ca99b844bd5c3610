"""What all pictures share: a title, a summary, a table, and shapes that are coloured by class alone."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from service.pages.charts.style import STYLE
from service.rendering.base import safe
from service.rendering.graphml import xml_safe
from service.rendering.lettering import cut, width

# How wide an average letter of 13 units is.
LETTER = 7.7
# How much room a page has for a picture on the narrowest phone, and where there is room.
SLIM, WIDE = 290, 640


@dataclass(frozen=True)
class Told:
    """What a picture is called in addresses (``name``), above it, and what it says in words."""

    name: str
    title: str
    summary: str


@dataclass(frozen=True)
class Table:
    """The values behind a picture, as they are shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """One picture; ``body`` is what stands inside the SVG element, ``width`` and ``height`` in its own units.

    ``fits``: its letters are large enough to be made smaller on a phone. ``slim``: the same, drawn for a phone. A
    picture with neither is scrolled there.
    """

    told: Told
    width: float
    height: float
    body: str
    table: Table
    fits: bool = False
    slim: "Picture | None" = None

    @property
    def inline(self) -> Markup:
        """The picture as a part of a page, coloured by the stylesheet of the page."""
        return self._part("chart fits" if self.fits else "chart wide" if self.slim else "chart")

    @property
    def on_phone(self) -> Markup:
        """What stands in its place on a phone; nothing where one drawing serves both."""
        return self.slim._part("chart fits slim") if self.slim else Markup("")

    def _part(self, look: str) -> Markup:
        return Markup(self._svg("", self._size(look)))

    def standalone(self) -> str:
        """The picture as a file of its own, light or dark as whoever opens it likes."""
        style = f'<style>{STYLE}</style><rect class="paper" width="{self.width:g}" height="{self.height:g}"/>'
        return self._svg(style, self._size("chart")) + "\n"

    def csv(self) -> str:
        """The table as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerows([[safe(cell) for cell in row] for row in (self.table.columns, *self.table.rows)])
        return text.getvalue()

    def _size(self, look: str) -> str:
        return f' class="{look}" width="{self.width:g}" height="{self.height:g}"'

    def _svg(self, before: str, attributes: str) -> str:
        name = self.told.name
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'direction="ltr" aria-labelledby="{name}-title {name}-desc"{attributes}>'
            f'<title id="{name}-title">{words(self.told.title)}</title>'
            f'<desc id="{name}-desc">{words(self.told.summary)}</desc>{before}{self.body}</svg>'
        )


def in_two_widths(draw: Callable[[float], Picture]) -> Picture:
    """A picture as it is drawn where there is room, and for a phone."""
    return replace(draw(WIDE), slim=slimmed(draw(SLIM)))


def slimmed(picture: Picture) -> Picture:
    """A picture that stands beside its wide one on a page, under a name of its own."""
    return replace(picture, told=replace(picture.told, name=f"{picture.told.name}-slim"))


def words(text: str) -> str:
    """Text as it may stand in SVG."""
    return escape(xml_safe(text))


def letters(x: float, y: float, text: str, look: str = "") -> str:
    """A line of text with its base line at ``y``."""
    return f'<text x="{x:g}" y="{y:g}"{_look(look)}>{words(text)}</text>'


def bar(x: float, y: float, width: float, height: float, look: str, told: str = "", round: float = 0) -> str:
    """A rectangle, with what it says for whoever points at it."""
    corner = f' rx="{round:g}"' if round else ""
    shape = f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):g}" height="{height:g}"{corner}{_look(look)}'
    return f"{shape}><title>{words(told)}</title></rect>" if told else f"{shape}/>"


def path(drawn: str, look: str) -> str:
    """A line along a path."""
    return f'<path d="{drawn}"{_look(look)}/>'


def dot(x: float, y: float, radius: float, look: str) -> str:
    """A circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"{_look(look)}/>'


def fitted(text: str, room: float, each: float = LETTER) -> str:
    """Text cut to a room, ``each`` the width of an average letter."""
    return cut(text, room / each)


def width_of(labels: Sequence[str], least: float, most: float, each: float = LETTER) -> float:
    """How much room labels need, between two bounds."""
    return min(max([least, *(width(label) * each for label in labels)]), most)


def _look(look: str) -> str:
    return f" class={quoteattr(look)}" if look else ""
