"""The pool in a notebook: tidy tables, facts for the matcher, and nobody's identity."""

from registry.analyst.anonymity import LEAST, smallest_class, suppressed
from registry.analyst.pool import NoPool, Pool, open_pool

__all__ = ["LEAST", "NoPool", "Pool", "open_pool", "smallest_class", "suppressed"]
