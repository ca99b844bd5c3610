"""The choice of certifications: greedy, bounds that hold for every choice, and the proof by HiGHS.

The served points F are not submodular in certifications: two that somebody needs together add more than each alone.
They are in options (somebody with a set of certificates), as the weighted rank of a matroid (each seat takes so many,
each person once). What any choice can add to a given one is therefore at most the sum of what its options add alone.
Source: Nemhauser, Wolsey and Fisher (1978), An analysis of approximations for maximizing submodular set functions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.coverage.modules import Bundle
from matching.coverage.options import Option

Given = Mapping[str, Bundle]  # specialist -> modules they are certified in


@dataclass(frozen=True)
class Problem:
    """Seats with their places and the points of those who take them now (by specialist), and the options."""

    places: Sequence[int]
    now: Sequence[Mapping[str, int]]
    options: Sequence[Option]

    @cached_property
    def of_person(self) -> dict[str, list[Option]]:
        """The options of each specialist."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.specialist, []).append(option)
        return found

    def best(self, given: Given) -> list[dict[str, int]]:
        """Per seat who takes its places, and with how many points."""
        points = [dict(each) for each in self.now]
        for option in self.held(given):
            mine = points[option.seat]
            mine[option.specialist] = max(option.points, mine.get(option.specialist, 0))
        return [_first(each, places) for each, places in zip(points, self.places, strict=True)]

    def held(self, given: Given) -> Iterable[Option]:
        """The options that are there with some certificates."""
        return (each for who, modules in given.items() for each in self.of_person[who] if each.modules <= modules)

    def value(self, given: Given) -> int:
        """The served points."""
        return sum(sum(each.values()) for each in self.best(given))

    def added(self, best: Sequence[Mapping[str, int]]) -> list[int]:
        """Per option what it alone adds to a choice whose best people are given."""
        needed = [
            min(each.values(), default=0) if len(each) == places else 0
            for each, places in zip(best, self.places, strict=True)
        ]
        return [max(each.points - best[each.seat].get(each.specialist, needed[each.seat]), 0) for each in self.options]


def _first(points: Mapping[str, int], places: int) -> dict[str, int]:
    return dict(sorted(points.items(), key=lambda each: (-each[1], each[0]))[:places])


def greedy(problem: Problem, k: int) -> dict[str, Bundle]:
    """Again and again whom one certification, or several at once, serve best for each one given; ties by id."""
    given: dict[str, Bundle] = {}
    left = k
    while left:
        gains = _gains(problem, given)
        able = [(gain / cost, who, modules, cost) for (who, modules), (gain, cost) in gains.items() if cost <= left]
        if not able:
            break
        _, who, modules, cost = min(able, key=lambda each: (-each[0], each[3], each[1], sorted(each[2])))
        given[who] = given.get(who, frozenset()) | modules
        left -= cost
    return given


def _gains(problem: Problem, given: Given) -> dict[tuple[str, Bundle], tuple[int, int]]:
    """(what it adds, how many certifications it takes) of everything that adds something."""
    best = problem.best(given)
    added = dict(zip(problem.options, problem.added(best), strict=True))
    found = {}
    for who, mine in problem.of_person.items():
        held = given.get(who, frozenset())
        for modules in {option.modules - held for option in mine} - {frozenset()}:
            gain = sum(_of_seats((each.seat, added[each]) for each in mine if each.modules <= modules | held).values())
            if gain:
                found[who, modules] = (gain, len(modules))
    return found


def _of_seats(added: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The most that is added to each seat."""
    most: dict[int, int] = {}
    for seat, adds in added:
        most[seat] = max(adds, most.get(seat, 0))
    return most


def bound(problem: Problem, given: Given, k: int) -> float:
    """No k certifications reach more than this: the least of two sums over what options add to a given choice.

    One shares what an option adds among its certificates, and takes the k best certificates. The other takes for each
    seat the best people, as many as it has places for, and at most k.
    """
    best = problem.best(given)
    by_certificate: dict[tuple[str, str], dict[int, float]] = {}
    by_seat: list[dict[str, int]] = [{} for _ in problem.places]
    for each, adds in zip(problem.options, problem.added(best), strict=True):
        new = each.modules - given.get(each.specialist, frozenset())
        for module in new:
            mine = by_certificate.setdefault((each.specialist, module), {})
            mine[each.seat] = max(adds / len(new), mine.get(each.seat, 0.0))
        by_seat[each.seat][each.specialist] = max(adds, by_seat[each.seat].get(each.specialist, 0))
    certificates = sorted((sum(mine.values()) for mine in by_certificate.values()), reverse=True)[:k]
    people = (sorted(each.values(), reverse=True)[: min(k, n)] for each, n in zip(by_seat, problem.places, strict=True))
    return problem.value(given) + min(sum(certificates), sum(map(sum, people)))


def without_idle(problem: Problem, given: Given) -> dict[str, Bundle]:
    """The same choice without certificates that nobody's place rests on."""
    best = problem.best(given)
    used: dict[str, set[str]] = {}
    for who in given:
        for seat in range(len(best)):
            if (option := taken(problem, given, best, seat, who)) is not None:
                used.setdefault(who, set()).update(option.modules)
    return {who: frozenset(modules) for who, modules in used.items()}


def taken(problem: Problem, given: Given, best: Sequence[Mapping[str, int]], seat: int, who: str) -> Option | None:
    """The option by which somebody has a place in a seat; None where they have none, or have it without."""
    points = best[seat].get(who)
    mine = [each for each in problem.of_person[who] if each.seat == seat and each.modules <= given[who]]
    return next((each for each in mine if each.points == points), None)
