"""A pool in parts: each part ranks its own people, and the parts together give the shortlist of the whole, exactly.

What a part holds for itself: people, their claims, grades, periods away. What every part holds whole: the past
missions with everybody who took part, the pool's means of appraisals, the names of organisations. So no criterion sees
less than in one index, and nobody's share depends on who else is in a part. Criterion text is the exception: how rare
a word is depends on the publications of everybody, so policies that use it are refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.ask import Ask
from matching.eligibility import Easing, easings
from matching.errors import BadPolicy, DamagedIndex
from matching.index import Index
from matching.index.columns import Table
from matching.index.texts import Ids, Texts
from matching.looks import Look, Looked
from matching.policy import Policy
from matching.recommend import policy_used, ranked, recommendations
from matching.shortlist import EasedMust, Excluded, Period, Pool, Recommendation, Shortlist


@dataclass(frozen=True)
class Part:
    """What one shard says of one seat: counts over its own people, and its own best, explained."""

    specialists: int
    eligible: int
    excluded: tuple[tuple[str, int], ...]  # every reason in its order, also one that removed nobody here
    easings: tuple[Easing, ...]  # only where the shard has fewer people than were asked for
    best: tuple[Recommendation, ...]


def sharded(index: Index, size: int) -> Iterator[Index]:
    """The index in shards of at most ``size`` people, in the order of ids; DamagedIndex for one that took changes."""
    if index.rows != index.sealed or len(index.gone):
        raise DamagedIndex("an index that took changes cannot be sharded; build the index anew")
    for first in range(0, max(index.rows, 1), size):
        yield _shard(index, first, min(first + size, index.rows))


def _shard(index: Index, first: int, last: int) -> Index:
    starts = {noun: each[first : last + 1] for noun, each in index.starts.columns.items()}
    return replace(
        index,
        ids=Ids.of(_texts(index.ids.texts, first, last)),
        names=_texts(index.names, first, last),
        people=Table.of(**{name: column[first:last] for name, column in index.people.columns.items()}),
        starts=Table.of(**{noun: each - each[0] for noun, each in starts.items()}),
        held={
            noun: Table.of(
                **{name: column[starts[noun][0] : starts[noun][-1]] for name, column in held.columns.items()}
            )
            for noun, held in index.held.items()
        },
        away={kind: _periods(table, first, last) for kind, table in index.away.items()},
        postings={},
    )


def _texts(texts: Texts, first: int, last: int) -> Texts:
    offsets = texts.offsets[first : last + 1]
    return Texts(offsets - offsets[0], texts.text[offsets[0] : offsets[-1]].copy())


def _periods(table: Table, first: int, last: int) -> Table:
    """Periods stand in the order of rows, which begin anew in a shard."""
    begin, end = table["rows"].searchsorted(np.array([first, last], table["rows"].dtype))
    columns = {name: column[begin:end] for name, column in table.columns.items()}
    return Table.of(**{**columns, "rows": columns["rows"] - columns["rows"].dtype.type(first)})


def refuse_whole_pool(policy: Policy) -> None:
    """BadPolicy for one that weighs words by how rare they are in the whole pool."""
    if policy.weights.get("text"):
        raise BadPolicy(f"policy {policy.name} uses criterion text, which reads the whole pool: not in shards")


def part(ask: Ask, shard: Index, policy: Policy, top: int) -> Part:
    """One seat held against one shard; BadPolicy for a policy that needs the whole pool."""
    refuse_whole_pool(policy)
    ranking = ranked(ask, shard, policy, top)
    few = len(ranking.rows) < top
    return Part(
        specialists=len(shard),
        eligible=ranking.eligibility.count,
        excluded=tuple((each.reason, each.count) for each in ranking.eligibility.exclusions),
        easings=tuple(easings(ask, shard, ranking.eligibility)) if few else (),
        best=recommendations(ranking, shard, policy, top),
    )


def merged(ask: Ask, parts: Sequence[Part], epoch: str, revision: int, policy: Policy, top: int) -> Shortlist:
    """The shortlist of the whole pool from the parts of all shards.

    Whoever is among the best of the pool is among the best of their shard, and nobody's points depend on the shard;
    ties go by id, as in one index.
    """
    everybody = (each for part in parts for each in part.best)
    best = sorted(everybody, key=lambda each: (-each.score, each.specialist))[:top]
    return Shortlist(
        mission=ask.mission.id,
        seat=ask.number,
        on=Period(start=ask.window.start, end=ask.window.end),
        pool=Pool(
            epoch=epoch,
            revision=revision,
            specialists=sum(part.specialists for part in parts),
            eligible=sum(part.eligible for part in parts),
        ),
        policy=policy_used(policy),
        recommendations=tuple(each.model_copy(update={"rank": rank}) for rank, each in enumerate(best, start=1)),
        excluded=_excluded(parts),
        easings=_easings(parts) if len(best) < top else (),
    )


def merged_look(look: Look, parts: Sequence[Looked]) -> Looked:
    """What the whole pool shows from what its shards show, in their order; ties go by row, which is by id."""
    begins = np.cumsum([0, *(each.people for each in parts)])
    rows = np.concatenate([each.rows + begin for each, begin in zip(parts, begins, strict=False)])
    points = np.concatenate([each.points for each in parts])
    best = np.lexsort((rows, -points))[: look.top]
    return Looked(int(begins[-1]), sum(each.eligible for each in parts), rows[best], points[best])


def _excluded(parts: Sequence[Part]) -> tuple[Excluded, ...]:
    """Reason by reason over all shards, without those that removed nobody."""
    by_reason = zip(*(part.excluded for part in parts), strict=True)
    counts = [(of_shards[0][0], sum(count for _, count in of_shards)) for of_shards in by_reason]
    return tuple(Excluded(reason=reason, count=count) for reason, count in counts if count)


def _easings(parts: Sequence[Part]) -> tuple[EasedMust, ...]:
    adds: dict[tuple[str, str], int] = {}
    for each in (each for part in parts for each in part.easings):
        adds[each.must, each.eased] = adds.get((each.must, each.eased), 0) + each.adds
    best_first = sorted(adds.items(), key=lambda item: (-item[1], item[0][0]))
    return tuple(EasedMust(must=must, eased=eased, adds=count) for (must, eased), count in best_first)
