"""Coverage, training advice and stability: times, and how far greedy choice and its bound lie from the proved best.

    python benchmarks/training_advice.py --sizes 700,10000 [--draws 1000] [--trials 5]

The seats are those of the real missions; for training each of them also asks for certificates of one or two modules
as must-haves, drawn anew in each trial, so that there is something to train for. Exit 1 when the vectorised stability
differs from the plain loop.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import pool  # noqa: E402  # found once the root is on the path
from benchmarks.recommend import hardware  # noqa: E402  # same
from matching import DEFAULT, Index, Weightings, recommend  # noqa: E402  # same
from matching.ask import Ask  # noqa: E402  # same
from matching.coverage import Training, advise, cover, seats_of  # noqa: E402  # same
from matching.eligibility import eligible  # noqa: E402  # same
from matching.ranking.standard import scored  # noqa: E402  # same
from matching.weightings import drawn  # noqa: E402  # same
from registry.domain import CertificateRequirement, Mission, Specialist  # noqa: E402  # same
from registry.importing import read_mission  # noqa: E402  # same
from registry.sample import sample_pool  # noqa: E402  # same
from registry.vocabulary import competences  # noqa: E402  # same

ON, UNTIL, TOP, RUNS = date(2026, 11, 25), date(2027, 11, 25), 10, 5
LANGUAGES = ("eng", "rus", "aze", "tur")
MODULES = ("RTCM-M1", "RTCM-M2", "RTCM-M3", "RTCM-M4", "RTCM-M5", "RTCM-M6", "SBS-1", "PP-2", "EUAA-VUL")
K = (1, 3, 5, 10, 20)
T = TypeVar("T")


def missions() -> list[Mission]:
    """The real missions."""
    return [read_mission(path) for path in sorted((ROOT / "registry" / "data" / "missions").glob("*.yaml"))]


def best_of(work: Callable[[], T], runs: int = RUNS) -> tuple[T, float]:
    """The answer, and the seconds of the middle run."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - begin)
    return answer, statistics.median(times)


def plainly(mission: Mission, index: Index, weightings: Weightings) -> dict[str, float]:
    """In how large a part of the weightings each person is first: one policy and one sort for each."""
    ask, first = Ask(mission, 1), {}
    shares, _ = scored(ask, index, DEFAULT)
    rows = np.flatnonzero(eligible(ask, index).mask)
    names = [criterion.name for criterion in DEFAULT.criteria]
    for weights in drawn(DEFAULT, weightings):
        policy = DEFAULT.model_copy(update={"weights": dict(zip(names, weights.tolist(), strict=True))})
        points = policy.points(shares, index.rows)
        order = rows[np.lexsort((rows, -points[rows]))]
        id = index.ids[int(order[0])]
        first[id] = first.get(id, 0) + 1 / weightings.draws
    return first


def stability(index: Index, draws: int) -> bool:
    """Print the cost of stability; whether it is what the plain loop finds."""
    mission, weightings = missions()[2], Weightings(draws=draws)
    _, without = best_of(lambda: recommend(mission, index, DEFAULT, TOP))
    (found,), with_it = best_of(lambda: recommend(mission, index, DEFAULT, TOP, weightings=weightings))
    loop, slow = best_of(lambda: plainly(mission, index, weightings), 1)
    same = all(abs(each.stability.first - loop.get(each.specialist, 0)) < 1e-9 for each in found.recommendations)
    print(
        f"  shortlist of {TOP}: {without * 1e3:.1f} ms; with {draws} weightings {with_it * 1e3:.1f} ms; "
        f"plain loop {slow * 1e3:,.0f} ms; {'same' if same else 'NOT the same'}"
    )
    return same


def cells(index: Index) -> None:
    """Print the time of the whole answer without training."""
    rows = [each.id for each in competences().values() if each.depth == 1]
    hosts = sorted({code for mission in missions() for code in mission.host_countries})
    seats = seats_of(missions(), lambda _: DEFAULT)
    for name, asked in (("top groups", rows), ("all competences", list(competences()))):
        answer, seconds = best_of(lambda asked=asked: cover(index, seats, ON, UNTIL, asked, hosts, LANGUAGES), 3)
        print(f"  {name}: {len(answer.cells):,} cells and {len(seats)} seats in {seconds * 1e3:,.0f} ms")


def asking(mission: Mission, dice: random.Random) -> Mission:
    """The mission with one or two certificates as must-haves of each seat."""
    seats = tuple(
        seat.model_copy(
            update={
                "must": (
                    *seat.must,
                    *(
                        CertificateRequirement(kind="certificate", module=module)
                        for module in dice.sample(MODULES, dice.choice((1, 1, 2)))
                    ),
                )
            }
        )
        for seat in mission.seats
    )
    return mission.model_copy(update={"seats": seats})


def advised(
    index: Index, people: dict[str, Specialist], seed: int, k: int
) -> tuple[tuple[Training, float], tuple[Training, float]]:
    """(advice, seconds) of greedy choice with its bound, and with the proof."""
    dice = random.Random(seed)
    seats = seats_of([asking(mission, dice) for mission in missions()], lambda _: DEFAULT)
    quick, best = (
        best_of(lambda limit=limit: advise(index, seats, people.__getitem__, k, ON, seconds=limit), 1)
        for limit in (0, 60)
    )
    return quick, best


def training(index: Index, people: dict[str, Specialist], trials: int) -> None:
    """Print how greedy choice and its bound compare with the proved best."""
    for k in K:
        found = [advised(index, people, seed, k) for seed in range(trials)]
        gains = [best.after - best.before for _, (best, _) in found]
        lost = [best.after - quick.after for (quick, _), (best, _) in found]
        over = [quick.bound - best.after for (quick, _), (best, _) in found]
        worst, loosest = (
            max(each / gain if gain else 0.0 for each, gain in zip(some, gains, strict=True)) for some in (lost, over)
        )
        fast, slow = (statistics.median(pair[at][1] for pair in found) for at in (0, 1))
        proved = sum(best.status == "optimal" for _, (best, _) in found)
        print(
            f"  {k:>2} certifications, {trials} trials: greedy with its bound {fast:.2f} s, with proof {slow:.2f} s "
            f"({proved} proved); greedy loses in {sum(each > 0 for each in lost)}, at most {worst:.1%} of the gain; "
            f"its bound at most {loosest:.1%} above the best"
        )


def main() -> int:
    """Measure and print; 1 when an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="700,10000", help="pool sizes")
    parser.add_argument("--draws", type=int, default=1000, help="weightings")
    parser.add_argument("--trials", type=int, default=5, help="sets of missions for training; 0 leaves it out")
    options = parser.parse_args()
    print(hardware())
    same = True
    for size in (int(size) for size in options.sizes.split(",")):
        index = Index.build(pool(size))
        print(f"\n{size:,} specialists")
        same &= stability(index, options.draws)
        cells(index)
        if options.trials:
            people = {each.id: each for block in sample_pool(size, 7) for each in block.specialists}
            training(index, people, options.trials)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
