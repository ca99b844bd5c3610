"""Rankings held against past decisions: whoever was chosen should stand high before anybody knew."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from matching.arrays import Flags, Shares
from matching.ask import Ask
from matching.errors import LeakFound, NothingToEvaluate
from matching.evaluation.answer import EvaluatedPool, Evaluation, Kind, LeftOut, Ranked
from matching.evaluation.calibration import calibrated
from matching.evaluation.decisions import Decided, Past
from matching.evaluation.earlier import as_of, leaks
from matching.evaluation.measures import Draws, exposure, gain, gini, mean_of, recall, reciprocal, resampled
from matching.evaluation.rivals import RIVALS, Words
from matching.index import Index
from matching.policy import Policy
from matching.ranking.standard import barred
from matching.recommend import policy_used
from registry.snapshot import Snapshot

Earlier = Callable[[Snapshot, date, date], Snapshot]
Progress = Callable[[int, int], None]  # missions asked again, missions in all
Again = Callable[[Sequence[Decided]], Iterable["AskedAgain"]]
Key = tuple[Kind, str]


@dataclass(frozen=True)
class Plan:
    """What is measured, and how: the first ``k`` of each ranking, over the latest ``missions``."""

    policy: Policy
    others: tuple[Policy, ...] = ()
    k: int = 10
    missions: int = 100
    resamples: int = 1000
    seed: int = 7


@dataclass
class Tally:
    """What one way of ranking has shown so far: a measure per mission, and how much everybody was seen."""

    seen: Shares  # (n_specialists,)
    ndcg: list[float] = field(default_factory=list)
    mrr: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Seen:
    """One seat asked again: who could be proposed, the rows of those who were chosen, and everybody's points."""

    ask: Ask
    index: Index
    able: Flags
    chosen: npt.NDArray[np.int64]
    ways: Mapping[Key, Shares]


@dataclass(frozen=True)
class Shown:
    """What one way of ranking shows of one mission: the mean of its seats, and who stands first on each, by row."""

    ndcg: float
    mrr: float
    recall: float
    first: tuple[npt.NDArray[np.int64], ...]


@dataclass(frozen=True)
class AskedAgain:
    """What one mission shows: per way of ranking, who could be proposed (rows), and the points of those chosen."""

    could: npt.NDArray[np.int64]
    shown: Mapping[Key, Shown]
    points: tuple[tuple[str, str, float], ...]  # mission, specialist, points of the policy


@dataclass
class Found:
    """What has been found so far: per way of ranking, who could be proposed, and the points of those chosen."""

    could: Flags  # (n_specialists,)
    tallies: dict[Key, Tally] = field(default_factory=dict)
    points: list[tuple[str, str, float]] = field(default_factory=list)

    def add(self, mission: AskedAgain) -> None:
        """Add one mission; in another order the sums would differ in their last digits."""
        for key, shown in mission.shown.items():
            tally = self.tallies.setdefault(key, Tally(np.zeros(len(self.could))))
            tally.ndcg.append(shown.ndcg)
            tally.mrr.append(shown.mrr)
            tally.recall.append(shown.recall)
            for first in shown.first:
                tally.seen[first] += exposure(np.arange(1, len(first) + 1))
        self.could[mission.could] = True
        self.points += mission.points


def evaluate(
    snapshot: Snapshot,
    plan: Plan,
    today: date,
    earlier: Earlier = as_of,
    progress: Progress | None = None,
    again: Again | None = None,
) -> Evaluation:
    """Ask past missions again, each of the pool as it stood on the evening before.

    ``today``: the day of the snapshot. ``again``: who asks them, in their order, where it is not this process.
    NothingToEvaluate with fewer than two missions that can be asked again; LeakFound when a pool as it stood holds
    anything that came later.
    """
    past = Past.of(snapshot, today)
    decided = past.decided[-plan.missions :]
    if len(decided) < 2:
        raise NothingToEvaluate(_too_few(past))
    found = Found(np.zeros(len(snapshot), bool))
    asked = again or (lambda each: (asked_again(one, snapshot, plan, today, earlier) for one in each))
    for done, each in enumerate(asked(decided), start=1):
        found.add(each)
        if progress is not None:
            progress(done, len(decided))
    drawn = resampled(len(decided), plan.resamples, plan.seed)
    return Evaluation(
        pool=EvaluatedPool(epoch=snapshot.epoch, revision=snapshot.revision, specialists=len(snapshot)),
        policy=policy_used(plan.policy),
        k=plan.k,
        missions=len(decided),
        seats=sum(len(each.asks) for each in decided),
        first=decided[0].mission.window.start,
        last=decided[-1].mission.window.start,
        resamples=plan.resamples,
        seed=plan.seed,
        ranked=tuple(_ranked(key, tally, found, drawn) for key, tally in found.tallies.items()),
        calibration=calibrated(snapshot, found.points, plan.resamples, plan.seed),
        left_out=tuple(LeftOut(reason=why, missions=count) for why, count in past.left_out.items()),
    )


def _too_few(past: Past) -> str:
    why = ", ".join(f"{reason}: {count}" for reason, count in past.left_out.items()) or "there are no past missions"
    found = "no past mission" if not past.decided else "only one past mission"
    return f"{found} can be asked again ({why}); an evaluation needs at least two, with country, competences and team"


