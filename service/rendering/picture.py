"""A neighbourhood as an SVG picture: columns from the request to people, readable in light and dark."""

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from matching.network import Edge, Neighbourhood
from matching.network.neighbourhood import MOST_NODES
from registry.errors import BadInput, Problem
from service.rendering.graphml import xml_safe
from service.rendering.layout import HEIGHT, SIDE, TOP, Box, Layout, laid_out
from service.rendering.lettering import cut
from service.rendering.palette import STYLE

# Kind of edge -> (what the legend says, how the line looks).
LINES = {
    "asks": ("asked for", "asks"),
    "about": ("about, in, for", "about"),
    "took_place_in": ("about, in, for", "about"),
    "ran_for": ("about, in, for", "about"),
    "near": ("near by what it was about", "near"),
    "served_on": ("served on", "served"),
    "attended": ("was trained on", "attended"),
    "worked_with": ("worked with its members", "worked"),
    "trained_by": ("trained by, or trained", "trained"),
    "held": ("on file", "about"),
    "spoke": ("on file", "about"),
    "certified": ("on file", "about"),
    "served_in": ("on file", "about"),
    "employed_at": ("on file", "about"),
}
KINDS = {
    "request": "request",
    "competence": "competence",
    "language": "language",
    "country": "country",
    "organisation": "organisation",
    "certificate": "certificate",
    "mission": "past mission",
    "specialist": "specialist",
}
NUMBERS = {
    "request": "numbers: nearness to the request, 1 the nearest",
    "specialist": "numbers: level on file, 1 the highest",
}
_STRIPE, _LEGEND = 5, 66


def picture(
    found: Neighbourhood,
    say: Callable[[str], str] = str,
    under: str | None = None,
    layout: Callable[[Neighbourhood], Layout] = laid_out,
) -> str:
    """The picture as one SVG document; BadInput where there are more nodes than a picture can show legibly.

    ``say``: what becomes of its own words, such as their translation; ``under``: what stands under the title in place
    of how many nodes and edges there are; ``layout``: how much room there is.
    """
    if len(found.nodes) > MOST_NODES:
        expected = f"expected at most {MOST_NODES} nodes in a picture: ask for fewer with --top"
        raise BadInput([Problem(found.about, None, "nodes", str(len(found.nodes)), expected)])
    placed = layout(found)
    height = placed.height + _LEGEND + 14
    said = f"{len(found.nodes)} nodes, {len(found.edges)} edges; {len(found.paths)} people"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{placed.width}" height="{height:g}" '
        f'viewBox="0 0 {placed.width} {height:g}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{_text(found.title)}</title>',
        f'<desc id="desc">{_text(_told(found, say) if under is None else under)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{placed.width}" height="{height:g}"/>',
        f'<text class="head" x="{SIDE}" y="40">{_text(cut(found.title, placed.width / 11.5))}</text>',
        f'<text class="sub" x="{SIDE}" y="62">{_text(said + _more(found) if under is None else under)}</text>',
        *_heads(placed, say),
        *(_line(edge, placed) for edge in _drawn(found)),
        *(part for box in placed.boxes.values() for part in _box(box, placed.box)),
        *_legend(found, placed, say),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(words: str) -> str:
    return escape(xml_safe(words))


def _more(found: Neighbourhood) -> str:
    return f", {found.left_out} more not shown" if found.left_out else ""


def _told(found: Neighbourhood, say: Callable[[str], str]) -> str:
    """What the picture shows, for whoever cannot see it."""
    ways = "; ".join(f"{path.name}: {path.words}" for path in found.paths)
    return f"Columns from left to right: {', '.join(map(say, found.columns))}. {ways or 'Nobody is reached'}."


