"""A neighbourhood of the network as an analyst sees it: people by pseudonym, and nothing that names them otherwise."""

from collections.abc import Callable, Iterator

from matching.network import Neighbourhood, Node, NodeKind


def unnamed(found: Neighbourhood, pseudonym: Callable[[str], str | None], mission: str) -> Neighbourhood:
    """The same without names, organisations and titles of past missions, which are called ``mission`` and a number.

    ``pseudonym``: None for whoever is not counted in statistics; they are left out with all that led to them.
    """
    renamed = {each.id: again for each in found.nodes if (again := _renamed(each, pseudonym)) is not None}
    nodes = tuple(_numbered([renamed[each.id] for each in found.nodes if each.id in renamed], mission))
    edges = tuple(
        each.model_copy(update={"source": renamed[each.source].id, "target": renamed[each.target].id})
        for each in found.edges
        if each.source in renamed and each.target in renamed
    )
    # What paths say in words names missions and people.
    return found.model_copy(update={"nodes": nodes, "edges": edges, "paths": ()})


def _renamed(node: Node, pseudonym: Callable[[str], str | None]) -> Node | None:
    kind, _, id = node.id.partition(":")
    if kind == NodeKind.ORGANISATION:
        return None
    if kind != NodeKind.SPECIALIST:
        return node
    name = pseudonym(id)
    return None if name is None else node.model_copy(update={"id": f"{kind}:{name}", "label": name})


def _numbered(nodes: list[Node], mission: str) -> Iterator[Node]:
    number = 0
    for each in nodes:
        if each.id.startswith(f"{NodeKind.MISSION}:"):
            number += 1
            yield each.model_copy(update={"label": f"{mission} {number}"})
        else:
            yield each
