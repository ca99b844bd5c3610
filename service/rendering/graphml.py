"""A neighbourhood as GraphML, for Gephi, yEd and other tools."""

import re

import networkx as nx

from matching.network import Neighbourhood

# Characters that no XML document may hold, however they are written.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """Text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def graphml(found: Neighbourhood) -> str:
    """Nodes with kind and label, edges with kind and weight; days and strengths where they are known."""
    made = nx.MultiDiGraph()
    for node in found.nodes:
        known = {} if node.strength is None else {"strength": node.strength}
        made.add_node(xml_safe(node.id), kind=node.kind, label=xml_safe(node.label), **known)
    for edge in found.edges:
        days = {name: day for name, day in (("start", edge.start), ("end", edge.end)) if day is not None}
        made.add_edge(xml_safe(edge.source), xml_safe(edge.target), kind=edge.kind, weight=edge.weight, **days)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + "\n".join(nx.generate_graphml(made, named_key_ids=True)) + "\n"