def _heads(layout: Layout, say: Callable[[str], str]) -> Iterator[str]:
    for x, title, count in layout.columns:
        yield f'<text class="column" x="{x}" y="{TOP - 22}">{_text(say(title))}</text>'
        yield f'<text class="value" x="{x + layout.box}" y="{TOP - 22}">{count}</text>'
        yield f'<path class="rule" d="M{x} {TOP - 13}h{layout.box}"/>'


def _drawn(found: Neighbourhood) -> list[Edge]:
    """All edges but those over several columns whose ends meet in between anyway."""
    column = {node.id: node.column for node in found.nodes}
    beside: dict[str, set[str]] = {id: set() for id in column}
    for edge in found.edges:
        if abs(column[edge.source] - column[edge.target]) == 1:
            beside[edge.source].add(edge.target)
            beside[edge.target].add(edge.source)
    return [
        edge
        for edge in found.edges
        if edge.target in beside[edge.source] or not beside[edge.source] & beside[edge.target]
    ]


def _line(edge: Edge, layout: Layout) -> str:
    """A curve from box to box; within one column it swings out to the right."""
    one, other = sorted((layout.boxes[edge.source], layout.boxes[edge.target]), key=lambda box: box.x)
    start, end = one.x + layout.box, other.x
    bend = (end - start) / 2
    if one.x == other.x:
        end, bend = start, 40
    curve = f"M{start} {one.middle:g}C{start + bend:g} {one.middle:g} "
    curve += f"{end - bend if one.x != other.x else end + bend:g} {other.middle:g} {end} {other.middle:g}"
    return f'<path class="line {LINES[edge.kind][1]}" d="{curve}"/>'


def _box(box: Box, width: int) -> Iterator[str]:
    node, right = box.node, box.x + width
    yield f"<g aria-label={quoteattr(xml_safe(node.label))}><title>{_text(f'{node.label} ({node.id})')}</title>"
    yield f'<rect class="box" x="{box.x}" y="{box.y:g}" width="{width}" height="{HEIGHT}" rx="5"/>'
    yield f'<rect class="{node.kind}-fill" x="{box.x}" y="{box.y:g}" width="{_STRIPE}" height="{HEIGHT}" rx="2"/>'
    first = box.middle + 4.5 - 7.5 * (len(box.lines) - 1)
    for at, line in enumerate(box.lines):
        yield f'<text class="label" x="{box.x + 14}" y="{first + 15 * at:g}">{_text(line)}</text>'
    if node.strength is not None:
        yield f'<text class="value" x="{right - 9}" y="{box.middle + 4:g}">{node.strength:.2f}</text>'
    yield "</g>"


def _legend(found: Neighbourhood, layout: Layout, say: Callable[[str], str]) -> Iterator[str]:
    """What colours and lines mean: only those that occur."""
    kinds = {kind: say(KINDS[kind]) for kind in KINDS if any(node.kind == kind for node in found.nodes)}
    looks = {LINES[edge.kind][1]: say(LINES[edge.kind][0]) for edge in _drawn(found)}
    y, x = layout.height + 22, float(SIDE)
    centre = next((node.kind for node in found.nodes if node.kind == "request"), "specialist")
    yield f'<path class="rule" d="M{SIDE} {layout.height + 4:g}H{layout.width - SIDE}"/>'
    for kind, said in kinds.items():
        yield f'<rect class="{kind}-fill" x="{x:g}" y="{y - 9:g}" width="11" height="11" rx="2"/>'
        yield f'<text class="sub" x="{x + 17:g}" y="{y:g}">{_text(said)}</text>'
        x += 36 + 7.2 * len(said)
    x, y = float(SIDE), y + 24
    for look, said in looks.items():
        yield f'<path class="line {look}" d="M{x:g} {y - 4:g}h30"/>'
        yield f'<text class="sub" x="{x + 38:g}" y="{y:g}">{_text(said)}</text>'
        x += 62 + 6.8 * len(said)
    yield f'<text class="value" x="{layout.width - SIDE}" y="{y:g}">{_text(say(NUMBERS[centre]))}</text>'
