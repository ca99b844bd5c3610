"""Two entries of one person: finding them across scripts and spellings, and making one of two."""

from registry.duplicates.finding import compare, find
from registry.duplicates.merging import excluding, merged, repointed

__all__ = ["compare", "excluding", "find", "merged", "repointed"]
