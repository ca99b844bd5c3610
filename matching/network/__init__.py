"""The expertise graph: who holds what, served where, with whom; nearness to a mission, and what the graph shows."""
