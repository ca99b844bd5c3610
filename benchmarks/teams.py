"""The best team beside picking people by hand, and branch and bound beside the plain solver.

    python benchmarks/teams.py --missions 200 --sizes 700,2000,10000 [--json]

First many missions, the real ones and generated ones, on the smallest pool: how often and by how much a team is worse
that takes the next best of each shortlist seat by seat, or always whoever adds most. Then time and proof by pool size.
Exit 1 when two ways that both claim the proof do not agree, or when a picked team is better than a proved one.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import pool  # noqa: E402  # found once the root is on the path
from matching import DEFAULT, Index  # noqa: E402  # same
from matching.limits import Limit  # noqa: E402  # same
from matching.protected import Protected  # noqa: E402  # same
from matching.seats import Best, best_of_seats  # noqa: E402  # same
from matching.teams import TERMS, Rules  # noqa: E402  # same
from matching.teams.branching import Search  # noqa: E402  # same
from matching.teams.cut import cut  # noqa: E402  # same
from matching.teams.linear import best_team  # noqa: E402  # same
from matching.teams.problem import Asked, Lineup, Problem, problem_of  # noqa: E402  # same
from matching.teams.search import search  # noqa: E402  # same
from matching.teams.start import bettered, picked  # noqa: E402  # same
from matching.teams.worth import people_of, worth  # noqa: E402  # same
from registry.domain import Mission  # noqa: E402  # same
from registry.importing import read_mission  # noqa: E402  # same
from registry.vocabulary import competences  # noqa: E402  # same

SEED = 7
SECONDS = 60.0
RULES = {
    "no rule": Rules(),
    "women 0.5, one per organisation": Rules(women=0.5, per_organisation=1),
}
TIMED = ("v02", "v06")


def real_missions() -> list[Mission]:
    """The missions on file."""
    return [read_mission(path) for path in sorted((ROOT / "registry" / "data" / "missions").glob("*.yaml"))]


def generated(count: int, seed: int) -> Iterator[Mission]:
    """Missions of one to three seats for two to eight people, wishing for what real ones wish for."""
    dice, every = random.Random(seed), sorted(competences())
    for number in range(count):
        counts = dice.choice([(2,), (1, 1), (1, 2), (3,), (1, 1, 1), (2, 2), (1, 4), (2, 2, 2), (8,)])
        wishes = [_wishes(dice, every) for _ in counts]
        # Seats of one mission often ask for the same, and so for the same people.
        wishes = [wishes[0]] * len(counts) if dice.random() < 0.5 else wishes
        seats = [
            {"role": "expert", "count": n, "wish": wish, "must": _must(dice)}
            for n, wish in zip(counts, wishes, strict=True)
        ]
        yield Mission.model_validate(
            {
                "schema": "mission/1",
                "id": f"generated-{number}",
                "title": "A generated mission",
                "types": ["advisory"],
                "host_countries": ["AZE"],
                "window": {"start": "2027-06-01", "end": "2027-06-30"},
                "effort_days": 10,
                "seats": seats,
            }
        )


def _wishes(dice: random.Random, every: list[str]) -> list[dict[str, Any]]:
    skills = [{"kind": "skill", "skill": id, "level": dice.randint(2, 4)} for id in dice.sample(every, 4)]
    codes = dice.sample(["aze", "eng", "rus", "tur", "fas"], 2)
    return [*skills, *({"kind": "language", "language": code, "level": "B2"} for code in codes)]


def _must(dice: random.Random) -> list[dict[str, Any]]:
    country = dice.choice(["AZE", "TUR", "GEO", "KAZ"])
    choices: list[list[dict[str, Any]]] = [
        [],
        [{"kind": "nationality", "none_of": [country]}],
        [{"kind": "language", "language": "rus", "level": "B2"}],
    ]
    return dice.choice(choices)


def seat_by_seat(problem: Problem, seats: list[Best]) -> Lineup:
    """The next best of each shortlist who is not taken yet; what a planner does by hand, without a look at rules."""
    place, taken, lineup = {int(row): at for at, row in enumerate(problem.rows)}, set(), []
    for count, best in zip(problem.counts, seats, strict=True):
        free = [place[row] for row in best.rows.tolist() if place[row] not in taken][:count]
        taken.update(free)
        lineup.append(tuple(sorted(free)))
    return tuple(lineup)


@dataclass
class Tally:
    """How a way of picking compares with the best team over many missions; losses in points."""

    way: str
    missions: int = 0
    no_team: int = 0  # none was found, or one that breaks a rule, although there is one
    worse: int = 0
    losses: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()

    def take(self, problem: Problem, lineup: Lineup | None, best: int) -> bool:
        """Count one mission; False when the picked team is better than the best."""
        self.missions += 1
        whole = lineup is not None and tuple(map(len, lineup)) == problem.counts
        if lineup is None or not whole or not problem.bounds.hold(problem.bounds.totals(people_of(lineup))):
            self.no_team += 1
            return True
        lost = best - worth(problem, lineup).total
        if lost > 0:
            self.worse += 1
            self.losses = (*self.losses, lost / 100)
            self.shares = (*self.shares, lost / best)
        return lost >= 0

    def line(self) -> dict[str, Any]:
        """The figures."""
        return {
            "way": self.way,
            "missions": self.missions,
            "no_team": self.no_team,
            "worse": self.worse,
            "mean_loss": round(statistics.mean(self.losses), 2) if self.losses else 0.0,
            "worst_loss": round(max(self.losses, default=0.0), 2),
            "worst_share": round(max(self.shares, default=0.0), 4),
        }


def compare(index: Index, protected: Protected, missions: list[Mission]) -> Iterator[dict[str, Any]]:
    """The best team beside two ways of picking, by objective and rules."""
    laid = [(mission, best_of_seats(mission, index, DEFAULT)) for mission in missions]
    for objective in ("points", "full"):
        for name, rules in RULES.items():
            by_hand, greedy, proved, impossible = Tally("seat by seat"), Tally("whoever adds most"), 0, 0
            sound = True
            for mission, seats in laid:
                problem = problem_of(asked(mission, index, rules, protected), seats, objective == "full")
                outcome = search(problem, Limit.of(SECONDS, time.perf_counter), lambda _: None)
                impossible += outcome.lineup is None
                if outcome.proved:
                    proved += 1
                    sound &= by_hand.take(problem, seat_by_seat(problem, seats), outcome.value)
                    sound &= greedy.take(problem, picked(problem), outcome.value)
            for tally in (by_hand, greedy):
                told = {"objective": objective, "rules": name, "proved": proved, "impossible": impossible}
                yield {**told, **tally.line(), "sound": sound}


def asked(mission: Mission, index: Index, rules: Rules, protected: Protected) -> Asked:
    """The question of the default policy and terms."""
    return Asked(mission, index, DEFAULT, rules, TERMS, protected, ())


@dataclass(frozen=True)
class Timed:
    """One way to the best team of one mission."""

    way: str
    mission: str
    specialists: int
    people: int  # whom it looked at
    seconds: float
    points: float | None
    gap: float | None


def timings(index: Index, mission: Mission, runs: int) -> Iterator[Timed]:
    """All ways on one mission, each the median of some runs."""
    nobody = Protected({})
    begin = time.perf_counter()
    seats = best_of_seats(mission, index, DEFAULT)
    problem = problem_of(asked(mission, index, Rules(), nobody), seats, full=True)
    laid = time.perf_counter() - begin
    yield Timed("facts alone", mission.id, len(index), len(problem.ids), laid, None, None)
    start = picked(problem)
    assert start is not None, "without rules the pool is large enough"
    known = bettered(problem, start)
    small = cut(problem, worth(problem, known).total)
    ways: dict[str, tuple[Problem, Callable[[], Any]]] = {
        "ours": (problem, lambda: search(problem, limit(), lambda _: None)),
        "branch and bound, cut": (small, lambda: Search(small, small.lineup_of(problem, known), limit()).run()),
        "solver, cut": (small, lambda: best_team(small, limit())),
        "solver, plain": (problem, lambda: best_team(problem, limit())),
    }
    for way, (over, run) in ways.items():
        seconds, found = zip(*(timed(run) for _ in range(runs)), strict=True)
        team, most = found[0].lineup, found[0].most
        value = None if team is None else worth(over, team).total
        gap = None if value is None or most is None else max(most - value, 0) / 100
        points = None if value is None else value / 100
        yield Timed(way, mission.id, len(index), len(over.ids), statistics.median(seconds), points, gap)


def limit() -> Limit:
    """A fresh limit."""
    return Limit.of(SECONDS, time.perf_counter)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of one call, and what it gave."""
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def agree(lines: list[Timed]) -> bool:
    """Whether all ways that claim the proof have the same points."""
    proved = {(line.mission, line.specialists, line.points) for line in lines if line.gap == 0}
    return len(proved) == len({each[:2] for each in proved})


def main() -> int:
    """Measure and print; 1 when something does not agree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="700,2000,10000", help="pool sizes; missions are compared on the first")
    parser.add_argument("--missions", type=int, default=200, help="generated missions beside the real ones")
    parser.add_argument("--runs", type=int, default=3, help="timed runs of each way")
    parser.add_argument("--json", action="store_true", help="one line per figure, and nothing else")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    snapshot = pool(sizes[0])
    missions = [*real_missions(), *generated(options.missions, SEED)]
    compared = list(compare(Index.build(snapshot), Protected.of(snapshot), missions))
    lines = [
        line
        for size in sizes
        for index in [Index.build(pool(size))]
        for mission in real_missions()
        if mission.id in TIMED
        for line in timings(index, mission, options.runs)
    ]
    for told in [*compared, *map(asdict, lines)]:
        print(json.dumps(told) if options.json else "  ".join(f"{key} {value}" for key, value in told.items()))
    return 0 if agree(lines) and all(line["sound"] for line in compared) else 1


if __name__ == "__main__":
    sys.exit(main())
