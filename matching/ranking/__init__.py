"""Ranking one seat: in NumPy, which is the definition, and compiled for large pools, which must agree with it."""

from matching.ranking.standard import Contenders, in_order, reaching, scored

__all__ = ["Contenders", "in_order", "reaching", "scored"]