def asked_again(decided: Decided, snapshot: Snapshot, plan: Plan, today: date, earlier: Earlier = as_of) -> AskedAgain:
    """Every seat of a past mission, ranked in every way by what was known on the evening before; LeakFound."""
    then = earlier(snapshot, decided.eve, today)
    late = leaks(then, decided.eve)
    if late:
        raise LeakFound(f"mission {decided.mission.id} was ranked by what came after {decided.eve}: {', '.join(late)}")
    index = Index.build(then)
    words = Words(index)
    asked = zip(decided.asks, decided.chosen, strict=True)
    seats = [_seat(ask, chosen, index, words, plan) for ask, chosen in asked]
    return AskedAgain(
        could=np.flatnonzero(np.logical_or.reduce([seat.able for seat in seats])),
        shown={key: _shown(seats, key, plan.k) for key in seats[0].ways},
        points=tuple(one for seat in seats for one in _points(seat, plan)),
    )


def _shown(seats: Sequence[Seen], key: Key, k: int) -> Shown:
    orders = [_order(seat, key) for seat in seats]
    placed = [_placed(seat, order) for seat, order in zip(seats, orders, strict=True)]
    return Shown(
        ndcg=float(np.mean([gain(each, k) for each in placed])),
        mrr=float(np.mean([reciprocal(each) for each in placed])),
        recall=float(np.mean([recall(each, k) for each in placed])),
        first=tuple(order[:k] for order in orders),
    )


def _points(seat: Seen, plan: Plan) -> Iterable[tuple[str, str, float]]:
    points = seat.ways[Kind.POLICY, plan.policy.name][seat.chosen] / 100
    ids = (seat.index.ids[row] for row in seat.chosen.tolist())
    return ((seat.ask.mission.id, id, each) for id, each in zip(ids, points.tolist(), strict=True))


def _seat(ask: Ask, chosen: frozenset[str], index: Index, words: Words, plan: Plan) -> Seen:
    rows = np.array(sorted(index.row_of(id) for id in chosen), np.int64)
    able = barred(ask, index).mask
    # By mission and seat, so that one mission more moves no other's chance.
    chance = np.random.Generator(np.random.PCG64([plan.seed, ask.number, *ask.mission.id.encode()]))
    ways = _by_policies(ask, index, plan)
    for name, rival in RIVALS.items():
        # Rivals count in whole steps, where many are alike; chance decides among them.
        order = np.lexsort((chance.random(index.rows), rival(ask, index, words, chance)))
        ways[Kind.RIVAL, name] = _places(order).astype(np.float64)
    return Seen(ask, index, able, rows, ways)


def _places(order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def _by_policies(ask: Ask, index: Index, plan: Plan) -> dict[Key, Shares]:
    """Everybody's points by the policy, by it without each criterion, and by the others; shares are found once."""
    known: dict[str, Shares] = {}
    ways: dict[Key, Shares] = {}
    for kind, name, policy in variants(plan):
        shares = {}
        for criterion in policy.criteria:
            if criterion.numbers not in known:
                known[criterion.numbers] = criterion.score(ask, index)
            shares[criterion.name] = known[criterion.numbers]
        ways[kind, name] = policy.points(shares, index.rows).astype(np.float64)
    return ways


def variants(plan: Plan) -> list[tuple[Kind, str, Policy]]:
    """The policy, the others, and the policy without each of its criteria."""
    policy = plan.policy
    used = [criterion.name for criterion in policy.criteria]
    without = [
        (Kind.WITHOUT, name, policy.model_copy(update={"weights": {**policy.weights, name: 0}}))
        for name in (used if len(used) > 1 else ())
    ]
    others = [(Kind.POLICY, each.name, each) for each in plan.others if each.name != policy.name]
    # A copy would keep the criteria of the original, which are worked out once.
    fresh = [(kind, name, Policy.model_validate(each.model_dump(by_alias=True))) for kind, name, each in without]
    return [(Kind.POLICY, policy.name, policy), *others, *fresh]


def _order(seat: Seen, key: Key) -> npt.NDArray[np.int64]:
    """Who could be proposed, best first; ties by id, as on every shortlist."""
    rows = np.flatnonzero(seat.able)
    return rows[np.lexsort((rows, -seat.ways[key][rows]))]


def _placed(seat: Seen, order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where those who were chosen stand, from 1."""
    return _places(np.append(order, np.flatnonzero(~seat.able)))[seat.chosen] + 1


def _ranked(key: Key, tally: Tally, found: Found, drawn: Draws) -> Ranked:
    policy, (kind, name) = next(iter(found.tallies.values())), key
    seen = tally.seen[found.could]
    return Ranked(
        name=name,
        kind=kind,
        ndcg=mean_of(tally.ndcg, drawn),
        mrr=mean_of(tally.mrr, drawn),
        recall=mean_of(tally.recall, drawn),
        against=None if tally is policy else mean_of(np.subtract(tally.ndcg, policy.ndcg), drawn),
        seen=round(float((seen > 0).mean()), 4),
        gini=round(gini(seen), 4),
    )
