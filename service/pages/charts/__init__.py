"""Pictures drawn on the server: values in, SVG out, each with a summary in words and the table behind it."""

from service.pages.charts.base import Picture, Table, Told
from service.pages.charts.chain import Chain, chain
from service.pages.charts.columns import Column, columns
from service.pages.charts.funnel import Stage, funnel
from service.pages.charts.heat import heat
from service.pages.charts.intervals import Interval, intervals
from service.pages.charts.lineage import Kin, lineage
from service.pages.charts.split import Part, split
from service.pages.charts.tiles import Tile, tiles
from service.pages.charts.timeline import Span, timeline

__all__ = [
    "Chain",
    "Column",
    "Interval",
    "Kin",
    "Part",
    "Picture",
    "Span",
    "Stage",
    "Table",
    "Tile",
    "Told",
    "chain",
    "columns",
    "funnel",
    "heat",
    "intervals",
    "lineage",
    "split",
    "tiles",
    "timeline",
]
