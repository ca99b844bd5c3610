"""How the times of shortlists look on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table


def benchmark_table(figures: Sequence[Mapping[str, Any]]) -> Table:
    """One row per seat, and below what is the same for all."""
    one = figures[0]
    size = f"{one['bytes_per_specialist']} bytes each" if one["specialists"] else "nobody in it"
    table = Table(
        min_width=80,
        title=f"{one['mission']}: the {one['top']} best of {one['specialists']:,} specialists, explained",
        caption=f"{one['runs']} runs each; revision {one['revision']}; index built in {one['build_s']:.2f} s, {size}",
    )
    for column in ("seat", "p50 ms", "p99 ms"):
        table.add_column(column, justify="right")
    for each in figures:
        table.add_row(str(each["seat"]), f"{each['p50_ms']:.2f}", f"{each['p99_ms']:.2f}")
    return table
