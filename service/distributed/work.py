"""What runs on a worker: some seats held against one shard."""

from collections.abc import Sequence
from functools import lru_cache

from matching import Ask, Index, Policy
from matching.shards import Part, part

# A worker keeps the shards it was last asked about mapped into memory.
_SHARDS_KEPT = 8

Asked = tuple[Ask, Policy]


def parts_of(file: str, asked: Sequence[Asked], top: int) -> list[Part]:
    """The part of one shard in the answer for each seat; DamagedIndex when its file cannot be read here."""
    shard = _shard(file)
    return [part(ask, shard, policy, top) for ask, policy in asked]


@lru_cache(maxsize=_SHARDS_KEPT)
def _shard(file: str) -> Index:
    return Index.load(file)
