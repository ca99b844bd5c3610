"""A neighbourhood as a terminal shows it."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching.network import Neighbourhood, Node


def network_table(found: Neighbourhood) -> RenderableType:
    """Whom it leads to and how, then what stands in between."""
    parts: list[RenderableType] = [Text(found.title, style="bold"), Text(_counted(found))]
    if found.paths:
        parts += [Text("\nStrongest paths", style="bold"), _paths(found)]
        if found.left_out:
            parts.append(Text(f"... and {found.left_out} more"))
    else:
        parts.append(Text("\nNobody is reached: no past mission on record leads to anybody.", style="bold"))
    for column, title in enumerate(found.columns[:-1]):
        nodes = [node for node in found.nodes if node.column == column]
        if nodes and nodes[0].id != f"specialist:{found.about}" and nodes[0].kind != "request":
            parts += [Text(f"\n{title}", style="bold"), *(Text(f"  {_line(node)}") for node in nodes)]
    return Group(*parts)


def _counted(found: Neighbourhood) -> str:
    return f"{len(found.nodes)} nodes, {len(found.edges)} edges"


def _paths(found: Neighbourhood) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("name", no_wrap=True, max_width=30)
    table.add_column("id", no_wrap=True)
    table.add_column("strength", justify="right")
    table.add_column("path")
    for path in found.paths:
        table.add_row(Text(path.name), Text(path.specialist), f"{path.strength:.2f}", Text(path.words))
    return table


def _line(node: Node) -> str:
    strength = "" if node.strength is None else f"  {node.strength:.2f}"
    return f"{node.kind:<12} {node.label}{strength}"
