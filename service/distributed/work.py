"""What runs on a worker: some seats held against one shard, or some past missions asked again."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from matching import Ask, Index, Policy
from matching.evaluation import AskedAgain, Decided, Plan, asked_again
from matching.looks import Look, Looked, look_at
from matching.shards import Part, part, refuse_whole_pool
from registry.snapshot import Snapshot

# A worker keeps the shards it was last asked about mapped into memory.
_SHARDS_KEPT = 8

Asked = tuple[Ask, Policy]


def parts_of(file: str, asked: Sequence[Asked], top: int) -> list[Part]:
    """The part of one shard in the answer for each seat; DamagedIndex when its file cannot be read here."""
    shard = _shard(file)
    return [part(ask, shard, policy, top) for ask, policy in asked]


def looks_of(file: str, asked: Sequence[Look]) -> list[Looked]:
    """The best of one shard for each seat, by rows of the shard; DamagedIndex, BadPolicy."""
    shard = _shard(file)
    for each in asked:
        refuse_whole_pool(each.policy)
    return list(look_at(shard, asked))


def asked_again_of(folder: str, decided: Sequence[Decided], plan: Plan, today: date) -> list[AskedAgain]:
    """What past missions show, each asked of the pool as it stood; DamagedSnapshot, LeakFound."""
    return [asked_again(each, _snapshot(folder), plan, today) for each in decided]


@lru_cache(maxsize=_SHARDS_KEPT)
def _shard(file: str) -> Index:
    return Index.load(file)


@lru_cache(maxsize=1)
def _snapshot(folder: str) -> Snapshot:
    return Snapshot.from_parquet(Path(folder))
