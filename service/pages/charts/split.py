"""A score split by criterion: one bar, one colour for each criterion wherever it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from service.pages.charts.base import bar
from service.rendering.graphml import xml_safe

_GAP = 0.4
_HEIGHT = 8


@dataclass(frozen=True)
class Part:
    """What one criterion adds: its name in the code (which gives the colour), its words, its points of 100."""

    criterion: str
    label: str
    points: float


def split(parts: Sequence[Part], told: str) -> Markup:
    """The bar; ``told`` says the score and its parts, for whoever cannot see it. What is missing to 100 stays empty."""
    drawn, x = [bar(0, 0, 100, _HEIGHT, "track")], 0.0
    for part in parts:
        drawn.append(bar(x, 0, part.points - _GAP, _HEIGHT, f"c-{part.criterion}"))
        x += part.points
    return Markup(
        f'<svg class="chart bar" viewBox="0 0 100 {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f"aria-label={quoteattr(xml_safe(told))}>{''.join(drawn)}</svg>"
    )
